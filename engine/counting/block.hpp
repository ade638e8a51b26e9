// SPDX-License-Identifier: Apache-2.0
#pragma once

// A block of trajectories from its scenarios to its counts: the serial loop. Threads, processes and a browser
// all call it.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/counting/counter.hpp"
#include "engine/model/model.hpp"
#include "engine/model/scenario.hpp"

namespace engine {

/// What is simulated, and what of it is wanted. Shared by all who work on it; nothing in it changes.
struct Simulation {
  const Model &model;
  const Kernel &kernel;
  const std::vector<Scenario> &scenarios; // one a condition, of equally many months
  std::size_t reference;                  // differences are taken against this condition
  const Counter &counter;
  const Wanted &recorded; // what is wanted of each trajectory
  int block_size;         // the largest
  const std::vector<std::uint8_t> *kept =
      nullptr; // one a trajectory from number 0: whether it is counted; null: all
  int months() const { return scenarios.front().months; }
};

/// Memory that a kernel writes a block to.
class TapeMemory {
public:
  explicit TapeMemory(const Simulation &simulation);
  /// A tape on which nothing is clamped yet; with the months of the recorded series if wanted.
  Tape blank(bool with_months);

private:
  int stride_;
  std::vector<float> outcomes_;
  std::vector<std::uint16_t> series_;
  std::vector<std::uint32_t> clamped_;
  std::vector<float> months_;
  std::vector<std::uint8_t> is_recorded_; // one a series of the model
};

/// The memory and the counts of one who works on a simulation.
class Workbench {
public:
  explicit Workbench(const Simulation &simulation);

  /// Runs a block under every condition, the reference first, and counts it. `keep(condition, tape)` is shown
  /// what each one left; the tape has the months of the recorded series if `with_months`.
  template <class Keep> void run(const Block &block, bool with_months, const Keep &keep) {
    const Tape reference =
        run_condition(simulation_.reference, block, reference_.blank(with_months), nullptr);
    keep(simulation_.reference, reference);
    for (std::size_t condition = 0; condition < simulation_.scenarios.size(); ++condition) {
      if (condition == simulation_.reference) continue;
      keep(condition, run_condition(condition, block, current_->blank(with_months), &reference));
    }
  }
  /// Runs a block under one condition, which nothing is counted of.
  template <class Keep>
  void run_alone(std::size_t condition, const Block &block, bool with_months, const Keep &keep) {
    const Tape tape = reference_.blank(with_months);
    simulation_.kernel.simulate(simulation_.scenarios[condition], block, tape);
    keep(condition, tape);
  }

  /// Of a condition, all that was counted so far. The reference's lacks its differences from itself: see
  /// `compare_with_itself`.
  const Row &row(std::size_t condition);

private:
  Tape run_condition(std::size_t condition, const Block &block, Tape tape, const Tape *reference);
  int keep_chosen(const Tape &tape, int count) const;

  const Simulation &simulation_;
  std::vector<Counts> counts_; // one a condition
  TapeMemory reference_;
  std::optional<TapeMemory> current_; // of the other conditions
};

} // namespace engine

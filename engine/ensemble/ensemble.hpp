// SPDX-License-Identifier: Apache-2.0
#pragma once

// Ensembles: many trajectories of several conditions under common random numbers, counted. The only parallel
// loop is here.

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "engine/conditions/condition.hpp"
#include "engine/counting/share.hpp"
#include "engine/counting/tally.hpp"
#include "engine/model/model.hpp"

namespace engine {

/// Stop early: the 95 % interval of a binary outcome is at most `half_width` wide either way, in every
/// condition.
struct Precision {
  std::size_t outcome; // its place in the model
  double half_width;
};

/// What to run. Conditions share the seed: their trajectories of one number see the same chance, and states
/// of one number draw the same.
struct Plan {
  const Model &model;
  const std::vector<Condition> &conditions;
  std::size_t reference = 0; // differences are taken against this condition
  std::uint64_t seed = 0;
  std::uint64_t trajectories = 0; // of each condition
  int threads = 0;                // 0: as many as the machine offers
  std::uint64_t records = 0;      // rows of records of each condition
  std::optional<Precision> until = std::nullopt;
  const Kernel *kernel = nullptr;                  // null: the best one this processor runs
  std::uint64_t first = 0;                         // number of the first trajectory; the others follow it
  std::optional<Wanted> counted = std::nullopt;    // what rows count; nothing said: everything
  std::optional<Wanted> recorded = std::nullopt;   // what records hold; nothing said: every outcome
  const std::vector<std::uint8_t> *kept = nullptr; // one a trajectory: whether it is counted; null: all are.
                                                   // Where it is set there are no records and no precision.
  float *target = nullptr;     // records go straight there, [condition][column][trajectory], if it is set
  std::uint64_t per_state = 1; // trajectories of a state of the world: neighbours that draw the same
                               // parameters, see `Block`
  int block_size = 256;        // trajectories a thread works on at a time; see `run_ensemble`
};

/// The most trajectories of a state of the world.
inline constexpr std::uint64_t most_per_state = std::uint64_t{1} << 40;

/// What the plan counts, and what its records hold.
Wanted counted(const Plan &plan);
Wanted recorded(const Plan &plan);
/// The columns of its records: the recorded outcomes, the parameters that some condition draws
/// (`drawn_parameters`), and the months of the recorded series, series after series.
std::size_t columns_of_records(const Plan &plan);

/// Told between rounds of work. Nothing it does can change a result.
struct Observer {
  /// Trajectories of each condition that are done.
  std::function<void(std::uint64_t done)> progress = [](std::uint64_t) {};
  /// Finished rows: values[column * stride + row - first], see `columns_of_records`. Called in order of
  /// `first`; never if the plan has a target.
  std::function<void(std::size_t condition, std::uint64_t first, std::uint64_t count, const float *values,
                     std::size_t stride)>
      records = [](std::size_t, std::uint64_t, std::uint64_t, const float *, std::size_t) {};
  /// Whether to stop after this round; what is finished is kept.
  std::function<bool()> interrupted = [] { return false; };
  /// Whether to stop at once, and throw away what is not finished. Asked before each block by the thread that
  /// called.
  std::function<bool()> cancelled = [] { return false; };
};

struct Ensemble {
  std::uint64_t trajectories = 0; // of each condition, finished
  std::uint64_t counted = 0;      // of these; all of them, unless the plan keeps only some
  std::vector<Row> rows;          // one a condition
  bool interrupted = false;       // or cancelled
};

/// Trajectories between looks at progress, interrupts and precision.
inline constexpr std::uint64_t round_size = 16384;

/// Runs the plan in rounds of a fixed size, so that the same number of trajectories always gives the
/// same counts, whatever the threads and the blocks. Conditions must share a number of months; a block must
/// be a multiple of what every kernel runs at once, and at most the `largest_block`.
Ensemble run_ensemble(const Plan &plan, const Observer &observer = {});

/// The kernel for this processor, or the one that PENINSULA_INSTRUCTION_SET names.
/// Throws InputError if that name is unknown, or if the processor lacks it.
const Kernel &choose_kernel(const Model &model);

/// Does so many tasks on so many threads, 0 for as many as the machine offers; in any order.
void in_parallel(std::int64_t tasks, int threads, const std::function<void(std::int64_t)> &work);

} // namespace engine

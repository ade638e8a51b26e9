// SPDX-License-Identifier: Apache-2.0
#pragma once

// What a reader of a page sets going: a few conditions, told as steps, and the counts of their trajectories
// so far. Workers of the page simulate, each some trajectories; one adds up what they counted, and tells it.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/counting/block.hpp"
#include "engine/counting/lookup.hpp"
#include "engine/model/scenario_data.hpp"

namespace engine {

/// Why a condition was not taken.
enum class Refusal { none, no_steps, breaks_constraint };

class Page {
public:
  /// `counted`: outcomes and series of the model that are counted, by their places in it.
  Page(const Model &model, int months, const Wanted &counted);
  Page(const Page &) = delete;
  Page &operator=(const Page &) = delete;

  /// Leaves no condition. Those that follow have this seed, and so many trajectories a state of the world.
  void begin(std::uint64_t seed, std::uint64_t per_state);
  /// Adds a condition, which begins in that month of a year, 0 to 11; the first is the reference.
  Refusal add(std::span<const double> steps, int first_calendar_month);
  /// Of the condition that was refused last.
  std::size_t broken_constraint() const { return broken_; }

  /// Simulates trajectories first, first + 1 ... under every condition, and counts them.
  void simulate(std::uint64_t first, std::uint64_t count);
  /// A number for each trajectory, made of the bits of its outcomes under every condition.
  std::vector<std::uint32_t> digests(std::uint64_t first, std::uint64_t count) const;

  /// Counts nothing any more.
  void clear();
  std::size_t conditions() const { return rows_.size(); }
  const Row &row(std::size_t condition) const { return rows_[condition]; }
  /// Adds what another one counted. False where a sum no longer fits.
  [[nodiscard]] bool add_row(std::size_t condition, const Row &row) {
    return engine::add(rows_[condition], row);
  }

  /// By their places among those that are counted.
  const Lookup &outcome(std::size_t place) const { return lookups_[place]; }
  Histogram series(std::size_t condition, std::size_t place, int month) const;
  const Series &series(std::size_t place) const { return series_[place]; }
  int months() const { return months_; }

private:
  const Model &model_;
  const Kernel &kernel_;
  int months_;
  Counter counter_;
  std::vector<Outcome> outcomes_;
  std::vector<Series> series_;
  std::vector<Lookup> lookups_;
  std::uint64_t seed_ = 0;
  std::uint64_t per_state_ = 1;
  std::size_t broken_ = 0;
  std::vector<ScenarioData> data_;
  std::vector<Scenario> scenarios_;
  std::vector<Row> rows_;
};

} // namespace engine

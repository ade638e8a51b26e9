// SPDX-License-Identifier: Apache-2.0
#pragma once

// What tables say, as data: one row for each outcome (or label of an outcome) of each condition.

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/counting/lookup.hpp"
#include "engine/results/results.hpp"

namespace engine {

/// Which part of the results is asked for.
struct Selection {
  std::vector<std::string> conditions; // by name; empty: all
  std::vector<std::string> outcomes;   // by name or symbol; empty: the headline, or all of them
  bool all_outcomes = false;
};

/// An outcome under one condition. NaN stands for what does not exist.
struct Summary {
  std::string condition;
  std::string outcome;
  std::string label; // of a categorical outcome, which has one summary a label; else empty
  Kind kind = Kind::binary;
  std::string unit;
  std::int64_t trajectories = 0;     // in which it is defined
  double undefined = 0.0;            // share of all trajectories
  std::int64_t clamped = 0;          // of the trajectories, those too far out for a deviation and an interval
  std::int64_t beyond = 0;           // and those outside the bins, where quantiles are those of the edge
  bool has_quantile_at_edge = false; // whether that touches any of these
  Estimate estimate{};               // share or mean; of a time the share that came to it within the months
  double standard_deviation = 0.0;   // counts and continuous outcomes only
  std::array<double, 5> quantiles{}; // not of shares; of a time NaN where it lies beyond the months
};

/// An outcome under one condition against the reference, trajectory by trajectory. NaN as above.
struct Difference {
  std::string condition;
  std::string reference;
  std::string outcome;
  std::string label;
  Kind kind = Kind::binary;
  std::string unit;
  std::int64_t pairs = 0;        // trajectories in which it is defined under both
  Estimate here{};               // share or mean; of a time the mean, with the number of months for "never"
  Estimate there{};              // the same in the reference condition
  Estimate difference{};         // among the pairs
  std::int64_t clamped_here = 0; // trajectories too far out for a deviation and an interval
  std::int64_t clamped_there = 0;
  double unchanged = 0.0; // share of the pairs; not of continuous outcomes
};

/// Condition by condition, outcomes in the order of the selection. Throws InputError for a name that
/// does not exist, with the nearest that does, or that is not to be shown.
std::vector<Summary> summaries_of(const Results &results, const Selection &selection);

/// As `summaries_of`, for every condition but the reference. `against` names the reference, or is empty.
/// Throws InputError if it names another condition: only differences that were paired can be told.
std::vector<Difference> differences_of(const Results &results, const Selection &selection,
                                       const std::string &against);

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#pragma once

// The points of a sweep, each a condition of its own, made when it is asked for.

#include <cstddef>
#include <string>
#include <vector>

#include "engine/designs/sweep.hpp"
#include "engine/designs/unit_designs.hpp"

namespace engine {

/// What one variable is at one point.
struct Coordinate {
  std::string label; // as it is told
  double number;     // NaN if it is none
};

/// Point 0 is the reference: the sweep's first condition as it is. Points 1 ... size() - 1 are the design's.
class Design {
public:
  /// Checks every point. Throws InputError if the design cannot be made, or a point breaks a constraint.
  Design(const Model &model, const Sweep &sweep);

  std::size_t size() const { return 1 + count_; }
  Condition condition(std::size_t point) const;
  /// One for each variable, in the order of `variables`.
  std::vector<Coordinate> coordinates(std::size_t point) const;
  /// Places in the unit cube, one a variable; NaN in the reference.
  std::vector<double> places(std::size_t point) const;
  /// Names of all that varies.
  std::vector<std::string> variables() const;
  /// Number of the first trajectory of a point: equal for all if they see the same chance.
  std::uint64_t first_trajectory(std::size_t point) const;

private:
  /// What one axis is at a point: a place in the unit interval, or none where its condition does not hold.
  std::vector<std::optional<double>> axes_at(std::size_t point) const;
  /// Whether the axis may set its parameter there: one of all that is open leaves alone what the condition
  /// sets.
  bool is_left_open(const SweepAxis &axis, const std::vector<std::optional<double>> &places) const;
  Level level(const Variable &variable, double place) const;
  void enumerate(std::vector<std::size_t> &chosen);
  bool holds(const When &when, const std::vector<std::optional<double>> &places) const;
  std::string name_of(std::size_t point) const;
  std::string summary_of(std::size_t point) const;

  const Model &model_;
  const Sweep &sweep_;
  std::size_t count_ = 0;
  UnitDesign sampled_;                      // of a sampling design
  std::vector<std::vector<double>> listed_; // of the others: [point][axis]; below 0: left alone
};

} // namespace engine

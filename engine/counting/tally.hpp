// SPDX-License-Identifier: Apache-2.0
#pragma once

// Outcomes as whole numbers. A tally is one row of 64-bit integers; a layout says which place means
// what. Adding rows merges ensembles, and equal ensembles have equal rows, whatever the order of work.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/model/model.hpp"

namespace engine {

/// How the values of an outcome become whole numbers ("codes") and bins.
struct Axis {
  double origin = 0.0;  // value of code 0
  double quantum = 1.0; // value of one code step
  std::int64_t codes_a_bin = 1;
  std::int64_t bins = 2;

  std::int64_t code(double value) const;
  double value(double code) const { return origin + quantum * code; }
  std::int64_t bin(std::int64_t code) const; // codes beyond the ends fall into the end bins
  double lower_edge(std::int64_t bin) const { return value(static_cast<double>(bin * codes_a_bin)); }
};

inline constexpr std::int64_t continuous_bins = 128;
inline constexpr std::int64_t continuous_codes = 1 << 15; // between the edges of a continuous outcome
inline constexpr std::int64_t series_bins = 64;

/// A value farther from the lower edge than 32768 times the distance of the edges counts as that far: the sum
/// then fits its 64 bits.
inline constexpr std::int64_t farthest_code = continuous_codes * continuous_codes;
/// Squares would not: one farther than sixteen times that distance adds the square of a value that far. The
/// trajectory is then counted as clamped, and nobody can tell a deviation.
inline constexpr std::int64_t farthest_squared = 16 * continuous_codes;

/// The axis of an outcome. A time has one bin a month, and a last one for "not within these months".
Axis axis_of(const Outcome &outcome, int months);

/// The axis of the difference of an outcome between two conditions in the same trajectory. For a
/// categorical outcome the bins are pairs: label in the reference * labels + label here.
Axis difference_axis_of(const Outcome &outcome, int months);

/// The axis of a series in one month: codes as the kernel leaves them.
Axis axis_of(const Series &series);

/// Places of one distribution in a row: its bins, then what else is counted.
struct Place {
  std::size_t first = 0;
  std::int64_t bins = 0;
  std::size_t undefined() const { return first + static_cast<std::size_t>(bins); }
  std::size_t sum() const { return undefined() + 1; }            // of codes
  std::size_t sum_of_squares() const { return undefined() + 2; } // of codes
  std::size_t end() const { return undefined() + 3; }
};

/// Which place of a row means what, for one list of declarations and one number of months.
class Layout {
public:
  Layout(const std::vector<Outcome> &outcomes, const std::vector<Series> &series, int months);

  const Place &outcome(std::size_t outcome) const { return outcomes_[outcome]; }
  const Place &difference(std::size_t outcome) const { return differences_[outcome]; }
  /// The distribution of a series in a month. Its `undefined` place stays 0.
  Place series(std::size_t series, int month) const;

  /// Trajectories whose value of an outcome is so far out that the sum of squares holds a nearer one for it.
  std::size_t clamped(std::size_t outcome) const { return limits_ + outcome; }
  /// Trajectories whose value lies outside the bins, by half a code or more, and is counted in one at the
  /// end; the clamped are among them.
  std::size_t beyond(std::size_t outcome) const { return clamped(outcomes_.size()) + outcome; }
  /// Trajectories whose value of a series in a month lies outside its edges, and counts as at the nearer one.
  std::size_t series_clamped(std::size_t series, int month) const {
    return beyond(outcomes_.size()) + series * static_cast<std::size_t>(months_) +
           static_cast<std::size_t>(month);
  }
  std::size_t size() const { return series_clamped(series_.size(), 0); }
  int months() const { return months_; }

private:
  std::vector<Place> outcomes_;
  std::vector<Place> differences_;
  std::vector<Place> series_; // of month 0
  std::size_t limits_ = 0;    // where the distributions end, and the counts of what they cannot hold begin
  int months_;
};

/// A row of counts.
using Row = std::vector<std::int64_t>;

/// Fills in the differences of the reference condition from itself, which follow from what is counted of it.
void compare_with_itself(Row &row, const std::vector<Outcome> &outcomes, const Layout &layout);

/// False where a sum no longer fits, and the total is then of no use; for values between their edges that is
/// beyond 8e9 trajectories of one condition.
[[nodiscard]] bool add(Row &total, const Row &part);

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#include "engine/results/invariants.hpp"
#include "engine/model/kinds.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

namespace engine {

namespace {

/// The least and the greatest of something. Whole numbers up to 2^64 are exact in this type; greater ones
/// than any sum in a row need not be.
struct Range {
  long double least = 0;
  long double greatest = 0;
  bool holds(std::int64_t number) const {
    return static_cast<long double>(number) >= least && static_cast<long double>(number) <= greatest;
  }
};

/// How the codes of a distribution lie in its bins.
struct Codes {
  std::int64_t first;                            // the code where bin 0 begins
  std::int64_t a_bin;                            // codes of one bin
  std::int64_t lowest;                           // codes beyond the bins are counted in the end bins,
  std::int64_t highest;                          // but none lies beyond these
  std::int64_t farthest_squared = farthest_code; // and a code beyond this adds the square of it

  Range in(std::int64_t bin, std::int64_t bins) const {
    const std::int64_t low = first + bin * a_bin;
    const std::int64_t high = low + a_bin - 1;
    return {static_cast<long double>(bin == 0 ? std::min(low, lowest) : low),
            static_cast<long double>(bin == bins - 1 ? std::max(high, highest) : high)};
  }
};

/// How far from 0 the codes of an outcome may lie: where none is clamped their squares are exact, and where
/// none lies outside the bins those at the ends hold only codes of their own and the upper edge.
Codes codes_of(const Axis &axis, bool has_beyond, bool has_clamped) {
  const std::int64_t upper_edge = axis.codes_a_bin == 1 ? 0 : axis.bins * axis.codes_a_bin;
  if (!has_beyond) return {0, axis.codes_a_bin, 0, upper_edge};
  const std::int64_t farthest = has_clamped ? farthest_code : farthest_squared;
  return {0, axis.codes_a_bin, -farthest, farthest, farthest_squared};
}

Codes codes_of_differences(const Axis &axis) {
  return {-axis.bins / 2 * axis.codes_a_bin, axis.codes_a_bin, -2 * farthest_code, 2 * farthest_code,
          2 * farthest_squared};
}

/// A series keeps its codes within its bins.
Codes codes_of_series(const Axis &axis) { return {0, axis.codes_a_bin, 0, 0}; }

Range squares_of(const Range &codes) {
  const long double greatest = std::max(codes.least * codes.least, codes.greatest * codes.greatest);
  const bool has_zero = codes.least <= 0 && codes.greatest >= 0;
  return {has_zero ? 0 : std::min(codes.least * codes.least, codes.greatest * codes.greatest), greatest};
}

Range within(const Range &range, std::int64_t farthest) {
  const auto limit = static_cast<long double>(farthest);
  return {std::clamp(range.least, -limit, limit), std::clamp(range.greatest, -limit, limit)};
}

void add(Range &total, const Range &each, std::int64_t times) {
  total.least += each.least * static_cast<long double>(times);
  total.greatest += each.greatest * static_cast<long double>(times);
}

std::string of_counts(const Row &row, const Place &place, std::uint64_t trajectories) {
  std::uint64_t counted = 0;
  for (std::size_t i = place.first; i <= place.undefined(); ++i) {
    if (row[i] < 0) return fmt::format("counts {} trajectories in one place", row[i]);
    counted += static_cast<std::uint64_t>(row[i]);
  }
  if (counted != trajectories) return fmt::format("counts {} trajectories of {}", counted, trajectories);
  return {};
}

std::string of_sums(const Row &row, const Place &place, const Codes &codes) {
  Range sum;
  Range squares;
  for (std::int64_t bin = 0; bin < place.bins; ++bin) {
    const std::int64_t count = row[place.first + static_cast<std::size_t>(bin)];
    if (count == 0) continue;
    const Range here = codes.in(bin, place.bins);
    add(sum, here, count);
    add(squares, squares_of(within(here, codes.farthest_squared)), count);
  }
  if (!sum.holds(row[place.sum()]))
    return fmt::format("has a sum, {}, that its bins forbid", row[place.sum()]);
  if (!squares.holds(row[place.sum_of_squares()]))
    return fmt::format("has a sum of squares, {}, that its bins forbid", row[place.sum_of_squares()]);
  return {};
}

std::string of_distribution(const Row &row, const Place &place, std::uint64_t trajectories,
                            const Codes &codes) {
  const std::string counts = of_counts(row, place, trajectories);
  return counts.empty() ? of_sums(row, place, codes) : counts;
}

/// Only what is counted in the first or the last bin of a distribution can lie outside them all.
bool fits_ends(const Row &row, const Place &place, std::int64_t outside) {
  const std::size_t last = place.undefined() - 1;
  return outside >= 0 && (outside <= row[place.first] || outside - row[place.first] <= row[last]);
}

std::string of_limits(const Row &row, const Layout &layout, std::size_t outcome) {
  const std::int64_t clamped = row[layout.clamped(outcome)];
  const std::int64_t beyond = row[layout.beyond(outcome)];
  if (clamped < 0 || clamped > beyond)
    return fmt::format("counts {} clamped values where {} lie outside its bins", clamped, beyond);
  if (!fits_ends(row, layout.outcome(outcome), beyond))
    return fmt::format("counts {} values outside its bins, but fewer in those at the ends", beyond);
  return {};
}

std::string of_outcome(const Row &row, std::uint64_t trajectories, const Results &declared,
                       const Layout &layout, std::size_t index) {
  const Outcome &outcome = declared.outcomes[index];
  const Place &values = layout.outcome(index);
  const Place &differences = layout.difference(index);
  const Codes codes = codes_of(axis_of(outcome, declared.months), row[layout.beyond(index)] != 0,
                               row[layout.clamped(index)] != 0);
  std::string found = of_distribution(row, values, trajectories, codes);
  if (found.empty()) found = of_limits(row, layout, index);
  if (found.empty())
    found = values_of(outcome.kind) == Values::labels // pairs of labels have no sum
                ? of_counts(row, differences, trajectories)
                : of_distribution(row, differences, trajectories,
                                  codes_of_differences(difference_axis_of(outcome, declared.months)));
  return found.empty() ? found : fmt::format("{} {}", outcome.name, found);
}

std::string of_series(const Row &row, std::uint64_t trajectories, const Results &declared,
                      const Layout &layout, std::size_t index) {
  const Series &series = declared.series[index];
  for (int month = 0; month < layout.months(); ++month) {
    const Place place = layout.series(index, month);
    const std::int64_t clamped = row[layout.series_clamped(index, month)];
    std::string found = of_distribution(row, place, trajectories, codes_of_series(axis_of(series)));
    if (found.empty() && !fits_ends(row, place, clamped))
      found = fmt::format("counts {} clamped values, but fewer in the bins at the ends", clamped);
    if (!found.empty()) return fmt::format("{} {} in step {}", series.name, found, month);
  }
  return {};
}

} // namespace

std::string contradiction_in(const Row &row, std::uint64_t trajectories, const Results &declared) {
  const Layout layout = declared.layout();
  for (std::size_t index = 0; index < declared.outcomes.size(); ++index) {
    std::string found = of_outcome(row, trajectories, declared, layout, index);
    if (!found.empty()) return found;
  }
  for (std::size_t index = 0; index < declared.series.size(); ++index) {
    std::string found = of_series(row, trajectories, declared, layout, index);
    if (!found.empty()) return found;
  }
  return {};
}

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#pragma once

// One outcome in the rows of a layout: where its counts lie, and what they tell of it.

#include <array>
#include <cstddef>
#include <cstdint>

#include "engine/counting/statistics.hpp"
#include "engine/counting/tally.hpp"

namespace engine {

inline constexpr std::array<double, 5> summary_quantiles{0.05, 0.25, 0.5, 0.75, 0.95};

/// The outcome must outlive it.
class Lookup {
public:
  /// `place`: of the outcome in the layout.
  Lookup(const Outcome &outcome, const Layout &layout, std::size_t place);

  const Outcome &outcome() const { return outcome_; }
  std::int64_t clamped(const Row &row) const { return row[clamped_]; }
  std::int64_t beyond(const Row &row) const { return row[beyond_]; }

  Histogram values(const Row &row) const;
  Histogram differences(const Row &row, const Row &reference) const;

  /// Its share or mean; of a time the share that came to it within the months. Not of a categorical one.
  Estimate estimate(const Row &row) const;
  /// The same, but of a time the mean, with the number of months for "never".
  Estimate share_or_mean(const Row &row) const;
  /// At `summary_quantiles`; of a time NaN where it lies beyond the months, of shares NaN.
  std::array<double, 5> quantiles(const Row &row) const;
  /// From the reference, trajectory by trajectory. Not of a categorical one.
  Estimate difference(const Row &row, const Row &reference) const;

private:
  const Outcome &outcome_;
  int months_;
  Place place_;
  Place difference_;
  std::size_t clamped_;
  std::size_t beyond_;
};

} // namespace engine

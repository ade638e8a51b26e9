// SPDX-License-Identifier: Apache-2.0
#pragma once

// What counts say: shares, means and quantiles, each with its sampling error.

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/counting/share.hpp"
#include "engine/counting/tally.hpp"

namespace engine {

/// A value and its interval, of 95 % unless another normal quantile was asked for.
struct Estimate {
  double value;
  double low;
  double high;
};

/// A share of successes among trials, with the interval of Wilson (1927): it stays within [0, 1] and has a
/// width even if no trial, or every trial, succeeds. NaN without trials.
Estimate share_of(std::int64_t successes, std::int64_t trials, double z = normal_95);

/// About how many trials a share would need for a half-width of its 95 % interval, when so many have reached
/// another one: rounded up to two digits.
double trials_needed(double half_width, double reached, std::uint64_t trials);

/// How much more often something happens here than in the reference, among `pairs` of trajectories of
/// which `gained` have it only here and `lost` only there. The interval is that of Agresti and Min
/// (2005), which adds half a pair to each cell of the table and so has a width even if no pair differs.
/// NaN without pairs.
Estimate paired_difference_of_shares(std::int64_t gained, std::int64_t lost, std::int64_t pairs,
                                     double z = normal_95);

/// One distribution of a row, read in the units of what was measured. A view: the row must outlive it.
class Histogram {
public:
  /// Of an outcome, or of a series in a month. Where squares of values are clamped there is no deviation.
  static Histogram of_values(const Axis &axis, const Place &place, const Row &row, bool is_clamped = false);
  /// Of a difference: its sums are counted from no difference, its bins from the lowest one.
  static Histogram of_differences(const Axis &axis, const Place &place, const Row &row,
                                  bool is_clamped = false);

  std::int64_t count(std::int64_t bin) const { return bins_[static_cast<std::size_t>(bin)]; }
  std::int64_t bins() const { return axis_.bins; }
  std::int64_t defined() const { return defined_; } // trajectories in bins
  std::int64_t undefined() const { return undefined_; }

  /// Of the values themselves, not of their bins; NaN where nothing, or for the deviation one value, is
  /// defined.
  double mean() const;
  double standard_deviation() const; // of a trajectory, with n - 1
  double standard_error() const;     // of the mean
  Estimate mean_with_interval(double z = normal_95) const;

  /// The least value that at least a share `p` of the values does not exceed: exact for whole numbers,
  /// interpolated within the bins of others. NaN if nothing is defined.
  double quantile(double p) const;
  /// Whether a quantile lies in the first or the last bin, which hold what lies outside them all as well.
  bool is_at_end(double quantile) const;

private:
  Histogram(const Axis &axis, double sums_from, const Place &place, const Row &row, bool is_clamped);
  double value_within(std::int64_t bin, double below, double wanted) const;

  Axis axis_;
  double sums_from_; // the value whose code counts as 0 in the sums
  std::span<const std::int64_t> bins_;
  std::int64_t defined_;
  std::int64_t undefined_;
  std::int64_t sum_;
  std::int64_t sum_of_squares_;
  bool is_clamped_;
};

/// The mean paired difference of an outcome from the reference, from the histogram of its differences;
/// of a binary outcome the difference of its shares. Not for categorical outcomes.
Estimate paired_difference(Kind kind, const Histogram &differences, double z = normal_95);

} // namespace engine

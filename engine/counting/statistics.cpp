// SPDX-License-Identifier: Apache-2.0
#include "engine/counting/statistics.hpp"
#include "engine/model/kinds.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace engine {

namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

Estimate around(double centre, double half_width, double value) {
  return {value, centre - half_width, centre + half_width};
}

} // namespace

Estimate share_of(std::int64_t successes, std::int64_t trials, double z) {
  if (trials <= 0) return {nothing, nothing, nothing};
  const auto n = static_cast<double>(trials);
  const double share = static_cast<double>(successes) / n;
  Estimate estimate = around(wilson_centre(share, n, z), wilson_half_width(share * (1 - share), n, z), share);
  // At the ends the interval touches 0 or 1, but for rounding.
  estimate.low = successes == 0 ? 0.0 : estimate.low;
  estimate.high = successes == trials ? 1.0 : estimate.high;
  return estimate;
}

double trials_needed(double half_width, double reached, std::uint64_t trials) {
  constexpr double squared = normal_95 * normal_95;
  const auto n = static_cast<double>(trials);
  // The share and its variance, from Wilson's interval; that interval again for other numbers of trials.
  const double root = reached * (1 + squared / n) / normal_95;
  const double share = (1 - std::sqrt(std::max(1 - 4 * (root * root * n - squared / (4 * n)), 0.0))) / 2;
  const double centre = wilson_centre(share, n); // no share of few trials is 0
  const double variance = centre * (1 - centre);
  const auto is_enough = [&](double m) { return wilson_half_width(variance, m) <= half_width; };
  double needed = n;
  while (!is_enough(needed)) needed *= 1.001;
  const double digit = std::pow(10.0, std::floor(std::log10(needed)) - 1);
  return std::ceil(needed / digit) * digit;
}

Estimate paired_difference_of_shares(std::int64_t gained, std::int64_t lost, std::int64_t pairs, double z) {
  if (pairs <= 0) return {nothing, nothing, nothing};
  const auto n = static_cast<double>(pairs) + 2; // with half a pair more in each of four cells
  const auto net = static_cast<double>(gained - lost);
  const auto changed = static_cast<double>(gained + lost) + 1;
  const double standard_error = std::sqrt(changed - net * net / n) / n;
  const Estimate estimate = around(net / n, z * standard_error, net / static_cast<double>(pairs));
  return {estimate.value, std::max(estimate.low, -1.0), std::min(estimate.high, 1.0)};
}

Histogram::Histogram(const Axis &axis, double sums_from, const Place &place, const Row &row, bool is_clamped)
    : axis_(axis), sums_from_(sums_from),
      bins_(row.data() + place.first, static_cast<std::size_t>(place.bins)),
      defined_(std::accumulate(bins_.begin(), bins_.end(), std::int64_t{0})),
      undefined_(row[place.undefined()]), sum_(row[place.sum()]),
      sum_of_squares_(row[place.sum_of_squares()]), is_clamped_(is_clamped) {}

Histogram Histogram::of_values(const Axis &axis, const Place &place, const Row &row, bool is_clamped) {
  return {axis, axis.origin, place, row, is_clamped};
}

Histogram Histogram::of_differences(const Axis &axis, const Place &place, const Row &row, bool is_clamped) {
  return {axis, 0.0, place, row, is_clamped};
}

double Histogram::mean() const {
  if (defined_ == 0) return nothing;
  return sums_from_ + axis_.quantum * (static_cast<double>(sum_) / static_cast<double>(defined_));
}

double Histogram::standard_deviation() const {
  if (defined_ < 2 || is_clamped_) return nothing;
  // The two terms may agree in many digits: long double keeps what remains.
  const auto n = static_cast<long double>(defined_);
  const auto sum = static_cast<long double>(sum_);
  const long double squares = static_cast<long double>(sum_of_squares_) - sum * sum / n;
  return axis_.quantum * static_cast<double>(std::sqrt(std::max(squares, 0.0L) / (n - 1)));
}

double Histogram::standard_error() const {
  return standard_deviation() / std::sqrt(static_cast<double>(defined_));
}

Estimate Histogram::mean_with_interval(double z) const {
  return around(mean(), z * standard_error(), mean());
}

double Histogram::value_within(std::int64_t bin, double below, double wanted) const {
  if (axis_.codes_a_bin == 1) return axis_.lower_edge(bin);
  const double width = axis_.lower_edge(bin + 1) - axis_.lower_edge(bin);
  return axis_.lower_edge(bin) +
         width * std::clamp((wanted - below) / static_cast<double>(count(bin)), 0.0, 1.0);
}

double Histogram::quantile(double p) const {
  constexpr double rounding = 1e-12; // 0.05 * 100 is a little more than 5
  const double wanted = p * static_cast<double>(defined_) * (1 - rounding);
  double below = 0;
  for (std::int64_t bin = 0; bin < bins(); ++bin) {
    const auto here = static_cast<double>(count(bin));
    if (here > 0 && below + here >= wanted) return value_within(bin, below, wanted);
    below += here;
  }
  return nothing;
}

bool Histogram::is_at_end(double quantile) const {
  return quantile <= axis_.lower_edge(axis_.codes_a_bin == 1 ? 0 : 1) ||
         quantile >= axis_.lower_edge(bins() - 1);
}

Estimate paired_difference(Kind kind, const Histogram &differences, double z) {
  if (told_of(kind) != Told::share) return differences.mean_with_interval(z);
  return paired_difference_of_shares(differences.count(2), differences.count(0), differences.defined(), z);
}

} // namespace engine

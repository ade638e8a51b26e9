// SPDX-License-Identifier: Apache-2.0
#include "engine/counting/lookup.hpp"

#include <algorithm>
#include <limits>

#include "engine/model/kinds.hpp"

namespace engine {

Lookup::Lookup(const Outcome &outcome, const Layout &layout, std::size_t place)
    : outcome_(outcome), months_(layout.months()), place_(layout.outcome(place)),
      difference_(layout.difference(place)), clamped_(layout.clamped(place)), beyond_(layout.beyond(place)) {}

Histogram Lookup::values(const Row &row) const {
  return Histogram::of_values(axis_of(outcome_, months_), place_, row, clamped(row) > 0);
}

Histogram Lookup::differences(const Row &row, const Row &reference) const {
  return Histogram::of_differences(difference_axis_of(outcome_, months_), difference_, row,
                                   clamped(row) > 0 || clamped(reference) > 0);
}

Estimate Lookup::share_or_mean(const Row &row) const {
  const Histogram histogram = values(row);
  if (told_of(outcome_.kind) == Told::share) return share_of(histogram.count(1), histogram.defined());
  return histogram.mean_with_interval();
}

Estimate Lookup::estimate(const Row &row) const {
  if (told_of(outcome_.kind) != Told::share_by_the_end) return share_or_mean(row);
  const Histogram histogram = values(row);
  return share_of(histogram.defined() - histogram.count(months_), histogram.defined());
}

std::array<double, 5> Lookup::quantiles(const Row &row) const {
  constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
  std::array<double, 5> found{};
  found.fill(nothing);
  const Told told = told_of(outcome_.kind);
  if (told != Told::mean && told != Told::share_by_the_end) return found;
  const Histogram histogram = values(row);
  const double end = told == Told::mean ? std::numeric_limits<double>::infinity() : months_;
  std::transform(summary_quantiles.begin(), summary_quantiles.end(), found.begin(), [&](double p) {
    const double value = histogram.quantile(p);
    return value < end ? value : nothing;
  });
  return found;
}

Estimate Lookup::difference(const Row &row, const Row &reference) const {
  return paired_difference(outcome_.kind, differences(row, reference));
}

} // namespace engine

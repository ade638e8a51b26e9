// SPDX-License-Identifier: Apache-2.0
#include "engine/sensitivity/bootstrap.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/designs/choices.hpp"

namespace engine {

namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

} // namespace

Counts resample(std::size_t rows, std::uint64_t seed, std::uint32_t number) {
  Choices choices(seed, Purpose::bootstrap, number);
  Counts counts(rows);
  for (std::size_t drawn = 0; drawn < rows; ++drawn)
    ++counts[choices.below(static_cast<std::uint32_t>(rows))];
  return counts;
}

double percentile(std::vector<double> values, double p) {
  if (values.empty()) return nothing;
  const double place = p * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::ptrdiff_t>(place);
  const auto at = values.begin() + below;
  std::nth_element(values.begin(), at, values.end());
  const auto next = at + 1 == values.end() ? at : std::min_element(at + 1, values.end());
  return std::lerp(*at, *next, place - static_cast<double>(below));
}

std::vector<Index> with_intervals(std::size_t rows, int resamples, std::uint64_t seed,
                                  const std::function<std::vector<double>(const Counts &)> &estimate) {
  const std::vector<double> values = estimate(Counts(rows, 1));
  std::vector<std::vector<double>> found(values.size()); // [value][resample in which it is defined]
  for (int number = 0; number < resamples; ++number) {
    const auto again = estimate(resample(rows, seed, static_cast<std::uint32_t>(number)));
    for (std::size_t i = 0; i < values.size(); ++i)
      if (!std::isnan(again[i]) && !std::isnan(values[i])) found[i].push_back(again[i]);
  }
  std::vector<Index> indices;
  for (std::size_t i = 0; i < values.size(); ++i)
    indices.push_back({values[i], percentile(found[i], 0.025), percentile(found[i], 0.975)});
  return indices;
}

} // namespace engine

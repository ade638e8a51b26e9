// SPDX-License-Identifier: Apache-2.0
#include "engine/sensitivity/indices.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

#include <fmt/format.h>

namespace engine {

namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

double mean_of(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double squares_about(double centre, std::span<const double> values) {
  const auto add = [&](double sum, double value) { return sum + (value - centre) * (value - centre); };
  return std::accumulate(values.begin(), values.end(), 0.0, add);
}

/// In standard deviations from the mean: products of values far from 0 would lose their digits.
std::vector<double> normalised(std::span<const double> values) {
  const double mean = mean_of(values);
  const double deviation = std::sqrt(squares_about(mean, values) / static_cast<double>(values.size()));
  std::vector<double> result;
  for (const double value : values) result.push_back((value - mean) / deviation);
  return result;
}

/// What the estimators average over base rows, worked out once: a resample then adds up rows of this table.
class SaltelliTerms {
public:
  SaltelliTerms(std::span<const double> values, std::size_t factors, bool second_order)
      : factors_(factors), second_order_(second_order) {
    const std::size_t block = (second_order ? 2 : 1) * factors + 2;
    for (std::size_t first = 0; first < values.size(); first += block) add_row(values.subspan(first, block));
    columns_ = terms_.size() / rows();
  }

  std::size_t rows() const { return rows_; }

  /// First and total indices and, if wanted, the second: one after the other, from these rows.
  std::vector<double> indices(const Counts &counts) const {
    const std::vector<double> means = means_of_columns(counts);
    const double variance = means[1] - means[0] * means[0];
    constexpr double rounding = 1e-12; // less of the mean square is none
    std::vector<double> result(columns_ - 2, nothing);
    if (!(variance > rounding * means[1])) return result;
    std::transform(means.begin() + 2, means.end(), result.begin(),
                   [&](double mean) { return mean / variance; });
    auto second = result.begin() + static_cast<std::ptrdiff_t>(2 * factors_);
    for (std::size_t j = 0; second_order_ && j < factors_; ++j)
      for (std::size_t k = j + 1; k < factors_; ++k) *second++ -= result[j] + result[k];
    return result;
  }

private:
  /// Of one base row: A, AB of each factor, BA of each factor, B.
  void add_row(std::span<const double> row) {
    const double a = row.front();
    const double b = row.back();
    const auto ab = row.subspan(1, factors_);
    terms_.insert(terms_.end(), {(a + b) / 2, (a * a + b * b) / 2});
    for (const double value : ab) terms_.push_back(b * (value - a));
    for (const double value : ab) terms_.push_back((a - value) * (a - value) / 2);
    for (std::size_t j = 0; second_order_ && j < factors_; ++j)
      for (std::size_t k = j + 1; k < factors_; ++k) terms_.push_back(row[1 + factors_ + j] * ab[k] - a * b);
    ++rows_;
  }

  std::vector<double> means_of_columns(const Counts &counts) const {
    std::vector<double> means(columns_);
    for (std::size_t row = 0; row < rows(); ++row) {
      if (counts[row] == 0) continue;
      const auto weight = static_cast<double>(counts[row]);
      const double *terms = terms_.data() + row * columns_;
      for (std::size_t column = 0; column < columns_; ++column) means[column] += weight * terms[column];
    }
    for (double &mean : means) mean /= static_cast<double>(rows());
    return means;
  }

  std::size_t factors_;
  bool second_order_;
  std::size_t rows_ = 0;
  std::size_t columns_ = 0;
  std::vector<double> terms_; // [row][A and B, their squares, first ..., total ..., second ...]
};

/// The place of the only factor in which two neighbouring points differ.
std::size_t moved_factor(const UnitDesign &design, std::size_t point) {
  std::vector<std::size_t> moved;
  for (std::size_t factor = 0; factor < design.factors; ++factor)
    if (design.at(point, factor) != design.at(point + 1, factor)) moved.push_back(factor);
  if (moved.size() != 1) {
    throw std::invalid_argument(
        fmt::format("{} factors move from point {} to the next, not one", moved.size(), point));
  }
  return moved.front();
}

/// [factor][path]
std::vector<std::vector<double>> effects_of(const UnitDesign &design, std::span<const double> values) {
  std::vector<std::vector<double>> effects(design.factors);
  const std::size_t length = design.factors + 1;
  for (std::size_t point = 0; point + 1 < design.points; ++point) {
    if ((point + 1) % length == 0) continue; // the next one begins another path
    const std::size_t factor = moved_factor(design, point);
    if (effects[factor].size() != point / length)
      throw std::invalid_argument(
          fmt::format("factor {} moves twice on the path of point {}", factor, point));
    const double step = design.at(point + 1, factor) - design.at(point, factor);
    effects[factor].push_back((values[point + 1] - values[point]) / step);
  }
  return effects;
}

/// Mean, mean of magnitudes and standard deviation of one factor's effects, each taken so often.
std::vector<double> moments(const std::vector<double> &effects, const Counts &counts) {
  const auto paths = static_cast<double>(effects.size());
  double sum = 0;
  double magnitudes = 0;
  for (std::size_t path = 0; path < effects.size(); ++path) {
    sum += counts[path] * effects[path];
    magnitudes += counts[path] * std::abs(effects[path]);
  }
  const double mean = sum / paths;
  double squares = 0;
  for (std::size_t path = 0; path < effects.size(); ++path)
    squares += counts[path] * (effects[path] - mean) * (effects[path] - mean);
  return {mean, magnitudes / paths, paths > 1 ? std::sqrt(squares / (paths - 1)) : nothing};
}

void check_resamples(int resamples) {
  if (resamples < 0) throw std::invalid_argument(fmt::format("there are no {} resamples", resamples));
}

} // namespace

SobolIndices sobol_indices(std::span<const double> values, std::size_t factors, bool second_order,
                           int resamples, std::uint64_t seed) {
  check_resamples(resamples);
  if (factors == 0 || values.empty() || values.size() % ((second_order ? 2 : 1) * factors + 2) != 0) {
    throw std::invalid_argument(
        fmt::format("{} values are not those of a Saltelli design of {} factors", values.size(), factors));
  }
  const SaltelliTerms terms(normalised(values), factors, second_order);
  const auto indices = with_intervals(terms.rows(), resamples, seed,
                                      [&](const Counts &counts) { return terms.indices(counts); });
  const auto first = indices.begin();
  const auto total = first + static_cast<std::ptrdiff_t>(factors);
  const auto second = total + static_cast<std::ptrdiff_t>(factors);
  return {{first, total}, {total, second}, {second, indices.end()}};
}

ElementaryEffects elementary_effects(const UnitDesign &design, std::span<const double> values, int resamples,
                                     std::uint64_t seed) {
  check_resamples(resamples);
  const std::size_t length = design.factors + 1;
  if (design.points == 0 || design.points % length != 0 || values.size() != design.points) {
    throw std::invalid_argument(fmt::format("{} values at {} points are not those of paths over {} factors",
                                            values.size(), design.points, design.factors));
  }
  ElementaryEffects result;
  for (const std::vector<double> &effects : effects_of(design, values)) {
    const auto indices = with_intervals(effects.size(), resamples, seed,
                                        [&](const Counts &counts) { return moments(effects, counts); });
    result.mean.push_back(indices[0]);
    result.mean_absolute.push_back(indices[1]);
    result.deviation.push_back(indices[2]);
  }
  return result;
}

VarianceShares variance_shares(std::span<const double> means, std::span<const double> variances,
                               std::span<const std::uint64_t> trajectories) {
  if (means.empty() || variances.size() != means.size() || trajectories.size() != means.size())
    throw std::invalid_argument("points need a mean, a variance and a number of trajectories each");
  const auto points = static_cast<double>(means.size());
  const double mean = mean_of(means);
  double noise = 0;
  for (std::size_t point = 0; point < means.size(); ++point)
    noise += variances[point] / static_cast<double>(trajectories[point]);
  const double between = points > 1 ? squares_about(mean, means) / (points - 1) : nothing;
  return {mean, between, mean_of(variances), noise / points};
}

} // namespace engine

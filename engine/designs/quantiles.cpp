#include "engine/designs/quantiles.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include <boost/math/distributions/normal.hpp>
#include <fmt/format.h>

namespace engine {

namespace {

double standard_normal_quantile(double probability) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (probability == 0.0) return -infinity; // where Boost would throw
  if (probability == 1.0) return infinity;
  return boost::math::quantile(boost::math::normal(), probability);
}

double log_uniform_quantile(double low, double high, double probability) {
  const double value = std::exp(std::lerp(std::log(low), std::log(high), probability));
  return std::clamp(value, low, high); // rounding may leave the ends
}

double triangular_quantile(double low, double mode, double high, double probability) {
  const double width = high - low;
  if (probability * width < mode - low) return low + std::sqrt(probability * width * (mode - low));
  return high - std::sqrt((1.0 - probability) * width * (high - mode));
}

/// The comparisons are the kernel's, so that a place belongs to the same value there and here.
double equally_likely_quantile(const std::vector<double> &values, double probability) {
  const auto count = static_cast<double>(values.size());
  std::size_t place = 0;
  while (place + 1 < values.size() && probability >= static_cast<double>(place + 1) / count) ++place;
  return values[place];
}

double unbounded_quantile(const Distribution &distribution, double probability) {
  const std::vector<double> &numbers = distribution.numbers;
  switch (distribution.law) {
  case Drawn::Law::uniform:
    return std::lerp(numbers[0], numbers[1], probability);
  case Drawn::Law::log_uniform:
    return log_uniform_quantile(numbers[0], numbers[1], probability);
  case Drawn::Law::normal:
    return numbers[0] + numbers[1] * standard_normal_quantile(probability);
  case Drawn::Law::log_normal:
    return numbers[0] * std::exp(numbers[1] * standard_normal_quantile(probability));
  case Drawn::Law::triangular:
    return triangular_quantile(numbers[0], numbers[1], numbers[2], probability);
  case Drawn::Law::equally_likely:
    break;
  }
  return equally_likely_quantile(numbers, probability);
}

} // namespace

double quantile(const Distribution &distribution, const Bounds &bounds, double probability) {
  if (!(probability >= 0.0 && probability <= 1.0))
    throw std::invalid_argument(fmt::format("a probability is between 0 and 1, not {}", probability));
  return std::clamp(unbounded_quantile(distribution, probability), bounds.lowest, bounds.highest);
}

} // namespace engine

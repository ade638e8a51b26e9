// SPDX-License-Identifier: Apache-2.0
#include "engine/designs/quantiles.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "engine/model/laws.hpp"

namespace engine {

double quantile(const Distribution &distribution, const Bounds &bounds, double probability) {
  if (!(probability >= 0.0 && probability <= 1.0))
    throw std::invalid_argument(fmt::format("a probability is between 0 and 1, not {}", probability));
  const double value = with_law(
      distribution.law, [&](auto law) { return decltype(law)::quantile(distribution.numbers, probability); });
  return std::clamp(value, bounds.lowest, bounds.highest);
}

} // namespace engine

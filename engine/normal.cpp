// SPDX-License-Identifier: Apache-2.0
#include "engine/normal.hpp"

#include <limits>

#include <boost/math/distributions/normal.hpp>

namespace engine {

double standard_normal_quantile(double probability) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (probability == 0.0) return -infinity; // where Boost would throw
  if (probability == 1.0) return infinity;
  return boost::math::quantile(boost::math::normal(), probability);
}

} // namespace engine

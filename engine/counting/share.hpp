// SPDX-License-Identifier: Apache-2.0
#pragma once

// The interval of a share of trajectories (Wilson 1927): it stays within [0, 1] and has a width even if no
// trial, or every trial, succeeds.

#include <cmath>
#include <cstdint>
#include <limits>

namespace engine {

/// The standard normal quantile that leaves 2.5 % on either side.
inline constexpr double normal_95 = 1.959963984540054;

/// Half of its width, for trials whose share has this variance.
inline double wilson_half_width(double variance, double trials, double z = normal_95) {
  return z / (1 + z * z / trials) * std::sqrt(variance / trials + z * z / (4 * trials * trials));
}

/// Its middle.
inline double wilson_centre(double share, double trials, double z = normal_95) {
  return (share + z * z / (2 * trials)) / (1 + z * z / trials);
}

/// Half of the 95 % interval of a share of `successes` among `trials`; infinite without trials.
inline double half_width_of_share(std::int64_t successes, std::uint64_t trials) {
  if (trials == 0) return std::numeric_limits<double>::infinity();
  const auto n = static_cast<double>(trials);
  const double share = static_cast<double>(successes) / n;
  return wilson_half_width(share * (1 - share), n);
}

} // namespace engine

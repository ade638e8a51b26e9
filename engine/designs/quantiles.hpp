// SPDX-License-Identifier: Apache-2.0
#pragma once

// From places in the unit interval to values of a parameter.

#include "engine/conditions/laws.hpp"

namespace engine {

/// The value that the law stays below with this probability, in [0, 1]; of equally likely values the one
/// whose part of the unit interval holds it, as the kernel draws them. A value beyond the bounds is moved to
/// the nearer end. At probabilities 0 and 1, normal and log-normal laws give the end of the bounds or of the
/// law: of a normal law without bounds, infinity. Throws std::invalid_argument if `probability` is none.
double quantile(const Distribution &distribution, const Bounds &bounds, double probability);

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#pragma once

// What holds of every row of counts, whatever was counted: a row of which it does not hold is damaged.

#include <cstdint>
#include <string>

#include "engine/results/results.hpp"

namespace engine {

/// Every trajectory is counted once in each distribution, nothing is negative, and sums are such as the bins
/// allow. What first contradicts it, as "summit_held counts 1256 trajectories of 1000"; empty if nothing
/// does. Only the declarations and months of `declared` are looked at; the row has its layout.
std::string contradiction_in(const Row &row, std::uint64_t trajectories, const Results &declared);

} // namespace engine

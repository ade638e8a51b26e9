// SPDX-License-Identifier: Apache-2.0
#pragma once

// The model as a textbook would have it: the same text on one double, with std::exp and std::mt19937_64.

#include "engine/model/scenario.hpp"

namespace benchmarks {

/// Simulates a block of the peninsula and leaves its outcomes on the tape. Draws follow one another, so
/// trajectories are not those of the engine.
void simulate_by_the_textbook(const engine::Scenario &scenario, const engine::Block &block,
                              const engine::Tape &tape);

} // namespace benchmarks

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "agents/tribute/ring.hpp"

namespace tribute {

/// The sources of chance in a year: of each four uniforms the first is for the first activation, and so on.
enum Stream : std::uint32_t { who_is_active = 1, random_targets, coins };
inline constexpr std::uint32_t stream_count = coins;

/// The most activations in a year: one for each uniform of a stream.
inline constexpr int most_activations = 4;

/// The sources of chance before the first year: four actors' wealth from each of the first, four commitments
/// from each of the others.
enum OpeningStream : std::uint32_t { first_of_wealth = 0, first_of_commitment = (actors + 3) / 4 };

} // namespace tribute

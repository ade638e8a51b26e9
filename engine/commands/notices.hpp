// SPDX-License-Identifier: Apache-2.0
#pragma once

// What the conditions of a run ask for and do not get, told before it starts.

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/conditions/condition.hpp"

namespace engine {

/// Says what --set replaced of each condition, and what of its timeline lies outside its months.
void tell_what_is_not_kept(const Model &model, const std::vector<Condition> &conditions);

/// What all conditions of a run share. None: the command line, or a sweep, has asked for it over all of them.
struct Shared {
  std::optional<std::uint64_t> seed;
  std::optional<std::uint64_t> trajectories;
};

/// Says which conditions ask for another seed, or another number of trajectories.
void tell_what_is_shared(const std::vector<Condition> &conditions, const Shared &shared);

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "engine/conditions/condition.hpp"
#include "engine/model/chronicle.hpp"
#include "engine/model/model.hpp"

namespace engine {

/// Runs one trajectory again, with everything that was decided. `per_state`: as of a plan.
struct Retelling {
  Chronicle chronicle;
  std::vector<float> outcomes;       // one an outcome of the model; NaN: undefined
  std::vector<std::uint16_t> series; // [series][month], coded as their axes say
};
Retelling retell(const Model &model, const Condition &condition, std::uint64_t seed, std::uint64_t trajectory,
                 std::uint64_t per_state = 1);

} // namespace engine

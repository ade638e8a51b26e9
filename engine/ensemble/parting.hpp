// SPDX-License-Identifier: Apache-2.0
#pragma once

// Where two histories with the same chance, told of two conditions, first part.

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "engine/conditions/condition.hpp"
#include "engine/model/chronicle.hpp"
#include "engine/model/model.hpp"

namespace engine {

/// The first decision that falls otherwise, or the first chance that comes true in one history alone.
struct Parting {
  int month = 0;
  std::string agent;
  std::string subject;                 // the decision, or the event
  std::array<std::string, 2> taken;    // in each history: an option; of a chance "happens" or "does not"
  std::array<double, 2> probability{}; // in each history: of what the first one took
  std::array<double, 2> utility{};     // likewise; NaN of a chance
};

/// Nothing where all that both tell falls alike. What one of them alone tells parts them only where it is a
/// chance that came true: a menu or a chance that is not open is no event.
std::optional<Parting> parting(const Chronicle &one, const Chronicle &other);

/// The same of one trajectory under two conditions of one model. `per_state`: as of a plan.
std::optional<Parting> parting(const Model &model, const Condition &one, const Condition &other,
                               std::uint64_t seed, std::uint64_t trajectory, std::uint64_t per_state);

} // namespace engine

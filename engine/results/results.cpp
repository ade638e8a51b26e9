// SPDX-License-Identifier: Apache-2.0
#include "engine/results/results.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "engine/errors.hpp"

namespace engine {

std::optional<std::size_t> Results::successes_of_until() const {
  if (!until) return std::nullopt;
  const auto found = std::find_if(outcomes.begin(), outcomes.end(),
                                  [this](const Outcome &outcome) { return outcome.name == until->outcome; });
  if (found == outcomes.end())
    throw InputError(fmt::format("a precision is asked of '{}', which is no outcome here", until->outcome));
  return layout().outcome(static_cast<std::size_t>(found - outcomes.begin())).first + 1;
}

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#pragma once

// Comparisons as people write them: "tosses >= 2 and coin == heads".

#include <optional>
#include <string>
#include <vector>

#include "engine/model/scenario.hpp"

namespace engine {

/// A quantity and, unless it stands alone, what it is compared with.
struct Comparison {
  std::string name;
  std::optional<Relation> relation;
  std::string value;
};

/// All of them, which "and" joins.
std::vector<Comparison> comparisons_of(const std::string &text);

bool holds(Relation relation, double value, double bound);

} // namespace engine

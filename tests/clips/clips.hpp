// SPDX-License-Identifier: Apache-2.0
#pragma once

// How often the bounds of the model's states do the work of its equations.

#include <cstdint>
#include <string>
#include <vector>

#include "engine/conditions/condition.hpp"

namespace clips {

/// One place of the model's text that keeps a quantity within bounds.
struct Clip {
  std::string quantity;    // "discontent"
  std::string place;       // "agents/peninsula/north_korea/economy.hpp:59"
  double below;            // shares of the months in which the lower bound was needed, ...
  double above;            // ... the upper one,
  std::uint64_t undefined; // and how often there was no number at all
  double share() const { return below + above; }
};

struct Audit {
  std::vector<Clip> safeguards;  // bounds that no equation asks for, the one needed most first
  std::vector<Clip> saturations; // the smaller of two things, where an equation says so; likewise
};

/// Runs the condition and tells of every bound in the model's text.
Audit audit(const engine::Condition &condition, std::uint64_t seed, std::uint64_t trajectories);

} // namespace clips

// SPDX-License-Identifier: Apache-2.0
#pragma once

// Ten actors on a line closed into a ring (rule 1), seen from one of them: whoever is active stands at place
// 0, its right-hand neighbour at place 1, its left-hand neighbour at place 9. So the rules can speak of
// places, though another actor is active in every lane.

#include <array>

#include "engine/lanes/lanes.hpp"

namespace tribute {

using engine::Constant;
using engine::Truth;

/// How many there are is known when the model is compiled: places are the indices of its arrays.
inline constexpr int actors = 10;

template <class Entry> using Ring = std::array<Entry, actors>;

/// The place so many steps to the right of place 0; to the left if negative.
constexpr int place(int steps) { return (steps % actors + actors) % actors; }

/// The sum over the ring, from place 0 on.
template <class Real> Real sum(const Ring<Real> &ring) {
  Real total = ring[0];
  for (int k = 1; k < actors; ++k) total += ring[k];
  return total;
}

} // namespace tribute

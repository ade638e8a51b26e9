// SPDX-License-Identifier: Apache-2.0
#pragma once

// The limit: the random draws and the exponentials of a model, and nothing else, on the same lanes, one
// register of them at a time, and with the same flags.

#include <cstdint>

namespace benchmarks {

/// What a model asks for in one step of a trajectory.
struct Needs {
  int steps;             // of a trajectory
  std::uint32_t streams; // blocks of four uniforms
  int radii;             // roots of logarithms: one for each normal, or for each pair of them
  int normals;           // cosines of an angle, one for each
  int exponentials;      // one for each option of a choice, and those of the equations
};

/// Draws and evaluates for `count` trajectories from `first` on; returns something that depends on all of it.
/// Compiled once for each number of lanes, as the kernels are.
template <int lanes> float limit(const Needs &needs, std::uint64_t seed, std::uint64_t first, int count);

/// The same with two registers side by side, as models run: shorter, since one's work fills the other's
/// waiting.
template <int lanes>
float limit_side_by_side(const Needs &needs, std::uint64_t seed, std::uint64_t first, int count);

} // namespace benchmarks

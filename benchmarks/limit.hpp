#pragma once

// The limit: the random draws and the exponentials of a model, and nothing else, on the same lanes and
// with the same flags.

#include <cstdint>

namespace benchmarks {

/// What a model needs of one trajectory, month by month.
struct Needs {
  int months;
  std::uint32_t streams; // blocks of four uniforms a month
  int exponentials;      // a month
};

/// Draws and evaluates for `count` trajectories from `first` on; returns something that depends on all of it.
/// Compiled once for each number of lanes, as the kernels are.
template <int lanes> float limit(const Needs &needs, std::uint64_t seed, std::uint64_t first, int count);

} // namespace benchmarks

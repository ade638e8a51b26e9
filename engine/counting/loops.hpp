// SPDX-License-Identifier: Apache-2.0
#pragma once

// The loops that count a block. They are compiled once for each instruction set, as kernels are.

#include <cstdint>

namespace engine {

/// Marks the code of a value that is undefined.
inline constexpr std::int32_t undefined_code = INT32_MIN;

/// Where a code is counted. A distribution is a row of places: its bins, then how often the value was
/// undefined, the sum of the codes and the sum of their squares.
struct Bins {
  std::int64_t count;
  std::int64_t origin;   // added to a code before its bin is looked up
  int shift;             // codes a bin, as a power of 2
  std::int64_t last;     // codes above it, and below 0, are beyond the bins
  std::int64_t farthest; // a code farther from 0 adds the square of this one
  bool has_sums;
};

struct CountingLoops {
  /// Turns values into codes, as Axis::code does; NaN becomes `undefined_code`. Returns how many are too far
  /// out for their squares.
  std::int64_t (*encode)(const float *values, int count, double origin, double quantum, std::int32_t *codes);
  /// Adds to a distribution. Returns how many codes are beyond the bins.
  std::int64_t (*count)(const std::int32_t *codes, int count, const Bins &bins, std::int64_t *distribution);
  /// The same of code - reference code; or, for pairs of `labels`, of reference code * labels + code.
  void (*count_differences)(const std::int32_t *codes, const std::int32_t *reference, std::int64_t labels,
                            int count, const Bins &bins, std::int64_t *distribution);
  /// Adds the codes of a series in one month to its bins, and to their sum and the sum of their squares. None
  /// is beyond the bins or undefined.
  void (*count_series)(const std::uint16_t *codes, int count, const Bins &bins, std::uint16_t *recent,
                       std::int64_t *sums);
};

/// The loops for registers of so many lanes. The build compiles each for an instruction set of its own.
template <int lanes> const CountingLoops &counting_loops();

} // namespace engine

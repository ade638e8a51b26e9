// SPDX-License-Identifier: Apache-2.0
#pragma once

// Experimental designs in the unit cube: where to look, whatever the factors mean. Every design is a function
// of its arguments alone, with the same bits on every platform. All of them throw std::invalid_argument if
// the size makes no sense: no point, no factor, over 2^28 points, or what is said below.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace engine {

/// Points of the unit cube: one row a point, one column a factor.
struct UnitDesign {
  std::size_t points = 0;
  std::size_t factors = 0;
  std::vector<double> values; // [point][factor]

  double at(std::size_t point, std::size_t factor) const { return values[point * factors + factor]; }
};

/// Each factor alone has one point in each of `points` equal strata, at a random place strictly within it;
/// the strata of different factors are paired at random. McKay, Beckman and Conover (1979), Technometrics 21.
UnitDesign latin_hypercube(std::size_t points, std::size_t factors, std::uint64_t seed);

/// The sequence of Sobol' (1967) with the directions of Joe and Kuo (2008), in the order of Antonov and
/// Saleev (1979), from its first point on; of at most 3667 factors. Every 2^m points from a multiple of 2^m
/// on are evenly spread, so a power of two is the best number of points; with another no stratum is equally
/// full.
///
/// Without `scrambling` it is the sequence itself: its first point is the origin, and its values are 0 or
/// multiples of 2^-32 below 1. With it, the digits of each factor are scrambled by a nested uniform
/// permutation (Owen 1995, "Randomly permuted (t,m,s)-nets"): the strata stay as full as they were, each
/// point is uniform over seeds, and values are the middles of 2^32 equal cells, strictly between 0 and 1.
/// Fewer factors or fewer points are a part of the same design.
UnitDesign sobol_sequence(std::size_t points, std::size_t factors, std::optional<std::uint64_t> scrambling);

/// Rows of a Sobol' sequence of 2 k factors, of which the first k make a point A and the last k a point B.
/// Each of the `base` rows becomes k + 2 points, or 2 k + 2 with the second order: A; for each factor A with
/// that factor of B; with the second order, for each factor B with that factor of A; B. That is SALib's
/// order. Saltelli (2002), Computer Physics Communications 145. At most 1833 factors. A `base` that is a
/// power of two is balanced: then A alone, B alone and each exchanged block fill the strata of each factor
/// equally.
UnitDesign saltelli_design(std::size_t base, std::size_t factors, bool second_order,
                           std::optional<std::uint64_t> scrambling);

/// Paths over a grid of `levels` levels from 0 to 1, each of `factors` + 1 points: from one to the next a
/// single factor moves by levels / (2 (levels - 1)), up or down, and in a path every factor moves once.
/// Starts, directions and the order of moves are random. `levels` must be even: so each is visited equally
/// often. Morris (1991), Technometrics 33. Levels 0 and 1 are visited: a law without ends is infinite there.
UnitDesign morris_design(std::size_t paths, std::size_t factors, int levels, std::uint64_t seed);

} // namespace engine

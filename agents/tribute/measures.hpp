// SPDX-License-Identifier: Apache-2.0
#pragma once

// What a population looks like: unequal wealth, and blocks of the fully committed.

#include "agents/tribute/region.hpp"
#include "engine/lanes/functions.hpp"

namespace tribute {

template <class Real> Real largest(const Ring<Real> &ring) {
  Real highest = ring[0];
  for (int k = 1; k < actors; ++k) highest = larger(highest, ring[k]);
  return highest;
}

/// The place of the largest entry; of equal ones the first.
template <class Real> Real place_of_largest(const Ring<Real> &ring) {
  Real highest = ring[0];
  Real at(0.0);
  for (int k = 1; k < actors; ++k) {
    at = select(ring[k] > highest, Real(k), at);
    highest = larger(highest, ring[k]);
  }
  return at;
}

template <class Real> Real share_of_richest(const Ring<Real> &wealth) {
  return largest(wealth) / sum(wealth);
}

/// 1 / sum of squared shares: 10 if all are equally rich, 1 if one has everything.
template <class Real> Real effective_number(const Ring<Real> &wealth) {
  Ring<Real> squares;
  for (int k = 0; k < actors; ++k) squares[k] = wealth[k] * wealth[k];
  const Real total = sum(wealth);
  return total * total / sum(squares);
}

/// Pearson's, over the ten actors.
template <class Real> Real correlation(const Ring<Real> &one, const Ring<Real> &other) {
  const Real mean_of_one = sum(one) * (1.0 / actors);
  const Real mean_of_other = sum(other) * (1.0 / actors);
  Ring<Real> products;
  Ring<Real> squares_of_one;
  Ring<Real> squares_of_other;
  for (int k = 0; k < actors; ++k) {
    const Real a = one[k] - mean_of_one;
    const Real b = other[k] - mean_of_other;
    products[k] = a * b;
    squares_of_one[k] = a * a;
    squares_of_other[k] = b * b;
  }
  return sum(products) / (square_root(sum(squares_of_one)) * square_root(sum(squares_of_other)));
}

/// How many unordered pairs have `holds(commitment of the one, commitment of the other)`.
template <class Real, class Holds> Real pairs(const Region<Real> &region, const Holds &holds) {
  Real count(0.0);
  for (int k = 0; k < actors; ++k) {
    for (int l = k + 1; l < actors; ++l)
      count += indicator(holds(region.commitment[k][l], region.commitment[l][k]));
  }
  return count;
}

/// Neighbours all of whom are fully committed to one another.
template <class Real> struct Blocks {
  Real count;   // of those with two members or more that are part of no larger one
  Real largest; // members; 1 if nobody is so committed
};

/// An arc of the ring is such a block if both arcs that are shorter by one end are, and its two ends are
/// fully committed to each other.
template <class Real> Blocks<Real> blocks(const Region<Real> &region) {
  std::array<Ring<Truth<Real>>, actors + 1> is_block; // [members][first place]
  is_block[1].fill(true);
  Blocks<Real> found{Real(0.0), Real(1.0)};
  for (int members = 2; members <= actors; ++members) {
    for (int first = 0; first < actors; ++first) {
      const int last = place(first + members - 1);
      const auto ends =
          region.commitment[first][last] == Real(100.0) && region.commitment[last][first] == Real(100.0);
      is_block[members][first] =
          ends && is_block[members - 1][first] && is_block[members - 1][place(first + 1)];
      found.largest = select(is_block[members][first], Real(members), found.largest);
    }
  }
  for (int members = 2; members < actors; ++members) {
    for (int first = 0; first < actors; ++first) {
      const auto part_of_larger = is_block[members + 1][first] || is_block[members + 1][place(first - 1)];
      found.count += indicator(is_block[members][first] && !part_of_larger);
    }
  }
  found.count += indicator(is_block[actors][0]);
  return found;
}

} // namespace tribute

// SPDX-License-Identifier: Apache-2.0
#pragma once

// The state of a population, as it looks from place 0.

#include "agents/tribute/ring.hpp"

namespace tribute {

template <class Real> struct Region {
  Real first;                  // number of the actor at place 0: 0 ... 9
  Ring<Real> wealth;           // W_k
  Ring<Ring<Real>> commitment; // L_kl: of k to l, per cent
  Ring<Real> initial_wealth;   // W_k before the first year

  // The year under way
  Real fights;
  Real fights_of_committed; // between an attacker and a target it was committed to
  Real fights_of_subjects;  // ... fully committed
  Real payments;
  Real idle;      // activations without a demand
  Real destroyed; // wealth, in fights

  void begin_year() {
    fights = fights_of_committed = fights_of_subjects = payments = idle = destroyed = Real(0.0);
  }

  /// The number of the actor at this place.
  Real number(Real at) const {
    const Real number = first + at;
    return number - select(number >= Real(actors), Real(actors), Real(0.0));
  }

  /// Brings the actor of this number to place 0, and the others after it.
  void turn_to(Real number) {
    Real steps = number - first;
    steps += select(steps < Real(0.0), Real(actors), Real(0.0));
    first = number;
    for (const int stride : {8, 4, 2, 1}) {
      const Truth<Real> far = steps >= Real(stride);
      steps -= select(far, Real(stride), Real(0.0));
      turn(wealth, far, stride);
      turn(initial_wealth, far, stride);
      const Ring<Ring<Real>> before = commitment;
      for (int k = 0; k < actors; ++k) {
        for (int l = 0; l < actors; ++l)
          commitment[k][l] = select(far, before[place(k + stride)][place(l + stride)], before[k][l]);
      }
    }
  }

private:
  /// Moves all by `stride` places to the left, where `far`.
  static void turn(Ring<Real> &ring, Truth<Real> far, int stride) {
    const Ring<Real> before = ring;
    for (int k = 0; k < actors; ++k) ring[k] = select(far, before[place(k + stride)], before[k]);
  }
};

} // namespace tribute

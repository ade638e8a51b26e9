// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agents/peninsula/region.hpp"

namespace peninsula {

/// The clauses of a deal, each by degree, 0 ... 1. Every deal also ends nuclear and intercontinental tests.
/// Left out: other weapons, abductions, human rights, and the order in which the two sides deliver.
template <class Real> struct Terms {
  Real limit;  // Pyongyang forgoes: so much of its progress in intercontinental missiles,
  Real halt;   // ... so much of its fissile production, with inspections as deep
  Real relief; // Washington gives: so much of all sanctions,
  Real ties;   // ... steps from a declaration that the war is over over liaison offices to normal relations,
  Real pause;  // ... a pause of so much of the exercises,
  Real words;  // ... words of recognition
};

template <class Real> Terms<Real> terms_on_the_table(const Region<Real> &region) {
  return {region.limit_asked,  region.halt_asked,    region.relief_offered,
          region.ties_offered, region.pause_offered, region.words_offered};
}

template <class Real> Terms<Real> terms_in_force(const Region<Real> &region) {
  return {region.limit, region.halt, region.relief, region.ties, region.pause, region.words};
}

/// (O2) The deals that have names are regions in the space of clauses.
template <class Real> Real name_of(const Terms<Real> &terms) {
  constexpr double in_so_many_words = 0.5;
  constexpr double nearly_all = 0.75;
  constexpr double some_sites = 0.15;
  constexpr double freeze = 1.0;
  constexpr double small_deal = 2.0;
  constexpr double recognition = 3.0;
  constexpr double comprehensive = 4.0;
  const Real by_halt = select(terms.halt >= Real(nearly_all), Real(comprehensive),
                              select(terms.halt >= Real(some_sites), Real(freeze), Real(small_deal)));
  return select(terms.words >= Real(in_so_many_words), Real(recognition), by_halt);
}

/// (D9) What a clause of the deal in force gives Pyongyang this month: Washington withholds it while cheating
/// is known.
template <class Real> Real given(const Region<Real> &region, Real clause) {
  return (Real(1.0) - region.found) * clause;
}

/// (O3) What a deal leaves to the allies: the weapons that reach them, more so where they are recognised.
template <class Real> Real left_to_allies(Real halt, Real words) {
  return (Real(1.0) - halt) * (Real(1.0) + words);
}

/// ... and what the deal in force does; nothing where none holds.
template <class Real> Real left_by_deal(const Region<Real> &region) {
  return indicator(region.stage == Real(3.0)) * left_to_allies(region.halt, region.words);
}

} // namespace peninsula

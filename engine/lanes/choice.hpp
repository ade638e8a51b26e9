// SPDX-License-Identifier: Apache-2.0
#pragma once

// Quantal response: an option is chosen with probability proportional to exp(rationality * utility).
// McKelvey and Palfrey (1995), "Quantal response equilibria for normal form games".

#include <array>
#include <cstddef>
#include <type_traits>

#include "engine/lanes/functions.hpp"

namespace engine {

/// The option taken in each lane, and how likely each was.
template <class Real, std::size_t options> struct Choice {
  std::array<Truth<Real>, options> is; // exactly one holds
  Real index;                          // 0 ... options - 1, in menu order
  std::array<Real, options> weight;    // proportional to the probabilities
  Real total;                          // the sum of the weights

  Real probability(std::size_t option) const { return weight[option] / total; }

  /// The entry of `table` that belongs to the option taken.
  template <class Entry> Real of(const std::array<Entry, options> &table) const {
    Real entry = table[0];
    for (std::size_t option = 1; option < options; ++option) {
      entry = select(is[option], Real(table[option]), entry);
    }
    return entry;
  }
};

/// Takes the first option whose cumulative weight exceeds u times the total, u uniform in (0, 1).
template <class Real, std::size_t options>
Choice<Real, options> drawn_by_weight(const std::array<Real, options> &weight, Real u) {
  Choice<Real, options> choice;
  choice.weight = weight;
  std::array<Real, options> cumulative;
  cumulative[0] = weight[0];
  for (std::size_t option = 1; option < options; ++option) {
    cumulative[option] = cumulative[option - 1] + weight[option];
  }
  choice.total = cumulative[options - 1];
  const Real threshold = u * choice.total;
  choice.index = Real(0.0);
  Truth<Real> beyond_the_one_before = true;
  for (std::size_t option = 0; option + 1 < options; ++option) {
    const Truth<Real> beyond = !(threshold < cumulative[option]); // sums never fall: beyond those before, too
    choice.is[option] = beyond_the_one_before && !beyond;
    choice.index += indicator(beyond);
    beyond_the_one_before = beyond;
  }
  choice.is[options - 1] = beyond_the_one_before;
  return choice;
}

/// What each option is better than the first by, in units of what decides.
template <class Real, std::size_t options>
std::array<Real, options> advantages(const std::array<Real, options> &utility, Real rationality) {
  std::array<Real, options> advantage;
  advantage[0] = Real(0.0);
  for (std::size_t option = 1; option < options; ++option)
    advantage[option] = rationality * (utility[option] - utility[0]);
  return advantage;
}

/// exp(advantage): only differences matter, so the first option's weight is 1 and costs no exponential. Lanes
/// in which the greatest advantage is so far from 0 that exponentials would not do count from that one
/// instead; this is rare, and not worked out before a lane needs it.
template <class Real, std::size_t options>
std::array<Real, options> weights_of_advantages(std::array<Real, options> advantage, Real greatest) {
  constexpr double highest = 80.0; // weights of e^80 can still be summed over a menu
  constexpr double lowest = -40.0; // and e^-40 still leaves room below
  std::array<Real, options> weight;
  weight[0] = Real(1.0);
  const Truth<Real> far = greatest > Real(highest) || greatest < Real(lowest);
  if (any(far)) {
    const Real excess = select(far, greatest, Real(0.0));
    for (Real &each : advantage) each -= excess;
    weight[0] = exponential(advantage[0]); // 1 where nothing is in excess
  }
  for (std::size_t option = 1; option < options; ++option) weight[option] = exponential(advantage[option]);
  return weight;
}

/// Weights in proportion to exp(rationality * U).
template <class Real, std::size_t options>
std::array<Real, options> quantal_weights(const std::array<Real, options> &utility,
                                          std::type_identity_t<Real> rationality) {
  const std::array<Real, options> advantage = advantages(utility, rationality);
  Real greatest = advantage[0];
  for (std::size_t option = 1; option < options; ++option) greatest = larger(greatest, advantage[option]);
  return weights_of_advantages(advantage, greatest);
}

/// The same over the options that are allowed; 0 for the others.
template <class Real, std::size_t options>
std::array<Real, options> quantal_weights(const std::array<Real, options> &utility,
                                          const std::array<Truth<Real>, options> &allowed,
                                          std::type_identity_t<Real> rationality) {
  const Real out_of_reach(-1e30);
  const std::array<Real, options> advantage = advantages(utility, rationality);
  Real greatest = out_of_reach;
  for (std::size_t option = 0; option < options; ++option)
    greatest = larger(greatest, select(allowed[option], advantage[option], out_of_reach));
  std::array<Real, options> weight = weights_of_advantages(advantage, greatest);
  for (std::size_t option = 0; option < options; ++option)
    weight[option] = select(allowed[option], weight[option], Real(0.0));
  return weight;
}

/// Poisson by inversion: the number of partial sums of the law that do not exceed u, at most `highest`.
/// Looks only after some terms whether any lane needs more: a branch that is hard to foretell costs as much
/// as many terms.
template <class Real>
Real poisson(std::type_identity_t<Real> exponential_of_minus_mean, std::type_identity_t<Real> mean, Real u,
             int highest = 30) {
  constexpr int terms_between_looks = 6;
  Real term = exponential_of_minus_mean;
  Real cumulative = term;
  Real value(0.0);
  for (int first = 1; first <= highest; first += terms_between_looks) {
    for (int k = first; k < first + terms_between_looks && k <= highest; ++k) {
      value += indicator(u >= cumulative);
      term *= mean * (1.0 / k);
      cumulative += term;
    }
    if (!any(u >= cumulative)) break;
  }
  return value;
}

} // namespace engine

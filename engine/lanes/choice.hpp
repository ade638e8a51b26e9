#pragma once

// Quantal response: an option is chosen with probability proportional to exp(rationality * utility).
// McKelvey and Palfrey (1995), "Quantal response equilibria for normal form games".

#include <array>
#include <cstddef>

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
  Real of(const std::array<Real, options> &table) const {
    Real entry = table[0];
    for (std::size_t option = 1; option < options; ++option) {
      entry = select(is[option], table[option], entry);
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

/// exp(rationality * (U_i - max U)), and 0 for options that are not allowed.
template <class Real, std::size_t options>
std::array<Real, options> quantal_weights(const std::array<Real, options> &utility,
                                          const std::array<Truth<Real>, options> &allowed, Real rationality) {
  constexpr double out_of_reach = -1e30;
  std::array<Real, options> reachable;
  for (std::size_t option = 0; option < options; ++option) {
    reachable[option] = select(allowed[option], utility[option], Real(out_of_reach));
  }
  Real best = reachable[0];
  for (std::size_t option = 1; option < options; ++option) best = larger(best, reachable[option]);
  std::array<Real, options> weight;
  for (std::size_t option = 0; option < options; ++option) {
    weight[option] = select(allowed[option], exponential(rationality * (utility[option] - best)), Real(0.0));
  }
  return weight;
}

template <class Real, std::size_t options>
std::array<Real, options> quantal_weights(const std::array<Real, options> &utility, Real rationality) {
  Real best = utility[0];
  for (std::size_t option = 1; option < options; ++option) best = larger(best, utility[option]);
  std::array<Real, options> weight;
  for (std::size_t option = 0; option < options; ++option) {
    weight[option] = exponential(rationality * (utility[option] - best));
  }
  return weight;
}

/// Poisson by inversion: the number of partial sums of the law that do not exceed u, at most `highest`.
/// Looks only after some terms whether any lane needs more: a branch that is hard to foretell costs as much
/// as many terms.
template <class Real> Real poisson(Real exponential_of_minus_mean, Real mean, Real u, int highest = 30) {
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

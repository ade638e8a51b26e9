// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "agents/peninsula/choices.hpp"
#include "agents/peninsula/region.hpp"
#include "agents/peninsula/streams.hpp"
#include "agents/peninsula/timeline.hpp"
#include "engine/model/turn.hpp"

namespace peninsula {

/// Where values come from that are learnt from the record, together.
inline constexpr auto the_posterior = "posterior of the record of 2006-2024: scripts/calibrate";

/// How many launches, tests and clashes a month of each tier brings (D2), and how likely given counts were
/// (L1).
template <class Real> struct Launches {
  Constant<Real> short_range_mean, short_range_mean_above, medium_range_mean, icbm_mean, tempo_in_counts;
  Constant<Real> satellite_share;

  template <class Declare> void parameters(Declare &declare) {
    using namespace engine;
    declare(short_range_mean, {.name = "short_range_mean",
                               .symbol = "nu1",
                               .value = 0.619,
                               .plausible = {0.39, 0.984},
                               .unit = unit::events,
                               .meaning = "further events in a short-range month, at neutral tempo",
                               .basis = Basis::data,
                               .source = the_posterior});
    declare(short_range_mean_above, {.name = "short_range_mean_above",
                                     .symbol = "nu2",
                                     .value = 0.6,
                                     .unit = unit::events,
                                     .meaning = "short-range events in a month of a higher tier"});
    declare(medium_range_mean,
            {.name = "medium_range_mean",
             .symbol = "nu3",
             .value = 0.15,
             .unit = unit::events,
             .meaning =
                 "further medium-range events in such a month, and all of them in a month of a higher tier"});
    declare(satellite_share,
            {.name = "satellite_share",
             .symbol = "p_sat",
             .value = 0.1,
             .plausible = {0.03, 0.3},
             .unit = unit::fraction,
             .meaning = "share of months with medium-range launches that send a satellite up, without "
                        "Russian technology",
             .basis = Basis::data,
             .source = "five launches of satellites from 2013 to 2024; CSIS missile data"});
    declare(icbm_mean, {.name = "icbm_mean",
                        .symbol = "nu5",
                        .value = 0.1,
                        .unit = unit::events,
                        .meaning = "further intercontinental launches in such a month"});
    declare(tempo_in_counts, {.name = "tempo_in_counts",
                              .symbol = "k_nu",
                              .value = 0.424,
                              .plausible = {0.22, 0.82},
                              .unit = unit::weight,
                              .meaning = "weight of the tempo in the number of further short-range events",
                              .basis = Basis::data,
                              .source = the_posterior});
  }

  void prepare() {
    none_above_ = exponential(-short_range_mean_above);
    none_medium_ = exponential(-medium_range_mean);
    none_icbm_ = exponential(-icbm_mean);
  }

  /// `choice`: of the month's tier.
  template <class Choice, class Turn>
  void count(Region<Real> &region, const Choice &choice, Turn &turn) const {
    launch(region, choice.is, turn);
    const bool is_given = is_any_given(turn);
    if (is_given) take_what_is_given(region, turn);
    region.log_likelihood = is_given ? log_likelihood(choice, region.tempo, turn) : Real(0.0);
    launch_satellite(region, turn);
  }

private:
  static constexpr int most = 30; // events are ever drawn

  template <class Turn>
  void launch(Region<Real> &region, const std::array<engine::Truth<Real>, 6> &is, Turn &turn) const {
    const Real mean = mean_at(region.tempo);
    const auto above = !is[0] && !is[1];
    const Real chosen_mean = select(is[1], mean, short_range_mean_above);
    const Real none = select(is[1], exponential(-mean), none_above_);
    const Real nothing(0.0);
    const Real short_range = select(is[0], nothing, turn.uniform(draw::short_range_launches));
    const Real medium_range = select(above, turn.uniform(draw::medium_range_launches), nothing);
    const Real intercontinental = select(is[3], turn.uniform(draw::intercontinental_launches), nothing);
    const Real by_the_way = poisson(none, chosen_mean, short_range, most);
    const Real medium = poisson(none_medium_, medium_range_mean, medium_range, most);
    region.short_range = select(is[1] || above, by_the_way, nothing) + indicator(is[1]);
    region.medium_range = medium + indicator(is[2]);
    region.icbm = select(is[3], poisson(none_icbm_, icbm_mean, intercontinental, most) + 1.0, nothing);
    region.nuclear = indicator(is[4]);
    region.clash = indicator(is[5]);
  }

  /// Of further events in a short-range month.
  Real mean_at(const Real &tempo) const {
    return smaller(short_range_mean * exponential(tempo * tempo_in_counts), Real(static_cast<double>(most)));
  }

  template <class Turn> static bool is_any_given(const Turn &turn) {
    bool is_any = false;
    for (const auto process :
         {given_short_range, given_medium_range, given_intercontinental, given_nuclear_tests, given_clashes})
      is_any = is_any || turn.is_given(process);
    return is_any;
  }

  /// Counts that a condition gives, and the highest tier among them.
  template <class Turn> void take_what_is_given(Region<Real> &region, const Turn &turn) const {
    region.short_range = turn.given_or(given_short_range, region.short_range);
    region.medium_range = turn.given_or(given_medium_range, region.medium_range);
    region.icbm = turn.given_or(given_intercontinental, region.icbm);
    region.nuclear = turn.given_or(given_nuclear_tests, region.nuclear);
    region.clash = turn.given_or(given_clashes, region.clash);
    const Real none(0.0);
    region.tier = select(region.short_range > none, Real(1.0), none);
    region.tier = select(region.medium_range > none, Real(2.0), region.tier);
    region.tier = select(region.icbm > none, Real(3.0), region.tier);
    region.tier = select(region.nuclear > none, Real(4.0), region.tier);
    region.tier = select(region.clash > none, Real(5.0), region.tier);
  }

  /// How likely the given counts of a month were before they were given: the probability of each tier, times
  /// that of these counts in a month of this tier. (L1)
  template <class Choice, class Turn>
  Real log_likelihood(const Choice &choice, const Real &tempo, const Turn &turn) const {
    constexpr double never_impossible = 1e-12;
    const Real mean = mean_at(tempo);
    Real likelihood(0.0);
    for (int tier = 0; tier < 6; ++tier)
      likelihood += choice.probability(static_cast<std::size_t>(tier)) * probability_at(tier, mean, turn);
    return logarithm(larger(likelihood, Real(never_impossible)));
  }

  /// The probability of the given counts in a month of this tier. Counts that nothing gives may be any.
  template <class Turn> Real probability_at(int tier, const Real &short_mean, const Turn &turn) const {
    Real probability(1.0);
    const auto take = [&](GivenProcess process, int sure, const Real &none, const Real &mean) {
      if (turn.is_given(process))
        probability *= further(static_cast<int>(turn.given[process]) - sure, none, mean);
    };
    const Real always(1.0), nothing(0.0);
    if (tier == 0) take(given_short_range, 0, always, nothing);
    if (tier == 1) take(given_short_range, 1, exponential(-short_mean), short_mean);
    if (tier > 1) take(given_short_range, 0, none_above_, short_range_mean_above);
    if (tier > 1)
      take(given_medium_range, tier == 2 ? 1 : 0, none_medium_, medium_range_mean);
    else
      take(given_medium_range, 0, always, nothing);
    if (tier == 3)
      take(given_intercontinental, 1, none_icbm_, icbm_mean);
    else
      take(given_intercontinental, 0, always, nothing);
    take(given_nuclear_tests, tier == 4 ? 1 : 0, always, nothing);
    take(given_clashes, tier == 5 ? 1 : 0, always, nothing);
    return probability;
  }

  /// The probability of so many events beyond those that a tier is sure of: a Poisson law, whose end is cut
  /// off and counted as the most that are drawn.
  static Real further(int count, const Real &none, const Real &mean) {
    if (count < 0) return Real(0.0);
    Real probability = none;
    Real fewer(0.0);
    for (int each = 1; each <= count; ++each) {
      fewer += probability;
      probability *= mean * (1.0 / each);
    }
    return count == most ? larger(probability, Real(1.0) - fewer) : probability;
  }

  /// Where nothing of longer range is launched, one of the launches may carry a satellite, the likelier the
  /// more Moscow has taught.
  template <class Turn> void launch_satellite(Region<Real> &region, Turn &turn) const {
    const Real chance = satellite_share + (Real(1.0) - satellite_share) * region.reconnaissance;
    region.satellite = indicator(turn.happens(choice::satellite, region.tier == Real(2.0), chance,
                                              turn.uniform(draw::intercontinental_launches)));
  }

  Constant<Real> none_above_, none_medium_, none_icbm_; // Poisson probabilities of no further launch
};

} // namespace peninsula

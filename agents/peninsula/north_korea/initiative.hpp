// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "agents/peninsula/choices.hpp"
#include "agents/peninsula/couplings.hpp"
#include "agents/peninsula/region.hpp"
#include "agents/peninsula/signals.hpp"
#include "agents/peninsula/streams.hpp"
#include "engine/model/turn.hpp"

namespace peninsula {

/// What Kim begins himself, beside provocations: a letter to Washington, an approach to Beijing, to Moscow
/// or to Seoul, a moratorium on strategic tests. (D5), (D6)
/// Left out: what a letter says, back channels, sports and families.
template <class Real> struct Initiative {
  Constant<Real> cost, gain_motive, patron_motive, counsel_motive, trust_motive, seoul_motive, opening_motive;
  Constant<Real> goodwill_decay, pledge_decay;

  template <class Declare> void parameters(Declare &declare) {
    using namespace engine;
    declare.group("initiative");
    declare(cost, {.name = "cost",
                   .symbol = "c_ini",
                   .value = 2.2,
                   .plausible = {1.2, 3.5},
                   .unit = unit::utility,
                   .meaning = "what it costs Kim to move first",
                   .basis = Basis::data,
                   .source = "quiet from 2020 to 2024; assumption"});
    declare(gain_motive, {.name = "gain_motive",
                          .symbol = "w_let",
                          .value = 0.8,
                          .plausible = {0.0, 2.0},
                          .unit = unit::utility,
                          .meaning = "what talks are worth to him speaks for a letter or a moratorium",
                          .basis = Basis::essay,
                          .source = "Chun 2025 par. 6 and 10; assumption"});
    declare(patron_motive, {.name = "patron_motive",
                            .symbol = "w_ptr",
                            .value = 1.2,
                            .plausible = {0.0, 3.0},
                            .unit = unit::utility,
                            .meaning = "need speaks for an approach to Beijing or Moscow",
                            .basis = Basis::essay,
                            .source = "Chun 2025 par. 8 and 15-16; assumption"});
    declare(counsel_motive, {.name = "counsel_motive",
                             .symbol = "w_cns",
                             .value = 1.2,
                             .plausible = {0.0, 2.5},
                             .unit = unit::utility,
                             .meaning = "talks with Washington speak for an approach to Beijing",
                             .basis = Basis::data,
                             .source = "Kim and Xi met before and after each summit of 2018-2019"});
    declare(trust_motive, {.name = "trust_motive",
                           .symbol = "w_tru",
                           .value = 1.0,
                           .plausible = {0.0, 2.5},
                           .unit = unit::utility,
                           .meaning = "trust in Moscow speaks for an approach to it",
                           .basis = Basis::essay,
                           .source = "Chun 2025 par. 11; assumption"});
    declare(
        seoul_motive,
        {.name = "seoul_motive",
         .symbol = "w_seo",
         .value = 3.0,
         .plausible = {0.0, 6.0},
         .unit = unit::utility,
         .meaning = "a Seoul that engages speaks for an approach to it, less so the more hostile the two are",
         .basis = Basis::data,
         .source = "January 2018; assumption"});
    declare(opening_motive, {.name = "opening_motive",
                             .symbol = "w_fst",
                             .value = 1.5,
                             .plausible = {0.0, 3.0},
                             .unit = unit::utility,
                             .meaning = "a crisis that is over speaks for a letter, a moratorium or Seoul",
                             .basis = Basis::data,
                             .source = "January to April 2018; assumption"});
    declare(goodwill_decay, {.name = "goodwill_decay",
                             .symbol = "r_gw",
                             .value = 0.7,
                             .unit = unit::fraction,
                             .meaning = "share of goodwill that lasts a month"});
    declare(pledge_decay, {.name = "pledge_decay",
                           .symbol = "r_plg",
                           .value = 0.93,
                           .unit = unit::fraction,
                           .meaning = "share of a moratorium that still binds after a month",
                           .basis = Basis::data,
                           .source = "pledged in April 2018, withdrawn at the end of 2019"});
  }

  void open(Region<Real> &region) const { region.initiative = region.pledge = region.goodwill = 0.0; }

  /// (D5) A moratorium forgoes what testing would teach. Kim asks no leader for a meeting whom he has just
  /// met, and turns to a Seoul that would listen.
  template <class Turn>
  void act(const Region<Real> &seen, Region<Real> &region, Real need, Real craft,
           const Couplings<Real> &couplings, Real u, Turn &turn) const {
    const Real talks = gain_motive * region.gain + opening_motive * seen.opening - cost;
    const Real patrons = patron_motive * need - cost;
    const auto on_track = seen.stage == Real(1.0) || seen.stage == Real(2.0);
    const std::array<Real, 6> utility{Real(0.0),
                                      talks,
                                      patrons + counsel_motive * indicator(on_track),
                                      patrons + trust_motive * couplings.russia * region.trust_in_moscow,
                                      seoul_motive * indicator(seen.seoul_policy == Real(0.0)) *
                                              (Real(1.0) - couplings.hostility * region.hostility) +
                                          opening_motive * seen.opening - cost,
                                      talks - craft};
    const auto no_talks = seen.stage < Real(2.0);
    const auto no_deal = seen.stage < Real(3.0);
    const auto tested = region.icbm + region.nuclear > Real(0.0);
    const auto free = no_deal && region.pledge < Real(bound) && !tested;
    const auto received =
        (seen.china_posture > Real(0.0) || couplings.china == Real(0.0)) && region.xi_memory < Real(just_met);
    const auto heard =
        (seen.seoul_policy == Real(0.0) || seen.opening > Real(faded)) && region.clash == Real(0.0);
    const auto choice =
        turn.choose(choice::initiative, utility,
                    {true, no_talks, received, region.putin_memory < Real(just_met), heard, free},
                    couplings.rationality_north_korea, u);
    region.initiative = choice.index;
  }

  /// (D6) Gestures earn goodwill, and a strategic test spends it; a moratorium binds less and less, and is
  /// over with the first strategic test.
  void remember(Region<Real> &region) const {
    const auto tested = region.icbm + region.nuclear > Real(0.0);
    const Real pledge = select(region.initiative == Real(5.0), Real(1.0), pledge_decay * region.pledge);
    region.pledge = select(tested, Real(0.0), pledge);
    const Real earned = larger(indicator(gesture(region)), goodwill_decay * region.goodwill);
    region.goodwill = select(tested, Real(0.0), earned);
  }

private:
  /// A moratorium that still binds as far as this is not pledged anew.
  static constexpr double bound = 0.5;
  /// A leader who is remembered as well as this was met a short while ago.
  static constexpr double just_met = 0.5;
};

} // namespace peninsula

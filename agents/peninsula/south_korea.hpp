// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "agents/peninsula/bounds.hpp"
#include "agents/peninsula/choices.hpp"
#include "agents/peninsula/couplings.hpp"
#include "agents/peninsula/own_bomb.hpp"
#include "agents/peninsula/region.hpp"
#include "agents/peninsula/scales.hpp"
#include "agents/peninsula/signals.hpp"
#include "agents/peninsula/streams.hpp"
#include "agents/peninsula/timeline.hpp"
#include "engine/model/turn.hpp"

namespace peninsula {

/// South Korea: politics at home set how well it can coordinate; it engages, coordinates, hardens or
/// hedges, meets the president, and hears the alliance reaffirmed or not. (X-Omega), (K1)-(K3)
template <class Real> struct SouthKorea {
  Constant<Real> calming_hazard, turmoil_hazard, leaders_meeting_hazard, engagement, coordination_effect,
      reaffirmation_base;
  Constant<Real> coordination_stable, coordination_turmoil, coordination_adjustment;
  Constant<Real> engage_motive, coordinate_motive, harden_motive, hostility_motive, engage_restraint;
  Constant<Real> hedge_motive, hedge_reference, hedge_cost, crisis_motive;
  Constant<Real> reaffirmation_by_coordinating, reaffirmation_memory, reaffirmation_by_own_bomb,
      coherence_by_coordinating;
  Constant<Real> hostility_adjustment, hostility_eased_by_engaging, hostility_eased_by_talks, hostility_decay,
      hostility_by_own_bomb;
  Constant<Real> initial_turmoil, initial_coordination, initial_met, initial_reaffirmations,
      initial_hostility;

  template <class Declare> void parameters(Declare &declare) {
    declare.group("south_korea");
    politics(declare);
    motives(declare);
  }

  void open(Region<Real> &region) const {
    region.turmoil = initial_turmoil;
    region.coordination = initial_coordination;
    region.met_president = initial_met;
    region.reaffirmations = initial_reaffirmations;
    region.hostility = initial_hostility;
    region.korean_talks = 0.0;
    region.seoul_policy = 1.0;
    region.reaffirmed = 0.0;
  }

  /// (X-Omega) Turmoil comes and goes; coordination follows.
  template <class Turn> void politics_step(Region<Real> &region, Turn &turn) const {
    const Real u = turn.uniform(draw::turmoil);
    const auto troubled = region.turmoil > Real(0.5);
    const auto ends = turn.happens(choice::turmoil_ends, troubled, calming_hazard, u);
    const auto begins = turn.happens(choice::turmoil, !troubled, turmoil_hazard, u);
    region.turmoil = turn.given_or(given_turmoil, region.turmoil - indicator(ends) + indicator(begins));
    const Real target = select(region.turmoil > Real(0.5), coordination_turmoil, coordination_stable);
    region.coordination =
        clamp(region.coordination + coordination_adjustment * (target - region.coordination), 0, 1);
  }

  template <class Turn>
  void act(const Region<Real> &seen, Region<Real> &region, const Couplings<Real> &couplings,
           Turn &turn) const {
    std::array<Real, 4> utility{
        engage_motive * (engagement + indicator(seen.initiative == Real(4.0))),
        coordinate_motive * region.coordination,
        harden_motive * provoked(seen) + hostility_motive * couplings.hostility * seen.hostility +
            crisis_motive * seen.alarm - engage_restraint * engagement,
        hedge_motive * (region.anxiety + (Real(1.0) - region.credibility) - hedge_reference) - hedge_cost};
    couplings.hold_to(region.seoul_policy, utility);
    const auto choice = turn.choose(choice::south_korean_policy, utility, couplings.rationality_states,
                                    turn.uniform(draw::south_korean_policy));
    region.seoul_policy = choice.index;
    region.korean_talks = indicator(choice.is[0] && seen.initiative == Real(4.0));
    speak_with_washington(region, seen.assured, indicator(choice.is[1]), turn);
  }

  /// Hostility between the two states grows with hardening and fades towards its starting level.
  void after_month(Region<Real> &region) const {
    const Real engages = indicator(region.seoul_policy == Real(0.0));
    const Real hardens = indicator(region.seoul_policy == Real(2.0));
    const Real hardening = hostility_adjustment * (hardens - engages * hostility_eased_by_engaging -
                                                   region.korean_talks * hostility_eased_by_talks +
                                                   hostility_by_own_bomb * beyond_debate(region.own_bomb));
    const Real fading = hostility_decay * (region.hostility - initial_hostility);
    region.hostility = pushed(region.hostility, hardening - fading);
  }

private:
  /// (K2), (K3)
  template <class Turn>
  void speak_with_washington(Region<Real> &region, Real assured, Real coordinates, Turn &turn) const {
    const auto unmet = region.met_president < Real(0.5) && region.turmoil < Real(0.5);
    const Real hazard = leaders_meeting_hazard * region.coordination;
    const auto meets =
        turn.happens(choice::presidents_meet, unmet, hazard, turn.uniform(draw::presidents_meeting));
    region.met_president =
        turn.given_or(given_leaders_meeting, select(meets, Real(1.0), region.met_president));
    const Real odds = reaffirmation_base + coordination_effect * centred(region.coordination) +
                      reaffirmation_by_coordinating * coordinates +
                      reaffirmation_by_own_bomb * beyond_debate(region.own_bomb);
    region.reaffirmed = indicator(turn.happens_at_odds(choice::reaffirmation, assured > Real(0.5), odds,
                                                       turn.uniform(draw::reaffirmation)));
    region.reaffirmations += reaffirmation_memory * (region.reaffirmed - region.reaffirmations);
    region.coherence = pushed(region.coherence, coherence_by_coordinating * coordinates);
  }

  template <class Declare> void politics(Declare &declare) {
    using namespace engine;
    declare(calming_hazard,
            {.name = "calming_hazard",
             .symbol = "p_calm",
             .value = 0.2,
             .plausible = {0.02, 0.5},
             .unit = unit::per_month,
             .meaning = "hazard that political turmoil ends",
             .basis = Basis::data,
             .source = "martial law of December 2024 to the election of June 2025: about six months"});
    declare(turmoil_hazard, {.name = "turmoil_hazard",
                             .symbol = "p_turm",
                             .value = 0.004,
                             .plausible = {0.001, 0.02},
                             .unit = unit::per_month,
                             .meaning = "hazard that turmoil begins",
                             .source = "about once in twenty years; assumption"});
    declare(leaders_meeting_hazard,
            {.name = "leaders_meeting_hazard",
             .symbol = "h_RK",
             .value = 0.4,
             .plausible = {0.02, 0.6},
             .unit = unit::per_month,
             .meaning = "hazard of the first meeting with the US president, times coordination",
             .basis = Basis::essay,
             .source = "Chun 2025 par. 21; assumption"});
    declare(engagement, {.name = "engagement",
                         .symbol = "x_R",
                         .value = 0.3,
                         .plausible = {-1.0, 1.0},
                         .unit = {"1", -1.0, 1.0},
                         .meaning = "orientation of the government: 1 engages, -1 hardens"});
    declare(coordination_effect, {.name = "coordination_effect",
                                  .symbol = "f_O",
                                  .value = 0.9,
                                  .plausible = {0.0, 2.0},
                                  .unit = unit::log_odds,
                                  .meaning = "coordination brings reaffirmations",
                                  .basis = Basis::essay,
                                  .source = "Chun 2025 par. 21-23; assumption"});
    declare(reaffirmation_base,
            {.name = "reaffirmation_base",
             .symbol = "th_WD",
             .value = -1.9,
             .plausible = {-3.6, 0.4},
             .unit = unit::log_odds,
             .meaning = "base rate of reaffirmations while Washington adheres to its declaration",
             .basis = Basis::essay,
             .source = "Chun 2025 par. 22; Washington Declaration, 26 April 2023"});
    declare(coordination_stable, {.name = "coordination_stable",
                                  .symbol = "Ostab",
                                  .value = 0.75,
                                  .unit = unit::fraction,
                                  .meaning = "coordination capacity in stable politics"});
    declare(coordination_turmoil, {.name = "coordination_turmoil",
                                   .symbol = "Oturm",
                                   .value = 0.2,
                                   .unit = unit::fraction,
                                   .meaning = "... in turmoil",
                                   .basis = Basis::essay,
                                   .source = "Chun 2025 par. 21; assumption"});
    declare(coordination_adjustment, {.name = "coordination_adjustment",
                                      .symbol = "rO",
                                      .value = 0.3,
                                      .unit = unit::fraction,
                                      .meaning = "share of the gap closed in a month"});
    declare(initial_turmoil, {.name = "initial_turmoil",
                              .symbol = "Om0",
                              .value = 1.0,
                              .unit = {"phase", 0.0, 1.0},
                              .meaning = "politics at the start",
                              .basis = Basis::data,
                              .source = "datum: impeachment pending in February 2025",
                              .role = Role::initial,
                              .labels = "stable|turmoil"});
    declare(initial_coordination, {.name = "initial_coordination",
                                   .symbol = "O0",
                                   .value = 0.20,
                                   .unit = unit::fraction,
                                   .meaning = "coordination capacity at the start",
                                   .role = Role::initial});
    declare(initial_met, {.name = "initial_met",
                          .symbol = "met0",
                          .value = 0.0,
                          .unit = {"1", 0.0, 1.0},
                          .meaning = "whether the leaders have met",
                          .basis = Basis::data,
                          .source = "datum: no meeting by February 2025",
                          .role = Role::initial,
                          .labels = "no|yes"});
    declare(initial_reaffirmations, {.name = "initial_reaffirmations",
                                     .value = 0.15,
                                     .unit = unit::fraction,
                                     .meaning = "memory of reaffirmations at the start",
                                     .role = Role::initial});
    declare(initial_hostility, {.name = "initial_hostility",
                                .symbol = "H0",
                                .value = 0.75,
                                .unit = unit::fraction,
                                .meaning = "hostility between the Koreas at the start",
                                .basis = Basis::essay,
                                .source = "two hostile states, declared at the end of 2023; Chun 2025 par. 8",
                                .role = Role::initial});
  }

  template <class Declare> void motives(Declare &declare) {
    using namespace engine;
    declare(engage_motive, {.name = "engage_motive",
                            .value = 0.8,
                            .unit = unit::utility,
                            .meaning = "engagement, times orientation"});
    declare(coordinate_motive, {.name = "coordinate_motive",
                                .value = 1.2,
                                .unit = unit::utility,
                                .meaning = "coordination, times capacity",
                                .basis = Basis::essay,
                                .source = "Chun 2025 par. 23; assumption"});
    declare(harden_motive, {.name = "harden_motive",
                            .value = 1.2,
                            .unit = unit::utility,
                            .meaning = "hardening, times the memory of provocations"});
    declare(hostility_motive, {.name = "hostility_motive",
                               .value = 0.2,
                               .unit = unit::utility,
                               .meaning = "hardening, times hostility"});
    declare(engage_restraint, {.name = "engage_restraint",
                               .value = 0.4,
                               .unit = unit::utility,
                               .meaning = "an engaging government hardens less"});
    declare(crisis_motive, {.name = "crisis_motive",
                            .symbol = "w_hrd",
                            .value = 2.0,
                            .plausible = {0.0, 4.0},
                            .unit = unit::utility,
                            .meaning = "hardening, times the alarm of a crisis"});
    declare(hedge_motive, {.name = "hedge_motive",
                           .value = 0.8,
                           .unit = unit::utility,
                           .meaning = "hedging, times anxiety and lost credibility"});
    declare(hedge_reference, {.name = "hedge_reference",
                              .value = 0.8,
                              .unit = unit::fraction,
                              .meaning = "anxiety and doubt at which hedging is neutral"});
    declare(hedge_cost,
            {.name = "hedge_cost", .value = 0.4, .unit = unit::utility, .meaning = "cost of hedging"});
    declare(reaffirmation_by_coordinating, {.name = "reaffirmation_by_coordinating",
                                            .value = 0.8,
                                            .unit = unit::log_odds,
                                            .meaning = "a coordinating Seoul is heard",
                                            .basis = Basis::essay,
                                            .source = "Chun 2025 par. 23; assumption"});
    declare(reaffirmation_memory, {.name = "reaffirmation_memory",
                                   .value = 0.15,
                                   .unit = unit::fraction,
                                   .meaning = "weight of this month in the memory of reaffirmations"});
    declare(reaffirmation_by_own_bomb,
            {.name = "reaffirmation_by_own_bomb",
             .symbol = "f_bmb",
             .value = 1.0,
             .plausible = {0.0, 3.0},
             .unit = unit::log_odds,
             .meaning = "steps to a bomb of its own bring reaffirmations",
             .basis = Basis::data,
             .source = "from the debate of January to the Washington Declaration of "
                       "April 2023; assumption"});
    declare(coherence_by_coordinating, {.name = "coherence_by_coordinating",
                                        .value = 0.01,
                                        .unit = unit::fraction,
                                        .meaning = "coherence Washington gains from a coordinating Seoul",
                                        .basis = Basis::essay,
                                        .source = "Chun 2025 par. 23; assumption"});
    declare(hostility_adjustment, {.name = "hostility_adjustment",
                                   .symbol = "eH",
                                   .value = 0.03,
                                   .unit = unit::fraction,
                                   .meaning = "hostility gained in a month of hardening"});
    declare(hostility_eased_by_engaging,
            {.name = "hostility_eased_by_engaging",
             .value = 0.5,
             .unit = unit::weight,
             .meaning = "what a month of engagement eases, as a share of what hardening adds"});
    declare(hostility_eased_by_talks, {.name = "hostility_eased_by_talks",
                                       .value = 2.0,
                                       .unit = unit::weight,
                                       .meaning = "what talks between the two Koreas ease, likewise",
                                       .basis = Basis::data,
                                       .source = "three inter-Korean summits of 2018; assumption"});
    declare(hostility_by_own_bomb,
            {.name = "hostility_by_own_bomb",
             .symbol = "h_bmb",
             .value = 0.5,
             .plausible = {0.0, 2.0},
             .unit = unit::weight,
             .meaning = "... and by a bomb of Seoul's own, as far as it has come, against "
                        "a month of hardening"});
    declare(hostility_decay, {.name = "hostility_decay",
                              .value = 0.01,
                              .unit = unit::fraction,
                              .meaning = "share of a deviation of hostility lost in a month"});
  }
};

} // namespace peninsula

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "agents/peninsula/bounds.hpp"
#include "agents/peninsula/choices.hpp"
#include "agents/peninsula/couplings.hpp"
#include "agents/peninsula/region.hpp"
#include "agents/peninsula/scales.hpp"
#include "agents/peninsula/signals.hpp"
#include "agents/peninsula/streams.hpp"
#include "agents/peninsula/terms.hpp"
#include "agents/peninsula/united_states/offer.hpp"
#include "agents/peninsula/united_states/presidency.hpp"
#include "engine/model/turn.hpp"

namespace peninsula {

/// Washington towards Pyongyang: a stance (what a deal would be about), an action, and officials who
/// may resist it. (U1), (U2), (U4)
template <class Real> struct Policy {
  Constant<Real> approval_motive, priority_motive, provocation_motive, attention_cost, hawk_cost;
  Constant<Real> denuclearisation_stance, small_deal_stance, recognition_stance;
  Constant<Real> officials_pull, mainland_motive, rivalry_motive, officials_resistance, geopolitical_weight;
  Constant<Real> shift_damage;
  Constant<Real> reference_approval, track_bonus, pressure_discount, concession_cost, geopolitical_cost,
      waiting_bonus;
  Constant<Real> proposal_cost, proposal_cost_relief, further_summit_cost;
  Constant<Real> exercises_to_concede, reference_coherence, alliance_damage;
  Constant<Real> threat_reference, resistance_intercept, resistance_by_hawk_cost, resistance_damage,
      preparation;
  std::array<Constant<Real>, 4> distance;
  std::array<Constant<Real>, 5> diplomacy, bandwidth, hawkishness;
  Constant<Real> exercises_after_concession, exercise_adjustment;
  Constant<Real> assets_usual, assets_in_deal, assets_under_pressure, assets_adjustment;
  Constant<Real> crisis_price, crisis_presence, opening_motive, goodwill_motive;
  Constant<Real> initial_exercises, initial_assets, initial_stance;

  template <class Declare> void parameters(Declare &declare) {
    declare.group("united_states");
    motives(declare);
    costs(declare);
    posture(declare);
    crises(declare);
  }

  void open(Region<Real> &region) const {
    region.stance = region.stance_before = initial_stance;
    region.exercises = initial_exercises;
    region.strategic_assets = initial_assets;
    region.action = 1.0;
    region.openness = region.hawk_cost = region.officials_resist = 0.0;
  }

  template <class Turn>
  void act(const Region<Real> &seen, Region<Real> &region, const Presidency<Real> &president,
           const Offer<Real> &offer, const Couplings<Real> &couplings, Real shared_goal, Turn &turn) const {
    const Real appetite = president.appetite(region, turn.month);
    take_stance(seen, region, offer, appetite, couplings, shared_goal, turn.uniform(draw::american_stance),
                turn);
    take_action(seen, region, appetite, couplings.rationality_states, turn.uniform(draw::american_action),
                turn);
    hear_officials(seen, region, turn.uniform(draw::officials), turn);
  }

  /// Exercises and strategic assets follow diplomacy.
  void adjust_posture(Region<Real> &region) const {
    const auto deal = region.stage == Real(3.0);
    const auto track = region.stage > Real(0.0);
    const auto conceded = region.action == Real(3.0);
    const auto pressing = region.stance == Real(0.0) || region.action == Real(0.0);
    const Real held = larger(exercises_after_concession, region.exercises);
    const Real target = select(deal, Real(1.0) - given(region, region.pause),
                               select(conceded, exercises_after_concession, select(track, held, Real(1.0))));
    region.exercises += exercise_adjustment * (target - region.exercises);
    const Real usual = select(deal, assets_in_deal, select(pressing, assets_under_pressure, assets_usual));
    const Real assets = usual + crisis_presence * region.alarm * (Real(1.0) - usual);
    region.strategic_assets += assets_adjustment * (assets - region.strategic_assets);
  }

private:
  /// While a failed summit is remembered as well as this, Washington proposes no other: about four months.
  static constexpr double too_soon = 0.9;

  /// (U2) The stance stays while a deal holds.
  template <class Turn>
  void take_stance(const Region<Real> &seen, Region<Real> &region, const Offer<Real> &offer, Real appetite,
                   const Couplings<Real> &couplings, Real shared_goal, Real u, Turn &turn) const {
    const Real officials = officials_pull * (region.coherence - reference_coherence);
    const Real cooperation = indicator(seen.us_china == Real(0.0));
    const Real before = region.stance;
    std::array<Real, 4> utility{provocation_motive * provoked(seen) - appetite,
                                denuclearisation_stance + officials + shared_goal * cooperation,
                                small_deal_stance +
                                    mainland_motive * (seen.mainland_threat - threat_reference) -
                                    officials * distance[2],
                                recognition_stance + rivalry_motive * seen.tension - officials * distance[3]};
    for (int s = 0; s < 4; ++s)
      utility[s] -= geopolitical_weight * alliance_damage * offer.left_to_allies(Real(s));
    couplings.hold_to(before, utility);
    const auto free = region.stage != Real(3.0);
    std::array<engine::Truth<Real>, 4> allowed;
    for (int s = 0; s < 4; ++s) allowed[s] = free || before == Real(s);
    const auto choice =
        turn.choose(choice::american_stance, utility, allowed, couplings.rationality_states, u);
    region.stance_before = before;
    region.stance = choice.index;
    const Real damage = shift_damage * choice.of(distance);
    region.coherence = select(region.stance != before, pushed(region.coherence, -damage), region.coherence);
  }

  /// (U1)
  template <class Turn>
  void take_action(const Region<Real> &seen, Region<Real> &region, Real appetite, Real rationality, Real u,
                   Turn &turn) const {
    const auto track = seen.stage > Real(0.0);
    const auto pressing = region.stance == Real(0.0);
    const Real drive = appetite + approval_motive * (reference_approval - region.approval) * per_ten_points +
                       priority_motive * seen.priority - provocation_motive * provoked(seen) +
                       track_bonus * indicator(track) - pressure_discount * indicator(pressing) + hope(seen);
    const Real hawks = hawk_cost * region.coherence * entry_of(distance, region.stance) + concession_cost +
                       geopolitical_cost * geopolitical_weight + crisis_price * seen.alarm;
    std::array<Real, 5> utility;
    for (int i = 0; i < 5; ++i) {
      utility[i] =
          diplomacy[i] * drive - bandwidth[i] * attention_cost * seen.attention_load - hawkishness[i] * hawks;
    }
    utility[1] += waiting_bonus;
    utility[4] -= proposal_cost - proposal_cost_relief * seen.stage +
                  further_summit_cost * indicator(seen.stage == Real(3.0));
    const auto choice =
        turn.choose(choice::american_action, utility, open_actions(seen, region), rationality, u);
    region.action = choice.index;
    region.openness = choice.of(diplomacy);
    region.hawk_cost = choice.of(hawkishness);
  }

  /// What speaks for talks beside Washington's own wishes: a crisis that is over, and Kim's gestures.
  Real hope(const Region<Real> &seen) const {
    return opening_motive * seen.opening + goodwill_motive * seen.goodwill;
  }

  /// Washington presses where it neither negotiates nor holds out a deal, and over cheating that it knows of;
  /// it concedes exercises to a counterpart with whom it is in touch; and it proposes a summit to one, or
  /// where there is hope of talks, or a further one to whoever keeps a deal, but not at once after a summit
  /// that failed.
  std::array<engine::Truth<Real>, 5> open_actions(const Region<Real> &seen,
                                                  const Region<Real> &region) const {
    const auto deal = seen.stage == Real(3.0);
    const auto in_touch = seen.stage > Real(0.0) && !deal;
    const auto soft = region.stance > Real(0.0);
    const auto hard = region.stance < Real(2.0);
    const auto kept = deal && seen.found < Real(0.5);
    const auto invited = in_touch || kept || (!deal && hope(seen) > Real(faded));
    return {(seen.stage < Real(2.0) && hard) || (deal && seen.found > Real(0.5)), true, !deal,
            in_touch && soft && region.exercises > Real(exercises_to_concede),
            invited && soft && seen.failure < Real(too_soon)};
  }

  /// (U4) Officials resist what they would not do; preparation in working talks brings them together.
  template <class Turn>
  void hear_officials(const Region<Real> &seen, Region<Real> &region, Real u, Turn &turn) const {
    const Real odds = resistance_intercept + officials_resistance * (reference_coherence - region.coherence) +
                      resistance_by_hawk_cost * region.hawk_cost * entry_of(distance, region.stance);
    const auto opening = region.action >= Real(2.0);
    const auto resist = turn.happens_at_odds(choice::resistance, opening, odds, u);
    region.officials_resist = indicator(resist);
    region.coherence = pushed(region.coherence, -(resistance_damage * region.officials_resist));
    const auto talks = seen.stage == Real(2.0);
    region.coherence =
        select(talks, clamp(region.coherence + preparation * (Real(1.0) - region.coherence), 0, 1),
               region.coherence);
  }

  template <class Declare> void motives(Declare &declare) {
    using namespace engine;
    declare(approval_motive,
            {.name = "approval_motive",
             .symbol = "w_pol",
             .value = 0.35,
             .plausible = {0.0, 0.8},
             .unit = unit::utility,
             .meaning = "appetite gained for each ten points of approval below the reference",
             .basis = Basis::essay,
             .source = "Chun 2025, abstract and par. 3; assumption"});
    declare(priority_motive, {.name = "priority_motive",
                              .symbol = "w_pri",
                              .value = 1.5,
                              .plausible = {0.0, 3.0},
                              .unit = unit::utility,
                              .meaning = "initiative from the issue's priority",
                              .basis = Basis::essay,
                              .source = "Chun 2025 par. 10; assumption"});
    declare(
        provocation_motive,
        {.name = "provocation_motive",
         .symbol = "w_prov",
         .value = 0.8,
         .plausible = {0.0, 2.0},
         .unit = unit::utility,
         .meaning = "pressure from the memory of provocations",
         .basis = Basis::literature,
         .source = "CSIS Beyond Parallel: diplomacy and provocations are inversely correlated; assumption"});
    declare(attention_cost, {.name = "attention_cost",
                             .symbol = "w_bw",
                             .value = 0.9,
                             .plausible = {0.0, 2.0},
                             .unit = unit::utility,
                             .meaning = "cost of initiatives under attention load",
                             .basis = Basis::essay,
                             .source = "Chun 2025 par. 10; assumption"});
    declare(hawk_cost, {.name = "hawk_cost",
                        .symbol = "w_hk",
                        .value = 1.2,
                        .plausible = {0.0, 3.0},
                        .unit = unit::utility,
                        .meaning = "cost of concessions against coherent officials",
                        .basis = Basis::essay,
                        .source = "Chun 2025 par. 24-25; assumption"});
    declare(denuclearisation_stance, {.name = "denuclearisation_stance",
                                      .symbol = "st_den",
                                      .value = 0.35,
                                      .plausible = {-1.0, 1.0},
                                      .unit = unit::utility,
                                      .meaning = "intercept of the stance 'denuclearisation first'",
                                      .basis = Basis::essay,
                                      .source = "Chun 2025 par. 4; assumption"});
    declare(small_deal_stance,
            {.name = "small_deal_stance",
             .symbol = "st_sml",
             .value = 0.5,
             .plausible = {-1.0, 1.5},
             .unit = unit::utility,
             .meaning = "intercept of the stance 'small deal on intercontinental missiles'",
             .basis = Basis::essay,
             .source = "Chun 2025, abstract and par. 27; assumption"});
    declare(recognition_stance, {.name = "recognition_stance",
                                 .symbol = "st_rec",
                                 .value = -0.35,
                                 .plausible = {-1.5, 1.0},
                                 .unit = unit::utility,
                                 .meaning = "intercept of the stance 'recognition and normalisation'",
                                 .basis = Basis::essay,
                                 .source = "Chun 2025 par. 3-5 and 19; assumption"});
    declare(officials_pull, {.name = "officials_pull",
                             .symbol = "w_off",
                             .value = 1.2,
                             .plausible = {0.0, 3.0},
                             .unit = unit::utility,
                             .meaning = "coherent officials' pull towards denuclearisation",
                             .basis = Basis::essay,
                             .source = "Chun 2025 par. 24-25; assumption"});
    declare(mainland_motive, {.name = "mainland_motive",
                              .symbol = "w_F",
                              .value = 1.0,
                              .plausible = {0.0, 2.0},
                              .unit = unit::utility,
                              .meaning = "threat to the mainland speaks for a small deal",
                              .basis = Basis::essay,
                              .source = "Chun 2025 par. 9 and 27; assumption"});
    declare(rivalry_motive, {.name = "rivalry_motive",
                             .symbol = "w_Kr",
                             .value = 0.7,
                             .plausible = {0.0, 2.0},
                             .unit = unit::utility,
                             .meaning = "rivalry with China speaks for recognition, as with India",
                             .basis = Basis::essay,
                             .source = "Chun 2025 par. 5; US-India agreement 2005-2008"});
    declare(officials_resistance, {.name = "officials_resistance",
                                   .symbol = "w_res",
                                   .value = 2.5,
                                   .plausible = {0.0, 5.0},
                                   .unit = unit::log_odds,
                                   .meaning = "officials' resistance grows with incoherence",
                                   .basis = Basis::essay,
                                   .source = "Chun 2025 par. 24; assumption"});
    declare(geopolitical_weight, {.name = "geopolitical_weight",
                                  .symbol = "th_geo",
                                  .value = 0.3,
                                  .plausible = {0.0, 1.5},
                                  .unit = unit::utility,
                                  .meaning = "weight of the region and the alliances",
                                  .basis = Basis::essay,
                                  .source = "Chun 2025 par. 26; assumption"});
    declare(shift_damage,
            {.name = "shift_damage",
             .symbol = "e_dis",
             .value = 0.05,
             .plausible = {0.0, 0.15},
             .unit = unit::fraction,
             .meaning = "coherence lost when the stance shifts, times its distance from officials",
             .basis = Basis::essay,
             .source = "Chun 2025 par. 24-25; assumption"});
    declare(threat_reference, {.name = "threat_reference",
                               .value = 0.6,
                               .unit = unit::fraction,
                               .meaning = "mainland threat at which the motive is neutral"});
    declare(reference_approval, {.name = "reference_approval",
                                 .symbol = "Gref",
                                 .value = 42.0,
                                 .unit = unit::percent,
                                 .meaning = "approval below which a summit helps at home",
                                 .basis = Basis::data,
                                 .source = "Gallup, first-term mean"});
  }

  template <class Declare> void costs(Declare &declare) {
    using namespace engine;
    declare(exercises_to_concede, {.name = "exercises_to_concede",
                                   .value = 0.6,
                                   .unit = unit::fraction,
                                   .meaning = "exercise level above which suspending them is a concession"});
    declare(reference_coherence, {.name = "reference_coherence",
                                  .value = 0.5,
                                  .unit = unit::fraction,
                                  .meaning = "coherence at which officials' resistance is at its intercept",
                                  .basis = Basis::structure});
    declare(track_bonus, {.name = "track_bonus",
                          .value = 0.2,
                          .unit = unit::utility,
                          .meaning = "drive gained while a track is open"});
    declare(pressure_discount, {.name = "pressure_discount",
                                .value = 0.5,
                                .unit = unit::utility,
                                .meaning = "drive lost under the pressure stance"});
    declare(concession_cost, {.name = "concession_cost",
                              .symbol = "wCong",
                              .value = 0.3,
                              .unit = unit::utility,
                              .meaning = "cost of concessions whatever the officials think"});
    declare(geopolitical_cost, {.name = "geopolitical_cost",
                                .value = 0.5,
                                .unit = unit::weight,
                                .meaning = "cost of concessions for each unit of geopolitical weight"});
    declare(waiting_bonus, {.name = "waiting_bonus",
                            .symbol = "wWait",
                            .value = 0.35,
                            .unit = unit::utility,
                            .meaning = "ease of doing nothing"});
    declare(proposal_cost, {.name = "proposal_cost",
                            .symbol = "cSum",
                            .value = 0.7,
                            .unit = unit::utility,
                            .meaning = "cost of proposing a summit"});
    declare(proposal_cost_relief, {.name = "proposal_cost_relief",
                                   .symbol = "cSumG",
                                   .value = 0.3,
                                   .unit = unit::utility,
                                   .meaning = "... less, for each stage reached"});
    declare(further_summit_cost,
            {.name = "further_summit_cost",
             .symbol = "cFur",
             .value = 1.0,
             .plausible = {0.0, 2.0},
             .unit = unit::utility,
             .meaning = "... more, while a deal is in force",
             .basis = Basis::data,
             .source = "Hanoi and Panmunjom, eight and twelve months after Singapore; assumption"});
    declare(resistance_intercept, {.name = "resistance_intercept",
                                   .value = -1.7,
                                   .unit = unit::log_odds,
                                   .meaning = "officials' resistance at medium coherence"});
    declare(resistance_by_hawk_cost, {.name = "resistance_by_hawk_cost",
                                      .value = 0.8,
                                      .unit = unit::log_odds,
                                      .meaning = "... grows with the hawkishness given up"});
    declare(resistance_damage, {.name = "resistance_damage",
                                .value = 0.02,
                                .unit = unit::fraction,
                                .meaning = "coherence lost when officials resist"});
    declare(preparation, {.name = "preparation",
                          .symbol = "ePrep",
                          .value = 0.03,
                          .unit = unit::fraction,
                          .meaning = "coherence gained by a month of working talks"});
    declare.table(distance, "pressure|denuclearisation|small_deal|recognition", {0.2, 0.0, 0.6, 1.0},
                  {.name = "distance",
                   .unit = unit::fraction,
                   .meaning = "distance from the officials' view of the stance",
                   .basis = Basis::essay,
                   .source = "Chun 2025 par. 25; assumption"});
    declare(alliance_damage,
            {.name = "alliance_damage",
             .symbol = "dmg",
             .value = 0.5,
             .unit = unit::fraction,
             .meaning = "damage to the alliance expected of what a stance leaves to the allies",
             .basis = Basis::essay,
             .source = "Chun 2025 par. 27; assumption"});
    declare.table(
        diplomacy, "pressure|wait|outreach|concession|summit_proposal", {-1.0, 0.0, 0.5, 0.8, 1.0},
        {.name = "diplomacy", .unit = unit::utility, .meaning = "how much diplomacy is in the action"});
    declare.table(bandwidth, "pressure|wait|outreach|concession|summit_proposal", {0.2, 0.0, 0.2, 0.3, 0.6},
                  {.name = "bandwidth", .unit = unit::fraction, .meaning = "attention taken by the action"});
    declare.table(
        hawkishness, "pressure|wait|outreach|concession|summit_proposal", {0.0, 0.0, 0.15, 0.6, 0.8},
        {.name = "hawkishness", .unit = unit::fraction, .meaning = "what hawks object to in the action"});
  }

  template <class Declare> void crises(Declare &declare) {
    using namespace engine;
    declare(crisis_price,
            {.name = "crisis_price",
             .symbol = "w_alm",
             .value = 2.0,
             .plausible = {0.0, 4.0},
             .unit = unit::utility,
             .meaning = "political price of concessions while a crisis lasts, times the alarm"});
    declare(crisis_presence, {.name = "crisis_presence",
                              .symbol = "x_alm",
                              .value = 0.8,
                              .plausible = {0.0, 1.0},
                              .unit = unit::fraction,
                              .meaning = "share of what strategic assets lack that a full alarm brings",
                              .basis = Basis::data,
                              .source = "three carriers and bombers in November 2017; assumption"});
    declare(opening_motive, {.name = "opening_motive",
                             .symbol = "w_opn",
                             .value = 1.5,
                             .plausible = {0.0, 3.0},
                             .unit = unit::utility,
                             .meaning = "a crisis that is over speaks for talks",
                             .basis = Basis::data,
                             .source = "2017-2018; assumption"});
    declare(goodwill_motive, {.name = "goodwill_motive",
                              .symbol = "w_gw",
                              .value = 0.8,
                              .plausible = {0.0, 2.0},
                              .unit = unit::utility,
                              .meaning = "Kim's gestures speak for talks",
                              .basis = Basis::essay,
                              .source = "Chun 2025 par. 1 and 21; letters of 2018-2019; assumption"});
  }

  template <class Declare> void posture(Declare &declare) {
    using namespace engine;
    declare(exercises_after_concession, {.name = "exercises_after_concession",
                                         .symbol = "xcon",
                                         .value = 0.4,
                                         .unit = unit::fraction,
                                         .meaning = "exercise level after a concession",
                                         .source = "assumption; Singapore 2018"});
    declare(exercise_adjustment, {.name = "exercise_adjustment",
                                  .value = 0.5,
                                  .unit = unit::fraction,
                                  .meaning = "share of the gap closed in a month"});
    declare(assets_usual, {.name = "assets_usual",
                           .symbol = "asBase",
                           .value = 0.7,
                           .unit = unit::fraction,
                           .meaning = "strategic assets in ordinary months"});
    declare(assets_in_deal, {.name = "assets_in_deal",
                             .symbol = "asDeal",
                             .value = 0.4,
                             .unit = unit::fraction,
                             .meaning = "... while a deal holds",
                             .basis = Basis::essay,
                             .source = "Chun 2025 par. 22; assumption"});
    declare(assets_under_pressure, {.name = "assets_under_pressure",
                                    .symbol = "asPress",
                                    .value = 0.95,
                                    .unit = unit::fraction,
                                    .meaning = "... under pressure"});
    declare(assets_adjustment, {.name = "assets_adjustment",
                                .value = 0.3,
                                .unit = unit::fraction,
                                .meaning = "share of the gap closed in a month"});
    declare(initial_exercises, {.name = "initial_exercises",
                                .value = 1.0,
                                .unit = unit::fraction,
                                .meaning = "exercise level at the start",
                                .basis = Basis::data,
                                .source = "datum",
                                .role = Role::initial});
    declare(initial_assets, {.name = "initial_assets",
                             .value = 0.7,
                             .unit = unit::fraction,
                             .meaning = "strategic assets at the start",
                             .role = Role::initial});
    declare(initial_stance, {.name = "initial_stance",
                             .value = 1.0,
                             .unit = {"stance", 0.0, 3.0},
                             .meaning = "stance before the first month",
                             .basis = Basis::data,
                             .source = "datum: denuclearisation is declared policy",
                             .role = Role::initial,
                             .labels = "pressure|denuclearisation|small_deal|recognition"});
  }
};

} // namespace peninsula

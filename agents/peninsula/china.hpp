// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "agents/peninsula/choices.hpp"
#include "agents/peninsula/couplings.hpp"
#include "agents/peninsula/meetings.hpp"
#include "agents/peninsula/north_korea/belief.hpp"
#include "agents/peninsula/own_bomb.hpp"
#include "agents/peninsula/region.hpp"
#include "agents/peninsula/streams.hpp"
#include "engine/model/turn.hpp"

namespace peninsula {

/// China presses, stands by, supports, courts, or does both at once. The worse its relations with
/// Washington, the more Pyongyang is worth to it. In a crisis it presses, and offers to mediate. (Ch1)
template <class Real> struct China {
  Constant<Real> asset_motive, trilateral_motive, displeasure, courtship_motive, shared_goal, dual_motive,
      alignment_threat;
  Constant<Real> support_cost;
  Constant<Real> test_annoyance, crisis_annoyance, own_bomb_annoyance, mediation_chance, pressure_cost,
      adjustment, meeting_chance;
  Constant<Real> closeness_by_courtship, closeness_decay, closeness_lost_by_pressure;
  std::array<Constant<Real>, 5> support, pressure, courtship, fixed_cost;
  Constant<Real> initial_support, initial_pressure, initial_closeness, initial_posture;

  template <class Declare> void parameters(Declare &declare) {
    declare.group("china");
    motives(declare);
    mechanics(declare);
  }

  void open(Region<Real> &region) const {
    region.china_posture = initial_posture;
    region.support = initial_support;
    region.pressure = initial_pressure;
    region.closeness = initial_closeness;
    region.leaders_met = region.xi_memory = region.mediates = 0.0;
  }

  template <class Turn>
  void act(const Region<Real> &seen, Region<Real> &region, const Belief<Real> &belief,
           const Meetings<Real> &meetings, const Couplings<Real> &couplings, Turn &turn) const {
    const auto choice = turn.choose(choice::chinese_posture, utilities(seen, region, couplings),
                                    couplings.rationality_states, turn.uniform(draw::chinese_posture));
    region.china_posture = choice.index;
    const auto presses = region.china_posture == Real(0.0);
    const Real courted = meeting_chance * indicator(region.china_posture >= Real(3.0));
    region.leaders_met =
        meetings.take_place(choice::kim_and_xi, !presses, courted, seen.initiative == Real(2.0),
                            region.xi_memory, turn.uniform(draw::kim_and_xi_meeting), turn);
    const auto crisis = seen.rung >= Real(lowest_mediated) && seen.rung <= Real(highest_mediated);
    const Real heard = mediation_chance * couplings.crisis;
    region.mediates =
        indicator(turn.happens(choice::mediation, crisis && !presses, heard, turn.uniform(draw::mediation)));
    const Real pressing = choice.of(pressure);
    region.support += adjustment * (larger(Real(0.0), choice.of(support)) - region.support);
    region.pressure += adjustment * (pressing - region.pressure);
    const Real drawn_in =
        (closeness_by_courtship * choice.of(courtship) + meetings.closeness_gain * region.leaders_met) *
        (Real(1.0) - region.closeness);
    const Real let_go = (closeness_decay + closeness_lost_by_pressure * pressing) * region.closeness;
    region.closeness = clamp(region.closeness + drawn_in - let_go, 0, 1);
    belief.learn_impatience(seen, region, pressing);
  }

private:
  /// Rungs on which there is something to mediate, and something left.
  static constexpr double lowest_mediated = 2.0, highest_mediated = 4.0;

  std::array<Real, 5> utilities(const Region<Real> &seen, const Region<Real> &region,
                                const Couplings<Real> &couplings) const {
    const Real tie = couplings.russia * seen.russian_tie;
    const Real worth =
        asset_motive * seen.tension + (trilateral_motive * seen.tension - displeasure) * tie - support_cost;
    const Real track = indicator(seen.stage == Real(1.0) || seen.stage == Real(2.0));
    const Real court = courtship_motive * seen.tension * track * (Real(1.0) - seen.strategic_memory);
    const auto wanted = seen.us_china == Real(0.0) && seen.stage < Real(3.0);
    const Real press = shared_goal * indicator(wanted) + test_annoyance * seen.strategic_memory +
                       crisis_annoyance * seen.alarm + own_bomb_annoyance * beyond_debate(seen.own_bomb) -
                       pressure_cost;
    std::array<Real, 5> utility;
    for (int i = 0; i < 5; ++i)
      utility[i] = support[i] * worth + courtship[i] * court + pressure[i] * press - fixed_cost[i];
    couplings.hold_to(region.china_posture, utility);
    utility[4] += dual_motive * alignment_threat * seen.normalisation;
    return utility;
  }

  template <class Declare> void motives(Declare &declare) {
    using namespace engine;
    declare(asset_motive, {.name = "asset_motive",
                           .symbol = "w_asset",
                           .value = 1.5,
                           .plausible = {0.5, 3.0},
                           .unit = unit::utility,
                           .meaning = "North Korea as a strategic asset, times US-China tension",
                           .basis = Basis::essay,
                           .source = "Chun 2025 par. 17; assumption"});
    declare(trilateral_motive, {.name = "trilateral_motive",
                                .symbol = "w_tri",
                                .value = 1.0,
                                .plausible = {0.0, 2.5},
                                .unit = unit::utility,
                                .meaning = "long-term trilateral logic, times tension and the Russian tie",
                                .basis = Basis::essay,
                                .source = "Chun 2025 par. 15; assumption"});
    declare(displeasure, {.name = "displeasure",
                          .symbol = "w_rus",
                          .value = 0.5,
                          .plausible = {0.0, 1.5},
                          .unit = unit::utility,
                          .meaning = "short-term displeasure at the Russian tie",
                          .basis = Basis::essay,
                          .source = "Chun 2025 par. 15; assumption"});
    declare(courtship_motive, {.name = "courtship_motive",
                               .symbol = "w_court",
                               .value = 2.2,
                               .plausible = {0.0, 4.0},
                               .unit = unit::utility,
                               .meaning = "courtship while a US-DPRK track is open, times tension",
                               .basis = Basis::essay,
                               .source = "Chun 2025 par. 17; Kim-Xi meetings of 2018-2019"});
    declare(shared_goal, {.name = "shared_goal",
                          .symbol = "w_sh",
                          .value = 0.8,
                          .plausible = {0.0, 2.5},
                          .unit = unit::utility,
                          .meaning = "denuclearisation as a shared goal under US-China cooperation, for both",
                          .basis = Basis::essay,
                          .source = "Chun 2025 par. 20; assumption"});
    declare(dual_motive, {.name = "dual_motive",
                          .symbol = "w_dual",
                          .value = 2.6,
                          .plausible = {0.0, 5.0},
                          .unit = unit::utility,
                          .meaning = "pressure and cooperation at once, times the threat of alignment",
                          .basis = Basis::essay,
                          .source = "Chun 2025 par. 19; assumption"});
    declare(alignment_threat, {.name = "alignment_threat",
                               .symbol = "om_al",
                               .value = 0.3,
                               .plausible = {0.0, 1.0},
                               .unit = unit::fraction,
                               .meaning = "how far US-DPRK alignment is aimed at China",
                               .basis = Basis::essay,
                               .source = "Chun 2025 par. 19; assumption"});
    declare(support_cost, {.name = "support_cost",
                           .symbol = "y_0",
                           .value = 0.55,
                           .plausible = {0.1, 1.2},
                           .unit = unit::utility,
                           .meaning = "base cost of support",
                           .source = "assumption: sets mean support near one half"});
    declare(test_annoyance, {.name = "test_annoyance",
                             .symbol = "wAnn",
                             .value = 0.9,
                             .unit = unit::utility,
                             .meaning = "strategic tests speak for pressure"});
    declare(own_bomb_annoyance,
            {.name = "own_bomb_annoyance",
             .symbol = "w_bCN",
             .value = 1.0,
             .plausible = {0.0, 3.0},
             .unit = unit::utility,
             .meaning = "a bomb of Seoul's own, as far as it has come, speaks for pressing Pyongyang"});
    declare(crisis_annoyance, {.name = "crisis_annoyance",
                               .symbol = "wAlm",
                               .value = 1.5,
                               .plausible = {0.0, 3.0},
                               .unit = unit::utility,
                               .meaning = "a crisis speaks for pressure, times the alarm",
                               .basis = Basis::data,
                               .source = "sanctions of August to December 2017; assumption"});
    declare(mediation_chance, {.name = "mediation_chance",
                               .symbol = "pMed",
                               .value = 0.25,
                               .plausible = {0.0, 0.5},
                               .unit = unit::per_month,
                               .meaning = "chance that a Beijing that does not press mediates in a crisis",
                               .source = "the proposals of 2017 to suspend tests and exercises; assumption"});
    declare(pressure_cost,
            {.name = "pressure_cost",
             .symbol = "wPc",
             .value = 1.0,
             .unit = unit::utility,
             .meaning = "cost of pressure",
             .source = "Russia and China shield Pyongyang in the Security Council; assumption"});
  }

  template <class Declare> void mechanics(Declare &declare) {
    using namespace engine;
    static constexpr auto names = "press|neutral|support|court|dual";
    declare(adjustment, {.name = "adjustment",
                         .symbol = "etaY",
                         .value = 0.2,
                         .unit = unit::fraction,
                         .meaning = "share of the gap in support and pressure closed in a month"});
    declare(meeting_chance, {.name = "meeting_chance",
                             .symbol = "pXK",
                             .value = 0.2,
                             .unit = unit::per_month,
                             .meaning = "chance of a Kim-Xi meeting while courting",
                             .basis = Basis::data,
                             .source = "Kim-Xi meetings of 2018-2019: five in sixteen months"});
    declare(closeness_by_courtship, {.name = "closeness_by_courtship",
                                     .value = 0.06,
                                     .unit = unit::fraction,
                                     .meaning = "closeness gained in a month of courtship"});
    declare(closeness_decay, {.name = "closeness_decay",
                              .value = 0.02,
                              .unit = unit::fraction,
                              .meaning = "closeness lost in a month"});
    declare(closeness_lost_by_pressure, {.name = "closeness_lost_by_pressure",
                                         .value = 0.05,
                                         .unit = unit::fraction,
                                         .meaning = "closeness lost in a month of pressure"});
    declare.table(support, names, {-0.6, 0.0, 0.6, 1.0, 0.8},
                  {.name = "support", .unit = {"1", -1.0, 1.0}, .meaning = "support in this posture"});
    declare.table(pressure, names, {1.0, 0.0, 0.0, 0.0, 0.7},
                  {.name = "pressure", .unit = unit::fraction, .meaning = "pressure in this posture"});
    declare.table(courtship, names, {0.0, 0.0, 0.2, 1.0, 0.6},
                  {.name = "courtship", .unit = unit::fraction, .meaning = "courtship in this posture"});
    declare.table(fixed_cost, names, {0.0, 0.0, 0.0, 0.35, 0.9},
                  {.name = "fixed_cost", .unit = unit::utility, .meaning = "fixed cost of this posture"});
    declare(initial_support, {.name = "initial_support",
                              .symbol = "Y0",
                              .value = 0.50,
                              .unit = unit::fraction,
                              .meaning = "support at the start",
                              .role = Role::initial});
    declare(initial_pressure, {.name = "initial_pressure",
                               .symbol = "Pc0",
                               .value = 0.15,
                               .unit = unit::fraction,
                               .meaning = "pressure at the start",
                               .role = Role::initial});
    declare(initial_closeness, {.name = "initial_closeness",
                                .symbol = "NC0",
                                .value = 0.50,
                                .unit = unit::fraction,
                                .meaning = "closeness at the start",
                                .role = Role::initial});
    declare(initial_posture, {.name = "initial_posture",
                              .value = 2.0,
                              .unit = {"posture", 0.0, 4.0},
                              .meaning = "posture before the first month",
                              .role = Role::initial,
                              .labels = names});
  }
};

} // namespace peninsula

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agents/peninsula/choices.hpp"
#include "agents/peninsula/couplings.hpp"
#include "agents/peninsula/region.hpp"
#include "agents/peninsula/signals.hpp"
#include "agents/peninsula/streams.hpp"
#include "engine/model/turn.hpp"

namespace peninsula {

/// A deliberately crude ladder of crisis, 0 to 5; the top is absorbing and kept for bookkeeping only:
/// the model has no account of war, and none is reported. What the agents do moves it (X1), and all capitals
/// read it: the alarm while it lasts, and an opening for talks once it is over and still remembered (X2).
/// Left out: what a crisis is about, and accidents.
template <class Real> struct Crisis {
  Constant<Real> start_hazard, up_step, down_step, heat_sensitivity;
  Constant<Real> start_after_test_or_clash, neutral_heat, heat_of_pressure, heat_of_hardening,
      heat_eased_by_contact, highest_up_step, highest_down_step;
  Constant<Real> memory_decay;
  Constant<Real> initial_rung, initial_memory, ladder;

  template <class Declare> void parameters(Declare &declare) {
    using namespace engine;
    declare.group("crisis");
    declare(start_hazard, {.name = "start_hazard",
                           .symbol = "p_s",
                           .value = 0.02,
                           .plausible = {0.005, 0.06},
                           .unit = unit::per_month,
                           .meaning = "hazard that a crisis starts, times heat"});
    declare(up_step, {.name = "up_step",
                      .symbol = "p_u",
                      .value = 0.16,
                      .plausible = {0.08, 0.25},
                      .unit = unit::per_month,
                      .meaning = "chance of a step up the ladder",
                      .source = "assumption; war must stay extremely rare"});
    declare(down_step, {.name = "down_step",
                        .symbol = "p_d",
                        .value = 0.38,
                        .plausible = {0.25, 0.5},
                        .unit = unit::per_month,
                        .meaning = "chance of a step down"});
    declare(heat_sensitivity, {.name = "heat_sensitivity",
                               .symbol = "k_e",
                               .value = 0.8,
                               .plausible = {0.0, 1.2},
                               .unit = unit::weight,
                               .meaning = "sensitivity of the steps to the month's heat"});
    declare(start_after_test_or_clash,
            {.name = "start_after_test_or_clash",
             .symbol = "psC",
             .value = 0.6,
             .unit = unit::per_month,
             .meaning = "chance that a nuclear test or a lethal clash starts a crisis"});
    declare(neutral_heat, {.name = "neutral_heat",
                           .value = 0.25,
                           .unit = unit::fraction,
                           .meaning = "heat at which the steps are as declared"});
    declare(heat_of_pressure, {.name = "heat_of_pressure",
                               .value = 0.4,
                               .unit = unit::fraction,
                               .meaning = "heat from American pressure"});
    declare(heat_of_hardening, {.name = "heat_of_hardening",
                                .value = 0.2,
                                .unit = unit::fraction,
                                .meaning = "heat from a hardening Seoul, times hostility"});
    declare(heat_eased_by_contact,
            {.name = "heat_eased_by_contact",
             .symbol = "h_con",
             .value = 0.2,
             .plausible = {0.0, 0.5},
             .unit = unit::fraction,
             .meaning = "heat taken away by an American opening, by a gesture of Kim's, and by "
                        "Beijing's mediation, each",
             .source = "2017-2018: letters, an envoy and the Olympic truce; assumption"});
    declare(memory_decay,
            {.name = "memory_decay",
             .symbol = "r_Mc",
             .value = 0.85,
             .plausible = {0.6, 0.95},
             .unit = unit::fraction,
             .meaning = "share of the memory of a crisis that lasts a month",
             .basis = Basis::data,
             .source = "from the alarm of September 2017 to the meeting of June 2018; assumption"});
    declare(highest_up_step, {.name = "highest_up_step",
                              .value = 0.45,
                              .unit = unit::per_month,
                              .meaning = "bound of the step up"});
    declare(highest_down_step, {.name = "highest_down_step",
                                .value = 0.54,
                                .unit = unit::per_month,
                                .meaning = "bound of the step down"});
    declare(initial_rung, {.name = "initial_rung",
                           .symbol = "e0",
                           .value = 0.0,
                           .unit = {"rung", 0.0, 5.0},
                           .meaning = "rung at the start",
                           .basis = Basis::data,
                           .source = "datum: no crisis in February 2025",
                           .role = Role::initial});
    declare(initial_memory, {.name = "initial_memory",
                             .symbol = "Mc0",
                             .value = 0.0,
                             .unit = unit::fraction,
                             .meaning = "memory of an earlier crisis at the start",
                             .basis = Basis::data,
                             .source = "datum: no crisis in 2024",
                             .role = Role::initial});
    declare(ladder, {.name = "ladder",
                     .value = 0.0,
                     .unit = {"reading", 0.0, 1.0},
                     .meaning = "whether heat and starts move the ladder, or it is a bare random walk that "
                                "ends at both ends (for tests)",
                     .basis = Basis::structure,
                     .role = Role::option,
                     .labels = "heated|random_walk"});
  }

  void open(Region<Real> &region) const {
    region.rung = initial_rung;
    region.crisis_memory = larger(initial_memory, height(region));
  }

  /// (X2) A crisis is remembered as the month leaves the ladder.
  void remember(Region<Real> &region) const {
    region.crisis_memory = larger(height(region), memory_decay * region.crisis_memory);
  }

  /// (X2) What the capitals read on the ladder.
  void alarm(Region<Real> &region, Real crisis_coupling) const {
    region.alarm = crisis_coupling * height(region);
    region.opening = crisis_coupling * (region.crisis_memory - height(region));
  }

  template <class Turn>
  void step(Region<Real> &region, Real tier_risk, const Couplings<Real> &couplings, Turn &turn) const {
    const Real u = turn.uniform(draw::crisis_ladder);
    const auto heated = ladder == Real(0.0);
    const auto calm = region.rung == Real(0.0);
    const auto between = !calm && region.rung < Real(5.0);
    const Real heat = tier_risk + heat_of_pressure * indicator(region.action == Real(0.0)) +
                      heat_of_hardening * couplings.hostility * region.hostility *
                          indicator(region.seoul_policy == Real(2.0)) -
                      heat_eased_by_contact * contacts(region, couplings.china);
    const Real ordinary_start = Real(1.0) - exponential(-(start_hazard * larger(Real(0.0), heat)));
    const Real start_chance = select(region.tier >= Real(4.0), start_after_test_or_clash, ordinary_start);
    const Real lean = exponential(heat_sensitivity * couplings.crisis_heat * (heat - neutral_heat));
    const Real up = select(heated, smaller(highest_up_step, up_step * lean), up_step);
    const Real down = select(heated, smaller(highest_down_step, down_step / lean), down_step);
    const auto starts = turn.happens(choice::crisis_start, calm && heated, start_chance, u);
    const auto [rises, falls] =
        turn.one_of({choice::crisis_climb, between && (heat > Real(0.0) || !heated), up, u},
                    {choice::crisis_ease, between, down, Real(1.0) - u});
    region.rung += indicator(starts || rises) - indicator(falls);
  }

private:
  static constexpr double top_rung = 5.0;

  static Real height(const Region<Real> &region) { return region.rung * (1.0 / top_rung); }

  /// How many speak to the other side this month: Washington, Pyongyang, and Beijing to both.
  static Real contacts(const Region<Real> &region, Real china_coupling) {
    return indicator(region.action >= Real(2.0)) + indicator(gesture(region)) +
           china_coupling * region.mediates;
  }
};

} // namespace peninsula

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "agents/peninsula/choices.hpp"
#include "agents/peninsula/couplings.hpp"
#include "agents/peninsula/meetings.hpp"
#include "agents/peninsula/north_korea/belief.hpp"
#include "agents/peninsula/region.hpp"
#include "agents/peninsula/streams.hpp"
#include "engine/model/turn.hpp"

namespace peninsula {

/// Russia pays for shells and soldiers while it needs them, and what it does not pay stands in a ledger. Only
/// after the war does its hidden type show: a strategic partner honours the debt and goes on, another turns
/// to recovery and normalisation. (R1)-(R6)
/// Left out: Moscow's own bargaining with Washington, prices, what either side claims to be owed.
template <class Real> struct Russia {
  Constant<Real> strategic_partner_share, willing_to_transfer_share, transfer_hazard;
  Constant<Real> need_motive, aid_cost, debt_motive, partnership_motive, normalisation_motive, crisis_motive;
  Constant<Real> recovery_burden, postwar_capacity, need_in_ceasefire, need_after_settlement;
  Constant<Real> need_adjustment, capacity_adjustment, recovery_time;
  std::array<Constant<Real>, 3> aid_level;
  Constant<Real> aid_scale, tie_adjustment;
  Constant<Real> shell_share, troop_scale, payment_share, technology_price, debt_scale;
  std::array<Constant<Real>, 4> technology_share;
  Constant<Real> troop_wave, troop_rotation, troop_return, casualty_rate, grievance_decay;
  Constant<Real> initial_capacity, initial_tie, initial_debt, initial_troops, initial_grievance,
      initial_posture;

  template <class Declare> void parameters(Declare &declare) {
    declare.group("russia");
    motives(declare);
    mechanics(declare);
    ledger(declare);
    troops(declare);
  }

  template <class Draws> void open(Region<Real> &region, const Draws &draws) const {
    const auto u = draws.uniforms(russian_types_and_tempo);
    region.strategic_partner = indicator(u[0] < strategic_partner_share);
    region.willing_to_transfer = indicator(u[1] < willing_to_transfer_share);
    region.capacity = initial_capacity;
    region.need = need_in_phase(region.ukraine_war);
    region.aid_posture = initial_posture;
    region.aid =
        aid_of(deliverable(region, region.ukraine_war, 0), entry_of(aid_level, Real(initial_posture)));
    region.russian_tie = initial_tie;
    region.satellite_technology = region.reentry_technology = 0.0;
    region.submarine_technology = region.air_defence_technology = 0.0;
    region.supplied = region.putin_met = region.putin_memory = 0.0;
    region.debt = initial_debt;
    region.troops = initial_troops;
    region.grievance = initial_grievance;
  }

  template <class Turn>
  void act(const Region<Real> &seen, Region<Real> &region, const Belief<Real> &belief,
           const Meetings<Real> &meetings, const Couplings<Real> &couplings, Turn &turn) const {
    recover(seen, region);
    take_supplies(seen, region);
    const Real claim = region.debt / (region.debt + debt_scale);
    const Levels expected =
        choose_aid(seen, region, claim, belief, couplings, turn.uniform(draw::russian_posture), turn);
    transfer_technology(region, claim, couplings.russia, turn.uniform(draw::technology), turn);
    keep_the_ledger(region);
    region.putin_met =
        meetings.take_place(choice::kim_and_putin, true, Real(0.0), seen.initiative == Real(3.0),
                            region.putin_memory, turn.uniform(draw::kim_and_putin_meeting), turn);
    region.russian_tie += meetings.closeness_gain * region.putin_met * (Real(1.0) - region.russian_tie);
    belief.trust_and_self_reliance(region, couplings.russia);
    belief.expect_aid(region, expected.of_partner, expected.of_other, aid_scale);
  }

private:
  /// Mean levels of aid by type, as Pyongyang can work them out.
  struct Levels {
    Real of_partner, of_other;
  };

  /// (R1), (R2): need falls after the first ceasefire, capacity moves towards its post-war level.
  void recover(const Region<Real> &seen, Region<Real> &region) const {
    const auto war = seen.ukraine_war == Real(0.0);
    region.need += need_adjustment * (need_in_phase(seen.ukraine_war) - region.need);
    region.capacity = select(war, region.capacity,
                             region.capacity + capacity_adjustment * (postwar_capacity - region.capacity));
  }

  Real need_in_phase(Real phase) const {
    return select(phase == Real(0.0), Real(1.0),
                  select(phase == Real(1.0), need_in_ceasefire, need_after_settlement));
  }

  /// cap: recovery takes its share of capacity, ever less since the first ceasefire.
  Real deliverable(const Region<Real> &region, Real phase, int month) const {
    const Real since = Real(month) - region.first_ceasefire;
    const Real burden =
        select(phase == Real(0.0), Real(0.0), recovery_burden * exponential(-since / recovery_time));
    return region.capacity * (Real(1.0) - burden);
  }

  /// No more than full aid is taken.
  Real aid_of(Real can_deliver, Real level) const {
    return smaller(Real(1.0), can_deliver * level / aid_scale);
  }

  /// (R5) Troops leave and come home; losses leave grievance behind. Shells and troops are what is supplied.
  void take_supplies(const Region<Real> &seen, Region<Real> &region) const {
    const auto war = seen.ukraine_war == Real(0.0);
    const auto with_shells = region.supplies > Real(0.0);
    const auto with_troops = region.supplies == Real(2.0);
    const auto stay = war && region.supplies < Real(3.0);
    const Real abroad = region.troops + troop_wave * indicator(with_troops);
    region.troops = abroad * (Real(1.0) - select(stay, troop_rotation, troop_return));
    region.grievance =
        region.grievance * (Real(1.0) - grievance_decay) + casualty_rate * region.troops * indicator(war);
    region.supplied = shell_share * indicator(with_shells) +
                      (Real(1.0) - shell_share) * region.troops / (region.troops + troop_scale);
  }

  /// (R3) and (B1): both types' choices are computed; the true type's is taken, and Pyongyang compares them.
  /// In war either honours a debt, for it wants more; in peace a strategic partner alone.
  template <class Turn>
  Levels choose_aid(const Region<Real> &seen, Region<Real> &region, Real claim, const Belief<Real> &belief,
                    const Couplings<Real> &couplings, Real u, Turn &turn) const {
    std::array<Real, 3> as_other;
    std::array<Real, 3> as_partner;
    std::array<Real, 3> true_utility;
    const auto partner = region.strategic_partner > Real(0.5);
    const Real interest =
        region.need * (need_motive * region.supplied - aid_cost) + crisis_motive * seen.alarm;
    const Real owed = debt_motive * claim;
    const Real peace = Real(1.0) - region.need;
    for (int i = 0; i < 3; ++i) {
      as_other[i] = aid_level[i] * (interest + owed * region.need - peace * normalisation_motive);
      as_partner[i] = aid_level[i] * (interest + owed + peace * (partnership_motive - normalisation_motive));
    }
    couplings.hold_to(region.aid_posture, as_other);
    couplings.hold_to(region.aid_posture, as_partner);
    for (int i = 0; i < 3; ++i) true_utility[i] = select(partner, as_partner[i], as_other[i]);
    const auto other_weights = quantal_weights(as_other, couplings.rationality_states);
    const auto partner_weights = quantal_weights(as_partner, couplings.rationality_states);
    std::array<Real, 3> weights;
    for (int i = 0; i < 3; ++i) weights[i] = select(partner, partner_weights[i], other_weights[i]);
    const auto choice = turn.choose_by_weight(choice::russian_aid, true_utility, weights, u);
    region.aid_posture = choice.index;

    const Real can_deliver = deliverable(region, seen.ukraine_war, turn.month);
    const Real level = choice.of(aid_level);
    region.aid = aid_of(can_deliver, level);
    region.russian_tie += tie_adjustment * (region.aid - region.russian_tie);
    belief.learn_about_moscow(region, choice, partner_weights, other_weights);
    belief.learn_capacity(region, can_deliver, level);
    return {mean_level(partner_weights), mean_level(other_weights)};
  }

  Real mean_level(const std::array<Real, 3> &weight) const {
    return (weight[0] * aid_level[0] + weight[1] * aid_level[1] + weight[2] * aid_level[2]) /
           (weight[0] + weight[1] + weight[2]);
  }

  /// (R4) A willing Moscow that aids at all pays a debt that it honours in technology, too. One uniform
  /// decides of all four kinds: each has what those before leave of it.
  template <class Turn>
  void transfer_technology(Region<Real> &region, Real claim, Real coupling, Real u, Turn &turn) const {
    const Real honoured = select(region.strategic_partner > Real(0.5), Real(1.0), region.need);
    const Real hazard = transfer_hazard * region.willing_to_transfer * claim * honoured;
    const auto open = coupling > Real(0.0) && region.aid_posture > Real(0.0);
    Real left = u;
    const auto of_kind = [&](const engine::Chance &kind, Real share) {
      const Real chance = hazard * share;
      const Real transferred = indicator(turn.happens(kind, open, chance, left));
      left = select(left < chance, Real(1.0), left - chance);
      return transferred;
    };
    region.satellite_technology = of_kind(choice::satellite_technology, technology_share[0]);
    region.reentry_technology = of_kind(choice::reentry_technology, technology_share[1]);
    region.submarine_technology = of_kind(choice::submarine_technology, technology_share[2]);
    region.air_defence_technology = of_kind(choice::air_defence_technology, technology_share[3]);
  }

  /// (R6) What is supplied is owed, as far as Moscow needs it; aid and technology pay shares of the debt. A
  /// ceasefire does not cancel it.
  void keep_the_ledger(Region<Real> &region) const {
    const Real kinds = region.satellite_technology + region.reentry_technology + region.submarine_technology +
                       region.air_defence_technology;
    const Real booked = region.debt + region.need * region.supplied;
    region.debt = booked * (Real(1.0) - payment_share * region.aid) *
                  (Real(1.0) - technology_price * smaller(Real(1.0), kinds));
  }

  template <class Declare> void motives(Declare &declare) {
    using namespace engine;
    declare(strategic_partner_share,
            {.name = "strategic_partner_share",
             .symbol = "q_S",
             .value = 0.4,
             .plausible = {0.1, 0.9},
             .unit = unit::probability,
             .meaning = "share of trajectories in which Russia is a strategic partner",
             .basis = Basis::essay,
             .source = "Chun 2025 par. 11; assumption",
             .opens = true});
    declare(willing_to_transfer_share,
            {.name = "willing_to_transfer_share",
             .symbol = "q_T",
             .value = 0.35,
             .plausible = {0.05, 0.8},
             .unit = unit::probability,
             .meaning = "share in which it is willing to transfer sensitive technology",
             .basis = Basis::essay,
             .source = "Chun 2025 par. 9 and 13; reports disagree (MSMT 2025); assumption",
             .opens = true});
    declare(transfer_hazard, {.name = "transfer_hazard",
                              .symbol = "chi",
                              .value = 0.1,
                              .plausible = {0.0, 0.24},
                              .unit = unit::per_month,
                              .meaning = "hazard of a transfer if willing, times the claim that it honours",
                              .source = "reports disagree (MSMT 2025); assumption"});
    declare(need_motive, {.name = "need_motive",
                          .symbol = "w_need",
                          .value = 2.2,
                          .plausible = {1.0, 4.0},
                          .unit = unit::utility,
                          .meaning = "aid utility of full supplies to a Russia at war",
                          .source = "FNF 2025 estimates of arms and troops supplied; assumption"});
    declare(
        aid_cost,
        {.name = "aid_cost",
         .symbol = "c_aid",
         .value = 0.8,
         .plausible = {0.2, 1.6},
         .unit = unit::utility,
         .meaning = "what aid costs a Russia at war: with nothing supplied, patronage alone speaks for it",
         .basis = Basis::essay,
         .source = "Chun 2025 par. 11-12; assumption"});
    declare(debt_motive, {.name = "debt_motive",
                          .symbol = "w_owe",
                          .value = 0.8,
                          .plausible = {0.0, 2.0},
                          .unit = unit::utility,
                          .meaning = "aid utility of a debt that is honoured, times the claim",
                          .basis = Basis::essay,
                          .source = "Chun 2025 par. 11; assumption"});
    declare(crisis_motive, {.name = "crisis_motive",
                            .symbol = "w_ally",
                            .value = 0.6,
                            .plausible = {0.0, 2.0},
                            .unit = unit::utility,
                            .meaning = "aid utility for an ally in a crisis, times the alarm",
                            .source = "treaty of June 2024; assumption"});
    declare(partnership_motive, {.name = "partnership_motive",
                                 .symbol = "w_str",
                                 .value = 2.2,
                                 .plausible = {0.8, 4.0},
                                 .unit = unit::utility,
                                 .meaning = "aid utility of a strategic partner after the war",
                                 .basis = Basis::essay,
                                 .source = "Chun 2025 par. 11; assumption"});
    declare(normalisation_motive, {.name = "normalisation_motive",
                                   .symbol = "w_norm",
                                   .value = 1.4,
                                   .plausible = {0.3, 3.0},
                                   .unit = unit::utility,
                                   .meaning = "normalisation speaks against aid after the war",
                                   .basis = Basis::essay,
                                   .source = "Chun 2025 par. 11; assumption"});
    declare(recovery_burden, {.name = "recovery_burden",
                              .symbol = "b_rec",
                              .value = 0.55,
                              .plausible = {0.2, 0.9},
                              .unit = unit::fraction,
                              .meaning = "share of capacity absorbed by recovery at the ceasefire",
                              .basis = Basis::essay,
                              .source = "Chun 2025 par. 11; assumption"});
    declare(postwar_capacity, {.name = "postwar_capacity",
                               .symbol = "kap_p",
                               .value = 0.8,
                               .plausible = {0.5, 1.0},
                               .unit = unit::fraction,
                               .meaning = "capacity long after the war"});
    declare(need_in_ceasefire, {.name = "need_in_ceasefire",
                                .symbol = "n_cf",
                                .value = 0.45,
                                .plausible = {0.2, 0.8},
                                .unit = unit::fraction,
                                .meaning = "need for Pyongyang's supplies under a ceasefire"});
    declare(need_after_settlement, {.name = "need_after_settlement",
                                    .symbol = "n_st",
                                    .value = 0.10,
                                    .unit = unit::fraction,
                                    .meaning = "... after a settlement"});
    declare.table(aid_level, "minimal|maintained|surged", {0.05, 0.5, 1.0},
                  {.name = "aid_level", .unit = unit::fraction, .meaning = "level of aid in this posture"});
  }

  template <class Declare> void mechanics(Declare &declare) {
    using namespace engine;
    declare(need_adjustment, {.name = "need_adjustment",
                              .symbol = "rN",
                              .value = 0.25,
                              .unit = unit::fraction,
                              .meaning = "share of the gap in need closed in a month"});
    declare(capacity_adjustment, {.name = "capacity_adjustment",
                                  .symbol = "rK",
                                  .value = 0.01,
                                  .unit = unit::fraction,
                                  .meaning = "share of the gap in capacity closed in a month of peace"});
    declare(recovery_time, {.name = "recovery_time",
                            .symbol = "tRec",
                            .value = 24.0,
                            .unit = {"month", 0.1, 1200.0},
                            .meaning = "time in which the recovery burden falls by 1/e"});
    declare(aid_scale, {.name = "aid_scale",
                        .value = 0.6,
                        .unit = {"fraction", 0.01, 10.0},
                        .meaning = "capacity at which a surge is full aid"});
    declare(tie_adjustment, {.name = "tie_adjustment",
                             .value = 0.15,
                             .unit = unit::fraction,
                             .meaning = "share of the gap between aid and tie closed in a month"});
    declare(initial_capacity, {.name = "initial_capacity",
                               .symbol = "kap0",
                               .value = 0.60,
                               .unit = unit::fraction,
                               .meaning = "capacity at the start",
                               .role = Role::initial});
    declare(initial_tie, {.name = "initial_tie",
                          .symbol = "LR0",
                          .value = 0.60,
                          .unit = unit::fraction,
                          .meaning = "solidity of the tie at the start",
                          .source = "treaty of June 2024; assumption",
                          .role = Role::initial});
    declare(initial_posture, {.name = "initial_posture",
                              .value = 1.0,
                              .unit = {"posture", 0.0, 2.0},
                              .meaning = "aid posture before the first month",
                              .role = Role::initial,
                              .labels = "minimal|maintained|surged"});
  }

  template <class Declare> void ledger(Declare &declare) {
    using namespace engine;
    declare(shell_share, {.name = "shell_share",
                          .symbol = "q_shl",
                          .value = 0.5,
                          .plausible = {0.3, 0.8},
                          .unit = unit::fraction,
                          .meaning = "shells' share of full supplies; the rest is the troops'",
                          .basis = Basis::data,
                          .source = "FNF 2025 estimates of arms and troops supplied; assumption"});
    declare(troop_scale, {.name = "troop_scale",
                          .symbol = "T_h",
                          .value = 10.0,
                          .unit = {"thousand", 0.1, 1000.0},
                          .meaning = "troops abroad that are worth half of all that troops could be worth"});
    declare(payment_share,
            {.name = "payment_share",
             .symbol = "s_pay",
             .value = 0.06,
             .plausible = {0.02, 0.15},
             .unit = unit::fraction,
             .meaning = "share of the debt that a month of full aid pays",
             .basis = Basis::data,
             .source = "FNF 2025: returns of at most 1.19 billion dollars for 5.6 to 9.8; assumption"});
    declare(technology_price, {.name = "technology_price",
                               .symbol = "s_tec",
                               .value = 0.2,
                               .unit = unit::fraction,
                               .meaning = "share of the debt that a transfer of technology pays"});
    declare(debt_scale, {.name = "debt_scale",
                         .symbol = "L_h",
                         .value = 12.0,
                         .unit = {"month", 0.1, 1200.0},
                         .meaning = "debt, in months of full supplies, at which the claim is one half"});
    declare.table(technology_share, "satellites|reentry|submarines|air_defence", {0.3, 0.1, 0.25, 0.35},
                  {.name = "technology_share",
                   .unit = unit::fraction,
                   .meaning = "share of this kind in the hazard of a transfer",
                   .basis = Basis::data,
                   .source =
                       "MSMT 2025 on air defence, Reuters 2025 on submarines, satellites of 2023-2024; Chun "
                       "2025 par. 13: no evidence on re-entry; assumption"});
    declare(initial_debt,
            {.name = "initial_debt",
             .symbol = "Lg0",
             .value = 12.0,
             .plausible = {4.0, 18.0},
             .unit = {"month", 0.0, 1200.0},
             .meaning = "debt at the start, in months of full supplies",
             .basis = Basis::data,
             .source = "shipments since August 2023, of which a fifth was paid (FNF 2025); assumption",
             .role = Role::initial});
  }

  template <class Declare> void troops(Declare &declare) {
    using namespace engine;
    declare(troop_wave, {.name = "troop_wave",
                         .symbol = "aWave",
                         .value = 4.0,
                         .unit = unit::thousands,
                         .meaning = "troops in a wave",
                         .basis = Basis::data,
                         .source = "NIS, September 2025: about 15 000 in all"});
    declare(troop_rotation, {.name = "troop_rotation",
                             .symbol = "rotT",
                             .value = 0.03,
                             .unit = unit::fraction,
                             .meaning = "share that returns in a month of war"});
    declare(troop_return, {.name = "troop_return",
                           .symbol = "rotTc",
                           .value = 0.25,
                           .unit = unit::fraction,
                           .meaning = "share that returns in a month of peace"});
    declare(casualty_rate, {.name = "casualty_rate",
                            .symbol = "cas",
                            .value = 0.012,
                            .unit = unit::fraction,
                            .meaning = "monthly losses that leave grievance",
                            .basis = Basis::data,
                            .source = "NIS, September 2025: about 2 000; Western estimates are higher"});
    declare(grievance_decay, {.name = "grievance_decay",
                              .symbol = "dGr",
                              .value = 0.02,
                              .unit = unit::fraction,
                              .meaning = "grievance forgotten in a month"});
    declare(initial_troops, {.name = "initial_troops",
                             .symbol = "T0",
                             .value = 11.0,
                             .unit = unit::thousands,
                             .meaning = "troops abroad at the start",
                             .basis = Basis::data,
                             .source = "NIS: about 11 000 in autumn 2024",
                             .role = Role::initial});
    declare(initial_grievance, {.name = "initial_grievance",
                                .symbol = "Gr0",
                                .value = 3.0,
                                .unit = unit::thousands,
                                .meaning = "grievance at the start",
                                .basis = Basis::data,
                                .source = "Western estimates of early 2025: about 4 000 casualties",
                                .role = Role::initial});
  }
};

} // namespace peninsula

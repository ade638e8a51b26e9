// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "agents/peninsula/choices.hpp"
#include "agents/peninsula/couplings.hpp"
#include "agents/peninsula/north_korea/belief.hpp"
#include "agents/peninsula/region.hpp"
#include "agents/peninsula/streams.hpp"
#include "engine/model/turn.hpp"

namespace peninsula {

/// Russia pays while it needs shells and soldiers. Only after the war does its hidden type show: a
/// strategic partner goes on, another turns to recovery and normalisation. (R1)-(R4)
/// Left out: Moscow's own bargaining with Washington.
template <class Real> struct Russia {
  Constant<Real> strategic_partner_share, willing_to_transfer_share, transfer_hazard;
  Constant<Real> need_motive, partnership_motive, normalisation_motive;
  Constant<Real> recovery_burden, postwar_capacity, need_in_ceasefire, need_after_settlement;
  Constant<Real> need_adjustment, capacity_adjustment, recovery_time, posture_inertia;
  std::array<Constant<Real>, 3> aid_level;
  Constant<Real> aid_scale, tie_adjustment;
  Constant<Real> troop_wave_chance, troop_wave, troop_rotation, troop_return, casualty_rate, grievance_decay;
  Constant<Real> initial_capacity, initial_tie, initial_troops, initial_grievance, initial_posture;

  template <class Declare> void parameters(Declare &declare) {
    declare.group("russia");
    motives(declare);
    mechanics(declare);
  }

  template <class Draws> void open(Region<Real> &region, const Draws &draws) const {
    const auto u = draws.uniforms(russian_types_and_tempo);
    region.strategic_partner = indicator(u[0] < strategic_partner_share);
    region.willing_to_transfer = indicator(u[1] < willing_to_transfer_share);
    region.capacity = initial_capacity;
    region.need = 1.0;
    region.aid_posture = initial_posture;
    region.aid = 0.0;
    region.russian_tie = initial_tie;
    region.technology_transferred = 0.0;
    region.troops = initial_troops;
    region.grievance = initial_grievance;
  }

  template <class Turn>
  void act(const Region<Real> &seen, Region<Real> &region, const Belief<Real> &belief,
           const Couplings<Real> &couplings, Turn &turn) const {
    const Real before = region.aid_posture;
    recover(seen, region);
    const Levels expected = choose_aid(seen, region, before, belief, couplings.rationality_states,
                                       turn.uniform(draw::russian_posture), turn);
    transfer_technology(region, couplings.russia, turn.uniform(draw::technology), turn);
    send_troops(seen, region, turn);
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
    const auto ever = seen.first_ceasefire < Real(never);
    const Real target = select(
        war, Real(1.0), select(seen.ukraine_war == Real(1.0), need_in_ceasefire, need_after_settlement));
    region.need = select(ever, region.need + need_adjustment * (target - region.need), Real(1.0));
    region.capacity = select(war, region.capacity,
                             region.capacity + capacity_adjustment * (postwar_capacity - region.capacity));
  }

  /// (R3) and (B1): both types' choices are computed; the true type's is taken, and Pyongyang compares them.
  template <class Turn>
  Levels choose_aid(const Region<Real> &seen, Region<Real> &region, Real before, const Belief<Real> &belief,
                    Real rationality, Real u, Turn &turn) const {
    std::array<Real, 3> as_other;
    std::array<Real, 3> as_partner;
    std::array<Real, 3> true_utility;
    const auto partner = region.strategic_partner > Real(0.5);
    const Real interest = need_motive * region.need;
    const Real peace = Real(1.0) - region.need;
    for (int i = 0; i < 3; ++i) {
      const Real inertia = posture_inertia * indicator(before == Real(i));
      as_other[i] = aid_level[i] * (interest - peace * normalisation_motive) + inertia;
      as_partner[i] =
          aid_level[i] * (interest + peace * (partnership_motive - normalisation_motive)) + inertia;
      true_utility[i] = select(partner, as_partner[i], as_other[i]);
    }
    const auto other_weights = quantal_weights(as_other, rationality);
    const auto partner_weights = quantal_weights(as_partner, rationality);
    std::array<Real, 3> weights;
    for (int i = 0; i < 3; ++i) weights[i] = select(partner, partner_weights[i], other_weights[i]);
    const auto choice = turn.choose_by_weight(choice::russian_aid, true_utility, weights, u);
    region.aid_posture = choice.index;

    const auto war = seen.ukraine_war == Real(0.0);
    const Real since = Real(turn.month) - seen.first_ceasefire;
    const Real burden = select(war, Real(0.0), recovery_burden * exponential(-since / recovery_time));
    const Real deliverable = region.capacity * (Real(1.0) - burden);
    const Real level = choice.of(aid_level);
    region.aid = smaller(Real(1.0), deliverable * level / aid_scale); // no more than full aid is taken
    region.russian_tie += tie_adjustment * (region.aid - region.russian_tie);
    belief.learn_about_moscow(region, choice, partner_weights, other_weights);
    belief.learn_capacity(region, deliverable, level);
    return {mean_level(partner_weights), mean_level(other_weights)};
  }

  Real mean_level(const std::array<Real, 3> &weight) const {
    return (weight[0] * aid_level[0] + weight[1] * aid_level[1] + weight[2] * aid_level[2]) /
           (weight[0] + weight[1] + weight[2]);
  }

  /// (R4)
  template <class Turn>
  void transfer_technology(Region<Real> &region, Real coupling, Real u, Turn &turn) const {
    const Real hazard = transfer_hazard * region.willing_to_transfer * region.need;
    const auto open = coupling > Real(0.0);
    region.technology_transferred = indicator(turn.happens(choice::technology, open, hazard, u));
  }

  /// Troops go in waves while the war lasts and rotate home; losses leave grievance behind.
  template <class Turn> void send_troops(const Region<Real> &seen, Region<Real> &region, Turn &turn) const {
    const Real u = turn.uniform(draw::troop_wave);
    const auto war = seen.ukraine_war == Real(0.0);
    const auto sent = turn.happens(choice::troop_wave, war, troop_wave_chance, u);
    const Real abroad = region.troops + troop_wave * indicator(sent);
    region.troops = abroad * (Real(1.0) - select(war, troop_rotation, troop_return));
    region.grievance =
        region.grievance * (Real(1.0) - grievance_decay) + casualty_rate * region.troops * indicator(war);
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
                              .value = 0.05,
                              .plausible = {0.0, 0.12},
                              .unit = unit::per_month,
                              .meaning = "hazard of a transfer if willing, times need",
                              .source = "reports disagree (MSMT 2025); assumption"});
    declare(need_motive, {.name = "need_motive",
                          .symbol = "w_need",
                          .value = 1.0,
                          .plausible = {0.4, 2.0},
                          .unit = unit::utility,
                          .meaning = "aid utility from war need",
                          .source = "FNF 2025 estimates of arms and troops supplied; assumption"});
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
    declare(posture_inertia, {.name = "posture_inertia",
                              .symbol = "sq",
                              .value = 0.45,
                              .unit = unit::utility,
                              .meaning = "inertia of the aid posture"});
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
    declare(troop_wave_chance, {.name = "troop_wave_chance",
                                .symbol = "pWave",
                                .value = 0.06,
                                .unit = unit::per_month,
                                .meaning = "chance of another wave of troops in war",
                                .basis = Basis::data,
                                .source = "NIS statements of 2025"});
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
    declare(initial_posture, {.name = "initial_posture",
                              .value = 1.0,
                              .unit = {"posture", 0.0, 2.0},
                              .meaning = "aid posture before the first month",
                              .role = Role::initial,
                              .labels = "minimal|maintained|surged"});
  }
};

} // namespace peninsula

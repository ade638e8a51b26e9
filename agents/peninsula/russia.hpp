#pragma once

#include <array>

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
    const auto u = turn.uniforms(russian_decisions);
    const Real before = region.aid_posture;
    recover(seen, region);
    const Levels expected =
        choose_aid(seen, region, before, belief, couplings.rationality_states, u[0], turn);
    transfer_technology(region, couplings.russia, u[1], turn);
    send_troops(seen, region, turn);
    belief.trust_and_self_reliance(region, couplings.russia);
    belief.expect_aid(region, expected.of_partner, expected.of_other, aid_scale);
  }

private:
  static constexpr engine::Menu postures{"Russia", "aid to Pyongyang", "minimal|maintained|surged"};

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
    const auto choice = engine::drawn_by_weight(weights, u);
    turn.witness.chose(postures, true_utility, choice);
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
    static constexpr engine::Chance transfer{"Russia", "sensitive technology is transferred"};
    const Real hazard = transfer_hazard * region.willing_to_transfer * region.need;
    const auto open = coupling > Real(0.0);
    region.technology_transferred = indicator(turn.happens(transfer, select(open, hazard, Real(0.0)), u));
  }

  /// Troops go in waves while the war lasts and rotate home; losses leave grievance behind.
  template <class Turn> void send_troops(const Region<Real> &seen, Region<Real> &region, Turn &turn) const {
    static constexpr engine::Chance wave{"North Korea", "another wave of troops leaves for Russia"};
    const Real u = turn.uniforms(ukraine_war_and_troops)[1];
    const auto war = seen.ukraine_war == Real(0.0);
    const auto sent = turn.happens(wave, select(war, troop_wave_chance, Real(0.0)), u);
    const Real abroad = region.troops + troop_wave * indicator(sent);
    region.troops = abroad * (Real(1.0) - select(war, troop_rotation, troop_return));
    region.grievance =
        region.grievance * (Real(1.0) - grievance_decay) + casualty_rate * region.troops * indicator(war);
  }

  template <class Declare> void motives(Declare &declare) {
    using namespace engine;
    declare(strategic_partner_share, "strategic_partner_share", "q_S", 0.4, {0.1, 0.9}, unit::probability,
            "share of trajectories in which Russia is a strategic partner", "Chun 2025 par. 11; assumption");
    declare(willing_to_transfer_share, "willing_to_transfer_share", "q_T", 0.35, {0.05, 0.8},
            unit::probability, "share in which it is willing to transfer sensitive technology",
            "Chun 2025 par. 9 and 13; reports disagree (MSMT 2025); assumption");
    declare(transfer_hazard, "transfer_hazard", "chi", 0.05, {0.0, 0.12}, unit::per_month,
            "hazard of a transfer if willing, times need", "reports disagree (MSMT 2025); assumption");
    declare(need_motive, "need_motive", "w_need", 1.0, {0.4, 2.0}, unit::utility, "aid utility from war need",
            "FNF 2025 estimates of arms and troops supplied; assumption");
    declare(partnership_motive, "partnership_motive", "w_str", 2.2, {0.8, 4.0}, unit::utility,
            "aid utility of a strategic partner after the war", "Chun 2025 par. 11; assumption");
    declare(normalisation_motive, "normalisation_motive", "w_norm", 1.4, {0.3, 3.0}, unit::utility,
            "normalisation speaks against aid after the war", "Chun 2025 par. 11; assumption");
    declare(recovery_burden, "recovery_burden", "b_rec", 0.55, {0.2, 0.9}, unit::fraction,
            "share of capacity absorbed by recovery at the ceasefire", "Chun 2025 par. 11; assumption");
    declare(postwar_capacity, "postwar_capacity", "kap_p", 0.8, {0.5, 1.0}, unit::fraction,
            "capacity long after the war", "assumption");
    declare(need_in_ceasefire, "need_in_ceasefire", "n_cf", 0.45, {0.2, 0.8}, unit::fraction,
            "need for Pyongyang's supplies under a ceasefire", "assumption");
    declare(need_after_settlement, "need_after_settlement", "n_st", 0.10, {}, unit::fraction,
            "... after a settlement", "assumption");
    declare(posture_inertia, "posture_inertia", "sq", 0.45, {}, unit::utility, "inertia of the aid posture",
            "assumption");
    declare.table(aid_level, {0.05, 0.5, 1.0}, "minimal|maintained|surged", "aid_level", unit::fraction,
                  "level of aid in this posture", "assumption");
  }

  template <class Declare> void mechanics(Declare &declare) {
    using namespace engine;
    declare(need_adjustment, "need_adjustment", "rN", 0.25, {}, unit::fraction,
            "share of the gap in need closed in a month", "assumption");
    declare(capacity_adjustment, "capacity_adjustment", "rK", 0.01, {}, unit::fraction,
            "share of the gap in capacity closed in a month of peace", "assumption");
    declare(recovery_time, "recovery_time", "tRec", 24.0, {}, {"month", 0.1, 1200.0},
            "time in which the recovery burden falls by 1/e", "assumption");
    declare(aid_scale, "aid_scale", "", 0.6, {}, {"fraction", 0.01, 10.0},
            "capacity at which a surge is full aid", "assumption");
    declare(tie_adjustment, "tie_adjustment", "", 0.15, {}, unit::fraction,
            "share of the gap between aid and tie closed in a month", "assumption");
    declare(troop_wave_chance, "troop_wave_chance", "pWave", 0.06, {}, unit::per_month,
            "chance of another wave of troops in war", "NIS statements of 2025");
    declare(troop_wave, "troop_wave", "aWave", 4.0, {}, unit::thousands, "troops in a wave",
            "NIS, September 2025: about 15 000 in all");
    declare(troop_rotation, "troop_rotation", "rotT", 0.03, {}, unit::fraction,
            "share that returns in a month of war", "assumption");
    declare(troop_return, "troop_return", "rotTc", 0.25, {}, unit::fraction,
            "share that returns in a month of peace", "assumption");
    declare(casualty_rate, "casualty_rate", "cas", 0.012, {}, unit::fraction,
            "monthly losses that leave grievance",
            "NIS, September 2025: about 2 000; Western estimates are higher");
    declare(grievance_decay, "grievance_decay", "dGr", 0.02, {}, unit::fraction,
            "grievance forgotten in a month", "assumption");
    declare(initial_capacity, "initial_capacity", "kap0", 0.60, {}, unit::fraction, "capacity at the start",
            "assumption", Role::initial);
    declare(initial_tie, "initial_tie", "LR0", 0.60, {}, unit::fraction, "solidity of the tie at the start",
            "treaty of June 2024; assumption", Role::initial);
    declare(initial_troops, "initial_troops", "T0", 11.0, {}, unit::thousands, "troops abroad at the start",
            "NIS: about 11 000 in autumn 2024", Role::initial);
    declare(initial_grievance, "initial_grievance", "Gr0", 3.0, {}, unit::thousands, "grievance at the start",
            "Western estimates of early 2025: about 4 000 casualties", Role::initial);
    declare(initial_posture, "initial_posture", "", 1.0, {}, {"posture", 0.0, 2.0},
            "aid posture before the first month", "assumption", Role::initial, "minimal|maintained|surged");
  }
};

} // namespace peninsula

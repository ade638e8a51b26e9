#pragma once

#include <array>

#include "agents/peninsula/couplings.hpp"
#include "agents/peninsula/region.hpp"
#include "agents/peninsula/streams.hpp"
#include "agents/peninsula/united_states/presidency.hpp"
#include "engine/model/turn.hpp"

namespace peninsula {

/// Kim accepts an overture when what the stance on offer is worth to him, if Washington delivers,
/// exceeds what he can have without a deal (D1), and when waiting is worth less (D3).
/// Left out: what his own arsenal would be worth by then; a reservation for each later offer.
template <class Real> struct Negotiation {
  Constant<Real> pressure_value, denuclearisation_value, small_deal_value, recognition_value;
  Constant<Real> reservation, reservation_by_china, reservation_by_russia, reservation_by_arsenal,
      reservation_relief_by_need;
  Constant<Real> opportune_moment, opportune_approval, opportune_load;
  Constant<Real> reference_support, reference_aid, reference_need, reference_approval;
  Constant<Real> deliverable_share, loss_weight, stage_bonus, exercise_bonus, summit_reluctance;
  Constant<Real> foresight_on_aid, patience, waiting_horizon;

  template <class Declare> void parameters(Declare &declare) {
    declare.group("negotiation");
    values(declare);
    moments(declare);
    ease(declare);
  }

  void prepare(const Presidency<Real> &president) {
    const Real persistence = larger(president.approval_persistence, Real(1e-6));
    approval_lasts_ = exponential(waiting_horizon * logarithm(persistence));
  }

  template <class Draws> void open(Region<Real> &region, const Draws &draws) const {
    const auto u = draws.uniforms(private_tastes);
    region.reservation_draw = standard_normal(u[2], u[3]);
    region.reservation = reservation;
    region.deal_value = denuclearisation_value;
    region.offered = region.accepted = region.value_of_waiting = 0.0;
    region.answered_action = 1.0;
    region.answered_stance = 0.0;
  }

  template <class Turn>
  void answer(const Region<Real> &seen, Region<Real> &region, const Couplings<Real> &couplings,
              const Presidency<Real> &president, Real need, Real u, Turn &turn) const {
    static constexpr engine::Chance acceptance{"North Korea", "Kim accepts the overture"};
    region.reservation = reservation_value(seen, region, couplings, president.private_spread, need);
    region.deal_value = value_of(seen.stance);
    region.answered_action = seen.action;
    region.answered_stance = seen.stance;
    const auto offer = seen.action >= Real(2.0) && seen.stage < Real(3.0);
    region.offered = indicator(offer);
    const Real rationality = couplings.rationality_north_korea;
    const Real gain = gain_from_accepting(seen, region);
    const Real now = moment(seen.approval, seen, couplings.attention);
    const Real later = moment(expected_approval(seen.approval, president), seen, couplings.attention);
    const Real time_left = president.time_left(turn.month, waiting_horizon);
    region.value_of_waiting =
        patience * (time_left * softplus(rationality * (gain + later)) - softplus(rationality * gain));
    const Real odds = rationality * (gain + now) - region.value_of_waiting;
    region.accepted = indicator(turn.happens_at_odds(acceptance, offer, odds, u));
  }

private:
  /// Rv: preconditions, raised by patrons and by an unfinished arsenal, lowered by need.
  Real reservation_value(const Region<Real> &seen, const Region<Real> &region,
                         const Couplings<Real> &couplings, Real private_spread, Real need) const {
    return reservation + private_spread * region.reservation_draw +
           reservation_by_china * (couplings.china * seen.support - reference_support) +
           reservation_by_russia * (couplings.russia * lasting_aid(seen) - reference_aid) +
           reservation_by_arsenal * (Real(1.0) - region.second_strike) * (region.self_reliance - 0.5) -
           reservation_relief_by_need * (need - reference_need);
  }

  /// What Russia gives, seen with an eye to what it will go on giving.
  Real lasting_aid(const Region<Real> &seen) const {
    return seen.aid + foresight_on_aid * (seen.expected_aid - seen.aid);
  }

  /// U_acc in an ordinary moment.
  Real gain_from_accepting(const Region<Real> &seen, const Region<Real> &region) const {
    const Real gain = (region.trust_in_washington + deliverable_share) * region.deal_value;
    const Real loss = loss_weight * region.deal_value;
    const Real expected = select(region.deal_value > Real(0.0), gain, loss);
    const Real cold_summit = indicator(seen.action == Real(4.0) && seen.stage == Real(0.0));
    return expected - region.reservation + stage_bonus * seen.stage +
           exercise_bonus * (Real(1.0) - seen.exercises) - summit_reluctance * cold_summit;
  }

  /// Opp: how opportune a moment is in which the president stands thus.
  Real moment(Real approval, const Region<Real> &seen, Real attention_coupling) const {
    return opportune_moment * (opportune_approval * (approval - reference_approval) * 0.1 +
                               opportune_load * attention_coupling * (seen.attention_load - 0.5));
  }

  /// Where polls that return to their long run will stand when the wait is over.
  Real expected_approval(Real approval, const Presidency<Real> &president) const {
    return president.long_run_approval + approval_lasts_ * (approval - president.long_run_approval);
  }

  Real value_of(Real stance) const {
    return select(stance == Real(0.0), pressure_value,
                  select(stance == Real(1.0), denuclearisation_value,
                         select(stance == Real(2.0), small_deal_value, recognition_value)));
  }

  template <class Declare> void values(Declare &declare) {
    using namespace engine;
    declare(pressure_value, "pressure_value", "v_prs", -1.2, {}, unit::utility,
            "Kim's value of talks under pressure", "assumption");
    declare(denuclearisation_value, "denuclearisation_value", "v_den", -0.5, {-1.2, 0.2}, unit::utility,
            "... of a denuclearisation deal", "Chun 2025 par. 6; assumption");
    declare(small_deal_value, "small_deal_value", "v_sml", 0.5, {0.0, 1.2}, unit::utility,
            "... of a small deal", "Chun 2025 par. 6 and 27; assumption");
    declare(recognition_value, "recognition_value", "v_rec", 1.5, {0.8, 2.5}, unit::utility,
            "... of recognition and sanctions relief", "Chun 2025 par. 6; assumption");
    declare(reservation, "reservation", "r_0", 0.95, {0.4, 1.6}, unit::utility,
            "reservation value: how heavy the preconditions are",
            "Chun 2025 par. 8; Ninth Party Congress, February 2026; assumption");
    declare(reservation_by_china, "reservation_by_china", "r_CN", 0.8, {0.0, 1.6}, unit::utility,
            "Chinese support raises it", "Chun 2025 par. 16 and 18; assumption");
    declare(reservation_by_russia, "reservation_by_russia", "r_RU", 0.8, {0.0, 1.6}, unit::utility,
            "Russian aid raises it", "Chun 2025 par. 16; assumption");
    declare(reservation_by_arsenal, "reservation_by_arsenal", "r_Q", 0.6, {0.0, 1.5}, unit::utility,
            "an unfinished second strike raises it, times self-reliance", "Chun 2025 par. 9-10; assumption");
    declare(reservation_relief_by_need, "reservation_relief_by_need", "r_E", 0.8, {0.0, 1.6}, unit::utility,
            "economic and domestic need lowers it", "Chun 2025 par. 12; assumption");
  }

  template <class Declare> void moments(Declare &declare) {
    using namespace engine;
    declare(opportune_moment, "opportune_moment", "z_opp", 0.5, {-1.0, 1.5}, unit::weight_of_either_sign,
            "weight of the opportune moment; its sign is contestable", "Chun 2025 par. 10; assumption");
    declare(opportune_approval, "opportune_approval", "oG", 0.4, {}, unit::utility,
            "... from ten points of the president's approval", "assumption");
    declare(opportune_load, "opportune_load", "oA", 0.7, {}, unit::utility,
            "... from Washington's attention load", "assumption");
    declare(reference_support, "reference_support", "", 0.4, {}, unit::fraction,
            "Chinese support at which the reservation is neutral", "assumption");
    declare(reference_aid, "reference_aid", "", 0.5, {}, unit::fraction, "Russian aid at which it is neutral",
            "assumption");
    declare(reference_need, "reference_need", "", 0.2, {}, unit::fraction, "need at which it is neutral",
            "assumption");
    declare(reference_approval, "reference_approval", "", 42.0, {}, unit::percent,
            "approval at which the moment is neutral", "Gallup, first-term mean");
    declare(foresight_on_aid, "foresight_on_aid", "phi_R", 0.5, {0.0, 1.0}, unit::fraction,
            "weight of the aid Kim expects Moscow to go on sending, beside today's",
            "Chun 2025 par. 11; assumption; 0 is the reading without foresight");
    declare(patience, "patience", "delta", 0.5, {0.0, 1.0}, unit::fraction,
            "weight of the value of waiting; 0 answers each overture by itself",
            "Chun 2025 par. 10: the right moment; McFadden 1978 for the form; assumption");
    declare(waiting_horizon, "waiting_horizon", "h_w", 6.0, {3.0, 12.0}, {"month", 1.0, 120.0},
            "how far ahead Kim looks for a better moment", "assumption");
  }

  template <class Declare> void ease(Declare &declare) {
    using namespace engine;
    declare(deliverable_share, "deliverable_share", "", 0.25, {}, unit::fraction,
            "share of a gain that needs no deliverer", "assumption");
    declare(loss_weight, "loss_weight", "fNeg", 0.6, {}, unit::weight,
            "weight of a loss: a cost needs no deliverer", "assumption");
    declare(stage_bonus, "stage_bonus", "wSt", 0.3, {}, unit::utility,
            "ease of going on, for each stage reached", "assumption");
    declare(exercise_bonus, "exercise_bonus", "", 0.3, {}, unit::utility,
            "suspended exercises make it easier", "Chun 2025 par. 22; assumption");
    declare(summit_reluctance, "summit_reluctance", "", 0.55, {}, unit::utility,
            "reluctance to go to a summit without any contact", "assumption");
  }

  Constant<Real> approval_lasts_; // share of a deviation of the president's approval that outlasts the wait
};

} // namespace peninsula

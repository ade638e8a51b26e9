// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "agents/peninsula/choices.hpp"
#include "agents/peninsula/couplings.hpp"
#include "agents/peninsula/region.hpp"
#include "agents/peninsula/scales.hpp"
#include "agents/peninsula/streams.hpp"
#include "agents/peninsula/terms.hpp"
#include "agents/peninsula/united_states/presidency.hpp"
#include "engine/model/turn.hpp"

namespace peninsula {

/// Kim accepts an overture when the clauses on the table are worth more to him than what he can have without
/// a deal (D1), and when waiting is worth less (D3). What is given needs a Washington that delivers; what is
/// asked costs him whatever Washington does. Some demands must be met before talks.
/// Left out: what his own arsenal would be worth by then; a reservation for each later offer.
template <class Real> struct Negotiation {
  Constant<Real> relief_value, ties_value, words_value, pause_value, limit_cost, halt_cost;
  Constant<Real> reservation, reservation_by_china, reservation_by_russia, reservation_by_arsenal,
      reservation_relief_by_need;
  Constant<Real> opportune_moment, opportune_approval, opportune_load;
  Constant<Real> reference_support, reference_aid, reference_need, reference_self_reliance, reference_load;
  Constant<Real> deliverable_share, stage_bonus, preconditions;
  Constant<Real> foresight_on_aid, patience, waiting_horizon, reservation_relief_by_opening,
      reservation_by_failure;

  template <class Declare> void parameters(Declare &declare) {
    declare.group("negotiation");
    values(declare);
    moments(declare);
    ease(declare);
  }

  void prepare(const Presidency<Real> &president) {
    constexpr double no_logarithm_of_zero = 1e-6;
    const Real persistence = larger(president.approval_persistence, Real(no_logarithm_of_zero));
    approval_lasts_ = exponential(waiting_horizon * logarithm(persistence));
  }

  template <class Draws> void open(Region<Real> &region, const Draws &draws) const {
    const auto u = draws.uniforms(private_tastes);
    region.reservation_draw = standard_normal(u[2], u[3]);
    region.reservation = reservation;
    region.surplus = 0.0;
    region.offered = region.accepted = region.value_of_waiting = region.gain = 0.0;
    region.answered_action = 1.0;
    region.answered_stance = 0.0;
  }

  template <class Turn>
  void answer(const Region<Real> &seen, Region<Real> &region, const Couplings<Real> &couplings,
              const Presidency<Real> &president, Real usual_approval, Real need, Real u, Turn &turn) const {
    region.reservation = reservation_value(seen, region, couplings, president.private_spread, need);
    const Terms<Real> clauses = terms_on_the_table(region);
    const auto deal = seen.stage == Real(3.0);
    const Real fallback = select(deal, value(region, terms_in_force(region)), region.reservation);
    region.surplus = value(region, clauses) - fallback;
    region.answered_action = seen.action;
    region.answered_stance = seen.stance;
    const auto offer = seen.action == Real(4.0) || (seen.action >= Real(2.0) && !deal);
    region.offered = indicator(offer);
    const Real rationality = couplings.rationality_north_korea;
    const Real gain = gain_from_accepting(seen, region, clauses.words);
    region.gain = gain;
    const Real now = moment(seen.approval - usual_approval, seen, couplings.attention);
    const Real later =
        moment(expected_approval(seen.approval, president) - usual_approval, seen, couplings.attention);
    const Real time_left = president.time_left(turn.month, waiting_horizon);
    region.value_of_waiting =
        patience * (time_left * softplus(rationality * (gain + later)) - softplus(rationality * gain));
    const Real odds = rationality * (gain + now) - region.value_of_waiting;
    region.accepted = indicator(turn.happens_at_odds(choice::acceptance, offer, odds, u));
  }

  /// What a deal gives Kim, as far as he trusts Washington, or the man, to deliver it.
  Real worth(const Region<Real> &region, const Terms<Real> &terms) const {
    const Real man = deliverable_share * (region.rapport + region.rapport);
    const Real given = relief_value * terms.relief + ties_value * terms.ties + words_value * terms.words +
                       pause_value * terms.pause;
    return (region.trust_in_washington + man) * given;
  }

  /// What it costs him: a limit what his missiles still lack, a halt what his second strike does.
  Real cost(const Region<Real> &region, const Terms<Real> &terms) const {
    return limit_cost * terms.limit * (Real(1.0) - region.mainland_threat) +
           halt_cost * terms.halt * (Real(1.0) - region.second_strike);
  }

private:
  /// Vd: what clauses are worth to him, less what they cost.
  Real value(const Region<Real> &region, const Terms<Real> &terms) const {
    return worth(region, terms) - cost(region, terms);
  }

  /// Rv: demands, raised by patrons and by an unfinished arsenal, lowered by need.
  Real reservation_value(const Region<Real> &seen, const Region<Real> &region,
                         const Couplings<Real> &couplings, Real private_spread, Real need) const {
    return reservation + private_spread * region.reservation_draw +
           reservation_by_china * (couplings.china * seen.support - reference_support) +
           reservation_by_russia * (couplings.russia * lasting_aid(seen) - reference_aid) +
           reservation_by_arsenal * (Real(1.0) - region.second_strike) *
               (region.self_reliance - reference_self_reliance) -
           reservation_relief_by_need * (need - reference_need) -
           reservation_relief_by_opening * seen.opening + reservation_by_failure * seen.failure;
  }

  /// What Russia gives, seen with an eye to what it will go on giving.
  Real lasting_aid(const Region<Real> &seen) const {
    return seen.aid + foresight_on_aid * (seen.expected_aid - seen.aid);
  }

  /// U_acc in an ordinary moment.
  Real gain_from_accepting(const Region<Real> &seen, const Region<Real> &region, Real words) const {
    const Real unmet = average(seen.exercises, Real(1.0) - words);
    const Real summit = indicator(seen.action == Real(4.0));
    const Real weight = average(Real(1.0), summit);
    const Real before_talks = preconditions * weight * unmet * indicator(seen.stage == Real(0.0));
    return region.surplus + stage_bonus * seen.stage - before_talks;
  }

  /// Opp: how opportune a moment is in which the president stands so much above his usual approval.
  Real moment(Real above, const Region<Real> &seen, Real attention_coupling) const {
    return opportune_moment * (opportune_approval * above * per_ten_points +
                               opportune_load * attention_coupling * (seen.attention_load - reference_load));
  }

  /// Where polls that return to their long run will stand when the wait is over.
  Real expected_approval(Real approval, const Presidency<Real> &president) const {
    return president.long_run_approval + approval_lasts_ * (approval - president.long_run_approval);
  }

  template <class Declare> void values(Declare &declare) {
    using namespace engine;
    declare(relief_value, {.name = "relief_value",
                           .symbol = "v_rel",
                           .value = 1.0,
                           .plausible = {0.3, 2.0},
                           .unit = unit::utility,
                           .meaning = "Kim's value of the end of all sanctions",
                           .basis = Basis::essay,
                           .source = "Chun 2025 par. 6; assumption"});
    declare(ties_value, {.name = "ties_value",
                         .symbol = "v_tie",
                         .value = 0.6,
                         .plausible = {0.0, 1.2},
                         .unit = unit::utility,
                         .meaning = "... of normal relations, and of all steps to them",
                         .basis = Basis::essay,
                         .source = "Chun 2025 par. 18-19; assumption"});
    declare(words_value, {.name = "words_value",
                          .symbol = "v_wrd",
                          .value = 0.6,
                          .plausible = {0.0, 1.5},
                          .unit = unit::utility,
                          .meaning = "... of being called a nuclear power",
                          .basis = Basis::essay,
                          .source = "Chun 2025 par. 3-6; assumption"});
    declare(pause_value, {.name = "pause_value",
                          .symbol = "v_pse",
                          .value = 0.5,
                          .plausible = {0.0, 1.0},
                          .unit = unit::utility,
                          .meaning = "... of a full pause of exercises",
                          .basis = Basis::essay,
                          .source = "Chun 2025 par. 22; assumption"});
    declare(limit_cost,
            {.name = "limit_cost",
             .symbol = "c_lim",
             .value = 0.5,
             .plausible = {0.0, 1.2},
             .unit = unit::utility,
             .meaning = "cost of a full limit on missiles, times what they still lack",
             .basis = Basis::data,
             .source = "completion declared in November 2017, a moratorium in April 2018; assumption"});
    declare(halt_cost, {.name = "halt_cost",
                        .symbol = "c_hlt",
                        .value = 0.75,
                        .plausible = {0.2, 1.5},
                        .unit = unit::utility,
                        .meaning = "cost of a full halt with inspections, times what a second strike lacks",
                        .basis = Basis::essay,
                        .source = "Chun 2025 par. 6 and 9-10; assumption"});
    declare(reservation,
            {.name = "reservation",
             .symbol = "r_0",
             .value = 0.96,
             .plausible = {0.413, 1.51},
             .unit = unit::utility,
             .meaning = "reservation value: how much Kim demands",
             .basis = Basis::essay,
             .source = "Chun 2025 par. 8; posterior of the record of 2006-2024: scripts/calibrate"});
    declare(reservation_by_china, {.name = "reservation_by_china",
                                   .symbol = "r_CN",
                                   .value = 0.8,
                                   .plausible = {0.0, 1.6},
                                   .unit = unit::utility,
                                   .meaning = "Chinese support raises it",
                                   .basis = Basis::essay,
                                   .source = "Chun 2025 par. 16 and 18; assumption"});
    declare(reservation_by_russia, {.name = "reservation_by_russia",
                                    .symbol = "r_RU",
                                    .value = 0.8,
                                    .plausible = {0.0, 1.6},
                                    .unit = unit::utility,
                                    .meaning = "Russian aid raises it",
                                    .basis = Basis::essay,
                                    .source = "Chun 2025 par. 16; assumption"});
    declare(reservation_by_arsenal, {.name = "reservation_by_arsenal",
                                     .symbol = "r_Q",
                                     .value = 0.6,
                                     .plausible = {0.0, 1.5},
                                     .unit = unit::utility,
                                     .meaning = "an unfinished second strike raises it, times self-reliance",
                                     .basis = Basis::essay,
                                     .source = "Chun 2025 par. 9-10; assumption"});
    declare(reservation_relief_by_need, {.name = "reservation_relief_by_need",
                                         .symbol = "r_E",
                                         .value = 0.8,
                                         .plausible = {0.0, 1.6},
                                         .unit = unit::utility,
                                         .meaning = "economic and domestic need lowers it",
                                         .basis = Basis::essay,
                                         .source = "Chun 2025 par. 12; assumption"});
  }

  template <class Declare> void moments(Declare &declare) {
    using namespace engine;
    declare(reservation_relief_by_opening, {.name = "reservation_relief_by_opening",
                                            .symbol = "r_opn",
                                            .value = 0.6,
                                            .plausible = {0.0, 1.5},
                                            .unit = unit::utility,
                                            .meaning = "a crisis that is over lowers it",
                                            .basis = Basis::data,
                                            .source = "from September 2017 to March 2018; assumption"});
    declare(reservation_by_failure, {.name = "reservation_by_failure",
                                     .symbol = "r_fai",
                                     .value = 1.2,
                                     .plausible = {0.3, 2.5},
                                     .unit = unit::utility,
                                     .meaning = "a failed summit raises it",
                                     .basis = Basis::essay,
                                     .source = "Chun 2025 par. 7: after Hanoi talks stalled"});
    declare(opportune_moment, {.name = "opportune_moment",
                               .symbol = "z_opp",
                               .value = 0.5,
                               .plausible = {-1.0, 1.5},
                               .unit = unit::weight_of_either_sign,
                               .meaning = "weight of the opportune moment; its sign is contestable",
                               .basis = Basis::essay,
                               .source = "Chun 2025 par. 10; assumption"});
    declare(opportune_approval,
            {.name = "opportune_approval",
             .symbol = "oG",
             .value = 0.4,
             .unit = unit::utility,
             .meaning = "... from ten points of the president's approval above the usual"});
    declare(opportune_load, {.name = "opportune_load",
                             .symbol = "oA",
                             .value = 0.7,
                             .unit = unit::utility,
                             .meaning = "... from Washington's attention load"});
    declare(reference_support, {.name = "reference_support",
                                .value = 0.4,
                                .unit = unit::fraction,
                                .meaning = "Chinese support at which the reservation is neutral"});
    declare(reference_aid, {.name = "reference_aid",
                            .value = 0.5,
                            .unit = unit::fraction,
                            .meaning = "Russian aid at which it is neutral"});
    declare(reference_need, {.name = "reference_need",
                             .value = 0.2,
                             .unit = unit::fraction,
                             .meaning = "need at which it is neutral"});
    declare(reference_self_reliance,
            {.name = "reference_self_reliance",
             .value = 0.5,
             .unit = unit::fraction,
             .meaning = "self-reliance at which an unfinished arsenal does not move the reservation"});
    declare(reference_load, {.name = "reference_load",
                             .value = 0.5,
                             .unit = unit::fraction,
                             .meaning = "attention load at which the moment is neutral"});
    declare(foresight_on_aid,
            {.name = "foresight_on_aid",
             .symbol = "phi_R",
             .value = 0.5,
             .plausible = {0.0, 1.0},
             .unit = unit::fraction,
             .meaning = "weight of the aid Kim expects Moscow to go on sending, beside today's",
             .basis = Basis::essay,
             .source = "Chun 2025 par. 11; assumption; 0 is the reading without foresight"});
    declare(patience,
            {.name = "patience",
             .symbol = "delta",
             .value = 0.5,
             .plausible = {0.0, 1.0},
             .unit = unit::fraction,
             .meaning = "weight of the value of waiting; 0 answers each overture by itself",
             .basis = Basis::essay,
             .source = "Chun 2025 par. 10: the right moment; McFadden 1978 for the form; assumption"});
    declare(waiting_horizon, {.name = "waiting_horizon",
                              .symbol = "h_w",
                              .value = 6.0,
                              .plausible = {3.0, 12.0},
                              .unit = {"month", 1.0, 120.0},
                              .meaning = "how far ahead Kim looks for a better moment"});
  }

  template <class Declare> void ease(Declare &declare) {
    using namespace engine;
    declare(deliverable_share,
            {.name = "deliverable_share",
             .value = 0.25,
             .unit = unit::fraction,
             .meaning = "share of a gain that the president's word is good for, times twice the rapport"});
    declare(preconditions,
            {.name = "preconditions",
             .symbol = "r_pre",
             .value = 0.8,
             .plausible = {0.0, 1.6},
             .unit = unit::utility,
             .meaning =
                 "what demands unmet before talks cost: exercises that go on, and no word of recognition; "
                 "half of it for less than a summit",
             .basis = Basis::essay,
             .source = "Chun 2025 par. 8; Ninth Party Congress, February 2026; assumption"});
    declare(stage_bonus, {.name = "stage_bonus",
                          .symbol = "wSt",
                          .value = 0.3,
                          .unit = unit::utility,
                          .meaning = "ease of going on, for each stage reached"});
  }

  Constant<Real> approval_lasts_; // share of a deviation of the president's approval that outlasts the wait
};

} // namespace peninsula

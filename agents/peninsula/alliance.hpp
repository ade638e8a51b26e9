// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agents/peninsula/choices.hpp"
#include "agents/peninsula/couplings.hpp"
#include "agents/peninsula/own_bomb.hpp"
#include "agents/peninsula/region.hpp"
#include "agents/peninsula/streams.hpp"
#include "agents/peninsula/terms.hpp"
#include "engine/model/turn.hpp"

namespace peninsula {

/// Whether extended deterrence is believed, how anxious the public is, whether the alliance is reassessed,
/// and what that makes of American security, near and far. (V1)-(V4) Left out: what the alliance costs and
/// who pays.
template <class Real> struct Alliance {
  Constant<Real> credibility_by_reaffirmation, credibility_lost_by_posture, credibility_lost_by_deal,
      credibility_lost_by_threat, credibility_by_resolve;
  Constant<Real> anxiety_by_credibility, anxiety_by_provocation, anxiety_by_deal, anxiety_by_bypass,
      anxiety_by_crisis;
  Constant<Real> reassessment_intercept, reassessment_by_credibility, reassessment_by_anxiety,
      reassessment_by_hedging, reassessment_by_own_bomb;
  Constant<Real> credibility_adjustment, anxiety_adjustment;
  Constant<Real> assets_weight;
  Constant<Real> security_by_deal, far_credibility, far_alliance, far_axis, far_second_strike, axis_china,
      axis_russia, axis_at_rest;
  Constant<Real> initial_credibility, initial_anxiety;

  template <class Declare> void parameters(Declare &declare) {
    declare.group("alliance");
    trust(declare);
    security(declare);
  }

  void open(Region<Real> &region) const {
    region.credibility = initial_credibility;
    region.anxiety = initial_anxiety;
    region.alliance_reassessed = 0.0;
  }

  void prepare() {
    credibility_odds_ = log_odds(initial_credibility);
    anxiety_odds_ = log_odds(initial_anxiety);
  }

  /// What the alliance takes for granted, and what others add to it.
  struct Beside {
    Real usual_reaffirmations, usual_assets, usual_provocations, initial_threat;
    Real japanese_build_up; // against the start
    Real japanese_pull;     // log-odds of a reassessment
  };

  template <class Turn>
  void step(Region<Real> &region, const Beside &beside, const Couplings<Real> &couplings, Turn &turn) const {
    const Real left = left_by_deal(region);
    const Real cuts = (Real(1.0) - region.exercises) + (Real(1.0) - region.american_troops) +
                      assets_weight * (beside.usual_assets - region.strategic_assets);
    const Real credible = logistic(
        credibility_odds_ +
        credibility_by_reaffirmation * (region.reaffirmations - beside.usual_reaffirmations) -
        couplings.alliance * (credibility_lost_by_posture * cuts +
                              credibility_lost_by_deal * left * (Real(1.0) - region.reaffirmations)) +
        beside.japanese_build_up -
        credibility_lost_by_threat * (region.mainland_threat - beside.initial_threat) +
        credibility_by_resolve * region.alarm * (region.reaffirmed - region.openness));
    region.credibility += credibility_adjustment * (credible - region.credibility);
    const Real lost = initial_credibility - region.credibility;
    const Real anxious = logistic(
        anxiety_odds_ + anxiety_by_credibility * lost +
        anxiety_by_provocation * (region.provocation_memory - beside.usual_provocations) +
        anxiety_by_deal * left + anxiety_by_bypass * region.bypass + anxiety_by_crisis * region.alarm);
    region.anxiety += anxiety_adjustment * (anxious - region.anxiety);
    const Real odds = reassessment_intercept + reassessment_by_credibility * couplings.alliance * lost +
                      reassessment_by_anxiety * (region.anxiety - initial_anxiety) +
                      reassessment_by_hedging * indicator(region.seoul_policy == Real(3.0)) +
                      reassessment_by_own_bomb * beyond_debate(region.own_bomb) + beside.japanese_pull;
    const auto open = region.alliance_reassessed < Real(0.5);
    const auto begins =
        turn.happens_at_odds(choice::reassessment, open, odds, turn.uniform(draw::reassessment));
    region.alliance_reassessed += indicator(begins);
    weigh_security(region, couplings.russia);
  }

private:
  /// (V4)
  void weigh_security(Region<Real> &region, Real russia_coupling) const {
    const Real axis = (axis_china * region.closeness + axis_russia * russia_coupling * region.russian_tie) *
                      (region.tension * (Real(1.0) - axis_at_rest) + axis_at_rest);
    region.short_term_security =
        Real(1.0) - region.mainland_threat * (Real(1.0) - security_by_deal * region.limit);
    region.long_term_security =
        far_credibility * region.credibility + far_alliance * (Real(1.0) - region.alliance_reassessed) +
        far_axis * (Real(1.0) - axis) + far_second_strike * (Real(1.0) - region.second_strike);
  }

  template <class Declare> void trust(Declare &declare) {
    using namespace engine;
    declare(credibility_by_reaffirmation, {.name = "credibility_by_reaffirmation",
                                           .symbol = "v_f",
                                           .value = 1.5,
                                           .plausible = {0.0, 3.0},
                                           .unit = unit::log_odds,
                                           .meaning = "reaffirmations make deterrence credible",
                                           .basis = Basis::essay,
                                           .source = "Chun 2025 par. 22; assumption"});
    declare(credibility_lost_by_posture, {.name = "credibility_lost_by_posture",
                                          .symbol = "v_x",
                                          .value = 0.8,
                                          .plausible = {0.0, 2.0},
                                          .unit = unit::log_odds,
                                          .meaning = "cuts of exercises and assets cost credibility",
                                          .basis = Basis::essay,
                                          .source = "Chun 2025 par. 22; assumption"});
    declare(credibility_lost_by_deal,
            {.name = "credibility_lost_by_deal",
             .symbol = "v_d",
             .value = 1.0,
             .plausible = {0.0, 2.5},
             .unit = unit::log_odds,
             .meaning = "so does what a deal leaves to the allies, without reaffirmation",
             .basis = Basis::essay,
             .source = "Chun 2025 par. 22 and 27; assumption"});
    declare(credibility_lost_by_threat, {.name = "credibility_lost_by_threat",
                                         .symbol = "v_F",
                                         .value = 1.5,
                                         .plausible = {0.0, 3.0},
                                         .unit = unit::log_odds,
                                         .meaning = "so does a growing threat to the mainland"});
    declare(
        credibility_by_resolve,
        {.name = "credibility_by_resolve",
         .symbol = "v_res",
         .value = 1.5,
         .plausible = {0.0, 4.0},
         .unit = unit::log_odds,
         .meaning = "in a crisis pressure and reaffirmation prove the commitment, openings cast doubt on it",
         .basis = Basis::essay,
         .source = "Chun 2025 par. 22; assumption"});
    declare(anxiety_by_credibility, {.name = "anxiety_by_credibility",
                                     .symbol = "j_V",
                                     .value = 2.5,
                                     .plausible = {0.0, 5.0},
                                     .unit = unit::log_odds,
                                     .meaning = "lost credibility makes for anxiety",
                                     .basis = Basis::essay,
                                     .source = "Chun 2025 par. 22; Asan 2025, Chey 2024; assumption"});
    declare(anxiety_by_provocation, {.name = "anxiety_by_provocation",
                                     .symbol = "j_X",
                                     .value = 0.8,
                                     .plausible = {0.0, 2.0},
                                     .unit = unit::log_odds,
                                     .meaning = "provocations make for anxiety"});
    declare(anxiety_by_deal, {.name = "anxiety_by_deal",
                              .symbol = "j_d",
                              .value = 0.6,
                              .plausible = {0.0, 2.0},
                              .unit = unit::log_odds,
                              .meaning = "what a deal leaves to the allies makes for anxiety",
                              .basis = Basis::essay,
                              .source = "Chun 2025 par. 22; assumption"});
    declare(anxiety_by_bypass, {.name = "anxiety_by_bypass",
                                .symbol = "j_b",
                                .value = 0.6,
                                .plausible = {0.0, 1.5},
                                .unit = unit::log_odds,
                                .meaning = "being passed over makes for anxiety",
                                .basis = Basis::essay,
                                .source = "Chun 2025 par. 21; assumption"});
    declare(anxiety_by_crisis, {.name = "anxiety_by_crisis",
                                .symbol = "j_e",
                                .value = 1.5,
                                .plausible = {0.0, 3.0},
                                .unit = unit::log_odds,
                                .meaning = "a crisis makes for anxiety"});
    declare(reassessment_intercept, {.name = "reassessment_intercept",
                                     .symbol = "rv_0",
                                     .value = -6.2,
                                     .plausible = {-7.5, -5.0},
                                     .unit = unit::log_odds,
                                     .meaning = "base rate of an alliance reassessment"});
    declare(reassessment_by_credibility, {.name = "reassessment_by_credibility",
                                          .symbol = "rv_V",
                                          .value = 6.0,
                                          .plausible = {2.0, 10.0},
                                          .unit = unit::log_odds,
                                          .meaning = "... with lost credibility",
                                          .basis = Basis::essay,
                                          .source = "Chun 2025 par. 27; assumption"});
    declare(reassessment_by_anxiety, {.name = "reassessment_by_anxiety",
                                      .symbol = "rvJ",
                                      .value = 2.0,
                                      .unit = unit::log_odds,
                                      .meaning = "... with anxiety"});
    declare(reassessment_by_hedging, {.name = "reassessment_by_hedging",
                                      .value = 0.4,
                                      .unit = unit::log_odds,
                                      .meaning = "... when Seoul hedges"});
    declare(reassessment_by_own_bomb, {.name = "reassessment_by_own_bomb",
                                       .symbol = "rv_b",
                                       .value = 2.0,
                                       .plausible = {0.0, 4.0},
                                       .unit = unit::log_odds,
                                       .meaning = "... with a nuclear programme of Seoul's"});
    declare(credibility_adjustment, {.name = "credibility_adjustment",
                                     .symbol = "rV",
                                     .value = 0.12,
                                     .unit = unit::fraction,
                                     .meaning = "share of the gap closed in a month"});
    declare(anxiety_adjustment, {.name = "anxiety_adjustment",
                                 .symbol = "rJ",
                                 .value = 0.2,
                                 .unit = unit::fraction,
                                 .meaning = "share of the gap closed in a month"});
    declare(assets_weight, {.name = "assets_weight",
                            .value = 1.5,
                            .unit = unit::weight,
                            .meaning = "weight of assets against exercises"});
  }

  template <class Declare> void security(Declare &declare) {
    using namespace engine;
    declare(security_by_deal,
            {.name = "security_by_deal",
             .value = 0.8,
             .unit = unit::fraction,
             .meaning = "share of the mainland threat that a full limit on missiles removes for now",
             .basis = Basis::essay,
             .source = "Chun 2025 par. 27; assumption"});
    declare(far_credibility, {.name = "far_credibility",
                              .value = 0.4,
                              .unit = unit::fraction,
                              .meaning = "weight of credibility in long-term security",
                              .basis = Basis::essay,
                              .source = "Chun 2025 par. 26-28; assumption"});
    declare(far_alliance, {.name = "far_alliance",
                           .value = 0.2,
                           .unit = unit::fraction,
                           .meaning = "weight of an alliance not reassessed"});
    declare(far_axis, {.name = "far_axis",
                       .value = 0.2,
                       .unit = unit::fraction,
                       .meaning = "weight of a weak northern axis",
                       .basis = Basis::essay,
                       .source = "Chun 2025 par. 26; assumption"});
    declare(far_second_strike, {.name = "far_second_strike",
                                .value = 0.2,
                                .unit = unit::fraction,
                                .meaning = "weight of an unfinished second strike"});
    declare(
        axis_china,
        {.name = "axis_china", .value = 0.6, .unit = unit::fraction, .meaning = "China's share in the axis"});
    declare(axis_russia, {.name = "axis_russia",
                          .value = 0.4,
                          .unit = unit::fraction,
                          .meaning = "Russia's share in the axis"});
    declare(axis_at_rest,
            {.name = "axis_at_rest",
             .value = 0.5,
             .unit = unit::fraction,
             .meaning = "share of the northern axis that needs no tension between Washington and Beijing"});
    declare(initial_credibility, {.name = "initial_credibility",
                                  .symbol = "V0",
                                  .value = 0.65,
                                  .unit = {"fraction", 0.01, 0.99},
                                  .meaning = "credibility at the start",
                                  .basis = Basis::data,
                                  .source = "Chey 2024: 60.8 % doubt it; assumption",
                                  .role = Role::initial});
    declare(initial_anxiety, {.name = "initial_anxiety",
                              .symbol = "J0",
                              .value = 0.45,
                              .unit = {"fraction", 0.01, 0.99},
                              .meaning = "anxiety at the start",
                              .role = Role::initial});
  }

  Constant<Real> credibility_odds_, anxiety_odds_; // logit V0, logit J0
};

} // namespace peninsula

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "agents/peninsula/choices.hpp"
#include "agents/peninsula/couplings.hpp"
#include "agents/peninsula/region.hpp"
#include "agents/peninsula/scales.hpp"
#include "agents/peninsula/streams.hpp"
#include "agents/peninsula/terms.hpp"
#include "engine/model/turn.hpp"

namespace peninsula {

/// Japan: launches in range, deals over its head and a divided Washington make it anxious (J1); it follows
/// the alliance, builds up its own strength, or goes its own way (J2). Left out: Japanese politics,
/// abductions, what Beijing and Pyongyang make of a build-up.
template <class Real> struct Japan {
  Constant<Real> anxiety_intercept, anxiety_by_launches, anxiety_by_deal, anxiety_by_incoherence,
      anxiety_by_crisis, anxiety_adjustment;
  Constant<Real> build_up_intercept, build_up_by_anxiety, own_way_intercept, own_way_by_doubt;
  Constant<Real> credibility_by_build_up, weight_in_reassessment;
  Constant<Real> initial_policy;

  template <class Declare> void parameters(Declare &declare) {
    using namespace engine;
    declare.group("japan");
    declare(anxiety_intercept, {.name = "anxiety_intercept",
                                .symbol = "jJ_0",
                                .value = -0.4,
                                .unit = unit::log_odds,
                                .meaning = "anxiety without a cause"});
    declare(anxiety_by_launches, {.name = "anxiety_by_launches",
                                  .value = 0.8,
                                  .unit = unit::log_odds,
                                  .meaning = "... in a month with a medium-range launch",
                                  .source = "launches over or near Japan; assumption"});
    declare(anxiety_by_deal, {.name = "anxiety_by_deal",
                              .value = 0.8,
                              .unit = unit::log_odds,
                              .meaning = "... with what a deal leaves to the allies"});
    declare(anxiety_by_incoherence, {.name = "anxiety_by_incoherence",
                                     .value = 0.6,
                                     .unit = unit::log_odds,
                                     .meaning = "... with a divided Washington"});
    declare(anxiety_by_crisis, {.name = "anxiety_by_crisis",
                                .value = 1.5,
                                .unit = unit::log_odds,
                                .meaning = "... with the alarm of a crisis"});
    declare(anxiety_adjustment, {.name = "anxiety_adjustment",
                                 .value = 0.2,
                                 .unit = unit::fraction,
                                 .meaning = "share of the gap closed in a month"});
    declare(build_up_intercept, {.name = "build_up_intercept",
                                 .value = 1.0,
                                 .unit = unit::utility,
                                 .meaning = "what speaks for a build-up by itself",
                                 .source = "the three documents of December 2022; assumption"});
    declare(
        build_up_by_anxiety,
        {.name = "build_up_by_anxiety", .value = 1.0, .unit = unit::utility, .meaning = "... with anxiety"});
    declare(own_way_intercept, {.name = "own_way_intercept",
                                .value = -1.5,
                                .unit = unit::utility,
                                .meaning = "what speaks for a way of its own by itself"});
    declare(own_way_by_doubt, {.name = "own_way_by_doubt",
                               .value = 4.0,
                               .unit = unit::utility,
                               .meaning = "... with lost credibility of extended deterrence",
                               .basis = Basis::essay,
                               .source = "Chun 2025 par. 27; assumption"});
    declare(credibility_by_build_up,
            {.name = "credibility_by_build_up",
             .value = 0.3,
             .unit = unit::log_odds,
             .meaning = "credibility of extended deterrence while Japan builds up, against the start"});
    declare(
        weight_in_reassessment,
        {.name = "weight_in_reassessment",
         .value = 0.5,
         .unit = unit::log_odds,
         .meaning = "what Japanese anxiety, and a way of its own, add to a reassessment of the alliance"});
    declare(initial_policy, {.name = "initial_policy",
                             .value = 1.0,
                             .unit = {"policy", 0.0, 2.0},
                             .meaning = "Japan's policy at the start",
                             .basis = Basis::data,
                             .source = "counter-strike and twice the budget since December 2022",
                             .role = Role::initial,
                             .labels = "follow|build_up|own_way"});
  }

  void open(Region<Real> &region) const {
    region.japanese_anxiety = logistic(anxiety_intercept);
    region.japanese_policy = initial_policy;
  }

  template <class Turn>
  void step(Region<Real> &region, Real initial_credibility, const Couplings<Real> &couplings,
            Turn &turn) const {
    const Real anxious =
        logistic(anxiety_intercept + anxiety_by_launches * indicator(region.medium_range > Real(0.0)) +
                 anxiety_by_deal * left_by_deal(region) - anxiety_by_incoherence * centred(region.coherence) +
                 anxiety_by_crisis * region.alarm);
    region.japanese_anxiety += anxiety_adjustment * (anxious - region.japanese_anxiety);
    std::array<Real, 3> utility{
        Real(0.0), build_up_intercept + build_up_by_anxiety * centred(region.japanese_anxiety),
        own_way_intercept + own_way_by_doubt * (initial_credibility - region.credibility)};
    couplings.hold_to(region.japanese_policy, utility);
    region.japanese_policy = turn.choose(choice::japanese_policy, utility, couplings.rationality_states,
                                         turn.uniform(draw::japanese_policy))
                                 .index;
  }

  /// (V1) What a build-up adds to the log-odds that deterrence is credible, against the start.
  Real build_up(const Region<Real> &region) const {
    const Real at_start = indicator(Real(initial_policy) == Real(1.0));
    return credibility_by_build_up * (indicator(region.japanese_policy == Real(1.0)) - at_start);
  }

  /// (V3) What Japan adds to the log-odds of a reassessment.
  Real pull(const Region<Real> &region) const {
    return weight_in_reassessment *
           (centred(region.japanese_anxiety) + indicator(region.japanese_policy == Real(2.0)));
  }
};

} // namespace peninsula

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agents/peninsula/choices.hpp"
#include "agents/peninsula/region.hpp"
#include "agents/peninsula/scales.hpp"
#include "agents/peninsula/streams.hpp"
#include "engine/model/turn.hpp"

namespace peninsula {

/// Japan, where it takes part: launches in range, deals over its head and a divided Washington make it
/// anxious; it may turn to a policy of its own, and its anxiety weighs on the alliances. (J1), (J2)
/// Left out: Japanese politics, abductions, and any answer of Pyongyang's.
template <class Real> struct Japan {
  Constant<Real> takes_part, reference_anxiety;
  Constant<Real> anxiety_intercept, anxiety_by_launches, anxiety_by_deal, anxiety_by_incoherence,
      anxiety_by_crisis, anxiety_adjustment;
  Constant<Real> shift_intercept, shift_by_anxiety, shift_by_credibility;
  Constant<Real> weight_in_reassessment;

  template <class Declare> void parameters(Declare &declare) {
    using namespace engine;
    declare.group("japan");
    declare(takes_part, {.name = "takes_part",
                         .value = 0.0,
                         .unit = {"1", 0.0, 1.0},
                         .meaning = "whether Japan is an agent of the model",
                         .basis = Basis::structure,
                         .source = "structure: the essay leaves Japan out",
                         .role = Role::option,
                         .labels = "no|yes"});
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
                              .meaning = "... while a small deal or recognition holds"});
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
    declare(shift_intercept,
            {.name = "shift_intercept",
             .value = -5.5,
             .unit = unit::log_odds,
             .meaning = "monthly shift to a policy of its own (counter-strike, host nation)"});
    declare(shift_by_anxiety, {.name = "shift_by_anxiety",
                               .value = 3.0,
                               .unit = unit::log_odds,
                               .meaning = "... with anxiety above one half"});
    declare(shift_by_credibility, {.name = "shift_by_credibility",
                                   .value = 2.0,
                                   .unit = unit::log_odds,
                                   .meaning = "... with lost credibility of extended deterrence"});
    declare(reference_anxiety,
            {.name = "reference_anxiety",
             .value = 0.5,
             .unit = unit::fraction,
             .meaning = "Japanese anxiety at which it moves neither a shift nor a reassessment",
             .basis = Basis::structure});
    declare(weight_in_reassessment,
            {.name = "weight_in_reassessment",
             .value = 0.5,
             .unit = unit::log_odds,
             .meaning = "what Japanese anxiety adds to a reassessment of the alliance"});
  }

  void open(Region<Real> &region) const {
    region.japanese_anxiety = logistic(anxiety_intercept);
    region.japan_shifted = select(takes_part > Real(0.5), Real(0.0), Real(-1.0));
  }

  template <class Turn> void step(Region<Real> &region, Real initial_credibility, Turn &turn) const {
    if (!any(takes_part > Real(0.5))) return;
    const Real selfish_deal = indicator(region.stage == Real(3.0) && region.deal >= Real(2.0));
    const Real anxious =
        logistic(anxiety_intercept + anxiety_by_launches * indicator(region.medium_range > Real(0.0)) +
                 anxiety_by_deal * selfish_deal - anxiety_by_incoherence * centred(region.coherence) +
                 anxiety_by_crisis * region.alarm);
    region.japanese_anxiety += anxiety_adjustment * (anxious - region.japanese_anxiety);
    const Real odds = shift_intercept + shift_by_anxiety * (region.japanese_anxiety - reference_anxiety) +
                      shift_by_credibility * (initial_credibility - region.credibility);
    const auto open = region.japan_shifted < Real(0.5);
    const auto shifts =
        turn.happens_at_odds(choice::japanese_shift, open, odds, turn.uniform(draw::japanese_shift));
    region.japan_shifted += indicator(shifts);
  }

  /// (V3) What Japan adds to the log-odds of a reassessment; 0 where it takes no part.
  Real pull(const Region<Real> &region) const {
    return takes_part * weight_in_reassessment * (region.japanese_anxiety - reference_anxiety);
  }
};

} // namespace peninsula

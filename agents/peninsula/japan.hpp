#pragma once

#include "agents/peninsula/region.hpp"
#include "agents/peninsula/streams.hpp"
#include "engine/model/turn.hpp"

namespace peninsula {

/// Japan, where it takes part: launches in range, deals over its head and a divided Washington make it
/// anxious; it may turn to a policy of its own, and its anxiety weighs on the alliances. (J1), (J2)
/// Left out: Japanese politics, abductions, and any answer of Pyongyang's.
template <class Real> struct Japan {
  Constant<Real> takes_part;
  Constant<Real> anxiety_intercept, anxiety_by_launches, anxiety_by_deal, anxiety_by_incoherence,
      anxiety_adjustment;
  Constant<Real> shift_intercept, shift_by_anxiety, shift_by_credibility;
  Constant<Real> weight_in_reassessment;

  template <class Declare> void parameters(Declare &declare) {
    using namespace engine;
    declare.group("japan");
    declare(takes_part, "takes_part", "", 0.0, {}, {"1", 0.0, 1.0}, "whether Japan is an agent of the model",
            "structure: the essay leaves Japan out", Role::option, "no|yes");
    declare(anxiety_intercept, "anxiety_intercept", "jJ_0", -0.4, {}, unit::log_odds,
            "anxiety without a cause", "assumption");
    declare(anxiety_by_launches, "anxiety_by_launches", "", 0.8, {}, unit::log_odds,
            "... in a month with a medium-range launch", "launches over or near Japan; assumption");
    declare(anxiety_by_deal, "anxiety_by_deal", "", 0.8, {}, unit::log_odds,
            "... while a small deal or recognition holds", "assumption");
    declare(anxiety_by_incoherence, "anxiety_by_incoherence", "", 0.6, {}, unit::log_odds,
            "... with a divided Washington", "assumption");
    declare(anxiety_adjustment, "anxiety_adjustment", "", 0.2, {}, unit::fraction,
            "share of the gap closed in a month", "assumption");
    declare(shift_intercept, "shift_intercept", "", -5.5, {}, unit::log_odds,
            "monthly shift to a policy of its own (counter-strike, host nation)", "assumption");
    declare(shift_by_anxiety, "shift_by_anxiety", "", 3.0, {}, unit::log_odds,
            "... with anxiety above one half", "assumption");
    declare(shift_by_credibility, "shift_by_credibility", "", 2.0, {}, unit::log_odds,
            "... with lost credibility of extended deterrence", "assumption");
    declare(weight_in_reassessment, "weight_in_reassessment", "", 0.5, {}, unit::log_odds,
            "what Japanese anxiety adds to a reassessment of the alliance", "assumption");
  }

  void open(Region<Real> &region) const {
    region.japanese_anxiety = logistic(anxiety_intercept);
    region.japan_shifted = select(takes_part > Real(0.5), Real(0.0), Real(-1.0));
  }

  template <class Turn> void step(Region<Real> &region, Real initial_credibility, Turn &turn) const {
    if (!any(takes_part > Real(0.5))) return;
    static constexpr engine::Chance shift{"Japan", "Japan turns to a policy of its own"};
    const Real selfish_deal = indicator(region.stage == Real(3.0) && region.deal >= Real(2.0));
    const Real anxious =
        logistic(anxiety_intercept + anxiety_by_launches * indicator(region.medium_range > Real(0.0)) +
                 anxiety_by_deal * selfish_deal - anxiety_by_incoherence * (region.coherence * 2.0 - 1.0));
    region.japanese_anxiety += anxiety_adjustment * (anxious - region.japanese_anxiety);
    const Real odds = shift_intercept + shift_by_anxiety * (region.japanese_anxiety - 0.5) +
                      shift_by_credibility * (initial_credibility - region.credibility);
    const auto open = region.japan_shifted < Real(0.5);
    const auto shifts = turn.happens_at_odds(shift, open, odds, turn.uniforms(south_korean_decisions)[1]);
    region.japan_shifted += indicator(shifts);
  }

  /// (V3) What Japan adds to the log-odds of a reassessment; 0 where it takes no part.
  Real pull(const Region<Real> &region) const {
    return takes_part * weight_in_reassessment * (region.japanese_anxiety - 0.5);
  }
};

} // namespace peninsula

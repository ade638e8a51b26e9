#pragma once

#include "agents/peninsula/region.hpp"

namespace peninsula {

/// What is recorded of every month: {name, symbol, lowest, highest, unit, meaning, labels, counted}.
template <class Real> struct Series {
  template <class Tell> static void tell(Tell &&tell, const Region<Real> &region) {
    events(tell, region);
    tell({"ukraine_war", "W", 0, 2, "1", "phase of the war in Ukraine", "war|ceasefire|settlement"},
         region.ukraine_war);
    tell({"middle_east", "M", 0, 2, "1", "load from the Middle East", "calm|tense|escalated"},
         region.middle_east);
    tell({"us_china_relations", "K", 0, 3, "1", "regime of US-China relations",
          "cooperation|managed_rivalry|tariff_war|acute_crisis"},
         region.us_china);
    tell({"us_stance", "s", 0, 3, "1", "Washington's stance",
          "pressure|denuclearisation|small_deal|recognition"},
         region.stance);
    tell({"china_posture", "c", 0, 4, "1", "China's posture towards Pyongyang",
          "press|neutral|support|court|dual"},
         region.china_posture);
    tell({"attention_load", "A", 0, 1, "fraction", "attention load on Washington"}, region.attention_load);
    tell({"salience", "S", 0, 1, "fraction", "salience of the peninsula in Washington"}, region.salience);
    tell({"russian_aid", "a", 0, 1, "fraction of full aid", "Russian aid to North Korea"}, region.aid);
    tell({"russian_tie_by_month", "L_R", 0, 1, "fraction", "solidity of the Russia-DPRK tie"},
         region.russian_tie);
    tell({"trust_in_moscow_by_month", "pi", 0, 1, "probability",
          "Kim's belief that Russia is a strategic partner"},
         region.trust_in_moscow);
    tell({"trust_in_washington", "u", 0, 1, "probability", "Kim's belief that Washington can deliver"},
         region.trust_in_washington);
    tell({"reservation_value", "Rv", -2, 4, "utility", "Kim's reservation value"}, region.reservation);
    tell({"chinese_support", "Y", 0, 1, "fraction", "Chinese support"}, region.support);
    tell({"chinese_pressure", "Pc", 0, 1, "fraction", "Chinese pressure"}, region.pressure);
    tell({"chinese_closeness_by_month", "N_C", 0, 1, "fraction", "closeness of China and North Korea"},
         region.closeness);
    tell({"us_coherence", "C", 0, 1, "fraction", "coherence of the US administration"}, region.coherence);
    tell({"us_approval", "G", 20, 70, "%", "approval of the US president"}, region.approval);
    tell({"extended_deterrence_by_month", "V", 0, 1, "fraction", "credibility of extended deterrence"},
         region.credibility);
    tell({"public_anxiety", "J", 0, 1, "fraction", "anxiety of the South Korean public"}, region.anxiety);
    tell({"discontent_by_month", "D", 0, 1, "fraction", "discontent in North Korea (a modelling device)"},
         region.discontent);
    tell({"economy_by_month", "E", 50, 200, "index, start = 100", "North Korean economy"}, region.economy);
    tell({"mainland_threat_by_month", "F", 0, 1, "fraction", "ability to strike the US mainland"},
         region.mainland_threat);
    tell({"second_strike_by_month", "Q", 0, 1, "fraction", "second-strike capability"}, region.second_strike);
    tell({"short_term_security", "SS", 0, 1, "fraction", "short-term security of the US mainland"},
         region.short_term_security);
    tell({"long_term_security_by_month", "LS", 0, 1, "fraction", "long-term US security in the region"},
         region.long_term_security);
  }

private:
  template <class Tell> static void events(Tell &&tell, const Region<Real> &region) {
    tell({"provocation_tier", "", 0, 5, "1", "highest tier of provocation",
          "none|short_range|medium_range|icbm|nuclear_test|clash"},
         region.tier);
    tell({"short_range_launches_by_month", "", 0, 31, "launch", "short-range launches", {}, true},
         region.short_range);
    tell({"medium_range_launches_by_month",
          "",
          0,
          15,
          "launch",
          "medium-range, submarine and space launches",
          {},
          true},
         region.medium_range);
    tell({"icbm_tests_by_month", "", 0, 15, "launch", "intercontinental launches", {}, true}, region.icbm);
    tell({"nuclear_tests_by_month", "", 0, 1, "test", "nuclear tests", {}, true}, region.nuclear);
    tell({"clashes_by_month", "", 0, 1, "clash", "lethal clashes", {}, true}, region.clash);
    tell(
        {"diplomatic_stage", "g", 0, 3, "1", "stage of US-DPRK diplomacy", "none|contact|working_talks|deal"},
        region.stage);
    tell({"summits_by_month", "", 0, 1, "summit", "US-DPRK summits", {}, true}, region.summit);
    tell({"deals_by_month", "", 0, 1, "deal", "US-DPRK deals struck", {}, true}, region.deal_struck);
    tell({"crisis_rung", "e", 0, 5, "rung", "rung of the crisis ladder", {}, true}, region.rung);
  }
};

} // namespace peninsula

#pragma once

#include "agents/peninsula/region.hpp"
#include "engine/model/visitors.hpp"

namespace peninsula {

/// What is recorded of every month: (value, name, symbol, lowest, highest, unit, meaning, labels, counted).
template <class Real> struct Series {
  template <class Visit> static void tell(Visit &&visit, const Region<Real> &region) {
    const engine::SeriesVisitor<Real, Visit> tell{visit};
    events(tell, region);
    tell(region.ukraine_war, "ukraine_war", "W", 0, 2, "1", "phase of the war in Ukraine",
         "war|ceasefire|settlement");
    tell(region.middle_east, "middle_east", "M", 0, 2, "1", "load from the Middle East",
         "calm|tense|escalated");
    tell(region.us_china, "us_china_relations", "K", 0, 3, "1", "regime of US-China relations",
         "cooperation|managed_rivalry|tariff_war|acute_crisis");
    tell(region.stance, "us_stance", "s", 0, 3, "1", "Washington's stance",
         "pressure|denuclearisation|small_deal|recognition");
    tell(region.china_posture, "china_posture", "c", 0, 4, "1", "China's posture towards Pyongyang",
         "press|neutral|support|court|dual");
    tell(region.attention_load, "attention_load", "A", 0, 1, "fraction", "attention load on Washington");
    tell(region.salience, "salience", "S", 0, 1, "fraction", "salience of the peninsula in Washington");
    tell(region.aid, "russian_aid", "a", 0, 1, "fraction of full aid", "Russian aid to North Korea");
    tell(region.russian_tie, "russian_tie_by_month", "L_R", 0, 1, "fraction",
         "solidity of the Russia-DPRK tie");
    tell(region.trust_in_moscow, "trust_in_moscow_by_month", "pi", 0, 1, "probability",
         "Kim's belief that Russia is a strategic partner");
    tell(region.trust_in_washington, "trust_in_washington", "u", 0, 1, "probability",
         "Kim's belief that Washington can deliver");
    tell(region.reservation, "reservation_value", "Rv", -2, 4, "utility", "Kim's reservation value");
    tell(region.support, "chinese_support", "Y", 0, 1, "fraction", "Chinese support");
    tell(region.pressure, "chinese_pressure", "Pc", 0, 1, "fraction", "Chinese pressure");
    tell(region.closeness, "chinese_closeness_by_month", "N_C", 0, 1, "fraction",
         "closeness of China and North Korea");
    tell(region.coherence, "us_coherence", "C", 0, 1, "fraction", "coherence of the US administration");
    tell(region.approval, "us_approval", "G", 20, 70, "%", "approval of the US president");
    tell(region.credibility, "extended_deterrence_by_month", "V", 0, 1, "fraction",
         "credibility of extended deterrence");
    tell(region.anxiety, "public_anxiety", "J", 0, 1, "fraction", "anxiety of the South Korean public");
    tell(region.discontent, "discontent_by_month", "D", 0, 1, "fraction",
         "discontent in North Korea (a modelling device)");
    tell(region.economy, "economy_by_month", "E", 50, 200, "index, start = 100", "North Korean economy");
    tell(region.mainland_threat, "mainland_threat_by_month", "F", 0, 1, "fraction",
         "ability to strike the US mainland");
    tell(region.second_strike, "second_strike_by_month", "Q", 0, 1, "fraction", "second-strike capability");
    tell(region.short_term_security, "short_term_security", "SS", 0, 1, "fraction",
         "short-term security of the US mainland");
    tell(region.long_term_security, "long_term_security_by_month", "LS", 0, 1, "fraction",
         "long-term US security in the region");
  }

private:
  template <class Tell> static void events(const Tell &tell, const Region<Real> &region) {
    tell(region.tier, "provocation_tier", "", 0, 5, "1", "highest tier of provocation",
         "none|short_range|medium_range|icbm|nuclear_test|clash");
    tell(region.short_range, "short_range_launches_by_month", "", 0, 31, "launch", "short-range launches", {},
         true);
    tell(region.medium_range, "medium_range_launches_by_month", "", 0, 15, "launch",
         "medium-range, submarine and space launches", {}, true);
    tell(region.icbm, "icbm_tests_by_month", "", 0, 15, "launch", "intercontinental launches", {}, true);
    tell(region.nuclear, "nuclear_tests_by_month", "", 0, 1, "test", "nuclear tests", {}, true);
    tell(region.clash, "clashes_by_month", "", 0, 1, "clash", "lethal clashes", {}, true);
    tell(region.stage, "diplomatic_stage", "g", 0, 3, "1", "stage of US-DPRK diplomacy",
         "none|contact|working_talks|deal");
    tell(region.summit, "summits_by_month", "", 0, 1, "summit", "US-DPRK summits", {}, true);
    tell(region.deal_struck, "deals_by_month", "", 0, 1, "deal", "US-DPRK deals struck", {}, true);
    tell(region.rung, "crisis_rung", "e", 0, 5, "rung", "rung of the crisis ladder", {}, true);
  }
};

} // namespace peninsula

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agents/peninsula/region.hpp"
#include "agents/peninsula/terms.hpp"
#include "engine/model/visitors.hpp"

namespace peninsula {

/// What is recorded of every month: (value, name, symbol, lowest, highest, unit, meaning, labels, counted).
template <class Real> struct Series {
  template <class Visit> static void tell(Visit &&visit, const Region<Real> &region) {
    const engine::SeriesVisitor<Real, Visit> tell{visit};
    events(tell, region);
    tell(region.ukraine_war, {.name = "ukraine_war",
                              .symbol = "W",
                              .highest = 2,
                              .meaning = "phase of the war in Ukraine",
                              .labels = "war|ceasefire|settlement"});
    tell(region.middle_east, {.name = "middle_east",
                              .symbol = "M",
                              .highest = 2,
                              .meaning = "load from the Middle East",
                              .labels = "calm|tense|escalated"});
    tell(region.us_china, {.name = "us_china_relations",
                           .symbol = "K",
                           .highest = 3,
                           .meaning = "regime of US-China relations",
                           .labels = "cooperation|managed_rivalry|tariff_war|acute_crisis"});
    tell(region.stance, {.name = "us_stance",
                         .symbol = "s",
                         .highest = 3,
                         .meaning = "Washington's stance",
                         .labels = "pressure|denuclearisation|small_deal|recognition"});
    tell(region.action, {.name = "us_action",
                         .symbol = "act",
                         .highest = 4,
                         .meaning = "Washington's action towards Pyongyang",
                         .labels = "pressure|wait|outreach|concession|summit_proposal"});
    tell(region.china_policy, {.name = "us_china_policy",
                               .symbol = "cp",
                               .highest = 2,
                               .meaning = "Washington's policy towards China",
                               .labels = "ease|manage|press"});
    tell(region.seoul_policy, {.name = "south_korean_policy",
                               .symbol = "sp",
                               .highest = 3,
                               .meaning = "Seoul's policy",
                               .labels = "engage|coordinate|harden|hedge"});
    tell(region.initiative, {.name = "initiative",
                             .symbol = "ini",
                             .highest = 5,
                             .meaning = "what Kim begins",
                             .labels = "hold|letter_to_washington|approach_to_beijing|approach_to_moscow|"
                                       "approach_to_seoul|moratorium"});
    tell(region.china_posture, {.name = "china_posture",
                                .symbol = "c",
                                .highest = 4,
                                .meaning = "China's posture towards Pyongyang",
                                .labels = "press|neutral|support|court|dual"});
    tell(region.strategic_assets, {.name = "strategic_assets",
                                   .symbol = "As",
                                   .unit = "fraction",
                                   .meaning = "American strategic assets deployed"});
    tell(region.attention_load, {.name = "attention_load",
                                 .symbol = "A",
                                 .unit = "fraction",
                                 .meaning = "attention load on Washington"});
    tell(region.salience, {.name = "salience",
                           .symbol = "S",
                           .unit = "fraction",
                           .meaning = "salience of the peninsula in Washington"});
    tell(region.aid, {.name = "russian_aid",
                      .symbol = "a",
                      .unit = "fraction of full aid",
                      .meaning = "Russian aid to North Korea"});
    tell(region.russian_tie, {.name = "russian_tie_by_month",
                              .symbol = "L_R",
                              .unit = "fraction",
                              .meaning = "solidity of the Russia-DPRK tie"});
    tell(region.supplies, {.name = "supplies_to_moscow",
                           .symbol = "k",
                           .highest = 3,
                           .meaning = "what Pyongyang sends to Moscow",
                           .labels = "nothing|shells|shells_and_troops|troops_withdrawn"});
    tell(region.troops, {.name = "troops_abroad",
                         .symbol = "Tr",
                         .highest = 100,
                         .unit = "thousand",
                         .meaning = "North Korean troops in Russia"});
    tell(region.debt, {.name = "debt_of_moscow",
                       .symbol = "Lg",
                       .highest = 60,
                       .unit = "month of full supplies",
                       .meaning = "what Moscow owes Pyongyang"});
    tell(region.trust_in_moscow, {.name = "trust_in_moscow_by_month",
                                  .symbol = "pi",
                                  .unit = "probability",
                                  .meaning = "Kim's belief that Russia is a strategic partner"});
    tell(region.trust_in_washington, {.name = "trust_in_washington",
                                      .symbol = "u",
                                      .unit = "probability",
                                      .meaning = "Kim's belief that Washington can deliver"});
    tell(region.reservation, {.name = "reservation_value",
                              .symbol = "Rv",
                              .lowest = -2,
                              .highest = 4,
                              .unit = "utility",
                              .meaning = "Kim's reservation value"});
    tell(region.support,
         {.name = "chinese_support", .symbol = "Y", .unit = "fraction", .meaning = "Chinese support"});
    tell(region.pressure,
         {.name = "chinese_pressure", .symbol = "Pc", .unit = "fraction", .meaning = "Chinese pressure"});
    tell(region.closeness, {.name = "chinese_closeness_by_month",
                            .symbol = "N_C",
                            .unit = "fraction",
                            .meaning = "closeness of China and North Korea"});
    tell(region.coherence, {.name = "us_coherence",
                            .symbol = "C",
                            .unit = "fraction",
                            .meaning = "coherence of the US administration"});
    tell(region.approval, {.name = "us_approval",
                           .symbol = "G",
                           .lowest = 20,
                           .highest = 70,
                           .unit = "%",
                           .meaning = "approval of the US president"});
    tell(region.credibility, {.name = "extended_deterrence_by_month",
                              .symbol = "V",
                              .unit = "fraction",
                              .meaning = "credibility of extended deterrence"});
    tell(region.anxiety, {.name = "public_anxiety",
                          .symbol = "J",
                          .unit = "fraction",
                          .meaning = "anxiety of the South Korean public"});
    tell(region.discontent, {.name = "discontent_by_month",
                             .symbol = "D",
                             .unit = "fraction",
                             .meaning = "discontent in North Korea (a modelling device)"});
    tell(region.economy, {.name = "economy_by_month",
                          .symbol = "E",
                          .lowest = 50,
                          .highest = 200,
                          .unit = "index, start = 100",
                          .meaning = "North Korean economy"});
    tell(region.mainland_threat, {.name = "mainland_threat_by_month",
                                  .symbol = "F",
                                  .unit = "fraction",
                                  .meaning = "ability to strike the US mainland"});
    tell(region.second_strike, {.name = "second_strike_by_month",
                                .symbol = "Q",
                                .unit = "fraction",
                                .meaning = "second-strike capability"});
    tell(region.deal, {.name = "deal_in_force",
                       .symbol = "d",
                       .highest = 4,
                       .meaning = "deal between Washington and Pyongyang",
                       .labels = "none|freeze|small_deal|recognition|comprehensive"});
    tell(region.halt, {.name = "verified_halt",
                       .symbol = "Ha",
                       .unit = "fraction",
                       .meaning = "fissile production halted and inspected under a deal"});
    tell(
        given(region, region.relief),
        {.name = "sanctions_relief", .symbol = "Re", .unit = "fraction", .meaning = "relief from sanctions"});
    tell(region.exercises, {.name = "exercises_by_month",
                            .symbol = "Ex",
                            .unit = "fraction",
                            .meaning = "level of allied exercises"});
    tell(region.own_bomb, {.name = "own_bomb",
                           .symbol = "b",
                           .highest = 3,
                           .meaning = "how far Seoul has gone towards a bomb of its own",
                           .labels = "nothing|debate|hedge|programme"});
    tell(region.japanese_policy, {.name = "japanese_policy",
                                  .symbol = "y",
                                  .highest = 2,
                                  .meaning = "Japan's policy",
                                  .labels = "follow|build_up|own_way"});
    tell(region.short_term_security, {.name = "short_term_security",
                                      .symbol = "SS",
                                      .unit = "fraction",
                                      .meaning = "short-term security of the US mainland"});
    tell(region.long_term_security, {.name = "long_term_security_by_month",
                                     .symbol = "LS",
                                     .unit = "fraction",
                                     .meaning = "long-term US security in the region"});
  }

private:
  template <class Tell> static void events(const Tell &tell, const Region<Real> &region) {
    tell(region.tier, {.name = "provocation_tier",
                       .highest = 5,
                       .meaning = "highest tier of provocation",
                       .labels = "none|short_range|medium_range|icbm|nuclear_test|clash"});
    tell(region.short_range, {.name = "short_range_launches_by_month",
                              .highest = 31,
                              .unit = "launch",
                              .meaning = "short-range launches",
                              .counted = true});
    tell(region.medium_range, {.name = "medium_range_launches_by_month",
                               .highest = 15,
                               .unit = "launch",
                               .meaning = "medium-range, submarine and space launches",
                               .counted = true});
    tell(region.icbm, {.name = "icbm_tests_by_month",
                       .highest = 15,
                       .unit = "launch",
                       .meaning = "intercontinental launches",
                       .counted = true});
    tell(region.nuclear,
         {.name = "nuclear_tests_by_month", .unit = "test", .meaning = "nuclear tests", .counted = true});
    tell(region.clash,
         {.name = "clashes_by_month", .unit = "clash", .meaning = "lethal clashes", .counted = true});
    tell(region.tempo, {.name = "tempo",
                        .symbol = "theta",
                        .lowest = -8,
                        .highest = 8,
                        .unit = "utility",
                        .meaning = "latent tempo of provocations"});
    tell(region.stage, {.name = "diplomatic_stage",
                        .symbol = "g",
                        .highest = 3,
                        .meaning = "stage of US-DPRK diplomacy",
                        .labels = "none|contact|working_talks|deal"});
    tell(region.summit,
         {.name = "summits_by_month", .unit = "summit", .meaning = "US-DPRK summits", .counted = true});
    tell(region.deal_struck,
         {.name = "deals_by_month", .unit = "deal", .meaning = "US-DPRK deals struck", .counted = true});
    tell(region.rung, {.name = "crisis_rung",
                       .symbol = "e",
                       .highest = 5,
                       .unit = "rung",
                       .meaning = "rung of the crisis ladder",
                       .counted = true});
  }
};

} // namespace peninsula

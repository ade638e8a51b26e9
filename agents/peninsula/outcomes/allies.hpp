// SPDX-License-Identifier: Apache-2.0
#pragma once

// The alliance, Seoul and Tokyo.

#include "agents/peninsula/outcomes/diplomacy.hpp"
#include "agents/peninsula/outcomes/gathering.hpp"
#include "agents/peninsula/own_bomb.hpp"

namespace peninsula::measured {

/// Below this level large exercises count as paused.
constexpr double paused_exercises = 0.6;

template <class Real, class At> void alliance(At &at, const Region<Real> &region, const Deals<Real> &deals) {
  at.last(region.credibility, {.name = "extended_deterrence",
                               .symbol = "V_T",
                               .unit = "fraction",
                               .meaning = "credibility of extended deterrence",
                               .source = "Chun 2025 par. 22 and 27"});
  at.tell(at.smallest(region.credibility, 1.0), {.name = "extended_deterrence_lowest",
                                                 .symbol = "V_min",
                                                 .unit = "fraction",
                                                 .meaning = "lowest credibility",
                                                 .definition = "minimum over months",
                                                 .source = "Chun 2025 par. 22"});
  at.tell(At::ratio(at.sum(zero_or(deals.in_force, region.credibility)), deals.months),
          {.name = "extended_deterrence_in_deal",
           .symbol = "V_deal",
           .unit = "fraction",
           .meaning = "credibility while a deal holds",
           .definition = "mean over those months; undefined if none",
           .source = "Chun 2025 par. 27"});
  at.mean(region.anxiety, {.name = "public_anxiety_mean",
                           .symbol = "J_mean",
                           .unit = "fraction",
                           .meaning = "mean anxiety of the South Korean public",
                           .source = "Chun 2025 par. 22"});
  at.largest(region.anxiety, {.name = "public_anxiety_highest",
                              .symbol = "J_max",
                              .unit = "fraction",
                              .meaning = "highest anxiety",
                              .source = "Chun 2025 par. 22"});
  at.tell(At::ratio(at.sum(zero_or(deals.in_force, region.anxiety)), deals.months),
          {.name = "public_anxiety_in_deal",
           .symbol = "J_deal",
           .unit = "fraction",
           .meaning = "anxiety while a deal holds",
           .definition = "mean over those months; undefined if none",
           .source = "Chun 2025 par. 22"});
  at.tell(region.support_for_own_bomb * percent,
          {.name = "support_for_own_bomb",
           .symbol = "nsup_T",
           .highest = 100,
           .unit = "%",
           .meaning = "South Korean support for an own bomb",
           .definition = "(V5) at the horizon",
           .source = "Asan 2025: 76.2 %; Chey 2024: 72.8 %; KINU 2023: 60.2 %"});
  at.ever(region.alliance_reassessed > Real(0.5), {.name = "alliance_reassessed",
                                                   .symbol = "reval",
                                                   .meaning = "the alliance strategy was reassessed",
                                                   .source = "Chun 2025 par. 27"});
  at.time(at.first_month(region.alliance_reassessed > Real(0.5), never),
          {.name = "first_reassessment",
           .symbol = "t_reval",
           .meaning = "alliance reassessment",
           .definition = "month in which it begins, counted from 0; censored at the horizon",
           .source = "Chun 2025 par. 27"});
  at.sum(region.reaffirmed, {.name = "reaffirmations",
                             .symbol = "n_reaff",
                             .highest = 120,
                             .unit = "reaffirmation",
                             .meaning = "reaffirmations of extended deterrence",
                             .source = "Chun 2025 par. 22"});
  at.mean(region.exercises, {.name = "exercises_mean",
                             .symbol = "Ex_mean",
                             .unit = "fraction",
                             .meaning = "mean level of allied exercises",
                             .source = "Chun 2025 par. 22"});
  const auto paused = region.exercises < Real(paused_exercises);
  at.sum(indicator(paused), {.name = "paused_exercise_months",
                             .symbol = "n_pse",
                             .highest = 120,
                             .unit = "month",
                             .meaning = "months in which large exercises are paused",
                             .definition = "months with a level below 0.6",
                             .source = "Chun 2025 par. 22"});
  at.ever(at.largest(at.previous(indicator(paused)) * indicator(!paused)) > Real(0.5),
          {.name = "exercises_resumed",
           .symbol = "res_ex",
           .meaning = "paused exercises were resumed",
           .definition = "ever above a level of 0.6 again",
           .source = "Chun 2025 par. 22"});
  at.last(region.american_troops, {.name = "american_troops",
                                   .symbol = "At_T",
                                   .unit = "share of those at the start",
                                   .meaning = "American troops in South Korea",
                                   .source = "Chun 2025 par. 27"});
  const Real furthest = at.largest(region.own_bomb);
  at.tell(furthest, {.name = "own_bomb_step",
                     .symbol = "b_max",
                     .kind = Kind::categorical,
                     .highest = 3,
                     .meaning = "furthest step of Seoul towards a bomb of its own",
                     .definition = "maximum over months",
                     .source = "debate in Seoul since January 2023",
                     .labels = "nothing|debate|hedge|programme"});
  at.ever(furthest >= Real(step_to_a_bomb::programme),
          {.name = "own_bomb_programme",
           .symbol = "b_prg",
           .meaning = "Seoul began a programme for a bomb of its own",
           .definition = "ever within the horizon",
           .source = "debate in Seoul since January 2023"});
  at.mean(region.strategic_assets, {.name = "strategic_assets_mean",
                                    .symbol = "As_mean",
                                    .unit = "fraction",
                                    .meaning = "mean level of American strategic assets deployed",
                                    .source = "Chun 2025 par. 22"});
  at.mean(region.short_term_security, {.name = "short_term_security_mean",
                                       .symbol = "SS_mean",
                                       .unit = "fraction",
                                       .meaning = "mean short-term security of the US mainland",
                                       .source = "Chun 2025 par. 27"});
  at.mean(region.long_term_security, {.name = "long_term_security_mean",
                                      .symbol = "LS_mean",
                                      .unit = "fraction",
                                      .meaning = "mean long-term US security in the region",
                                      .source = "Chun 2025 par. 26-28"});
  at.last(region.long_term_security, {.name = "long_term_security",
                                      .symbol = "LS_T",
                                      .unit = "fraction",
                                      .meaning = "long-term US security in the region",
                                      .source = "Chun 2025 par. 26-28"});
}

template <class Real, class At> void japan(At &at, const Region<Real> &region) {
  at.mean(region.japanese_anxiety, {.name = "japanese_anxiety_mean",
                                    .symbol = "JJ_mean",
                                    .unit = "fraction",
                                    .meaning = "mean anxiety in Japan",
                                    .source = "Chun 2025 par. 27; assumption"});
  at.sum(indicator(region.japanese_policy == Real(1.0)), {.name = "japan_build_up_months",
                                                          .symbol = "n_Jbu",
                                                          .highest = 120,
                                                          .unit = "month",
                                                          .meaning = "months in which Japan builds up",
                                                          .source = "the three documents of December 2022"});
  at.ever(at.largest(indicator(region.japanese_policy == Real(2.0))) > Real(0.5),
          {.name = "japan_shifted",
           .symbol = "hedge_J",
           .meaning = "Japan turned to a policy of its own",
           .definition = "ever within the horizon",
           .source = "Chun 2025 par. 27; assumption"});
}

} // namespace peninsula::measured

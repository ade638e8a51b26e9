// SPDX-License-Identifier: Apache-2.0
#pragma once

// What Pyongyang can do, begins and believes.

#include "agents/peninsula/outcomes/gathering.hpp"
#include "agents/peninsula/terms.hpp"

namespace peninsula::measured {

/// Above it discontent counts as high.
constexpr double high_discontent = 0.6;

template <class Real, class At> void capability(At &at, const Region<Real> &region) {
  at.last(region.mainland_threat, {.name = "mainland_threat",
                                   .symbol = "F_T",
                                   .unit = "fraction",
                                   .meaning = "ability to strike the US mainland",
                                   .source = "Chun 2025 par. 9"});
  at.last(region.second_strike, {.name = "second_strike",
                                 .symbol = "Q_T",
                                 .unit = "fraction",
                                 .meaning = "second-strike capability",
                                 .source = "Chun 2025 par. 9-10"});
  at.last(region.warheads, {.name = "warheads",
                            .symbol = "warheads_T",
                            .highest = 256,
                            .unit = "warhead",
                            .meaning = "warheads",
                            .source = "SIPRI, January 2025"});
  at.last(region.economy, {.name = "economy",
                           .symbol = "E_T",
                           .lowest = 50,
                           .highest = 200,
                           .unit = "index, start = 100",
                           .meaning = "North Korean economy",
                           .source = "Bank of Korea"});
  at.mean(region.discontent, {.name = "discontent_mean",
                              .symbol = "D_mean",
                              .unit = "fraction",
                              .meaning = "mean discontent (a modelling device)",
                              .source = "Chun 2025 par. 12"});
  at.last(region.discontent, {.name = "discontent",
                              .symbol = "D_T",
                              .unit = "fraction",
                              .meaning = "discontent (a modelling device)",
                              .source = "Chun 2025 par. 12"});
  const Real highest_discontent = at.largest(region.discontent, {.name = "discontent_highest",
                                                                 .symbol = "D_max",
                                                                 .unit = "fraction",
                                                                 .meaning = "highest discontent",
                                                                 .source = "Chun 2025 par. 12"});
  at.ever(highest_discontent > Real(high_discontent), {.name = "discontent_high",
                                                       .symbol = "D_hi",
                                                       .meaning = "discontent was high",
                                                       .definition = "ever above 0.6",
                                                       .source = "Chun 2025 par. 12"});
  const Real first_year = at.sum_of_first(year, region.discontent);
  at.tell(first_year * (1.0 / (at.months < year ? at.months : year)),
          {.name = "discontent_first_year",
           .symbol = "D12",
           .unit = "fraction",
           .meaning = "discontent in the first year",
           .definition = "mean over the first twelve months",
           .source = "Chun 2025 par. 12"});
}

/// What Kim begins, and who meets.
template <class Real, class At> void initiative(At &at, const Region<Real> &region) {
  const auto began = [&](double move) { return indicator(region.initiative == Real(move)); };
  at.sum(began(1), {.name = "letters",
                    .symbol = "n_let",
                    .highest = 60,
                    .unit = "letter",
                    .meaning = "letters of Kim to Washington",
                    .source = "letters of 2018-2019"});
  at.sum(began(5), {.name = "moratoria",
                    .symbol = "n_mor",
                    .highest = 30,
                    .unit = "moratorium",
                    .meaning = "moratoria on strategic tests that Kim declares",
                    .source = "April 2018"});
  const auto to_a_patron = region.initiative == Real(2.0) || region.initiative == Real(3.0);
  at.sum(indicator(to_a_patron), {.name = "approaches_to_patrons",
                                  .symbol = "n_ptr",
                                  .highest = 60,
                                  .unit = "approach",
                                  .meaning = "approaches of Kim to Beijing or Moscow",
                                  .source = "Chun 2025 par. 8 and 15-16"});
  at.sum(region.putin_met, {.name = "kim_putin_meetings",
                            .symbol = "n_put",
                            .highest = 60,
                            .unit = "meeting",
                            .meaning = "Kim-Putin meetings",
                            .source = "April 2019, September 2023, June 2024"});
  at.sum(region.korean_talks, {.name = "inter_korean_talks",
                               .symbol = "n_ikt",
                               .highest = 60,
                               .unit = "month",
                               .meaning = "months in which the two Koreas talk",
                               .source = "three inter-Korean summits of 2018"});
  at.sum(region.mediates, {.name = "mediations",
                           .symbol = "n_med",
                           .highest = 60,
                           .unit = "month",
                           .meaning = "months in which Beijing mediates in a crisis",
                           .source = "proposals of 2017"});
}

template <class Real, class At> void minds(At &at, const Region<Real> &region) {
  at.mean(region.trust_in_washington, {.name = "trust_in_washington_mean",
                                       .symbol = "u_mean",
                                       .unit = "probability",
                                       .meaning = "Kim's mean trust in Washington",
                                       .source = "Chun 2025 par. 7"});
  at.mean(region.self_reliance, {.name = "self_reliance_mean",
                                 .symbol = "sr_mean",
                                 .unit = "fraction",
                                 .meaning = "mean self-reliance",
                                 .source = "Chun 2025 par. 9 and 14"});
  at.last(region.believed_capacity, {.name = "believed_capacity",
                                     .symbol = "k_hat_T",
                                     .unit = "fraction",
                                     .meaning = "what Kim thinks Russia can deliver",
                                     .source = "Chun 2025 par. 11"});
  at.mean(region.believed_coherence, {.name = "believed_coherence_mean",
                                      .symbol = "C_hat_mean",
                                      .unit = "fraction",
                                      .meaning = "how united Kim thinks Washington is",
                                      .source = "Chun 2025 par. 7"});
  at.last(region.believed_impatience,
          {.name = "believed_impatience",
           .symbol = "iota_T",
           .unit = "probability",
           .meaning = "Kim's belief that China answers a strategic test with pressure",
           .source = "Chun 2025 par. 20"});
  at.last(region.hostility, {.name = "hostility",
                             .symbol = "H_T",
                             .unit = "fraction",
                             .meaning = "hostility between the Koreas",
                             .source = "Chun 2025 par. 8"});
  at.mean(given(region, region.relief), {.name = "sanctions_relief_mean",
                                         .symbol = "relief_mean",
                                         .unit = "fraction",
                                         .meaning = "mean sanctions relief",
                                         .source = "Chun 2025 par. 6"});
}

} // namespace peninsula::measured

// SPDX-License-Identifier: Apache-2.0
#pragma once

// Beijing, and its relations with Washington.

#include "agents/peninsula/outcomes/gathering.hpp"

namespace peninsula::measured {

template <class Real, class At> void china(At &at, const Region<Real> &region) {
  const auto in_regime = [&](double regime) { return indicator(region.us_china == Real(regime)); };
  const auto in_posture = [&](double posture) { return indicator(region.china_posture == Real(posture)); };
  at.mean(region.tension, {.name = "us_china_tension_mean",
                           .symbol = "K_mean",
                           .unit = "fraction",
                           .meaning = "mean US-China tension",
                           .definition = "mean over months of tau",
                           .source = "Chun 2025 par. 17"});
  at.sum(in_regime(0), {.name = "cooperation_months",
                        .symbol = "K0_months",
                        .highest = 120,
                        .unit = "month",
                        .meaning = "months of US-China cooperation",
                        .definition = "months in this regime",
                        .source = "Chun 2025 par. 20"});
  at.sum(in_regime(1), {.name = "managed_rivalry_months",
                        .symbol = "K1_months",
                        .highest = 120,
                        .unit = "month",
                        .meaning = "months of managed US-China rivalry",
                        .definition = "months in this regime",
                        .source = "Chun 2025 par. 17"});
  at.sum(in_regime(2), {.name = "tariff_war_months",
                        .symbol = "K2_months",
                        .highest = 120,
                        .unit = "month",
                        .meaning = "months of US-China tariff war",
                        .definition = "months in this regime",
                        .source = "Chun 2025 par. 17"});
  at.sum(in_regime(3), {.name = "acute_crisis_months",
                        .symbol = "K3_months",
                        .highest = 120,
                        .unit = "month",
                        .meaning = "months of acute US-China crisis",
                        .definition = "months in this regime",
                        .source = "Chun 2025 par. 17"});
  at.mean(region.support, {.name = "chinese_support_mean",
                           .symbol = "Y_mean",
                           .unit = "fraction",
                           .meaning = "mean Chinese support",
                           .source = "Chun 2025 par. 15-17"});
  at.mean(region.pressure, {.name = "chinese_pressure_mean",
                            .symbol = "Pc_mean",
                            .unit = "fraction",
                            .meaning = "mean Chinese pressure",
                            .source = "Chun 2025 par. 20"});
  at.last(region.closeness, {.name = "chinese_closeness",
                             .symbol = "NC_T",
                             .unit = "fraction",
                             .meaning = "closeness of China and North Korea",
                             .source = "Chun 2025 par. 17-18"});
  at.sum(in_posture(3), {.name = "courtship_months",
                         .symbol = "court_months",
                         .highest = 120,
                         .unit = "month",
                         .meaning = "months in which China courts Pyongyang",
                         .definition = "months in this posture",
                         .source = "Chun 2025 par. 17"});
  at.sum(in_posture(0), {.name = "pressure_months",
                         .symbol = "press_months",
                         .highest = 120,
                         .unit = "month",
                         .meaning = "months in which China presses Pyongyang",
                         .definition = "months in this posture",
                         .source = "Chun 2025 par. 20"});
  at.sum(in_posture(4), {.name = "dual_months",
                         .symbol = "dual_months",
                         .highest = 120,
                         .unit = "month",
                         .meaning = "months of China's dual strategy",
                         .definition = "months in this posture",
                         .source = "Chun 2025 par. 19"});
  at.sum(region.leaders_met, {.name = "kim_xi_meetings",
                              .symbol = "xk",
                              .highest = 60,
                              .unit = "meeting",
                              .meaning = "Kim-Xi meetings",
                              .source = "Kim-Xi meetings, 2018-2019"});
}

} // namespace peninsula::measured

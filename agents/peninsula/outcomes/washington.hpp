// SPDX-License-Identifier: Apache-2.0
#pragma once

// What Washington attends to, chooses and resists.

#include "agents/peninsula/outcomes/gathering.hpp"

namespace peninsula::measured {

template <class Real, class At> void washington(At &at, const Region<Real> &region) {
  const auto in_stance = [&](double stance) { return indicator(region.stance == Real(stance)); };
  at.mean(region.salience, {.name = "salience_mean",
                            .symbol = "S_mean",
                            .unit = "fraction",
                            .meaning = "mean salience of the peninsula",
                            .source = "Chun 2025 par. 10"});
  at.mean(region.priority, {.name = "priority_mean",
                            .symbol = "Pri_mean",
                            .unit = "fraction",
                            .meaning = "mean priority in Washington",
                            .source = "Chun 2025 par. 10"});
  at.mean(region.neglect, {.name = "neglect_mean",
                           .symbol = "Ng_mean",
                           .unit = "fraction",
                           .meaning = "mean neglect",
                           .source = "Chun 2025 par. 10"});
  at.mean(region.coherence, {.name = "coherence_mean",
                             .symbol = "C_mean",
                             .unit = "fraction",
                             .meaning = "mean coherence of the administration",
                             .source = "Chun 2025 par. 24"});
  at.sum(region.officials_resist, {.name = "resistance_episodes",
                                   .symbol = "n_resist",
                                   .highest = 120,
                                   .unit = "month",
                                   .meaning = "months in which officials resist",
                                   .source = "Chun 2025 par. 24"});
  at.sum(in_stance(0), {.name = "pressure_stance_months",
                        .symbol = "st_prs",
                        .highest = 120,
                        .unit = "month",
                        .meaning = "months in the stance 'pressure'",
                        .source = "Chun 2025 par. 3"});
  at.sum(in_stance(1), {.name = "denuclearisation_stance_months",
                        .symbol = "st_den_m",
                        .highest = 120,
                        .unit = "month",
                        .meaning = "months in the stance 'denuclearisation'",
                        .source = "Chun 2025 par. 4"});
  at.sum(in_stance(2), {.name = "small_deal_stance_months",
                        .symbol = "st_sml_m",
                        .highest = 120,
                        .unit = "month",
                        .meaning = "months in the stance 'small deal'",
                        .source = "Chun 2025 par. 27"});
  at.sum(in_stance(3), {.name = "recognition_stance_months",
                        .symbol = "st_rec_m",
                        .highest = 120,
                        .unit = "month",
                        .meaning = "months in the stance 'recognition'",
                        .source = "Chun 2025 par. 5"});
  at.sum(indicator(region.stance != region.stance_before),
         {.name = "stance_shifts",
          .symbol = "st_switch",
          .highest = 120,
          .unit = "shift",
          .meaning = "shifts of stance",
          .definition = "months in which the stance changed",
          .source = "Chun 2025 par. 3"});
  at.mean(indicator(region.action >= Real(2.0)),
          {.name = "diplomacy_share",
           .symbol = "dip_mean",
           .unit = "fraction",
           .meaning = "share of months with diplomatic action",
           .definition = "months with outreach, a concession or a proposal / months",
           .source = "Chun 2025 par. 1-2"});
  at.sum(indicator(region.action == Real(4.0)), {.name = "summit_proposals",
                                                 .symbol = "prop",
                                                 .highest = 120,
                                                 .unit = "proposal",
                                                 .meaning = "summit proposals",
                                                 .source = "Chun 2025 par. 1-2"});
  at.sum(indicator(region.china_policy == Real(2.0)), {.name = "china_pressed_months",
                                                       .symbol = "n_cpr",
                                                       .highest = 120,
                                                       .unit = "month",
                                                       .meaning = "months in which Washington presses China",
                                                       .source = "Chun 2025 par. 17"});
  at.sum(Real(1.0) - region.assured,
         {.name = "drift_months",
          .symbol = "n_dft",
          .highest = 120,
          .unit = "month",
          .meaning = "months in which Washington drifts from what it declared to Seoul",
          .source = "Chun 2025 par. 22"});
  at.mean(region.rapport, {.name = "rapport_mean",
                           .symbol = "Rp_mean",
                           .unit = "fraction",
                           .meaning = "mean rapport between the president and Kim",
                           .source = "Chun 2025 par. 1 and 21"});
  at.sum(indicator(region.action == Real(3.0)), {.name = "concessions",
                                                 .symbol = "conc",
                                                 .highest = 120,
                                                 .unit = "concession",
                                                 .meaning = "concessions on exercises",
                                                 .source = "Chun 2025 par. 22"});
}

} // namespace peninsula::measured

// SPDX-License-Identifier: Apache-2.0
#pragma once

// What passes between Moscow and Pyongyang.

#include "agents/peninsula/outcomes/gathering.hpp"

namespace peninsula::measured {

constexpr double no_logarithm_of_zero = 1e-12;

template <class Real, class At>
Real technology(At &at, Real transferred, std::string_view name, std::string_view symbol,
                std::string_view meaning) {
  return at.sum(transferred, {.name = name,
                              .symbol = symbol,
                              .highest = 40,
                              .unit = "transfer",
                              .meaning = meaning,
                              .source = "Chun 2025 par. 9 and 13"});
}

/// What goes to Moscow, what comes back as technology, and what is still owed.
template <class Real, class At> void ledger(At &at, const Region<Real> &region) {
  const auto with_troops = region.supplies == Real(2.0);
  const auto with_shells = region.supplies > Real(0.0);
  at.sum(indicator(with_shells), {.name = "shell_months",
                                  .symbol = "n_shl",
                                  .highest = 120,
                                  .unit = "month",
                                  .meaning = "months in which shells go to Moscow",
                                  .source = "Chun 2025 par. 11-12"});
  at.sum(indicator(with_troops), {.name = "troop_waves",
                                  .symbol = "n_men",
                                  .highest = 60,
                                  .unit = "wave",
                                  .meaning = "waves of troops sent to Moscow",
                                  .source = "Chun 2025 par. 12"});
  at.largest(region.troops, {.name = "troops_abroad_highest",
                             .symbol = "Tr_max",
                             .highest = 100,
                             .unit = "thousand",
                             .meaning = "most troops abroad",
                             .source = "Chun 2025 par. 12"});
  at.last(region.debt, {.name = "debt_unpaid",
                        .symbol = "Lg_T",
                        .highest = 60,
                        .unit = "month of full supplies",
                        .meaning = "what Moscow owes Pyongyang",
                        .source = "Chun 2025 par. 11-12"});
  const Real satellites = technology(at, region.satellite_technology, "satellite_transfers", "n_sat",
                                     "transfers of satellite and launcher technology");
  const Real reentry = technology(at, region.reentry_technology, "reentry_transfers", "n_ree",
                                  "transfers of re-entry technology");
  const Real submarines = technology(at, region.submarine_technology, "submarine_transfers", "n_sub",
                                     "transfers of submarine technology");
  const Real air_defence = technology(at, region.air_defence_technology, "air_defence_transfers", "n_air",
                                      "transfers of air-defence technology");
  at.tell(satellites + reentry + submarines + air_defence, {.name = "technology_transfers",
                                                            .symbol = "n_tech",
                                                            .kind = Kind::count,
                                                            .highest = 40,
                                                            .unit = "transfer",
                                                            .meaning = "transfers of sensitive technology",
                                                            .definition = "sum of the four kinds",
                                                            .source = "Chun 2025 par. 9 and 13"});
}

template <class Real, class At> void russia(At &at, const Region<Real> &region) {
  const Real trust = clamp(region.trust_in_moscow, no_logarithm_of_zero, 1.0);
  const Real doubt = clamp(Real(1.0) - region.trust_in_moscow, no_logarithm_of_zero, 1.0);
  const auto war = region.ukraine_war == Real(0.0);
  const auto before_ceasefire = region.first_ceasefire == Real(never);
  const Real aid = at.sum(region.aid);
  const Real aid_in_war = at.sum(zero_or(war, region.aid));
  const Real war_months = at.sum(indicator(war));
  const Real opening_belief = at.folded(region.belief_in_moscow, [](Real so_far) { return so_far; });
  const Real moved = region.belief_in_moscow - opening_belief;
  at.tell(at.mean_of(aid), {.name = "russian_aid_mean",
                            .symbol = "aid_mean",
                            .unit = "fraction of full aid",
                            .meaning = "mean Russian aid",
                            .definition = "mean over months",
                            .source = "Chun 2025 par. 11-12"});
  at.tell(At::ratio(aid_in_war, war_months), {.name = "russian_aid_in_war",
                                              .symbol = "aid_war",
                                              .unit = "fraction of full aid",
                                              .meaning = "mean aid while the war goes on",
                                              .definition = "mean over the months of war; undefined if none",
                                              .source = "Chun 2025 par. 11"});
  at.tell(At::ratio(aid - aid_in_war, Real(at.months) - war_months),
          {.name = "russian_aid_after_ceasefire",
           .symbol = "aid_post",
           .unit = "fraction of full aid",
           .meaning = "mean aid under a ceasefire or settlement",
           .definition = "mean over those months; undefined if none",
           .source = "Chun 2025 par. 11"});
  at.last(region.russian_tie, {.name = "russian_tie",
                               .symbol = "LR_T",
                               .unit = "fraction",
                               .meaning = "solidity of the Russia-DPRK tie",
                               .source = "Chun 2025 par. 11"});
  at.tell(-(trust * logarithm(trust) + doubt * logarithm(doubt)),
          {.name = "doubt_about_moscow",
           .symbol = "ent_T",
           .highest = 0.75,
           .unit = "nat",
           .meaning = "Kim's uncertainty about Russia",
           .definition = "entropy of his belief at the horizon",
           .source = "Chun 2025 par. 11"});
  at.largest(zero_or(before_ceasefire, larger(moved, -moved)),
             {.name = "learning_in_war",
              .symbol = "bel_war",
              .unit = "log-odds",
              .meaning = "what Kim learns of Russia before any ceasefire",
              .definition = "largest movement of his belief; 0 by construction",
              .source = "Chun 2025 par. 11"});
  at.last(region.trust_in_moscow, {.name = "trust_in_moscow",
                                   .symbol = "piS_T",
                                   .unit = "probability",
                                   .meaning = "Kim's belief that Russia is a strategic partner",
                                   .source = "Chun 2025 par. 11"});
  ledger(at, region);
  at.time(region.first_ceasefire,
          {.name = "first_ceasefire",
           .symbol = "t_cf",
           .meaning = "first ceasefire in Ukraine",
           .definition = "month of the first, counted from 0; censored at the horizon",
           .source = "Chun 2025 par. 11"});
  at.ever(region.first_ceasefire < Real(at.months), {.name = "ceasefire_reached",
                                                     .symbol = "cf_by_T",
                                                     .meaning = "a ceasefire in Ukraine was reached",
                                                     .source = "Chun 2025 par. 11"});
}

} // namespace peninsula::measured

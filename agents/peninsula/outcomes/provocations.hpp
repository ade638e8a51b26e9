// SPDX-License-Identifier: Apache-2.0
#pragma once

// Launches, tests, clashes and the crisis ladder, and how monthly launches are spread.

#include "agents/peninsula/outcomes/gathering.hpp"

namespace peninsula::measured {

/// From this rung of the ladder on there is a crisis; the last is its absorbing top.
constexpr double crisis_rung = 2.0, top_rung = 5.0;
/// So many silent months in a row are a lull.
constexpr double months_of_lull = 3.0;

template <class Real> struct Launches {
  Real this_month;
  Real all; // so far
};

template <class Real, class At> Launches<Real> events(At &at, const Region<Real> &region) {
  const Real missiles = region.short_range + region.medium_range + region.icbm;
  const Real short_range = at.sum(region.short_range, {.name = "short_range_launches",
                                                       .symbol = "n_short",
                                                       .highest = 400,
                                                       .unit = "launch",
                                                       .meaning = "short-range launches",
                                                       .source = "CSIS missile data"});
  const Real medium_range =
      at.sum(region.medium_range, {.name = "medium_range_launches",
                                   .symbol = "n_mid",
                                   .highest = 100,
                                   .unit = "launch",
                                   .meaning = "medium-range, submarine and space launches",
                                   .source = "CSIS missile data"});
  at.sum(region.satellite, {.name = "satellite_launches",
                            .symbol = "n_sat_l",
                            .highest = 60,
                            .unit = "launch",
                            .meaning = "launches of satellites, among the medium-range ones",
                            .source = "CSIS missile data"});
  const Real icbm = at.sum(region.icbm, {.name = "icbm_tests",
                                         .symbol = "n_icbm",
                                         .highest = 60,
                                         .unit = "launch",
                                         .meaning = "intercontinental launches",
                                         .source = "CSIS missile data"});
  const Real nuclear = at.sum(region.nuclear, {.name = "nuclear_tests",
                                               .symbol = "n_nuke",
                                               .highest = 30,
                                               .unit = "test",
                                               .meaning = "nuclear tests",
                                               .source = "six tests, 2006-2017"});
  const Real clashes = at.sum(region.clash, {.name = "clashes",
                                             .symbol = "n_clash",
                                             .highest = 30,
                                             .unit = "clash",
                                             .meaning = "lethal clashes",
                                             .source = "CSIS provocations data"});
  at.tell(short_range + medium_range + icbm + nuclear + clashes, {.name = "events",
                                                                  .symbol = "n_all",
                                                                  .kind = Kind::count,
                                                                  .highest = 500,
                                                                  .unit = "event",
                                                                  .meaning = "launches, tests and clashes",
                                                                  .definition = "sum of the five kinds",
                                                                  .source = "CSIS data"});
  at.tell(icbm + nuclear, {.name = "strategic_tests",
                           .symbol = "strat_tests",
                           .kind = Kind::count,
                           .highest = 80,
                           .unit = "test",
                           .meaning = "intercontinental launches and nuclear tests",
                           .definition = "sum of the two kinds",
                           .source = "Chun 2025 par. 10"});
  at.sum(indicator(region.tier == Real(3.0) || region.tier == Real(4.0)),
         {.name = "strategic_months",
          .symbol = "strat_months",
          .highest = 120,
          .unit = "month",
          .meaning = "months with a strategic test",
          .definition = "months at tier 3 or 4",
          .source = "Chun 2025 par. 10"});
  at.tell(at.sum_of_first(year, missiles + region.nuclear + region.clash),
          {.name = "events_first_year",
           .symbol = "prov12",
           .kind = Kind::count,
           .highest = 200,
           .unit = "event",
           .meaning = "events in the first twelve months",
           .definition = "sum of the five kinds",
           .source = "CSIS data"});
  at.tell(at.sum_of_first(year, region.icbm + region.nuclear),
          {.name = "strategic_tests_first_year",
           .symbol = "strat12",
           .kind = Kind::count,
           .highest = 40,
           .unit = "test",
           .meaning = "strategic tests in the first twelve months",
           .definition = "sum of the two kinds",
           .source = "CSIS data"});
  at.sum(indicator(region.tier == Real(0.0)), {.name = "quiet_months",
                                               .symbol = "quiet_months",
                                               .highest = 120,
                                               .unit = "month",
                                               .meaning = "months without any provocation",
                                               .definition = "months at tier 0",
                                               .source = "CSIS data"});
  at.time(at.first_month(region.icbm > Real(0.5), never),
          {.name = "first_icbm_test",
           .symbol = "t_icbm",
           .meaning = "first intercontinental launch",
           .definition = "month of the first, counted from 0; censored at the horizon",
           .source = "Chun 2025 par. 10"});
  at.ever(nuclear > Real(0.0), {.name = "nuclear_test_held",
                                .symbol = "any_nuke",
                                .meaning = "a seventh nuclear test",
                                .definition = "at least one nuclear test",
                                .source = "six tests, 2006-2017"});
  at.time(at.first_month(region.nuclear > Real(0.5), never),
          {.name = "first_nuclear_test",
           .symbol = "t_nuke",
           .meaning = "first nuclear test",
           .definition = "month of the first, counted from 0; censored at the horizon",
           .source = "six tests, 2006-2017"});
  const Real highest_rung = at.largest(region.rung);
  at.tell(highest_rung, {.name = "highest_rung",
                         .symbol = "max_rung",
                         .kind = Kind::count,
                         .highest = 5,
                         .unit = "rung",
                         .meaning = "highest rung of the crisis ladder",
                         .definition = "maximum over months",
                         .source = "assumption"});
  at.sum(indicator(region.rung >= Real(crisis_rung)), {.name = "crisis_months",
                                                       .symbol = "crisis_months",
                                                       .highest = 120,
                                                       .unit = "month",
                                                       .meaning = "months in crisis",
                                                       .definition = "months at rung 2 or above",
                                                       .source = "assumption"});
  at.ever(highest_rung >= Real(top_rung),
          {.name = "ladder_top",
           .symbol = "war",
           .meaning = "the ladder's absorbing top was reached",
           .definition = "rung 5; not a probability of war, of which the model has no account",
           .source = "never reported as a probability",
           .bookkeeping = true});
  return {missiles, short_range + medium_range + icbm};
}

/// How the monthly missile counts are spread: dispersion, memory, silence.
template <class Real, class At> void patterns(At &at, const Region<Real> &, const Launches<Real> &launches) {
  const Real missiles = launches.this_month;
  const auto silent = missiles == Real(0.0);
  const Real silence =
      at.folded(Real(0.0), [&](Real so_far) { return select(silent, so_far + 1.0, Real(0.0)); });
  const Real longest_silence = at.largest(silence);
  const Real squares = at.sum(missiles * missiles);
  const Real first = at.folded(Real(0.0), [&](Real so_far) { return at.month == 0 ? missiles : so_far; });
  const Real products = at.sum(missiles * at.previous(missiles));
  const Real last = missiles;
  const Real average = at.mean_of(launches.all);
  const Real spread = squares - launches.all * average; // sum of squared deviations
  const double pairs = at.months > 1 ? at.months - 1.0 : 1.0;
  const Real variance = spread * (1.0 / pairs);
  // Pearson's correlation of each month's count with the next one's
  const Real earlier = launches.all - last;
  const Real later = launches.all - first;
  const Real covariance = products - earlier * later * (1.0 / pairs);
  const Real earlier_spread = squares - last * last - earlier * earlier * (1.0 / pairs);
  const Real later_spread = squares - first * first - later * later * (1.0 / pairs);
  const Real scale = square_root(larger(earlier_spread * later_spread, Real(0.0)));
  at.ever(longest_silence >= Real(months_of_lull),
          {.name = "lull_held",
           .symbol = "lull3",
           .meaning = "a lull of three months",
           .definition = "three months in a row without missile events",
           .source = "CSIS missile data"});
  at.tell(At::ratio(variance, average),
          {.name = "launch_dispersion",
           .symbol = "disp",
           .highest = 6,
           .meaning = "dispersion of monthly missile counts",
           .definition = "sample variance / mean over the months of a trajectory; undefined without a launch",
           .source = "CSIS missile data: 0.9 to 2.6"});
  at.tell(At::ratio(covariance, scale),
          {.name = "launch_autocorrelation",
           .symbol = "ac1",
           .lowest = -1,
           .meaning = "lag-one autocorrelation of monthly missile counts",
           .definition = "Pearson's correlation of each month's count with the next one's; undefined if "
                         "the counts never change",
           .source = "CSIS missile data: 0.14 to 0.42"});
  at.mean(indicator(silent), {.name = "silent_share",
                              .symbol = "zshare",
                              .unit = "fraction",
                              .meaning = "share of months without missile events",
                              .definition = "months with a count of 0 / months",
                              .source = "CSIS missile data"});
}

} // namespace peninsula::measured

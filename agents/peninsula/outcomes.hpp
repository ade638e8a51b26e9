// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agents/peninsula/region.hpp"
#include "agents/peninsula/scales.hpp"
#include "engine/model/measures.hpp"

namespace peninsula {

using engine::Kind;

/// What is measured of a trajectory: each outcome in one place, with what is gathered of it month by month.
template <class Real> struct Measured {
  using Region = peninsula::Region<Real>;

  template <class At> static void measure(At &at, const Region &region) {
    const Deals deals = diplomacy(at, region);
    const Launches launches = events(at, region);
    patterns(at, region, launches);
    capability(at, region);
    russia(at, region);
    china(at, region);
    alliance(at, region, deals);
    washington(at, region);
    initiative(at, region);
    minds(at, region);
    japan(at, region);
  }

private:
  /// Above it discontent counts as high.
  static constexpr double high_discontent = 0.6;
  /// From this rung of the ladder on there is a crisis; the last is its absorbing top.
  static constexpr double crisis_rung = 2.0, top_rung = 5.0;
  /// So many silent months in a row are a lull.
  static constexpr double months_of_lull = 3.0;
  static constexpr int year = 12;
  static constexpr double no_logarithm_of_zero = 1e-12;

  static Real zero_or(engine::Truth<Real> when, Real value) { return select(when, value, Real(0.0)); }

  struct Deals {
    engine::Truth<Real> in_force; // this month
    Real months;                  // with a deal in force, so far
  };

  template <class At> static Deals diplomacy(At &at, const Region &region) {
    const auto summit = region.summit > Real(0.5);
    const auto struck = region.deal_struck > Real(0.5);
    const auto in_force = region.stage == Real(3.0);
    const Real first_summit = at.first_month(summit, never);
    const Real first_deal = at.first_month(struck, never);
    const Real first_kind = at.folded(Real(0.0), [&](Real so_far) {
      return select(struck && first_deal == Real(at.month), region.deal, so_far);
    });
    const Real first_outcome = at.folded(Real(0.0), [&](Real so_far) {
      return select(summit && first_summit == Real(at.month), select(struck, region.deal + 1.0, Real(1.0)),
                    so_far);
    });
    const auto ever_of_kind = [&](double kind) {
      return at.largest(indicator(struck && region.deal == Real(kind))) > Real(0.5);
    };
    at.ever(first_summit < Real(at.months), {.name = "summit_held",
                                             .symbol = "any_summit",
                                             .meaning = "a US-DPRK summit was held",
                                             .definition = "at least one summit within the horizon",
                                             .source = "Chun 2025 par. 1-2"});
    const Real summits = at.sum(region.summit, {.name = "summits",
                                                .symbol = "n_summit",
                                                .highest = 12,
                                                .unit = "summit",
                                                .meaning = "number of summits",
                                                .definition = "accepted summit proposals",
                                                .source = "Chun 2025 par. 1-2"});
    at.time(first_summit, {.name = "first_summit",
                           .symbol = "t_summit",
                           .meaning = "first summit",
                           .definition = "month of the first summit, counted from 0; censored at the horizon",
                           .source = "Chun 2025 par. 8"});
    const Real deals = at.sum(region.deal_struck);
    at.tell(summits - deals, {.name = "failed_summits",
                              .symbol = "n_fail",
                              .kind = Kind::count,
                              .highest = 12,
                              .unit = "summit",
                              .meaning = "summits without a deal",
                              .definition = "summits minus deals struck",
                              .source = "Chun 2025 par. 24-25"});
    at.tell(At::ratio(deals, summits), {.name = "summit_success_rate",
                                        .symbol = "succ_rate",
                                        .unit = "fraction",
                                        .meaning = "deals per summit",
                                        .definition = "deals struck / summits; undefined without a summit",
                                        .source = "Chun 2025 par. 24-25"});
    at.ever(first_deal < Real(at.months), {.name = "deal_reached",
                                           .symbol = "any_deal",
                                           .meaning = "a deal came into force",
                                           .definition = "at least one summit ended in a deal",
                                           .source = "Chun 2025 par. 25"});
    at.time(first_deal, {.name = "first_deal",
                         .symbol = "t_deal",
                         .meaning = "first deal",
                         .definition = "month of the first deal, counted from 0; censored at the horizon",
                         .source = "Chun 2025 par. 25"});
    at.tell(first_kind, {.name = "deal",
                         .kind = Kind::categorical,
                         .highest = 3,
                         .meaning = "kind of the first deal",
                         .definition = "stance under which the first deal was struck",
                         .source = "Chun 2025 par. 4-6 and 27",
                         .labels = "none|denuclearisation|small_deal|recognition"});
    at.ever(ever_of_kind(1), {.name = "denuclearisation_deal",
                              .symbol = "deal1",
                              .meaning = "a freeze or denuclearisation deal was struck",
                              .definition = "ever within the horizon",
                              .source = "Chun 2025 par. 4"});
    at.ever(ever_of_kind(2), {.name = "small_deal",
                              .symbol = "deal2",
                              .meaning = "a small deal on intercontinental missiles was struck",
                              .definition = "ever within the horizon",
                              .source = "Chun 2025 par. 27"});
    at.ever(ever_of_kind(3), {.name = "recognition_deal",
                              .symbol = "deal3",
                              .meaning = "a recognition deal was struck",
                              .definition = "ever within the horizon",
                              .source = "Chun 2025 par. 5-6"});
    at.tell(first_outcome, {.name = "first_summit_outcome",
                            .symbol = "first_outcome",
                            .kind = Kind::categorical,
                            .highest = 4,
                            .meaning = "how the first summit ended",
                            .definition = "no summit, failure, or the kind of deal",
                            .source = "Chun 2025 par. 24-25",
                            .labels = "none|failure|denuclearisation|small_deal|recognition"});
    const Real deal_months = at.sum(indicator(in_force), {.name = "deal_months",
                                                          .symbol = "deal_months",
                                                          .highest = 120,
                                                          .unit = "month",
                                                          .meaning = "months with a deal in force",
                                                          .definition = "months at stage 3",
                                                          .source = "assumption"});
    at.tell(region.bypass,
            {.name = "bypass",
             .symbol = "bypass",
             .kind = Kind::binary,
             .meaning = "the first summit came before the allies' leaders met",
             .definition = "first summit while the leaders of the US and South Korea had not met",
             .source = "Chun 2025 par. 21"});
    at.mean(region.reservation, {.name = "reservation_value_mean",
                                 .symbol = "res_mean",
                                 .lowest = -2,
                                 .highest = 4,
                                 .unit = "utility",
                                 .meaning = "Kim's mean reservation value",
                                 .source = "Chun 2025 par. 8 and 16"});
    at.sum(indicator(region.stage == Real(1.0) || region.stage == Real(2.0)),
           {.name = "talks_months",
            .symbol = "n_tlk",
            .highest = 120,
            .unit = "month",
            .meaning = "months of contacts or working talks",
            .definition = "months at stage 1 or 2",
            .source = "Chun 2025 par. 10"});
    const Real overtures = at.sum(
        region.offered, {.name = "overtures",
                         .symbol = "offers",
                         .highest = 120,
                         .unit = "overture",
                         .meaning = "US overtures",
                         .definition = "months with outreach, a concession or a proposal while no deal held",
                         .source = "assumption"});
    const Real acceptances = at.sum(region.accepted, {.name = "acceptances",
                                                      .symbol = "accepts",
                                                      .highest = 120,
                                                      .unit = "acceptance",
                                                      .meaning = "overtures accepted",
                                                      .definition = "months in which Kim accepted",
                                                      .source = "assumption"});
    at.tell(At::ratio(acceptances, overtures),
            {.name = "acceptance_rate",
             .symbol = "acc_rate",
             .unit = "fraction",
             .meaning = "acceptances per overture",
             .definition = "acceptances / overtures; undefined without overtures",
             .source = "Chun 2025 par. 8"});
    return {in_force, deal_months};
  }

  struct Launches {
    Real this_month;
    Real all; // so far
  };

  template <class At> static Launches events(At &at, const Region &region) {
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
  template <class At> static void patterns(At &at, const Region &, const Launches &launches) {
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
    at.tell(
        At::ratio(variance, average),
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

  template <class At> static void capability(At &at, const Region &region) {
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

  template <class At> static void russia(At &at, const Region &region) {
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
    at.tell(At::ratio(aid_in_war, war_months),
            {.name = "russian_aid_in_war",
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

  /// What goes to Moscow, what comes back as technology, and what is still owed.
  template <class At> static void ledger(At &at, const Region &region) {
    const auto with_troops = region.supplies == Real(2.0);
    const auto with_shells = region.supplies == Real(1.0) || with_troops;
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

  template <class At>
  static Real technology(At &at, Real transferred, std::string_view name, std::string_view symbol,
                         std::string_view meaning) {
    return at.sum(transferred, {.name = name,
                                .symbol = symbol,
                                .highest = 40,
                                .unit = "transfer",
                                .meaning = meaning,
                                .source = "Chun 2025 par. 9 and 13"});
  }

  template <class At> static void china(At &at, const Region &region) {
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

  template <class At> static void alliance(At &at, const Region &region, const Deals &deals) {
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

  template <class At> static void washington(At &at, const Region &region) {
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
    at.sum(indicator(region.china_policy == Real(2.0)),
           {.name = "china_pressed_months",
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

  /// What Kim begins, and who meets.
  template <class At> static void initiative(At &at, const Region &region) {
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

  template <class At> static void minds(At &at, const Region &region) {
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
    at.mean(region.sanctions_relief, {.name = "sanctions_relief_mean",
                                      .symbol = "relief_mean",
                                      .unit = "fraction",
                                      .meaning = "mean sanctions relief",
                                      .source = "Chun 2025 par. 6"});
  }

  template <class At> static void japan(At &at, const Region &region) {
    const auto takes_part = region.japan_shifted >= Real(0.0);
    const Real anxiety = at.mean_of(at.sum(region.japanese_anxiety));
    at.tell(select(takes_part, anxiety, At::undefined()),
            {.name = "japanese_anxiety_mean",
             .symbol = "JJ_mean",
             .unit = "fraction",
             .meaning = "mean anxiety in Japan",
             .definition = "mean over months; undefined where Japan takes no part",
             .source = "outside the essay; assumption"});
    at.tell(select(takes_part, region.japan_shifted, At::undefined()),
            {.name = "japan_shifted",
             .symbol = "hedge_J",
             .kind = Kind::binary,
             .meaning = "Japan turned to a policy of its own",
             .definition = "within the horizon; undefined where Japan takes no part",
             .source = "outside the essay; assumption"});
  }
};

template <class Real> using Outcomes = engine::Gathered<Real, Measured<Real>>;

} // namespace peninsula

// SPDX-License-Identifier: Apache-2.0
#pragma once

// What comes of talks between Washington and Pyongyang.

#include "agents/peninsula/outcomes/gathering.hpp"

namespace peninsula::measured {

template <class Real> struct Deals {
  engine::Truth<Real> in_force; // this month
  Real months;                  // with a deal in force, so far
};

/// What deals hold, and how they end.
template <class Real, class At> void clauses(At &at, const Region<Real> &region) {
  at.largest(region.halt, {.name = "verified_halt_highest",
                           .symbol = "Ha_max",
                           .unit = "fraction",
                           .meaning = "deepest verified halt of fissile production that a deal agreed",
                           .definition = "maximum over months",
                           .source = "Chun 2025 par. 4 and 10"});
  at.largest(region.relief, {.name = "sanctions_relief_highest",
                             .symbol = "Re_max",
                             .unit = "fraction",
                             .meaning = "most sanctions relief that a deal gave",
                             .definition = "maximum over months",
                             .source = "Chun 2025 par. 6"});
  at.sum(region.cheating, {.name = "cheating_months",
                           .symbol = "n_cht",
                           .highest = 120,
                           .unit = "month",
                           .meaning = "months in which Kim cheats on a deal",
                           .source = "Chun 2025 par. 10"});
  const Real collapses =
      at.sum(indicator(region.collapsed > Real(0.0)), {.name = "deal_collapses",
                                                       .symbol = "n_col",
                                                       .highest = 12,
                                                       .unit = "collapse",
                                                       .meaning = "deals that collapsed",
                                                       .source = "the Agreed Framework, 1994-2002"});
  at.time(at.first_month(region.collapsed > Real(0.0), never),
          {.name = "first_collapse",
           .symbol = "t_col",
           .meaning = "first collapse of a deal",
           .definition = "month of the first, counted from 0; censored at the horizon",
           .source = "the Agreed Framework, 1994-2002"});
  at.tell(at.folded(Real(0.0),
                    [&](Real so_far) {
                      return select(collapses == Real(1.0) && region.collapsed > Real(0.0), region.collapsed,
                                    so_far);
                    }),
          {.name = "collapse_cause",
           .symbol = "why_col",
           .kind = Kind::categorical,
           .highest = 3,
           .meaning = "why the first deal collapsed",
           .definition = "what weighed in the month of the first collapse: cheating that was known, else a "
                         "test or a clash, else politics",
           .source = "the Agreed Framework, 1994-2002",
           .labels = "none|politics|open_violation|cheating"});
}

template <class Real, class At> Deals<Real> diplomacy(At &at, const Region<Real> &region) {
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
                       .highest = 4,
                       .meaning = "kind of the first deal",
                       .definition = "region of its clauses (O2)",
                       .source = "Chun 2025 par. 4-6 and 27",
                       .labels = "none|freeze|small_deal|recognition|comprehensive"});
  at.ever(ever_of_kind(1), {.name = "freeze_deal",
                            .symbol = "deal1",
                            .meaning = "a freeze was struck: some sites halted, no recognition",
                            .definition = "ever within the horizon",
                            .source = "Chun 2025 par. 4 and 10"});
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
  at.ever(ever_of_kind(4),
          {.name = "comprehensive_deal",
           .symbol = "deal4",
           .meaning = "a comprehensive deal was struck: nearly all fissile production halted",
           .definition = "ever within the horizon",
           .source = "Chun 2025 par. 4 and 20"});
  at.tell(first_outcome, {.name = "first_summit_outcome",
                          .symbol = "first_outcome",
                          .kind = Kind::categorical,
                          .highest = 5,
                          .meaning = "how the first summit ended",
                          .definition = "no summit, failure, or the kind of deal",
                          .source = "Chun 2025 par. 24-25",
                          .labels = "none|failure|freeze|small_deal|recognition|comprehensive"});
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
  const Real overtures =
      at.sum(region.offered,
             {.name = "overtures",
              .symbol = "offers",
              .highest = 120,
              .unit = "overture",
              .meaning = "US overtures",
              .definition = "months with outreach or a concession while no deal held, or with a proposal",
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
  clauses(at, region);
  return {in_force, deal_months};
}

} // namespace peninsula::measured

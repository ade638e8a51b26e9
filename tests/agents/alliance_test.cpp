// SPDX-License-Identifier: Apache-2.0
// The alliance's month against (V1) to (V4).

#include <doctest/doctest.h>

#include "tests/agents/one_month.hpp"

using namespace test;

TEST_CASE("credibility, anxiety and reassessment follow (V1) to (V3)") {
  for (int trial = 0; trial < trials; ++trial) {
    OneMonth one(trial);
    TwinRegion region = one.random_region();
    const auto before = one.watched(region);
    agents().alliance.step(region, agents().arsenal.initial_mainland_threat, Twin(0.0), agents().couplings,
                           one.turn);
    const auto after = one.watched(region);

    const double selfish_deal = one_if(before.stage == 3 && before.deal >= 2);
    const double cuts = (1.0 - before.exercises) + 1.5 * (0.70 - before.strategic_assets);
    const double credible =
        logistic(log_odds(0.65) + 1.5 * (before.reaffirmations - 0.15) - 0.8 * cuts -
                 1.2 * selfish_deal * (1.0 - before.reaffirmations) - 1.5 * (before.mainland_threat - 0.60));
    const double credibility = before.credibility + 0.12 * (credible - before.credibility);
    check_near(after.credibility, credibility);

    const double anxious =
        logistic(log_odds(0.45) + 2.5 * (0.65 - credibility) + 0.8 * (before.provocation_memory - 0.25) +
                 0.7 * selfish_deal + 0.6 * before.bypass);
    const double anxiety = before.anxiety + 0.20 * (anxious - before.anxiety);
    check_near(after.anxiety, anxiety);

    const double odds =
        -6.2 + 6.0 * (0.65 - credibility) + 2.0 * (anxiety - 0.45) + 0.4 * before.seoul_hedges;
    const double reassessment = before.alliance_reassessed > 0 ? 0.0 : logistic(odds);
    check_incident(one.incident("the alliance strategy is reassessed"), reassessment, one.u(5, 3));
    CHECK(after.alliance_reassessed == one_if(before.alliance_reassessed > 0 || one.u(5, 3) < reassessment));
  }
}

TEST_CASE("security, near and far, follows (V4)") {
  for (int trial = 0; trial < trials; ++trial) {
    OneMonth one(trial);
    TwinRegion region = one.random_region();
    const auto before = one.watched(region);
    agents().alliance.step(region, agents().arsenal.initial_mainland_threat, Twin(0.0), agents().couplings,
                           one.turn);
    const auto after = one.watched(region);
    const double axis = (0.6 * before.closeness + 0.4 * before.russian_tie) * (0.5 + 0.5 * before.tension);
    check_near(after.short_term_security,
               1.0 - before.mainland_threat * (1.0 - 0.8 * one_if(before.stage == 3)));
    check_near(after.long_term_security, 0.40 * after.credibility + 0.20 * (1.0 - after.alliance_reassessed) +
                                             0.20 * (1.0 - axis) + 0.20 * (1.0 - before.second_strike));
  }
}

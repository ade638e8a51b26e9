// SPDX-License-Identifier: Apache-2.0
// Japan's month against (J1), (J2) and its part of (V3).

#include <cmath>
#include <string_view>

#include <doctest/doctest.h>

#include "tests/agents/one_month.hpp"

using namespace test;

namespace {

const peninsula::World<Twin> &with_japan() {
  static const auto world = world_of<Twin>(condition({{"japan.takes_part", 1}}));
  return world;
}

} // namespace

TEST_CASE("Japan's anxiety and its turn to a policy of its own follow (J1) and (J2)") {
  for (int trial = 0; trial < trials; ++trial) {
    OneMonth one(trial);
    TwinRegion region = one.random_region();
    const auto before = one.watched(region);
    with_japan().japan.step(region, with_japan().alliance.initial_credibility, one.turn);
    const auto after = one.watched(region);
    const double anxious =
        logistic(-0.4 + 0.8 * one_if(before.medium_range > 0) +
                 0.8 * one_if(before.stage == 3 && before.deal >= 2) - 0.6 * (2.0 * before.coherence - 1.0));
    const double anxiety = before.japanese_anxiety + 0.2 * (anxious - before.japanese_anxiety);
    check_near(after.japanese_anxiety, anxiety);
    const double odds = -5.5 + 3.0 * (anxiety - 0.5) + 2.0 * (0.65 - before.credibility);
    check_incident(one.incident("Japan turns to a policy of its own"),
                   before.japan_shifted < 0.5 ? logistic(odds) : 0.0, one.u(9, 1));
    check_near(with_japan().japan.pull(region)[one.lane], 0.5 * (anxiety - 0.5));
  }
}

TEST_CASE("where Japan takes no part, its numbers change nothing, in any trajectory") {
  const Run without({});
  const Run with_other_numbers({{"japan.anxiety_intercept", 3.0}, {"japan.weight_in_reassessment", 2.0}});
  CHECK(identical(without.all(), with_other_numbers.all()));
  for (const std::string_view outcome : {"japanese_anxiety_mean", "japan_shifted"})
    for (const float value : without[outcome]) CHECK(std::isnan(value));
}

TEST_CASE("where Japan takes part, it reaches the alliance and nothing before it") {
  const Run without({});
  const Run with({{"japan.takes_part", 1}, {"japan.anxiety_intercept", 3.0}});
  CHECK(identical(without["summit_held"], with["summit_held"]));
  CHECK(identical(without["icbm_tests"], with["icbm_tests"]));
  CHECK(estimate(with["alliance_reassessed"]).mean > estimate(without["alliance_reassessed"]).mean);
}

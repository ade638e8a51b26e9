// SPDX-License-Identifier: Apache-2.0
// What holds of Pyongyang's month in every state.

#include <doctest/doctest.h>

#include "tests/agents/one_month.hpp"

using namespace test;

TEST_CASE(
    "the more short-range launches appeal, the less likely a quiet month, save in that of a summit") { // I25
  const auto agents = world_of<Twin>(condition());
  const auto eager = world_of<Twin>(condition({{"al_1", 1.3}}));
  int summits = 0;
  for (int trial = 0; trial < 400; ++trial) {
    OneMonth usual(trial);
    OneMonth keen(trial);
    const TwinRegion seen = usual.random_region();
    TwinRegion region = seen;
    TwinRegion region_of_the_keen = seen;
    agents.provocation.act(seen, region, agents.couplings, usual.turn.uniform(peninsula::draw::provocation),
                           usual.turn);
    eager.provocation.act(seen, region_of_the_keen, eager.couplings,
                          keen.turn.uniform(peninsula::draw::provocation), keen.turn);
    const double quiet = usual.decision("provocation").probability[0];
    const double quiet_of_the_keen = keen.decision("provocation").probability[0];
    CHECK((quiet_of_the_keen < quiet || (quiet == 1.0 && quiet_of_the_keen == 1.0)));
    summits += quiet == 1.0 ? 1 : 0;
    for (int lane = 0; lane < Twin::count; ++lane) {
      CHECK((region.tier[lane] == 0.0 || region_of_the_keen.tier[lane] > 0.0));
    }
  }
  CHECK((summits > 10 && summits < 100)); // one state in ten
}

TEST_CASE("the plan's last year and its end come every sixty months") {
  for (const double end : {0.0, 11.0, 47.0, 59.0, 119.0}) {
    const auto planned = world_of<Twin>(condition({{"pEnd", end}}));
    OneMonth one(0);
    TwinRegion region = one.random_region();
    for (int month = 0; month < 120; ++month) {
      planned.economy.need(region, month, Twin(1.0));
      const int left = ((static_cast<int>(end) - month) % 60 + 60) % 60;
      CHECK(region.plan_phase[0] == (left < 12 ? 1.0 : planned.economy.off_peak_phase[0]));
    }
  }
}

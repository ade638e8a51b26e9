// SPDX-License-Identifier: Apache-2.0
// What Russia's two types have in common.

#include <doctest/doctest.h>

#include "tests/agents/one_month.hpp"

using namespace test;

TEST_CASE("while the war makes it need all that Pyongyang has, both types of Russia choose alike, weight for "
          "weight") {
  OneMonth one(0);
  TwinRegion region = one.random_region();
  region.ukraine_war = Twin(0.0);
  region.need = Twin(1.0);
  const TwinRegion seen = region;
  const auto agents = world_of<Twin>(condition());
  agents.russia.act(seen, region, agents.belief, agents.meetings, agents.couplings, one.turn);
  for (int lane = 0; lane < Twin::count; ++lane)
    CHECK(region.belief_in_moscow[lane] == seen.belief_in_moscow[lane]);
}

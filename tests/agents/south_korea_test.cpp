// SPDX-License-Identifier: Apache-2.0
// Seoul's month against (K1) to (K3).

#include <array>

#include <doctest/doctest.h>

#include "tests/agents/one_month.hpp"

using namespace test;

TEST_CASE("Seoul chooses by (K1), meets the president by (K2), and hears a reaffirmation by (K3)") {
  for (int trial = 0; trial < trials; ++trial) {
    OneMonth one(trial);
    const TwinRegion seen = one.random_region();
    TwinRegion region = seen;
    agents().south_korea.act(seen, region, agents().bounds, agents().couplings, one.turn);
    const auto before = one.watched(seen);
    const auto after = one.watched(region);

    const std::array<double, 4> utility{0.8 * 0.3, 1.2 * before.coordination,
                                        1.2 * before.provocation_memory + 0.2 * before.hostility - 0.4 * 0.3,
                                        0.8 * (before.anxiety + (1.0 - before.credibility) - 0.8) - 0.4};
    const auto probability = softmax(utility, 2.0);
    check_decision(one.decision("policy"), utility, probability, one.u(9, 0));
    const std::size_t action = drawn(probability, one.u(9, 0));
    CHECK(after.seoul_engages == one_if(action == 0));
    CHECK(after.seoul_hardens == one_if(action == 2));
    CHECK(after.seoul_hedges == one_if(action == 3));

    const double meeting = before.met_president > 0 ? 0.0 : 0.22 * before.coordination;
    check_incident(one.incident("the presidents of South Korea and the United States meet"), meeting,
                   one.u(5, 1));
    CHECK(after.met_president == one_if(before.met_president > 0 || one.u(5, 1) < meeting));

    const double reaffirmation =
        logistic(-2.3 + 0.9 * (2.0 * before.coordination - 1.0) + 0.8 * one_if(action == 1));
    check_incident(one.incident("extended deterrence is reaffirmed"), reaffirmation, one.u(5, 2));
    const double reaffirmed = one_if(one.u(5, 2) < reaffirmation);
    CHECK(after.reaffirmed == reaffirmed);
    check_near(after.reaffirmations, before.reaffirmations + 0.15 * (reaffirmed - before.reaffirmations));
    check_near(after.coherence, pushed(before.coherence, 0.01 * one_if(action == 1)));
  }
}

TEST_CASE("turmoil comes and goes, and coordination follows it") { // X-Omega
  for (int trial = 0; trial < trials; ++trial) {
    OneMonth one(trial);
    TwinRegion region = one.random_region();
    const auto before = one.watched(region);
    agents().south_korea.politics_step(region, one.turn);
    const auto after = one.watched(region);
    const bool troubled = before.turmoil > 0;
    const bool moves = one.u(5, 0) < (troubled ? 0.2 : 0.004);
    CHECK(after.turmoil == one_if(troubled != moves));
    const double target = after.turmoil > 0 ? 0.20 : 0.75;
    check_near(after.coordination, clip(before.coordination + 0.30 * (target - before.coordination)));
  }
}

TEST_CASE("hostility between the Koreas grows with hardening and fades") {
  for (int trial = 0; trial < trials; ++trial) {
    OneMonth one(trial);
    TwinRegion region = one.random_region();
    const auto before = one.watched(region);
    agents().south_korea.after_month(region, agents().bounds);
    check_near(one.watched(region).hostility,
               pushed(before.hostility, 0.03 * (before.seoul_hardens - 0.5 * before.seoul_engages) -
                                            0.01 * (before.hostility - 0.75)));
  }
}

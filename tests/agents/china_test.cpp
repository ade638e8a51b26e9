// SPDX-License-Identifier: Apache-2.0
// China's month against (Ch1).

#include <algorithm>
#include <array>

#include <doctest/doctest.h>

#include "tests/agents/one_month.hpp"

using namespace test;

namespace {

// press, neutral, support, court, dual
constexpr std::array<double, 5> support{-0.6, 0.0, 0.6, 1.0, 0.8};
constexpr std::array<double, 5> pressure{1.0, 0.0, 0.0, 0.0, 0.7};
constexpr std::array<double, 5> courtship{0.0, 0.0, 0.2, 1.0, 0.6};
constexpr std::array<double, 5> fixed_cost{0.0, 0.0, 0.0, 0.35, 0.9};

std::array<double, 5> utilities(const peninsula::Region<double> &before) {
  const double track = one_if(before.stage == 1 || before.stage == 2);
  const double cooperation = one_if(before.us_china == 0);
  std::array<double, 5> utility{};
  for (std::size_t i = 0; i < 5; ++i) {
    utility[i] =
        support[i] * (1.5 * before.tension + (1.0 * before.tension - 0.5) * before.russian_tie - 0.55) +
        courtship[i] * 2.2 * before.tension * track +
        pressure[i] * (0.8 * cooperation + 0.9 * before.strategic_memory - 1.0) - fixed_cost[i] +
        0.45 * one_if(index(before.china_posture) == i);
  }
  utility[4] += 2.6 * 0.3 * before.normalisation;
  return utility;
}

} // namespace

TEST_CASE("China chooses its posture as (Ch1) says, and support, pressure and closeness follow") {
  for (int trial = 0; trial < trials; ++trial) {
    OneMonth one(trial);
    const TwinRegion seen = one.random_region();
    TwinRegion region = seen;
    agents().china.act(seen, region, agents().belief, agents().couplings, one.turn);
    const auto before = one.watched(seen);
    const auto after = one.watched(region);

    const auto probability = softmax(utilities(before), 2.0);
    check_decision(one.decision("posture towards Pyongyang"), utilities(before), probability, one.u(7, 0));
    const std::size_t i = drawn(probability, one.u(7, 0));
    CHECK(index(after.china_posture) == i);
    check_incident(one.incident("Xi receives Kim"), i >= 3 ? 0.20 : 0.0, one.u(7, 1));
    CHECK(after.leaders_met == one_if(i >= 3 && one.u(7, 1) < 0.20));

    check_near(after.support, before.support + 0.20 * (std::max(0.0, support[i]) - before.support));
    check_near(after.pressure, before.pressure + 0.20 * (pressure[i] - before.pressure));
    check_near(after.closeness, clip(before.closeness + 0.06 * courtship[i] * (1.0 - before.closeness) -
                                     0.02 * before.closeness - 0.05 * pressure[i] * before.closeness));
    check_near(after.believed_impatience, // (B5)
               before.believed_impatience +
                   0.3 * before.strategic_memory * (pressure[i] - before.believed_impatience));
  }
}

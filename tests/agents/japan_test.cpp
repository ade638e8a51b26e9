// SPDX-License-Identifier: Apache-2.0
// Japan reaches the region through the alliance, and through nothing else.

#include <string_view>

#include <doctest/doctest.h>

#include "tests/agents/harness.hpp"

using namespace test;

namespace {
Run with_anxiety(double intercept, double weight) {
  return Run({{"japan.anxiety_intercept", intercept},
              {"japan.weight_in_reassessment", weight},
              {"japan.credibility_by_build_up", weight}});
}
} // namespace

TEST_CASE("Japan's anxiety makes a reassessment of the alliance likelier") {
  const Run calm = with_anxiety(-3.0, 0.5);
  const Run anxious = with_anxiety(3.0, 0.5);
  CHECK(estimate(anxious["alliance_reassessed"]).mean > estimate(calm["alliance_reassessed"]).mean);
}

TEST_CASE("where Japan has no weight in the alliance, its anxiety changes nothing beyond Japan, in any "
          "trajectory") {
  const Run calm = with_anxiety(-3.0, 0.0);
  const Run anxious = with_anxiety(3.0, 0.0);
  CHECK(!identical(calm["japanese_anxiety_mean"], anxious["japanese_anxiety_mean"]));
  for (const std::string_view outcome :
       {"alliance_reassessed", "extended_deterrence", "summit_held", "icbm_tests", "own_bomb_step"})
    CHECK(identical(calm[outcome], anxious[outcome]));
}

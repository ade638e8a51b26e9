// SPDX-License-Identifier: Apache-2.0
// Japan reaches the alliance where it takes part, and nothing where it does not.

#include <cmath>
#include <string_view>

#include <doctest/doctest.h>

#include "tests/agents/harness.hpp"

using namespace test;

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

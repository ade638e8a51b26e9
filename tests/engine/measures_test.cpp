// SPDX-License-Identifier: Apache-2.0
// What a model says it measures, gathered over a few months whose values are known.

#include <cmath>
#include <map>
#include <string>

#include <doctest/doctest.h>

#include "engine/lanes/lanes.hpp"
#include "engine/model/kinds.hpp"
#include "engine/model/measures.hpp"

namespace {

using Real = engine::Lanes<double, 2>;

struct Region {
  Real level;
};

struct Measured {
  using Region = ::Region;
  template <class At> static void measure(At &at, const Region &region) {
    const Real level = region.level;
    const Real total = at.sum(level, {.name = "total", .highest = 100, .unit = "step"});
    at.mean(level, {.name = "mean"});
    at.largest(level, {.name = "largest", .highest = 10});
    at.tell(at.smallest(level, 9.0), {.name = "smallest"});
    at.last(level, {.name = "last"});
    at.ever(at.largest(level) > Real(3.5), {.name = "ever_above", .definition = "above 3.5"});
    at.time(at.first_month(level > Real(2.0), 1e6), {.name = "first_above"});
    at.tell(at.sum_of_first(2, level), {.name = "first_two"});
    at.tell(at.sum(level * at.previous(level)), {.name = "products"});
    at.tell(At::ratio(total, Real(4.0) - level), {.name = "ratio"});
    at.tell(at.folded(level, [](Real so_far) { return so_far * 2.0; }), {.name = "doubled"});
  }
};
using Outcomes = engine::Gathered<Real, Measured>;

struct Told {
  engine::OutcomeText text;
  Real value;
};

/// Lane 0 sees 1, 3, 2; lane 1 sees 1, 1, 4; both open at 5.
std::map<std::string, Told> told_after_three_months() {
  constexpr double levels[][2] = {{1, 1}, {3, 1}, {2, 4}}; // NOLINT: a table
  const auto region_of = [](double here, double there) {
    Region region{Real(here)};
    region.level.set(1, there);
    return region;
  };
  Outcomes outcomes;
  Region region = region_of(5, 5);
  outcomes.open(region);
  for (int month = 0; month < 3; ++month) {
    region = region_of(levels[month][0], levels[month][1]);
    outcomes.observe(region, month);
  }
  std::map<std::string, Told> told;
  outcomes.tell(
      [&](const engine::OutcomeText &text, Real value) {
        told[std::string(text.name)] = {text, value};
      },
      region, 3);
  return told;
}

} // namespace

TEST_CASE("each way of gathering gives what its months add up to, in each lane by itself") {
  const auto told = told_after_three_months();
  const auto check = [&](const char *name, double here, double there) {
    CAPTURE(name);
    CHECK(told.at(name).value[0] == doctest::Approx(here));
    CHECK(told.at(name).value[1] == doctest::Approx(there));
  };
  check("total", 6, 6);
  check("mean", 2, 2);
  check("largest", 3, 4);
  check("smallest", 1, 1);
  check("last", 2, 4);
  check("ever_above", 0, 1);
  check("first_above", 1, 2); // months are counted from 0
  check("first_two", 4, 2);
  check("products", 1 * 3 + 3 * 2, 1 * 1 + 1 * 4); // nothing comes before the first month
  check("doubled", 40, 40);                        // from the opening on
  CHECK(told.at("ratio").value[0] == doctest::Approx(3));
  CHECK(std::isnan(told.at("ratio").value[1])); // undefined where the denominator is 0
}

TEST_CASE("a first that never came stands at the end of the trajectory") {
  Outcomes outcomes;
  const Region region{Real(0.0)};
  outcomes.open(region);
  for (int month = 0; month < 5; ++month) outcomes.observe(region, month);
  outcomes.tell(
      [](const engine::OutcomeText &text, Real value) {
        if (text.name == "first_above") CHECK(value[0] == 5);
      },
      region, 5);
}

TEST_CASE("the way of gathering says the kind and the definition, unless the outcome says its own") {
  const auto told = told_after_three_months();
  const auto text = [&](const char *name) { return told.at(name).text; };
  CHECK(text("total").kind == engine::Kind::count);
  CHECK(text("total").definition == "sum over months");
  CHECK(text("mean").kind == engine::Kind::continuous);
  CHECK(text("mean").definition == "mean over months");
  CHECK(text("last").definition == "at the horizon");
  CHECK(text("ever_above").kind == engine::Kind::binary);
  CHECK(text("ever_above").definition == "above 3.5");
  CHECK(text("first_above").kind == engine::Kind::time);
  CHECK(text("first_above").unit == "month");
}

TEST_CASE("places are asked for once each, and there is room for them") {
  const Region region{Real(0.0)};
  CHECK(Outcomes::places(region) == 10);
  CHECK(Outcomes::places(region) <= Outcomes::most_places);
}

TEST_CASE("every kind has a row under its own name") {
  CHECK(engine::text_of_kind(engine::Kind::binary).name == "binary");
  CHECK(engine::text_of_kind(engine::Kind::categorical).name == "categorical");
  CHECK(engine::text_of_kind(engine::Kind::count).name == "count");
  CHECK(engine::text_of_kind(engine::Kind::continuous).name == "continuous");
  CHECK(engine::text_of_kind(engine::Kind::time).name == "time");
}

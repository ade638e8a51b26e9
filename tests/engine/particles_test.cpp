// SPDX-License-Identifier: Apache-2.0
// Particles of the real model: without a choice they are the ensemble's trajectories, whatever the threads.

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <vector>

#include <doctest/doctest.h>

#include "engine/ensemble/particles.hpp"
#include "engine/errors.hpp"
#include "tests/agents/harness.hpp"

namespace {

constexpr std::size_t count = 1100; // two full blocks and a part of one
constexpr int months = 6;

const engine::Model &model() { return peninsula::model(); }

/// Half a year in which one parameter is drawn.
engine::Condition drawing() {
  engine::Condition condition = test::condition({}, months);
  condition.model = model().name;
  condition.settings[test::place_of(model().parameters, "provocation.intercept.clash")].distribution = {
      .law = engine::Drawn::Law::normal, .numbers = {-1.0, 1.0}};
  return condition;
}

engine::Particles opened(const std::vector<engine::Condition> &conditions, int threads = 2,
                         const engine::Particles::Values &instead = {{}, nullptr}) {
  return {model(), conditions, test::seed, 0, count, threads, instead};
}

std::vector<std::size_t> watched() { return {test::place_of(model().series, "provocation_tier")}; }

/// The tier of each particle in the month that is played.
std::vector<float> played(engine::Particles &particles, std::size_t condition = 0) {
  std::vector<float> likelihood(particles.count());
  std::vector<float> tier(particles.count());
  particles.play(condition, watched(), likelihood.data(), tier.data());
  CHECK(std::all_of(likelihood.begin(), likelihood.end(), [](float each) { return each == 0.0F; }));
  return tier;
}

} // namespace

TEST_CASE("particles that nobody chooses are the trajectories of an ensemble, with one thread or two") {
  const engine::Condition condition = drawing();
  const test::Run run(condition, count);
  engine::Particles one = opened({condition}, 1);
  engine::Particles two = opened({condition}, 2);
  for (int month = 0; month < months; ++month) {
    CHECK(one.month() == month);
    const std::vector<float> tiers = played(one);
    CHECK(test::identical(tiers, played(two)));
    for (int tier = 0; tier < 6; ++tier) {
      const auto found = std::count(tiers.begin(), tiers.end(), static_cast<float>(tier));
      CHECK(static_cast<double>(found) / count ==
            doctest::Approx(run.share("provocation_tier", month, tier)));
    }
  }
  CHECK_THROWS_AS(played(one), engine::InputError);
}

TEST_CASE("a month that is taken back is played again alike, and particles that were chosen part") {
  engine::Particles particles = opened({drawing()});
  CHECK_THROWS_AS(particles.undo(), engine::InputError);
  played(particles);
  const std::vector<float> before = played(particles);
  particles.undo();
  CHECK(particles.month() == 1);
  CHECK(test::identical(before, played(particles)));
  std::vector<std::int64_t> all(count);
  std::iota(all.begin(), all.end(), 0);
  engine::Particles same = particles;
  same.keep(all.data(), count);
  CHECK_THROWS_AS(same.undo(), engine::InputError);
  CHECK(test::identical(played(particles), played(same)));
  const std::vector<std::int64_t> third(2000, 3);
  same.keep(third.data(), third.size());
  CHECK(same.count() == 2000);
  std::vector<float> drawn(2000);
  same.parameters(drawn.data());
  CHECK(std::all_of(drawn.begin(), drawn.end(), [&](float each) { return each == drawn.front(); }));
  const std::vector<float> parted = played(same);
  CHECK(std::any_of(parted.begin(), parted.end(), [&](float each) { return each != parted.front(); }));
  for (const std::int64_t none : {std::int64_t{-1}, std::int64_t{2000}})
    CHECK_THROWS_AS(same.keep(&none, 1), engine::InputError);
  CHECK_THROWS_AS(same.keep(third.data(), 0), engine::InputError);
}

TEST_CASE("particles have the values that they are given, from the opening or from now on") {
  std::vector<float> values(count, 50.0F);
  const auto place = test::place_of(model().parameters, "provocation.intercept.clash");
  engine::Particles particles = opened({drawing(), drawing()}, 2, {{place}, values.data()});
  std::vector<float> told(count);
  particles.parameters(told.data());
  CHECK(test::identical(told, values));
  CHECK(particles.drawn() == std::vector<std::size_t>{place});
  const std::vector<float> first = played(particles, 1);
  const auto clashes = std::count(first.begin(), first.end(), 5.0F);
  CHECK(clashes > static_cast<std::ptrdiff_t>(count) * 9 / 10); // but where leaders meet
  for (std::size_t i = 0; i < count; ++i) values[i] = i % 2 == 0 ? -50.0F : 50.0F;
  particles.set({{place}, values.data()});
  const std::vector<float> second = played(particles);
  for (std::size_t i = 0; i < count; i += 2) CHECK(second[i] != 5.0F);
  const auto other = test::place_of(model().parameters, "provocation.intercept.icbm");
  CHECK_THROWS_AS(particles.set({{other}, values.data()}), engine::InputError);
}

TEST_CASE("conditions that particles cannot go on under are refused") {
  engine::Condition longer = drawing();
  longer.months = months + 1;
  engine::Condition fixed = test::condition({}, months);
  fixed.model = model().name;
  for (const engine::Condition &other : {longer, fixed})
    CHECK_THROWS_AS(opened({drawing(), other}), engine::InputError);
}

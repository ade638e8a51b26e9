// SPDX-License-Identifier: Apache-2.0
// Every source of chance has a stream of its own, and a drawn parameter one far from them all.

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "agents/peninsula/world.hpp"
#include "tests/agents/twin.hpp"

namespace {

using test::Twin;
using World = peninsula::World<Twin>;

/// Stands in for draws, and writes down what is asked of it.
struct WatchedDraws {
  std::set<std::uint32_t> &asked;
  std::array<Twin, 4> uniforms(std::uint32_t stream) const {
    asked.insert(stream);
    return {Twin(0.3), Twin(0.4), Twin(0.5), Twin(0.6)};
  }
};

struct WatchedTurn : engine::Turn<Twin, World::streams, engine::NoWitness> {
  std::multiset<std::uint32_t> &asked;
  Twin uniform(std::uint32_t place) const {
    asked.insert(place);
    return Turn::uniform(place);
  }
  Twin normal(std::uint32_t place) const {
    asked.insert(place);
    return Turn::normal(place);
  }
};

/// The streams on which the agents draw before the first month.
std::set<std::uint32_t> streams_of_the_opening() {
  std::set<std::uint32_t> asked;
  test::world_of<Twin>(test::condition()).opening(WatchedDraws{asked});
  return asked;
}

/// The places of the draws that they ask for in a month.
std::multiset<std::uint32_t> draws_of_a_month() {
  const auto world = test::world_of<Twin>(test::condition());
  const engine::Draws<Twin> draws(1, 2, 3);
  const auto dice = engine::dice_of<World>(draws);
  const std::vector<float> nothing_given(peninsula::given_processes, std::nanf(""));
  engine::NoWitness witness;
  auto region = world.opening(draws);
  std::multiset<std::uint32_t> asked;
  WatchedTurn turn{{0, 1, dice, nothing_given.data(), witness}, asked};
  world.play(region, turn);
  return asked;
}

/// The streams on which parameters are drawn, if all of them are.
std::vector<std::uint32_t> streams_of_parameters() {
  engine::Condition condition = test::condition();
  for (engine::Setting &setting : condition.settings)
    setting.distribution = engine::Distribution{engine::Drawn::Law::equally_likely, {setting.value}};
  const engine::ScenarioData data = engine::scenario_data(peninsula::model(), condition);
  const engine::Scenario scenario = data.scenario();
  std::vector<std::uint32_t> streams;
  for (std::size_t i = 0; i < scenario.drawn_count; ++i) streams.push_back(scenario.drawn[i].stream);
  return streams;
}

} // namespace

TEST_CASE(
    "before the first month streams 0 and 1 are drawn; in a month each draw of the table once, three for "
    "two ends") {
  CHECK(streams_of_the_opening() == std::set<std::uint32_t>{0, 1});
  const auto asked = draws_of_a_month();
  for (std::uint32_t place = 0; place < peninsula::draw::places; ++place) {
    CAPTURE(place);
    const bool serves_two_ends = place == peninsula::draw::american_stance ||
                                 place == peninsula::draw::talks ||
                                 place == peninsula::draw::intercontinental_launches;
    CHECK(asked.count(place) == (serves_two_ends ? 2 : 1));
  }
  CHECK(asked.size() == peninsula::draw::places + 3);
  CHECK(World::streams == 9);
}

TEST_CASE("no two draws of the longest trajectory share a step and a stream, when every parameter is drawn") {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> drawn;
  for (const std::uint32_t stream : streams_of_parameters())
    drawn.emplace_back(engine::before_the_first_step, stream);
  CHECK(drawn.size() == peninsula::model().parameters.size());
  for (const std::uint32_t stream : streams_of_the_opening())
    drawn.emplace_back(engine::before_the_first_step, stream);
  const auto most = static_cast<std::uint32_t>(peninsula::model().most_months);
  for (std::uint32_t month = 0; month < most; ++month) {
    for (std::uint32_t stream = 1; stream <= World::streams; ++stream) drawn.emplace_back(month, stream);
  }
  CHECK(std::set(drawn.begin(), drawn.end()).size() == drawn.size());
}

TEST_CASE("dice hold the draws of their streams, and two normals for each pair that asks for them") {
  const engine::Draws<Twin> draws(1, 2, 3);
  const auto dice = engine::dice_of<World>(draws);
  const auto uniform = [&](std::uint32_t place) { return draws.uniforms(place / 4 + 1)[place % 4]; };
  const auto &pairs = World::normal_pairs;
  for (std::uint32_t place = 0; place < 4 * World::streams; ++place) {
    CAPTURE(place);
    const bool is_first = std::find(pairs.begin(), pairs.end(), place) != pairs.end();
    const bool is_second = place > 0 && std::find(pairs.begin(), pairs.end(), place - 1) != pairs.end();
    for (int lane = 0; lane < Twin::count; ++lane) {
      if (!is_first && !is_second) {
        CHECK(dice.at(place)[lane] == uniform(place)[lane]);
        continue;
      }
      const double radius = std::sqrt(-2.0 * std::log(uniform(is_first ? place : place - 1)[lane]));
      const double turn = 2.0 * std::acos(-1.0) * uniform(is_first ? place + 1 : place)[lane];
      CHECK(std::abs(dice.at(place)[lane] - radius * (is_first ? std::cos(turn) : std::sin(turn))) < 1e-12);
    }
  }
}

TEST_CASE("no two parameters share a stream, and none uses an agent's") {
  std::map<std::uint32_t, std::string> named;
  for (const engine::Parameter &parameter : peninsula::model().parameters) {
    const std::uint32_t stream = engine::stream_of_parameter(parameter.name);
    CAPTURE(parameter.name);
    CHECK(stream > World::streams);
    CHECK(named.emplace(stream, parameter.name).second);
  }
}

TEST_CASE("drawing a parameter moves no other draw") {
  // A law of a single value is the value itself, in every trajectory and every outcome.
  engine::Condition drawn = test::condition();
  for (const auto *const name : {"h_cf", "th_P", "al_1"}) {
    engine::Setting &setting = drawn.settings[test::place_of(peninsula::model().parameters, name)];
    setting.distribution = engine::Distribution{engine::Drawn::Law::equally_likely, {setting.value}};
  }
  CHECK(test::identical(test::Run(drawn).all(), test::Run({}).all()));
}

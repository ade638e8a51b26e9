// SPDX-License-Identifier: Apache-2.0
// Every source of chance has a stream of its own, and a drawn parameter one far from them all.

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
  std::set<std::uint32_t> &asked;
  const std::array<Twin, 4> &uniforms(std::uint32_t stream) const {
    asked.insert(stream);
    return Turn::uniforms(stream);
  }
};

/// The streams on which the agents draw before the first month.
std::set<std::uint32_t> streams_of_the_opening() {
  std::set<std::uint32_t> asked;
  test::world_of<Twin>(test::condition()).opening(WatchedDraws{asked});
  return asked;
}

/// The streams on which they draw in a month.
std::set<std::uint32_t> streams_of_a_month() {
  const auto world = test::world_of<Twin>(test::condition());
  const engine::Draws<Twin> draws(1, 2, 3);
  const engine::Dice<Twin, World::streams> dice(draws);
  const std::vector<float> nothing_given(peninsula::given_processes, std::nanf(""));
  engine::NoWitness witness;
  auto region = world.opening(draws);
  std::set<std::uint32_t> asked;
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
    "before the first month streams 0 and 1 are drawn, in a month 1 to 14, as the document lists them") {
  CHECK(streams_of_the_opening() == std::set<std::uint32_t>{0, 1});
  CHECK(streams_of_a_month() == std::set<std::uint32_t>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14});
  CHECK(World::streams == 14);
}

TEST_CASE("no two draws of the longest trajectory share a step and a stream, when every parameter is drawn") {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> drawn;
  for (const std::uint32_t stream : streams_of_parameters())
    drawn.emplace_back(engine::before_the_first_step, stream);
  CHECK(drawn.size() == peninsula::model().parameters.size());
  for (const std::uint32_t stream : streams_of_the_opening())
    drawn.emplace_back(engine::before_the_first_step, stream);
  const std::set<std::uint32_t> monthly = streams_of_a_month();
  const auto most = static_cast<std::uint32_t>(peninsula::model().most_months);
  for (std::uint32_t month = 0; month < most; ++month) {
    for (const std::uint32_t stream : monthly) drawn.emplace_back(month, stream);
  }
  CHECK(std::set(drawn.begin(), drawn.end()).size() == drawn.size());
}

TEST_CASE("dice hold the draws of their streams") {
  const engine::Draws<Twin> draws(1, 2, 3);
  const engine::Dice<Twin, World::streams> dice(draws);
  for (std::uint32_t stream = 1; stream <= World::streams; ++stream) {
    for (std::size_t i = 0; i < 4; ++i) CHECK(dice[stream][i][5] == draws.uniforms(stream)[i][5]);
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

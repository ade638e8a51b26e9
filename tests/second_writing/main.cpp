// SPDX-License-Identifier: Apache-2.0
// The product's agents in double precision, to be held against the second writing beside this file. A line of
// JSON on the standard input asks for single months or for whole trajectories; a line answers. Numbers of a
// region, series and outcomes come in the order of their declaration, one number a member.
//
//   {"settings": {name: value}, "month": 17, "calendar_month": 5, "trajectory": 96, "events": [name]}
//     eight months, each from a random region of its own
//   {"settings": {name: value}, "months": 48, "trajectories": 16, "start": 2, "timeline": [[month, event]]}
//     the first trajectories from the opening; with "drawn": true each draws its own plausible parameters

#include <array>
#include <bit>
#include <cmath>
#include <exception>
#include <iostream>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "agents/peninsula/timeline.hpp"
#include "engine/conditions/laws.hpp"
#include "tests/agents/regions.hpp"

namespace {

using nlohmann::json;
using test::Twin;
using test::TwinRegion;
using World = peninsula::World<Twin>;

/// Which of its four uniforms were read, of each stream.
using Words = std::set<std::pair<std::uint32_t, std::size_t>>;

/// The uniforms of a stream, which note that they are read.
struct CountedUniforms {
  Words &read;
  std::uint32_t stream;
  std::array<Twin, 4> uniforms;
  Twin operator[](std::size_t word) const {
    read.emplace(stream, word);
    return uniforms[word];
  }
};

struct CountedDraws {
  engine::Draws<Twin> draws;
  Words &read;
  CountedUniforms uniforms(std::uint32_t stream) const { return {read, stream, draws.uniforms(stream)}; }
};

/// Writes down what happens in every lane.
struct EveryLane {
  std::array<engine::Chronicle, Twin::count> chronicles;
  void chose(const auto &...told) {
    for (int lane = 0; lane < Twin::count; ++lane)
      engine::ChronicleWitness{chronicles[lane], lane}.chose(told...);
  }
  void saw(const auto &...told) {
    for (int lane = 0; lane < Twin::count; ++lane)
      engine::ChronicleWitness{chronicles[lane], lane}.saw(told...);
  }
};

struct CountedTurn : engine::Turn<Twin, World::streams, EveryLane> {
  Words &read;
  Twin uniform(std::uint32_t place) const { return noted(place, Turn::uniform(place)); }
  Twin normal(std::uint32_t place) const { return noted(place, Turn::normal(place)); }
  Twin noted(std::uint32_t place, Twin value) const {
    read.emplace(place / 4 + 1, place % 4);
    return value;
  }
};

json numbers_of(const TwinRegion &region, int lane) {
  json numbers;
  for (const Twin &quantity : std::bit_cast<test::Quantities>(region)) numbers.push_back(quantity[lane]);
  return numbers;
}

/// What is told of each trajectory in turn: tell(visitor) calls the visitor with each declaration and value.
template <class Tell> std::array<json, Twin::count> told(Tell tell) {
  std::array<json, Twin::count> lanes;
  tell([&](const auto &, Twin value) {
    for (int lane = 0; lane < Twin::count; ++lane) lanes[lane].push_back(value[lane]);
  });
  return lanes;
}

/// Every decision and every chance, as names of numbers. What cannot happen is not told.
json story_of(const engine::Chronicle &chronicle) {
  json story;
  for (const engine::Decision &it : chronicle.decisions) {
    story[it.decision + ": chosen"] = it.chosen;
    for (std::size_t option = 0; option < it.options.size(); ++option) {
      const std::string name = it.decision + " " + std::to_string(option);
      story[name + ": utility"] = it.utility[option];
      story[name + ": probability"] = it.probability[option];
    }
  }
  for (const engine::Incident &it : chronicle.incidents) {
    if (it.probability == 0.0) continue;
    story[it.event + ": probability"] = it.probability;
    story[it.event + ": happened"] = it.happened;
  }
  return story;
}

engine::Condition condition_of(const json &asked, int months) {
  test::Overrides overrides;
  for (const auto &[name, value] : asked.at("settings").items()) overrides.emplace_back(name, value);
  engine::Condition condition = test::condition(overrides, months);
  condition.start.month = asked.value("start", 2);
  for (const auto &given : asked.value("timeline", json::array())) {
    const std::size_t event = test::place_of(peninsula::model().events, given.at(1).get<std::string>());
    condition.timeline.push_back({condition.start.after(given.at(0)), event});
  }
  if (asked.value("drawn", false)) {
    for (const std::size_t place : engine::open_parameters(peninsula::model(), condition))
      condition.settings[place].distribution = engine::prior_of(peninsula::model().parameters[place]);
  }
  return condition;
}

json months_asked(const json &asked) {
  const auto world = test::world_of<Twin>(condition_of(asked, test::months));
  const int month = asked.at("month");
  const std::uint64_t trajectory = asked.at("trajectory");
  std::mt19937 generator(static_cast<unsigned>(trajectory));
  TwinRegion region = test::random_region(generator, month);
  if (any(world.japan.takes_part > Twin(0.5))) region.japan_shifted = larger(region.japan_shifted, Twin(0.0));
  const TwinRegion before = region;

  const engine::Draws<Twin> draws(test::seed, trajectory, static_cast<std::uint32_t>(month));
  const auto dice = engine::dice_of<World>(draws);
  std::vector<float> given(peninsula::given_processes, std::nanf(""));
  for (const std::string name : asked.at("events")) {
    const auto &event = peninsula::events[test::place_of(peninsula::model().events, name)];
    given[event.process] = static_cast<float>(event.value);
  }
  EveryLane witness;
  Words read;
  CountedTurn turn{{month, asked.at("calendar_month"), dice, given.data(), witness}, read};
  world.play(region, turn);

  json lanes;
  for (int lane = 0; lane < Twin::count; ++lane) {
    lanes.push_back({{"before", numbers_of(before, lane)},
                     {"after", numbers_of(region, lane)},
                     {"story", story_of(witness.chronicles[lane])}});
  }
  return {{"lanes", lanes}, {"words", read}};
}

json trajectories_asked(const json &asked) {
  const engine::Condition condition = condition_of(asked, asked.at("months"));
  const std::uint64_t count = asked.at("trajectories");
  json trajectories = json::array();
  Words read;
  const auto world = test::world_of<Twin>(condition);
  for (std::uint64_t first = 0; first < count; first += Twin::count) {
    const engine::Draws<Twin> draws(test::seed, first, engine::before_the_first_step);
    const TwinRegion opening = world.opening(CountedDraws{draws, read});
    for (int lane = 0; lane < Twin::count; ++lane)
      trajectories.push_back({{"opening", numbers_of(opening, lane)}});
  }
  const auto on_month = [&](std::uint64_t first, const TwinRegion &region, int) {
    const auto series = told([&](auto visit) { peninsula::Series<Twin>::tell(visit, region); });
    for (int lane = 0; lane < Twin::count; ++lane) {
      json month{{"region", numbers_of(region, lane)}, {"series", series[lane]}};
      trajectories[first + lane]["months"].push_back(std::move(month));
    }
  };
  const auto on_end = [&](std::uint64_t first, const auto &outcomes, const TwinRegion &region) {
    const auto values = told([&](auto visit) { outcomes.tell(visit, region, condition.months); });
    for (int lane = 0; lane < Twin::count; ++lane) trajectories[first + lane]["outcomes"] = values[lane];
  };
  test::follow(condition, count, on_month, on_end);
  return {{"trajectories", trajectories}, {"words", read}};
}

} // namespace

int main() {
  try {
    for (std::string line; std::getline(std::cin, line);) {
      const json asked = json::parse(line);
      std::cout << (asked.contains("month") ? months_asked(asked) : trajectories_asked(asked)) << '\n';
    }
    return 0;
  } catch (const std::exception &error) {
    std::cerr << "twin: " << error.what() << '\n';
    return 1;
  }
}

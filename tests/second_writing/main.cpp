// SPDX-License-Identifier: Apache-2.0
// The product's agents in double precision, to be held against the second writing beside this file. A line of
// JSON on the standard input asks for single months or for whole trajectories; a line answers. Numbers of a
// region, series and outcomes come in the order of their declaration, one number a member.
//
//   {"settings": {name: value}, "month": 17, "calendar_month": 5, "trajectory": 96, "events": [name]}
//     eight months, each from a random region of its own
//   {"settings": {name: value}, "months": 48, "trajectories": 16, "start": 2, "timeline": [entry]}
//     the first trajectories from the opening; with "drawn": true each draws its own plausible parameters.
//     Entries are those of a condition, in YAML: "{month: 2025-06, event: ukraine_ceasefire}"

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

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "agents/peninsula/timeline.hpp"
#include "engine/conditions/condition_file.hpp"
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

/// Writes down what happens in every lane, of one month.
struct EveryLane {
  std::array<engine::Chronicle, Twin::count> chronicles;
  void turn_to(int) { chronicles = {}; }
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
    const std::string decision = it.agent + ": " + it.decision;
    story[decision + ": chosen"] = it.chosen;
    for (std::size_t option = 0; option < it.options.size(); ++option) {
      const std::string name = decision + " " + std::to_string(option);
      story[name + ": utility"] = it.utility[option];
      story[name + ": probability"] = it.probability[option];
    }
  }
  for (const engine::Incident &it : chronicle.incidents) {
    if (it.probability == 0.0) continue;
    const std::string event = it.agent + ": " + it.event;
    story[event + ": probability"] = it.probability;
    story[event + ": happened"] = it.happened;
  }
  return story;
}

/// Tells the trajectories `first`, `first + 1`, ... month by month.
struct Teller {
  const EveryLane &witness;
  json &trajectories;
  std::uint64_t first;
  int months;
  void month(const TwinRegion &region, int) const {
    const auto series = told([&](auto visit) { peninsula::Series<Twin>::tell(visit, region); });
    for (int lane = 0; lane < Twin::count; ++lane) {
      json month{{"region", numbers_of(region, lane)},
                 {"series", series[lane]},
                 {"story", story_of(witness.chronicles[lane])}};
      trajectories[first + lane]["months"].push_back(std::move(month));
    }
  }
  void end(const peninsula::Outcomes<Twin> &outcomes, const TwinRegion &region) const {
    const auto values = told([&](auto visit) { outcomes.tell(visit, region, months); });
    for (int lane = 0; lane < Twin::count; ++lane) trajectories[first + lane]["outcomes"] = values[lane];
  }
};

/// The timeline as the product reads it, and over its defaults the settings that are asked, within bounds or
/// not. What the timeline sets in the first month opens so.
engine::Condition condition_of(const json &asked, int months) {
  std::string text = fmt::format("name: asked\nsummary: What is asked.\nstart: 2025-{:02}\nmonths: {}\n",
                                 asked.value("start", 2), months);
  const json entries = asked.value("timeline", json::array());
  if (!entries.empty()) text += "timeline:\n";
  for (const std::string entry : entries) text += "- " + entry + "\n";
  const engine::Model &model = peninsula::model();
  engine::Condition condition = engine::parse_condition(model, text, "asked.yaml");
  for (const auto &[name, value] : asked.at("settings").items()) {
    const std::size_t place = test::place_of(model.parameters, name);
    if (!condition.set.contains(place)) condition.settings[place].value = value;
  }
  if (asked.value("drawn", false)) {
    for (const std::size_t place : engine::open_parameters(model, condition))
      condition.settings[place].distribution = engine::prior_of(model.parameters[place]);
  }
  return condition;
}

json months_asked(const json &asked) {
  const auto world = test::world_of<Twin>(condition_of(asked, test::months));
  const int month = asked.at("month");
  const std::uint64_t trajectory = asked.at("trajectory");
  std::mt19937 generator(static_cast<unsigned>(trajectory));
  TwinRegion region = test::random_region(generator, month);
  const TwinRegion before = region;

  const engine::Draws<Twin> draws(test::seed, trajectory, static_cast<std::uint32_t>(month));
  const auto dice = engine::dice_of<World>(draws);
  std::vector<float> given(peninsula::given_processes, std::nanf(""));
  for (const std::string name : asked.at("events")) {
    const auto &event = peninsula::events[test::place_of(peninsula::model().events, name)];
    given[event.process] = static_cast<float>(event.value);
  }
  for (const auto &[name, count] : asked.at("given").items())
    given[test::place_of(peninsula::model().processes, name)] = count;
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
  const engine::ScenarioData data = engine::scenario_data(peninsula::model(), condition);
  const engine::Scenario scenario = data.scenario();
  engine::Trajectories<peninsula::World, Twin> twin(scenario);
  EveryLane witness;
  for (std::uint64_t first = 0; first < count; first += Twin::count)
    twin.follow({test::seed, first, Twin::count}, witness,
                Teller{witness, trajectories, first, condition.months});
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

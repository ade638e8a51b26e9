// SPDX-License-Identifier: Apache-2.0
#include "tests/clips/clips.hpp"

#include <algorithm>
#include <fstream>
#include <regex>

#include <fmt/format.h>

#include "agents/peninsula/model.hpp"
#include "agents/peninsula/world.hpp"
#include "engine/model/kernel.hpp"
#include "tests/counting_real.hpp"

namespace clips {

namespace {

struct NoRecorder {
  void month(auto &&...) const {}
  void end(auto &&...) const {}
};

/// Whose bound it is: what the statement around this line of the model's text assigns to.
std::string quantity_at(const std::string &path, unsigned line) {
  std::ifstream file(path);
  std::vector<std::string> lines(line);
  for (std::string &text : lines) std::getline(file, text);
  static const std::regex assigned(R"((?:region\.|const Real )(\w+) \+?=)");
  constexpr std::size_t longest_statement = 4;
  for (std::size_t back = 1; back <= std::min(longest_statement, lines.size()); ++back) {
    std::smatch found;
    if (std::regex_search(lines[lines.size() - back], found, assigned)) return found[1];
  }
  return "?";
}

/// A path of the sources, from their root.
std::string in_the_tree(std::string_view path) {
  return std::string(path.substr(path.find("agents/peninsula")));
}

double share(std::uint64_t part, std::uint64_t whole) {
  return static_cast<double>(part) / static_cast<double>(whole);
}

std::vector<Clip> clips_of(const counting::Bounds &bounds) {
  std::vector<Clip> clips;
  for (const auto &[where, bound] : bounds) {
    if (where.first.find("agents/peninsula") == std::string_view::npos) continue; // the engine's own
    const std::string place = in_the_tree(where.first);
    if (place.find("/outcomes/") != std::string::npos)
      continue; // measures bound what is told, not what happens
    clips.push_back({quantity_at(SOURCE_DIR "/" + place, where.second),
                     fmt::format("{}:{}", place, where.second), share(bound.below, bound.asked),
                     share(bound.above, bound.asked), bound.undefined});
  }
  std::stable_sort(clips.begin(), clips.end(),
                   [](const Clip &a, const Clip &b) { return a.share() > b.share(); });
  return clips;
}

} // namespace

Audit audit(const engine::Condition &condition, std::uint64_t seed, std::uint64_t trajectories) {
  using counting::CountingReal;
  const engine::ScenarioData data = engine::scenario_data(peninsula::model(), condition);
  const engine::Scenario scenario = data.scenario();
  engine::Trajectories<peninsula::World, CountingReal> model(scenario);
  engine::NoWitness witness;
  counting::bounds.clear();
  counting::saturations.clear();
  for (std::uint64_t first = 0; first < trajectories; first += CountingReal::count)
    model.follow({seed, first, CountingReal::count}, witness, NoRecorder());
  return {clips_of(counting::bounds), clips_of(counting::saturations)};
}

} // namespace clips

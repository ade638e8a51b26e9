// SPDX-License-Identifier: Apache-2.0
#include "engine/results/wording.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <utility>

#include <fmt/ranges.h>

#include "engine/counting/statistics.hpp"
#include "engine/model/kinds.hpp"

namespace engine {

namespace {

bool draws_parameters(const ConditionResult &condition) {
  return std::any_of(condition.parameter_values.begin(), condition.parameter_values.end(),
                     [](double value) { return std::isnan(value); });
}

std::string trajectories_text(const Results &results) {
  const auto fewer = [](const auto &a, const auto &b) { return a.trajectories < b.trajectories; };
  const auto [least, most] = std::minmax_element(results.conditions.begin(), results.conditions.end(), fewer);
  if (least->trajectories == most->trajectories)
    return fmt::format("{} trajectories a condition", least->trajectories);
  return fmt::format("{} to {} trajectories a condition", least->trajectories, most->trajectories);
}

/// "2025-02", or that conditions differ in it.
std::string starts_text(const Results &results) {
  std::string first = results.conditions.front().start.text();
  for (const auto &condition : results.conditions)
    if (condition.start.text() != first) return "the start of each condition";
  return first;
}

/// Over which parameters the figures hold.
std::string parameters_text(const Results &results) {
  const auto &conditions = results.conditions;
  const auto drawing = std::count_if(conditions.begin(), conditions.end(), draws_parameters);
  const auto all = static_cast<std::ptrdiff_t>(conditions.size());
  if (drawing == 0) return all == 1 ? "at one parameter point" : "each condition at one parameter point";
  if (drawing == all)
    return "over parameters drawn anew in each " +
           std::string(results.per_state == 1 ? "trajectory" : "state of the world");
  return fmt::format("over parameters drawn anew in {} of {} conditions, else at one parameter point",
                     drawing, all);
}

/// Trajectories of one state are alike; a count does not tell which belong together.
std::string states_note(const Results &results) {
  if (results.per_state == 1) return {};
  return fmt::format("{} trajectories share each state of the world, and intervals take all of them for "
                     "independent: they are too narrow for other states.",
                     results.per_state);
}

/// The entries of a timeline, as a condition that is written in full has them: the lines after its key.
std::vector<std::string> entries_of_timeline(const std::string &resolved) {
  std::vector<std::string> entries;
  std::istringstream lines(resolved);
  bool is_there = false;
  for (std::string line; std::getline(lines, line);) {
    const std::size_t entry = line.find("- {");
    if (is_there && entry != std::string::npos) entries.push_back(line.substr(entry + 2));
    is_there = is_there || line.starts_with("timeline:");
  }
  return entries;
}

} // namespace

std::string measure_of(const Results &results, Kind kind, const std::string &unit) {
  if (told_of(kind) == Told::mean) return unit == "1" ? "mean" : fmt::format("mean, {}", unit);
  if (told_of(kind) != Told::share_by_the_end) return "share";
  return fmt::format("share within {} {}s", results.months, results.step());
}

std::string compared_measure_of(const Results &results, Kind kind, const std::string &unit) {
  if (told_of(kind) != Told::share_by_the_end) return measure_of(results, kind, unit);
  return fmt::format("mean {}, never: {}", results.step(), results.months);
}

std::string precision_note(const Results &results) {
  if (!results.until) return {};
  const double wanted = results.until->half_width;
  const auto &conditions = results.conditions;
  const auto falls_short = [&](const ConditionResult &one) { return one.half_width > wanted; };
  const auto short_ones = std::count_if(conditions.begin(), conditions.end(), falls_short);
  if (short_ones == 0) return {};
  const auto narrower = [](const auto &a, const auto &b) { return a.half_width < b.half_width; };
  const auto worst = std::max_element(conditions.begin(), conditions.end(), narrower);
  return fmt::format("The precision that was asked for, {} ± {:.3g}, was not reached in {} of {} {}: it is ± "
                     "{:.3g} at worst, in {} after {} trajectories; about {:.0f} would be needed.",
                     results.until->outcome, wanted, short_ones, conditions.size(),
                     results.design ? "points" : "conditions", worst->half_width, worst->name,
                     worst->trajectories, trials_needed(wanted, worst->half_width, worst->trajectories));
}

std::string fork_note(const Results &results) {
  if (!results.fork) return {};
  const ForkRecord &fork = *results.fork;
  std::string past =
      fmt::format("Futures of '{}' from {} on: the same trajectories until then, and the same chance after.",
                  fork.past, fork.at);
  if (fork.where.empty()) return past;
  const std::uint64_t kept = results.conditions.front().trajectories;
  return fmt::format("{} Only those in which, by then, {}: {} of {} trajectories, {:.3g} %.", past,
                     fork.where, kept, fork.considered,
                     100.0 * static_cast<double>(kept) / static_cast<double>(fork.considered));
}

std::vector<std::string> timelines_beside(const Results &results, const std::string &other) {
  std::vector<std::string> lines;
  if (results.design) return lines;
  std::vector<std::string> there;
  for (const auto &condition : results.conditions)
    if (condition.name == other) there = entries_of_timeline(condition.resolved);
  for (const auto &condition : results.conditions) {
    std::vector<std::string> own;
    for (const std::string &entry : entries_of_timeline(condition.resolved))
      if (std::find(there.begin(), there.end(), entry) == there.end()) own.push_back(entry);
    if (!own.empty()) lines.push_back(fmt::format("{} over time: {}", condition.name, fmt::join(own, " ")));
  }
  return lines;
}

std::vector<std::string> caveats_of(const Results &results) {
  std::vector<std::string> caveats{
      fmt::format("Under these assumptions: scenario analysis, not a forecast; properties of the model '{}'.",
                  results.model),
      fmt::format("{} {}s from {}, {}, seed {}.", results.months, results.step(), starts_text(results),
                  trajectories_text(results), results.seed),
      fmt::format("[low, high]: 95 % interval of sampling error only, {}.", parameters_text(results))};
  if (std::string note = states_note(results); !note.empty()) caveats.push_back(std::move(note));
  if (std::string note = fork_note(results); !note.empty()) caveats.push_back(std::move(note));
  if (std::string note = precision_note(results); !note.empty()) caveats.push_back(std::move(note));
  return caveats;
}

} // namespace engine

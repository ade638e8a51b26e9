// SPDX-License-Identifier: Apache-2.0
#include "engine/designs/design.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <new>
#include <stdexcept>
#include <string>

#include <fmt/ranges.h>

#include "engine/conditions/condition_file.hpp"
#include "engine/conditions/fork.hpp"
#include "engine/conditions/setting.hpp"
#include "engine/conditions/timeline_reader.hpp"
#include "engine/designs/quantiles.hpp"
#include "engine/errors.hpp"

namespace engine {
namespace {

constexpr double left_alone = -1.0;
constexpr std::size_t most_points = 10'000'000;
constexpr unsigned trajectories_a_point = 40; // bits: points of independent chance are 2^40 apart

UnitDesign sampled_points(const Sweep &sweep) {
  const std::size_t factors = sweep.axes.size();
  switch (sweep.design) {
  case DesignKind::latin_hypercube:
    return latin_hypercube(sweep.size, factors, sweep.seed);
  case DesignKind::sobol:
    return sobol_sequence(sweep.size, factors, sweep.seed);
  case DesignKind::saltelli:
    return saltelli_design(sweep.size, factors, sweep.second_order, sweep.seed);
  case DesignKind::morris:
    return morris_design(sweep.size, factors, sweep.levels, sweep.seed);
  case DesignKind::grid:
  case DesignKind::list:
    break;
  }
  return {};
}

/// How many points the design asks for.
std::size_t size_of(const Sweep &sweep) {
  const std::size_t factors = sweep.axes.size();
  if (sweep.design == DesignKind::saltelli)
    return sweep.size * (sweep.second_order ? 2 * factors + 2 : factors + 2);
  return sweep.design == DesignKind::morris ? sweep.size * (factors + 1) : sweep.size;
}

UnitDesign sample(const Sweep &sweep) {
  const std::size_t points = size_of(sweep);
  if (points > most_points)
    throw InputError(
        fmt::format("{}: the {} design of {} points on {} axes would be {} points, and {} is the most",
                    sweep.name, text_of(sweep.design), sweep.size, sweep.axes.size(), points, most_points));
  try {
    return sampled_points(sweep);
  } catch (const std::invalid_argument &error) {
    throw InputError(fmt::format("{}: {}", sweep.name, error.what()));
  } catch (const std::bad_alloc &) {
    throw RunError(fmt::format("{}: {} points on {} axes take {:.1f} GB of memory, which cannot be had",
                               sweep.name, points, sweep.axes.size(),
                               static_cast<double>(points * sweep.axes.size() * sizeof(double)) / 1e9));
  }
}

/// Points of independent chance may not reach into one another's trajectories.
void refuse_overlap(const Sweep &sweep) {
  constexpr std::uint64_t apart = std::uint64_t{1} << trajectories_a_point;
  if (sweep.chance == Pairing::independent && sweep.trajectories > apart)
    throw InputError(
        fmt::format("{}: points of independent chance have at most {} trajectories each, not {}; more "
                    "would be shared with the next point",
                    sweep.name, apart, sweep.trajectories));
}

/// All trajectories of a sweep are counted in one number.
void refuse_too_many(const Sweep &sweep, std::size_t points) {
  constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (sweep.trajectories > most / points)
    throw InputError(fmt::format("{}: {} points of {} trajectories each are more than can be counted",
                                 sweep.name, points, sweep.trajectories));
}

/// The middle of the part of the unit interval that stands for a level.
double place_of(std::size_t level, std::size_t levels) {
  return (static_cast<double>(level) + 0.5) / static_cast<double>(levels);
}

std::size_t level_at(double place, std::size_t levels) {
  const auto level = static_cast<std::size_t>(place * static_cast<double>(levels));
  return std::min(level, levels - 1);
}

/// To twelve digits: logarithms differ in the last one between processors, and points must not.
double rounded(double value) { return std::stod(fmt::format("{:.12g}", value)); }

/// Puts the event in its month, and nowhere else.
void give(const Model &model, const Variable &variable, const Level &level, Condition &condition) {
  const int after_start = level.month ? condition.start.until(*level.month) : 0;
  if (after_start < 0 || after_start >= condition.months)
    throw InputError(fmt::format("{}: {} is outside the months of '{}', which starts in {}",
                                 variable.written_at, level.label, condition.name, condition.start.text()));
  const std::size_t process = model.events[variable.place].process;
  std::erase_if(condition.timeline, [&](const Given &given) {
    const bool is_same_month = level.month && given.month.until(*level.month) == 0;
    return given.event == variable.place || (is_same_month && model.events[given.event].process == process);
  });
  if (!level.month) return;
  condition.timeline.push_back({*level.month, variable.place});
  sort_timeline(condition);
}

} // namespace

Design::Design(const Model &model, const Sweep &sweep) : model_(model), sweep_(sweep) {
  refuse_overlap(sweep);
  if (is_sampled(sweep.design)) {
    sampled_ = sample(sweep);
    count_ = sampled_.points;
  } else {
    std::vector<std::size_t> chosen;
    enumerate(chosen);
    count_ = listed_.size();
  }
  refuse_too_many(sweep, size());
  const Condition &reference = sweep.conditions.front();
  for (std::size_t point = 1; point < size(); ++point) // the condition throws if it breaks a constraint
    if (condition(point).name == reference.name)
      throw InputError(
          fmt::format("{}: a point of the sweep would be named '{}' too; name the condition otherwise",
                      reference.path, reference.name));
}

/// All combinations of levels, the last axis fastest; of a list, equal levels of all axes.
void Design::enumerate(std::vector<std::size_t> &chosen) {
  const std::size_t axis = chosen.size();
  if (axis == sweep_.axes.size()) {
    std::vector<double> places;
    for (std::size_t i = 0; i < axis; ++i) {
      const std::size_t levels = sweep_.axes[i].together.front().levels.size();
      places.push_back(chosen[i] < levels ? place_of(chosen[i], levels) : left_alone);
    }
    listed_.push_back(std::move(places));
    if (listed_.size() > most_points)
      throw InputError(fmt::format("{}: over {} combinations", sweep_.name, most_points));
    return;
  }
  const SweepAxis &here = sweep_.axes[axis];
  const std::size_t levels = here.together.front().levels.size();
  std::size_t first = 0;
  std::size_t end = levels;
  if (here.when) {
    const Variable &other = sweep_.axes[here.when->axis].together[here.when->variable];
    const std::size_t at = chosen[here.when->axis];
    if (at >= other.levels.size() || other.levels[at].label != here.when->label)
      first = levels, end = levels + 1; // as the condition has it
  } else if (sweep_.design == DesignKind::list && axis > 0) {
    first = chosen.front(), end = first + 1;
  }
  for (std::size_t level = first; level < end; ++level) {
    chosen.push_back(level);
    enumerate(chosen);
    chosen.pop_back();
  }
}

bool Design::holds(const When &when, const std::vector<std::optional<double>> &places) const {
  const auto &place = places[when.axis];
  return place && level(sweep_.axes[when.axis].together[when.variable], *place).label == when.label;
}

bool Design::is_left_open(const SweepAxis &axis, const std::vector<std::optional<double>> &places) const {
  const Variable &open = axis.together.front();
  if (!open.is_open) return true;
  bool has_condition = false;
  for (std::size_t other = 0; other < places.size(); ++other)
    for (const Variable &variable : sweep_.axes[other].together) {
      if (variable.kind != Variable::Kind::condition || !places[other]) continue;
      has_condition = true;
      const std::size_t condition = level(variable, *places[other]).condition;
      if (sweep_.conditions[condition].set.contains(open.place)) return false;
    }
  return has_condition || !sweep_.conditions.front().set.contains(open.place);
}

std::vector<std::optional<double>> Design::axes_at(std::size_t point) const {
  std::vector<std::optional<double>> places;
  for (std::size_t axis = 0; axis < sweep_.axes.size(); ++axis) {
    const bool is_free = is_sampled(sweep_.design);
    const double place = is_free ? sampled_.at(point - 1, axis) : listed_[point - 1][axis];
    const auto &when = sweep_.axes[axis].when;
    const bool is_set = place >= 0.0 && (!is_free || !when || holds(*when, places)) &&
                        is_left_open(sweep_.axes[axis], places);
    places.push_back(is_set ? std::optional(place) : std::nullopt);
  }
  return places;
}

Level Design::level(const Variable &variable, double place) const {
  if (!variable.law) return variable.levels[level_at(place, variable.levels.size())];
  const Parameter &parameter = model_.parameters[variable.place];
  const double exact = quantile(*variable.law, variable.bounds, place);
  if (!std::isfinite(exact))
    throw InputError(fmt::format("{}: the {} design asks for the end of an endless law of {}; bound it, or "
                                 "take a uniform one",
                                 variable.written_at, text_of(sweep_.design), variable.name));
  const Setting setting{rounded(exact), {}};
  const double none = std::numeric_limits<double>::quiet_NaN();
  return {text_of(parameter, setting), parameter.labels.empty() ? setting.value : none, setting};
}

Condition Design::condition(std::size_t point) const {
  if (point == 0) return sweep_.conditions.front();
  Condition condition = sweep_.conditions.front();
  std::vector<Change> changes;
  std::vector<std::pair<const Variable *, Level>> given;
  const auto places = axes_at(point);
  for (std::size_t axis = 0; axis < places.size(); ++axis) {
    if (!places[axis]) continue;
    for (const Variable &variable : sweep_.axes[axis].together) {
      const Level here = level(variable, *places[axis]);
      if (variable.kind == Variable::Kind::condition)
        condition =
            condition.name == sweep_.conditions.front().name
                ? sweep_.conditions[here.condition]
                : laid_over(model_, sweep_.conditions.front(), condition, sweep_.conditions[here.condition]);
      if (variable.kind == Variable::Kind::parameter)
        changes.push_back({variable.place, here.setting, variable.written_at});
      if (variable.kind == Variable::Kind::event) given.emplace_back(&variable, here);
    }
  }
  condition = changed(model_, condition, changes);
  for (const auto &[variable, here] : given) give(model_, *variable, here, condition);
  condition.lineage.insert(condition.lineage.begin(), condition.name);
  condition.name = name_of(point);
  condition.summary = summary_of(point);
  return condition;
}

std::vector<Coordinate> Design::coordinates(std::size_t point) const {
  std::vector<Coordinate> coordinates;
  const double none = std::numeric_limits<double>::quiet_NaN();
  const auto places = point == 0 ? std::vector<std::optional<double>>(sweep_.axes.size()) : axes_at(point);
  for (std::size_t axis = 0; axis < places.size(); ++axis)
    for (const Variable &variable : sweep_.axes[axis].together) {
      if (!places[axis]) {
        coordinates.push_back({"", none});
        continue;
      }
      Level here = level(variable, *places[axis]);
      coordinates.push_back({std::move(here.label), here.number});
    }
  return coordinates;
}

std::vector<double> Design::places(std::size_t point) const {
  std::vector<double> all;
  for (std::size_t axis = 0; axis < sweep_.axes.size(); ++axis) {
    const double none = std::numeric_limits<double>::quiet_NaN();
    const double place = point == 0                     ? none
                         : is_sampled(sweep_.design)    ? sampled_.at(point - 1, axis)
                         : listed_[point - 1][axis] < 0 ? none
                                                        : listed_[point - 1][axis];
    all.insert(all.end(), sweep_.axes[axis].together.size(), place);
  }
  return all;
}

std::vector<std::string> Design::variables() const {
  std::vector<std::string> names;
  for (const SweepAxis &axis : sweep_.axes)
    for (const Variable &variable : axis.together) names.push_back(variable.name);
  return names;
}

std::uint64_t Design::first_trajectory(std::size_t point) const {
  return sweep_.chance == Pairing::common ? 0 : static_cast<std::uint64_t>(point) << trajectories_a_point;
}

std::string Design::name_of(std::size_t point) const {
  const std::size_t digits = std::max<std::size_t>(4, fmt::formatted_size("{}", count_));
  return fmt::format("point-{:0{}}", point, digits);
}

std::string Design::summary_of(std::size_t point) const {
  const auto names = variables();
  const auto here = coordinates(point);
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (!here[i].label.empty()) parts.push_back(fmt::format("{} = {}", names[i], here[i].label));
  return parts.empty() ? "nothing is changed" : fmt::format("{}", fmt::join(parts, ", "));
}

} // namespace engine

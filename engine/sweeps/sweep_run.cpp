// SPDX-License-Identifier: Apache-2.0
#include "engine/sweeps/sweep_run.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/ranges.h>

#include "engine/conditions/condition_file.hpp"
#include "engine/results/catalogue.hpp"

namespace engine {
namespace {

/// What one batch of points has counted so far, as far as stopping early needs it.
struct SoFar {
  std::vector<std::uint64_t> trajectories;
  std::vector<std::int64_t> successes;
};

/// Does one task after the other.
class Worker {
public:
  Worker(const SweepPlan &plan, const PartsFolder &folder, const SweepObserver &observer)
      : plan_(plan), folder_(folder), observer_(observer), tasks_(plan.tasks()), layout_(plan.layout()),
        identity_(folder.manifest().identity()) {}

  /// False if interrupted.
  bool run_unit(std::size_t unit) {
    SoFar so_far;
    for (const std::size_t number : tasks_.unit(unit)) {
      const Task task = tasks_[number];
      const std::vector<std::size_t> wanted = points_wanted(task, so_far);
      if (wanted.empty()) return true;
      if (!folder_.has(number)) {
        const std::optional<Part> part = run(task, wanted);
        if (!part) return false;
        folder_.write(*part, identity_);
      }
      if (plan_.until) add(so_far, folder_.read(task, layout_.size(), identity_));
    }
    return true;
  }

private:
  /// Those of the task's points whose interval is still too wide.
  std::vector<std::size_t> points_wanted(const Task &task, const SoFar &so_far) const {
    std::vector<std::size_t> wanted;
    for (std::size_t i = 0; i < task.points; ++i) {
      const bool is_narrow =
          plan_.until && !so_far.trajectories.empty() &&
          half_width_of_share(so_far.successes[i], so_far.trajectories[i]) <= plan_.until->half_width;
      if (!is_narrow) wanted.push_back(task.first_point + i);
    }
    return wanted;
  }

  void add(SoFar &so_far, const Part &part) const {
    so_far.trajectories.resize(part.rows.size());
    so_far.successes.resize(part.rows.size());
    const Place &place = layout_.outcome(plan_.place_of_until());
    for (std::size_t i = 0; i < part.rows.size(); ++i) {
      so_far.trajectories[i] += part.trajectories[i];
      so_far.successes[i] += part.rows[i][place.first + 1];
    }
  }

  std::optional<Part> run(const Task &task, const std::vector<std::size_t> &wanted) {
    Part part{task.number, std::vector<std::uint64_t>(task.points), {}};
    part.rows.assign(task.points, Row(layout_.size()));
    const bool are_together = plan_.sweep.chance == Pairing::common;
    if (are_together) return run_together(task, wanted, part) ? std::optional(part) : std::nullopt;
    for (const std::size_t point : wanted)
      if (!run_together(task, {point}, part)) return std::nullopt;
    return part;
  }

  /// Points that see the same chance, each beside the reference.
  bool run_together(const Task &task, const std::vector<std::size_t> &points, Part &part) {
    std::vector<Condition> conditions{plan_.design.condition(0)};
    for (const std::size_t point : points)
      if (point != 0) conditions.push_back(plan_.design.condition(point));
    const Ensemble ensemble = run_ensemble(ensemble_plan(task, points.front(), conditions), watching(points));
    if (ensemble.trajectories < task.trajectories) return false;
    done_ += task.trajectories * points.size();
    std::size_t next = 1;
    for (const std::size_t point : points) {
      part.rows[point - task.first_point] = ensemble.rows[point == 0 ? 0 : next++];
      part.trajectories[point - task.first_point] = ensemble.trajectories;
    }
    return true;
  }

  Plan ensemble_plan(const Task &task, std::size_t point, const std::vector<Condition> &conditions) const {
    Plan plan{plan_.model, conditions};
    plan.seed = plan_.sweep.seed;
    plan.per_state = plan_.sweep.per_state;
    plan.first = plan_.design.first_trajectory(point) + task.first;
    plan.trajectories = task.trajectories;
    plan.threads = plan_.threads;
    plan.kernel = plan_.kernel;
    plan.counted = plan_.counted;
    return plan;
  }

  Observer watching(const std::vector<std::size_t> &points) const {
    Observer watching;
    watching.progress = [this, &points](std::uint64_t done) {
      observer_.progress(done_ + done * points.size());
    };
    watching.interrupted = observer_.interrupted;
    return watching;
  }

  const SweepPlan &plan_;
  const PartsFolder &folder_;
  const SweepObserver &observer_;
  Tasks tasks_;
  Layout layout_;
  std::string identity_;
  std::uint64_t done_ = 0;
};

/// "all", "none", or the names of those that are counted.
template <class Declared>
std::string names_text(const std::vector<Declared> &declared, const std::vector<std::size_t> &counted) {
  if (counted.size() == declared.size()) return "all";
  return counted.empty() ? "none" : fmt::format("{}", fmt::join(names_of(chosen(declared, counted)), ", "));
}

void fill_design(const SweepPlan &plan, Results &results) {
  const Sweep &sweep = plan.sweep;
  DesignRecord design;
  design.kind = text_of(sweep.design);
  design.paths = static_cast<std::int64_t>(sweep.size);
  design.levels = sweep.levels;
  design.second_order = sweep.second_order;
  design.chance = text_of(sweep.chance);
  design.sweep = sweep.text;
  design.task_size = plan.task_size;
  design.factors = plan.design.variables();
  for (std::size_t axis = 0; axis < sweep.axes.size(); ++axis)
    design.axes.insert(design.axes.end(), sweep.axes[axis].together.size(), static_cast<std::int64_t>(axis));
  for (std::size_t point = 0; point < plan.design.size(); ++point) {
    for (const double place : plan.design.places(point)) design.places.push_back(place);
    for (const Coordinate &coordinate : plan.design.coordinates(point)) {
      design.values.push_back(coordinate.number);
      design.labels.push_back(coordinate.label);
    }
    design.first_trajectories.push_back(plan.design.first_trajectory(point));
  }
  results.design = std::move(design);
}

} // namespace

Layout SweepPlan::layout() const {
  return {chosen(model.outcomes, counted.outcomes), chosen(model.series, counted.series),
          sweep.conditions.front().months};
}

std::size_t SweepPlan::place_of_until() const {
  const auto found = std::find(counted.outcomes.begin(), counted.outcomes.end(), until.value().outcome);
  return static_cast<std::size_t>(found - counted.outcomes.begin());
}

Results declared_results(const SweepPlan &plan) {
  const Model &model = plan.model;
  Results results;
  results.declare(model, plan.counted, plan.sweep.outcomes.empty() ? model.headline : plan.sweep.outcomes);
  results.months = plan.sweep.conditions.front().months;
  results.seed = plan.sweep.seed;
  results.per_state = plan.sweep.per_state;
  for (std::size_t point = 0; point < plan.design.size(); ++point) {
    const Condition condition = plan.design.condition(point);
    const std::string yaml = point == 0
                                 ? resolved_yaml(model, condition)
                                 : yaml_of_differences(model, condition, plan.sweep.conditions.front());
    ConditionResult result{
        condition.name, condition.summary, yaml, condition.start, plan.sweep.trajectories, {}, {}};
    for (const Setting &setting : condition.settings)
      result.parameter_values.push_back(setting.distribution ? std::numeric_limits<double>::quiet_NaN()
                                                             : setting.value);
    results.conditions.push_back(std::move(result));
  }
  if (plan.until) results.until = {plan.model.outcomes[plan.until->outcome].name, plan.until->half_width};
  fill_design(plan, results);
  return results;
}

Manifest manifest_of(const SweepPlan &plan, const std::string &version) {
  const Sweep &sweep = plan.sweep;
  std::string text = fmt::format(
      "version: {}\nmodel: {}\nseed: {}\nper_state: {}\ntrajectories: {}\npoints: {}\ntask_size: {}\n",
      version, plan.model.name, sweep.seed, sweep.per_state, sweep.trajectories, plan.design.size(),
      plan.task_size);
  text += fmt::format("outcomes: {}\nseries: {}\n", names_text(plan.model.outcomes, plan.counted.outcomes),
                      names_text(plan.model.series, plan.counted.series));
  if (plan.until)
    text += fmt::format("until: {} ± {}\n", plan.model.outcomes[plan.until->outcome].name,
                        plan.until->half_width);
  text += fmt::format("sweep: |\n  {}\n", sweep.name);
  std::size_t start = 0;
  for (std::size_t end = 0; (end = sweep.text.find('\n', start)) != std::string::npos; start = end + 1)
    text += "  " + sweep.text.substr(start, end - start) + '\n';
  text += "  " + sweep.text.substr(start) + '\n';
  for (const Condition &condition : sweep.conditions) text += "---\n" + resolved_yaml(plan.model, condition);
  return {text};
}

bool run_units(const SweepPlan &plan, const PartsFolder &folder, const NextUnit &next,
               const SweepObserver &observer) {
  Worker worker(plan, folder, observer);
  while (const std::optional<std::size_t> unit = next()) {
    if (observer.interrupted() || !worker.run_unit(*unit)) return false;
  }
  return true;
}

std::uint64_t work_left(const SweepPlan &plan, const PartsFolder &folder,
                        const std::vector<std::size_t> &units) {
  const Tasks tasks = plan.tasks();
  std::uint64_t trajectories = 0;
  for (const std::size_t unit : units)
    for (const std::size_t number : tasks.unit(unit))
      if (!folder.has(number)) trajectories += tasks[number].trajectories * tasks[number].points;
  return trajectories;
}

} // namespace engine

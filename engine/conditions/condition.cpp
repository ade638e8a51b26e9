// SPDX-License-Identifier: Apache-2.0
#include "engine/conditions/condition.hpp"

#include <algorithm>
#include <limits>
#include <set>

#include <fmt/format.h>

#include "engine/conditions/laws.hpp"
#include "engine/model/scenario_steps.hpp"

namespace engine {

int first_calendar_month(const Condition &condition) {
  return condition.start.is_year() ? 0 : condition.start.month - 1;
}

std::string Month::text() const {
  return is_year() ? fmt::format("year {}", year) : fmt::format("{:04}-{:02}", year, month);
}

namespace {

Rule rule_of(const Trigger &trigger, int from, int until) {
  Rule rule{};
  rule.term_count = trigger.terms.size();
  std::copy(trigger.terms.begin(), trigger.terms.end(), rule.terms);
  rule.from = from;
  rule.until = until;
  rule.lasts = trigger.lasts;
  rule.once = trigger.once;
  rule.most = trigger.most > 0 ? trigger.most : std::numeric_limits<int>::max();
  return rule;
}

/// Makes a scenario of the condition, step by step.
template <class Scenario> void make(const Model &model, const Condition &condition, Scenario &scenario) {
  for (std::size_t place = 0; place < condition.settings.size(); ++place) {
    const Setting &setting = condition.settings[place];
    scenario.set(place, setting.value);
    if (!setting.distribution) continue;
    const Parameter &parameter = model.parameters[place];
    const Bounds bounds = bounds_of(parameter, condition.allow_out_of_range);
    const Distribution &drawn = *setting.distribution;
    if (drawn.is_joint())
      scenario.draw_together(place, stream_of_rows(), drawn.numbers, drawn.rows->weights, bounds.lowest,
                             bounds.highest);
    else
      scenario.draw(place, stream_of_parameter(parameter.name), drawn.law, drawn.numbers, bounds.lowest,
                    bounds.highest);
  }
  for (const Given &given : condition.timeline)
    scenario.give(condition.start.until(given.month), model.events[given.event].process,
                  model.events[given.event].value);
  for (const Observed &one : condition.observed)
    scenario.give(condition.start.until(one.month), one.process, one.value);
  for (const TimedChange &change : condition.changes)
    scenario.change(condition.start.until(change.from), change.parameter, change.value);
  for (const Directive &directive : condition.directives) {
    const int from = condition.start.until(directive.from);
    const int until = condition.start.until(directive.until);
    if (directive.when)
      scenario.decide_when(rule_of(*directive.when, from, until), directive.point, directive.options);
    else
      scenario.decide(from, until, directive.point, directive.options);
  }
}

} // namespace

ScenarioData scenario_data(const Model &model, const Condition &condition) {
  ScenarioData data(model, condition.months, first_calendar_month(condition));
  make(model, condition, data);
  data.settle();
  return data;
}

std::vector<double> scenario_steps(const Model &model, const Condition &condition) {
  ScenarioSteps steps(model);
  make(model, condition, steps);
  return steps.numbers();
}

bool is_same(const Setting &one, const Setting &other) {
  if (one.distribution.has_value() != other.distribution.has_value()) return false;
  if (!one.distribution) return one.value == other.value;
  const Distribution &law = *one.distribution;
  const Distribution &other_law = *other.distribution;
  if (law.law != other_law.law || law.numbers != other_law.numbers) return false;
  return law.rows == other_law.rows ||
         (law.rows && other_law.rows && law.rows->weights == other_law.rows->weights);
}

bool Rows::are_equally_likely() const {
  return std::all_of(weights.begin(), weights.end(), [&](double one) { return one == weights.front(); });
}

std::vector<std::size_t> open_parameters(const Model &model, const Condition &condition) {
  std::vector<std::size_t> open;
  for (std::size_t place = 0; place < model.parameters.size(); ++place)
    if (has_prior(model.parameters[place]) && !condition.set.contains(place)) open.push_back(place);
  return open;
}

std::vector<std::size_t> drawn_parameters(const std::vector<Condition> &conditions) {
  std::set<std::size_t> drawn;
  for (const Condition &condition : conditions) {
    for (std::size_t place = 0; place < condition.settings.size(); ++place)
      if (condition.settings[place].distribution) drawn.insert(place);
  }
  return {drawn.begin(), drawn.end()};
}

} // namespace engine

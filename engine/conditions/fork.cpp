// SPDX-License-Identifier: Apache-2.0
#include "engine/conditions/fork.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "engine/conditions/setting.hpp"
#include "engine/conditions/timeline_reader.hpp"
#include "engine/errors.hpp"

namespace engine {
namespace {

bool is_before(Month month, Month at) { return month.until(at) > 0; }

[[noreturn]] void refuse(const Condition &future, const std::string &why) {
  throw InputError(fmt::format("{}:1:1: '{}' {}", future.path, future.name, why));
}

[[noreturn]] void refuse_twice(const Condition &one, const Condition &other, const std::string &what) {
  refuse(one, fmt::format("and '{}' both say something of {}: they cannot hold together", other.name, what));
}

bool says(const Condition &condition, const Given &given) {
  return std::any_of(condition.timeline.begin(), condition.timeline.end(), [&](const Given &other) {
    return other.event == given.event && other.month.until(given.month) == 0;
  });
}

bool says(const Condition &condition, const Observed &one) {
  return std::any_of(condition.observed.begin(), condition.observed.end(), [&](const Observed &other) {
    return other.process == one.process && other.value == one.value && other.month.until(one.month) == 0;
  });
}

bool says(const Model &model, const Condition &condition, const TimedChange &change) {
  return std::any_of(condition.changes.begin(), condition.changes.end(), [&](const TimedChange &other) {
    return text_of(model, other) == text_of(model, change);
  });
}

bool says(const Model &model, const Condition &condition, const Directive &one) {
  return std::any_of(condition.directives.begin(), condition.directives.end(),
                     [&](const Directive &other) { return text_of(model, other) == text_of(model, one); });
}

/// What a parameter is when a month begins: the latest change up to it, or how it opens.
Setting in_force(const Condition &condition, std::size_t parameter, Month month) {
  Setting setting = condition.settings[parameter];
  for (const TimedChange &change : condition.changes) // in order of month
    if (change.parameter == parameter && change.from.until(month) >= 0) setting = {change.value, {}};
  return setting;
}

void check(const Model &model, const Condition &past, Month at, const Condition &future) {
  if (past.start.until(at) <= 0 || past.start.until(at) >= past.months)
    throw InputError(fmt::format("--at: {} is no later month of '{}', which covers {} to {}", at.text(),
                                 past.name, past.start.text(), past.start.after(past.months - 1).text()));
  if (future.start.until(past.start) != 0 || future.months != past.months)
    refuse(future, fmt::format("covers other months than '{}', whose past it is to share", past.name));
  for (std::size_t place = 0; place < model.parameters.size(); ++place) {
    const Parameter &parameter = model.parameters[place];
    if (is_same(past.settings[place], future.settings[place])) continue;
    if (parameter.opens || parameter.role == Role::option)
      refuse(future, fmt::format("has another {} than '{}': no later month can change it", parameter.name,
                                 past.name));
    if (future.settings[place].distribution)
      refuse(future, fmt::format("draws {} anew, which '{}' does not", parameter.name, past.name));
  }
}

/// Parameters as the past has them, and from the month on as the future does.
std::vector<TimedChange> changes_of(const Condition &past, Month at, const Condition &future) {
  std::vector<TimedChange> changes;
  for (const TimedChange &change : past.changes)
    if (is_before(change.from, at)) changes.push_back(change);
  for (std::size_t place = 0; place < past.settings.size(); ++place) {
    const Setting then = in_force(future, place, at);
    if (!is_same(then, in_force(past, place, at.after(-1))))
      changes.push_back({at, place, then.value, future.path + ":1:1"});
  }
  for (const TimedChange &change : future.changes)
    if (is_before(at, change.from)) changes.push_back(change);
  return changes;
}

/// A rule that both have keeps its memory; what only one has is cut at the month.
std::vector<Directive> directives_of(const Model &model, const Condition &past, Month at,
                                     const Condition &future) {
  std::vector<Directive> directives;
  for (Directive one : past.directives) {
    if (!says(model, future, one) && !is_before(one.until, at)) one.until = at.after(-1);
    if (one.from.until(one.until) >= 0) directives.push_back(std::move(one));
  }
  for (Directive one : future.directives) {
    if (says(model, past, one)) continue;
    if (is_before(one.from, at)) one.from = at;
    if (one.from.until(one.until) >= 0) directives.push_back(std::move(one));
  }
  return directives;
}

} // namespace

Condition forked(const Model &model, const Condition &past, Month at, const Condition &future) {
  check(model, past, at, future);
  Condition result = past;
  result.name = future.name;
  result.summary = future.summary;
  result.path = future.path;
  result.lineage.insert(result.lineage.begin(), past.name);
  result.changes = changes_of(past, at, future);
  result.directives = directives_of(model, past, at, future);
  result.timeline.clear();
  for (const Given &given : past.timeline)
    if (is_before(given.month, at)) result.timeline.push_back(given);
  for (const Given &given : future.timeline)
    if (!is_before(given.month, at)) result.timeline.push_back(given);
  std::erase_if(result.observed, [&](const Observed &one) { return !is_before(one.month, at); });
  for (const Observed &one : future.observed)
    if (!is_before(one.month, at)) result.observed.push_back(one);
  return result;
}

Condition laid_over(const Model &model, const Condition &base, const Condition &under,
                    const Condition &over) {
  if (under.start.until(over.start) != 0 || under.months != over.months)
    refuse(over, fmt::format("covers other months than '{}', beside which it is to hold", under.name));
  Condition result = under;
  for (std::size_t place = 0; place < base.settings.size(); ++place) {
    if (is_same(over.settings[place], base.settings[place])) continue;
    if (!is_same(under.settings[place], base.settings[place]) &&
        !is_same(under.settings[place], over.settings[place]))
      refuse_twice(over, under, model.parameters[place].name);
    result.settings[place] = over.settings[place];
  }
  for (const Given &given : over.timeline) {
    if (says(base, given)) continue;
    for (const Given &other : under.timeline)
      if (!says(base, other) && other.month.until(given.month) == 0 &&
          model.events[other.event].process == model.events[given.event].process)
        refuse_twice(over, under, model.events[given.event].name);
    result.timeline.push_back(given);
  }
  for (const Observed &one : over.observed) {
    if (says(base, one)) continue;
    for (const Observed &other : under.observed)
      if (!says(base, other) && other.process == one.process && other.month.until(one.month) == 0)
        refuse_twice(over, under, model.processes[one.process].name);
    result.observed.push_back(one);
  }
  for (const TimedChange &change : over.changes) {
    if (says(model, base, change)) continue;
    for (const TimedChange &other : under.changes)
      if (!says(model, base, other) && other.parameter == change.parameter)
        refuse_twice(over, under, model.parameters[change.parameter].name);
    result.changes.push_back(change);
  }
  for (const Directive &one : over.directives) {
    if (says(model, base, one)) continue;
    for (const Directive &other : under.directives)
      if (!says(model, base, other) && other.point == one.point && !one.when && !other.when &&
          one.from.until(other.until) >= 0 && other.from.until(one.until) >= 0)
        refuse_twice(over, under, model.points[one.point].name);
    result.directives.push_back(one);
  }
  sort_timeline(result);
  result.set.insert(over.set.begin(), over.set.end());
  return result;
}

Condition until_month(const Condition &condition, Month at) {
  Condition result = condition;
  result.months = condition.start.until(at);
  std::erase_if(result.timeline, [&](const Given &given) { return !is_before(given.month, at); });
  std::erase_if(result.observed, [&](const Observed &one) { return !is_before(one.month, at); });
  return result;
}

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#include "engine/conditions/condition_file.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/ranges.h>

#include "engine/conditions/condition_reader.hpp"
#include "engine/conditions/files.hpp"
#include "engine/conditions/laws.hpp"
#include "engine/conditions/numbers.hpp"
#include "engine/conditions/setting.hpp"
#include "engine/conditions/timeline_reader.hpp"
#include "engine/conditions/yaml_value.hpp"
#include "engine/errors.hpp"

namespace engine {
namespace {

std::string trimmed(const std::string &text) {
  const std::size_t first = text.find_first_not_of(' ');
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

/// "coin.bias=0.5", as --set takes it.
void apply_setting(const Model &model, const std::string &text, ConditionDraft &draft) {
  const std::string option = "--set " + text;
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos) throw InputError(option + ": must have the form NAME=VALUE");
  const std::string name = trimmed(text.substr(0, equals));
  const YamlValue value = YamlValue::argument(text.substr(equals + 1), option, name);
  if (is_open_word(name)) return draft.draw_what_is_open(value, option);
  if (name == table_word)
    return draft.draw_from(read_columns(model, value, "", draft.condition.allow_out_of_range));

  const auto parameter = find_parameter(model, name);
  if (!parameter) value.refuse(no_such_parameter(model, name));
  draft.set(*parameter, read_setting(model.parameters[*parameter], value, draft.condition.allow_out_of_range),
            option);
}

/// All that --set gives. A parameter's own name replaces what the condition sets, which is noted.
void apply_settings(const Model &model, const std::vector<std::string> &settings, ConditionDraft &draft) {
  const std::vector<Setting> as_written = draft.condition.settings;
  std::set<std::size_t> set_by_files;
  for (const ConditionDraft::SetAt &at : draft.set_at) set_by_files.insert(at.parameter);
  for (const std::string &setting : settings) apply_setting(model, setting, draft);
  for (const std::size_t parameter : set_by_files)
    if (!is_same(as_written[parameter], draft.condition.settings[parameter]))
      draft.condition.replaced.push_back({parameter, as_written[parameter]});
}

void apply_months(const Model &model, std::uint64_t months, Condition &condition) {
  const auto most = static_cast<std::uint64_t>(model.most_months);
  if (months < 1 || months > most)
    throw InputError(fmt::format("--{}s: must be {}, not {}", model.counts_years ? "year" : "month",
                                 whole_number_between(1, most), months));
  condition.months = static_cast<int>(months);
}

/// Sets aside what the timeline has outside the condition's months.
void cut_timeline(const Model &model, Condition &condition) {
  const Month last = condition.start.after(condition.months - 1);
  const auto set_aside = [&](auto &entries, const auto &is_outside, const auto &text) {
    for (const auto &entry : entries)
      if (is_outside(entry)) condition.beyond.push_back(text(entry));
    std::erase_if(entries, is_outside);
  };
  set_aside(
      condition.timeline,
      [&](const Given &given) {
        return condition.start.until(given.month) < 0 || given.month.until(last) < 0;
      },
      [&](const Given &given) {
        return fmt::format("{} in {}", model.events[given.event].name, given.month.text());
      });
  set_aside(
      condition.observed,
      [&](const Observed &one) { return condition.start.until(one.month) < 0 || one.month.until(last) < 0; },
      [&](const Observed &one) { return text_of(model, &one, &one + 1); });
  for (const TimedChange &change : condition.changes) // what changes so early opens so
    if (change.from.until(condition.start) >= 0) {
      condition.settings[change.parameter] = {change.value, {}};
      condition.set.insert(change.parameter);
    }
  std::erase_if(condition.changes,
                [&](const TimedChange &change) { return change.from.until(condition.start) >= 0; });
  set_aside(
      condition.changes, [&](const TimedChange &change) { return change.from.until(last) < 0; },
      [&](const TimedChange &change) { return text_of(model, change); });
  set_aside(
      condition.directives,
      [&](const Directive &one) { return condition.start.until(one.until) < 0 || one.from.until(last) < 0; },
      [&](const Directive &one) { return text_of(model, one); });
}

/// Where a parameter of the timeline makes a sum too great, from its month on.
void check_changes(const Model &model, const Condition &condition);

/// The most that a parameter can be in any trajectory.
double highest_value(const Model &model, const Condition &condition, std::size_t parameter) {
  const Setting &setting = condition.settings[parameter];
  if (!setting.distribution) return setting.value;
  return highest_value(*setting.distribution,
                       bounds_of(model.parameters[parameter], condition.allow_out_of_range));
}

void check_constraint(const Model &model, const Constraint &constraint, const ConditionDraft &draft) {
  constexpr double rounding = 1e-9; // decimal fractions seldom add up exactly
  std::vector<std::size_t> parameters;
  double sum = 0.0;
  for (const std::string &name : constraint.parameters) {
    parameters.push_back(find_parameter(model, name).value());
    sum += highest_value(model, draft.condition, parameters.back());
  }
  if (sum <= constraint.highest + rounding) return;

  const auto last_set =
      std::find_if(draft.set_at.rbegin(), draft.set_at.rend(), [&](const ConditionDraft::SetAt &set) {
        return std::find(parameters.begin(), parameters.end(), set.parameter) != parameters.end();
      });
  const std::string place = last_set == draft.set_at.rend() ? draft.condition.path + ":1:1" : last_set->place;
  throw InputError(fmt::format("{}: {} may not exceed {} but can reach {:.6g}: {}", place,
                               fmt::join(constraint.parameters, " + "), constraint.highest, sum,
                               constraint.reason));
}

void check_changes(const Model &model, const Condition &condition) {
  constexpr double rounding = 1e-9;
  for (const Constraint &constraint : model.constraints) {
    std::map<std::size_t, double> greatest;
    for (const std::string &name : constraint.parameters) {
      const std::size_t parameter = find_parameter(model, name).value();
      greatest[parameter] = highest_value(model, condition, parameter);
    }
    for (const TimedChange &change : condition.changes) {
      if (!greatest.contains(change.parameter)) continue;
      greatest[change.parameter] = change.value;
      const TimedChange *next = &change + 1; // all of a month change together
      if (next != condition.changes.data() + condition.changes.size() && next->from.until(change.from) == 0)
        continue;
      double sum = 0.0;
      for (const auto &[parameter, value] : greatest) sum += value;
      if (sum > constraint.highest + rounding)
        throw InputError(fmt::format("{}: {} may not exceed {} but can reach {:.6g} from {} on: {}",
                                     change.place, fmt::join(constraint.parameters, " + "),
                                     constraint.highest, sum, change.from.text(), constraint.reason));
    }
  }
}

/// All parameters, or those that differ from a reference's. Names and values are plain words: a YAML emitter
/// would look at each letter again, which took as long as running a thousand trajectories.
std::string yaml_of_parameters(const Model &model, const Condition &condition, const Condition *reference) {
  std::string lines;
  for (std::size_t place = 0; place < condition.settings.size(); ++place) {
    const Setting &setting = condition.settings[place];
    if (reference != nullptr && is_same(setting, reference->settings[place])) continue;
    const Parameter &parameter = model.parameters[place];
    lines += "  " + parameter.name + ": " + text_of(parameter, setting) + "\n";
  }
  return lines.empty() ? "parameters: {}\n" : "parameters:\n" + lines;
}

/// The weights of rows that are drawn, unless all are equally likely.
std::string yaml_of_weights(const Condition &condition) {
  for (const Setting &setting : condition.settings)
    if (setting.distribution && setting.distribution->is_joint()) {
      const Rows &rows = *setting.distribution->rows;
      return rows.are_equally_likely()
                 ? ""
                 : fmt::format("together_weights: [{}]\n", fmt::join(rows.weights, ", "));
    }
  return "";
}

std::string yaml_of_timeline(const Model &model, const Condition &condition) {
  YAML::Emitter out;
  out << YAML::BeginMap << YAML::Key << "timeline" << YAML::Value << YAML::BeginSeq;
  for (const Given &given : condition.timeline) {
    out << YAML::Flow << YAML::BeginMap;
    out << YAML::Key << "month" << YAML::Value << given.month.text();
    out << YAML::Key << "event" << YAML::Value << model.events[given.event].name;
    out << YAML::EndMap;
  }
  out << YAML::EndSeq << YAML::EndMap;
  std::string text = out.c_str();
  if (condition.observed.empty() && condition.changes.empty() && condition.directives.empty()) return text;
  if (condition.timeline.empty()) text = "timeline:";
  const Observed *end = condition.observed.data() + condition.observed.size();
  for (const Observed *first = condition.observed.data(); first != end;) {
    const Observed *next =
        std::find_if(first, end, [&](const Observed &one) { return one.month.until(first->month) != 0; });
    text += "\n  - " + text_of(model, first, next);
    first = next;
  }
  for (const TimedChange &change : condition.changes) text += "\n  - " + text_of(model, change);
  for (const Directive &directive : condition.directives) text += "\n  - " + text_of(model, directive);
  return text;
}

std::string yaml_of(const Model &model, const Condition &condition, const Condition *reference) {
  YAML::Emitter out;
  if (reference != nullptr) out << YAML::Comment("all other parameters as in " + reference->name);
  if (!condition.lineage.empty())
    out << YAML::Comment(fmt::format("extended {}", fmt::join(condition.lineage, ", ")));
  out << YAML::BeginMap;
  out << YAML::Key << "name" << YAML::Value << YAML::DoubleQuoted << condition.name;
  out << YAML::Key << "summary" << YAML::Value << YAML::DoubleQuoted << condition.summary;
  out << YAML::Key << "model" << YAML::Value << model.name;
  if (!condition.start.is_year()) out << YAML::Key << "start" << YAML::Value << condition.start.text();
  out << YAML::Key << condition.start.step() + "s" << YAML::Value << condition.months;
  if (condition.seed) out << YAML::Key << "seed" << YAML::Value << *condition.seed;
  if (condition.trajectories) out << YAML::Key << "trajectories" << YAML::Value << *condition.trajectories;
  out << YAML::Key << "allow_out_of_range" << YAML::Value << condition.allow_out_of_range;
  out << YAML::EndMap;
  return std::string(out.c_str()) + "\n" + yaml_of_weights(condition) +
         yaml_of_parameters(model, condition, reference) + yaml_of_timeline(model, condition) + "\n";
}

} // namespace

Condition load_condition(const Models &models, const std::string &path, const Overrides &overrides) {
  const std::string file = path_of(FileKind::condition, path);
  return parse_condition(models, read_text_file(file, file + ":1:1"), file, overrides);
}

Condition parse_condition(const Models &models, const std::string &text, const std::string &path,
                          const Overrides &overrides) {
  ConditionDraft draft = read_condition(models, text, path, overrides.allow_out_of_range);
  Condition &condition = draft.condition;
  const Model &model = *models.find(condition.model);
  if (overrides.months) apply_months(model, *overrides.months, condition);
  apply_settings(model, overrides.settings, draft);
  draft.settle(model);
  for (const Constraint &constraint : model.constraints) check_constraint(model, constraint, draft);
  check_changes(model, condition);
  cut_timeline(model, condition);
  return condition;
}

Condition changed(const Model &model, const Condition &condition, const std::vector<Change> &changes) {
  ConditionDraft draft{condition, {}, {}, {}};
  for (const Change &change : changes) draft.set(change.parameter, change.setting, change.place);
  for (const Constraint &constraint : model.constraints) check_constraint(model, constraint, draft);
  check_changes(model, draft.condition);
  return draft.condition;
}

std::string resolved_yaml(const Model &model, const Condition &condition) {
  return yaml_of(model, condition, nullptr);
}

std::string yaml_of_differences(const Model &model, const Condition &condition, const Condition &reference) {
  return yaml_of(model, condition, &reference);
}

} // namespace engine

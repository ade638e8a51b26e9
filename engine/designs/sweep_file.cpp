#include "engine/designs/sweep_file.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "engine/conditions/condition_reader.hpp"
#include "engine/conditions/nearest_name.hpp"
#include "engine/conditions/setting.hpp"
#include "engine/conditions/yaml_value.hpp"
#include "engine/errors.hpp"

namespace engine {

const std::vector<std::string> &design_names() {
  static const std::vector<std::string> names{"grid",  "list",     "latin_hypercube",
                                              "sobol", "saltelli", "morris"};
  return names;
}

namespace {

constexpr std::uint64_t default_trajectories = 10000;
constexpr std::uint64_t most_points = 10'000'000;
constexpr std::uint64_t most_steps = 100'000;
constexpr const char *axis_form = "a map such as {parameter: name, values: [0.1, 0.2]}";
constexpr const char *never = "never";

/// The values of a map that has only these keys, none of them twice.
std::map<std::string, YamlValue> read_map(const YamlValue &value, const std::string &form,
                                          const std::vector<std::string> &keys) {
  std::map<std::string, YamlValue> found;
  for (const auto &[key, item] : value.entries(form)) {
    if (std::find(keys.begin(), keys.end(), key.text()) == keys.end())
      key.refuse(no_such("key", key.text(), keys));
    found.emplace(key.text(), item);
  }
  return found;
}

/// Reads one file.
class SweepReader {
public:
  SweepReader(const Models &models, std::string path, Overrides overrides)
      : models_(models), path_(std::move(path)), overrides_(std::move(overrides)) {}

  Sweep read(const std::string &text);

private:
  struct Key {
    const char *name;
    bool is_required;
    void (SweepReader::*read)(const YamlValue &);
  };
  static const std::array<Key, 12> keys;

  void read_name(const YamlValue &value) { sweep_.name = engine::read_name(value); }
  void read_summary(const YamlValue &value) { sweep_.summary = value.text(); }
  void read_condition(const YamlValue &value);
  void read_seed(const YamlValue &value);
  void read_trajectories(const YamlValue &value);
  void read_chance(const YamlValue &value);
  void read_design(const YamlValue &value);
  void read_points(const YamlValue &value);
  void read_second_order(const YamlValue &value) { sweep_.second_order = value.truth(); }
  void read_levels(const YamlValue &value);
  void read_outcomes(const YamlValue &value);
  void read_axes(const YamlValue &value);

  void read_axis(const YamlValue &value);
  void read_all_priors(const YamlValue &value);
  When read_when(const YamlValue &value) const;
  Variable read_variable(const YamlValue &value, const std::map<std::string, YamlValue> &keys);
  Variable read_parameter(const std::map<std::string, YamlValue> &keys) const;
  void read_values(const YamlValue &value, const Parameter &parameter, Variable &variable) const;
  void read_range(const std::map<std::string, YamlValue> &keys, const Parameter &parameter,
                  Variable &variable) const;
  void read_law(const YamlValue &value, const Parameter &parameter, Variable &variable) const;
  Variable read_event(const std::map<std::string, YamlValue> &keys) const;
  Variable read_conditions(const YamlValue &value);
  Condition load(const YamlValue &value) const;
  void check_lengths(const YamlValue &value, const SweepAxis &axis) const;
  void refuse_what_varies_twice(const Variable &variable) const;
  bool allows() const { return sweep_.conditions.front().allow_out_of_range; }

  const Models &models_;
  const Model *model_ = nullptr; // that of the sweep's condition, which is read before what may vary
  std::string path_;
  Overrides overrides_;
  Sweep sweep_;
};

/// What a sweep may say, in the order in which it is read.
const std::array<SweepReader::Key, 12> SweepReader::keys = {{
    {"name", true, &SweepReader::read_name},
    {"summary", true, &SweepReader::read_summary},
    {"condition", true, &SweepReader::read_condition},
    {"seed", false, &SweepReader::read_seed},
    {"trajectories", false, &SweepReader::read_trajectories},
    {"chance", false, &SweepReader::read_chance},
    {"design", true, &SweepReader::read_design},
    {"points", false, &SweepReader::read_points},
    {"second_order", false, &SweepReader::read_second_order},
    {"levels", false, &SweepReader::read_levels},
    {"outcomes", false, &SweepReader::read_outcomes},
    {"axes", true, &SweepReader::read_axes},
}};

Sweep SweepReader::read(const std::string &text) {
  const YamlValue document = YamlValue::document(text, path_);
  std::vector<std::string> names;
  for (const Key &key : keys) names.emplace_back(key.name);
  const auto entries = read_map(document, "a map with a name, a condition, a design and axes", names);
  sweep_.text = text;
  sweep_.trajectories = default_trajectories;
  for (const Key &key : keys) {
    const auto entry = entries.find(key.name);
    if (entry != entries.end())
      (this->*key.read)(entry->second);
    else if (key.is_required)
      document.refuse(fmt::format("the key '{}' is missing", key.name));
  }
  if (is_sampled(sweep_.design) && sweep_.size == 0)
    document.refuse(
        fmt::format("the key 'points' is missing: how many the {} design takes", text_of(sweep_.design)));
  return std::move(sweep_);
}

Condition SweepReader::load(const YamlValue &value) const {
  const std::string folder = std::filesystem::path(path_).parent_path().string();
  return load_condition(models_, read_path(value, folder), overrides_);
}

void SweepReader::read_condition(const YamlValue &value) {
  sweep_.conditions = {load(value)};
  model_ = models_.find(sweep_.conditions.front().model);
  sweep_.seed = sweep_.conditions.front().seed.value_or(0);
}

void SweepReader::read_seed(const YamlValue &value) {
  sweep_.seed = value.whole_number(0, std::numeric_limits<std::uint64_t>::max());
}

void SweepReader::read_trajectories(const YamlValue &value) {
  sweep_.trajectories = value.whole_number(1, most_trajectories);
}

void SweepReader::read_chance(const YamlValue &value) {
  const std::vector<std::string> names{text_of(Pairing::common), text_of(Pairing::independent)};
  if (value.text() != names[0] && value.text() != names[1])
    value.refuse_for("common (all points see the same) or independent", names);
  sweep_.chance = value.text() == names[0] ? Pairing::common : Pairing::independent;
}

void SweepReader::read_design(const YamlValue &value) {
  const auto &names = design_names();
  const auto name = std::find(names.begin(), names.end(), value.text());
  if (name == names.end()) value.refuse(no_such("design", value.text(), names));
  sweep_.design = static_cast<DesignKind>(name - names.begin());
}

void SweepReader::read_points(const YamlValue &value) {
  if (!is_sampled(sweep_.design))
    value.refuse(fmt::format("a {} has as many points as its axes give it", text_of(sweep_.design)));
  sweep_.size = value.whole_number(1, most_points);
}

void SweepReader::read_levels(const YamlValue &value) {
  const auto levels = value.whole_number(2, 1000);
  if (levels % 2 != 0) value.refuse_for("an even number");
  sweep_.levels = static_cast<int>(levels);
}

void SweepReader::read_outcomes(const YamlValue &value) {
  std::vector<std::string> names;
  for (const Outcome &outcome : model_->outcomes) names.push_back(outcome.name);
  for (const YamlValue &item : value.items("a list of outcomes")) {
    if (std::find(names.begin(), names.end(), item.text()) == names.end())
      item.refuse(no_such("outcome", item.text(), names));
    sweep_.outcomes.push_back(item.text());
  }
}

void SweepReader::read_axes(const YamlValue &value) {
  for (const YamlValue &item : value.items(std::string("a list of axes, each ") + axis_form))
    read_axis(item.called("an axis"));
  if (sweep_.axes.empty()) value.refuse("a sweep has at least one axis");
  if (sweep_.design != DesignKind::list) return;
  const std::size_t length = sweep_.axes.front().together.front().levels.size();
  for (const SweepAxis &axis : sweep_.axes)
    if (axis.together.front().levels.size() != length)
      value.refuse(fmt::format("in a list all axes vary together, but '{}' has {} values and '{}' has {}",
                               sweep_.axes.front().together.front().name, length, axis.together.front().name,
                               axis.together.front().levels.size()));
}

void SweepReader::read_axis(const YamlValue &value) {
  const auto entries = read_map(value, axis_form,
                                {"parameter", "values", "from", "to", "steps", "law", "event", "months",
                                 "conditions", "together", "all", "when"});
  if (const auto all = entries.find("all"); all != entries.end()) return read_all_priors(all->second);
  SweepAxis axis;
  if (const auto together = entries.find("together"); together != entries.end()) {
    for (const YamlValue &item : together->second.items("a list of what varies together"))
      axis.together.push_back(read_variable(item, read_map(item.called("what varies together"), axis_form,
                                                           {"parameter", "values", "from", "to", "steps",
                                                            "law", "event", "months", "conditions"})));
    if (axis.together.empty()) together->second.refuse("nothing varies here");
  } else {
    axis.together.push_back(read_variable(value, entries));
  }
  check_lengths(value, axis);
  for (const Variable &variable : axis.together) refuse_what_varies_twice(variable);
  if (const auto when = entries.find("when"); when != entries.end()) axis.when = read_when(when->second);
  sweep_.axes.push_back(std::move(axis));
}

void SweepReader::check_lengths(const YamlValue &value, const SweepAxis &axis) const {
  const Variable &first = axis.together.front();
  for (const Variable &variable : axis.together) {
    if (!is_sampled(sweep_.design) && variable.law)
      value.refuse(fmt::format("{}: a {} takes listed values, or from, to and steps", variable.name,
                               text_of(sweep_.design)));
    if (variable.levels.size() != first.levels.size())
      value.refuse(fmt::format("'{}' and '{}' vary together, but one has {} values and the other {}",
                               first.name, variable.name, first.levels.size(), variable.levels.size()));
  }
}

void SweepReader::refuse_what_varies_twice(const Variable &variable) const {
  for (const SweepAxis &axis : sweep_.axes)
    for (const Variable &other : axis.together)
      if (other.name == variable.name)
        throw InputError(fmt::format("{}: '{}' varies along another axis already, at {}", variable.written_at,
                                     variable.name, other.written_at));
}

/// Every parameter with a prior that no earlier axis names.
void SweepReader::read_all_priors(const YamlValue &value) {
  if (value.written() != "prior") value.refuse_for("the word prior");
  if (!is_sampled(sweep_.design)) value.refuse("all: prior belongs to sampling designs");
  std::set<std::string> named;
  for (const SweepAxis &axis : sweep_.axes)
    for (const Variable &variable : axis.together) named.insert(variable.name);
  for (std::size_t place = 0; place < model_->parameters.size(); ++place) {
    const Parameter &parameter = model_->parameters[place];
    if (!parameter.plausible.exists() || !may_be_drawn(parameter, Drawn::Law::uniform)) continue;
    if (named.contains(parameter.name)) continue;
    sweep_.axes.push_back({{{Variable::Kind::parameter,
                             parameter.name,
                             place,
                             value.place(),
                             {},
                             prior_of(parameter),
                             bounds_of(parameter, allows())}},
                           std::nullopt});
  }
}

When SweepReader::read_when(const YamlValue &value) const {
  const auto entries = value.entries("a map such as {condition: tariff-war}");
  if (entries.size() != 1) value.refuse_for("one name and its value");
  const auto &[key, item] = entries.front();
  std::vector<std::string> names;
  for (std::size_t axis = 0; axis < sweep_.axes.size(); ++axis) {
    for (std::size_t i = 0; i < sweep_.axes[axis].together.size(); ++i) {
      const Variable &variable = sweep_.axes[axis].together[i];
      names.push_back(variable.name);
      if (variable.name != key.text()) continue;
      std::vector<std::string> labels;
      for (const Level &level : variable.levels) labels.push_back(level.label);
      if (std::find(labels.begin(), labels.end(), item.written()) == labels.end())
        item.refuse(no_such("value of " + variable.name, item.written(), labels));
      return {axis, i, item.written()};
    }
  }
  key.refuse(no_such("earlier axis", key.text(), names));
}

Variable SweepReader::read_variable(const YamlValue &value, const std::map<std::string, YamlValue> &entries) {
  if (entries.contains("parameter")) return read_parameter(entries);
  if (entries.contains("event")) return read_event(entries);
  if (const auto conditions = entries.find("conditions"); conditions != entries.end())
    return read_conditions(conditions->second);
  value.refuse("an axis names a parameter, an event or conditions, or is together or all");
}

Variable SweepReader::read_parameter(const std::map<std::string, YamlValue> &entries) const {
  const YamlValue &name = entries.at("parameter");
  const auto place = find_parameter(*model_, name.text());
  if (!place) name.refuse(no_such_parameter(*model_, name.text()));
  const Parameter &parameter = model_->parameters[*place];
  Variable variable{Variable::Kind::parameter,     parameter.name, *place, name.place(), {}, {},
                    bounds_of(parameter, allows())};
  if (const auto values = entries.find("values"); values != entries.end())
    read_values(values->second, parameter, variable);
  else if (entries.contains("from"))
    read_range(entries, parameter, variable);
  else if (const auto law = entries.find("law"); law != entries.end())
    read_law(law->second, parameter, variable);
  else
    name.refuse(parameter.name + " needs values, or from, to and steps, or a law such as prior");
  return variable;
}

void SweepReader::read_values(const YamlValue &value, const Parameter &parameter, Variable &variable) const {
  for (const YamlValue &item : value.items("a list of values")) {
    const Setting setting = read_setting(parameter, item, allows());
    const bool is_number = !setting.distribution && parameter.labels.empty();
    variable.levels.push_back({text_of(parameter, setting),
                               is_number ? setting.value : std::numeric_limits<double>::quiet_NaN(),
                               setting});
  }
  if (variable.levels.empty()) value.refuse("a list of values has at least one");
}

void SweepReader::read_range(const std::map<std::string, YamlValue> &entries, const Parameter &parameter,
                             Variable &variable) const {
  for (const char *key : {"to", "steps"})
    if (!entries.contains(key)) entries.at("from").refuse(fmt::format("'from' needs '{}' beside it", key));
  const double low = read_setting(parameter, entries.at("from"), allows()).value;
  const double high = read_setting(parameter, entries.at("to"), allows()).value;
  const auto steps = entries.at("steps").whole_number(2, most_steps);
  for (std::uint64_t step = 0; step < steps; ++step) {
    const double share = static_cast<double>(step) / static_cast<double>(steps - 1);
    const Setting setting{std::lerp(low, high, share), {}};
    variable.levels.push_back({text_of(parameter, setting), setting.value, setting});
  }
}

void SweepReader::read_law(const YamlValue &value, const Parameter &parameter, Variable &variable) const {
  const Setting setting = read_setting(parameter, value, allows());
  if (!setting.distribution) value.refuse_for("the word prior, or a law such as {uniform: [0.1, 0.4]}");
  variable.law = setting.distribution;
}

Variable SweepReader::read_event(const std::map<std::string, YamlValue> &entries) const {
  const YamlValue &name = entries.at("event");
  std::vector<std::string> names;
  for (const Event &event : model_->events) names.push_back(event.name);
  const auto event = std::find(names.begin(), names.end(), name.text());
  if (event == names.end()) name.refuse(no_such("event", name.text(), names));
  Variable variable{Variable::Kind::event, *event, static_cast<std::size_t>(event - names.begin()),
                    name.place()};
  const auto months = entries.find("months");
  if (months == entries.end()) name.refuse("an event needs months, a list such as [2025-06, never]");
  const Condition &condition = sweep_.conditions.front();
  for (const YamlValue &item : months->second.items("a list of months")) {
    if (item.written() == never) {
      variable.levels.push_back({never});
      continue;
    }
    const Month month = read_month(item.called("a month"));
    const int after_start = condition.start.until(month);
    if (after_start < 0 || after_start >= condition.months)
      item.refuse(fmt::format("{} is outside the condition's months, {} to {}", month.text(),
                              condition.start.text(), condition.start.after(condition.months - 1).text()));
    variable.levels.push_back({month.text(), static_cast<double>(after_start), {}, 0, month});
  }
  if (variable.levels.empty()) months->second.refuse("a list of months has at least one");
  return variable;
}

Variable SweepReader::read_conditions(const YamlValue &value) {
  Variable variable{Variable::Kind::condition, "condition", 0, value.place()};
  for (const YamlValue &item : value.items("a list of condition files")) {
    Condition condition = load(item);
    const Condition &reference = sweep_.conditions.front();
    if (condition.model != reference.model)
      item.refuse(fmt::format("it is meant for the model {}, but '{}' for {}", condition.model,
                              reference.name, reference.model));
    if (condition.months != reference.months)
      item.refuse(fmt::format("it covers {} {}s, but '{}' covers {}", condition.months,
                              condition.start.step(), reference.name, reference.months));
    Level level{condition.name};
    level.condition = sweep_.conditions.size();
    variable.levels.push_back(std::move(level));
    sweep_.conditions.push_back(std::move(condition));
  }
  if (variable.levels.empty()) value.refuse("a list of conditions has at least one");
  return variable;
}

} // namespace

Sweep load_sweep(const Models &models, const std::string &path, const Overrides &overrides) {
  return SweepReader(models, path, overrides).read(read_text_file(path, path + ":1:1"));
}

} // namespace engine

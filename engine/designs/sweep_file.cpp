// SPDX-License-Identifier: Apache-2.0
#include "engine/designs/sweep_file.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <map>
#include <set>
#include <utility>

#include <fmt/ranges.h>

#include "engine/conditions/condition_reader.hpp"
#include "engine/conditions/files.hpp"
#include "engine/conditions/nearest_name.hpp"
#include "engine/conditions/numbers.hpp"
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

using Entries = std::map<std::string, YamlValue>;

/// The ways to write what varies: what names it, and what must stand beside that. Only `when` may stand there
/// too.
struct VariableForm {
  std::string name;
  std::vector<std::string> beside;
};

const std::vector<VariableForm> variable_forms = {
    {"parameter", {"values"}}, {"parameter", {"from", "to", "steps"}},
    {"parameter", {"law"}},    {"event", {"months"}},
    {"conditions", {"name"}},  {"conditions", {}}};
const std::vector<VariableForm> axis_forms = {{"together", {}}, {open_word, {}}, {"all", {}}};

/// The values of a map that has only these keys, none of them twice.
Entries read_map(const YamlValue &value, const std::string &form, const std::vector<std::string> &keys) {
  Entries found;
  for (const auto &[key, item] : value.entries(form)) {
    if (std::find(keys.begin(), keys.end(), key.text()) == keys.end())
      key.refuse(no_such("key", key.text(), keys));
    found.emplace(key.text(), item);
  }
  return found;
}

/// The form that a map has; none if it has what no form begins with. Refuses what has no place in it.
const VariableForm *form_of(const Entries &entries, const std::vector<VariableForm> &forms) {
  const auto has = [&](const std::string &key) { return entries.contains(key); };
  const auto is_meant = [&](const VariableForm &form) {
    return has(form.name) && (form.beside.empty() || has(form.beside.front()));
  };
  const auto form = std::find_if(forms.begin(), forms.end(), is_meant);
  if (form == forms.end()) return nullptr;
  const bool may_depend = !is_open_word(form->name);
  for (const auto &[key, value] : entries) {
    const bool is_beside = std::find(form->beside.begin(), form->beside.end(), key) != form->beside.end();
    if (key != form->name && !is_beside && !(may_depend && key == "when"))
      value.refuse(fmt::format("'{}' has no meaning beside '{}'", key,
                               form->beside.empty() ? form->name : form->beside.front()));
  }
  for (const std::string &key : form->beside)
    if (!has(key))
      entries.at(form->beside.front())
          .refuse(fmt::format("'{}' needs '{}' beside it", form->beside.front(), key));
  return &*form;
}

/// Equal for levels that are the same, however they are written.
std::string identity(const Variable &variable, const Level &level) {
  if (variable.kind != Variable::Kind::parameter) return level.label;
  const auto &law = level.setting.distribution;
  if (!law) return fmt::format("{}", level.setting.value + 0.0); // -0 is 0
  return fmt::format("{}: {}", text_of(law->law).name, fmt::join(law->numbers, ", "));
}

/// A value between two others, without the noise that binary fractions bring: 0.3, not 0.30000000000000004.
double between(double low, double high, double share) {
  const double exact = std::lerp(low, high, share);
  const double scale = std::max(std::abs(low), std::abs(high));
  constexpr int digits = 12;
  const int decimals = std::max(0, digits - static_cast<int>(std::ceil(std::log10(scale))));
  const double plain = decimal_number(fmt::format("{:.{}f}", exact, decimals)).value_or(exact) + 0.0;
  const double noise = 4 * std::numeric_limits<double>::epsilon() * scale;
  return std::abs(plain - exact) <= noise ? plain : exact;
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
  void read_second_order(const YamlValue &value);
  void read_levels(const YamlValue &value);
  void read_outcomes(const YamlValue &value);
  void read_axes(const YamlValue &value);

  void read_axis(const YamlValue &value);
  void read_open(const YamlValue &value);
  void add_open_axes(const YamlValue &value);
  When read_when(const YamlValue &value) const;
  std::string read_label(const YamlValue &item, const Variable &variable) const;
  Variable read_variable(const YamlValue &value, const Entries &entries);
  Variable read_parameter(const Entries &entries) const;
  Setting read_own_setting(const Parameter &parameter, const YamlValue &value) const;
  void read_values(const YamlValue &value, const Parameter &parameter, Variable &variable) const;
  void read_range(const Entries &entries, const Parameter &parameter, Variable &variable) const;
  void read_law(const YamlValue &value, const Parameter &parameter, Variable &variable) const;
  Variable read_event(const Entries &entries) const;
  Variable read_conditions(const Entries &entries);
  Condition load(const YamlValue &value) const;
  void check_lengths(const YamlValue &value, const SweepAxis &axis) const;
  static void refuse_twin_levels(const YamlValue &value, const std::vector<const SweepAxis *> &axes);
  void refuse_twin_names(const YamlValue &value, const Condition &condition) const;
  void refuse_what_varies_twice(const Variable &variable) const;
  bool allows() const { return sweep_.conditions.front().allow_out_of_range; }

  const Models &models_;
  const Model *model_ = nullptr; // that of the sweep's condition, which is read before what may vary
  std::string path_;
  Overrides overrides_;
  Sweep sweep_;
  std::optional<YamlValue> open_; // the axis of all that is open
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
  return load_condition(models_, path_of(FileKind::condition, value, folder), overrides_);
}

void SweepReader::read_condition(const YamlValue &value) {
  sweep_.conditions = {load(value)};
  model_ = models_.find(sweep_.conditions.front().model);
  sweep_.seed = sweep_.conditions.front().seed.value_or(0);
}

void SweepReader::read_seed(const YamlValue &value) {
  sweep_.names_seed = true;
  sweep_.seed = value.whole_number(0, std::numeric_limits<std::uint64_t>::max());
}

void SweepReader::read_trajectories(const YamlValue &value) {
  sweep_.names_trajectories = true;
  sweep_.trajectories = value.whole_number(1, most_counted);
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

void SweepReader::read_second_order(const YamlValue &value) {
  if (sweep_.design != DesignKind::saltelli)
    value.refuse(
        fmt::format("'second_order' belongs to the saltelli design, not to {}", text_of(sweep_.design)));
  sweep_.second_order = value.truth();
}

void SweepReader::read_levels(const YamlValue &value) {
  if (sweep_.design != DesignKind::morris)
    value.refuse(fmt::format("'levels' belongs to the morris design, not to {}", text_of(sweep_.design)));
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
    std::vector<std::string> &outcomes = sweep_.outcomes;
    if (std::find(outcomes.begin(), outcomes.end(), item.text()) != outcomes.end())
      item.refuse(fmt::format("{} is listed twice", quoted(item.text())));
    outcomes.push_back(item.text());
  }
  if (sweep_.outcomes.empty()) value.refuse("a list of outcomes has at least one");
}

void SweepReader::read_axes(const YamlValue &value) {
  for (const YamlValue &item : value.items(std::string("a list of axes, each ") + axis_form))
    read_axis(item.called("an axis"));
  if (open_) add_open_axes(*open_);
  if (sweep_.axes.empty()) value.refuse("a sweep has at least one axis");
  if (sweep_.design != DesignKind::list) return;
  const std::size_t length = sweep_.axes.front().together.front().levels.size();
  for (const SweepAxis &axis : sweep_.axes)
    if (axis.together.front().levels.size() != length)
      value.refuse(fmt::format("in a list all axes vary together, but '{}' has {} values and '{}' has {}",
                               sweep_.axes.front().together.front().name, length, axis.together.front().name,
                               axis.together.front().levels.size()));
  std::vector<const SweepAxis *> all;
  for (const SweepAxis &axis : sweep_.axes) all.push_back(&axis);
  refuse_twin_levels(value, all);
}

void SweepReader::read_axis(const YamlValue &value) {
  const Entries entries = read_map(value, axis_form,
                                   {"parameter", "values", "from", "to", "steps", "law", "event", "months",
                                    "conditions", "name", "together", open_word, "all", "when"});
  const VariableForm *form = form_of(entries, axis_forms);
  if (form != nullptr && is_open_word(form->name)) return read_open(entries.at(form->name));
  SweepAxis axis;
  if (form != nullptr) {
    const YamlValue &together = entries.at(form->name);
    for (const YamlValue &item : together.items("a list of what varies together"))
      axis.together.push_back(
          read_variable(item, read_map(item.called("what varies together"), axis_form,
                                       {"parameter", "values", "from", "to", "steps", "law", "event",
                                        "months", "conditions", "name"})));
    if (axis.together.empty()) together.refuse("nothing varies here");
  } else {
    axis.together.push_back(read_variable(value, entries));
  }
  check_lengths(value, axis);
  if (sweep_.design != DesignKind::list) refuse_twin_levels(value, {&axis});
  for (const Variable &variable : axis.together) refuse_what_varies_twice(variable);
  if (const auto when = entries.find("when"); when != entries.end()) axis.when = read_when(when->second);
  sweep_.axes.push_back(std::move(axis));
}

/// Of axes that vary together, no two levels may be the same in all of them.
void SweepReader::refuse_twin_levels(const YamlValue &value, const std::vector<const SweepAxis *> &axes) {
  const Variable &first = axes.front()->together.front();
  std::set<std::string> seen;
  for (std::size_t level = 0; level < first.levels.size(); ++level) {
    std::string whole;
    for (const SweepAxis *axis : axes)
      for (const Variable &variable : axis->together)
        whole += identity(variable, variable.levels[level]) + "\n";
    if (!seen.insert(whole).second)
      value.refuse(fmt::format("{} is {} twice, and points that are the same cannot be told apart",
                               first.name, first.levels[level].label));
  }
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

void SweepReader::read_open(const YamlValue &value) {
  refuse_unless_prior(value);
  if (!is_sampled(sweep_.design))
    value.refuse(
        fmt::format("a {} cannot vary all that is open; draw it, with 'open: prior' in the condition "
                    "or --set open=prior",
                    text_of(sweep_.design)));
  if (open_) value.refuse("another axis takes what is open already, at " + open_->place());
  open_.emplace(value);
}

/// Every parameter that no other axis names and that a condition of the sweep leaves open.
void SweepReader::add_open_axes(const YamlValue &value) {
  std::set<std::size_t> open;
  for (const Condition &condition : sweep_.conditions)
    for (const std::size_t place : open_parameters(*model_, condition)) open.insert(place);
  for (const SweepAxis &axis : sweep_.axes)
    for (const Variable &variable : axis.together)
      if (variable.kind == Variable::Kind::parameter) open.erase(variable.place);
  if (open.empty()) value.refuse("nothing is open: every parameter that has a prior is set");
  for (const std::size_t place : open) {
    const Parameter &parameter = model_->parameters[place];
    sweep_.axes.push_back({{{Variable::Kind::parameter,
                             parameter.name,
                             place,
                             value.place(),
                             {},
                             prior_of(parameter),
                             bounds_of(parameter, allows()),
                             true}},
                           std::nullopt});
  }
}

When SweepReader::read_when(const YamlValue &value) const {
  if (sweep_.design == DesignKind::list)
    value.refuse("in a list all axes vary together; 'when' belongs to the other designs");
  const auto entries = value.entries("a map such as {condition: tariff-war}");
  if (entries.size() != 1) value.refuse_for("one name and its value");
  const auto &[key, item] = entries.front();
  std::vector<std::string> names;
  for (std::size_t axis = 0; axis < sweep_.axes.size(); ++axis) {
    for (std::size_t i = 0; i < sweep_.axes[axis].together.size(); ++i) {
      const Variable &variable = sweep_.axes[axis].together[i];
      names.push_back(variable.name);
      if (variable.name != key.text()) continue;
      return {axis, i, read_label(item, variable)};
    }
  }
  key.refuse(no_such("earlier axis", key.text(), names));
}

/// The level that is meant, however it is written: 0.30 is 0.3.
std::string SweepReader::read_label(const YamlValue &item, const Variable &variable) const {
  std::vector<std::string> labels;
  for (const Level &level : variable.levels) labels.push_back(level.label);
  std::string label = item.written();
  if (std::find(labels.begin(), labels.end(), label) != labels.end()) return label;
  if (variable.kind == Variable::Kind::parameter) {
    const Parameter &parameter = model_->parameters[variable.place];
    const Setting meant = read_setting(parameter, item, allows());
    for (const Level &level : variable.levels)
      if (identity(variable, level) == identity(variable, {"", 0.0, meant})) return level.label;
    label = text_of(parameter, meant);
  }
  item.refuse(no_such("value of " + variable.name, label, labels));
}

Variable SweepReader::read_variable(const YamlValue &value, const Entries &entries) {
  const VariableForm *form = form_of(entries, variable_forms);
  if (form == nullptr) {
    if (const auto name = entries.find("parameter"); name != entries.end())
      name->second.refuse(name->second.text() +
                          " needs values, or from, to and steps, or a law such as prior");
    if (const auto name = entries.find("event"); name != entries.end())
      name->second.refuse("an event needs months, a list such as [2025-06, never]");
    value.refuse("an axis names a parameter, an event or conditions, or is together or open");
  }
  if (form->name == "parameter") return read_parameter(entries);
  if (form->name == "event") return read_event(entries);
  return read_conditions(entries);
}

Variable SweepReader::read_parameter(const Entries &entries) const {
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
  else
    read_law(entries.at("law"), parameter, variable);
  return variable;
}

/// A setting that needs no other parameter's.
Setting SweepReader::read_own_setting(const Parameter &parameter, const YamlValue &value) const {
  const Setting setting = read_setting(parameter, value, allows());
  if (setting.distribution && setting.distribution->is_joint())
    value.refuse("an axis is of one parameter; what is drawn together stands in a condition");
  return setting;
}

void SweepReader::read_values(const YamlValue &value, const Parameter &parameter, Variable &variable) const {
  for (const YamlValue &item : value.items("a list of values")) {
    const Setting setting = read_own_setting(parameter, item);
    const bool is_number = !setting.distribution && parameter.labels.empty();
    variable.levels.push_back({text_of(parameter, setting),
                               is_number ? setting.value : std::numeric_limits<double>::quiet_NaN(),
                               setting});
  }
  if (variable.levels.empty()) value.refuse("a list of values has at least one");
}

void SweepReader::read_range(const Entries &entries, const Parameter &parameter, Variable &variable) const {
  if (!parameter.labels.empty())
    entries.at("from").refuse(
        fmt::format("{} has labels, between which there is nothing: list them as values, of {}",
                    parameter.name, fmt::join(parameter.labels, ", ")));
  const auto end = [&](const char *key) {
    const Setting setting = read_setting(parameter, entries.at(key), allows());
    if (setting.distribution) entries.at(key).refuse(fmt::format("'{}' must be a number, not a law", key));
    return setting.value;
  };
  const double low = end("from");
  const double high = end("to");
  const auto steps = entries.at("steps").whole_number(2, most_steps);
  if (low == high) entries.at("to").refuse("a range has two ends, but these are the same");
  for (std::uint64_t step = 0; step < steps; ++step) {
    const double share = static_cast<double>(step) / static_cast<double>(steps - 1);
    const Setting setting{between(low, high, share), {}};
    variable.levels.push_back({text_of(parameter, setting), setting.value, setting});
  }
}

void SweepReader::read_law(const YamlValue &value, const Parameter &parameter, Variable &variable) const {
  const Setting setting = read_own_setting(parameter, value);
  if (!setting.distribution) value.refuse_for("the word prior, or a law such as {uniform: [0.1, 0.4]}");
  variable.law = setting.distribution;
}

Variable SweepReader::read_event(const Entries &entries) const {
  const YamlValue &name = entries.at("event");
  std::vector<std::string> names;
  for (const Event &event : model_->events) names.push_back(event.name);
  const auto event = std::find(names.begin(), names.end(), name.text());
  if (event == names.end()) name.refuse(no_such("event", name.text(), names));
  Variable variable{Variable::Kind::event, *event, static_cast<std::size_t>(event - names.begin()),
                    name.place()};
  const YamlValue &months = entries.at("months");
  const Condition &condition = sweep_.conditions.front();
  for (const YamlValue &item : months.items("a list of months")) {
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
  if (variable.levels.empty()) months.refuse("a list of months has at least one");
  return variable;
}

/// Of one axis, or of several with names: then each lays what it changes over what the others do.
Variable SweepReader::read_conditions(const Entries &entries) {
  const YamlValue &value = entries.at("conditions");
  const auto name = entries.find("name");
  Variable variable{Variable::Kind::condition,
                    name == entries.end() ? "condition" : engine::read_name(name->second), 0, value.place()};
  for (const YamlValue &item : value.items("a list of condition files")) {
    Condition condition = load(item);
    const Condition &reference = sweep_.conditions.front();
    if (condition.model != reference.model)
      item.refuse(fmt::format("it is meant for the model {}, but '{}' for {}", condition.model,
                              reference.name, reference.model));
    if (condition.months != reference.months)
      item.refuse(fmt::format("it covers {} {}s, but '{}' covers {}", condition.months,
                              condition.start.step(), reference.name, reference.months));
    refuse_twin_names(item, condition);
    Level level{condition.name};
    level.condition = sweep_.conditions.size();
    variable.levels.push_back(std::move(level));
    sweep_.conditions.push_back(std::move(condition));
  }
  if (variable.levels.empty()) value.refuse("a list of conditions has at least one");
  return variable;
}

/// The condition that the sweep starts from may come again; two of one name may not.
void SweepReader::refuse_twin_names(const YamlValue &value, const Condition &condition) const {
  for (const Condition &other : sweep_.conditions) {
    std::error_code unknown;
    const bool is_reference = &other == &sweep_.conditions.front();
    if (other.name == condition.name &&
        !(is_reference && std::filesystem::equivalent(other.path, condition.path, unknown)))
      value.refuse(fmt::format("another condition of this sweep is named '{}' too", condition.name));
  }
}

} // namespace

Sweep load_sweep(const Models &models, const std::string &path, const Overrides &overrides) {
  const std::string file = path_of(FileKind::sweep, path);
  return SweepReader(models, file, overrides).read(read_text_file(file, file + ":1:1"));
}

} // namespace engine

#include <fmt/format.h>

#include "engine/commands/declarations_as_json.hpp"
#include "engine/commands/options.hpp"
#include "engine/commands/output.hpp"
#include "engine/conditions/condition_file.hpp"
#include "engine/conditions/nearest_name.hpp"
#include "engine/errors.hpp"
#include "engine/model/model.hpp"
#include "engine/terminal_text.hpp"

namespace engine {

namespace {

std::string role_name(Role role) {
  switch (role) {
  case Role::assumption:
    return "assumption, varied in studies of uncertainty";
  case Role::structure:
    return "structure";
  case Role::initial:
    return "state at the start";
  case Role::option:
    return "reading of the model";
  }
  return "";
}

std::string kind_name(Kind kind) {
  switch (kind) {
  case Kind::binary:
    return "binary";
  case Kind::categorical:
    return "categorical";
  case Kind::count:
    return "count";
  case Kind::continuous:
    return "continuous";
  case Kind::time:
    return "time to event";
  }
  return "";
}

std::string listed(const std::vector<std::string> &labels) {
  return fmt::format("{}", fmt::join(labels, ", "));
}

std::string value_of(const Parameter &parameter) {
  if (!parameter.labels.empty()) return parameter.labels[static_cast<std::size_t>(parameter.value)];
  return fmt::format("{}", parameter.value);
}

std::string prior_of(const Parameter &parameter) {
  if (!parameter.plausible.exists()) return "none";
  return fmt::format("uniform on [{}, {}]", parameter.plausible.low, parameter.plausible.high);
}

void row(const char *title, const std::string &text) {
  if (!text.empty()) fmt::print("  {:<12} {}\n", title, text);
}

void explain(const Parameter &parameter) {
  fmt::print("{}\n", parameter.name);
  row("meaning", parameter.meaning);
  row("symbol", parameter.symbol);
  row("unit", std::string(parameter.unit.name));
  row("default", value_of(parameter));
  row("range", parameter.labels.empty()
                   ? fmt::format("[{}, {}]", parameter.unit.lowest, parameter.unit.highest)
                   : listed(parameter.labels));
  row("prior", prior_of(parameter));
  row("role", role_name(parameter.role));
  row("source", parameter.source);
}

void explain(const Outcome &outcome) {
  fmt::print("{}\n", outcome.name);
  row("meaning", outcome.meaning);
  row("kind", "outcome: " + kind_name(outcome.kind));
  row("symbol", outcome.symbol);
  row("unit", outcome.unit);
  row("definition", outcome.definition);
  row("values", listed(outcome.labels));
  row("source", outcome.source);
}

void explain(const Series &series) {
  fmt::print("{}\n", series.name);
  row("meaning", series.meaning);
  row("kind", "series, one value a step");
  row("symbol", series.symbol);
  row("unit", series.unit);
  row("values",
      series.labels.empty() ? fmt::format("[{}, {}]", series.lowest, series.highest) : listed(series.labels));
}

void explain(const Event &event) {
  fmt::print("{}\n", event.name);
  row("meaning", event.meaning);
  row("kind", "event, for the timeline of a condition");
}

/// Explains every entry of `list` that goes by `name`, and notes all names.
template <class List>
bool explain_from(const List &list, const std::string &name, std::vector<std::string> &names) {
  bool found = false;
  for (const auto &entry : list) {
    names.push_back(entry.name);
    bool matches = entry.name == name;
    if constexpr (requires { entry.symbol; }) {
      if (!entry.symbol.empty()) names.push_back(entry.symbol);
      matches = matches || (!entry.symbol.empty() && entry.symbol == name);
    }
    if (matches) explain(entry);
    found = found || matches;
  }
  return found;
}

void list_all(const Model &model) {
  fmt::print("Parameters: name, default, unit, prior, symbol, meaning [source]\n\n");
  for (const Parameter &parameter : model.parameters) {
    fmt::print("{:<52} {:<12} {:<12} {:<26} {:<8} {} [{}]\n", parameter.name, value_of(parameter),
               parameter.unit.name, parameter.plausible.exists() ? prior_of(parameter) : "", parameter.symbol,
               parameter.meaning, parameter.source);
  }
  fmt::print("\nOutcomes: name, kind, unit, symbol, meaning: definition [source]\n\n");
  for (const Outcome &outcome : model.outcomes) {
    fmt::print("{:<34} {:<14} {:<22} {:<14} {}: {} [{}]\n", outcome.name, kind_name(outcome.kind),
               outcome.unit, outcome.symbol, outcome.meaning, outcome.definition, outcome.source);
  }
  fmt::print("\nSeries: name, unit, symbol, meaning\n\n");
  for (const Series &series : model.series)
    fmt::print("{:<34} {:<22} {:<6} {}\n", series.name, series.unit, series.symbol, series.meaning);
  fmt::print("\nEvents for a timeline: name, meaning\n\n");
  for (const Event &event : model.events) fmt::print("{:<34} {}\n", event.name, event.meaning);
}

} // namespace

int explain_command(const Model &model, const std::string &name, bool as_json) {
  if (as_json) {
    if (!name.empty()) throw InputError("explain: --json tells of everything, not of '" + name + "' alone");
    fmt::print("{}\n", declarations_as_json(model));
    return 0;
  }
  if (name.empty()) {
    list_all(model);
    return 0;
  }
  std::vector<std::string> names;
  bool found = explain_from(model.parameters, name, names);
  found = explain_from(model.outcomes, name, names) || found;
  found = explain_from(model.series, name, names) || found;
  found = explain_from(model.events, name, names) || found;
  if (!found) throw InputError("explain: nothing is called '" + name + "'" + did_you_mean(name, names));
  return 0;
}

int validate_command(const Models &models, const std::vector<std::string> &files) {
  int status = 0;
  for (const std::string &file : files) {
    try {
      const Condition condition = load_condition(models, file);
      print_safely(fmt::format("{}: valid: '{}', {} {}s from {}\n", file, condition.name, condition.months,
                               condition.start.step(), condition.start.text()));
    } catch (const InputError &error) {
      fmt::print(stderr, "peninsula: {}\n", safe_for_terminal(error.what()));
      status = 2;
    }
  }
  return status;
}

} // namespace engine

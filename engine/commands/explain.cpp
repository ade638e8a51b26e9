// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cctype>

#include <fmt/ranges.h>

#include "engine/commands/declarations_as_json.hpp"
#include "engine/commands/notices.hpp"
#include "engine/commands/options.hpp"
#include "engine/commands/output.hpp"
#include "engine/conditions/condition_file.hpp"
#include "engine/conditions/condition_reader.hpp"
#include "engine/conditions/laws.hpp"
#include "engine/conditions/nearest_name.hpp"
#include "engine/conditions/yaml_value.hpp"
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

std::string listed(const std::vector<std::string> &labels) {
  return fmt::format("{}", fmt::join(labels, ", "));
}

std::string value_of(const Parameter &parameter) {
  if (!parameter.labels.empty()) return parameter.labels[static_cast<std::size_t>(parameter.value)];
  return fmt::format("{}", parameter.value);
}

std::string prior_text(const Parameter &parameter) {
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
  row("prior", prior_text(parameter));
  row("role", role_name(parameter.role));
  row("basis", text_of(parameter.basis));
  row("source", parameter.source);
}

void explain(const Outcome &outcome) {
  fmt::print("{}\n", outcome.name);
  row("meaning", outcome.meaning);
  row("kind", "outcome: " + text_of(outcome.kind));
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

void explain(const Process &process) {
  fmt::print("{}\n", process.name);
  row("meaning", process.meaning);
  row("kind", "given, on the timeline of a condition, by month or in a file");
  row("values", process.labels.empty() ? fmt::format("whole numbers from 0 to {}", process.highest)
                                       : listed(process.labels));
}

void explain(const ChoicePoint &point) {
  fmt::print("{}\n", point.name);
  row("meaning", point.meaning);
  row("kind", point.is_chance() ? "chance: on a timeline it happens, or stays_away"
                                : "decision: a timeline may decide it, or leave only or never some options");
  row("values", listed(point.options));
}

void explain_open(const Model &model) {
  const auto count = std::count_if(model.parameters.begin(), model.parameters.end(), has_prior);
  fmt::print("{}\n", open_word);
  row("meaning", fmt::format("every parameter that has a prior ({} of {}) and that a condition does not set",
                             count, model.parameters.size()));
  row("written",
      "--set open=prior; 'parameters: {open: prior}' in a condition; the axis '{open: prior}' of a sweep");
}

/// One line of a list of what was found.
template <class Entry> void list(const Entry &entry, const char *kind) {
  std::string symbol;
  if constexpr (requires { entry.symbol; }) symbol = entry.symbol;
  fmt::print("{:<52} {:<10} {:<8} {}\n", entry.name, kind, symbol, entry.meaning);
}

/// Calls `look` with every entry that a model declares, and what it is.
template <class Look> void for_each_entry(const Model &model, const Look &look) {
  for (const Parameter &parameter : model.parameters) look(parameter, "parameter");
  for (const Outcome &outcome : model.outcomes) look(outcome, "outcome");
  for (const Series &series : model.series) look(series, "series");
  for (const Event &event : model.events) look(event, "event");
  for (const Process &process : model.processes) look(process, "given");
  for (const ChoicePoint &point : model.points) look(point, point.is_chance() ? "chance" : "decision");
}

/// The name, the symbol if there is one, and with `all` whatever else is told in words.
template <class Entry> std::vector<std::string> words_of(const Entry &entry, bool all) {
  std::vector<std::string> words{entry.name};
  if constexpr (requires { entry.symbol; })
    if (!entry.symbol.empty()) words.push_back(entry.symbol);
  if (!all) return words;
  words.push_back(entry.meaning);
  if constexpr (requires { entry.source; }) words.push_back(entry.source);
  if constexpr (requires { entry.definition; }) words.push_back(entry.definition);
  return words;
}

/// Letters small; what joins the words of a name is a space.
std::string searchable(std::string text) {
  for (char &letter : text) {
    letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    if (letter == '_' || letter == '.' || letter == '-') letter = ' ';
  }
  return text;
}

/// Whether an entry goes by this very name or symbol, or mentions it somewhere.
template <class Entry> bool is_called(const Entry &entry, const std::string &name) {
  const auto words = words_of(entry, false);
  return std::find(words.begin(), words.end(), name) != words.end();
}
template <class Entry> bool mentions(const Entry &entry, const std::string &text) {
  const auto words = words_of(entry, true);
  return std::any_of(words.begin(), words.end(), [&](const std::string &word) {
    return searchable(word).find(searchable(text)) != std::string::npos;
  });
}

/// All of what goes by a name; else a list of what mentions it.
void explain_word(const Model &model, const std::string &word) {
  std::vector<std::string> names;
  std::size_t called = 0;
  std::size_t found = 0;
  for_each_entry(model, [&](const auto &entry, const char * /*kind*/) {
    for (const std::string &name : words_of(entry, false)) names.push_back(name);
    found += mentions(entry, word) ? 1 : 0;
    if (!is_called(entry, word)) return;
    explain(entry);
    ++called;
  });
  if (called > 0) return;
  const bool is_blank = searchable(word).find_first_not_of(' ') == std::string::npos;
  if (found == 0 || is_blank)
    throw InputError("explain: nothing is called or mentions " + quoted(word) + did_you_mean(word, names));
  for_each_entry(model, [&](const auto &entry, const char *kind) {
    if (!mentions(entry, word)) return;
    found == 1 ? explain(entry) : list(entry, kind);
  });
}

void list_all(const Model &model) {
  fmt::print("Parameters: name, default, unit, prior, symbol, meaning [source]\n\n");
  for (const Parameter &parameter : model.parameters) {
    fmt::print("{:<52} {:<12} {:<12} {:<26} {:<8} {} [{}]\n", parameter.name, value_of(parameter),
               parameter.unit.name, parameter.plausible.exists() ? prior_text(parameter) : "",
               parameter.symbol, parameter.meaning, parameter.source);
  }
  fmt::print("\nOutcomes: name, kind, unit, symbol, meaning: definition [source]\n\n");
  for (const Outcome &outcome : model.outcomes) {
    fmt::print("{:<34} {:<14} {:<22} {:<14} {}: {} [{}]\n", outcome.name, text_of(outcome.kind), outcome.unit,
               outcome.symbol, outcome.meaning, outcome.definition, outcome.source);
  }
  fmt::print("\nSeries: name, unit, symbol, meaning\n\n");
  for (const Series &series : model.series)
    fmt::print("{:<34} {:<22} {:<6} {}\n", series.name, series.unit, series.symbol, series.meaning);
  fmt::print("\nEvents for a timeline: name, meaning\n\n");
  for (const Event &event : model.events) fmt::print("{:<34} {}\n", event.name, event.meaning);
  fmt::print("\nTo draw every parameter that has a prior and that a condition leaves open: --set {}=prior\n",
             open_word);
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
  if (is_open_word(name))
    explain_open(model);
  else
    explain_word(model, name);
  return 0;
}

int validate_command(const Models &models, const std::vector<std::string> &files) {
  int status = 0;
  for (const std::string &file : files) {
    try {
      const Condition condition = load_condition(models, file);
      tell_what_is_not_kept(*models.find(condition.model), {condition});
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

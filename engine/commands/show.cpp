// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "engine/commands/options.hpp"
#include "engine/commands/output.hpp"
#include "engine/commands/results_of.hpp"
#include "engine/conditions/condition_file.hpp"
#include "engine/conditions/nearest_name.hpp"
#include "engine/errors.hpp"
#include "engine/results/catalogue.hpp"
#include "engine/results/draft.hpp"
#include "engine/results/exports.hpp"
#include "engine/results/results.hpp"
#include "engine/results/tables.hpp"
#include "engine/results/wording.hpp"

namespace engine {

namespace {

Selection selection_of(const ShowOptions &options) { return {{}, options.outcomes, options.all}; }

/// The width of the terminal, or one that fits a page; bars only where somebody watches.
TableStyle style_here() {
  TableStyle style;
  style.bars = isatty(STDOUT_FILENO) != 0;
  winsize size{};
  if (style.bars && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    style.width = size.ws_col;
  return style;
}

bool ends_with(const std::string &text, const std::string &ending) {
  return text.size() >= ending.size() &&
         text.compare(text.size() - ending.size(), ending.size(), ending) == 0;
}

std::size_t condition_named(const Results &results, const std::string &asked) {
  const std::vector<std::string> names = names_of(results.conditions);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == asked) return i;
  }
  throw InputError("--against: '" + asked + "' is no condition of this result file" +
                   did_you_mean(asked, names));
}

/// The outcomes that a result holds; differences need no series.
Wanted counted_in(const Results &results, const Model &model) {
  Wanted counted;
  for (std::size_t place = 0; place < model.outcomes.size(); ++place)
    for (const Outcome &outcome : results.outcomes)
      if (outcome.name == model.outcomes[place].name) counted.outcomes.push_back(place);
  if (counted.outcomes.size() != results.outcomes.size())
    throw RunError(
        "this file has outcomes that this version of the model has not, so it cannot run them again");
  return counted;
}

/// The same trajectories again, paired with another reference: a trajectory is a function of its
/// condition, seed and number, so nothing but time is lost by not having kept it.
Results repaired(const Models &models, const Results &results, std::size_t reference) {
  if (results.design)
    throw InputError(
        fmt::format("--against: the points of a sweep are paired with its reference, '{}'; to pair "
                    "others, run them as conditions",
                    results.conditions[results.reference].name));
  std::vector<Condition> conditions;
  for (const ConditionResult &condition : results.conditions) {
    conditions.push_back(parse_condition(models, condition.resolved, "resolved_condition", {{}, {}, true}));
  }
  const std::uint64_t trajectories = results.conditions.front().trajectories;
  spdlog::info("running {} trajectories of each condition again, to pair them with '{}'", trajectories,
               results.conditions[reference].name);
  Plan plan{*models.find(conditions.front().model), conditions, reference, results.seed, trajectories};
  plan.per_state = results.per_state;
  plan.counted = counted_in(results, plan.model);
  Ensemble ensemble = run_ensemble(plan);
  Results paired = results_of(plan, ensemble);
  paired.headline = results.headline;
  paired.until = results.until;
  const Layout layout = results.layout();
  for (std::size_t i = 0; i < conditions.size(); ++i) {
    paired.conditions[i].half_width = results.conditions[i].half_width;
    for (std::size_t outcome = 0; outcome < results.outcomes.size(); ++outcome) {
      const Place &place = layout.outcome(outcome);
      const auto begin = results.conditions[i].row.begin();
      const auto first = static_cast<std::ptrdiff_t>(place.first);
      const auto end = static_cast<std::ptrdiff_t>(place.undefined());
      if (!std::equal(begin + first, begin + end, paired.conditions[i].row.begin() + first)) {
        throw RunError(fmt::format(
            "'{}' of '{}' comes out differently when run again: this file is from another version",
            results.outcomes[outcome].name, results.conditions[i].name));
      }
    }
  }
  return paired;
}

/// A sweep may have more points than memory or patience: a table tells the first.
constexpr std::size_t points_of_table = 32;

Results beginning_of(const ResultReader &reader) {
  Results results = reader.declared();
  results.conditions.resize(std::min(results.conditions.size(), points_of_table));
  results.until.reset(); // told of all points
  std::vector<Row> rows = reader.rows(0, results.conditions.size());
  for (std::size_t i = 0; i < rows.size(); ++i) results.conditions[i].row = std::move(rows[i]);
  return results;
}

void show_beginning(const ResultReader &reader, const Selection &selection) {
  print_safely(show_table(beginning_of(reader), selection, style_here()));
  const std::size_t points = reader.declared().conditions.size();
  if (points > points_of_table)
    fmt::print("and {} points more: --csv and --json tell all\n", points - points_of_table);
  if (const std::string note = precision_note(reader.declared()); !note.empty()) fmt::print("{}\n", note);
}

} // namespace

int show_command(const ShowOptions &options) {
  const ResultReader reader(options.file);
  const Selection selection = selection_of(options);
  if (reader.declared().design && !options.json && !options.csv) {
    show_beginning(reader, selection);
    return 0;
  }
  const Results results = read_results(reader);
  if (options.json) {
    print_safely(show_json(results, selection), 1);
  } else if (options.csv) {
    print_safely(show_csv(results, selection));
  } else {
    print_safely(show_table(results, selection, style_here()));
  }
  return 0;
}

int compare_command(const Models &models, const ShowOptions &options) {
  Results results = read_results(options.file);
  if (!options.against.empty()) {
    const std::size_t reference = condition_named(results, options.against);
    if (reference != results.reference) results = repaired(models, results, reference);
  }
  const Selection selection = selection_of(options);
  const bool json = options.json || ends_with(options.output, ".json");
  const bool csv = options.csv || ends_with(options.output, ".csv");
  if (!options.output.empty() && !json && !csv) {
    throw InputError("-o: '" + options.output + "' ends neither in .csv nor in .json");
  }
  if (options.output.empty() && json) {
    print_safely(compare_json(results, selection, options.against), 1);
    return 0;
  }
  const std::string text = json  ? compare_json(results, selection, options.against).dump(1) + "\n"
                           : csv ? compare_csv(results, selection, options.against)
                                 : compare_table(results, selection, options.against, style_here());
  if (options.output.empty())
    print_safely(text);
  else
    write_whole(options.output, text, Ending::plain);
  return 0;
}

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/commands/notices.hpp"
#include "engine/commands/options.hpp"
#include "engine/conditions/condition_file.hpp"
#include "engine/conditions/condition_reader.hpp"
#include "engine/conditions/fork.hpp"
#include "engine/conditions/yaml_value.hpp"
#include "engine/ensemble/ensemble.hpp"
#include "engine/ensemble/retelling.hpp"
#include "engine/errors.hpp"
#include "engine/model/kinds.hpp"

namespace engine {

namespace {

using Json = nlohmann::ordered_json;

/// Everything a retelling is made of, whatever the format.
struct Story {
  const Model &model;
  const Condition &condition;
  std::uint64_t seed;
  std::uint64_t trajectory;
  Retelling retelling;

  std::string month(int number) const { return condition.start.after(number).text(); }
  double value(std::size_t series, int month) const {
    const auto months = static_cast<std::size_t>(condition.months);
    return axis_of(model.series[series])
        .value(retelling.series[series * months + static_cast<std::size_t>(month)]);
  }
};

Json number_or_null(double value) { return std::isfinite(value) ? Json(value) : Json(); }

/// The shortest decimal that reads back as the same single-precision number.
Json exact(float value) {
  if (!std::isfinite(value)) return {};
  return Json::parse(fmt::format("{}", value));
}

Json decision_as_json(const Decision &decision) {
  Json options = Json::array();
  for (std::size_t i = 0; i < decision.options.size(); ++i) {
    options.push_back({{"option", decision.options[i]},
                       {"utility", number_or_null(decision.utility[i])},
                       {"probability", number_or_null(decision.probability[i])}});
  }
  return {{"agent", decision.agent},
          {"decision", decision.decision},
          {"chosen", decision.options[decision.chosen]},
          {"options", options}};
}

Json month_as_json(const Story &story, int month) {
  Json decisions = Json::array();
  for (const Decision &decision : story.retelling.chronicle.decisions) {
    if (decision.month == month) decisions.push_back(decision_as_json(decision));
  }
  Json incidents = Json::array();
  for (const Incident &incident : story.retelling.chronicle.incidents) {
    if (incident.month != month || incident.probability == 0.0) continue;
    Json told{{"agent", incident.agent},
              {"event", incident.event},
              {"probability", number_or_null(incident.probability)},
              {"happened", incident.happened}};
    if (!incident.happened && !incident.otherwise.empty()) told["otherwise"] = incident.otherwise;
    incidents.push_back(std::move(told));
  }
  Json state;
  for (std::size_t i = 0; i < story.model.series.size(); ++i) {
    const Series &series = story.model.series[i];
    const double value = story.value(i, month);
    state[series.name] =
        series.labels.empty() ? Json(value) : Json(series.labels[static_cast<std::size_t>(value)]);
  }
  return {{"month", story.month(month)}, {"decisions", decisions}, {"chances", incidents}, {"state", state}};
}

Json story_as_json(const Story &story, int first) {
  Json months = Json::array();
  for (int month = first; month < story.condition.months; ++month)
    months.push_back(month_as_json(story, month));
  Json outcomes;
  for (std::size_t i = 0; i < story.model.outcomes.size(); ++i)
    outcomes[story.model.outcomes[i].name] = exact(story.retelling.outcomes[i]);
  return {{"condition", story.condition.name},
          {"seed", story.seed},
          {"trajectory", story.trajectory},
          {"months", months},
          {"outcomes", outcomes}};
}

void tell_as_json(const Story &story) { fmt::print("{}\n", story_as_json(story, 0).dump(1)); }

void tell_as_csv(const Story &story) {
  fmt::print("month,agent,subject,option,utility,probability,taken\n");
  for (const Decision &decision : story.retelling.chronicle.decisions) {
    for (std::size_t i = 0; i < decision.options.size(); ++i) {
      fmt::print("{},{},{},{},{},{},{}\n", story.month(decision.month), decision.agent, decision.decision,
                 decision.options[i], decision.utility[i], decision.probability[i],
                 static_cast<int>(i == decision.chosen));
    }
  }
  for (const Incident &incident : story.retelling.chronicle.incidents) {
    if (incident.probability == 0.0) continue;
    fmt::print("{},{},{},,,{},{}\n", story.month(incident.month), incident.agent, incident.event,
               incident.probability, static_cast<int>(incident.happened));
  }
}

/// A probability in per cent. What happened is never told as impossible, nor what did not as certain.
std::string percent(double probability) {
  constexpr double half_a_percent = 0.005;
  if (probability > 0.0 && probability < half_a_percent) return "< 1 %";
  if (probability < 1.0 && probability > 1.0 - half_a_percent) return "> 99 %";
  return fmt::format("{:.0f} %", 100 * probability);
}

/// How what was chosen stands to its best rival, in the figures that are told.
const char *standing(double chosen, double rival) {
  if (percent(chosen) == percent(rival)) return "as likely as";
  return chosen > rival ? "ahead of" : "against the odds of";
}

/// "small deal, 48 % (utility 1.20), ahead of denuclearisation 41 % (1.10)": the choice and its best rival.
std::string reason(const Decision &decision) {
  std::size_t rival = decision.chosen == 0 ? 1 : 0;
  for (std::size_t i = 0; i < decision.options.size(); ++i) {
    if (i != decision.chosen && decision.probability[i] > decision.probability[rival]) rival = i;
  }
  const auto told = [&](std::size_t option) {
    const double utility = std::round(100 * decision.utility[option]) / 100 + 0.0; // no -0.00
    return fmt::format("{} {} (utility {:.2f})", decision.options[option],
                       percent(decision.probability[option]), utility);
  };
  if (decision.probability[rival] == 0.0) return fmt::format("{}, all that is left", told(decision.chosen));
  return fmt::format("{}, {} {}", told(decision.chosen),
                     standing(decision.probability[decision.chosen], decision.probability[rival]),
                     told(rival));
}

/// What is worth telling of a month, in the order in which it came about: decisions that differ from the
/// last ones, chances that came true, and those that did not where that is an event of its own.
std::map<std::size_t, std::string> moves_of(const Story &story, int month,
                                            std::map<std::string, std::size_t> &last) {
  std::map<std::size_t, std::string> moves;
  for (const Decision &decision : story.retelling.chronicle.decisions) {
    if (decision.month != month) continue;
    const std::string key = decision.agent + decision.decision;
    const auto before = last.find(key);
    const bool same = before != last.end() && before->second == decision.chosen;
    last[key] = decision.chosen;
    if (!same)
      moves[decision.order] = fmt::format("{}, {}: {}", decision.agent, decision.decision, reason(decision));
  }
  for (const Incident &incident : story.retelling.chronicle.incidents) {
    if (incident.month != month || incident.probability == 0.0) continue;
    const std::string &event = incident.happened ? incident.event : incident.otherwise;
    if (event.empty()) continue;
    const double chance = incident.happened ? incident.probability : 1.0 - incident.probability;
    moves[incident.order] = fmt::format("{}: {} (chance {:.1f} %)", incident.agent, event, 100 * chance);
  }
  return moves;
}

/// Where the month ends: what was counted in it, and what has changed.
std::vector<std::string> changes_of(const Story &story, int month) {
  std::vector<std::string> changes;
  for (std::size_t i = 0; i < story.model.series.size(); ++i) {
    const Series &series = story.model.series[i];
    const double value = story.value(i, month);
    const bool changed = month == 0 || value != story.value(i, month - 1);
    if (series.counted && value > 0) changes.push_back(fmt::format("{}: {}", series.meaning, value));
    if (!series.labels.empty() && changed) {
      changes.push_back(
          fmt::format("{}: {}", series.meaning, series.labels[static_cast<std::size_t>(value)]));
    }
  }
  return changes;
}

std::string outcome_text(const Story &story, std::size_t place) {
  const Outcome &outcome = story.model.outcomes[place];
  const float value = story.retelling.outcomes[place];
  if (!std::isfinite(value)) return "undefined";
  if (told_of(outcome.kind) == Told::share) return value > 0 ? "yes" : "no";
  if (values_of(outcome.kind) == Values::labels) return outcome.labels[static_cast<std::size_t>(value)];
  if (values_of(outcome.kind) == Values::months)
    return value >= static_cast<float>(story.condition.months) ? "never"
                                                               : story.month(static_cast<int>(value));
  return fmt::format("{}", value);
}

void tell_outcomes(const Story &story) {
  fmt::print("\nOutcomes\n");
  for (std::size_t i = 0; i < story.model.outcomes.size(); ++i)
    fmt::print("  {:<34} {:<16} {}\n", story.model.outcomes[i].name, outcome_text(story, i),
               story.model.outcomes[i].meaning);
}

constexpr const char *how_it_is_told =
    "Decisions are told when they change, chances when they come true; --format json has all of them.";

/// What a month brought, a line each.
std::vector<std::string> lines_of(const Story &story, int month, std::map<std::string, std::size_t> &last) {
  std::vector<std::string> lines;
  for (const auto &[order, move] : moves_of(story, month, last)) lines.push_back(move);
  const auto changes = changes_of(story, month);
  if (!changes.empty()) lines.push_back(fmt::format("= {}", fmt::join(changes, "; ")));
  return lines;
}

void tell_lines(const std::vector<std::string> &lines, const char *indent) {
  for (const std::string &line : lines) fmt::print("{}{}\n", indent, line);
}

void tell_as_text(const Story &story) {
  fmt::print("Trajectory {} of '{}', seed {}: {}\n{}\n", story.trajectory, story.condition.name, story.seed,
             story.condition.summary, how_it_is_told);
  std::map<std::string, std::size_t> last;
  for (int month = 0; month < story.condition.months; ++month) {
    fmt::print("\n{}\n", story.month(month));
    tell_lines(lines_of(story, month, last), "  ");
  }
  tell_outcomes(story);
}

/// The first month in which two futures are not told alike; the number of months if there is none.
int parting(const Story &one, const Story &other) {
  for (int month = 0; month < one.condition.months; ++month)
    if (month_as_json(one, month) != month_as_json(other, month)) return month;
  return one.condition.months;
}

/// Two futures of one trajectory: their past once, then side by side.
void tell_fork_as_text(const Story &story, const Story &fork) {
  const int parts = parting(story, fork);
  fmt::print("Trajectory {} of '{}', seed {}, and what it would have been as '{}' from then on: {}\n{}\n",
             story.trajectory, story.condition.name, story.seed, fork.condition.name, fork.condition.summary,
             how_it_is_told);
  fmt::print("A statement of the model: the same past, and the same draws after, each used as its month has "
             "come to be.\n");
  std::map<std::string, std::size_t> last;
  std::map<std::string, std::size_t> last_of_fork;
  for (int month = 0; month < story.condition.months; ++month) {
    fmt::print("\n{}{}\n", story.month(month), month == parts ? ": here they part" : "");
    const auto lines = lines_of(story, month, last);
    const auto lines_of_fork = lines_of(fork, month, last_of_fork);
    if (month < parts) {
      tell_lines(lines, "  ");
      continue;
    }
    fmt::print("  {}\n", story.condition.name);
    tell_lines(lines, "    ");
    fmt::print("  {}\n", fork.condition.name);
    tell_lines(lines_of_fork, "    ");
  }
  fmt::print("\nOutcomes that differ\n");
  for (std::size_t i = 0; i < story.model.outcomes.size(); ++i)
    if (outcome_text(story, i) != outcome_text(fork, i))
      fmt::print("  {:<34} {:<16} {:<16} {}\n", story.model.outcomes[i].name, outcome_text(story, i),
                 outcome_text(fork, i), story.model.outcomes[i].meaning);
}

void tell_fork_as_json(const Story &story, const Story &fork) {
  const int parts = parting(story, fork);
  Json all = story_as_json(story, 0);
  all["fork"] = story_as_json(fork, parts);
  all["fork"]["parts"] = parts < story.condition.months ? Json(story.month(parts)) : Json();
  fmt::print("{}\n", all.dump(1));
}

Story story_of(const Model &model, const Condition &condition, std::uint64_t seed,
               const TraceOptions &options) {
  return {model, condition, seed, options.trajectory,
          retell(model, condition, seed, options.trajectory, options.per_state)};
}

Condition load_fork(const Models &models, const Model &model, const Condition &past,
                    const TraceOptions &options) {
  if (options.at.empty() || options.fork.empty())
    throw InputError("--fork: needs a month, --at, and --at a condition, --fork");
  if (options.format == "csv") throw InputError("--format: csv tells one future; text and json tell two");
  const auto at = month_in(options.at);
  if (!at) throw InputError("--at: must be a month such as 2025-02, not " + quoted(options.at));
  const Condition future =
      load_condition(models, options.fork, {options.settings, options.months, options.allow_out_of_range});
  if (future.model != past.model) throw InputError("--fork: " + future.name + " is meant for another model");
  return forked(model, past, *at, future);
}

} // namespace

int trace_command(const Models &models, const TraceOptions &options) {
  const Condition condition = load_condition(models, options.condition,
                                             {options.settings, options.months, options.allow_out_of_range});
  const Model &model = *models.find(condition.model);
  tell_what_is_not_kept(model, {condition});
  const std::uint64_t seed = options.seed.value_or(condition.seed.value_or(default_seed));
  const Story story = story_of(model, condition, seed, options);
  if (!options.at.empty() || !options.fork.empty()) {
    const Condition future = load_fork(models, model, condition, options);
    const Story fork = story_of(model, future, seed, options);
    options.format == "json" ? tell_fork_as_json(story, fork) : tell_fork_as_text(story, fork);
    return 0;
  }
  if (options.format == "json") {
    tell_as_json(story);
  } else if (options.format == "csv") {
    tell_as_csv(story);
  } else {
    tell_as_text(story);
  }
  return 0;
}

} // namespace engine

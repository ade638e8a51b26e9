// SPDX-License-Identifier: Apache-2.0
#include "engine/commands/fork.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "engine/conditions/comparison.hpp"
#include "engine/conditions/condition_reader.hpp"
#include "engine/conditions/fork.hpp"
#include "engine/conditions/numbers.hpp"
#include "engine/conditions/yaml_value.hpp"
#include "engine/errors.hpp"
#include "engine/memory.hpp"
#include "engine/model/kinds.hpp"
#include "engine/results/catalogue.hpp"

namespace engine {

namespace {

/// A comparison of an outcome.
struct Where {
  std::size_t outcome;
  Relation relation;
  double value;
};

std::size_t outcome_called(const Model &model, const std::string &name) {
  for (std::size_t place = 0; place < model.outcomes.size(); ++place) {
    const Outcome &outcome = model.outcomes[place];
    if (outcome.name == name || (!name.empty() && outcome.symbol == name)) return place;
  }
  throw InputError("--where: " + no_such("outcome", name, names_of(model.outcomes)));
}

double value_in(const Outcome &outcome, const std::string &text) {
  const auto label = std::find(outcome.labels.begin(), outcome.labels.end(), text);
  if (label != outcome.labels.end()) return static_cast<double>(label - outcome.labels.begin());
  const auto number = decimal_number(text);
  if (number) return *number;
  throw InputError(fmt::format("--where: {} is compared with {}, which is no number{}", outcome.name,
                               quoted(text), outcome.labels.empty() ? "" : " and no label of it"));
}

std::vector<Where> read_where(const Model &model, const std::string &text) {
  std::vector<Where> all;
  for (const Comparison &one : comparisons_of(text)) {
    const std::size_t outcome = outcome_called(model, one.name);
    if (one.relation)
      all.push_back({outcome, *one.relation, value_in(model.outcomes[outcome], one.value)});
    else if (told_of(model.outcomes[outcome].kind) == Told::share)
      all.push_back({outcome, Relation::equal, 1.0});
    else
      throw InputError(fmt::format("--where: {} needs a comparison, such as {} >= 2", one.name, one.name));
  }
  return all;
}

Month month_of_fork(const RunOptions &options) {
  const auto month = month_in(options.at);
  if (!month) throw InputError("--at: must be a month such as 2025-02, not " + quoted(options.at));
  return *month;
}

void refuse_what_does_not_go_with_where(const RunOptions &options) {
  if (options.where.empty()) return;
  if (options.records != "none")
    throw InputError("--records: there are none of trajectories chosen by --where");
  if (!options.until.empty())
    throw InputError("--until: does not go with --where, which leaves fewer trajectories");
}

} // namespace

std::vector<std::uint8_t> trajectories_where(const Forks &forks, const Plan &plan) {
  const std::vector<Where> wheres = read_where(plan.model, forks.where);
  const std::vector<Condition> past{until_month(forks.past, forks.at)};
  Plan before{plan.model, past, 0, plan.seed, plan.trajectories, plan.threads, plan.trajectories};
  before.kernel = plan.kernel;
  before.per_state = plan.per_state;
  before.counted = Wanted{};
  before.recorded = Wanted{};
  for (const Where &where : wheres) before.recorded->outcomes.push_back(where.outcome);
  const auto rows = static_cast<std::size_t>(plan.trajectories);
  std::vector<std::uint8_t> kept(rows, 1);
  Observer observer;
  observer.records = [&](std::size_t, std::uint64_t first, std::uint64_t count, const float *values,
                         std::size_t stride) {
    for (std::size_t term = 0; term < wheres.size(); ++term)
      for (std::uint64_t row = 0; row < count; ++row) {
        const double value = values[term * stride + row];
        if (!holds(wheres[term].relation, value, wheres[term].value)) kept[first + row] = 0;
      }
  };
  run_ensemble(before, observer);
  const auto found = std::count(kept.begin(), kept.end(), 1);
  if (found == 0)
    throw InputError(fmt::format("--where: in none of {} trajectories is {} by {}", rows, quoted(forks.where),
                                 forks.at.text()));
  spdlog::info("{} of {} trajectories are such that {} by {}", found, rows, forks.where, forks.at.text());
  return kept;
}

int fork_command(const Models &models, const RunOptions &options, const std::string &command_line) {
  refuse_what_does_not_go_with_where(options);
  const Month at = month_of_fork(options);
  RunOptions of_past = options;
  of_past.conditions = {options.past};
  const Condition past = load_conditions(models, of_past).front();
  const Model &model = *models.find(past.model);
  std::vector<Condition> futures = load_conditions(models, options);
  for (Condition &future : futures) {
    if (future.model != past.model)
      throw InputError(fmt::format("{}:1:1: '{}' is meant for another model than '{}'", future.path,
                                   future.name, past.name));
    if (future.name != past.name) future = forked(model, past, at, future);
  }
  return run_conditions(model, futures, options, command_line, Forks{past, at, options.where});
}

} // namespace engine

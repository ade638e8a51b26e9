// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <set>

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include "engine/commands/choice.hpp"
#include "engine/commands/fork.hpp"
#include "engine/commands/notices.hpp"
#include "engine/commands/options.hpp"
#include "engine/commands/output.hpp"
#include "engine/commands/precision.hpp"
#include "engine/commands/progress.hpp"
#include "engine/commands/provenance.hpp"
#include "engine/commands/results_of.hpp"
#include "engine/commands/signals.hpp"
#include "engine/conditions/condition_file.hpp"
#include "engine/conditions/nearest_name.hpp"
#include "engine/conditions/numbers.hpp"
#include "engine/conditions/yaml_value.hpp"
#include "engine/ensemble/ensemble.hpp"
#include "engine/errors.hpp"
#include "engine/results/catalogue.hpp"
#include "engine/results/results.hpp"
#include "engine/results/tables.hpp"

namespace engine {

std::vector<Condition> load_conditions(const Models &models, const RunOptions &options) {
  std::vector<Condition> conditions;
  std::set<std::string> names;
  const Overrides overrides{options.settings, options.months, options.allow_out_of_range};
  for (const std::string &path : options.conditions) {
    conditions.push_back(load_condition(models, path, overrides));
    const Condition &condition = conditions.back();
    const std::string &file = condition.path;
    if (!names.insert(condition.name).second) {
      throw InputError(file + ":1:1: another condition of this run is named '" + condition.name + "' too");
    }
    const Condition &first = conditions.front();
    if (condition.model != first.model) {
      throw InputError(
          fmt::format("{}:1:1: conditions of one run are meant for one model, but this one for {} and "
                      "'{}' for {}; use separate runs",
                      file, condition.model, first.name, first.model));
    }
    if (condition.months != first.months) {
      throw InputError(
          fmt::format("{}:1:1: conditions of one run cover equally many {}s, but this one covers {} and '{}' "
                      "covers {}; use --months or separate runs",
                      file, condition.start.step(), condition.months, first.name, first.months));
    }
  }
  return conditions;
}

namespace {

/// The condition asked for, or the one that most others extend, or the first.
std::size_t choose_reference(const std::vector<Condition> &conditions, const std::string &asked) {
  const std::vector<std::string> names = names_of(conditions);
  if (!asked.empty()) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (names[i] == asked) return i;
    }
    throw InputError("--reference: no condition of this run is named '" + asked + "'" +
                     did_you_mean(asked, names));
  }
  std::size_t best = 0;
  std::size_t most = 0;
  for (std::size_t i = 0; i < names.size(); ++i) {
    std::size_t heirs = 0;
    for (const Condition &other : conditions) {
      heirs += static_cast<std::size_t>(std::count(other.lineage.begin(), other.lineage.end(), names[i]));
    }
    if (heirs > most) {
      most = heirs;
      best = i;
    }
  }
  return best;
}

std::uint64_t rows_of_records(const std::string &asked, std::uint64_t trajectories) {
  if (asked == "none") return 0;
  if (asked == "all") return trajectories;
  const std::optional<std::uint64_t> rows = whole_number(asked);
  if (!rows || *rows > most_counted)
    throw InputError(fmt::format("--records: must be none, all or {}, not {}",
                                 whole_number_between(0, most_counted), quoted(asked)));
  return std::min(*rows, trajectories);
}

void choose(const RunOptions &options, Plan &plan) {
  plan.counted = choose_counted(plan.model, options.outcomes, options.series, Unless::all, plan.until);
  plan.recorded = choose_recorded(plan.model, *plan.counted, options.records_series);
  if (!plan.recorded->series.empty() && plan.records == 0)
    throw InputError("--records-series: there are no records without --records");
  if (plan.counted->outcomes.empty() && plan.counted->series.empty() && plan.records == 0)
    throw InputError(
        "--outcomes: a run that counts neither outcomes nor series has a result only with --records");
}

Recorded recorded_of(const Plan &plan) {
  const Wanted wanted = recorded(plan);
  const Condition &first = plan.conditions.front();
  return {names_of(plan.conditions),
          chosen(plan.model.outcomes, wanted.outcomes),
          chosen(plan.model.parameters, drawn_parameters(plan.conditions)),
          chosen(plan.model.series, wanted.series),
          first.months,
          first.start.step(),
          plan.records};
}

Ensemble run_with_progress(const Plan &plan, ResultWriter &writer, const std::string &style) {
  const auto conditions = static_cast<std::uint64_t>(plan.conditions.size());
  Progress progress(style, plan.trajectories * conditions);
  Observer observer;
  observer.progress = [&](std::uint64_t done) { progress.report(done * conditions); };
  observer.interrupted = [] { return SignalWatch::received() != 0; };
  observer.records = [&](std::size_t condition, std::uint64_t first, std::uint64_t count, const float *values,
                         std::size_t stride) {
    writer.append_records(condition, first, count, values, stride);
  };
  Ensemble ensemble = run_ensemble(plan, observer);
  progress.finish();
  const double seconds = progress.seconds();
  const auto all = static_cast<double>(ensemble.trajectories * conditions);
  spdlog::info("{} trajectories of each of {} conditions in {:.2f} s: {} trajectories/s",
               ensemble.trajectories, conditions, seconds, with_magnitude(all / seconds));
  return ensemble;
}

/// Shows the table while the file is still to be written: nobody waits for a disk, and a full one takes away
/// less.
void tell_first(const Results &results) {
  print_safely(show_table(results, {}));
  std::fflush(stdout);
}

/// Says what is kept and how to have the rest; returns the exit status.
int report_interrupt(const Plan &plan, const Ensemble &ensemble, const RunOptions &options, int signal) {
  spdlog::warn("interrupted: {} of {} trajectories of each condition are finished and kept in {}",
               ensemble.trajectories, plan.trajectories, options.output);
  spdlog::warn(
      "to have all of them, give the same command again with --force: the finished ones come out the same");
  return 128 + signal;
}

} // namespace

int run_command(const Models &models, const RunOptions &options, const std::string &command_line) {
  const std::vector<Condition> conditions = load_conditions(models, options);
  return run_conditions(*models.find(conditions.front().model), conditions, options, command_line,
                        std::nullopt);
}

int run_conditions(const Model &model, const std::vector<Condition> &conditions, const RunOptions &options,
                   const std::string &command_line, const std::optional<Forks> &forks) {
  const std::size_t reference = choose_reference(conditions, options.reference);
  const Condition &leader = conditions[reference];
  const std::uint64_t trajectories =
      options.trajectories.value_or(leader.trajectories.value_or(default_trajectories));
  const std::uint64_t seed = options.seed.value_or(leader.seed.value_or(default_seed));
  const auto shared = [](bool is_asked, std::uint64_t used) {
    return is_asked ? std::nullopt : std::optional(used);
  };
  tell_what_is_not_kept(model, conditions);
  tell_what_is_shared(conditions, {shared(options.seed.has_value(), seed),
                                   shared(options.trajectories.has_value(), trajectories)});
  Plan plan{model,
            conditions,
            reference,
            seed,
            trajectories,
            static_cast<int>(options.threads),
            rows_of_records(options.records, trajectories),
            parse_precision(model, options.until, options.per_state),
            &choose_kernel(model)};
  plan.per_state = options.per_state;
  choose(options, plan);
  std::vector<std::uint8_t> kept;
  if (forks && !forks->where.empty()) {
    kept = trajectories_where(*forks, plan);
    plan.kept = &kept;
  }

  ResultWriter writer(options.output, options.force);
  if (plan.records > 0) writer.begin_records(recorded_of(plan));
  const std::string started = utc_now();
  const SignalWatch watch; // until the file has its name
  Ensemble ensemble = run_with_progress(plan, writer, options.quiet ? "none" : options.progress);
  const int signal = SignalWatch::received();
  Results results = results_of(plan, ensemble);
  if (forks) results.fork = {forks->past.name, forks->at.text(), forks->where, ensemble.trajectories};
  results.provenance = provenance(plan, started, command_line);
  if (!options.quiet) tell_first(results);
  tell_precision(results);
  writer.commit(results);
  spdlog::info("results are in {}", options.output);
  if (ensemble.interrupted) return report_interrupt(plan, ensemble, options, signal);
  return 0;
}

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <numeric>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <spdlog/spdlog.h>

#include "engine/commands/choice.hpp"
#include "engine/commands/estimate.hpp"
#include "engine/commands/notices.hpp"
#include "engine/commands/options.hpp"
#include "engine/commands/precision.hpp"
#include "engine/commands/progress.hpp"
#include "engine/commands/provenance.hpp"
#include "engine/commands/signals.hpp"
#include "engine/conditions/numbers.hpp"
#include "engine/conditions/yaml_value.hpp"
#include "engine/designs/sweep_file.hpp"
#include "engine/errors.hpp"
#include "engine/sweeps/ranks.hpp"
#include "engine/sweeps/sweep_run.hpp"

namespace engine {

namespace {

namespace fs = std::filesystem;

/// The share of the work that one process does: shard `index`, from 1, of `count`.
struct Shard {
  std::size_t index = 1;
  std::size_t count = 1;
  bool is_whole() const { return count == 1; }
  std::string lock_name() const { return is_whole() ? "whole" : fmt::format("shard-{}-of-{}", index, count); }
};

/// "3/7", as --shard takes it.
Shard parse_shard(const std::string &text) {
  if (text.empty()) return {};
  const std::size_t slash = text.find('/');
  const auto index = whole_number(text.substr(0, slash));
  const auto count = slash == std::string::npos ? std::nullopt : whole_number(text.substr(slash + 1));
  if (!index || !count || *index < 1 || *index > *count || *count > most_counted)
    throw InputError(fmt::format("--shard: {} is not of the form I/N, with I from 1 to N", quoted(text)));
  return {*index, *count};
}

Sweep load(const Models &models, const SweepOptions &options) {
  Sweep sweep =
      load_sweep(models, options.sweep, {options.settings, options.months, options.allow_out_of_range});
  sweep.names_seed = sweep.names_seed || options.seed;
  sweep.names_trajectories = sweep.names_trajectories || options.trajectories;
  sweep.trajectories = options.trajectories.value_or(sweep.trajectories);
  sweep.seed = options.seed.value_or(sweep.seed);
  sweep.per_state = options.per_state;
  return sweep;
}

/// Rows of a sweep are many: its series are counted where they are asked for.
Wanted chosen_of(const Model &model, const SweepOptions &options, const std::optional<Precision> &until) {
  Wanted counted = choose_counted(model, options.outcomes, options.series, Unless::none, until);
  if (counted.outcomes.empty() && counted.series.empty())
    throw InputError("--outcomes: a sweep that counts neither outcomes nor series has no result");
  return counted;
}

void refuse_contradictions(const SweepOptions &options) {
  if (options.resume && options.force)
    throw InputError(
        "--resume keeps what an earlier run has finished, and --force throws it away: give one of them");
  if (options.json && !options.dry_run) throw InputError("--json belongs to --dry-run");
}

std::vector<std::size_t> units_of(const Tasks &tasks, const Shard &shard) {
  std::vector<std::size_t> units;
  for (std::size_t unit = shard.index - 1; unit < tasks.units(); unit += shard.count) units.push_back(unit);
  return units;
}

/// Everything one invocation needs to know.
struct Invocation {
  const SweepPlan &plan;
  const SweepOptions &options;
  const PartsFolder &folder;
  Shard shard;
  Manifest manifest;
  std::string started;
  std::string command_line;
  Ranks *ranks; // null if this process works alone
};

/// Whether the output is there already, made by this very sweep; any other file is refused.
bool is_finished(const Invocation &call) {
  const std::string &output = call.options.output;
  if (!fs::exists(output) || call.options.force) return false;
  const auto refuse = [&] {
    throw InputError(
        fmt::format("'{}' exists already; choose another name, or --force to replace it", output));
  };
  if (!call.options.resume) refuse();
  const ResultReader reader(output);
  const auto &design = reader.declared().design;
  if (!reader.is_sealed() || !design || design->identity != call.manifest.identity()) refuse();
  spdlog::info("{} holds this sweep already, complete", output);
  return true;
}

/// Parts of an earlier run are kept or thrown away only where that is asked for; --force throws away those of
/// a whole sweep, and never those of other shards.
void refuse_to_go_on_unasked(const Invocation &call, const std::vector<std::size_t> &units) {
  if (call.options.resume || !call.folder.exists()) return;
  const Tasks tasks = call.plan.tasks();
  const auto is_done = [&](std::size_t unit) { return call.folder.has(tasks.unit(unit).front()); };
  const auto done = std::count_if(units.begin(), units.end(), is_done);
  if (!call.shard.is_whole() && done == 0) return;
  throw InputError(fmt::format("{} holds {} finished tasks of an earlier run: go on with --resume, or {}",
                               call.folder.path(), done,
                               call.shard.is_whole() ? "start afresh with --force"
                                                     : "remove the folder, with what all shards have done"));
}

/// One after the other, or, among ranks, whatever the first one gives.
NextUnit giving(const std::vector<std::size_t> &units, Ranks *ranks) {
  return [&units, ranks, place = std::size_t{0}]() mutable -> std::optional<std::size_t> {
    const std::optional<std::size_t> next = ranks != nullptr ? ranks->next(units.size()) : place++;
    return next && *next < units.size() ? std::optional(units[*next]) : std::nullopt;
  };
}

/// False if interrupted.
bool do_work(const Invocation &call, const std::vector<std::size_t> &units) {
  Progress progress(call.options.quiet ? "none" : call.options.progress,
                    work_left(call.plan, call.folder, units));
  const SignalWatch watch;
  SweepObserver observer;
  observer.progress = [&](std::uint64_t done) { progress.report(done); };
  observer.interrupted = [] { return SignalWatch::received() != 0; };
  const bool finished = run_units(call.plan, call.folder, giving(units, call.ranks), observer);
  progress.finish();
  return call.ranks != nullptr ? call.ranks->end(finished) : finished;
}

int report_interrupt(const Invocation &call) {
  spdlog::warn("interrupted: what is finished is kept in {}; --resume does the rest", call.folder.path());
  return 128 + SignalWatch::received();
}

/// Of the points of a result that was merged just now.
void tell_precision_of(const std::string &output, bool was_asked) {
  if (was_asked) tell_precision(ResultReader(output).declared());
}

/// From parts to the result; whoever comes second finds it done.
void finish(const Invocation &call) {
  merge({call.folder}, call.options.output, call.options.force, provenance(call.started, call.command_line));
  call.folder.remove();
  tell_precision_of(call.options.output, call.plan.until.has_value());
  spdlog::info("results are in {}", call.options.output);
}

/// What all ranks do but the first, when that one has prepared the folder.
int help(const Invocation &call) {
  if (!call.ranks->told_by_first(false)) return 0;
  return do_work(call, units_of(call.plan.tasks(), call.shard)) ? 0 : report_interrupt(call);
}

/// The first rank lets the others begin, or go.
void tell_others(const Invocation &call, bool has_work) {
  if (call.ranks != nullptr) call.ranks->told_by_first(has_work);
}

int run_sweep(const Invocation &call) {
  if (call.ranks != nullptr && !call.ranks->is_first()) return help(call);
  if (is_finished(call)) {
    tell_others(call, false);
    return 0;
  }
  const std::vector<std::size_t> units = units_of(call.plan.tasks(), call.shard);
  if (call.options.force && call.shard.is_whole()) call.folder.remove();
  refuse_to_go_on_unasked(call, units);
  fs::create_directories(call.folder.path());
  const std::string busy =
      fmt::format("another process works on {} ({})", call.folder.path(), call.shard.lock_name());
  const Lock all(call.folder.lock_path("all"),
                 call.shard.is_whole() ? Lock::Kind::exclusive : Lock::Kind::shared, busy);
  const Lock own(call.folder.lock_path(call.shard.lock_name()), Lock::Kind::exclusive, busy);
  if (is_finished(call)) { // by the process that held the lock
    tell_others(call, false);
    return 0;
  }
  call.folder.open(call.manifest, declared_results(call.plan));
  tell_others(call, true);
  if (!do_work(call, units)) return report_interrupt(call);
  if (call.shard.is_whole())
    finish(call);
  else
    spdlog::info("shard {}/{} is finished: {} tasks in {}", call.shard.index, call.shard.count, units.size(),
                 call.folder.path());
  return 0;
}

} // namespace

int sweep_command(const Models &models, const SweepOptions &options, const std::string &command_line) {
  refuse_contradictions(options);
  const Sweep sweep = load(models, options);
  const Model &model = *models.find(sweep.conditions.front().model);
  tell_what_is_not_kept(model, sweep.conditions);
  tell_what_is_shared(sweep.conditions,
                      {sweep.names_seed ? std::nullopt : std::optional(sweep.seed),
                       sweep.names_trajectories ? std::nullopt : std::optional(sweep.trajectories)});
  const Design design(model, sweep);
  const std::optional<Precision> until = parse_precision(model, options.until, options.per_state);
  const SweepPlan plan{model,
                       sweep,
                       design,
                       chosen_of(model, options, until),
                       until,
                       static_cast<int>(options.threads),
                       &choose_kernel(model),
                       options.task_size.value_or(usual_task_size)};
  const Shard shard = parse_shard(options.shard);
  const PartsFolder folder(PartsFolder::of(options.output));
  if (options.dry_run) {
    const SweepEstimate estimate = estimate_of(plan, options.output);
    fmt::print("{}", options.json ? as_json(estimate) : as_text(estimate));
    return 0;
  }
  if (!options.quiet && shard.is_whole() && !folder.exists()) tell(estimate_of(plan, options.output));
  const std::unique_ptr<Ranks> ranks = join_ranks();
  try {
    return run_sweep({plan, options, folder, shard, manifest_of(plan, program_version()), utc_now(),
                      command_line, ranks.get()});
  } catch (const std::exception &error) {
    if (ranks == nullptr || ranks->size() == 1) throw;
    spdlog::critical("{}", error.what());
    ranks->abort(1); // the others wait for nobody
    throw;
  }
}

int merge_command(const MergeOptions &options, const std::string &command_line) {
  std::vector<PartsFolder> folders;
  for (const std::string &path : options.folders) {
    folders.emplace_back(path);
    if (!folders.back().exists()) throw InputError(fmt::format("{}: holds no parts of a sweep", path));
  }
  merge(folders, options.output, options.force, provenance(utc_now(), command_line));
  tell_precision_of(options.output, folders.front().declared().until.has_value());
  spdlog::info("results are in {}", options.output);
  return 0;
}

} // namespace engine

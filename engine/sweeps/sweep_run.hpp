// SPDX-License-Identifier: Apache-2.0
#pragma once

// Doing the tasks of a sweep: from the design to finished parts, and from the parts to one result.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/designs/design.hpp"
#include "engine/ensemble/ensemble.hpp"
#include "engine/sweeps/parts.hpp"
#include "engine/sweeps/tasks.hpp"

namespace engine {

struct SweepPlan {
  const Model &model;
  const Sweep &sweep;
  const Design &design;
  Wanted counted; // with the outcome of which a precision is asked
  std::optional<Precision> until;
  int threads = 0;
  const Kernel *kernel = nullptr;

  std::uint64_t task_size = usual_task_size;

  Layout layout() const;
  /// The place among the counted outcomes of that of which a precision is asked.
  std::size_t place_of_until() const;
  Tasks tasks() const { return {design.size(), sweep.trajectories, until.has_value(), task_size}; }
};

/// What the sweep's result says before anything is counted.
Results declared_results(const SweepPlan &plan);

/// All that decides which trajectories are counted. `version` names the program.
Manifest manifest_of(const SweepPlan &plan, const std::string &version);

/// Who decides what is done next: every call gives a unit that nobody else is given, until none is left.
using NextUnit = std::function<std::optional<std::size_t>()>;

/// Told while tasks are done. Nothing it does can change a result.
struct SweepObserver {
  /// Trajectories of all points that are done since the start, those found finished not included.
  std::function<void(std::uint64_t done)> progress = [](std::uint64_t) {};
  std::function<bool()> interrupted = [] { return false; };
};

/// Does the units that `next` gives, and keeps what is finished in the folder; what is there already is not
/// done again. Returns false if interrupted: the task at work is then given up, all others are kept.
bool run_units(const SweepPlan &plan, const PartsFolder &folder, const NextUnit &next,
               const SweepObserver &observer);

/// Trajectories that are still to be run in these units; an upper bound if points may stop early.
std::uint64_t work_left(const SweepPlan &plan, const PartsFolder &folder,
                        const std::vector<std::size_t> &units);

/// One result from the parts in these folders, which must be of one sweep; reads one batch of points at a
/// time, and reads the result back. Throws RunError if parts are missing, and names them; InputError if one
/// is damaged, or holds other trajectories than its task.
void merge(const std::vector<PartsFolder> &folders, const std::string &output, bool replace,
           const std::vector<std::pair<std::string, std::string>> &provenance);

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
// One result from finished parts, a batch of points at a time.

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include <fmt/ranges.h>

#include "engine/errors.hpp"
#include "engine/results/invariants.hpp"
#include "engine/sweeps/sweep_run.hpp"

namespace engine {
namespace {

constexpr std::size_t tasks_told = 20;

/// The parts of one sweep, wherever they lie.
class Parts {
public:
  explicit Parts(const std::vector<PartsFolder> &folders)
      : folders_(folders), declared(folders.front().declared()),
        identity_(folders.front().manifest().identity()),
        tasks_(declared.conditions.size(), declared.conditions.front().trajectories,
               declared.until.has_value(), declared.design.value().task_size) {
    for (const PartsFolder &folder : folders) refuse_another_sweep(folder);
  }

  /// How many trajectories each point has; throws RunError if parts are missing.
  void count_trajectories() {
    std::vector<std::size_t> missing;
    for (auto &condition : declared.conditions) condition.trajectories = 0;
    for (std::size_t batch = 0; batch < tasks_.batches(); ++batch) {
      if (tasks_.stops_early())
        count_until_precise(batch, missing);
      else
        count_all(batch, missing);
    }
    if (!missing.empty()) refuse_incomplete(missing);
  }

  /// The rows of a batch of points, all parts added up.
  std::vector<Row> rows(std::size_t batch) const {
    const std::size_t row_size = declared.layout().size();
    std::vector<Row> rows(tasks_[tasks_.number(batch, 0)].points, Row(row_size));
    for (std::size_t chunk = 0; chunk < tasks_.chunks(); ++chunk) {
      const Task task = tasks_[tasks_.number(batch, chunk)];
      const PartsFolder *folder = folder_with(task.number);
      if (folder == nullptr) break; // stopped early
      const Part part = folder->read(task, row_size, identity_);
      for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::string found = contradiction_in(part.rows[i], part.trajectories[i], declared);
        if (!found.empty()) refuse(*folder, task, fmt::format("of its point {} {}", i, found));
        if (!add(rows[i], part.rows[i]))
          throw RunError(fmt::format("point {} has more trajectories than a sum of 64 bits can count", i));
      }
    }
    return rows;
  }

  std::size_t batches() const { return tasks_.batches(); }

private:
  const std::vector<PartsFolder> &folders_;

public:
  Results declared;

private:
  const PartsFolder *folder_with(std::size_t task) const {
    const auto found = std::find_if(folders_.begin(), folders_.end(),
                                    [task](const PartsFolder &folder) { return folder.has(task); });
    return found == folders_.end() ? nullptr : &*found;
  }

  void refuse_another_sweep(const PartsFolder &folder) const {
    const Manifest there = folder.manifest();
    const Manifest here = folders_.front().manifest();
    if (there.text != here.text)
      throw InputError(fmt::format("{} and {} hold parts of different sweeps; what differs:{}", folder.path(),
                                   folders_.front().path(), differences_between(there, here)));
  }

  [[noreturn]] static void refuse(const PartsFolder &folder, const Task &task, const std::string &why) {
    throw InputError(
        fmt::format("{}: {}; remove it, and --resume does its task again", folder.path_of(task.number), why));
  }

  /// Adds what a part has counted, which must be what its task wants of each point.
  void count(const PartsFolder &folder, const Task &task, const std::vector<std::uint64_t> &trajectories,
             const std::vector<bool> &is_wanted) {
    for (std::size_t i = 0; i < task.points; ++i) {
      const std::uint64_t wanted = is_wanted[i] ? task.trajectories : 0;
      if (trajectories[i] != wanted)
        refuse(folder, task,
               fmt::format("has {} trajectories of its point {} where {} are wanted", trajectories[i], i,
                           wanted));
      declared.conditions[task.first_point + i].trajectories += wanted;
    }
  }

  void count_all(std::size_t batch, std::vector<std::size_t> &missing) {
    for (std::size_t chunk = 0; chunk < tasks_.chunks(); ++chunk) {
      const Task task = tasks_[tasks_.number(batch, chunk)];
      const PartsFolder *folder = folder_with(task.number);
      if (folder == nullptr)
        missing.push_back(task.number);
      else
        count(*folder, task, folder->trajectories(task, identity_), std::vector<bool>(task.points, true));
    }
  }

  /// A batch is complete when every interval is narrow enough, or nothing is left to run.
  void count_until_precise(std::size_t batch, std::vector<std::size_t> &missing) {
    const std::size_t place = declared.successes_of_until().value();
    std::vector<std::int64_t> successes(tasks_[tasks_.number(batch, 0)].points);
    for (std::size_t chunk = 0; chunk < tasks_.chunks(); ++chunk) {
      const Task task = tasks_[tasks_.number(batch, chunk)];
      const std::vector<bool> is_wanted = points_wanted(task, successes);
      if (std::find(is_wanted.begin(), is_wanted.end(), true) == is_wanted.end()) return;
      const PartsFolder *folder = folder_with(task.number);
      if (folder == nullptr) return missing.push_back(task.number);
      const Part part = folder->read(task, declared.layout().size(), identity_);
      for (std::size_t i = 0; i < task.points; ++i) successes[i] += part.rows[i][place];
      count(*folder, task, part.trajectories, is_wanted);
    }
  }

  /// Those of the task's points whose interval is still too wide.
  std::vector<bool> points_wanted(const Task &task, const std::vector<std::int64_t> &successes) const {
    std::vector<bool> wanted(task.points);
    for (std::size_t i = 0; i < task.points; ++i) {
      const std::uint64_t trials = declared.conditions[task.first_point + i].trajectories;
      wanted[i] = task.first == 0 || half_width_of_share(successes[i], trials) > declared.until->half_width;
    }
    return wanted;
  }

  [[noreturn]] void refuse_incomplete(const std::vector<std::size_t> &missing) const {
    const std::vector<std::size_t> told(
        missing.begin(), missing.begin() + static_cast<std::ptrdiff_t>(std::min(missing.size(), tasks_told)));
    const std::string shards = shards_of(missing);
    throw RunError(fmt::format("{}: {} of {} tasks are missing: {}{}{}", folders_.front().path(),
                               missing.size(), tasks_.size(), fmt::join(told, ", "),
                               missing.size() > told.size() ? " ..." : "",
                               shards.empty() ? "" : "; they belong to the shards " + shards));
  }

  /// "3/7, 5/7", as far as locks tell how the work was divided.
  std::string shards_of(const std::vector<std::size_t> &missing) const {
    std::set<std::size_t> numbers;
    for (const PartsFolder &folder : folders_)
      for (const std::string &name : folder.lock_names())
        if (const std::size_t of = name.rfind("-of-"); of != std::string::npos)
          numbers.insert(std::stoul(name.substr(of + 4)));
    if (numbers.size() != 1) return {};
    const std::size_t shards = *numbers.begin();
    std::set<std::size_t> faulty;
    for (const std::size_t task : missing) faulty.insert(tasks_.unit_of(task) % shards + 1);
    std::vector<std::string> names;
    for (const std::size_t shard : faulty) names.push_back(fmt::format("{}/{}", shard, shards));
    return fmt::format("{}", fmt::join(names, ", "));
  }

  std::string identity_;
  Tasks tasks_;
};

/// The parts are worth keeping until their result has been seen on the disk.
void read_back(const std::string &output) {
  try {
    if (check_result(output)) return;
  } catch (const InputError &error) {
    throw RunError(fmt::format(
        "{}; it was written just now, so the disk is not to be trusted; the parts stay", error.what()));
  }
  throw RunError(fmt::format("{}: has lost its seal since it was written; the parts stay", output));
}

} // namespace

void merge(const std::vector<PartsFolder> &folders, const std::string &output, bool replace,
           const std::vector<std::pair<std::string, std::string>> &provenance) {
  Parts parts(folders);
  parts.count_trajectories();
  parts.declared.provenance = provenance;
  parts.declared.design->identity = folders.front().manifest().identity();
  ResultWriter writer(output, replace);
  writer.begin_counts(parts.declared);
  for (std::size_t batch = 0; batch < parts.batches(); ++batch) writer.append_counts(parts.rows(batch));
  writer.publish();
  read_back(output);
}

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#include "engine/python/simulation.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <future>

#include <fmt/format.h>
#include <omp.h>

#include "engine/conditions/condition_file.hpp"
#include "engine/conditions/laws.hpp"
#include "engine/conditions/setting.hpp"
#include "engine/ensemble/ensemble.hpp"

namespace engine {
namespace {

constexpr std::chrono::milliseconds patience{50};
constexpr std::size_t points_at_once = 128; // whose conditions are in memory together

Plan plan_of(const Request &request) {
  Plan plan{request.model, request.conditions};
  plan.seed = request.seed;
  plan.first = request.first;
  plan.per_state = request.per_state;
  plan.trajectories = plan.records = request.trajectories;
  plan.counted = Wanted{};
  plan.recorded = request.columns;
  return plan;
}

/// No more threads than there are blocks.
int threads_for(const Request &request, const Plan &plan) {
  const int most = request.threads > 0 ? request.threads : omp_get_max_threads();
  const auto block = static_cast<std::uint64_t>(plan.block_size);
  const std::uint64_t blocks = (request.trajectories + block - 1) / block * plan.conditions.size();
  return static_cast<int>(std::min<std::uint64_t>(static_cast<std::uint64_t>(most), blocks));
}

void run(const Request &request, float *target, const std::atomic<bool> &cancelled) {
  Plan plan = plan_of(request);
  plan.threads = threads_for(request, plan);
  plan.target = target;
  Observer observer;
  observer.cancelled = [&] { return cancelled.load(); };
  run_ensemble(plan, observer);
}

std::string place_of(std::size_t point) { return fmt::format("points, row {}", point); }

bool is_admissible(const Parameter &parameter, double value, bool allow_out_of_range) {
  if (!parameter.labels.empty())
    return value >= 0 && value < static_cast<double>(parameter.labels.size()) && value == std::floor(value);
  const Bounds bounds = bounds_of(parameter, allow_out_of_range);
  return std::isfinite(value) && value >= bounds.lowest && value <= bounds.highest;
}

/// The condition at one point.
Condition moved(const Request &request, const Points &points, std::size_t point) {
  std::vector<Change> changes;
  const double *value = points.values + point * points.parameters.size();
  for (const std::size_t parameter : points.parameters)
    changes.push_back({parameter, {*value++, {}}, place_of(point)});
  return changed(request.model, request.conditions.front(), changes);
}

/// The request at some of its points, `first` to before `end`.
Request at_points(const Request &request, const Points &points, std::size_t first, std::size_t end) {
  Request some{request.model,   {},
               request.columns, request.seed,
               request.first,   request.trajectories,
               request.threads, request.per_state};
  for (std::size_t point = first; point < end; ++point)
    some.conditions.push_back(moved(request, points, point));
  return some;
}

} // namespace

void watched(const std::function<bool()> &interrupted,
             const std::function<void(const std::atomic<bool> &cancelled)> &work) {
  std::atomic<bool> cancelled = false;
  std::future<void> done = std::async(std::launch::async, [&] { work(cancelled); });
  while (done.wait_for(patience) != std::future_status::ready)
    if (!cancelled && interrupted()) cancelled = true;
  done.get();
}

std::vector<std::size_t> drawn_of(const Request &request) { return drawn_parameters(request.conditions); }

std::size_t columns_of(const Request &request) { return columns_of_records(plan_of(request)); }

void simulate(const Request &request, float *target, const std::function<bool()> &interrupted) {
  watched(interrupted, [&](const std::atomic<bool> &cancelled) { run(request, target, cancelled); });
}

void check(const Request &request, const Points &points) {
  const bool allow = request.conditions.front().allow_out_of_range;
  const double *value = points.values;
  for (std::size_t point = 0; point < points.count; ++point) {
    for (const std::size_t place : points.parameters) {
      const Parameter &parameter = request.model.parameters[place];
      if (!is_admissible(parameter, *value, allow)) {
        const std::string text = fmt::format("{}", *value);
        read_setting(parameter, YamlValue::argument(text, place_of(point), parameter.name), allow);
      }
      ++value;
    }
  }
}

Request at_point(const Request &request, const Points &points, std::size_t point) {
  return at_points(request, points, point, point + 1);
}

void simulate_points(const Request &request, const Points &points, float *target,
                     const std::function<bool()> &interrupted) {
  watched(interrupted, [&](const std::atomic<bool> &cancelled) {
    for (std::size_t first = 0; first < points.count && !cancelled; first += points_at_once) {
      const std::size_t end = std::min(first + points_at_once, points.count);
      const Request some = at_points(request, points, first, end);
      run(some, target, cancelled);
      target += some.conditions.size() * columns_of(some) * some.trajectories;
    }
  });
}

std::vector<PartedTrajectory> partings(const Request &request, const std::function<bool()> &interrupted) {
  constexpr std::uint64_t between_looks = 16; // some hundredths of a second
  std::vector<PartedTrajectory> found;
  for (std::uint64_t i = 0; i < request.trajectories; ++i) {
    if (i % between_looks == 0 && interrupted()) break;
    const std::uint64_t trajectory = request.first + i;
    if (auto parts = parting(request.model, request.conditions[0], request.conditions[1], request.seed,
                             trajectory, request.per_state))
      found.push_back({trajectory, std::move(*parts)});
  }
  return found;
}

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#include "engine/commands/estimate.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <spdlog/spdlog.h>

#include "engine/commands/progress.hpp"
#include "engine/memory.hpp"
#include "engine/sweeps/parts.hpp"

namespace engine {
namespace {

constexpr std::size_t points_of_trial = 8;
constexpr double bytes_a_place = 1.2;             // of a row, as stored: most places are 0 and shrink away
constexpr double bytes_in_memory = 8;             // of a place
constexpr double bytes_of_small_counts = 1 << 15; // which are stored as they are
constexpr std::uint64_t bytes_a_point = 16384;    // its condition in full, and its parameters
constexpr std::uint64_t bytes_of_declarations = 2'000'000;

/// Seconds that one trajectory takes, with all threads.
double seconds_a_trajectory(const SweepPlan &plan) {
  std::vector<Condition> conditions;
  for (std::size_t point = 0; point < std::min(plan.design.size(), points_of_trial); ++point)
    conditions.push_back(plan.design.condition(point));
  Plan trial{plan.model, conditions};
  trial.seed = plan.sweep.seed;
  trial.per_state = plan.sweep.per_state;
  trial.trajectories = std::min(round_size, plan.sweep.trajectories);
  trial.threads = plan.threads;
  trial.kernel = plan.kernel;
  trial.counted = plan.counted;
  const auto start = std::chrono::steady_clock::now();
  run_ensemble(trial);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return seconds / static_cast<double>(trial.trajectories * conditions.size());
}

std::uint64_t space_beside(const std::string &output) {
  std::filesystem::path folder = std::filesystem::absolute(output).parent_path();
  while (!folder.empty() && !std::filesystem::exists(folder)) folder = folder.parent_path();
  std::error_code unknown;
  return std::filesystem::space(folder, unknown).available;
}

std::string as_time(double seconds) {
  if (seconds < 120) return fmt::format("{:.0f} s", seconds);
  if (seconds < 7200) return fmt::format("{:.0f} min", seconds / 60);
  return fmt::format("{:.1f} h", seconds / 3600);
}

} // namespace

SweepEstimate estimate_of(const SweepPlan &plan, const std::string &output) {
  const Tasks tasks = plan.tasks();
  const std::size_t points = plan.design.size();
  const std::uint64_t trajectories = plan.sweep.trajectories * points;
  const auto places = static_cast<double>(plan.layout().size());
  const double bytes_a_row = places * bytes_a_place;
  const auto rows = static_cast<double>(points);
  const auto variables = static_cast<double>(2 * plan.counted.outcomes.size() + plan.counted.series.size());
  const double counts =
      std::min(rows * places * bytes_in_memory, rows * bytes_a_row + variables * bytes_of_small_counts);
  const double ways = plan.sweep.chance == Pairing::common ? 1.0 : 2.0; // each beside the reference
  return {plan.sweep.name,
          text_of(plan.sweep.design),
          points,
          trajectories,
          tasks.size(),
          seconds_a_trajectory(plan) * static_cast<double>(trajectories) * ways,
          static_cast<std::uint64_t>(rows * bytes_a_row * static_cast<double>(tasks.chunks())) +
              points * bytes_a_point,
          static_cast<std::uint64_t>(counts) + points * bytes_a_point + bytes_of_declarations,
          space_beside(output),
          PartsFolder::of(output)};
}

std::string as_text(const SweepEstimate &estimate) {
  return fmt::format(
      "{} ({}): {} points, {} trajectories in {} tasks; about {} here, up to {} of parts on the way "
      "and {} of result; {} are free\n",
      estimate.name, estimate.design, estimate.points,
      with_magnitude(static_cast<double>(estimate.trajectories)), estimate.tasks, as_time(estimate.seconds),
      size_text(static_cast<double>(estimate.bytes_of_parts)),
      size_text(static_cast<double>(estimate.bytes_of_result)),
      size_text(static_cast<double>(estimate.bytes_free)));
}

std::string as_json(const SweepEstimate &estimate) {
  const nlohmann::ordered_json report{{"name", estimate.name},
                                      {"design", estimate.design},
                                      {"points", estimate.points},
                                      {"trajectories", estimate.trajectories},
                                      {"tasks", estimate.tasks},
                                      {"seconds", estimate.seconds},
                                      {"bytes_of_parts", estimate.bytes_of_parts},
                                      {"bytes_of_result", estimate.bytes_of_result},
                                      {"bytes_free", estimate.bytes_free},
                                      {"parts_folder", estimate.parts_folder}};
  return report.dump(2) + "\n";
}

void tell(const SweepEstimate &estimate) {
  std::string text = as_text(estimate);
  text.pop_back();
  spdlog::info("{}", text);
  if (estimate.bytes_of_parts + estimate.bytes_of_result > estimate.bytes_free)
    spdlog::warn("the disk may be too small; what is finished when it is full is kept, and --resume goes on");
}

} // namespace engine

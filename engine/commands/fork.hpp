// SPDX-License-Identifier: Apache-2.0
#pragma once

// Runs of conditions that share their past.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/commands/options.hpp"
#include "engine/conditions/condition.hpp"
#include "engine/ensemble/ensemble.hpp"

namespace engine {

/// What the conditions of a run share, and which of its trajectories are counted.
struct Forks {
  const Condition &past;
  Month at;
  std::string where; // empty: all
};

/// The conditions that a run names, which must fit together. Throws InputError.
std::vector<Condition> load_conditions(const Models &models, const RunOptions &options);

/// Runs conditions, shows their table and writes their file; the exit status.
int run_conditions(const Model &model, const std::vector<Condition> &conditions, const RunOptions &options,
                   const std::string &command_line, const std::optional<Forks> &forks);

/// One number a trajectory of the plan: 1 where the outcomes of the past, by the month of the fork, are so.
/// Throws InputError if `where` names no outcome, or if they are so nowhere.
std::vector<std::uint8_t> trajectories_where(const Forks &forks, const Plan &plan);

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#pragma once

// How large a sweep is, before it runs.

#include <cstdint>
#include <string>

#include "engine/sweeps/sweep_run.hpp"

namespace engine {

struct SweepEstimate {
  std::string name;
  std::string design;
  std::size_t points = 0;         // the reference included
  std::uint64_t trajectories = 0; // of all points together; an upper bound if points may stop early
  std::size_t tasks = 0;
  double seconds = 0.0; // on this machine, from a short trial
  std::uint64_t bytes_of_parts = 0;
  std::uint64_t bytes_of_result = 0;
  std::uint64_t bytes_free = 0; // where the output is to be
  std::string parts_folder;
};

/// Runs a short trial of the first points.
SweepEstimate estimate_of(const SweepPlan &plan, const std::string &output);

std::string as_text(const SweepEstimate &estimate);
std::string as_json(const SweepEstimate &estimate);

/// Logs it, with a warning if the disk is too small.
void tell(const SweepEstimate &estimate);

} // namespace engine

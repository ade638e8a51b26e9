// SPDX-License-Identifier: Apache-2.0
#pragma once

// Trajectories for a caller that wants their numbers one by one, in memory of its own, and may lose patience.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "engine/conditions/condition.hpp"
#include "engine/ensemble/parting.hpp"

namespace engine {

/// Points on top of a condition: values[point * parameters.size() + place] is what a point sets a parameter
/// to.
struct Points {
  std::vector<std::size_t> parameters;
  const double *values = nullptr;
  std::size_t count = 0;
};

struct Request {
  const Model &model;
  std::vector<Condition> conditions; // of equally many months
  Wanted columns;
  std::uint64_t seed = 0;
  std::uint64_t first = 0;
  std::uint64_t trajectories = 0; // of each condition or point
  int threads = 0;                // 0: as many as the machine offers
  std::uint64_t per_state = 1;    // trajectories that draw the same parameters
};

/// Does work on a thread of its own, while the calling one watches for an interrupt. The threads of OpenMP
/// end with the thread that started them, so that a process that forks afterwards waits for none of them.
void watched(const std::function<bool()> &interrupted,
             const std::function<void(const std::atomic<bool> &cancelled)> &work);

/// The parameters that some condition draws, by their places in the model.
std::vector<std::size_t> drawn_of(const Request &request);

/// Columns of what a request gives: its outcomes, those parameters, and the months of its series, series
/// after series.
std::size_t columns_of(const Request &request);

/// Fills target[condition][column][trajectory]. Asks `interrupted` a few times a second, in the calling
/// thread; once it says yes, what is left is not done. Throws InputError.
void simulate(const Request &request, float *target, const std::function<bool()> &interrupted);

/// Throws InputError if a value is none that a condition may set.
void check(const Request &request, const Points &points);

/// The request with its only condition at one point. Throws InputError if that breaks a constraint of the
/// model.
Request at_point(const Request &request, const Points &points, std::size_t point);

/// Fills target[point][column][trajectory], for each point on top of the only condition of the request.
void simulate_points(const Request &request, const Points &points, float *target,
                     const std::function<bool()> &interrupted);

/// What parts the histories of each trajectory under the request's two conditions, where anything does.
struct PartedTrajectory {
  std::uint64_t trajectory = 0;
  Parting parting;
};
std::vector<PartedTrajectory> partings(const Request &request, const std::function<bool()> &interrupted);

} // namespace engine

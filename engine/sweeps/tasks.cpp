// SPDX-License-Identifier: Apache-2.0
#include "engine/sweeps/tasks.hpp"

#include <algorithm>
#include <numeric>

#include "engine/ensemble/ensemble.hpp"
#include "engine/results/hdf5.hpp"

namespace engine {
namespace {

constexpr std::uint64_t most_tasks = 1 << 14; // files of a folder

std::uint64_t quotient_rounded_up(std::uint64_t dividend, std::uint64_t divisor) {
  return (dividend + divisor - 1) / divisor;
}

/// Trajectories of each of a batch's points that one task runs: a multiple of what is run between two looks.
std::uint64_t chunk_of(std::uint64_t points_a_batch, std::uint64_t batches, std::uint64_t trajectories,
                       std::uint64_t task_size) {
  const std::uint64_t usual = task_size / points_a_batch;
  const std::uint64_t chunks_at_most = std::max<std::uint64_t>(most_tasks / batches, 1);
  const std::uint64_t least = quotient_rounded_up(trajectories, chunks_at_most);
  return quotient_rounded_up(std::max(usual, least), round_size) * round_size;
}

} // namespace

Tasks::Tasks(std::size_t points, std::uint64_t trajectories, bool stops_early, std::uint64_t task_size)
    : points_(points), trajectories_(trajectories), stops_early_(stops_early),
      points_a_batch_(std::min<std::size_t>(points, hdf5::rows_a_piece)),
      batches_(quotient_rounded_up(points, points_a_batch_)) {
  trajectories_a_chunk_ = chunk_of(points_a_batch_, batches_, trajectories, task_size);
  chunks_ = quotient_rounded_up(trajectories, trajectories_a_chunk_);
}

Task Tasks::operator[](std::size_t number) const {
  const std::size_t first_point = number / chunks_ * points_a_batch_;
  const std::uint64_t first = number % chunks_ * trajectories_a_chunk_;
  return {number, first_point, std::min(points_a_batch_, points_ - first_point), first,
          std::min(trajectories_a_chunk_, trajectories_ - first)};
}

std::vector<std::size_t> Tasks::unit(std::size_t index) const {
  std::vector<std::size_t> numbers(stops_early_ ? chunks_ : 1);
  std::iota(numbers.begin(), numbers.end(), stops_early_ ? index * chunks_ : index);
  return numbers;
}

} // namespace engine

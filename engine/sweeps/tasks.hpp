// SPDX-License-Identifier: Apache-2.0
#pragma once

// A sweep cut into tasks: some points, some of their trajectories. The cut depends on nothing but the size of
// the sweep, so that whoever does a task, anywhere, does the same.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace engine {

struct Task {
  std::size_t number;
  std::size_t first_point;
  std::size_t points;
  std::uint64_t first; // of each point's trajectories, counted from 0
  std::uint64_t trajectories;
};

inline constexpr std::uint64_t usual_task_size = 1 << 20; // a second or two of work

class Tasks {
public:
  /// If points may stop early, those that go on are known only when their earlier trajectories are done.
  /// A task has about `task_size` trajectories, all its points together.
  Tasks(std::size_t points, std::uint64_t trajectories, bool stops_early,
        std::uint64_t task_size = usual_task_size);

  std::size_t size() const { return batches_ * chunks_; }
  Task operator[](std::size_t number) const;
  /// The points of a task, and the numbers of all tasks that have them too, in order.
  std::size_t batches() const { return batches_; }
  std::size_t chunks() const { return chunks_; }
  std::size_t number(std::size_t batch, std::size_t chunk) const { return batch * chunks_ + chunk; }

  /// Tasks are given away in units: single ones, or all of a batch if they depend on each other.
  std::size_t units() const { return stops_early_ ? batches_ : size(); }
  std::vector<std::size_t> unit(std::size_t index) const;
  std::size_t unit_of(std::size_t number) const { return stops_early_ ? number / chunks_ : number; }
  bool stops_early() const { return stops_early_; }

private:
  std::size_t points_;
  std::uint64_t trajectories_;
  bool stops_early_;
  std::size_t points_a_batch_;
  std::uint64_t trajectories_a_chunk_;
  std::size_t batches_;
  std::size_t chunks_;
};

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#pragma once

// Counting by hand: what is on a tape, however long it is.

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "engine/counting/counter.hpp"

namespace test {

/// A counter of all of these, with the loops that run on any processor.
inline engine::Counter counter_of(const std::vector<engine::Outcome> &outcomes,
                                  const std::vector<engine::Series> &series, int months) {
  engine::Model model;
  model.outcomes = outcomes;
  model.series = series;
  constexpr int fewest_lanes = 4;
  return {model, {engine::all_of(outcomes), engine::all_of(series)}, months, fewest_lanes};
}

/// Counts a tape block by block.
inline void count(const engine::Counter &counter, const engine::Tape &tape, int trajectories,
                  const engine::Tape *reference, engine::Row &row) {
  const auto from = [](engine::Tape later, int first) {
    later.outcomes += first;
    if (later.series != nullptr) later.series += first;
    return later;
  };
  engine::Counts counts = counter.nothing_yet();
  for (int first = 0; first < trajectories; first += engine::largest_block) {
    const engine::Tape here = from(tape, first);
    const engine::Tape there = reference != nullptr ? from(*reference, first) : here;
    counter.count(here, std::min(engine::largest_block, trajectories - first),
                  reference != nullptr ? &there : nullptr, counts);
  }
  counter.settle(counts);
  if (!engine::add(row, counts.row)) throw std::overflow_error("more than a row holds");
}

} // namespace test

// SPDX-License-Identifier: Apache-2.0
#pragma once

// From what a kernel leaves of a block to whole numbers in a row.

#include <cstddef>
#include <vector>

#include "engine/counting/loops.hpp"
#include "engine/counting/tally.hpp"
#include "engine/model/model.hpp"

namespace engine {

/// Counts the chosen outcomes and series of one block of a condition after another.
class Counter {
public:
  /// `lanes`: of the kernel whose tapes are counted; the loops are those of the same instruction set.
  Counter(const Model &model, const Wanted &wanted, int months, int lanes);
  const Layout &layout() const { return layout_; }
  bool counts_nothing() const { return outcomes_.empty() && series_.empty(); }
  bool counts_series() const { return !series_.empty(); }

  /// With `reference`, also the differences from that tape of the same trajectories under the reference
  /// condition.
  void count(const Tape &tape, int trajectories, const Tape *reference, Row &row) const;

private:
  struct CountedOutcome {
    std::size_t place; // among the model's
    Axis axis;
    Bins bins;
    Bins difference;
    std::int64_t labels; // categorical: how many; else 0
  };
  struct CountedSeries {
    std::size_t place;
    Bins bins;
  };
  void count_clamped(const Tape &tape, Row &row) const;

  Layout layout_;
  std::vector<CountedOutcome> outcomes_;
  std::vector<CountedSeries> series_;
  const CountingLoops &loops_;
};

} // namespace engine

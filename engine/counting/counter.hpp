// SPDX-License-Identifier: Apache-2.0
#pragma once

// From what a kernel leaves of a block to whole numbers in a row.

#include <cstddef>
#include <vector>

#include "engine/counting/loops.hpp"
#include "engine/counting/tally.hpp"
#include "engine/model/model.hpp"

namespace engine {

/// What one counter has counted of a condition. The bins of series, which are most of a row, are counted in
/// 16 bits until these may be full: so they and a tape fit the nearer memory of a processor.
struct Counts {
  Row row;
  std::vector<std::uint16_t> recent; // [series][month][bin], not yet in the row
  int recent_blocks = 0;
};

/// Counts the chosen outcomes and series of one block of a condition after another.
class Counter {
public:
  /// `lanes`: of the kernel whose tapes are counted; the loops are those of the same instruction set.
  Counter(const Model &model, const Wanted &wanted, int months, int lanes);
  const Layout &layout() const { return layout_; }
  bool counts_nothing() const { return outcomes_.empty() && series_.empty(); }
  bool counts_series() const { return !series_.empty(); }

  Counts nothing_yet() const;
  /// With `reference`, also the differences from that tape of the same trajectories under the reference
  /// condition.
  void count(const Tape &tape, int trajectories, const Tape *reference, Counts &counts) const;
  /// Adds what is recent to the row, which then holds all.
  void settle(Counts &counts) const;

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
  void count_series(const Tape &tape, int trajectories, Counts &counts) const;
  /// Shows each series in each month: `visit(series, month, place in the row, bins in `recent`)`.
  template <class Visit> void for_each_month_of_series(Counts &counts, const Visit &visit) const;

  Layout layout_;
  std::vector<CountedOutcome> outcomes_;
  std::vector<CountedSeries> series_;
  const CountingLoops &loops_;
};

} // namespace engine

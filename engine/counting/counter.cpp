// SPDX-License-Identifier: Apache-2.0
#include "engine/counting/counter.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

#include "engine/model/kinds.hpp"

namespace engine {

namespace {

const CountingLoops &loops_for(int lanes) {
#if defined(__x86_64__)
  if (lanes == 16) return counting_loops<16>();
  if (lanes == 8) return counting_loops<8>();
#endif
  (void)lanes;
  return counting_loops<4>();
}

int shift_of(const Axis &axis) { return std::countr_zero(static_cast<std::uint64_t>(axis.codes_a_bin)); }

Bins bins_of(const Axis &axis) {
  // Of a continuous outcome the upper edge is a code as well, and counts to the last bin.
  const std::int64_t last = axis.codes_a_bin == 1 ? axis.bins - 1 : axis.bins * axis.codes_a_bin;
  return {axis.bins, 0, shift_of(axis), last, farthest_squared, true};
}

/// Differences are binned from the lowest one; their sums are taken as they are. The sum of pairs of labels
/// means nothing.
Bins bins_of_differences(const Axis &axis, bool are_pairs) {
  const std::int64_t origin = are_pairs ? 0 : std::llround(-axis.origin / axis.quantum);
  return {axis.bins, origin, shift_of(axis), 0, 2 * farthest_squared, !are_pairs};
}

} // namespace

Counter::Counter(const Model &model, const Wanted &wanted, int months, int lanes)
    : layout_(chosen(model.outcomes, wanted.outcomes), chosen(model.series, wanted.series), months),
      loops_(loops_for(lanes)) {
  for (const std::size_t place : wanted.outcomes) {
    const Outcome &outcome = model.outcomes[place];
    const Axis axis = axis_of(outcome, months);
    const std::int64_t labels = values_of(outcome.kind) == Values::labels ? axis.bins : 0;
    outcomes_.push_back({place, axis, bins_of(axis),
                         bins_of_differences(difference_axis_of(outcome, months), labels > 0), labels});
  }
  for (const std::size_t place : wanted.series)
    series_.push_back({place, bins_of(axis_of(model.series[place]))});
}

Counts Counter::nothing_yet() const {
  Counts counts{Row(layout_.size()), {}};
  std::size_t bins = 0;
  for (const CountedSeries &series : series_) bins += static_cast<std::size_t>(series.bins.count);
  counts.recent.resize(bins * static_cast<std::size_t>(layout_.months()));
  return counts;
}

void Counter::count(const Tape &tape, int trajectories, const Tape *reference, Counts &counts) const {
  Row &row = counts.row;
  std::array<std::int32_t, largest_block> codes;
  std::array<std::int32_t, largest_block> reference_codes;
  for (std::size_t i = 0; i < outcomes_.size(); ++i) {
    const CountedOutcome &outcome = outcomes_[i];
    const auto encode = [&](const Tape &from, std::int32_t *into) {
      const float *values = from.outcomes + outcome.place * static_cast<std::size_t>(from.stride);
      return loops_.encode(values, trajectories, outcome.axis.origin, outcome.axis.quantum, into);
    };
    row[layout_.clamped(i)] += encode(tape, codes.data());
    row[layout_.beyond(i)] +=
        loops_.count(codes.data(), trajectories, outcome.bins, row.data() + layout_.outcome(i).first);
    if (reference == nullptr) continue;
    encode(*reference, reference_codes.data());
    loops_.count_differences(codes.data(), reference_codes.data(), outcome.labels, trajectories,
                             outcome.difference, row.data() + layout_.difference(i).first);
  }
  if (tape.clamped != nullptr) count_clamped(tape, row);
  if (tape.series != nullptr) count_series(tape, trajectories, counts);
}

template <class Visit> void Counter::for_each_month_of_series(Counts &counts, const Visit &visit) const {
  std::uint16_t *recent = counts.recent.data();
  for (std::size_t i = 0; i < series_.size(); ++i) {
    for (int month = 0; month < layout_.months(); ++month) {
      visit(series_[i], month, layout_.series(i, month), recent);
      recent += series_[i].bins.count;
    }
  }
}

void Counter::count_series(const Tape &tape, int trajectories, Counts &counts) const {
  constexpr int most_blocks = UINT16_MAX / largest_block;
  if (counts.recent_blocks == most_blocks) settle(counts);
  ++counts.recent_blocks;
  const auto stride = static_cast<std::size_t>(tape.stride);
  const auto months = static_cast<std::size_t>(layout_.months());
  for_each_month_of_series(
      counts, [&](const CountedSeries &series, int month, const Place &place, std::uint16_t *recent) {
        const std::size_t column = series.place * months + static_cast<std::size_t>(month);
        loops_.count_series(tape.series + column * stride, trajectories, series.bins, recent,
                            counts.row.data() + place.sum());
      });
}

void Counter::settle(Counts &counts) const {
  for_each_month_of_series(
      counts, [&](const CountedSeries &series, int, const Place &place, const std::uint16_t *recent) {
        std::int64_t *bins = counts.row.data() + place.first;
        for (std::int64_t bin = 0; bin < series.bins.count; ++bin) bins[bin] += recent[bin];
      });
  std::fill(counts.recent.begin(), counts.recent.end(), 0);
  counts.recent_blocks = 0;
}

void Counter::count_clamped(const Tape &tape, Row &row) const {
  const auto months = static_cast<std::size_t>(layout_.months());
  for (std::size_t i = 0; i < series_.size(); ++i) {
    for (std::size_t month = 0; month < months; ++month)
      row[layout_.series_clamped(i, static_cast<int>(month))] +=
          tape.clamped[series_[i].place * months + month];
  }
}

} // namespace engine

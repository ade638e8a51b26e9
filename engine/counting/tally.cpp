// SPDX-License-Identifier: Apache-2.0
#include "engine/counting/tally.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/model/kinds.hpp"

namespace engine {

namespace {

Axis whole_numbers(std::int64_t lowest, std::int64_t highest) {
  return {static_cast<double>(lowest), 1.0, 1, highest - lowest + 1};
}

Axis labelled(std::size_t labels) { return whole_numbers(0, static_cast<std::int64_t>(labels) - 1); }

} // namespace

std::int64_t Axis::code(double value) const {
  constexpr auto farthest = static_cast<double>(farthest_code);
  const double steps = std::clamp((value - origin) * (1.0 / quantum), -farthest, farthest);
  return static_cast<std::int64_t>(steps + (steps < 0.0 ? -0.5 : 0.5));
}

std::int64_t Axis::bin(std::int64_t code) const {
  const std::int64_t below = code < 0 ? 0 : code / codes_a_bin;
  return std::min(below, bins - 1);
}

Axis axis_of(const Outcome &outcome, int months) {
  switch (values_of(outcome.kind)) {
  case Values::whole_numbers:
    return whole_numbers(0, static_cast<std::int64_t>(outcome.highest));
  case Values::labels:
    return labelled(outcome.labels.size());
  case Values::months:
    return whole_numbers(0, months);
  case Values::bins:
    break;
  }
  const double quantum = (outcome.highest - outcome.lowest) / static_cast<double>(continuous_codes);
  return {outcome.lowest, quantum, continuous_codes / continuous_bins, continuous_bins};
}

Axis difference_axis_of(const Outcome &outcome, int months) {
  const Values values = values_of(outcome.kind);
  if (values == Values::labels) return labelled(outcome.labels.size() * outcome.labels.size());
  const Axis axis = axis_of(outcome, months);
  if (values != Values::bins) return whole_numbers(1 - axis.bins, axis.bins - 1);
  return {-axis.quantum * static_cast<double>(continuous_codes), axis.quantum, axis.codes_a_bin,
          2 * axis.bins};
}

Axis axis_of(const Series &series) {
  if (!series.labels.empty()) return labelled(series.labels.size());
  if (series.counted) return whole_numbers(0, static_cast<std::int64_t>(series.highest));
  const double quantum = (series.highest - series.lowest) / series_codes;
  return {series.lowest, quantum, series_codes / series_bins, series_bins};
}

Layout::Layout(const std::vector<Outcome> &outcomes, const std::vector<Series> &series, int months)
    : months_(months) {
  const auto take = [this](const Axis &axis, int times) {
    const Place place{limits_, axis.bins};
    limits_ += (place.end() - place.first) * static_cast<std::size_t>(times);
    return place;
  };
  for (const Outcome &outcome : outcomes) {
    outcomes_.push_back(take(axis_of(outcome, months), 1));
    differences_.push_back(take(difference_axis_of(outcome, months), 1));
  }
  for (const Series &one : series) series_.push_back(take(axis_of(one), months));
}

Place Layout::series(std::size_t series, int month) const {
  Place place = series_[series];
  place.first += (place.end() - place.first) * static_cast<std::size_t>(month);
  return place;
}

void compare_with_itself(Row &row, const std::vector<Outcome> &outcomes, const Layout &layout) {
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const Place &here = layout.outcome(i);
    const Place &difference = layout.difference(i);
    const auto bins = static_cast<std::size_t>(here.bins);
    const std::int64_t *counts = row.data() + here.first;
    std::int64_t *differences = row.data() + difference.first;
    row[difference.undefined()] = row[here.undefined()];
    if (values_of(outcomes[i].kind) == Values::labels)
      for (std::size_t label = 0; label < bins; ++label) differences[label * bins + label] = counts[label];
    else // the bin that begins at no difference
      differences[difference.bins / 2] = std::accumulate(counts, counts + bins, std::int64_t{0});
  }
}

bool add(Row &total, const Row &part) {
  bool overflows = false;
  for (std::size_t i = 0; i < total.size(); ++i)
    overflows |= __builtin_add_overflow(total[i], part[i], &total[i]);
  return !overflows;
}

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#include "engine/ensemble/tally.hpp"
#include "engine/model/kinds.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace engine {

namespace {

Axis whole_numbers(std::int64_t lowest, std::int64_t highest) {
  return {static_cast<double>(lowest), 1.0, 1, highest - lowest + 1};
}

Axis labelled(std::size_t labels) { return whole_numbers(0, static_cast<std::int64_t>(labels) - 1); }

constexpr std::int32_t undefined_code = std::numeric_limits<std::int32_t>::min();

using Histogram = std::array<std::uint32_t, series_bins>;
constexpr std::size_t few_codes = 8;

struct Sums {
  std::int32_t of_codes = 0;
  std::int32_t of_squares = 0;
};

Sums sums_of(const std::uint16_t *codes, int count) {
  Sums sums;
  for (int i = 0; i < count; ++i) {
    const auto code = static_cast<std::int16_t>(codes[i]);
    sums.of_codes += code;
    sums.of_squares += code * code;
  }
  return sums;
}

/// The same where every bin holds one code.
Sums sums_of(const Histogram &bins, std::size_t size) {
  Sums sums;
  for (std::size_t bin = 0; bin < size; ++bin) {
    const auto code = static_cast<std::int32_t>(bin);
    const auto times = static_cast<std::int32_t>(bins[bin]);
    sums.of_codes += times * code;
    sums.of_squares += times * code * code;
  }
  return sums;
}

/// Four histograms in turn: neighbours often share a bin, and would wait for one another.
template <int codes_a_bin> Histogram histogram(const std::uint16_t *codes, int count) {
  constexpr int turns = 4;
  std::array<Histogram, turns> parts{};
  int i = 0;
  for (; i + turns <= count; i += turns) {
    for (int turn = 0; turn < turns; ++turn)
      ++parts[static_cast<std::size_t>(turn)][codes[i + turn] / codes_a_bin];
  }
  for (; i < count; ++i) ++parts[0][codes[i] / codes_a_bin];
  for (std::size_t bin = 0; bin < parts[0].size(); ++bin)
    parts[0][bin] += parts[1][bin] + parts[2][bin] + parts[3][bin];
  return parts[0];
}

/// How often each of a few codes comes. Comparing all with each is quicker than looking up the place of each.
Histogram histogram_of_few(const std::uint16_t *codes, int count, std::size_t few) {
  Histogram bins{};
  for (std::size_t bin = 0; bin < few; ++bin) {
    const auto code = static_cast<std::uint16_t>(bin);
    std::uint16_t found = 0;
    for (int i = 0; i < count; ++i) found += static_cast<std::uint16_t>(codes[i] == code);
    bins[bin] = found;
  }
  return bins;
}

/// Turns values into codes, as Axis::code does; NaN becomes `undefined_code`. Returns how many are too far
/// out for their squares.
std::int64_t encode(const float *values, int count, const Axis &axis, std::int32_t *codes) {
  constexpr auto farthest = static_cast<double>(farthest_code);
  const double codes_a_unit = 1.0 / axis.quantum;
  std::int64_t clamped = 0;
  for (int i = 0; i < count; ++i) {
    const double steps = (static_cast<double>(values[i]) - axis.origin) * codes_a_unit;
    const double defined = std::isnan(steps) ? 0.0 : std::clamp(steps, -farthest, farthest);
    const auto code = static_cast<std::int32_t>(defined + (defined < 0.0 ? -0.5 : 0.5));
    codes[i] = std::isnan(steps) ? undefined_code : code;
    clamped += static_cast<std::int64_t>(std::abs(steps) > farthest_squared);
  }
  return clamped;
}

/// What a code adds to a sum of squares.
std::int64_t square_of(std::int64_t code, std::int64_t farthest) {
  const std::int64_t near = std::clamp(code, -farthest, farthest);
  return near * near;
}

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

void add(Row &total, const Row &part) {
  bool overflows = false;
  for (std::size_t i = 0; i < total.size(); ++i)
    overflows |= __builtin_add_overflow(total[i], part[i], &total[i]);
  if (overflows) throw std::overflow_error("more trajectories than a sum of 64 bits can count");
}

Counter::Counter(const std::vector<Outcome> &outcomes, const std::vector<Series> &series, int months)
    : layout_(outcomes, series, months) {
  for (const Outcome &outcome : outcomes) {
    axes_.push_back(axis_of(outcome, months));
    difference_axes_.push_back(difference_axis_of(outcome, months));
    is_categorical_.push_back(values_of(outcome.kind) == Values::labels);
  }
  for (const Series &one : series) series_axes_.push_back(axis_of(one));
}

void Counter::count(const Tape &tape, int trajectories, const Tape *reference, Row &row) const {
  const auto stride = static_cast<std::size_t>(tape.stride);
  const auto size = static_cast<std::size_t>(trajectories);
  std::vector<std::int32_t> codes(size);
  std::vector<std::int32_t> reference_codes(size);
  for (std::size_t outcome = 0; outcome < axes_.size(); ++outcome) {
    row[layout_.clamped(outcome)] +=
        encode(tape.outcomes + outcome * stride, trajectories, axes_[outcome], codes.data());
    count_outcome(outcome, codes.data(), trajectories, row);
    if (reference == nullptr) continue;
    const float *reference_values =
        reference->outcomes + outcome * static_cast<std::size_t>(reference->stride);
    const bool with_itself = reference_values == tape.outcomes + outcome * stride;
    if (!with_itself) encode(reference_values, trajectories, axes_[outcome], reference_codes.data());
    count_difference(outcome, codes.data(), with_itself ? codes.data() : reference_codes.data(), trajectories,
                     row);
  }
  if (tape.clamped != nullptr) count_clamped(tape, row);
  if (tape.series == nullptr) return;
  const auto length = stride * static_cast<std::size_t>(layout_.months());
  for (std::size_t series = 0; series < series_axes_.size(); ++series) {
    count_series(series, tape.series + series * length, tape.stride, trajectories, row);
  }
}

void Counter::count_outcome(std::size_t outcome, const std::int32_t *codes, int trajectories,
                            Row &row) const {
  const Place &place = layout_.outcome(outcome);
  const Axis &axis = axes_[outcome];
  const int shift = std::countr_zero(static_cast<std::uint64_t>(axis.codes_a_bin));
  // Of a continuous outcome the upper edge is a code as well, and counts to the last bin.
  const std::int64_t last = axis.codes_a_bin == 1 ? axis.bins - 1 : axis.bins * axis.codes_a_bin;
  std::int64_t undefined = 0;
  std::int64_t beyond = 0;
  std::int64_t sum = 0;
  std::int64_t squares = 0;
  for (int i = 0; i < trajectories; ++i) {
    const std::int64_t code = codes[i];
    if (code == undefined_code) {
      ++undefined;
      continue;
    }
    beyond += static_cast<std::int64_t>(code < 0 || code > last);
    ++row[place.first + static_cast<std::size_t>(std::clamp<std::int64_t>(code >> shift, 0, axis.bins - 1))];
    sum += code;
    squares += square_of(code, farthest_squared);
  }
  row[layout_.beyond(outcome)] += beyond;
  row[place.undefined()] += undefined;
  row[place.sum()] += sum;
  row[place.sum_of_squares()] += squares;
}

void Counter::count_clamped(const Tape &tape, Row &row) const {
  std::int64_t *clamped = row.data() + layout_.series_clamped(0, 0);
  for (std::size_t i = 0; i < layout_.size() - layout_.series_clamped(0, 0); ++i)
    clamped[i] += static_cast<std::int64_t>(tape.clamped[i]);
}

void Counter::count_difference(std::size_t outcome, const std::int32_t *codes,
                               const std::int32_t *reference_codes, int trajectories, Row &row) const {
  const Place &place = layout_.difference(outcome);
  const Axis &axis = difference_axes_[outcome];
  const bool pairs = is_categorical_[outcome];
  const int shift = std::countr_zero(static_cast<std::uint64_t>(axis.codes_a_bin));
  // Differences are binned from the lowest one; their sums are taken as they are.
  const std::int64_t unchanged = pairs ? 0 : std::llround(-axis.origin / axis.quantum);
  std::int64_t undefined = 0;
  std::int64_t sum = 0;
  std::int64_t squares = 0;
  for (int i = 0; i < trajectories; ++i) {
    const std::int64_t here = codes[i];
    const std::int64_t there = reference_codes[i];
    if (here == undefined_code || there == undefined_code) {
      ++undefined;
      continue;
    }
    const std::int64_t difference = pairs ? there * axes_[outcome].bins + here : here - there;
    ++row[place.first + static_cast<std::size_t>(
                            std::clamp<std::int64_t>((difference + unchanged) >> shift, 0, axis.bins - 1))];
    sum += difference;
    squares += square_of(difference, 2 * farthest_squared);
  }
  row[place.undefined()] += undefined;
  if (pairs) return; // the sum of pairs of labels means nothing
  row[place.sum()] += sum;
  row[place.sum_of_squares()] += squares;
}

void Counter::count_series(std::size_t series, const std::uint16_t *codes, int stride, int trajectories,
                           Row &row) const {
  const Axis &axis = series_axes_[series];
  for (int month = 0; month < layout_.months(); ++month, codes += stride) {
    const Place place = layout_.series(series, month);
    const auto size = static_cast<std::size_t>(axis.bins);
    const Histogram bins = axis.codes_a_bin != 1 ? histogram<series_codes / series_bins>(codes, trajectories)
                           : size <= few_codes   ? histogram_of_few(codes, trajectories, size)
                                                 : histogram<1>(codes, trajectories);
    for (std::size_t bin = 0; bin < size; ++bin) row[place.first + bin] += bins[bin];
    const Sums sums = axis.codes_a_bin != 1 ? sums_of(codes, trajectories) : sums_of(bins, size);
    row[place.sum()] += sums.of_codes;
    row[place.sum_of_squares()] += sums.of_squares;
  }
}

} // namespace engine

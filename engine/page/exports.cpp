// SPDX-License-Identifier: Apache-2.0
#include "engine/page/exports.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/commands/declarations_as_json.hpp"
#include "engine/model/kinds.hpp"
#include "engine/page/page.hpp"

// Each is called by its name: see scripts/peninsula/report/live/engine.js.
#define EXPORTED(name) extern "C" __attribute__((export_name(#name)))

namespace {

using engine::Estimate;

std::vector<double> room;
std::string text;
std::unique_ptr<engine::Page> page;

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

/// Leaves numbers in the room, from its start; how many.
int leave(const std::vector<double> &numbers) {
  if (room.size() < numbers.size()) room.resize(numbers.size());
  std::copy(numbers.begin(), numbers.end(), room.begin());
  return static_cast<int>(numbers.size());
}

/// Whole numbers from a stretch of the room.
std::vector<std::size_t> places(int from, int count) {
  std::vector<std::size_t> found;
  for (int i = from; i < from + count; ++i)
    found.push_back(static_cast<std::size_t>(room[static_cast<std::size_t>(i)]));
  return found;
}

void put(std::vector<double> &numbers, const Estimate &estimate) {
  numbers.insert(numbers.end(), {estimate.value, estimate.low, estimate.high});
}

/// A distribution: where its first bin begins, how wide a bin is, and the count of each.
int leave_bins(const engine::Histogram &histogram, const engine::Axis &axis) {
  std::vector<double> numbers{axis.lower_edge(0), axis.lower_edge(1) - axis.lower_edge(0)};
  for (std::int64_t bin = 0; bin < histogram.bins(); ++bin)
    numbers.push_back(static_cast<double>(histogram.count(bin)));
  return leave(numbers);
}

} // namespace

/// Room for so many numbers; it may move whenever any function is called.
EXPORTED(room) double *page_room(int numbers) {
  if (room.size() < static_cast<std::size_t>(numbers)) room.resize(static_cast<std::size_t>(numbers));
  return room.data();
}

/// All that the model declares, as JSON: its letters, and how many they are.
EXPORTED(declarations) const char *page_declarations() {
  text = engine::declarations_as_json(engine::model_of_page());
  return text.data();
}
EXPORTED(letters) int page_letters() { return static_cast<int>(text.size()); }

/// Begins anew. In the room: the outcomes that are counted, then the series.
EXPORTED(open) void page_open(int months, int outcomes, int series) {
  page = std::make_unique<engine::Page>(engine::model_of_page(), months,
                                        engine::Wanted{places(0, outcomes), places(outcomes, series)});
}

EXPORTED(begin) void page_begin(std::uint64_t seed, std::uint64_t per_state) { page->begin(seed, per_state); }

/// Adds the condition whose steps are in the room: see engine/page/page.hpp. 0: done; 1: these are
/// no steps; 2: it breaks a constraint, which `constraint` names.
EXPORTED(add) int page_add(int numbers, int first_calendar_month) {
  return static_cast<int>(
      page->add(std::span(room).first(static_cast<std::size_t>(numbers)), first_calendar_month));
}

/// Why the last condition was refused: letters, as of `declarations`.
EXPORTED(constraint) const char *page_constraint() {
  text = engine::model_of_page().constraints[page->broken_constraint()].reason;
  return text.data();
}

EXPORTED(simulate) void page_simulate(std::uint64_t first, std::uint64_t count) {
  page->simulate(first, count);
}

EXPORTED(digests) int page_digests(std::uint64_t first, std::uint64_t count) {
  const std::vector<std::uint32_t> found = page->digests(first, count);
  return leave({found.begin(), found.end()});
}

EXPORTED(clear) void page_clear() { page->clear(); }

/// A condition's counts, 64-bit integers, and how many they are.
EXPORTED(row) const std::int64_t *page_row(int condition) {
  return page->row(static_cast<std::size_t>(condition)).data();
}
EXPORTED(row_size) int page_row_size() { return static_cast<int>(page->row(0).size()); }

/// Adds the counts that stand in the room, 64-bit integers, to a condition's. Whether they fit.
EXPORTED(add_row) int page_add_row(int condition) {
  const auto *counts = reinterpret_cast<const std::int64_t *>(room.data());
  return page->add_row(static_cast<std::size_t>(condition), {counts, counts + page_row_size()}) ? 1 : 0;
}

/// What is told of an outcome under a condition: its share or mean with the interval; the difference from the
/// reference with the interval; how many are defined; the five quantiles. Of a categorical outcome: how many
/// are defined, and a share with its interval for each label.
EXPORTED(tell) int page_tell(int condition, int outcome) {
  const engine::Lookup &lookup = page->outcome(static_cast<std::size_t>(outcome));
  const engine::Row &row = page->row(static_cast<std::size_t>(condition));
  const engine::Histogram histogram = lookup.values(row);
  std::vector<double> numbers;
  if (engine::told_of(lookup.outcome().kind) == engine::Told::shares) {
    numbers.push_back(static_cast<double>(histogram.defined()));
    for (std::int64_t label = 0; label < histogram.bins(); ++label)
      put(numbers, engine::share_of(histogram.count(label), histogram.defined()));
    return leave(numbers);
  }
  put(numbers, lookup.estimate(row));
  put(numbers, condition == 0 ? Estimate{nothing, nothing, nothing} : lookup.difference(row, page->row(0)));
  numbers.push_back(static_cast<double>(histogram.defined()));
  for (const double quantile : lookup.quantiles(row)) numbers.push_back(quantile);
  return leave(numbers);
}

EXPORTED(bins) int page_bins(int condition, int outcome) {
  const engine::Lookup &lookup = page->outcome(static_cast<std::size_t>(outcome));
  return leave_bins(lookup.values(page->row(static_cast<std::size_t>(condition))),
                    engine::axis_of(lookup.outcome(), page->months()));
}

/// A series month by month: its five quantiles, or the share of each label.
EXPORTED(series) int page_series(int condition, int series) {
  const std::size_t labels = page->series(static_cast<std::size_t>(series)).labels.size();
  std::vector<double> numbers;
  for (int month = 0; month < page->months(); ++month) {
    const engine::Histogram histogram =
        page->series(static_cast<std::size_t>(condition), static_cast<std::size_t>(series), month);
    if (labels == 0)
      for (const double p : engine::summary_quantiles) numbers.push_back(histogram.quantile(p));
    for (std::size_t label = 0; label < labels; ++label)
      numbers.push_back(
          engine::share_of(histogram.count(static_cast<std::int64_t>(label)), histogram.defined()).value);
  }
  return leave(numbers);
}

// SPDX-License-Identifier: Apache-2.0
// Outcomes as whole numbers: axes, codes and bins, and what a counter leaves in a row.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <random>
#include <stdexcept>
#include <vector>

#include <doctest/doctest.h>

#include "engine/counting/loops.hpp"
#include "engine/counting/tally.hpp"
#include "tests/counted.hpp"
#include "tests/toy_model.hpp"

namespace {

using engine::Axis;
using engine::Place;
using engine::Row;

constexpr int months = 4;
constexpr float undefined = std::numeric_limits<float>::quiet_NaN();

enum Outcome : std::size_t { heads_up, side, tosses, height, first_heads, outcome_count };
enum Series : std::size_t { height_by_month, side_by_month, tosses_by_month, series_count };

const engine::Model &toy() {
  static const engine::Model model = test::toy_model();
  return model;
}

Axis axis(Outcome outcome) { return engine::axis_of(toy().outcomes[outcome], months); }
Axis difference_axis(Outcome outcome) { return engine::difference_axis_of(toy().outcomes[outcome], months); }

/// Outcomes and series of some trajectories, as a kernel leaves them.
class TapeOfToys {
public:
  explicit TapeOfToys(int trajectories)
      : trajectories_(trajectories), outcomes_(outcome_count * static_cast<std::size_t>(trajectories)),
        series_(series_count * months * static_cast<std::size_t>(trajectories)) {}

  void set(Outcome outcome, const std::vector<float> &values) {
    std::copy(values.begin(), values.end(),
              outcomes_.begin() + static_cast<std::ptrdiff_t>(outcome) * trajectories_);
  }
  void set(Series series, int month, const std::vector<std::uint16_t> &codes) {
    const auto place = (static_cast<std::ptrdiff_t>(series) * months + month) * trajectories_;
    std::copy(codes.begin(), codes.end(), series_.begin() + place);
  }
  /// Values that may occur, and a few that should not.
  void fill(std::mt19937 &generator) {
    std::uniform_real_distribution<float> wide(-2.0F, 5.0F);
    for (float &value : outcomes_)
      value = wide(generator) > 4.5F ? undefined : std::abs(std::round(wide(generator) * 0.4F));
    const auto size = static_cast<std::size_t>(trajectories_);
    for (std::size_t i = 0; i < size; ++i) outcomes_[height * size + i] = wide(generator);
    for (std::size_t i = 0; i < series_.size(); ++i) {
      const bool continuous = i < months * size;
      series_[i] = static_cast<std::uint16_t>(generator() % (continuous ? engine::series_codes : 3));
    }
  }
  engine::Tape tape(int first = 0) {
    return {outcomes_.data() + first, series_.data() + first, trajectories_};
  }
  engine::Tape tape_without_series() { return {outcomes_.data(), nullptr, trajectories_}; }

private:
  int trajectories_;
  std::vector<float> outcomes_;
  std::vector<std::uint16_t> series_;
};

const engine::Counter &counter() {
  static const engine::Counter counter = test::counter_of(toy().outcomes, toy().series, months);
  return counter;
}

Row empty_row() { return Row(counter().layout().size()); }

std::int64_t bin_count(const Row &row, const Place &place, std::int64_t bin) {
  return row[place.first + static_cast<std::size_t>(bin)];
}

/// All counts of a place together: its bins and what was undefined.
std::int64_t total(const Row &row, const Place &place) {
  const auto first = row.begin() + static_cast<std::ptrdiff_t>(place.first);
  return std::accumulate(first, first + place.bins + 1, std::int64_t{0});
}

/// The row of one outcome's values, against reference values if there are any.
Row counted(Outcome outcome, const std::vector<float> &values, const std::vector<float> &reference = {}) {
  TapeOfToys here(static_cast<int>(values.size()));
  TapeOfToys there(static_cast<int>(values.size()));
  here.set(outcome, values);
  there.set(outcome, reference);
  const engine::Tape reference_tape = there.tape();
  Row row = empty_row();
  test::count(counter(), here.tape(), static_cast<int>(values.size()),
              reference.empty() ? nullptr : &reference_tape, row);
  return row;
}

std::vector<const engine::CountingLoops *> loops_that_run_here() {
  std::vector<const engine::CountingLoops *> loops{&engine::counting_loops<4>()};
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) loops.push_back(&engine::counting_loops<8>());
  if (__builtin_cpu_supports("avx512bw")) loops.push_back(&engine::counting_loops<16>());
#endif
  return loops;
}

} // namespace

TEST_CASE("each kind of outcome has the axis that counts it exactly") {
  CHECK(axis(heads_up).bins == 2);
  CHECK(axis(side).bins == 3);
  CHECK(axis(tosses).bins == 21);
  CHECK(axis(first_heads).bins == months + 1);
  for (const Outcome whole : {heads_up, side, tosses, first_heads}) {
    for (int value = 0; value < axis(whole).bins; ++value) {
      CHECK(axis(whole).code(value) == value);
      CHECK(axis(whole).bin(value) == value);
      CHECK(axis(whole).lower_edge(value) == value);
    }
  }
  CHECK(axis(height).bins == engine::continuous_bins);
  CHECK(axis(height).lower_edge(0) == -1.0);
  CHECK(axis(height).lower_edge(engine::continuous_bins) == 3.0);
}

TEST_CASE("a continuous value is kept to half a code, and lies between the edges of its bin") {
  const Axis heights = axis(height);
  std::mt19937 generator(1);
  std::uniform_real_distribution<double> within(-1.0, 3.0);
  for (int trial = 0; trial < 1000; ++trial) {
    const double value = within(generator);
    const std::int64_t code = heights.code(value);
    const std::int64_t bin = heights.bin(code);
    CHECK(std::abs(heights.value(static_cast<double>(code)) - value) <= 0.5 * heights.quantum * (1 + 1e-9));
    CHECK(heights.lower_edge(bin) <= value + 0.5 * heights.quantum);
    CHECK(heights.lower_edge(bin + 1) >= value - 0.5 * heights.quantum);
  }
}

TEST_CASE("values beyond the edges fall into the end bins, but keep their code") {
  const Axis heights = axis(height);
  CHECK(heights.bin(heights.code(-17.0)) == 0);
  CHECK(heights.bin(heights.code(-1.0)) == 0);
  CHECK(heights.bin(heights.code(3.0)) == engine::continuous_bins - 1);
  CHECK(heights.bin(heights.code(55.0)) == engine::continuous_bins - 1);
  CHECK(heights.code(7.0) == 2 * engine::continuous_codes);
  CHECK(axis(tosses).bin(400) == 20);
  CHECK(heights.code(1e30) == engine::farthest_code);
  CHECK(heights.code(-1e30) == -engine::farthest_code);
}

TEST_CASE("a sum that no longer fits is an error, not a number") {
  engine::Row total = {1, std::numeric_limits<std::int64_t>::max() - 2};
  CHECK(engine::add(total, {1, 2}));
  CHECK(total == engine::Row{2, std::numeric_limits<std::int64_t>::max()});
  CHECK_FALSE(engine::add(total, {1, 1}));
}

TEST_CASE("places of a row lie side by side without gap or overlap") {
  const engine::Layout &layout = counter().layout();
  std::vector<int> used(layout.size());
  const auto use = [&](const Place &place) {
    for (std::size_t i = place.first; i < place.end(); ++i) ++used[i];
  };
  for (std::size_t i = 0; i < outcome_count; ++i) {
    use(layout.outcome(i));
    use(layout.difference(i));
    ++used[layout.clamped(i)];
    ++used[layout.beyond(i)];
  }
  for (std::size_t i = 0; i < series_count; ++i) {
    for (int month = 0; month < months; ++month) {
      use(layout.series(i, month));
      ++used[layout.series_clamped(i, month)];
    }
  }
  CHECK(used == std::vector<int>(layout.size(), 1));
  CHECK(layout.months() == months);
}

TEST_CASE("outcomes are counted by bin, with their sum and sum of squares") {
  const Row row = counted(tosses, {3, 3, 0, 20, 25, 7});
  const Place &place = counter().layout().outcome(tosses);
  CHECK(bin_count(row, place, 0) == 1);
  CHECK(bin_count(row, place, 3) == 2);
  CHECK(bin_count(row, place, 7) == 1);
  CHECK(bin_count(row, place, 20) == 2); // 20 and 25: or more
  CHECK(total(row, place) == 6);
  CHECK(row[place.sum()] == 58);
  CHECK(row[place.sum_of_squares()] == 1092);
  CHECK(row[place.undefined()] == 0);
}

TEST_CASE("a censored time is counted in the last bin") {
  const Row row = counted(first_heads, {0, 3, months, months});
  const Place &place = counter().layout().outcome(first_heads);
  CHECK(bin_count(row, place, 0) == 1);
  CHECK(bin_count(row, place, 3) == 1);
  CHECK(bin_count(row, place, months) == 2);
}

TEST_CASE("what is undefined is counted apart and moves neither sum nor bins") {
  const Row row = counted(height, {undefined, 1.0, undefined});
  const Place &place = counter().layout().outcome(height);
  CHECK(row[place.undefined()] == 2);
  CHECK(total(row, place) == 3);
  CHECK(row[place.sum()] == axis(height).code(1.0));
}

TEST_CASE("differences are here minus reference, an unchanged value in the bin that starts at 0") {
  for (const Outcome outcome : {heads_up, tosses, height, first_heads}) {
    const Axis differences = difference_axis(outcome);
    const Row row = counted(outcome, {1, 1, 0, 1, 1}, {1, 0, 1, 1, 0});
    const Place &place = counter().layout().difference(outcome);
    const std::int64_t one = axis(outcome).code(1.0) - axis(outcome).code(0.0);
    const std::int64_t middle = std::llround(
        -differences.origin / (differences.quantum * static_cast<double>(differences.codes_a_bin)));
    const std::int64_t step = one / differences.codes_a_bin;
    CHECK(differences.lower_edge(middle) == 0.0);
    CHECK(bin_count(row, place, middle) == 2);
    CHECK(bin_count(row, place, middle + step) == 2);
    CHECK(bin_count(row, place, middle - step) == 1);
    CHECK(row[place.sum()] == one);
    CHECK(row[place.sum_of_squares()] == 3 * one * one);
  }
}

TEST_CASE("differences span from the lowest to the highest that can be") {
  CHECK(difference_axis(heads_up).bins == 3);
  CHECK(difference_axis(tosses).bins == 41);
  CHECK(difference_axis(first_heads).bins == 2 * months + 1);
  CHECK(difference_axis(height).bins == 2 * engine::continuous_bins);
  CHECK(difference_axis(height).lower_edge(0) == -4.0);
  CHECK(difference_axis(height).lower_edge(2 * engine::continuous_bins) == 4.0);
  const Place &place = counter().layout().difference(height);
  const Row row = counted(height, {3.0, -1.0}, {-1.0, 3.0});
  CHECK(bin_count(row, place, 0) == 1);
  CHECK(bin_count(row, place, 2 * engine::continuous_bins - 1) == 1);
}

TEST_CASE("a categorical outcome is paired with the reference's label") {
  const Row row = counted(side, {0, 1, 1, 2}, {0, 0, 2, 2});
  const Place &place = counter().layout().difference(side);
  CHECK(difference_axis(side).bins == 9);
  CHECK(bin_count(row, place, 0 * 3 + 0) == 1);
  CHECK(bin_count(row, place, 0 * 3 + 1) == 1);
  CHECK(bin_count(row, place, 2 * 3 + 1) == 1);
  CHECK(bin_count(row, place, 2 * 3 + 2) == 1);
  CHECK(total(row, place) == 4);
}

TEST_CASE("a difference is undefined where either side is") {
  const Row row = counted(height, {undefined, 1.0, 2.0}, {1.0, undefined, 2.0});
  const Place &place = counter().layout().difference(height);
  CHECK(row[place.undefined()] == 2);
  CHECK(total(row, place) == 3);
}

TEST_CASE("without a reference no difference is counted") {
  const Row row = counted(tosses, {1, 2, 3});
  for (std::size_t i = 0; i < outcome_count; ++i) CHECK(total(row, counter().layout().difference(i)) == 0);
}

TEST_CASE("series are counted month by month, and only where a tape has them") {
  TapeOfToys toys(3);
  constexpr std::uint16_t width = engine::series_codes / engine::series_bins;
  constexpr std::uint16_t last = engine::series_codes - 1;
  toys.set(height_by_month, 1, {0, width - 1, last});
  toys.set(height_by_month, 2, {width, width, width});
  toys.set(side_by_month, 3, {2, 1, 2});
  Row row = empty_row();
  test::count(counter(), toys.tape(), 3, nullptr, row);
  const engine::Layout &layout = counter().layout();
  CHECK(bin_count(row, layout.series(height_by_month, 1), 0) == 2);
  CHECK(bin_count(row, layout.series(height_by_month, 1), engine::series_bins - 1) == 1);
  CHECK(row[layout.series(height_by_month, 1).sum()] == width - 1 + last);
  CHECK(row[layout.series(height_by_month, 1).sum_of_squares()] == (width - 1) * (width - 1) + last * last);
  CHECK(bin_count(row, layout.series(height_by_month, 2), 1) == 3);
  CHECK(bin_count(row, layout.series(side_by_month, 3), 1) == 1);
  CHECK(bin_count(row, layout.series(side_by_month, 3), 2) == 2);
  CHECK(bin_count(row, layout.series(tosses_by_month, 0), 0) == 3);
  CHECK(row[layout.series(side_by_month, 3).undefined()] == 0);

  Row without = empty_row();
  test::count(counter(), toys.tape_without_series(), 3, nullptr, without);
  for (std::size_t i = 0; i < series_count; ++i) CHECK(total(without, layout.series(i, 1)) == 0);
}

TEST_CASE("a whole block of the highest codes does not overflow") {
  constexpr std::int64_t block = engine::largest_block;
  constexpr std::int64_t last = engine::series_codes - 1;
  TapeOfToys toys(block);
  for (int month = 0; month < months; ++month)
    toys.set(height_by_month, month, std::vector<std::uint16_t>(block, last));
  Row row = empty_row();
  for (int times = 0; times < 3; ++times) test::count(counter(), toys.tape(), block, nullptr, row);
  const Place place = counter().layout().series(height_by_month, months - 1);
  CHECK(bin_count(row, place, engine::series_bins - 1) == 3 * block);
  CHECK(row[place.sum()] == 3 * block * last);
  CHECK(row[place.sum_of_squares()] == 3 * block * last * last);
}

TEST_CASE("a bin of a series holds more than 16 bits, however many blocks are counted") {
  constexpr int count = 140 * engine::largest_block + 7;
  static_assert(count > UINT16_MAX);
  TapeOfToys toys(count);
  Row row = empty_row();
  test::count(counter(), toys.tape(), count, nullptr, row);
  for (std::size_t i = 0; i < series_count; ++i)
    CHECK(bin_count(row, counter().layout().series(i, 1), 0) == count);
}

TEST_CASE("codes are counted as one by one, whatever the number of bins, of codes and of lanes") {
  std::mt19937 generator(5);
  for (const engine::CountingLoops *loops : loops_that_run_here()) {
    for (const std::int64_t bins :
         {1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 63, 64, 65, 129, 130, 255, 256, 257, 300}) {
      for (const int count : {0, 1, 7, 8, 15, 17, 31, 33, 64, 255, 256, 301, engine::largest_block}) {
        for (const int shift : {0, 2}) {
          std::vector<std::uint16_t> codes(static_cast<std::size_t>(count));
          std::vector<std::uint16_t> expected(static_cast<std::size_t>(bins), 3);
          std::vector<std::uint16_t> found = expected;
          std::array<std::int64_t, 2> expected_sums{5, 6};
          std::array<std::int64_t, 2> found_sums = expected_sums;
          for (std::uint16_t &code : codes) {
            code = static_cast<std::uint16_t>(generator() % static_cast<std::uint64_t>(bins << shift));
            ++expected[static_cast<std::size_t>(code >> shift)];
            expected_sums[0] += code;
            expected_sums[1] += code * code;
          }
          loops->count_series(codes.data(), count, {bins, 0, shift, 0, 0, true}, found.data(),
                              found_sums.data());
          CHECK(found == expected);
          CHECK(found_sums == expected_sums);
        }
      }
    }
  }
}

TEST_CASE("a series has the axis of the codes that kernels leave") {
  const Axis heights = engine::axis_of(toy().series[height_by_month]);
  CHECK(heights.bins == engine::series_bins);
  CHECK(heights.value(0) == -1.0);
  CHECK(heights.value(engine::series_codes) == 3.0);
  CHECK(engine::axis_of(toy().series[side_by_month]).bins == 3);
  CHECK(engine::axis_of(toy().series[tosses_by_month]).bins == 10);
}

TEST_CASE("adding rows is counting together, however the trajectories are parted") { // I29
  constexpr int count = 301;
  std::mt19937 generator(4);
  TapeOfToys here(count);
  TapeOfToys there(count);
  here.fill(generator);
  there.fill(generator);
  const engine::Tape reference = there.tape();
  Row together = empty_row();
  test::count(counter(), here.tape(), count, &reference, together);
  for (const int first_part : {0, 1, 2, 150, 300, 301}) {
    const engine::Tape rest_of_reference = there.tape(first_part);
    Row sum = empty_row();
    Row rest = empty_row();
    test::count(counter(), here.tape(), first_part, &reference, sum);
    test::count(counter(), here.tape(first_part), count - first_part, &rest_of_reference, rest);
    CHECK(engine::add(sum, rest));
    CHECK(sum == together);
  }
  for (std::size_t i = 0; i < outcome_count; ++i) {
    CHECK(total(together, counter().layout().outcome(i)) == count);
    CHECK(total(together, counter().layout().difference(i)) == count);
  }
}

TEST_CASE("values outside the bins are counted, whatever the kind and on either side") {
  const engine::Layout &layout = counter().layout();
  const auto beyond = [&](Outcome outcome, const std::vector<float> &values) {
    return counted(outcome, values)[layout.beyond(outcome)];
  };
  CHECK(beyond(height, {-1.0F, 3.0F, undefined, 0.5F}) == 0); // the edges are inside
  CHECK(beyond(height, {-1.1F, 3.1F, undefined, 0.5F}) == 2);
  CHECK(beyond(tosses, {0, 20, undefined}) == 0);
  CHECK(beyond(tosses, {21, 1e9F, -1}) == 3);
  CHECK(beyond(first_heads, {0, months}) == 0); // never is a bin
  CHECK(beyond(heads_up, {0, 1, 2}) == 1);
}

TEST_CASE("a value too far out for its square is counted as clamped, and its sum stays exact") {
  const engine::Layout &layout = counter().layout();
  constexpr auto inside = static_cast<float>(engine::farthest_squared / engine::continuous_codes);
  const float last = -1.0F + 4.0F * inside;
  const auto clamped = [&](const std::vector<float> &values) {
    return counted(height, values)[layout.clamped(height)];
  };
  CHECK(clamped({last, 0.0F, undefined}) == 0);
  CHECK(clamped({last + 1.0F, -2.0F - 4.0F * inside, undefined}) == 2);
  CHECK(clamped({std::numeric_limits<float>::infinity()}) == 1);
  const Row row = counted(height, {1e4F, 1e4F}, {0.0F, 1e4F});
  const std::int64_t code = axis(height).code(1e4);
  CHECK(row[layout.outcome(height).sum()] == 2 * code);
  CHECK(row[layout.outcome(height).sum_of_squares()] ==
        2 * engine::farthest_squared * engine::farthest_squared);
  CHECK(row[layout.difference(height).sum()] == code - axis(height).code(0.0));
  CHECK(counted(tosses, {1e6F})[layout.clamped(tosses)] == 1);
}

TEST_CASE("what a kernel has clamped of a series is added month by month") {
  TapeOfToys toys(3);
  std::vector<std::uint32_t> clamped(series_count * months);
  clamped[tosses_by_month * months + 2] = 3;
  engine::Tape tape = toys.tape();
  tape.clamped = clamped.data();
  Row row = empty_row();
  for (int times = 0; times < 2; ++times) test::count(counter(), tape, 3, nullptr, row);
  CHECK(row[counter().layout().series_clamped(tosses_by_month, 2)] == 6);
  CHECK(row[counter().layout().series_clamped(tosses_by_month, 1)] == 0);
}

// SPDX-License-Identifier: Apache-2.0
// The loops compiled for one instruction set; the build compiles this file once for each. Nothing here may be
// shared with what other processors run, so all of it has internal linkage and calls no function of the
// library.

#include "engine/counting/loops.hpp"

#include <cstring>
#include <utility>

#include "engine/counting/tally.hpp"
#include "engine/lanes/lanes.hpp"
#include "engine/model/scenario.hpp"

namespace engine {

namespace {

// NOLINTBEGIN(modernize-avoid-c-arrays): std::array would be shared

using Places = std::uint16_t[largest_block];
using SmallPlaces = std::uint8_t[largest_block];

template <class Number> Number within(Number value, Number lowest, Number highest) {
  return value < lowest ? lowest : value > highest ? highest : value;
}

/// How often each of a few places comes. Comparing all with each is quicker than looking up the place of
/// each; what is none of the others is the first.
template <int few, class Total> void add_histogram_of(const std::uint16_t *places, int count, Total *totals) {
  constexpr int wide = native_lanes == 4 ? 8 : 16;
  using Wide = Vector<std::uint16_t, wide>;
  Wide found[few] = {};
  int i = 0;
  for (; i + wide <= count; i += wide) {
    Wide here;
    std::memcpy(&here, places + i, sizeof here);
    for (int place = 1; place < few; ++place)
      found[place] -= reinterpret_cast<Wide>(here == static_cast<std::uint16_t>(place));
  }
  int others = 0;
  for (int place = 1; place < few; ++place) {
    std::uint16_t sum = 0;
    for (int lane = 0; lane < wide; ++lane) sum = static_cast<std::uint16_t>(sum + found[place][lane]);
    totals[place] = static_cast<Total>(totals[place] + sum);
    others += sum;
  }
  totals[0] = static_cast<Total>(totals[0] + i - others);
  for (; i < count; ++i) ++totals[places[i]];
}

/// The one of so many places. False if they are not so few.
template <int... less_by_one, class Total>
bool add_histogram_of_few(const std::uint16_t *places, int count, std::int64_t size, Total *totals,
                          std::integer_sequence<int, less_by_one...>) {
  return ((size == less_by_one + 1 && (add_histogram_of<less_by_one + 1>(places, count, totals), true)) ||
          ...);
}

/// Four histograms in turn: neighbours often share a place, and would wait for one another.
template <int most, class Total>
void add_histogram_in_turns(const SmallPlaces &places, int count, std::int64_t size, Total *totals) {
  constexpr int turns = 4;
  static_assert(largest_block / turns + 8 <= UINT8_MAX);
  std::uint8_t parts[turns][most] = {};
  int i = 0;
  for (; i + turns <= count; i += turns)
    for (int turn = 0; turn < turns; ++turn) ++parts[turn][places[i + turn]];
  for (; i < count; ++i) ++parts[0][places[i]];
  std::uint16_t found[most];
  for (int place = 0; place < most; ++place)
    found[place] =
        static_cast<std::uint16_t>(parts[0][place] + parts[1][place] + parts[2][place] + parts[3][place]);
  for (std::int64_t place = 0; place < size; ++place)
    totals[place] = static_cast<Total>(totals[place] + found[place]);
}

/// How often each place comes, of the codes that are left when the lowest bits are gone.
template <class Total>
void add_histogram(const std::uint16_t *codes, int shift, int count, std::int64_t size, Total *totals) {
  constexpr int few = 8;
  constexpr int many = series_bins;
  constexpr int continuous = continuous_bins + 1; // and what is undefined
  constexpr int most = 256;
  if (shift == 0 && add_histogram_of_few(codes, count, size, totals, std::make_integer_sequence<int, few>{}))
    return;
  if (size > most) {
    for (int i = 0; i < count; ++i) ++totals[codes[i] >> shift];
    return;
  }
  SmallPlaces places;
  for (int i = 0; i < count; ++i) places[i] = static_cast<std::uint8_t>(codes[i] >> shift);
  if (size == many) return add_histogram_in_turns<many>(places, count, many, totals);
  if (size < many) return add_histogram_in_turns<many>(places, count, size, totals);
  if (size <= continuous) return add_histogram_in_turns<continuous>(places, count, size, totals);
  add_histogram_in_turns<most>(places, count, size, totals);
}

std::int64_t encode(const float *values, int count, double origin, double quantum, std::int32_t *codes) {
  constexpr auto farthest = static_cast<double>(farthest_code);
  constexpr auto squared = static_cast<double>(farthest_squared);
  const double codes_a_unit = 1.0 / quantum;
  std::int32_t clamped = 0;
  for (int i = 0; i < count; ++i) {
    const double steps = (static_cast<double>(values[i]) - origin) * codes_a_unit;
    const bool is_defined = steps == steps; // NOLINT(misc-redundant-expression): false of NaN
    const double defined = within(is_defined ? steps : 0.0, -farthest, farthest);
    const auto code = static_cast<std::int32_t>(defined + (defined < 0.0 ? -0.5 : 0.5));
    codes[i] = is_defined ? code : undefined_code;
    clamped += static_cast<std::int32_t>(steps > squared || steps < -squared);
  }
  return clamped;
}

/// Adds to a distribution the codes that `code_of(i)` gives, or `no_code`; the result is as
/// `CountingLoops::count` says.
template <class Code, class CodeOf>
std::int64_t count_codes(const CodeOf &code_of, Code no_code, int count, const Bins &bins,
                         std::int64_t *distribution) {
  const auto last_bin = static_cast<Code>(bins.count - 1);
  const auto last = static_cast<Code>(bins.last);
  const auto farthest = static_cast<Code>(bins.farthest);
  const auto origin = static_cast<Code>(bins.origin);
  Places places;
  std::int64_t sum = 0;
  std::int64_t squares = 0;
  std::int32_t beyond = 0;
  for (int i = 0; i < count; ++i) {
    const Code code = code_of(i);
    const bool is_defined = code != no_code;
    const Code defined = is_defined ? code : Code{0};
    const Code bin = within(static_cast<Code>((defined + origin) >> bins.shift), Code{0}, last_bin);
    places[i] = static_cast<std::uint16_t>(is_defined ? bin : last_bin + 1);
    const std::int64_t near = within(defined, static_cast<Code>(-farthest), farthest);
    beyond += static_cast<std::int32_t>(defined < 0 || defined > last);
    sum += defined;
    squares += near * near;
  }
  add_histogram(places, 0, count, bins.count + 1, distribution);
  if (bins.has_sums) {
    distribution[bins.count + 1] += sum;
    distribution[bins.count + 2] += squares;
  }
  return beyond;
}

std::int64_t count_values(const std::int32_t *codes, int count, const Bins &bins,
                          std::int64_t *distribution) {
  return count_codes([=](int i) { return codes[i]; }, undefined_code, count, bins, distribution);
}

void count_differences(const std::int32_t *codes, const std::int32_t *reference, std::int64_t labels,
                       int count, const Bins &bins, std::int64_t *distribution) {
  constexpr std::int64_t no_code = INT64_MIN; // differences may be what `undefined_code` is
  const std::int64_t times = labels > 0 ? labels : -1;
  const auto code_of = [=](int i) {
    const bool is_defined = codes[i] != undefined_code && reference[i] != undefined_code;
    return is_defined ? reference[i] * times + codes[i] : no_code;
  };
  count_codes(code_of, no_code, count, bins, distribution);
}

/// The squares of a block's codes add up in 32 bits: see `largest_block`.
void count_series(const std::uint16_t *codes, int count, const Bins &bins, std::uint16_t *recent,
                  std::int64_t *sums) {
  constexpr int pairs = native_lanes;
  Vector<std::int32_t, pairs> sum_of_pairs{};
  Vector<std::int32_t, pairs> squares_of_pairs{};
  int i = 0;
  for (; i + 2 * pairs <= count; i += 2 * pairs) {
    Vector<std::int16_t, 2 * pairs> here;
    std::memcpy(&here, codes + i, sizeof here);
    sum_of_pairs += PairProducts<pairs>::of(here, Vector<std::int16_t, 2 * pairs>{} + std::int16_t{1});
    squares_of_pairs += PairProducts<pairs>::of(here, here);
  }
  std::int32_t sum = 0;
  std::int32_t squares = 0;
  for (int pair = 0; pair < pairs; ++pair) {
    sum += sum_of_pairs[pair];
    squares += squares_of_pairs[pair];
  }
  for (; i < count; ++i) {
    sum += codes[i];
    squares += codes[i] * codes[i];
  }
  sums[0] += sum;
  sums[1] += squares;
  add_histogram(codes, bins.shift, count, bins.count, recent);
}

// NOLINTEND(modernize-avoid-c-arrays)

} // namespace

template <> const CountingLoops &counting_loops<native_lanes>() {
  static constexpr CountingLoops loops{&encode, &count_values, &count_differences, &count_series};
  return loops;
}

} // namespace engine

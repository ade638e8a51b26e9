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

/// All lanes as one: halves are combined until one is left.
template <class Number, int lanes, class Combine>
Number reduced(Vector<Number, lanes> numbers, const Combine &combine) {
  if constexpr (lanes == 1) {
    return numbers[0];
  } else {
    Vector<Number, lanes / 2> halves[2];
    std::memcpy(halves, &numbers, sizeof numbers);
    return reduced<Number, lanes / 2>(combine(halves[0], halves[1]), combine);
  }
}
template <class Number, int lanes> Number sum_of(Vector<Number, lanes> numbers) {
  return reduced<Number, lanes>(numbers, [](auto a, auto b) { return a + b; });
}

/// Of a block's codes: the squares add up in 32 bits, see `largest_block`.
struct Sums {
  std::int32_t codes = 0;
  std::int32_t squares = 0;
  void add(std::int32_t code, std::int32_t times) {
    codes += code * times;
    squares += code * code * times;
  }
};

/// How often each of a few places comes, and their sums. Comparing all with each is quicker than looking up
/// the place of each; what is none of the others is the first.
template <int few, class Total> Sums add_histogram_of(const std::uint16_t *places, int count, Total *totals) {
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
  Sums sums;
  int others = 0;
  for (int place = 1; place < few; ++place) {
    const std::uint16_t times = sum_of<std::uint16_t, wide>(found[place]);
    totals[place] = static_cast<Total>(totals[place] + times);
    others += times;
    sums.add(place, times);
  }
  totals[0] = static_cast<Total>(totals[0] + i - others);
  for (; i < count; ++i) {
    ++totals[places[i]];
    sums.add(places[i], 1);
  }
  return sums;
}

/// The one of so many places. False if they are not so few.
template <int... less_by_one, class Total>
bool add_histogram_of_few(const std::uint16_t *places, int count, std::int64_t size, Total *totals,
                          Sums &sums, std::integer_sequence<int, less_by_one...>) {
  return (
      (size == less_by_one + 1 && (sums = add_histogram_of<less_by_one + 1>(places, count, totals), true)) ||
      ...);
}
inline constexpr std::make_integer_sequence<int, 8> few{};

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

/// Whether a register tells in two instructions how many of its bytes are equal to one.
constexpr bool compares_bytes = native_lanes == 16;

/// Compares all with each place between the least and the greatest that come. Of fewer places than 255.
template <class Total>
void add_histogram_by_comparing(SmallPlaces &places, int count, std::int64_t size, Total *totals) {
  constexpr int registers = 4;
  constexpr int width = 64;
  constexpr int at_once = registers * width;
  constexpr std::uint8_t none = UINT8_MAX;
  using Bytes = Vector<std::uint8_t, width>;
  static_assert(largest_block % at_once == 0);
  for (int first = 0; first < count; first += at_once) {
    for (int i = count; i < first + at_once; ++i) places[i] = none;
    Bytes here[registers];
    std::memcpy(here, places + first, sizeof here);
    const auto of_all = [&](const auto &better) {
      const Bytes best = better(better(here[0], here[1]), better(here[2], here[3]));
      return reduced<std::uint8_t, width>(best, better);
    };
    const int least = of_all([](auto a, auto b) { return a < b ? a : b; });
    const int greatest = of_all([](auto a, auto b) { return a > b ? a : b; });
    for (int place = least; place <= greatest && place < size; ++place) {
      int times = 0;
      for (const Bytes &bytes : here) times += equal_bytes<width>(bytes, static_cast<std::uint8_t>(place));
      totals[place] = static_cast<Total>(totals[place] + times);
    }
  }
}

/// How often each place comes, of the codes that are left when the lowest bits are gone.
template <class Total>
void add_histogram_of_many(const std::uint16_t *codes, int shift, int count, std::int64_t size,
                           Total *totals) {
  constexpr int many = series_bins;
  constexpr int continuous = continuous_bins + 1; // and what is undefined
  constexpr int most = 256;
  if (size > most) {
    for (int i = 0; i < count; ++i) ++totals[codes[i] >> shift];
    return;
  }
  SmallPlaces places;
  constexpr int wide = 2 * native_lanes;
  int i = 0;
  for (; i + wide <= count; i += wide) {
    Vector<std::uint16_t, wide> here;
    std::memcpy(&here, codes + i, sizeof here);
    const auto small = __builtin_convertvector(here >> shift, Vector<std::uint8_t, wide>);
    std::memcpy(places + i, &small, sizeof small);
  }
  for (; i < count; ++i) places[i] = static_cast<std::uint8_t>(codes[i] >> shift);
  if constexpr (compares_bytes)
    if (size <= many) return add_histogram_by_comparing(places, count, size, totals);
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
  Sums sums;
  if (!add_histogram_of_few(places, count, bins.count + 1, distribution, sums, few))
    add_histogram_of_many(places, 0, count, bins.count + 1, distribution);
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

Sums sums_of(const std::uint16_t *codes, int count) {
  constexpr int pairs = native_lanes;
  Vector<std::int32_t, pairs> sum{};
  Vector<std::int32_t, pairs> squares{};
  int i = 0;
  for (; i + 2 * pairs <= count; i += 2 * pairs) {
    Vector<std::int16_t, 2 * pairs> here;
    std::memcpy(&here, codes + i, sizeof here);
    sum += PairProducts<pairs>::of(here, Vector<std::int16_t, 2 * pairs>{} + std::int16_t{1});
    squares += PairProducts<pairs>::of(here, here);
  }
  Sums sums{sum_of<std::int32_t, pairs>(sum), sum_of<std::int32_t, pairs>(squares)};
  for (; i < count; ++i) sums.add(codes[i], 1);
  return sums;
}

void count_series(const std::uint16_t *codes, int count, const Bins &bins, std::uint16_t *recent,
                  std::int64_t *totals) {
  Sums sums;
  if (bins.shift != 0 || !add_histogram_of_few(codes, count, bins.count, recent, sums, few)) {
    sums = sums_of(codes, count);
    add_histogram_of_many(codes, bins.shift, count, bins.count, recent);
  }
  totals[0] += sums.codes;
  totals[1] += sums.squares;
}

// NOLINTEND(modernize-avoid-c-arrays)

} // namespace

template <> const CountingLoops &counting_loops<native_lanes>() {
  static constexpr CountingLoops loops{&encode, &count_values, &count_differences, &count_series};
  return loops;
}

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#include "engine/designs/unit_designs.hpp"

#include <algorithm>
#include <stdexcept>
#include <string_view>

#include <boost/random/sobol.hpp>
#include <fmt/format.h>

#include "engine/designs/choices.hpp"

namespace engine {

namespace {

constexpr std::size_t most_points = std::size_t{1} << 28; // jitter of 24 bits stays within its stratum
constexpr double cell = 0x1p-32;                          // of the Sobol' sequence

using Sobol = boost::random::sobol_engine<boost::uint_least32_t, 32>;
constexpr std::size_t most_sobol_factors = boost::random::default_sobol_table::max_dimension;

/// `what` names that of which there are `count`: points, or what they are made from.
void check_size(std::size_t count, std::size_t factors, std::string_view what) {
  if (count == 0) throw std::invalid_argument(fmt::format("a design needs at least one {}", what));
  if (factors == 0) throw std::invalid_argument("a design needs at least one factor");
  if (count > most_points)
    throw std::invalid_argument(fmt::format("a design has at most {} {}s, not {}", most_points, what, count));
}

UnitDesign empty_design(std::size_t points, std::size_t factors) {
  check_size(points, factors, "point");
  return {points, factors, std::vector<double>(points * factors)};
}

void check_sobol_factors(std::size_t factors, std::size_t most) {
  if (factors <= most) return;
  throw std::invalid_argument(fmt::format(
      "the table of Sobol' directions serves at most {} factors of this design, not {}", most, factors));
}

/// A bit of a well mixed word: number `node` of the generator SplitMix64 begun at `seed`. Steele, Lea and
/// Flood (2014), "Fast splittable pseudorandom number generators".
std::uint32_t coin(std::uint64_t seed, std::uint64_t node) {
  std::uint64_t word = seed + node * 0x9E3779B97F4A7C15U;
  word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9U;
  word = (word ^ (word >> 27)) * 0x94D049BB133111EBU;
  return static_cast<std::uint32_t>(word >> 63);
}

/// Owen's scrambling: whether a digit is flipped is a coin of its own for each row of digits before it.
std::uint32_t scrambled(std::uint32_t digits, std::uint64_t seed) {
  const std::uint64_t after_a_one = (std::uint64_t{1} << 32) | digits; // tells 0 from 00
  std::uint32_t flips = 0;
  for (int digit = 0; digit < 32; ++digit) flips |= coin(seed, after_a_one >> (digit + 1)) << digit;
  return digits ^ flips;
}

} // namespace

UnitDesign latin_hypercube(std::size_t points, std::size_t factors, std::uint64_t seed) {
  UnitDesign design = empty_design(points, factors);
  for (std::size_t factor = 0; factor < factors; ++factor) {
    Choices choices(seed, Purpose::latin_hypercube, static_cast<std::uint32_t>(factor));
    const auto strata = choices.permutation(static_cast<std::uint32_t>(points));
    for (std::size_t point = 0; point < points; ++point) {
      const double place = static_cast<double>(strata[point]) + choices.uniform();
      design.values[point * factors + factor] = place / static_cast<double>(points);
    }
  }
  return design;
}

UnitDesign sobol_sequence(std::size_t points, std::size_t factors, std::optional<std::uint64_t> scrambling) {
  check_sobol_factors(factors, most_sobol_factors);
  UnitDesign design = empty_design(points, factors);
  Choices choices(scrambling.value_or(0), Purpose::scrambling, 0);
  std::vector<std::uint64_t> seeds(factors);
  std::generate(seeds.begin(), seeds.end(),
                [&] { return (std::uint64_t{choices.word()} << 32) | choices.word(); });
  Sobol sobol(factors); // leaves out the origin, with which the sequence begins
  for (std::size_t i = 0; i < design.values.size(); ++i) {
    const std::uint32_t digits = i < factors ? 0 : sobol();
    design.values[i] = scrambling ? (scrambled(digits, seeds[i % factors]) + 0.5) * cell
                                  : static_cast<double>(digits) * cell;
  }
  return design;
}

UnitDesign saltelli_design(std::size_t base, std::size_t factors, bool second_order,
                           std::optional<std::uint64_t> scrambling) {
  check_sobol_factors(factors, most_sobol_factors / 2);
  check_size(base, factors, "row");
  const UnitDesign sobol = sobol_sequence(base, 2 * factors, scrambling);
  UnitDesign design{base * ((second_order ? 2 : 1) * factors + 2), factors, {}};
  design.values.reserve(design.points * factors);
  for (std::size_t row = 0; row < base; ++row) {
    const std::size_t a = 0; // the first columns of the points
    const std::size_t b = factors;
    const std::size_t none = factors;
    const auto add = [&](std::size_t point, std::size_t exchanged) {
      for (std::size_t factor = 0; factor < factors; ++factor)
        design.values.push_back(sobol.at(row, (factor == exchanged ? b - point : point) + factor));
    };
    add(a, none);
    for (std::size_t factor = 0; factor < factors; ++factor) add(a, factor);
    for (std::size_t factor = 0; second_order && factor < factors; ++factor) add(b, factor);
    add(b, none);
  }
  return design;
}

UnitDesign morris_design(std::size_t paths, std::size_t factors, int levels, std::uint64_t seed) {
  if (levels < 2 || levels % 2 != 0)
    throw std::invalid_argument(fmt::format("the levels of paths must be an even number, not {}", levels));
  check_size(paths, factors, "path");
  UnitDesign design = empty_design(paths * (factors + 1), factors);
  const auto half = static_cast<std::uint32_t>(levels / 2); // as far as a factor moves
  auto target = design.values.begin();
  for (std::size_t path = 0; path < paths; ++path) {
    Choices choices(seed, Purpose::morris, static_cast<std::uint32_t>(path));
    std::vector<std::uint32_t> place(factors); // [factor], in levels
    std::generate(place.begin(), place.end(), [&] { return choices.below(2 * half); });
    const auto stand = [&] {
      target = std::transform(place.begin(), place.end(), target,
                              [&](std::uint32_t level) { return static_cast<double>(level) / (levels - 1); });
    };
    stand();
    for (const std::uint32_t factor : choices.permutation(static_cast<std::uint32_t>(factors))) {
      place[factor] = (place[factor] + half) % (2 * half); // up from the lower half, down from the upper
      stand();
    }
  }
  return design;
}

} // namespace engine

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

std::uint32_t reversed(std::uint32_t bits) {
  std::uint32_t result = 0;
  for (int bit = 0; bit < 32; ++bit, bits >>= 1) result = (result << 1) | (bits & 1U);
  return result;
}

/// A permutation in which every bit depends on itself and the lower bits. Laine and Karras (2011),
/// "Stratified sampling for stochastic transparency"; the constants are theirs.
std::uint32_t permuted(std::uint32_t bits, std::uint32_t seed) {
  bits += seed;
  bits ^= bits * 0x6C50B47CU;
  bits ^= bits * 0xB82F1E52U;
  bits ^= bits * 0xC7AFE638U;
  bits ^= bits * 0x8D22F6E6U;
  return bits;
}

/// Owen's scrambling: a digit is permuted according to the digits before it. Burley (2020), "Practical
/// hash-based Owen scrambling", Journal of Computer Graphics Techniques 9.
std::uint32_t scrambled(std::uint32_t digits, std::uint32_t seed) {
  return reversed(permuted(reversed(digits), seed));
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
  std::vector<std::uint32_t> seeds(factors);
  std::generate(seeds.begin(), seeds.end(), [&] { return choices.word(); });
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

// SPDX-License-Identifier: Apache-2.0
// Designs in the unit cube against published points, and against the structure that each promises.

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <set>
#include <stdexcept>
#include <vector>

#include <doctest/doctest.h>

#include "engine/designs/choices.hpp"
#include "engine/designs/unit_designs.hpp"

namespace {

using doctest::Approx;
using engine::UnitDesign;

std::vector<double> row(const UnitDesign &design, std::size_t point) {
  const auto first = design.values.begin() + static_cast<std::ptrdiff_t>(point * design.factors);
  return {first, first + static_cast<std::ptrdiff_t>(design.factors)};
}

/// The first 32 binary digits of a place.
std::uint32_t digits(double place) { return static_cast<std::uint32_t>(place * 0x1p32); }

/// How many of so many equal strata of a factor hold exactly one point.
std::size_t strata_of_one_point(const UnitDesign &design, std::size_t factor, std::size_t strata) {
  std::vector<int> count(strata);
  for (std::size_t point = 0; point < design.points; ++point)
    ++count[static_cast<std::size_t>(design.at(point, factor) * static_cast<double>(strata))];
  return static_cast<std::size_t>(std::count(count.begin(), count.end(), 1));
}

/// The same in two factors, of a grid of 2^rows by 2^columns.
std::size_t cells_of_one_point(const UnitDesign &design, int rows, int columns) {
  std::vector<int> count(std::size_t{1} << (rows + columns));
  for (std::size_t point = 0; point < design.points; ++point) {
    const auto cell_of = [&](std::size_t factor, int bits) {
      return static_cast<std::size_t>(std::ldexp(design.at(point, factor), bits));
    };
    ++count[(cell_of(0, rows) << columns) + cell_of(1, columns)];
  }
  return static_cast<std::size_t>(std::count(count.begin(), count.end(), 1));
}

/// Pearson's statistic of counts that should be equal.
double chi_square(const std::vector<int> &counts, double expected) {
  double sum = 0;
  for (const int count : counts) sum += (count - expected) * (count - expected) / expected;
  return sum;
}

} // namespace

TEST_CASE("choices are made of the kernel's words, in order") {
  engine::Choices choices(0x123456789ABCDEF0, engine::Purpose::morris, 7);
  const auto stream = static_cast<std::uint32_t>(engine::Purpose::morris);
  for (std::uint64_t block = 0; block < 5; ++block) {
    const auto words = engine::Draws<engine::Lanes<float, 4>>(0x123456789ABCDEF0, block, 7).words(stream);
    for (const auto &word : words) CHECK(choices.word() == word[0]);
  }
}

// Pearson's statistic with 23 degrees of freedom exceeds 65 in one of 100,000 seeds.
TEST_CASE("every order of four is equally likely") {
  std::vector<int> counts(256);
  for (std::uint32_t number = 0; number < 24'000; ++number) {
    const auto order = engine::Choices(3, engine::Purpose::bootstrap, number).permutation(4);
    ++counts[order[0] + 4 * order[1] + 16 * order[2] + 64 * order[3]];
  }
  std::erase(counts, 0);
  CHECK(counts.size() == 24);
  CHECK(chi_square(counts, 1000) < 65);
}

TEST_CASE("the Sobol' sequence begins with its published points") {
  // Joe and Kuo, "Notes on generating Sobol' sequences" (2008): their program for 10 points of 3 factors.
  const std::vector<std::vector<double>> published{{0, 0, 0},
                                                   {0.5, 0.5, 0.5},
                                                   {0.75, 0.25, 0.25},
                                                   {0.25, 0.75, 0.75},
                                                   {0.375, 0.375, 0.625},
                                                   {0.875, 0.875, 0.125},
                                                   {0.625, 0.125, 0.875},
                                                   {0.125, 0.625, 0.375},
                                                   {0.1875, 0.3125, 0.9375},
                                                   {0.6875, 0.8125, 0.4375}};
  const UnitDesign design = engine::sobol_sequence(10, 3, std::nullopt);
  CHECK(design.points == 10);
  CHECK(design.factors == 3);
  for (std::size_t point = 0; point < 10; ++point) CHECK(row(design, point) == published[point]);
}

TEST_CASE("the Sobol' sequence is SciPy's in every factor of the table") {
  // scipy.stats.qmc.Sobol(3667, scramble=False).random(1024), SciPy 1.10.1: the sum of each value times 2^32,
  // times its row and column counted from 1, modulo 2^64.
  const UnitDesign design = engine::sobol_sequence(1024, 3667, std::nullopt);
  std::uint64_t sum = 0;
  for (std::size_t point = 0; point < design.points; ++point)
    for (std::size_t factor = 0; factor < design.factors; ++factor)
      sum += digits(design.at(point, factor)) * (point + 1) * (factor + 1);
  CHECK(sum == 16254913653575254016U);
  const std::vector<double> of_the_300th{0.5, 0.75, 0.25, 0.625, 0.125, 0.375, 0.875, 0.0625};
  for (std::size_t i = 0; i < of_the_300th.size(); ++i) CHECK(design.at(i + 1, 299) == of_the_300th[i]);
}

TEST_CASE("fewer factors or points are a part of the same sequence, scrambled or not") {
  for (const auto scrambling : {std::optional<std::uint64_t>{}, std::optional<std::uint64_t>{5}}) {
    const UnitDesign large = engine::sobol_sequence(64, 11, scrambling);
    const UnitDesign small = engine::sobol_sequence(17, 4, scrambling);
    for (std::size_t point = 0; point < small.points; ++point)
      for (std::size_t factor = 0; factor < small.factors; ++factor)
        CHECK(small.at(point, factor) == large.at(point, factor));
  }
}

TEST_CASE("a scrambled sequence has one point in each stratum of each factor") {
  for (const std::uint64_t seed : {0, 1, 20250200}) {
    const UnitDesign design = engine::sobol_sequence(1024, 40, seed);
    for (std::size_t factor = 0; factor < 40; ++factor)
      CHECK(strata_of_one_point(design, factor, 1024) == 1024);
  }
}

TEST_CASE("a scrambled sequence has one point in each elementary interval of its first two factors") {
  for (const std::uint64_t seed : {0, 1, 20250200}) {
    for (int m = 0; m <= 10; ++m) {
      const UnitDesign design = engine::sobol_sequence(std::size_t{1} << m, 2, seed);
      for (int rows = 0; rows <= m; ++rows)
        CHECK(cells_of_one_point(design, rows, m - rows) == design.points);
    }
  }
}

TEST_CASE("scrambling is nested: points keep how many leading digits they share") {
  const UnitDesign plain = engine::sobol_sequence(128, 3, std::nullopt);
  const UnitDesign scrambled = engine::sobol_sequence(128, 3, 9);
  const auto shared = [](const UnitDesign &design, std::size_t factor, std::size_t one, std::size_t other) {
    return std::countl_zero(digits(design.at(one, factor)) ^ digits(design.at(other, factor)));
  };
  int wrong = 0;
  for (std::size_t factor = 0; factor < 3; ++factor)
    for (std::size_t one = 0; one < 128; ++one)
      for (std::size_t other = 0; other < one; ++other)
        if (shared(plain, factor, one, other) != shared(scrambled, factor, one, other)) ++wrong;
  CHECK(wrong == 0);
}

TEST_CASE("scrambled values are middles of 2^32 cells, strictly between 0 and 1") {
  const UnitDesign design = engine::sobol_sequence(4096, 5, 3);
  for (const double value : design.values) {
    const double in_cells = value * 0x1p32;
    if (!(value > 0 && value < 1 && in_cells - std::floor(in_cells) == 0.5)) FAIL_CHECK(value);
  }
}

// 64 counts of 16,384 seeds each, for eight places: Pearson's statistic with 63 degrees of freedom exceeds
// 131 with a probability of 1e-6. The correlations have a standard error of 1 / 128: five of them.
TEST_CASE("over seeds every point is uniform, its factors are independent, and so are points far apart") {
  constexpr int seeds = 16'384;
  std::vector<std::vector<int>> counts(8, std::vector<int>(64));
  double factors_together = 0;
  double halves_together = 0;
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    const UnitDesign design = engine::sobol_sequence(8, 4, seed);
    for (std::size_t factor = 0; factor < 4; ++factor) {
      ++counts[factor][static_cast<std::size_t>(design.at(0, factor) * 64)];
      ++counts[4 + factor][static_cast<std::size_t>(design.at(5, factor) * 64)];
    }
    factors_together += 12 * (design.at(3, 0) - 0.5) * (design.at(3, 1) - 0.5);
    // Within their halves, points of different halves are independent.
    const auto within_half = [](double place) { return place - (place < 0.5 ? 0.25 : 0.75); };
    halves_together += 48 * within_half(design.at(0, 2)) * within_half(design.at(1, 2));
  }
  for (const auto &count : counts) CHECK(chi_square(count, seeds / 64.0) < 131);
  CHECK(std::abs(factors_together / seeds) < 5.0 / 128);
  CHECK(std::abs(halves_together / seeds) < 5.0 / 128);
}

TEST_CASE("a Latin hypercube has one point in each stratum of each factor") {
  for (const std::size_t points : {1, 2, 7, 100, 1000, 4099}) {
    const UnitDesign design = engine::latin_hypercube(points, 5, points);
    CHECK(design.values.size() == 5 * points);
    for (std::size_t factor = 0; factor < 5; ++factor)
      CHECK(strata_of_one_point(design, factor, points) == points);
  }
}

// Over 2^14 points: a correlation has a standard error of 1 / 128, and so has twelve times a covariance; the
// mean within strata one of 1 / sqrt(12) / 128. Five each: a false alarm in 250,000 seeds.
TEST_CASE("a Latin hypercube pairs the strata at random and fills them evenly") {
  const UnitDesign design = engine::latin_hypercube(1 << 14, 3, 20250200);
  double correlation = 0;
  double with_next = 0;
  double within = 0;
  double within_together = 0;
  for (std::size_t point = 0; point + 1 < design.points; ++point) {
    const auto jitter = [&](std::size_t factor) {
      const double place = design.at(point, factor) * 0x1p14;
      return place - std::floor(place) - 0.5;
    };
    correlation += (design.at(point, 0) - 0.5) * (design.at(point, 2) - 0.5);
    with_next += (design.at(point, 1) - 0.5) * (design.at(point + 1, 1) - 0.5);
    within += jitter(0);
    within_together += jitter(0) * jitter(1);
  }
  for (const double sum : {correlation, with_next, within_together}) CHECK(std::abs(12 * sum) < 5 * 128);
  CHECK(std::abs(std::sqrt(12.0) * within) < 5 * 128);
}

TEST_CASE("a seed names one design, and another seed another") {
  const auto hypercube = [](std::uint64_t seed) { return engine::latin_hypercube(50, 3, seed).values; };
  const auto sobol = [](std::uint64_t seed) { return engine::sobol_sequence(50, 3, seed).values; };
  const auto morris = [](std::uint64_t seed) { return engine::morris_design(50, 3, 4, seed).values; };
  constexpr std::uint64_t edge = std::uint64_t{1} << 32;
  CHECK(hypercube(7) == hypercube(7));
  CHECK(hypercube(7) != hypercube(7 + edge));
  CHECK(sobol(7) == sobol(7));
  CHECK(sobol(7) != sobol(7 + edge));
  CHECK(morris(7) == morris(7));
  CHECK(morris(7) != morris(7 + edge));
}

TEST_CASE("a Saltelli design exchanges one factor at a time between two points") {
  constexpr std::size_t factors = 3;
  for (const bool second_order : {false, true}) {
    const UnitDesign sobol = engine::sobol_sequence(5, 2 * factors, 11);
    const UnitDesign design = engine::saltelli_design(5, factors, second_order, 11);
    const std::size_t block = second_order ? 8 : 5;
    REQUIRE(design.points == 5 * block);
    for (std::size_t base = 0; base < 5; ++base) {
      const auto wide = row(sobol, base);
      const std::vector<double> a(wide.begin(), wide.begin() + factors);
      const std::vector<double> b(wide.begin() + factors, wide.end());
      CHECK(row(design, base * block) == a);
      CHECK(row(design, base * block + block - 1) == b);
      for (std::size_t factor = 0; factor < factors; ++factor) {
        auto ab = a;
        auto ba = b;
        std::swap(ab[factor], ba[factor]);
        CHECK(row(design, base * block + 1 + factor) == ab);
        if (second_order) CHECK(row(design, base * block + 1 + factors + factor) == ba);
      }
    }
  }
}

TEST_CASE("an unscrambled Saltelli design begins at the origin") {
  const UnitDesign design = engine::saltelli_design(2, 2, false, std::nullopt);
  for (std::size_t point = 0; point < 4; ++point) CHECK(row(design, point) == std::vector<double>{0, 0});
  for (std::size_t point = 4; point < 8; ++point) CHECK(row(design, point) == std::vector<double>{0.5, 0.5});
}

TEST_CASE("a Morris path moves each factor once, by its step, from level to level") {
  for (const int levels : {2, 4, 6, 10}) {
    constexpr std::size_t factors = 7;
    const UnitDesign design = engine::morris_design(20, factors, levels, 5);
    REQUIRE(design.points == 20 * (factors + 1));
    for (const double value : design.values)
      CHECK(value * (levels - 1) == Approx(std::round(value * (levels - 1))));
    for (std::size_t path = 0; path < 20; ++path) {
      std::set<std::size_t> moved;
      for (std::size_t step = 0; step < factors; ++step) {
        const std::size_t point = path * (factors + 1) + step;
        for (std::size_t factor = 0; factor < factors; ++factor) {
          const double move = design.at(point + 1, factor) - design.at(point, factor);
          if (move == 0) continue;
          CHECK(std::abs(move) == Approx(levels / (2.0 * (levels - 1))));
          moved.insert(factor);
        }
        CHECK(moved.size() == step + 1); // exactly one more
      }
    }
  }
}

// Of 6000 starts, levels, directions and first moves: Pearson's statistic with 5, 1 and 2 degrees of freedom
// exceeds 37, 27 and 30 with a probability of 6e-7, 2e-7 and 3e-7.
TEST_CASE("Morris paths start on every level, go either way, and in any order") {
  const UnitDesign design = engine::morris_design(6000, 3, 6, 1);
  std::vector<int> level(6);
  std::vector<int> direction(2);
  std::vector<int> first(3);
  for (std::size_t path = 0; path < 6000; ++path) {
    ++level[static_cast<std::size_t>(std::round(design.at(4 * path, 1) * 5))];
    ++direction[design.at(4 * path, 1) < design.at(4 * path + 3, 1) ? 1 : 0];
    for (std::size_t factor = 0; factor < 3; ++factor)
      if (design.at(4 * path, factor) != design.at(4 * path + 1, factor)) ++first[factor];
  }
  CHECK(chi_square(level, 1000) < 37);
  CHECK(chi_square(direction, 3000) < 27);
  CHECK(chi_square(first, 2000) < 30);
}

TEST_CASE("sizes that make no sense are refused") {
  using Refusal = std::invalid_argument;
  constexpr std::size_t huge = std::size_t{1} << 29;
  CHECK_THROWS_AS(engine::latin_hypercube(0, 3, 1), Refusal);
  CHECK_THROWS_AS(engine::latin_hypercube(3, 0, 1), Refusal);
  CHECK_THROWS_AS(engine::latin_hypercube(huge, 1, 1), Refusal);
  CHECK_THROWS_AS(engine::sobol_sequence(0, 1, 1), Refusal);
  CHECK_THROWS_AS(engine::sobol_sequence(1, 0, 1), Refusal);
  CHECK_THROWS_AS(engine::sobol_sequence(huge, 1, 1), Refusal);
  CHECK_THROWS_WITH_AS(engine::sobol_sequence(4, 3668, 1),
                       "the table of Sobol' directions serves at most 3667 factors of this design, not 3668",
                       Refusal);
  CHECK_THROWS_WITH_AS(engine::saltelli_design(0, 2, true, 1), "a design needs at least one row", Refusal);
  CHECK_THROWS_AS(engine::saltelli_design(2, 0, true, 1), Refusal);
  CHECK_THROWS_WITH_AS(engine::saltelli_design(2, 1834, true, 1),
                       "the table of Sobol' directions serves at most 1833 factors of this design, not 1834",
                       Refusal);
  CHECK_THROWS_AS(engine::saltelli_design(2, (std::size_t{1} << 63) + 1, true, 1), Refusal);
  CHECK_THROWS_AS(engine::morris_design(0, 2, 4, 1), Refusal);
  CHECK_THROWS_AS(engine::morris_design(2, 0, 4, 1), Refusal);
  CHECK_THROWS_AS(engine::morris_design(huge / 4, 3, 4, 1), Refusal);
  for (const int levels : {-2, 0, 1, 3}) CHECK_THROWS_AS(engine::morris_design(2, 2, levels, 1), Refusal);
}

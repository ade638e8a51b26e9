// SPDX-License-Identifier: Apache-2.0
// Draws against the published generator: the words, their order, the uniforms made of them, and their names.

#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <random>
#include <string>

#include <Random123/philox.h>
#include <doctest/doctest.h>

#include "engine/lanes/random.hpp"

namespace {

using engine::Draws;
using engine::Lanes;
using FourWords = std::array<std::uint32_t, 4>;

/// The words of one lane.
template <int lane_count>
FourWords words_of_lane(const typename engine::Philox<lane_count>::Counter &block, int lane) {
  return {block[0][lane], block[1][lane], block[2][lane], block[3][lane]};
}

template <int lane_count> FourWords words(const FourWords &counter, const std::array<std::uint32_t, 2> &key) {
  using Word = engine::Words<lane_count>;
  const auto block = engine::Philox<lane_count>::block(
      {Word{} + counter[0], Word{} + counter[1], Word{} + counter[2], Word{} + counter[3]}, key);
  return words_of_lane<lane_count>(block, lane_count - 1);
}

/// The reference implementation of the authors.
FourWords reference(const FourWords &counter, const std::array<std::uint32_t, 2> &key) {
  const r123::Philox4x32::ctr_type counter_of_authors{{counter[0], counter[1], counter[2], counter[3]}};
  const r123::Philox4x32::key_type key_of_authors{{key[0], key[1]}};
  const auto result = r123::Philox4x32()(counter_of_authors, key_of_authors);
  return {result[0], result[1], result[2], result[3]};
}

/// The words that a draw of this name must be made of.
FourWords named(std::uint64_t seed, std::uint64_t trajectory, std::uint32_t step, std::uint32_t stream) {
  return reference(
      {static_cast<std::uint32_t>(trajectory), static_cast<std::uint32_t>(trajectory >> 32), step, stream},
      {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)});
}

/// The number by which an odd one must be multiplied to give 1, modulo 2^32. Newton's method doubles the
/// right bits.
std::uint32_t inverse(std::uint32_t odd) {
  std::uint32_t result = odd; // right in three bits
  for (int bits = 3; bits < 32; bits *= 2) result *= 2 - odd * result;
  return result;
}

std::uint32_t high_word(std::uint32_t a, std::uint32_t b) {
  return static_cast<std::uint32_t>((std::uint64_t{a} * b) >> 32);
}

/// The counter that Philox turns into this block: its ten rounds backwards.
FourWords counter_of(FourWords block, const std::array<std::uint32_t, 2> &key) {
  constexpr std::uint32_t factor0 = 0xD2511F53;
  constexpr std::uint32_t factor1 = 0xCD9E8D57;
  for (std::uint32_t round = 10; round-- > 0;) {
    const std::uint32_t word0 = block[3] * inverse(factor0);
    const std::uint32_t word2 = block[1] * inverse(factor1);
    block = {word0, block[0] ^ high_word(word2, factor1) ^ (key[0] + round * 0x9E3779B9), word2,
             block[2] ^ high_word(word0, factor0) ^ (key[1] + round * 0xBB67AE85)};
  }
  return block;
}

template <class Real> std::array<double, 4> uniforms_of_lane(const std::array<Real, 4> &uniforms, int lane) {
  return {uniforms[0][lane], uniforms[1][lane], uniforms[2][lane], uniforms[3][lane]};
}

template <class Real>
std::array<double, 4> uniforms_of(std::uint64_t seed, std::uint64_t first, int lane, std::uint32_t step,
                                  std::uint32_t stream) {
  return uniforms_of_lane(Draws<Real>(seed, first, step).uniforms(stream), lane);
}

} // namespace

// Salmon et al. 2011; Random123, tests/kat_vectors: philox4x32 with 10 rounds. The last input is pi.
TEST_CASE_TEMPLATE("Philox gives the published answers", Real, Lanes<float, 2>, Lanes<float, 4>,
                   Lanes<float, 32>, Lanes<float, engine::native_lanes>) {
  constexpr std::uint32_t ones = 0xFFFFFFFF;
  CHECK(words<Real::count>({0, 0, 0, 0}, {0, 0}) ==
        FourWords{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  CHECK(words<Real::count>({ones, ones, ones, ones}, {ones, ones}) ==
        FourWords{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(words<Real::count>({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        FourWords{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE_TEMPLATE(
    "Philox agrees with its authors' program on random counters and keys, each lane with its own", Real,
    Lanes<float, 2>, Lanes<float, 4>, Lanes<float, 32>, Lanes<float, engine::native_lanes>) {
  using Philox = engine::Philox<Real::count>;
  std::mt19937 generator(1);
  int wrong = 0;
  for (int trial = 0; trial < 2000; ++trial) {
    typename Philox::Counter counter{};
    for (auto &word : counter) {
      std::array<std::uint32_t, Real::count> lanes;
      for (auto &lane : lanes) lane = static_cast<std::uint32_t>(generator());
      std::memcpy(&word, lanes.data(), sizeof word);
    }
    const std::array<std::uint32_t, 2> key{static_cast<std::uint32_t>(generator()),
                                           static_cast<std::uint32_t>(generator())};
    const auto block = Philox::block(counter, key);
    for (int lane = 0; lane < Real::count; ++lane) {
      const FourWords expected = reference(words_of_lane<Real::count>(counter, lane), key);
      if (words_of_lane<Real::count>(block, lane) != expected) ++wrong;
    }
  }
  CHECK(wrong == 0);
}

// A function that can be undone gives different results for different arguments: under one seed, no two names
// of draws share their words.
TEST_CASE("Philox can be undone, so different counters give different blocks") {
  using Real = Lanes<float, 32>;
  using Philox = engine::Philox<Real::count>;
  CHECK(inverse(0xD2511F53) * 0xD2511F53 == 1);
  CHECK(inverse(0xCD9E8D57) * 0xCD9E8D57 == 1);
  const std::array<std::uint32_t, 6> edges{0, 1, 2, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF};
  std::mt19937 generator(3);
  // Three in four words are at an edge, or near one as names are.
  const auto any_word = [&] {
    const auto word = static_cast<std::uint32_t>(generator());
    return word % 4 == 0 ? static_cast<std::uint32_t>(generator()) : edges[word / 4 % 6] + word / 24 % 256;
  };
  int wrong = 0;
  for (int trial = 0; trial < 10'000; ++trial) {
    typename Philox::Counter counter{};
    for (auto &word : counter) {
      for (int lane = 0; lane < Real::count; ++lane) word[lane] = any_word();
    }
    const std::array<std::uint32_t, 2> key{any_word(), any_word()};
    const auto block = Philox::block(counter, key);
    for (int lane = 0; lane < Real::count; ++lane) {
      if (counter_of(words_of_lane<Real::count>(block, lane), key) !=
          words_of_lane<Real::count>(counter, lane))
        ++wrong;
    }
  }
  CHECK(wrong == 0);
}

// Strict avalanche. Of 1024 flips, each of 192 x 128 pairs of an input and an output bit, within six standard
// errors: an ideal generator would fail once in 20,000 seeds.
TEST_CASE("flipping any bit of a name flips every bit of the words half of the time") {
  using Real = Lanes<float, 32>;
  using Philox = engine::Philox<Real::count>;
  constexpr int flips = 1024;
  std::mt19937 generator(4);
  int wrong = 0;
  for (std::size_t bit = 0; bit < 192; ++bit) {
    std::array<int, 128> flipped{};
    for (int flip = 0; flip < flips; flip += Real::count) {
      typename Philox::Counter counter{};
      for (auto &word : counter) {
        for (int lane = 0; lane < Real::count; ++lane) word[lane] = static_cast<std::uint32_t>(generator());
      }
      std::array<std::uint32_t, 2> key{static_cast<std::uint32_t>(generator()),
                                       static_cast<std::uint32_t>(generator())};
      const auto before = Philox::block(counter, key);
      const std::uint32_t mask = std::uint32_t{1} << (bit % 32);
      if (bit < 128) counter[bit / 32] ^= mask;
      if (bit >= 128) key[bit / 32 - 4] ^= mask;
      const auto after = Philox::block(counter, key);
      for (std::size_t i = 0; i < flipped.size(); ++i) {
        const auto changed = ((before[i / 32] ^ after[i / 32]) >> (i % 32)) & 1;
        for (int lane = 0; lane < Real::count; ++lane) flipped[i] += static_cast<int>(changed[lane]);
      }
    }
    for (const int count : flipped) {
      if (std::abs(count - flips / 2) > 6.0 * std::sqrt(flips / 4.0)) ++wrong;
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("a draw is named by seed, trajectory, step and stream, and its four uniforms are the four words in "
          "order") {
  std::mt19937_64 generator(2);
  for (int trial = 0; trial < 1000; ++trial) {
    const std::uint64_t seed = generator();
    const std::uint64_t trajectory = generator() >> (generator() % 64);
    const auto step = static_cast<std::uint32_t>(generator());
    const auto stream = static_cast<std::uint32_t>(generator());
    const FourWords expected = named(seed, trajectory, step, stream);
    const auto exact = uniforms_of<Lanes<double, 8>>(seed, trajectory, 0, step, stream);
    const auto rounded = uniforms_of<Lanes<float, 4>>(seed, trajectory, 0, step, stream);
    for (std::size_t i = 0; i < 4; ++i) {
      CHECK(exact[i] == (expected[i] + 0.5) / 4294967296.0);
      CHECK(rounded[i] == ((expected[i] >> 9) + 0.5) / 8388608.0);
    }
  }
}

TEST_CASE("uniforms lie strictly between 0 and 1, in single precision as in double") {
  engine::Words<4> extremes{0, 0xFFFFFFFF, 0x1FF, 0xFFFFFE00};
  Lanes<float, 4> single;
  Lanes<double, 4> twin;
  engine::assign_uniform(single, extremes);
  engine::assign_uniform(twin, extremes);
  for (int lane = 0; lane < 4; ++lane) {
    CHECK(single[lane] > 0.0F);
    CHECK(single[lane] < 1.0F);
    CHECK(twin[lane] > 0.0);
    CHECK(twin[lane] < 1.0);
  }
  CHECK(single[0] == 0x1p-24F);
  CHECK(single[1] == 1.0F - 0x1p-24F);
  CHECK(single[0] == single[2]);
  CHECK(single[1] == single[3]);
}

TEST_CASE("trajectories are numbered beyond 2^32, also within one block") {
  using Real = Lanes<float, 32>;
  constexpr std::uint64_t edge = std::uint64_t{1} << 32;
  const auto block = Draws<Real>(7, edge - 3, 5).uniforms(9);
  for (int lane = 0; lane < Real::count; ++lane) {
    const std::uint64_t trajectory = edge - 3 + static_cast<std::uint64_t>(lane);
    CHECK(uniforms_of_lane(block, lane)[0] == ((named(7, trajectory, 5, 9)[0] >> 9) + 0.5) / 8388608.0);
  }
  CHECK(uniforms_of<Real>(7, 0, 0, 5, 9) != uniforms_of<Real>(7, edge, 0, 5, 9));
}

TEST_CASE("a draw depends neither on where its block starts nor on the width") {
  for (std::uint64_t trajectory = 40; trajectory < 80; ++trajectory) {
    const auto alone = uniforms_of<Lanes<float, 2>>(3, trajectory, 0, 1, 2);
    CHECK(uniforms_of<Lanes<float, 2>>(3, trajectory - 1, 1, 1, 2) == alone);
    CHECK(uniforms_of<Lanes<float, 4>>(3, trajectory - 3, 3, 1, 2) == alone);
    for (int lane = 0; lane < 32; ++lane) {
      CHECK(uniforms_of<Lanes<float, 32>>(3, trajectory - static_cast<std::uint64_t>(lane), lane, 1, 2) ==
            alone);
    }
  }
}

TEST_CASE("another step of the same draws is that step's draws") {
  using Real = Lanes<float, 4>;
  const Draws<Real> before(11, 100, engine::before_the_first_step);
  CHECK(uniforms_of_lane(before.at(6).uniforms(3), 2) == uniforms_of<Real>(11, 100, 2, 6, 3));
  CHECK(uniforms_of_lane(before.uniforms(3), 2) == uniforms_of<Real>(11, 100, 2, 0xFFFFFFFF, 3));
}

TEST_CASE("changing any part of the name of a draw changes the draw") {
  using Real = Lanes<float, 4>;
  const auto draw = uniforms_of<Real>(1, 2, 0, 3, 4);
  CHECK(uniforms_of<Real>(2, 2, 0, 3, 4) != draw);
  CHECK(uniforms_of<Real>(1 + (std::uint64_t{1} << 32), 2, 0, 3, 4) != draw);
  CHECK(uniforms_of<Real>(1, 3, 0, 3, 4) != draw);
  CHECK(uniforms_of<Real>(1, 2, 0, 4, 4) != draw);
  CHECK(uniforms_of<Real>(1, 2, 0, 3, 5) != draw);
}

// Mean, variance and correlations of 2^20 draws, within 4.5 standard errors: with 15 comparisons an ideal
// generator would fail once in 10,000 seeds.
TEST_CASE("uniforms are spread evenly and independently over words, trajectories, steps and streams") {
  using Real = Lanes<float, 32>;
  constexpr int count = 1 << 20;
  const double standard_error_of_mean = 1.0 / std::sqrt(12.0 * count);
  const double standard_error_of_square = 1.0 / std::sqrt(180.0 * count);
  const double standard_error_of_product = 1.0 / (12.0 * std::sqrt(static_cast<double>(count)));
  const auto centred = [](std::uint32_t step, std::uint32_t stream, std::uint64_t first) {
    auto uniforms = Draws<Real>(5, first, step).uniforms(stream);
    for (Real &u : uniforms) u -= 0.5;
    return uniforms;
  };
  std::array<double, 4> sum{};
  std::array<double, 4> squares{};
  std::array<double, 7> products{};
  for (std::uint64_t first = 0; first < count; first += Real::count) {
    const auto here = centred(0, 1, first);
    const auto next_step = centred(1, 1, first);
    const auto next_stream = centred(0, 2, first);
    const auto next_trajectory = centred(0, 1, first + 1);
    for (int lane = 0; lane < Real::count; ++lane) {
      const auto u = uniforms_of_lane(here, lane);
      for (std::size_t i = 0; i < 4; ++i) {
        sum[i] += u[i];
        squares[i] += u[i] * u[i] - 1.0 / 12.0;
      }
      const std::array<double, 7> others{u[1],
                                         u[2],
                                         u[3],
                                         next_step[0][lane],
                                         next_stream[0][lane],
                                         next_trajectory[0][lane],
                                         next_stream[1][lane]};
      for (std::size_t i = 0; i < others.size(); ++i) products[i] += u[0] * others[i];
    }
  }
  for (const double total : sum) CHECK(std::abs(total / count) < 4.5 * standard_error_of_mean);
  for (const double total : squares) CHECK(std::abs(total / count) < 4.5 * standard_error_of_square);
  for (const double total : products) CHECK(std::abs(total / count) < 4.5 * standard_error_of_product);
}

// Every word with every word of the neighbour, in 2^17 draws: 150 coefficients of correlation within five
// standard errors. An ideal generator would fail once in 11,000 seeds.
TEST_CASE("neighbours by any part of their names are uncorrelated, each word with each") {
  using Real = Lanes<float, 32>;
  constexpr int count = 1 << 17;
  constexpr std::uint64_t seed = 20250200;
  constexpr std::uint64_t edge = std::uint64_t{1} << 32;
  constexpr std::uint32_t top_bit = 0x80000000;
  constexpr std::uint32_t opening = engine::before_the_first_step;
  struct Neighbour {
    std::string by;
    std::uint64_t seed;
    std::uint64_t ahead;
    std::uint32_t step;
    std::uint32_t stream;
  };
  const std::array<Neighbour, 10> neighbours{{{"itself", seed, 0, 0, 2},
                                              {"trajectory", seed, 1, 0, 2},
                                              {"trajectory by a register", seed, 16, 0, 2},
                                              {"trajectory by its high word", seed, edge, 0, 2},
                                              {"step", seed, 0, 1, 2},
                                              {"step, before the first month", seed, 0, opening, 2},
                                              {"stream", seed, 0, 0, 3},
                                              {"stream of a parameter", seed, 0, 0, 2 + top_bit},
                                              {"seed", seed + 1, 0, 0, 2},
                                              {"seed by its high word", seed + edge, 0, 0, 2}}};
  for (const Neighbour &neighbour : neighbours) {
    std::array<std::array<double, 4>, 4> products{};
    for (std::uint64_t first = 0; first < count; first += Real::count) {
      const auto here = Draws<Real>(seed, first, 0).uniforms(2);
      const auto there =
          Draws<Real>(neighbour.seed, first + neighbour.ahead, neighbour.step).uniforms(neighbour.stream);
      for (std::size_t i = 0; i < 4; ++i) {
        for (std::size_t j = 0; j < 4; ++j) {
          const Real product = (here[i] - 0.5) * (there[j] - 0.5);
          for (int lane = 0; lane < Real::count; ++lane) products[i][j] += product[lane];
        }
      }
    }
    CAPTURE(neighbour.by);
    const bool itself = &neighbour == neighbours.data();
    for (std::size_t i = 0; i < 4; ++i) {
      for (std::size_t j = 0; j < 4; ++j) {
        const double correlation = 12.0 * products[i][j] / count;
        if (itself && i == j) CHECK(correlation == doctest::Approx(1.0).epsilon(0.02)); // the measure works
        if (!itself || i < j) CHECK(std::abs(correlation) < 5.0 / std::sqrt(static_cast<double>(count)));
      }
    }
  }
}

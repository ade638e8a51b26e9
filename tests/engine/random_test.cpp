// Draws against the published generator: the words, their order, the uniforms made of them, and their names.

#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <random>

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

// SPDX-License-Identifier: Apache-2.0
#pragma once

// Chance outside the model: what designs and bootstraps choose at random. The words are the kernel's, so they
// are the same on every platform; the standard library's shuffles and distributions are not.

#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include "engine/lanes/random.hpp"

namespace engine {

/// What the words are for: their stream. Far from the small numbers of agents, below those of parameters.
enum class Purpose : std::uint32_t { latin_hypercube = 0x40000000, scrambling, morris, bootstrap };

/// An endless row of words, named by (seed; purpose, number).
class Choices {
public:
  Choices(std::uint64_t seed, Purpose purpose, std::uint32_t number)
      : seed_(seed), stream_(static_cast<std::uint32_t>(purpose)), number_(number) {}

  std::uint32_t word() {
    if (used_ == words_.size()) draw_more();
    return words_[used_++];
  }

  /// Strictly between 0 and 1: the middle of one of 2^24 equal cells.
  double uniform() { return (static_cast<double>(word() >> 8) + 0.5) * 0x1p-24; }

  /// One of 0 ... count - 1. No number is more likely than another by more than count / 2^32 of its share.
  std::uint32_t below(std::uint32_t count) {
    return static_cast<std::uint32_t>((std::uint64_t{word()} * count) >> 32);
  }

  /// 0 ... count - 1 in random order (Fisher and Yates 1938, as Durstenfeld 1964).
  std::vector<std::uint32_t> permutation(std::uint32_t count) {
    std::vector<std::uint32_t> order(count);
    std::iota(order.begin(), order.end(), 0U);
    for (std::uint32_t left = count; left > 1; --left) std::swap(order[left - 1], order[below(left)]);
    return order;
  }

private:
  // A width that no kernel has: the linker keeps one of equal functions, and it must run on every processor.
  static constexpr int lanes = 2;

  void draw_more() {
    const auto drawn = Draws<Lanes<float, lanes>>(seed_, next_block_, number_).words(stream_);
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] = drawn[i % 4][static_cast<int>(i / 4)];
    next_block_ += lanes;
    used_ = 0;
  }

  std::uint64_t seed_;
  std::uint32_t stream_;
  std::uint32_t number_;
  std::uint64_t next_block_ = 0;
  std::array<std::uint32_t, std::size_t{4} * lanes> words_{};
  std::size_t used_ = words_.size();
};

} // namespace engine

#pragma once

// Chance as a function: a draw is named by (seed; trajectory, step, stream) and nothing else is
// random. So a trajectory is the same alone, in a batch, on any thread and after any restart, and
// what one agent draws never moves another's draw.
//
// Philox4x32-10: Salmon, Moraes, Dror and Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3".

#include <array>
#include <cstdint>
#include <utility>

#include "engine/lanes/lanes.hpp"
#include "engine/lanes/wide_multiply.hpp"

namespace engine {

/// The step of draws made once, before the first month.
inline constexpr std::uint32_t before_the_first_step = 0xFFFFFFFF;

template <int lane_count> using Words = Vector<std::uint32_t, lane_count>;

template <int lane_count> struct Philox {
  using Word = Words<lane_count>;
  using Counter = std::array<Word, 4>;
  using Key = std::array<std::uint32_t, 2>;

  /// Four random words a lane.
  static Counter block(Counter counter, Key key) {
    for (int round = 0; round < 10; ++round) {
      const auto [high0, low0] = product(counter[0], 0xD2511F53);
      const auto [high1, low1] = product(counter[2], 0xCD9E8D57);
      counter = {high1 ^ counter[1] ^ key[0], low1, high0 ^ counter[3] ^ key[1], low0};
      key = {key[0] + 0x9E3779B9, key[1] + 0xBB67AE85};
    }
    return counter;
  }

private:
  /// High and low words of the 64-bit products.
  static std::pair<Word, Word> product(Word word, std::uint32_t factor) {
    return interleave(word, factor, std::make_integer_sequence<int, lane_count>());
  }

  template <int... lane>
  static std::pair<Word, Word> interleave(Word word, std::uint32_t factor,
                                          std::integer_sequence<int, lane...>) {
    using Multiply = WideMultiply<4 * lane_count>;
    const auto pairs = reinterpret_cast<typename Multiply::Pairs>(word);
    const auto even = reinterpret_cast<Word>(Multiply::low_halves(pairs, factor));
    const auto odd = reinterpret_cast<Word>(Multiply::low_halves(pairs >> 32, factor));
    constexpr auto source = [](int target, int half) {
      return (target & ~1) + half + ((target & 1) != 0 ? lane_count : 0);
    };
    return {__builtin_shufflevector(even, odd, source(lane, 1)...),
            __builtin_shufflevector(even, odd, source(lane, 0)...)};
  }
};

/// Uniforms strictly between 0 and 1: the middle of one of 2^23 equal cells, exact in single precision.
template <int lane_count> void assign_uniform(Lanes<float, lane_count> &uniform, Words<lane_count> word) {
  using Integers = Vector<std::int32_t, lane_count>;
  const auto cell = reinterpret_cast<Integers>(word >> 9);
  using Native = typename Lanes<float, lane_count>::Native;
  uniform.native = (__builtin_convertvector(cell, Native) + 0.5F) * 0x1p-23F;
}

/// The same draw with all its 32 bits, for the double-precision twin of a model.
template <int lane_count> void assign_uniform(Lanes<double, lane_count> &uniform, Words<lane_count> word) {
  for (int lane = 0; lane < lane_count; ++lane) {
    uniform.native[lane] = (static_cast<double>(word[lane]) + 0.5) * 0x1p-32;
  }
}

/// The chance of one step of `Real::count` neighbouring trajectories.
template <class Real> class Draws {
public:
  using Word = Words<Real::count>;

  Draws(std::uint64_t seed, std::uint64_t first_trajectory, std::uint32_t step)
      : key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)}, step_(step) {
    for (int lane = 0; lane < Real::count; ++lane) {
      const std::uint64_t trajectory = first_trajectory + static_cast<std::uint64_t>(lane);
      trajectory_low_[lane] = static_cast<std::uint32_t>(trajectory);
      trajectory_high_[lane] = static_cast<std::uint32_t>(trajectory >> 32);
    }
  }

  /// The same trajectories in another step.
  Draws at(std::uint32_t step) const {
    Draws later = *this;
    later.step_ = step;
    return later;
  }

  /// The four uniforms of one source of chance in this step.
  std::array<Real, 4> uniforms(std::uint32_t stream) const {
    const auto words = Philox<Real::count>::block(
        {trajectory_low_, trajectory_high_, Word{} + step_, Word{} + stream}, key_);
    std::array<Real, 4> result;
    for (int i = 0; i < 4; ++i) assign_uniform(result[i], words[i]);
    return result;
  }

private:
  std::array<std::uint32_t, 2> key_;
  std::uint32_t step_;
  Word trajectory_low_{};
  Word trajectory_high_{};
};

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#pragma once

// Counter-based random numbers: a draw is named by (seed; trajectory, step, stream), nothing else is
// random. So a trajectory is reproducible alone, in a batch, on any thread and after any restart, and
// what one agent draws never moves another's draw.
//
// Philox4x32-10: Salmon, Moraes, Dror and Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3".

#include <array>
#include <cstddef>
#include <cstdint>

#include "engine/lanes/lanes.hpp"

namespace engine {

/// The step of draws made once, before the first month.
inline constexpr std::uint32_t before_the_first_step = 0xFFFFFFFF;

template <int lane_count> struct Philox {
  using Word = Words<lane_count>;
  using Counter = std::array<Word, 4>;
  using Key = std::array<std::uint32_t, 2>;

  /// Four random words a lane.
  static Counter block(Counter counter, Key key) { return blocks<1>({counter}, key)[0]; }

  /// Several blocks round by round: each round waits for the one before, and another block's work fills the
  /// wait.
  template <std::size_t count>
  [[gnu::always_inline]] static std::array<Counter, count> blocks(std::array<Counter, count> counters,
                                                                  Key key) {
    for (int round = 0; round < 10; ++round) {
      for (Counter &counter : counters) {
        const auto [high0, low0] = WideProduct<lane_count>::of(counter[0], 0xD2511F53);
        const auto [high1, low1] = WideProduct<lane_count>::of(counter[2], 0xCD9E8D57);
        counter = {high1 ^ counter[1] ^ key[0], low1, high0 ^ counter[3] ^ key[1], low0};
      }
      key = {key[0] + 0x9E3779B9, key[1] + 0xBB67AE85};
    }
    return counters;
  }
};

/// Uniforms strictly between 0 and 1: the middle of one of 2^23 equal cells, exact in single precision. The
/// upper bits of the word become the fraction of a number in [1, 2).
template <int lane_count> void assign_uniform(Lanes<float, lane_count> &uniform, Words<lane_count> word) {
  constexpr std::uint32_t bits_of_one = 0x3F800000;
  constexpr float one_less_half_a_cell = 1.0F - 0x1p-24F;
  using Native = typename Lanes<float, lane_count>::Native;
  uniform.native = reinterpret_cast<Native>((word >> 9) | bits_of_one) - one_less_half_a_cell;
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
  using Counter = std::array<Word, 4>;
  template <std::size_t count> using Counters = std::array<Counter, count>;
  static constexpr std::uint32_t streams_at_once = 4; // as many as registers hold

  /// `sharing`: how many neighbouring trajectories have the same chance; the number of the group that one
  /// belongs to, its own divided by this, then stands for it.
  Draws(std::uint64_t seed, std::uint64_t first_trajectory, std::uint32_t step, std::uint64_t sharing = 1)
      : key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)}, step_(step) {
    for (int lane = 0; lane < Real::count; ++lane) {
      const std::uint64_t trajectory = (first_trajectory + static_cast<std::uint64_t>(lane)) / sharing;
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

  /// The name of one source of chance in this step.
  Counter counter(std::uint32_t stream) const {
    return {trajectory_low_, trajectory_high_, Word{} + step_, Word{} + stream};
  }

  /// The four words of each name.
  template <std::size_t count>
  [[gnu::always_inline]] Counters<count> blocks(const Counters<count> &counters) const {
    return Philox<Real::count>::template blocks<count>(counters, key_);
  }
  Counter words(std::uint32_t stream) const { return blocks<1>({counter(stream)})[0]; }

  /// The four uniforms made of them.
  std::array<Real, 4> uniforms(std::uint32_t stream) const { return uniforms_of<1>(stream)[0]; }

  /// The same of as many sources, one after another.
  template <std::size_t count>
  [[gnu::always_inline]] std::array<std::array<Real, 4>, count>
  uniforms_of(std::uint32_t first_stream) const {
    Counters<count> counters;
    for (std::size_t i = 0; i < count; ++i)
      counters[i] = counter(first_stream + static_cast<std::uint32_t>(i));
    const Counters<count> drawn = blocks(counters);
    std::array<std::array<Real, 4>, count> result;
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t word = 0; word < 4; ++word) assign_uniform(result[i][word], drawn[i][word]);
    }
    return result;
  }

private:
  std::array<std::uint32_t, 2> key_;
  std::uint32_t step_;
  Word trajectory_low_{};
  Word trajectory_high_{};
};

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
// Writes the model's random words to standard output, without end, for programs that test random numbers.
// Correlation hides between neighbours, so each order makes neighbours of other parts of a word's name.

#include <array>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "agents/peninsula/model.hpp"
#include "agents/peninsula/streams.hpp"
#include "engine/conditions/condition.hpp"
#include "engine/lanes/random.hpp"

namespace {

using Real = engine::Lanes<float, engine::native_lanes>;
using Draws = engine::Draws<Real>;
using Draw = std::array<engine::Words<Real::count>, 4>; // of neighbouring trajectories, one in each lane
using Block = std::vector<Draw>;

constexpr std::uint32_t stream_of_american_decisions = 1 + peninsula::draw::american_action / 4;

/// All draws of the trajectories, as the kernel makes them when no parameter is drawn.
Block whole_trajectories(std::uint64_t seed, std::uint64_t number) {
  const Draws opening(seed, number * Real::count, engine::before_the_first_step);
  Block block{opening.words(peninsula::russian_types_and_tempo), opening.words(peninsula::private_tastes)};
  const auto months = static_cast<std::uint32_t>(engine::Condition().months);
  for (std::uint32_t month = 0; month < months; ++month) {
    for (std::uint32_t stream = 1; stream <= peninsula::stream_count; ++stream)
      block.push_back(opening.at(month).words(stream));
  }
  return block;
}

/// A defect to be found: the last two sources of chance share a stream.
Block with_a_shared_stream(std::uint64_t seed, std::uint64_t number) {
  Block block = whole_trajectories(seed, number);
  for (std::size_t last = 1 + peninsula::stream_count; last < block.size(); last += peninsula::stream_count)
    block[last] = block[last - 1];
  return block;
}

/// One draw of 1024 registers full of trajectories: every stream in turn, every month in turn, then others.
Block one_draw(std::uint64_t seed, std::uint64_t number) {
  constexpr std::uint64_t registers = 1024;
  const auto months = static_cast<std::uint64_t>(engine::Condition().months);
  const auto stream = static_cast<std::uint32_t>(1 + number % peninsula::stream_count);
  const auto month = static_cast<std::uint32_t>(number / peninsula::stream_count % months);
  const std::uint64_t first = number / (peninsula::stream_count * months) * registers;
  Block block;
  for (std::uint64_t i = first; i < first + registers; ++i)
    block.push_back(Draws(seed, i * Real::count, month).words(stream));
  return block;
}

/// One source of chance over the longest span of months.
Block one_stream(std::uint64_t seed, std::uint64_t number) {
  const Draws opening(seed, number * Real::count, engine::before_the_first_step);
  Block block;
  const auto most = static_cast<std::uint32_t>(peninsula::model().most_months);
  for (std::uint32_t month = 0; month < most; ++month)
    block.push_back(opening.at(month).words(stream_of_american_decisions));
  return block;
}

/// The draws of all parameters, each on the stream that its name gives it.
Block all_parameters(std::uint64_t seed, std::uint64_t number) {
  static const std::vector<std::uint32_t> streams = [] {
    std::vector<std::uint32_t> found;
    for (const engine::Parameter &parameter : peninsula::model().parameters)
      found.push_back(engine::stream_of_parameter(parameter.name));
    return found;
  }();
  const Draws opening(seed, number * Real::count, engine::before_the_first_step);
  Block block;
  for (const std::uint32_t stream : streams) block.push_back(opening.words(stream));
  return block;
}

/// The same draw under 1024 neighbouring seeds.
Block neighbouring_seeds(std::uint64_t seed, std::uint64_t number) {
  constexpr std::uint64_t seeds = 1024;
  Block block;
  for (std::uint64_t i = number * seeds; i < (number + 1) * seeds; ++i)
    block.push_back(Draws(seed + i, 0, 0).words(stream_of_american_decisions));
  return block;
}

/// Bits on standard output, whole words at a time.
class Output {
public:
  void put(std::uint32_t value, int bits = 32) {
    waiting_ |= std::uint64_t{value} << waiting_bits_;
    waiting_bits_ += bits;
    if (waiting_bits_ < 32) return;
    words_[count_++] = static_cast<std::uint32_t>(waiting_);
    waiting_ >>= 32;
    waiting_bits_ -= 32;
    if (count_ == words_.size()) write();
  }
  /// Whether the reader still takes words.
  bool taken() const { return taken_; }

private:
  void write() {
    taken_ = std::fwrite(words_.data(), sizeof words_[0], count_, stdout) == count_;
    count_ = 0;
  }

  std::array<std::uint32_t, 1 << 14> words_{};
  std::size_t count_ = 0;
  std::uint64_t waiting_ = 0;
  int waiting_bits_ = 0;
  bool taken_ = true;
};

/// One trajectory after another.
void by_trajectory(const Block &block, Output &output) {
  for (int lane = 0; lane < Real::count; ++lane) {
    for (const Draw &draw : block) {
      for (const auto &word : draw) output.put(word[lane]);
    }
  }
}

/// The same word of all trajectories side by side, as the lanes consume it.
void by_word(const Block &block, Output &output) {
  for (std::size_t word = 0; word < 4; ++word) {
    for (const Draw &draw : block) {
      for (int lane = 0; lane < Real::count; ++lane) output.put(draw[word][lane]);
    }
  }
}

/// The 23 bits that make a uniform in single precision, one trajectory after another.
void by_trajectory_as_uniforms(const Block &block, Output &output) {
  for (int lane = 0; lane < Real::count; ++lane) {
    for (const Draw &draw : block) {
      for (const auto &word : draw) {
        Real uniform;
        engine::assign_uniform(uniform, word);
        output.put(static_cast<std::uint32_t>(uniform[lane] * 0x1p23F), 23);
      }
    }
  }
}

struct Order {
  std::string_view name;
  std::string_view meaning;
  Block (*block)(std::uint64_t seed, std::uint64_t number);
  void (*write)(const Block &block, Output &output);
};

constexpr std::array<Order, 7> orders{
    {{"trajectory", "whole trajectories: neighbours are the four words of a draw, then streams, then months",
      whole_trajectories, by_trajectory},
     {"lanes", "the same word of neighbouring trajectories, as the lanes consume it", one_draw, by_word},
     {"months", "one source of chance: neighbours are its four words, then months", one_stream,
      by_trajectory},
     {"parameters", "drawn parameters: neighbours are streams made of names", all_parameters, by_trajectory},
     {"seeds", "the same draw under neighbouring seeds", neighbouring_seeds, by_trajectory},
     {"uniforms", "whole trajectories, but only the 23 bits that make a uniform, packed", whole_trajectories,
      by_trajectory_as_uniforms},
     {"broken", "whole trajectories with a defect to be found: the last two sources share a stream",
      with_a_shared_stream, by_trajectory}}};

void print_usage(std::FILE *file) {
  fmt::print(file, "usage: randomness ORDER [SEED]\n"
                   "Writes the model's random words to standard output, without end. Orders:\n");
  for (const Order &order : orders) fmt::print(file, "  {:<12}{}\n", order.name, order.meaning);
}

/// Writes until nobody reads.
int write(const Order &order, std::uint64_t seed) {
  Output output;
  for (std::uint64_t number = 0; output.taken(); ++number) order.write(order.block(seed, number), output);
  return 0;
}

} // namespace

int main(int argc, char **argv) {
  const std::vector<std::string_view> arguments(argv + 1, argv + argc);
  if (arguments == std::vector<std::string_view>{"--help"}) {
    print_usage(stdout);
    return 0;
  }
  std::uint64_t seed = 20250201;
  if (arguments.size() == 2) {
    const char *end = arguments[1].data() + arguments[1].size();
    const auto [rest, error] = std::from_chars(arguments[1].data(), end, seed);
    if (error != std::errc() || rest != end) {
      fmt::print(stderr, "randomness: SEED must be a whole number below 2^64, not {}\n", arguments[1]);
      return 2;
    }
  }
  if (arguments.size() == 1 || arguments.size() == 2) {
    for (const Order &order : orders)
      if (order.name == arguments[0]) return write(order, seed);
  }
  print_usage(stderr);
  return 2;
}

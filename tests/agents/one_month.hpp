// SPDX-License-Identifier: Apache-2.0
#pragma once

// One month of one agent, from a random region.

#include <cmath>
#include <random>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "tests/agents/regions.hpp"

namespace test {

/// A month with its dice, and one lane in which it is watched. Each trial has a month and a lane of its own.
class OneMonth {
  using World = peninsula::World<Twin>;
  engine::Dice<Twin, World::streams> dice_;
  std::mt19937 generator_;
  std::vector<float> nothing_given_ = std::vector<float>(peninsula::given_processes, std::nanf(""));
  engine::Chronicle chronicle_;
  engine::ChronicleWitness witness_;

public:
  explicit OneMonth(int trial)
      : dice_(engine::dice_of<World>(engine::Draws<Twin>(seed, static_cast<std::uint64_t>(trial) * 8,
                                                         static_cast<std::uint32_t>(trial)))),
        generator_(static_cast<unsigned>(trial)), witness_{chronicle_, trial % Twin::count},
        month(trial % months), turn{month, month % 12, dice_, nothing_given_.data(), witness_} {}
  OneMonth(const OneMonth &) = delete;
  OneMonth &operator=(const OneMonth &) = delete;

  int month;
  engine::Turn<Twin, World::streams, engine::ChronicleWitness> turn;

  TwinRegion random_region() { return test::random_region(generator_, month); }

  /// What was decided in the watched trajectory; a thing is decided once a month.
  const engine::Decision &decision(std::string_view name) const {
    for (const engine::Decision &one : chronicle_.decisions) {
      if (one.decision == name) return one;
    }
    throw std::invalid_argument("nobody told of " + std::string(name));
  }
};

} // namespace test

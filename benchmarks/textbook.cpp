// SPDX-License-Identifier: Apache-2.0
#include "benchmarks/textbook.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>

#include "engine/lanes/functions.hpp"
#include "engine/lanes/random.hpp"

namespace engine {

using OneDouble = Lanes<double, 1>;

/// One generator after another number, whoever asks.
template <> class Draws<OneDouble> {
public:
  static constexpr std::uint32_t streams_at_once = 1;

  Draws(std::uint64_t, std::uint64_t, std::uint32_t, std::uint64_t = 1) {}
  Draws at(std::uint32_t) const { return *this; }

  std::array<OneDouble, 4> uniforms(std::uint32_t) const {
    static std::mt19937_64 generator(20250201);
    std::uniform_real_distribution<double> uniform(0x1p-54, 1.0);
    std::array<OneDouble, 4> drawn;
    for (OneDouble &each : drawn) each = OneDouble(uniform(generator));
    return drawn;
  }
  template <std::size_t count>
  std::array<std::array<OneDouble, 4>, count> uniforms_of(std::uint32_t first_stream) const {
    std::array<std::array<OneDouble, 4>, count> drawn;
    for (auto &each : drawn) each = uniforms(first_stream);
    return drawn;
  }
};

} // namespace engine

#include "agents/peninsula/world.hpp"
#include "engine/model/kernel.hpp"

namespace benchmarks {

void simulate_by_the_textbook(const engine::Scenario &scenario, const engine::Block &block,
                              const engine::Tape &tape) {
  engine::Trajectories<peninsula::World, engine::OneDouble>::simulate(scenario, block, tape);
}

} // namespace benchmarks

// SPDX-License-Identifier: Apache-2.0
#pragma once

// Populations under other numbers than the model's defaults, for tests: by the kernels as the ensemble runs
// them, and by the same text on lanes of the test's own, which can be looked at after every year.

#include <array>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "agents/tribute/model.hpp"
#include "agents/tribute/world.hpp"
#include "engine/ensemble/ensemble.hpp"
#include "engine/model/kernel.hpp"

namespace test::tribute {

inline constexpr std::uint64_t seed = 19950101;

/// Values for parameters, each by its name.
using Overrides = std::vector<std::pair<std::string_view, double>>;

inline std::vector<double> parameters_with(const Overrides &overrides) {
  std::vector<double> values;
  for (const engine::Parameter &parameter : ::tribute::model().parameters) values.push_back(parameter.value);
  for (const auto &[name, value] : overrides) {
    std::size_t place = 0;
    while (::tribute::model().parameters.at(place).name != name) ++place;
    values[place] = value;
  }
  return values;
}

/// Every outcome of the first histories, as a kernel measures them.
class Outcomes {
public:
  static constexpr int at_once = 32; // what the widest kernel runs

  Outcomes(const Overrides &overrides, int years, int histories, const engine::Kernel *kernel = nullptr)
      : values_(::tribute::model().outcomes.size()) {
    const engine::Kernel &chosen = kernel != nullptr ? *kernel : engine::choose_kernel(::tribute::model());
    const std::vector<double> parameters = parameters_with(overrides);
    const engine::Scenario scenario{parameters.data(), parameters.size(), nullptr, 0, nullptr, 0, years, 0};
    std::vector<float> tape(values_.size() * at_once);
    for (int first = 0; first < histories; first += at_once) {
      chosen.simulate(scenario, {seed, static_cast<std::uint64_t>(first), at_once},
                      {tape.data(), nullptr, at_once});
      for (std::size_t outcome = 0; outcome < values_.size(); ++outcome) {
        const float *begin = tape.data() + outcome * at_once;
        values_[outcome].insert(values_[outcome].end(), begin, begin + at_once);
      }
    }
  }

  const std::vector<float> &operator[](std::string_view name) const {
    const auto &outcomes = ::tribute::model().outcomes;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      if (outcomes[i].name == name) return values_[i];
    }
    throw std::invalid_argument("no outcome is called " + std::string(name));
  }
  const std::vector<std::vector<float>> &all() const { return values_; }

private:
  std::vector<std::vector<float>> values_;
};

/// The model's text with these numbers.
template <class Real>::tribute::World<Real> world_with(const Overrides &overrides) {
  const std::vector<double> parameters = parameters_with(overrides);
  ::tribute::World<Real> world;
  auto next = parameters.begin();
  auto set = [&](Real &member, auto &&...) { member = Real(*next++); };
  engine::ParameterVisitor<Real, decltype(set)> visitor{set};
  world.parameters(visitor);
  world.prepare();
  return world;
}

/// Where a lane has the actor of this number, from 0.
template <class Real> std::size_t place_of(const ::tribute::Region<Real> &region, int lane, int number) {
  return static_cast<std::size_t>(::tribute::place(number - static_cast<int>(region.first[lane])));
}

/// Wealth and commitments by the actors' numbers, in one lane.
struct Population {
  std::array<double, ::tribute::actors> wealth;
  std::array<std::array<double, ::tribute::actors>, ::tribute::actors> commitment;
  friend bool operator==(const Population &, const Population &) = default;
};

template <class Real> Population population(const ::tribute::Region<Real> &region, int lane = 0) {
  Population found{};
  for (int k = 0; k < ::tribute::actors; ++k) {
    const std::size_t at = place_of(region, lane, k);
    found.wealth[static_cast<std::size_t>(k)] = region.wealth[at][lane];
    for (int l = 0; l < ::tribute::actors; ++l)
      found.commitment[static_cast<std::size_t>(k)][static_cast<std::size_t>(l)] =
          region.commitment[at][place_of(region, lane, l)][lane];
  }
  return found;
}

/// A year in which the test itself says what chance decides.
template <class RealType> struct Arranged {
  using Real = RealType;
  std::array<std::array<Real, 4>, ::tribute::stream_count> chance;
  engine::NoWitness witness = {};

  const std::array<Real, 4> &uniforms(std::uint32_t stream) const { return chance[stream - 1]; }

  /// These actors are active, by their numbers from 0.
  static Arranged with(std::initializer_list<int> active) {
    Arranged year;
    for (auto &stream : year.chance) stream.fill(Real(0.5));
    std::size_t next = 0;
    for (const int number : active) year.chance[0][next++] = Real((number + 0.5) / ::tribute::actors);
    return year;
  }
};

} // namespace test::tribute

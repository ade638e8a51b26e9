// SPDX-License-Identifier: Apache-2.0
#pragma once

// One agent's month, to be compared with the equations of the model worked out by hand in plain numbers.

#include <array>
#include <cmath>
#include <random>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "tests/agents/regions.hpp"

namespace test {

/// A month with its dice, and one lane in which it is watched. Each trial has a month and a lane of its own.
class OneMonth {
  using World = peninsula::World<Twin>;
  std::mt19937 generator_;
  engine::Dice<Twin, World::streams> dice_;
  std::vector<float> nothing_given_ = std::vector<float>(peninsula::given_processes, std::nanf(""));
  engine::Chronicle chronicle_;
  engine::ChronicleWitness witness_;

public:
  explicit OneMonth(int trial)
      : generator_(static_cast<unsigned>(trial)),
        dice_(engine::Draws<Twin>(seed, static_cast<std::uint64_t>(trial) * 8,
                                  static_cast<std::uint32_t>(trial))),
        witness_{chronicle_, trial % Twin::count}, month(trial % months),
        lane(trial % Twin::count), turn{month, month % 12, dice_, nothing_given_.data(), witness_} {}
  OneMonth(const OneMonth &) = delete;
  OneMonth &operator=(const OneMonth &) = delete;

  int month;
  int lane;
  engine::Turn<Twin, World::streams, engine::ChronicleWitness> turn;

  TwinRegion random_region() { return test::random_region(generator_, month); }
  peninsula::Region<double> watched(const TwinRegion &region) const { return lane_of(region, lane); }

  /// The uniform that the watched trajectory meets.
  double u(std::uint32_t stream, std::size_t which) const { return dice_[stream][which][lane]; }

  /// What was decided in the watched trajectory; a thing is decided once a month.
  const engine::Decision &decision(std::string_view name) const {
    return find(chronicle_.decisions, &engine::Decision::decision, name);
  }
  const engine::Incident &incident(std::string_view name) const {
    return find(chronicle_.incidents, &engine::Incident::event, name);
  }

private:
  template <class Told>
  static const Told &find(const std::vector<Told> &all, std::string Told::*what, std::string_view name) {
    for (const Told &one : all) {
      if (one.*what == name) return one;
    }
    throw std::invalid_argument("nobody told of " + std::string(name));
  }
};

/// The agents with the default numbers of the model.
inline const peninsula::World<Twin> &agents() {
  static const auto world = world_of<Twin>(condition());
  return world;
}

inline double logistic(double x) { return 1.0 / (1.0 + std::exp(-x)); }
inline double log_odds(double p) { return std::log(p / (1.0 - p)); }
inline double clip(double x) { return std::clamp(x, 0.0, 1.0); }
/// (N1)
inline double pushed(double x, double change) {
  const double room = change > 0 ? 1.0 - x : x;
  return x + change * room / std::hypot(room, change, 1e-15);
}
inline double one_if(bool truth) { return truth ? 1.0 : 0.0; }
inline std::size_t index(double whole) { return static_cast<std::size_t>(whole); }

/// exp(rationality * utility) over the sum of those allowed.
template <std::size_t options>
std::array<double, options> softmax(const std::array<double, options> &utility, double rationality,
                                    std::array<bool, options> allowed) {
  std::array<double, options> probability{};
  double total = 0.0;
  for (std::size_t i = 0; i < options; ++i)
    total += probability[i] = allowed[i] ? std::exp(rationality * utility[i]) : 0.0;
  for (double &p : probability) p /= total;
  return probability;
}

template <std::size_t options>
std::array<double, options> softmax(const std::array<double, options> &utility, double rationality) {
  std::array<bool, options> all{};
  all.fill(true);
  return softmax(utility, rationality, all);
}

/// The first option whose cumulative probability exceeds u.
template <std::size_t options> std::size_t drawn(const std::array<double, options> &probability, double u) {
  double cumulative = 0.0;
  for (std::size_t i = 0; i + 1 < options; ++i) {
    cumulative += probability[i];
    if (u < cumulative) return i;
  }
  return options - 1;
}

inline void check_near(double value, double expected) {
  CAPTURE(value);
  CAPTURE(expected);
  CHECK(std::abs(value - expected) <= 1e-11 * std::max(1.0, std::abs(expected)));
}

/// A decision had these utilities, these probabilities, and took what they and the uniform say.
template <std::size_t options>
void check_decision(const engine::Decision &decision, const std::array<double, options> &utility,
                    const std::array<double, options> &probability, double u) {
  CHECK(decision.options.size() == options);
  for (std::size_t i = 0; i < options; ++i) {
    check_near(decision.utility[i], utility[i]);
    check_near(decision.probability[i], probability[i]);
  }
  CHECK(decision.chosen == drawn(probability, u));
}

/// Something had this probability, and happened if the uniform lay below it.
inline void check_incident(const engine::Incident &incident, double probability, double u) {
  check_near(incident.probability, probability);
  CHECK(incident.happened == (u < probability));
}

inline constexpr int trials = 400;

} // namespace test

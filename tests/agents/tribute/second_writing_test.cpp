// SPDX-License-Identifier: Apache-2.0
// The model, and a second writing of its rules, go through the same histories on the same random numbers: to
// the last bit, in every year.

#include <array>
#include <cstdint>
#include <string_view>

#include <doctest/doctest.h>

#include "engine/lanes/random.hpp"
#include "tests/agents/tribute/histories.hpp"
#include "tests/agents/tribute/second_writing.hpp"

namespace {

using test::tribute::Outcomes;
using test::tribute::Overrides;
using test::tribute::Population;
using Plain = test::tribute::SecondWriting<float>;

using Real = engine::Lanes<float, 2>; // single precision, as the kernels; a width that none of them has

std::array<float, 4> first_lane(const std::array<Real, 4> &u) { return {u[0][0], u[1][0], u[2][0], u[3][0]}; }

Population population(const Plain &plain) {
  Population found{};
  for (std::size_t k = 0; k < 10; ++k) {
    found.wealth[k] = plain.W[k];
    for (std::size_t l = 0; l < 10; ++l) found.commitment[k][l] = plain.L[k][l];
  }
  return found;
}

struct Reading {
  const char *name;
  Overrides overrides;
  Plain::Rules rules;
};

/// What the program text's switches and those of other implementations change, one at a time and together.
const std::array readings{
    Reading{"base case", {}, {}},
    Reading{"A1", {{"demand.rule", 0}}, {.demand = 0}},
    Reading{"A3", {{"demand.rule", 2}}, {.demand = 2}},
    Reading{"A4", {{"demand.rule", 3}}, {.demand = 3}},
    Reading{"vulnerability alone", {{"demand.rule", 4}}, {.demand = 4}},
    Reading{"B1", {{"response.rule", 0}}, {.response = 0}},
    Reading{"B2", {{"response.rule", 1}}, {.response = 1}},
    Reading{"B3", {{"response.rule", 2}}, {.response = 2}},
    Reading{"B5", {{"response.rule", 4}}, {.response = 4}},
    Reading{"B6", {{"response.rule", 5}}, {.response = 5}},
    Reading{"full demand", {{"response.rule", 6}}, {.response = 6}},
    Reading{"no contiguity", {{"alliance.contiguity", 1}}, {.contiguous = false}},
    Reading{"without replacement", {{"activation.replacement", 1}}, {.replacement = false}},
    Reading{"four activations", {{"activation.count", 4}}, {.activations = 4}},
    Reading{"other numbers",
            {{"terms.demand", 150},
             {"terms.destructiveness", 0.5},
             {"wealth.harvest", 35},
             {"commitment.increment", 5}},
            {.tribute = 150, .destructiveness = 0.5F, .harvest = 35, .increment = 5}},
    Reading{
        "many at once",
        {{"demand.rule", 3}, {"response.rule", 5}, {"alliance.contiguity", 1}, {"activation.replacement", 1}},
        {.demand = 3, .response = 5, .contiguous = false, .replacement = false}},
};

/// Both writings, side by side, until they part; returns how many years they agreed.
int years_of_agreement(const Reading &reading, double initial, std::uint64_t history, int years) {
  Overrides overrides = reading.overrides;
  overrides.emplace_back("commitment.initial", initial);
  const auto world = test::tribute::world_with<Real>(overrides);
  const engine::Draws<Real> draws(test::tribute::seed, history, engine::before_the_first_step);
  auto region = world.opening(draws);
  Plain plain(reading.rules);
  const Population opening = test::tribute::population(region);
  for (std::size_t k = 0; k < 10; ++k) {
    plain.W[k] = static_cast<float>(opening.wealth[k]);
    for (std::size_t l = 0; l < 10; ++l) plain.L[k][l] = static_cast<float>(opening.commitment[k][l]);
  }
  engine::NoWitness witness;
  for (int year = 0; year < years; ++year) {
    const auto step = static_cast<std::uint32_t>(year);
    const engine::Dice<Real, tribute::stream_count> dice(draws.at(step));
    engine::Turn<Real, tribute::stream_count, engine::NoWitness> turn{year, 0, dice, nullptr, witness};
    world.play(region, turn);
    plain.year({first_lane(dice[1]), first_lane(dice[2]), first_lane(dice[3])});
    if (test::tribute::population(region) != population(plain)) return year;
  }
  return years;
}

TEST_CASE("tribute: two writings of the base case agree to the last bit for a thousand years") {
  for (std::uint64_t history = 0; history < 64; ++history)
    CHECK(years_of_agreement(readings[0], 0, history, 1000) == 1000);
}

TEST_CASE("tribute: they agree in every reading, and from every opening") {
  for (const Reading &reading : readings) {
    CAPTURE(reading.name);
    for (const double initial : {0.0, 1.0, 2.0, 3.0})
      for (std::uint64_t history = 0; history < 4; ++history)
        CHECK(years_of_agreement(reading, initial, history, 250) == 250);
  }
}

TEST_CASE("tribute: what a kernel measures is what the second writing does") {
  const int years = 400;
  const Outcomes outcomes({}, years, 64);
  const auto world = test::tribute::world_with<Real>({});
  for (std::uint64_t history = 0; history < 64; ++history) {
    const engine::Draws<Real> draws(test::tribute::seed, history, engine::before_the_first_step);
    Plain plain{Plain::Rules{}};
    const Population opening = test::tribute::population(world.opening(draws));
    for (std::size_t k = 0; k < 10; ++k) plain.W[k] = static_cast<float>(opening.wealth[k]);
    for (int year = 0; year < years; ++year) {
      const engine::Dice<Real, tribute::stream_count> dice(draws.at(static_cast<std::uint32_t>(year)));
      plain.year({first_lane(dice[1]), first_lane(dice[2]), first_lane(dice[3])});
    }
    CHECK(outcomes["fights"][history] == static_cast<float>(plain.fights));
    CHECK(outcomes["payments"][history] == static_cast<float>(plain.payments));
    CHECK(outcomes["idle_activations"][history] == static_cast<float>(plain.idle));
    float richest = 0.0F;
    double total = 0.0;
    int poor = 0;
    int full = 0;
    int committed = 0;
    for (std::size_t k = 0; k < 10; ++k) {
      richest = std::max(richest, plain.W[k]);
      total += plain.W[k];
      poor += plain.W[k] < 100 ? 1 : 0;
      for (std::size_t l = k + 1; l < 10; ++l) {
        full += plain.L[k][l] == 100 ? 1 : 0;
        committed += plain.L[k][l] > 0 ? 1 : 0;
      }
    }
    CHECK(outcomes["total_wealth"][history] == doctest::Approx(total).epsilon(1e-6));
    CHECK(outcomes["richest_share"][history] == doctest::Approx(richest / total).epsilon(1e-6));
    CHECK(outcomes["poor_actors"][history] == static_cast<float>(poor));
    CHECK(outcomes["committed_pairs"][history] == static_cast<float>(committed));
    CHECK(outcomes["fully_committed_pairs"][history] == static_cast<float>(full));
  }
}

} // namespace

// SPDX-License-Identifier: Apache-2.0
// What holds in every history of the tribute model, whatever chance does.

#include <algorithm>
#include <cmath>
#include <random>

#include <doctest/doctest.h>

#include "tests/agents/tribute/histories.hpp"

namespace {

using test::tribute::Arranged;
using test::tribute::Outcomes;
using test::tribute::Overrides;
using test::tribute::Population;

using Real = engine::Lanes<double, 2>;
constexpr std::size_t actors = tribute::actors;

/// Shows the region before and after each year of the first histories.
template <class Look> void each_year(const Overrides &overrides, int years, int histories, const Look &look) {
  const auto world = test::tribute::world_with<Real>(overrides);
  for (int first = 0; first < histories; first += Real::count) {
    const engine::Draws<Real> draws(test::tribute::seed, static_cast<std::uint64_t>(first),
                                    engine::before_the_first_step);
    auto region = world.opening(draws);
    engine::NoWitness witness;
    for (int year = 0; year < years; ++year) {
      const engine::Dice<Real, tribute::stream_count> dice(draws.at(static_cast<std::uint32_t>(year)));
      engine::Turn<Real, tribute::stream_count, engine::NoWitness> turn{year, 0, dice, nullptr, witness};
      const auto before = region;
      world.play(region, turn);
      look(before, region);
    }
  }
}

double total(const Population &population) {
  double sum = 0.0;
  for (const double wealth : population.wealth) sum += wealth;
  return sum;
}

TEST_CASE("tribute: every activation is a fight, a payment, or idle") {
  for (const int count : {1, 2, 3, 4}) {
    const Outcomes outcomes({{"activation.count", count}}, 200, 64);
    for (std::size_t i = 0; i < 64; ++i)
      CHECK(outcomes["fights"][i] + outcomes["payments"][i] + outcomes["idle_activations"][i] ==
            200.0 * count);
  }
}

TEST_CASE("tribute: wealth comes from the harvest and goes in fights, none is ever negative") {
  each_year({}, 500, 8, [](const auto &before, const auto &after) {
    for (int lane = 0; lane < Real::count; ++lane) {
      const Population now = test::tribute::population(after, lane);
      const double expected = total(test::tribute::population(before, lane)) + 200 - after.destroyed[lane];
      CHECK(total(now) == doctest::Approx(expected).epsilon(1e-12));
      CHECK(*std::min_element(now.wealth.begin(), now.wealth.end()) >= 0.0);
    }
  });
}

TEST_CASE("tribute: commitments stay symmetric, whole tens from 0 to 100, and 100 to oneself") {
  each_year({}, 500, 8, [](const auto &, const auto &after) {
    const Population now = test::tribute::population(after);
    bool holds = true;
    for (std::size_t k = 0; k < actors; ++k) {
      holds = holds && now.commitment[k][k] == 100;
      for (std::size_t l = 0; l < actors; ++l) {
        const double commitment = now.commitment[k][l];
        holds = holds && commitment == now.commitment[l][k] && std::fmod(commitment, 10) == 0 &&
                commitment >= 0 && commitment <= 100;
      }
    }
    CHECK(holds);
  });
}

TEST_CASE("tribute: without destruction nobody loses in a fight, and nobody pays") {
  const Outcomes outcomes({{"terms.destructiveness", 0}}, 300, 32);
  for (std::size_t i = 0; i < 32; ++i) {
    CHECK(outcomes["payments"][i] == 0);
    CHECK(outcomes["destroyed_wealth"][i] == 0);
    CHECK(outcomes["wealth_correlation"][i] == doctest::Approx(1).epsilon(1e-4)); // W(0) + 20 t
  }
}

TEST_CASE("tribute: where nothing is demanded, nothing happens") {
  const Outcomes outcomes({{"terms.demand", 0}}, 300, 32);
  for (const float idle : outcomes["idle_activations"]) CHECK(idle == 900);
}

TEST_CASE("tribute: without growth nobody is ever committed, and only neighbours are attacked") {
  each_year({{"commitment.increment", 0}, {"activation.count", 1}, {"wealth.harvest", 0}}, 300, 8,
            [](const auto &before, const auto &after) {
              const Population then = test::tribute::population(before);
              const Population now = test::tribute::population(after);
              const auto active = static_cast<std::size_t>(after.first[0]);
              for (std::size_t k = 0; k < actors; ++k) {
                const std::size_t apart = std::min((k + 10 - active) % 10, (active + 10 - k) % 10);
                if (apart > 1) CHECK(then.wealth[k] == now.wealth[k]);
                for (std::size_t l = 0; l < actors; ++l) CHECK(now.commitment[k][l] == (k == l ? 100 : 0));
              }
            });
}

/// A history in which the test draws initial wealth and the active, `moved` to other places.
template <class Moved> Population arranged_history(const Moved &moved) {
  const auto world = test::tribute::world_with<Real>({});
  auto region = world.opening(engine::Draws<Real>(1, 0, engine::before_the_first_step));
  std::mt19937 random(1995);
  for (int k = 0; k < tribute::actors; ++k)
    region.wealth[static_cast<std::size_t>(moved(k))] =
        Real(300.0 + 200.0 * static_cast<double>(random()) / 0x1p32);
  for (int year = 0; year < 1000; ++year) {
    const auto draw = [&] { return moved(static_cast<int>(random() % tribute::actors)); };
    const int first = draw();
    const int second = draw();
    auto turn = Arranged<Real>::with({first, second, draw()});
    world.play(region, turn);
  }
  return test::tribute::population(region);
}

template <class Moved> bool is_moved(const Population &plain, const Population &other, const Moved &moved) {
  bool same = true;
  for (int k = 0; k < tribute::actors; ++k) {
    const auto from = static_cast<std::size_t>(k);
    const auto to = static_cast<std::size_t>(moved(k));
    same = same && plain.wealth[from] == other.wealth[to];
    for (int l = 0; l < tribute::actors; ++l)
      same = same && plain.commitment[from][static_cast<std::size_t>(l)] ==
                         other.commitment[to][static_cast<std::size_t>(moved(l))];
  }
  return same;
}

TEST_CASE("tribute: a ring has no first place") {
  const Population plain = arranged_history([](int k) { return k; });
  for (const int by : {1, 3, 9}) {
    const auto moved = [by](int k) { return (k + by) % tribute::actors; };
    CHECK(is_moved(plain, arranged_history(moved), moved));
  }
}

TEST_CASE("tribute: every kernel gives the same bits") {
  const engine::Kernel *best = &engine::choose_kernel(tribute::model());
  for (const Overrides &overrides :
       {Overrides{}, Overrides{{"demand.rule", 3}, {"response.rule", 5}, {"commitment.initial", 1}}}) {
    const Outcomes expected(overrides, 600, 64, best); // long enough that every outcome is defined
    for (const engine::Kernel *kernel = best; kernel <= &tribute::model().kernels.back(); ++kernel) {
      CAPTURE(kernel->instruction_set);
      CHECK(Outcomes(overrides, 600, 64, kernel).all() == expected.all());
    }
  }
}

} // namespace

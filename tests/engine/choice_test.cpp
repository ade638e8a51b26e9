// SPDX-License-Identifier: Apache-2.0
// Quantal response and Poisson counts against their laws.

#include <array>
#include <cmath>
#include <random>
#include <vector>

#include <doctest/doctest.h>

#include "engine/lanes/choice.hpp"

namespace {

using Real = engine::Lanes<double, 8>;
using Single = engine::Lanes<float, 4>;
using engine::Truth;

/// The first and the last uniform there are, and some between.
const std::vector<double> uniforms{0x1p-24, 0x1.8p-23, 0.1,           0.25,         0.5,
                                   0.75,    0.9,       1.0 - 0x1p-23, 1.0 - 0x1p-24};

template <class Lane, std::size_t options>
std::array<Lane, options> in_all_lanes(const std::array<double, options> &numbers) {
  std::array<Lane, options> lanes;
  for (std::size_t i = 0; i < options; ++i) lanes[i] = Lane(numbers[i]);
  return lanes;
}

/// Bit `i` of `subset` says whether option `i` is allowed.
template <class Lane, std::size_t options> std::array<Truth<Lane>, options> subset_of_menu(unsigned subset) {
  std::array<Truth<Lane>, options> allowed;
  for (std::size_t i = 0; i < options; ++i) allowed[i] = Truth<Lane>((subset >> i & 1U) != 0);
  return allowed;
}

/// exp(rationality * utility) over its sum, straight from the definition.
template <std::size_t options>
std::array<double, options> softmax(const std::array<double, options> &utility, unsigned subset,
                                    double rationality) {
  std::array<double, options> probability{};
  double total = 0.0;
  for (std::size_t i = 0; i < options; ++i) {
    if ((subset >> i & 1U) != 0) total += probability[i] = std::exp(rationality * utility[i]);
  }
  for (double &p : probability) p /= total;
  return probability;
}

/// The option an inverse of the cumulative probabilities would take; none that cannot be taken.
template <std::size_t options> std::size_t inverse(const std::array<double, options> &probability, double u) {
  double cumulative = 0.0;
  for (std::size_t i = 0; i + 1 < options; ++i) {
    cumulative += probability[i];
    if (u < cumulative) return i;
  }
  return options - 1;
}

template <std::size_t options> std::array<double, options> random_utilities(std::mt19937 &generator) {
  std::uniform_real_distribution<double> utility(-4.0, 4.0);
  std::array<double, options> utilities{};
  for (double &one : utilities) one = utility(generator);
  return utilities;
}

template <std::size_t options> void check_probabilities_and_draws() {
  std::mt19937 generator(options);
  std::uniform_real_distribution<double> uniform(0.0, 1.0);
  std::uniform_real_distribution<double> rationalities(0.0, 5.0);
  for (unsigned subset = 1; subset < 1U << options; ++subset) {
    for (int trial = 0; trial < 20; ++trial) {
      const auto utility = random_utilities<options>(generator);
      const double rationality = rationalities(generator);
      const double u = uniform(generator);
      const auto expected = softmax(utility, subset, rationality);
      const auto choice = engine::drawn_by_weight(
          engine::quantal_weights(in_all_lanes<Real>(utility), subset_of_menu<Real, options>(subset),
                                  Real(rationality)),
          Real(u));
      double sum = 0.0;
      for (std::size_t i = 0; i < options; ++i) {
        const double probability = choice.probability(i)[6];
        sum += probability;
        CHECK(std::abs(probability - expected[i]) < 1e-12);
        CHECK(choice.is[i][6] == (i == inverse(expected, u)));
      }
      CHECK(std::abs(sum - 1.0) < 1e-12);
    }
  }
}

template <class Lane, std::size_t options> void check_that_masked_options_are_never_taken() {
  std::mt19937 generator(99);
  int taken = 0;
  for (unsigned subset = 1; subset < 1U << options; ++subset) {
    for (const double rationality : {0.0, 1.6, 100.0, 1000.0}) {
      for (int trial = 0; trial < 10; ++trial) {
        auto utility = random_utilities<options>(generator);
        if (trial == 0) utility.fill(0.0);
        if (trial == 1) utility.fill(-90.0);
        for (const double u : uniforms) {
          const auto weights = engine::quantal_weights(
              in_all_lanes<Lane>(utility), subset_of_menu<Lane, options>(subset), Lane(rationality));
          const auto choice = engine::drawn_by_weight(weights, Lane(u));
          for (std::size_t i = 0; i < options; ++i) {
            if ((subset >> i & 1U) == 0 && choice.is[i][1]) ++taken;
          }
        }
      }
    }
  }
  CHECK(taken == 0);
}

/// The smallest k whose cumulative probability exceeds u, at most `highest`; -1 if u is too close to a step
/// to say.
int poisson_quantile(double mean, double u, int highest, double margin) {
  double term = std::exp(-mean);
  double cumulative = term;
  int k = 0;
  while (k < highest && u >= cumulative) {
    if (u - cumulative < margin) return -1;
    ++k;
    term *= mean / k;
    cumulative += term;
  }
  return k < highest && cumulative - u < margin ? -1 : k;
}

/// Draws with `margin` on either side of the steps left out, where rounding decides.
template <class Lane> void check_poisson(double margin, int highest) {
  int wrong = 0;
  int checked = 0;
  for (const double mean : {1e-6, 0.1, 0.15, 0.6, 1.1, 3.0, 12.0, 29.0, 60.0}) {
    for (int cell = 0; cell < 4096; ++cell) {
      const Lane u((cell + 0.5) / 4096.0);
      const int expected = poisson_quantile(mean, u[0], highest, margin);
      if (expected < 0) continue;
      ++checked;
      const Lane drawn = engine::poisson(engine::exponential(Lane(-mean)), Lane(mean), u, highest);
      if (static_cast<int>(drawn[3]) != expected) ++wrong;
    }
  }
  CHECK(wrong == 0);
  CHECK(checked > 9 * 4096 - 20);
}

} // namespace

TEST_CASE("choice probabilities are the softmax over what is allowed, and draws invert them") {
  check_probabilities_and_draws<2>();
  check_probabilities_and_draws<3>();
  check_probabilities_and_draws<5>();
  check_probabilities_and_draws<6>();
}

TEST_CASE("an option that is not allowed is never taken, not even by the first or the last uniform") {
  check_that_masked_options_are_never_taken<Single, 2>();
  check_that_masked_options_are_never_taken<Single, 4>();
  check_that_masked_options_are_never_taken<Single, 5>();
  check_that_masked_options_are_never_taken<Single, 6>();
  check_that_masked_options_are_never_taken<Real, 5>();
}

TEST_CASE("without a mask the weights are those of a menu on which all is allowed") {
  std::mt19937 generator(5);
  for (int trial = 0; trial < 100; ++trial) {
    const auto utility = in_all_lanes<Single>(random_utilities<4>(generator));
    const auto free = engine::quantal_weights(utility, Single(1.7));
    const auto masked = engine::quantal_weights(utility, subset_of_menu<Single, 4>(0xF), Single(1.7));
    for (std::size_t i = 0; i < 4; ++i) CHECK(free[i][2] == masked[i][2]);
  }
}

TEST_CASE("exactly one option is taken, and index and tables agree on which") {
  std::mt19937 generator(6);
  std::uniform_real_distribution<double> uniform(0.0, 1.0);
  constexpr std::array<double, 5> table{10.0, 11.0, 12.0, 13.0, 14.0};
  for (int trial = 0; trial < 500; ++trial) {
    const auto utility = in_all_lanes<Real>(random_utilities<5>(generator));
    Real u;
    for (int lane = 0; lane < Real::count; ++lane) u.set(lane, uniform(generator));
    const auto choice = engine::drawn_by_weight(engine::quantal_weights(utility, Real(0.5)), u);
    const Real entry = choice.of(in_all_lanes<Real>(table));
    for (int lane = 0; lane < Real::count; ++lane) {
      const auto index = static_cast<std::size_t>(choice.index[lane]);
      int taken = 0;
      for (std::size_t i = 0; i < 5; ++i) taken += static_cast<int>(choice.is[i][lane]);
      CHECK(taken == 1);
      CHECK(choice.is[index][lane]);
      CHECK(entry[lane] == table[index]);
    }
  }
}

TEST_CASE("without rationality every option is as likely as any other") {
  const auto choice = engine::drawn_by_weight(
      engine::quantal_weights(in_all_lanes<Single, 5>({9.0, -9.0, 0.0, 1.0, -90.0}), Single(0.0)),
      Single(0.5));
  for (std::size_t i = 0; i < 5; ++i) CHECK(choice.probability(i)[0] == 0.2F);
  CHECK(choice.index[0] == 2.0F);
}

TEST_CASE("with great rationality the best option is always taken") { // I6
  std::mt19937 generator(7);
  for (int trial = 0; trial < 500; ++trial) {
    auto utility = random_utilities<5>(generator);
    const std::size_t best = static_cast<std::size_t>(trial) % 5;
    utility[best] = 4.1;
    for (const double u : uniforms) {
      const auto weights = engine::quantal_weights(in_all_lanes<Single>(utility), Single(1e3));
      CHECK(engine::drawn_by_weight(weights, Single(u)).is[best][0]);
    }
  }
}

TEST_CASE("probabilities are right however far apart utilities are, whatever is allowed") {
  std::mt19937 generator(8);
  std::uniform_real_distribution<double> rationalities(0.0, 80.0);
  for (unsigned subset = 1; subset < 1U << 5; ++subset) {
    for (int trial = 0; trial < 40; ++trial) {
      const auto utility = random_utilities<5>(generator); // so up to 640 apart in units of what decides
      const auto rationality = static_cast<float>(rationalities(generator));
      std::array<double, 5> rounded{}; // as the lanes hold them
      for (std::size_t i = 0; i < 5; ++i) rounded[i] = static_cast<float>(utility[i]);
      const auto expected = softmax(rounded, subset, rationality);
      const auto choice = engine::drawn_by_weight(engine::quantal_weights(in_all_lanes<Single>(utility),
                                                                          subset_of_menu<Single, 5>(subset),
                                                                          Single(rationality)),
                                                  Single(0.5));
      // A difference of 640 is rounded by 640 / 2^24 or so, and its exponential by that share.
      for (std::size_t i = 0; i < 5; ++i) CHECK(std::abs(choice.probability(i)[0] - expected[i]) < 1e-4);
    }
  }
}

TEST_CASE("what a lane weighs does not depend on its neighbours, not even on one beyond all bounds") {
  std::mt19937 generator(9);
  for (int trial = 0; trial < 200; ++trial) {
    auto utility = in_all_lanes<Single>(random_utilities<5>(generator));
    const auto alone = engine::quantal_weights(utility, Single(1.7));
    const auto masked_alone = engine::quantal_weights(utility, subset_of_menu<Single, 5>(0x1E), Single(1.7));
    utility[static_cast<std::size_t>(trial) % 5].set(1, 400.0F);
    const auto beside = engine::quantal_weights(utility, Single(1.7));
    const auto masked_beside = engine::quantal_weights(utility, subset_of_menu<Single, 5>(0x1E), Single(1.7));
    for (std::size_t i = 0; i < 5; ++i) {
      CHECK(alone[i][0] == beside[i][0]);
      CHECK(masked_alone[i][0] == masked_beside[i][0]);
      CHECK(std::isfinite(beside[i][1]));
    }
  }
}

TEST_CASE("weights do not change when all utilities rise by the same amount") {
  const std::array<double, 3> utility{0.25, -1.5, 3.0};
  const auto low = engine::quantal_weights(in_all_lanes<Single>(utility), Single(2.0));
  const auto high = engine::quantal_weights(in_all_lanes<Single, 3>({1024.25, 1022.5, 1027.0}), Single(2.0));
  for (std::size_t i = 0; i < 3; ++i) CHECK(low[i][0] == high[i][0]);
}

TEST_CASE("Poisson counts invert the law exactly, up to the cap") {
  check_poisson<Real>(1e-12, 30);
  check_poisson<Real>(1e-12, 5);
  check_poisson<Single>(1e-6, 30);
}

TEST_CASE("Poisson counts are capped, and each lane has its own mean") {
  Real mean(0.5);
  mean.set(2, 80.0);
  mean.set(5, 1.1);
  const Real counts = engine::poisson(engine::exponential(-mean), mean, Real(0.99999));
  CHECK(counts[2] == 30.0);
  CHECK(counts[0] == poisson_quantile(0.5, 0.99999, 30, 0.0));
  CHECK(counts[5] == poisson_quantile(1.1, 0.99999, 30, 0.0));
  CHECK(engine::poisson(Real(1.0), Real(0.0), Real(0.99999))[0] == 0.0);
}

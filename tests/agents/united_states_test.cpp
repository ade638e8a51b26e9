// SPDX-License-Identifier: Apache-2.0
// Washington's month against (U1), (U2), (U4), and its attention against (A1) to (A3).

#include <array>
#include <cmath>

#include <doctest/doctest.h>

#include "tests/agents/one_month.hpp"

using namespace test;

namespace {

constexpr double rationality = 2.0;
constexpr double geopolitical_weight = 0.3;
constexpr std::array<double, 4> distance{0.2, 0.0, 0.6, 1.0}; // of the stance from the officials

double appetite(const peninsula::Region<double> &before, int month) {
  return (month < 47 ? 0.55 : 0.0) + 0.25 * before.appetite_draw;
}

/// (U2)
std::array<double, 4> stance_utilities(const peninsula::Region<double> &before, double appetite) {
  const double officials = 1.2 * (before.coherence - 0.5);
  const double cooperation = one_if(before.us_china == 0);
  const std::array<double, 4> damage{0.0, 0.0, 0.6, 0.8};
  std::array<double, 4> utility{
      0.8 * before.provocation_memory - appetite, 0.35 + officials + 0.8 * cooperation,
      0.5 + 1.0 * (before.mainland_threat - 0.6) - 0.5 * officials, -0.35 + 0.7 * before.tension - officials};
  for (std::size_t s = 0; s < 4; ++s)
    utility[s] += 1.5 * one_if(index(before.stance) == s) - geopolitical_weight * damage[s];
  return utility;
}

/// (U1), once the stance is taken and coherence has paid for it.
std::array<double, 5> action_utilities(const peninsula::Region<double> &before, double appetite,
                                       std::size_t stance, double coherence) {
  const std::array<double, 5> diplomacy{-1.0, 0.0, 0.5, 0.8, 1.0};
  const std::array<double, 5> bandwidth{0.2, 0.0, 0.2, 0.3, 0.6};
  const std::array<double, 5> hawkishness{0.0, 0.0, 0.15, 0.6, 0.8};
  const double drive = appetite + 0.35 * (42.0 - before.approval) / 10.0 + 1.5 * before.priority -
                       0.8 * before.provocation_memory + 0.2 * one_if(before.stage > 0) -
                       0.5 * one_if(stance == 0);
  std::array<double, 5> utility{};
  for (std::size_t i = 0; i < 5; ++i) {
    utility[i] = diplomacy[i] * drive - bandwidth[i] * 0.9 * before.attention_load -
                 hawkishness[i] * (1.2 * coherence * distance[stance] + 0.30 + 0.5 * geopolitical_weight);
  }
  utility[1] += 0.35;
  utility[4] -= 0.70 - 0.30 * before.stage;
  return utility;
}

} // namespace

TEST_CASE("Washington takes its stance by (U2), acts by (U1), and officials resist by (U4)") {
  for (int trial = 0; trial < trials; ++trial) {
    OneMonth one(trial);
    const TwinRegion seen = one.random_region();
    TwinRegion region = seen;
    agents().policy.act(seen, region, agents().presidency, agents().bounds,
                        agents().couplings.rationality_states, agents().china.shared_goal, one.turn);
    const auto before = one.watched(seen);
    const auto after = one.watched(region);
    const double wish = appetite(before, one.month);
    const bool deal = before.stage == 3;

    // While a deal holds the stance stays.
    const auto utility_of_stance = stance_utilities(before, wish);
    std::array<bool, 4> allowed{};
    for (std::size_t s = 0; s < 4; ++s) allowed[s] = !deal || index(before.stance) == s;
    const auto stance_probability = softmax(utility_of_stance, rationality, allowed);
    check_decision(one.decision("stance"), utility_of_stance, stance_probability, one.u(8, 1));
    const std::size_t stance = drawn(stance_probability, one.u(8, 1));
    CHECK(index(after.stance) == stance);
    CHECK(after.stance_before == before.stance);
    double coherence = before.coherence;
    if (index(before.stance) != stance) coherence = pushed(coherence, -0.05 * distance[stance]);

    const auto utility = action_utilities(before, wish, stance, coherence);
    const auto probability = softmax(
        utility, rationality, {!deal, true, !deal, !deal && before.exercises > 0.6, !deal && stance != 0});
    check_decision(one.decision("action"), utility, probability, one.u(8, 0));
    const std::size_t action = drawn(probability, one.u(8, 0));
    CHECK(index(after.action) == action);

    const std::array<double, 5> hawkishness{0.0, 0.0, 0.15, 0.6, 0.8};
    const double odds = -1.7 + 2.5 * (0.5 - coherence) + 0.8 * hawkishness[action] * distance[stance];
    const double resistance = action >= 2 ? logistic(odds) : 0.0;
    check_incident(one.incident("officials resist the president's opening"), resistance, one.u(8, 2));
    const bool resist = one.u(8, 2) < resistance;
    CHECK(after.officials_resist == one_if(resist));
    if (resist) coherence = pushed(coherence, -0.02);
    if (before.stage == 2) coherence = clip(coherence + 0.03 * (1.0 - coherence));
    check_near(after.coherence, coherence);
  }
}

TEST_CASE("approval and coherence return to their long run, and are shaken") { // X-G, X-C
  constexpr double turn_of_circle = 6.283185307179586;
  for (int trial = 0; trial < trials; ++trial) {
    OneMonth one(trial);
    TwinRegion region = one.random_region();
    const auto before = one.watched(region);
    agents().presidency.step(region, agents().bounds, one.turn);
    const auto after = one.watched(region);
    const auto normal = [&](std::size_t first) {
      return std::sqrt(-2.0 * std::log(one.u(4, first))) * std::cos(turn_of_circle * one.u(4, first + 1));
    };
    check_near(after.approval,
               std::clamp(42.0 + 0.90 * (before.approval - 42.0) + 1.6 * normal(0), 20.0, 70.0));
    check_near(after.coherence,
               pushed(before.coherence, 0.10 * (0.45 - before.coherence) + 0.05 * normal(2)));
  }
}

TEST_CASE("attention is shared out by (A1) to (A3), and events make news") {
  for (int trial = 0; trial < trials; ++trial) {
    OneMonth one(trial);
    TwinRegion region = one.random_region();
    const auto before = one.watched(region);
    agents().attention.step(region, agents().couplings.attention);
    const auto during = one.watched(region);
    const std::array<double, 3> ukraine{1.0, 0.35, 0.05};
    const double load =
        0.35 * ukraine[index(before.ukraine_war)] + 0.3 * before.middle_east / 2.0 + 0.35 * before.tension;
    check_near(during.attention_load, load);
    check_near(during.neglect, load * (1.0 - before.salience));
    check_near(during.priority, before.salience * (1.0 - 0.6 * load));

    agents().attention.remember(region);
    const double news = 0.03 * before.short_range + 0.10 * before.medium_range + 0.25 * before.icbm +
                        0.6 * before.nuclear + 0.35 * before.clash + 0.4 * before.summit;
    check_near(one.watched(region).salience,
               clip((1.0 - 0.25) * before.salience + (1.0 - before.salience) * (1.0 - std::exp(-news))));
  }
}

TEST_CASE("exercises and strategic assets follow diplomacy") {
  for (int trial = 0; trial < trials; ++trial) {
    OneMonth one(trial);
    TwinRegion region = one.random_region();
    const auto before = one.watched(region);
    agents().policy.adjust_posture(region);
    const auto after = one.watched(region);
    double exercises = 1.0;
    if (before.stage > 0) exercises = std::max(0.40, before.exercises);
    if (before.action == 3) exercises = 0.40;
    if (before.stage == 3) exercises = 0.30;
    double assets = 0.70;
    if (before.stance == 0 || before.action == 0) assets = 0.95;
    if (before.stage == 3) assets = 0.40;
    check_near(after.exercises, before.exercises + 0.5 * (exercises - before.exercises));
    check_near(after.strategic_assets, before.strategic_assets + 0.3 * (assets - before.strategic_assets));
  }
}

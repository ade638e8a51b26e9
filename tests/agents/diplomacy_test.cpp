// SPDX-License-Identifier: Apache-2.0
// What becomes of an answer to an overture, against (S1), and the ladder of crisis against (X1).

#include <algorithm>
#include <array>
#include <cmath>

#include <doctest/doctest.h>

#include "tests/agents/one_month.hpp"

using namespace test;

namespace {

/// (S1)
double success(const peninsula::Region<double> &state) {
  return logistic(-0.6 + 1.2 * (2 * state.coherence - 1) + 0.6 * one_if(state.stage == 2) +
                  0.7 * (state.deal_value - state.reservation) + 0.3 * (2 * state.coordination - 1) -
                  0.9 * state.officials_resist - 1.0 * (state.closeness - 0.5));
}

double collapse(const peninsula::Region<double> &state) {
  const bool violated = state.icbm + state.nuclear + state.clash > 0;
  return logistic(-3.4 - 0.5 * (2 * state.coherence - 1) + 1.2 * one_if(violated));
}

/// The state that diplomacy must leave behind, worked out case by case.
peninsula::Region<double> after_diplomacy(const peninsula::Region<double> &before, const OneMonth &one) {
  auto after = before;
  after.summit = after.deal_struck = 0.0;
  if (before.accepted > 0 && before.answered_action == 4) {
    after.summit = 1.0;
    after.summits += 1.0;
    if (before.summits == 0 && before.met_president == 0) after.bypass = 1.0;
    if (one.u(12, 0) < success(before)) {
      after.deal_struck = 1.0;
      after.stage = 3.0;
      after.deal = before.answered_stance;
      after.belief_in_washington += 0.6;
      after.approval = std::clamp(before.approval + 0.5 * 2.0 + 2.0, 20.0, 70.0);
    } else {
      after.stage = std::max(0.0, before.stage - 2.0);
      after.belief_in_washington -= 1.0;
      after.approval = std::clamp(before.approval + 0.5 * 2.0 - 0.75 * 2.0, 20.0, 70.0);
    }
  } else if (before.accepted > 0 && before.stage < 2) {
    after.stage += 1.0;
  } else if (before.stage == 3) {
    if (one.u(12, 2) < collapse(before)) {
      after.stage = after.deal = 0.0;
      after.belief_in_washington -= 0.5 * 1.0;
    }
  } else if (before.accepted == 0 && before.stage > 0 && one.u(12, 1) < 0.15) {
    after.stage -= 1.0;
  }
  return after;
}

} // namespace

TEST_CASE("diplomacy advances, holds summits, strikes deals and loses them as (S1) says") {
  for (int trial = 0; trial < 5 * trials; ++trial) {
    OneMonth one(trial);
    TwinRegion region = one.random_region();
    if (trial % 3 == 0) {
      region.accepted = Twin(1.0);
      region.answered_action = Twin(4.0);
      region.stage = smaller(region.stage, Twin(2.0)); // no offer is made while a deal holds
    }
    const auto before = one.watched(region);
    if (before.accepted > 0 && before.answered_action == 4 && before.stage == 3) continue;
    agents().diplomacy.step(region, agents().belief, agents().presidency, agents().couplings, one.turn);
    const auto after = one.watched(region);
    const auto expected = after_diplomacy(before, one);
    CHECK(after.stage == expected.stage);
    CHECK(after.summit == expected.summit);
    CHECK(after.deal_struck == expected.deal_struck);
    CHECK(after.summits == expected.summits);
    CHECK(after.bypass == expected.bypass);
    if (after.stage == 3) CHECK(after.deal == expected.deal);
    check_near(after.belief_in_washington, expected.belief_in_washington);
    check_near(after.approval, expected.approval);
    if (expected.summit > 0)
      check_incident(one.incident("the summit ends in a deal"), success(before), one.u(12, 0));
  }
}

TEST_CASE("normalisation follows the deal in force") {
  constexpr std::array<double, 4> target{0.8, 0.3, 0.35, 0.8}; // a deal in force is never of kind 0
  for (int trial = 0; trial < trials; ++trial) {
    OneMonth one(trial);
    TwinRegion region = one.random_region();
    const auto before = one.watched(region);
    agents().diplomacy.normalise(region);
    const double aim = before.stage == 3 ? target[index(before.deal)] : 0.0;
    check_near(one.watched(region).normalisation, before.normalisation + 0.15 * (aim - before.normalisation));
  }
}

TEST_CASE("the ladder of crisis moves by (X1)") {
  constexpr std::array<double, 6> risk{0, .05, .20, .45, .75, 1.0};
  for (int trial = 0; trial < 5 * trials; ++trial) {
    OneMonth one(trial);
    TwinRegion region = one.random_region();
    const auto before = one.watched(region);
    agents().crisis.step(region, agents().provocation.risk_of(region.tier), agents().couplings, one.turn);
    const double heat = risk[index(before.tier)] + 0.4 * one_if(before.action == 0) +
                        0.2 * before.hostility * before.seoul_hardens;
    const double start = before.tier == 5 ? 0.60 : 1.0 - std::exp(-0.02 * heat);
    const double up = std::min(0.45, 0.16 * std::exp(0.5 * (heat - 0.25)));
    const double down = std::min(0.54, 0.38 * std::exp(-0.5 * (heat - 0.25)));
    const double u = one.u(13, 0);
    double rung = before.rung;
    if (before.rung == 0) {
      rung += one_if(u < start);
    } else if (before.rung < 5) {
      rung += one_if(u < up) - one_if(u > 1.0 - down);
    }
    CHECK(one.watched(region).rung == rung);
    check_near(one.incident("a crisis begins").probability, before.rung == 0 ? start : 0.0);
    const bool between = before.rung > 0 && before.rung < 5;
    check_near(one.incident("the crisis climbs a rung").probability, between ? up : 0.0);
    check_near(one.incident("the crisis eases a rung").probability, between ? down : 0.0);
  }
}

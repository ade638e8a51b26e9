// SPDX-License-Identifier: Apache-2.0
// Pyongyang's month against (D0), (D1), (D2), (C1), (C2), (Ec1), (Ec2), (P1), and its memories.

#include <algorithm>
#include <array>
#include <cmath>

#include <doctest/doctest.h>

#include "tests/agents/one_month.hpp"

using namespace test;

namespace {

constexpr double rationality = 1.6;

double normal(double u, double v) { return std::sqrt(-2.0 * std::log(u)) * std::cos(6.283185307179586 * v); }

int months_to_plan_end(int month) { return ((11 - month) % 60 + 60) % 60; }
double plan_phase(int month) { return months_to_plan_end(month) < 12 ? 1.0 : 0.3; }

/// What accepting the stance on offer is worth in an ordinary moment, by (D1).
double gain_from_accepting(const peninsula::Region<double> &state, double value, double reservation) {
  const double expected = value > 0 ? (state.trust_in_washington + 0.25) * value : 0.6 * value;
  return expected - reservation + 0.30 * state.stage + 0.3 * (1.0 - state.exercises) -
         0.55 * one_if(state.action == 4 && state.stage == 0);
}

/// How opportune a moment is, by (D1).
double moment(const peninsula::Region<double> &state, double approval) {
  return 0.5 * (0.40 * (approval - 42.0) / 10.0 + 0.70 * (state.attention_load - 0.5));
}

/// (D3): ln(1 + e^x), and the waiting that deviates from an ordinary moment's.
double softplus(double x) { return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x)); }
double value_of_waiting(const peninsula::Region<double> &state, double gain, int month) {
  const double approval = 42.0 + std::pow(0.9, 6.0) * (state.approval - 42.0);
  const double left = month < 47 ? std::min(1.0, (47 - month) / 6.0) : 1.0;
  return 0.5 *
         (left * softplus(rationality * (gain + moment(state, approval))) - softplus(rationality * gain));
}

/// (D2)
std::array<double, 6> tier_utilities(const peninsula::Region<double> &state, int calendar_month) {
  constexpr std::array<double, 6> intercept{0, 1.0, -0.05, -0.79, -2.28, -1.45};
  constexpr std::array<double, 6> signal{0, .15, .40, .85, 1.0, .50};
  constexpr std::array<double, 6> technical{0, .12, .45, .80, 1.0, 0};
  constexpr std::array<double, 6> risk{0, .05, .20, .45, .75, 1.0};
  constexpr std::array<double, 6> cost{0, .15, .25, .50, 1.0, .50};
  constexpr std::array<double, 6> domestic{0, .15, .30, .60, .80, .30};
  constexpr std::array<double, 4> talks{0, 0.5, 1, 0};
  const double calendar = calendar_month == 2 || calendar_month == 7 ? 1.0 : 0.25; // March and August
  constexpr std::array<double, 6> memorable{0, 0, 0, 0.2, 1.0, 0};
  std::array<double, 6> utility{};
  for (std::size_t i = 0; i < 6; ++i) {
    const double expected_pressure = state.pressure + (state.believed_impatience - 0.22) * memorable[i];
    utility[i] = intercept[i] + one_if(i > 0) * state.tempo +
                 signal[i] * (0.9 * state.neglect + 0.3 * one_if(state.stage == 0)) +
                 technical[i] * 0.7 * state.self_reliance * (1.0 - state.second_strike) +
                 domestic[i] * 0.4 * state.discontent + one_if(i == 1) * 0.35 * state.provocation_memory +
                 one_if(i == 1 || i == 2) * 0.15 * state.exercises * calendar - risk[i] * 0.30 * state.rung -
                 cost[i] * (0.8 * expected_pressure + 1.0 * talks[index(state.stage)] +
                            1.8 * one_if(state.stage == 3)) +
                 one_if(i == 5) * (state.hostility - 0.75);
  }
  return utility;
}

/// The number of partial sums of Poisson's law that do not exceed u.
int poisson(double mean, double u) {
  double term = std::exp(-mean);
  double cumulative = term;
  int value = 0;
  while (value < 30 && u >= cumulative) {
    ++value;
    term *= mean / value;
    cumulative += term;
  }
  return value;
}

} // namespace

TEST_CASE("Kim learns about Washington by (D0)") {
  constexpr std::array<double, 5> meaning{-1.2528, -0.2513, 0.7340, 1.3218, 1.3218};
  for (int trial = 0; trial < trials; ++trial) {
    OneMonth one(trial);
    const TwinRegion seen = one.random_region();
    TwinRegion region = seen;
    agents().belief.learn_about_washington(seen, region);
    const auto before = one.watched(seen);
    const auto after = one.watched(region);
    const double belief = before.belief_in_washington +
                          0.35 * 0.6 * (0.35 + 0.65 * before.believed_coherence) *
                              (1.0 - 0.6 * before.officials_resist) * meaning[index(before.action)] +
                          0.02 * (log_odds(0.3) - before.belief_in_washington);
    check_near(after.belief_in_washington, belief);
    check_near(after.trust_in_washington, logistic(belief));
  }
}

TEST_CASE("Kim hears how united Washington is by (B4)") {
  for (int trial = 0; trial < trials; ++trial) {
    OneMonth one(trial);
    const TwinRegion seen = one.random_region();
    TwinRegion region = seen;
    agents().belief.learn_coherence(seen, region);
    const auto before = one.watched(seen);
    check_near(one.watched(region).believed_coherence,
               before.believed_coherence + 0.3 * (before.coherence - before.believed_coherence));
  }
}

TEST_CASE("need grows with the plan's shortfall and with discontent") {
  for (int trial = 0; trial < trials; ++trial) {
    OneMonth one(trial);
    TwinRegion region = one.random_region();
    const auto before = one.watched(region);
    const Twin need = agents().economy.need(region, one.month, agents().couplings.domestic);
    const auto after = one.watched(region);
    const double shortfall = clip(12.0 * (before.plan_target - before.economy) / before.plan_target);
    check_near(after.shortfall, shortfall);
    CHECK(after.plan_phase == plan_phase(one.month));
    check_near(need[one.lane], 0.5 * shortfall * plan_phase(one.month) + 0.5 * before.discontent);
  }
}

TEST_CASE("Kim's reservation and his answer follow (D1)") {
  constexpr std::array<double, 4> value{-1.2, -0.5, 0.5, 1.5};
  for (int trial = 0; trial < trials; ++trial) {
    OneMonth one(trial);
    const TwinRegion seen = one.random_region();
    TwinRegion region = seen;
    const Twin need(0.01 * (trial % 100));
    agents().negotiation.answer(seen, region, agents().couplings, agents().presidency, need,
                                one.turn.uniforms(10)[0], one.turn);
    const auto before = one.watched(seen);
    const auto after = one.watched(region);

    const double reservation = 0.95 + 0.25 * before.reservation_draw + 0.8 * (before.support - 0.4) +
                               0.8 * (0.5 * before.aid + 0.5 * before.expected_aid - 0.5) +
                               0.6 * (1.0 - before.second_strike) * (before.self_reliance - 0.5) -
                               0.8 * (need[one.lane] - 0.2);
    check_near(after.reservation, reservation);
    check_near(after.deal_value, value[index(before.stance)]);
    CHECK(after.answered_action == before.action);
    const bool offer = before.action >= 2 && before.stage < 3;
    CHECK(after.offered == one_if(offer));
    const double gain = gain_from_accepting(before, value[index(before.stance)], reservation);
    const double waiting = value_of_waiting(before, gain, one.month);
    check_near(after.value_of_waiting, waiting);
    const double acceptance =
        offer ? logistic(rationality * (gain + moment(before, before.approval)) - waiting) : 0.0;
    check_incident(one.incident("Kim accepts the overture"), acceptance, one.u(10, 0));
    CHECK(after.accepted == one_if(one.u(10, 0) < acceptance));
  }
}

TEST_CASE("Kim takes a tier by (D2), and launches are counted") {
  for (int trial = 0; trial < trials; ++trial) {
    OneMonth one(trial);
    const TwinRegion seen = one.random_region();
    TwinRegion region = seen;
    agents().provocation.act(seen, region, agents().couplings, one.turn.uniforms(10)[1], one.turn);
    const auto before = one.watched(seen);
    const auto after = one.watched(region);

    const auto utility = tier_utilities(before, one.month % 12);
    const auto probability = softmax(utility, rationality);
    check_decision(one.decision("provocation"), utility, probability, one.u(10, 1));
    const std::size_t tier = drawn(probability, one.u(10, 1));
    CHECK(index(after.tier) == tier);
    const double short_range_mean = tier == 1 ? 1.1 * std::exp(before.tempo / 2.0) : 0.6;
    CHECK(after.short_range == (tier == 0 ? 0 : one_if(tier == 1) + poisson(short_range_mean, one.u(11, 0))));
    CHECK(after.medium_range ==
          one_if(tier == 2) + (tier == 2 || tier == 3 ? poisson(0.15, one.u(11, 1)) : 0));
    CHECK(after.icbm == (tier == 3 ? 1 + poisson(0.10, one.u(11, 2)) : 0));
    CHECK(after.nuclear == one_if(tier == 4));
    CHECK(after.clash == one_if(tier == 5));
  }
}

TEST_CASE("the more short-range launches appeal, the less likely a quiet month, in every state") { // I25
  const auto eager = world_of<Twin>(condition({{"al_1", 1.3}}));
  for (int trial = 0; trial < trials; ++trial) {
    OneMonth usual(trial);
    OneMonth keen(trial);
    const TwinRegion seen = usual.random_region();
    TwinRegion region = seen;
    TwinRegion region_of_the_keen = seen;
    agents().provocation.act(seen, region, agents().couplings, usual.turn.uniforms(10)[1], usual.turn);
    eager.provocation.act(seen, region_of_the_keen, eager.couplings, keen.turn.uniforms(10)[1], keen.turn);
    CHECK(keen.decision("provocation").probability[0] < usual.decision("provocation").probability[0]);
    for (int lane = 0; lane < Twin::count; ++lane) {
      CHECK((region.tier[lane] == 0.0 || region_of_the_keen.tier[lane] > 0.0));
    }
  }
}

TEST_CASE("the arsenal grows by (C1) and (C2)") {
  for (int trial = 0; trial < trials; ++trial) {
    OneMonth one(trial);
    TwinRegion region = one.random_region();
    const auto before = one.watched(region);
    agents().arsenal.grow(region);
    const auto after = one.watched(region);
    const bool deal = before.stage == 3;
    const double frozen_threat = deal ? 0.9 : 0.0;
    const double frozen_strike = deal ? (before.deal == 1 ? 0.2 : 0.06) : 0.0;
    const double threat = before.mainland_threat;
    const double strike = before.second_strike;
    check_near(after.mainland_threat,
               clip(threat + (0.004 + 0.02 * before.icbm) * (1 - threat) * (1 - frozen_threat) +
                    0.01 * before.technology_transferred));
    check_near(after.second_strike,
               clip(strike + 0.012 * before.self_reliance * (1 - strike) * (1 - frozen_strike) +
                    0.03 * before.technology_transferred + 0.004 * before.icbm * (1 - strike)));
    check_near(after.warheads, before.warheads + 0.6 * (1 - 0.6 * one_if(deal && before.deal == 1)));
  }
}

TEST_CASE("the economy, the plan and discontent follow (Ec1), (Ec2) and (P1)") {
  constexpr std::array<double, 4> relief_of{0.70, 0.15, 0.30, 0.70}; // no deal is never in force
  for (int trial = 0; trial < trials; ++trial) {
    OneMonth one(trial);
    TwinRegion region = one.random_region();
    const auto before = one.watched(region);
    agents().economy.step(region, agents().bounds, agents().couplings, one.turn);
    const auto after = one.watched(region);
    const double relief = before.stage == 3 ? relief_of[index(before.deal)] : 0.0;
    const double growth = 0.002 + 0.003 * (before.support - 0.4) + 0.0045 * (before.aid - 0.5) +
                          0.005 * relief - 0.003 * before.pressure +
                          0.003 * normal(one.u(14, 0), one.u(14, 1));
    check_near(after.sanctions_relief, relief);
    check_near(after.economy, before.economy * (1.0 + growth));
    check_near(after.plan_target,
               months_to_plan_end(one.month) == 0 ? after.economy : 1.0033 * before.plan_target);
    check_near(after.discontent, pushed(before.discontent, -0.08 * (before.discontent - 0.30) +
                                                               0.04 * (before.grievance / 5.0) *
                                                                   std::max(0.0, 1.0 - before.aid) +
                                                               0.05 * before.shortfall * before.plan_phase));
  }
}

TEST_CASE("the plan's last year and its end come every sixty months") {
  for (const double end : {0.0, 11.0, 47.0, 59.0, 119.0}) {
    const auto planned = world_of<Twin>(condition({{"pEnd", end}}));
    OneMonth one(0);
    TwinRegion region = one.random_region();
    for (int month = 0; month < 120; ++month) {
      planned.economy.need(region, month, Twin(1.0));
      const int left = ((static_cast<int>(end) - month) % 60 + 60) % 60;
      CHECK(region.plan_phase[0] == (left < 12 ? 1.0 : 0.3));
    }
  }
}

TEST_CASE("the month's events fade into memory") {
  for (int trial = 0; trial < trials; ++trial) {
    OneMonth one(trial);
    TwinRegion region = one.random_region();
    const auto before = one.watched(region);
    agents().provocation.remember(region);
    const auto after = one.watched(region);
    const double noise = 0.10 * before.short_range + 0.25 * before.medium_range + 0.6 * before.icbm +
                         before.nuclear + 0.8 * before.clash;
    check_near(after.provocation_memory, 0.6 * before.provocation_memory + 0.4 * std::min(1.0, noise));
    check_near(after.strategic_memory,
               std::min(1.0, 0.85 * before.strategic_memory + before.nuclear + 0.2 * before.icbm));
  }
}

TEST_CASE("the tempo forgets a tenth a month") { // X-theta
  for (int trial = 0; trial < trials; ++trial) {
    OneMonth one(trial);
    TwinRegion region = one.random_region();
    const auto before = one.watched(region);
    agents().provocation.tempo_step(region, one.turn);
    check_near(one.watched(region).tempo, 0.90 * before.tempo + 0.5 * normal(one.u(14, 2), one.u(14, 3)));
  }
}

// SPDX-License-Identifier: Apache-2.0
// Russia's month against (R1) to (R4), and what Kim learns from it: (B1), (B2).

#include <algorithm>
#include <array>
#include <cmath>

#include <doctest/doctest.h>

#include "tests/agents/one_month.hpp"

using namespace test;

namespace {

constexpr std::array<double, 3> aid_level{0.05, 0.5, 1.0};
constexpr double rationality = 2.0;

/// The utilities of a Russia that is, or is not, a strategic partner. (R3)
std::array<double, 3> utilities(double partner, double need, double last_posture) {
  const double base = 1.0 * need + (1.0 - need) * (2.2 * partner - 1.4);
  std::array<double, 3> utility{};
  for (std::size_t i = 0; i < 3; ++i)
    utility[i] = aid_level[i] * base + 0.45 * one_if(index(last_posture) == i);
  return utility;
}

double need_after(const peninsula::Region<double> &before) {
  const std::array<double, 3> target{1.0, 0.45, 0.10};
  const bool ever = before.first_ceasefire < peninsula::never;
  return ever ? before.need + 0.25 * (target[index(before.ukraine_war)] - before.need) : 1.0;
}

double burden(const peninsula::Region<double> &before, int month) {
  return before.ukraine_war > 0 ? 0.55 * std::exp(-(month - before.first_ceasefire) / 24.0) : 0.0;
}

} // namespace

TEST_CASE("Russia chooses its aid as (R1) to (R3) say, and Kim learns from it by (B1) and (B2)") {
  for (int trial = 0; trial < trials; ++trial) {
    OneMonth one(trial);
    const TwinRegion seen = one.random_region();
    TwinRegion region = seen;
    agents().russia.act(seen, region, agents().belief, agents().couplings, one.turn);
    const auto before = one.watched(seen);
    const auto after = one.watched(region);

    const double need = need_after(before);
    const double capacity =
        before.ukraine_war > 0 ? before.capacity + 0.010 * (0.8 - before.capacity) : before.capacity;
    check_near(after.need, need);
    check_near(after.capacity, capacity);

    const auto as_other = softmax(utilities(0, need, before.aid_posture), rationality);
    const auto as_partner = softmax(utilities(1, need, before.aid_posture), rationality);
    const auto &own = before.strategic_partner > 0 ? as_partner : as_other;
    check_decision(one.decision("aid to Pyongyang"),
                   utilities(before.strategic_partner, need, before.aid_posture), own, one.u(6, 0));

    const std::size_t posture = drawn(own, one.u(6, 0));
    CHECK(index(after.aid_posture) == posture);
    const double aid = clip(capacity * (1.0 - burden(before, one.month)) * aid_level[posture] / 0.6);
    check_near(after.aid, aid);
    check_near(after.russian_tie, before.russian_tie + 0.15 * (aid - before.russian_tie));

    const double belief =
        before.belief_in_moscow + 0.6 * (std::log(as_partner[posture]) - std::log(as_other[posture]));
    const double trust = logistic(belief);
    check_near(after.belief_in_moscow, belief);
    check_near(after.trust_in_moscow, trust);
    check_near(after.self_reliance,
               logistic(0.9 * (1 - 2 * trust) + 0.6 * (1 - 2 * logistic(before.belief_in_washington))));

    const double deliverable = capacity * (1.0 - burden(before, one.month)); // (B3)
    const double believed =
        before.believed_capacity + 0.5 * aid_level[posture] * (deliverable - before.believed_capacity);
    check_near(after.believed_capacity, believed);
    double level = 0.0; // of either type, weighted by Kim's trust
    for (std::size_t i = 0; i < 3; ++i)
      level += aid_level[i] * (trust * as_partner[i] + (1.0 - trust) * as_other[i]);
    check_near(after.expected_aid, std::min(1.0, believed * level / 0.6));
  }
}

TEST_CASE("Russia transfers technology by (R4), and troops go in waves while the war lasts") {
  for (int trial = 0; trial < trials; ++trial) {
    OneMonth one(trial);
    const TwinRegion seen = one.random_region();
    TwinRegion region = seen;
    agents().russia.act(seen, region, agents().belief, agents().couplings, one.turn);
    const auto before = one.watched(seen);
    const auto after = one.watched(region);

    check_incident(one.incident("sensitive technology is transferred"),
                   0.05 * before.willing_to_transfer * need_after(before), one.u(6, 1));
    const bool war = before.ukraine_war == 0;
    check_incident(one.incident("another wave of troops leaves for Russia"), war ? 0.06 : 0.0, one.u(1, 1));
    const double sent = one_if(war && one.u(1, 1) < 0.06) * 4.0;
    const double troops = (before.troops + sent) * (1.0 - (war ? 0.03 : 0.25));
    check_near(after.troops, troops);
    check_near(after.grievance, before.grievance * (1.0 - 0.02) + 0.012 * troops * one_if(war));
  }
}

TEST_CASE("before any ceasefire both types of Russia choose alike, weight for weight") {
  OneMonth one(0);
  TwinRegion region = one.random_region();
  region.ukraine_war = Twin(0.0);
  region.first_ceasefire = Twin(peninsula::never);
  const TwinRegion seen = region;
  agents().russia.act(seen, region, agents().belief, agents().couplings, one.turn);
  for (int lane = 0; lane < Twin::count; ++lane)
    CHECK(region.belief_in_moscow[lane] == seen.belief_in_moscow[lane]);
}

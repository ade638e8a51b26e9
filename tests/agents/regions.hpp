// SPDX-License-Identifier: Apache-2.0
#pragma once

// States of the region: what each quantity may be, and states drawn at random from that.

#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "tests/agents/twin.hpp"

namespace test {

/// The quantities of a region as one array, in the order in which it holds them.
inline constexpr std::size_t quantities = sizeof(TwinRegion) / sizeof(Twin);
using Quantities = std::array<Twin, quantities>;

struct Range {
  double lowest = 0.0;
  double highest = 1.0;
  bool whole = false; // only whole numbers occur
};

/// What each quantity may be; those not named lie between 0 and 1.
inline std::array<Range, quantities> ranges() {
  using R = TwinRegion;
  struct Named {
    Twin R::*quantity;
    Range range;
  };
  constexpr double any = std::numeric_limits<double>::max();
  constexpr bool whole = true;
  std::vector<Named> named{
      {&R::ukraine_war, {0, 2, whole}},
      {&R::first_ceasefire, {0, peninsula::never, whole}},
      {&R::middle_east, {0, 2, whole}},
      {&R::us_china, {0, 3, whole}},
      {&R::tempo, {-100, 100}},
      {&R::approval, {20, 70}},
      {&R::stance, {0, 3, whole}},
      {&R::stance_before, {0, 3, whole}},
      {&R::action, {0, 4, whole}},
      {&R::appetite_draw, {-6, 6}},
      {&R::aid_posture, {0, 2, whole}},
      {&R::troops, {0, 200}},
      {&R::debt, {0, 200}},
      {&R::supplies, {0, 3, whole}},
      {&R::initiative, {0, 5, whole}},
      {&R::gain, {-10, 10}},
      {&R::china_policy, {0, 2, whole}},
      {&R::openness, {-1, 1}},
      {&R::grievance, {0, 200}},
      {&R::china_posture, {0, 4, whole}},
      {&R::belief_in_moscow, {-any, any}},
      {&R::belief_in_washington, {-any, any}},
      {&R::reservation_draw, {-6, 6}},
      {&R::reservation, {-10, 10}},
      {&R::value_of_waiting, {-20, 20}},
      {&R::japanese_policy, {0, 2, whole}},
      {&R::seoul_policy, {0, 3, whole}},
      {&R::own_bomb, {0, 3, whole}},
      {&R::collapsed, {0, 3, whole}},
      {&R::surplus, {-10, 10}},
      {&R::answered_action, {0, 4, whole}},
      {&R::answered_stance, {0, 3, whole}},
      {&R::tier, {0, 5, whole}},
      {&R::short_range, {0, 31, whole}},
      {&R::medium_range, {0, 31, whole}},
      {&R::icbm, {0, 31, whole}},
      {&R::warheads, {0, 1000}},
      {&R::economy, {0, 1000}},
      {&R::plan_target, {0, 1000}},
      {&R::stage, {0, 3, whole}},
      {&R::deal, {0, 4, whole}},
      {&R::summits, {0, months, whole}},
      {&R::rung, {0, 5, whole}},
  };
  for (Twin R::*const yes_or_no : {&R::officials_resist,
                                   &R::strategic_partner,
                                   &R::willing_to_transfer,
                                   &R::satellite_technology,
                                   &R::reentry_technology,
                                   &R::submarine_technology,
                                   &R::air_defence_technology,
                                   &R::putin_met,
                                   &R::mediates,
                                   &R::korean_talks,
                                   &R::assured,
                                   &R::leaders_met,
                                   &R::turmoil,
                                   &R::met_president,
                                   &R::reaffirmed,
                                   &R::alliance_reassessed,
                                   &R::offered,
                                   &R::accepted,
                                   &R::nuclear,
                                   &R::clash,
                                   &R::satellite,
                                   &R::summit,
                                   &R::deal_struck,
                                   &R::cheating,
                                   &R::found,
                                   &R::bypass}) {
    named.push_back({yes_or_no, {0, 1, whole}});
  }
  std::array<Range, quantities> ranges{};
  for (const auto &[quantity, range] : named) {
    // The place of a quantity is where a mark left in it is found.
    auto region = std::bit_cast<TwinRegion>(Quantities{});
    region.*quantity = Twin(1.0);
    const auto marked = std::bit_cast<Quantities>(region);
    for (std::size_t i = 0; i < quantities; ++i) {
      if (marked[i][0] == 1.0) ranges[i] = range;
    }
  }
  return ranges;
}

inline constexpr std::array clauses_in_force{&TwinRegion::limit, &TwinRegion::halt,  &TwinRegion::relief,
                                             &TwinRegion::ties,  &TwinRegion::pause, &TwinRegion::words};

/// A state that could occur in month `month`, another one in each lane. Wide ranges are tried near 0.
inline TwinRegion random_region(std::mt19937 &generator, int month) {
  static const auto all = ranges();
  Quantities values;
  for (std::size_t i = 0; i < quantities; ++i) {
    const double lowest = std::max(all[i].lowest, -3.0);
    const double highest = std::min(all[i].highest, all[i].lowest < 0.0 ? 3.0 : 200.0);
    for (int lane = 0; lane < Twin::count; ++lane) {
      const double drawn =
          std::uniform_real_distribution(lowest, highest + (all[i].whole ? 1.0 : 0.0))(generator);
      values[i].set(lane, all[i].whole ? std::min(std::floor(drawn), highest) : drawn);
    }
  }
  auto region = std::bit_cast<TwinRegion>(values);
  for (int lane = 0; lane < Twin::count; ++lane) {
    // A ceasefire lies in the past, or has not come.
    const bool ever = region.ukraine_war[lane] > 0.0 || region.first_ceasefire[lane] > 100.0;
    region.first_ceasefire.set(lane, ever ? std::floor(region.first_ceasefire[lane] * month / 201.0)
                                          : peninsula::never);
    // Where no deal holds there are no clauses in force and nothing to cheat on, where nobody talks nothing
    // is bargained away, and what is not done is not found; nobody proposes a summit under the stance of
    // pressure.
    if (region.stage[lane] != 3.0) {
      for (Twin TwinRegion::*const clause : clauses_in_force) (region.*clause).set(lane, 0.0);
      region.cheating.set(lane, 0.0);
    }
    if (region.stage[lane] == 0.0) region.halfway.set(lane, 0.0);
    region.found.set(lane, region.found[lane] * region.cheating[lane]);
    if (region.action[lane] == 4.0) region.stance.set(lane, std::max(1.0, region.stance[lane]));
  }
  // A deal that holds is called as its clauses are, and where none holds there is nothing to call.
  region.deal =
      select(region.stage == Twin(3.0), peninsula::name_of(peninsula::terms_in_force(region)), Twin(0.0));
  return region;
}

} // namespace test

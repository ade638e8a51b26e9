// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agents/peninsula/region.hpp"

namespace peninsula {

/// What Pyongyang can do: strike the American mainland (F), survive a first strike (Q), and with how
/// many warheads (B). A deal that is kept limits missiles and halts fissile production as far as it says;
/// what survives a first strike grows on. Of Russian technology each kind feeds one capability, those two or
/// what is seen from space (Rs) and shot down (Ad). (C1)-(C3)
template <class Real> struct Arsenal {
  Constant<Real> second_strike_growth, transfer_gain, technology_gain, missile_freeze;
  Constant<Real> mainland_growth, mainland_by_test, mainland_by_transfer;
  Constant<Real> second_strike_by_test, warheads_a_month;
  Constant<Real> initial_mainland_threat, initial_second_strike, initial_warheads;

  template <class Declare> void parameters(Declare &declare) {
    using namespace engine;
    declare.group("arsenal");
    declare(second_strike_growth, {.name = "second_strike_growth",
                                   .symbol = "g_Q",
                                   .value = 0.012,
                                   .plausible = {0.004, 0.03},
                                   .unit = unit::per_month,
                                   .meaning = "growth of the second strike, times self-reliance"});
    declare(transfer_gain,
            {.name = "transfer_gain",
             .symbol = "dQ_x",
             .value = 0.12,
             .plausible = {0.04, 0.3},
             .unit = unit::fraction,
             .meaning = "share of what the second strike lacks that submarine technology gives"});
    declare(technology_gain,
            {.name = "technology_gain",
             .symbol = "d_x",
             .value = 0.25,
             .unit = unit::fraction,
             .meaning = "share of what reconnaissance or air defence lacks that a transfer gives"});
    declare(missile_freeze, {.name = "missile_freeze",
                             .symbol = "fz_F",
                             .value = 0.9,
                             .plausible = {0.5, 1.0},
                             .unit = unit::fraction,
                             .meaning = "share of missile progress that a full limit stops",
                             .basis = Basis::essay,
                             .source = "Chun 2025 par. 27; assumption"});
    declare(mainland_growth, {.name = "mainland_growth",
                              .symbol = "gF",
                              .value = 0.004,
                              .unit = unit::per_month,
                              .meaning = "growth of the mainland threat"});
    declare(mainland_by_test, {.name = "mainland_by_test",
                               .symbol = "gFt",
                               .value = 0.02,
                               .unit = unit::fraction,
                               .meaning = "... by an intercontinental test"});
    declare(mainland_by_transfer, {.name = "mainland_by_transfer",
                                   .value = 0.12,
                                   .unit = unit::fraction,
                                   .meaning = "share of what it lacks that re-entry technology gives"});
    declare(second_strike_by_test, {.name = "second_strike_by_test",
                                    .value = 0.004,
                                    .unit = unit::fraction,
                                    .meaning = "second strike gained by an intercontinental test"});
    declare(warheads_a_month, {.name = "warheads_a_month",
                               .symbol = "bw",
                               .value = 0.6,
                               .unit = {"warhead/month", 0.0, 10.0},
                               .meaning = "warheads built in a month",
                               .basis = Basis::literature,
                               .source = "commentary: six to seven a year; up to 20 a year is claimed"});
    declare(initial_mainland_threat, {.name = "initial_mainland_threat",
                                      .symbol = "F0",
                                      .value = 0.60,
                                      .unit = unit::fraction,
                                      .meaning = "mainland threat at the start",
                                      .role = Role::initial});
    declare(initial_second_strike, {.name = "initial_second_strike",
                                    .symbol = "Q0",
                                    .value = 0.20,
                                    .unit = unit::fraction,
                                    .meaning = "second strike at the start",
                                    .role = Role::initial});
    declare(initial_warheads, {.name = "initial_warheads",
                               .symbol = "B0",
                               .value = 50.0,
                               .unit = {"warhead", 0.0, 1000.0},
                               .meaning = "warheads at the start",
                               .basis = Basis::data,
                               .source = "SIPRI, January 2025: about 50",
                               .role = Role::initial});
  }

  void open(Region<Real> &region) const {
    region.mainland_threat = initial_mainland_threat;
    region.second_strike = initial_second_strike;
    region.warheads = initial_warheads;
    region.reconnaissance = region.air_defence = 0.0;
  }

  void grow(Region<Real> &region) const {
    const Real kept = Real(1.0) - region.cheating;
    const Real frozen = missile_freeze * region.limit * kept;
    const Real short_of_threat = Real(1.0) - region.mainland_threat;
    region.mainland_threat =
        smaller(Real(1.0), region.mainland_threat +
                               short_of_threat * ((mainland_growth + mainland_by_test * region.icbm) *
                                                      (Real(1.0) - frozen) +
                                                  mainland_by_transfer * region.reentry_technology));
    const Real short_of_strike = Real(1.0) - region.second_strike;
    region.second_strike = smaller(
        Real(1.0), region.second_strike + short_of_strike * (second_strike_growth * region.self_reliance +
                                                             transfer_gain * region.submarine_technology +
                                                             second_strike_by_test * region.icbm));
    region.reconnaissance +=
        technology_gain * region.satellite_technology * (Real(1.0) - region.reconnaissance);
    region.air_defence += technology_gain * region.air_defence_technology * (Real(1.0) - region.air_defence);
    region.warheads += warheads_a_month * (Real(1.0) - region.halt * kept);
  }
};

} // namespace peninsula

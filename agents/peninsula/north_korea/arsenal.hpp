#pragma once

#include "agents/peninsula/region.hpp"

namespace peninsula {

/// What Pyongyang can do: strike the American mainland (F), survive a first strike (Q), and with how
/// many warheads (B). Deals freeze missiles well, the rest hardly. (C1), (C2)
template <class Real> struct Arsenal {
  Constant<Real> second_strike_growth, transfer_gain, missile_freeze;
  Constant<Real> mainland_growth, mainland_by_test, mainland_by_transfer;
  Constant<Real> second_strike_by_test, second_strike_freeze_denuclearisation, second_strike_freeze_other;
  Constant<Real> warheads_a_month, warhead_freeze;
  Constant<Real> initial_mainland_threat, initial_second_strike, initial_warheads;

  template <class Declare> void parameters(Declare &declare) {
    using namespace engine;
    declare.group("arsenal");
    declare(second_strike_growth, "second_strike_growth", "g_Q", 0.012, {0.004, 0.03}, unit::per_month,
            "growth of the second strike, times self-reliance", "assumption");
    declare(transfer_gain, "transfer_gain", "dQ_x", 0.03, {0.01, 0.08}, unit::fraction,
            "second strike gained by one technology transfer", "assumption");
    declare(missile_freeze, "missile_freeze", "fz_F", 0.9, {0.5, 1.0}, unit::fraction,
            "share of missile progress frozen by a deal", "Chun 2025 par. 27; assumption");
    declare(mainland_growth, "mainland_growth", "gF", 0.004, {}, unit::per_month,
            "growth of the mainland threat", "assumption");
    declare(mainland_by_test, "mainland_by_test", "gFt", 0.02, {}, unit::fraction,
            "... by an intercontinental test", "assumption");
    declare(mainland_by_transfer, "mainland_by_transfer", "", 0.01, {}, unit::fraction,
            "... by a technology transfer", "assumption");
    declare(second_strike_by_test, "second_strike_by_test", "", 0.004, {}, unit::fraction,
            "second strike gained by an intercontinental test", "assumption");
    declare(second_strike_freeze_denuclearisation, "second_strike_freeze_denuclearisation", "", 0.2, {},
            unit::fraction, "share of its growth frozen by a denuclearisation deal",
            "Chun 2025 par. 10; assumption");
    declare(second_strike_freeze_other, "second_strike_freeze_other", "", 0.06, {}, unit::fraction,
            "... by another deal", "Chun 2025 par. 10; assumption");
    declare(warheads_a_month, "warheads_a_month", "bw", 0.6, {}, {"warhead/month", 0.0, 10.0},
            "warheads built in a month", "commentary: six to seven a year; up to 20 a year is claimed");
    declare(warhead_freeze, "warhead_freeze", "", 0.6, {}, unit::fraction,
            "share frozen by a denuclearisation deal", "assumption");
    declare(initial_mainland_threat, "initial_mainland_threat", "F0", 0.60, {}, unit::fraction,
            "mainland threat at the start", "assumption", Role::initial);
    declare(initial_second_strike, "initial_second_strike", "Q0", 0.20, {}, unit::fraction,
            "second strike at the start", "assumption", Role::initial);
    declare(initial_warheads, "initial_warheads", "B0", 50.0, {}, {"warhead", 0.0, 1000.0},
            "warheads at the start", "SIPRI, January 2025: about 50", Role::initial);
  }

  void open(Region<Real> &region) const {
    region.mainland_threat = initial_mainland_threat;
    region.second_strike = initial_second_strike;
    region.warheads = initial_warheads;
  }

  void grow(Region<Real> &region) const {
    const auto deal = region.stage == Real(3.0);
    const auto denuclearisation = deal && region.deal == Real(1.0);
    const Real frozen = select(deal, missile_freeze, Real(0.0));
    const Real frozen_second_strike = select(denuclearisation, second_strike_freeze_denuclearisation,
                                             select(deal, second_strike_freeze_other, Real(0.0)));
    const Real threat = region.mainland_threat;
    region.mainland_threat = clamp(threat +
                                       (mainland_growth + mainland_by_test * region.icbm) *
                                           (Real(1.0) - threat) * (Real(1.0) - frozen) +
                                       mainland_by_transfer * region.technology_transferred,
                                   0, 1);
    const Real strike = region.second_strike;
    region.second_strike = clamp(strike +
                                     second_strike_growth * region.self_reliance * (Real(1.0) - strike) *
                                         (Real(1.0) - frozen_second_strike) +
                                     transfer_gain * region.technology_transferred +
                                     second_strike_by_test * region.icbm * (Real(1.0) - strike),
                                 0, 1);
    region.warheads += warheads_a_month * (Real(1.0) - warhead_freeze * indicator(denuclearisation));
  }
};

} // namespace peninsula

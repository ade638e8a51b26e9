// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agents/tribute/commitment.hpp"
#include "agents/tribute/demand.hpp"
#include "agents/tribute/terms.hpp"

namespace tribute {

/// How a demand ends: wealth changes hands (rule 9), or both sides destroy some of each other's (rule 10).
template <class Real> struct Settlement {
  /// min(250, W_j) goes from the target to the attacker.
  static void pay(Region<Real> &region, const Attack<Real> &attack, const Terms<Real> &terms,
                  const Commitment<Real> &commitment, Truth<Real> when) {
    const Real payment = select(when, terms.payment(attack.wealth), Real(0.0));
    Ring<Real> partner; // 1 for the two of them
    partner[0] = indicator(when);
    region.wealth[0] += payment;
    for (int j = 1; j < actors; ++j) {
      partner[j] = indicator(when && attack.target == Real(j));
      region.wealth[j] -= partner[j] * payment;
    }
    commitment.learn(region, partner);
    region.payments += indicator(when);
  }

  /// d_a = min(0.25 W_att, W_def) falls on the target's side, d_d = min(0.25 W_def, W_att) on the attacker's,
  /// on each member by its part in the side's strength.
  static void fight(Region<Real> &region, const Attack<Real> &attack, const Terms<Real> &terms,
                    const Commitment<Real> &commitment, Truth<Real> when) {
    const Sides<Real> &sides = attack.sides;
    const Real on_defence = smaller(terms.destructiveness * sides.attack, sides.defence);
    const Real on_attack = smaller(terms.destructiveness * sides.defence, sides.attack);
    Ring<Real> side; // 0 for all where there is no fight
    for (int k = 0; k < actors; ++k) {
      side[k] = select(when, sides.side[k], Real(0.0));
      const auto attacks = side[k] > Real(0.0);
      const Real damage = select(attacks, on_attack, on_defence);
      const Real strength = select(attacks, sides.attack, sides.defence);
      // Nobody loses more than its stake, rounded or not; 0 / 0, where nobody has any, is no number, and
      // then the stake, 0, is the smaller one.
      const Real loss = smaller(damage * sides.stake[k] / strength, sides.stake[k]);
      region.wealth[k] -= select(side[k] == Real(0.0), Real(0.0), loss);
    }
    commitment.learn(region, side);
    region.fights += indicator(when);
    region.fights_of_committed += indicator(when && attack.commitment > Real(0.0));
    region.fights_of_subjects += indicator(when && attack.commitment == Real(100.0));
    region.destroyed += select(when, on_defence + on_attack, Real(0.0));
  }
};

} // namespace tribute

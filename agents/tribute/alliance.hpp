// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agents/tribute/region.hpp"
#include "engine/model/declarations.hpp"

namespace tribute {

/// Who would stand where if place 0 attacked a target.
template <class Real> struct Sides {
  Ring<Real> side;       // 1 with the attacker, -1 with the target, 0 with neither
  Ring<Real> stake;      // what each would bring: its commitment to the leader's share of its wealth
  Real attack;           // W_att: strength of the attacker's side
  Real defence;          // W_def: of the target's
  Truth<Real> reachable; // whether the target can be attacked from there at all

  friend Sides select(Truth<Real> when, const Sides &then, const Sides &otherwise) {
    Sides chosen;
    for (int k = 0; k < actors; ++k) {
      chosen.side[k] = select(when, then.side[k], otherwise.side[k]);
      chosen.stake[k] = select(when, then.stake[k], otherwise.stake[k]);
    }
    chosen.attack = select(when, then.attack, otherwise.attack);
    chosen.defence = select(when, then.defence, otherwise.defence);
    chosen.reachable = (when && then.reachable) || (!when && otherwise.reachable);
    return chosen;
  }
};

/// Everybody joins the side to which it is strictly more committed, and brings wealth in proportion; ties
/// stay out. A side is contiguous: it extends from its leader to the first actor that does not join. (rules
/// 5, 6)
template <class Real> struct Alliance {
  Constant<Real> contiguity;

  template <class Declare> void parameters(Declare &declare) {
    declare.group("alliance");
    declare(contiguity,
            {.name = "contiguity",
             .value = 0.0,
             .unit = {"reading", 0.0, 1.0},
             .meaning =
                 "whether the members of a side must be neighbours, and the attacker's side reach the target",
             .basis = engine::Basis::literature,
             .source = "Axelrod 1995; program 4.0: contiguity",
             .role = engine::Role::option,
             .labels = "required|not_required"});
  }

  /// Whether the places of friends and targets do not matter.
  Truth<Real> anywhere() const { return contiguity == Real(1.0); }

  /// The sides of an attack on the actor `distance` places away, to the right (`direction` 1) or left (-1).
  Sides<Real> sides(const Region<Real> &region, int direction, int distance) const {
    const Target target{region, place(direction * distance)};
    Sides<Real> sides;
    sides.side.fill(Real(0.0));
    sides.stake.fill(Real(0.0));
    sides.side[0] = Real(1.0);
    sides.side[target.at] = Real(-1.0);
    sides.attack = sides.stake[0] = region.wealth[0];
    sides.defence = sides.stake[target.at] = region.wealth[target.at];

    // Between the two, all must join the attacker.
    sides.reachable = true;
    for (int step = 1; step < distance; ++step) {
      const int k = place(direction * step);
      target.join_attacker(sides, k, target.prefers_attacker(k));
      target.join_defence(sides, k, target.prefers_target(k));
      sides.reachable = sides.reachable && (target.prefers_attacker(k) || anywhere());
    }
    // Behind the target its side extends outwards, ...
    Truth<Real> unbroken = true;
    for (int step = distance + 1; step < actors; ++step) {
      const int k = place(direction * step);
      const Truth<Real> joins = target.prefers_target(k) && unbroken;
      target.join_defence(sides, k, joins);
      unbroken = joins || anywhere();
    }
    // ... and behind the attacker its side.
    unbroken = true;
    for (int step = actors - 1; step > distance; --step) {
      const int k = place(direction * step);
      const Truth<Real> joins = target.prefers_attacker(k) && unbroken;
      target.join_attacker(sides, k, joins);
      unbroken = joins || anywhere();
    }
    return sides;
  }

private:
  /// An actor that could be attacked, and what others think of it.
  struct Target {
    const Region<Real> &region;
    int at;

    Real to_attacker(int k) const { return region.commitment[k][0]; }
    Real to_target(int k) const { return region.commitment[k][at]; }
    Truth<Real> prefers_attacker(int k) const { return to_attacker(k) > to_target(k); }
    Truth<Real> prefers_target(int k) const { return to_target(k) > to_attacker(k); }

    void join_attacker(Sides<Real> &sides, int k, Truth<Real> joins) const {
      sides.attack += join(sides, k, joins, 1.0, to_attacker(k));
    }
    void join_defence(Sides<Real> &sides, int k, Truth<Real> joins) const {
      sides.defence += join(sides, k, joins, -1.0, to_target(k));
    }
    /// Returns what k brings.
    Real join(Sides<Real> &sides, int k, Truth<Real> joins, double side, Real commitment) const {
      const Real brought = commitment / Real(100.0) * region.wealth[k];
      sides.side[k] = select(joins, Real(side), sides.side[k]);
      sides.stake[k] = select(joins, brought, sides.stake[k]);
      return select(joins, brought, Real(0.0));
    }
  };
};

} // namespace tribute

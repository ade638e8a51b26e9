// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agents/tribute/alliance.hpp"
#include "agents/tribute/terms.hpp"
#include "engine/model/declarations.hpp"

namespace tribute {

/// What the active actor, at place 0, has decided to ask of whom.
template <class Real> struct Attack {
  Sides<Real> sides;
  Real target;      // its place: 1 ... 9; 0 if there is no demand
  Real wealth;      // of the target
  Real commitment;  // of the target to the attacker
  Real value;       // of the demand; 0 if there is none
  Truth<Real> made; // whether there is one
};

/// Looks left, then right, from the nearest actor to the farthest, and demands of the first whose value is
/// greatest and above 0. Beyond an actor that is not committed to place 0 nobody is reachable. (rule 7)
template <class Real> struct Demand {
  Constant<Real> rule;

  enum Rule { weakest, worth, worth_if_it_pays, at_random, vulnerability_alone };

  template <class Declare> void parameters(Declare &declare) {
    declare.group("demand");
    declare(
        rule,
        {.name = "rule",
         .symbol = "A",
         .value = worth,
         .unit = {"rule", 0.0, 4.0},
         .meaning = "by what a target is chosen",
         .basis = engine::Basis::literature,
         .source = "Axelrod 1995, program 4.0: rules A1 to A4; the last: other implementations",
         .role = engine::Role::option,
         .labels =
             "A1_weakest|A2_payment_by_vulnerability|A3_only_if_it_pays|A4_at_random|vulnerability_alone"});
  }

  Attack<Real> decide(const Region<Real> &region, const Alliance<Real> &alliance, const Terms<Real> &terms,
                      Real u) const {
    Attack<Real> best = none(region);
    Real before(0.0); // reachable targets that came before, of either direction
    const Real drawn = u * reachable(region, alliance);
    for (const int direction : {-1, 1}) {
      Truth<Real> goes_on = true;
      for (int distance = 1; distance < actors && any(goes_on); ++distance) {
        const int j = place(direction * distance);
        const Sides<Real> sides = alliance.sides(region, direction, distance);
        const auto is_drawn = before <= drawn && drawn < before + 1.0;
        const Real value = value_of(sides, region.wealth[j], terms, is_drawn);
        const auto better = sides.reachable && value > best.value;
        best.sides = select(better, sides, best.sides);
        best.target = select(better, Real(j), best.target);
        best.wealth = select(better, region.wealth[j], best.wealth);
        best.commitment = select(better, region.commitment[j][0], best.commitment);
        best.value = select(better, value, best.value);
        best.made = best.made || better;
        before += indicator(sides.reachable);
        goes_on = goes_on && (region.commitment[j][0] > Real(0.0) || alliance.anywhere());
      }
    }
    return best;
  }

private:
  static Attack<Real> none(const Region<Real> &region) {
    Attack<Real> none{};
    none.sides.side.fill(Real(0.0));
    none.sides.stake.fill(Real(0.0));
    none.sides.attack = none.sides.defence = region.wealth[0];
    none.sides.reachable = false;
    none.target = none.wealth = none.commitment = none.value = Real(0.0);
    none.made = false;
    return none;
  }

  Real value_of(const Sides<Real> &sides, Real wealth, const Terms<Real> &terms, Truth<Real> is_drawn) const {
    const Real payment = terms.payment(wealth);
    const Real vulnerability =
        select(sides.attack > Real(0.0), (sides.attack - sides.defence) / sides.attack, Real(-1.0));
    const auto pays = payment < terms.cost_of_fighting(sides, wealth);
    Real value = payment * vulnerability;
    value = select(rule == Real(worth_if_it_pays) && !pays, Real(0.0), value);
    value = select(rule == Real(weakest), sides.attack - sides.defence, value);
    value = select(rule == Real(at_random), indicator(is_drawn), value);
    return select(rule == Real(vulnerability_alone), vulnerability, value);
  }

  /// How many there are to draw from, where targets are drawn; one that can be reached from both sides counts
  /// twice, as in the program.
  Real reachable(const Region<Real> &region, const Alliance<Real> &alliance) const {
    Real count(0.0);
    if (!any(rule == Real(at_random))) return count;
    for (const int direction : {-1, 1}) {
      for (int distance = 1; distance < actors; ++distance)
        count += indicator(alliance.sides(region, direction, distance).reachable);
    }
    return count;
  }
};

} // namespace tribute

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agents/tribute/demand.hpp"
#include "agents/tribute/terms.hpp"
#include "engine/model/declarations.hpp"

namespace tribute {

/// The target pays or fights, whichever costs it less itself. (rule 8)
template <class Real> struct Response {
  Constant<Real> rule, toughness;

  enum Rule {
    never_pay,
    always_pay,
    pay_if_cheaper,
    fight_if_cheaper,
    pay_if_much_cheaper,
    coin,
    full_demand
  };

  template <class Declare> void parameters(Declare &declare) {
    declare.group("response");
    declare(rule,
            {.name = "rule",
             .symbol = "B",
             .value = fight_if_cheaper,
             .unit = {"rule", 0.0, 6.0},
             .meaning = "when a target pays",
             .basis = engine::Basis::literature,
             .source = "Axelrod 1995, program 4.0: rules B1 to B6; the last: other implementations",
             .role = engine::Role::option,
             .labels =
                 "B1_never|B2_always|B3_pays_if_cheaper|B4_fights_if_cheaper|B5_tough|B6_coin|full_demand"});
    declare(toughness, {.name = "toughness",
                        .value = 1.5,
                        .unit = {"1", 0.0, 100.0},
                        .meaning = "B5: by what factor fighting must cost more than paying",
                        .basis = engine::Basis::literature,
                        .source = "program 4.0: toughness"});
  }

  Truth<Real> pays(const Attack<Real> &attack, const Terms<Real> &terms, Real u) const {
    const Real payment = terms.payment(attack.wealth);
    const Real cost = terms.cost_of_fighting(attack.sides, attack.wealth);
    const auto is = [this](Rule one) { return rule == Real(one); };
    return is(always_pay) || (is(pay_if_cheaper) && cost > payment) ||
           (is(fight_if_cheaper) && cost >= payment) ||
           (is(pay_if_much_cheaper) && cost > toughness * payment) || (is(coin) && u < Real(0.5)) ||
           (is(full_demand) && cost >= terms.demand);
  }
};

} // namespace tribute

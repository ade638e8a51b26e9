// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agents/tribute/alliance.hpp"
#include "engine/model/declarations.hpp"

namespace tribute {

inline constexpr engine::Unit wealth_unit{"wealth", 0.0, 100000.0};

/// What a target stands to lose: all that is asked for, or a share in the damage. (rule 8)
template <class Real> struct Terms {
  Constant<Real> demand, destructiveness;

  template <class Declare> void parameters(Declare &declare) {
    using namespace engine;
    declare.group("terms");
    declare(demand, {.name = "demand",
                     .value = 250.0,
                     .plausible = {100.0, 400.0},
                     .unit = wealth_unit,
                     .meaning = "tribute that is demanded; who has less pays all it has",
                     .basis = engine::Basis::literature,
                     .source = "Axelrod 1995; program 4.0: Standard_Demand; range: assumption"});
    declare(destructiveness, {.name = "destructiveness",
                              .value = 0.25,
                              .plausible = {0.1, 0.5},
                              .unit = unit::fraction,
                              .meaning = "share of its own strength that a side destroys on the other",
                              .basis = engine::Basis::literature,
                              .source = "Axelrod 1995; program 4.0: Destructiveness; range: assumption"});
  }

  /// min(250, W_j)
  Real payment(Real wealth) const { return smaller(demand, wealth); }

  /// min(0.25 W_att W_j / W_def, W_j): what fighting costs the target itself; helpers do not count.
  Real cost_of_fighting(const Sides<Real> &sides, Real wealth) const {
    const Real share = destructiveness * sides.attack * (wealth / sides.defence);
    return select(sides.defence > Real(0.0), smaller(share, wealth), Real(0.0));
  }
};

} // namespace tribute

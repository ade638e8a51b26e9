// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "agents/tribute/region.hpp"
#include "agents/tribute/streams.hpp"
#include "engine/model/declarations.hpp"

namespace tribute {

/// Who pays and who is paid, and all who fight on one side, grow committed to one another; who fight on
/// opposite sides lose commitment. (rules 3, 9, 10)
template <class Real> struct Commitment {
  Constant<Real> initial, increment;

  enum Initial { zero, random, neighbours, one_apart };

  template <class Declare> void parameters(Declare &declare) {
    using engine::Role;
    declare.group("commitment");
    declare(increment, {.name = "increment",
                        .value = 10.0,
                        .unit = engine::unit::percent,
                        .meaning = "what one common deed adds, and one fight against each other takes",
                        .basis = engine::Basis::literature,
                        .source = "Axelrod 1995; program 4.0: loyalty_pc_increment"});
    declare(initial, {.name = "initial",
                      .value = zero,
                      .unit = {"option", 0.0, 3.0},
                      .meaning = "commitments before the first year: none; each of 0, 10 ... 100 at random; "
                                 "none but 10 between actors 4 and 5; none but 10 between actors 3 and 5",
                      .basis = engine::Basis::literature,
                      .source = "Axelrod 1995: none; program 4.0: init_loyalty 0 to 3",
                      .role = Role::option,
                      .labels = "none|random|actors_4_and_5|actors_3_and_5"});
  }

  template <class Draws> void open(Region<Real> &region, const Draws &draws) const {
    for (Ring<Real> &row : region.commitment) row.fill(Real(0.0));
    if (any(initial == Real(random))) open_at_random(region, draws);
    give_ten(region, 3, 4, initial == Real(neighbours));
    give_ten(region, 2, 4, initial == Real(one_apart));
    for (int k = 0; k < actors; ++k) region.commitment[k][k] = Real(100.0);
  }

  /// What two have done moves their commitment by the product of their sides.
  void learn(Region<Real> &region, const Ring<Real> &side) const {
    for (int k = 0; k < actors; ++k) {
      const Real change = increment * side[k];
      for (int l = 0; l < actors; ++l) {
        if (l != k)
          region.commitment[k][l] = engine::clamp(region.commitment[k][l] + change * side[l], 0.0, 100.0);
      }
    }
  }

private:
  static void give_ten(Region<Real> &region, int one, int other, Truth<Real> when) {
    for (Real *commitment : {&region.commitment[one][other], &region.commitment[other][one]})
      *commitment = select(when, Real(10.0), *commitment);
  }

  /// Each of eleven levels is equally likely, and one direction tells nothing of the other.
  template <class Draws> void open_at_random(Region<Real> &region, const Draws &draws) const {
    constexpr int levels = 11;
    const auto is_random = initial == Real(random);
    for (int pair = 0; pair < actors * actors; ++pair) {
      const auto stream = first_of_commitment + static_cast<std::uint32_t>(pair / 4);
      const Real u = draws.uniforms(stream)[static_cast<std::size_t>(pair % 4)];
      Real commitment(0.0);
      for (int level = 1; level < levels; ++level)
        commitment += select(u * levels >= Real(level), Real(10.0), Real(0.0));
      Real &here = region.commitment[pair / actors][pair % actors];
      here = select(is_random, commitment, here);
    }
  }
};

} // namespace tribute

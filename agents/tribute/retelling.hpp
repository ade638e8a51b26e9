// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agents/tribute/demand.hpp"
#include "engine/lanes/choice.hpp"
#include "engine/model/turn.hpp"

namespace tribute {

/// Tells a witness whom chance made active, of whom it demanded what was worth how much to it, and what came
/// of it. The witness of an ensemble hears nothing, and nothing is worked out for it.
template <class Real, class Witness>
void retell(const Region<Real> &region, const engine::Choice<Real, actors> &active,
            const Attack<Real> &attack, Truth<Real> takes_place, Truth<Real> pays, Witness &witness) {
  static constexpr engine::Menu activates{
      "chance", "active", "actor 1|actor 2|actor 3|actor 4|actor 5|actor 6|actor 7|actor 8|actor 9|actor 10"};
  static constexpr engine::Menu demands{
      "the active", "demands of",
      "nobody|actor 1|actor 2|actor 3|actor 4|actor 5|actor 6|actor 7|actor 8|actor 9|actor 10"};
  static constexpr engine::Chance payment{"its target", "pays"};
  static constexpr engine::Chance fight{"its target", "fights"};

  Ring<Real> indifferent;
  indifferent.fill(Real(0.0));
  witness.chose(activates, indifferent, active);

  engine::Choice<Real, actors + 1> target;
  std::array<Real, actors + 1> value;
  target.index = select(attack.made, region.number(attack.target) + 1.0, Real(0.0));
  target.total = Real(1.0);
  for (int option = 0; option <= actors; ++option) {
    target.is[option] = target.index == Real(option);
    target.weight[option] = indicator(target.is[option]);
    value[option] = target.weight[option] * attack.value;
  }
  witness.chose(demands, value, target);

  const auto made = takes_place && attack.made;
  witness.saw(payment, indicator(made && pays), made && pays);
  witness.saw(fight, indicator(made && !pays), made && !pays);
}

} // namespace tribute

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agents/tribute/ring.hpp"
#include "agents/tribute/streams.hpp"
#include "engine/lanes/choice.hpp"
#include "engine/model/declarations.hpp"

namespace tribute {

/// Who may demand, and how often in a year. (rule 4)
template <class Real> struct Activation {
  Constant<Real> count, replacement;

  template <class Declare> void parameters(Declare &declare) {
    declare.group("activation");
    declare(count, {.name = "count",
                    .value = 3.0,
                    .unit = {"activation", 1.0, 1.0 * most_activations},
                    .meaning = "activations in a year",
                    .basis = engine::Basis::literature,
                    .source = "Axelrod 1995; program 4.0: Demand_phase_max",
                    .role = engine::Role::structure});
    declare(replacement, {.name = "replacement",
                          .value = 0.0,
                          .unit = {"reading", 0.0, 1.0},
                          .meaning = "whether an actor may be active again in the same year",
                          .basis = engine::Basis::literature,
                          .source = "program 4.0: with replacement; other implementations: without",
                          .role = engine::Role::option,
                          .labels = "with|without"});
  }

  /// How likely each actor, by its number, is the next: as open, in proportion.
  static Ring<Real> all_open() {
    Ring<Real> open;
    open.fill(Real(1.0));
    return open;
  }

  /// One of those that are open; leaves it open only where actors are drawn with replacement.
  engine::Choice<Real, actors> draw(Ring<Real> &open, Real u) const {
    const auto choice = engine::drawn_by_weight(open, u);
    for (int k = 0; k < actors; ++k)
      open[k] = select(choice.is[k] && replacement == Real(1.0), Real(0.0), open[k]);
    return choice;
  }
};

} // namespace tribute

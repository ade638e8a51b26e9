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
    declare(count, "count", "", 3.0, {}, {"activation", 1.0, 1.0 * most_activations}, "activations in a year",
            "Axelrod 1995; program 4.0: Demand_phase_max", engine::Role::structure);
    declare(replacement, "replacement", "", 0.0, {}, {"reading", 0.0, 1.0},
            "whether an actor may be active again in the same year",
            "program 4.0: with replacement; other implementations: without", engine::Role::option,
            "with|without");
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

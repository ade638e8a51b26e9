// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agents/peninsula/region.hpp"
#include "engine/model/turn.hpp"

namespace peninsula {

/// Kim's meetings with the leaders of his patrons: asked for or offered, and rare for some months after the
/// last. (Mt1)
/// Left out: what is said at them.
template <class Real> struct Meetings {
  Constant<Real> chance_if_asked, memory_decay, closeness_gain;

  template <class Declare> void parameters(Declare &declare) {
    using namespace engine;
    declare.group("meetings");
    declare(chance_if_asked,
            {.name = "chance_if_asked",
             .symbol = "p_ask",
             .value = 0.5,
             .plausible = {0.2, 0.9},
             .unit = unit::per_month,
             .meaning = "chance that a patron receives Kim who asked, if none met him of late"});
    declare(memory_decay, {.name = "memory_decay",
                           .symbol = "r_met",
                           .value = 0.75,
                           .plausible = {0.5, 0.9},
                           .unit = unit::fraction,
                           .meaning = "share of the memory of a meeting that lasts a month",
                           .basis = Basis::data,
                           .source = "five meetings of Kim and Xi in sixteen months, 2018-2019"});
    declare(closeness_gain, {.name = "closeness_gain",
                             .symbol = "g_met",
                             .value = 0.1,
                             .plausible = {0.0, 0.3},
                             .unit = unit::fraction,
                             .meaning = "share of what closeness or the tie lacks that a meeting gives"});
  }

  /// (Mt1) 1 where the leaders meet this month.
  template <class Turn>
  Real take_place(const engine::Chance &meeting, engine::Truth<Real> open, Real offered,
                  engine::Truth<Real> asked, Real memory, Real u, Turn &turn) const {
    const Real wanted = smaller(Real(1.0), offered + chance_if_asked * indicator(asked));
    return indicator(turn.happens(meeting, open, wanted * (Real(1.0) - memory), u));
  }

  void remember(Region<Real> &region) const {
    region.xi_memory = larger(region.leaders_met, memory_decay * region.xi_memory);
    region.putin_memory = larger(region.putin_met, memory_decay * region.putin_memory);
  }
};

} // namespace peninsula

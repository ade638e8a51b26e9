// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agents/peninsula/choices.hpp"
#include "agents/peninsula/region.hpp"
#include "agents/peninsula/streams.hpp"
#include "agents/peninsula/timeline.hpp"
#include "engine/model/turn.hpp"

namespace peninsula {

/// The Middle East as a load on Washington's attention: a birth-death chain on calm, tense, escalated. (X-M)
template <class Real> struct MiddleEast {
  Constant<Real> escalation_hazard, calming_hazard, initial_load;

  template <class Declare> void parameters(Declare &declare) {
    using namespace engine;
    declare.group("middle_east");
    declare(escalation_hazard, {.name = "escalation_hazard",
                                .symbol = "m_up",
                                .value = 0.05,
                                .plausible = {0.02, 0.12},
                                .unit = unit::per_month,
                                .meaning = "hazard of a step up in load",
                                .source = "assumption; par. 10 of Chun 2025 names the conflicts"});
    declare(calming_hazard, {.name = "calming_hazard",
                             .symbol = "m_dn",
                             .value = 0.09,
                             .plausible = {0.04, 0.2},
                             .unit = unit::per_month,
                             .meaning = "hazard of a step down in load"});
    declare(initial_load, {.name = "initial_load",
                           .symbol = "M0",
                           .value = 1.0,
                           .unit = {"phase", 0.0, 2.0},
                           .meaning = "load in which the first month opens",
                           .source = "assumption for February 2025",
                           .role = Role::initial,
                           .labels = "calm|tense|escalated"});
  }

  void open(Region<Real> &region) const { region.middle_east = initial_load; }

  template <class Turn> void step(Region<Real> &region, Turn &turn) const {
    const auto u = turn.uniform(draw::middle_east);
    const Real load = region.middle_east;
    const auto [rises, falls] =
        turn.one_of({choice::escalation, load < Real(2.0), escalation_hazard, Real(1.0) - u},
                    {choice::calming, load > Real(0.0), calming_hazard, u});
    region.middle_east = turn.given_or(given_middle_east, load + indicator(rises) - indicator(falls));
  }
};

} // namespace peninsula

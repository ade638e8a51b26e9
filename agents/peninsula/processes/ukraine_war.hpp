// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agents/peninsula/choices.hpp"
#include "agents/peninsula/region.hpp"
#include "agents/peninsula/scales.hpp"
#include "agents/peninsula/streams.hpp"
#include "agents/peninsula/timeline.hpp"
#include "engine/model/turn.hpp"

namespace peninsula {

/// The war in Ukraine: war, ceasefire, settlement. A ceasefire may relapse; a settlement stays. A president
/// who wants to end wars brings a ceasefire nearer. (X-W)
/// Left out: what the belligerents want, and every front line.
template <class Real> struct UkraineWar {
  Constant<Real> ceasefire_hazard, peacemaking, relapse_hazard, settlement_hazard, initial_phase;

  template <class Declare> void parameters(Declare &declare) {
    using namespace engine;
    declare.group("ukraine_war");
    declare(
        ceasefire_hazard,
        {.name = "ceasefire_hazard",
         .symbol = "h_cf",
         .value = 0.025,
         .plausible = {0.005, 0.08},
         .unit = unit::per_month,
         .meaning = "hazard that the war turns into a ceasefire",
         .basis = Basis::data,
         .source =
             "Chun 2025 par. 11; UCDP durations of interstate wars (CSIS): residual life of 2 to 8 years"});
    declare(peacemaking,
            {.name = "peacemaking",
             .symbol = "w_pm",
             .value = 0.8,
             .plausible = {0.0, 2.0},
             .unit = unit::log_odds,
             .meaning = "the hazard is multiplied by e^peacemaking for each unit of the president's appetite "
                        "beyond the usual",
             .basis = Basis::essay,
             .source = "Chun 2025 par. 2 and 11; assumption"});
    declare(relapse_hazard,
            {.name = "relapse_hazard",
             .symbol = "h_rel",
             .value = 0.02,
             .plausible = {0.005, 0.06},
             .unit = unit::per_month,
             .meaning = "hazard that a ceasefire relapses into war",
             .basis = Basis::literature,
             .source = "Fortna, Peace Time, ch. 1: almost half of post-1945 wars were resumed"});
    declare(settlement_hazard,
            {.name = "settlement_hazard",
             .symbol = "h_set",
             .value = 0.015,
             .plausible = {0.003, 0.05},
             .unit = unit::per_month,
             .meaning = "hazard that a ceasefire becomes a lasting settlement",
             .source = "assumption; with the relapse hazard it gives Fortna's share of relapses"});
    declare(initial_phase, {.name = "initial_phase",
                            .symbol = "W0",
                            .value = 0.0,
                            .unit = {"phase", 0.0, 2.0},
                            .meaning = "phase in which the first month opens",
                            .basis = Basis::data,
                            .source = "datum: war in February 2025",
                            .role = Role::initial,
                            .labels = "war|ceasefire|settlement"});
  }

  void open(Region<Real> &region) const {
    region.ukraine_war = initial_phase;
    region.first_ceasefire = select(initial_phase >= Real(1.0), Real(0.0), Real(never));
  }

  template <class Turn> void step(Region<Real> &region, Real appetite, Turn &turn) const {
    const auto u = turn.uniform(draw::ukraine_war);
    const Real hazard =
        smaller(Real(1.0), ceasefire_hazard * exponential(peacemaking * (appetite - usual_appetite)));
    const auto war = region.ukraine_war == Real(0.0);
    const auto truce = region.ukraine_war == Real(1.0);
    const auto begins = turn.happens(choice::ceasefire, war, hazard, u);
    // One uniform decides both: the settlement has what the relapse leaves of it.
    const Real rest = select(u < relapse_hazard, Real(1.0), u - relapse_hazard);
    const auto [resumes, settles] = turn.one_of({choice::relapse, truce, relapse_hazard, u},
                                                {choice::settlement, truce, settlement_hazard, rest});
    Real phase = select(begins, Real(1.0), region.ukraine_war);
    phase = select(resumes, Real(0.0), phase);
    phase = select(settles, Real(2.0), phase);
    region.ukraine_war = turn.given_or(given_ukraine_war, phase);
    const auto first = region.ukraine_war >= Real(1.0) && region.first_ceasefire == Real(never);
    region.first_ceasefire = select(first, Real(turn.month), region.first_ceasefire);
  }
};

} // namespace peninsula

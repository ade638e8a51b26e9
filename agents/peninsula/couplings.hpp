// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>

#include "engine/lanes/lanes.hpp"
#include "engine/model/declarations.hpp"

namespace peninsula {

/// Channels between agents that can be weakened or cut, and what all states share in choosing. A
/// channel at 0 leaves the other side's parameters without any effect.
template <class Real> struct Couplings {
  engine::Constant<Real> russia, china, attention, alliance, domestic, hostility, crisis_heat, crisis;
  engine::Constant<Real> rationality_north_korea, rationality_states, inertia;

  /// A line once taken lasts: a stance, a posture, a policy.
  template <std::size_t size> void hold_to(Real line, std::array<Real, size> &utility) const {
    for (std::size_t i = 0; i < size; ++i)
      utility[i] += inertia * indicator(line == Real(static_cast<double>(i)));
  }

  template <class Declare> void parameters(Declare &declare) {
    using namespace engine;
    declare.group("couplings");
    channel(declare, russia, "russia", "cRU", "Russia's aid, technology and tie reach Pyongyang and Beijing");
    channel(declare, china, "china", "cCN", "China's support and pressure reach Pyongyang");
    channel(declare, attention, "attention", "cAT", "Pyongyang reacts to Washington's attention");
    channel(declare, alliance, "alliance", "cAL", "diplomacy and posture reach the alliance");
    channel(declare, domestic, "domestic", "cDM", "domestic need and discontent reach Kim's decisions");
    channel(declare, hostility, "hostility", "cHS", "hostility between the Koreas reaches events");
    channel(declare, crisis_heat, "crisis_heat", "cCR", "the month's heat moves the crisis ladder");
    channel(declare, crisis, "crisis", "cAM", "the crisis alarms the capitals");
    declare.group("choice");
    declare(rationality_north_korea,
            {.name = "rationality_north_korea",
             .symbol = "lam_D",
             .value = 1.6,
             .plausible = {0.5, 4.0},
             .unit = unit::rationality,
             .meaning = "how sharply Kim prefers better options",
             .basis = engine::Basis::literature,
             .source = "Esarey, Mukherjee and Moore 2008 for the form; assumption for the value"});
    declare(rationality_states, {.name = "rationality_states",
                                 .symbol = "lam_S",
                                 .value = 2.0,
                                 .plausible = {0.5, 5.0},
                                 .unit = unit::rationality,
                                 .meaning = "how sharply the other states prefer better options",
                                 .source = "as for North Korea"});
    declare(inertia, {.name = "inertia",
                      .symbol = "sq",
                      .value = 2.0,
                      .plausible = {1.0, 3.0},
                      .unit = unit::utility,
                      .meaning = "what speaks for going on with a stance, a posture or a policy"});
  }

private:
  template <class Declare>
  static void channel(Declare &declare, engine::Constant<Real> &member, std::string_view name,
                      std::string_view symbol, std::string_view meaning) {
    declare(member, {.name = name,
                     .symbol = symbol,
                     .value = 1.0,
                     .unit = engine::unit::fraction,
                     .meaning = meaning,
                     .basis = engine::Basis::structure,
                     .source = "structure: 1 open, 0 cut"});
  }
};

} // namespace peninsula

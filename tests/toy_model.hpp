// SPDX-License-Identifier: Apache-2.0
#pragma once

// A small model for tests of the engine: one outcome of each kind, one series of each kind.

#include "engine/model/model.hpp"

namespace test {

/// Declarations only (no kernel): parameters of every role, an event, a constraint.
inline engine::Model toy_model() {
  using namespace engine;
  Model model;
  model.name = "toy";
  model.summary = "a coin, a counter and a clock";
  model.parameters = {
      {.name = "coin.bias",
       .symbol = "p",
       .value = 0.5,
       .plausible = {0.2, 0.8},
       .unit = unit::probability,
       .meaning = "chance of heads",
       .source = "assumption"},
      {.name = "coin.weight",
       .symbol = "w",
       .value = 1.0,
       .plausible = {0.5, 2.0},
       .unit = unit::weight,
       .meaning = "how heavy it is",
       .source = "assumption"},
      {.name = "clock.drift",
       .symbol = "d",
       .value = 0.1,
       .unit = unit::fraction,
       .meaning = "how fast it runs",
       .source = "assumption",
       .role = Role::structure},
      {.name = "clock.phase",
       .symbol = "W0",
       .unit = {"phase", 0.0, 2.0},
       .meaning = "state at the start",
       .basis = Basis::data,
       .source = "a datum",
       .role = Role::initial,
       .labels = {"war", "ceasefire", "settlement"}},
  };
  model.outcomes = {
      {.name = "heads_up",
       .symbol = "h",
       .kind = Kind::binary,
       .unit = "1",
       .meaning = "it lands heads",
       .definition = "last toss is heads",
       .source = "assumption"},
      {.name = "side",
       .symbol = "s",
       .kind = Kind::categorical,
       .highest = 2,
       .unit = "1",
       .meaning = "side that shows",
       .definition = "side of the last toss",
       .source = "assumption",
       .labels = {"heads", "tails", "edge"}},
      {.name = "tosses",
       .symbol = "n",
       .kind = Kind::count,
       .highest = 20,
       .unit = "toss",
       .meaning = "tosses",
       .definition = "number of tosses",
       .source = "assumption"},
      {.name = "height",
       .symbol = "z",
       .kind = Kind::continuous,
       .lowest = -1.0,
       .highest = 3.0,
       .unit = "m",
       .meaning = "height",
       .definition = "mean height",
       .source = "assumption"},
      {.name = "first_heads",
       .symbol = "t",
       .kind = Kind::time,
       .highest = 0,
       .unit = "month",
       .meaning = "first heads",
       .definition = "month of the first heads",
       .source = "assumption"},
  };
  model.series = {
      {.name = "height_by_month",
       .symbol = "z",
       .lowest = -1.0,
       .highest = 3.0,
       .unit = "m",
       .meaning = "height"},
      {.name = "side_by_month",
       .symbol = "s",
       .highest = 2,
       .unit = "1",
       .meaning = "side",
       .labels = {"heads", "tails", "edge"}},
      {.name = "tosses_by_month",
       .symbol = "n",
       .highest = 9,
       .unit = "toss",
       .meaning = "tosses",
       .counted = true},
  };
  model.events = {{"war_resumes", 0, 0.0, "the clock returns to war"},
                  {"ceasefire", 0, 1.0, "the clock stops"}};
  model.processes = {{.name = "coin"}};
  model.constraints = {{{"coin.bias", "clock.drift"}, 0.9, "the rest of the share must stay above 0.1"}};
  model.headline = {"heads_up", "tosses"};
  return model;
}

} // namespace test

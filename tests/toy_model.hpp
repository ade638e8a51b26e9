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
      {"coin.bias",
       "p",
       0.5,
       {0.2, 0.8},
       unit::probability,
       "chance of heads",
       "assumption",
       Role::assumption,
       {}},
      {"coin.weight",
       "w",
       1.0,
       {0.5, 2.0},
       unit::weight,
       "how heavy it is",
       "assumption",
       Role::assumption,
       {}},
      {"clock.drift",
       "d",
       0.1,
       {0.0, 0.0},
       unit::fraction,
       "how fast it runs",
       "assumption",
       Role::structure,
       {}},
      {"clock.phase",
       "W0",
       0.0,
       {0.0, 0.0},
       {"phase", 0.0, 2.0},
       "state at the start",
       "a datum",
       Role::initial,
       {"war", "ceasefire", "settlement"}},
  };
  model.outcomes = {
      {"heads_up", "h", Kind::binary, 0, 1, "1", "it lands heads", "last toss is heads", "assumption", {}},
      {"side",
       "s",
       Kind::categorical,
       0,
       2,
       "1",
       "side that shows",
       "side of the last toss",
       "assumption",
       {"heads", "tails", "edge"}},
      {"tosses", "n", Kind::count, 0, 20, "toss", "tosses", "number of tosses", "assumption", {}},
      {"height", "z", Kind::continuous, -1.0, 3.0, "m", "height", "mean height", "assumption", {}},
      {"first_heads",
       "t",
       Kind::time,
       0,
       0,
       "month",
       "first heads",
       "month of the first heads",
       "assumption",
       {}},
  };
  model.series = {
      {"height_by_month", "z", -1.0, 3.0, "m", "height", {}, false},
      {"side_by_month", "s", 0, 2, "1", "side", {"heads", "tails", "edge"}, false},
      {"tosses_by_month", "n", 0, 9, "toss", "tosses", {}, true},
  };
  model.events = {{"war_resumes", 0, 0.0, "the clock returns to war"},
                  {"ceasefire", 0, 1.0, "the clock stops"}};
  model.process_count = 1;
  model.constraints = {{{"coin.bias", "clock.drift"}, 0.9, "the rest of the share must stay above 0.1"}};
  model.headline = {"heads_up", "tosses"};
  return model;
}

} // namespace test

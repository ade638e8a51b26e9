// SPDX-License-Identifier: Apache-2.0
#pragma once

// The model in double precision: an oracle for the kernels, and the way to look at a trajectory's state
// in any month.

#include <cstdint>
#include <vector>

#include "agents/peninsula/world.hpp"
#include "engine/model/kernel.hpp"
#include "tests/agents/harness.hpp"

namespace test {

/// A width and precision that no kernel has.
using Twin = engine::Lanes<double, 8>;
using TwinRegion = peninsula::Region<Twin>;

/// The agents with the numbers of a condition.
template <class Real> peninsula::World<Real> world_of(const engine::Condition &condition) {
  peninsula::World<Real> world;
  auto setting = condition.settings.begin();
  auto set = [&](Real &member, auto &&...) { member = Real((setting++)->value); };
  engine::ParameterVisitor<Real, decltype(set)> visitor{set};
  world.parameters(visitor);
  world.prepare();
  return world;
}

/// Calls on_month(first, region, month) after each month and on_end(first, outcomes, region) after the last,
/// for trajectories `first`, `first + 1`, ... in the lanes.
template <class OnMonth, class OnEnd>
void follow(const engine::Condition &condition, std::uint64_t trajectories, OnMonth on_month, OnEnd on_end) {
  struct Recorder {
    OnMonth &on_month;
    OnEnd &on_end;
    std::uint64_t first;
    void month(const TwinRegion &region, int month) const { on_month(first, region, month); }
    void end(const peninsula::Outcomes<Twin> &outcomes, const TwinRegion &region) const {
      on_end(first, outcomes, region);
    }
  };
  const engine::ScenarioData data = engine::scenario_data(peninsula::model(), condition);
  const engine::Scenario scenario = data.scenario();
  engine::Trajectories<peninsula::World, Twin> twin(scenario);
  engine::NoWitness witness;
  for (std::uint64_t first = 0; first < trajectories; first += Twin::count) {
    twin.follow({seed, first, Twin::count}, witness, Recorder{on_month, on_end, first});
  }
}

/// Only looks at the months.
template <class OnMonth>
void follow(const engine::Condition &condition, std::uint64_t trajectories, OnMonth on_month) {
  follow(condition, trajectories, on_month, [](auto &&...) {});
}

/// Every outcome in double precision: [outcome][trajectory]. `trajectories` is rounded up to whole blocks.
inline std::vector<std::vector<double>> twin_outcomes(const engine::Condition &condition,
                                                      std::uint64_t trajectories) {
  std::vector<std::vector<double>> values(peninsula::model().outcomes.size());
  follow(
      condition, trajectories, [](auto &&...) {},
      [&](std::uint64_t, const peninsula::Outcomes<Twin> &outcomes, const TwinRegion &region) {
        std::size_t outcome = 0;
        outcomes.tell(
            [&](const engine::OutcomeText &, Twin value) {
              for (int lane = 0; lane < Twin::count; ++lane) values[outcome].push_back(value[lane]);
              ++outcome;
            },
            region, condition.months);
      });
  return values;
}

} // namespace test

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "agents/tribute/activation.hpp"
#include "agents/tribute/alliance.hpp"
#include "agents/tribute/commitment.hpp"
#include "agents/tribute/demand.hpp"
#include "agents/tribute/outcomes.hpp"
#include "agents/tribute/region.hpp"
#include "agents/tribute/response.hpp"
#include "agents/tribute/retelling.hpp"
#include "agents/tribute/series.hpp"
#include "agents/tribute/settlement.hpp"
#include "agents/tribute/streams.hpp"
#include "agents/tribute/terms.hpp"
#include "engine/model/turn.hpp"

namespace tribute {

/// Axelrod's tribute model (1995): "pay or else" among actors that differ in nothing but their wealth, and
/// what alliances come of it. A step is a year. Rules are numbered as in docs/tribute.md.
template <class Real> struct World {
  using Region = tribute::Region<Real>;
  using Outcomes = tribute::Outcomes<Real>;
  using Series = tribute::Series<Real>;
  static constexpr std::uint32_t streams = stream_count;

  Activation<Real> activation;
  Alliance<Real> alliance;
  Demand<Real> demand;
  Response<Real> response;
  Terms<Real> terms;
  Commitment<Real> commitment;
  Constant<Real> lowest_wealth, highest_wealth, harvest;

  template <class Declare> void parameters(Declare &declare) {
    activation.parameters(declare);
    alliance.parameters(declare);
    demand.parameters(declare);
    response.parameters(declare);
    terms.parameters(declare);
    commitment.parameters(declare);
    declare.group("wealth");
    declare(lowest_wealth, {.name = "initial_lowest",
                            .value = 300.0,
                            .unit = wealth_unit,
                            .meaning = "initial wealth is uniform from this ...",
                            .basis = engine::Basis::literature,
                            .source = "Axelrod 1995; program 4.0: W_base - 100",
                            .role = engine::Role::initial});
    declare(highest_wealth, {.name = "initial_highest",
                             .value = 500.0,
                             .unit = wealth_unit,
                             .meaning = "... to this",
                             .basis = engine::Basis::literature,
                             .source = "Axelrod 1995; program 4.0: W_base + 100",
                             .role = engine::Role::initial});
    declare(harvest, {.name = "harvest",
                      .value = 20.0,
                      .plausible = {10.0, 40.0},
                      .unit = wealth_unit,
                      .meaning = "what every actor gains in a year",
                      .basis = engine::Basis::literature,
                      .source = "Axelrod 1995; program 4.0: Productivity; range: assumption"});
  }

  void prepare() {}

  /// Rules 1 to 3.
  template <class Draws> Region opening(const Draws &draws) const {
    Region region;
    region.first = Real(0.0);
    for (int k = 0; k < actors; ++k) {
      const auto stream = first_of_wealth + static_cast<std::uint32_t>(k / 4);
      const Real u = draws.uniforms(stream)[static_cast<std::size_t>(k % 4)];
      region.wealth[k] = lowest_wealth + u * (Real(highest_wealth) - lowest_wealth);
    }
    region.initial_wealth = region.wealth;
    commitment.open(region, draws);
    region.begin_year();
    return region;
  }

  /// A year: some activations, then the harvest. (rules 4, 11)
  template <class Turn> void play(Region &region, Turn &turn) const {
    region.begin_year();
    Ring<Real> open = activation.all_open();
    for (std::size_t number = 0; number < most_activations; ++number) {
      const Truth<Real> takes_place = Real(static_cast<double>(number)) < activation.count;
      if (any(takes_place)) activate(region, open, takes_place, number, turn);
    }
    for (Real &wealth : region.wealth) wealth += harvest;
  }

private:
  template <class Turn>
  void activate(Region &region, Ring<Real> &open, Truth<Real> takes_place, std::size_t number,
                Turn &turn) const {
    const auto active = activation.draw(open, turn.uniforms(who_is_active)[number]);
    region.turn_to(active.index);
    const auto attack = demand.decide(region, alliance, terms, turn.uniforms(random_targets)[number]);
    const auto demands = takes_place && attack.made;
    const auto pays = response.pays(attack, terms, turn.uniforms(coins)[number]);
    retell(region, active, attack, takes_place, pays, turn.witness);
    Settlement<Real>::pay(region, attack, terms, commitment, demands && pays);
    Settlement<Real>::fight(region, attack, terms, commitment, demands && !pays);
    region.idle += indicator(takes_place && !attack.made);
  }
};

} // namespace tribute

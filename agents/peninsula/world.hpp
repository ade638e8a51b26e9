// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agents/peninsula/alliance.hpp"
#include "agents/peninsula/china.hpp"
#include "agents/peninsula/couplings.hpp"
#include "agents/peninsula/crisis.hpp"
#include "agents/peninsula/diplomacy.hpp"
#include "agents/peninsula/japan.hpp"
#include "agents/peninsula/meetings.hpp"
#include "agents/peninsula/north_korea/arsenal.hpp"
#include "agents/peninsula/north_korea/belief.hpp"
#include "agents/peninsula/north_korea/compliance.hpp"
#include "agents/peninsula/north_korea/economy.hpp"
#include "agents/peninsula/north_korea/initiative.hpp"
#include "agents/peninsula/north_korea/negotiation.hpp"
#include "agents/peninsula/north_korea/provocation.hpp"
#include "agents/peninsula/north_korea/supplies.hpp"
#include "agents/peninsula/outcomes.hpp"
#include "agents/peninsula/own_bomb.hpp"
#include "agents/peninsula/processes/middle_east.hpp"
#include "agents/peninsula/processes/ukraine_war.hpp"
#include "agents/peninsula/processes/us_china.hpp"
#include "agents/peninsula/region.hpp"
#include "agents/peninsula/russia.hpp"
#include "agents/peninsula/series.hpp"
#include "agents/peninsula/south_korea.hpp"
#include "agents/peninsula/united_states/attention.hpp"
#include "agents/peninsula/united_states/offer.hpp"
#include "agents/peninsula/united_states/partners.hpp"
#include "agents/peninsula/united_states/policy.hpp"
#include "agents/peninsula/united_states/presidency.hpp"

namespace peninsula {

/// The agents together, and the order in which they move.
template <class Real> struct World {
  using Region = peninsula::Region<Real>;
  using Outcomes = peninsula::Outcomes<Real>;
  using Series = peninsula::Series<Real>;
  static constexpr std::uint32_t streams = stream_count;
  static constexpr auto normal_pairs = draw::normal_pairs;

  UkraineWar<Real> ukraine_war;
  MiddleEast<Real> middle_east;
  UsChina<Real> us_china;
  Attention<Real> attention;
  Presidency<Real> presidency;
  Policy<Real> policy;
  Partners<Real> partners;
  Offer<Real> offer;
  SouthKorea<Real> south_korea;
  OwnBomb<Real> own_bomb;
  Russia<Real> russia;
  China<Real> china;
  Belief<Real> belief;
  Negotiation<Real> negotiation;
  Compliance<Real> compliance;
  Provocation<Real> provocation;
  Supplies<Real> supplies;
  Initiative<Real> initiative;
  Meetings<Real> meetings;
  Arsenal<Real> arsenal;
  Economy<Real> economy;
  Diplomacy<Real> diplomacy;
  Alliance<Real> alliance;
  Japan<Real> japan;
  Crisis<Real> crisis;
  Couplings<Real> couplings;
  Constant<Real> order; // 0: later movers see earlier moves of the month; 1: all see the month as it opened

  /// Visits every process and agent, in the order of their declarations.
  template <class Self, class Visit> static void each(Self &self, const Visit &visit) {
    visit(self.ukraine_war);
    visit(self.middle_east);
    visit(self.us_china);
    visit(self.attention);
    visit(self.presidency);
    visit(self.policy);
    visit(self.partners);
    visit(self.offer);
    visit(self.south_korea);
    visit(self.own_bomb);
    visit(self.russia);
    visit(self.china);
    visit(self.belief);
    visit(self.negotiation);
    visit(self.compliance);
    visit(self.provocation);
    visit(self.supplies);
    visit(self.initiative);
    visit(self.meetings);
    visit(self.arsenal);
    visit(self.economy);
    visit(self.diplomacy);
    visit(self.alliance);
    visit(self.japan);
    visit(self.crisis);
    visit(self.couplings);
  }

  template <class Declare> void parameters(Declare &declare) {
    each(*this, [&](auto &agent) { agent.parameters(declare); });
    declare.group("schedule");
    declare(order, {.name = "order",
                    .value = 0.0,
                    .unit = {"reading", 0.0, 1.0},
                    .meaning = "whether later movers see the earlier moves of the month, or all move at once",
                    .basis = engine::Basis::structure,
                    .source = "structure: report conclusions that depend on it",
                    .role = engine::Role::option,
                    .labels = "sequential|simultaneous"});
  }

  /// What follows from the parameters alone.
  void prepare() {
    each(*this, [](auto &agent) {
      if constexpr (requires { agent.prepare(); }) agent.prepare();
    });
    negotiation.prepare(presidency);
    provocation.prepare(couplings.rationality_north_korea);
  }

  /// The region before the first month.
  template <class Draws> Region opening(const Draws &draws) const {
    Region region;
    each(*this, [&](const auto &agent) {
      if constexpr (requires { agent.open(region, draws); }) {
        agent.open(region, draws);
      } else if constexpr (requires { agent.open(region); }) {
        agent.open(region);
      }
    });
    crisis.alarm(region, couplings.crisis);
    return region;
  }

  /// One month.
  template <class Turn> void play(Region &region, Turn &turn) const {
    exogenous_changes(region, turn);
    if (any(order > Real(0.5))) {
      const Region opened = region;
      agents_move(opened, region, turn);
    } else {
      agents_move(region, region, turn);
    }
    compliance.inspect(region, turn.uniform(draw::talks), turn);
    diplomacy.step(region, belief, presidency, couplings, turn);
    offer.bargain(region);
    crisis.step(region, provocation.risk_of(region.tier), couplings, turn);
    crisis.remember(region);
    crisis.alarm(region, couplings.crisis);
    month_passes(region, turn);
  }

  /// Of the counts that a condition gives for the month. (L1)
  static Real log_likelihood(const Region &region) { return region.log_likelihood; }

private:
  template <class Turn> void exogenous_changes(Region &region, Turn &turn) const {
    ukraine_war.step(region, presidency.appetite(region, turn.month), turn);
    middle_east.step(region, turn);
    us_china.step(region, turn);
    presidency.step(region, turn);
    south_korea.politics_step(region, turn);
    provocation.tempo_step(region, turn);
    attention.step(region, couplings.attention);
  }

  template <class Turn> void agents_move(const Region &seen, Region &region, Turn &turn) const {
    supplies.act(seen, region, couplings, russia.troop_scale, turn.uniform(draw::supplies), turn);
    russia.act(seen, region, belief, meetings, couplings, turn);
    china.act(seen, region, belief, meetings, couplings, turn);
    policy.act(seen, region, presidency, offer, couplings, china.shared_goal, turn);
    partners.act(seen, region, policy, offer, couplings, turn);
    offer.compose(seen, region, entry_of(policy.distance, seen.stance));
    south_korea.act(seen, region, couplings, turn);
    own_bomb.act(region, couplings.rationality_states, turn.uniform(draw::own_bomb), turn);
    belief.learn_coherence(seen, region);
    belief.learn_about_washington(seen, region);
    const Real need = economy.need(region, turn.month, couplings.domestic);
    negotiation.answer(seen, region, couplings, presidency, policy.reference_approval, need,
                       turn.uniform(draw::kims_answer), turn);
    compliance.act(region, negotiation, couplings.rationality_north_korea,
                   turn.uniform(draw::american_stance), turn);
    provocation.act(seen, region, couplings, turn.uniform(draw::provocation), turn);
    initiative.act(seen, region, need, provocation.craft(region), couplings, turn.uniform(draw::initiative),
                   turn);
  }

  template <class Turn> void month_passes(Region &region, Turn &turn) const {
    arsenal.grow(region);
    economy.step(region, couplings, turn);
    attention.remember(region);
    provocation.remember(region);
    initiative.remember(region);
    meetings.remember(region);
    south_korea.after_month(region);
    diplomacy.normalise(region);
    policy.adjust_posture(region);
    japan.step(region, alliance.initial_credibility, couplings, turn);
    alliance.step(region,
                  {south_korea.initial_reaffirmations, policy.assets_usual, provocation.initial_memory,
                   arsenal.initial_mainland_threat, japan.build_up(region), japan.pull(region)},
                  couplings, turn);
    own_bomb.ask_the_public(region, alliance.initial_anxiety, alliance.initial_credibility);
  }
};

} // namespace peninsula

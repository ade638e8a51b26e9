#pragma once

#include <array>

#include "agents/peninsula/bounds.hpp"
#include "agents/peninsula/couplings.hpp"
#include "agents/peninsula/region.hpp"
#include "agents/peninsula/streams.hpp"
#include "agents/peninsula/timeline.hpp"
#include "engine/model/turn.hpp"

namespace peninsula {

/// South Korea: politics at home set how well it can coordinate; it engages, coordinates, hardens or
/// hedges, meets the president, and hears the alliance reaffirmed or not. (X-Omega), (K1)-(K3)
template <class Real> struct SouthKorea {
  Constant<Real> calming_hazard, turmoil_hazard, leaders_meeting_hazard, engagement, coordination_effect,
      reaffirmation_base;
  Constant<Real> coordination_stable, coordination_turmoil, coordination_adjustment;
  Constant<Real> engage_motive, coordinate_motive, harden_motive, hostility_motive, engage_restraint;
  Constant<Real> hedge_motive, hedge_reference, hedge_cost;
  Constant<Real> reaffirmation_by_coordinating, reaffirmation_memory, coherence_by_coordinating;
  Constant<Real> hostility_adjustment, hostility_decay;
  Constant<Real> initial_turmoil, initial_coordination, initial_met, initial_reaffirmations,
      initial_hostility;

  template <class Declare> void parameters(Declare &declare) {
    declare.group("south_korea");
    politics(declare);
    motives(declare);
  }

  void open(Region<Real> &region) const {
    region.turmoil = initial_turmoil;
    region.coordination = initial_coordination;
    region.met_president = initial_met;
    region.reaffirmations = initial_reaffirmations;
    region.hostility = initial_hostility;
    region.reaffirmed = region.seoul_engages = region.seoul_hardens = region.seoul_hedges = 0.0;
  }

  /// (X-Omega) Turmoil comes and goes; coordination follows.
  template <class Turn> void politics_step(Region<Real> &region, Turn &turn) const {
    static constexpr engine::Chance calm{"South Korea", "political turmoil ends"};
    static constexpr engine::Chance unrest{"South Korea", "political turmoil begins"};
    const Real u = turn.uniforms(seoul_and_alliance)[0];
    const auto troubled = region.turmoil > Real(0.5);
    const auto ends = turn.happens(calm, select(troubled, calming_hazard, Real(0.0)), u);
    const auto begins = turn.happens(unrest, select(troubled, Real(0.0), turmoil_hazard), u);
    region.turmoil = turn.given_or(given_turmoil, region.turmoil - indicator(ends) + indicator(begins));
    const Real target = select(region.turmoil > Real(0.5), coordination_turmoil, coordination_stable);
    region.coordination =
        clamp(region.coordination + coordination_adjustment * (target - region.coordination), 0, 1);
  }

  template <class Turn>
  void act(const Region<Real> &seen, Region<Real> &region, const Couplings<Real> &couplings,
           Turn &turn) const {
    static constexpr engine::Menu actions{"South Korea", "policy", "engage|coordinate|harden|hedge"};
    const std::array<Real, 4> utility{
        engage_motive * engagement, coordinate_motive * region.coordination,
        harden_motive * seen.provocation_memory + hostility_motive * couplings.hostility * seen.hostility -
            engage_restraint * engagement,
        hedge_motive * (region.anxiety + (Real(1.0) - region.credibility) - hedge_reference) - hedge_cost};
    const auto choice =
        turn.choose(actions, utility, couplings.rationality_states, turn.uniforms(south_korean_decisions)[0]);
    region.seoul_engages = indicator(choice.is[0]);
    region.seoul_hardens = indicator(choice.is[2]);
    region.seoul_hedges = indicator(choice.is[3]);
    speak_with_washington(region, indicator(choice.is[1]), turn);
  }

  /// Hostility between the two states grows with hardening and fades towards its starting level.
  void after_month(Region<Real> &region) const {
    const Real hardening = hostility_adjustment * (region.seoul_hardens - region.seoul_engages * 0.5);
    const Real fading = hostility_decay * (region.hostility - initial_hostility);
    region.hostility = pushed(region.hostility, hardening - fading);
  }

private:
  /// (K2), (K3)
  template <class Turn> void speak_with_washington(Region<Real> &region, Real coordinates, Turn &turn) const {
    static constexpr engine::Chance meeting{"South Korea",
                                            "the presidents of South Korea and the United States meet"};
    static constexpr engine::Chance reaffirmation{"United States", "extended deterrence is reaffirmed"};
    const auto u = turn.uniforms(seoul_and_alliance);
    const auto unmet = region.met_president < Real(0.5);
    const Real hazard = select(unmet, leaders_meeting_hazard * region.coordination, Real(0.0));
    const auto meets = turn.happens(meeting, hazard, u[1]);
    region.met_president =
        turn.given_or(given_leaders_meeting, select(meets, Real(1.0), region.met_president));
    const Real odds = reaffirmation_base + coordination_effect * (region.coordination * 2.0 - 1.0) +
                      reaffirmation_by_coordinating * coordinates;
    region.reaffirmed = indicator(turn.happens_at_odds(reaffirmation, true, odds, u[2]));
    region.reaffirmations += reaffirmation_memory * (region.reaffirmed - region.reaffirmations);
    region.coherence = pushed(region.coherence, coherence_by_coordinating * coordinates);
  }

  template <class Declare> void politics(Declare &declare) {
    using namespace engine;
    declare(calming_hazard, "calming_hazard", "p_calm", 0.2, {0.02, 0.5}, unit::per_month,
            "hazard that political turmoil ends",
            "martial law of December 2024 to the election of June 2025: about six months");
    declare(turmoil_hazard, "turmoil_hazard", "p_turm", 0.004, {0.001, 0.02}, unit::per_month,
            "hazard that turmoil begins", "about once in twenty years; assumption");
    declare(leaders_meeting_hazard, "leaders_meeting_hazard", "h_RK", 0.22, {0.02, 0.6}, unit::per_month,
            "hazard of the first meeting with the US president, times coordination",
            "Chun 2025 par. 21; assumption");
    declare(engagement, "engagement", "x_R", 0.3, {-1.0, 1.0}, {"1", -1.0, 1.0},
            "orientation of the government: 1 engages, -1 hardens", "assumption");
    declare(coordination_effect, "coordination_effect", "f_O", 0.9, {0.0, 2.0}, unit::log_odds,
            "coordination brings reaffirmations", "Chun 2025 par. 21-23; assumption");
    declare(reaffirmation_base, "reaffirmation_base", "th_WD", -2.3, {-4.0, 0.0}, unit::log_odds,
            "adherence to the Washington Declaration: base rate of reaffirmations",
            "Chun 2025 par. 22; Washington Declaration, 26 April 2023");
    declare(coordination_stable, "coordination_stable", "Ostab", 0.75, {}, unit::fraction,
            "coordination capacity in stable politics", "assumption");
    declare(coordination_turmoil, "coordination_turmoil", "Oturm", 0.2, {}, unit::fraction, "... in turmoil",
            "Chun 2025 par. 21; assumption");
    declare(coordination_adjustment, "coordination_adjustment", "rO", 0.3, {}, unit::fraction,
            "share of the gap closed in a month", "assumption");
    declare(initial_turmoil, "initial_turmoil", "Om0", 1.0, {}, {"phase", 0.0, 1.0}, "politics at the start",
            "datum: impeachment pending in February 2025", Role::initial, "stable|turmoil");
    declare(initial_coordination, "initial_coordination", "O0", 0.20, {}, unit::fraction,
            "coordination capacity at the start", "assumption", Role::initial);
    declare(initial_met, "initial_met", "met0", 0.0, {}, {"1", 0.0, 1.0}, "whether the leaders have met",
            "datum: no meeting by February 2025", Role::initial, "no|yes");
    declare(initial_reaffirmations, "initial_reaffirmations", "", 0.15, {}, unit::fraction,
            "memory of reaffirmations at the start", "assumption", Role::initial);
    declare(initial_hostility, "initial_hostility", "H0", 0.75, {}, unit::fraction,
            "hostility between the Koreas at the start",
            "two hostile states, declared at the end of 2023; Chun 2025 par. 8", Role::initial);
  }

  template <class Declare> void motives(Declare &declare) {
    using namespace engine;
    declare(engage_motive, "engage_motive", "", 0.8, {}, unit::utility, "engagement, times orientation",
            "assumption");
    declare(coordinate_motive, "coordinate_motive", "", 1.2, {}, unit::utility,
            "coordination, times capacity", "Chun 2025 par. 23; assumption");
    declare(harden_motive, "harden_motive", "", 1.2, {}, unit::utility,
            "hardening, times the memory of provocations", "assumption");
    declare(hostility_motive, "hostility_motive", "", 0.2, {}, unit::utility, "hardening, times hostility",
            "assumption");
    declare(engage_restraint, "engage_restraint", "", 0.4, {}, unit::utility,
            "an engaging government hardens less", "assumption");
    declare(hedge_motive, "hedge_motive", "", 0.8, {}, unit::utility,
            "hedging, times anxiety and lost credibility", "assumption");
    declare(hedge_reference, "hedge_reference", "", 0.8, {}, unit::fraction,
            "anxiety and doubt at which hedging is neutral", "assumption");
    declare(hedge_cost, "hedge_cost", "", 0.4, {}, unit::utility, "cost of hedging", "assumption");
    declare(reaffirmation_by_coordinating, "reaffirmation_by_coordinating", "", 0.8, {}, unit::log_odds,
            "a coordinating Seoul is heard", "Chun 2025 par. 23; assumption");
    declare(reaffirmation_memory, "reaffirmation_memory", "", 0.15, {}, unit::fraction,
            "weight of this month in the memory of reaffirmations", "assumption");
    declare(coherence_by_coordinating, "coherence_by_coordinating", "", 0.01, {}, unit::fraction,
            "coherence Washington gains from a coordinating Seoul", "Chun 2025 par. 23; assumption");
    declare(hostility_adjustment, "hostility_adjustment", "eH", 0.03, {}, unit::fraction,
            "hostility gained in a month of hardening", "assumption");
    declare(hostility_decay, "hostility_decay", "", 0.01, {}, unit::fraction,
            "share of a deviation of hostility lost in a month", "assumption");
  }
};

} // namespace peninsula

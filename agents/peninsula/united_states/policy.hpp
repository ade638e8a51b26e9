#pragma once

#include <array>

#include "agents/peninsula/bounds.hpp"
#include "agents/peninsula/couplings.hpp"
#include "agents/peninsula/region.hpp"
#include "agents/peninsula/streams.hpp"
#include "agents/peninsula/united_states/presidency.hpp"
#include "engine/model/turn.hpp"

namespace peninsula {

/// Washington towards Pyongyang: a stance (what a deal would be about), an action, and officials who
/// may resist it. (U1), (U2), (U4)
template <class Real> struct Policy {
  Constant<Real> approval_motive, priority_motive, provocation_motive, attention_cost, hawk_cost;
  Constant<Real> denuclearisation_stance, small_deal_stance, recognition_stance;
  Constant<Real> officials_pull, mainland_motive, rivalry_motive, stance_inertia, officials_resistance,
      geopolitical_weight;
  Constant<Real> shift_damage;
  Constant<Real> reference_approval, track_bonus, pressure_discount, concession_cost, geopolitical_cost,
      waiting_bonus;
  Constant<Real> proposal_cost, proposal_cost_relief;
  Constant<Real> threat_reference, resistance_intercept, resistance_by_hawk_cost, resistance_damage,
      preparation;
  std::array<Constant<Real>, 4> distance, alliance_damage;
  std::array<Constant<Real>, 5> diplomacy, bandwidth, hawkishness;
  Constant<Real> exercises_in_deal, exercises_after_concession, exercise_adjustment;
  Constant<Real> assets_usual, assets_in_deal, assets_under_pressure, assets_adjustment;
  Constant<Real> initial_exercises, initial_assets, initial_stance;

  template <class Declare> void parameters(Declare &declare) {
    declare.group("united_states");
    motives(declare);
    costs(declare);
    posture(declare);
  }

  void open(Region<Real> &region) const {
    region.stance = region.stance_before = initial_stance;
    region.exercises = initial_exercises;
    region.strategic_assets = initial_assets;
    region.action = 1.0;
    region.hawk_cost = region.officials_resist = 0.0;
  }

  template <class Turn>
  void act(const Region<Real> &seen, Region<Real> &region, const Presidency<Real> &president,
           Real rationality, Real shared_goal, Turn &turn) const {
    const auto u = turn.uniforms(american_decisions);
    const Real appetite = president.appetite(region, turn.month);
    take_stance(seen, region, appetite, rationality, shared_goal, u[1], turn);
    take_action(seen, region, appetite, rationality, u[0], turn);
    hear_officials(seen, region, u[2], turn);
  }

  /// Exercises and strategic assets follow diplomacy.
  void adjust_posture(Region<Real> &region) const {
    const auto deal = region.stage == Real(3.0);
    const auto track = region.stage > Real(0.0);
    const auto conceded = region.action == Real(3.0);
    const auto pressing = region.stance == Real(0.0) || region.action == Real(0.0);
    const Real held = larger(exercises_after_concession, region.exercises);
    const Real target = select(deal, exercises_in_deal,
                               select(conceded, exercises_after_concession, select(track, held, Real(1.0))));
    region.exercises += exercise_adjustment * (target - region.exercises);
    const Real assets = select(deal, assets_in_deal, select(pressing, assets_under_pressure, assets_usual));
    region.strategic_assets += assets_adjustment * (assets - region.strategic_assets);
  }

private:
  static constexpr engine::Menu stances{"United States", "stance",
                                        "pressure|denuclearisation|small deal|recognition"};
  static constexpr engine::Menu actions{"United States", "action",
                                        "pressure|wait|outreach|concession|summit proposal"};

  /// (U2) The stance stays while a deal holds.
  template <class Turn>
  void take_stance(const Region<Real> &seen, Region<Real> &region, Real appetite, Real rationality,
                   Real shared_goal, Real u, Turn &turn) const {
    const Real officials = officials_pull * (region.coherence - 0.5);
    const Real cooperation = indicator(seen.us_china == Real(0.0));
    const Real before = region.stance;
    std::array<Real, 4> utility{
        provocation_motive * seen.provocation_memory - appetite,
        denuclearisation_stance + officials + shared_goal * cooperation,
        small_deal_stance + mainland_motive * (seen.mainland_threat - threat_reference) - officials * 0.5,
        recognition_stance + rivalry_motive * seen.tension - officials};
    for (int s = 0; s < 4; ++s) {
      utility[s] += stance_inertia * indicator(before == Real(s)) - geopolitical_weight * alliance_damage[s];
    }
    const auto free = region.stage != Real(3.0);
    std::array<engine::Truth<Real>, 4> allowed;
    for (int s = 0; s < 4; ++s) allowed[s] = free || before == Real(s);
    const auto choice = turn.choose(stances, utility, allowed, rationality, u);
    region.stance_before = before;
    region.stance = choice.index;
    const Real damage = shift_damage * choice.of(distance);
    region.coherence = select(region.stance != before, pushed(region.coherence, -damage), region.coherence);
  }

  /// (U1)
  template <class Turn>
  void take_action(const Region<Real> &seen, Region<Real> &region, Real appetite, Real rationality, Real u,
                   Turn &turn) const {
    const auto track = seen.stage > Real(0.0);
    const auto no_deal = seen.stage != Real(3.0);
    const auto pressing = region.stance == Real(0.0);
    const Real drive = appetite + approval_motive * (reference_approval - region.approval) * 0.1 +
                       priority_motive * seen.priority - provocation_motive * seen.provocation_memory +
                       track_bonus * indicator(track) - pressure_discount * indicator(pressing);
    const Real hawks = hawk_cost * region.coherence * distance_of(region.stance) + concession_cost +
                       geopolitical_cost * geopolitical_weight;
    std::array<Real, 5> utility;
    for (int i = 0; i < 5; ++i) {
      utility[i] =
          diplomacy[i] * drive - bandwidth[i] * attention_cost * seen.attention_load - hawkishness[i] * hawks;
    }
    utility[1] += waiting_bonus;
    utility[4] -= proposal_cost - proposal_cost_relief * seen.stage;
    const auto can_concede = no_deal && region.exercises > Real(0.6);
    const auto choice = turn.choose(
        actions, utility, {no_deal, true, no_deal, can_concede, no_deal && !pressing}, rationality, u);
    region.action = choice.index;
    region.hawk_cost = choice.of(hawkishness);
  }

  /// (U4) Officials resist what they would not do; preparation in working talks brings them together.
  template <class Turn>
  void hear_officials(const Region<Real> &seen, Region<Real> &region, Real u, Turn &turn) const {
    static constexpr engine::Chance resistance{"United States", "officials resist the president's opening"};
    const Real odds = resistance_intercept + officials_resistance * (Real(0.5) - region.coherence) +
                      resistance_by_hawk_cost * region.hawk_cost * distance_of(region.stance);
    const auto opening = region.action >= Real(2.0);
    const auto resist = turn.happens_at_odds(resistance, opening, odds, u);
    region.officials_resist = indicator(resist);
    region.coherence = pushed(region.coherence, -(resistance_damage * region.officials_resist));
    const auto talks = seen.stage == Real(2.0);
    region.coherence =
        select(talks, clamp(region.coherence + preparation * (Real(1.0) - region.coherence), 0, 1),
               region.coherence);
  }

  Real distance_of(Real stance) const {
    return select(
        stance == Real(0.0), distance[0],
        select(stance == Real(1.0), distance[1], select(stance == Real(2.0), distance[2], distance[3])));
  }

  template <class Declare> void motives(Declare &declare) {
    using namespace engine;
    declare(approval_motive, "approval_motive", "w_pol", 0.35, {0.0, 0.8}, unit::utility,
            "appetite gained for each ten points of approval below the reference",
            "Chun 2025, abstract and par. 3; assumption");
    declare(priority_motive, "priority_motive", "w_pri", 1.5, {0.0, 3.0}, unit::utility,
            "initiative from the issue's priority", "Chun 2025 par. 10; assumption");
    declare(provocation_motive, "provocation_motive", "w_prov", 0.8, {0.0, 2.0}, unit::utility,
            "pressure from the memory of provocations",
            "CSIS Beyond Parallel: diplomacy and provocations are inversely correlated; assumption");
    declare(attention_cost, "attention_cost", "w_bw", 0.9, {0.0, 2.0}, unit::utility,
            "cost of initiatives under attention load", "Chun 2025 par. 10; assumption");
    declare(hawk_cost, "hawk_cost", "w_hk", 1.2, {0.0, 3.0}, unit::utility,
            "cost of concessions against coherent officials", "Chun 2025 par. 24-25; assumption");
    declare(denuclearisation_stance, "denuclearisation_stance", "st_den", 0.35, {-1.0, 1.0}, unit::utility,
            "intercept of the stance 'denuclearisation first'", "Chun 2025 par. 4; assumption");
    declare(small_deal_stance, "small_deal_stance", "st_sml", 0.5, {-1.0, 1.5}, unit::utility,
            "intercept of the stance 'small deal on intercontinental missiles'",
            "Chun 2025, abstract and par. 27; assumption");
    declare(recognition_stance, "recognition_stance", "st_rec", -0.35, {-1.5, 1.0}, unit::utility,
            "intercept of the stance 'recognition and normalisation'",
            "Chun 2025 par. 3-5 and 19; assumption");
    declare(officials_pull, "officials_pull", "w_off", 1.2, {0.0, 3.0}, unit::utility,
            "coherent officials' pull towards denuclearisation", "Chun 2025 par. 24-25; assumption");
    declare(mainland_motive, "mainland_motive", "w_F", 1.0, {0.0, 2.0}, unit::utility,
            "threat to the mainland speaks for a small deal", "Chun 2025 par. 9 and 27; assumption");
    declare(rivalry_motive, "rivalry_motive", "w_Kr", 0.7, {0.0, 2.0}, unit::utility,
            "rivalry with China speaks for recognition, as with India",
            "Chun 2025 par. 5; US-India agreement 2005-2008");
    declare(stance_inertia, "stance_inertia", "sq_S", 1.5, {0.5, 3.0}, unit::utility, "inertia of the stance",
            "assumption");
    declare(officials_resistance, "officials_resistance", "w_res", 2.5, {0.0, 5.0}, unit::log_odds,
            "officials' resistance grows with incoherence", "Chun 2025 par. 24; assumption");
    declare(geopolitical_weight, "geopolitical_weight", "th_geo", 0.3, {0.0, 1.5}, unit::utility,
            "weight of the region and the alliances", "Chun 2025 par. 26; assumption");
    declare(shift_damage, "shift_damage", "e_dis", 0.05, {0.0, 0.15}, unit::fraction,
            "coherence lost when the stance shifts, times its distance from officials",
            "Chun 2025 par. 24-25; assumption");
    declare(threat_reference, "threat_reference", "", 0.6, {}, unit::fraction,
            "mainland threat at which the motive is neutral", "assumption");
    declare(reference_approval, "reference_approval", "Gref", 42.0, {}, unit::percent,
            "approval below which a summit helps at home", "Gallup, first-term mean");
  }

  template <class Declare> void costs(Declare &declare) {
    using namespace engine;
    declare(track_bonus, "track_bonus", "", 0.2, {}, unit::utility, "drive gained while a track is open",
            "assumption");
    declare(pressure_discount, "pressure_discount", "", 0.5, {}, unit::utility,
            "drive lost under the pressure stance", "assumption");
    declare(concession_cost, "concession_cost", "wCong", 0.3, {}, unit::utility,
            "cost of concessions whatever the officials think", "assumption");
    declare(geopolitical_cost, "geopolitical_cost", "", 0.5, {}, unit::weight,
            "cost of concessions for each unit of geopolitical weight", "assumption");
    declare(waiting_bonus, "waiting_bonus", "wWait", 0.35, {}, unit::utility, "ease of doing nothing",
            "assumption");
    declare(proposal_cost, "proposal_cost", "cSum", 0.7, {}, unit::utility, "cost of proposing a summit",
            "assumption");
    declare(proposal_cost_relief, "proposal_cost_relief", "cSumG", 0.3, {}, unit::utility,
            "... less, for each stage reached", "assumption");
    declare(resistance_intercept, "resistance_intercept", "", -1.7, {}, unit::log_odds,
            "officials' resistance at medium coherence", "assumption");
    declare(resistance_by_hawk_cost, "resistance_by_hawk_cost", "", 0.8, {}, unit::log_odds,
            "... grows with the hawkishness given up", "assumption");
    declare(resistance_damage, "resistance_damage", "", 0.02, {}, unit::fraction,
            "coherence lost when officials resist", "assumption");
    declare(preparation, "preparation", "ePrep", 0.03, {}, unit::fraction,
            "coherence gained by a month of working talks", "assumption");
    declare.table(distance, {0.2, 0.0, 0.6, 1.0}, "pressure|denuclearisation|small_deal|recognition",
                  "distance", unit::fraction, "distance from the officials' view of the stance",
                  "Chun 2025 par. 25; assumption");
    declare.table(alliance_damage, {0.0, 0.0, 0.6, 0.8}, "pressure|denuclearisation|small_deal|recognition",
                  "alliance_damage", unit::fraction, "expected alliance damage of the stance",
                  "Chun 2025 par. 27; assumption");
    declare.table(diplomacy, {-1.0, 0.0, 0.5, 0.8, 1.0}, "pressure|wait|outreach|concession|summit_proposal",
                  "diplomacy", unit::utility, "how much diplomacy is in the action", "assumption");
    declare.table(bandwidth, {0.2, 0.0, 0.2, 0.3, 0.6}, "pressure|wait|outreach|concession|summit_proposal",
                  "bandwidth", unit::fraction, "attention taken by the action", "assumption");
    declare.table(hawkishness, {0.0, 0.0, 0.15, 0.6, 0.8},
                  "pressure|wait|outreach|concession|summit_proposal", "hawkishness", unit::fraction,
                  "what hawks object to in the action", "assumption");
  }

  template <class Declare> void posture(Declare &declare) {
    using namespace engine;
    declare(exercises_in_deal, "exercises_in_deal", "xdeal", 0.3, {}, unit::fraction,
            "exercise level while a deal holds", "assumption; Singapore 2018");
    declare(exercises_after_concession, "exercises_after_concession", "xcon", 0.4, {}, unit::fraction,
            "exercise level after a concession", "assumption; Singapore 2018");
    declare(exercise_adjustment, "exercise_adjustment", "", 0.5, {}, unit::fraction,
            "share of the gap closed in a month", "assumption");
    declare(assets_usual, "assets_usual", "asBase", 0.7, {}, unit::fraction,
            "strategic assets in ordinary months", "assumption");
    declare(assets_in_deal, "assets_in_deal", "asDeal", 0.4, {}, unit::fraction, "... while a deal holds",
            "Chun 2025 par. 22; assumption");
    declare(assets_under_pressure, "assets_under_pressure", "asPress", 0.95, {}, unit::fraction,
            "... under pressure", "assumption");
    declare(assets_adjustment, "assets_adjustment", "", 0.3, {}, unit::fraction,
            "share of the gap closed in a month", "assumption");
    declare(initial_exercises, "initial_exercises", "", 1.0, {}, unit::fraction,
            "exercise level at the start", "datum", Role::initial);
    declare(initial_assets, "initial_assets", "", 0.7, {}, unit::fraction, "strategic assets at the start",
            "assumption", Role::initial);
    declare(initial_stance, "initial_stance", "", 1.0, {}, {"stance", 0.0, 3.0},
            "stance before the first month", "datum: denuclearisation is declared policy", Role::initial,
            "pressure|denuclearisation|small_deal|recognition");
  }
};

} // namespace peninsula

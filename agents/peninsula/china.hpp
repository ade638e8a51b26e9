#pragma once

#include <array>

#include "agents/peninsula/couplings.hpp"
#include "agents/peninsula/north_korea/belief.hpp"
#include "agents/peninsula/region.hpp"
#include "agents/peninsula/streams.hpp"
#include "engine/model/turn.hpp"

namespace peninsula {

/// China presses, stands by, supports, courts, or does both at once. The worse its relations with
/// Washington, the more Pyongyang is worth to it. (Ch1)
template <class Real> struct China {
  Constant<Real> asset_motive, trilateral_motive, displeasure, courtship_motive, shared_goal, dual_motive,
      alignment_threat;
  Constant<Real> support_cost;
  Constant<Real> test_annoyance, pressure_cost, posture_inertia, adjustment, meeting_chance;
  Constant<Real> closeness_by_courtship, closeness_decay, closeness_lost_by_pressure;
  std::array<Constant<Real>, 5> support, pressure, courtship, fixed_cost;
  Constant<Real> initial_support, initial_pressure, initial_closeness, initial_posture;

  template <class Declare> void parameters(Declare &declare) {
    declare.group("china");
    motives(declare);
    mechanics(declare);
  }

  void open(Region<Real> &region) const {
    region.china_posture = initial_posture;
    region.support = initial_support;
    region.pressure = initial_pressure;
    region.closeness = initial_closeness;
    region.leaders_met = 0.0;
  }

  template <class Turn>
  void act(const Region<Real> &seen, Region<Real> &region, const Belief<Real> &belief,
           const Couplings<Real> &couplings, Turn &turn) const {
    static constexpr engine::Menu postures{"China", "posture towards Pyongyang",
                                           "press|neutral|support|court|dual"};
    static constexpr engine::Chance meeting{"China", "Xi receives Kim"};
    const auto u = turn.uniforms(chinese_decisions);
    const auto choice =
        turn.choose(postures, utilities(seen, region, couplings.russia), couplings.rationality_states, u[0]);
    region.china_posture = choice.index;
    const auto close = region.china_posture >= Real(3.0);
    region.leaders_met = indicator(turn.happens(meeting, select(close, meeting_chance, Real(0.0)), u[1]));
    const Real pressing = choice.of(pressure);
    region.support += adjustment * (larger(Real(0.0), choice.of(support)) - region.support);
    region.pressure += adjustment * (pressing - region.pressure);
    const Real drawn_in = closeness_by_courtship * choice.of(courtship) * (Real(1.0) - region.closeness);
    const Real let_go = (closeness_decay + closeness_lost_by_pressure * pressing) * region.closeness;
    region.closeness = clamp(region.closeness + drawn_in - let_go, 0, 1);
    belief.learn_impatience(seen, region, pressing);
  }

private:
  std::array<Real, 5> utilities(const Region<Real> &seen, const Region<Real> &region,
                                Real russia_coupling) const {
    const Real tie = russia_coupling * seen.russian_tie;
    const Real worth =
        asset_motive * seen.tension + (trilateral_motive * seen.tension - displeasure) * tie - support_cost;
    const Real track = indicator(seen.stage == Real(1.0) || seen.stage == Real(2.0));
    const Real court = courtship_motive * seen.tension * track;
    const Real press = shared_goal * indicator(seen.us_china == Real(0.0)) +
                       test_annoyance * seen.strategic_memory - pressure_cost;
    std::array<Real, 5> utility;
    for (int i = 0; i < 5; ++i) {
      utility[i] = support[i] * worth + courtship[i] * court + pressure[i] * press - fixed_cost[i] +
                   posture_inertia * indicator(region.china_posture == Real(i));
    }
    utility[4] += dual_motive * alignment_threat * seen.normalisation;
    return utility;
  }

  template <class Declare> void motives(Declare &declare) {
    using namespace engine;
    declare(asset_motive, "asset_motive", "w_asset", 1.5, {0.5, 3.0}, unit::utility,
            "North Korea as a strategic asset, times US-China tension", "Chun 2025 par. 17; assumption");
    declare(trilateral_motive, "trilateral_motive", "w_tri", 1.0, {0.0, 2.5}, unit::utility,
            "long-term trilateral logic, times tension and the Russian tie", "Chun 2025 par. 15; assumption");
    declare(displeasure, "displeasure", "w_rus", 0.5, {0.0, 1.5}, unit::utility,
            "short-term displeasure at the Russian tie", "Chun 2025 par. 15; assumption");
    declare(courtship_motive, "courtship_motive", "w_court", 2.2, {0.0, 4.0}, unit::utility,
            "courtship while a US-DPRK track is open, times tension",
            "Chun 2025 par. 17; Kim-Xi meetings of 2018-2019");
    declare(shared_goal, "shared_goal", "w_sh", 0.8, {0.0, 2.5}, unit::utility,
            "denuclearisation as a shared goal under US-China cooperation, for both",
            "Chun 2025 par. 20; assumption");
    declare(dual_motive, "dual_motive", "w_dual", 2.6, {0.0, 5.0}, unit::utility,
            "pressure and cooperation at once, times the threat of alignment",
            "Chun 2025 par. 19; assumption");
    declare(alignment_threat, "alignment_threat", "om_al", 0.3, {0.0, 1.0}, unit::fraction,
            "how far US-DPRK alignment is aimed at China", "Chun 2025 par. 19; assumption");
    declare(support_cost, "support_cost", "y_0", 0.55, {0.1, 1.2}, unit::utility, "base cost of support",
            "assumption: sets mean support near one half");
    declare(test_annoyance, "test_annoyance", "wAnn", 0.9, {}, unit::utility,
            "strategic tests speak for pressure", "assumption");
    declare(pressure_cost, "pressure_cost", "wPc", 1.0, {}, unit::utility, "cost of pressure",
            "Russia and China shield Pyongyang in the Security Council; assumption");
    declare(posture_inertia, "posture_inertia", "", 0.45, {}, unit::utility, "inertia of the posture",
            "assumption");
  }

  template <class Declare> void mechanics(Declare &declare) {
    using namespace engine;
    static constexpr auto names = "press|neutral|support|court|dual";
    declare(adjustment, "adjustment", "etaY", 0.2, {}, unit::fraction,
            "share of the gap in support and pressure closed in a month", "assumption");
    declare(meeting_chance, "meeting_chance", "pXK", 0.2, {}, unit::per_month,
            "chance of a Kim-Xi meeting while courting",
            "Kim-Xi meetings of 2018-2019: five in sixteen months");
    declare(closeness_by_courtship, "closeness_by_courtship", "", 0.06, {}, unit::fraction,
            "closeness gained in a month of courtship", "assumption");
    declare(closeness_decay, "closeness_decay", "", 0.02, {}, unit::fraction, "closeness lost in a month",
            "assumption");
    declare(closeness_lost_by_pressure, "closeness_lost_by_pressure", "", 0.05, {}, unit::fraction,
            "closeness lost in a month of pressure", "assumption");
    declare.table(support, {-0.6, 0.0, 0.6, 1.0, 0.8}, names, "support", {"1", -1.0, 1.0},
                  "support in this posture", "assumption");
    declare.table(pressure, {1.0, 0.0, 0.0, 0.0, 0.7}, names, "pressure", unit::fraction,
                  "pressure in this posture", "assumption");
    declare.table(courtship, {0.0, 0.0, 0.2, 1.0, 0.6}, names, "courtship", unit::fraction,
                  "courtship in this posture", "assumption");
    declare.table(fixed_cost, {0.0, 0.0, 0.0, 0.35, 0.9}, names, "fixed_cost", unit::utility,
                  "fixed cost of this posture", "assumption");
    declare(initial_support, "initial_support", "Y0", 0.50, {}, unit::fraction, "support at the start",
            "assumption", Role::initial);
    declare(initial_pressure, "initial_pressure", "Pc0", 0.15, {}, unit::fraction, "pressure at the start",
            "assumption", Role::initial);
    declare(initial_closeness, "initial_closeness", "NC0", 0.50, {}, unit::fraction, "closeness at the start",
            "assumption", Role::initial);
    declare(initial_posture, "initial_posture", "", 2.0, {}, {"posture", 0.0, 4.0},
            "posture before the first month", "assumption", Role::initial, names);
  }
};

} // namespace peninsula

#pragma once

#include "agents/peninsula/couplings.hpp"
#include "agents/peninsula/region.hpp"
#include "agents/peninsula/streams.hpp"
#include "engine/model/turn.hpp"

namespace peninsula {

/// A deliberately crude ladder of crisis, 0 to 5; the top is absorbing and kept for bookkeeping only:
/// the model has no account of war, and none is reported. (X1)
template <class Real> struct Crisis {
  Constant<Real> start_hazard, up_step, down_step, heat_sensitivity;
  Constant<Real> start_after_clash, neutral_heat, heat_of_pressure, heat_of_hardening, highest_up_step,
      highest_down_step;
  Constant<Real> initial_rung, ladder;

  template <class Declare> void parameters(Declare &declare) {
    using namespace engine;
    declare.group("crisis");
    declare(start_hazard, "start_hazard", "p_s", 0.02, {0.005, 0.06}, unit::per_month,
            "hazard that a crisis starts, times heat", "assumption");
    declare(up_step, "up_step", "p_u", 0.16, {0.08, 0.25}, unit::per_month, "chance of a step up the ladder",
            "assumption; war must stay extremely rare");
    declare(down_step, "down_step", "p_d", 0.38, {0.25, 0.5}, unit::per_month, "chance of a step down",
            "assumption");
    declare(heat_sensitivity, "heat_sensitivity", "k_e", 0.5, {0.0, 1.2}, unit::weight,
            "sensitivity of the steps to the month's heat", "assumption");
    declare(start_after_clash, "start_after_clash", "psC", 0.6, {}, unit::per_month,
            "chance that a lethal clash starts a crisis", "assumption");
    declare(neutral_heat, "neutral_heat", "", 0.25, {}, unit::fraction,
            "heat at which the steps are as declared", "assumption");
    declare(heat_of_pressure, "heat_of_pressure", "", 0.4, {}, unit::fraction, "heat from American pressure",
            "assumption");
    declare(heat_of_hardening, "heat_of_hardening", "", 0.2, {}, unit::fraction,
            "heat from a hardening Seoul, times hostility", "assumption");
    declare(highest_up_step, "highest_up_step", "", 0.45, {}, unit::per_month, "bound of the step up",
            "assumption");
    declare(highest_down_step, "highest_down_step", "", 0.54, {}, unit::per_month, "bound of the step down",
            "assumption");
    declare(initial_rung, "initial_rung", "e0", 0.0, {}, {"rung", 0.0, 5.0}, "rung at the start",
            "datum: no crisis in February 2025", Role::initial);
    declare(ladder, "ladder", "", 0.0, {}, {"reading", 0.0, 1.0},
            "whether heat and starts move the ladder, or it is a bare random walk that ends at both "
            "ends (for tests)",
            "structure", Role::option, "heated|random_walk");
  }

  void open(Region<Real> &region) const { region.rung = initial_rung; }

  template <class Turn>
  void step(Region<Real> &region, Real tier_risk, const Couplings<Real> &couplings, Turn &turn) const {
    static constexpr engine::Chance start{"Crisis", "a crisis begins"};
    static constexpr engine::Chance climbs{"Crisis", "the crisis climbs a rung"};
    static constexpr engine::Chance eases{"Crisis", "the crisis eases a rung"};
    const Real u = turn.uniforms(crisis_ladder)[0];
    const auto heated = ladder == Real(0.0);
    const auto calm = region.rung == Real(0.0);
    const auto between = !calm && region.rung < Real(5.0);
    const Real heat = tier_risk + heat_of_pressure * indicator(region.action == Real(0.0)) +
                      heat_of_hardening * couplings.hostility * region.hostility * region.seoul_hardens;
    const Real ordinary_start = Real(1.0) - exponential(-(start_hazard * heat));
    const Real start_chance = select(region.tier == Real(5.0), start_after_clash, ordinary_start);
    const Real lean = exponential(heat_sensitivity * couplings.crisis_heat * (heat - neutral_heat));
    const Real up = select(heated, smaller(highest_up_step, up_step * lean), up_step);
    const Real down = select(heated, smaller(highest_down_step, down_step / lean), down_step);
    const auto starts = turn.happens(start, select(calm && heated, start_chance, Real(0.0)), u);
    const auto rises = turn.happens(climbs, select(between, up, Real(0.0)), u);
    const auto falls = turn.happens(eases, select(between, down, Real(0.0)), Real(1.0) - u);
    region.rung += indicator(starts || rises) - indicator(falls);
  }
};

} // namespace peninsula

#pragma once

#include <array>

#include "agents/peninsula/bounds.hpp"
#include "agents/peninsula/couplings.hpp"
#include "agents/peninsula/region.hpp"
#include "agents/peninsula/streams.hpp"
#include "engine/model/turn.hpp"

namespace peninsula {

/// The economy against its five-year plan, and the discontent that shortfall and losses abroad leave.
/// (Ec1), (Ec2), (P1). Left out: harvests, the market, and any measurement: no data stand behind discontent.
template <class Real> struct Economy {
  Constant<Real> base_growth, growth_by_china, growth_by_russia, growth_by_relief;
  Constant<Real> growth_lost_by_pressure, growth_shock, plan_growth, plan_end_month;
  Constant<Real> reference_support, reference_aid;
  Constant<Real> relief_denuclearisation, relief_small_deal, relief_recognition;
  Constant<Real> grievance_weight, aid_visibility, shortfall_weight;
  Constant<Real> off_peak_phase, shortfall_scale, need_by_shortfall, need_by_discontent, discontent_decay,
      grievance_scale;
  Constant<Real> discontent_at_rest, discontent_above_rest_at_start;

  template <class Declare> void parameters(Declare &declare) {
    economy(declare);
    society(declare);
  }

  void open(Region<Real> &region) const {
    region.economy = region.plan_target = 100.0;
    region.plan_phase = region.shortfall = region.sanctions_relief = 0.0;
    region.discontent = discontent_at_rest + discontent_above_rest_at_start;
  }

  /// How hard the plan's end and discontent press on Kim this month.
  Real need(Region<Real> &region, int month, Real domestic_coupling) const {
    region.plan_phase = select(months_to_plan_end(month) < Real(12.0), Real(1.0), off_peak_phase);
    const Real behind = shortfall_scale * (region.plan_target - region.economy) / region.plan_target;
    region.shortfall = smaller(Real(1.0), larger(Real(0.0), behind)); // ahead of the plan is no shortfall
    return domestic_coupling * (need_by_shortfall * region.shortfall * region.plan_phase +
                                need_by_discontent * region.discontent);
  }

  template <class Turn> void step(Region<Real> &region, const Couplings<Real> &couplings, Turn &turn) const {
    const auto u = turn.uniforms(economy_and_tempo);
    const Real by_kind = select(region.deal == Real(1.0), relief_denuclearisation,
                                select(region.deal == Real(2.0), relief_small_deal, relief_recognition));
    region.sanctions_relief = select(region.stage == Real(3.0), by_kind, Real(0.0));
    const Real aid = couplings.russia * region.aid;
    region.economy *= Real(1.0) + base_growth +
                      growth_by_china * (couplings.china * region.support - reference_support) +
                      growth_by_russia * (aid - reference_aid) + growth_by_relief * region.sanctions_relief -
                      growth_lost_by_pressure * couplings.china * region.pressure +
                      growth_shock * standard_normal(u[0], u[1]);
    const auto plan_ends = months_to_plan_end(turn.month) == Real(0.0);
    region.plan_target = select(plan_ends, region.economy, (Real(1.0) + plan_growth) * region.plan_target);
    const Real unseen = larger(Real(0.0), Real(1.0) - aid_visibility * aid);
    const Real losses = grievance_weight * couplings.russia * (region.grievance / grievance_scale) * unseen;
    const Real disappointment = shortfall_weight * region.shortfall * region.plan_phase;
    const Real easing = discontent_decay * (region.discontent - discontent_at_rest);
    region.discontent = pushed(region.discontent, losses + disappointment - easing);
  }

private:
  /// (plan end - month) mod 60: months left of the five-year plan.
  Real months_to_plan_end(int month) const {
    Real left = plan_end_month - static_cast<double>(month);
    for (int plan = 0; plan < 3; ++plan) left += select(left < Real(0.0), Real(60.0), Real(0.0));
    for (int plan = 0; plan < 2; ++plan) left -= select(left >= Real(60.0), Real(60.0), Real(0.0));
    return left;
  }

  template <class Declare> void economy(Declare &declare) {
    using namespace engine;
    declare.group("economy");
    declare(base_growth, "base_growth", "g_0", 0.002, {-0.002, 0.005}, unit::change_per_month,
            "growth at reference support and aid", "Bank of Korea: -4.5 % in 2020 to +3.7 % in 2024");
    declare(growth_by_china, "growth_by_china", "g_C", 0.003, {0.0, 0.008}, unit::change_per_month,
            "growth from Chinese support", "China's share of trade above 95 %; assumption");
    declare(growth_by_russia, "growth_by_russia", "g_R", 0.0045, {0.0, 0.01}, unit::change_per_month,
            "growth from Russian aid", "Bank of Korea 2023-2024: about 2 to 2.5 points a year; assumption");
    declare(growth_by_relief, "growth_by_relief", "g_Z", 0.005, {0.0, 0.015}, unit::change_per_month,
            "growth from full sanctions relief", "Chun 2025 par. 6; assumption");
    declare(growth_lost_by_pressure, "growth_lost_by_pressure", "gPc", 0.003, {}, unit::change_per_month,
            "growth lost under full Chinese pressure", "assumption");
    declare(growth_shock, "growth_shock", "sgE", 0.003, {}, unit::change_per_month,
            "standard deviation of a month's growth", "assumption");
    declare(plan_growth, "plan_growth", "pg", 0.0033, {}, unit::change_per_month,
            "growth that the plan asks for", "assumption: about 4 % a year");
    declare(plan_end_month, "plan_end_month", "pEnd", 11.0, {}, {"month", 0.0, 119.0},
            "months from the start to the end of the five-year plan",
            "datum: the plan of 2021-2025; Chun 2025 par. 12", Role::initial);
    declare(reference_support, "reference_support", "", 0.4, {}, unit::fraction,
            "Chinese support at which growth is neutral", "assumption");
    declare(reference_aid, "reference_aid", "", 0.5, {}, unit::fraction,
            "Russian aid at which growth is neutral", "assumption");
    declare(relief_denuclearisation, "relief_denuclearisation", "", 0.15, {}, unit::fraction,
            "sanctions relief under a freeze or denuclearisation deal", "assumption");
    declare(relief_small_deal, "relief_small_deal", "", 0.30, {}, unit::fraction, "... under a small deal",
            "assumption");
    declare(relief_recognition, "relief_recognition", "", 0.70, {}, unit::fraction, "... under recognition",
            "Chun 2025 par. 6; assumption");
  }

  template <class Declare> void society(Declare &declare) {
    using namespace engine;
    declare.group("society");
    declare(grievance_weight, "grievance_weight", "d_T", 0.04, {0.0, 0.12}, unit::per_month,
            "discontent from losses abroad", "Chun 2025 par. 12; assumption");
    declare(aid_visibility, "aid_visibility", "vis", 1.0, {0.0, 1.5}, unit::weight, "visible aid offsets it",
            "Chun 2025 par. 12; assumption");
    declare(shortfall_weight, "shortfall_weight", "d_E", 0.05, {0.0, 0.12}, unit::per_month,
            "discontent from a shortfall, times the plan's phase", "Chun 2025 par. 12; assumption");
    declare(off_peak_phase, "off_peak_phase", "ph0", 0.3, {}, unit::fraction,
            "weight of a shortfall outside the plan's last year", "assumption");
    declare(shortfall_scale, "shortfall_scale", "", 12.0, {}, {"1", 0.0, 100.0},
            "shortfall is full at 1/scale below target", "assumption");
    declare(need_by_shortfall, "need_by_shortfall", "", 0.5, {}, unit::weight, "need from shortfall",
            "assumption");
    declare(need_by_discontent, "need_by_discontent", "", 0.5, {}, unit::weight, "need from discontent",
            "assumption");
    declare(discontent_decay, "discontent_decay", "dD", 0.08, {}, unit::fraction,
            "share of a deviation lost in a month", "assumption");
    declare(grievance_scale, "grievance_scale", "", 5.0, {}, {"thousand", 0.1, 1000.0},
            "grievance stock that counts as one", "assumption");
    declare(discontent_at_rest, "discontent_at_rest", "D0", 0.30, {}, unit::fraction,
            "discontent without cause", "assumption: no data exist", Role::initial);
    declare(discontent_above_rest_at_start, "discontent_above_rest_at_start", "", 0.1, {}, unit::fraction,
            "discontent at the start above that", "assumption: no data exist", Role::initial);
  }
};

} // namespace peninsula

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "agents/peninsula/bounds.hpp"
#include "agents/peninsula/couplings.hpp"
#include "agents/peninsula/region.hpp"
#include "agents/peninsula/scales.hpp"
#include "agents/peninsula/streams.hpp"
#include "agents/peninsula/terms.hpp"
#include "engine/model/turn.hpp"

namespace peninsula {

/// The economy against its five-year plan, and the discontent that shortfall and losses abroad leave.
/// (Ec1), (Ec2), (P1). Left out: harvests, the market, and any measurement: no data stand behind discontent.
template <class Real> struct Economy {
  Constant<Real> base_growth, growth_by_china, growth_by_russia, growth_by_relief;
  Constant<Real> growth_lost_by_pressure, growth_shock, plan_growth, plan_end_month;
  Constant<Real> reference_support, reference_aid;
  Constant<Real> grievance_weight, aid_visibility, shortfall_weight;
  Constant<Real> off_peak_phase, shortfall_scale, need_by_shortfall, need_by_discontent, discontent_decay,
      grievance_scale;
  Constant<Real> discontent_at_rest, discontent_above_rest_at_start;

  template <class Declare> void parameters(Declare &declare) {
    economy(declare);
    society(declare);
  }

  void open(Region<Real> &region) const {
    region.economy = region.plan_target = economy_at_start;
    region.plan_phase = region.shortfall = 0.0;
    region.discontent = discontent_at_rest + discontent_above_rest_at_start;
  }

  /// How hard the plan's end and discontent press on Kim this month.
  Real need(Region<Real> &region, int month, Real domestic_coupling) const {
    region.plan_phase =
        select(months_to_plan_end(month) < Real(last_year_of_plan), Real(1.0), off_peak_phase);
    const Real behind = shortfall_scale * (region.plan_target - region.economy) / region.plan_target;
    region.shortfall = smaller(Real(1.0), larger(Real(0.0), behind)); // ahead of the plan is no shortfall
    return domestic_coupling * (need_by_shortfall * region.shortfall * region.plan_phase +
                                need_by_discontent * region.discontent);
  }

  template <class Turn> void step(Region<Real> &region, const Couplings<Real> &couplings, Turn &turn) const {
    const Real aid = couplings.russia * region.aid;
    region.economy *=
        Real(1.0) + base_growth + growth_by_china * (couplings.china * region.support - reference_support) +
        growth_by_russia * (aid - reference_aid) + growth_by_relief * given(region, region.relief) -
        growth_lost_by_pressure * couplings.china * region.pressure +
        growth_shock * turn.normal(draw::economy);
    const auto plan_ends = months_to_plan_end(turn.month) == Real(0.0);
    region.plan_target = select(plan_ends, region.economy, (Real(1.0) + plan_growth) * region.plan_target);
    const Real unseen = larger(Real(0.0), Real(1.0) - aid_visibility * aid);
    const Real losses = grievance_weight * couplings.russia * (region.grievance / grievance_scale) * unseen;
    const Real disappointment = shortfall_weight * region.shortfall * region.plan_phase;
    const Real easing = discontent_decay * (region.discontent - discontent_at_rest);
    region.discontent = pushed(region.discontent, losses + disappointment - easing);
  }

private:
  /// (plan end - month) mod the months of a plan: months left of the five-year plan.
  Real months_to_plan_end(int month) const {
    Real left = plan_end_month - static_cast<double>(month);
    for (int plan = 0; plan < 3; ++plan) left += select(left < Real(0.0), Real(months_of_plan), Real(0.0));
    for (int plan = 0; plan < 2; ++plan)
      left -= select(left >= Real(months_of_plan), Real(months_of_plan), Real(0.0));
    return left;
  }

  template <class Declare> void economy(Declare &declare) {
    using namespace engine;
    declare.group("economy");
    declare(base_growth, {.name = "base_growth",
                          .symbol = "g_0",
                          .value = 0.002,
                          .plausible = {-0.002, 0.005},
                          .unit = unit::change_per_month,
                          .meaning = "growth at reference support and aid",
                          .basis = Basis::data,
                          .source = "Bank of Korea: -4.5 % in 2020 to +3.7 % in 2024"});
    declare(growth_by_china, {.name = "growth_by_china",
                              .symbol = "g_C",
                              .value = 0.003,
                              .plausible = {0.0, 0.008},
                              .unit = unit::change_per_month,
                              .meaning = "growth from Chinese support",
                              .source = "China's share of trade above 95 %; assumption"});
    declare(growth_by_russia,
            {.name = "growth_by_russia",
             .symbol = "g_R",
             .value = 0.0045,
             .plausible = {0.0, 0.01},
             .unit = unit::change_per_month,
             .meaning = "growth from Russian aid",
             .basis = Basis::data,
             .source = "Bank of Korea 2023-2024: about 2 to 2.5 points a year; assumption"});
    declare(growth_by_relief, {.name = "growth_by_relief",
                               .symbol = "g_Z",
                               .value = 0.005,
                               .plausible = {0.0, 0.015},
                               .unit = unit::change_per_month,
                               .meaning = "growth from full sanctions relief",
                               .basis = Basis::essay,
                               .source = "Chun 2025 par. 6; assumption"});
    declare(growth_lost_by_pressure, {.name = "growth_lost_by_pressure",
                                      .symbol = "gPc",
                                      .value = 0.003,
                                      .unit = unit::change_per_month,
                                      .meaning = "growth lost under full Chinese pressure"});
    declare(growth_shock, {.name = "growth_shock",
                           .symbol = "sgE",
                           .value = 0.003,
                           .unit = unit::change_per_month,
                           .meaning = "standard deviation of a month's growth"});
    declare(plan_growth, {.name = "plan_growth",
                          .symbol = "pg",
                          .value = 0.0033,
                          .unit = unit::change_per_month,
                          .meaning = "growth that the plan asks for",
                          .source = "assumption: about 4 % a year"});
    declare(plan_end_month, {.name = "plan_end_month",
                             .symbol = "pEnd",
                             .value = 11.0,
                             .unit = {"month", 0.0, 119.0},
                             .meaning = "months from the start to the end of the five-year plan",
                             .basis = Basis::data,
                             .source = "datum: the plan of 2021-2025; Chun 2025 par. 12",
                             .role = Role::initial});
    declare(reference_support, {.name = "reference_support",
                                .value = 0.4,
                                .unit = unit::fraction,
                                .meaning = "Chinese support at which growth is neutral"});
    declare(reference_aid, {.name = "reference_aid",
                            .value = 0.5,
                            .unit = unit::fraction,
                            .meaning = "Russian aid at which growth is neutral"});
  }

  template <class Declare> void society(Declare &declare) {
    using namespace engine;
    declare.group("society");
    declare(grievance_weight, {.name = "grievance_weight",
                               .symbol = "d_T",
                               .value = 0.04,
                               .plausible = {0.0, 0.12},
                               .unit = unit::per_month,
                               .meaning = "discontent from losses abroad",
                               .basis = Basis::essay,
                               .source = "Chun 2025 par. 12; assumption"});
    declare(aid_visibility, {.name = "aid_visibility",
                             .symbol = "vis",
                             .value = 1.0,
                             .plausible = {0.0, 1.5},
                             .unit = unit::weight,
                             .meaning = "visible aid offsets it",
                             .basis = Basis::essay,
                             .source = "Chun 2025 par. 12; assumption"});
    declare(shortfall_weight, {.name = "shortfall_weight",
                               .symbol = "d_E",
                               .value = 0.05,
                               .plausible = {0.0, 0.12},
                               .unit = unit::per_month,
                               .meaning = "discontent from a shortfall, times the plan's phase",
                               .basis = Basis::essay,
                               .source = "Chun 2025 par. 12; assumption"});
    declare(off_peak_phase, {.name = "off_peak_phase",
                             .symbol = "ph0",
                             .value = 0.3,
                             .unit = unit::fraction,
                             .meaning = "weight of a shortfall outside the plan's last year"});
    declare(shortfall_scale, {.name = "shortfall_scale",
                              .value = 12.0,
                              .unit = {"1", 0.0, 100.0},
                              .meaning = "shortfall is full at 1/scale below target"});
    declare(
        need_by_shortfall,
        {.name = "need_by_shortfall", .value = 0.5, .unit = unit::weight, .meaning = "need from shortfall"});
    declare(need_by_discontent, {.name = "need_by_discontent",
                                 .value = 0.5,
                                 .unit = unit::weight,
                                 .meaning = "need from discontent"});
    declare(discontent_decay, {.name = "discontent_decay",
                               .symbol = "dD",
                               .value = 0.08,
                               .unit = unit::fraction,
                               .meaning = "share of a deviation lost in a month"});
    declare(grievance_scale, {.name = "grievance_scale",
                              .value = 5.0,
                              .unit = {"thousand", 0.1, 1000.0},
                              .meaning = "grievance stock that counts as one"});
    declare(discontent_at_rest, {.name = "discontent_at_rest",
                                 .symbol = "D0",
                                 .value = 0.30,
                                 .unit = unit::fraction,
                                 .meaning = "discontent without cause",
                                 .source = "assumption: no data exist",
                                 .role = Role::initial});
    declare(discontent_above_rest_at_start, {.name = "discontent_above_rest_at_start",
                                             .value = 0.1,
                                             .unit = unit::fraction,
                                             .meaning = "discontent at the start above that",
                                             .source = "assumption: no data exist",
                                             .role = Role::initial});
  }
};

} // namespace peninsula

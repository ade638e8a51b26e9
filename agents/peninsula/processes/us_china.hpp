// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "agents/peninsula/choices.hpp"
#include "agents/peninsula/region.hpp"
#include "agents/peninsula/streams.hpp"
#include "agents/peninsula/timeline.hpp"
#include "engine/model/turn.hpp"

namespace peninsula {

/// Relations between Washington and Beijing: cooperation, managed rivalry, tariff war, acute crisis.
/// Washington's policy towards China tilts them. (X-K)
/// Left out: what Pyongyang does to them.
template <class Real> struct UsChina {
  Constant<Real> worsening_hazard, easing_hazard, compromise_hazard, tilt, policy_effect;
  Constant<Real> acute_hazard, worsening_from_cooperation, easing_from_acute, highest_chance;
  std::array<Constant<Real>, 4> tension;
  Constant<Real> initial_regime;

  template <class Declare> void parameters(Declare &declare) {
    using namespace engine;
    declare.group("us_china");
    declare(worsening_hazard, {.name = "worsening_hazard",
                               .symbol = "k_up",
                               .value = 0.05,
                               .plausible = {0.02, 0.1},
                               .unit = unit::per_month,
                               .meaning = "hazard of a step from managed rivalry to tariff war",
                               .source = "US-China Tension index (Rogers, Sun and Sun); assumption"});
    declare(easing_hazard, {.name = "easing_hazard",
                            .symbol = "k_dn",
                            .value = 0.07,
                            .plausible = {0.03, 0.15},
                            .unit = unit::per_month,
                            .meaning = "hazard of a step from tariff war to managed rivalry",
                            .source = "US-China Tension index (Rogers, Sun and Sun); assumption"});
    declare(compromise_hazard, {.name = "compromise_hazard",
                                .symbol = "k_co",
                                .value = 0.02,
                                .plausible = {0.005, 0.05},
                                .unit = unit::per_month,
                                .meaning = "hazard of a step from managed rivalry to cooperation",
                                .basis = Basis::essay,
                                .source = "Chun 2025 par. 20 judges it unlikely; assumption"});
    declare(tilt, {.name = "tilt",
                   .symbol = "th_K",
                   .value = 0.0,
                   .plausible = {-1.5, 1.5},
                   .unit = unit::log_odds,
                   .meaning = "worsening hazards are multiplied by e^tilt, easing ones by e^-tilt",
                   .source = "assumption: the knob by which conditions worsen or mend relations"});
    declare(policy_effect,
            {.name = "policy_effect",
             .symbol = "th_pol",
             .value = 0.5,
             .plausible = {0.0, 1.2},
             .unit = unit::log_odds,
             .meaning = "a Washington that presses tilts them so much further, one that eases so much back",
             .basis = Basis::essay,
             .source = "Chun 2025 par. 17; assumption"});
    declare(acute_hazard, {.name = "acute_hazard",
                           .symbol = "k_ac",
                           .value = 0.012,
                           .unit = unit::per_month,
                           .meaning = "hazard of a step from tariff war to acute crisis"});
    declare(worsening_from_cooperation, {.name = "worsening_from_cooperation",
                                         .value = 1.2,
                                         .unit = unit::weight,
                                         .meaning = "worsening hazard out of cooperation, as a multiple"});
    declare(easing_from_acute, {.name = "easing_from_acute",
                                .value = 2.0,
                                .unit = unit::weight,
                                .meaning = "easing hazard out of an acute crisis, as a multiple"});
    declare(highest_chance,
            {.name = "highest_chance",
             .value = 0.95,
             .unit = unit::probability,
             .meaning = "bound of the chance to leave a regime within a month, however strong the tilt",
             .basis = Basis::structure});
    declare.table(tension, "cooperation|managed_rivalry|tariff_war|acute_crisis", {0.10, 0.40, 0.70, 1.0},
                  {.name = "tension", .unit = unit::fraction, .meaning = "tension tau in this regime"});
    declare(initial_regime, {.name = "initial_regime",
                             .symbol = "K0",
                             .value = 1.0,
                             .unit = {"regime", 0.0, 3.0},
                             .meaning = "regime in which the first month opens",
                             .basis = Basis::data,
                             .source = "datum: managed rivalry early in 2025",
                             .role = Role::initial,
                             .labels = "cooperation|managed_rivalry|tariff_war|acute_crisis"});
  }

  void open(Region<Real> &region) const { region.us_china = initial_regime; }

  template <class Turn> void step(Region<Real> &region, Turn &turn) const {
    const auto u = turn.uniform(draw::us_china);
    const Real regime = region.us_china;
    const auto in = [&](double value) { return regime == Real(value); };
    const Real up_by_itself =
        select(in(0), rate_.from_cooperation,
               select(in(1), rate_.to_tariffs, select(in(2), rate_.to_acute, Real(0.0))));
    const Real down_by_itself =
        select(in(1), rate_.to_cooperation,
               select(in(2), rate_.to_managed, select(in(3), rate_.from_acute, Real(0.0))));
    const Real worse = select(region.china_policy == Real(2.0), pressing_,
                              select(region.china_policy == Real(0.0), easing_, Real(1.0)));
    const Real better = select(region.china_policy == Real(2.0), easing_,
                               select(region.china_policy == Real(0.0), pressing_, Real(1.0)));
    const Real up = up_by_itself * worse;
    const Real down = down_by_itself * better;
    const Real moving = up + down;
    const Real scale = select(moving > Real(highest_chance), highest_chance / moving, Real(1.0));
    const auto [worsens, eases] =
        turn.one_of({choice::worsening, regime < Real(3.0), up * scale, Real(1.0) - u},
                    {choice::easing, regime > Real(0.0), down * scale, u});
    region.us_china = turn.given_or(given_us_china, regime + indicator(worsens) - indicator(eases));
    region.tension = entry_of(tension, region.us_china);
  }

  void prepare() {
    const Real worse = exponential(Real(tilt));
    const Real better = exponential(-Real(tilt));
    pressing_ = exponential(Real(policy_effect));
    easing_ = exponential(-Real(policy_effect));
    rate_ = {worsening_from_cooperation * worsening_hazard * worse,
             worsening_hazard * worse,
             acute_hazard * worse,
             compromise_hazard * better,
             easing_hazard * better,
             easing_from_acute * easing_hazard * better};
  }

private:
  struct Rates {
    Constant<Real> from_cooperation, to_tariffs, to_acute, to_cooperation, to_managed, from_acute;
  };
  Rates rate_; // [1/month], with the tilt
  Constant<Real> pressing_, easing_;
};

} // namespace peninsula

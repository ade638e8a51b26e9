// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agents/peninsula/region.hpp"
#include "engine/model/turn.hpp"

namespace peninsula {

/// What occupies Washington: Ukraine, the Middle East and China compete for it; news from the peninsula
/// makes it salient for a while. (A1)-(A3)
template <class Real> struct Attention {
  Constant<Real> ukraine_share, middle_east_share, salience_decay, crowding_out;
  Constant<Real> middle_east_step, load_in_war, load_in_ceasefire, load_in_settlement;
  Constant<Real> news_short_range, news_medium_range, news_icbm, news_nuclear, news_clash, news_summit,
      news_crisis;
  Constant<Real> initial_salience;

  template <class Declare> void parameters(Declare &declare) {
    using namespace engine;
    declare.group("attention");
    declare(ukraine_share, {.name = "ukraine_share",
                            .symbol = "a_U",
                            .value = 0.35,
                            .plausible = {0.1, 0.5},
                            .unit = unit::fraction,
                            .meaning = "share of the attention load from Ukraine",
                            .basis = Basis::essay,
                            .source = "Chun 2025 par. 10; assumption"});
    declare(middle_east_share, {.name = "middle_east_share",
                                .symbol = "a_M",
                                .value = 0.3,
                                .plausible = {0.1, 0.4},
                                .unit = unit::fraction,
                                .meaning = "share from the Middle East; the rest is China's",
                                .basis = Basis::essay,
                                .source = "Chun 2025 par. 10; assumption"});
    declare(salience_decay, {.name = "salience_decay",
                             .symbol = "d_S",
                             .value = 0.25,
                             .plausible = {0.1, 0.5},
                             .unit = unit::per_month,
                             .meaning = "decay of the issue's salience"});
    declare(crowding_out, {.name = "crowding_out",
                           .symbol = "psiA",
                           .value = 0.6,
                           .unit = unit::fraction,
                           .meaning = "priority lost under full load"});
    declare(load_in_war, {.name = "load_in_war",
                          .value = 1.0,
                          .unit = unit::fraction,
                          .meaning = "Ukraine's load while the war goes on"});
    declare(load_in_ceasefire, {.name = "load_in_ceasefire",
                                .value = 0.35,
                                .unit = unit::fraction,
                                .meaning = "... under a ceasefire"});
    declare(load_in_settlement, {.name = "load_in_settlement",
                                 .value = 0.05,
                                 .unit = unit::fraction,
                                 .meaning = "... after a settlement"});
    declare(middle_east_step, {.name = "middle_east_step",
                               .value = 0.5,
                               .unit = unit::fraction,
                               .meaning = "load of each step of the Middle East's three",
                               .basis = Basis::structure});
    declare(news_short_range, {.name = "news_short_range",
                               .value = 0.03,
                               .unit = unit::weight,
                               .meaning = "news of a short-range launch"});
    declare(news_medium_range, {.name = "news_medium_range",
                                .value = 0.10,
                                .unit = unit::weight,
                                .meaning = "... of a medium-range launch"});
    declare(news_icbm, {.name = "news_icbm",
                        .value = 0.25,
                        .unit = unit::weight,
                        .meaning = "... of an intercontinental launch"});
    declare(news_nuclear,
            {.name = "news_nuclear", .value = 0.6, .unit = unit::weight, .meaning = "... of a nuclear test"});
    declare(news_clash,
            {.name = "news_clash", .value = 0.35, .unit = unit::weight, .meaning = "... of a lethal clash"});
    declare(news_summit,
            {.name = "news_summit", .value = 0.4, .unit = unit::weight, .meaning = "... of a summit"});
    declare(news_crisis, {.name = "news_crisis",
                          .symbol = "ns_e",
                          .value = 0.5,
                          .plausible = {0.0, 1.5},
                          .unit = unit::weight,
                          .meaning = "... of a crisis, times the alarm"});
    declare(initial_salience, {.name = "initial_salience",
                               .symbol = "S0",
                               .value = 0.20,
                               .unit = unit::fraction,
                               .meaning = "salience at the start",
                               .role = Role::initial});
  }

  void open(Region<Real> &region) const { region.salience = initial_salience; }

  void step(Region<Real> &region, Real attention_coupling) const {
    const Real war = select(region.ukraine_war == Real(0.0), load_in_war,
                            select(region.ukraine_war == Real(1.0), load_in_ceasefire, load_in_settlement));
    const Real china_share = Real(1.0) - ukraine_share - middle_east_share;
    region.attention_load = ukraine_share * war + middle_east_share * region.middle_east * middle_east_step +
                            china_share * region.tension;
    region.neglect = attention_coupling * region.attention_load * (Real(1.0) - region.salience);
    region.priority = region.salience * (Real(1.0) - crowding_out * region.attention_load);
  }

  /// The month's events make news.
  void remember(Region<Real> &region) const {
    const Real news = news_short_range * region.short_range + news_medium_range * region.medium_range +
                      news_icbm * region.icbm + news_nuclear * region.nuclear + news_clash * region.clash +
                      news_summit * region.summit + news_crisis * region.alarm;
    region.salience = clamp((Real(1.0) - salience_decay) * region.salience +
                                (Real(1.0) - region.salience) * (Real(1.0) - exponential(-news)),
                            0, 1);
  }
};

} // namespace peninsula

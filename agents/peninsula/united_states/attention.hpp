#pragma once

#include "agents/peninsula/region.hpp"
#include "engine/model/turn.hpp"

namespace peninsula {

/// What occupies Washington: Ukraine, the Middle East and China compete for it; news from the peninsula
/// makes it salient for a while. (A1)-(A3)
template <class Real> struct Attention {
  Constant<Real> ukraine_share, middle_east_share, salience_decay, crowding_out;
  Constant<Real> load_in_war, load_in_ceasefire, load_in_settlement;
  Constant<Real> news_short_range, news_medium_range, news_icbm, news_nuclear, news_clash, news_summit;
  Constant<Real> initial_salience;

  template <class Declare> void parameters(Declare &declare) {
    using namespace engine;
    declare.group("attention");
    declare(ukraine_share, "ukraine_share", "a_U", 0.35, {0.1, 0.5}, unit::fraction,
            "share of the attention load from Ukraine", "Chun 2025 par. 10; assumption");
    declare(middle_east_share, "middle_east_share", "a_M", 0.3, {0.1, 0.4}, unit::fraction,
            "share from the Middle East; the rest is China's", "Chun 2025 par. 10; assumption");
    declare(salience_decay, "salience_decay", "d_S", 0.25, {0.1, 0.5}, unit::per_month,
            "decay of the issue's salience", "assumption");
    declare(crowding_out, "crowding_out", "psiA", 0.6, {}, unit::fraction, "priority lost under full load",
            "assumption");
    declare(load_in_war, "load_in_war", "", 1.0, {}, unit::fraction, "Ukraine's load while the war goes on",
            "assumption");
    declare(load_in_ceasefire, "load_in_ceasefire", "", 0.35, {}, unit::fraction, "... under a ceasefire",
            "assumption");
    declare(load_in_settlement, "load_in_settlement", "", 0.05, {}, unit::fraction, "... after a settlement",
            "assumption");
    declare(news_short_range, "news_short_range", "", 0.03, {}, unit::weight, "news of a short-range launch",
            "assumption");
    declare(news_medium_range, "news_medium_range", "", 0.10, {}, unit::weight,
            "... of a medium-range launch", "assumption");
    declare(news_icbm, "news_icbm", "", 0.25, {}, unit::weight, "... of an intercontinental launch",
            "assumption");
    declare(news_nuclear, "news_nuclear", "", 0.6, {}, unit::weight, "... of a nuclear test", "assumption");
    declare(news_clash, "news_clash", "", 0.35, {}, unit::weight, "... of a lethal clash", "assumption");
    declare(news_summit, "news_summit", "", 0.4, {}, unit::weight, "... of a summit", "assumption");
    declare(initial_salience, "initial_salience", "S0", 0.20, {}, unit::fraction, "salience at the start",
            "assumption", Role::initial);
  }

  void open(Region<Real> &region) const { region.salience = initial_salience; }

  void step(Region<Real> &region, Real attention_coupling) const {
    const Real war = select(region.ukraine_war == Real(0.0), load_in_war,
                            select(region.ukraine_war == Real(1.0), load_in_ceasefire, load_in_settlement));
    const Real china_share = Real(1.0) - ukraine_share - middle_east_share;
    region.attention_load =
        ukraine_share * war + middle_east_share * region.middle_east * 0.5 + china_share * region.tension;
    region.neglect = attention_coupling * region.attention_load * (Real(1.0) - region.salience);
    region.priority = region.salience * (Real(1.0) - crowding_out * region.attention_load);
  }

  /// The month's events make news.
  void remember(Region<Real> &region) const {
    const Real news = news_short_range * region.short_range + news_medium_range * region.medium_range +
                      news_icbm * region.icbm + news_nuclear * region.nuclear + news_clash * region.clash +
                      news_summit * region.summit;
    region.salience = clamp((Real(1.0) - salience_decay) * region.salience +
                                (Real(1.0) - region.salience) * (Real(1.0) - exponential(-news)),
                            0, 1);
  }
};

} // namespace peninsula

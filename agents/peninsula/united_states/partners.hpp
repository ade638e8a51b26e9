// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "agents/peninsula/choices.hpp"
#include "agents/peninsula/couplings.hpp"
#include "agents/peninsula/region.hpp"
#include "agents/peninsula/scales.hpp"
#include "agents/peninsula/streams.hpp"
#include "agents/peninsula/united_states/offer.hpp"
#include "agents/peninsula/united_states/policy.hpp"
#include "engine/model/turn.hpp"

namespace peninsula {

/// Washington towards those who live with the peninsula: China, which it eases, manages or presses (U5), and
/// Seoul, to which it keeps its word, drifts or takes troops home (U6).
template <class Real> struct Partners {
  Constant<Real> tariff_motive, help_motive, assurance_motive, withdrawal_cost, withdrawal_by_reassessment,
      brigade;

  template <class Declare> void parameters(Declare &declare) {
    using namespace engine;
    declare.group("united_states");
    declare(tariff_motive,
            {.name = "tariff_motive",
             .symbol = "w_tar",
             .value = 0.4,
             .plausible = {0.0, 1.0},
             .unit = unit::utility,
             .meaning = "pressure on China gained for each ten points of approval below the reference",
             .basis = Basis::essay,
             .source = "Chun 2025 par. 17; assumption"});
    declare(help_motive, {.name = "help_motive",
                          .symbol = "w_hlp",
                          .value = 0.5,
                          .plausible = {0.0, 1.5},
                          .unit = unit::utility,
                          .meaning = "talks with Pyongyang speak for easing towards Beijing",
                          .source = "Mar-a-Lago, April 2017; assumption"});
    declare(assurance_motive, {.name = "assurance_motive",
                               .symbol = "w_asr",
                               .value = 0.2,
                               .plausible = {-0.5, 1.0},
                               .unit = unit::utility,
                               .meaning = "what speaks for adhering to the Washington Declaration by itself",
                               .basis = Basis::essay,
                               .source = "Chun 2025 par. 22; assumption"});
    declare(withdrawal_cost, {.name = "withdrawal_cost",
                              .symbol = "c_At",
                              .value = 0.8,
                              .plausible = {0.2, 2.0},
                              .unit = unit::utility,
                              .meaning = "what it costs Washington to take a brigade home from South Korea",
                              .basis = Basis::data,
                              .source = "considered and denied in May 2025; assumption"});
    declare(withdrawal_by_reassessment,
            {.name = "withdrawal_by_reassessment",
             .symbol = "w_rv",
             .value = 1.6,
             .plausible = {0.0, 2.5},
             .unit = unit::utility,
             .meaning = "what a reassessed alliance adds to doing so",
             .basis = Basis::data,
             .source = "a division of the two left within a year from March 1971; assumption"});
    declare(brigade, {.name = "brigade",
                      .symbol = "d_At",
                      .value = 0.16,
                      .plausible = {0.05, 0.3},
                      .unit = unit::fraction,
                      .meaning = "share of the American troops in South Korea that then leaves",
                      .basis = Basis::data,
                      .source = "4,500 of 28,500 (considered in May 2025)"});
  }

  void open(Region<Real> &region) const {
    region.china_policy = region.assured = region.american_troops = 1.0;
  }

  template <class Turn>
  void act(const Region<Real> &seen, Region<Real> &region, const Policy<Real> &policy,
           const Offer<Real> &offer, const Couplings<Real> &couplings, Turn &turn) const {
    treat_china(seen, region, policy, couplings, turn);
    assure_seoul(region, policy, offer, couplings, turn);
  }

private:
  /// (U5) Tariffs please at home; who talks with Pyongyang wants Beijing's help. A Beijing with which
  /// Washington cooperates is not pressed.
  template <class Turn>
  void treat_china(const Region<Real> &seen, Region<Real> &region, const Policy<Real> &policy,
                   const Couplings<Real> &couplings, Turn &turn) const {
    const Real unpopular = (policy.reference_approval - region.approval) * per_ten_points;
    const auto track = seen.stage == Real(1.0) || seen.stage == Real(2.0);
    std::array<Real, 3> utility{help_motive * indicator(track), Real(policy.waiting_bonus),
                                tariff_motive * unpopular};
    couplings.hold_to(region.china_policy, utility);
    const auto at_odds = seen.us_china > Real(0.0);
    region.china_policy = turn.choose(choice::china_policy, utility, {true, true, at_odds},
                                      couplings.rationality_states, turn.uniform(draw::china_policy))
                              .index;
  }

  /// (U6) The weight of the region speaks for adhering, a stance that passes the allies over against it.
  /// Troops go home a brigade at a time, more readily where the alliance is under reassessment.
  template <class Turn>
  void assure_seoul(Region<Real> &region, const Policy<Real> &policy, const Offer<Real> &offer,
                    const Couplings<Real> &couplings, Turn &turn) const {
    const Real damage = policy.alliance_damage * offer.left_to_allies(region.stance);
    std::array<Real, 3> utility{assurance_motive + policy.geopolitical_weight - damage, Real(0.0),
                                withdrawal_by_reassessment * region.alliance_reassessed - withdrawal_cost};
    couplings.hold_to(Real(1.0) - region.assured, utility);
    const auto choice =
        turn.choose(choice::assurance, utility, couplings.rationality_states, turn.uniform(draw::assurance));
    region.assured = indicator(choice.is[0]);
    region.american_troops *= Real(1.0) - brigade * indicator(choice.is[2]);
  }
};

} // namespace peninsula

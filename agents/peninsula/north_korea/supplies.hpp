// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "agents/peninsula/choices.hpp"
#include "agents/peninsula/couplings.hpp"
#include "agents/peninsula/region.hpp"
#include "agents/peninsula/scales.hpp"
#include "agents/peninsula/streams.hpp"
#include "engine/model/turn.hpp"

namespace peninsula {

/// What Kim sends to Moscow: shells and soldiers, for as long as Moscow wants them and he thinks that he
/// will be paid, at a price at home. (D4)
/// Left out: prices, hard currency, what Pyongyang's own forces then lack.
template <class Real> struct Supplies {
  Constant<Real> shell_motive, shell_cost, troop_motive, discontent_weight, withdrawal_cost;

  template <class Declare> void parameters(Declare &declare) {
    using namespace engine;
    declare.group("supplies");
    declare(shell_motive, {.name = "shell_motive",
                           .symbol = "w_shl",
                           .value = 2.3,
                           .plausible = {1.0, 4.0},
                           .unit = unit::utility,
                           .meaning = "what Kim gains by shells for a Moscow that wants them and pays",
                           .basis = Basis::data,
                           .source = "FNF 2025: arms for 5.6 to 9.8 billion dollars since 2023; assumption"});
    declare(shell_cost, {.name = "shell_cost",
                         .symbol = "c_shl",
                         .value = 0.9,
                         .plausible = {0.3, 1.8},
                         .unit = unit::utility,
                         .meaning = "what the shells would be worth in his own stocks"});
    declare(troop_motive, {.name = "troop_motive",
                           .symbol = "w_men",
                           .value = 1.0,
                           .plausible = {0.0, 2.0},
                           .unit = unit::utility,
                           .meaning = "what he gains by another wave of troops besides",
                           .basis = Basis::data,
                           .source = "NIS statements of 2025: a wave in some sixteen months; assumption"});
    declare(discontent_weight,
            {.name = "discontent_weight",
             .symbol = "w_hom",
             .value = 6.0,
             .plausible = {2.0, 10.0},
             .unit = unit::utility,
             .meaning = "discontent at home speaks against another wave, and for withdrawal",
             .basis = Basis::essay,
             .source = "Chun 2025 par. 12; assumption"});
    declare(withdrawal_cost, {.name = "withdrawal_cost",
                              .symbol = "c_wdr",
                              .value = 4.5,
                              .plausible = {3.0, 6.0},
                              .unit = unit::utility,
                              .meaning = "what it costs him to call his troops home"});
  }

  /// Shells were flowing where a condition begins in the war.
  void open(Region<Real> &region) const {
    region.supplies = select(region.ukraine_war == Real(0.0), Real(shells), Real(0.0));
  }

  /// (D4) He expects to be paid half by what he believes of Moscow, half by what he sees. Moscow's need is as
  /// the last month left it; what he sends enters its books in the month under way.
  template <class Turn>
  void act(const Region<Real> &seen, Region<Real> &region, const Couplings<Real> &couplings, Real troop_scale,
           Real u, Turn &turn) const {
    const Real honoured = seen.need + (Real(1.0) - seen.need) * region.trust_in_moscow;
    const Real paid = seen.need * average(honoured, seen.aid);
    const Real flows_already = indicator(region.supplies >= Real(shells));
    const Real home = discontent_weight * couplings.domestic * region.discontent;
    const Real flow = shell_motive * paid - shell_cost + couplings.inertia * centred(flows_already);
    const std::array<Real, 4> utility{Real(0.0), flow, flow + troop_motive * paid - home,
                                      flow + home * region.troops / (region.troops + troop_scale) -
                                          withdrawal_cost};
    const auto wanted = seen.need > Real(smallest_need);
    const auto at_war = wanted && seen.ukraine_war == Real(0.0);
    const auto some_abroad = region.troops >= Real(smallest_contingent);
    const auto choice =
        turn.choose(choice::supplies, utility,
                    {true, wanted, at_war && region.supplies < Real(2.0), at_war && some_abroad},
                    couplings.rationality_north_korea, u);
    region.supplies = choice.index;
  }

private:
  static constexpr double shells = 1.0;
  /// A Moscow that needs less, of all that it needed in the war, orders none.
  static constexpr double smallest_need = 0.2;
  /// Fewer troops abroad than this, in thousands, are no contingent to call home.
  static constexpr double smallest_contingent = 1.0;
};

} // namespace peninsula

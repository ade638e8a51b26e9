// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "agents/peninsula/choices.hpp"
#include "agents/peninsula/north_korea/negotiation.hpp"
#include "agents/peninsula/region.hpp"
#include "agents/peninsula/streams.hpp"
#include "agents/peninsula/terms.hpp"
#include "engine/model/turn.hpp"

namespace peninsula {

/// Whether Kim keeps a deal, or goes on in secret with what it limits, and whether that is found. (D7), (D8)
/// Left out: honest disagreement over what a clause means, and cheating by Washington beyond collapse.
template <class Real> struct Compliance {
  Constant<Real> inertia, found_by_own_means, found_by_inspection;

  template <class Declare> void parameters(Declare &declare) {
    using namespace engine;
    declare.group("compliance");
    declare(inertia, {.name = "inertia",
                      .symbol = "sq_ch",
                      .value = 2.5,
                      .plausible = {1.5, 3.5},
                      .unit = unit::utility,
                      .meaning = "inertia of keeping a deal, and of cheating on it"});
    declare(found_by_own_means, {.name = "found_by_own_means",
                                 .symbol = "p_own",
                                 .value = 0.02,
                                 .plausible = {0.005, 0.05},
                                 .unit = unit::per_month,
                                 .meaning = "chance that cheating is found without inspections",
                                 .basis = Basis::literature,
                                 .source = "the enrichment programme of the 1990s: found after about five "
                                           "years"});
    declare(found_by_inspection, {.name = "found_by_inspection",
                                  .symbol = "p_ins",
                                  .value = 0.15,
                                  .plausible = {0.03, 0.3},
                                  .unit = unit::per_month,
                                  .meaning = "... more, under inspections as deep as a full halt"});
  }

  void open(Region<Real> &region) const { region.cheating = region.found = 0.0; }

  /// (D7) Cheating saves what the deal costs, and puts what it gives at stake as far as Kim fears to be
  /// found.
  template <class Turn>
  void act(Region<Real> &region, const Negotiation<Real> &negotiation, Real rationality, Real u,
           Turn &turn) const {
    const Terms<Real> terms = terms_in_force(region);
    const Real soon = smaller(Real(1.0), chance_of_discovery(region) * negotiation.waiting_horizon);
    const Real fear = select(region.found > Real(0.5), Real(1.0), soon);
    const Real lasts = inertia * (region.cheating + region.cheating - 1.0);
    const Real cheating = negotiation.cost(region, terms) - fear * negotiation.worth(region, terms) + lasts;
    const auto deal = region.stage == Real(3.0);
    const auto choice = turn.choose(choice::compliance, std::array<Real, 2>{Real(0.0), cheating},
                                    {true, deal}, rationality, u);
    region.cheating = indicator(choice.is[1] && deal); // a condition may decide for it without a deal
    region.found = region.found * region.cheating;
  }

  /// (D8); what then is withheld is (D9) in terms.hpp.
  template <class Turn> void inspect(Region<Real> &region, Real u, Turn &turn) const {
    const auto secret = region.cheating > Real(0.5) && region.found < Real(0.5);
    region.found += indicator(turn.happens(choice::discovery, secret, chance_of_discovery(region), u));
  }

private:
  Real chance_of_discovery(const Region<Real> &region) const {
    return found_by_own_means + found_by_inspection * region.halt;
  }
};

} // namespace peninsula

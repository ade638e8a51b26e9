// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agents/tribute/measures.hpp"
#include "agents/tribute/region.hpp"
#include "agents/tribute/streams.hpp"
#include "engine/model/visitors.hpp"

namespace tribute {

/// What is recorded of every year: (value, name, symbol, lowest, highest, unit, meaning, labels, counted).
template <class Real> struct Series {
  template <class Visit> static void tell(Visit &&visit, const Region<Real> &region) {
    const engine::SeriesVisitor<Real, Visit> tell{visit};
    tell(region.fights, {.name = "fights_by_year",
                         .highest = most_activations,
                         .unit = "fight",
                         .meaning = "fights",
                         .counted = true});
    tell(sum(region.wealth),
         {.name = "total_wealth_by_year", .highest = 524288, .unit = "wealth", .meaning = "wealth of all"});
    tell(share_of_richest(region.wealth), {.name = "richest_share_by_year",
                                           .unit = "fraction",
                                           .meaning = "share of the richest in all wealth"});
    tell(effective_number(region.wealth), {.name = "effective_actors_by_year",
                                           .lowest = 1,
                                           .highest = actors,
                                           .unit = "actor",
                                           .meaning = "effective number of actors"});
  }
};

} // namespace tribute

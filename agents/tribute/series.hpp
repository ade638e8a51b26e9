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
    tell(region.fights, "fights_by_year", "", 0, most_activations, "fight", "fights", {}, true);
    tell(sum(region.wealth), "total_wealth_by_year", "", 0, 524288, "wealth", "wealth of all");
    tell(share_of_richest(region.wealth), "richest_share_by_year", "", 0, 1, "fraction",
         "share of the richest in all wealth");
    tell(effective_number(region.wealth), "effective_actors_by_year", "", 1, actors, "actor",
         "effective number of actors");
  }
};

} // namespace tribute

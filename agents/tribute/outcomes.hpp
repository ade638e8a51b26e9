#pragma once

#include <limits>

#include "agents/tribute/measures.hpp"
#include "agents/tribute/region.hpp"
#include "engine/model/visitors.hpp"

namespace tribute {

using engine::Kind;

/// What is measured of a history: (value, name, symbol, kind, lowest, highest, unit, meaning, definition,
/// source). Large counts are binned as continuous quantities, in bins of some whole numbers; their edges are
/// such that a thousand years fit between them and every whole number has a code of its own.
template <class Real> class Outcomes {
public:
  /// Where a history's first part ends, and where its second half begins if it has a thousand years.
  static constexpr int century = 100;
  static constexpr int middle = 500;

  void open(const Region<Real> &region) {
    fights_ = fights_of_committed_ = fights_of_subjects_ = payments_ = idle_ = destroyed_ = Real(0.0);
    fights_of_first_century_ = fights_after_middle_ = changes_of_leader_ = Real(0.0);
    leader_ = first_leader_ = century_leader_ = middle_leader_ =
        region.number(place_of_largest(region.wealth));
    wealth_of_middle_leader_ = largest(region.wealth);
  }

  void observe(const Region<Real> &region, int year) {
    fights_ += region.fights;
    if (year < century) fights_of_first_century_ += region.fights;
    if (year >= middle) fights_after_middle_ += region.fights;
    fights_of_committed_ += region.fights_of_committed;
    fights_of_subjects_ += region.fights_of_subjects;
    payments_ += region.payments;
    idle_ += region.idle;
    destroyed_ += region.destroyed;
    const Real richest = region.number(place_of_largest(region.wealth));
    changes_of_leader_ += indicator(richest != leader_);
    leader_ = richest;
    if (year == century - 1) century_leader_ = richest;
    if (year == middle - 1) {
      middle_leader_ = richest;
      wealth_of_middle_leader_ = largest(region.wealth);
    }
  }

  template <class Visit> void tell(Visit &&visit, const Region<Real> &region, int years) const {
    const engine::OutcomeVisitor<Real, Visit> tell{visit};
    tell_events(tell, years);
    tell_wealth(tell, region);
    tell_leaders(tell, region, years);
    tell_commitment(tell, region);
  }

private:
  static constexpr int pairs_of_actors = actors * (actors - 1) / 2;
  static constexpr const char *reference = "Axelrod 1995";

  /// Undefined in a history that is no longer than `least` years.
  static Real beyond(int least, Real value, int years) {
    return years > least ? value : Real(std::numeric_limits<double>::quiet_NaN());
  }

  template <class Tell> void tell_events(const Tell &tell, int years) const {
    tell(fights_, "fights", "", Kind::continuous, 0, 4096, "fight", "fights", "demands that were refused",
         reference);
    tell(fights_of_first_century_, "fights_in_first_century", "", Kind::continuous, 0, 512, "fight",
         "fights in the first hundred years", "fights in years 0 to 99", reference);
    tell(beyond(middle, fights_after_middle_, years), "fights_after_middle", "", Kind::continuous, 0, 2048,
         "fight", "fights after 500 years", "fights from year 500 on",
         "Axelrod 1995: histories do not settle down");
    tell(beyond(middle, indicator(fights_after_middle_ == Real(0.0)), years), "peace_after_middle", "",
         Kind::binary, 0, 1, "1", "no fight after 500 years", "no fight from year 500 on",
         "Axelrod 1995: histories do not settle down");
    tell(fights_of_committed_, "fights_of_committed", "", Kind::continuous, 0, 4096, "fight",
         "fights against somebody committed to the attacker",
         "fights in which the target's commitment to the attacker was above 0",
         "Axelrod 1995: fights inside an alliance");
    tell(fights_of_subjects_, "fights_of_fully_committed", "", Kind::continuous, 0, 4096, "fight",
         "fights against somebody fully committed to the attacker",
         "fights in which the target's commitment to the attacker was 100",
         "Axelrod 1995: fights inside an alliance");
    tell(payments_, "payments", "", Kind::continuous, 0, 4096, "payment", "payments of tribute",
         "demands that were met", reference);
    tell(idle_, "idle_activations", "", Kind::continuous, 0, 4096, "activation",
         "activations without a demand", "no reachable target was worth more than 0", reference);
    tell(destroyed_, "destroyed_wealth", "", Kind::continuous, 0, 524288, "wealth",
         "wealth destroyed in fights", "sum of the damage by both sides", reference);
  }

  template <class Tell> void tell_wealth(const Tell &tell, const Region<Real> &region) const {
    const Ring<Real> &wealth = region.wealth;
    Real poor(0.0);
    for (const Real &one : wealth) poor += indicator(one < Real(100.0));
    tell(sum(wealth), "total_wealth", "", Kind::continuous, 0, 524288, "wealth", "wealth of all",
         "sum of wealth after the last year", reference);
    tell(share_of_richest(wealth), "richest_share", "", Kind::continuous, 0, 1, "fraction",
         "share of the richest in all wealth", "largest wealth over total wealth after the last year",
         "Axelrod 1995: wealth concentrates");
    tell(effective_number(wealth), "effective_actors", "", Kind::continuous, 1, actors, "actor",
         "effective number of actors", "1 over the sum of squared shares of wealth after the last year",
         "Axelrod 1995: wealth concentrates");
    tell(poor, "poor_actors", "", Kind::count, 0, actors, "actor", "actors with less than 100",
         "wealth below 100 after the last year", reference);
    tell(correlation(region.initial_wealth, wealth), "wealth_correlation", "", Kind::continuous, -1, 1, "1",
         "correlation of initial and final wealth", "Pearson's, over the ten actors",
         "Axelrod 1995: initial endowment does not predict success");
  }

  template <class Tell> void tell_leaders(const Tell &tell, const Region<Real> &region, int years) const {
    const Real last = region.number(place_of_largest(region.wealth));
    Real now(0.0); // wealth of the actor that was the richest after 500 years
    for (int k = 0; k < actors; ++k)
      now += select(region.number(Real(k)) == middle_leader_, region.wealth[k], Real(0.0));
    tell(changes_of_leader_, "changes_of_richest", "", Kind::continuous, 0, 1024, "change",
         "how often another actor became the richest", "years after which another actor was the richest",
         "Axelrod 1995: strong actors fall");
    tell(indicator(last == first_leader_), "initially_richest_leads", "", Kind::binary, 0, 1, "1",
         "the initially richest is the richest at the end",
         "same actor before the first and after the last year",
         "Axelrod 1995: initial endowment does not predict success");
    tell(beyond(century, indicator(last != century_leader_), years), "early_richest_fell", "", Kind::binary,
         0, 1, "1", "the richest after 100 years is not the richest at the end",
         "another actor is the richest after the last year than after year 99",
         "Axelrod 1995: strong actors fall");
    tell(beyond(middle, indicator(last != middle_leader_), years), "richest_fell", "", Kind::binary, 0, 1,
         "1", "the richest after 500 years is not the richest at the end",
         "another actor is the richest after the last year than after year 499",
         "Axelrod 1995: strong actors fall");
    tell(beyond(middle, indicator(now < 0.5 * wealth_of_middle_leader_), years), "richest_lost_half", "",
         Kind::binary, 0, 1, "1", "the richest after 500 years has lost more than half of its wealth",
         "its wealth after the last year is below half of that after year 499",
         "Axelrod 1995: strong actors fall");
  }

  template <class Tell> void tell_commitment(const Tell &tell, const Region<Real> &region) const {
    const Real zero(0.0);
    const Real full(100.0);
    const Blocks<Real> found = blocks(region);
    tell(pairs(region, [&](Real a, Real b) { return a > zero || b > zero; }), "committed_pairs", "",
         Kind::count, 0, pairs_of_actors, "pair", "pairs with any commitment",
         "pairs of actors with commitment above 0 after the last year", reference);
    tell(pairs(region, [&](Real a, Real b) { return a == full && b == full; }), "fully_committed_pairs", "",
         Kind::count, 0, pairs_of_actors, "pair", "pairs fully committed to each other",
         "pairs of actors with both commitments 100 after the last year", "Axelrod 1995: new actors");
    tell(found.count, "blocks", "", Kind::count, 0, actors, "block", "blocks of the fully committed",
         "largest arcs of two or more neighbours all fully committed to one another, after the last year",
         "Axelrod 1995: new actors");
    tell(found.largest, "largest_block", "", Kind::count, 0, actors, "actor", "members of the largest block",
         "actors in the largest block after the last year", "Axelrod 1995: new actors");
  }

  Real fights_, fights_of_committed_, fights_of_subjects_, payments_, idle_, destroyed_;
  Real fights_of_first_century_, fights_after_middle_;
  Real leader_, first_leader_, century_leader_, middle_leader_; // numbers of the richest
  Real wealth_of_middle_leader_, changes_of_leader_;
};

} // namespace tribute

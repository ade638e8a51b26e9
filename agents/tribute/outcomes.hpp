// SPDX-License-Identifier: Apache-2.0
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
    tell(fights_, {.name = "fights",
                   .highest = 4096,
                   .unit = "fight",
                   .meaning = "fights",
                   .definition = "demands that were refused",
                   .source = reference});
    tell(fights_of_first_century_, {.name = "fights_in_first_century",
                                    .highest = 512,
                                    .unit = "fight",
                                    .meaning = "fights in the first hundred years",
                                    .definition = "fights in years 0 to 99",
                                    .source = reference});
    tell(beyond(middle, fights_after_middle_, years),
         {.name = "fights_after_middle",
          .highest = 2048,
          .unit = "fight",
          .meaning = "fights after 500 years",
          .definition = "fights from year 500 on",
          .source = "Axelrod 1995: histories do not settle down"});
    tell(beyond(middle, indicator(fights_after_middle_ == Real(0.0)), years),
         {.name = "peace_after_middle",
          .kind = Kind::binary,
          .meaning = "no fight after 500 years",
          .definition = "no fight from year 500 on",
          .source = "Axelrod 1995: histories do not settle down"});
    tell(fights_of_committed_,
         {.name = "fights_of_committed",
          .highest = 4096,
          .unit = "fight",
          .meaning = "fights against somebody committed to the attacker",
          .definition = "fights in which the target's commitment to the attacker was above 0",
          .source = "Axelrod 1995: fights inside an alliance"});
    tell(fights_of_subjects_,
         {.name = "fights_of_fully_committed",
          .highest = 4096,
          .unit = "fight",
          .meaning = "fights against somebody fully committed to the attacker",
          .definition = "fights in which the target's commitment to the attacker was 100",
          .source = "Axelrod 1995: fights inside an alliance"});
    tell(payments_, {.name = "payments",
                     .highest = 4096,
                     .unit = "payment",
                     .meaning = "payments of tribute",
                     .definition = "demands that were met",
                     .source = reference});
    tell(idle_, {.name = "idle_activations",
                 .highest = 4096,
                 .unit = "activation",
                 .meaning = "activations without a demand",
                 .definition = "no reachable target was worth more than 0",
                 .source = reference});
    tell(destroyed_, {.name = "destroyed_wealth",
                      .highest = 524288,
                      .unit = "wealth",
                      .meaning = "wealth destroyed in fights",
                      .definition = "sum of the damage by both sides",
                      .source = reference});
  }

  template <class Tell> void tell_wealth(const Tell &tell, const Region<Real> &region) const {
    const Ring<Real> &wealth = region.wealth;
    Real poor(0.0);
    for (const Real &one : wealth) poor += indicator(one < Real(100.0));
    tell(sum(wealth), {.name = "total_wealth",
                       .highest = 524288,
                       .unit = "wealth",
                       .meaning = "wealth of all",
                       .definition = "sum of wealth after the last year",
                       .source = reference});
    tell(share_of_richest(wealth), {.name = "richest_share",
                                    .unit = "fraction",
                                    .meaning = "share of the richest in all wealth",
                                    .definition = "largest wealth over total wealth after the last year",
                                    .source = "Axelrod 1995: wealth concentrates"});
    tell(effective_number(wealth),
         {.name = "effective_actors",
          .lowest = 1,
          .highest = actors,
          .unit = "actor",
          .meaning = "effective number of actors",
          .definition = "1 over the sum of squared shares of wealth after the last year",
          .source = "Axelrod 1995: wealth concentrates"});
    tell(poor, {.name = "poor_actors",
                .kind = Kind::count,
                .highest = actors,
                .unit = "actor",
                .meaning = "actors with less than 100",
                .definition = "wealth below 100 after the last year",
                .source = reference});
    tell(correlation(region.initial_wealth, wealth),
         {.name = "wealth_correlation",
          .lowest = -1,
          .meaning = "correlation of initial and final wealth",
          .definition = "Pearson's, over the ten actors",
          .source = "Axelrod 1995: initial endowment does not predict success"});
  }

  template <class Tell> void tell_leaders(const Tell &tell, const Region<Real> &region, int years) const {
    const Real last = region.number(place_of_largest(region.wealth));
    Real now(0.0); // wealth of the actor that was the richest after 500 years
    for (int k = 0; k < actors; ++k)
      now += select(region.number(Real(k)) == middle_leader_, region.wealth[k], Real(0.0));
    tell(changes_of_leader_, {.name = "changes_of_richest",
                              .highest = 1024,
                              .unit = "change",
                              .meaning = "how often another actor became the richest",
                              .definition = "years after which another actor was the richest",
                              .source = "Axelrod 1995: strong actors fall"});
    tell(indicator(last == first_leader_),
         {.name = "initially_richest_leads",
          .kind = Kind::binary,
          .meaning = "the initially richest is the richest at the end",
          .definition = "same actor before the first and after the last year",
          .source = "Axelrod 1995: initial endowment does not predict success"});
    tell(beyond(century, indicator(last != century_leader_), years),
         {.name = "early_richest_fell",
          .kind = Kind::binary,
          .meaning = "the richest after 100 years is not the richest at the end",
          .definition = "another actor is the richest after the last year than after year 99",
          .source = "Axelrod 1995: strong actors fall"});
    tell(beyond(middle, indicator(last != middle_leader_), years),
         {.name = "richest_fell",
          .kind = Kind::binary,
          .meaning = "the richest after 500 years is not the richest at the end",
          .definition = "another actor is the richest after the last year than after year 499",
          .source = "Axelrod 1995: strong actors fall"});
    tell(beyond(middle, indicator(now < 0.5 * wealth_of_middle_leader_), years),
         {.name = "richest_lost_half",
          .kind = Kind::binary,
          .meaning = "the richest after 500 years has lost more than half of its wealth",
          .definition = "its wealth after the last year is below half of that after year 499",
          .source = "Axelrod 1995: strong actors fall"});
  }

  template <class Tell> void tell_commitment(const Tell &tell, const Region<Real> &region) const {
    const Real zero(0.0);
    const Real full(100.0);
    const Blocks<Real> found = blocks(region);
    tell(pairs(region, [&](Real a, Real b) { return a > zero || b > zero; }),
         {.name = "committed_pairs",
          .kind = Kind::count,
          .highest = pairs_of_actors,
          .unit = "pair",
          .meaning = "pairs with any commitment",
          .definition = "pairs of actors with commitment above 0 after the last year",
          .source = reference});
    tell(pairs(region, [&](Real a, Real b) { return a == full && b == full; }),
         {.name = "fully_committed_pairs",
          .kind = Kind::count,
          .highest = pairs_of_actors,
          .unit = "pair",
          .meaning = "pairs fully committed to each other",
          .definition = "pairs of actors with both commitments 100 after the last year",
          .source = "Axelrod 1995: new actors"});
    tell(
        found.count,
        {.name = "blocks",
         .kind = Kind::count,
         .highest = actors,
         .unit = "block",
         .meaning = "blocks of the fully committed",
         .definition =
             "largest arcs of two or more neighbours all fully committed to one another, after the last year",
         .source = "Axelrod 1995: new actors"});
    tell(found.largest, {.name = "largest_block",
                         .kind = Kind::count,
                         .highest = actors,
                         .unit = "actor",
                         .meaning = "members of the largest block",
                         .definition = "actors in the largest block after the last year",
                         .source = "Axelrod 1995: new actors"});
  }

  Real fights_, fights_of_committed_, fights_of_subjects_, payments_, idle_, destroyed_;
  Real fights_of_first_century_, fights_after_middle_;
  Real leader_, first_leader_, century_leader_, middle_leader_; // numbers of the richest
  Real wealth_of_middle_leader_, changes_of_leader_;
};

} // namespace tribute

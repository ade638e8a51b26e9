// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agents/peninsula/choices.hpp"
#include "agents/peninsula/couplings.hpp"
#include "agents/peninsula/north_korea/belief.hpp"
#include "agents/peninsula/region.hpp"
#include "agents/peninsula/scales.hpp"
#include "agents/peninsula/signals.hpp"
#include "agents/peninsula/streams.hpp"
#include "agents/peninsula/terms.hpp"
#include "agents/peninsula/united_states/presidency.hpp"
#include "engine/model/turn.hpp"

namespace peninsula {

/// What becomes of an accepted overture: contact, working talks, a summit that succeeds or fails, a
/// deal whose clauses are in force until it collapses. A further summit writes them anew, or leaves them as
/// they are. (S1), (S2)
template <class Real> struct Diplomacy {
  Constant<Real> success_intercept, success_by_coherence, success_by_surplus, success_lost_by_resistance,
      success_lost_by_closeness;
  Constant<Real> success_by_preparation, success_by_coordination;
  Constant<Real> collapse_intercept, collapse_by_incoherence, collapse_by_violation, stage_decay,
      failure_setback, failure_decay;
  Constant<Real> normalisation_adjustment;

  template <class Declare> void parameters(Declare &declare) {
    using namespace engine;
    declare.group("diplomacy");
    declare(success_intercept, {.name = "success_intercept",
                                .symbol = "gs_0",
                                .value = -0.8,
                                .plausible = {-1.6, 0.6},
                                .unit = unit::log_odds,
                                .meaning = "success of a summit, intercept",
                                .source = "three Trump-Kim meetings, 2018-2019; assumption"});
    declare(success_by_coherence, {.name = "success_by_coherence",
                                   .symbol = "gs_C",
                                   .value = 1.2,
                                   .plausible = {0.0, 3.0},
                                   .unit = unit::log_odds,
                                   .meaning = "... with Washington's coherence",
                                   .basis = Basis::essay,
                                   .source = "Chun 2025 par. 24-25; assumption"});
    declare(success_by_surplus, {.name = "success_by_surplus",
                                 .symbol = "gs_V",
                                 .value = 0.7,
                                 .plausible = {0.0, 2.0},
                                 .unit = unit::log_odds,
                                 .meaning = "... with Kim's surplus over his reservation"});
    declare(success_lost_by_resistance, {.name = "success_lost_by_resistance",
                                         .symbol = "gs_R",
                                         .value = 0.9,
                                         .plausible = {0.0, 2.0},
                                         .unit = unit::log_odds,
                                         .meaning = "... less when officials resist",
                                         .basis = Basis::essay,
                                         .source = "Chun 2025 par. 24: Hanoi 2019; assumption"});
    declare(
        success_lost_by_closeness,
        {.name = "success_lost_by_closeness",
         .symbol = "gs_N",
         .value = 1.0,
         .plausible = {0.0, 3.0},
         .unit = unit::log_odds,
         .meaning =
             "... less when Pyongyang leans on China, times the ties on offer: a peace regime needs Beijing",
         .basis = Basis::essay,
         .source = "Chun 2025 par. 18; assumption"});
    declare(success_by_preparation, {.name = "success_by_preparation",
                                     .symbol = "gsP",
                                     .value = 1.2,
                                     .unit = unit::log_odds,
                                     .meaning = "... after working talks"});
    declare(success_by_coordination, {.name = "success_by_coordination",
                                      .symbol = "gsO",
                                      .value = 0.3,
                                      .unit = unit::log_odds,
                                      .meaning = "... with Seoul's coordination"});
    declare(collapse_intercept, {.name = "collapse_intercept",
                                 .symbol = "cl_0",
                                 .value = -4.4,
                                 .plausible = {-5.5, -3.2},
                                 .unit = unit::log_odds,
                                 .meaning = "monthly collapse of a deal that nothing disturbs",
                                 .basis = Basis::literature,
                                 .source = "the Agreed Framework, 1994-2002: eight years; assumption"});
    declare(collapse_by_incoherence, {.name = "collapse_by_incoherence",
                                      .value = 1.5,
                                      .unit = unit::log_odds,
                                      .meaning = "... with incoherence"});
    declare(collapse_by_violation, {.name = "collapse_by_violation",
                                    .symbol = "cl_X",
                                    .value = 2.4,
                                    .plausible = {0.0, 4.0},
                                    .unit = unit::log_odds,
                                    .meaning = "... after a test or a clash, or while cheating is known"});
    declare(stage_decay, {.name = "stage_decay",
                          .symbol = "pDec",
                          .value = 0.15,
                          .unit = unit::per_month,
                          .meaning = "chance that a track falls back a stage when nothing is accepted"});
    declare(failure_setback, {.name = "failure_setback",
                              .value = 2.0,
                              .unit = {"stage", 0.0, 3.0},
                              .meaning = "stages lost in a failed summit"});
    declare(failure_decay,
            {.name = "failure_decay",
             .symbol = "r_fl",
             .value = 0.97,
             .plausible = {0.9, 0.99},
             .unit = unit::fraction,
             .meaning = "share of the memory of a failed summit that lasts a month",
             .basis = Basis::data,
             .source = "no talks but one working meeting from February 2019 to the end of 2024"});
    declare(normalisation_adjustment, {.name = "normalisation_adjustment",
                                       .value = 0.15,
                                       .unit = unit::fraction,
                                       .meaning = "share of the gap in normalisation closed in a month"});
  }

  void open(Region<Real> &region) const {
    region.stage = region.deal = region.normalisation = region.collapsed = 0.0;
    put_in_force(region, {0.0, 0.0, 0.0, 0.0, 0.0, 0.0});
    region.summit = region.deal_struck = region.summits = region.bypass = region.failure = 0.0;
  }

  template <class Turn>
  void step(Region<Real> &region, const Belief<Real> &belief, const Presidency<Real> &president,
            const Couplings<Real> &couplings, Turn &turn) const {
    const Real stage = region.stage;
    const auto accepted = region.accepted > Real(0.5);
    const auto summit = accepted && region.answered_action == Real(4.0);
    const auto struck =
        turn.happens_at_odds(choice::summit_success, summit && region.answered_stance > Real(0.0),
                             success_odds(region, couplings), turn.uniform(draw::summit_success));
    const auto failed = summit && !struck;
    const auto advances = accepted && !summit && stage < Real(2.0);
    const auto deal = stage == Real(3.0);
    const auto collapses = turn.happens_at_odds(choice::collapse, deal && !struck, collapse_odds(region),
                                                turn.uniform(draw::deal_collapse));
    const auto idle = !accepted && !gesture(region) && stage > Real(0.0) && !deal;
    const auto decays = turn.happens(choice::track_decay, idle, stage_decay, turn.uniform(draw::talks));

    const Real set_back = select(failed && !deal, larger(Real(0.0), stage - failure_setback), stage);
    region.stage = select(struck, Real(3.0),
                          select(collapses, Real(0.0), set_back + indicator(advances) - indicator(decays)));
    conclude(region, struck, collapses);
    const auto first = summit && region.summits == Real(0.0);
    region.bypass = select(first && region.met_president < Real(0.5), Real(1.0), region.bypass);
    region.summit = indicator(summit);
    region.deal_struck = indicator(struck);
    region.summits += region.summit;
    belief.after_summit(region, struck, failed);
    belief.after_collapse(region, collapses);
    president.after_summit(region, summit, struck);
    president.after_talks(region, struck, failed || collapses);
    region.failure = select(failed, Real(1.0), failure_decay * region.failure);
  }

  /// Normalisation follows the deal in force.
  void normalise(Region<Real> &region) const {
    region.normalisation += normalisation_adjustment * (given(region, region.ties) - region.normalisation);
  }

private:
  static constexpr double over_politics = 1.0, over_open_violation = 2.0, over_cheating = 3.0;

  /// The clauses on the table come into force, or those in force are over, for a reason.
  void conclude(Region<Real> &region, engine::Truth<Real> struck, engine::Truth<Real> collapses) const {
    const Terms<Real> offer = terms_on_the_table(region);
    const Terms<Real> terms = terms_in_force(region);
    const auto next = [&](Real offered, Real in_force) {
      return select(struck, offered, select(collapses, Real(0.0), in_force));
    };
    put_in_force(region, {next(offer.limit, terms.limit), next(offer.halt, terms.halt),
                          next(offer.relief, terms.relief), next(offer.ties, terms.ties),
                          next(offer.pause, terms.pause), next(offer.words, terms.words)});
    const Real reason =
        select(region.found > Real(0.5), Real(over_cheating),
               select(violated_openly(region), Real(over_open_violation), Real(over_politics)));
    region.collapsed = select(collapses, reason, Real(0.0));
    region.deal = next(name_of(offer), region.deal);
    region.cheating = select(collapses, Real(0.0), region.cheating);
    region.found = select(collapses, Real(0.0), region.found);
  }

  static void put_in_force(Region<Real> &region, const Terms<Real> &terms) {
    region.limit = terms.limit;
    region.halt = terms.halt;
    region.relief = terms.relief;
    region.ties = terms.ties;
    region.pause = terms.pause;
    region.words = terms.words;
  }

  static engine::Truth<Real> violated_openly(const Region<Real> &region) {
    return region.icbm + region.nuclear + region.clash > Real(0.0);
  }

  /// (S1)
  Real success_odds(const Region<Real> &region, const Couplings<Real> &couplings) const {
    return success_intercept + success_by_coherence * centred(region.coherence) +
           success_by_preparation * indicator(region.stage == Real(2.0)) +
           success_by_surplus * region.surplus +
           success_by_coordination * couplings.alliance * centred(region.coordination) -
           success_lost_by_resistance * region.officials_resist -
           success_lost_by_closeness * couplings.china * centred(region.closeness) * region.ties_offered;
  }

  Real collapse_odds(const Region<Real> &region) const {
    const auto violated = violated_openly(region) || region.found > Real(0.5);
    return collapse_intercept - collapse_by_incoherence * centred(region.coherence) +
           collapse_by_violation * indicator(violated);
  }
};

} // namespace peninsula

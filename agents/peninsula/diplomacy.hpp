#pragma once

#include "agents/peninsula/couplings.hpp"
#include "agents/peninsula/north_korea/belief.hpp"
#include "agents/peninsula/region.hpp"
#include "agents/peninsula/streams.hpp"
#include "agents/peninsula/united_states/presidency.hpp"
#include "engine/model/turn.hpp"

namespace peninsula {

/// What becomes of an accepted overture: contact, working talks, a summit that succeeds or fails, a
/// deal that holds or collapses. (S1)
template <class Real> struct Diplomacy {
  Constant<Real> success_intercept, success_by_coherence, success_by_surplus, success_lost_by_resistance,
      success_lost_by_closeness;
  Constant<Real> success_by_preparation, success_by_coordination;
  Constant<Real> collapse_intercept, collapse_by_incoherence, collapse_by_violation, stage_decay,
      failure_setback;
  Constant<Real> normalisation_adjustment, normalisation_denuclearisation, normalisation_small_deal,
      normalisation_recognition;

  template <class Declare> void parameters(Declare &declare) {
    using namespace engine;
    declare.group("diplomacy");
    declare(success_intercept, "success_intercept", "gs_0", -0.6, {-1.6, 0.6}, unit::log_odds,
            "success of a summit, intercept", "three Trump-Kim meetings, 2018-2019; assumption");
    declare(success_by_coherence, "success_by_coherence", "gs_C", 1.2, {0.0, 3.0}, unit::log_odds,
            "... with Washington's coherence", "Chun 2025 par. 24-25; assumption");
    declare(success_by_surplus, "success_by_surplus", "gs_V", 0.7, {0.0, 2.0}, unit::log_odds,
            "... with Kim's surplus over his reservation", "assumption");
    declare(success_lost_by_resistance, "success_lost_by_resistance", "gs_R", 0.9, {0.0, 2.0}, unit::log_odds,
            "... less when officials resist", "Chun 2025 par. 24: Hanoi 2019; assumption");
    declare(success_lost_by_closeness, "success_lost_by_closeness", "gs_N", 1.0, {0.0, 3.0}, unit::log_odds,
            "... less when Pyongyang leans on China", "Chun 2025 par. 18; assumption");
    declare(success_by_preparation, "success_by_preparation", "gsP", 0.6, {}, unit::log_odds,
            "... after working talks", "assumption");
    declare(success_by_coordination, "success_by_coordination", "gsO", 0.3, {}, unit::log_odds,
            "... with Seoul's coordination", "assumption");
    declare(collapse_intercept, "collapse_intercept", "cl_0", -3.4, {-4.5, -2.2}, unit::log_odds,
            "monthly collapse of a deal: half-life about 20 months", "assumption");
    declare(collapse_by_incoherence, "collapse_by_incoherence", "", 0.5, {}, unit::log_odds,
            "... with incoherence", "assumption");
    declare(collapse_by_violation, "collapse_by_violation", "cl_X", 1.2, {0.0, 3.0}, unit::log_odds,
            "... after a violation", "assumption");
    declare(stage_decay, "stage_decay", "pDec", 0.15, {}, unit::per_month,
            "chance that a track falls back a stage when nothing is accepted", "assumption");
    declare(failure_setback, "failure_setback", "", 2.0, {}, {"stage", 0.0, 3.0},
            "stages lost in a failed summit", "assumption");
    declare(normalisation_adjustment, "normalisation_adjustment", "", 0.15, {}, unit::fraction,
            "share of the gap in normalisation closed in a month", "assumption");
    declare(normalisation_denuclearisation, "normalisation_denuclearisation", "", 0.3, {}, unit::fraction,
            "normalisation under a freeze or denuclearisation deal", "assumption");
    declare(normalisation_small_deal, "normalisation_small_deal", "", 0.35, {}, unit::fraction,
            "... under a small deal", "assumption");
    declare(normalisation_recognition, "normalisation_recognition", "", 0.8, {}, unit::fraction,
            "... under recognition", "Chun 2025 par. 19; assumption");
  }

  void open(Region<Real> &region) const {
    region.stage = region.deal = region.normalisation = 0.0;
    region.summit = region.deal_struck = region.summits = region.bypass = 0.0;
  }

  template <class Turn>
  void step(Region<Real> &region, const Belief<Real> &belief, const Presidency<Real> &president,
            const Couplings<Real> &couplings, Turn &turn) const {
    static constexpr engine::Chance success{"Diplomacy", "the summit ends in a deal"};
    static constexpr engine::Chance collapse{"Diplomacy", "the deal collapses"};
    static constexpr engine::Chance decay{"Diplomacy", "the track falls back a stage"};
    const auto u = turn.uniforms(diplomacy_turns);
    const Real stage = region.stage;
    const auto accepted = region.accepted > Real(0.5);
    const auto summit = accepted && region.answered_action == Real(4.0);
    const auto struck = turn.happens_at_odds(success, summit, success_odds(region, couplings), u[0]);
    const auto failed = summit && !struck;
    const auto advances = accepted && !summit && stage < Real(2.0);
    const auto holding = !summit && stage == Real(3.0);
    const auto collapses = turn.happens_at_odds(collapse, holding, collapse_odds(region), u[2]);
    const auto idle = !accepted && stage > Real(0.0) && stage < Real(3.0);
    const auto decays = turn.happens(decay, select(idle, stage_decay, Real(0.0)), u[1]);

    region.stage =
        select(struck, Real(3.0),
               select(failed, larger(Real(0.0), stage - failure_setback),
                      select(collapses, Real(0.0), stage + indicator(advances) - indicator(decays))));
    region.deal = select(struck, region.answered_stance, select(collapses, Real(0.0), region.deal));
    const auto first = summit && region.summits == Real(0.0);
    region.bypass = select(first && region.met_president < Real(0.5), Real(1.0), region.bypass);
    region.summit = indicator(summit);
    region.deal_struck = indicator(struck);
    region.summits += region.summit;
    belief.after_summit(region, struck, failed);
    belief.after_collapse(region, collapses);
    president.after_summit(region, summit, struck);
  }

  /// Normalisation follows the deal in force.
  void normalise(Region<Real> &region) const {
    const Real by_kind =
        select(region.deal == Real(1.0), normalisation_denuclearisation,
               select(region.deal == Real(2.0), normalisation_small_deal, normalisation_recognition));
    const Real target = select(region.stage == Real(3.0), by_kind, Real(0.0));
    region.normalisation += normalisation_adjustment * (target - region.normalisation);
  }

private:
  /// (S1)
  Real success_odds(const Region<Real> &region, const Couplings<Real> &couplings) const {
    return success_intercept + success_by_coherence * (region.coherence * 2.0 - 1.0) +
           success_by_preparation * indicator(region.stage == Real(2.0)) +
           success_by_surplus * (region.deal_value - region.reservation) +
           success_by_coordination * couplings.alliance * (region.coordination * 2.0 - 1.0) -
           success_lost_by_resistance * region.officials_resist -
           success_lost_by_closeness * couplings.china * (region.closeness - 0.5);
  }

  Real collapse_odds(const Region<Real> &region) const {
    const auto violated = region.icbm + region.nuclear + region.clash > Real(0.0);
    return collapse_intercept - collapse_by_incoherence * (region.coherence * 2.0 - 1.0) +
           collapse_by_violation * indicator(violated);
  }
};

} // namespace peninsula

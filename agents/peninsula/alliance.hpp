#pragma once

#include "agents/peninsula/couplings.hpp"
#include "agents/peninsula/region.hpp"
#include "agents/peninsula/streams.hpp"
#include "engine/model/turn.hpp"

namespace peninsula {

/// Whether extended deterrence is believed, how anxious the public is, whether the alliance is
/// reassessed, and what that makes of American security, near and far. (V1)-(V4)
template <class Real> struct Alliance {
  Constant<Real> credibility_by_reaffirmation, credibility_lost_by_posture, credibility_lost_by_deal,
      credibility_lost_by_threat;
  Constant<Real> anxiety_by_credibility, anxiety_by_provocation, anxiety_by_deal, anxiety_by_bypass;
  Constant<Real> reassessment_intercept, reassessment_by_credibility, reassessment_by_anxiety,
      reassessment_by_hedging;
  Constant<Real> credibility_adjustment, anxiety_adjustment;
  Constant<Real> reference_reaffirmations, reference_assets, assets_weight, reference_provocations;
  Constant<Real> security_by_deal, far_credibility, far_alliance, far_axis, far_second_strike, axis_china,
      axis_russia;
  Constant<Real> initial_credibility, initial_anxiety;

  template <class Declare> void parameters(Declare &declare) {
    declare.group("alliance");
    trust(declare);
    security(declare);
  }

  void open(Region<Real> &region) const {
    region.credibility = initial_credibility;
    region.anxiety = initial_anxiety;
    region.alliance_reassessed = 0.0;
  }

  void prepare() {
    credibility_odds_ = log_odds(initial_credibility);
    anxiety_odds_ = log_odds(initial_anxiety);
  }

  template <class Turn>
  void step(Region<Real> &region, Real initial_threat, Real japanese_pull, const Couplings<Real> &couplings,
            Turn &turn) const {
    static constexpr engine::Chance reassessment{"Alliance", "the alliance strategy is reassessed"};
    const Real selfish_deal = indicator(region.stage == Real(3.0) && region.deal >= Real(2.0));
    const Real cuts =
        (Real(1.0) - region.exercises) + assets_weight * (reference_assets - region.strategic_assets);
    const Real credible = logistic(
        credibility_odds_ +
        credibility_by_reaffirmation * (region.reaffirmations - reference_reaffirmations) -
        couplings.alliance * (credibility_lost_by_posture * cuts +
                              credibility_lost_by_deal * selfish_deal * (Real(1.0) - region.reaffirmations)) -
        credibility_lost_by_threat * (region.mainland_threat - initial_threat));
    region.credibility += credibility_adjustment * (credible - region.credibility);
    const Real lost = initial_credibility - region.credibility;
    const Real anxious =
        logistic(anxiety_odds_ + anxiety_by_credibility * lost +
                 anxiety_by_provocation * (region.provocation_memory - reference_provocations) +
                 anxiety_by_deal * selfish_deal + anxiety_by_bypass * region.bypass);
    region.anxiety += anxiety_adjustment * (anxious - region.anxiety);
    const Real odds = reassessment_intercept + reassessment_by_credibility * couplings.alliance * lost +
                      reassessment_by_anxiety * (region.anxiety - initial_anxiety) +
                      reassessment_by_hedging * region.seoul_hedges + japanese_pull;
    const auto open = region.alliance_reassessed < Real(0.5);
    const auto begins = turn.happens_at_odds(reassessment, open, odds, turn.uniforms(seoul_and_alliance)[3]);
    region.alliance_reassessed += indicator(begins);
    weigh_security(region, couplings.russia);
  }

private:
  /// (V4)
  void weigh_security(Region<Real> &region, Real russia_coupling) const {
    const Real deal = indicator(region.stage == Real(3.0));
    const Real axis = (axis_china * region.closeness + axis_russia * russia_coupling * region.russian_tie) *
                      (region.tension * 0.5 + 0.5);
    region.short_term_security = Real(1.0) - region.mainland_threat * (Real(1.0) - security_by_deal * deal);
    region.long_term_security =
        far_credibility * region.credibility + far_alliance * (Real(1.0) - region.alliance_reassessed) +
        far_axis * (Real(1.0) - axis) + far_second_strike * (Real(1.0) - region.second_strike);
  }

  template <class Declare> void trust(Declare &declare) {
    using namespace engine;
    declare(credibility_by_reaffirmation, "credibility_by_reaffirmation", "v_f", 1.5, {0.0, 3.0},
            unit::log_odds, "reaffirmations make deterrence credible", "Chun 2025 par. 22; assumption");
    declare(credibility_lost_by_posture, "credibility_lost_by_posture", "v_x", 0.8, {0.0, 2.0},
            unit::log_odds, "cuts of exercises and assets cost credibility", "Chun 2025 par. 22; assumption");
    declare(credibility_lost_by_deal, "credibility_lost_by_deal", "v_d", 1.2, {0.0, 2.5}, unit::log_odds,
            "so does a small deal or recognition without reaffirmation",
            "Chun 2025 par. 22 and 27; assumption");
    declare(credibility_lost_by_threat, "credibility_lost_by_threat", "v_F", 1.5, {0.0, 3.0}, unit::log_odds,
            "so does a growing threat to the mainland", "assumption");
    declare(anxiety_by_credibility, "anxiety_by_credibility", "j_V", 2.5, {0.0, 5.0}, unit::log_odds,
            "lost credibility makes for anxiety", "Chun 2025 par. 22; Asan 2025, Chey 2024; assumption");
    declare(anxiety_by_provocation, "anxiety_by_provocation", "j_X", 0.8, {0.0, 2.0}, unit::log_odds,
            "provocations make for anxiety", "assumption");
    declare(anxiety_by_deal, "anxiety_by_deal", "j_d", 0.7, {0.0, 2.0}, unit::log_odds,
            "such a deal makes for anxiety", "Chun 2025 par. 22; assumption");
    declare(anxiety_by_bypass, "anxiety_by_bypass", "j_b", 0.6, {0.0, 1.5}, unit::log_odds,
            "being passed over makes for anxiety", "Chun 2025 par. 21; assumption");
    declare(reassessment_intercept, "reassessment_intercept", "rv_0", -6.2, {-7.5, -5.0}, unit::log_odds,
            "base rate of an alliance reassessment", "assumption");
    declare(reassessment_by_credibility, "reassessment_by_credibility", "rv_V", 6.0, {2.0, 10.0},
            unit::log_odds, "... with lost credibility", "Chun 2025 par. 27; assumption");
    declare(reassessment_by_anxiety, "reassessment_by_anxiety", "rvJ", 2.0, {}, unit::log_odds,
            "... with anxiety", "assumption");
    declare(reassessment_by_hedging, "reassessment_by_hedging", "", 0.4, {}, unit::log_odds,
            "... when Seoul hedges", "assumption");
    declare(credibility_adjustment, "credibility_adjustment", "rV", 0.12, {}, unit::fraction,
            "share of the gap closed in a month", "assumption");
    declare(anxiety_adjustment, "anxiety_adjustment", "rJ", 0.2, {}, unit::fraction,
            "share of the gap closed in a month", "assumption");
    declare(reference_reaffirmations, "reference_reaffirmations", "", 0.15, {}, unit::fraction,
            "memory of reaffirmations at which credibility is neutral", "assumption");
    declare(reference_assets, "reference_assets", "", 0.7, {}, unit::fraction,
            "strategic assets at which it is neutral", "assumption");
    declare(assets_weight, "assets_weight", "", 1.5, {}, unit::weight, "weight of assets against exercises",
            "assumption");
    declare(reference_provocations, "reference_provocations", "", 0.25, {}, unit::fraction,
            "provocation memory at which anxiety is neutral", "assumption");
  }

  template <class Declare> void security(Declare &declare) {
    using namespace engine;
    declare(security_by_deal, "security_by_deal", "", 0.8, {}, unit::fraction,
            "share of the mainland threat that a deal removes for now", "Chun 2025 par. 27; assumption");
    declare(far_credibility, "far_credibility", "", 0.4, {}, unit::fraction,
            "weight of credibility in long-term security", "Chun 2025 par. 26-28; assumption");
    declare(far_alliance, "far_alliance", "", 0.2, {}, unit::fraction, "weight of an alliance not reassessed",
            "assumption");
    declare(far_axis, "far_axis", "", 0.2, {}, unit::fraction, "weight of a weak northern axis",
            "Chun 2025 par. 26; assumption");
    declare(far_second_strike, "far_second_strike", "", 0.2, {}, unit::fraction,
            "weight of an unfinished second strike", "assumption");
    declare(axis_china, "axis_china", "", 0.6, {}, unit::fraction, "China's share in the axis", "assumption");
    declare(axis_russia, "axis_russia", "", 0.4, {}, unit::fraction, "Russia's share in the axis",
            "assumption");
    declare(initial_credibility, "initial_credibility", "V0", 0.65, {}, {"fraction", 0.01, 0.99},
            "credibility at the start", "Chey 2024: 60.8 % doubt it; assumption", Role::initial);
    declare(initial_anxiety, "initial_anxiety", "J0", 0.45, {}, {"fraction", 0.01, 0.99},
            "anxiety at the start", "assumption", Role::initial);
  }

  Constant<Real> credibility_odds_, anxiety_odds_; // logit V0, logit J0
};

} // namespace peninsula

#pragma once

#include <array>
#include <cstddef>

#include "agents/peninsula/region.hpp"
#include "engine/model/turn.hpp"

namespace peninsula {

/// What Kim believes about what he cannot see, learnt from what he sees: whether Moscow is a strategic
/// partner (B1) and how much it can deliver (B3), whether Washington can and will deliver (D0) and how united
/// it is (B4), whether China's patience would survive a test (B5). Distrust makes for self-reliance (B2).
template <class Real> struct Belief {
  Constant<Real> syrian_lesson, prior_on_moscow, updating, self_reliance_response;
  Constant<Real> prior_on_washington, failure_shock, signal_credibility;
  Constant<Real> self_reliance_by_distrust, learning_rate, reversion, resisted_signal, success_gain,
      collapse_share;
  Constant<Real> prior_on_capacity, capacity_learning;
  Constant<Real> prior_on_coherence, coherence_learning;
  Constant<Real> prior_on_impatience, impatience_learning;
  std::array<Constant<Real>, 5> signal;

  template <class Declare> void parameters(Declare &declare) {
    declare.group("belief");
    moscow_and_washington(declare);
    hidden_quantities(declare);
  }

  void open(Region<Real> &region) const {
    region.belief_in_moscow = log_odds(prior_on_moscow) - syrian_lesson;
    region.belief_in_washington = log_odds(prior_on_washington);
    region.trust_in_moscow = logistic(region.belief_in_moscow);
    region.trust_in_washington = logistic(region.belief_in_washington);
    region.believed_capacity = prior_on_capacity;
    region.believed_coherence = prior_on_coherence;
    region.believed_impatience = prior_on_impatience;
    region.expected_aid = 0.0;
  }

  void prepare() { prior_log_odds_ = log_odds(prior_on_washington); }

  /// (B1) What this aid posture says about Moscow's type. While the war lasts both types act alike,
  /// weight for weight, and nothing is learnt.
  template <class Choice, std::size_t options>
  void learn_about_moscow(Region<Real> &region, const Choice &choice,
                          const std::array<Real, options> &as_partner,
                          const std::array<Real, options> &as_other) const {
    const Real partner = choice.of(as_partner) * total(as_other);
    const Real other = choice.of(as_other) * total(as_partner);
    region.belief_in_moscow += updating * logarithm(partner / other);
  }

  /// (B2)
  void trust_and_self_reliance(Region<Real> &region, Real russia_coupling) const {
    region.trust_in_moscow = logistic(region.belief_in_moscow);
    const Real distrust_of_moscow = Real(1.0) - region.trust_in_moscow * 2.0;
    const Real distrust_of_washington = Real(1.0) - logistic(region.belief_in_washington) * 2.0;
    region.self_reliance = logistic(self_reliance_response * russia_coupling * distrust_of_moscow +
                                    self_reliance_by_distrust * distrust_of_washington);
  }

  /// (B3) A full shipment shows what Moscow can deliver; a small one may be unwilling as well as unable.
  void learn_capacity(Region<Real> &region, Real deliverable, Real aid_level) const {
    region.believed_capacity += capacity_learning * aid_level * (deliverable - region.believed_capacity);
  }

  /// What Moscow would go on sending, if it can deliver what Kim thinks and chooses as its type would.
  void expect_aid(Region<Real> &region, Real level_of_partner, Real level_of_other, Real aid_scale) const {
    const Real trust = region.trust_in_moscow;
    const Real level = trust * level_of_partner + (Real(1.0) - trust) * level_of_other;
    region.expected_aid = smaller(Real(1.0), region.believed_capacity * level / aid_scale);
  }

  /// (B4) One month's voices from Washington may mislead, so Kim averages over what he has heard.
  void learn_coherence(const Region<Real> &seen, Region<Real> &region) const {
    region.believed_coherence += coherence_learning * (seen.coherence - region.believed_coherence);
  }

  /// (B5) Only while a strategic test is fresh does China's posture say how it takes one.
  void learn_impatience(const Region<Real> &seen, Region<Real> &region, Real pressing) const {
    region.believed_impatience +=
        impatience_learning * seen.strategic_memory * (pressing - region.believed_impatience);
  }

  /// (D0) Washington's action is a signal, as credible as Washington seems coherent.
  void learn_about_washington(const Region<Real> &seen, Region<Real> &region) const {
    const Real credibility =
        signal_credibility + (Real(1.0) - signal_credibility) * region.believed_coherence;
    const Real heard = Real(1.0) - resisted_signal * seen.officials_resist;
    Real meaning = signal[0];
    for (int action = 1; action < 5; ++action) {
      meaning = select(seen.action == Real(action), signal[action], meaning);
    }
    region.belief_in_washington += learning_rate * updating * credibility * heard * meaning +
                                   reversion * (prior_log_odds_ - region.belief_in_washington);
    region.trust_in_washington = logistic(region.belief_in_washington);
  }

  void after_summit(Region<Real> &region, engine::Truth<Real> success, engine::Truth<Real> failure) const {
    region.belief_in_washington += select(success, success_gain, select(failure, -failure_shock, Real(0.0)));
  }

  void after_collapse(Region<Real> &region, engine::Truth<Real> collapse) const {
    region.belief_in_washington -= select(collapse, collapse_share * failure_shock, Real(0.0));
  }

private:
  template <class Declare> void moscow_and_washington(Declare &declare) {
    using namespace engine;
    declare(syrian_lesson, "syrian_lesson", "s_syr", 0.8, {0.0, 2.0}, unit::log_odds,
            "the fall of Assad lowers Kim's prior on Moscow", "Chun 2025 par. 14");
    declare(prior_on_moscow, "prior_on_moscow", "pi_0", 0.5, {0.2, 0.8}, unit::probability,
            "Kim's prior that Russia is a strategic partner, before the Syrian lesson", "assumption");
    declare(updating, "updating", "z_B", 0.6, {0.1, 1.0}, unit::weight,
            "updating exponent: 1 is Bayes, less is conservative", "assumption");
    declare(self_reliance_response, "self_reliance_response", "k_sr", 0.9, {0.0, 2.0}, unit::log_odds,
            "distrust of Moscow makes for self-reliance", "Chun 2025 par. 14; assumption");
    declare(prior_on_washington, "prior_on_washington", "u_0", 0.3, {0.1, 0.6}, unit::probability,
            "Kim's prior that Washington can deliver", "Chun 2025 par. 7; assumption");
    declare(failure_shock, "failure_shock", "h_fail", 1.0, {0.0, 2.5}, unit::log_odds,
            "trust lost in a failed summit", "Chun 2025 par. 7: Hanoi 2019; assumption");
    declare(signal_credibility, "signal_credibility", "c_cred", 0.35, {0.0, 1.0}, unit::fraction,
            "credibility of signals from an incoherent Washington", "Chun 2025 par. 7 and 25; assumption");
    declare(self_reliance_by_distrust, "self_reliance_by_distrust", "k2", 0.6, {}, unit::log_odds,
            "distrust of Washington makes for self-reliance", "Chun 2025 par. 9; assumption");
    declare(learning_rate, "learning_rate", "", 0.35, {}, unit::weight,
            "weight of one month's signal from Washington", "assumption");
    declare(reversion, "reversion", "rhoU", 0.02, {}, unit::fraction,
            "share of a deviation of trust in Washington forgotten in a month", "assumption");
    declare(resisted_signal, "resisted_signal", "", 0.6, {}, unit::fraction,
            "share of a signal lost when officials resist", "Chun 2025 par. 24-25; assumption");
    declare(success_gain, "success_gain", "hSuc", 0.6, {}, unit::log_odds, "trust gained by a deal",
            "assumption");
    declare(collapse_share, "collapse_share", "clC", 0.5, {}, unit::weight,
            "share of the failure shock when a deal collapses", "assumption");
    declare.table(signal, {-1.2528, -0.2513, 0.7340, 1.3218, 1.3218},
                  "pressure|wait|outreach|concession|summit_proposal", "signal", unit::log_odds,
                  "log-likelihood ratio of the action under a deliverer",
                  "assumed likelihoods of each action by type");
  }

  template <class Declare> void hidden_quantities(Declare &declare) {
    using namespace engine;
    declare(prior_on_capacity, "prior_on_capacity", "k_hat0", 0.6, {0.3, 0.8}, unit::fraction,
            "what Kim thinks at the start that Russia can deliver",
            "assumption: what wartime shipments showed");
    declare(capacity_learning, "capacity_learning", "eta_k", 0.5, {0.1, 1.0}, unit::fraction,
            "share of the surprise learnt from a full shipment; a smaller one tells less",
            "Chun 2025 par. 11: only after the war will Moscow's means show; assumption");
    declare(prior_on_coherence, "prior_on_coherence", "C_hat0", 0.45, {0.2, 0.7}, unit::fraction,
            "how united Kim thinks Washington is at the start",
            "assumption: equal to the coherence at the start");
    declare(coherence_learning, "coherence_learning", "eta_C", 0.3, {0.1, 1.0}, unit::fraction,
            "weight of the latest month in what Kim thinks of Washington's unity; 1 sees through",
            "Chun 2025 par. 7: Pyongyang has learnt to look beyond one man; assumption");
    declare(prior_on_impatience, "prior_on_impatience", "iota0", 0.3, {0.1, 0.6}, unit::probability,
            "Kim's prior that China answers a strategic test with pressure",
            "China's votes in the Security Council in 2016 and 2017, its vetoes since; assumption");
    declare(impatience_learning, "impatience_learning", "eta_i", 0.3, {0.1, 1.0}, unit::fraction,
            "share of the surprise learnt in a month in which a nuclear test is fresh", "assumption");
  }
  template <std::size_t options> static Real total(const std::array<Real, options> &weight) {
    Real sum = weight[0];
    for (std::size_t option = 1; option < options; ++option) sum += weight[option];
    return sum;
  }

  Constant<Real> prior_log_odds_;
};

} // namespace peninsula

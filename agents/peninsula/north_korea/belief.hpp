// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>

#include "agents/peninsula/region.hpp"
#include "agents/peninsula/scales.hpp"
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
    region.expected_aid = region.aid;
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
    const Real distrust_of_moscow = -centred(region.trust_in_moscow);
    const Real distrust_of_washington = -centred(logistic(region.belief_in_washington));
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
    declare(syrian_lesson, {.name = "syrian_lesson",
                            .symbol = "s_syr",
                            .value = 0.8,
                            .plausible = {0.0, 2.0},
                            .unit = unit::log_odds,
                            .meaning = "the fall of Assad lowers Kim's prior on Moscow",
                            .basis = Basis::essay,
                            .source = "Chun 2025 par. 14",
                            .opens = true});
    declare(prior_on_moscow,
            {.name = "prior_on_moscow",
             .symbol = "pi_0",
             .value = 0.5,
             .plausible = {0.2, 0.8},
             .unit = unit::probability,
             .meaning = "Kim's prior that Russia is a strategic partner, before the Syrian lesson",
             .opens = true});
    declare(updating, {.name = "updating",
                       .symbol = "z_B",
                       .value = 0.6,
                       .plausible = {0.1, 1.0},
                       .unit = unit::weight,
                       .meaning = "updating exponent: 1 is Bayes, less is conservative"});
    declare(self_reliance_response, {.name = "self_reliance_response",
                                     .symbol = "k_sr",
                                     .value = 0.9,
                                     .plausible = {0.0, 2.0},
                                     .unit = unit::log_odds,
                                     .meaning = "distrust of Moscow makes for self-reliance",
                                     .basis = Basis::essay,
                                     .source = "Chun 2025 par. 14; assumption"});
    declare(prior_on_washington, {.name = "prior_on_washington",
                                  .symbol = "u_0",
                                  .value = 0.3,
                                  .plausible = {0.1, 0.6},
                                  .unit = unit::probability,
                                  .meaning = "Kim's prior that Washington can deliver",
                                  .basis = Basis::essay,
                                  .source = "Chun 2025 par. 7; assumption"});
    declare(failure_shock, {.name = "failure_shock",
                            .symbol = "h_fail",
                            .value = 1.0,
                            .plausible = {0.0, 2.5},
                            .unit = unit::log_odds,
                            .meaning = "trust lost in a failed summit",
                            .basis = Basis::essay,
                            .source = "Chun 2025 par. 7: Hanoi 2019; assumption"});
    declare(signal_credibility, {.name = "signal_credibility",
                                 .symbol = "c_cred",
                                 .value = 0.35,
                                 .plausible = {0.0, 1.0},
                                 .unit = unit::fraction,
                                 .meaning = "credibility of signals from an incoherent Washington",
                                 .basis = Basis::essay,
                                 .source = "Chun 2025 par. 7 and 25; assumption"});
    declare(self_reliance_by_distrust, {.name = "self_reliance_by_distrust",
                                        .symbol = "k2",
                                        .value = 0.6,
                                        .unit = unit::log_odds,
                                        .meaning = "distrust of Washington makes for self-reliance",
                                        .basis = Basis::essay,
                                        .source = "Chun 2025 par. 9; assumption"});
    declare(learning_rate, {.name = "learning_rate",
                            .value = 0.35,
                            .unit = unit::weight,
                            .meaning = "weight of one month's signal from Washington"});
    declare(reversion, {.name = "reversion",
                        .symbol = "rhoU",
                        .value = 0.02,
                        .unit = unit::fraction,
                        .meaning = "share of a deviation of trust in Washington forgotten in a month"});
    declare(resisted_signal, {.name = "resisted_signal",
                              .value = 0.6,
                              .unit = unit::fraction,
                              .meaning = "share of a signal lost when officials resist",
                              .basis = Basis::essay,
                              .source = "Chun 2025 par. 24-25; assumption"});
    declare(success_gain, {.name = "success_gain",
                           .symbol = "hSuc",
                           .value = 0.6,
                           .unit = unit::log_odds,
                           .meaning = "trust gained by a deal"});
    declare(collapse_share, {.name = "collapse_share",
                             .symbol = "clC",
                             .value = 0.5,
                             .unit = unit::weight,
                             .meaning = "share of the failure shock when a deal collapses"});
    declare.table(signal, "pressure|wait|outreach|concession|summit_proposal",
                  {-1.2528, -0.2513, 0.7340, 1.3218, 1.3218},
                  {.name = "signal",
                   .unit = unit::log_odds,
                   .meaning = "log-likelihood ratio of the action under a deliverer",
                   .source = "assumed likelihoods of each action by type"});
  }

  template <class Declare> void hidden_quantities(Declare &declare) {
    using namespace engine;
    declare(prior_on_capacity, {.name = "prior_on_capacity",
                                .symbol = "k_hat0",
                                .value = 0.6,
                                .plausible = {0.3, 0.8},
                                .unit = unit::fraction,
                                .meaning = "what Kim thinks at the start that Russia can deliver",
                                .source = "assumption: what wartime shipments showed",
                                .opens = true});
    declare(capacity_learning,
            {.name = "capacity_learning",
             .symbol = "eta_k",
             .value = 0.5,
             .plausible = {0.1, 1.0},
             .unit = unit::fraction,
             .meaning = "share of the surprise learnt from a full shipment; a smaller one tells less",
             .basis = Basis::essay,
             .source = "Chun 2025 par. 11: only after the war will Moscow's means show; assumption"});
    declare(prior_on_coherence, {.name = "prior_on_coherence",
                                 .symbol = "C_hat0",
                                 .value = 0.45,
                                 .plausible = {0.2, 0.7},
                                 .unit = unit::fraction,
                                 .meaning = "how united Kim thinks Washington is at the start",
                                 .source = "assumption: equal to the coherence at the start",
                                 .opens = true});
    declare(coherence_learning,
            {.name = "coherence_learning",
             .symbol = "eta_C",
             .value = 0.3,
             .plausible = {0.1, 1.0},
             .unit = unit::fraction,
             .meaning = "weight of the latest month in what Kim thinks of Washington's unity; 1 sees through",
             .basis = Basis::essay,
             .source = "Chun 2025 par. 7: Pyongyang has learnt to look beyond one man; assumption"});
    declare(prior_on_impatience,
            {.name = "prior_on_impatience",
             .symbol = "iota0",
             .value = 0.3,
             .plausible = {0.1, 0.6},
             .unit = unit::probability,
             .meaning = "Kim's prior that China answers a strategic test with pressure",
             .source = "China's votes in the Security Council in 2016 and 2017, its vetoes since; assumption",
             .opens = true});
    declare(impatience_learning,
            {.name = "impatience_learning",
             .symbol = "eta_i",
             .value = 0.3,
             .plausible = {0.1, 1.0},
             .unit = unit::fraction,
             .meaning = "share of the surprise learnt in a month in which a nuclear test is fresh"});
  }
  template <std::size_t options> static Real total(const std::array<Real, options> &weight) {
    Real sum = weight[0];
    for (std::size_t option = 1; option < options; ++option) sum += weight[option];
    return sum;
  }

  Constant<Real> prior_log_odds_;
};

} // namespace peninsula

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agents/peninsula/bounds.hpp"
#include "agents/peninsula/region.hpp"
#include "agents/peninsula/scales.hpp"
#include "agents/peninsula/streams.hpp"
#include "engine/model/turn.hpp"

namespace peninsula {

/// The president's standing and appetite, his rapport with Kim, and how far his administration speaks with
/// one voice.
/// Left out: Congress as a chamber, elections before the term ends.
template <class Real> struct Presidency {
  Constant<Real> long_run_approval, approval_shock, summit_bump;
  Constant<Real> long_run_coherence;
  Constant<Real> peace_appetite, successor_appetite, private_spread, term_end_month;
  Constant<Real> approval_persistence, coherence_reversion, coherence_shock;
  Constant<Real> summit_bump_share, success_bump_share, failure_bump_share;
  Constant<Real> rapport_motive, rapport_gain;
  Constant<Real> initial_approval, initial_coherence, initial_rapport;

  template <class Declare> void parameters(Declare &declare) {
    using namespace engine;
    declare.group("presidency");
    declare(long_run_approval, {.name = "long_run_approval",
                                .symbol = "mu_G",
                                .value = 42.0,
                                .plausible = {36.0, 48.0},
                                .unit = unit::percent,
                                .meaning = "approval to which polls return",
                                .basis = Basis::data,
                                .source = "Gallup: mean of the first term 41 %, range 34 to 49 %"});
    declare(approval_shock, {.name = "approval_shock",
                             .symbol = "sg_G",
                             .value = 1.6,
                             .plausible = {0.8, 2.5},
                             .unit = unit::percent,
                             .meaning = "standard deviation of a month's approval shock",
                             .basis = Basis::data,
                             .source = "Gallup, first term and first quarter of 2025"});
    declare(summit_bump, {.name = "summit_bump",
                          .symbol = "b_G",
                          .value = 2.0,
                          .plausible = {0.0, 5.0},
                          .unit = unit::percent,
                          .meaning = "scale of what a summit does to approval"});
    declare(long_run_coherence, {.name = "long_run_coherence",
                                 .symbol = "C_bar",
                                 .value = 0.45,
                                 .plausible = {0.15, 0.8},
                                 .unit = unit::fraction,
                                 .meaning = "coherence to which the administration returns",
                                 .basis = Basis::essay,
                                 .source = "Chun 2025 par. 24; assumption"});
    declare(peace_appetite, {.name = "peace_appetite",
                             .symbol = "th_P",
                             .value = 0.55,
                             .plausible = {-0.4, 1.0},
                             .unit = unit::utility,
                             .meaning = "the president's appetite for a peace deal",
                             .basis = Basis::essay,
                             .source = "Chun 2025 par. 1-2; assumption"});
    declare(successor_appetite,
            {.name = "successor_appetite",
             .symbol = "thP2",
             .value = 0.0,
             .unit = unit::utility,
             .meaning = "the next president's appetite for a peace deal",
             .source = "assumption without any support: vary it before using longer horizons"});
    declare(private_spread,
            {.name = "private_spread",
             .symbol = "sd_prv",
             .value = 0.25,
             .plausible = {0.0, 0.6},
             .unit = unit::utility,
             .meaning = "standard deviation over trajectories of both leaders' private tastes"});
    declare(term_end_month, {.name = "term_end_month",
                             .symbol = "tElec",
                             .value = 47.0,
                             .unit = unit::months,
                             .meaning = "months from the start until the next president",
                             .basis = Basis::data,
                             .source = "datum: January 2029 from February 2025"});
    declare(approval_persistence, {.name = "approval_persistence",
                                   .symbol = "phG",
                                   .value = 0.9,
                                   .unit = unit::fraction,
                                   .meaning = "share of a deviation that lasts a month"});
    declare(coherence_reversion, {.name = "coherence_reversion",
                                  .symbol = "rC",
                                  .value = 0.1,
                                  .unit = unit::fraction,
                                  .meaning = "share of a deviation lost in a month"});
    declare(coherence_shock, {.name = "coherence_shock",
                              .symbol = "sgC",
                              .value = 0.05,
                              .unit = unit::fraction,
                              .meaning = "standard deviation of a month's shock"});
    declare(summit_bump_share, {.name = "summit_bump_share",
                                .value = 0.5,
                                .unit = unit::weight,
                                .meaning = "bumps gained by holding a summit"});
    declare(success_bump_share, {.name = "success_bump_share",
                                 .value = 1.0,
                                 .unit = unit::weight,
                                 .meaning = "bumps gained by a deal"});
    declare(failure_bump_share, {.name = "failure_bump_share",
                                 .value = 0.75,
                                 .unit = unit::weight,
                                 .meaning = "bumps lost by a failed summit"});
    declare(rapport_motive, {.name = "rapport_motive",
                             .symbol = "w_rap",
                             .value = 0.3,
                             .plausible = {0.0, 1.0},
                             .unit = unit::utility,
                             .meaning = "appetite gained from full rapport, and lost without any",
                             .basis = Basis::essay,
                             .source = "Chun 2025 par. 1 and 21; assumption"});
    declare(rapport_gain,
            {.name = "rapport_gain",
             .symbol = "g_rap",
             .value = 0.15,
             .plausible = {0.0, 0.4},
             .unit = unit::fraction,
             .meaning = "rapport gained in a summit that succeeds, and lost in one that fails or by a "
                        "deal that collapses",
             .basis = Basis::essay,
             .source = "Chun 2025 par. 7 and 21; assumption"});
    declare(initial_approval, {.name = "initial_approval",
                               .symbol = "G0",
                               .value = 47.0,
                               .unit = unit::percent,
                               .meaning = "approval at the start",
                               .basis = Basis::data,
                               .source = "Gallup, January 2025",
                               .role = Role::initial});
    declare(initial_coherence, {.name = "initial_coherence",
                                .symbol = "C0",
                                .value = 0.45,
                                .unit = unit::fraction,
                                .meaning = "coherence at the start",
                                .role = Role::initial});
    declare(initial_rapport,
            {.name = "initial_rapport",
             .symbol = "Rp0",
             .value = 0.5,
             .unit = unit::fraction,
             .meaning = "rapport between the president and Kim at the start; one half moves nothing",
             .role = Role::initial});
  }

  template <class Draws> void open(Region<Real> &region, const Draws &draws) const {
    const auto u = draws.uniforms(private_tastes);
    region.appetite_draw = standard_normal(u[0], u[1]);
    region.approval = initial_approval;
    region.coherence = initial_coherence;
    region.rapport = initial_rapport;
  }

  /// (X-G) and (X-C): approval and coherence return to their long run, and are shaken. A successor brings no
  /// rapport.
  template <class Turn> void step(Region<Real> &region, Turn &turn) const {
    const Real deviation = region.approval - long_run_approval;
    region.approval = clamp(long_run_approval + approval_persistence * deviation +
                                approval_shock * turn.normal(draw::approval),
                            lowest_approval, highest_approval);
    const Real return_to_it = coherence_reversion * (long_run_coherence - region.coherence);
    region.coherence =
        pushed(region.coherence, return_to_it + coherence_shock * turn.normal(draw::coherence));
    region.rapport = select(Real(turn.month) == term_end_month, Real(no_rapport), region.rapport);
  }

  /// theta_t: what a deal is worth to the president now.
  Real appetite(const Region<Real> &region, int month) const {
    const Real own = select(Real(month) < term_end_month, peace_appetite, successor_appetite);
    return own + rapport_motive * centred(region.rapport) + private_spread * region.appetite_draw;
  }

  /// The share of the term that is left, within a horizon of some months; a new president has all of his.
  Real time_left(int month, Real horizon) const {
    const Real left = term_end_month - static_cast<double>(month);
    return select(left > Real(0.0), smaller(Real(1.0), left / horizon), Real(1.0));
  }

  /// A summit moves approval: a little for the picture, more by how it ends.
  void after_summit(Region<Real> &region, engine::Truth<Real> summit, engine::Truth<Real> success) const {
    const Real outcome = select(success, success_bump_share, -failure_bump_share);
    const Real bump = summit_bump * (summit_bump_share + outcome);
    region.approval =
        select(summit, clamp(region.approval + bump, lowest_approval, highest_approval), region.approval);
  }

  /// Meetings that end well build rapport, broken hopes spend it.
  void after_talks(Region<Real> &region, engine::Truth<Real> success, engine::Truth<Real> broken) const {
    const Real change = select(success, rapport_gain, select(broken, -rapport_gain, Real(0.0)));
    region.rapport = pushed(region.rapport, change);
  }

private:
  /// Neither good nor bad: it moves nobody.
  static constexpr double no_rapport = 0.5;
};

} // namespace peninsula

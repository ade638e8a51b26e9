#pragma once

#include "agents/peninsula/bounds.hpp"
#include "agents/peninsula/region.hpp"
#include "agents/peninsula/streams.hpp"
#include "engine/model/turn.hpp"

namespace peninsula {

/// The president's standing and appetite, and how far his administration speaks with one voice.
/// Left out: Congress as a chamber, elections before the term ends.
template <class Real> struct Presidency {
  Constant<Real> long_run_approval, approval_shock, summit_bump;
  Constant<Real> long_run_coherence;
  Constant<Real> peace_appetite, successor_appetite, private_spread, term_end_month;
  Constant<Real> approval_persistence, coherence_reversion, coherence_shock;
  Constant<Real> summit_bump_share, success_bump_share, failure_bump_share;
  Constant<Real> initial_approval, initial_coherence;

  template <class Declare> void parameters(Declare &declare) {
    using namespace engine;
    declare.group("presidency");
    declare(long_run_approval, "long_run_approval", "mu_G", 42.0, {36.0, 48.0}, unit::percent,
            "approval to which polls return", "Gallup: mean of the first term 41 %, range 34 to 49 %");
    declare(approval_shock, "approval_shock", "sg_G", 1.6, {0.8, 2.5}, unit::percent,
            "standard deviation of a month's approval shock", "Gallup, first term and first quarter of 2025");
    declare(summit_bump, "summit_bump", "b_G", 2.0, {0.0, 5.0}, unit::percent,
            "scale of what a summit does to approval", "assumption");
    declare(long_run_coherence, "long_run_coherence", "C_bar", 0.45, {0.15, 0.8}, unit::fraction,
            "coherence to which the administration returns", "Chun 2025 par. 24; assumption");
    declare(peace_appetite, "peace_appetite", "th_P", 0.55, {-0.4, 1.0}, unit::utility,
            "the president's appetite for a peace deal", "Chun 2025 par. 1-2; assumption");
    declare(successor_appetite, "successor_appetite", "thP2", 0.0, {}, unit::utility,
            "the same of the next president",
            "assumption without any support: vary it before using longer horizons");
    declare(private_spread, "private_spread", "sd_prv", 0.25, {0.0, 0.6}, unit::utility,
            "standard deviation over trajectories of both leaders' private tastes", "assumption");
    declare(term_end_month, "term_end_month", "tElec", 47.0, {}, unit::months,
            "months from the start until the next president", "datum: January 2029 from February 2025");
    declare(approval_persistence, "approval_persistence", "phG", 0.9, {}, unit::fraction,
            "share of a deviation that lasts a month", "assumption");
    declare(coherence_reversion, "coherence_reversion", "rC", 0.1, {}, unit::fraction,
            "share of a deviation lost in a month", "assumption");
    declare(coherence_shock, "coherence_shock", "sgC", 0.05, {}, unit::fraction,
            "standard deviation of a month's shock", "assumption");
    declare(summit_bump_share, "summit_bump_share", "", 0.5, {}, unit::weight,
            "bumps gained by holding a summit", "assumption");
    declare(success_bump_share, "success_bump_share", "", 1.0, {}, unit::weight, "bumps gained by a deal",
            "assumption");
    declare(failure_bump_share, "failure_bump_share", "", 0.75, {}, unit::weight,
            "bumps lost by a failed summit", "assumption");
    declare(initial_approval, "initial_approval", "G0", 47.0, {}, unit::percent, "approval at the start",
            "Gallup, January 2025", Role::initial);
    declare(initial_coherence, "initial_coherence", "C0", 0.45, {}, unit::fraction, "coherence at the start",
            "assumption", Role::initial);
  }

  template <class Draws> void open(Region<Real> &region, const Draws &draws) const {
    const auto u = draws.uniforms(private_tastes);
    region.appetite_draw = standard_normal(u[0], u[1]);
    region.approval = initial_approval;
    region.coherence = initial_coherence;
  }

  /// (X-G) and (X-C): approval and coherence return to their long run, and are shaken.
  template <class Turn> void step(Region<Real> &region, Turn &turn) const {
    const auto u = turn.uniforms(approval_and_coherence);
    const Real deviation = region.approval - long_run_approval;
    region.approval = clamp(long_run_approval + approval_persistence * deviation +
                                approval_shock * standard_normal(u[0], u[1]),
                            20, 70);
    const Real return_to_it = coherence_reversion * (long_run_coherence - region.coherence);
    region.coherence = pushed(region.coherence, return_to_it + coherence_shock * standard_normal(u[2], u[3]));
  }

  /// theta_t: what a deal is worth to the president now.
  Real appetite(const Region<Real> &region, int month) const {
    const Real own = select(Real(month) < term_end_month, peace_appetite, successor_appetite);
    return own + private_spread * region.appetite_draw;
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
    region.approval = select(summit, clamp(region.approval + bump, 20, 70), region.approval);
  }
};

} // namespace peninsula

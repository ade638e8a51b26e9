// SPDX-License-Identifier: Apache-2.0
#pragma once

// Three independent components of a linear stochastic differential equation, dX = drift X dt + noise X dW, by
// Euler's and Maruyama's steps over one unit of time: a model that is nothing but normals. Its mean has a
// closed form.

#include <array>
#include <cmath>
#include <cstdint>

#include "engine/lanes/functions.hpp"
#include "engine/model/declarations.hpp"
#include "engine/model/visitors.hpp"

namespace linear_sde {

inline constexpr int components = 3;
inline constexpr int steps = 256;

template <class Real> using Region = std::array<Real, components>;

template <class Real> struct Outcomes {
  void open(const Region<Real> &) {}
  void observe(const Region<Real> &, int) {}

  template <class Visit> void tell(Visit &&visit, const Region<Real> &region, int) const {
    const engine::OutcomeVisitor<Real, Visit> tell{visit};
    for (int i = 0; i < components; ++i) {
      static constexpr std::array names{"first", "second", "third"};
      tell(region[i], {.name = names[i],
                       .meaning = "a component at the end",
                       .definition = "X after the last step",
                       .source = "none"});
    }
  }
};

template <class Real> struct Series {
  template <class Visit> static void tell(Visit &&, const Region<Real> &) {}
};

/// Two standard normals from two uniforms: both branches of Box and Muller (1958). A sine is the cosine a
/// quarter of a turn later.
template <class Real> std::array<Real, 2> two_normals(Real u, Real v) {
  const Real radius = square_root(logarithm(u) * -2.0);
  const Real later = v - 0.25;
  return {radius * cosine_of_turn(v), radius * cosine_of_turn(larger(later, -later))};
}

template <class Real> struct World {
  using Region = linear_sde::Region<Real>;
  using Outcomes = linear_sde::Outcomes<Real>;
  using Series = linear_sde::Series<Real>;
  static constexpr std::uint32_t streams = 1;

  engine::Constant<Real> start, drift, noise;

  template <class Declare> void parameters(Declare &declare) {
    using engine::unit::weight;
    declare.group("linear_sde");
    declare(start, {.name = "start",
                    .value = 0.1,
                    .unit = weight,
                    .meaning = "X at time 0",
                    .basis = engine::Basis::structure});
    declare(drift, {.name = "drift",
                    .value = 1.5,
                    .unit = weight,
                    .meaning = "mean relative change in a unit of time",
                    .basis = engine::Basis::structure});
    declare(noise, {.name = "noise",
                    .value = 0.01,
                    .unit = weight,
                    .meaning = "its deviation",
                    .basis = engine::Basis::structure});
  }

  void prepare() {
    drift_of_step_ = drift * step;
    noise_of_step_ = noise * std::sqrt(step);
  }

  template <class Draws> Region opening(const Draws &) const { return {start, start, start}; }

  template <class Turn> void play(Region &region, Turn &turn) const {
    const auto &u = turn.uniforms(1);
    const auto [first, second] = two_normals(u[0], u[1]);
    const Region normal{first, second, standard_normal(u[2], u[3])};
    for (int i = 0; i < components; ++i) {
      region[i] += region[i] * (drift_of_step_ + noise_of_step_ * normal[i]);
    }
  }

private:
  static constexpr double step = 1.0 / steps;
  engine::Constant<Real> drift_of_step_, noise_of_step_;
};

} // namespace linear_sde

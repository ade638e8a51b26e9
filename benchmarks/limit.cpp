// SPDX-License-Identifier: Apache-2.0
#include "benchmarks/limit.hpp"

#include "engine/lanes/functions.hpp"
#include "engine/lanes/pair.hpp"
#include "engine/lanes/random.hpp"

namespace benchmarks {

namespace {

template <class Real> Real sum_of_draws(const Needs &needs, const engine::Draws<Real> &draws, Real &uniform) {
  constexpr std::uint32_t at_once = engine::Draws<Real>::streams_at_once;
  Real sum(0.0);
  const auto add = [&](const std::array<Real, 4> &drawn) {
    sum += (drawn[0] + drawn[1]) + (drawn[2] + drawn[3]);
    uniform = drawn[0];
  };
  std::uint32_t done = 0;
  for (; done + at_once <= needs.streams; done += at_once) {
    for (const auto &drawn : draws.template uniforms_of<at_once>(done + 1)) add(drawn);
  }
  for (; done < needs.streams; ++done) add(draws.uniforms(done + 1));
  return sum;
}

/// Every argument follows from the draws, so nothing can be worked out beforehand; and from the one before by
/// a single subtraction, so nothing but the functions takes time.
template <class Real> Real limit_on_lanes(const Needs &needs, std::uint64_t seed, std::uint64_t first) {
  const engine::Draws<Real> draws(seed, first, engine::before_the_first_step);
  const Real one(1.0);
  Real sum(0.0);
  Real uniform(0.5);
  for (int step = 0; step < needs.steps; ++step)
    sum += sum_of_draws(needs, draws.at(static_cast<std::uint32_t>(step)), uniform);
  for (int i = 0; i < needs.steps * needs.exponentials; ++i) {
    sum += exponential(uniform);
    uniform = one - uniform;
  }
  for (int i = 0; i < needs.steps * needs.radii; ++i) {
    sum += square_root(logarithm(uniform) * -2.0);
    uniform = one - uniform;
  }
  for (int i = 0; i < needs.steps * needs.normals; ++i) {
    sum += cosine_of_turn(uniform);
    uniform = one - uniform;
  }
  return sum;
}

template <class Real> float total(const Needs &needs, std::uint64_t seed, std::uint64_t first, int count) {
  Real sum(0.0);
  for (int done = 0; done < count; done += Real::count)
    sum += limit_on_lanes<Real>(needs, seed, first + static_cast<std::uint64_t>(done));
  float total = 0.0F;
  for (int lane = 0; lane < Real::count; ++lane) total += sum[lane];
  return total;
}

} // namespace

using Register = engine::Lanes<float, engine::native_lanes>;

template <>
float limit<engine::native_lanes>(const Needs &needs, std::uint64_t seed, std::uint64_t first, int count) {
  return total<Register>(needs, seed, first, count);
}

template <>
float limit_side_by_side<engine::native_lanes>(const Needs &needs, std::uint64_t seed, std::uint64_t first,
                                               int count) {
  return total<engine::Pair<Register>>(needs, seed, first, count);
}

} // namespace benchmarks

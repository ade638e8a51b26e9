// SPDX-License-Identifier: Apache-2.0
#pragma once

// Elementary functions on lanes. In single precision they are fixed sequences of IEEE operations, so
// their bits depend neither on the compiler, nor on the width, nor on a mathematics library; their
// errors are tested against the library in double precision over the whole range used. Polynomials are summed
// in Estrin's order: a decision waits for its exponentials one after the other, so it is their latency that
// counts. In double precision they call the library lane by lane: that twin of a model is an oracle, not a
// product.

#include <array>
#include <cmath>
#include <cstdint>

#include "engine/lanes/lanes.hpp"

namespace engine {

/// Square root, correctly rounded.
template <class Scalar, int lane_count> Lanes<Scalar, lane_count> square_root(Lanes<Scalar, lane_count> x) {
  for (int lane = 0; lane < lane_count; ++lane) x.native[lane] = std::sqrt(x.native[lane]);
  return x;
}

/// 1 / sqrt(x) of a positive normal number; error below 2.1 ulp. Lomont's first guess, three steps of
/// Newton's.
template <int lane_count> Lanes<float, lane_count> inverse_square_root(Lanes<float, lane_count> x) {
  using Native = typename Lanes<float, lane_count>::Native;
  using Bits = Vector<std::int32_t, lane_count>;
  const Bits guess = 0x5F375A86 - (reinterpret_cast<Bits>(x.native) >> 1);
  const Native half = x.native * 0.5F;
  auto root = reinterpret_cast<Native>(guess);
  for (int step = 0; step < 3; ++step) root = root * (1.5F - half * root * root);
  return root;
}

/// e^x for x clamped to [-87, 88], as 2^(x log2 e); 1 at 0. The relative error is below 4e-7 for |x| up to 5,
/// where utilities are, and below 4.1e-6 everywhere: the product with log2 e is rounded once. The polynomial
/// is the best of degree 5 that is 1 at 0.
template <int lane_count>
[[gnu::always_inline]] inline Lanes<float, lane_count> exponential(Lanes<float, lane_count> x) {
  using Real = Lanes<float, lane_count>;
  using Bits = typename Real::Truth::Native;
  constexpr float to_integer = 12582912.0F; // 1.5 * 2^23: adding it rounds to the nearest integer
  const auto exponent = clamp(x, -87.0, 88.0).native * 1.44269504088896341F;
  const auto shifted = exponent + to_integer;
  const auto rest = exponent - (shifted - to_integer);
  const auto square = rest * rest;
  const auto high = rest * 1.3264727e-3F + 9.671513e-3F;
  const auto middle = rest * 5.5507336e-2F + 2.4022242e-1F;
  const auto low = rest * 6.93147e-1F + 1.0F;
  const auto mantissa = (high * square + middle) * square + low;
  const Bits whole = reinterpret_cast<Bits>(shifted) << 23;
  return Real(reinterpret_cast<typename Real::Native>(reinterpret_cast<Bits>(mantissa) + whole));
}

/// Natural logarithm of a positive normal number; error below 1 ulp of max(1, |result|). After Cephes, logf.
template <int lane_count> Lanes<float, lane_count> logarithm(Lanes<float, lane_count> x) {
  using Real = Lanes<float, lane_count>;
  using Native = typename Real::Native;
  using Bits = typename Real::Truth::Native;
  constexpr std::int32_t root_half = 0x3F3504F3; // the bits of sqrt(1/2): mantissas fall in [0.707, 1.414)
  const auto bits = reinterpret_cast<Bits>(x.native);
  const Bits power = (bits - root_half) >> 23;
  const auto mantissa = reinterpret_cast<Native>(bits - (power << 23));
  const Native exponent = __builtin_convertvector(power, Native);
  const Native f = mantissa - 1.0F;
  const Native square = f * f;
  const Native fourth = square * square;
  const Native highest = f * -1.1514610310e-1F + 1.1676998740e-1F + square * 7.0376836292e-2F;
  const Native high = f * -1.2420140846e-1F + 1.4249322787e-1F;
  const Native middle = f * -1.6668057665e-1F + 2.0000714765e-1F;
  const Native low = f * -2.4999993993e-1F + 3.3333331174e-1F;
  const Native polynomial = (highest * square + high) * fourth + (middle * square + low);
  const Native tail = polynomial * f * square + exponent * -2.12194440e-4F - square * 0.5F;
  return Real(f + tail + exponent * 0.693359375F);
}

/// cos(2 pi u) for u in [0, 1]; absolute error below 2e-7. The polynomial is a minimax fit of sin(2 pi y) /
/// y.
template <int lane_count> Lanes<float, lane_count> cosine_of_turn(Lanes<float, lane_count> u) {
  using Real = Lanes<float, lane_count>;
  const Real centred = u - 0.5;
  const Real y = larger(centred, -centred) - 0.25;
  const Real square = y * y;
  Real polynomial = square * 39.711204879 - 76.575033121;
  polynomial = polynomial * square + 81.602233195;
  polynomial = polynomial * square - 41.341677513;
  polynomial = polynomial * square + 6.283185274;
  return polynomial * y;
}

template <int lane_count> Lanes<double, lane_count> inverse_square_root(Lanes<double, lane_count> x) {
  return Lanes<double, lane_count>(1.0) / square_root(x);
}

template <int lane_count> Lanes<double, lane_count> exponential(Lanes<double, lane_count> x) {
  for (int lane = 0; lane < lane_count; ++lane) x.native[lane] = std::exp(x.native[lane]);
  return x;
}

template <int lane_count> Lanes<double, lane_count> logarithm(Lanes<double, lane_count> x) {
  for (int lane = 0; lane < lane_count; ++lane) x.native[lane] = std::log(x.native[lane]);
  return x;
}

template <int lane_count> Lanes<double, lane_count> cosine_of_turn(Lanes<double, lane_count> u) {
  constexpr double turn = 6.283185307179586;
  for (int lane = 0; lane < lane_count; ++lane) u.native[lane] = std::cos(turn * u.native[lane]);
  return u;
}

/// 1 / (1 + e^-x): the probability whose log-odds are x.
template <class Real> Real logistic(Real x) { return Real(1.0) / (Real(1.0) + exponential(-x)); }

/// The log-odds of a probability strictly between 0 and 1.
template <class Real> Real log_odds(Real probability) {
  return logarithm(probability / (Real(1.0) - probability));
}

/// ln(1 + e^x): the expected best of an option worth x and one worth nothing, under logistic noise.
template <class Real> Real softplus(Real x) {
  const Real magnitude = larger(x, -x);
  return larger(x, Real(0.0)) + logarithm(Real(1.0) + exponential(-magnitude));
}

/// sin(2 pi u), for u in (0, 1): the cosine a quarter of a turn before. Differences of single-precision
/// uniforms are exact.
template <class Real> Real sine_of_turn(Real u) {
  return cosine_of_turn(select(u < Real(0.25), u + 0.75, u - 0.25));
}

/// A standard normal from two uniforms (Box and Muller 1958, the cosine branch only).
template <class Real> Real standard_normal(Real u, Real v) {
  return square_root(logarithm(u) * -2.0) * cosine_of_turn(v);
}

/// Two independent standard normals from two uniforms: both branches.
template <class Real> std::array<Real, 2> standard_normals(Real u, Real v) {
  const Real radius = square_root(logarithm(u) * -2.0);
  return {radius * cosine_of_turn(v), radius * sine_of_turn(v)};
}

} // namespace engine

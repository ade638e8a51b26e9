// SPDX-License-Identifier: Apache-2.0
#pragma once

// Numbers on SIMD lanes: one trajectory in each lane of a vector register.
//
// A model is written once against `Real` and never asks how wide it is. Comparison gives a `Mask`,
// and a mask cannot steer an `if`: both branches are computed and `select` keeps one, lane by lane.
// The arithmetic is IEEE 754 without contraction, so a lane holds the same bits at every width.

#include <cstdint>

#include "engine/lanes/instructions.hpp"

namespace engine {

template <class Scalar> struct IntegerOf;
template <> struct IntegerOf<float> { using Signed = std::int32_t; };
template <> struct IntegerOf<double> { using Signed = std::int64_t; };

/// True or false in each lane. All bits of a lane are set, or none is.
template <class Scalar, int lane_count> struct Mask {
  using Signed = typename IntegerOf<Scalar>::Signed;
  using Native = Vector<Signed, lane_count>;

  Native native;

  Mask() = default;
  Mask(Native value) : native(value) {}
  Mask(bool value) : native(Native{} - static_cast<Signed>(value)) {}

  bool operator[](int lane) const { return native[lane] != 0; }

  friend Mask operator&&(Mask a, Mask b) { return Mask(a.native & b.native); }
  friend Mask operator||(Mask a, Mask b) { return Mask(a.native | b.native); }
  Mask operator!() const { return Mask(~native); }
};

/// `lane_count` numbers that are added, multiplied and compared side by side.
template <class ScalarType, int lane_count> struct Lanes {
  using Scalar = ScalarType;
  using Truth = Mask<Scalar, lane_count>;
  using Native = Vector<Scalar, lane_count>;
  using Constant = Lanes;
  static constexpr int count = lane_count;

  Native native;

  Lanes() = default;
  Lanes(Native value) : native(value) {}
  Lanes(double value) : native(Native{} + static_cast<Scalar>(value)) {}

  /// The number in each lane, and nothing to work out: `Lanes(double)` adds it to 0.
  static Lanes of(Scalar value) { return Lanes(value - Native{}); }

  Scalar operator[](int lane) const { return native[lane]; }
  void set(int lane, Scalar value) { native[lane] = value; }

  friend Lanes operator+(Lanes a, Lanes b) { return Lanes(a.native + b.native); }
  friend Lanes operator-(Lanes a, Lanes b) { return Lanes(a.native - b.native); }
  friend Lanes operator*(Lanes a, Lanes b) { return Lanes(a.native * b.native); }
  friend Lanes operator/(Lanes a, Lanes b) { return Lanes(a.native / b.native); }
  Lanes operator-() const { return Lanes(-native); }
  Lanes &operator+=(Lanes other) { return *this = *this + other; }
  Lanes &operator-=(Lanes other) { return *this = *this - other; }
  Lanes &operator*=(Lanes other) { return *this = *this * other; }

  friend Truth operator<(Lanes a, Lanes b) { return Truth(a.native < b.native); }
  friend Truth operator>(Lanes a, Lanes b) { return Truth(a.native > b.native); }
  friend Truth operator<=(Lanes a, Lanes b) { return Truth(a.native <= b.native); }
  friend Truth operator>=(Lanes a, Lanes b) { return Truth(a.native >= b.native); }
  friend Truth operator==(Lanes a, Lanes b) { return Truth(a.native == b.native); }
  friend Truth operator!=(Lanes a, Lanes b) { return Truth(a.native != b.native); }

  /// `when ? then : otherwise`, lane by lane.
  friend Lanes select(Truth when, Lanes then, Lanes otherwise) {
    return Lanes(when.native ? then.native : otherwise.native);
  }
  friend Lanes smaller(Lanes a, Lanes b) { return Lanes(native_smaller(a.native, b.native)); }
  friend Lanes larger(Lanes a, Lanes b) { return Lanes(native_larger(a.native, b.native)); }
};

template <class Real> using Truth = typename Real::Truth;

/// What does not change within a trajectory: a parameter. Lanes hold one for each trajectory, as they must
/// where parameters are drawn; other numbers may share one.
template <class Real> using Constant = typename Real::Constant;

/// 1 where true, 0 where false: Iverson's bracket.
template <class Scalar, int lane_count> Lanes<Scalar, lane_count> indicator(Mask<Scalar, lane_count> truth) {
  return select(truth, Lanes<Scalar, lane_count>(1.0), Lanes<Scalar, lane_count>(0.0));
}

template <class Real> Real clamp(Real value, double lowest, double highest) {
  return smaller(larger(value, Real(lowest)), Real(highest));
}

/// Whether the mask holds in any lane. Only ever decides how long to go on, never what comes out.
template <class Scalar, int lane_count> bool any(Mask<Scalar, lane_count> truth) {
  return any_bit(truth.native);
}

/// Shows a number register by register: `visit(Lanes, lane that is the first of it)`.
template <class Scalar, int lane_count, class Visit>
void for_each_register(Lanes<Scalar, lane_count> value, Visit &&visit) {
  visit(value, 0);
}

/// The lanes that this translation unit's instruction set holds in one register.
#if defined(__AVX512F__)
inline constexpr int native_lanes = 16;
#elif defined(__AVX2__)
inline constexpr int native_lanes = 8;
#else
inline constexpr int native_lanes = 4;
#endif

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#pragma once

// A number that counts what is done with it. The model runs on it to learn what a trajectory costs, so that
// the limit of its speed (the same random draws and exponentials alone) is counted, not guessed; and to learn
// how often the bounds of its states are reached, which should be seldom: a bound is a safeguard, no
// equation.

#include <cstdint>
#include <map>
#include <string_view>
#include <utility>

#include "engine/lanes/choice.hpp"
#include "engine/lanes/functions.hpp"
#include "engine/lanes/random.hpp"

namespace counting {

/// What one step of neighbouring trajectories costs.
struct Cost {
  std::uint64_t uniforms = 0;
  std::uint64_t exponentials = 0;
  std::uint64_t logarithms = 0;
  std::uint64_t square_roots = 0;
  std::uint64_t cosines = 0;
  std::uint64_t operations = 0; // each one instruction: sums, products, quotients, comparisons, choices
};
inline Cost counted; // by the one thread that counts

/// How often a bound was asked for, and how often it changed something.
struct Bound {
  std::uint64_t asked = 0;
  std::uint64_t below = 0;
  std::uint64_t above = 0;
  std::uint64_t undefined = 0; // not a number
};
/// By file and line of the model's text; by the one thread that counts.
using Bounds = std::map<std::pair<std::string_view, unsigned>, Bound>;
inline Bounds bounds;      // clamp: a safeguard
inline Bounds saturations; // smaller(highest, x): part of an equation

// What is built from the counted ones: found beside the number, as for any other.
using engine::indicator;
using engine::log_odds;
using engine::logistic;
using engine::poisson;
using engine::quantal_weights;
using engine::softplus;
using engine::standard_normal;

struct CountingReal {
  using Lanes = engine::Lanes<float, 4>;
  using Scalar = float;
  using Truth = Lanes::Truth;
  using Constant = CountingReal;
  static constexpr int count = 4;

  Lanes lanes;
  Lanes::Native native_view() const { return lanes.native; }

  CountingReal() = default;
  CountingReal(Lanes value) : lanes(value) {}
  CountingReal(double value) : lanes(value) {}

  float operator[](int lane) const { return lanes[lane]; }
  void set(int lane, float value) { lanes.set(lane, value); }
  template <class Result> static Result once(Result result) {
    ++counted.operations;
    return result;
  }
  friend CountingReal operator+(CountingReal a, CountingReal b) { return once(a.lanes + b.lanes); }
  friend CountingReal operator-(CountingReal a, CountingReal b) { return once(a.lanes - b.lanes); }
  friend CountingReal operator*(CountingReal a, CountingReal b) { return once(a.lanes * b.lanes); }
  friend CountingReal operator/(CountingReal a, CountingReal b) { return once(a.lanes / b.lanes); }
  CountingReal operator-() const { return once(-lanes); }
  CountingReal &operator+=(CountingReal other) { return *this = *this + other; }
  CountingReal &operator-=(CountingReal other) { return *this = *this - other; }
  CountingReal &operator*=(CountingReal other) { return *this = *this * other; }
  friend Truth operator<(CountingReal a, CountingReal b) { return once(a.lanes < b.lanes); }
  friend Truth operator>(CountingReal a, CountingReal b) { return once(a.lanes > b.lanes); }
  friend Truth operator<=(CountingReal a, CountingReal b) { return once(a.lanes <= b.lanes); }
  friend Truth operator>=(CountingReal a, CountingReal b) { return once(a.lanes >= b.lanes); }
  friend Truth operator==(CountingReal a, CountingReal b) { return once(a.lanes == b.lanes); }
  friend Truth operator!=(CountingReal a, CountingReal b) { return once(a.lanes != b.lanes); }
  friend CountingReal select(Truth when, CountingReal then, CountingReal otherwise) {
    return once(select(when, then.lanes, otherwise.lanes));
  }
  friend CountingReal smaller(CountingReal a, CountingReal b, const char *file = __builtin_FILE(),
                              unsigned line = __builtin_LINE()) {
    Bound &bound = saturations[{file, line}];
    bound.asked += count;
    for (int lane = 0; lane < count; ++lane) bound.above += a[lane] < b[lane] ? 1 : 0;
    return once(smaller(a.lanes, b.lanes));
  }
  friend CountingReal larger(CountingReal a, CountingReal b) { return once(larger(a.lanes, b.lanes)); }

  friend CountingReal exponential(CountingReal x) {
    ++counted.exponentials;
    return engine::exponential(x.lanes);
  }
  friend CountingReal logarithm(CountingReal x) {
    ++counted.logarithms;
    return engine::logarithm(x.lanes);
  }
  friend CountingReal inverse_square_root(CountingReal x) { return engine::inverse_square_root(x.lanes); }
  friend CountingReal square_root(CountingReal x) {
    ++counted.square_roots;
    return engine::square_root(x.lanes);
  }
  friend CountingReal cosine_of_turn(CountingReal u) {
    ++counted.cosines;
    return engine::cosine_of_turn(u.lanes);
  }
  friend CountingReal clamp(CountingReal x, double lowest, double highest,
                            const char *file = __builtin_FILE(), unsigned line = __builtin_LINE()) {
    Bound &bound = bounds[{file, line}];
    for (int lane = 0; lane < count; ++lane) {
      ++bound.asked;
      bound.below += x[lane] < static_cast<float>(lowest) ? 1 : 0;
      bound.above += x[lane] > static_cast<float>(highest) ? 1 : 0;
      bound.undefined += x[lane] != x[lane] ? 1 : 0;
    }
    counted.operations += 2;
    return engine::clamp(x.lanes, lowest, highest);
  }
  friend void assign_uniform(CountingReal &uniform, engine::Words<4> word) {
    ++counted.uniforms;
    assign_uniform(uniform.lanes, word);
  }
};

} // namespace counting

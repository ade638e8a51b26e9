#pragma once

// A number that counts what it costs: the model runs on it once, so that the limit of its speed (the
// same random draws and exponentials alone) is counted, not guessed.

#include <cstdint>

#include "engine/lanes/choice.hpp"
#include "engine/lanes/functions.hpp"
#include "engine/lanes/random.hpp"

namespace benchmarks {

/// What one step of neighbouring trajectories costs.
struct Cost {
  std::uint64_t uniforms = 0;
  std::uint64_t exponentials = 0;
  std::uint64_t logarithms = 0;
};
inline Cost counted; // by the one thread that counts

// What is built from the counted ones: found beside the number, as for any other.
using engine::clamp;
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
  static constexpr int count = 4;

  Lanes lanes;
  Lanes::Native native_view() const { return lanes.native; }

  CountingReal() = default;
  CountingReal(Lanes value) : lanes(value) {}
  CountingReal(double value) : lanes(value) {}

  float operator[](int lane) const { return lanes[lane]; }
  friend CountingReal operator+(CountingReal a, CountingReal b) { return a.lanes + b.lanes; }
  friend CountingReal operator-(CountingReal a, CountingReal b) { return a.lanes - b.lanes; }
  friend CountingReal operator*(CountingReal a, CountingReal b) { return a.lanes * b.lanes; }
  friend CountingReal operator/(CountingReal a, CountingReal b) { return a.lanes / b.lanes; }
  CountingReal operator-() const { return -lanes; }
  CountingReal &operator+=(CountingReal other) { return *this = *this + other; }
  CountingReal &operator-=(CountingReal other) { return *this = *this - other; }
  CountingReal &operator*=(CountingReal other) { return *this = *this * other; }
  friend Truth operator<(CountingReal a, CountingReal b) { return a.lanes < b.lanes; }
  friend Truth operator>(CountingReal a, CountingReal b) { return a.lanes > b.lanes; }
  friend Truth operator<=(CountingReal a, CountingReal b) { return a.lanes <= b.lanes; }
  friend Truth operator>=(CountingReal a, CountingReal b) { return a.lanes >= b.lanes; }
  friend Truth operator==(CountingReal a, CountingReal b) { return a.lanes == b.lanes; }
  friend Truth operator!=(CountingReal a, CountingReal b) { return a.lanes != b.lanes; }
  friend CountingReal select(Truth when, CountingReal then, CountingReal otherwise) {
    return select(when, then.lanes, otherwise.lanes);
  }
  friend CountingReal smaller(CountingReal a, CountingReal b) { return smaller(a.lanes, b.lanes); }
  friend CountingReal larger(CountingReal a, CountingReal b) { return larger(a.lanes, b.lanes); }

  friend CountingReal exponential(CountingReal x) {
    ++counted.exponentials;
    return engine::exponential(x.lanes);
  }
  friend CountingReal logarithm(CountingReal x) {
    ++counted.logarithms;
    return engine::logarithm(x.lanes);
  }
  friend CountingReal square_root(CountingReal x) { return engine::square_root(x.lanes); }
  friend CountingReal cosine_of_turn(CountingReal u) { return engine::cosine_of_turn(u.lanes); }
  friend void assign_uniform(CountingReal &uniform, engine::Words<4> word) {
    ++counted.uniforms;
    assign_uniform(uniform.lanes, word);
  }
};

} // namespace benchmarks

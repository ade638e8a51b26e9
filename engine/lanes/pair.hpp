// SPDX-License-Identifier: Apache-2.0
#pragma once

// Two registers side by side: twice the trajectories, and work for one while the other waits. A decision
// waits for its exponentials, and they for one another; a processor looks ahead by some hundred instructions
// only, and finds less to do there than it could. Each lane holds the bits that it would hold in a register
// alone.

#include <array>
#include <cstddef>
#include <cstdint>

#include "engine/lanes/functions.hpp"
#include "engine/lanes/random.hpp"

namespace engine {

template <class Half> struct MaskPair {
  Half first, second;

  MaskPair() = default;
  MaskPair(Half a, Half b) : first(a), second(b) {}
  MaskPair(bool value) : first(value), second(value) {}

  friend MaskPair operator&&(MaskPair a, MaskPair b) { return {a.first && b.first, a.second && b.second}; }
  friend MaskPair operator||(MaskPair a, MaskPair b) { return {a.first || b.first, a.second || b.second}; }
  MaskPair operator!() const { return {!first, !second}; }
};

/// One number for all lanes. Parameters take a sixteenth of the memory, and leave the fastest of it to the
/// states.
template <class Real> struct Shared {
  typename Real::Scalar value;

  Shared() = default;
  Shared(double number) : value(static_cast<typename Real::Scalar>(number)) {}
  /// Of a number that is the same in all lanes, since it follows from such numbers alone.
  Shared(Real same) : value(same[0]) {}

  operator Real() const { return Real::of(value); }
  Real operator-() const { return -Real::of(value); }
};

template <class HalfType> struct Pair {
  using Half = HalfType;
  using Scalar = typename Half::Scalar;
  using Truth = MaskPair<typename Half::Truth>;
  using Constant = Shared<Pair>;
  static constexpr int count = 2 * Half::count;

  Half first, second;

  Pair() = default;
  Pair(Half a, Half b) : first(a), second(b) {}
  Pair(double value) : first(value), second(value) {}
  static Pair of(Scalar value) { return {Half::of(value), Half::of(value)}; }

  Scalar operator[](int lane) const { return lane < Half::count ? first[lane] : second[lane - Half::count]; }

  friend Pair operator+(Pair a, Pair b) { return {a.first + b.first, a.second + b.second}; }
  friend Pair operator-(Pair a, Pair b) { return {a.first - b.first, a.second - b.second}; }
  friend Pair operator*(Pair a, Pair b) { return {a.first * b.first, a.second * b.second}; }
  friend Pair operator/(Pair a, Pair b) { return {a.first / b.first, a.second / b.second}; }
  Pair operator-() const { return {-first, -second}; }
  Pair &operator+=(Pair other) { return *this = *this + other; }
  Pair &operator-=(Pair other) { return *this = *this - other; }
  Pair &operator*=(Pair other) { return *this = *this * other; }

  friend Truth operator<(Pair a, Pair b) { return {a.first < b.first, a.second < b.second}; }
  friend Truth operator>(Pair a, Pair b) { return {a.first > b.first, a.second > b.second}; }
  friend Truth operator<=(Pair a, Pair b) { return {a.first <= b.first, a.second <= b.second}; }
  friend Truth operator>=(Pair a, Pair b) { return {a.first >= b.first, a.second >= b.second}; }
  friend Truth operator==(Pair a, Pair b) { return {a.first == b.first, a.second == b.second}; }
  friend Truth operator!=(Pair a, Pair b) { return {a.first != b.first, a.second != b.second}; }

  friend Pair select(Truth when, Pair then, Pair otherwise) {
    return {select(when.first, then.first, otherwise.first),
            select(when.second, then.second, otherwise.second)};
  }
  friend Pair smaller(Pair a, Pair b) { return {smaller(a.first, b.first), smaller(a.second, b.second)}; }
  friend Pair larger(Pair a, Pair b) { return {larger(a.first, b.first), larger(a.second, b.second)}; }

  friend Pair square_root(Pair x) { return {square_root(x.first), square_root(x.second)}; }
  friend Pair inverse_square_root(Pair x) {
    return {inverse_square_root(x.first), inverse_square_root(x.second)};
  }
  friend Pair exponential(Pair x) { return {exponential(x.first), exponential(x.second)}; }
  friend Pair logarithm(Pair x) { return {logarithm(x.first), logarithm(x.second)}; }
  friend Pair cosine_of_turn(Pair u) { return {cosine_of_turn(u.first), cosine_of_turn(u.second)}; }
};

template <class Scalar, int lane_count>
Pair<Lanes<Scalar, lane_count>> indicator(MaskPair<Mask<Scalar, lane_count>> truth) {
  return {indicator(truth.first), indicator(truth.second)};
}

template <class Half> bool any(MaskPair<Half> truth) { return any(truth.first || truth.second); }

template <class Half, class Visit> void for_each_register(Pair<Half> value, Visit &&visit) {
  visit(value.first, 0);
  visit(value.second, Half::count);
}

template <class Half> class Draws<Pair<Half>> {
public:
  static constexpr std::uint32_t streams_at_once = Draws<Half>::streams_at_once / 2;

  Draws(std::uint64_t seed, std::uint64_t first_trajectory, std::uint32_t step)
      : first_(seed, first_trajectory, step), second_(seed, first_trajectory + Half::count, step) {}

  Draws at(std::uint32_t step) const {
    Draws later = *this;
    later.first_ = first_.at(step);
    later.second_ = second_.at(step);
    return later;
  }

  std::array<Pair<Half>, 4> uniforms(std::uint32_t stream) const { return uniforms_of<1>(stream)[0]; }

  template <std::size_t count>
  [[gnu::always_inline]] std::array<std::array<Pair<Half>, 4>, count>
  uniforms_of(std::uint32_t first_stream) const {
    typename Draws<Half>::template Counters<2 * count> counters;
    for (std::size_t i = 0; i < count; ++i) {
      counters[2 * i] = first_.counter(first_stream + static_cast<std::uint32_t>(i));
      counters[2 * i + 1] = second_.counter(first_stream + static_cast<std::uint32_t>(i));
    }
    const auto drawn = first_.blocks(counters);
    std::array<std::array<Pair<Half>, 4>, count> result;
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t word = 0; word < 4; ++word) {
        assign_uniform(result[i][word].first, drawn[2 * i][word]);
        assign_uniform(result[i][word].second, drawn[2 * i + 1][word]);
      }
    }
    return result;
  }

private:
  Draws<Half> first_, second_;
};

} // namespace engine

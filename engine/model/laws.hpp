// SPDX-License-Identifier: Apache-2.0
#pragma once

// The laws from which a parameter may be drawn, each in one place: what a condition writes for it, how the
// kernel draws it, its quantiles, and what stands for it where one number is asked for. A new law is a
// struct here, with its entries in `Law` (scenario.hpp) and `EveryLaw`.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <span>
#include <string_view>
#include <tuple>

#include "engine/lanes/functions.hpp"
#include "engine/model/scenario.hpp"
#include "engine/normal.hpp"

namespace engine {

/// What a condition writes: {log_normal: [median, sd of log]}.
struct LawWords {
  std::string_view name;
  std::string_view numbers = {}; // what they are, "low|high"; empty: one value or more
  bool ends_in_spread = false;   // the last number is a standard deviation; all others are values
  bool positive_only = false;    // it takes logarithms
};

using Numbers = std::span<const double>;

struct UniformLaw {
  static constexpr LawWords words{"uniform", "low|high"};
  template <class Real> static Real drawn(const LawNumbers &law, const std::array<Real, 4> &u) {
    return u[0] * (law.b - law.a) + law.a;
  }
  static double quantile(Numbers numbers, double p) { return std::lerp(numbers[0], numbers[1], p); }
  static double middle(Numbers numbers) { return std::midpoint(numbers[0], numbers[1]); }
};

struct LogUniformLaw {
  static constexpr LawWords words{.name = "log_uniform", .numbers = "low|high", .positive_only = true};
  template <class Real> static Real drawn(const LawNumbers &law, const std::array<Real, 4> &u) {
    const Real low = logarithm(Real(law.a));
    return exponential(low + u[0] * (logarithm(Real(law.b)) - low));
  }
  static double quantile(Numbers numbers, double p) {
    const double value = std::exp(std::lerp(std::log(numbers[0]), std::log(numbers[1]), p));
    return std::clamp(value, numbers[0], numbers[1]); // rounding may leave the ends
  }
  static double middle(Numbers numbers) { return std::sqrt(numbers[0] * numbers[1]); }
};

struct NormalLaw {
  static constexpr LawWords words{.name = "normal", .numbers = "mean|sd", .ends_in_spread = true};
  template <class Real> static Real drawn(const LawNumbers &law, const std::array<Real, 4> &u) {
    return standard_normal(u[0], u[1]) * law.b + law.a;
  }
  static double quantile(Numbers numbers, double p) {
    return numbers[0] + numbers[1] * standard_normal_quantile(p);
  }
  static double middle(Numbers numbers) { return numbers[0]; }
};

struct LogNormalLaw {
  static constexpr LawWords words{
      .name = "log_normal", .numbers = "median|sd of log", .ends_in_spread = true, .positive_only = true};
  template <class Real> static Real drawn(const LawNumbers &law, const std::array<Real, 4> &u) {
    return exponential(standard_normal(u[0], u[1]) * law.b) * law.a;
  }
  static double quantile(Numbers numbers, double p) {
    return numbers[0] * std::exp(numbers[1] * standard_normal_quantile(p));
  }
  static double middle(Numbers numbers) { return numbers[0]; }
};

struct TriangularLaw {
  static constexpr LawWords words{"triangular", "low|mode|high"};
  template <class Real> static Real drawn(const LawNumbers &law, const std::array<Real, 4> &u) {
    const double width = law.c - law.a;
    const double rise = (law.b - law.a) / width;
    const Real left = square_root(u[0] * (width * (law.b - law.a))) + law.a;
    const Real right = Real(law.c) - square_root((Real(1.0) - u[0]) * (width * (law.c - law.b)));
    return select(u[0] < Real(rise), left, right);
  }
  static double quantile(Numbers numbers, double p) {
    const double low = numbers[0];
    const double mode = numbers[1];
    const double high = numbers[2];
    const double width = high - low;
    if (p * width < mode - low) return low + std::sqrt(p * width * (mode - low));
    return high - std::sqrt((1.0 - p) * width * (high - mode));
  }
  static double middle(Numbers numbers) { return numbers[1]; }
};

struct EquallyLikelyLaw {
  static constexpr LawWords words{"equally_likely"};
  template <class Real> static Real drawn(const LawNumbers &law, const std::array<Real, 4> &u) {
    Real value(law.values[0]);
    const auto count = static_cast<double>(law.value_count);
    for (std::size_t i = 1; i < law.value_count; ++i) {
      value = select(u[0] >= Real(static_cast<double>(i) / count), Real(law.values[i]), value);
    }
    return value;
  }
  /// The comparisons are those of `drawn`, so that a place belongs to the same value there and here.
  static double quantile(Numbers numbers, double p) {
    const auto count = static_cast<double>(numbers.size());
    std::size_t place = 0;
    while (place + 1 < numbers.size() && p >= static_cast<double>(place + 1) / count) ++place;
    return numbers[place];
  }
  static double middle(Numbers numbers) {
    return std::accumulate(numbers.begin(), numbers.end(), 0.0) / static_cast<double>(numbers.size());
  }
};

/// A column of a table, of which a trajectory draws a row: parameters with this law share the draw.
struct TogetherLaw : EquallyLikelyLaw {
  static constexpr LawWords words{"together"};
  template <class Real> static Real drawn(const LawNumbers &law, const std::array<Real, 4> &u) {
    Real value;
    for (int lane = 0; lane < Real::count; ++lane)
      value.set(lane, static_cast<typename Real::Scalar>(law.values[row_of(law, u[0][lane])]));
    return value;
  }

private:
  /// The first row whose stretch ends beyond the place; the last one has what is left.
  [[gnu::always_inline]] static std::size_t row_of(const LawNumbers &law, double place) {
    std::size_t row = 0;
    for (std::size_t left = law.value_count - 1; left > 0;) {
      const std::size_t half = left / 2;
      const bool is_beyond = place >= law.ends[row + half];
      row += is_beyond ? half + 1 : 0;
      left = is_beyond ? left - half - 1 : half;
    }
    return row;
  }
};

using EveryLaw = std::tuple<UniformLaw, LogUniformLaw, NormalLaw, LogNormalLaw, TriangularLaw,
                            EquallyLikelyLaw, TogetherLaw>;

/// visit(a law as a type) of the law that is meant.
template <class Visit> auto with_law(Law law, const Visit &visit) {
  return [&]<std::size_t... place>(std::index_sequence<place...>) {
    decltype(visit(UniformLaw())) result{};
    const auto meant = static_cast<std::size_t>(law);
    (void)((place == meant && (result = visit(std::tuple_element_t<place, EveryLaw>()), true)) || ...);
    return result;
  }
  (std::make_index_sequence<std::tuple_size_v<EveryLaw>>());
}

} // namespace engine

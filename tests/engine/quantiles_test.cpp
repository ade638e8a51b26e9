// SPDX-License-Identifier: Apache-2.0
// Quantiles of each law against its distribution function, its middle and the kernel's draws.

#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine/designs/quantiles.hpp"
#include "engine/model/kernel.hpp"

namespace {

using doctest::Approx;
using engine::Bounds;
using engine::Distribution;
using engine::quantile;
using Law = engine::Drawn::Law;

constexpr double infinity = std::numeric_limits<double>::infinity();
const std::vector<double> probabilities{1e-9, 0.001, 0.025, 0.2, 1.0 / 3, 0.5, 0.75, 0.975, 0.999, 1 - 1e-9};
const Bounds unbounded;

struct Case {
  Distribution distribution;
  double lowest; // where hardly any probability lies below
};

const std::vector<Case> continuous_laws{
    {{Law::uniform, {-2, 3}}, -2},          {{Law::log_uniform, {0.01, 10}}, 0.01},
    {{Law::normal, {4, 0.5}}, 4 - 8 * 0.5}, {{Law::log_normal, {4, 0.5}}, 4 * std::exp(-8 * 0.5)},
    {{Law::triangular, {-1, 2, 3}}, -1},    {{Law::triangular, {-1, -1, 3}}, -1},
    {{Law::triangular, {-1, 3, 3}}, -1},
};

/// The probability per unit of x, from the words of each law.
double density(const Distribution &distribution, double x) {
  const std::vector<double> &n = distribution.numbers;
  const auto normal = [&](double z, double width) {
    return std::exp(-z * z / 2) / (width * std::sqrt(2 * std::acos(-1.0)));
  };
  switch (distribution.law) {
  case Law::uniform:
    return 1 / (n[1] - n[0]);
  case Law::log_uniform:
    return 1 / (x * std::log(n[1] / n[0]));
  case Law::normal:
    return normal((x - n[0]) / n[1], n[1]);
  case Law::log_normal:
    return normal(std::log(x / n[0]) / n[1], n[1] * x);
  case Law::triangular: {
    const double height = 2 / (n[2] - n[0]);
    if (x < n[1]) return height * (x - n[0]) / (n[1] - n[0]);
    return n[2] > n[1] ? height * (n[2] - x) / (n[2] - n[1]) : height;
  }
  case Law::equally_likely:
  case Law::together:
    break;
  }
  return NAN;
}

/// The probability below x: Simpson's rule.
double cumulative(const Distribution &distribution, double lowest, double x) {
  constexpr int pieces = 20'000;
  const double width = (x - lowest) / pieces;
  double sum = 0;
  for (int i = 0; i < pieces; ++i) {
    const double left = lowest + i * width;
    sum += density(distribution, left) + 4 * density(distribution, left + width / 2) +
           density(distribution, left + width);
  }
  return sum * width / 6;
}

/// What the kernel draws where its only uniform is this one.
double drawn(const Distribution &distribution, double uniform) {
  using Real = engine::Lanes<double, 2>;
  const std::vector<double> &n = distribution.numbers;
  const auto number = [&](std::size_t place) { return place < n.size() ? n[place] : 0; };
  const engine::Drawn parameter{
      {number(0), number(1), number(2), n.data(), n.size()}, 0, 0, distribution.law, -infinity, infinity};
  const std::array<Real, 4> uniforms{Real(uniform), Real(0.5), Real(0.5), Real(0.5)};
  return engine::value_of_draw<Real>(parameter, uniforms)[0];
}

std::string name_of(const Distribution &distribution) {
  return std::string(engine::text_of(distribution.law).name);
}

} // namespace

TEST_CASE("the probability below a quantile is the one asked for") {
  for (const Case &law : continuous_laws) {
    const Distribution &distribution = law.distribution;
    CAPTURE(name_of(distribution));
    for (const double p : probabilities) {
      const double x = quantile(distribution, unbounded, p);
      CHECK(std::abs(cumulative(distribution, law.lowest, x) - p) < 1e-7);
    }
  }
}

TEST_CASE("quantiles ascend") {
  for (const Case &law : continuous_laws) {
    const Distribution &distribution = law.distribution;
    double before = quantile(distribution, unbounded, 0);
    for (int i = 1; i <= 1000; ++i) {
      const double x = quantile(distribution, unbounded, i / 1000.0);
      CHECK(x > before);
      before = x;
    }
  }
}

TEST_CASE("quantiles of normal laws are the published ones") {
  // Abramowitz and Stegun (1964), table 26.5.
  const Distribution normal{Law::normal, {0, 1}};
  CHECK(std::abs(quantile(normal, unbounded, 0.975) - 1.95996) < 5e-6);
  CHECK(std::abs(quantile(normal, unbounded, 0.9) - 1.28155) < 5e-6);
  CHECK(std::abs(quantile(normal, unbounded, 0.001) + 3.09023) < 5e-6);
  CHECK(quantile({Law::log_normal, {3, 0.2}}, unbounded, 0.975) ==
        Approx(3 * std::exp(0.2 * 1.959963984540054)));
}

TEST_CASE("the middle of a law is its median, its mode or its mean") {
  for (const Law law : {Law::uniform, Law::log_uniform, Law::normal, Law::log_normal}) {
    const Distribution distribution{law, {2, 5}};
    CHECK(quantile(distribution, unbounded, 0.5) == Approx(engine::middle(distribution)));
  }
  const Distribution triangular{Law::triangular, {-1, 2, 3}};
  CHECK(quantile(triangular, unbounded, 0.75) ==
        Approx(engine::middle(triangular))); // the rise is 3 of 4 long
  const Distribution values{Law::equally_likely, {7, -1, 4, 5}};
  double mean = 0;
  for (const double p : {0.1, 0.35, 0.6, 0.85}) mean += quantile(values, unbounded, p) / 4;
  CHECK(mean == engine::middle(values));
}

TEST_CASE("a law drawn by one uniform is drawn by its quantiles") {
  const std::vector<Distribution> laws{{Law::uniform, {-2, 3}},       {Law::log_uniform, {0.01, 10}},
                                       {Law::triangular, {-1, 2, 3}}, {Law::triangular, {-1, -1, 3}},
                                       {Law::triangular, {-1, 3, 3}}, {Law::equally_likely, {7, -1, 4}}};
  for (const Distribution &distribution : laws) {
    CAPTURE(name_of(distribution));
    for (const double p : probabilities)
      CHECK(quantile(distribution, unbounded, p) == Approx(drawn(distribution, p)));
  }
}

TEST_CASE(
    "equally likely values share the unit interval in their order, to the last bit as the kernel does") {
  for (std::size_t count = 1; count < 60; ++count) {
    Distribution values{Law::equally_likely, {}};
    for (std::size_t i = 0; i < count; ++i) values.numbers.push_back(static_cast<double>(i * 37 % 61));
    for (std::size_t i = 0; i < count; ++i) {
      const double edge = static_cast<double>(i) / static_cast<double>(count);
      CHECK(quantile(values, unbounded, edge) == values.numbers[i]);
      CHECK(quantile(values, unbounded, edge) == drawn(values, edge));
      if (i > 0) CHECK(quantile(values, unbounded, std::nextafter(edge, 0.0)) == values.numbers[i - 1]);
    }
    CHECK(quantile(values, unbounded, 1.0) == values.numbers.back());
  }
}

TEST_CASE("at probabilities 0 and 1 are the ends of the law") {
  CHECK(quantile({Law::uniform, {-2, 0.1}}, unbounded, 0) == -2);
  CHECK(quantile({Law::uniform, {-2, 0.1}}, unbounded, 1) == 0.1);
  CHECK(quantile({Law::triangular, {-1, 2, 3}}, unbounded, 0) == -1);
  CHECK(quantile({Law::triangular, {-1, 2, 3}}, unbounded, 1) == 3);
  CHECK(quantile({Law::normal, {4, 0.5}}, unbounded, 0) == -infinity);
  CHECK(quantile({Law::normal, {4, 0.5}}, unbounded, 1) == infinity);
  CHECK(quantile({Law::log_normal, {4, 0.5}}, unbounded, 0) == 0);
  CHECK(quantile({Law::log_normal, {4, 0.5}}, unbounded, 1) == infinity);
}

TEST_CASE("log-uniform quantiles reach their ends but for rounding, and never leave them") {
  for (int i = 1; i < 1000; ++i) {
    const double low = 0.001 * i;
    const Distribution distribution{Law::log_uniform, {low, 3 * low}};
    CHECK(quantile(distribution, unbounded, 0) == Approx(low).epsilon(1e-14));
    CHECK(quantile(distribution, unbounded, 1) == Approx(3 * low).epsilon(1e-14));
    CHECK(quantile(distribution, unbounded, 0) >= low);
    CHECK(quantile(distribution, unbounded, 1) <= 3 * low);
  }
}

TEST_CASE("a value beyond the bounds is moved to the nearer end") {
  const Bounds shares{0, 1};
  const Distribution normal{Law::normal, {0.9, 0.2}};
  CHECK(quantile(normal, shares, 0.5) == Approx(0.9));
  CHECK(quantile(normal, shares, 0.99) == 1);
  CHECK(quantile(normal, shares, 1.0) == 1);
  CHECK(quantile(normal, shares, 1e-9) == 0);
  CHECK(quantile(normal, shares, 0.0) == 0);
  CHECK(quantile({Law::equally_likely, {-3, 0.5}}, shares, 0.1) == 0);
}

TEST_CASE("what is no probability is refused") {
  for (const double p : {-1e-9, 1.0 + 1e-9, static_cast<double>(NAN), infinity})
    CHECK_THROWS_AS(quantile({Law::uniform, {0, 1}}, unbounded, p), std::invalid_argument);
}

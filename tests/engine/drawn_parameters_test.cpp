// SPDX-License-Identifier: Apache-2.0
// Laws from which parameters are drawn, against their quantiles.

#include <array>
#include <cmath>
#include <vector>

#include <doctest/doctest.h>

#include "engine/model/kernel.hpp"

namespace {

using Real = engine::Lanes<double, 8>;
using Law = engine::Drawn::Law;

double drawn(Law law, double a, double b, double c, double u, double v = 0.0) {
  const engine::Drawn parameter{{a, b, c, nullptr, 0}, 0, 0, law, -1e9, 1e9};
  return engine::value_of_draw<Real>(parameter, {Real(u), Real(v), Real(0.5), Real(0.5)})[3];
}

const std::vector<double> uniforms{1e-9, 0.01, 0.2, 1.0 / 3.0, 0.5, 0.75, 0.99, 1.0 - 1e-9};

using doctest::Approx;

} // namespace

TEST_CASE("uniform and log-uniform laws are drawn by their quantiles") {
  for (const double u : uniforms) {
    CHECK(drawn(Law::uniform, -2.0, 3.0, 0.0, u) == Approx(-2.0 + 5.0 * u));
    CHECK(drawn(Law::log_uniform, 0.1, 10.0, 0.0, u) == Approx(std::pow(10.0, 2.0 * u - 1.0)));
  }
}

TEST_CASE("normal and log-normal laws scale a standard normal") {
  for (const double u : uniforms) {
    for (const double v : {0.0, 0.125, 0.6}) {
      const double normal = std::sqrt(-2.0 * std::log(u)) * std::cos(6.283185307179586 * v);
      CHECK(drawn(Law::normal, 4.0, 0.5, 0.0, u, v) == Approx(4.0 + 0.5 * normal));
      CHECK(drawn(Law::log_normal, 4.0, 0.5, 0.0, u, v) == Approx(4.0 * std::exp(0.5 * normal)));
    }
  }
}

TEST_CASE("a triangular law is drawn by its quantiles, whichever side its mode lies on") {
  const auto cumulative = [](double low, double mode, double high, double x) {
    return x < mode ? (x - low) * (x - low) / ((high - low) * (mode - low))
                    : 1.0 - (high - x) * (high - x) / ((high - low) * (high - mode));
  };
  for (const double mode : {-1.0, 0.5, 2.0, 3.0}) {
    for (const double u : uniforms) {
      const double x = drawn(Law::triangular, -1.0, mode, 3.0, u);
      CHECK(x >= -1.0);
      CHECK(x <= 3.0);
      CHECK(std::abs(cumulative(-1.0, mode, 3.0, x) - u) < 1e-9);
    }
  }
}

TEST_CASE("equally likely values share the uniforms evenly") {
  const std::array<double, 3> values{7.0, -1.0, 4.0};
  const engine::Drawn parameter{
      {0, 0, 0, values.data(), values.size()}, 0, 0, Law::equally_likely, -1e9, 1e9};
  const auto at = [&](double u) {
    return engine::value_of_draw<Real>(parameter, {Real(u), Real(u), Real(u), Real(u)})[0];
  };
  CHECK(at(1e-9) == 7.0);
  CHECK(at(0.3333) == 7.0);
  CHECK(at(0.3334) == -1.0);
  CHECK(at(0.6666) == -1.0);
  CHECK(at(0.6667) == 4.0);
  CHECK(at(1.0 - 1e-9) == 4.0);
}

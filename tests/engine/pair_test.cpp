// SPDX-License-Identifier: Apache-2.0
// Two registers side by side against each of them alone.

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>

#include <doctest/doctest.h>

#include "engine/lanes/choice.hpp"
#include "engine/lanes/functions.hpp"
#include "engine/lanes/pair.hpp"
#include "engine/lanes/random.hpp"

namespace {

using engine::Draws;
using Half = engine::Lanes<float, 2>;
using Paired = engine::Pair<Half>;

/// Whether two numbers are one and the same: NaN is NaN, and 0 is not -0.
bool same(float a, float b) {
  return (std::isnan(a) && std::isnan(b)) || (a == b && std::signbit(a) == std::signbit(b));
}

/// Four neighbours among ordinary numbers and awkward ones.
Paired some_numbers(std::size_t first) {
  constexpr float infinity = std::numeric_limits<float>::infinity();
  constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN();
  constexpr std::array<float, 12> numbers{0.0F,   -0.0F, 1.0F,      -1.0F,    0.5F,         -2.5F,
                                          1e-30F, 1e30F, -infinity, infinity, not_a_number, 3.0F};
  Paired result;
  for (int lane = 0; lane < Half::count; ++lane) {
    result.first.set(lane, numbers[(first + static_cast<std::size_t>(lane)) % numbers.size()]);
    result.second.set(lane, numbers[(first + static_cast<std::size_t>(lane) + 2) % numbers.size()]);
  }
  return result;
}

/// Whether the function gives a pair what it gives each half.
template <class Function> bool acts_by_halves(Function function, Paired a, Paired b) {
  const Paired together = function(a, b);
  const Paired apart(function(a.first, b.first), function(a.second, b.second));
  for (int lane = 0; lane < Paired::count; ++lane) {
    if (!same(together[lane], apart[lane])) return false;
  }
  return true;
}

} // namespace

TEST_CASE("two registers side by side hold what each would hold alone") {
  for (std::size_t i = 0; i < 12; ++i) {
    for (std::size_t j = 0; j < 12; ++j) {
      const Paired a = some_numbers(i);
      const Paired b = some_numbers(j);
      CHECK(acts_by_halves([](auto x, auto y) { return x + y; }, a, b));
      CHECK(acts_by_halves([](auto x, auto y) { return x - y; }, a, b));
      CHECK(acts_by_halves([](auto x, auto y) { return x * y; }, a, b));
      CHECK(acts_by_halves([](auto x, auto y) { return x / y; }, a, b));
      CHECK(acts_by_halves([](auto x, auto y) { return smaller(x, y); }, a, b));
      CHECK(acts_by_halves([](auto x, auto y) { return larger(x, -y); }, a, b));
      CHECK(acts_by_halves([](auto x, auto y) { return select(x < y || x == y, x, y); }, a, b));
      CHECK(acts_by_halves([](auto x, auto y) { return select(!(x > y) && x != y, x, y); }, a, b));
      CHECK(acts_by_halves([](auto x, auto y) { return indicator(x <= y) - indicator(x >= y); }, a, b));
    }
  }
}

TEST_CASE("elementary functions of two registers are those of each") {
  for (const float x : {0.001F, 0.25F, 0.7F, 1.0F, 3.5F, 80.0F}) {
    const Paired value(Half(static_cast<double>(x)), Half(0.5));
    CHECK(acts_by_halves([](auto a, auto) { return exponential(a); }, value, value));
    CHECK(acts_by_halves([](auto a, auto) { return logarithm(a); }, value, value));
    CHECK(acts_by_halves([](auto a, auto) { return square_root(a); }, value, value));
    CHECK(acts_by_halves([](auto a, auto) { return inverse_square_root(a); }, value, value));
    CHECK(acts_by_halves([](auto a, auto) { return cosine_of_turn(smaller(a, 1.0)); }, value, value));
    CHECK(acts_by_halves([](auto a, auto) { return engine::softplus(a); }, value, value));
    CHECK(acts_by_halves([](auto a, auto) { return engine::poisson(exponential(-a), a, a * 0.01); }, value,
                         value));
  }
}

TEST_CASE("a lane that needs more terms is noticed in either register") {
  for (const int lane : {0, 3}) {
    Paired mean(1.0);
    (lane < 2 ? mean.first : mean.second).set(lane % 2, 20.0F);
    const Paired counts = engine::poisson(exponential(-mean), mean, Paired(0.5));
    for (int other = 0; other < Paired::count; ++other)
      CHECK(counts[other] == (other == lane ? 20.0F : 1.0F));
  }
}

TEST_CASE("what all lanes share is one number, of either sign") {
  using Shared = engine::Constant<Paired>;
  static_assert(sizeof(Shared) == sizeof(float));
  for (const double number : {0.25, -3.0, 0.0, -0.0}) {
    const Paired value = Shared(number);
    const Paired negative = -Shared(number);
    for (int lane = 0; lane < Paired::count; ++lane) {
      CHECK(same(value[lane], static_cast<float>(number)));
      CHECK(same(negative[lane], -static_cast<float>(number)));
    }
    CHECK(same(Shared(value).value, static_cast<float>(number)));
  }
}

TEST_CASE("several sources at once, and two registers side by side, draw what each draws alone") {
  using Wide = engine::Lanes<float, 32>;
  const std::uint64_t first = (std::uint64_t{1} << 32) - 40; // low words overflow within the second register
  const Draws<Wide> here(9, first, 4);
  const Draws<Wide> there(9, first + Wide::count, 4);
  const Draws<engine::Pair<Wide>> both = Draws<engine::Pair<Wide>>(9, first, 3).at(4);
  const auto three = here.uniforms_of<3>(5);
  const auto three_of_both = both.uniforms_of<3>(5);
  int wrong = 0;
  for (std::uint32_t stream = 0; stream < 3; ++stream) {
    const auto expected = here.uniforms(5 + stream);
    const auto further = there.uniforms(5 + stream);
    const auto paired = both.uniforms(5 + stream);
    for (std::size_t i = 0; i < 4; ++i) {
      for (int lane = 0; lane < Wide::count; ++lane) {
        wrong += three[stream][i][lane] != expected[i][lane] ? 1 : 0;
        wrong += three_of_both[stream][i].first[lane] != expected[i][lane] ? 1 : 0;
        wrong += three_of_both[stream][i].second[lane] != further[i][lane] ? 1 : 0;
        wrong += paired[i][lane + Wide::count] != further[i][lane] ? 1 : 0;
      }
    }
  }
  CHECK(wrong == 0);
}

// SPDX-License-Identifier: Apache-2.0
// Lanes against plain numbers: every operator, and every elementary function over the whole range used.
//
// The widths tried here are none that a kernel linked into the same program uses with other instructions:
// templates of one name must not exist in two machine codes. Kernels of 4, 8 and 16 lanes are compared with
// each other in ensemble_test.cpp.

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

#include <doctest/doctest.h>

#include "engine/hash.hpp"
#include "engine/lanes/functions.hpp"

namespace {

using engine::Lanes;

/// A vector of lanes filled from the front of `values`, repeated.
template <class Real> Real filled(const std::vector<double> &values, std::size_t first) {
  Real lanes;
  for (int lane = 0; lane < Real::count; ++lane) {
    const std::size_t place = (first + static_cast<std::size_t>(lane)) % values.size();
    lanes.set(lane, static_cast<typename Real::Scalar>(values[place]));
  }
  return lanes;
}

/// Whether two numbers are one and the same: NaN is NaN, and 0 is not -0.
template <class Scalar> bool same(Scalar a, Scalar b) {
  return (std::isnan(a) && std::isnan(b)) || (a == b && std::signbit(a) == std::signbit(b));
}

/// Ordinary numbers and awkward ones.
std::vector<double> assorted_numbers() {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  std::vector<double> numbers{0.0,  -0.0, 1.0,   -1.0,      0.5,       -2.5,     3.0,
                              1e-3, 1e30, -1e30, 1.5 / 7.0, -infinity, infinity, std::nan("")};
  std::mt19937 generator(1);
  std::uniform_real_distribution<double> uniform(-100.0, 100.0);
  for (int i = 0; i < 57; ++i) numbers.push_back(uniform(generator));
  return numbers;
}

/// `function` of each number, computed `Real::count` at a time.
template <class Real, class Function>
std::vector<float> over_lanes(Function function, const std::vector<float> &numbers) {
  std::vector<float> results;
  for (std::size_t first = 0; first < numbers.size(); first += Real::count) {
    Real lanes(1.0);
    const std::size_t filled_lanes = std::min<std::size_t>(Real::count, numbers.size() - first);
    for (std::size_t lane = 0; lane < filled_lanes; ++lane)
      lanes.set(static_cast<int>(lane), numbers[first + lane]);
    const Real result = function(lanes);
    for (std::size_t lane = 0; lane < filled_lanes; ++lane) results.push_back(result[static_cast<int>(lane)]);
  }
  return results;
}

/// `a_binade` numbers between each power of two and the next, with both signs if asked; low bits vary.
std::vector<float> grid(int lowest_exponent, int highest_exponent, std::uint32_t a_binade,
                        bool both_signs = false) {
  std::vector<float> numbers;
  for (int exponent = lowest_exponent; exponent <= highest_exponent; ++exponent) {
    const auto binade = static_cast<std::uint32_t>(exponent + 127) << 23;
    for (std::uint32_t i = 0; i < a_binade; ++i) {
      const std::uint32_t step = (1U << 23) / a_binade;
      const std::uint32_t mantissa = i * step + (i * 2654435761U) % step;
      numbers.push_back(std::bit_cast<float>(binade | mantissa));
      if (both_signs) numbers.push_back(-numbers.back());
    }
  }
  return numbers;
}

void keep_within(std::vector<float> &numbers, float lowest, float highest) {
  std::erase_if(numbers, [=](float x) { return x < lowest || x > highest; });
  numbers.push_back(lowest);
  numbers.push_back(highest);
}

/// The distance between neighbouring floats at the size of `value`.
double unit_in_last_place(double value) { return std::ldexp(1.0, std::max(std::ilogb(value), -126) - 23); }

/// The largest error of `function` on the grid, each measured by `scale(exact)`.
template <class Function, class Exact, class Scale>
double worst_error(Function function, Exact exact, const std::vector<float> &numbers, Scale scale) {
  const std::vector<float> results = over_lanes<Lanes<float, 32>>(function, numbers);
  double worst = 0.0;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const double truth = exact(static_cast<double>(numbers[i]));
    const double error = std::abs(results[i] - truth) / scale(truth);
    worst = error > worst || std::isnan(error) ? error : worst;
  }
  return worst;
}

constexpr auto exponential = [](auto x) { return engine::exponential(x); };
constexpr auto logarithm = [](auto x) { return engine::logarithm(x); };
constexpr auto cosine_of_turn = [](auto x) { return engine::cosine_of_turn(x); };
constexpr auto logistic = [](auto x) { return engine::logistic(x); };
constexpr auto log_odds = [](auto x) { return engine::log_odds(x); };
constexpr auto absolute = [](double) { return 1.0; };
constexpr auto larger_than_one = [](double exact) {
  return unit_in_last_place(std::max(1.0, std::abs(exact)));
};

std::vector<float> range_of_exponential() {
  std::vector<float> numbers = grid(-30, 6, 1U << 15, true);
  keep_within(numbers, -87.0F, 88.0F);
  return numbers;
}

std::vector<float> probabilities() {
  std::vector<float> numbers = grid(-24, -1, 1U << 14);
  for (const float p : grid(-24, -2, 1U << 12)) numbers.push_back(1.0F - p);
  keep_within(numbers, 0x1p-24F, 1.0F - 0x1p-24F);
  return numbers;
}

} // namespace

TEST_CASE_TEMPLATE("every operator acts lane by lane as on plain numbers", Real, Lanes<float, 2>,
                   Lanes<float, 4>, Lanes<float, 32>, Lanes<double, 2>, Lanes<double, 8>) {
  using Scalar = typename Real::Scalar;
  const std::vector<double> numbers = assorted_numbers();
  int wrong = 0;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    for (std::size_t j = 0; j < numbers.size(); ++j) {
      const Real a = filled<Real>(numbers, i);
      const Real b = filled<Real>(numbers, j);
      Real sum = a;
      Real difference = a;
      Real product = a;
      sum += b;
      difference -= b;
      product *= b;
      for (int lane = 0; lane < Real::count; ++lane) {
        const Scalar x = a[lane];
        const Scalar y = b[lane];
        const bool arithmetic = same((a + b)[lane], x + y) && same((a - b)[lane], x - y) &&
                                same((a * b)[lane], x * y) && same((a / b)[lane], x / y) &&
                                same((-a)[lane], -x) && same(sum[lane], x + y) &&
                                same(difference[lane], x - y) && same(product[lane], x * y);
        const bool comparison = (a < b)[lane] == (x < y) && (a > b)[lane] == (x > y) &&
                                (a <= b)[lane] == (x <= y) && (a >= b)[lane] == (x >= y) &&
                                (a == b)[lane] == (x == y) && (a != b)[lane] == (x != y);
        const bool choice = same(smaller(a, b)[lane], x < y ? x : y) &&
                            same(larger(a, b)[lane], x > y ? x : y) &&
                            same(select(a < b, a, b)[lane], x < y ? x : y) &&
                            same(indicator(a < b)[lane], static_cast<Scalar>(x < y ? 1 : 0));
        wrong += static_cast<int>(!arithmetic) + static_cast<int>(!comparison) + static_cast<int>(!choice);
      }
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE_TEMPLATE("masks combine lane by lane, and any finds a single true lane", Real, Lanes<float, 2>,
                   Lanes<float, 4>, Lanes<float, 32>, Lanes<double, 8>) {
  using Truth = engine::Truth<Real>;
  const Truth yes = true;
  const Truth no = false;
  CHECK(any(yes));
  CHECK_FALSE(any(no));
  for (int place = 0; place < Real::count; ++place) {
    Real position(0.0);
    position.set(place, 1);
    const Truth here = position > Real(0.5);
    CHECK(any(here));
    CHECK_FALSE(any(here && !here));
    for (int lane = 0; lane < Real::count; ++lane) {
      const bool truth = lane == place;
      CHECK(here[lane] == truth);
      CHECK((!here)[lane] == !truth);
      CHECK((here && yes)[lane] == truth);
      CHECK((here && no)[lane] == false);
      CHECK((here || yes)[lane] == true);
      CHECK((here || no)[lane] == truth);
    }
  }
}

TEST_CASE("clamp keeps what lies between its ends and moves the rest to the nearer one") {
  using Real = Lanes<double, 8>;
  for (const double value : {-1e300, -3.0, -2.0, -0.5, 0.0, 0.5, 3.0, 3.5, 1e300}) {
    CHECK(engine::clamp(Real(value), -2.0, 3.0)[5] == std::clamp(value, -2.0, 3.0));
  }
}

// The bounds below are the errors met when all floats of the range were tried once, rounded up in the
// third digit; the grids hold the worst of them.

TEST_CASE("the exponential errs by less than 4e-7 of itself up to 5, and 4.1e-6 everywhere") {
  const auto exact = [](double x) { return std::exp(x); };
  const auto relative = [](double truth) { return truth; };
  std::vector<float> numbers = range_of_exponential();
  const double worst = worst_error(exponential, exact, numbers, relative);
  CHECK(worst < 4.1e-6);
  CHECK(worst > 3.8e-6);
  keep_within(numbers, -5.0F, 5.0F);
  const double near = worst_error(exponential, exact, numbers, relative);
  CHECK(near < 4.0e-7);
  CHECK(near > 3.6e-7);
}

TEST_CASE("the exponential is clamped beyond its range, and exactly 1 at 0") {
  const float infinity = std::numeric_limits<float>::infinity();
  const std::vector<float> results = over_lanes<Lanes<float, 4>>(
      exponential, {-87.0F, -87.5F, -infinity, 88.0F, 1e9F, infinity, 0.0F, -0.0F, 1e-30F});
  CHECK(results[0] > 0.0F);
  CHECK(results[1] == results[0]);
  CHECK(results[2] == results[0]);
  CHECK(std::isfinite(results[3]));
  CHECK(results[4] == results[3]);
  CHECK(results[5] == results[3]);
  for (int i = 6; i < 9; ++i) CHECK(results[static_cast<std::size_t>(i)] == 1.0F);
}

TEST_CASE(
    "the logarithm errs by less than 0.71 units in the last place of max(1, |result|), and 0.83 of its own") {
  std::vector<float> numbers = grid(-126, 127, 1U << 12);
  for (const float near_one : grid(-24, -2, 1U << 12)) {
    numbers.push_back(1.0F + near_one);
    numbers.push_back(1.0F - near_one);
  }
  numbers.push_back(0.35352546F);
  numbers.push_back(0.699976802F);
  const auto exact = [](double x) { return std::log(x); };
  const double worst = worst_error(logarithm, exact, numbers, larger_than_one);
  CHECK(worst < 0.705);
  CHECK(worst > 0.704);
  std::erase(numbers, 1.0F); // where the unit in the last place of the result is 0
  CHECK(worst_error(logarithm, exact, numbers, unit_in_last_place) < 0.830);
  CHECK(over_lanes<Lanes<float, 4>>(logarithm, {1.0F})[0] == 0.0F);
}

TEST_CASE("the cosine of a turn errs by less than 2e-7") {
  std::vector<float> turns;
  for (std::uint32_t cell = 0; cell <= 1U << 20; ++cell) turns.push_back(static_cast<float>(cell) * 0x1p-20F);
  turns.push_back(0.000331163406F);
  constexpr double turn = 6.283185307179586;
  const double worst = worst_error(
      cosine_of_turn, [](double u) { return std::cos(turn * u); }, turns, absolute);
  CHECK(worst < 1.98e-7);
  CHECK(worst > 1.97e-7);
}

TEST_CASE("the logistic errs by less than 1e-7, and by less than 4.2e-6 of itself") {
  std::vector<float> numbers = range_of_exponential();
  numbers.insert(numbers.end(), {-16.635704F, 7.85921097F});
  const auto exact = [](double x) { return 1.0 / (1.0 + std::exp(-x)); };
  const auto relative = [](double truth) { return truth; };
  const double worst = worst_error(logistic, exact, numbers, absolute);
  CHECK(worst < 1.0e-7);
  CHECK(worst > 0.9e-7);
  CHECK(worst_error(logistic, exact, numbers, relative) < 4.2e-6);
}

TEST_CASE("softplus errs by less than 2e-7 of max(1, result), over all numbers") {
  std::vector<float> numbers = range_of_exponential();
  numbers.insert(numbers.end(), {0.0F, -0.0F, 1e9F, -1e9F});
  const auto exact = [](double x) { return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x))); };
  const auto results = over_lanes<Lanes<float, 4>>([](auto x) { return engine::softplus(x); }, numbers);
  for (std::size_t i = 0; i < numbers.size(); ++i)
    CHECK(std::abs(results[i] - exact(numbers[i])) < 2e-7 * std::max(1.0, exact(numbers[i])));
}

TEST_CASE("log-odds err by less than 1.4 units in the last place of max(1, |result|)") {
  std::vector<float> numbers = probabilities();
  numbers.push_back(0.253964633F);
  const double worst = worst_error(
      log_odds, [](double p) { return std::log(p / (1.0 - p)); }, numbers, larger_than_one);
  CHECK(worst < 1.37);
  CHECK(worst > 1.27);
}

TEST_CASE("standard normals follow Box and Muller to 1.1e-6") {
  using Real = Lanes<float, 32>;
  constexpr double turn = 6.283185307179586;
  std::mt19937 generator(2);
  double worst = 0.0;
  for (std::uint32_t cell = 0; cell < 1U << 23; cell += 97) {
    const float u = (static_cast<float>(cell) + 0.5F) * 0x1p-23F;
    Real v;
    for (int lane = 0; lane < Real::count; ++lane) {
      v.set(lane, (static_cast<float>(generator() >> 9) + 0.5F) * 0x1p-23F);
    }
    const Real normal = engine::standard_normal(Real(u), v);
    for (int lane = 0; lane < Real::count; ++lane) {
      const double exact = std::sqrt(-2.0 * std::log(u)) * std::cos(turn * v[lane]);
      worst = std::max(worst, std::abs(normal[lane] - exact));
    }
  }
  CHECK(worst < 1.1e-6);
}

TEST_CASE("square roots are correctly rounded") {
  for (const float x : grid(-126, 127, 64)) {
    CHECK(engine::square_root(Lanes<float, 4>(x))[1] ==
          static_cast<float>(std::sqrt(static_cast<double>(x))));
  }
}

TEST_CASE("inverse square roots err by less than 2.1 units in the last place") {
  const double worst =
      worst_error([](auto x) { return inverse_square_root(x); }, [](double x) { return 1.0 / std::sqrt(x); },
                  grid(-100, 126, 1U << 12), unit_in_last_place);
  CHECK(worst < 2.1);
  CHECK(worst > 2.09);
}

TEST_CASE_TEMPLATE("the smaller and the larger of two are the second, where they are equal or no numbers",
                   Real, Lanes<float, 4>, Lanes<float, engine::native_lanes>, Lanes<float, 32>) {
  const float undefined = std::numeric_limits<float>::quiet_NaN();
  const auto in_every_lane = [](float value) { // the sign of zero, too
    Real lanes;
    for (int lane = 0; lane < Real::count; ++lane) lanes.set(lane, value);
    return lanes;
  };
  const auto bits = [](Real x) { return std::bit_cast<std::uint32_t>(x[Real::count - 1]); };
  for (const float a : {-1.0F, -0.0F, 0.0F, 1.0F, undefined}) {
    for (const float b : {-1.0F, -0.0F, 0.0F, 1.0F, undefined}) {
      CHECK(bits(smaller(in_every_lane(a), in_every_lane(b))) == std::bit_cast<std::uint32_t>(a < b ? a : b));
      CHECK(bits(larger(in_every_lane(a), in_every_lane(b))) == std::bit_cast<std::uint32_t>(a > b ? a : b));
    }
  }
}

TEST_CASE("double precision calls the library") {
  using Real = Lanes<double, 8>;
  for (const double x : {1e-9, 0.1, 0.5, 0.75, 0.999}) {
    CHECK(engine::exponential(Real(x))[3] == std::exp(x));
    CHECK(engine::logarithm(Real(x))[3] == std::log(x));
    CHECK(engine::square_root(Real(x))[3] == std::sqrt(x));
    CHECK(engine::cosine_of_turn(Real(x))[3] == std::cos(6.283185307179586 * x));
    CHECK(engine::logistic(engine::log_odds(Real(x)))[3] == doctest::Approx(x).epsilon(1e-14));
  }
}

TEST_CASE("a lane holds the same bits at every width and among any neighbours") {
  std::vector<float> numbers = probabilities();
  numbers.resize(4096);
  std::shuffle(numbers.begin(), numbers.end(), std::mt19937(3));
  const auto check = [&](auto function) {
    const auto alone = over_lanes<Lanes<float, 1>>(function, numbers);
    CHECK(over_lanes<Lanes<float, 2>>(function, numbers) == alone);
    CHECK(over_lanes<Lanes<float, 4>>(function, numbers) == alone);
    CHECK(over_lanes<Lanes<float, 32>>(function, numbers) == alone);
    CHECK(over_lanes<Lanes<float, engine::native_lanes>>(function, numbers) == alone);
    auto turned = numbers;
    std::rotate(turned.begin(), turned.begin() + 5, turned.end());
    auto results = over_lanes<Lanes<float, 32>>(function, turned);
    std::rotate(results.begin(), results.end() - 5, results.end());
    CHECK(results == alone);
  };
  check(exponential);
  check(logarithm);
  check(cosine_of_turn);
  check(logistic);
  check(log_odds);
  check([](auto u) { return engine::standard_normal(u, u * 0.5 + 0.25); });
}

TEST_CASE("the elementary functions have the bits they always had, from any compiler for any processor") {
  const std::vector<float> numbers = probabilities();
  std::uint64_t hash = engine::fnv_start;
  const auto mix = [&](auto function) {
    for (const float result : over_lanes<Lanes<float, 4>>(function, numbers)) {
      hash = engine::fnv_step(hash, std::bit_cast<std::uint32_t>(result));
    }
  };
  mix([](auto u) { return engine::exponential(u * 170.0 - 85.0); });
  mix(logarithm);
  mix(cosine_of_turn);
  mix([](auto u) { return engine::logistic(u * 40.0 - 20.0); });
  mix(log_odds);
  mix([](auto u) { return engine::standard_normal(u, u * 0.5 + 0.25); });
  mix([](auto u) { return inverse_square_root(u); });
  CHECK(hash == 7636043017905810257U);
}

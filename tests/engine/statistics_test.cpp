// SPDX-License-Identifier: Apache-2.0
// Intervals, moments and quantiles against published values and closed forms.

#include <cmath>
#include <vector>

#include <doctest/doctest.h>

#include "engine/counting/statistics.hpp"
#include "tests/counted.hpp"
#include "tests/toy_model.hpp"

namespace {

using doctest::Approx;

/// A row that holds one distribution, counted value by value.
struct Counted {
  Counted(const engine::Axis &with, const std::vector<double> &values)
      : axis(with), place{0, with.bins}, row(place.end()) {
    for (const double value : values) {
      if (std::isnan(value)) {
        ++row[place.undefined()];
        continue;
      }
      const std::int64_t code = axis.code(value);
      ++row[static_cast<std::size_t>(axis.bin(code))];
      row[place.sum()] += code;
      row[place.sum_of_squares()] += code * code;
    }
  }
  engine::Histogram histogram() const { return engine::Histogram::of_values(axis, place, row); }

  engine::Axis axis;
  engine::Place place;
  engine::Row row;
};

const engine::Axis whole_numbers{0, 1, 1, 21};
const engine::Axis hundredths{-1, 0.01, 10, 30}; // bins of 0.1 from -1 to 2

} // namespace

TEST_CASE("the interval of a share is Wilson's") {
  // Newcombe (1998), Statistics in Medicine 17, 857-872, table I: the score method without correction.
  const auto check = [](std::int64_t successes, std::int64_t trials, double low, double high) {
    const auto estimate = engine::share_of(successes, trials);
    CHECK(std::abs(estimate.low - low) < 0.00005);
    CHECK(std::abs(estimate.high - high) < 0.00005);
    CHECK(estimate.value == Approx(static_cast<double>(successes) / static_cast<double>(trials)));
  };
  check(81, 263, 0.2553, 0.3662);
  check(15, 148, 0.0624, 0.1605);
  check(0, 20, 0.0, 0.1611);
  check(1, 29, 0.0061, 0.1718);
  check(10, 20, 0.2993, 0.7007);
  check(0, 10, 0.0, 0.2775);
}

TEST_CASE("the interval of a share solves |p - share| = z * sqrt(p (1 - p) / n)") {
  for (const std::int64_t successes : {1, 7, 50, 99}) {
    const auto estimate = engine::share_of(successes, 100);
    for (const double p : {estimate.low, estimate.high})
      CHECK(std::abs(p - estimate.value) == Approx(engine::normal_95 * std::sqrt(p * (1 - p) / 100)));
  }
}

TEST_CASE("the interval of a share is exactly 0 and 1 at its ends, and symmetric") {
  for (const std::int64_t trials : {1, 3, 10, 1000003}) {
    CHECK(engine::share_of(0, trials).low == 0.0);
    CHECK(engine::share_of(trials, trials).high == 1.0);
    CHECK(engine::share_of(0, trials).high == Approx(1 - engine::share_of(trials, trials).low));
    CHECK(engine::share_of(0, trials).high == Approx(3.8414588 / (static_cast<double>(trials) + 3.8414588)));
  }
}

TEST_CASE("there is no share without trials") {
  CHECK(std::isnan(engine::share_of(0, 0).value));
  CHECK(std::isnan(engine::paired_difference_of_shares(0, 0, 0).low));
}

TEST_CASE("the paired difference of shares agrees with the literature") {
  // Agresti, Categorical Data Analysis, 2nd ed., table 10.1: approval of the prime
  // minister among 1600 Britons, 794 twice, 150 only at first, 86 only later; interval (-0.06, -0.02).
  const auto estimate = engine::paired_difference_of_shares(86, 150, 1600);
  CHECK(estimate.value == -0.04);
  CHECK(std::abs(estimate.low + 0.0587) < 0.0003);
  CHECK(std::abs(estimate.high + 0.0213) < 0.0003);
}

TEST_CASE("the paired difference of shares has a width even if no pair differs") {
  const auto estimate = engine::paired_difference_of_shares(0, 0, 98);
  CHECK(estimate.value == 0.0);
  CHECK(estimate.high == Approx(engine::normal_95 / 100)); // sqrt(1) / (98 + 2)
  CHECK(estimate.low == -estimate.high);
  CHECK(engine::paired_difference_of_shares(2, 0, 2).high == 1.0);
}

TEST_CASE("moments are those of the values") {
  const Counted counted(whole_numbers, {2, 4, 4, 4, 5, 5, 7, 9}); // mean 5, squares about it 32
  const auto histogram = counted.histogram();
  CHECK(histogram.mean() == 5.0);
  CHECK(histogram.standard_deviation() == Approx(std::sqrt(32.0 / 7)));
  CHECK(histogram.standard_error() == Approx(std::sqrt(32.0 / 7 / 8)));
  const auto estimate = histogram.mean_with_interval();
  CHECK(estimate.low == Approx(5 - 1.959964 * std::sqrt(4.0 / 7)));
  CHECK(estimate.high == Approx(5 + 1.959964 * std::sqrt(4.0 / 7)));
}

TEST_CASE("moments are in the units of the axis, and are not cut off at its ends") {
  const Counted counted(hundredths, {-0.5, 0.25, 1.0, 3.25});
  CHECK(counted.histogram().mean() == Approx(1.0));
  CHECK(counted.histogram().standard_deviation() == Approx(std::sqrt((2.25 + 0.5625 + 0 + 5.0625) / 3)));
}

TEST_CASE("a small spread far from the origin survives in a large ensemble") {
  // A thousand million values, half of them 30000 and half of them 30002: variance n / (n - 1).
  const engine::Axis axis{0, 1, 256, 128};
  const engine::Place place{0, 128};
  engine::Row row(place.end());
  constexpr std::int64_t half = 500'000'000;
  row[117] = 2 * half;
  row[place.sum()] = half * 60002;
  row[place.sum_of_squares()] = half * (30000LL * 30000 + 30002LL * 30002);
  CHECK(engine::Histogram::of_values(axis, place, row).standard_deviation() == Approx(1.0).epsilon(1e-6));
}

TEST_CASE("undefined trajectories count neither in means nor in quantiles") {
  const Counted counted(whole_numbers, {NAN, 3, NAN, 5});
  CHECK(counted.histogram().defined() == 2);
  CHECK(counted.histogram().undefined() == 2);
  CHECK(counted.histogram().mean() == 4.0);
  CHECK(counted.histogram().quantile(1.0) == 5.0);
}

TEST_CASE("nothing defined has no mean and no quantile; one value has no deviation") {
  const Counted none(whole_numbers, {NAN});
  CHECK(std::isnan(none.histogram().mean()));
  CHECK(std::isnan(none.histogram().quantile(0.5)));
  const Counted one(whole_numbers, {7});
  CHECK(one.histogram().mean() == 7.0);
  CHECK(std::isnan(one.histogram().standard_deviation()));
  CHECK(one.histogram().quantile(0.05) == 7.0);
}

TEST_CASE("quantiles of whole numbers are exact") {
  std::vector<double> values;
  for (int value = 1; value <= 20; ++value)
    for (int times = 0; times < 5; ++times) values.push_back(value); // 100 values
  const Counted counted(whole_numbers, values);
  const auto histogram = counted.histogram();
  CHECK(histogram.quantile(0.05) == 1.0); // five of a hundred do not exceed 1
  CHECK(histogram.quantile(0.0501) == 2.0);
  CHECK(histogram.quantile(0.25) == 5.0);
  CHECK(histogram.quantile(0.5) == 10.0);
  CHECK(histogram.quantile(0.95) == 19.0);
  CHECK(histogram.quantile(0.0) == 1.0);
  CHECK(histogram.quantile(1.0) == 20.0);
}

TEST_CASE("quantiles of binned values are interpolated within their bin") {
  std::vector<double> values(300);
  for (std::size_t i = 0; i < 300; ++i)
    values[i] = -1 + (static_cast<double>(i) + 0.5) * 0.01; // even from -1 to 2
  const Counted counted(hundredths, values);
  for (const double p : {0.05, 0.25, 0.5, 0.777, 0.95})
    CHECK(std::abs(counted.histogram().quantile(p) - (-1 + 3 * p)) < 0.01);
  const Counted one_bin(hundredths, {0.52, 0.53, 0.55, 0.57});
  CHECK(one_bin.histogram().quantile(0.25) == Approx(0.525)); // a quarter of the way through [0.5, 0.6)
}

namespace {

/// The differences of an outcome of the toy model, counted as an ensemble counts them.
struct Differences {
  Differences(std::size_t index, const std::vector<float> &here, const std::vector<float> &there)
      : outcome(test::toy_model().outcomes.at(index)), counter(test::counter_of({outcome}, {}, 6)) {
    const auto stride = static_cast<int>(here.size());
    std::vector<float> values = here;
    std::vector<float> reference_values = there;
    const engine::Tape reference{reference_values.data(), nullptr, stride};
    row.resize(counter.layout().size());
    test::count(counter, {values.data(), nullptr, stride}, stride, &reference, row);
  }
  engine::Histogram histogram() const {
    return engine::Histogram::of_differences(engine::difference_axis_of(outcome, 6),
                                             counter.layout().difference(0), row);
  }

  engine::Outcome outcome;
  engine::Counter counter;
  engine::Row row;
};

} // namespace

TEST_CASE("the paired difference of means comes with the error of the differences") {
  const Differences tosses(2, {3, 9, 4, 8, 0, 2, NAN}, {2, 8, 2, 4, 3, 1, 5}); // 1, 1, 2, 4, -3, 1
  const auto estimate = engine::paired_difference(engine::Kind::count, tosses.histogram());
  CHECK(estimate.value == Approx(1.0));
  CHECK(estimate.high - estimate.value == Approx(1.959964 * std::sqrt(26.0 / 5 / 6))); // squares about 1: 26
  CHECK(tosses.histogram().defined() == 6);
  CHECK(tosses.histogram().quantile(0.5) == 1.0);
}

TEST_CASE("differences of a continuous outcome are in its unit") {
  const Differences height(3, {0.5F, 1.25F, -1.0F}, {0.0F, 1.5F, 3.0F});
  const auto estimate = engine::paired_difference(engine::Kind::continuous, height.histogram());
  CHECK(estimate.value == Approx(-1.25));
  CHECK(std::abs(height.histogram().quantile(0.0) + 4.0) < 0.05);
}

TEST_CASE("the paired difference of a binary outcome is the difference of its shares") {
  std::vector<float> here(1600, 0.0F);
  std::vector<float> there(1600, 0.0F);
  for (std::size_t i = 0; i < 86; ++i) here[i] = 1;
  for (std::size_t i = 86; i < 236; ++i) there[i] = 1;
  const Differences heads_up(0, here, there);
  const auto estimate = engine::paired_difference(engine::Kind::binary, heads_up.histogram());
  CHECK(estimate.value == -0.04);
  CHECK(estimate.low == engine::paired_difference_of_shares(86, 150, 1600).low);
}

TEST_CASE("the trials that a narrower interval needs are enough, and hardly more") {
  struct Case {
    std::int64_t successes;
    std::int64_t trials;
    double half_width;
  };
  for (const auto &[successes, trials, half_width] :
       {Case{940, 2000, 0.001}, Case{3, 1000, 0.002}, Case{30, 40, 0.05}, Case{5000, 10000, 0.005}}) {
    const engine::Estimate now = engine::share_of(successes, trials);
    const double needed =
        engine::trials_needed(half_width, (now.high - now.low) / 2, static_cast<std::uint64_t>(trials));
    const double share = static_cast<double>(successes) / static_cast<double>(trials);
    const auto half_width_of = [&](double n) {
      const engine::Estimate then = engine::share_of(std::llround(share * n), std::llround(n));
      return (then.high - then.low) / 2;
    };
    CHECK(half_width_of(needed) <= half_width * 1.03);
    CHECK(half_width_of(needed / 2) > half_width);
  }
  const engine::Estimate one = engine::share_of(0, 1);
  CHECK(engine::trials_needed(0.01, (one.high - one.low) / 2, 1) > 5000); // one trial says little of a share
}

TEST_CASE("squares that are clamped leave a mean, and no deviation or interval") {
  const engine::Axis axis{0.0, 1.0, 1, 3};
  const engine::Place place{0, 3};
  const engine::Row row{0, 0, 2, 0, 4, 8}; // two values of 2
  const auto clamped = engine::Histogram::of_values(axis, place, row, true);
  CHECK(clamped.mean() == 2.0);
  CHECK(std::isnan(clamped.standard_deviation()));
  CHECK(std::isnan(clamped.mean_with_interval().low));
  CHECK(engine::Histogram::of_values(axis, place, row).standard_deviation() == 0.0);
  CHECK(clamped.is_at_end(2.0));
  CHECK(clamped.is_at_end(0.0));
  CHECK_FALSE(clamped.is_at_end(1.0));
}

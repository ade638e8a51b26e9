// SPDX-License-Identifier: Apache-2.0
// The two small models that the engine is measured by do what they say: their means are known, a plain
// reading of their equations in double precision goes through the same trajectories, and every kernel gives
// the same bits.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include <doctest/doctest.h>

#include "benchmarks/linear_sde/model.hpp"
#include "benchmarks/linear_sde/world.hpp"
#include "benchmarks/ring/model.hpp"
#include "benchmarks/ring/world.hpp"
#include "engine/ensemble/ensemble.hpp"
#include "engine/lanes/random.hpp"

namespace {

constexpr std::uint64_t seed = 20250201;
constexpr int block_size = 256;

/// The outcomes of a model at its defaults: [outcome][trajectory].
class Sample {
public:
  Sample(const engine::Model &model, const engine::Kernel &kernel, int steps, int trajectories)
      : values_(model.outcomes.size()) {
    std::vector<double> parameters;
    for (const engine::Parameter &parameter : model.parameters) parameters.push_back(parameter.value);
    const engine::Scenario scenario{parameters.data(), parameters.size(), nullptr, 0, nullptr, 0, steps, 0};
    std::vector<float> outcomes(values_.size() * block_size);
    for (int first = 0; first < trajectories; first += block_size) {
      kernel.simulate(scenario, {seed, static_cast<std::uint64_t>(first), block_size},
                      {outcomes.data(), nullptr, block_size});
      for (std::size_t i = 0; i < values_.size(); ++i) {
        const auto begin = outcomes.begin() + static_cast<std::ptrdiff_t>(i) * block_size;
        values_[i].insert(values_[i].end(), begin, begin + block_size);
      }
    }
  }
  const std::vector<float> &operator[](std::size_t outcome) const { return values_[outcome]; }
  friend bool operator==(const Sample &, const Sample &) = default;

private:
  std::vector<std::vector<float>> values_;
};

Sample sample_of_ring(int trajectories) {
  return {ring::model(), engine::choose_kernel(ring::model()), ring::steps, trajectories};
}

Sample sample_of_sde(int trajectories) {
  return {linear_sde::model(), engine::choose_kernel(linear_sde::model()), linear_sde::steps, trajectories};
}

double mean(std::span<const float> values) {
  double sum = 0.0;
  for (const float value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double deviation(std::span<const float> values) {
  const double middle = mean(values);
  double sum = 0.0;
  for (const float value : values) sum += (value - middle) * (value - middle);
  return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

/// Uniforms of one stream in a step of one trajectory, as a kernel draws them.
std::array<double, 4> uniforms(std::uint64_t trajectory, int step, std::uint32_t stream) {
  using Real = engine::Lanes<float, 4>;
  const auto drawn = engine::Draws<Real>(seed, trajectory, static_cast<std::uint32_t>(step)).uniforms(stream);
  return {drawn[0][0], drawn[1][0], drawn[2][0], drawn[3][0]};
}

struct RingEnd {
  double escalations = 0.0;
  double highest_tension = 0.0;
};

/// The option that a softmax of the utilities takes.
std::size_t chosen(const std::array<double, 4> &utility, double u) {
  std::array<double, 4> weight{};
  double total = 0.0;
  for (std::size_t k = 0; k < 4; ++k) total += weight[k] = std::exp(utility[k]);
  std::size_t k = 0;
  for (double below = weight[0]; k < 3 && u * total >= below; below += weight[k]) ++k;
  return k;
}

/// The ring by its equations alone, number by number.
RingEnd plain_ring(std::uint64_t trajectory) {
  constexpr std::array<double, 4> B{0.0, 0.2, -0.3, -1.5};
  constexpr std::array<double, 4> W{0.5, -0.4, 0.3, 0.8};
  constexpr std::array<double, 4> V{-0.2, 0.3, 0.1, 0.4};
  constexpr std::array<double, 4> C{-0.3, 0.1, 0.2, 0.6};
  constexpr std::array<double, 4> D{-0.1, 0.05, 0.1, 0.3};
  constexpr std::array<double, 4> E{-0.05, 0.0, 0.02, 0.15};
  std::array<double, 6> x{};
  double s = 0.0;
  RingEnd end;
  for (int step = 0; step < ring::steps; ++step) {
    for (std::size_t i = 0; i < 6; ++i) {
      const auto u = uniforms(trajectory, step, static_cast<std::uint32_t>(1 + i / 2));
      const double next = x[(i + 1) % 6];
      std::array<double, 4> utility{};
      for (std::size_t k = 0; k < 4; ++k) utility[k] = B[k] + W[k] * x[i] + V[k] * next + C[k] * s;
      const std::size_t k = chosen(utility, u[i % 2 * 2]);
      x[i] = 0.9 * x[i] + D[k] + 0.1 * next + 0.5 * (u[i % 2 * 2 + 1] - 0.5);
      s = 0.95 * s + E[k];
      if (k == 3) end.escalations += 1.0;
    }
    end.highest_tension = std::max(end.highest_tension, s);
  }
  return end;
}

// The reference is an independent implementation: mean 535.7 +- 0.15, deviation 65.4 +- 0.2, mean of the
// highest tension 2.999. Here the mean of 65,536 trajectories has a standard error of 0.26, the deviation one
// of at most 0.4 (the law is skewed), the highest tension one below 0.002; with the reference's, five joint
// standard errors each: a false alarm in some 600,000 runs.
TEST_CASE("the ring has the moments of an independent implementation") {
  const Sample sample = sample_of_ring(65'536);
  CHECK(std::abs(mean(sample[0]) - 535.7) < 5 * std::hypot(0.26, 0.15));
  CHECK(std::abs(deviation(sample[0]) - 65.4) < 5 * std::hypot(0.4, 0.2));
  CHECK(std::abs(mean(sample[1]) - 2.999) < 5 * std::hypot(0.002, 0.001));
}

// Roundings of single precision move a choice in about one of a hundred trajectories, and then all that
// follows.
TEST_CASE("the ring goes where its equations go, number by number") {
  const Sample sample = sample_of_ring(block_size);
  int equal = 0;
  for (std::size_t trajectory = 0; trajectory < block_size; ++trajectory) {
    const RingEnd plain = plain_ring(trajectory);
    const bool same_count = sample[0][trajectory] == static_cast<float>(plain.escalations);
    const bool same_tension = std::abs(sample[1][trajectory] - plain.highest_tension) < 1e-4;
    equal += same_count && same_tension ? 1 : 0;
  }
  CHECK(equal >= block_size * 95 / 100);
}

// E X(1) = 0.1 (1 + h)^n exactly, h the drift of one of the n steps; the second moment follows likewise. Five
// standard errors of each: false alarms in one of 300,000 runs.
TEST_CASE("the linear equation has the mean and the deviation of its scheme") {
  const int trajectories = 65'536;
  const double growth = 1.0 + 1.5 / 256;
  const double exact_mean = 0.1 * std::pow(growth, 256);
  const double relative_deviation =
      std::sqrt(std::pow(1.0 + 0.01 * 0.01 / 256 / (growth * growth), 256) - 1.0);
  const double exact_deviation = exact_mean * relative_deviation;
  const Sample sample = sample_of_sde(trajectories);
  for (std::size_t i = 0; i < linear_sde::components; ++i) {
    CHECK(std::abs(mean(sample[i]) - exact_mean) < 5 * exact_deviation / std::sqrt(trajectories));
    CHECK(std::abs(deviation(sample[i]) / exact_deviation - 1.0) < 5 / std::sqrt(2.0 * trajectories));
  }
}

// A correlation of independent components has a standard error of 1 / sqrt(trajectories); five of them.
TEST_CASE("the components of the linear equation are uncorrelated") {
  const int trajectories = 65'536;
  const Sample sample = sample_of_sde(trajectories);
  const auto correlation = [&](const std::vector<float> &one, const std::vector<float> &other) {
    const double centre_of_one = mean(one);
    const double centre_of_other = mean(other);
    double sum = 0.0;
    for (std::size_t k = 0; k < one.size(); ++k)
      sum += (one[k] - centre_of_one) * (other[k] - centre_of_other);
    return sum / trajectories / deviation(one) / deviation(other);
  };
  for (std::size_t i = 0; i < linear_sde::components; ++i) {
    CHECK(std::abs(correlation(sample[i], sample[(i + 1) % 3])) < 5 / std::sqrt(trajectories));
  }
}

TEST_CASE("the linear equation goes where its steps go, number by number") {
  constexpr double turn = 6.283185307179586;
  const Sample sample = sample_of_sde(block_size);
  for (std::size_t trajectory = 0; trajectory < block_size; ++trajectory) {
    std::array<double, 3> x{0.1, 0.1, 0.1};
    for (int step = 0; step < linear_sde::steps; ++step) {
      const auto u = uniforms(trajectory, step, 1);
      const double radius = std::sqrt(-2.0 * std::log(u[0]));
      const std::array<double, 3> normal{radius * std::cos(turn * u[1]), radius * std::sin(turn * u[1]),
                                         std::sqrt(-2.0 * std::log(u[2])) * std::cos(turn * u[3])};
      for (std::size_t i = 0; i < 3; ++i) x[i] += 1.5 * x[i] / 256 + 0.01 * x[i] * normal[i] / 16;
    }
    for (std::size_t i = 0; i < 3; ++i) CHECK(std::abs(sample[i][trajectory] / x[i] - 1.0) < 2e-5);
  }
}

/// Every kernel that this processor runs is at or after the best one.
void check_equal_bits(const engine::Model &model, int steps) {
  const engine::Kernel *best = &engine::choose_kernel(model);
  const Sample expected(model, *best, steps, block_size);
  for (const engine::Kernel *kernel = best; kernel <= &model.kernels.back(); ++kernel) {
    CAPTURE(kernel->instruction_set);
    CHECK(Sample(model, *kernel, steps, block_size) == expected);
  }
}

TEST_CASE("every kernel of the small models gives the same bits") {
  check_equal_bits(ring::model(), ring::steps);
  check_equal_bits(linear_sde::model(), linear_sde::steps);
}

} // namespace

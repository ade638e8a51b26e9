// SPDX-License-Identifier: Apache-2.0
#pragma once

// Runs of the model under other numbers than its defaults, for tests.

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "agents/peninsula/model.hpp"
#include "engine/ensemble/ensemble.hpp"

namespace test {

inline constexpr std::uint64_t seed = 20250201;
inline constexpr int months = 48;

/// Values for parameters, each by its name or its symbol.
using Overrides = std::vector<std::pair<std::string_view, double>>;

/// The place of what is declared under this name or this symbol.
template <class Declared> std::size_t place_of(const std::vector<Declared> &declared, std::string_view name) {
  for (std::size_t i = 0; i < declared.size(); ++i) {
    if (declared[i].name == name) return i;
  }
  for (std::size_t i = 0; i < declared.size(); ++i) {
    if constexpr (requires { declared[i].symbol; }) {
      if (declared[i].symbol == name) return i;
    }
  }
  throw std::invalid_argument("nothing is called " + std::string(name));
}

/// The defaults of the model, save what is given. Bounds are not looked at.
inline engine::Condition condition(const Overrides &overrides = {}, int horizon = months) {
  engine::Condition condition;
  condition.name = "test";
  condition.months = horizon;
  const auto &parameters = peninsula::model().parameters;
  for (const engine::Parameter &parameter : parameters) condition.settings.push_back({parameter.value, {}});
  for (const auto &[name, value] : overrides) condition.settings[place_of(parameters, name)].value = value;
  return condition;
}

/// A condition, run: every outcome of every trajectory, and how the series are spread in each month.
class Run {
public:
  explicit Run(engine::Condition condition, std::uint64_t trajectories = 2048)
      : conditions_{std::move(condition)}, size_(trajectories),
        values_(trajectories * peninsula::model().outcomes.size()) {
    engine::Plan plan{peninsula::model(), conditions_};
    plan.seed = seed;
    plan.trajectories = plan.records = trajectories;
    engine::Observer observer;
    observer.records = [this](std::size_t, std::uint64_t first, std::uint64_t count, const float *values,
                              std::size_t stride) {
      for (std::size_t outcome = 0; outcome < peninsula::model().outcomes.size(); ++outcome) {
        std::copy_n(values + outcome * stride, count,
                    values_.begin() + static_cast<std::ptrdiff_t>(outcome * size_ + first));
      }
    };
    row_ = engine::run_ensemble(plan, observer).rows.front();
  }
  explicit Run(std::initializer_list<Overrides::value_type> overrides, std::uint64_t trajectories = 2048)
      : Run(condition(overrides), trajectories) {}

  /// One number a trajectory; NaN where undefined.
  std::span<const float> operator[](std::string_view outcome) const & {
    return std::span(values_).subspan(place_of(peninsula::model().outcomes, outcome) * size_, size_);
  }
  std::span<const float> operator[](std::string_view outcome) const && = delete; // it would dangle
  /// All outcomes, one after another.
  std::span<const float> all() const { return values_; }

  /// The share of trajectories in which a series that counts or labels stood at `value` when the month ended.
  double share(std::string_view series, int month, int value) const {
    const engine::Model &model = peninsula::model();
    const engine::Layout layout(model.outcomes, model.series, conditions_.front().months);
    const engine::Place place = layout.series(place_of(model.series, series), month);
    return static_cast<double>(row_[place.first + static_cast<std::size_t>(value)]) /
           static_cast<double>(size_);
  }

private:
  std::vector<engine::Condition> conditions_;
  std::uint64_t size_;
  std::vector<float> values_;
  engine::Row row_;
};

/// Whether two runs gave the same numbers, bit for bit, in every trajectory.
inline bool identical(std::span<const float> a, std::span<const float> b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](float x, float y) {
    return std::bit_cast<std::uint32_t>(x) == std::bit_cast<std::uint32_t>(y);
  });
}

/// A mean over trajectories, and its standard error.
struct Estimate {
  double mean;
  double standard_error;
};

template <class Numbers> Estimate estimate(const Numbers &numbers) {
  double count = 0.0;
  double sum = 0.0;
  double squares = 0.0;
  for (const double x : numbers) {
    if (std::isnan(x)) continue;
    count += 1.0;
    sum += x;
    squares += x * x;
  }
  const double mean = sum / count;
  return {mean, std::sqrt((squares / count - mean * mean) / count)};
}

} // namespace test

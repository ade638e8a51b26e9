// SPDX-License-Identifier: Apache-2.0
#pragma once

// A scenario as a list of numbers, one step of its making after the other: how one program hands it to
// another. Both have the same model; to others the numbers mean nothing, and they are not kept.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/model/model.hpp"
#include "engine/model/scenario_data.hpp"

namespace engine {

/// Takes the calls that make a `ScenarioData`, and writes them down. What is set to its default is left out.
class ScenarioSteps {
public:
  explicit ScenarioSteps(const Model &model) : model_(model) {}

  void set(std::size_t parameter, double value);
  void draw(std::size_t parameter, std::uint32_t stream, Law law, const std::vector<double> &numbers,
            double lowest, double highest);
  void draw_together(std::size_t parameter, std::uint32_t stream, const std::vector<double> &column,
                     const std::vector<double> &weights, double lowest, double highest);
  void give(int month, std::size_t process, double value);
  void change(int month, std::size_t parameter, double value);
  void decide(int from, int until, std::size_t point, std::uint32_t options);
  void decide_when(const Rule &rule, std::size_t point, std::uint32_t options);

  const std::vector<double> &numbers() const { return numbers_; }

private:
  template <class... Numbers> void write(Numbers... numbers) {
    (numbers_.push_back(static_cast<double>(numbers)), ...);
  }
  void write_all(const std::vector<double> &numbers);

  const Model &model_;
  std::vector<double> numbers_;
  bool has_weights_ = false;
};

/// Makes the steps on a scenario that is not settled. A parameter that is set is drawn no more. False if the
/// numbers are no steps, or are outside the model or the months; the steps before have then been made.
[[nodiscard]] bool make_steps(std::span<const double> numbers, const Model &model, int months,
                              ScenarioData &data);

/// The first constraint of the model that a scenario can break, by the values with which it begins; as many
/// as there are if it breaks none.
std::size_t broken_constraint(const Model &model, const Scenario &scenario);

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#pragma once

// A scenario that owns its numbers.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/model/model.hpp"
#include "engine/model/scenario.hpp"

namespace engine {

/// Starts as a model's defaults; owns what `scenario()` points to.
class ScenarioData {
public:
  ScenarioData(const Model &model, int months, int first_calendar_month);
  ScenarioData(ScenarioData &&) = default; // a copy would point into the original

  void set(std::size_t parameter, double value);
  /// Sets it, and draws it no more.
  void fix(std::size_t parameter, double value);
  /// Draws a parameter anew for each trajectory, moved to the nearer of two bounds where it lies outside. In
  /// the model's order of parameters. `stream`: see `stream_of_parameter`. `numbers`: as a condition writes
  /// them.
  void draw(std::size_t parameter, std::uint32_t stream, Law law, const std::vector<double> &numbers,
            double lowest, double highest);
  /// Draws it as a column of a table whose rows have these weights; the same of every parameter drawn so.
  void draw_together(std::size_t parameter, std::uint32_t stream, const std::vector<double> &column,
                     const std::vector<double> &weights, double lowest, double highest);
  /// Gives a process its value in a month, counted from 0.
  void give(int month, std::size_t process, double value);
  /// Changes a parameter from a month on, which is not the first; in order of month.
  void change(int month, std::size_t parameter, double value);
  /// Leaves these options of a choice point, in the months from ... until that the scenario has, whatever was
  /// left of it in any case before.
  void decide(int from, int until, std::size_t point, std::uint32_t options);
  /// The same in the months in which a rule holds. At most `most_rules` of them.
  void decide_when(const Rule &rule, std::size_t point, std::uint32_t options);
  /// When all is said.
  void settle();

  Scenario scenario() const;

private:
  std::vector<double> parameters_;
  std::vector<Drawn> drawn_;
  std::vector<std::vector<double>> values_; // of what is drawn
  std::vector<double> ends_;                // of the rows of a table, as shares of their weights
  std::vector<float> given_;
  std::size_t process_count_;
  std::size_t point_count_;
  std::vector<std::vector<Intervention>> decided_; // [month][choice point]; empty if there are none
  std::vector<Intervention> interventions_;
  std::vector<std::uint32_t> interventions_from_;
  std::vector<Rule> rules_;
  std::vector<ParameterChange> changes_;
  int months_;
  int first_calendar_month_;
};

/// The stream on which a parameter of this name is drawn; far from the small numbers that agents use.
std::uint32_t stream_of_parameter(const std::string &name);

/// That of the row which parameters that are drawn together share.
std::uint32_t stream_of_rows();

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#include "engine/model/scenario_data.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <numeric>

#include "engine/hash.hpp"

namespace engine {

ScenarioData::ScenarioData(const Model &model, int months, int first_calendar_month)
    : given_(static_cast<std::size_t>(months) * model.processes.size(),
             std::numeric_limits<float>::quiet_NaN()),
      process_count_(model.processes.size()), point_count_(model.points.size()), months_(months),
      first_calendar_month_(first_calendar_month) {
  for (const Parameter &parameter : model.parameters) parameters_.push_back(parameter.value);
}

void ScenarioData::set(std::size_t parameter, double value) { parameters_[parameter] = value; }

void ScenarioData::fix(std::size_t parameter, double value) {
  set(parameter, value);
  std::erase_if(drawn_, [&](const Drawn &one) { return one.parameter == parameter; });
}

void ScenarioData::draw(std::size_t parameter, std::uint32_t stream, Law law,
                        const std::vector<double> &numbers, double lowest, double highest) {
  values_.push_back(numbers);
  const std::vector<double> &kept = values_.back();
  const bool has_values = law == Law::equally_likely;
  const auto number = [&](std::size_t index) {
    return !has_values && index < kept.size() ? kept[index] : 0.0;
  };
  const LawNumbers law_numbers{
      number(0), number(1), number(2), has_values ? kept.data() : nullptr, has_values ? kept.size() : 0,
      nullptr};
  drawn_.push_back({law_numbers, parameter, stream, law, lowest, highest});
}

void ScenarioData::draw_together(std::size_t parameter, std::uint32_t stream,
                                 const std::vector<double> &column, const std::vector<double> &weights,
                                 double lowest, double highest) {
  if (ends_.empty()) {
    std::partial_sum(weights.begin(), weights.end(), std::back_inserter(ends_));
    const double all = ends_.back();
    for (double &end : ends_) end /= all;
  }
  values_.push_back(column);
  const LawNumbers numbers{0.0, 0.0, 0.0, values_.back().data(), column.size(), ends_.data()};
  drawn_.push_back({numbers, parameter, stream, Law::together, lowest, highest});
}

void ScenarioData::give(int month, std::size_t process, double value) {
  given_[static_cast<std::size_t>(month) * process_count_ + process] = static_cast<float>(value);
}

void ScenarioData::change(int month, std::size_t parameter, double value) {
  changes_.push_back({month, parameter, value});
}

void ScenarioData::decide(int from, int until, std::size_t point, std::uint32_t options) {
  decided_.resize(static_cast<std::size_t>(months_) * point_count_);
  for (int month = std::max(from, 0); month <= std::min(until, months_ - 1); ++month) {
    auto &here = decided_[static_cast<std::size_t>(month) * point_count_ + point];
    std::erase_if(here, [](const Intervention &one) { return one.rule < 0; });
    here.push_back({options});
  }
}

void ScenarioData::decide_when(const Rule &rule, std::size_t point, std::uint32_t options) {
  decided_.resize(static_cast<std::size_t>(months_) * point_count_);
  for (int month = std::max(rule.from, 0); month < months_; ++month)
    decided_[static_cast<std::size_t>(month) * point_count_ + point].push_back(
        {options, static_cast<int>(rules_.size())});
  rules_.push_back(rule);
}

void ScenarioData::settle() {
  if (decided_.empty()) return;
  for (const auto &here : decided_) {
    interventions_from_.push_back(static_cast<std::uint32_t>(interventions_.size()));
    for (const bool is_rule : {false, true}) // rules choose among what is left in any case
      for (const Intervention &one : here)
        if ((one.rule >= 0) == is_rule) interventions_.push_back(one);
  }
  interventions_from_.push_back(static_cast<std::uint32_t>(interventions_.size()));
}

Scenario ScenarioData::scenario() const {
  Scenario scenario{parameters_.data(), parameters_.size(), drawn_.data(), drawn_.size(),
                    given_.data(),      process_count_,     months_,       first_calendar_month_};
  if (!interventions_from_.empty()) {
    scenario.interventions = interventions_.data();
    scenario.interventions_from = interventions_from_.data();
    scenario.point_count = point_count_;
    scenario.rules = rules_.data();
    scenario.rule_count = rules_.size();
  }
  scenario.changes = changes_.data();
  scenario.change_count = changes_.size();
  return scenario;
}

std::uint32_t stream_of_parameter(const std::string &name) {
  constexpr std::uint32_t of_parameters = 0x80000000U; // the small numbers below belong to agents
  return fnv_32(name) | of_parameters;
}

std::uint32_t stream_of_rows() { return stream_of_parameter("together"); }

} // namespace engine

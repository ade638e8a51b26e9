// SPDX-License-Identifier: Apache-2.0
#include "engine/model/scenario_data.hpp"

#include <limits>

#include "engine/hash.hpp"

namespace engine {

ScenarioData::ScenarioData(const Model &model, int months, int first_calendar_month)
    : given_(static_cast<std::size_t>(months) * model.processes.size(), std::numeric_limits<float>::quiet_NaN()),
      process_count_(model.processes.size()), months_(months), first_calendar_month_(first_calendar_month) {
  for (const Parameter &parameter : model.parameters) parameters_.push_back(parameter.value);
}

void ScenarioData::set(std::size_t parameter, double value) { parameters_[parameter] = value; }

void ScenarioData::draw(std::size_t parameter, std::uint32_t stream, Law law,
                        const std::vector<double> &numbers, double lowest, double highest) {
  values_.push_back(numbers);
  const std::vector<double> &kept = values_.back();
  const bool has_values = law == Law::equally_likely;
  const auto number = [&](std::size_t index) {
    return !has_values && index < kept.size() ? kept[index] : 0.0;
  };
  const LawNumbers law_numbers{number(0), number(1), number(2), has_values ? kept.data() : nullptr,
                               has_values ? kept.size() : 0};
  drawn_.push_back({law_numbers, parameter, stream, law, lowest, highest});
}

void ScenarioData::give(int month, const Event &event) {
  given_[static_cast<std::size_t>(month) * process_count_ + event.process] = static_cast<float>(event.value);
}

Scenario ScenarioData::scenario() const {
  return {parameters_.data(), parameters_.size(), drawn_.data(), drawn_.size(),
          given_.data(),      process_count_,     months_,       first_calendar_month_};
}

std::uint32_t stream_of_parameter(const std::string &name) {
  constexpr std::uint32_t of_parameters = 0x80000000U; // the small numbers below belong to agents
  return fnv_32(name) | of_parameters;
}

} // namespace engine

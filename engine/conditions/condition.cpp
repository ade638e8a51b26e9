// SPDX-License-Identifier: Apache-2.0
#include "engine/conditions/condition.hpp"

#include <limits>
#include <set>

#include <fmt/format.h>

#include "engine/conditions/laws.hpp"
#include "engine/hash.hpp"

namespace engine {
namespace {

/// A parameter's law as the kernel takes it; `values` hold the numbers of an equally likely one.
Drawn drawn(std::size_t place, const Parameter &parameter, const Distribution &distribution,
            const std::vector<double> &values, bool allow_out_of_range) {
  const Bounds bounds = bounds_of(parameter, allow_out_of_range);
  const std::vector<double> &numbers = distribution.numbers;
  const bool has_values = distribution.law == Drawn::Law::equally_likely;
  const auto number = [&](std::size_t index) {
    return !has_values && index < numbers.size() ? numbers[index] : 0.0;
  };
  const LawNumbers law{number(0), number(1), number(2), has_values ? values.data() : nullptr,
                       has_values ? values.size() : 0};
  return {law, place, stream_of_parameter(parameter.name), distribution.law, bounds.lowest, bounds.highest};
}

} // namespace

std::string Month::text() const {
  return is_year() ? fmt::format("year {}", year) : fmt::format("{:04}-{:02}", year, month);
}

ScenarioData::ScenarioData(const Model &model, const Condition &condition)
    : given_(static_cast<std::size_t>(condition.months) * model.process_count,
             std::numeric_limits<float>::quiet_NaN()),
      process_count_(model.process_count), months_(condition.months),
      first_calendar_month_(condition.start.is_year() ? 0 : condition.start.month - 1) {
  for (std::size_t place = 0; place < condition.settings.size(); ++place) {
    const Setting &setting = condition.settings[place];
    parameters_.push_back(setting.value);
    if (!setting.distribution) continue;
    values_.push_back(setting.distribution->numbers);
    drawn_.push_back(drawn(place, model.parameters[place], *setting.distribution, values_.back(),
                           condition.allow_out_of_range));
  }
  for (const Given &given : condition.timeline) {
    const Event &event = model.events[given.event];
    const auto month = static_cast<std::size_t>(condition.start.until(given.month));
    given_[month * process_count_ + event.process] = static_cast<float>(event.value);
  }
}

Scenario ScenarioData::scenario() const {
  return {parameters_.data(), parameters_.size(), drawn_.data(), drawn_.size(),
          given_.data(),      process_count_,     months_,       first_calendar_month_};
}

bool is_same(const Setting &one, const Setting &other) {
  if (one.distribution.has_value() != other.distribution.has_value()) return false;
  if (!one.distribution) return one.value == other.value;
  return one.distribution->law == other.distribution->law &&
         one.distribution->numbers == other.distribution->numbers;
}

std::vector<std::size_t> open_parameters(const Model &model, const Condition &condition) {
  std::vector<std::size_t> open;
  for (std::size_t place = 0; place < model.parameters.size(); ++place)
    if (has_prior(model.parameters[place]) && !condition.set.contains(place)) open.push_back(place);
  return open;
}

std::vector<std::size_t> drawn_parameters(const std::vector<Condition> &conditions) {
  std::set<std::size_t> drawn;
  for (const Condition &condition : conditions) {
    for (std::size_t place = 0; place < condition.settings.size(); ++place)
      if (condition.settings[place].distribution) drawn.insert(place);
  }
  return {drawn.begin(), drawn.end()};
}

std::uint32_t stream_of_parameter(const std::string &name) {
  constexpr std::uint32_t of_parameters = 0x80000000U; // the small numbers below belong to agents
  return fnv_32(name) | of_parameters;
}

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#include "engine/results/results.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "engine/errors.hpp"

namespace engine {

namespace {

template <class Declared>
std::vector<std::string> left_out(const std::vector<Declared> &declared,
                                  const std::vector<std::size_t> &counted) {
  std::vector<std::string> names;
  for (std::size_t place = 0; place < declared.size(); ++place)
    if (!std::binary_search(counted.begin(), counted.end(), place)) names.push_back(declared[place].name);
  return names;
}

} // namespace

void Results::declare(const Model &declared, const Wanted &counted,
                      const std::vector<std::string> &shown_first) {
  model = declared.name;
  model_summary = declared.summary;
  parameters = declared.parameters;
  outcomes = chosen(declared.outcomes, counted.outcomes);
  series = chosen(declared.series, counted.series);
  outcomes_left_out = left_out(declared.outcomes, counted.outcomes);
  series_left_out = left_out(declared.series, counted.series);
  headline.clear();
  const auto is_counted = [this](const std::string &name) {
    return std::find(outcomes_left_out.begin(), outcomes_left_out.end(), name) == outcomes_left_out.end();
  };
  std::copy_if(shown_first.begin(), shown_first.end(), std::back_inserter(headline), is_counted);
}

std::optional<std::size_t> Results::successes_of_until() const {
  if (!until) return std::nullopt;
  const auto found = std::find_if(outcomes.begin(), outcomes.end(),
                                  [this](const Outcome &outcome) { return outcome.name == until->outcome; });
  if (found == outcomes.end())
    throw InputError(fmt::format("a precision is asked of '{}', which is no outcome here", until->outcome));
  return layout().outcome(static_cast<std::size_t>(found - outcomes.begin())).first + 1;
}

} // namespace engine

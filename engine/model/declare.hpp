// SPDX-License-Identifier: Apache-2.0
#pragma once

// From a model's equations to its declarations as text: the same `parameters` and `tell` that the
// kernel runs, visited once for their words.

#include <string>
#include <type_traits>
#include <vector>

#include "engine/lanes/lanes.hpp"
#include "engine/model/kernel.hpp"
#include "engine/model/model.hpp"

namespace engine {

/// A parameter from its declaration; `label` names the entry of a table.
Parameter to_parameter(std::string_view group, const ParameterText &text, std::string_view label);
Outcome to_outcome(const OutcomeText &text);
Series to_series(const SeriesText &text);
Event to_event(const EventText &text);
Process to_process(const ProcessText &text);
ChoicePoint to_point(const Menu &menu);
ChoicePoint to_point(const Chance &chance);

/// Ends the program: the model itself is wrong, and nobody could run it.
[[noreturn]] void refuse_model(const char *why);

/// Reads the parameters, outcomes and series that `World` declares.
template <template <class> class World> void collect_declarations(Model &model) {
  using Real = std::conditional_t<is_sent, Lanes<float, 4>, Lanes<double, 2>>; // a form that is there already
  World<Real> world;
  auto add = [&](Constant<Real> &member, std::string_view group, const ParameterText &text,
                 std::string_view label) {
    member = Real(text.value);
    model.parameters.push_back(to_parameter(group, text, label));
  };
  ParameterVisitor<Real, decltype(add)> visitor(add);
  world.parameters(visitor);
  world.prepare();
  const auto region = world.opening(Draws<Real>(0, 0, before_the_first_step));
  typename World<Real>::Outcomes outcomes;
  if constexpr (requires { outcomes.most_places; }) {
    if (outcomes.places(region) > outcomes.most_places)
      refuse_model("the outcomes gather more values than engine/model/measures.hpp has room for");
  }
  outcomes.open(region);
  outcomes.tell([&](const OutcomeText &text, Real) { model.outcomes.push_back(to_outcome(text)); }, region,
                1);
  World<Real>::Series::tell([&](const SeriesText &text, Real) { model.series.push_back(to_series(text)); },
                            region);
}

/// The kernels of a model, best first.
template <template <class> class World> std::vector<Kernel> kernels_of() {
#if defined(__x86_64__)
  return {kernel_of<World, 16>(), kernel_of<World, 8>(), kernel_of<World, 4>()};
#else
  return {kernel_of<World, 4>()};
#endif
}

} // namespace engine

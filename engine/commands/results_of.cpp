// SPDX-License-Identifier: Apache-2.0
#include "engine/commands/results_of.hpp"

#include <limits>
#include <utility>

#include "engine/conditions/condition_file.hpp"

namespace engine {

Results results_of(const Plan &plan, Ensemble &ensemble) {
  const Model &model = plan.model;
  Results results;
  results.declare(model, counted(plan), model.headline);
  results.months = plan.conditions.front().months;
  results.seed = plan.seed;
  results.per_state = plan.per_state;
  results.reference = plan.reference;
  if (plan.until) results.until = {model.outcomes[plan.until->outcome].name, plan.until->half_width};
  for (std::size_t i = 0; i < plan.conditions.size(); ++i) {
    const Condition &condition = plan.conditions[i];
    ConditionResult result{condition.name,
                           condition.summary,
                           resolved_yaml(model, condition),
                           condition.start,
                           ensemble.counted,
                           {},
                           std::move(ensemble.rows[i])};
    for (const Setting &setting : condition.settings) {
      result.parameter_values.push_back(setting.distribution ? std::numeric_limits<double>::quiet_NaN()
                                                             : setting.value);
    }
    if (const auto successes = results.successes_of_until())
      result.half_width = half_width_of_share(result.row[*successes], result.trajectories);
    results.conditions.push_back(std::move(result));
  }
  return results;
}

} // namespace engine

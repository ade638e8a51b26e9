// SPDX-License-Identifier: Apache-2.0
#include "engine/ensemble/retelling.hpp"

#include "engine/ensemble/ensemble.hpp"

namespace engine {

Retelling retell(const Model &model, const Condition &condition, std::uint64_t seed, std::uint64_t trajectory,
                 std::uint64_t per_state) {
  const Kernel &kernel = choose_kernel(model);
  const auto lanes = static_cast<std::size_t>(kernel.lanes);
  const auto months = static_cast<std::size_t>(condition.months);
  std::vector<float> outcomes(model.outcomes.size() * lanes);
  std::vector<std::uint16_t> series(model.series.size() * months * lanes);
  Retelling retelling;
  const ScenarioData data = scenario_data(model, condition);
  kernel.retell(data.scenario(), {seed, trajectory, 1, per_state}, retelling.chronicle,
                {outcomes.data(), series.data(), kernel.lanes});
  for (std::size_t i = 0; i < outcomes.size(); i += lanes) retelling.outcomes.push_back(outcomes[i]);
  for (std::size_t i = 0; i < series.size(); i += lanes) retelling.series.push_back(series[i]);
  return retelling;
}

} // namespace engine

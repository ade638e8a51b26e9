// SPDX-License-Identifier: Apache-2.0
#include "engine/commands/notices.hpp"

#include <string>

#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include "engine/conditions/setting.hpp"

namespace engine {
namespace {

void tell_replaced(const Model &model, const Condition &condition) {
  if (condition.replaced.empty()) return;
  std::vector<std::string> settings;
  for (const Replaced &replaced : condition.replaced) {
    const Parameter &parameter = model.parameters[replaced.parameter];
    settings.push_back(fmt::format("{} (was {})", parameter.name, text_of(parameter, replaced.was)));
  }
  spdlog::info("--set replaces {} {} of {}: {}", settings.size(),
               settings.size() == 1 ? "setting" : "settings", condition.name, fmt::join(settings, ", "));
}

void tell_beyond(const Condition &condition) {
  if (!condition.beyond.empty())
    spdlog::warn("{} covers {} to {}, and its timeline does not come to {}", condition.name,
                 condition.start.text(), condition.start.after(condition.months - 1).text(),
                 fmt::join(condition.beyond, ", "));
}

void tell_other(const Condition &condition, const char *what, const std::optional<std::uint64_t> &asked,
                const std::optional<std::uint64_t> &shared) {
  if (asked && shared && *asked != *shared)
    spdlog::warn("the {} of {}, {}, is not used: all conditions share {}", what, condition.name, *asked,
                 *shared);
}

} // namespace

void tell_what_is_not_kept(const Model &model, const std::vector<Condition> &conditions) {
  for (const Condition &condition : conditions) {
    tell_replaced(model, condition);
    tell_beyond(condition);
  }
}

void tell_what_is_shared(const std::vector<Condition> &conditions, const Shared &shared) {
  for (const Condition &condition : conditions) {
    tell_other(condition, "seed", condition.seed, shared.seed);
    tell_other(condition, "number of trajectories", condition.trajectories, shared.trajectories);
  }
}

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#pragma once

// Conditions as YAML: reading with exact complaints, and writing out in full.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/conditions/condition.hpp"
#include "engine/model/models.hpp"

namespace engine {

/// What the command line changes in every condition it names.
struct Overrides {
  std::vector<std::string> settings; // "group.parameter=0.4" or "open=prior", as --set takes them
  std::optional<std::uint64_t> months;
  bool allow_out_of_range = false;
};

/// Reads a condition, a file or one that comes with the program by its name, and all that it extends; it says
/// itself which of the models it is meant for. Throws InputError: "file:line:column: what is wrong; nearest
/// valid name".
Condition load_condition(const Models &models, const std::string &path, const Overrides &overrides = {});

/// Reads a condition from text, as `load_condition` does; `path` names it in messages and anchors `extends`.
Condition parse_condition(const Models &models, const std::string &text, const std::string &path,
                          const Overrides &overrides = {});

/// One parameter set anew; `place` says where that was asked.
struct Change {
  std::size_t parameter;
  Setting setting;
  std::string place;
};

/// The condition with these changes. Throws InputError if it then breaks a constraint of the model.
Condition changed(const Model &model, const Condition &condition, const std::vector<Change> &changes);

/// The condition in full: every parameter, no `extends`. Reading it back gives the same condition.
std::string resolved_yaml(const Model &model, const Condition &condition);

/// The same, but of the parameters only those that differ from the reference's.
std::string yaml_of_differences(const Model &model, const Condition &condition, const Condition &reference);

} // namespace engine

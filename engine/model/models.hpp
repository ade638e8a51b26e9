// SPDX-License-Identifier: Apache-2.0
#pragma once

// The models of a program.

#include <algorithm>
#include <initializer_list>
#include <string>
#include <vector>

#include "engine/model/model.hpp"

namespace engine {

/// A condition that names no model is meant for the first.
class Models {
public:
  Models(const Model &only) : models_{&only} {}
  Models(std::initializer_list<const Model *> models) : models_(models) {}

  const Model &first() const { return *models_.front(); }

  /// Null if no model has this name.
  const Model *find(const std::string &name) const {
    const auto found =
        std::find_if(models_.begin(), models_.end(), [&](const Model *model) { return model->name == name; });
    return found == models_.end() ? nullptr : *found;
  }

  std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const Model *model : models_) names.push_back(model->name);
    return names;
  }

private:
  std::vector<const Model *> models_;
};

} // namespace engine

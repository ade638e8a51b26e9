// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "engine/model/model.hpp"

namespace engine {

/// JSON Schema (draft 7) of a condition file of this model, indented.
std::string condition_schema(const Model &model);

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "engine/model/model.hpp"

namespace engine {

/// All that a model declares, for programs that write documents about it: {"parameters": [...], "outcomes":
/// [...], "series": [...], "events": [...], "processes": [...], "choices": [...]}, each in the order of
/// declaration.
std::string declarations_as_json(const Model &model);

} // namespace engine

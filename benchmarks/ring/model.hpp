// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/model/model.hpp"

namespace ring {

/// The model, with a kernel for each instruction set.
const engine::Model &model();

} // namespace ring

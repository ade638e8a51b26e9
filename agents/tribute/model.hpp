// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/model/model.hpp"

namespace tribute {

/// The tribute model of Axelrod (1995): declarations and kernels.
const engine::Model &model();

} // namespace tribute

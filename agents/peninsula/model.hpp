// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/model/model.hpp"

namespace peninsula {

/// The model of security on and around the Korean Peninsula: declarations and kernels.
const engine::Model &model();

} // namespace peninsula

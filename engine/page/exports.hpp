// SPDX-License-Identifier: Apache-2.0
#pragma once

// The functions that a page calls. Numbers go to and fro in a room of memory that both sides see.

#include "engine/model/model.hpp"

namespace engine {

/// The model that the page runs, as whoever builds the module introduces it.
const Model &model_of_page();

} // namespace engine

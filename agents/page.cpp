// SPDX-License-Identifier: Apache-2.0
// The module of a page: the engine, introduced to one model. The build compiles this file once for each, and
// names the model's folder.

#include MODEL_HEADER
#include "engine/page/exports.hpp"

const engine::Model &engine::model_of_page() { return MODEL::model(); }

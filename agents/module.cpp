// SPDX-License-Identifier: Apache-2.0
// The Python module: the engine, introduced to the models.

#include <pybind11/pybind11.h>

#include "agents/peninsula/model.hpp"
#include "agents/tribute/model.hpp"
#include "engine/python/module.hpp"

PYBIND11_MODULE(_engine, module) {
  static const engine::Models models{&peninsula::model(), &tribute::model()};
  engine::fill_module(module, models);
}

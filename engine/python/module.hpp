// SPDX-License-Identifier: Apache-2.0
#pragma once

// The engine as a Python module. Arguments are as `scripts/peninsula` prepares them; errors are that
// package's.

#include <pybind11/pybind11.h>

#include "engine/model/models.hpp"

namespace engine {

/// Adds all that the module offers. The models must outlive it.
void fill_module(pybind11::module_ &module, const Models &models);

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#pragma once

// Sweeps as YAML, read with exact complaints.

#include <string>

#include "engine/conditions/condition_file.hpp"
#include "engine/designs/sweep.hpp"

namespace engine {

/// Reads a sweep, a file or one that comes with the program by its name, and the conditions that it names.
/// What the command line overrides holds for each of them. Throws InputError: "file:line:column: what is
/// wrong; nearest valid name".
Sweep load_sweep(const Models &models, const std::string &path, const Overrides &overrides = {});

} // namespace engine

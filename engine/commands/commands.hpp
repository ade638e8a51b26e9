// SPDX-License-Identifier: Apache-2.0
#pragma once

// The program's commands. Results and tables go to standard output, logs and progress to standard error.

#include "engine/model/models.hpp"

namespace engine {

/// Parses the command line, runs the command it names, and returns the program's exit status: 0 done,
/// 1 failed while running, 2 wrong input, 130 or 143 interrupted.
int run_commands(int argc, char **argv, const Models &models);

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#pragma once

// The two ways in which a command can fail, and the status with which the program then ends.

#include <stdexcept>
#include <string>

namespace engine {

/// What the user wrote is wrong; the message says where and how to mend it. Exit status 2.
class InputError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The work failed while running; nothing is damaged, and what was finished is kept. Exit status 1.
class RunError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Another process is doing this work already. Exit status 75: try again later.
class BusyError : public RunError {
  using RunError::RunError;
};

} // namespace engine

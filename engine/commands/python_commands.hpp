// SPDX-License-Identifier: Apache-2.0
#pragma once

// Commands that the Python package does: the program hands its whole command line over, and becomes Python.

#include <span>
#include <string>
#include <string_view>

namespace engine {

struct PythonCommand {
  std::string_view name;
  std::string_view summary; // as --help has it
};

/// Those that there are; scripts/peninsula/__main__.py knows the same names.
std::span<const PythonCommand> python_commands();

bool is_python_command(std::string_view word);

/// Becomes `python3 -m peninsula`, with these arguments after the program's own name, of the package
/// that belongs to this program. Comes back only by a RunError: there is no such package, or no Python.
[[noreturn]] void become_python(int argc, char **argv);

} // namespace engine

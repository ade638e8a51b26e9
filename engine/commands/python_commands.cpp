// SPDX-License-Identifier: Apache-2.0
#include "engine/commands/python_commands.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include "engine/errors.hpp"

namespace engine {
namespace {

namespace fs = std::filesystem;

constexpr std::array commands{
    PythonCommand{"why", "Tell what makes the difference between two conditions"},
    PythonCommand{"robust", "Tell how options compare over everything that is assumed"},
    PythonCommand{"flip", "Tell which assumption would turn a difference round, and where"},
    PythonCommand{"box", "Tell in which states of the world a difference turns round"},
    PythonCommand{"learn", "Tell what it is worth to learn an assumption before choosing"},
    PythonCommand{"report", "Make one page of a result file, or of several"},
    PythonCommand{"tail", "Tell who the worst trajectories of a result are, and what came before"},
};

std::string told_by_environment(const char *name) {
  const char *value = std::getenv(name); // NOLINT(concurrency-mt-unsafe): no other thread runs yet
  return value == nullptr ? "" : value;
}

/// The Python for which the package's module is compiled, unless the environment names another.
std::string python() {
  const std::string named = told_by_environment("PENINSULA_PYTHON");
  return named.empty() ? PENINSULA_PYTHON_EXECUTABLE : named;
}

/// The folder that holds the package of this program: in an installed prefix, in a wheel, or in the tree of a
/// build. Empty if there is none.
fs::path folder_of_package(const fs::path &program) {
  const fs::path above = program.parent_path().parent_path();
  std::error_code unknown;
  for (const fs::path &folder :
       {above / "share/peninsula/python", above.parent_path(), above.parent_path() / "scripts"})
    if (fs::exists(folder / "peninsula/__main__.py", unknown)) return folder;
  return {};
}

void put_first(const char *variable, const std::string &folder) {
  const std::string others = told_by_environment(variable);
  setenv(variable, (others.empty() ? folder : folder + ":" + others).c_str(),
         1); // NOLINT(concurrency-mt-unsafe)
}

} // namespace

std::span<const PythonCommand> python_commands() { return commands; }

bool is_python_command(std::string_view word) {
  return std::any_of(commands.begin(), commands.end(),
                     [&](const PythonCommand &command) { return command.name == word; });
}

void become_python(int argc, char **argv) {
  std::error_code unknown;
  const fs::path program = fs::read_symlink("/proc/self/exe", unknown);
  const fs::path package = folder_of_package(program);
  if (package.empty())
    throw RunError(fmt::format("{} is done by the Python package, and none belongs to the program {}",
                               argv[1], program.string()));
  put_first("PYTHONPATH", package.string());
  setenv("PENINSULA", program.c_str(),
         1); // NOLINT(concurrency-mt-unsafe): whose module the package then takes
  std::string interpreter = python();
  std::array<std::string, 3> options{"-P", "-m", "peninsula"}; // -P: no package of the present folder
  std::vector<char *> words{interpreter.data()};
  for (std::string &option : options) words.push_back(option.data());
  words.insert(words.end(), argv + 1, argv + argc);
  words.push_back(nullptr);
  execvp(words[0], words.data());
  throw RunError(fmt::format("{} needs Python, and '{}' does not start: {}; the environment variable "
                             "PENINSULA_PYTHON may name another",
                             argv[1], interpreter, std::generic_category().message(errno)));
}

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#pragma once

// The manual page and the completions of shells, made from the help of the commands themselves.

#include <string>

namespace CLI {
class App;
}

namespace engine {

/// In the language of man(7). `version` is told at the foot of each page.
std::string manual_page(const CLI::App &program, const std::string &version);

/// Completes commands, options, their choices, and files.
std::string bash_completion(const CLI::App &program);
std::string zsh_completion(const CLI::App &program);
std::string fish_completion(const CLI::App &program);

} // namespace engine

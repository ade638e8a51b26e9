// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace engine {

/// Says which command or option is none, with the nearest name, of a command line that was refused; empty if
/// all are spelt right.
std::string misspelt(const CLI::App &app);

} // namespace engine

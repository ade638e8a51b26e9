// SPDX-License-Identifier: Apache-2.0
#include "engine/commands/output.hpp"

#include <cerrno>
#include <cstdio>
#include <iostream>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "engine/errors.hpp"
#include "engine/terminal_text.hpp"

namespace engine {

void keep_standard_streams_apart() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) >= 0) continue;
    // The lowest free descriptor is this one. Reading from standard input fails, writing to the others too.
    static_cast<void>(open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY));
  }
}

/// Errors wait for the end: what was computed is kept first.
void print_safely(const std::string &text) { std::fputs(safe_for_terminal(text).c_str(), stdout); }

void print_safely(const nlohmann::ordered_json &document, int indentation) {
  using Json = nlohmann::ordered_json;
  constexpr auto mend = Json::error_handler_t::replace; // what is no UTF-8
  std::string text = document.dump(indentation, ' ', false, mend);
  if (safe_for_terminal(text) != text) text = document.dump(indentation, ' ', true, mend);
  std::fputs((text + '\n').c_str(), stdout);
}

void finish_standard_output() {
  std::cout.flush();
  errno = 0;
  const bool is_whole = std::fflush(stdout) == 0 && std::ferror(stdout) == 0 && std::cout.good();
  if (is_whole) return;
  throw RunError(errno == 0
                     ? "standard output could not be written"
                     : "standard output could not be written: " + std::generic_category().message(errno));
}

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include <fmt/format.h>

#include "engine/commands/options.hpp"
#include "engine/commands/output.hpp"
#include "engine/errors.hpp"
#include "engine/results/results.hpp"
#include "engine/results/stored_table.hpp"
#include "engine/terminal_text.hpp"

namespace engine {

int check_command(const std::vector<std::string> &files) {
  int status = 0;
  for (const std::string &file : files) {
    try {
      const bool sealed = check_result(file);
      print_safely(fmt::format(
          "{}: {}\n", file,
          sealed ? "whole: its bytes are those that were written"
                 : "nothing contradicts itself, but without a seal a wrong count may go unnoticed"));
    } catch (const InputError &error) {
      fmt::print(stderr, "peninsula: {}\n", safe_for_terminal(error.what()));
      status = 2;
    }
  }
  return status;
}

int table_command(const std::string &written) {
  print_safely(stored_table(stored_place(written)));
  return 0;
}

} // namespace engine

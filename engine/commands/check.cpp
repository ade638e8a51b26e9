#include <cstdio>

#include <fmt/format.h>

#include "engine/commands/options.hpp"
#include "engine/errors.hpp"
#include "engine/results/results.hpp"

namespace engine {

int check_command(const std::vector<std::string> &files) {
  int status = 0;
  for (const std::string &file : files) {
    try {
      const bool sealed = check_result(file);
      fmt::print("{}: {}\n", file,
                 sealed ? "whole: its bytes are those that were written"
                        : "nothing contradicts itself, but without a seal a wrong count may go unnoticed");
    } catch (const InputError &error) {
      fmt::print(stderr, "peninsula: {}\n", error.what());
      status = 2;
    }
  }
  return status;
}

} // namespace engine

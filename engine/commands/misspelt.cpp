// SPDX-License-Identifier: Apache-2.0
#include "engine/commands/misspelt.hpp"

#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "engine/conditions/nearest_name.hpp"
#include "engine/conditions/yaml_value.hpp"

namespace engine {

namespace {

std::vector<std::string> names_of_commands(const CLI::App &app) {
  std::vector<std::string> names;
  for (const CLI::App *command : app.get_subcommands([](const CLI::App *) { return true; }))
    names.push_back(command->get_name());
  return names;
}

void add_names_of_options(const CLI::App &command, std::vector<std::string> &names) {
  for (const CLI::Option *option : command.get_options())
    for (const std::string &name : option->get_lnames()) names.push_back("--" + name);
}

std::string none_such(const std::string &kind, const std::string &name,
                      const std::vector<std::string> &valid) {
  const std::string hint = did_you_mean(name, valid);
  return fmt::format("there is no {} {}{}", kind, quoted(name), hint.empty() ? "; --help lists all" : hint);
}

} // namespace

std::string misspelt(const CLI::App &app) {
  const std::vector<CLI::App *> commands = app.get_subcommands();
  std::vector<std::string> options;
  add_names_of_options(app, options);
  for (const CLI::App *command : commands) add_names_of_options(*command, options);
  for (const std::string &word : app.remaining(true)) {
    if (word.starts_with("--")) return none_such("option", word.substr(0, word.find('=')), options);
    if (commands.empty()) return none_such("command", word, names_of_commands(app));
  }
  return {};
}

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#include "engine/commands/manual.hpp"

#include <cctype>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace engine {

namespace {

std::vector<const CLI::App *> commands_of(const CLI::App &program) {
  return program.get_subcommands([](const CLI::App *) { return true; });
}

/// All, or those that begin with a dash.
std::vector<const CLI::Option *> options_of(const CLI::App &command) {
  return command.get_options([](const CLI::Option *option) { return !option->get_name().empty(); });
}

bool is_positional(const CLI::Option &option) { return !option.nonpositional(); }

/// "-n,--trajectories" as {"-n", "--trajectories"}.
std::vector<std::string> spellings_of(const CLI::Option &option) {
  std::vector<std::string> spellings;
  for (const auto &name : option.get_snames()) spellings.push_back("-" + name);
  for (const auto &name : option.get_lnames()) spellings.push_back("--" + name);
  return spellings;
}

/// "TEXT:{auto,bar}" as {"auto", "bar"}; empty where anything goes.
std::vector<std::string> choices_of(const CLI::Option &option) {
  const std::string type = option.get_type_name();
  const std::size_t open = type.find('{');
  const std::size_t close = type.find('}');
  if (open == std::string::npos || close == std::string::npos) return {};
  return CLI::detail::split(type.substr(open + 1, close - open - 1), ',');
}

bool takes_value(const CLI::Option &option) { return option.get_type_size() != 0; }

std::string value_of(const CLI::Option &option) {
  if (!takes_value(option)) return "";
  const auto choices = choices_of(option);
  return choices.empty() ? option.get_type_name() : fmt::format("{}", fmt::join(choices, "|"));
}

/// What man(7) would take for a command or a hyphen, written out.
std::string plain(std::string_view text) {
  std::string written;
  for (const char letter : text) {
    if (letter == '\\' || letter == '-') written += '\\';
    if ((letter == '.' || letter == '\'') && (written.empty() || written.back() == '\n')) written += "\\&";
    written += letter;
  }
  return written;
}

std::string in_capitals(std::string text) {
  for (char &letter : text) letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
  return text;
}

std::string entry_of(const CLI::Option &option) {
  const std::string names =
      is_positional(option) ? value_of(option) : fmt::format("{}", fmt::join(spellings_of(option), ", "));
  const std::string value = is_positional(option) ? "" : value_of(option);
  const std::string usual =
      option.get_default_str().empty() ? "" : fmt::format(" (unless told: {})", option.get_default_str());
  return fmt::format(".TP\n.B {}{}\n{}\n", plain(names),
                     value.empty() ? "" : fmt::format("\n.I {}", plain(value)),
                     plain(option.get_description() + usual));
}

std::string quoted_for_shell(std::string text) {
  for (std::size_t at = 0; (at = text.find('\'', at)) != std::string::npos; at += 4)
    text.replace(at, 1, "'\\''");
  return "'" + text + "'";
}

} // namespace

std::string manual_page(const CLI::App &program, const std::string &version) {
  const std::string name = program.get_name();
  std::string page =
      fmt::format(".TH {} 1 \"\" \"{} {}\" \"User Commands\"\n.SH NAME\n{} \\- {}\n", in_capitals(name), name,
                  plain(version), name, plain(program.get_description()));
  page += fmt::format(".SH SYNOPSIS\n.B {}\n.I command\n[\n.I options\n]\n.SH OPTIONS\n", name);
  for (const CLI::Option *option : options_of(program)) page += entry_of(*option);
  page += ".SH COMMANDS\n";
  for (const CLI::App *command : commands_of(program)) {
    page += fmt::format(".SS {}\n{}.\n", plain(command->get_name()), plain(command->get_description()));
    for (const CLI::Option *option : options_of(*command)) page += entry_of(*option);
  }
  return page + ".SH EXIT STATUS\n.TP\n.B 0\nall went well\n.TP\n.B 1\nthe work could not be finished\n"
                ".TP\n.B 2\nsomething was asked for that is wrong; nothing was written\n"
                ".TP\n.B 75\nanother process is at the same work; try again later\n"
                ".SH ENVIRONMENT\n.TP\n.B PENINSULA_INSTRUCTION_SET\n"
                "the SIMD instruction set to compute with, instead of the best of this processor; "
                "the results are the same bits\n";
}

std::string bash_completion(const CLI::App &program) {
  const std::string name = program.get_name();
  std::vector<std::string> commands;
  std::string options;
  std::string choices;
  for (const CLI::App *command : commands_of(program)) {
    commands.push_back(command->get_name());
    std::vector<std::string> spellings;
    for (const CLI::Option *option : options_of(*command)) {
      const auto own = spellings_of(*option);
      spellings.insert(spellings.end(), own.begin(), own.end());
      const auto values = choices_of(*option);
      if (!own.empty() && !values.empty())
        choices += fmt::format("  {}:{}) COMPREPLY=($(compgen -W '{}' -- \"$word\")); return ;;\n",
                               command->get_name(), own.back(), fmt::join(values, " "));
    }
    options += fmt::format("  {}) options='{}' ;;\n", command->get_name(), fmt::join(spellings, " "));
  }
  return fmt::format("_{0}() {{\n"
                     "  local word=${{COMP_WORDS[COMP_CWORD]}} last=${{COMP_WORDS[COMP_CWORD - 1]}}\n"
                     "  local command=${{COMP_WORDS[1]}} options=\n"
                     "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
                     "    COMPREPLY=($(compgen -W '{1} --help --version' -- \"$word\")); return\n  fi\n"
                     "  case $command:$last in\n{2}  esac\n"
                     "  case $command in\n{3}  esac\n"
                     "  case $word in\n  -*) COMPREPLY=($(compgen -W \"$options\" -- \"$word\")) ;;\n"
                     "  *) COMPREPLY=($(compgen -f -- \"$word\")) ;;\n  esac\n}}\n"
                     "complete -o filenames -F _{0} {0}\n",
                     name, fmt::join(commands, " "), choices, options);
}

std::string zsh_completion(const CLI::App &program) {
  // zsh reads bash's completions.
  return fmt::format("#compdef {}\nautoload -U +X bashcompinit && bashcompinit\n{}", program.get_name(),
                     bash_completion(program));
}

std::string fish_completion(const CLI::App &program) {
  const std::string name = program.get_name();
  std::string text;
  for (const CLI::App *command : commands_of(program)) {
    text += fmt::format("complete -c {} -n __fish_use_subcommand -a {} -d {}\n", name, command->get_name(),
                        quoted_for_shell(command->get_description()));
    for (const CLI::Option *option : options_of(*command)) {
      if (is_positional(*option)) continue;
      text += fmt::format("complete -c {} -n '__fish_seen_subcommand_from {}'", name, command->get_name());
      for (const auto &letter : option->get_snames()) text += " -s " + letter;
      for (const auto &word : option->get_lnames()) text += " -l " + word;
      if (takes_value(*option)) text += " -r";
      const auto values = choices_of(*option);
      if (!values.empty()) text += fmt::format(" -f -a '{}'", fmt::join(values, " "));
      text += fmt::format(" -d {}\n", quoted_for_shell(option->get_description()));
    }
  }
  return text;
}

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
// Runs the experiments of every mechanism, prints what was found, and keeps docs/mechanisms.md.

#include <algorithm>
#include <fstream>
#include <iostream>
#include <sstream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "agents/peninsula/model.hpp"
#include "engine/errors.hpp"
#include "tests/mechanisms/report.hpp"

namespace {

struct Options {
  std::vector<std::string> files;
  std::string coefficients;
  std::vector<std::string> only;
  std::uint64_t trajectories = 60'000;
  std::string write;
  std::string check;
  std::string flip;
};

std::vector<mechanisms::Mechanism> wanted(const Options &options) {
  std::vector<mechanisms::Mechanism> all;
  const auto take = [&](std::vector<mechanisms::Mechanism> some) {
    for (mechanisms::Mechanism &one : some) {
      const bool named = std::find(options.only.begin(), options.only.end(), one.id) != options.only.end();
      if (options.only.empty() || named) all.push_back(std::move(one));
    }
  };
  for (const std::string &file : options.files) take(mechanisms::read_mechanisms(peninsula::model(), file));
  if (!options.coefficients.empty())
    take(mechanisms::read_coefficients(peninsula::model(), options.coefficients));
  if (all.empty()) throw engine::InputError("--only: no mechanism and no coefficient has such a name");
  return all;
}

std::string content_of(const std::string &path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

/// Coefficients: neither states at the start nor readings, and not 0.
std::vector<std::size_t> coefficients(const std::string &name) {
  const auto &parameters = peninsula::model().parameters;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const bool fixed =
        parameters[i].role == engine::Role::initial || parameters[i].role == engine::Role::option;
    if (name == parameters[i].name || (name == "all" && !fixed && parameters[i].value != 0.0))
      places.push_back(i);
  }
  if (places.empty()) throw engine::InputError("--flip: no coefficient is called '" + name + "'");
  return places;
}

/// Flips the sign of each coefficient in turn, and tells which experiment notices first: its own, if it has
/// one. 1 if one is missed.
int flip_signs(const Options &options) {
  const mechanisms::Laboratory laboratory{peninsula::model(), options.trajectories};
  std::vector<mechanisms::Mechanism> sound; // met by the model as it is, with this many trajectories
  for (const mechanisms::Mechanism &mechanism : wanted(options))
    if (mechanisms::examine(laboratory, mechanism).met()) sound.push_back(mechanism);
  int missed = 0;
  for (const std::size_t parameter : coefficients(options.flip)) {
    const std::string &name = peninsula::model().parameters[parameter].name;
    const auto own = std::find_if(sound.begin(), sound.end(), [&](const mechanisms::Mechanism &mechanism) {
      return mechanism.id == name;
    });
    if (own != sound.end()) std::rotate(sound.begin(), own, own + 1);
    const bool convention = own != sound.end() && sound.front().sign_is_convention;
    const auto first = std::find_if(sound.begin(), sound.end(), [&](const mechanisms::Mechanism &mechanism) {
      const auto flipped = mechanisms::with_flipped_sign(peninsula::model(), mechanism, parameter);
      return !mechanisms::examine(laboratory, flipped).met();
    });
    const bool unnoticed = first == sound.end();
    missed += unnoticed && !convention ? 1 : 0;
    const std::string told = !unnoticed   ? "noticed by " + first->id
                             : convention ? "a convention: it scales a symmetric random number"
                                          : "MISSED";
    std::cout << fmt::format("{:<60} {}\n", name, told) << std::flush;
  }
  std::cout << missed << " missed\n";
  return missed == 0 ? 0 : 1;
}

/// The exit status: 0 if every mechanism is met, and the page as it should be.
int run(const Options &options) {
  mechanisms::Report report{{peninsula::model(), options.trajectories}, wanted(options), {}};
  for (const mechanisms::Mechanism &mechanism : report.mechanisms)
    report.results.push_back(mechanisms::examine(report.laboratory, mechanism));
  std::cout << mechanisms::as_table(report);
  bool good = std::all_of(report.results.begin(), report.results.end(),
                          [](const mechanisms::MechanismResult &result) { return result.met(); });
  if (!options.write.empty()) {
    std::ofstream page(options.write);
    page << mechanisms::as_page(report);
    if (!page.flush()) throw engine::RunError("cannot write '" + options.write + "'");
  }
  if (!options.check.empty() && content_of(options.check) != mechanisms::as_page(report)) {
    std::cout << options.check << " is stale: renew it with scripts/mechanisms --write\n";
    good = false;
  }
  std::cout << mechanisms::verdict(report) << '\n';
  return good ? 0 : 1;
}

/// Reads the command line and does what it says.
int command(int argc, char **argv) {
  CLI::App app("Shows each mechanism of the model at work, and its knock-out");
  Options options;
  app.add_option("files", options.files, "mechanisms, as YAML")->required();
  app.add_option("--coefficients", options.coefficients, "rows of coefficients, as YAML");
  app.add_option("-n,--trajectories", options.trajectories, "of each run")->capture_default_str();
  app.add_option("--only", options.only, "mechanisms to run, by id");
  app.add_option("--write", options.write, "write the page to this file");
  app.add_option("--check", options.check, "fail if this file is not the page");
  app.add_option("--flip", options.flip,
                 "a coefficient, or all: flip its sign, and see which mechanism notices");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError &error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return options.flip.empty() ? run(options) : flip_signs(options);
}

} // namespace

int main(int argc, char **argv) {
  try {
    return command(argc, argv);
  } catch (const engine::InputError &error) {
    fmt::print(stderr, "mechanisms: {}\n", error.what());
    return 2;
  } catch (const std::exception &error) {
    fmt::print(stderr, "mechanisms: {}\n", error.what());
    return 1;
  }
}

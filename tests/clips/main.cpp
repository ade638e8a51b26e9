// SPDX-License-Identifier: Apache-2.0
// Prints how often a bound was needed, for each condition and for the whole prior.

#include <cstdio>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "agents/peninsula/model.hpp"
#include "engine/conditions/condition_file.hpp"
#include "engine/errors.hpp"
#include "tests/clips/clips.hpp"

namespace {

constexpr std::uint64_t seed = 20250201;
constexpr double tolerable = 0.01; // of the months

void print(const clips::Clip &clip, const char *remark) {
  fmt::print("  {:<22} {:>8.4f} % below {:>8.4f} % above {:<14} {}{}\n", clip.quantity, 100.0 * clip.below,
             100.0 * clip.above, clip.undefined > 0 ? "NOT A NUMBER" : "", clip.place, remark);
}

/// Prints the bounds that were needed; whether all safeguards stay below what is tolerable.
bool print(const std::string &title, const engine::Condition &condition, std::uint64_t trajectories,
           bool everything) {
  const clips::Audit audit = clips::audit(condition, seed, trajectories);
  bool good = true;
  fmt::print("{}\n", title);
  for (const clips::Clip &clip : audit.safeguards) {
    const bool tolerated = clip.share() < tolerable && clip.undefined == 0;
    good = good && tolerated;
    if (everything || clip.share() > 0.0 || !tolerated) print(clip, tolerated ? "" : "  TOO OFTEN");
  }
  for (const clips::Clip &clip : audit.saturations)
    if (everything) print(clip, "  (part of an equation)");
  return good;
}

/// Reads the command line and audits what it names. 1 if a bound is needed too often.
int command(int argc, char **argv) {
  CLI::App app("Tells how often the bounds of states are needed, in per cent of the months");
  std::vector<std::string> files;
  std::uint64_t trajectories = 20'000;
  bool everything = false;
  app.add_option("conditions", files, "condition files")->required();
  app.add_option("-n,--trajectories", trajectories, "of each condition")->capture_default_str();
  app.add_flag("--all", everything,
               "also bounds that were never needed, and saturations that equations ask for");
  CLI11_PARSE(app, argc, argv);
  const engine::Model &model = peninsula::model();
  bool good = true;
  for (const std::string &file : files) {
    const engine::Condition condition = engine::load_condition(model, file);
    good = print(condition.name, condition, trajectories, everything) && good;
  }
  const engine::Condition prior = engine::load_condition(model, files.front(), {{"open=prior"}, {}, false});
  good = print(prior.name + ", every prior drawn", prior, trajectories, everything) && good;
  fmt::print("{}\n", good ? "no bound is needed in 1 % of the months" : "a bound is needed too often");
  return good ? 0 : 1;
}

} // namespace

int main(int argc, char **argv) {
  try {
    return command(argc, argv);
  } catch (const engine::InputError &error) {
    fmt::print(stderr, "clips: {}\n", error.what());
    return 2;
  } catch (const std::exception &error) {
    fmt::print(stderr, "clips: {}\n", error.what());
    return 1;
  }
}

// SPDX-License-Identifier: Apache-2.0
// Times models on one thread beside their limits: the same random draws and exponentials alone, on the same
// lanes. What a model asks for is counted by running it on a number that counts.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <exception>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "agents/peninsula/model.hpp"
#include "agents/peninsula/world.hpp"
#include "benchmarks/limit.hpp"
#include "benchmarks/linear_sde/model.hpp"
#include "benchmarks/linear_sde/world.hpp"
#include "benchmarks/ring/model.hpp"
#include "benchmarks/ring/world.hpp"
#include "benchmarks/textbook.hpp"
#include "engine/ensemble/ensemble.hpp"
#include "engine/errors.hpp"
#include "engine/model/kernel.hpp"
#include "tests/counting_real.hpp"

namespace benchmarks {

namespace {

constexpr int block_size = 256; // as an ensemble runs them
constexpr int blocks = 16;      // between two looks at the clock: some milliseconds
constexpr std::uint64_t seed = 20250201;

/// A model at its defaults, as a kernel takes it.
class Defaults {
public:
  Defaults(const engine::Model &model, int steps)
      : process_count_(model.processes.size()), steps_(steps),
        given_(static_cast<std::size_t>(steps) * process_count_, std::numeric_limits<float>::quiet_NaN()) {
    for (const engine::Parameter &parameter : model.parameters) parameters_.push_back(parameter.value);
  }
  engine::Scenario scenario() const {
    return {parameters_.data(), parameters_.size(), nullptr, 0, given_.data(), process_count_, steps_, 0};
  }

private:
  std::size_t process_count_;
  int steps_;
  std::vector<double> parameters_;
  std::vector<float> given_;
};

struct NoRecorder {
  template <class Region> void month(const Region &, int) const {}
  template <class Outcomes, class Region> void end(const Outcomes &, const Region &) const {}
};

/// What neighbouring trajectories of so many steps ask for.
template <template <class> class World> counting::Cost cost_of(const engine::Model &model, int steps) {
  const Defaults defaults(model, steps);
  const engine::Scenario scenario = defaults.scenario();
  engine::Trajectories<World, counting::CountingReal> trajectories(scenario);
  engine::NoWitness witness;
  counting::counted = {};
  trajectories.follow({seed, 0, 1}, witness, NoRecorder());
  return counting::counted;
}

/// What a step asks for, on average and without what comes before the first.
template <template <class> class World> Needs needs_of(const engine::Model &model, int steps) {
  const counting::Cost opening = cost_of<World>(model, 0);
  const counting::Cost whole = cost_of<World>(model, steps);
  const auto in_a_step = [&](std::uint64_t counting::Cost::*count) {
    return static_cast<int>(std::lround(static_cast<double>(whole.*count - opening.*count) / steps));
  };
  return {steps, World<counting::CountingReal>::streams, in_a_step(&counting::Cost::square_roots),
          in_a_step(&counting::Cost::cosines), in_a_step(&counting::Cost::exponentials)};
}

struct Subject {
  std::string name;
  const engine::Model &model;
  Needs needs;
  bool with_series;
};

/// What the peninsula asked for before its random words stood in a table: fourteen blocks a month, and a root
/// of a logarithm for each normal. A yardstick that no later saving moves.
Needs needs_with_56_uniforms(Needs needs) {
  needs.streams = 14;
  needs.radii = needs.normals;
  return needs;
}

std::vector<Subject> subjects() {
  constexpr int months = 48;
  const Needs of_peninsula = needs_of<peninsula::World>(peninsula::model(), months);
  return {{"peninsula", peninsula::model(), of_peninsula, false},
          {"peninsula with series", peninsula::model(), of_peninsula, true},
          {"ring", ring::model(), needs_of<ring::World>(ring::model(), ring::steps), false},
          {"linear SDE", linear_sde::model(),
           needs_of<linear_sde::World>(linear_sde::model(), linear_sde::steps), false}};
}

/// Microseconds of this thread that a trajectory takes.
template <class Work> double time_of(Work &&work) {
  const std::clock_t begin = std::clock();
  for (std::uint64_t block = 0; block < blocks; ++block) work(block * block_size);
  return 1e6 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC / (blocks * block_size);
}

/// A subject's kernel at work, with series as a run asks for them.
class Simulator {
public:
  explicit Simulator(const Subject &subject)
      : kernel_(engine::choose_kernel(subject.model)), defaults_(subject.model, subject.needs.steps),
        outcomes_(subject.model.outcomes.size() * block_size) {
    if (!subject.with_series) return;
    clamped_.resize(subject.model.series.size() * static_cast<std::size_t>(subject.needs.steps));
    codes_.resize(clamped_.size() * block_size);
    tape_.series = codes_.data();
    tape_.clamped = clamped_.data();
  }
  void run(std::uint64_t first) { kernel_.simulate(defaults_.scenario(), {seed, first, block_size}, tape_); }

private:
  const engine::Kernel &kernel_;
  Defaults defaults_;
  std::vector<float> outcomes_;
  std::vector<std::uint32_t> clamped_;
  std::vector<std::uint16_t> codes_;
  engine::Tape tape_{outcomes_.data(), nullptr, block_size};
};

double time_of_model(const Subject &subject) {
  Simulator simulator(subject);
  return time_of([&](std::uint64_t first) { simulator.run(first); });
}

using Limit = float (*)(const Needs &, std::uint64_t, std::uint64_t, int);

/// The limits on the lanes of the kernel in use: one register at a time, and two side by side.
std::pair<Limit, Limit> limits_of(const engine::Kernel &kernel) {
#if defined(__x86_64__)
  if (kernel.lanes == 16) return {limit<16>, limit_side_by_side<16>};
  if (kernel.lanes == 8) return {limit<8>, limit_side_by_side<8>};
#endif
  return {limit<4>, limit_side_by_side<4>};
}

double time_of_limit(const Subject &subject, Limit run) {
  volatile float result = 0.0F; // somebody reads it
  return time_of([&](std::uint64_t first) { result = run(subject.needs, seed, first, block_size); });
}

double time_of_textbook(const Subject &subject) {
  const Defaults defaults(subject.model, subject.needs.steps);
  std::vector<float> outcomes(subject.model.outcomes.size() * block_size);
  const engine::Tape tape{outcomes.data(), nullptr, block_size};
  return time_of([&](std::uint64_t first) {
           if (first == 0) simulate_by_the_textbook(defaults.scenario(), {seed, first, block_size}, tape);
         }) *
         blocks;
}

/// The shortest times: whatever else the machine does only adds to them.
struct Times {
  double model = std::numeric_limits<double>::infinity();
  double limit = std::numeric_limits<double>::infinity();
  double limit_side_by_side = std::numeric_limits<double>::infinity();
  double limit_of_56 = std::numeric_limits<double>::infinity(); // of the peninsula alone
  double textbook = std::numeric_limits<double>::infinity();    // likewise
};

/// Models and limits take turns, so that a processor which slows down slows all of them.
std::vector<Times> shortest_times(const std::vector<Subject> &subjects, int repetitions) {
  std::vector<Times> times(subjects.size());
  for (int repetition = 0; repetition < repetitions; ++repetition) {
    for (std::size_t i = 0; i < subjects.size(); ++i) {
      times[i].model = std::min(times[i].model, time_of_model(subjects[i]));
      const auto [limit, side_by_side] = limits_of(engine::choose_kernel(subjects[i].model));
      times[i].limit = std::min(times[i].limit, time_of_limit(subjects[i], limit));
      times[i].limit_side_by_side =
          std::min(times[i].limit_side_by_side, time_of_limit(subjects[i], side_by_side));
      if (i > 0) continue;
      const Subject before{{}, subjects[i].model, needs_with_56_uniforms(subjects[i].needs), false};
      times[i].limit_of_56 = std::min(times[i].limit_of_56, time_of_limit(before, limit));
      times[i].textbook = std::min(times[i].textbook, time_of_textbook(subjects[i]));
    }
  }
  return times;
}

nlohmann::ordered_json as_json(const Subject &subject, const Times &times) {
  const Needs &needs = subject.needs;
  nlohmann::ordered_json row{{"model", subject.name},
                             {"microseconds", times.model},
                             {"limit", times.limit},
                             {"ratio", times.model / times.limit},
                             {"limit_side_by_side", times.limit_side_by_side},
                             {"ratio_side_by_side", times.model / times.limit_side_by_side},
                             {"uniforms", 4 * needs.steps * static_cast<int>(needs.streams)},
                             {"normals", needs.steps * needs.normals},
                             {"exponentials", needs.steps * needs.exponentials}};
  if (std::isfinite(times.textbook)) {
    row["limit_of_56_uniforms"] = times.limit_of_56;
    row["ratio_to_limit_of_56_uniforms"] = times.model / times.limit_of_56;
    row["textbook"] = times.textbook;
    row["textbook_ratio"] = times.textbook / times.model;
    row["operations"] = cost_of<peninsula::World>(subject.model, needs.steps).operations;
  }
  return row;
}

/// Simulates so many blocks, or draws what they need and no more, and times nothing: for a program that
/// counts instructions, or that times it beside another.
void work_alone(const std::string &what, std::uint64_t many) {
  const std::vector<Subject> all = subjects();
  const Subject &subject = *std::find_if(
      all.begin(), all.end(), [&](const Subject &one) { return one.with_series == (what == "series"); });
  const engine::Kernel &kernel = engine::choose_kernel(subject.model);
  Simulator simulator(subject);
  float drawn = 0.0F;
  for (std::uint64_t block = 0; block < many; ++block) {
    if (what == "limit")
      drawn += limits_of(kernel).second(subject.needs, seed, block * block_size, block_size);
    else
      simulator.run(block * block_size);
  }
  if (what == "limit") fmt::print("{}\n", drawn); // somebody reads it
}

void print(const nlohmann::ordered_json &report) {
  fmt::print("One trajectory on one thread, {}, {} lanes; times in microseconds\n\n"
             "{:<22} {:>8} {:>8} {:>12} {:>8} {:>8} {:>6} {:>13} {:>6}\n",
             report["instruction_set"].get<std::string>(), report["lanes"].get<int>(), "model", "uniforms",
             "normals", "exponentials", "time", "limit", "ratio", "side by side", "ratio");
  for (const auto &row : report["models"]) {
    fmt::print("{:<22} {:>8} {:>8} {:>12} {:>8.3f} {:>8.3f} {:>6.2f} {:>13.3f} {:>6.2f}\n",
               row["model"].get<std::string>(), row["uniforms"].get<int>(), row["normals"].get<int>(),
               row["exponentials"].get<int>(), row["microseconds"].get<double>(), row["limit"].get<double>(),
               row["ratio"].get<double>(), row["limit_side_by_side"].get<double>(),
               row["ratio_side_by_side"].get<double>());
  }
}

int command(int argc, char **argv) {
  CLI::App app("Times models on one thread beside their limits: their random draws and exponentials alone");
  int repetitions = 30;
  bool json = false;
  app.add_option("--repetitions", repetitions, "of which the shortest counts")->capture_default_str();
  app.add_flag("--json", json, "for programs");
  std::string alone;
  std::uint64_t many = 1;
  app.add_option("--alone", alone,
                 "run the peninsula's model, with series or without, or its limit, and time nothing")
      ->check(CLI::IsMember({"model", "series", "limit"}));
  app.add_option("--blocks", many, "of 256 trajectories, with --alone");
  CLI11_PARSE(app, argc, argv);
  if (!alone.empty()) {
    work_alone(alone, many);
    return 0;
  }
  const std::vector<Subject> all = subjects();
  const std::vector<Times> times = shortest_times(all, repetitions);
  const engine::Kernel &kernel = engine::choose_kernel(peninsula::model());
  nlohmann::ordered_json report{
      {"compiler", COMPILER}, {"instruction_set", kernel.instruction_set}, {"lanes", kernel.lanes}};
  for (std::size_t i = 0; i < all.size(); ++i) report["models"].push_back(as_json(all[i], times[i]));
  if (json) {
    fmt::print("{}\n", report.dump(2));
  } else {
    print(report);
  }
  return 0;
}

} // namespace
} // namespace benchmarks

int main(int argc, char **argv) {
  try {
    return benchmarks::command(argc, argv);
  } catch (const engine::InputError &error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 2;
  } catch (const std::exception &error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}

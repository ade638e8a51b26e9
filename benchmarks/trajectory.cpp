// The model's time a trajectory beside its limit, on one thread: the same random draws and exponentials
// alone, same lanes, same flags. Prints the ratio.

#include <cstdio>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "agents/peninsula/model.hpp"
#include "agents/peninsula/streams.hpp"
#include "agents/peninsula/world.hpp"
#include "benchmarks/limit.hpp"
#include "engine/ensemble/ensemble.hpp"
#include "engine/model/kernel.hpp"
#include "tests/counting_real.hpp"

namespace benchmarks {

namespace {

constexpr int months = 48;
constexpr int block = 256;
constexpr std::uint64_t seed = 20250201;

/// The model's defaults as a kernel takes them.
struct Defaults {
  std::vector<double> parameters;
  std::vector<float> given;
  Defaults() {
    const engine::Model &model = peninsula::model();
    for (const engine::Parameter &parameter : model.parameters) parameters.push_back(parameter.value);
    given.assign(months * model.process_count, std::numeric_limits<float>::quiet_NaN());
  }
  engine::Scenario scenario() const {
    return {parameters.data(),
            parameters.size(),
            nullptr,
            0,
            given.data(),
            peninsula::model().process_count,
            months,
            1};
  }
};

struct NoRecorder {
  template <class Region> void month(const Region &, int) const {}
  template <class Outcomes, class Region> void end(const Outcomes &, const Region &) const {}
};

/// Exponentials that a month of the model evaluates in each lane, counted by running it.
Needs needs_of_model() {
  const Defaults defaults;
  const engine::Scenario scenario = defaults.scenario();
  engine::Trajectories<peninsula::World, counting::CountingReal> trajectories(scenario);
  engine::NoWitness witness;
  counting::counted = {};
  trajectories.follow(seed, 0, witness, NoRecorder());
  return {months, peninsula::stream_count, static_cast<int>(counting::counted.exponentials / months)};
}

void model_on(benchmark::State &state, bool with_series) {
  const Defaults defaults;
  const engine::Model &model = peninsula::model();
  const engine::Kernel &kernel = engine::choose_kernel(model);
  std::vector<float> outcomes(model.outcomes.size() * block);
  std::vector<std::uint16_t> series(model.series.size() * months * block);
  const engine::Tape tape{outcomes.data(), with_series ? series.data() : nullptr, block};
  std::uint64_t first = 0;
  for (auto _ : state) {
    kernel.simulate(defaults.scenario(), {seed, first, block}, tape);
    first += block;
    benchmark::DoNotOptimize(outcomes.data());
  }
  state.SetItemsProcessed(state.iterations() * block);
}

/// The limit on the lanes of the kernel in use.
auto limit_of(const engine::Kernel &kernel) {
#if defined(__x86_64__)
  if (kernel.lanes == 16) return &limit<16>;
  if (kernel.lanes == 8) return &limit<8>;
#endif
  return &limit<4>;
}

void limit_alone(benchmark::State &state) {
  const Needs needs = needs_of_model();
  const auto run = limit_of(engine::choose_kernel(peninsula::model()));
  std::uint64_t first = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(run(needs, seed, first, block));
    first += block;
  }
  state.SetItemsProcessed(state.iterations() * block);
  state.counters["uniforms"] = static_cast<double>(needs.streams) * 4 * months;
  state.counters["exponentials"] = static_cast<double>(needs.exponentials) * months;
}

/// Remembers the shortest time of each benchmark, so that ratios can be told at the end.
class Ratios : public benchmark::ConsoleReporter {
public:
  void ReportRuns(const std::vector<Run> &runs) override {
    benchmark::ConsoleReporter::ReportRuns(runs);
    for (const Run &run : runs) {
      if (run.run_type != Run::RT_Iteration) continue;
      const auto [best, is_new] = best_.try_emplace(run.run_name.function_name, run.GetAdjustedCPUTime());
      if (!is_new && run.GetAdjustedCPUTime() < best->second) best->second = run.GetAdjustedCPUTime();
    }
  }
  void print() const {
    for (const char *name : {"model", "model_with_series"}) {
      if (best_.contains(name) && best_.contains("limit")) {
        std::printf("ratio %s/limit: %.2f\n", name, best_.at(name) / best_.at("limit"));
      }
    }
  }

private:
  std::map<std::string, double> best_;
};

} // namespace
} // namespace benchmarks

int main(int argc, char **argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  const auto add = [](const char *name, auto run) {
    benchmark::RegisterBenchmark(name, run)->Unit(benchmark::kMicrosecond)->MinTime(0.5)->Repetitions(3);
  };
  add("limit", benchmarks::limit_alone);
  add("model", [](benchmark::State &state) { benchmarks::model_on(state, false); });
  add("model_with_series", [](benchmark::State &state) { benchmarks::model_on(state, true); });
  std::printf("instruction set: %s; one iteration is 256 trajectories of 48 months\n",
              engine::choose_kernel(peninsula::model()).instruction_set);
  benchmarks::Ratios reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
  reporter.print();
  return 0;
}

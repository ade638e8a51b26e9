// SPDX-License-Identifier: Apache-2.0
// Ensembles of the real model: what may change how the work is done must not change a single count.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <numeric>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "engine/ensemble/ensemble.hpp"
#include "engine/ensemble/retelling.hpp"
#include "engine/errors.hpp"
#include "tests/agents/harness.hpp"

namespace {

using engine::Ensemble;
using engine::Observer;
using engine::Plan;
using engine::Row;

constexpr std::uint64_t round_of_work = 16384; // trajectories between two looks at progress

const engine::Model &model() { return peninsula::model(); }

/// Two conditions of a year: the baseline, and one in which the war in Ukraine ends early.
const std::vector<engine::Condition> &conditions() {
  static const std::vector<engine::Condition> two{test::condition({}, 12),
                                                  test::condition({{"h_cf", 0.2}}, 12)};
  return two;
}

Plan plan_of(std::uint64_t trajectories) {
  Plan plan{model(), conditions()};
  plan.seed = test::seed;
  plan.trajectories = trajectories;
  plan.threads = 2;
  return plan;
}

std::vector<Row> rows_with_threads(std::uint64_t trajectories, int threads) {
  Plan plan = plan_of(trajectories);
  plan.threads = threads;
  return engine::run_ensemble(plan).rows;
}

/// What an observer of records is told, row by row: [condition][outcome][trajectory].
struct Records {
  std::vector<std::vector<std::vector<float>>> values{
      conditions().size(), std::vector<std::vector<float>>(model().outcomes.size())};
  Observer observer() {
    Observer watching;
    watching.records = [this](std::size_t condition, std::uint64_t first, std::uint64_t count,
                              const float *rows, std::size_t stride) {
      for (std::size_t outcome = 0; outcome < model().outcomes.size(); ++outcome) {
        auto &column = values[condition][outcome];
        CHECK(column.size() == first);
        column.insert(column.end(), rows + outcome * stride, rows + outcome * stride + count);
      }
    };
    return watching;
  }
};

std::int64_t counted(const Row &row, const engine::Place &place) {
  const auto first = row.begin() + static_cast<std::ptrdiff_t>(place.first);
  return std::accumulate(first, first + place.bins + 1, std::int64_t{0});
}

const engine::Layout &layout() {
  static const engine::Layout layout(model().outcomes, model().series, 12);
  return layout;
}

bool runs_on_this_processor(const engine::Kernel &kernel) {
  const std::string name = kernel.instruction_set;
#if defined(__x86_64__)
  if (name == "x86-64-v4") return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
  if (name == "x86-64-v3") return static_cast<bool>(__builtin_cpu_supports("avx2"));
#endif
  return true;
}

/// Outcomes and series of 64 trajectories straight from a kernel, from trajectory `first` on.
struct Straight {
  std::vector<float> outcomes;
  std::vector<std::uint16_t> series;
  Straight(const engine::Kernel &kernel, std::uint64_t seed, std::uint64_t first, int count)
      : outcomes(model().outcomes.size() * 64), series(model().series.size() * 12 * 64) {
    const engine::ScenarioData data = engine::scenario_data(model(), conditions().front());
    kernel.simulate(data.scenario(), {seed, first, count}, {outcomes.data(), series.data(), 64});
  }
};

} // namespace

TEST_CASE("the number of threads changes nothing") { // I2
  const auto one = rows_with_threads(5000, 1);
  CHECK(rows_with_threads(5000, 2) == one);
  CHECK(rows_with_threads(5000, 3) == one);
  CHECK(rows_with_threads(5000, 0) == one);
}

TEST_CASE("the size of the blocks changes nothing: counts, records, and parameters that are drawn") {
  std::vector<engine::Condition> three = conditions();
  three.push_back(test::condition({}, 12));
  three.back().settings[test::place_of(model().parameters, "h_cf")].distribution =
      engine::Distribution{engine::Drawn::Law::uniform, {0.01, 0.08}};
  Plan plan{model(), three};
  plan.seed = test::seed;
  plan.threads = 2;
  plan.trajectories = round_of_work + 100;
  plan.records = round_of_work + 33;
  const auto in_blocks_of = [&](int size) {
    std::vector<float> kept;
    Observer observer;
    observer.records = [&](std::size_t, std::uint64_t, std::uint64_t count, const float *values,
                           std::size_t stride) {
      for (std::size_t column = 0; column <= model().outcomes.size(); ++column)
        kept.insert(kept.end(), values + column * stride, values + column * stride + count);
    };
    plan.block_size = size;
    return std::pair(engine::run_ensemble(plan, observer).rows, kept);
  };
  const auto [rows, kept] = in_blocks_of(256);
  CHECK(kept.size() == 3 * (model().outcomes.size() + 1) * plan.records);
  for (const int size : {32, 96, 128, 512}) { // 96 leaves a rest in every round
    CAPTURE(size);
    const auto [other_rows, other_kept] = in_blocks_of(size);
    CHECK(other_rows == rows);
    CHECK(test::identical(other_kept, kept));
  }
}

TEST_CASE("blocks that fill no lanes, or would overflow, are refused") {
  Plan plan = plan_of(100);
  for (const int size : {0, -256, 258, 48, 2 * engine::largest_block}) {
    plan.block_size = size;
    CHECK_THROWS_AS(engine::run_ensemble(plan), std::invalid_argument);
  }
}

TEST_CASE("every trajectory is counted once, in every outcome, difference and month") {
  const std::uint64_t trajectories = 1001;
  for (const Row &row : engine::run_ensemble(plan_of(trajectories)).rows) {
    for (std::size_t i = 0; i < model().outcomes.size(); ++i) {
      CHECK(counted(row, layout().outcome(i)) == static_cast<std::int64_t>(trajectories));
      CHECK(counted(row, layout().difference(i)) == static_cast<std::int64_t>(trajectories));
    }
    for (std::size_t i = 0; i < model().series.size(); ++i) {
      CHECK(counted(row, layout().series(i, 11)) == static_cast<std::int64_t>(trajectories));
    }
  }
}

TEST_CASE("more trajectories contain the fewer: the first are the same, and counts only grow") { // I29
  Records few;
  Records many;
  Plan plan = plan_of(777);
  plan.records = plan.trajectories;
  const Ensemble less = engine::run_ensemble(plan, few.observer());
  plan.trajectories = plan.records = 3000;
  const Ensemble more = engine::run_ensemble(plan, many.observer());
  for (std::size_t condition = 0; condition < conditions().size(); ++condition) {
    for (std::size_t outcome = 0; outcome < model().outcomes.size(); ++outcome) {
      const auto &column = many.values[condition][outcome];
      CHECK(test::identical(few.values[condition][outcome], std::span(column).first(777)));
      const engine::Place &place = layout().outcome(outcome);
      for (std::size_t bin = place.first; bin <= place.undefined(); ++bin) {
        CHECK(less.rows[condition][bin] <= more.rows[condition][bin]);
      }
    }
  }
}

TEST_CASE("every kernel that this processor runs gives the same counts") {
  Plan plan = plan_of(4096);
  plan.kernel = &model().kernels.back();
  const auto portable = engine::run_ensemble(plan).rows;
  for (const engine::Kernel &kernel : model().kernels) {
    CAPTURE(kernel.instruction_set);
    if (!runs_on_this_processor(kernel)) {
      MESSAGE("not run here: this processor lacks its instructions");
      continue;
    }
    plan.kernel = &kernel;
    CHECK(engine::run_ensemble(plan).rows == portable);
  }
}

TEST_CASE("a trajectory is the same wherever its block starts and on every kernel, beyond 2^32 too") {
  for (const std::uint64_t first : {std::uint64_t{1000}, (std::uint64_t{1} << 32) - 20}) {
    const Straight portable(model().kernels.back(), test::seed, first, 64);
    for (const engine::Kernel &kernel : model().kernels) {
      if (!runs_on_this_processor(kernel)) continue;
      const Straight shifted(kernel, test::seed, first + 7, 32);
      for (std::size_t outcome = 0; outcome < model().outcomes.size(); ++outcome) {
        const std::span<const float> all = std::span(portable.outcomes).subspan(outcome * 64, 64);
        CHECK(test::identical(std::span(shifted.outcomes).subspan(outcome * 64, 32), all.subspan(7, 32)));
      }
      for (std::size_t line = 0; line < model().series.size() * 12; ++line) {
        const auto all = portable.series.begin() + static_cast<std::ptrdiff_t>(line * 64 + 7);
        CHECK(std::equal(all, all + 32, shifted.series.begin() + static_cast<std::ptrdiff_t>(line * 64)));
      }
    }
  }
}

TEST_CASE("another seed gives another ensemble") {
  Plan plan = plan_of(500);
  const auto rows = engine::run_ensemble(plan).rows;
  plan.seed += 1;
  CHECK(engine::run_ensemble(plan).rows != rows);
  plan.seed = test::seed + (std::uint64_t{1} << 32);
  CHECK(engine::run_ensemble(plan).rows != rows);
}

TEST_CASE("a trajectory retold ends as it was recorded") {
  Plan plan = plan_of(40);
  plan.records = 40;
  Records records;
  engine::run_ensemble(plan, records.observer());
  for (const std::size_t condition : {0U, 1U}) {
    for (const std::uint64_t trajectory : {0U, 1U, 15U, 16U, 39U}) {
      const auto retelling = engine::retell(model(), conditions()[condition], test::seed, trajectory);
      for (std::size_t outcome = 0; outcome < model().outcomes.size(); ++outcome) {
        const float recorded = records.values[condition][outcome][trajectory];
        CHECK(test::identical(std::span(&retelling.outcomes[outcome], 1), std::span(&recorded, 1)));
      }
      CHECK(retelling.series.size() == model().series.size() * 12);
      CHECK(!retelling.chronicle.decisions.empty());
      CHECK(!retelling.chronicle.incidents.empty());
    }
  }
}

TEST_CASE("what is told of a trajectory adds up: probabilities to 1, and what was chosen was possible") {
  const auto retelling = engine::retell(model(), conditions().front(), test::seed, 3);
  for (const engine::Decision &decision : retelling.chronicle.decisions) {
    const double sum = std::accumulate(decision.probability.begin(), decision.probability.end(), 0.0);
    CHECK(std::abs(sum - 1.0) < 1e-6);
    CHECK(decision.probability.size() == decision.options.size());
    CHECK(decision.probability[decision.chosen] > 0.0);
    CHECK(decision.month >= 0);
    CHECK(decision.month < 12);
  }
  for (const engine::Incident &incident : retelling.chronicle.incidents) {
    CHECK(incident.probability >= 0.0);
    CHECK(incident.probability <= 1.0);
    if (incident.happened) CHECK(incident.probability > 0.0);
  }
}

TEST_CASE("watching changes no count: records on or off, progress told or not") {
  Plan plan = plan_of(round_of_work + 100);
  const auto unwatched = engine::run_ensemble(plan).rows;
  Records records;
  Observer observer = records.observer();
  std::vector<std::uint64_t> told;
  observer.progress = [&](std::uint64_t done) { told.push_back(done); };
  plan.records = round_of_work + 5;
  CHECK(engine::run_ensemble(plan, observer).rows == unwatched);
  CHECK(told == std::vector<std::uint64_t>{round_of_work, round_of_work + 100});
  CHECK(records.values[0][0].size() == round_of_work + 5);
}

TEST_CASE("records are what was counted") {
  Plan plan = plan_of(1500);
  plan.records = 1500;
  Records records;
  const Ensemble ensemble = engine::run_ensemble(plan, records.observer());
  for (std::size_t condition = 0; condition < conditions().size(); ++condition) {
    for (std::size_t outcome = 0; outcome < model().outcomes.size(); ++outcome) {
      const engine::Axis axis = engine::axis_of(model().outcomes[outcome], 12);
      const engine::Place &place = layout().outcome(outcome);
      std::vector<std::int64_t> bins(static_cast<std::size_t>(axis.bins) + 1);
      for (const float value : records.values[condition][outcome]) {
        ++bins[std::isnan(value) ? bins.size() - 1 : static_cast<std::size_t>(axis.bin(axis.code(value)))];
      }
      CHECK(std::equal(bins.begin(), bins.end(),
                       ensemble.rows[condition].begin() + static_cast<std::ptrdiff_t>(place.first)));
    }
  }
}

TEST_CASE("records alone are the records of a run that counts, and nothing is counted") {
  Plan plan = plan_of(1500);
  plan.records = 1500;
  Records with_counts;
  engine::run_ensemble(plan, with_counts.observer());
  plan.counted = engine::Wanted{};
  Records alone;
  const Ensemble uncounted = engine::run_ensemble(plan, alone.observer());
  CHECK(uncounted.trajectories == 1500);
  for (const Row &row : uncounted.rows)
    CHECK(std::all_of(row.begin(), row.end(), [](std::int64_t count) { return count == 0; }));
  for (std::size_t condition = 0; condition < conditions().size(); ++condition) {
    for (std::size_t outcome = 0; outcome < model().outcomes.size(); ++outcome) {
      const auto &expected = with_counts.values[condition][outcome];
      const auto &found = alone.values[condition][outcome];
      REQUIRE(found.size() == expected.size());
      CHECK(std::memcmp(found.data(), expected.data(), found.size() * sizeof(float)) == 0);
    }
  }
}

TEST_CASE("a condition compared with itself never differs, and a reference may stand anywhere") {
  Plan plan = plan_of(600);
  const auto against_first = engine::run_ensemble(plan).rows;
  plan.reference = 1;
  const auto against_second = engine::run_ensemble(plan).rows;
  for (std::size_t i = 0; i < model().outcomes.size(); ++i) {
    const engine::Place &difference = layout().difference(i);
    CHECK(against_first[0][difference.sum()] == 0);
    CHECK(against_second[1][difference.sum()] == 0);
    CHECK(against_first[1][difference.sum()] == -against_second[0][difference.sum()]);
    const engine::Place &outcome = layout().outcome(i);
    CHECK(against_first[1][outcome.sum()] == against_second[1][outcome.sum()]);
  }
}

TEST_CASE("an interrupted run keeps its whole rounds, and says so") {
  Plan plan = plan_of(3 * round_of_work);
  Observer observer;
  observer.interrupted = [] { return true; };
  const Ensemble interrupted = engine::run_ensemble(plan, observer);
  CHECK(interrupted.interrupted);
  CHECK(interrupted.trajectories == round_of_work);
  plan.trajectories = round_of_work;
  const Ensemble whole = engine::run_ensemble(plan, observer);
  CHECK_FALSE(whole.interrupted); // it was done when asked
  CHECK(interrupted.rows == whole.rows);
}

TEST_CASE("a run until a precision stops at the first round that has it") {
  Plan plan = plan_of(5 * round_of_work);
  const std::size_t outcome = test::place_of(model().outcomes, "nuclear_test_held");
  plan.until = engine::Precision{outcome, 0.003};
  const Ensemble ensemble = engine::run_ensemble(plan);
  CHECK_FALSE(ensemble.interrupted);
  CHECK(ensemble.trajectories % round_of_work == 0);
  CHECK(ensemble.trajectories < plan.trajectories);
  const auto half_width = [&](const Row &row, std::uint64_t trajectories) {
    const auto n = static_cast<double>(trajectories);
    const double share = static_cast<double>(row[layout().outcome(outcome).first + 1]) / n;
    return 1.96 * std::sqrt(share * (1 - share) / n);
  };
  for (const Row &row : ensemble.rows) CHECK(half_width(row, ensemble.trajectories) < 0.003);
  plan.until.reset();
  plan.trajectories = ensemble.trajectories - round_of_work;
  const Ensemble before = engine::run_ensemble(plan);
  double widest = 0.0;
  for (const Row &row : before.rows) widest = std::max(widest, half_width(row, before.trajectories));
  CHECK(widest > 0.003);
}

TEST_CASE("values of series outside their edges are counted, of whole trajectories and in every month") {
  const std::vector<engine::Condition> growing{test::condition(
      {{"economy.base_growth", 0.2}, {"economy.growth_shock", 0.0}, {"economy.plan_growth", 0.2}}, 12)};
  Plan plan{model(), growing};
  plan.seed = test::seed;
  plan.trajectories = 37; // fewer than the lanes of a block hold
  const std::size_t economy = test::place_of(model().series, "economy_by_month");
  std::vector<Row> rows;
  for (const engine::Kernel &kernel : model().kernels) {
    if (!runs_on_this_processor(kernel)) continue;
    plan.kernel = &kernel;
    const Row row = engine::run_ensemble(plan).rows.front();
    const engine::Place place = layout().series(economy, 11);
    CHECK(row[layout().series_clamped(economy, 0)] == 0);
    CHECK(row[layout().series_clamped(economy, 11)] == 37);
    CHECK(row[place.undefined() - 1] == 37);
    const std::size_t support = test::place_of(model().series, "chinese_support");
    CHECK(row[layout().series_clamped(support, 11)] == 0);
    CHECK(row[layout().beyond(test::place_of(model().outcomes, "economy"))] == 37);
    rows.push_back(row);
  }
  for (const Row &row : rows) CHECK(row == rows.front());
}

TEST_CASE("the kernel can be chosen by name, and a name that is none is refused") {
  const char *const variable = "PENINSULA_INSTRUCTION_SET";
  const char *const set_by_the_user = std::getenv(variable);
  const std::string before = set_by_the_user == nullptr ? "" : set_by_the_user;
  ::setenv(variable, model().kernels.back().instruction_set, 1);
  CHECK(&engine::choose_kernel(model()) == &model().kernels.back());
  ::setenv(variable, "abacus", 1);
  CHECK_THROWS_AS(engine::choose_kernel(model()), engine::InputError);
  ::unsetenv(variable);
  CHECK(runs_on_this_processor(engine::choose_kernel(model())));
  if (!before.empty()) ::setenv(variable, before.c_str(), 1);
}

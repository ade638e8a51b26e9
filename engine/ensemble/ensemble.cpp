// SPDX-License-Identifier: Apache-2.0
#include "engine/ensemble/ensemble.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>

#include <fmt/format.h>
#include <omp.h>

#include "engine/conditions/nearest_name.hpp"
#include "engine/errors.hpp"
#include "engine/memory.hpp"

namespace engine {

namespace {

/// Memory that a kernel writes a block to.
class TapeMemory {
public:
  TapeMemory(const Plan &plan, int months) : stride_(plan.block_size) {
    const auto size = static_cast<std::size_t>(plan.block_size);
    outcomes_.resize(plan.model.outcomes.size() * size);
    if (!plan.counted || !plan.series) return;
    clamped_.resize(plan.model.series.size() * static_cast<std::size_t>(months));
    series_.resize(clamped_.size() * size);
  }
  /// A tape on which nothing is clamped yet.
  Tape blank() {
    if (series_.empty()) return {outcomes_.data(), nullptr, stride_};
    std::fill(clamped_.begin(), clamped_.end(), 0);
    return {outcomes_.data(), series_.data(), stride_, clamped_.data()};
  }

private:
  int stride_;
  std::vector<float> outcomes_;
  std::vector<std::uint16_t> series_;
  std::vector<std::uint32_t> clamped_;
};

/// What one thread needs and nobody else touches.
struct Worker {
  Worker(const Plan &plan, std::size_t row_size, int months)
      : rows(plan.conditions.size(), Row(row_size)), reference(plan, months), current(plan, months) {}
  std::vector<Row> rows;
  TapeMemory reference;
  TapeMemory current;
};

/// Outcomes and drawn parameters of one round, kept for the records: [condition][column][trajectory of the
/// round].
class RoundRecords {
public:
  RoundRecords(const Plan &plan)
      : outcomes_(plan.model.outcomes.size()), drawn_(drawn_parameters(plan.conditions)),
        rows_(std::min(plan.records, plan.trajectories)),
        block_size_(static_cast<std::size_t>(plan.block_size)) {
    if (rows_ > 0) values_.resize(plan.conditions.size() * columns() * round_size);
  }

  bool wants(std::uint64_t first) const { return first < rows_; }

  void keep_outcomes(std::size_t condition, std::size_t offset, int count, const Tape &tape) {
    for (std::size_t outcome = 0; outcome < outcomes_; ++outcome) {
      const float *source = tape.outcomes + outcome * static_cast<std::size_t>(tape.stride);
      std::copy_n(source, count, place(condition, outcome) + offset);
    }
  }

  /// A parameter that this condition does not draw, but another does, stands there with its value.
  void keep_parameters(std::size_t condition, std::size_t offset, const Block &block, const Kernel &kernel,
                       const Scenario &scenario) {
    if (drawn_.empty()) return;
    std::vector<float> values(scenario.drawn_count * block_size_);
    kernel.draw(scenario, block, values.data(), block_size_);
    std::size_t next = 0; // of what this condition draws, in the same order
    for (std::size_t i = 0; i < drawn_.size(); ++i) {
      float *target = place(condition, outcomes_ + i) + offset;
      if (next < scenario.drawn_count && scenario.drawn[next].parameter == drawn_[i]) {
        std::copy_n(values.data() + block_size_ * next++, block.count, target);
      } else {
        std::fill_n(target, block.count, static_cast<float>(scenario.parameters[drawn_[i]]));
      }
    }
  }

  void hand_over(std::size_t conditions, std::uint64_t round_first, std::uint64_t count,
                 const Observer &observer) {
    if (round_first >= rows_) return;
    const std::uint64_t wanted = std::min(count, rows_ - round_first);
    for (std::size_t condition = 0; condition < conditions; ++condition) {
      observer.records(condition, round_first, wanted, place(condition, 0), round_size);
    }
  }

private:
  std::size_t columns() const { return outcomes_ + drawn_.size(); }
  float *place(std::size_t condition, std::size_t column) {
    return values_.data() + (condition * columns() + column) * round_size;
  }
  std::size_t outcomes_;
  std::vector<std::size_t> drawn_;
  std::uint64_t rows_;
  std::size_t block_size_;
  std::vector<float> values_;
};

void check_block_size(const Plan &plan) {
  const auto fits = [&](const Kernel &kernel) { return plan.block_size % kernel.at_once == 0; };
  const bool whole = std::all_of(plan.model.kernels.begin(), plan.model.kernels.end(), fits);
  if (whole && plan.block_size > 0 && plan.block_size <= largest_block) return;
  throw std::invalid_argument("no ensemble runs in blocks of " + std::to_string(plan.block_size));
}

/// Conditions in the order in which a block runs them: the reference first.
std::vector<std::size_t> order_of(const Plan &plan) {
  std::vector<std::size_t> order{plan.reference};
  for (std::size_t i = 0; i < plan.conditions.size(); ++i) {
    if (i != plan.reference) order.push_back(i);
  }
  return order;
}

std::vector<Series> series_of(const Plan &plan) {
  return plan.series ? plan.model.series : std::vector<Series>{};
}

int threads_of(const Plan &plan) { return plan.threads > 0 ? plan.threads : omp_get_max_threads(); }

/// Bytes that a run wants, about: counts of each thread, and their sum; a block of each; a round of records.
double memory_of(const Plan &plan, int threads) {
  const int months = plan.conditions.front().months;
  const auto conditions = static_cast<double>(plan.conditions.size());
  const auto row = static_cast<double>(Layout(plan.model.outcomes, series_of(plan), months).size());
  const auto outcomes = static_cast<double>(plan.model.outcomes.size());
  const auto series = static_cast<double>(series_of(plan).size()) * months;
  const double block = 2.0 * plan.block_size * (outcomes * sizeof(float) + series * sizeof(std::uint16_t));
  const double counts = conditions * row * sizeof(std::int64_t);
  const double records = plan.records > 0 ? conditions * outcomes * round_size * sizeof(float) : 0.0;
  return threads * (counts + block) + counts + records;
}

class Run {
public:
  explicit Run(const Plan &plan)
      : plan_(plan), kernel_(plan.kernel != nullptr ? *plan.kernel : choose_kernel(plan.model)),
        months_(plan.conditions.front().months), counter_(plan.model.outcomes, series_of(plan), months_),
        order_(order_of(plan)), records_(plan) {
    check_block_size(plan);
    for (const Condition &condition : plan.conditions) scenarios_.emplace_back(plan.model, condition);
    for (int i = 0; i < threads_of(plan); ++i) {
      workers_.push_back(std::make_unique<Worker>(plan, counter_.layout().size(), months_));
    }
  }

  Ensemble run(const Observer &observer) {
    Ensemble ensemble;
    while (ensemble.trajectories < plan_.trajectories && !ensemble.interrupted) {
      const std::uint64_t count = std::min(round_size, plan_.trajectories - ensemble.trajectories);
      run_round(ensemble.trajectories, count);
      records_.hand_over(plan_.conditions.size(), ensemble.trajectories, count, observer);
      ensemble.trajectories += count;
      observer.progress(ensemble.trajectories);
      if (precise_enough(ensemble.trajectories)) break;
      ensemble.interrupted = ensemble.trajectories < plan_.trajectories && observer.interrupted();
    }
    ensemble.rows = merged();
    return ensemble;
  }

private:
  void run_round(std::uint64_t first, std::uint64_t count) {
    const auto block_size = static_cast<std::uint64_t>(plan_.block_size);
    const auto blocks = static_cast<std::int64_t>((count + block_size - 1) / block_size);
#pragma omp parallel for schedule(dynamic) num_threads(static_cast <int>(workers_.size())) default(none)     \
    shared(first, count, block_size, blocks)
    for (std::int64_t block = 0; block < blocks; ++block) {
      const std::uint64_t offset = static_cast<std::uint64_t>(block) * block_size;
      const auto size = static_cast<int>(std::min(block_size, count - offset));
      run_block({plan_.seed, plan_.first + first + offset, size}, first + offset,
                *workers_[static_cast<std::size_t>(omp_get_thread_num())]);
    }
  }

  void run_block(const Block &block, std::uint64_t row, Worker &worker) {
    const Tape reference = worker.reference.blank();
    for (const std::size_t condition : order_) {
      const bool is_reference = condition == plan_.reference;
      const Tape tape = is_reference ? reference : worker.current.blank();
      const Scenario scenario = scenarios_[condition].scenario();
      kernel_.simulate(scenario, block, tape);
      if (plan_.counted) counter_.count(tape, block.count, &reference, worker.rows[condition]);
      if (!records_.wants(row)) continue;
      const std::uint64_t offset = row % round_size;
      records_.keep_outcomes(condition, offset, block.count, tape);
      records_.keep_parameters(condition, offset, block, kernel_, scenario);
    }
  }

  /// The sum over all workers so far.
  std::vector<Row> merged() const {
    std::vector<Row> rows(plan_.conditions.size(), Row(counter_.layout().size()));
    for (const auto &worker : workers_) {
      for (std::size_t condition = 0; condition < rows.size(); ++condition)
        add(rows[condition], worker->rows[condition]);
    }
    return rows;
  }

  bool precise_enough(std::uint64_t done) const {
    if (!plan_.until) return false;
    const std::vector<Row> rows = merged();
    return std::all_of(rows.begin(), rows.end(),
                       [&](const Row &row) { return half_width(row, done) <= plan_.until->half_width; });
  }

  /// Of the outcome that precision is asked of.
  double half_width(const Row &row, std::uint64_t done) const {
    return half_width_of_share(row[counter_.layout().outcome(plan_.until->outcome).first + 1], done);
  }

  const Plan &plan_;
  const Kernel &kernel_;
  int months_;
  Counter counter_;
  std::vector<std::size_t> order_;
  RoundRecords records_;
  std::vector<ScenarioData> scenarios_;
  std::vector<std::unique_ptr<Worker>> workers_;
};

bool runs_here(const Kernel &kernel) {
  const std::string needed = kernel.instruction_set;
#if defined(__x86_64__)
  if (needed == "x86-64-v4") {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl");
  }
  if (needed == "x86-64-v3") {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
  }
#endif
  return true;
}

} // namespace

Ensemble run_ensemble(const Plan &plan, const Observer &observer) {
  const int threads = threads_of(plan);
  return with_memory(fmt::format("{} conditions on {} threads", plan.conditions.size(), threads),
                     memory_of(plan, threads), [&] { return Run(plan).run(observer); });
}

const Kernel &choose_kernel(const Model &model) {
  const char *asked =
      std::getenv("PENINSULA_INSTRUCTION_SET"); // NOLINT(concurrency-mt-unsafe): read before any thread
  std::vector<std::string> names;
  for (const Kernel &kernel : model.kernels) {
    names.emplace_back(kernel.instruction_set);
    if (asked != nullptr && asked != names.back()) continue;
    if (runs_here(kernel)) return kernel;
    if (asked != nullptr)
      throw InputError("PENINSULA_INSTRUCTION_SET: this processor has no " + names.back());
  }
  const std::string name = asked != nullptr ? asked : "";
  throw InputError("PENINSULA_INSTRUCTION_SET: no kernel for '" + name + "'" + did_you_mean(name, names));
}

Retelling retell(const Model &model, const Condition &condition, std::uint64_t seed,
                 std::uint64_t trajectory) {
  const Kernel &kernel = choose_kernel(model);
  const auto lanes = static_cast<std::size_t>(kernel.lanes);
  const auto months = static_cast<std::size_t>(condition.months);
  std::vector<float> outcomes(model.outcomes.size() * lanes);
  std::vector<std::uint16_t> series(model.series.size() * months * lanes);
  Retelling retelling;
  const ScenarioData data(model, condition);
  kernel.retell(data.scenario(), seed, trajectory, retelling.chronicle,
                {outcomes.data(), series.data(), kernel.lanes});
  for (std::size_t i = 0; i < outcomes.size(); i += lanes) retelling.outcomes.push_back(outcomes[i]);
  for (std::size_t i = 0; i < series.size(); i += lanes) retelling.series.push_back(series[i]);
  return retelling;
}

} // namespace engine

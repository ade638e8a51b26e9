// SPDX-License-Identifier: Apache-2.0
#include "engine/ensemble/ensemble.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>

#include <fmt/format.h>
#include <omp.h>

#include "engine/conditions/nearest_name.hpp"
#include "engine/counting/block.hpp"
#include "engine/counting/counter.hpp"
#include "engine/errors.hpp"
#include "engine/memory.hpp"

/// Of clang's OpenMP alone.
extern "C" [[gnu::weak]] void kmp_set_blocktime(int milliseconds);

namespace engine {

namespace {

/// Threads that are done sleep at once, unless the user decides otherwise: clang's OpenMP would let them wait
/// busily for 200 ms, longer than most runs take.
void let_waiting_threads_sleep() {
  const auto is_set = [](const char *name) {
    return std::getenv(name) != nullptr;
  }; // NOLINT(concurrency-mt-unsafe)
  if (kmp_set_blocktime == nullptr || is_set("OMP_WAIT_POLICY") || is_set("KMP_BLOCKTIME")) return;
  kmp_set_blocktime(0);
}

/// Recorded outcomes, drawn parameters and recorded months, [condition][column][trajectory]: of one round, to
/// be handed over; or of the whole run, in a target of the caller's.
class Records {
public:
  explicit Records(const Plan &plan)
      : wanted_(recorded(plan)), drawn_(drawn_parameters(plan.conditions)),
        columns_(columns_of_records(plan)), rows_(std::min(plan.records, plan.trajectories)),
        target_(plan.target), stride_(target_ != nullptr ? rows_ : round_size),
        block_size_(static_cast<std::size_t>(plan.block_size)) {
    if (rows_ == 0 || target_ != nullptr) return;
    round_.resize(plan.conditions.size() * columns_ * stride_);
    target_ = round_.data();
  }

  const Wanted &wanted() const { return wanted_; }
  bool wants(std::uint64_t first) const { return first < rows_; }

  /// Called by several threads at once, each for blocks of its own. `first`: of the block, in the run.
  void keep(std::size_t condition, std::uint64_t first, const Block &block, const Tape &tape,
            const Kernel &kernel, const Scenario &scenario) {
    const std::uint64_t row = round_.empty() ? first : first % round_size;
    const std::uint64_t count = std::min(static_cast<std::uint64_t>(block.count), rows_ - first);
    float *column = target_ + condition * columns_ * stride_ + row;
    const auto add = [&](const float *values) {
      std::copy_n(values, count, column);
      column += stride_;
    };
    const auto stride = static_cast<std::size_t>(tape.stride);
    for (const std::size_t outcome : wanted_.outcomes) add(tape.outcomes + outcome * stride);
    add_parameters(block, kernel, scenario, add);
    const std::size_t months = wanted_.series.size() * static_cast<std::size_t>(scenario.months);
    for (std::size_t i = 0; i < months; ++i) add(tape.months + i * stride);
  }

  void hand_over(std::size_t conditions, std::uint64_t round_first, std::uint64_t count,
                 const Observer &observer) {
    if (round_first >= rows_ || round_.empty()) return;
    const std::uint64_t rows = std::min(count, rows_ - round_first);
    for (std::size_t condition = 0; condition < conditions; ++condition)
      observer.records(condition, round_first, rows, round_.data() + condition * columns_ * stride_, stride_);
  }

private:
  /// A parameter that this condition does not draw, but another does, stands there with its value.
  template <class Add>
  void add_parameters(const Block &block, const Kernel &kernel, const Scenario &scenario,
                      const Add &add) const {
    if (drawn_.empty()) return;
    std::vector<float> values(scenario.drawn_count * block_size_);
    kernel.draw(scenario, block, values.data(), block_size_);
    std::size_t next = 0; // of what this condition draws, in the same order
    for (const std::size_t parameter : drawn_) {
      if (next < scenario.drawn_count && scenario.drawn[next].parameter == parameter) {
        add(values.data() + block_size_ * next++);
      } else {
        add(std::vector<float>(block_size_, static_cast<float>(scenario.parameters[parameter])).data());
      }
    }
  }

  Wanted wanted_;
  std::vector<std::size_t> drawn_;
  std::size_t columns_;
  std::uint64_t rows_;
  float *target_;
  std::size_t stride_;
  std::size_t block_size_;
  std::vector<float> round_;
};

void check_block_size(const Plan &plan) {
  const auto fits = [&](const Kernel &kernel) { return plan.block_size % kernel.at_once == 0; };
  const bool whole = std::all_of(plan.model.kernels.begin(), plan.model.kernels.end(), fits);
  if (whole && plan.block_size > 0 && plan.block_size <= largest_block) return;
  throw std::invalid_argument("no ensemble runs in blocks of " + std::to_string(plan.block_size));
}

int threads_of(const Plan &plan) { return plan.threads > 0 ? plan.threads : omp_get_max_threads(); }

Layout layout_of(const Plan &plan) {
  const Wanted wanted = counted(plan);
  return {chosen(plan.model.outcomes, wanted.outcomes), chosen(plan.model.series, wanted.series),
          plan.conditions.front().months};
}

/// Bytes that a run wants, about: counts of each thread, and their sum; two blocks of each; a round of
/// records.
double memory_of(const Plan &plan, int threads) {
  const int months = plan.conditions.front().months;
  const auto conditions = static_cast<double>(plan.conditions.size());
  const auto outcomes = static_cast<double>(plan.model.outcomes.size());
  const double series =
      counted(plan).series.empty() ? 0.0 : static_cast<double>(plan.model.series.size()) * months;
  const double recorded_months = static_cast<double>(recorded(plan).series.size()) * months;
  const double block =
      2.0 * plan.block_size * ((outcomes + recorded_months) * sizeof(float) + series * sizeof(std::uint16_t));
  const double counts = conditions * static_cast<double>(layout_of(plan).size()) * sizeof(std::int64_t);
  const double recent = series > 0.0 ? counts / 4 : 0.0;
  const bool buffers_records = plan.records > 0 && plan.target == nullptr;
  const double records = buffers_records ? conditions * static_cast<double>(columns_of_records(plan)) *
                                               round_size * sizeof(float)
                                         : 0.0;
  return threads * (counts + recent + block) + counts + records;
}

class Run {
public:
  explicit Run(const Plan &plan)
      : plan_(plan), kernel_(plan.kernel != nullptr ? *plan.kernel : choose_kernel(plan.model)),
        records_(plan), counter_(plan.model, counted(plan), plan.conditions.front().months, kernel_.lanes),
        simulation_{plan.model, kernel_,           scenarios_,      plan.reference,
                    counter_,   records_.wanted(), plan.block_size, plan.kept} {
    check_block_size(plan);
    data_.reserve(plan.conditions.size());
    for (const Condition &condition : plan.conditions) data_.push_back(scenario_data(plan.model, condition));
    for (const ScenarioData &data : data_) scenarios_.push_back(data.scenario());
    for (int i = 0; i < threads_of(plan); ++i) workers_.push_back(std::make_unique<Workbench>(simulation_));
    if (plan.until) place_of_until_ = place_of_until(plan);
  }

  Ensemble run(const Observer &observer) {
    Ensemble ensemble;
    while (ensemble.trajectories < plan_.trajectories && !ensemble.interrupted) {
      const std::uint64_t count = std::min(round_size, plan_.trajectories - ensemble.trajectories);
      if (!run_round(ensemble.trajectories, count, observer)) {
        ensemble.interrupted = true;
        return ensemble;
      }
      records_.hand_over(plan_.conditions.size(), ensemble.trajectories, count, observer);
      ensemble.trajectories += count;
      observer.progress(ensemble.trajectories);
      if (precise_enough(ensemble.trajectories)) break;
      ensemble.interrupted = ensemble.trajectories < plan_.trajectories && observer.interrupted();
    }
    ensemble.rows = merged();
    ensemble.counted = ensemble.trajectories;
    if (plan_.kept != nullptr)
      ensemble.counted = static_cast<std::uint64_t>(std::count(
          plan_.kept->begin(), plan_.kept->begin() + static_cast<std::ptrdiff_t>(ensemble.trajectories), 1));
    compare_with_itself(ensemble.rows[plan_.reference], chosen(plan_.model.outcomes, counted(plan_).outcomes),
                        counter_.layout());
    return ensemble;
  }

private:
  /// False if it was cancelled. Conditions that are compared run together, block by block; others are blocks
  /// of their own.
  bool run_round(std::uint64_t first, std::uint64_t count, const Observer &observer) {
    const auto block_size = static_cast<std::uint64_t>(plan_.block_size);
    const std::uint64_t blocks = (count + block_size - 1) / block_size;
    const std::uint64_t groups = counter_.counts_nothing() ? plan_.conditions.size() : 1;
    const auto tasks = static_cast<std::int64_t>(blocks * groups);
    std::atomic<bool> cancelled = false;
#pragma omp parallel for schedule(dynamic) num_threads(static_cast <int>(workers_.size())) default(none)     \
    shared(first, count, block_size, blocks, tasks, cancelled, observer)
    for (std::int64_t task = 0; task < tasks; ++task) {
      const int thread = omp_get_thread_num();
      if (thread == 0 && observer.cancelled()) cancelled = true;
      if (cancelled) continue;
      const std::uint64_t offset = static_cast<std::uint64_t>(task) % blocks * block_size;
      const auto size = static_cast<int>(std::min(block_size, count - offset));
      run_block({plan_.seed, plan_.first + first + offset, size, plan_.per_state}, first + offset,
                static_cast<std::size_t>(task) / blocks, *workers_[static_cast<std::size_t>(thread)]);
    }
    return !cancelled;
  }

  /// `alone`: the condition, where nothing is counted.
  void run_block(const Block &block, std::uint64_t first, std::size_t alone, Workbench &worker) {
    const bool is_recorded = records_.wants(first);
    const auto keep = [&](std::size_t condition, const Tape &tape) {
      if (is_recorded) records_.keep(condition, first, block, tape, kernel_, scenarios_[condition]);
    };
    if (counter_.counts_nothing())
      worker.run_alone(alone, block, is_recorded, keep);
    else
      worker.run(block, is_recorded, keep);
  }

  /// The sum over all workers so far.
  std::vector<Row> merged() const {
    std::vector<Row> rows;
    bool fits = true;
    for (std::size_t condition = 0; condition < plan_.conditions.size(); ++condition) {
      rows.push_back(workers_.front()->row(condition));
      for (std::size_t other = 1; other < workers_.size(); ++other)
        fits = add(rows.back(), workers_[other]->row(condition)) && fits;
    }
    if (!fits) throw std::overflow_error("more trajectories than a sum of 64 bits can count");
    return rows;
  }

  bool precise_enough(std::uint64_t done) const {
    if (!plan_.until) return false;
    const std::vector<Row> rows = merged();
    return std::all_of(rows.begin(), rows.end(), [&](const Row &row) {
      return half_width_of_share(row[place_of_until_], done) <= plan_.until->half_width;
    });
  }

  /// The place of a row that counts how often the outcome came of which a precision is asked.
  std::size_t place_of_until(const Plan &plan) const {
    const std::vector<std::size_t> outcomes = counted(plan).outcomes;
    const auto found = std::find(outcomes.begin(), outcomes.end(), plan.until->outcome);
    if (found == outcomes.end())
      throw std::invalid_argument("precision is asked of an outcome that is not counted");
    return counter_.layout().outcome(static_cast<std::size_t>(found - outcomes.begin())).first + 1;
  }

  const Plan &plan_;
  const Kernel &kernel_;
  Records records_;
  Counter counter_;
  std::vector<ScenarioData> data_;
  std::vector<Scenario> scenarios_;
  Simulation simulation_;
  std::size_t place_of_until_ = 0;
  std::vector<std::unique_ptr<Workbench>> workers_;
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

Wanted counted(const Plan &plan) {
  return plan.counted.value_or(Wanted{all_of(plan.model.outcomes), all_of(plan.model.series)});
}

Wanted recorded(const Plan &plan) { return plan.recorded.value_or(Wanted{all_of(plan.model.outcomes), {}}); }

std::size_t columns_of_records(const Plan &plan) {
  const Wanted wanted = recorded(plan);
  return wanted.outcomes.size() + drawn_parameters(plan.conditions).size() +
         wanted.series.size() * static_cast<std::size_t>(plan.conditions.front().months);
}

Ensemble run_ensemble(const Plan &plan, const Observer &observer) {
  const int threads = threads_of(plan);
  let_waiting_threads_sleep();
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

void in_parallel(std::int64_t tasks, int threads, const std::function<void(std::int64_t)> &work) {
  const std::int64_t most = threads > 0 ? threads : omp_get_max_threads();
  const int used = static_cast<int>(std::min(most, tasks));
  let_waiting_threads_sleep();
#pragma omp parallel for schedule(dynamic) num_threads(used) default(none) shared(tasks, work)
  for (std::int64_t task = 0; task < tasks; ++task) work(task);
}

} // namespace engine

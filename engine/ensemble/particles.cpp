// SPDX-License-Identifier: Apache-2.0
#include "engine/ensemble/particles.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/conditions/laws.hpp"
#include "engine/ensemble/ensemble.hpp"
#include "engine/errors.hpp"

namespace engine {

namespace {

constexpr std::size_t block_size = 512;
std::size_t blocks_of(std::size_t count) { return (count + block_size - 1) / block_size; }

/// Work on each block of so many trajectories: `work(first, count)`.
template <class Work> void for_each_block(std::size_t count, int threads, const Work &work) {
  in_parallel(static_cast<std::int64_t>(blocks_of(count)), threads, [&](std::int64_t block) {
    const std::size_t first = static_cast<std::size_t>(block) * block_size;
    work(first, std::min(block_size, count - first));
  });
}

void refuse_changes_of_drawn(const Model &model, const Condition &condition, const Scenario &scenario,
                             const std::vector<std::size_t> &drawn) {
  for (std::size_t i = 0; i < scenario.change_count; ++i) {
    const std::size_t parameter = scenario.changes[i].parameter;
    if (std::find(drawn.begin(), drawn.end(), parameter) != drawn.end())
      throw InputError(fmt::format("'{}' sets {}, which it draws: particles keep what they have drawn",
                                   condition.name, model.parameters[parameter].name));
  }
}

} // namespace

struct Particles::Scenarios {
  const Model &model;
  const Kernel &kernel;
  std::vector<std::size_t> drawn;
  std::vector<ScenarioData> data;
  std::vector<Scenario> each;
};

Particles::Particles(const Model &model, const std::vector<Condition> &conditions, std::uint64_t seed,
                     std::uint64_t first, std::size_t count, int threads, const Values &instead)
    : seed_(seed), first_(first), count_(count), threads_(threads) {
  auto scenarios = std::make_shared<Scenarios>(Scenarios{model, choose_kernel(model), {}, {}, {}});
  for (const Condition &condition : conditions) scenarios->data.push_back(scenario_data(model, condition));
  for (const ScenarioData &data : scenarios->data) scenarios->each.push_back(data.scenario());
  for (std::size_t i = 0; i < conditions.size(); ++i) {
    const std::vector<std::size_t> drawn = drawn_parameters({conditions[i]});
    if (i == 0) scenarios->drawn = drawn;
    if (conditions[i].model != model.name || conditions[i].months != conditions[0].months)
      throw InputError(fmt::format("'{}' has another model or other months than '{}'", conditions[i].name,
                                   conditions[0].name));
    if (drawn != scenarios->drawn)
      throw InputError(
          fmt::format("'{}' draws other parameters than '{}': particles keep what they have drawn",
                      conditions[i].name, conditions[0].name));
    refuse_changes_of_drawn(model, conditions[i], scenarios->each[i], drawn);
    if (scenarios->each[i].rule_count > 0)
      throw InputError(fmt::format("'{}' decides when something has come about: no particle remembers that",
                                   conditions[i].name));
  }
  scenarios_ = std::move(scenarios);
  values_.resize(blocks_of(count_) * rows() * block_size);
  open(instead);
}

void Particles::open(const Values &instead) {
  const Kernel &kernel = scenarios_->kernel;
  const Scenario &scenario = scenarios_->each.front();
  const auto block_at = [&](std::size_t place, std::size_t size) {
    return Block{seed_, first_ + place, static_cast<int>(size)};
  };
  for_each_block(count_, threads_, [&](std::size_t place, std::size_t size) {
    std::vector<float> drawn(scenario.drawn_count * block_size);
    kernel.draw(scenario, block_at(place, size), drawn.data(), block_size);
    for (std::size_t i = 0; i < size; ++i)
      for (std::size_t row = 0; row < scenario.drawn_count; ++row)
        column(values_, place + i)[row * Snapshot::width] = drawn[row * block_size + i];
  });
  set(instead);
  for_each_block(count_, threads_, [&](std::size_t place, std::size_t size) {
    kernel.open(scenario, block_at(place, size), block_of(values_, place));
  });
}

Snapshot Particles::block_of(std::vector<float> &values, std::size_t place) const {
  return {values.data() + place / block_size * rows() * block_size, rows()};
}

float *Particles::column(std::vector<float> &values, std::size_t place) const {
  return block_of(values, place).column(static_cast<int>(place % block_size));
}

void Particles::set(const Values &values) {
  const float *from = values.values;
  for (const std::size_t parameter : values.parameters) {
    const auto found = std::find(scenarios_->drawn.begin(), scenarios_->drawn.end(), parameter);
    if (found == scenarios_->drawn.end())
      throw InputError(fmt::format("{} has a value in each particle, but the condition draws none",
                                   scenarios_->model.parameters[parameter].name));
    const std::size_t row = static_cast<std::size_t>(found - scenarios_->drawn.begin()) * Snapshot::width;
    for (std::size_t place = 0; place < count_; ++place) column(values_, place)[row] = *from++;
  }
}

const Model &Particles::model() const { return scenarios_->model; }

std::size_t Particles::rows() const { return scenarios_->drawn.size() + scenarios_->kernel.region_size; }

const std::vector<std::size_t> &Particles::drawn() const { return scenarios_->drawn; }

void Particles::parameters(float *values) {
  for (std::size_t row = 0; row < scenarios_->drawn.size(); ++row)
    for (std::size_t place = 0; place < count_; ++place)
      *values++ = column(values_, place)[row * Snapshot::width];
}

void Particles::play(std::size_t condition, const std::vector<std::size_t> &series, float *log_likelihood,
                     float *values) {
  const Scenario &scenario = scenarios_->each.at(condition);
  if (month_ >= scenario.months)
    throw InputError(fmt::format("the particles have come to the end, {} months", scenario.months));
  std::vector<std::uint8_t> is_recorded(scenarios_->model.series.size(), 0);
  for (const std::size_t each : series) is_recorded.at(each) = 1;
  before_.resize(values_.size());
  for_each_block(count_, threads_, [&](std::size_t place, std::size_t size) {
    std::vector<float> likelihoods(block_size, 0.0F);
    std::vector<float> months(series.size() * block_size);
    Tape tape{};
    tape.stride = static_cast<int>(block_size);
    tape.months = months.data();
    tape.is_recorded = is_recorded.data();
    scenarios_->kernel.play(scenario, {seed_, first_ + place, static_cast<int>(size)}, month_,
                            block_of(values_, place), block_of(before_, place), tape, likelihoods.data());
    std::copy_n(likelihoods.data(), size, log_likelihood + place);
    for (std::size_t i = 0; i < series.size(); ++i)
      std::copy_n(months.data() + i * block_size, size, values + i * count_ + place);
  });
  std::swap(values_, before_);
  can_undo_ = true;
  ++month_;
}

void Particles::undo() {
  if (!can_undo_) throw InputError("there is no month to take back");
  std::swap(values_, before_);
  can_undo_ = false;
  --month_;
}

void Particles::keep(const std::int64_t *chosen, std::size_t count) {
  const auto is_none = [&](std::int64_t one) { return one < 0 || static_cast<std::size_t>(one) >= count_; };
  if (count == 0 || std::any_of(chosen, chosen + count, is_none))
    throw InputError(fmt::format("there are {} particles, and others were chosen", count_));
  before_.resize(blocks_of(count) * rows() * block_size);
  for_each_block(count, threads_, [&](std::size_t place, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) {
      const float *from = column(values_, static_cast<std::size_t>(chosen[place + i]));
      float *to = column(before_, place + i);
      for (std::size_t row = 0; row < rows(); ++row) to[row * Snapshot::width] = from[row * Snapshot::width];
    }
  });
  std::swap(values_, before_);
  can_undo_ = false;
  count_ = count;
}

} // namespace engine

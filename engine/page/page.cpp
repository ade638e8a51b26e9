// SPDX-License-Identifier: Apache-2.0
#include "engine/page/page.hpp"

#include <algorithm>
#include <cstring>

#include "engine/hash.hpp"
#include "engine/model/scenario_steps.hpp"

namespace engine {

namespace {

constexpr int block_size = 256;                         // all that a block leaves fits the cache
constexpr std::uint32_t bits_of_undefined = 0x7FC00000; // processors differ in the bits of what is no number

/// Calls `work` with each block of some trajectories.
template <class Work> void for_each_block(Block block, std::uint64_t count, const Work &work) {
  for (; count > 0; count -= static_cast<std::uint64_t>(block.count)) {
    block.count = static_cast<int>(std::min<std::uint64_t>(count, block_size));
    work(block);
    block.first += static_cast<std::uint64_t>(block.count);
  }
}

std::uint32_t bits_of(float value) {
  std::uint32_t bits = bits_of_undefined;
  if (value == value) std::memcpy(&bits, &value, sizeof bits); // NOLINT(misc-redundant-expression)
  return bits;
}

} // namespace

Page::Page(const Model &model, int months, const Wanted &counted)
    : model_(model), kernel_(model.kernels.back()), months_(months),
      counter_(model, counted, months, kernel_.lanes), outcomes_(chosen(model.outcomes, counted.outcomes)),
      series_(chosen(model.series, counted.series)) {
  for (std::size_t place = 0; place < outcomes_.size(); ++place)
    lookups_.emplace_back(outcomes_[place], counter_.layout(), place);
}

void Page::begin(std::uint64_t seed, std::uint64_t per_state) {
  seed_ = seed;
  per_state_ = per_state;
  scenarios_.clear();
  data_.clear();
  rows_.clear();
}

Refusal Page::add(std::span<const double> steps, int first_calendar_month) {
  ScenarioData data(model_, months_, first_calendar_month);
  if (!make_steps(steps, model_, months_, data)) return Refusal::no_steps;
  data.settle();
  broken_ = engine::broken_constraint(model_, data.scenario());
  if (broken_ < model_.constraints.size()) return Refusal::breaks_constraint;
  data_.push_back(std::move(data));
  scenarios_.clear(); // what they point to may have moved
  for (const ScenarioData &each : data_) scenarios_.push_back(each.scenario());
  rows_.emplace_back(counter_.layout().size());
  return Refusal::none;
}

void Page::simulate(std::uint64_t first, std::uint64_t count) {
  const Wanted nothing;
  const Simulation simulation{model_, kernel_, scenarios_, 0, counter_, nothing, block_size};
  Workbench bench(simulation);
  for_each_block({seed_, first, 0, per_state_}, count,
                 [&](const Block &block) { bench.run(block, false, [](std::size_t, const Tape &) {}); });
  for (std::size_t condition = 0; condition < rows_.size(); ++condition)
    (void)engine::add(rows_[condition],
                      bench.row(condition)); // a reader does not wait for 8e9 trajectories
}

std::vector<std::uint32_t> Page::digests(std::uint64_t first, std::uint64_t count) const {
  std::vector<std::uint32_t> found(count, fnv_32_start);
  std::vector<float> outcomes(model_.outcomes.size() * block_size);
  const Tape tape{outcomes.data(), nullptr, block_size};
  for (const Scenario &scenario : scenarios_) {
    std::uint32_t *target = found.data();
    for_each_block({seed_, first, 0, per_state_}, count, [&](const Block &block) {
      kernel_.simulate(scenario, block, tape);
      for (std::size_t outcome = 0; outcome < model_.outcomes.size(); ++outcome)
        for (int i = 0; i < block.count; ++i)
          target[i] =
              fnv_32_step(target[i], bits_of(outcomes[outcome * block_size + static_cast<std::size_t>(i)]));
      target += block.count;
    });
  }
  return found;
}

void Page::clear() {
  for (Row &row : rows_) std::fill(row.begin(), row.end(), 0);
}

Histogram Page::series(std::size_t condition, std::size_t place, int month) const {
  return Histogram::of_values(axis_of(series_[place]), counter_.layout().series(place, month),
                              rows_[condition]);
}

} // namespace engine

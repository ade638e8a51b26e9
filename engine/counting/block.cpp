// SPDX-License-Identifier: Apache-2.0
#include "engine/counting/block.hpp"

#include <algorithm>

namespace engine {

TapeMemory::TapeMemory(const Simulation &simulation) : stride_(simulation.block_size) {
  const auto size = static_cast<std::size_t>(simulation.block_size);
  const auto months = static_cast<std::size_t>(simulation.months());
  const std::size_t series = simulation.model.series.size();
  outcomes_.resize(simulation.model.outcomes.size() * size);
  if (simulation.counter.counts_series()) {
    clamped_.resize(series * months);
    series_.resize(clamped_.size() * size);
  }
  if (simulation.recorded.series.empty()) return;
  months_.resize(simulation.recorded.series.size() * months * size);
  is_recorded_.resize(series);
  for (const std::size_t place : simulation.recorded.series) is_recorded_[place] = 1;
}

Tape TapeMemory::blank(bool with_months) {
  Tape tape{outcomes_.data(), nullptr, stride_};
  if (!series_.empty()) {
    std::fill(clamped_.begin(), clamped_.end(), 0);
    tape.series = series_.data();
    tape.clamped = clamped_.data();
  }
  if (with_months && !months_.empty()) {
    tape.months = months_.data();
    tape.is_recorded = is_recorded_.data();
  }
  return tape;
}

Workbench::Workbench(const Simulation &simulation) : simulation_(simulation), reference_(simulation) {
  if (simulation.scenarios.size() > 1) current_.emplace(simulation);
  for (std::size_t i = 0; i < simulation.scenarios.size(); ++i)
    counts_.push_back(simulation.counter.nothing_yet());
}

const Row &Workbench::row(std::size_t condition) {
  simulation_.counter.settle(counts_[condition]);
  return counts_[condition].row;
}

Tape Workbench::run_condition(std::size_t condition, const Block &block, Tape tape, const Tape *reference) {
  if (simulation_.kept != nullptr) tape.is_kept = simulation_.kept->data() + block.first;
  simulation_.kernel.simulate(simulation_.scenarios[condition], block, tape);
  const int count = tape.is_kept != nullptr ? keep_chosen(tape, block.count) : block.count;
  simulation_.counter.count(tape, count, reference, counts_[condition]);
  return tape;
}

/// Moves the trajectories that are kept to the front of each column; how many they are.
int Workbench::keep_chosen(const Tape &tape, int count) const {
  std::vector<int> kept;
  for (int place = 0; place < count; ++place)
    if (tape.is_kept[place] != 0) kept.push_back(place);
  const auto close_up = [&](auto *column) {
    for (std::size_t i = 0; i < kept.size(); ++i) column[i] = column[kept[i]];
  };
  const auto stride = static_cast<std::size_t>(tape.stride);
  for (std::size_t i = 0; i < simulation_.model.outcomes.size(); ++i) close_up(tape.outcomes + i * stride);
  const std::size_t months = simulation_.model.series.size() * static_cast<std::size_t>(simulation_.months());
  for (std::size_t i = 0; tape.series != nullptr && i < months; ++i) close_up(tape.series + i * stride);
  return static_cast<int>(kept.size());
}

} // namespace engine

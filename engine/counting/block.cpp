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

Workbench::Workbench(const Simulation &simulation)
    : simulation_(simulation), rows_(simulation.scenarios.size(), Row(simulation.counter.layout().size())),
      reference_(simulation), current_(simulation) {}

Tape Workbench::run_condition(std::size_t condition, const Block &block, const Tape &tape,
                              const Tape *reference) {
  simulation_.kernel.simulate(simulation_.scenarios[condition], block, tape);
  simulation_.counter.count(tape, block.count, reference, rows_[condition]);
  return tape;
}

} // namespace engine

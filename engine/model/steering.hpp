// SPDX-License-Identifier: Apache-2.0
#pragma once

// What a condition decides in the place of agents and of chance, lane by lane. An intervention replaces the
// choice, not the draw: the random word of the choice is still drawn, and every later draw keeps its name.

#include <array>
#include <cstddef>
#include <cstdint>

#include "engine/lanes/functions.hpp"
#include "engine/model/scenario.hpp"

namespace engine {

/// What may be decided in a month. Kernels are compiled for each: where nothing is, nobody asks; and what is
/// decided outright, by no rule, is the same in all lanes.
enum class Decided { nothing, outright, by_rules };

/// The interventions of a scenario as one group of trajectories meets them, with the memory of its rules.
template <class Real> class Steering {
public:
  explicit Steering(const Scenario &scenario) : scenario_(scenario) {
    for (std::size_t rule = 0; rule < scenario.rule_count; ++rule) left_[rule] = times_[rule] = Real(0.0);
  }

  void turn_to(int month) {
    if (scenario_.interventions_from == nullptr) return;
    first_ = scenario_.interventions_from + static_cast<std::size_t>(month) * scenario_.point_count;
  }

  /// What bears on any choice point this month.
  Decided decided() const {
    if (first_ == nullptr || first_[0] == first_[scenario_.point_count]) return Decided::nothing;
    for (std::uint32_t i = first_[0]; i < first_[scenario_.point_count]; ++i)
      if (scenario_.interventions[i].rule >= 0) return Decided::by_rules;
    return Decided::outright;
  }
  /// Whether anything of this month bears on a choice point.
  bool bears_on(std::size_t point) const { return first_ != nullptr && first_[point] != first_[point + 1]; }

  /// The options that are left of a menu of so many in every lane, bit by bit, where no rule bears on it.
  /// What would leave nothing of what was left before does not hold.
  [[gnu::always_inline]] std::uint32_t left_outright(std::size_t point, std::size_t options) const {
    std::uint32_t left = (1U << options) - 1U;
    for (std::uint32_t i = first_[point]; i < first_[point + 1]; ++i) {
      const std::uint32_t narrowed = left & scenario_.interventions[i].options;
      left = narrowed != 0 ? narrowed : left;
    }
    return left;
  }

  /// The options of a menu that are left, of those that are open by its own rules. What would leave nothing
  /// of what was left before does not hold; and where nothing that is left is open, all that is left is.
  template <std::size_t options>
  std::array<Truth<Real>, options> left(std::size_t point, const std::array<Truth<Real>, options> &open) {
    std::array<Truth<Real>, options> left;
    for (auto &one : left) one = Truth<Real>(true);
    for (std::uint32_t i = first_[point]; i < first_[point + 1]; ++i)
      narrow(scenario_.interventions[i], open, left);
    Truth<Real> some(false);
    for (std::size_t option = 0; option < options; ++option) some = some || (left[option] && open[option]);
    for (std::size_t option = 0; option < options; ++option)
      left[option] = left[option] && (open[option] || !some);
    return left;
  }

  /// After a month: rules see what it brought. `value_of(series)` gives a series of the month.
  template <class ValueOf> void month_passed(int month, const ValueOf &value_of) {
    for (std::size_t i = 0; i < scenario_.rule_count; ++i) {
      const Rule &rule = scenario_.rules[i];
      left_[i] = larger(Real(0.0), left_[i] - 1.0);
      if (month < rule.from || month > rule.until) continue;
      Truth<Real> comes = times_[i] < Real(static_cast<double>(rule.most));
      for (std::size_t term = 0; term < rule.term_count; ++term)
        comes = comes && holds(rule.terms[term], value_of(rule.terms[term].series));
      left_[i] = select(comes, Real(static_cast<double>(rule.lasts)), left_[i]);
      times_[i] += indicator(comes);
    }
  }

private:
  template <std::size_t options>
  void narrow(const Intervention &intervention, const std::array<Truth<Real>, options> &open,
              std::array<Truth<Real>, options> &left) {
    const auto is_kept = [&](std::size_t option) { return (intervention.options >> option & 1U) != 0; };
    Truth<Real> some(false);
    Truth<Real> some_open(false);
    for (std::size_t option = 0; option < options; ++option) {
      if (!is_kept(option)) continue;
      some = some || left[option];
      some_open = some_open || (left[option] && open[option]);
    }
    Truth<Real> bears = some;
    if (intervention.rule >= 0) {
      Real &left_of_it = left_[static_cast<std::size_t>(intervention.rule)];
      bears = bears && left_of_it > Real(0.0);
      if (scenario_.rules[intervention.rule].once) { // it waits for a month in which it may, and is over
        bears = bears && some_open;
        left_of_it = select(bears, Real(0.0), left_of_it);
      }
    }
    for (std::size_t option = 0; option < options; ++option)
      if (!is_kept(option)) left[option] = left[option] && !bears;
  }

  static Truth<Real> holds(const Term &term, Real value) {
    const Real bound(term.value);
    switch (term.relation) {
    case Relation::less:
      return value < bound;
    case Relation::at_most:
      return value <= bound;
    case Relation::more:
      return value > bound;
    case Relation::at_least:
      return value >= bound;
    case Relation::equal:
      return value == bound;
    case Relation::unequal:
      return value != bound;
    }
    return Truth<Real>(false);
  }

  const Scenario &scenario_;
  const std::uint32_t *first_ = nullptr; // of the month, one a choice point
  std::array<Real, most_rules> left_;    // months for which each rule still holds
  std::array<Real, most_rules> times_;   // that it has come
};

} // namespace engine

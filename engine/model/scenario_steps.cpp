// SPDX-License-Identifier: Apache-2.0
#include "engine/model/scenario_steps.hpp"

#include <algorithm>
#include <cmath>

#include "engine/model/laws.hpp"

namespace engine {

namespace {

/// The first number of a step. A step's other numbers are those of the call, in its order; a list is
/// preceded by its length.
enum class Step { set, draw, weights, draw_together, give, change, decide, decide_when, count };

constexpr std::size_t most_numbers = 1U << 24; // of a list

/// Reads numbers one by one; what is not there, or is not what was asked for, makes it fail for good.
class StepReader {
public:
  explicit StepReader(std::span<const double> numbers) : numbers_(numbers) {}

  bool is_at_end() const { return numbers_.empty(); }
  bool has_failed() const { return has_failed_; }

  double number() {
    if (numbers_.empty()) return failed();
    const double first = numbers_.front();
    numbers_ = numbers_.subspan(1);
    return first;
  }
  /// A whole number from `lowest` to before `end`.
  template <class Whole> Whole whole(double lowest, double end) {
    const double value = number();
    const bool is_one = value >= lowest && value < end && value == std::floor(value);
    if (is_one) return static_cast<Whole>(value);
    fail();
    return static_cast<Whole>(lowest);
  }
  std::size_t place(std::size_t end) { return whole<std::size_t>(0, static_cast<double>(end)); }
  std::vector<double> list() {
    const std::size_t size = place(most_numbers);
    if (size > numbers_.size()) fail();
    if (has_failed_) return {};
    std::vector<double> found(numbers_.begin(), numbers_.begin() + static_cast<std::ptrdiff_t>(size));
    numbers_ = numbers_.subspan(size);
    return found;
  }

  void fail() {
    has_failed_ = true;
    numbers_ = {};
  }

private:
  double failed() {
    fail();
    return 0.0;
  }

  std::span<const double> numbers_;
  bool has_failed_ = false;
};

constexpr double words = 4294967296.0;
constexpr double farthest_month = 1e6;

/// Makes step after step on a scenario.
class StepMaker {
public:
  StepMaker(std::span<const double> numbers, const Model &model, int months, ScenarioData &data)
      : read_(numbers), model_(model), months_(months), data_(data) {}

  bool make_all() {
    while (!read_.is_at_end() && !read_.has_failed()) make();
    return !read_.has_failed();
  }

private:
  void make() {
    switch (static_cast<Step>(read_.place(static_cast<std::size_t>(Step::count)))) {
    case Step::set:
      return set();
    case Step::draw:
      return draw();
    case Step::weights:
      weights_ = read_.list();
      return;
    case Step::draw_together:
      return draw_together();
    case Step::give:
      return give();
    case Step::change:
      return change();
    case Step::decide:
      return decide();
    case Step::decide_when:
      return decide_when();
    case Step::count:
      return;
    }
  }

  std::size_t parameter() { return read_.place(model_.parameters.size()); }
  std::uint32_t word() { return read_.whole<std::uint32_t>(0, words); }
  int any_month() { return read_.whole<int>(-farthest_month, farthest_month); }
  /// What is left of a choice point: something, and nothing that it has not.
  std::uint32_t options(std::size_t point) {
    if (read_.has_failed()) return 0;
    const std::size_t count = model_.points[point].is_chance() ? 2 : model_.points[point].options.size();
    return read_.whole<std::uint32_t>(1, static_cast<double>(std::uint64_t{1} << count));
  }

  void set() {
    const std::size_t which = parameter();
    const double value = read_.number();
    if (!read_.has_failed()) data_.fix(which, value);
  }
  void draw() {
    const std::size_t which = parameter();
    const std::uint32_t stream = word();
    const auto law = static_cast<Law>(read_.place(static_cast<std::size_t>(Law::together)));
    const std::vector<double> numbers = read_.list();
    const double lowest = read_.number();
    const double highest = read_.number();
    if (!read_.has_failed() && !numbers.empty()) data_.draw(which, stream, law, numbers, lowest, highest);
  }
  void draw_together() {
    const std::size_t which = parameter();
    const std::uint32_t stream = word();
    const std::vector<double> column = read_.list();
    const double lowest = read_.number();
    const double highest = read_.number();
    if (!read_.has_failed() && !column.empty() && column.size() == weights_.size())
      data_.draw_together(which, stream, column, weights_, lowest, highest);
  }
  void give() {
    const int month = read_.whole<int>(0, months_);
    const std::size_t process = read_.place(model_.processes.size());
    const double value = read_.number();
    if (!read_.has_failed()) data_.give(month, process, value);
  }
  void change() {
    const int month = read_.whole<int>(0, months_);
    const std::size_t which = parameter();
    const double value = read_.number();
    if (!read_.has_failed()) data_.change(month, which, value);
  }
  void decide() {
    const int from = any_month();
    const int until = any_month();
    const std::size_t point = read_.place(model_.points.size());
    const std::uint32_t left = options(point);
    if (!read_.has_failed()) data_.decide(from, until, point, left);
  }
  void decide_when() {
    Rule rule{};
    rule.term_count = read_.place(most_terms + 1);
    for (std::size_t i = 0; i < rule.term_count; ++i) {
      rule.terms[i].series = read_.place(model_.series.size());
      rule.terms[i].relation = static_cast<Relation>(read_.place(relation_count));
      rule.terms[i].value = read_.number();
    }
    rule.from = any_month();
    rule.until = any_month();
    rule.lasts = any_month();
    rule.once = read_.place(2) == 1;
    rule.most = read_.whole<int>(0, words / 2);
    const std::size_t point = read_.place(model_.points.size());
    const std::uint32_t left = options(point);
    if (++rules_ > most_rules) read_.fail();
    if (!read_.has_failed()) data_.decide_when(rule, point, left);
  }

  StepReader read_;
  const Model &model_;
  int months_;
  ScenarioData &data_;
  std::vector<double> weights_;
  std::size_t rules_ = 0;
};

/// The most that a parameter can be in any trajectory.
double highest_value(const Scenario &scenario, std::size_t parameter) {
  const Drawn *end = scenario.drawn + scenario.drawn_count;
  const Drawn *drawn =
      std::find_if(scenario.drawn, end, [&](const Drawn &one) { return one.parameter == parameter; });
  if (drawn == end) return scenario.parameters[parameter];
  if (drawn->values != nullptr)
    return std::min(*std::max_element(drawn->values, drawn->values + drawn->value_count), drawn->highest);
  const bool has_end = with_law(drawn->law, [](auto law) { return !decltype(law)::words.ends_in_spread; });
  return has_end ? std::min(std::max({drawn->a, drawn->b, drawn->c}), drawn->highest) : drawn->highest;
}

} // namespace

void ScenarioSteps::write_all(const std::vector<double> &numbers) {
  write(numbers.size());
  numbers_.insert(numbers_.end(), numbers.begin(), numbers.end());
}

void ScenarioSteps::set(std::size_t parameter, double value) {
  if (value != model_.parameters[parameter].value) write(Step::set, parameter, value);
}

void ScenarioSteps::draw(std::size_t parameter, std::uint32_t stream, Law law,
                         const std::vector<double> &numbers, double lowest, double highest) {
  write(Step::draw, parameter, stream, law);
  write_all(numbers);
  write(lowest, highest);
}

void ScenarioSteps::draw_together(std::size_t parameter, std::uint32_t stream,
                                  const std::vector<double> &column, const std::vector<double> &weights,
                                  double lowest, double highest) {
  if (!has_weights_) {
    write(Step::weights);
    write_all(weights);
  }
  has_weights_ = true;
  write(Step::draw_together, parameter, stream);
  write_all(column);
  write(lowest, highest);
}

void ScenarioSteps::give(int month, std::size_t process, double value) {
  write(Step::give, month, process, value);
}

void ScenarioSteps::change(int month, std::size_t parameter, double value) {
  write(Step::change, month, parameter, value);
}

void ScenarioSteps::decide(int from, int until, std::size_t point, std::uint32_t options) {
  write(Step::decide, from, until, point, options);
}

void ScenarioSteps::decide_when(const Rule &rule, std::size_t point, std::uint32_t options) {
  write(Step::decide_when, rule.term_count);
  for (std::size_t i = 0; i < rule.term_count; ++i)
    write(rule.terms[i].series, rule.terms[i].relation, rule.terms[i].value);
  write(rule.from, rule.until, rule.lasts, rule.once, rule.most, point, options);
}

bool make_steps(std::span<const double> numbers, const Model &model, int months, ScenarioData &data) {
  return StepMaker(numbers, model, months, data).make_all();
}

std::size_t broken_constraint(const Model &model, const Scenario &scenario) {
  constexpr double rounding = 1e-9; // decimal fractions seldom add up exactly
  for (std::size_t i = 0; i < model.constraints.size(); ++i) {
    double sum = 0.0;
    for (std::size_t parameter = 0; parameter < model.parameters.size(); ++parameter) {
      const auto &named = model.constraints[i].parameters;
      if (std::find(named.begin(), named.end(), model.parameters[parameter].name) != named.end())
        sum += highest_value(scenario, parameter);
    }
    if (sum > model.constraints[i].highest + rounding) return i;
  }
  return model.constraints.size();
}

} // namespace engine

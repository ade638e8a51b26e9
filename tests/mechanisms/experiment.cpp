// SPDX-License-Identifier: Apache-2.0
#include "tests/mechanisms/experiment.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "engine/ensemble/ensemble.hpp"

namespace mechanisms {

namespace {

/// At five standard errors, with the right sign, an effect that is none passes once in 3.5 million times.
constexpr double standard_errors = 5.0;

engine::Condition condition_with(const Laboratory &laboratory, const Settings &settings,
                                 const std::string &name) {
  engine::Condition condition;
  condition.name = name;
  condition.months = laboratory.months;
  condition.allow_out_of_range = true; // knock-outs push parameters beyond what is admissible
  for (const engine::Parameter &parameter : laboratory.model.parameters)
    condition.settings.push_back({parameter.value, {}});
  for (const auto &[place, setting] : settings) condition.settings[place] = setting;
  return condition;
}

/// Sums over the trajectories of one outcome.
class Sums {
public:
  void add(float from, float to) {
    equal_ = equal_ && std::bit_cast<std::uint32_t>(from) == std::bit_cast<std::uint32_t>(to);
    for (const float value : {from, to}) {
      lowest_ = std::fmin(lowest_, value);
      highest_ = std::fmax(highest_, value);
    }
    if (std::isnan(from) || std::isnan(to)) return;
    const double difference = static_cast<double>(to) - static_cast<double>(from);
    count_ += 1.0;
    from_ += from;
    to_ += to;
    difference_ += difference;
    squares_ += difference * difference;
  }

  Effect effect(std::size_t outcome) const {
    const double mean = difference_ / count_;
    const double variance = std::max(0.0, squares_ / count_ - mean * mean);
    return {outcome, from_ / count_, to_ / count_, lowest_, highest_, mean, std::sqrt(variance / count_),
            equal_};
  }

private:
  double count_ = 0.0, from_ = 0.0, to_ = 0.0, difference_ = 0.0, squares_ = 0.0;
  float lowest_ = std::numeric_limits<float>::infinity();
  float highest_ = -std::numeric_limits<float>::infinity();
  bool equal_ = true;
};

Settings joined(const Settings &first, const Settings &second, const Settings &third = {}) {
  Settings all = first;
  all.insert(all.end(), second.begin(), second.end());
  all.insert(all.end(), third.begin(), third.end());
  return all;
}

/// Written so that what is not a number is never met.
bool judge(const Effect &effect, const Expectation &expectation) {
  const double size = std::abs(effect.difference);
  const double noise = standard_errors * effect.standard_error;
  const auto growth = [&](const ShareOfGrowth &bound) {
    return bound.share * std::abs(effect.mean_from - bound.start);
  };
  const bool shown = effect.difference * expectation.sign > 0.0 && size >= noise;
  if (expectation.minimum && !(shown && size >= *expectation.minimum)) return false;
  if (expectation.must_not_rise && !(effect.difference <= noise)) return false;
  if (expectation.at_least && !(size >= growth(*expectation.at_least))) return false;
  return !expectation.at_most || size <= growth(*expectation.at_most);
}

std::vector<std::size_t> outcomes_of(const Experiment &experiment) {
  std::vector<std::size_t> outcomes;
  for (const Expectation &expectation : experiment.expect) outcomes.push_back(expectation.outcome);
  for (const auto &[outcome, value] : experiment.always) outcomes.push_back(outcome);
  return outcomes;
}

std::vector<std::size_t> outcomes_of(const KnockOut &knock_out) {
  std::vector<std::size_t> outcomes = knock_out.equal;
  for (const Within &within : knock_out.within) outcomes.push_back(within.outcome);
  for (const Within &within : knock_out.share_of_effect) outcomes.push_back(within.outcome);
  return outcomes;
}

const Effect &effect_on(const std::vector<Effect> &effects, std::size_t outcome) {
  return *std::find_if(effects.begin(), effects.end(),
                       [&](const Effect &effect) { return effect.outcome == outcome; });
}

void judge_knock_out(const Laboratory &laboratory, const Experiment &experiment,
                     const std::vector<Effect> &open, ExperimentResult &result) {
  const KnockOut &knock_out = *experiment.knock_out;
  const auto &outcomes = laboratory.model.outcomes;
  result.knock_out = effects_of(laboratory, knocked_out_change_of(experiment), outcomes_of(knock_out));
  for (const std::size_t outcome : knock_out.equal) {
    result.knocked_out.push_back({fmt::format("{} is equal in every trajectory", outcomes[outcome].name),
                                  effect_on(result.knock_out, outcome).equal});
  }
  for (const Within &within : knock_out.within) {
    const double size = std::abs(effect_on(result.knock_out, within.outcome).difference);
    result.knocked_out.push_back(
        {fmt::format("{} moves by less than {:g}", outcomes[within.outcome].name, within.tolerance),
         size < within.tolerance});
  }
  for (const Within &within : knock_out.share_of_effect) {
    const double size = std::abs(effect_on(result.knock_out, within.outcome).difference);
    const double whole = std::abs(effect_on(open, within.outcome).difference);
    result.knocked_out.push_back({fmt::format("{} keeps less than {:g} of the effect",
                                              outcomes[within.outcome].name, within.tolerance),
                                  size < within.tolerance * whole});
  }
}

ExperimentResult examine(const Laboratory &laboratory, const Experiment &experiment) {
  ExperimentResult result;
  const auto effects = effects_of(laboratory, change_of(experiment), outcomes_of(experiment));
  for (const Expectation &expectation : experiment.expect) {
    const Effect &effect = effect_on(effects, expectation.outcome);
    result.findings.push_back({effect, expectation, judge(effect, expectation)});
  }
  for (const auto &[outcome, value] : experiment.always) {
    const Effect &effect = effect_on(effects, outcome);
    result.further.push_back({fmt::format("{} is {:g} in every trajectory of both",
                                          laboratory.model.outcomes[outcome].name, value),
                              effect.lowest == value && effect.highest == value});
  }
  if (experiment.knock_out) judge_knock_out(laboratory, experiment, effects, result);
  return result;
}

/// "at least 2 times the effect of `low`", of two experiments that have been run.
void judge_times(const Mechanism &mechanism, MechanismResult &result) {
  for (std::size_t i = 0; i < mechanism.experiments.size(); ++i) {
    const auto &times = mechanism.experiments[i].at_least_times;
    if (!times) continue;
    const auto other = std::find_if(mechanism.experiments.begin(), mechanism.experiments.end(),
                                    [&](const Experiment &one) { return one.name == times->of; });
    const auto place = static_cast<std::size_t>(other - mechanism.experiments.begin());
    const double size = std::abs(result.experiments[i].findings.front().effect.difference);
    const double least = std::abs(result.experiments[place].findings.front().effect.difference);
    result.experiments[i].further.push_back(
        {fmt::format("{:.2f} times the effect of '{}', at least {:g} times", size / least, times->of,
                     times->factor),
         size >= times->factor * least});
  }
}

} // namespace

bool ExperimentResult::met() const {
  const auto holds = [](const auto &one) { return one.met; };
  return std::all_of(findings.begin(), findings.end(), holds) &&
         std::all_of(further.begin(), further.end(), holds) &&
         std::all_of(knocked_out.begin(), knocked_out.end(), holds);
}

bool MechanismResult::met() const {
  return std::all_of(experiments.begin(), experiments.end(), [](const auto &one) { return one.met(); });
}

std::vector<Effect> effects_of(const Laboratory &laboratory, const Change &change,
                               const std::vector<std::size_t> &outcomes) {
  const std::vector<engine::Condition> conditions{condition_with(laboratory, change.from, "A"),
                                                  condition_with(laboratory, change.to, "B")};
  engine::Plan plan{laboratory.model, conditions};
  plan.seed = laboratory.seed;
  plan.trajectories = plan.records = laboratory.trajectories;
  plan.counted = engine::Wanted{};
  std::vector<Sums> sums(outcomes.size());
  std::vector<std::vector<float>> from(outcomes.size()); // of the round, until B's arrive
  engine::Observer observer;
  observer.records = [&](std::size_t condition, std::uint64_t, std::uint64_t count, const float *values,
                         std::size_t stride) {
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      const float *column = values + outcomes[i] * stride;
      if (condition == 0) {
        from[i].assign(column, column + count);
      } else {
        for (std::uint64_t row = 0; row < count; ++row) sums[i].add(from[i][row], column[row]);
      }
    }
  };
  engine::run_ensemble(plan, observer);
  std::vector<Effect> effects;
  for (std::size_t i = 0; i < outcomes.size(); ++i) effects.push_back(sums[i].effect(outcomes[i]));
  return effects;
}

Change change_of(const Experiment &experiment) {
  return {joined(experiment.setting, experiment.from), joined(experiment.setting, experiment.to)};
}

Change knocked_out_change_of(const Experiment &experiment) {
  const KnockOut &knock_out = *experiment.knock_out;
  const Settings &setting = knock_out.setting ? *knock_out.setting : experiment.setting;
  return {joined(setting, knock_out.from ? *knock_out.from : experiment.from, knock_out.set),
          joined(setting, knock_out.to ? *knock_out.to : experiment.to, knock_out.set)};
}

Mechanism with_flipped_sign(const engine::Model &model, Mechanism mechanism, std::size_t parameter) {
  const auto flip = [&](Settings &settings) {
    for (auto &[place, setting] : settings)
      if (place == parameter) setting.value = -setting.value;
  };
  const auto flip_all = [&](Settings &setting) {
    flip(setting);
    setting.insert(setting.begin(), {parameter, {-model.parameters[parameter].value, {}}});
  };
  for (Experiment &experiment : mechanism.experiments) {
    flip_all(experiment.setting);
    flip(experiment.from);
    flip(experiment.to);
    if (!experiment.knock_out) continue;
    KnockOut &knock_out = *experiment.knock_out;
    flip(knock_out.set);
    if (knock_out.setting) flip_all(*knock_out.setting);
    if (knock_out.from) flip(*knock_out.from);
    if (knock_out.to) flip(*knock_out.to);
  }
  return mechanism;
}

MechanismResult examine(const Laboratory &all, const Mechanism &mechanism) {
  Laboratory laboratory = all;
  laboratory.trajectories = std::min(all.trajectories, mechanism.trajectories.value_or(all.trajectories));
  MechanismResult result;
  for (const Experiment &experiment : mechanism.experiments)
    result.experiments.push_back(examine(laboratory, experiment));
  judge_times(mechanism, result);
  return result;
}

} // namespace mechanisms

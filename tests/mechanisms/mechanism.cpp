// SPDX-License-Identifier: Apache-2.0
#include "tests/mechanisms/mechanism.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include "engine/conditions/condition_reader.hpp"
#include "engine/conditions/files.hpp"
#include "engine/conditions/setting.hpp"
#include "engine/conditions/yaml_value.hpp"

namespace mechanisms {

namespace {

using engine::Model;
using engine::YamlEntry;
using engine::YamlValue;

/// What to do with the value of each key that may stand in a map.
using Keys = std::map<std::string, std::function<void(const YamlValue &)>>;

void read_map(const YamlValue &map, const std::string &expected, const Keys &keys) {
  std::vector<std::string> valid;
  for (const auto &[key, read] : keys) valid.push_back(key);
  for (const YamlEntry &entry : map.entries(expected)) {
    const auto found = keys.find(entry.key.text());
    if (found == keys.end()) entry.key.refuse(engine::no_such("key", entry.key.text(), valid));
    found->second(entry.value);
  }
}

auto into(std::string &target) {
  return [&target](const YamlValue &value) { target = value.text(); };
}

auto into(std::vector<std::string> &target) {
  return [&target](const YamlValue &value) {
    for (const YamlValue &item : value.items("a list of words")) target.push_back(item.text());
  };
}

template <class Number> auto into_number(Number &target) {
  return [&target](const YamlValue &value) { target = value.number("a number"); };
}

std::size_t outcome_named(const Model &model, const YamlValue &value) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < model.outcomes.size(); ++i) {
    names.push_back(model.outcomes[i].name);
    if (names.back() == value.text()) return i;
  }
  value.refuse(engine::no_such("outcome", value.text(), names));
}

auto into_outcome(const Model &model, std::size_t &target) {
  return [&model, &target](const YamlValue &value) { target = outcome_named(model, value); };
}

auto into_settings(const Model &model, Settings &target) {
  return [&model, &target](const YamlValue &value) {
    for (const YamlEntry &entry : value.entries("a map from parameters to values")) {
      const auto place = engine::find_parameter(model, entry.key.text());
      if (!place) entry.key.refuse(engine::no_such_parameter(model, entry.key.text()));
      target.emplace_back(*place, engine::read_setting(model.parameters[*place], entry.value, true));
    }
  };
}

auto into_settings(const Model &model, std::optional<Settings> &target) {
  return [&model, &target](const YamlValue &value) { into_settings(model, target.emplace())(value); };
}

auto into_share(std::optional<ShareOfGrowth> &target) {
  return [&target](const YamlValue &value) {
    ShareOfGrowth share{0.0, 0.0};
    read_map(value, "a share of a growth",
             {{"share", into_number(share.share)}, {"of_growth_from", into_number(share.start)}});
    target = share;
  };
}

int sign_of(const YamlValue &value) {
  if (value.written() == "+") return 1;
  if (value.written() == "-") return -1;
  value.refuse_for("+ or -");
}

Expectation read_expectation(const Model &model, const YamlValue &value) {
  Expectation expectation{};
  read_map(value, "an expectation",
           {{"outcome", into_outcome(model, expectation.outcome)},
            {"specified", into_number(expectation.specified)},
            {"minimum", into_number(expectation.minimum)},
            {"direction", [&](const YamlValue &direction) { expectation.sign = sign_of(direction); }},
            {"must_not_rise", [&](const YamlValue &truth) { expectation.must_not_rise = truth.truth(); }},
            {"at_least", into_share(expectation.at_least)},
            {"at_most", into_share(expectation.at_most)}});
  if (expectation.sign == 0 && expectation.specified)
    expectation.sign = *expectation.specified > 0.0 ? 1 : -1;
  if (expectation.minimum && expectation.sign == 0)
    value.refuse("an effect with a minimum needs a direction: + or -");
  return expectation;
}

std::vector<Within> read_within(const Model &model, const YamlValue &value, const std::string &bound) {
  std::vector<Within> all;
  const auto read = [&](const YamlValue &one) {
    Within within{};
    read_map(one, "an outcome and its bound",
             {{"outcome", into_outcome(model, within.outcome)}, {bound, into_number(within.tolerance)}});
    all.push_back(within);
  };
  if (value.is_map()) {
    read(value);
  } else {
    for (const YamlValue &one : value.items("a list of outcomes and bounds")) read(one);
  }
  return all;
}

KnockOut read_knock_out(const Model &model, const YamlValue &value) {
  KnockOut knock_out;
  const auto read_equal = [&](const YamlValue &outcomes) {
    for (const YamlValue &outcome : outcomes.items("a list of outcomes"))
      knock_out.equal.push_back(outcome_named(model, outcome));
  };
  read_map(value, "a knock-out",
           {{"what", into(knock_out.what)},
            {"set", into_settings(model, knock_out.set)},
            {"setting", into_settings(model, knock_out.setting)},
            {"from", into_settings(model, knock_out.from)},
            {"to", into_settings(model, knock_out.to)},
            {"equal", read_equal},
            {"within",
             [&](const YamlValue &within) { knock_out.within = read_within(model, within, "tolerance"); }},
            {"share_of_effect", [&](const YamlValue &share) {
               knock_out.share_of_effect = read_within(model, share, "at_most");
             }}});
  if (knock_out.equal.empty() && knock_out.within.empty() && knock_out.share_of_effect.empty())
    value.refuse("a knock-out says what must be left of the effect: equal, within or share_of_effect");
  return knock_out;
}

Experiment read_experiment(const Model &model, const YamlValue &value) {
  Experiment experiment;
  const auto read_expectations = [&](const YamlValue &all) {
    for (const YamlValue &one : all.items("a list of expectations"))
      experiment.expect.push_back(read_expectation(model, one));
  };
  const auto read_always = [&](const YamlValue &all) {
    for (const YamlEntry &entry : all.entries("a map from outcomes to values"))
      experiment.always.emplace_back(outcome_named(model, entry.key), entry.value.number("a number"));
  };
  const auto read_times = [&](const YamlValue &times) {
    Times read{};
    read_map(times, "a factor and an experiment",
             {{"factor", into_number(read.factor)}, {"of", into(read.of)}});
    experiment.at_least_times = read;
  };
  read_map(value, "an experiment",
           {{"name", into(experiment.name)},
            {"what", into(experiment.what)},
            {"note", into(experiment.note)},
            {"setting", into_settings(model, experiment.setting)},
            {"from", into_settings(model, experiment.from)},
            {"to", into_settings(model, experiment.to)},
            {"expect", read_expectations},
            {"always", read_always},
            {"at_least_times", read_times},
            {"knock_out", [&](const YamlValue &one) { experiment.knock_out = read_knock_out(model, one); }}});
  if (experiment.to.empty()) value.refuse("an experiment goes somewhere: 'to' is missing");
  return experiment;
}

std::vector<Influence> read_influences(const YamlValue &value) {
  std::vector<Influence> all;
  for (const YamlValue &one : value.items("a list of influences")) {
    Influence influence;
    read_map(one, "an influence", {{"from", into(influence.from)}, {"to", into(influence.to)}});
    all.push_back(influence);
  }
  return all;
}

Mechanism read_mechanism(const Model &model, const YamlValue &value) {
  Mechanism mechanism;
  const auto read_experiments = [&](const YamlValue &all) {
    for (const YamlValue &one : all.items("a list of experiments"))
      mechanism.experiments.push_back(read_experiment(model, one));
  };
  read_map(value, "a mechanism",
           {{"id", into(mechanism.id)},
            {"claim", into(mechanism.claim)},
            {"source", into(mechanism.source)},
            {"carrier", into(mechanism.carrier)},
            {"note", into(mechanism.note)},
            {"influences", [&](const YamlValue &all) { mechanism.influences = read_influences(all); }},
            {"equations", into(mechanism.equations)},
            {"code", into(mechanism.code)},
            {"experiments", read_experiments}});
  for (const Experiment &experiment : mechanism.experiments) {
    if (!experiment.at_least_times) continue;
    const auto is_meant = [&](const Experiment &other) {
      return other.name == experiment.at_least_times->of;
    };
    if (std::none_of(mechanism.experiments.begin(), mechanism.experiments.end(), is_meant))
      value.refuse("there is no experiment '" + experiment.at_least_times->of + "' in this mechanism");
  }
  return mechanism;
}

constexpr std::uint64_t enough_for_a_coefficient = 20'000;

Mechanism read_coefficient(const Model &model, const YamlValue &value) {
  Mechanism mechanism;
  mechanism.is_coefficient = true;
  mechanism.trajectories = enough_for_a_coefficient;
  Experiment experiment;
  Expectation expectation{};
  std::optional<std::size_t> place;
  double from = 0.0;
  const auto read_name = [&](const YamlValue &name) {
    mechanism.id = name.text();
    place = engine::find_parameter(model, name.text());
    if (!place) name.refuse(engine::no_such_parameter(model, name.text()));
  };
  read_map(value, "a coefficient",
           {{"coefficient", read_name},
            {"because", into(mechanism.claim)},
            {"outcome", into_outcome(model, expectation.outcome)},
            {"direction", [&](const YamlValue &direction) { expectation.sign = sign_of(direction); }},
            {"minimum", into_number(expectation.minimum)},
            {"setting", into_settings(model, experiment.setting)},
            {"from", into_number(from)},
            {"symmetric", [&](const YamlValue &truth) { mechanism.sign_is_convention = truth.truth(); }},
            {"trajectories", [&](const YamlValue &number) {
               mechanism.trajectories = number.whole_number(1, 1'000'000'000);
             }}});
  if (!place || !expectation.minimum || expectation.sign == 0)
    value.refuse("a row needs a coefficient, an outcome, a direction and a minimum");
  experiment.from = {{*place, {from, {}}}};
  experiment.to = {{*place, {model.parameters[*place].value, {}}}};
  experiment.expect = {expectation};
  mechanism.experiments = {experiment};
  mechanism.source = model.parameters[*place].source;
  return mechanism;
}

} // namespace

std::vector<Mechanism> parse_mechanisms(const Model &model, const std::string &text,
                                        const std::string &path) {
  std::vector<Mechanism> all;
  for (const YamlValue &one : YamlValue::document(text, path).items("a list of mechanisms"))
    all.push_back(read_mechanism(model, one));
  return all;
}

std::vector<Mechanism> read_coefficients(const Model &model, const std::string &path) {
  std::vector<Mechanism> all;
  const YamlValue document = YamlValue::document(engine::read_text_file(path, path), path);
  for (const YamlValue &one : document.items("a list of coefficients"))
    all.push_back(read_coefficient(model, one));
  return all;
}

std::vector<Mechanism> read_mechanisms(const Model &model, const std::string &path) {
  return parse_mechanisms(model, engine::read_text_file(path, path), path);
}

} // namespace mechanisms

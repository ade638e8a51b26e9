// SPDX-License-Identifier: Apache-2.0
// A condition written out in full loses nothing, and becomes plain numbers for a kernel.

#include <cmath>
#include <random>
#include <regex>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "tests/engine/condition_texts.hpp"

using namespace test;

namespace {

/// Conditions at random, of every kind of setting; the same for every run.
class RandomConditions {
public:
  Condition next() {
    Condition condition;
    condition.name = "n" + std::to_string(below(1000)) + "-_X";
    condition.summary = text();
    condition.start = {1900 + static_cast<int>(below(300)), 1 + static_cast<int>(below(12))};
    condition.months = 1 + static_cast<int>(below(120));
    if (below(2) == 0) condition.seed = random_();
    if (below(2) == 0) condition.trajectories = 1 + below(1'000'000'000'000);
    if (below(2) == 0) condition.lineage = {"base", "baseline"};
    condition.allow_out_of_range = below(2) == 0;
    for (const Parameter &parameter : model_.parameters)
      condition.settings.push_back(setting(parameter, condition.allow_out_of_range));
    for (int month = 0; month < condition.months; month += 1 + static_cast<int>(below(30)))
      condition.timeline.push_back({condition.start.after(month), below(model_.events.size())});
    return condition;
  }

private:
  std::size_t below(std::size_t end) { return random_() % end; }
  /// Of all magnitudes that fit; some round, most not.
  double between(double low, double high) {
    const double share = std::ldexp(static_cast<double>(random_() >> 11U), -53);
    return low + (high - low) * (below(3) == 0 ? std::round(share * 8) / 8
                                               : std::pow(share, 1.0 + 9.0 * static_cast<double>(below(2))));
  }

  std::string text() {
    static const std::vector<std::string> pieces = {"a",      " ", "\n",  "\"",  "'",  "\\", ": ", " #",
                                                    "%",      "{", "-",   "\t",  "é",  "한", "😀",  "\u00a0",
                                                    "\u2026", "~", "yes", "0x1", "&a", "*a"};
    std::string text = "T";
    if (below(2) == 0) text = pieces[below(pieces.size())];
    for (std::size_t length = below(12); length > 0; --length) text += pieces[below(pieces.size())];
    return text;
  }

  Setting setting(const Parameter &parameter, bool allow_out_of_range) {
    if (!parameter.labels.empty()) return labelled(parameter);
    const bool is_shared =
        parameter.name == "coin.bias" || parameter.name == "clock.drift"; // has a constraint
    const double low = allow_out_of_range && !is_shared ? -1e6 : parameter.unit.lowest;
    const double high = allow_out_of_range && !is_shared ? 1e6 : is_shared ? 0.4 : parameter.unit.highest;
    const double a = between(low, high);
    const double b = between(low, high);
    const double least = std::min(a, b);
    const double most = std::max(a, b);
    const double above_0 = between(1e-9, 5.0);
    using Law = Drawn::Law;
    switch (least < most ? below(8) : 0) {
    case 1:
      return {std::midpoint(least, most), {{Law::uniform, {least, most}, false}}};
    case 2:
      return {a,
              {{is_shared ? Law::equally_likely : Law::normal,
                is_shared ? std::vector{a} : std::vector{a, above_0}, false}}};
    case 3:
      return {least, {{Law::triangular, {least, least, most}, false}}};
    case 4:
      return {(a + b + a) / 3, {{Law::equally_likely, {a, b, a}, false}}};
    case 5:
      if (!parameter.plausible.exists() || is_shared) return {a, {}};
      return {std::midpoint(parameter.plausible.low, parameter.plausible.high),
              {{Law::uniform, {parameter.plausible.low, parameter.plausible.high}, true}}};
    case 6:
      if (least <= 0) return {a, {}};
      return {std::sqrt(least * most), {{Law::log_uniform, {least, most}, false}}};
    case 7:
      if (a <= 0 || is_shared) return {a, {}};
      return {a, {{Law::log_normal, {a, above_0}, false}}};
    default:
      return {a, {}};
    }
  }

  Setting labelled(const Parameter &parameter) {
    const auto one = static_cast<double>(below(parameter.labels.size()));
    if (parameter.role == Role::option || below(2) == 0) return {one, {}};
    return {one / 2, {{Drawn::Law::equally_likely, {one, 0}, false}}};
  }

  Model model_ = model_with_option();
  std::mt19937_64 random_{20250201};
};

} // namespace

TEST_CASE("a condition written out in full reads back the same, whatever it holds") {
  RandomConditions conditions;
  for (int round = 0; round < 500; ++round) {
    const Condition condition = conditions.next();
    const std::string text = resolved_yaml(model_with_option(), condition);
    INFO(text);
    const Condition back = read(text);
    CHECK(same(condition, back));
    CHECK(back.lineage.empty());
  }
}

TEST_CASE("a condition written out in full is readable") {
  Condition condition =
      read(head + "seed: 7\nparameters: {d: 1e-5, w: {log_normal: [1, 0.5]}, p: prior, k: on,\n"
                  "  W0: {equally_likely: [war, settlement]}}\n"
                  "timeline: [{month: 2025-06, event: bell}]\n");
  condition.lineage = {"middle", "base"};
  CHECK(resolved_yaml(model_with_option(), condition) == R"(# extended middle, base
name: "test"
summary: "A test."
model: toy
start: 2025-02
months: 48
seed: 7
allow_out_of_range: false
parameters:
  coin.bias: prior
  coin.weight: {log_normal: [1, 0.5]}
  clock.drift: 1.0e-05
  clock.phase: {equally_likely: [war, settlement]}
  rules.overtime: on
  clock.trend: 0
timeline:
  - {month: 2025-06, event: bell}
)");
}

TEST_CASE("a damaged file is either read or refused with a place, never worse") {
  const std::string whole = head + "start: 2025-04\nmonths: 24\nseed: 12\nparameters:\n  coin: {bias: 0.4}\n"
                                   "  w: &law {log_normal: [1, 0.5]}\n  W0: \"war\"\ntimeline:\n"
                                   "  - {month: 2025-06, event: bell}\n";
  const std::string letters = "{}[]:,-?&*!|>'\"%@`#<=~ \n\t0.e\\\xff";
  std::mt19937_64 random{1};
  int refused = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string text = whole;
    for (std::size_t edits = 1 + random() % 4; edits > 0; --edits) {
      const std::size_t place = random() % text.size();
      if (random() % 3 == 0)
        text.erase(place, 1 + random() % 10);
      else
        text.insert(place, 1, letters[random() % letters.size()]);
      if (text.empty()) text = "x";
    }
    const std::string answer = complaint(text);
    INFO(text);
    if (answer == "no complaint") continue;
    ++refused;
    CHECK(std::regex_search(answer, std::regex("^file\\.yaml:[1-9][0-9]*:[1-9][0-9]*: .")));
    CHECK(answer.find('\n') == std::string::npos);
  }
  CHECK(refused > 1500);
  CHECK(refused < 3000);
}

TEST_CASE("a kernel is given values, laws and events as plain numbers") {
  const Model model = model_with_option();
  const Condition condition =
      read(head + "start: 2025-12\nmonths: 3\nparameters: {d: 0.2, w: {equally_likely: [2, 4]}, e: {normal: "
                  "[0, 0.01]}, p: "
                  "{triangular: [0.1, 0.2, 0.3]}}\n"
                  "timeline: [{month: 2026-01, event: ceasefire}, {month: 2026-02, event: bell}]\n");
  ScenarioData original = scenario_data(model, condition);
  const ScenarioData data = std::move(original);
  const Scenario scenario = data.scenario();
  CHECK(std::vector<double>(scenario.parameters, scenario.parameters + scenario.parameter_count) ==
        std::vector<double>{0.2, 3.0, 0.2, 0.0, 0.0, 0.0});
  CHECK(scenario.months == 3);
  CHECK(scenario.first_calendar_month == 11);

  REQUIRE(scenario.drawn_count == 3);
  const Drawn &bias = scenario.drawn[0];
  CHECK(bias.parameter == 0);
  CHECK(bias.stream == stream_of_parameter("coin.bias"));
  CHECK(bias.law == Drawn::Law::triangular);
  CHECK(std::vector<double>{bias.a, bias.b, bias.c, bias.lowest, bias.highest} ==
        std::vector<double>{0.1, 0.2, 0.3, 0.0, 1.0});
  const Drawn &weight = scenario.drawn[1];
  CHECK(std::vector<double>(weight.values, weight.values + weight.value_count) ==
        std::vector<double>{2.0, 4.0});
  const Drawn &trend = scenario.drawn[2];
  CHECK(trend.parameter == 5);
  CHECK(std::vector<double>{trend.a, trend.b, trend.lowest, trend.highest} ==
        std::vector<double>{0.0, 0.01, -0.1, 0.1});

  REQUIRE(scenario.process_count == 2);
  const std::vector<float> given(scenario.given, scenario.given + 6);
  CHECK(given[2] == 1.0F);  // month 1, process 0
  CHECK(given[5] == 0.25F); // month 2, process 1
  for (const std::size_t place : {0U, 1U, 3U, 4U}) CHECK(std::isnan(given[place]));
}

TEST_CASE("draws are not bounded where values out of range are allowed") {
  const ScenarioData data =
      scenario_data(model_with_option(), read(head + "parameters: {w: {normal: [1, 1]}}\n", {{}, {}, true}));
  CHECK(std::isinf(data.scenario().drawn[0].lowest));
  CHECK(std::isinf(data.scenario().drawn[0].highest));
}

TEST_CASE("the stream of a parameter follows from its name alone, above all streams of agents") {
  // Known answers of FNV-1a (Fowler, Noll, Vo), 32 bits: "" 811c9dc5, "a" e40c292c, "foobar" bf9cf968.
  CHECK(stream_of_parameter("") == 0x811c9dc5U);
  CHECK(stream_of_parameter("a") == 0xe40c292cU);
  CHECK(stream_of_parameter("foobar") == 0xbf9cf968U);
  CHECK(stream_of_parameter("coin.bias") >= 0x80000000U);
  CHECK(stream_of_parameter("coin.bias") != stream_of_parameter("coin.bais"));
}

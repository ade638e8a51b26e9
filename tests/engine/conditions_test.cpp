// SPDX-License-Identifier: Apache-2.0
// What a condition may say, and what is then read.

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine/conditions/numbers.hpp"
#include "tests/engine/condition_texts.hpp"

using namespace test;

TEST_CASE("a condition that sets nothing has every default of its model") {
  const Condition condition = read(head);
  CHECK(condition.name == "test");
  CHECK(condition.summary == "A test.");
  CHECK(condition.path == "file.yaml");
  CHECK(condition.start.text() == "2025-02");
  CHECK(condition.months == 48);
  CHECK_FALSE(condition.seed);
  CHECK_FALSE(condition.trajectories);
  CHECK(condition.timeline.empty());
  const Model model = model_with_option();
  REQUIRE(condition.settings.size() == model.parameters.size());
  for (std::size_t place = 0; place < model.parameters.size(); ++place)
    CHECK(same(condition.settings[place], {model.parameters[place].value, {}}));
}

TEST_CASE("every key of a condition is read") {
  const Condition condition =
      read(head + "model: toy\nstart: 2024-11\nmonths: 120\nseed: 18446744073709551615\n"
                  "trajectories: 1e6\nallow_out_of_range: true\n"
                  "timeline: [{event: ceasefire, month: 2025-01}]\n");
  CHECK(condition.start.text() == "2024-11");
  CHECK(condition.months == 120);
  CHECK(condition.seed == 18446744073709551615U);
  CHECK(condition.trajectories == 1000000U);
  CHECK(condition.allow_out_of_range);
  CHECK(timeline_of(condition) == std::vector<std::string>{"2025-01 ceasefire"});
}

TEST_CASE("a dotted name, a nested map and a symbol mean the same parameter") {
  for (const char *text : {"coin.bias: 0.25", "coin: {bias: 0.25}", "p: 0.25"})
    CHECK(setting_of(read(head + "parameters: {" + text + "}\n"), "coin.bias").value == 0.25);
}

TEST_CASE("a parameter takes numbers as people write them") {
  const std::vector<std::pair<std::string, double>> numbers = {{"1", 1.0},      {"0.5", 0.5}, {".5", 0.5},
                                                               {"5.", 5.0},     {"+2", 2.0},  {"1e-3", 0.001},
                                                               {"1.5E+0", 1.5}, {"0", 0.0}};
  for (const auto &[text, number] : numbers) CHECK(set_to("coin.weight", text).value == number);
  CHECK(set_to("clock.trend", "-0.05").value == -0.05);
}

TEST_CASE("a labelled parameter takes its labels and their numbers") {
  CHECK(set_to("clock.phase", "war").value == 0.0);
  CHECK(set_to("clock.phase", "settlement").value == 2.0);
  CHECK(set_to("clock.phase", "1").value == 1.0);
  for (const char *on : {"on", "true", "yes", "1"}) CHECK(set_to("rules.overtime", on).value == 1.0);
  for (const char *off : {"off", "false", "no", "0"}) CHECK(set_to("rules.overtime", off).value == 0.0);
}

TEST_CASE("each law keeps its numbers and has its middle") {
  struct Example {
    std::string text;
    Drawn::Law law;
    std::vector<double> numbers;
    double middle;
  };
  const std::vector<Example> examples = {
      {"{uniform: [1, 4]}", Drawn::Law::uniform, {1, 4}, 2.5},
      {"{log_uniform: [1, 4]}", Drawn::Law::log_uniform, {1, 4}, 2.0},
      {"{normal: [3, 20]}", Drawn::Law::normal, {3, 20}, 3.0},
      {"{log_normal: [2, 0.5]}", Drawn::Law::log_normal, {2, 0.5}, 2.0},
      {"{triangular: [0, 1, 5]}", Drawn::Law::triangular, {0, 1, 5}, 1.0},
      {"{triangular: [1, 1, 5]}", Drawn::Law::triangular, {1, 1, 5}, 1.0},
      {"{equally_likely: [1, 2, 6]}", Drawn::Law::equally_likely, {1, 2, 6}, 3.0},
      {"{equally_likely: [7]}", Drawn::Law::equally_likely, {7}, 7.0},
  };
  for (const Example &example : examples) {
    INFO(example.text);
    CHECK(
        same(set_to("coin.weight", example.text), {example.middle, {{example.law, example.numbers, false}}}));
  }
  CHECK(same(set_to("coin.weight", "prior"), {1.25, {{Drawn::Law::uniform, {0.5, 2.0}, true}}}));
  CHECK(same(set_to("clock.phase", "{equally_likely: [war, 2]}"),
             {1.0, {{Drawn::Law::equally_likely, {0, 2}, false}}}));
}

TEST_CASE("values out of range are taken only where the condition allows them") {
  CHECK(set_to("coin.weight", "11", true).value == 11.0);
  CHECK(set_to("coin.weight", "{uniform: [-5, 11]}", true).value == 3.0);
  CHECK(setting_of(read(head + "allow_out_of_range: true\nparameters: {w: 11}\n"), "coin.weight").value ==
        11.0);
  CHECK(complaint(head + "allow_out_of_range: false\nparameters: {w: 11}\n").starts_with("file.yaml:4:17: "));
  CHECK(complaint(head + "parameters: {clock.phase: 3}\n", {{}, {}, true}).find("must be one of war") !=
        std::string::npos);
}

TEST_CASE("a byte order mark and Windows line ends do no harm") {
  CHECK(read("\xef\xbb\xbfname: test\r\nsummary: A test.\r\nparameters:\r\n  p: 0.25\r\n").summary ==
        "A test.");
}

TEST_CASE("an anchor may name a value that is used again") {
  const Condition condition = read(head + "parameters: {w: &one {uniform: [0.1, 0.2]}, d: *one}\n");
  CHECK(same(setting_of(condition, "coin.weight"), setting_of(condition, "clock.drift")));
}

TEST_CASE("numbers are decimal, in files and on the command line") {
  for (const char *text : {"010", "0x10", "0b1", "1_000", "1:30", "", " 1", "1 ", "-1", "1.5", "1e-1",
                           "1e400", "nan", "inf", "+-1", "1e20", "0x1p3", "١"})
    CHECK_FALSE(whole_number(text));
  CHECK(whole_number("0") == 0U);
  CHECK(whole_number("1e5") == 100000U);
  CHECK(whole_number("2.5e3") == 2500U);
  CHECK(whole_number("+7") == 7U);
  CHECK(whole_number("18446744073709551615") == 18446744073709551615U);
  CHECK_FALSE(whole_number("18446744073709551616"));
  CHECK(whole_number("1e19") == 10000000000000000000U);
  CHECK(whole_number("1.8446744073709551615e19") == 18446744073709551615U);
  CHECK(whole_number("9007199254740993.0") == 9007199254740993U);
  CHECK(whole_number("1000e-3") == 1U);
}

TEST_CASE("months are counted through the years") {
  CHECK(Month{2025, 2}.text() == "2025-02");
  CHECK(Month{987, 12}.text() == "0987-12");
  CHECK(Month{2025, 11}.after(2).text() == "2026-01");
  CHECK(Month{2025, 11}.until({2027, 1}) == 14);
}

// SPDX-License-Identifier: Apache-2.0
// Conditions: what they may say, how they complain, and that writing one out in full loses nothing.

#include <cmath>
#include <filesystem>
#include <fstream>
#include <random>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "engine/conditions/condition_file.hpp"
#include "engine/conditions/files.hpp"
#include "engine/conditions/nearest_name.hpp"
#include "engine/conditions/numbers.hpp"
#include "engine/errors.hpp"
#include "engine/terminal_text.hpp"
#include "tests/toy_model.hpp"

namespace {

using namespace engine;

/// The toy model, with an option and a rate that may be negative.
Model model_with_option() {
  Model model = test::toy_model();
  model.parameters.push_back({.name = "rules.overtime",
                              .symbol = "k",
                              .unit = {"switch", 0.0, 1.0},
                              .meaning = "whether it goes on",
                              .source = "assumption",
                              .role = Role::option,
                              .labels = {"off", "on"}});
  model.parameters.push_back({.name = "clock.trend",
                              .symbol = "e",
                              .plausible = {-0.01, 0.01},
                              .unit = unit::change_per_month,
                              .meaning = "change of drift",
                              .source = "assumption"});
  model.events.push_back({"bell", 1, 0.25, "the bell rings"});
  model.processes = {{.name = "war", .labels = {"no", "yes"}}, {.name = "bell"}};
  return model;
}

const std::string head = "name: test\nsummary: A test.\n";

Condition read(const std::string &text, const Overrides &overrides = {}) {
  return parse_condition(model_with_option(), text, "file.yaml", overrides);
}

/// What is said of a condition that is refused.
std::string complaint(const std::string &text, const Overrides &overrides = {}) {
  try {
    read(text, overrides);
  } catch (const InputError &error) {
    return error.what();
  }
  return "no complaint";
}

/// The setting of a parameter that the model declares.
const Setting &setting_of(const Condition &condition, const std::string &name) {
  const Model model = model_with_option();
  std::size_t place = 0;
  while (model.parameters.at(place).name != name) ++place;
  return condition.settings.at(place);
}

Setting set_to(const std::string &parameter, const std::string &value, bool allow_out_of_range = false) {
  return setting_of(
      read(head + "parameters:\n  " + parameter + ": " + value + "\n", {{}, {}, allow_out_of_range}),
      parameter);
}

std::vector<std::string> timeline_of(const Condition &condition) {
  std::vector<std::string> entries;
  for (const Given &given : condition.timeline)
    entries.push_back(given.month.text() + " " + model_with_option().events.at(given.event).name);
  return entries;
}

/// A folder of files that vanishes with the test.
class Folder {
public:
  Folder() : path_(std::filesystem::temp_directory_path() / fmt::format("conditions_test_{}", getpid())) {
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder &) = delete;
  Folder &operator=(const Folder &) = delete;

  std::string path(const std::string &name) const { return (path_ / name).string(); }
  std::string write(const std::string &name, const std::string &text) const {
    std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
    std::ofstream(path(name), std::ios::binary) << text;
    return path(name);
  }
  Condition load(const std::string &name, const Overrides &overrides = {}) const {
    return load_condition(model_with_option(), path(name), overrides);
  }
  /// The complaint, without the folder's own path.
  std::string complaint(const std::string &name) const {
    try {
      load(name);
    } catch (const InputError &error) {
      return std::regex_replace(std::string(error.what()), std::regex(path_.string() + "/"), "");
    }
    return "no complaint";
  }

private:
  std::filesystem::path path_;
};

bool same(const Setting &one, const Setting &other) {
  if (one.value != other.value || one.distribution.has_value() != other.distribution.has_value())
    return false;
  if (!one.distribution) return true;
  return one.distribution->law == other.distribution->law &&
         one.distribution->numbers == other.distribution->numbers &&
         one.distribution->is_prior == other.distribution->is_prior;
}

/// Equal in all but where they came from.
bool same(const Condition &one, const Condition &other) {
  bool is_same = one.name == other.name && one.summary == other.summary &&
                 one.start.until(other.start) == 0 && one.months == other.months && one.seed == other.seed &&
                 one.trajectories == other.trajectories &&
                 one.allow_out_of_range == other.allow_out_of_range &&
                 timeline_of(one) == timeline_of(other) && one.settings.size() == other.settings.size();
  for (std::size_t place = 0; is_same && place < one.settings.size(); ++place)
    is_same = same(one.settings[place], other.settings[place]);
  return is_same;
}

} // namespace

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

TEST_CASE("a complaint names the place, the problem, and what would do") {
  const std::vector<std::pair<std::string, std::string>> complaints = {
      // keys
      {"monts: 3", "3:1: there is no key 'monts'; did you mean 'months'?"},
      {"<<: {months: 3}",
       "3:1: there is no key '<<'; there are extends, name, summary, model, start, months, years, seed, "
       "trajectories, allow_out_of_range, together_from, together_weights, parameters, timeline"},
      {"name: again", "3:1: 'name' is given twice"},
      {"[1, 2]: 3", "3:1: a key must be text, not a list"},
      {"5: 3", "3:1: a key must be text, in quotes if it looks like a number or a yes or no, not '5'"},
      // scalars
      {"model: other", "3:8: there is no model 'other'; there are toy"},
      {"start: 2025-13", "3:8: start must be a month such as 2025-02, not '2025-13'"},
      {"start: 2025-2", "3:8: start must be a month such as 2025-02, not '2025-2'"},
      {"start: February", "3:8: start must be a month such as 2025-02, not 'February'"},
      {"months: 0", "3:9: months must be a whole number from 1 to 120, not '0'"},
      {"months: 121", "3:9: months must be a whole number from 1 to 120, not '121'"},
      {"months: 1.5", "3:9: months must be a whole number from 1 to 120, not '1.5'"},
      {"months: \"12\"", "3:9: months must be a whole number from 1 to 120, not '12'"},
      {"months: 010", "3:9: months must be a whole number from 1 to 120, not '010'"},
      {"months: [12]", "3:9: months must be a whole number from 1 to 120, not a list"},
      {"seed: -1", "3:7: seed must be a whole number from 0 to 18446744073709551615, not '-1'"},
      {"seed: 18446744073709551616",
       "3:7: seed must be a whole number from 0 to 18446744073709551615, not '18446744073709551616'"},
      {"trajectories: 0", "3:15: trajectories must be a whole number from 1 to 1000000000000000, not '0'"},
      {"allow_out_of_range: maybe", "3:21: allow_out_of_range must be true or false, not 'maybe'"},
      // parameters
      {"parameters: 5", "3:13: parameters must be a map of parameters, not '5'"},
      {"parameters: {coin: 5}", "3:20: coin must be a map of parameters, not '5'"},
      {"parameters: {coin.bais: 0.5}", "3:14: there is no parameter 'coin.bais'; did you mean 'coin.bias'?"},
      {"parameters: {coin: {bais: 0.5}}",
       "3:21: there is no parameter 'coin.bais'; did you mean 'coin.bias'?"},
      {"parameters: {bias: 0.5}", "3:14: there is no parameter 'bias'; did you mean 'coin.bias'?"},
      {"parameters: {p: 0.5, coin: {bias: 0.5}}",
       "3:29: coin.bias is set twice in this file, first at file.yaml:3:14"},
      {"parameters: {coin: {bias: 0.5, bias: 0.5}}", "3:32: 'bias' is given twice"},
      // values
      {"parameters: {p: 1.5}", "3:17: coin.bias is 1.5 but must be from 0 to 1 (unit: probability); "
                               "allow_out_of_range would admit it"},
      {"parameters: {w: -1}", "3:17: coin.weight is -1 but must be from 0 to 10 (unit: 1); "
                              "allow_out_of_range would admit it"},
      {"parameters: {p: half}",
       "3:17: coin.bias must be a number from 0 to 1 (unit: probability), not 'half'"},
      {"parameters: {p: priro}",
       "3:17: coin.bias must be a number from 0 to 1 (unit: probability), not 'priro'; "
       "did you mean 'prior'?"},
      {"parameters: {p: \"0.5\"}",
       "3:17: coin.bias must be a number from 0 to 1 (unit: probability), not '0.5'"},
      {"parameters: {p: true}",
       "3:17: coin.bias must be a number from 0 to 1 (unit: probability), not 'true'"},
      {"parameters: {p: }", "3:14: coin.bias must be a number from 0 to 1 (unit: probability), not nothing"},
      {"parameters: {p: [0.5]}",
       "3:17: coin.bias must be a number from 0 to 1 (unit: probability), not a list"},
      {"parameters: {p: .nan}",
       "3:17: coin.bias must be a number from 0 to 1 (unit: probability), not '.nan'"},
      {"parameters: {p: inf}", "3:17: coin.bias must be a number from 0 to 1 (unit: probability), not 'inf'"},
      {"parameters: {p: 1e999}",
       "3:17: coin.bias must be a number from 0 to 1 (unit: probability), not '1e999'"},
      {"parameters: {W0: wra}", "3:18: clock.phase must be one of war, ceasefire, settlement, not 'wra'; "
                                "did you mean 'war'?"},
      {"parameters: {W0: 0.5}", "3:18: clock.phase must be one of war, ceasefire, settlement, not '0.5'"},
      {"parameters: {W0: true}", "3:18: clock.phase must be one of war, ceasefire, settlement, not 'true'"},
      // laws
      {"parameters: {p: {unifrom: [0, 1]}}",
       "3:18: coin.bias: there is no law 'unifrom'; did you mean 'uniform'?"},
      {"parameters: {p: {uniform: [0, 1], normal: [0, 1]}}",
       "3:17: coin.bias must have exactly one law, such as {uniform: [low, high]}"},
      {"parameters: {p: {}}", "3:17: coin.bias must have exactly one law, such as {uniform: [low, high]}"},
      {"parameters: {p: {uniform: 0.5}}", "3:27: coin.bias: uniform must be [low, high], not '0.5'"},
      {"parameters: {p: {triangular: [0, 1]}}",
       "3:30: coin.bias: triangular takes [low, mode, high], not a list of 2"},
      {"parameters: {p: {equally_likely: []}}",
       "3:34: coin.bias: equally_likely takes [value, value, ...], not a list of 0"},
      {"parameters: {p: {uniform: [0.5, 0.5]}}",
       "3:27: coin.bias: uniform takes [low, high], which must ascend"},
      {"parameters: {p: {triangular: [0, 0.6, 0.5]}}",
       "3:30: coin.bias: triangular takes [low, mode, high], which must ascend"},
      {"parameters: {p: {uniform: [0, 1.5]}}",
       "3:31: coin.bias: the high of uniform is 1.5 but must be from 0 to 1 (unit: probability); "
       "allow_out_of_range would admit it"},
      {"parameters: {w: {normal: [11, 1]}}",
       "3:27: coin.weight: the mean of normal is 11 but must be from 0 to 10 (unit: 1); "
       "allow_out_of_range would admit it"},
      {"parameters: {w: {normal: [1, 0]}}", "3:30: coin.weight: the sd of normal must be above 0, not '0'"},
      {"parameters: {w: {log_normal: [0, 1]}}",
       "3:31: coin.weight: the median of log_normal must be above 0, not '0'"},
      {"parameters: {w: {log_uniform: [0, 1]}}",
       "3:32: coin.weight: the low of log_uniform must be above 0, not '0'"},
      {"parameters: {d: prior}", "3:17: clock.drift has no plausible range for the word prior to stand for"},
      {"parameters: {k: {equally_likely: [off, on]}}",
       "3:17: rules.overtime is an option, which takes one of its values and cannot be drawn from a law"},
      {"parameters: {W0: {uniform: [0, 2]}}", "3:18: clock.phase has labels, of which none is higher, so "
                                              "that its laws are equally_likely and together"},
      {"parameters: {p: 0.85}",
       "3:14: coin.bias + clock.drift may not exceed 0.9 but can reach 0.95: the rest of "
       "the share must stay above 0.1"},
      {"parameters: {d: 0.5, p: {uniform: [0, 0.5]}}",
       "3:22: coin.bias + clock.drift may not exceed 0.9 but can reach 1: the rest of the share must stay "
       "above 0.1"},
      {"parameters: {p: {normal: [0.1, 0.01]}}", "3:14: coin.bias + clock.drift may not exceed 0.9 but can "
                                                 "reach 1.1: the rest of the share must stay above 0.1"},
      // timeline
      {"timeline: {month: 2025-02, event: bell}", "3:11: timeline must be a list of entries, each a map such "
                                                  "as {month: 2025-06, event: name}, not a map"},
      {"timeline: [bell]",
       "3:12: an entry of the timeline must be a map such as {month: 2025-06, event: name}, not 'bell'"},
      {"timeline: [{month: 2025-02}]", "3:12: an entry of the timeline needs a month and what comes of it: "
                                       "one of event, given, set, decide, only, "
                                       "never, happens, stays_away"},
      {"timeline: [{month: 2025-02, event: bell, value: 1}]", "3:42: there is no key 'value'"},
      {"timeline: [{month: 2025-02, event: ceasfire}]",
       "3:36: there is no event 'ceasfire'; did you mean 'ceasefire'?"},
      {"timeline: [{month: June, event: bell}]", "3:20: month must be a month such as 2025-02, not 'June'"},
      {"timeline: [{month: 2025-01, event: bell}]",
       "3:20: 2025-01 is outside the condition's months, 2025-02 to 2029-01"},
      {"timeline: [{month: 2029-02, event: bell}]",
       "3:20: 2029-02 is outside the condition's months, 2025-02 to 2029-01"},
      {"timeline:\n- {month: 2025-03, event: ceasefire}\n- {month: 2025-03, event: war_resumes}",
       "5:3: war_resumes sets in 2025-03 what an earlier entry sets, at file.yaml:4:3"},
      // extends
      {"extends: [a.yaml]", "3:10: extends must be text, not a list"},
      {"extends: nowhere/at_all.yaml", "3:10: there is no file 'nowhere/at_all.yaml'"},
  };
  for (const auto &[text, expected] : complaints)
    CHECK(complaint(head + text + "\n") == "file.yaml:" + expected);
}

TEST_CASE("a name and a summary are required, and are text") {
  CHECK(complaint("summary: s\n") == "file.yaml:1:1: the key 'name' is missing");
  CHECK(complaint("\nname: n\n") == "file.yaml:2:1: the key 'summary' is missing");
  CHECK(complaint("name: a b\nsummary: s\n") ==
        "file.yaml:1:7: name must be made of letters, digits, - and _, not 'a b'");
  CHECK(complaint("name: 12\nsummary: s\n") ==
        "file.yaml:1:7: name must be text, in quotes if it looks like a number or a yes or no, not '12'");
  CHECK(complaint("name: n\nsummary:\n") == "file.yaml:2:1: summary must be text, not nothing");
  CHECK(complaint("name: n\nsummary: ''\n") ==
        "file.yaml:2:10: summary must be a text that says what the condition is, not ''");
  CHECK(complaint("name: n\nsummary: \"\\0\"\n") ==
        "file.yaml:2:10: summary must be text without control characters, or others that are not seen, not "
        "'\\x00'");
  CHECK(read("name: '12'\nsummary: s\n").name == "12");
}

TEST_CASE("what is not one YAML map of text is refused in one sentence with a place") {
  const std::string map_expected = "the file must be a map with a name, a summary and more, not ";
  CHECK(complaint("") == "file.yaml:1:1: " + map_expected + "nothing");
  CHECK(complaint("# a comment\n") == "file.yaml:1:1: " + map_expected + "nothing");
  CHECK(complaint("just text") == "file.yaml:1:1: " + map_expected + "'just text'");
  CHECK(complaint("- a\n- b\n") == "file.yaml:1:1: " + map_expected + "a list");
  CHECK(complaint(head + "---\nname: b\n") ==
        "file.yaml:3:1: the YAML document has ended, but the text goes on");
  // Two texts that the library reads as endlessly many documents.
  CHECK(complaint("[a],") == "file.yaml:1:4: the YAML document has ended, but the text goes on");
  CHECK(complaint(", a") == "file.yaml:1:1: the YAML document has ended, but the text goes on");
  CHECK(complaint(head + "months: [1\n") == "file.yaml:4:1: not valid YAML: end of sequence flow not found");
  CHECK(complaint(head + "months: *nowhere\n") ==
        "file.yaml:3:9: not valid YAML: the referenced anchor is not defined");
  const std::string not_text = "this is not text in UTF-8";
  for (const char *junk :
       {"\xff", "\x01", "\xc0\x80", "\xed\xa0\x80", "\xe2\x82", "\xf4\x90\x80\x80", "\x7f"})
    CHECK(complaint(head + "a: " + junk) == "file.yaml:3:4: " + not_text);
  CHECK(complaint(std::string("\0", 1)) == "file.yaml:1:1: " + not_text);
  CHECK(complaint("\x89HDF\r\n\x1a\n") == "file.yaml:1:1: " + not_text);
}

TEST_CASE("deep nesting, long names and circular anchors are refused quickly") {
  std::string nested(100000, '[');
  CHECK(complaint(nested) == "file.yaml:1:1: this is nested too deeply");
  CHECK(complaint(head + "parameters: &all {coin: *all}\n").find("there is no parameter 'coin.coin'") !=
        std::string::npos);
  const std::string name(900000, 'x');
  CHECK(complaint(head + name + ": 1\n").ends_with(": not valid YAML: illegal map value"));
  CHECK(complaint(head + "parameters:\n  ? " + name + "\n  : 1\n")
            .starts_with("file.yaml:4:5: there is no parameter '" + std::string(60, 'x') + "...'"));
}

TEST_CASE("a byte order mark and Windows line ends do no harm") {
  CHECK(read("\xef\xbb\xbfname: test\r\nsummary: A test.\r\nparameters:\r\n  p: 0.25\r\n").summary ==
        "A test.");
}

TEST_CASE("an anchor may name a value that is used again") {
  const Condition condition = read(head + "parameters: {w: &one {uniform: [0.1, 0.2]}, d: *one}\n");
  CHECK(same(setting_of(condition, "coin.weight"), setting_of(condition, "clock.drift")));
}

TEST_CASE("a file that cannot be read is named, with the reason") {
  const Folder folder;
  folder.write("folder/base.yaml", head);
  folder.write("large.yaml", head + "# " + std::string(1 << 20, '#'));
  CHECK(folder.complaint("missing.yaml") ==
        "missing.yaml:1:1: cannot read 'missing.yaml': No such file or directory");
  CHECK(folder.complaint("folder") == "folder:1:1: cannot read 'folder': it is a directory");
  CHECK(folder.complaint("large.yaml") ==
        "large.yaml:1:1: cannot read 'large.yaml': it is larger than 1 MiB");
}

TEST_CASE("an extending file wins for each parameter and each key") {
  const Folder folder;
  folder.write("base.yaml", "name: base\nsummary: B.\nmonths: 24\nseed: 1\nparameters: {p: 0.3, w: 3}\n");
  folder.write(
      "more/middle.yaml",
      "name: middle\nsummary: M.\nextends: ../base.yaml\nseed: 2\nparameters: {coin.weight: prior}\n");
  folder.write("top.yaml",
               "parameters: {W0: ceasefire}\nextends: more/middle.yaml\nsummary: T.\nname: top\n");
  const Condition condition = folder.load("top.yaml");
  CHECK(condition.name == "top");
  CHECK(condition.summary == "T.");
  CHECK(condition.path == folder.path("top.yaml"));
  CHECK(condition.lineage == std::vector<std::string>{"middle", "base"});
  CHECK(condition.months == 24);
  CHECK(condition.seed == 2U);
  CHECK(setting_of(condition, "coin.bias").value == 0.3);
  CHECK(setting_of(condition, "coin.weight").distribution->is_prior);
  CHECK(setting_of(condition, "clock.phase").value == 1.0);
}

TEST_CASE("what is wrong with extends, or in an extended file, is told where it stands") {
  const Folder folder;
  folder.write("bad.yaml", "name: bad\nsummary: B.\nmonths: x\n");
  folder.write("unnamed.yaml", "summary: B.\n");
  folder.write("one.yaml", head + "extends: ./two.yaml\n");
  folder.write("two.yaml", head + "extends: one.yaml\n");
  folder.write("of_bad.yaml", head + "extends: bad.yaml\n");
  folder.write("of_unnamed.yaml", head + "extends: unnamed.yaml\n");
  folder.write("of_missing.yaml", head + "extends: unamed.yaml\n");
  folder.write("of_constrained.yaml", head + "extends: free.yaml\nparameters: {p: 0.6}\n");
  folder.write("free.yaml", "name: base\nsummary: B.\nparameters: {d: 0.4}\n");
  CHECK(folder.complaint("of_bad.yaml") ==
        "bad.yaml:3:9: months must be a whole number from 1 to 120, not 'x'");
  CHECK(folder.complaint("of_unnamed.yaml") == "unnamed.yaml:1:1: the key 'name' is missing");
  CHECK(folder.complaint("of_missing.yaml") ==
        "of_missing.yaml:3:10: there is no file 'unamed.yaml'; did you mean 'unnamed.yaml'?");
  CHECK(folder.complaint("one.yaml") == "two.yaml:3:10: circular extends: 'one.yaml' would extend itself");
  CHECK(folder.complaint("of_constrained.yaml")
            .starts_with("of_constrained.yaml:4:14: coin.bias + clock.drift"));
}

TEST_CASE("what a file is allowed, the file that extends it is not") {
  const Folder folder;
  folder.write("base.yaml", head + "allow_out_of_range: true\nparameters: {w: 20}\n");
  folder.write("tame.yaml", head + "extends: base.yaml\n");
  folder.write("wild.yaml", head + "extends: base.yaml\nparameters: {w: 30}\n");
  const Condition condition = folder.load("tame.yaml");
  CHECK(setting_of(condition, "coin.weight").value == 20.0);
  CHECK(condition.allow_out_of_range);
  CHECK(folder.complaint("wild.yaml")
            .starts_with("wild.yaml:4:17: coin.weight is 30 but must be from 0 to 10"));
}

TEST_CASE("timelines are joined, and the extending file wins where both set one thing") {
  const Folder folder;
  folder.write("base.yaml", head + "timeline:\n- {month: 2025-06, event: ceasefire}\n"
                                   "- {month: 2025-04, event: ceasefire}\n- {month: 2026-12, event: bell}\n");
  folder.write("top.yaml", head + "extends: base.yaml\ntimeline:\n- {month: 2025-06, event: bell}\n"
                                  "- {month: 2025-04, event: war_resumes}\n");
  CHECK(timeline_of(folder.load("top.yaml")) ==
        std::vector<std::string>{"2025-04 war_resumes", "2025-06 ceasefire", "2025-06 bell", "2026-12 bell"});
  CHECK(timeline_of(folder.load("top.yaml", {{}, 12, false})) ==
        std::vector<std::string>{"2025-04 war_resumes", "2025-06 ceasefire", "2025-06 bell"});
  folder.write("later.yaml", head + "extends: base.yaml\nstart: 2025-06\nmonths: 12\n");
  CHECK(timeline_of(folder.load("later.yaml")) == std::vector<std::string>{"2025-06 ceasefire"});
}

TEST_CASE("settings of the command line win, the last of all") {
  const auto with = [](const std::vector<std::string> &settings) {
    return read(head + "parameters: {w: 3}\n", {settings, {}, false});
  };
  CHECK(setting_of(with({"coin.weight=4"}), "coin.weight").value == 4.0);
  CHECK(setting_of(with({"w = 4", "coin.weight=5"}), "coin.weight").value == 5.0);
  CHECK(setting_of(with({"W0=ceasefire"}), "clock.phase").value == 1.0);
  for (const char *law : {"w={uniform: [1, 4]}", "w=uniform: [1, 4]"})
    CHECK(setting_of(with({law}), "coin.weight").value == 2.5);
  CHECK(setting_of(with({"w=prior"}), "coin.weight").distribution->is_prior);
}

TEST_CASE("what is open is drawn, and what a condition or the command line sets stays") {
  const std::string sets_weight = head + "parameters: {w: 3}\n";
  for (const std::vector<std::string> &settings : std::vector<std::vector<std::string>>{
           {"open=prior", "p=0.3"}, {"p=0.3", "open=prior"}, {"p=0.3", "all=prior"}}) {
    const Condition condition = read(sets_weight, {settings, {}, false});
    CHECK(setting_of(condition, "coin.weight").value == 3.0);
    CHECK_FALSE(setting_of(condition, "coin.weight").distribution);
    CHECK(setting_of(condition, "coin.bias").value == 0.3);
    CHECK_FALSE(setting_of(condition, "coin.bias").distribution);
    CHECK(setting_of(condition, "clock.trend").distribution->is_prior);
    CHECK_FALSE(setting_of(condition, "clock.drift").distribution); // has no prior
    CHECK_FALSE(setting_of(condition, "rules.overtime").distribution);
  }
  for (const char *text : {"{open: prior, w: 3}", "{w: 3, open: prior}", "{all: prior, coin: {weight: 3}}"}) {
    const Condition condition = read(head + "parameters: " + text + "\n");
    CHECK(setting_of(condition, "coin.weight").value == 3.0);
    CHECK(setting_of(condition, "coin.bias").distribution->is_prior);
  }
  CHECK(setting_of(read(head + "parameters: {w: {uniform: [1, 2]}, open: prior}\n"), "coin.weight")
            .distribution->numbers == std::vector<double>{1, 2}); // a law is a setting too
}

TEST_CASE("what is open is asked of the whole chain of files") {
  const Folder folder;
  folder.write("base.yaml", head + "parameters: {p: 0.4}\n");
  folder.write("open.yaml", head + "extends: base.yaml\nparameters: {open: prior}\n");
  folder.write("heir.yaml", head + "extends: open.yaml\nparameters: {w: 2}\n");
  const Condition condition = folder.load("heir.yaml");
  CHECK(setting_of(condition, "coin.bias").value == 0.4);
  CHECK_FALSE(setting_of(condition, "coin.bias").distribution);
  CHECK_FALSE(setting_of(condition, "coin.weight").distribution);
  CHECK(setting_of(condition, "clock.trend").distribution->is_prior);
  const Condition again =
      parse_condition(model_with_option(), resolved_yaml(model_with_option(), condition), "r.yaml");
  CHECK(same(again, condition));
}

TEST_CASE("only the word prior stands for what is open") {
  CHECK(complaint(head + "parameters: {open: 0.5}\n") ==
        "file.yaml:3:20: open must be the word prior, not '0.5'");
  CHECK(complaint(head + "parameters: {open: {uniform: [0, 1]}}\n") ==
        "file.yaml:3:20: open must be the word prior, not a map");
  CHECK(complaint(head, {{"open=prio"}, {}, false}) ==
        "--set open=prio: open must be the word prior, not 'prio'");
  CHECK(complaint(head + "parameters: {coin: {open: prior}}\n").find("there is no parameter 'coin.open'") !=
        std::string::npos);
  CHECK(complaint(head, {{"opne=prior"}, {}, false}).find("did you mean 'open'") != std::string::npos);
}

TEST_CASE("what the command line replaces of a condition is noted, once, with what it was") {
  const auto replaced = [](const std::vector<std::string> &settings) {
    std::vector<std::string> told;
    for (const Replaced &one : read(head + "parameters: {w: 3, p: prior}\n", {settings, {}, false}).replaced)
      told.push_back(model_with_option().parameters[one.parameter].symbol +
                     fmt::format(" {}", one.was.value));
    return told;
  };
  using Told = std::vector<std::string>;
  CHECK(replaced({"w=4"}) == Told{"w 3"});
  CHECK(replaced({"coin.weight=4", "w=5", "p=0.1"}) == Told{"p 0.5", "w 3"});
  CHECK(replaced({"d=0.05", "open=prior", "all=prior"}).empty()); // these were not set
  CHECK(replaced({"w=3"}).empty());                               // nothing is different
}

TEST_CASE("what a timeline has outside the months of a run is set aside, not forgotten") {
  const Folder folder;
  folder.write("base.yaml",
               head + "timeline: [{month: 2025-03, event: bell}, {month: 2026-12, event: ceasefire}]\n");
  folder.write("later.yaml", head + "extends: base.yaml\nstart: 2025-06\n");
  const Condition shorter = folder.load("base.yaml", {{}, 12, false});
  REQUIRE(shorter.beyond.size() == 1);
  CHECK(shorter.beyond[0] == "ceasefire in 2026-12");
  const Condition later = folder.load("later.yaml");
  REQUIRE(later.beyond.size() == 1);
  CHECK(later.beyond[0] == "bell in 2025-03");
  CHECK(folder.load("base.yaml").beyond.empty());
}

TEST_CASE("a chain of files that extend one another has an end") {
  const Folder folder;
  const auto chain = [&](int files) {
    for (int i = 0; i < files; ++i) {
      const std::string next = i + 1 < files ? fmt::format("extends: c{}.yaml\n", i + 1) : std::string();
      folder.write(fmt::format("c{}.yaml", i), head + next);
    }
    return folder.complaint("c0.yaml");
  };
  CHECK(chain(32) == "no complaint");
  const std::string refused = chain(33);
  CHECK(refused.starts_with("c31.yaml:3:10: over 32 files extend one another, from "));
  CHECK(refused.ends_with(" to this one"));
  CHECK(chain(3000) == refused);
}

TEST_CASE("what is no file is refused before anybody waits for it") {
  const Folder folder;
  folder.write("a", "");
  REQUIRE(mkfifo(folder.path("pipe.yaml").c_str(), 0600) == 0);
  CHECK(folder.complaint("pipe.yaml") == "pipe.yaml:1:1: cannot read 'pipe.yaml': it is a pipe, not a file");
  folder.write("of_pipe.yaml", head + "extends: pipe.yaml\n");
  CHECK(folder.complaint("of_pipe.yaml") ==
        "of_pipe.yaml:3:10: cannot read 'pipe.yaml': it is a pipe, not a file");
  std::filesystem::create_symlink("pipe.yaml", folder.path("link.yaml"));
  CHECK(folder.complaint("link.yaml").ends_with("it is a pipe, not a file"));
  std::filesystem::create_symlink("/dev/zero", folder.path("device.yaml"));
  CHECK(folder.complaint("device.yaml").ends_with("it is a device, not a file"));
  const int listening = socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  folder.path("s.yaml").copy(address.sun_path, sizeof address.sun_path - 1);
  REQUIRE(bind(listening, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0);
  CHECK(folder.complaint("s.yaml").ends_with("it is a socket, not a file"));
  close(listening);
}

TEST_CASE("what is not seen stands in no text, and in no complaint") {
  for (const char *hidden : {"\\e[31m", "\\u009b31m", "\\u202e", "\\u200b", "\\u2028", "\\r", "\\x7f"}) {
    INFO(hidden);
    const std::string told = complaint(std::string("name: t\nsummary: \"a") + hidden + "b\"\n");
    CHECK(told.starts_with("file.yaml:2:10: summary must be text without control characters"));
    CHECK(safe_for_terminal(told) == told);
    const std::string of_key = complaint(head + "parameters: {\"p" + hidden + "\": 1}\n");
    CHECK(of_key.starts_with("file.yaml:3:14: "));
    CHECK(safe_for_terminal(of_key) == of_key);
    const std::string of_value = complaint(head + "months: \"" + hidden + "\"\n");
    CHECK(safe_for_terminal(of_value) == of_value);
  }
  CHECK(read("name: t\nsummary: \"한반도:\\n\\ttwo lines\"\n").summary == "한반도:\n\ttwo lines");
  const std::string long_name(59, 'x'); // the 60th byte is the first of three
  CHECK(complaint("name: " + long_name + "한\nsummary: s\n").ends_with("not '" + long_name + "...'"));
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

TEST_CASE("conditions and sweeps that come with the program go by name, and a file wins over a name") {
  const Folder folder;
  const std::string baseline = path_of(FileKind::condition, "baseline");
  CHECK(baseline.ends_with("configs/baseline.yaml"));
  CHECK(path_of(FileKind::condition, "early-ceasefire").ends_with("configs/early_ceasefire.yaml"));
  CHECK(path_of(FileKind::condition, "early_ceasefire").ends_with("configs/early_ceasefire.yaml"));
  CHECK(path_of(FileKind::condition, "tribute-base-case").ends_with("configs/tribute/base_case.yaml"));
  CHECK(path_of(FileKind::sweep, "headline-indices").ends_with("configs/sweeps/headline_indices.yaml"));
  CHECK(path_of(FileKind::condition, "some/where.yaml") == "some/where.yaml"); // whoever opens it complains
  const auto complaint_of = [](FileKind kind, const char *word) -> std::string {
    try {
      return path_of(kind, word);
    } catch (const InputError &error) {
      return error.what();
    }
  };
  CHECK(complaint_of(FileKind::condition, "basline") ==
        "there is no condition 'basline'; did you mean 'baseline'?");
  CHECK(complaint_of(FileKind::sweep, "baseline").starts_with("there is no sweep 'baseline'"));
  CHECK(complaint_of(FileKind::condition, "screening").starts_with("there is no condition 'screening'"));

  const auto extends = [&](const std::string &word) {
    const YamlValue value = YamlValue::document("extends: " + word, "x.yaml").entries("").front().value;
    try {
      return path_of(FileKind::condition, value, folder.path(""));
    } catch (const InputError &error) {
      return std::string(error.what());
    }
  };
  CHECK(extends("baseline") == baseline);
  CHECK(extends("tarif-war") == "x.yaml:1:10: there is no condition 'tarif-war'; did you mean 'tariff-war'?");
  folder.write("baseline", head);
  CHECK(extends("baseline") == folder.path("baseline"));
  std::filesystem::create_directories(folder.path("tariff-war"));
  CHECK(extends("tariff-war").ends_with("configs/tariff_war.yaml")); // a folder is no file
}

TEST_CASE("a complaint about the command line names the option") {
  const auto set = [](const std::string &setting) { return complaint(head, {{setting}, {}, false}); };
  CHECK(set("w") == "--set w: must have the form NAME=VALUE");
  CHECK(set("coin.wieght=1") ==
        "--set coin.wieght=1: there is no parameter 'coin.wieght'; did you mean 'coin.weight'?");
  CHECK(set("w=11") == "--set w=11: coin.weight is 11 but must be from 0 to 10 (unit: 1); "
                       "allow_out_of_range would admit it");
  CHECK(set("w=") == "--set w=: coin.weight must be a number from 0 to 10 (unit: 1), not nothing");
  CHECK(set("w=[") == "--set w=[: not valid YAML: end of sequence flow not found");
  CHECK(set("all=5") == "--set all=5: all must be the word prior, not '5'");
  CHECK(set("p=0.85").starts_with("--set p=0.85: coin.bias + clock.drift may not exceed 0.9"));
  CHECK(complaint(head, {{}, 0, false}) == "--months: must be a whole number from 1 to 120, not 0");
  CHECK(complaint(head, {{}, 121, false}) == "--months: must be a whole number from 1 to 120, not 121");
  CHECK(setting_of(read(head, {{"w=11"}, {}, true}), "coin.weight").value == 11.0);
}

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

TEST_CASE("months are counted through the years") {
  CHECK(Month{2025, 2}.text() == "2025-02");
  CHECK(Month{987, 12}.text() == "0987-12");
  CHECK(Month{2025, 11}.after(2).text() == "2026-01");
  CHECK(Month{2025, 11}.until({2027, 1}) == 14);
}

TEST_CASE("the nearest names come first, whatever their group and case") {
  const std::vector<std::string> valid = {"distant_war.ceasefire_hazard",
                                          "distant_war.settlement_hazard",
                                          "north.postwar_capacity",
                                          "south.capacity",
                                          "th_P",
                                          "th_W"};
  using Names = std::vector<std::string>;
  CHECK(nearest_names("distant_war.ceasfire_hazard", valid).front() == "distant_war.ceasefire_hazard");
  CHECK(nearest_names("ceasefire_hazard", valid) == Names{"distant_war.ceasefire_hazard"});
  CHECK(nearest_names("north.ceasefire_hazard", valid).front() == "distant_war.ceasefire_hazard");
  CHECK(nearest_names("capacity", valid) == Names{"south.capacity", "north.postwar_capacity"});
  CHECK(nearest_names("distnat_war.ceasefire_hazard",
                      {"near_war.ceasefire_hazard", "distant_war.ceasefire_hazard"}) ==
        Names{"distant_war.ceasefire_hazard", "near_war.ceasefire_hazard"});
  CHECK(nearest_names("TH_p", valid) == Names{"th_P"});
  CHECK(nearest_names("ht_P", valid) == Names{"th_P"});
  CHECK(nearest_names("something else", valid).empty());
  CHECK(nearest_names("foo", {"f_O", "fob", "zoo"}).empty()); // short words that another letter makes
  CHECK(nearest_names("nope", {"talks.none", "hope"}).empty());
  CHECK(nearest_names("nnoe", {"talks.none"}) == Names{"talks.none"});
  CHECK(nearest_names("phose", {"phase"}) == Names{"phase"});
  CHECK(nearest_names("", valid).empty());
  CHECK(nearest_names("th", {"tha", "thb", "thc", "thd"}) == Names{"tha", "thb", "thc"});
  CHECK(did_you_mean("th", {"tha", "thb", "thc"}) == "; did you mean 'tha', 'thb' or 'thc'?");
  CHECK(did_you_mean("TH_p", {"th_P"}) == "; did you mean 'th_P'?");
  CHECK(did_you_mean("zebra", valid).empty());
}

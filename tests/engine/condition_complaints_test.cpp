// SPDX-License-Identifier: Apache-2.0
// What no condition may say: each is refused in one sentence, with its place.

#include <filesystem>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "engine/conditions/nearest_name.hpp"
#include "engine/terminal_text.hpp"
#include "tests/engine/condition_texts.hpp"

using namespace test;

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
      {"parameters: {together_from: a.csv}",
       "3:14: 'together_from' is no parameter: it stands beside 'parameters', not in it"},
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

// SPDX-License-Identifier: Apache-2.0
// Conditions that extend others, and the command line after them: which word is the last.

#include <filesystem>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "engine/conditions/files.hpp"
#include "engine/errors.hpp"
#include "tests/engine/condition_texts.hpp"

using namespace test;

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

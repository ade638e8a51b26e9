// SPDX-License-Identifier: Apache-2.0
// The mechanisms' data are read with exact complaints, their knock-outs hold, and the harness can say no.

#include <algorithm>
#include <string>

#include <doctest/doctest.h>

#include "agents/peninsula/model.hpp"
#include "engine/errors.hpp"
#include "tests/mechanisms/report.hpp"

namespace {

using mechanisms::Experiment;
using mechanisms::Laboratory;
using mechanisms::Mechanism;

const engine::Model &model() { return peninsula::model(); }

std::vector<Mechanism> all_mechanisms() {
  std::vector<Mechanism> all;
  for (const char *name : {"mechanisms", "faculties"}) {
    for (Mechanism &one :
         mechanisms::read_mechanisms(model(), SOURCE_DIR "/tests/mechanisms/" + std::string(name) + ".yaml"))
      all.push_back(std::move(one));
  }
  return all;
}

/// One mechanism with one experiment: China's asset motive, and what follows `expect:`.
Mechanism about_china(const std::string &expectation, const std::string &knocked_out = "china") {
  const std::string text = "- id: T\n"
                           "  experiments:\n"
                           "  - from: {us_china.tilt: -1}\n"
                           "    to: {us_china.tilt: 1}\n"
                           "    expect: [{outcome: chinese_support_mean, " +
                           expectation +
                           "}]\n"
                           "    knock_out:\n"
                           "      set: {" +
                           knocked_out +
                           ".asset_motive: 0, china.trilateral_motive: 0, china.courtship_motive: 0, "
                           "china.shared_goal: 0, china.test_annoyance: 0, china.dual_motive: 0, "
                           "china.crisis_annoyance: 0, china.displeasure: 0, china.own_bomb_annoyance: 0, "
                           "meetings.closeness_gain: 0}\n"
                           "      equal: [chinese_support_mean]\n";
  return mechanisms::parse_mechanisms(model(), text, "test.yaml").front();
}

bool met(const Mechanism &mechanism) {
  return mechanisms::examine(Laboratory{model(), 2048}, mechanism).met();
}

/// What the reader says of a text that it refuses.
std::string complaint(const std::string &text) {
  try {
    mechanisms::parse_mechanisms(model(), text, "rows.yaml");
  } catch (const engine::InputError &error) {
    return error.what();
  }
  return "";
}

bool names(const std::string &message, const std::string &part) {
  return message.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("a closed channel lets nothing through, in any trajectory") { // I22, I23
  const Laboratory laboratory{model(), 2048};
  int examined = 0;
  for (const Mechanism &mechanism : all_mechanisms()) {
    for (const Experiment &experiment : mechanism.experiments) {
      if (!experiment.knock_out || experiment.knock_out->equal.empty()) continue;
      const auto &outcomes = experiment.knock_out->equal;
      const auto closed =
          mechanisms::effects_of(laboratory, mechanisms::knocked_out_change_of(experiment), outcomes);
      const auto open = mechanisms::effects_of(laboratory, mechanisms::change_of(experiment), outcomes);
      const auto is_equal = [](const mechanisms::Effect &effect) { return effect.equal; };
      CAPTURE(mechanism.id);
      CAPTURE(experiment.name);
      CHECK(std::all_of(closed.begin(), closed.end(), is_equal));
      CHECK_FALSE(std::all_of(open.begin(), open.end(), is_equal)); // or the knock-out would say nothing
      ++examined;
    }
  }
  CHECK(examined > 90);
}

TEST_CASE("every claim has its row, its equation and its lines of code") {
  std::vector<std::string> wanted;
  for (int number = 1; number <= 50; ++number) wanted.push_back("M" + std::to_string(number));
  for (int number = 1; number <= 4; ++number) wanted.push_back("R" + std::to_string(number));
  wanted.emplace_back("J1"); // Japan
  for (int number = 1; number <= 8; ++number) wanted.push_back("E" + std::to_string(number));
  std::vector<std::string> found;
  for (const Mechanism &mechanism : all_mechanisms()) {
    CAPTURE(mechanism.id);
    CHECK_FALSE(mechanism.claim.empty());
    CHECK_FALSE(mechanism.source.empty());
    CHECK_FALSE(mechanism.equations.empty());
    CHECK_FALSE(mechanism.code.empty());
    CHECK_FALSE(mechanism.influences.empty());
    CHECK(std::any_of(mechanism.experiments.begin(), mechanism.experiments.end(),
                      [](const Experiment &experiment) { return experiment.knock_out.has_value(); }));
    if (mechanism.id.front() != 'F') found.push_back(mechanism.id);
  }
  CHECK(found == wanted);
}

TEST_CASE("an effect is shown by its sign, its size and its distance from zero, and by nothing less") {
  CHECK(met(about_china("specified: 0.357, minimum: 0.18")));
  CHECK_FALSE(met(about_china("specified: -0.357, minimum: 0.18")));
  CHECK_FALSE(met(about_china("specified: 0.357, minimum: 0.4")));
  CHECK(met(about_china("direction: +, minimum: 0.18")));
  CHECK_FALSE(met(about_china("direction: '-', minimum: 0.18")));
  CHECK_FALSE(met(about_china("must_not_rise: true")));
  CHECK(met(about_china("at_least: {share: 0.5, of_growth_from: 0}")));
  CHECK_FALSE(met(about_china("at_most: {share: 0.5, of_growth_from: 0}")));
  CHECK(met(about_china("specified: 9"))); // reported only
}

TEST_CASE("a knock-out that leaves the channel open is noticed") {
  Mechanism open = about_china("specified: 0.357, minimum: 0.18");
  open.experiments.front().knock_out->set.clear();
  CHECK_FALSE(met(open));
}

TEST_CASE("a coefficient of the wrong sign is noticed") {
  const Mechanism sound = about_china("specified: 0.357, minimum: 0.18");
  for (std::size_t i = 0; i < model().parameters.size(); ++i) {
    if (model().parameters[i].name == "china.asset_motive")
      CHECK_FALSE(met(mechanisms::with_flipped_sign(model(), sound, i)));
  }
}

TEST_CASE("a row that makes no sense is refused with its line and the nearest name") {
  const std::string head = "- id: T\n  experiments:\n  - ";
  const std::string parameter = complaint(head + "to: {us_china.tillt: 1}\n");
  CHECK(names(parameter, "rows.yaml:3:"));
  CHECK(names(parameter, "us_china.tilt"));
  const std::string outcome = complaint(head + "to: {th_K: 1}\n    expect: [{outcome: sumit_held}]\n");
  CHECK(names(outcome, "rows.yaml:4:"));
  CHECK(names(outcome, "summit_held"));
  CHECK(names(complaint(head + "too: {th_K: 1}\n"), "did you mean 'to'"));
  CHECK(names(complaint(head + "what: Nothing moves.\n"), "'to' is missing"));
  CHECK(names(complaint(head + "to: {th_K: 1}\n    expect: [{outcome: summit_held, minimum: 0.1}]\n"),
              "needs a direction"));
  CHECK(names(complaint(head + "to: {th_K: 1}\n    knock_out: {what: Nothing is asked.}\n"),
              "what must be left"));
}

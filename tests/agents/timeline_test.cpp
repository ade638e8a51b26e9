// SPDX-License-Identifier: Apache-2.0
// What a condition decides over time: what is refused, what it leaves alone, and that what it says is done.

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "agents/peninsula/model.hpp"
#include "engine/conditions/condition_file.hpp"
#include "engine/ensemble/ensemble.hpp"
#include "engine/ensemble/retelling.hpp"
#include "engine/errors.hpp"

namespace {

using namespace engine;

const Model &model() { return peninsula::model(); }

Condition with(const std::string &entries, const std::string &parameters = "{}") {
  const std::string text = "name: test\nsummary: A test.\nparameters: " + parameters + "\n" +
                           (entries.empty() ? "" : "timeline:\n" + entries);
  return parse_condition(model(), text, "file.yaml");
}

std::string complaint(const std::string &timeline) {
  try {
    parse_condition(model(), "name: test\nsummary: A test.\n" + timeline, "file.yaml");
  } catch (const InputError &error) {
    return error.what();
  }
  return "accepted";
}

/// All that a kernel leaves of a block of trajectories.
struct Left {
  std::vector<float> outcomes;
  std::vector<std::uint16_t> series; // [series][month][trajectory]
  bool operator==(const Left &) const = default;
};

constexpr int block = 256;
constexpr std::uint64_t seed = 1;

Left run(const Kernel &kernel, const Condition &condition) {
  Left left;
  left.outcomes.resize(model().outcomes.size() * block);
  left.series.resize(model().series.size() * static_cast<std::size_t>(condition.months) * block);
  const ScenarioData data = scenario_data(model(), condition);
  kernel.simulate(data.scenario(), {seed, 0, block}, {left.outcomes.data(), left.series.data(), block});
  for (float &value : left.outcomes)
    if (value != value) value = -1e30F; // undefined is equal to itself
  return left;
}

Left run(const Condition &condition) { return run(choose_kernel(model()), condition); }

std::size_t place_of(const std::string &series) {
  const auto found = std::find_if(model().series.begin(), model().series.end(),
                                  [&](const Series &one) { return one.name == series; });
  REQUIRE(found != model().series.end());
  return static_cast<std::size_t>(found - model().series.begin());
}

/// The codes of a series in a month, one a trajectory.
std::vector<std::uint16_t> of(const Left &left, const std::string &series, int month, int months = 48) {
  const auto first =
      left.series.begin() + (static_cast<std::ptrdiff_t>(place_of(series)) * months + month) * block;
  return {first, first + block};
}

bool differ_first_in(const Left &one, const Left &other, int first) {
  int found = 48;
  for (const auto &series : model().series)
    for (int month = 0; month < found; ++month)
      if (of(one, series.name, month) != of(other, series.name, month)) found = month;
  return found == first;
}

/// One of everything that a timeline can say of 2026-02, the month with the number 12.
const std::vector<std::string> interventions{
    "- {month: 2026-02, set: {russia.postwar_capacity: 0.5, ukraine_war.ceasefire_hazard: 0.9}}",
    "- {month: 2026-02, decide: {north_korea.provocation: nuclear_test}}",
    "- {from: 2026-02, only: {united_states.stance: [small_deal, recognition]}}",
    "- {from: 2026-02, never: {united_states.action: [wait, pressure]}}",
    "- {from: 2026-02, until: 2026-06, decide: {russia.aid: minimal}}",
    "- {month: 2026-02, happens: [ukraine_war.ceasefire, us_china.worsening]}",
    ("- {from: 2026-02, stays_away: crisis.start}\n"
     "- {month: 2026-02, decide: {north_korea.provocation: none}}"),
    "- {when: crisis_rung >= 0, from: 2026-02, decide: {china.posture: press}}"};

} // namespace

TEST_CASE("a broken timeline is refused with its place and the nearest name") {
  const std::vector<std::pair<std::string, std::string>> complaints{
      {"{month: 2026-02}",
       "3:12: an entry of the timeline needs a month and what comes of it: one of event, given, set, "
       "decide, only, never, happens, stays_away"},
      {"{decide: {russia.aid: surged}}",
       "3:12: an entry of the timeline needs a month, or the month from which it holds"},
      {"{until: 2026-02, decide: {russia.aid: surged}}",
       "3:12: an entry of the timeline needs a month, or the month from which it holds"},
      {"{month: 2026-02, from: 2026-02, decide: {russia.aid: surged}}",
       "3:29: an entry has a month, or from and until, not 'month' and 'from'"},
      {"{month: 2026-02, until: 2026-03, decide: {russia.aid: surged}}",
       "3:29: an entry has a month, or from and until, not 'month' and 'until'"},
      {"{from: 2026-05, until: 2026-02, decide: {russia.aid: surged}}",
       "3:35: until 2026-02 ends before it begins, in 2026-05"},
      {"{month: 2024-02, decide: {russia.aid: surged}}",
       "3:20: 2024-02 is outside the condition's months, 2025-02 to 2029-01"},
      {"{month: spring, decide: {russia.aid: surged}}",
       "3:20: month must be a month such as 2025-02, not 'spring'"},
      {"{month: 2026-02, decide: {russia.ait: surged}}",
       "3:38: there is no decision 'russia.ait'; did you mean 'russia.aid'?"},
      {"{month: 2026-02, decide: {russia.aid: surge}}",
       "3:50: russia.aid must be one of minimal, maintained, surged, not 'surge'; did you mean 'surged'?"},
      {"{month: 2026-02, decide: {russia.aid: [surged]}}",
       "3:50: russia.aid must be one of minimal, maintained, surged, not a list"},
      {"{month: 2026-02, decide: russia.aid}",
       "3:37: decide must be a map such as {agent.decision: option}, not 'russia.aid'"},
      {"{month: 2026-02, decide: {ukraine_war.ceasefire: yes}}",
       "3:38: ukraine_war.ceasefire is a chance: it happens, or stays_away"},
      {"{month: 2026-02, only: {russia.aid: []}}", "3:48: russia.aid needs at least one option"},
      {"{month: 2026-02, only: {russia.aid: [surged, surged]}}", "3:57: russia.aid has 'surged' twice"},
      {"{month: 2026-02, never: {russia.aid: [minimal, maintained, surged]}}",
       "3:49: russia.aid would have no option left"},
      {"{month: 2026-02, happens: ukraine_war.ceasfire}",
       "3:38: there is no chance 'ukraine_war.ceasfire'; did you mean 'ukraine_war.ceasefire' or "
       "'ukraine_war.relapse'?"},
      {"{month: 2026-02, happens: russia.aid}", "3:38: russia.aid is a decision: decide, only or never"},
      {"{month: 2026-02, set: {russia.postwar_capacty: 0.5}}",
       "3:35: there is no parameter 'russia.postwar_capacty'; did you mean 'russia.postwar_capacity'?"},
      {"{month: 2026-02, set: {russia.postwar_capacity: 2}}",
       "3:60: russia.postwar_capacity is 2 but must be from 0 to 1 (unit: fraction); allow_out_of_range "
       "would "
       "admit it"},
      {"{month: 2026-02, set: {russia.postwar_capacity: prior}}",
       "3:60: russia.postwar_capacity can be set to one value in a timeline, not drawn from a law"},
      {"{month: 2026-02, set: {ukraine_war.initial_phase: war}}",
       "3:35: ukraine_war.initial_phase is of the opening state, which no later month can change"},
      {"{month: 2026-02, set: {belief.prior_on_moscow: 0.5}}",
       "3:35: belief.prior_on_moscow is of the opening state, which no later month can change"},
      {"{month: 2026-02, set: {schedule.order: simultaneous}}",
       "3:35: schedule.order is an option of the model, which holds from the first month to the last"},
      {"{from: 2026-02, until: 2026-03, set: {russia.postwar_capacity: 0.5}}",
       "3:28: 'set' holds from its month on; a later entry may set it back"},
      {"{month: 2026-02, set: {attention.ukraine_share: 0.9}}",
       "3:35: attention.ukraine_share + attention.middle_east_share may not exceed 0.9 but can reach 1.2 "
       "from "
       "2026-02 on: at least a tenth of Washington's attention load is left to China"},
      {"{from: 2026-02, event: ukraine_ceasefire}", "3:28: an event comes in a month, not from one on"},
      {"{month: 2026-02, event: nuclear_test}",
       "3:36: there is no event 'nuclear_test'; there are ukraine_ceasefire, ukraine_war_resumes, "
       "ukraine_settlement, middle_east_calm, middle_east_tension, middle_east_escalation, "
       "us_china_cooperation, "
       "us_china_managed_rivalry, us_china_tariff_war, us_china_acute_crisis, south_korea_turmoil, "
       "south_korea_election, us_south_korea_leaders_meet"},
      {"{when: nuclear_tset, decide: {russia.aid: surged}}",
       "3:19: there is no label or series 'nuclear_tset'; did you mean 'nuclear_test'?; a rule looks at a "
       "series: NAME >= 2"},
      {"{when: none, decide: {russia.aid: surged}}",
       "3:19: 'none' may mean provocation_tier == none or diplomatic_stage == none or "
       "deal_in_force == none"},
      {"{when: crisis_rng >= 2, decide: {russia.aid: surged}}",
       "3:19: there is no series 'crisis_rng'; did you mean 'crisis_rung'?"},
      {"{when: crisis_rung >= two, decide: {russia.aid: surged}}",
       "3:19: crisis_rung is compared with 'two', which is no number"},
      {"{when: us_stance == smal_deal, decide: {russia.aid: surged}}",
       "3:19: us_stance: there is no label 'smal_deal'; did you mean 'small_deal'?"},
      {"{when: nuclear_test, month: 2026-02, decide: {russia.aid: surged}}",
       "3:33: a rule looks from a month, until a month"},
      {"{when: nuclear_test, event: ukraine_ceasefire}", "3:33: a rule cannot have 'event'; it may decide"},
      {"{month: 2026-02, for: 3, decide: {russia.aid: surged}}",
       "3:29: 'for' belongs to a rule, which has a 'when'"},
      {"{when: nuclear_test, for: 0, decide: {russia.aid: surged}}",
       "3:38: for must be a whole number from 1 to 120, not '0'"},
      {"{when: nuclear_test, never: {russia.aid: surged}, decide: {russia.aid: surged}}",
       "3:41: russia.aid is decided twice in this entry"},
      {"{when: nuclear_test, for: 3, within: 2, decide: {russia.aid: surged}}",
       "3:41: a rule has 'for' or 'within', not both"},
  };
  REQUIRE(complaints.size() >= 30);
  for (const auto &[entry, expected] : complaints)
    CHECK(complaint("timeline: [" + entry + "]\n") == "file.yaml:" + expected);
  CHECK(complaint("timeline:\n- {month: 2026-02, decide: {russia.aid: surged}}\n- {from: 2026-01, only: "
                  "{russia.aid: [minimal]}}\n") ==
        "file.yaml:5:26: russia.aid is decided in 2026-02 already, at file.yaml:4:29");
  CHECK(complaint("timeline:\n- {month: 2026-02, set: {russia.aid_scale: 1}}\n- {month: 2026-02, set: "
                  "{russia.aid_scale: 2}}\n") ==
        "file.yaml:5:26: russia.aid_scale is set in 2026-02 already, at file.yaml:4:26");
}

TEST_CASE("a timeline that is written out in full reads back as the same") {
  std::string entries = "- {month: 2026-01, event: ukraine_ceasefire}\n";
  for (const std::string &one : interventions)
    if (one != interventions[3] && one != interventions[6]) entries += one + "\n";
  entries +=
      "- {when: crisis_rung >= 2 and us_stance == small_deal, within: 3, at_most: 2, happens: crisis.ease}\n";
  const Condition condition = with(entries);
  const std::string in_full = resolved_yaml(model(), condition);
  const Condition again = parse_condition(model(), in_full, "again.yaml");
  CHECK(resolved_yaml(model(), again) == in_full);
  CHECK(run(again) == run(condition));
}

TEST_CASE("before its first month an intervention leaves every bit alone, on every kernel") {
  const Condition free = with("");
  for (const Kernel &kernel : model().kernels) {
    if (kernel.lanes > choose_kernel(model()).lanes) continue; // this processor has no such registers
    const Left without = run(kernel, free);
    for (const std::string &one : interventions) {
      CAPTURE(one);
      const bool answers = one.find("when") != std::string::npos; // from the month after what it saw
      CHECK(differ_first_in(run(kernel, with(one)), without, answers ? 13 : 12));
    }
  }
}

TEST_CASE("what is decided outright is the same beside a rule that never comes, on every kernel") {
  const std::string outright =
      "  - {month: 2025-06, happens: [ukraine_war.ceasefire, us_china.worsening]}\n"
      "  - {from: 2025-08, stays_away: [crisis.start, diplomacy.decay]}\n"
      "  - {month: 2026-02, happens: us_china.easing}\n"
      "  - {from: 2025-05, only: {united_states.stance: [small_deal, recognition]}}\n"
      "  - {month: 2025-11, decide: {united_states.action: summit_proposal}}\n"
      "  - {from: 2025-07, until: 2026-07, never: {china.posture: [court, dual]}}\n"
      "  - {month: 2026-01, decide: {south_korea.own_bomb: step_further}}\n"
      "  - {month: 2026-03, decide: {north_korea.provocation: nuclear_test}}\n"
      "  - {month: 2026-05, decide: {north_korea.initiative: moratorium}}\n";
  const std::string never = "  - {when: nuclear_tests_by_month > 1, decide: {japan.policy: own_way}}\n";
  for (const Kernel &kernel : model().kernels) {
    if (kernel.lanes > choose_kernel(model()).lanes) continue; // this processor has no such registers
    CHECK(run(kernel, with(outright)) == run(kernel, with(outright + never)));
    CHECK(!(run(kernel, with(outright)) == run(kernel, with(never))));
  }
}

TEST_CASE("what is decided in the first month is what a condition says that opens so") {
  CHECK(
      run(with("- {month: 2025-02, set: {russia.postwar_capacity: 0.5, presidency.peace_appetite: 0.9}}")) ==
      run(with("", "{russia.postwar_capacity: 0.5, presidency.peace_appetite: 0.9}")));
  // Also where the parameter would be drawn.
  CHECK(run(with("- {month: 2025-02, set: {russia.postwar_capacity: 0.5}}",
                 "{russia.postwar_capacity: prior}")) == run(with("", "{russia.postwar_capacity: 0.5}")));
  CHECK(run(with("- {from: 2025-02, stays_away: ukraine_war.ceasefire}")) ==
        run(with("", "{ukraine_war.ceasefire_hazard: 0}")));
}

TEST_CASE("a decision is made in every trajectory, and only in its months") {
  const Left left =
      run(with("- {from: 2026-02, until: 2026-04, decide: {united_states.stance: recognition}}\n"
               "- {month: 2026-03, decide: {north_korea.provocation: nuclear_test}}\n"
               "- {from: 2025-02, stays_away: north_korea.acceptance}"));
  for (const int month : {12, 13, 14})
    for (const std::uint16_t stance : of(left, "us_stance", month)) CHECK(stance == 3);
  const auto after = of(left, "us_stance", 15);
  CHECK(std::count(after.begin(), after.end(), 3) < block);
  for (const std::uint16_t tier : of(left, "provocation_tier", 13)) CHECK(tier == 4);
  for (const std::uint16_t tests : of(left, "nuclear_tests_by_month", 13)) CHECK(tests == 1);
  for (int month = 0; month < 48; ++month)
    for (const std::uint16_t stage : of(left, "diplomatic_stage", month)) CHECK(stage == 0);
}

TEST_CASE("no option that is forbidden is ever taken") {
  const Condition condition =
      with("- {from: 2026-02, only: {united_states.stance: [small_deal]}}\n"
           "- {from: 2026-02, never: {united_states.action: [wait, concession]}}\n"
           "- {when: nuclear_test, for: 6, decide: {united_states.action: pressure}}\n"
           "- {when: summits_by_month, for: 3, decide: {united_states.action: wait}}");
  int stances = 0;
  for (std::uint64_t trajectory = 0; trajectory < 100; ++trajectory)
    for (const Decision &decision : retell(model(), condition, seed, trajectory).chronicle.decisions) {
      if (decision.month < 12) continue;
      const std::string &chosen = decision.options[decision.chosen];
      if (decision.decision == "stance") CHECK(chosen == "small deal");
      if (decision.decision == "action") CHECK((chosen != "wait" && chosen != "concession"));
      stances += static_cast<int>(decision.decision == "stance");
    }
  CHECK(stances == 100 * 36);
}

TEST_CASE(
    "a rule answers in the trajectories in which its cause came, from the month after, as long as it says") {
  const Left left =
      run(with("- {when: nuclear_test, for: 2, at_most: 1, decide: {united_states.action: pressure}}\n"
               "- {when: nuclear_test, for: 2, at_most: 1, decide: {russia.aid: minimal}}"));
  const Left free = run(with(""));
  std::vector<int> first(block, 48);
  for (int month = 47; month >= 0; --month) {
    const auto tier = of(left, "provocation_tier", month);
    for (std::size_t lane = 0; lane < block; ++lane)
      if (tier[lane] == 4) first[lane] = month;
  }
  int with_a_test = 0;
  for (std::size_t lane = 0; lane < block; ++lane) {
    with_a_test += static_cast<int>(first[lane] < 46);
    for (int month = 0; month < 48; ++month) {
      const bool is_before = month <= first[lane];
      if (is_before) CHECK(of(left, "russian_aid", month)[lane] == of(free, "russian_aid", month)[lane]);
    }
  }
  CHECK(with_a_test > 20);
}

TEST_CASE("a rule that waits acts once, when its agent may") {
  // A concession is not open while exercises are low; once one is made, the rule is over.
  const Condition condition =
      with("- {when: provocation_tier >= short_range, from: 2026-02, until: 2026-02, within: 12, "
           "decide: {united_states.action: summit_proposal}}\n"
           "- {from: 2026-02, until: 2026-05, decide: {united_states.stance: pressure}}\n"
           "- {from: 2026-02, never: {united_states.action: [outreach, concession, summit_proposal]}}");
  // What is forbidden stays so: the rule would leave nothing of what is left, and does not act.
  for (std::uint64_t trajectory = 0; trajectory < 20; ++trajectory)
    for (const Decision &decision : retell(model(), condition, seed, trajectory).chronicle.decisions)
      if (decision.month >= 12 && decision.decision == "action")
        CHECK(decision.options[decision.chosen] != "summit proposal");
  const Condition free = with("- {when: provocation_tier >= none, from: 2026-02, until: 2026-02, within: 12, "
                              "decide: {united_states.action: summit_proposal}}\n"
                              "- {from: 2026-02, until: 2026-05, decide: {united_states.stance: pressure}}\n"
                              "- {from: 2026-06, only: {united_states.stance: [small_deal]}}\n"
                              "- {from: 2025-02, until: 2026-01, stays_away: diplomacy.success}\n"
                              "- {month: 2026-01, decide: {united_states.action: outreach}, "
                              "happens: north_korea.acceptance}\n" // in touch
                              "- {from: 2026-02, stays_away: [north_korea.acceptance, diplomacy.decay]}");
  for (std::uint64_t trajectory = 0; trajectory < 20; ++trajectory)
    for (const Decision &decision : retell(model(), free, seed, trajectory).chronicle.decisions) {
      if (decision.decision != "action") continue;
      const std::string &chosen = decision.options[decision.chosen];
      if (decision.month >= 12 && decision.month < 16)
        CHECK(chosen != "summit proposal"); // not open under pressure
      if (decision.month == 16) CHECK(chosen == "summit proposal");
    }
}

TEST_CASE("a chance happens where it is open, and nowhere else") {
  const Left left = run(with("- {month: 2026-02, happens: ukraine_war.ceasefire}\n"
                             "- {month: 2026-03, happens: ukraine_war.settlement}\n"
                             "- {month: 2026-05, happens: us_china.easing}"));
  const Left free = run(with(""));
  const auto before = of(left, "ukraine_war", 11);
  const auto phase = of(left, "ukraine_war", 12);
  for (std::size_t lane = 0; lane < block; ++lane) {
    if (before[lane] == 0) CHECK(phase[lane] == 1);
    if (before[lane] == 2) CHECK(phase[lane] == 2);
  }
  for (const std::uint16_t phase_now : of(left, "ukraine_war", 13))
    CHECK(phase_now == (phase_now == 0 ? 0 : 2));
  const auto regime_before = of(left, "us_china_relations", 14);
  const auto regime = of(left, "us_china_relations", 15);
  for (std::size_t lane = 0; lane < block; ++lane)
    if (regime_before[lane] > 0) CHECK(regime[lane] == regime_before[lane] - 1);
}

TEST_CASE("a decision whose channels are cut has no effect") {
  const std::string cut = "{arsenal.transfer_gain: 0, russia.technology_price: 0}";
  Left decided = run(with("- {month: 2026-02, happens: russia.submarine_technology}", cut));
  Left free = run(with("", cut));
  CHECK(decided.series == free.series);
  CHECK(run(with("- {month: 2026-02, happens: russia.submarine_technology}")).series != run(with("")).series);
}

TEST_CASE("a parameter that may change in time changes something when it does") {
  const std::array conditions{with(""),
                              with("", "{crisis.initial_rung: 2}")}; // the risk of a tier counts there
  const std::array free{run(conditions[0]), run(conditions[1])};
  for (std::size_t place = 0; place < model().parameters.size(); ++place) {
    const Parameter &parameter = model().parameters[place];
    if (parameter.opens || parameter.role == Role::option) continue;
    CAPTURE(parameter.name);
    bool changes = false;
    for (const double value : {parameter.unit.lowest, parameter.unit.highest}) {
      for (std::size_t i = 0; i < conditions.size() && !changes; ++i) {
        Condition condition = conditions[i];
        condition.changes.push_back({{2025, 3}, place, value, "here"});
        changes = !(run(condition) == free[i]);
      }
    }
    CHECK(changes);
  }
}

TEST_CASE("a parameter of the opening alone changes nothing later") {
  const Left free = run(with(""));
  for (std::size_t place = 0; place < model().parameters.size(); ++place) {
    const Parameter &parameter = model().parameters[place];
    if (!parameter.opens || parameter.role == Role::initial) continue;
    CAPTURE(parameter.name);
    for (const double value : {parameter.unit.lowest, parameter.unit.highest}) {
      Condition condition = with("");
      condition.changes.push_back({{2025, 3}, place, value, "here"});
      CHECK(run(condition) == free);
    }
  }
}

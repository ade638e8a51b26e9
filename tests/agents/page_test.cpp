// SPDX-License-Identifier: Apache-2.0
// A condition handed on as steps, and what a page counts of it: the same scenario, and the same counts as of
// an ensemble.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "agents/peninsula/model.hpp"
#include "engine/conditions/condition_file.hpp"
#include "engine/conditions/condition_reader.hpp"
#include "engine/ensemble/ensemble.hpp"
#include "engine/hash.hpp"
#include "engine/model/scenario_steps.hpp"
#include "engine/page/page.hpp"

namespace {

using namespace engine;

const Model &model() { return peninsula::model(); }

Condition with(const std::string &text) {
  return parse_condition(model(), "name: test\nsummary: A test.\nmonths: 12\n" + text, "file.yaml");
}

/// A timeline with a date, a decision, what is left of a menu, a chance, a change and rules; parameters that
/// are set and drawn by several laws.
Condition steered() {
  return with("parameters:\n"
              "  h_cf: {uniform: [0.1, 0.4]}\n"
              "  russia.postwar_capacity: {triangular: [0.3, 0.5, 0.7]}\n"
              "  alliance.anxiety_by_deal: {equally_likely: [0.2, 0.4, 0.5]}\n"
              "  us_china.initial_regime: tariff_war\n"
              "timeline:\n"
              "  - {month: 2025-06, event: ukraine_ceasefire}\n"
              "  - {from: 2025-06, stays_away: ukraine_war.relapse}\n"
              "  - {from: 2025-04, only: {united_states.stance: [small_deal]}}\n"
              "  - {month: 2025-05, set: {russia.postwar_capacity: 0.5}}\n"
              "  - {when: nuclear_test, for: 6, decide: {united_states.action: pressure}}\n"
              "  - {when: crisis_rung >= 2 and us_stance == pressure, within: 3, at_most: 1, decide: "
              "{china.posture: court}}\n");
}

Condition together() {
  return with("parameters:\n"
              "  h_cf: {together: [0.1, 0.2, 0.3]}\n"
              "  russia.postwar_capacity: {together: [0.3, 0.6, 0.7]}\n"
              "together_weights: [1, 2, 3]\n");
}

Wanted everything() { return {all_of(model().outcomes), all_of(model().series)}; }

std::vector<Row> counted_by_page(const std::vector<Condition> &conditions, std::uint64_t first,
                                 std::uint64_t count, std::uint64_t per_state) {
  Page page(model(), 12, everything());
  page.begin(7, per_state);
  for (const Condition &condition : conditions)
    REQUIRE(page.add(scenario_steps(model(), condition), first_calendar_month(condition)) == Refusal::none);
  page.simulate(first, count);
  std::vector<Row> rows;
  for (std::size_t i = 0; i < page.conditions(); ++i) rows.push_back(page.row(i));
  return rows;
}

std::vector<Row> counted_by_ensemble(const std::vector<Condition> &conditions, std::uint64_t first,
                                     std::uint64_t count, std::uint64_t per_state) {
  Plan plan{model(), conditions};
  plan.seed = 7;
  plan.first = first;
  plan.trajectories = count;
  plan.per_state = per_state;
  return run_ensemble(plan).rows;
}

/// Differences of the reference from itself follow from its other counts, and a page asks for none.
void compare(const std::vector<Row> &page, std::vector<Row> ensemble) {
  const Layout layout(model().outcomes, model().series, 12);
  REQUIRE(page.size() == ensemble.size());
  for (std::size_t i = 0; i < page.size(); ++i) {
    Row row = page[i];
    if (i == 0) compare_with_itself(row, model().outcomes, layout);
    CHECK(row == ensemble[i]);
  }
}

} // namespace

TEST_CASE("a page counts what an ensemble counts, of every kind of condition") {
  const std::vector<Condition> all{with(""), steered(), with("parameters: {open: prior}\n"), together()};
  compare(counted_by_page(all, 0, 700, 1), counted_by_ensemble(all, 0, 700, 1));
  compare(counted_by_page(all, 300, 512, 64), counted_by_ensemble(all, 300, 512, 64));
}

TEST_CASE("what several pages count adds up") {
  const std::vector<Condition> all{with(""), steered()};
  Page sum(model(), 12, everything());
  sum.begin(7, 1);
  for (const Condition &condition : all)
    REQUIRE(sum.add(scenario_steps(model(), condition), first_calendar_month(condition)) == Refusal::none);
  for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{300}}) {
    const std::vector<Row> part = counted_by_page(all, first, first == 0 ? 300 : 400, 1);
    for (std::size_t i = 0; i < part.size(); ++i) CHECK(sum.add_row(i, part[i]));
  }
  compare({sum.row(0), sum.row(1)}, counted_by_ensemble(all, 0, 700, 1));
  sum.clear();
  CHECK(sum.row(1) == Row(sum.row(1).size()));
}

TEST_CASE("a number of a trajectory changes with any of its bits") {
  const auto digests = [](const std::vector<Condition> &conditions) {
    Page page(model(), 12, {});
    page.begin(7, 1);
    for (const Condition &condition : conditions)
      REQUIRE(page.add(scenario_steps(model(), condition), first_calendar_month(condition)) == Refusal::none);
    return page.digests(0, 300);
  };
  const auto one = digests({with("")});
  CHECK(one.size() == 300);
  CHECK(digests({with("")}) == one);
  CHECK(digests({with(""), with("")}) != one);
  CHECK(digests({steered()}) != one);
}

TEST_CASE("a parameter that a step sets is drawn no more") {
  std::vector<double> steps = scenario_steps(model(), steered());
  const std::size_t place = find_parameter(model(), "h_cf").value();
  steps.insert(steps.end(), {0.0, static_cast<double>(place), 0.25});
  ScenarioData data(model(), 12, 1);
  REQUIRE(make_steps(steps, model(), 12, data));
  CHECK(data.scenario().drawn_count == 2);
  CHECK(data.scenario().parameters[place] == 0.25);
}

TEST_CASE("steps that are cut off, changed or made up are refused, or are other steps of the model") {
  const std::vector<double> steps = scenario_steps(model(), steered());
  const auto is_made = [](std::span<const double> numbers) {
    ScenarioData data(model(), 12, 1);
    const bool made = make_steps(numbers, model(), 12, data);
    data.settle();
    return made;
  };
  CHECK(is_made(steps));
  CHECK(is_made({}));
  std::size_t made = 0;
  for (std::size_t size = 0; size < steps.size(); ++size)
    made += is_made(std::span(steps).first(size)) ? 1 : 0;
  CHECK(made < 25); // one after each step
  for (const double wrong : {-1.0, 0.5, 1e9, 1e300, std::numeric_limits<double>::quiet_NaN()}) {
    CHECK_FALSE(is_made(std::vector<double>{wrong, 0.0, 0.0}));
    CHECK_FALSE(is_made(std::vector<double>{0.0, wrong, 0.0})); // no such parameter
    for (std::size_t place = 0; place < steps.size(); ++place) {
      std::vector<double> changed = steps;
      changed[place] = wrong;
      is_made(changed); // ends, and reads nothing that is not there
    }
  }
}

TEST_CASE("a page refuses what breaks a constraint of the model") {
  Page page(model(), 12, {});
  page.begin(7, 1);
  const auto add = [&](const char *name, double value) {
    std::vector<double> steps = scenario_steps(model(), with("parameters: {attention.ukraine_share: 0.5}\n"));
    steps.insert(steps.end(), {0.0, static_cast<double>(find_parameter(model(), name).value()), value});
    return page.add(steps, 1);
  };
  CHECK(add("attention.middle_east_share", 0.4) == Refusal::none);
  CHECK(add("attention.middle_east_share", 0.41) == Refusal::breaks_constraint);
  CHECK(page.broken_constraint() == 0);
  CHECK(page.add(std::vector<double>{99.0}, 1) == Refusal::no_steps);
  CHECK(page.conditions() == 1);
}

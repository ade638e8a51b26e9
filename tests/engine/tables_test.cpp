// SPDX-License-Identifier: Apache-2.0
// Tables: what they say of counts that are known, and what they never say.

#include <algorithm>
#include <cmath>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine/errors.hpp"
#include "engine/results/columns.hpp"
#include "engine/results/exports.hpp"
#include "engine/results/tables.hpp"
#include "tests/counted.hpp"
#include "tests/toy_model.hpp"

namespace {

using doctest::Approx;

constexpr int months = 12;
constexpr std::size_t trajectories = 1000;

/// One outcome in all trajectories: `first` in the first `count` of them, `rest` in the others.
std::vector<float> split(std::size_t count, float first, float rest) {
  std::vector<float> values(trajectories, rest);
  std::fill_n(values.begin(), count, first);
  return values;
}

std::vector<float> joined(const std::vector<std::vector<float>> &outcomes) {
  std::vector<float> all;
  for (const auto &outcome : outcomes) all.insert(all.end(), outcome.begin(), outcome.end());
  return all;
}

void count(engine::ConditionResult &condition, const engine::Results &results, std::vector<float> values,
           std::vector<float> reference) {
  const engine::Counter counter = test::counter_of(results.outcomes, {}, months);
  const engine::Tape tape{values.data(), nullptr, trajectories};
  const engine::Tape reference_tape{reference.data(), nullptr, trajectories};
  condition.row.resize(counter.layout().size());
  condition.trajectories = trajectories;
  condition.parameter_values.assign(results.parameters.size(), 0.5);
  test::count(counter, tape, trajectories, &reference_tape, condition.row);
}

/// Two conditions of known counts: heads 500 and 620, of which 500 in common; a clock that stands still in
/// 250 of 1000 trajectories here and in 400 there, else in month 3; heights undefined in 100.
engine::Results two_conditions() {
  const engine::Model model = test::toy_model();
  engine::Results results;
  results.model = model.name;
  results.parameters = model.parameters;
  results.outcomes = model.outcomes;
  results.headline = {"tosses", "heads_up"};
  results.months = months;
  results.seed = 7;
  results.conditions.resize(2);
  results.conditions[0].name = "baseline";
  results.conditions[1].name = "loaded";
  results.conditions[0].start = results.conditions[1].start = {2025, 2};
  const auto baseline = joined(
      {split(500, 1, 0), split(300, 0, 1), split(500, 4, 6), split(100, NAN, 1), split(400, months, 3)});
  const auto loaded = joined(
      {split(620, 1, 0), split(200, 2, 1), split(500, 4, 8), split(100, NAN, 2), split(250, months, 3)});
  count(results.conditions[0], results, baseline, baseline);
  count(results.conditions[1], results, loaded, baseline);
  return results;
}

engine::Selection only(const std::string &outcome) { return {{}, {outcome}, false}; }

engine::Selection everything() { return {{}, {}, true}; }

bool contains(const std::string &text, const std::string &part) {
  return text.find(part) != std::string::npos;
}

std::vector<std::string> lines_of(const std::string &text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::size_t characters(const std::string &line) {
  return static_cast<std::size_t>(
      std::count_if(line.begin(), line.end(), [](char byte) { return (byte & 0xC0) != 0x80; }));
}

template <class Exception, class Call> std::string complaint(const Call &call) {
  try {
    call();
  } catch (const Exception &error) {
    return error.what();
  }
  return {};
}

} // namespace

TEST_CASE("a binary outcome is summarised by its share") {
  const auto rows = engine::summaries_of(two_conditions(), only("heads_up"));
  REQUIRE(rows.size() == 2);
  CHECK(rows[1].condition == "loaded");
  CHECK(rows[1].trajectories == 1000);
  CHECK(rows[1].estimate.value == 0.62);
  CHECK(rows[1].estimate.low == engine::share_of(620, 1000).low);
  CHECK(std::isnan(rows[1].quantiles[2]));
}

TEST_CASE("a categorical outcome is summarised label by label") {
  const auto rows = engine::summaries_of(two_conditions(), only("side"));
  REQUIRE(rows.size() == 6);
  CHECK(rows[0].label == "heads");
  CHECK(rows[0].estimate.value == 0.3);
  CHECK(rows[5].label == "edge");
  CHECK(rows[5].estimate.value == 0.2);
}

TEST_CASE("counts and continuous outcomes are summarised by mean, deviation and quantiles") {
  const auto tosses = engine::summaries_of(two_conditions(), only("tosses")).at(0);
  CHECK(tosses.estimate.value == 5.0);
  CHECK(tosses.standard_deviation == Approx(std::sqrt(1000.0 / 999)));
  CHECK(tosses.quantiles == std::array<double, 5>{4, 4, 4, 6, 6});
  const auto height = engine::summaries_of(two_conditions(), only("height")).at(1);
  CHECK(height.estimate.value == Approx(2.0).epsilon(1e-4));
  CHECK(height.trajectories == 900);
  CHECK(height.undefined == 0.1);
}

TEST_CASE("a time is summarised by the share that came to it, and quantiles beyond the end are missing") {
  const auto time = engine::summaries_of(two_conditions(), only("first_heads")).at(0);
  CHECK(time.estimate.value == 0.6);
  CHECK(time.quantiles[2] == 3.0);
  CHECK(std::isnan(time.quantiles[3]));
}

TEST_CASE("differences are those of the same trajectories") {
  const auto rows = engine::differences_of(two_conditions(), everything(), "baseline");
  REQUIRE(rows.size() == 7);
  const auto &heads = rows[0];
  CHECK(heads.condition == "loaded");
  CHECK(heads.here.value == 0.62);
  CHECK(heads.there.value == 0.5);
  CHECK(heads.difference.value == Approx(0.12));
  CHECK(heads.difference.low == engine::paired_difference_of_shares(120, 0, 1000).low);
  CHECK(heads.unchanged == 0.88);
  const auto &tosses = rows[4];
  CHECK(tosses.difference.value == 1.0); // 500 pairs differ by 2, 500 by nothing
  CHECK(tosses.difference.high == Approx(1 + 1.959964 / std::sqrt(999.0)));
  CHECK(tosses.unchanged == 0.5);
  const auto &height = rows[5];
  CHECK(height.pairs == 900);
  CHECK(std::isnan(height.unchanged));
  CHECK(rows[6].difference.value == Approx(-1.35)); // 150 pairs come to it nine months earlier
}

TEST_CASE("differences of labels count who comes and who goes") {
  // 200 go from heads to edge, 100 from heads to tails, 700 stay with tails.
  const auto rows = engine::differences_of(two_conditions(), only("side"), "");
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].difference.value == -0.3);
  CHECK(rows[1].difference.value == 0.1);
  CHECK(rows[2].difference.value == 0.2);
  CHECK(rows[2].difference.high == engine::paired_difference_of_shares(200, 0, 1000).high);
  CHECK(rows[1].unchanged == 0.7);
}

TEST_CASE("only conditions that were paired can be compared") {
  engine::Results results = two_conditions();
  const auto compare = [&](const std::string &against) {
    return complaint<engine::InputError>([&] { engine::differences_of(results, everything(), against); });
  };
  CHECK(contains(compare("loaded"), "against 'baseline'"));
  CHECK(contains(compare("basline"), "did you mean 'baseline'"));
  results.conditions.pop_back();
  CHECK(contains(compare(""), "nothing to compare"));
}

TEST_CASE("the headline comes in its own order, unless outcomes are named or all are asked for") {
  const auto results = two_conditions();
  CHECK(engine::summaries_of(results, {}).at(0).outcome == "tosses");
  CHECK(engine::summaries_of(results, {}).size() == 4);
  CHECK(engine::summaries_of(results, everything()).size() == 14);
  CHECK(engine::summaries_of(results, {{"loaded"}, {"z"}, false}).at(0).outcome == "height"); // by its symbol
  CHECK(engine::summaries_of(results, {{"loaded", "loaded"}, {"z", "height"}, false}).size() == 1);
}

TEST_CASE("a name that does not exist is refused with the nearest that does") {
  const auto results = two_conditions();
  const auto summarise = [&](const engine::Selection &selection) {
    return complaint<engine::InputError>([&] { engine::summaries_of(results, selection); });
  };
  CHECK(contains(summarise(only("tossse")), "did you mean 'tosses'"));
  CHECK(contains(summarise({{"loded"}, {}, false}), "did you mean 'loaded'"));
}

TEST_CASE("an outcome kept for bookkeeping is in no table") {
  engine::Results results = two_conditions();
  results.outcomes[0].bookkeeping = true;
  for (const auto &text :
       {engine::show_table(results, {}), engine::show_table(results, everything()),
        engine::show_csv(results, everything()), engine::show_json(results, {}).dump(),
        engine::compare_table(results, everything(), ""), engine::compare_csv(results, everything(), "")}) {
    CHECK(contains(text, "tosses"));
    CHECK_FALSE(contains(text, "heads_up"));
  }
  CHECK(contains(complaint<engine::InputError>([&] { engine::show_table(results, only("heads_up")); }),
                 "bookkeeping"));
}

TEST_CASE("a table shows conditions down and outcomes across") {
  const auto lines = lines_of(engine::show_table(two_conditions(), {}));
  CHECK(lines.at(0) == "condition             tosses           heads_up");
  CHECK(lines.at(1) == "                  mean, toss              share");
  CHECK(lines.at(2) == "baseline   5.00 [4.94, 5.06]  0.50 [0.47, 0.53]");
  CHECK(lines.at(3) == "loaded     6.00 [5.88, 6.12]  0.62 [0.59, 0.65]");
}

TEST_CASE("every table says what its figures are") {
  engine::Results results = two_conditions();
  for (const auto &table : {engine::show_table(results, {}), engine::compare_table(results, {}, "")}) {
    CHECK(contains(table, "Under these assumptions"));
    CHECK(contains(table, "the model 'toy'"));
    CHECK(contains(table, "12 months from 2025-02, 1000 trajectories a condition, seed 7."));
    CHECK(contains(table, "sampling error only"));
    CHECK(contains(table, "at one parameter point"));
  }
  results.conditions[1].start = {2026, 12};
  CHECK(contains(engine::show_table(results, {}), "12 months from the start of each condition"));
  results.conditions[0].parameter_values[1] = NAN;
  CHECK(contains(engine::show_table(results, {}), "1 of 2 conditions, else at one parameter point"));
  results.conditions[1].parameter_values[1] = NAN;
  CHECK_FALSE(contains(engine::show_table(results, {}), "at one parameter point"));
}

TEST_CASE("what is undefined is told") {
  CHECK(contains(engine::show_table(two_conditions(), only("height")),
                 "undefined do not count to it: up to 10.0 %"));
  CHECK_FALSE(contains(engine::show_table(two_conditions(), {}), "undefined"));
}

TEST_CASE("times are shown as calendar months") {
  const auto table = engine::show_table(two_conditions(), everything(), {200, false});
  CHECK(contains(table, "share within 12 months"));
  CHECK(contains(table, "2025-05  2025-05  2025-05  later  later"));
}

TEST_CASE("no line of figures is wider than asked, and bars are drawn only when asked") {
  for (const std::size_t width : {60, 80, 200}) {
    const auto table = engine::show_table(two_conditions(), everything(), {width, true});
    CHECK(contains(table, "█"));
    for (const auto &line : lines_of(table.substr(0, table.find("Under these"))))
      CHECK(characters(line) <= width);
  }
  CHECK_FALSE(contains(engine::show_table(two_conditions(), everything()), "█"));
}

TEST_CASE("differences of shares get a bar with their sign, where bars are asked for") {
  const auto table = engine::compare_table(two_conditions(), everything(), "", {200, true});
  CHECK(contains(table, "-0.30 [-0.33, -0.27]  −████████"));
  CHECK(contains(table, "+0.12 [+0.10, +0.14]  +███▎")); // 0.4 of eight characters, by eighths
  CHECK_FALSE(contains(engine::compare_table(two_conditions(), everything(), "", {200, false}), "█"));
}

TEST_CASE("numbers are shown to the digit that their standard error leaves") {
  CHECK(engine::text_of({0.4763, 0.4733, 0.4794}) == "0.476 [0.473, 0.479]");
  CHECK(engine::text_of({12345.6, 12000.2, 12690.9}) == "12346 [12000, 12691]");
  CHECK(engine::text_of({0.0000101, 0.000002, 0.00004}) == "0.000010 [0.000002, 0.000040]");
  CHECK(engine::text_of({-0.0004, -0.002, 0.002}) == "0.000 [-0.002, 0.002]");
  CHECK(engine::text_of({7, 7, 7}) == "7 [7, 7]");
  CHECK(engine::text_of({NAN, NAN, NAN}) == "–");
}

TEST_CASE("bars grow by eighths of a character") {
  CHECK(engine::bar_of(0) == "        ");
  CHECK(engine::bar_of(1) == "████████");
  CHECK(engine::bar_of(0.5) == "████    ");
  CHECK(engine::bar_of(3.0 / 64) == "▍       ");
  CHECK(engine::bar_of(NAN) == "        ");
}

TEST_CASE("JSON holds the rows, and null for what does not exist") {
  const auto json = engine::show_json(two_conditions(), everything());
  CHECK(json["model"] == "toy");
  CHECK(json["seed"] == 7);
  CHECK(json["rows"].size() == 14);
  CHECK(json["rows"][0]["estimate"] == 0.5);
  CHECK(json["rows"][0]["quantile_50"].is_null());
  CHECK(json["rows"][4]["quantile_05"] == 4.0);
  CHECK(contains(json["caveats"].dump(), "sampling error only"));
  const auto differences = engine::compare_json(two_conditions(), everything(), "baseline");
  CHECK(differences["rows"][0]["here"] == 0.62);
  CHECK(differences["rows"][5]["unchanged_share"].is_null());
}

TEST_CASE("CSV has one line a row, and quotes what it must") {
  engine::Results results = two_conditions();
  results.conditions[1].name = "loaded, \"twice\"";
  const auto lines = lines_of(engine::show_csv(results, only("heads_up")));
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].starts_with(
      "condition,outcome,label,kind,unit,trajectories,undefined_share,measure,estimate,low,high,"));
  CHECK(lines[1].starts_with("baseline,heads_up,,binary,1,1000,0.0,share,0.5,"));
  CHECK(lines[1].ends_with(",,,,,,"));
  CHECK(lines[2].starts_with("\"loaded, \"\"twice\"\"\",heads_up,"));
  CHECK(lines_of(engine::compare_csv(results, only("tosses"), "")).at(1).find(",baseline,tosses,") !=
        std::string::npos);
}

TEST_CASE(
    "figures that bins or sums clamp are told in tables, JSON and CSV, and an ordinary table is silent") {
  engine::Results results = two_conditions();
  CHECK_FALSE(contains(engine::show_table(results, everything()), "clamps"));
  CHECK_FALSE(contains(engine::show_table(results, everything()), "outside its bins"));
  const auto baseline = joined(
      {split(500, 1, 0), split(300, 0, 1), split(500, 4, 6), split(100, NAN, 1), split(400, months, 3)});
  const auto far = joined(
      {split(620, 1, 0), split(200, 2, 1), split(990, 40, 8), split(100, 1e5, 2), split(250, months, 3)});
  std::fill(results.conditions[1].row.begin(), results.conditions[1].row.end(), 0);
  count(results.conditions[1], results, far, baseline);
  const std::string all = engine::show_table(results, everything());
  CHECK(contains(all,
                 "height: 100 of the trajectories of loaded lie so far out that a sum clamps their squares"));
  CHECK(contains(all, "tosses: 990 of the trajectories of loaded lie outside its bins"));
  CHECK(contains(engine::show_table(results, only("height")), "[–, –]"));
  CHECK_FALSE(contains(engine::show_table(results, only("tosses")), "clamps"));
  CHECK(contains(engine::compare_table(results, only("height"), ""), "clamps their squares"));
  const auto rows = engine::show_json(results, only("height"))["rows"];
  CHECK(rows[1]["clamped"] == 100);
  CHECK(rows[1]["beyond"] == 100);
  CHECK(rows[1]["low"].is_null());
  CHECK(rows[1]["estimate"].is_number());
  const auto difference = engine::compare_json(results, only("height"), "")["rows"][0];
  CHECK(difference["clamped_here"] == 100);
  CHECK(difference["clamped_there"] == 0);
  CHECK(difference["low"].is_null());
  CHECK(contains(engine::show_csv(results, only("height")), ",100,100,"));
  std::swap(results.conditions[0],
            results.conditions[1]); // the clamped one is now what others are held against
  CHECK(
      contains(engine::compare_table(results, only("height"), ""), "trajectories of loaded lie so far out"));
}

TEST_CASE("a precision that was not reached is told below every table, one that was is not") {
  engine::Results results = two_conditions();
  results.until = engine::Until{"heads_up", 0.04};
  results.conditions[0].half_width = 0.031;
  results.conditions[1].half_width = 0.03;
  CHECK_FALSE(contains(engine::show_table(results, {}), "precision"));
  results.until->half_width = 0.0305;
  for (const auto &text : {engine::show_table(results, {}), engine::compare_table(results, {}, ""),
                           engine::show_json(results, {}).dump()}) {
    CHECK(contains(text, "heads_up ± 0.0305, was not reached in 1 of 2 conditions"));
    CHECK(contains(text, "± 0.031 at worst, in baseline after 1000 trajectories"));
  }
}

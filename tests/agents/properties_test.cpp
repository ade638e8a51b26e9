// SPDX-License-Identifier: Apache-2.0
// Promises that hold in every trajectory: ranges, identities between outcomes, given processes, live
// parameters.

#include <array>
#include <bit>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "agents/peninsula/timeline.hpp"
#include "engine/ensemble/retelling.hpp"
#include "tests/agents/harness.hpp"
#include "tests/agents/regions.hpp"
#include "tests/agents/twin.hpp"

namespace {

using test::identical;
using test::months;
using test::Overrides;
using test::Run;
using test::Twin;
using test::TwinRegion;

const engine::Model &model() { return peninsula::model(); }

/// The baseline, and conditions with every plausible parameter drawn from its range.
std::vector<engine::Condition> assorted_conditions(int drawn) {
  std::vector<engine::Condition> conditions{test::condition()};
  std::mt19937 generator(1);
  for (int i = 0; i < drawn; ++i) {
    engine::Condition condition = test::condition();
    for (std::size_t place = 0; place < model().parameters.size(); ++place) {
      const engine::Plausible range = model().parameters[place].plausible;
      if (range.exists())
        condition.settings[place].value = std::uniform_real_distribution(range.low, range.high)(generator);
    }
    conditions.push_back(condition);
  }
  return conditions;
}

bool may_be_undefined(const engine::Outcome &outcome) {
  return outcome.definition.find("undefined") != std::string::npos;
}

/// Whether a defined value can be what the outcome's declaration says.
bool admissible(const engine::Outcome &outcome, float value) {
  const bool whole = value == std::floor(value) && value >= 0.0F;
  switch (outcome.kind) {
  case engine::Kind::binary:
    return value == 0.0F || value == 1.0F;
  case engine::Kind::categorical:
    return whole && value < static_cast<float>(outcome.labels.size());
  case engine::Kind::count:
    return whole;
  case engine::Kind::time:
    return whole && value <= months;
  case engine::Kind::continuous:
    break;
  }
  return std::isfinite(value);
}

/// The regional quantity that a given process fixes.
constexpr std::array<Twin TwinRegion::*, peninsula::given_processes> process_of{
    &TwinRegion::ukraine_war,   &TwinRegion::middle_east, &TwinRegion::us_china,     &TwinRegion::turmoil,
    &TwinRegion::met_president, &TwinRegion::short_range, &TwinRegion::medium_range, &TwinRegion::icbm,
    &TwinRegion::nuclear,       &TwinRegion::clash};

/// Calls check(value of each outcome in turn) for every trajectory: check(run, trajectory).
template <class Check> int trajectories_that_fail(const Run &run, Check check) {
  int failing = 0;
  for (std::size_t i = 0; i < run["any_summit"].size(); ++i) {
    const auto value = [&](std::string_view outcome) { return run[outcome][i]; };
    if (!check(value)) ++failing;
  }
  return failing;
}

/// Whether a value changes any outcome; 8192 trajectories are tried only if 256 are not enough.
bool changes_anything(const std::string &parameter, double value) {
  static const Run few({}, 256);
  static const Run many({}, 8192);
  return !identical(Run({{parameter, value}}, 256).all(), few.all()) ||
         !identical(Run({{parameter, value}}, 8192).all(), many.all());
}

} // namespace

TEST_CASE("every quantity of the region stays in its range in every month") { // I3
  const auto ranges = test::ranges();
  std::vector<int> outside(test::quantities);
  for (const engine::Condition &condition : assorted_conditions(40)) {
    test::follow(condition, 32, [&](std::uint64_t, const TwinRegion &region, int) {
      const auto values = std::bit_cast<test::Quantities>(region);
      for (std::size_t i = 0; i < test::quantities; ++i) {
        for (int lane = 0; lane < Twin::count; ++lane) {
          const double value = values[i][lane];
          const bool inside = value >= ranges[i].lowest && value <= ranges[i].highest;
          if (!inside || (ranges[i].whole && value != std::floor(value))) ++outside[i];
        }
      }
    });
  }
  for (std::size_t i = 0; i < test::quantities; ++i) {
    CAPTURE(i); // the place of the quantity in Region
    CHECK(outside[i] == 0);
  }
}

TEST_CASE("an outcome is undefined only where its definition says so, and otherwise of its declared kind") {
  for (const engine::Condition &condition : assorted_conditions(20)) {
    const Run run(condition, 512);
    for (const engine::Outcome &outcome : model().outcomes) {
      int wrong = 0;
      for (const float value : run[outcome.name]) {
        const bool right = std::isnan(value) ? may_be_undefined(outcome) : admissible(outcome, value);
        wrong += static_cast<int>(!right);
      }
      CAPTURE(outcome.name);
      CHECK(wrong == 0);
    }
  }
}

TEST_CASE("continuous outcomes of the baseline lie between the edges of their bins") {
  const Run run({}, 8192);
  for (const engine::Outcome &outcome : model().outcomes) {
    if (outcome.kind != engine::Kind::continuous) continue;
    CAPTURE(outcome.name);
    int beyond = 0;
    for (const float value : run[outcome.name]) {
      beyond += static_cast<int>(value < static_cast<float>(outcome.lowest) ||
                                 value > static_cast<float>(outcome.highest));
    }
    CHECK(beyond == 0);
  }
}

TEST_CASE("counts add up in every trajectory") { // I28
  for (const engine::Condition &condition : assorted_conditions(8)) {
    const Run run(condition, 1024);
    CHECK(trajectories_that_fail(run, [](auto value) {
            return value("n_all") == value("n_short") + value("n_mid") + value("n_icbm") + value("n_nuke") +
                                         value("n_clash") &&
                   value("strat_tests") == value("n_icbm") + value("n_nuke");
          }) == 0);
    CHECK(trajectories_that_fail(run, [](auto value) {
            return value("offers") >= value("accepts") && value("accepts") >= value("n_summit") &&
                   value("n_summit") >= value("n_fail") && value("prop") >= value("n_summit") &&
                   value("strat_months") + value("quiet_months") <= months &&
                   value("strat_tests") >= value("strat_months");
          }) == 0);
    CHECK(trajectories_that_fail(run, [](auto value) {
            return value("st_prs") + value("st_den_m") + value("st_sml_m") + value("st_rec_m") == months &&
                   value("K0_months") + value("K1_months") + value("K2_months") + value("K3_months") ==
                       months &&
                   value("court_months") + value("press_months") + value("dual_months") <= months &&
                   value("dip_mean") * months <= months;
          }) == 0);
    CHECK(trajectories_that_fail(run, [](auto value) {
            return value("n_tech") == value("n_sat") + value("n_ree") + value("n_sub") + value("n_air") &&
                   value("n_shl") <= months && value("n_men") <= value("n_shl") &&
                   value("n_let") + value("n_mor") + value("n_ptr") <= months &&
                   value("n_put") <= value("n_ptr") && value("n_med") <= months - value("press_months");
          }) == 0);
  }
}

TEST_CASE("outcomes of the first year are those of a run of one year") {
  const Run year(test::condition({}, 12));
  const Run whole({});
  const auto same = [&](std::string_view first_year, std::string_view of_a_year) {
    CAPTURE(first_year);
    CHECK(identical(year[first_year], year[of_a_year]));
    CHECK(identical(whole[first_year], year[of_a_year]));
  };
  same("prov12", "n_all");
  same("strat12", "strat_tests");
  same("D12", "D_mean");
}

TEST_CASE("a month has a tier of its own, and launches only of that tier or below") {
  test::follow(test::condition(), 512, [&](std::uint64_t, const TwinRegion &region, int) {
    for (int lane = 0; lane < Twin::count; ++lane) {
      const double tier = region.tier[lane];
      CHECK((region.short_range[lane] > 0 || tier != 1));
      CHECK((region.medium_range[lane] > 0) >= (tier == 2));
      CHECK((region.icbm[lane] > 0) == (tier == 3));
      CHECK((region.nuclear[lane] == 1) == (tier == 4));
      CHECK((region.clash[lane] == 1) == (tier == 5));
      CHECK((tier > 0 || region.short_range[lane] + region.medium_range[lane] == 0));
    }
  });
}

TEST_CASE("what happened and when it first happened agree") {
  const Run run({}, 4096);
  const auto agree = [&](std::string_view happened, std::string_view first) {
    CAPTURE(first);
    CHECK(trajectories_that_fail(
              run, [&](auto value) { return (value(happened) == 1.0F) == (value(first) < months); }) == 0);
  };
  agree("any_summit", "t_summit");
  agree("any_deal", "t_deal");
  agree("any_nuke", "t_nuke");
  CHECK(trajectories_that_fail(
            run, [](auto value) { return (value("n_icbm") > 0.0F) == (value("t_icbm") < months); }) == 0);
  agree("cf_by_T", "t_cf");
  agree("reval", "t_reval");
  CHECK(trajectories_that_fail(run, [](auto value) {
          const bool deal = value("n_summit") > value("n_fail");
          const float kinds = value("deal1") + value("deal2") + value("deal3") + value("deal4");
          return (value("any_deal") == 1.0F) == deal && (kinds > 0.0F) == deal &&
                 (value("deal") > 0.0F) == deal && (value("deal_months") > 0.0F) == deal &&
                 (value("first_outcome") > 0.0F) == (value("any_summit") == 1.0F) &&
                 value("t_summit") <= value("t_deal") && value("bypass") <= value("any_summit");
        }) == 0);
  CHECK(trajectories_that_fail(run, [](auto value) {
          return std::isnan(value("succ_rate")) == (value("n_summit") == 0.0F) &&
                 std::isnan(value("acc_rate")) == (value("offers") == 0.0F) &&
                 std::isnan(value("V_deal")) == (value("deal_months") == 0.0F) &&
                 std::isnan(value("aid_post")) == (value("t_cf") == months) &&
                 (!std::isnan(value("aid_war")) || value("t_cf") == 0.0F);
        }) == 0);
}

TEST_CASE("before the first ceasefire Kim learns nothing of Moscow") { // I16
  for (const Overrides &overrides :
       std::vector<Overrides>{{}, {{"h_cf", 0.1}, {"z_B", 1}}, {{"w_str", 4}, {"lam_S", 5}, {"h_cf", 0}}}) {
    const Run run(test::condition(overrides));
    for (const float moved : run["bel_war"]) CHECK(moved == 0.0F);
  }
  const Run no_ceasefire({{"h_cf", 0}});
  for (const float trust : no_ceasefire["piS_T"])
    CHECK(trust == doctest::Approx(1.0 / (1.0 + std::exp(0.8))));
}

TEST_CASE("a president who wants nothing makes no offer, and nothing comes of it") { // I24
  const Run run({{"th_P", -9}, {"thP2", -9}, {"lam_S", 50}}, 8192);                  // nor does his successor
  for (const auto *const outcome : {"any_summit", "any_deal", "bypass", "deal_months", "accepts"}) {
    for (const float value : run[outcome]) CHECK(value == 0.0F);
  }
}

TEST_CASE(
    "a year's shift of the calendar changes nothing, a month's does unless exercises are ignored") { // I27
  const auto starting = [](int year, int month, const Overrides &overrides) {
    engine::Condition condition = test::condition(overrides);
    condition.start = {year, month};
    return Run(condition);
  };
  CHECK(identical(starting(2025, 2, {}).all(), starting(2026, 2, {}).all()));
  CHECK_FALSE(identical(starting(2025, 2, {}).all(), starting(2025, 3, {}).all()));
  const Overrides ignored{{"w_EX", 0}};
  CHECK(identical(starting(2025, 2, ignored).all(), starting(2025, 7, ignored).all()));
}

TEST_CASE("an event of the timeline fixes its process in that month, and changes nothing before") {
  constexpr int given_month = 5;
  const Run baseline({}, 512);
  for (std::size_t event = 0; event < model().events.size(); ++event) {
    CAPTURE(model().events[event].name);
    engine::Condition condition = test::condition();
    condition.timeline.push_back({condition.start.after(given_month), event});
    int wrong = 0;
    test::follow(condition, 64, [&](std::uint64_t, const TwinRegion &region, int month) {
      const Twin process = region.*process_of[model().events[event].process];
      for (int lane = 0; lane < Twin::count; ++lane) {
        if (month == given_month && process[lane] != model().events[event].value) ++wrong;
      }
    });
    CHECK(wrong == 0);
    const Run given(condition, 512);
    CHECK_FALSE(identical(given.all(), baseline.all()));
    for (const auto *const series : {"ukraine_war", "us_china_relations", "us_stance", "provocation_tier"}) {
      CHECK(given.share(series, given_month - 1, 0) == baseline.share(series, given_month - 1, 0));
    }
  }
}

TEST_CASE("a given ceasefire is the first ceasefire") {
  engine::Condition condition = test::condition({{"h_cf", 0}});
  condition.timeline.push_back(
      {condition.start.after(7), test::place_of(model().events, "ukraine_ceasefire")});
  const Run run(condition);
  for (const float first : run["t_cf"]) CHECK(first == 7.0F);
}

TEST_CASE("moving at once is another model than moving in turn, and a whole one") {
  const Run in_turn({});
  const Run at_once({{"schedule.order", 1}});
  CHECK_FALSE(identical(in_turn.all(), at_once.all()));
  for (const auto *const outcome : {"any_summit", "n_all", "Y_mean", "J_mean"}) {
    const test::Estimate first = test::estimate(in_turn[outcome]);
    const test::Estimate second = test::estimate(at_once[outcome]);
    CHECK(std::abs(first.mean - second.mean) < 0.2 * std::abs(first.mean));
  }
}

TEST_CASE("moving at once, a deal holds the clauses that were on the table when it was answered") {
  const auto eager = test::condition(
      {{"schedule.order", 1}, {"st_rec", 1.0}, {"th_P", 0.8}, {"w_hk", 0.8}, {"gs_0", 3}, {"lam_S", 1}});
  int deals = 0;
  int of_no_kind = 0;
  test::follow(eager, 2048, [&](std::uint64_t, const TwinRegion &region, int) {
    for (int lane = 0; lane < Twin::count; ++lane) {
      deals += region.deal_struck[lane] > 0.0 ? 1 : 0;
      of_no_kind += region.stage[lane] == 3.0 && region.deal[lane] == 0.0 ? 1 : 0;
    }
  });
  CHECK(deals > 500);
  CHECK(of_no_kind == 0);
}

TEST_CASE("moving at once, nobody sees what others did this month") {
  // What Russia gives in the first month reaches the others' choices only when they move after it.
  const auto others = [](double order, double need_motive) {
    const Overrides overrides{{"schedule.order", order}, {"russia.need_motive", need_motive}};
    const auto retelling = engine::retell(model(), test::condition(overrides, 1), test::seed, 4);
    std::vector<std::vector<double>> utilities;
    for (const engine::Decision &decision : retelling.chronicle.decisions) {
      if (decision.agent != "Russia") utilities.push_back(decision.utility);
    }
    return utilities;
  };
  CHECK(others(1, 1) == others(1, 10));
  CHECK(others(0, 1) != others(0, 10));
}

TEST_CASE("every parameter with a plausible range changes some outcome at either end of it") {
  for (const engine::Parameter &parameter : model().parameters) {
    if (!parameter.plausible.exists()) continue;
    CAPTURE(parameter.name);
    for (const double end : {parameter.plausible.low, parameter.plausible.high}) {
      if (end != parameter.value) CHECK(changes_anything(parameter.name, end));
    }
  }
}

TEST_CASE("every other parameter changes some outcome at one end of what it admits") {
  for (const engine::Parameter &parameter : model().parameters) {
    if (parameter.plausible.exists()) continue;
    CAPTURE(parameter.name);
    CHECK((changes_anything(parameter.name, parameter.unit.highest) ||
           changes_anything(parameter.name, parameter.unit.lowest)));
  }
}

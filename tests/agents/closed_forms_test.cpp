// SPDX-License-Identifier: Apache-2.0
// Quantities whose law is known in closed form (invariants I4 to I21 of the specification).
//
// Estimates must lie within 4 standard errors: a right model fails one such comparison in 16,000. There are
// about 100 of them, and the seed is fixed, so that none fails by chance from one day to the next.

#include <array>
#include <cmath>
#include <vector>

#include <doctest/doctest.h>

#include "tests/agents/harness.hpp"
#include "tests/agents/twin.hpp"

namespace {

using test::months;
using test::Overrides;
using test::Run;
using test::Twin;

constexpr std::uint64_t trajectories = 100000;

void check_mean(const test::Estimate &estimate, double expected) {
  CAPTURE(estimate.mean);
  CAPTURE(expected);
  CHECK(std::abs(estimate.mean - expected) <= 4.0 * estimate.standard_error);
}

void check_share(double share, double expected) {
  CAPTURE(share);
  CAPTURE(expected);
  CHECK(std::abs(share - expected) <= 4.0 * std::sqrt(expected * (1.0 - expected) / trajectories));
}

/// The law of a Markov chain after some steps.
template <std::size_t states> using Law = std::array<double, states>;
template <std::size_t states> using Transitions = std::array<std::array<double, states>, states>;

template <std::size_t states>
Law<states> after(const Law<states> &opening, const Transitions<states> &transitions, int steps) {
  Law<states> law = opening;
  for (int step = 0; step < steps; ++step) {
    Law<states> next{};
    for (std::size_t from = 0; from < states; ++from) {
      for (std::size_t to = 0; to < states; ++to) next[to] += law[from] * transitions[from][to];
    }
    law = next;
  }
  return law;
}

/// A chain that moves up and down by single steps.
template <std::size_t states>
Transitions<states> birth_and_death(const std::array<double, states> &up,
                                    const std::array<double, states> &down) {
  Transitions<states> transitions{};
  for (std::size_t state = 0; state < states; ++state) {
    transitions[state][state] = 1.0 - up[state] - down[state];
    if (state + 1 < states) transitions[state][state + 1] = up[state];
    if (state > 0) transitions[state][state - 1] = down[state];
  }
  return transitions;
}

template <std::size_t states>
void check_law(const Run &run, std::string_view series, int steps, const Law<states> &expected) {
  for (std::size_t state = 0; state < states; ++state) {
    check_share(run.share(series, steps - 1, static_cast<int>(state)), expected[state]);
  }
}

/// An outcome that chance does not touch: every trajectory has the value of the formula, to 1e-12 in double
/// precision. In single precision each of 48 months adds at most eight roundings of 2^-24.
void check_exactly(const Overrides &overrides, std::string_view outcome, double expected) {
  CAPTURE(outcome);
  const std::size_t place = test::place_of(peninsula::model().outcomes, outcome);
  const auto exact = test::twin_outcomes(test::condition(overrides), 64);
  for (const double value : exact[place]) CHECK(value == doctest::Approx(expected).epsilon(1e-12));
  const Run run(test::condition(overrides), 64);
  for (const float value : run[outcome])
    CHECK(value == doctest::Approx(expected).epsilon(8 * months * 0x1p-24));
}

/// Lets some agents play alone: step(world, region, turn) is their month, after which look(month, region,
/// lane) sees each trajectory.
template <class Step, class Look> void play_alone(const Overrides &overrides, Step step, Look look) {
  const auto world = test::world_of<Twin>(test::condition(overrides));
  const std::vector<float> nothing_given(peninsula::given_processes, std::nanf(""));
  engine::NoWitness witness;
  using World = peninsula::World<Twin>;
  for (std::uint64_t first = 0; first < trajectories; first += Twin::count) {
    const engine::Draws<Twin> draws(test::seed, first, engine::before_the_first_step);
    auto region = world.opening(draws);
    for (int month = 0; month < months; ++month) {
      const auto dice = engine::dice_of<World>(draws.at(static_cast<std::uint32_t>(month)));
      engine::Turn<Twin, World::streams, engine::NoWitness> turn{month, month % 12, dice,
                                                                 nothing_given.data(), witness};
      step(world, region, turn);
      for (int lane = 0; lane < Twin::count; ++lane) look(month, region, lane);
    }
  }
}

/// Steps until a walk on 0 ... 5 with constant chances is absorbed at an end: mean, and mean square.
struct Absorption {
  double mean = 0.0;
  double mean_square = 0.0;
  Absorption(int rung, double up, double down) {
    auto transitions = birth_and_death<6>({0, up, up, up, up, 0}, {0, down, down, down, down, 0});
    Law<6> law{};
    law[static_cast<std::size_t>(rung)] = 1.0;
    for (int step = 0; step < 1000; ++step) {
      const double between = 1.0 - law[0] - law[5];
      mean += between;
      mean_square += (2.0 * step + 1.0) * between;
      law = after(law, transitions, 1);
    }
  }
};

const Run &baseline() {
  static const Run run({}, trajectories);
  return run;
}

} // namespace

TEST_CASE("without rationality Kim's tiers are equally likely") { // I4
  // Washington waits, and Kim meets no patron, so that every tier is open to him.
  const Run run({{"lam_D", 0},
                 {"nu1", 0},
                 {"nu2", 0},
                 {"nu3", 0},
                 {"nu5", 0},
                 {"wWait", 10},
                 {"pXK", 0},
                 {"meetings.chance_if_asked", 0}},
                trajectories);
  for (const auto *const outcome : {"quiet_months", "n_short", "n_mid", "n_icbm", "n_nuke", "n_clash"}) {
    CAPTURE(outcome);
    check_mean(test::estimate(run[outcome]), months / 6.0);
  }
}

TEST_CASE("launches have the means of their Poisson laws, and the tempo its stationary spread") {
  const Run run({{"lam_D", 0},
                 {"wWait", 10},
                 {"pXK", 0},
                 {"meetings.chance_if_asked", 0},
                 {"nu1", 1.1},
                 {"k_nu", 0.5},
                 {"sg_tem", 0.5},
                 {"phT", 0.9},
                 {"k_j", 0},
                 {"tem0", 0},
                 {"sp_tem", 1}},
                trajectories);
  const double tier = months / 6.0;
  const double tempo_variance = 0.5 * 0.5 / (1.0 - 0.9 * 0.9);
  check_mean(test::estimate(run["n_short"]), tier * (1.0 + 1.1 * std::exp(tempo_variance / 8.0) + 4 * 0.6));
  check_mean(test::estimate(run["n_mid"]), tier * (1.15 + 3 * 0.15));
  check_mean(test::estimate(run["n_icbm"]), tier * 1.1);
}

TEST_CASE("without rationality states choose evenly among what is allowed") { // I5
  // Kim never accepts, so that there is nothing to concede, and an old crisis leaves an opening for ever,
  // into which a Washington that does not press may propose.
  const Run run({{"lam_S", 0},
                 {"r_0", 50},
                 {"p_s", 0},
                 {"psC", 0},
                 {"crisis.initial_memory", 1},
                 {"crisis.memory_decay", 1}},
                trajectories);
  for (const auto *const outcome : {"press_months", "court_months", "dual_months"}) {
    check_mean(test::estimate(run[outcome]), months / 5.0);
  }
  for (const auto *const outcome : {"st_prs", "st_den_m", "st_sml_m", "st_rec_m"}) {
    check_mean(test::estimate(run[outcome]), months / 4.0);
  }
  check_mean(test::estimate(run["st_switch"]), months * 3 / 4.0);
  check_mean(test::estimate(run["prop"]), months * (1 / 4.0 / 4.0 + 2 / 4.0 / 3.0));
  check_mean(test::estimate(run["conc"]), 0.0);
  for (int posture = 0; posture < 5; ++posture) check_share(run.share("china_posture", 20, posture), 0.2);
}

TEST_CASE("postures with the same attributes are equally frequent") { // I26
  const Run run({{"china.support.court", 0.8},
                 {"china.pressure.court", 0.7},
                 {"china.courtship.court", 0.6},
                 {"china.fixed_cost.court", 0.9},
                 {"choice.inertia", 0},
                 {"w_dual", 0}},
                trajectories);
  std::vector<double> difference;
  for (std::size_t i = 0; i < trajectories; ++i)
    difference.push_back(run["court_months"][i] - run["dual_months"][i]);
  check_mean(test::estimate(difference), 0.0);
  CHECK(test::estimate(run["court_months"]).mean > 1.0);
}

TEST_CASE(
    "the first ceasefire comes after a geometric time, and the war has the law of its chain") { // I7, I8
  const Run run({{"w_pm", 0}}, trajectories);
  const auto survives = [](int month) { return std::pow(1.0 - 0.025, month); };
  for (const int month : {1, 6, 12, 24, 48}) {
    std::vector<double> before;
    for (const float first : run["t_cf"]) before.push_back(first < static_cast<float>(month) ? 1.0 : 0.0);
    check_mean(test::estimate(before), 1.0 - survives(month));
  }
  double mean = 0.0;
  for (int month = 1; month <= months; ++month) mean += survives(month);
  CHECK(mean == doctest::Approx(27.431).epsilon(1e-4));
  check_mean(test::estimate(run["t_cf"]), mean);

  const Transitions<3> phases{{{1 - 0.025, 0.025, 0}, {0.02, 1 - 0.02 - 0.015, 0.015}, {0, 0, 1}}};
  for (const int month : {3, 12, 48})
    check_law(run, "ukraine_war", month, after<3>({1, 0, 0}, phases, month));
}

TEST_CASE("US-China relations have the law of their chain") { // I9
  const auto chain = birth_and_death<4>({0.06, 0.05, 0.012, 0}, {0, 0.02, 0.07, 0.14});
  const Law<4> stationary = after<4>({0, 1, 0, 0}, chain, 100000);
  const Law<4> published{.1581, .4742, .3387, .0290};
  for (std::size_t i = 0; i < 4; ++i) CHECK(std::abs(stationary[i] - published[i]) < 5e-5);
  const Run run({{"th_pol", 0}}, trajectories);
  for (const int month : {1, 12, 48})
    check_law(run, "us_china_relations", month, after<4>({0, 1, 0, 0}, chain, month));
}

TEST_CASE("the tilt multiplies worsening and divides easing") {
  const double worse = std::exp(0.8);
  const auto chain = birth_and_death<4>({0.06 * worse, 0.05 * worse, 0.012 * worse, 0},
                                        {0, 0.02 / worse, 0.07 / worse, 0.14 / worse});
  const Run run({{"th_K", 0.8}, {"th_pol", 0}, {"K0", 3}}, trajectories);
  for (const int month : {1, 12, 48})
    check_law(run, "us_china_relations", month, after<4>({0, 0, 0, 1}, chain, month));
}

TEST_CASE("a regime of US-China relations is left with a chance of at most 0.95 a month") {
  const auto chain =
      birth_and_death<4>({0.95, 0.95 * 0.9 / 1.5, 0.012, 0}, {0, 0.95 * 0.6 / 1.5, 0.07, 0.14});
  const Run run({{"k_up", 0.9}, {"k_co", 0.6}, {"th_pol", 0}, {"K0", 1}}, trajectories);
  for (const int month : {1, 2, 5})
    check_law(run, "us_china_relations", month, after<4>({0, 1, 0, 0}, chain, month));
}

TEST_CASE("the Middle East has the law of its chain") { // I10
  const auto chain = birth_and_death<3>({0.05, 0.05, 0}, {0, 0.09, 0.09});
  const Law<3> stationary = after<3>({0, 1, 0}, chain, 100000);
  const double ratio = 0.05 / 0.09;
  CHECK(stationary[0] == doctest::Approx(1.0 / (1.0 + ratio + ratio * ratio)));
  const Run &run = baseline();
  for (const int month : {1, 12, 48}) check_law(run, "middle_east", month, after<3>({0, 1, 0}, chain, month));
}

TEST_CASE("turmoil in Seoul and approval in Washington have the laws of their chains") { // I11, I12
  std::array<std::vector<double>, months> troubled;
  std::array<std::vector<double>, months> approval;
  play_alone(
      {},
      [](const auto &world, auto &region, auto &turn) {
        world.south_korea.politics_step(region, turn);
        world.presidency.step(region, turn);
      },
      [&](int month, const auto &region, int lane) {
        troubled[static_cast<std::size_t>(month)].push_back(region.turmoil[lane]);
        approval[static_cast<std::size_t>(month)].push_back(region.approval[lane]);
      });
  for (const int steps : {1, 12, 48}) {
    const auto last = static_cast<std::size_t>(steps - 1);
    const double stationary = 0.004 / 0.204;
    check_mean(test::estimate(troubled[last]),
               stationary + (1.0 - stationary) * std::pow(1.0 - 0.204, steps));
    const double mean = 42.0 + std::pow(0.9, steps) * (47.0 - 42.0);
    check_mean(test::estimate(approval[last]), mean);
    for (double &deviation : approval[last]) deviation = (deviation - mean) * (deviation - mean);
    check_mean(test::estimate(approval[last]), 1.6 * 1.6 * (1.0 - std::pow(0.81, steps)) / (1.0 - 0.81));
  }
}

TEST_CASE("the bare ladder is a gambler's ruin") { // I13, I14
  constexpr double up = 0.16;
  constexpr double down = 0.38;
  constexpr double odds = down / up;
  constexpr int horizon = 100; // by then all but one walk in a million have ended
  const std::array<double, 4> published{.01844, .06224, .16625, .41329};
  for (int rung = 1; rung <= 4; ++rung) {
    CAPTURE(rung);
    const double top = (1.0 - std::pow(odds, rung)) / (1.0 - std::pow(odds, 5));
    const double duration = rung / (down - up) - 5.0 / (down - up) * top;
    const Absorption reference(rung, up, down);
    CHECK(std::abs(top - published[static_cast<std::size_t>(rung) - 1]) < 1e-5);
    CHECK(reference.mean == doctest::Approx(duration));
    const Run run(test::condition({{"crisis.ladder", 1}, {"e0", rung}}, horizon), trajectories);
    check_mean(test::estimate(run["war"]), top);
    double mean = 1.0; // the step from the opening; then one for each month that ends between the ends
    for (int month = 0; month < horizon; ++month) {
      mean += 1.0 - run.share("crisis_rung", month, 0) - run.share("crisis_rung", month, 5);
    }
    const double variance = reference.mean_square - duration * duration;
    check_mean({mean, std::sqrt(variance / trajectories)}, duration);
  }
}

TEST_CASE("Kim's trust in Moscow is a martingale when his prior is right") { // I15
  for (const double prior : {0.3, 0.5, 0.8}) {
    const Run run({{"z_B", 1}, {"s_syr", 0}, {"q_S", prior}, {"pi_0", prior}}, trajectories);
    check_mean(test::estimate(run["piS_T"]), prior);
  }
}

TEST_CASE("Kim's trust in Moscow is calibrated when his prior is right") { // I15
  constexpr std::size_t bins = 10;
  std::array<std::vector<double>, bins> surprise; // what Moscow is, less what Kim believes
  play_alone(
      {{"z_B", 1}, {"s_syr", 0}, {"q_S", 0.4}, {"pi_0", 0.4}, {"h_cf", 0.1}},
      [](const auto &world, auto &region, auto &turn) {
        world.ukraine_war.step(region, world.presidency.appetite(region, turn.month), turn);
        world.russia.act(region, region, world.belief, world.meetings, world.couplings, turn);
      },
      [&](int month, const auto &region, int lane) {
        if (month + 1 < months) return;
        const double trust = region.trust_in_moscow[lane];
        const auto bin = std::min(bins - 1, static_cast<std::size_t>(trust * bins));
        surprise[bin].push_back(region.strategic_partner[lane] - trust);
      });
  for (const auto &in_bin : surprise) {
    CHECK(in_bin.size() > 300);
    check_mean(test::estimate(in_bin), 0.0);
  }
}

TEST_CASE("salience decays geometrically when nothing happens") { // I17
  const Overrides silence{{"al_1", -90}, {"al_2", -90}, {"al_3", -90}, {"al_4", -90},
                          {"al_5", -90}, {"r_0", 50},   {"ns_e", 0}};
  double sum = 0.0;
  for (int month = 1; month <= months; ++month) sum += 0.20 * std::pow(1.0 - 0.25, month);
  check_exactly(silence, "S_mean", sum / months);
  check_exactly(silence, "quiet_months", months);
}

TEST_CASE("the second strike grows by itself as its closed form says") { // I18
  const double expected = 1.0 - (1.0 - 0.20) * std::pow(1.0 - 0.012 / 2.0, months);
  CHECK(expected == doctest::Approx(.40071).epsilon(1e-5));
  check_exactly({{"k_sr", 0}, {"k2", 0}, {"chi", 0}, {"al_3", -90}, {"r_0", 50}}, "Q_T", expected);
}

TEST_CASE("the mainland threat grows by itself as its closed form says") { // I19
  const double expected = 1.0 - (1.0 - 0.60) * std::pow(1.0 - 0.004, months);
  CHECK(expected == doctest::Approx(.67000).epsilon(1e-5));
  check_exactly({{"chi", 0}, {"al_3", -90}, {"r_0", 50}}, "F_T", expected);
}

TEST_CASE("warheads are built month by month") { // I20
  check_exactly({{"r_0", 50}}, "warheads_T", 78.8);
}

TEST_CASE("the economy grows by its base rate when nobody touches it") { // I21
  const Run run({{"g_C", 0}, {"g_R", 0}, {"g_Z", 0}, {"gPc", 0}}, trajectories);
  check_mean(test::estimate(run["E_T"]), 100.0 * std::pow(1.002, months));
}

TEST_CASE("Russia's private types have their shares") {
  const Run run({{"chi", 1}, {"h_cf", 0}, {"q_T", 0.35}},
                trajectories); // a willing Russia in war is all but sure to pay some of a claim in technology
  std::vector<double> willing;
  for (const float transfers : run["n_tech"]) willing.push_back(transfers > 0.0F ? 1.0 : 0.0);
  check_mean(test::estimate(willing), 0.35);
}

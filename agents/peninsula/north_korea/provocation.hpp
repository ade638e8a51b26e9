// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "agents/peninsula/choices.hpp"
#include "agents/peninsula/couplings.hpp"
#include "agents/peninsula/north_korea/launches.hpp"
#include "agents/peninsula/region.hpp"
#include "agents/peninsula/scales.hpp"
#include "agents/peninsula/streams.hpp"
#include "engine/model/turn.hpp"

namespace peninsula {

/// Each month Pyongyang takes the highest rung it climbs: nothing, short range, medium range, an
/// intercontinental launch, a nuclear test, or a lethal clash; launches are then counted. (D2)
/// Left out: cyber operations, the targets of a clash.
template <class Real> struct Provocation {
  std::array<Constant<Real>, 6> intercept, signal, technical, risk, cost, domestic;
  Constant<Real> attention_motive, leverage_motive, technical_motive, diversionary_motive, exercise_reaction;
  Constant<Real> restraint_by_china, restraint_by_talks, restraint_by_deal, self_excitation;
  Constant<Real> ladder_restraint, quiet_calendar, satellite_motive, restraint_by_pledge;
  Constant<Real> foresight_on_pressure, reference_impatience, reference_hostility;
  std::array<Constant<Real>, 4> talks;
  Launches<Real> launches;
  Constant<Real> tempo_shock, tempo_persistence, tempo_jumps, tempo_in_clashes;
  Constant<Real> memory_decay, memory_short_range, memory_medium_range, memory_icbm, memory_clash;
  Constant<Real> strategic_memory_decay, strategic_memory_icbm;
  Constant<Real> initial_tempo, initial_tempo_spread, initial_memory, initial_strategic_memory;

  template <class Declare> void parameters(Declare &declare) {
    declare.group("provocation");
    motives(declare);
    tables(declare);
    tempo(declare);
    memories(declare);
  }

  /// Intercepts are set to the record as it is, however sharply Kim weighs what moves him from month to
  /// month.
  void prepare(const Real &rationality) {
    constexpr double no_division_by_zero = 1e-6;
    const Real scale = Real(usual_rationality) / larger(rationality, Real(no_division_by_zero));
    for (int i = 0; i < 6; ++i) at_rest_[i] = intercept[i] * scale;
    launches.prepare();
  }

  template <class Draws> void open(Region<Real> &region, const Draws &draws) const {
    const auto u = draws.uniforms(russian_types_and_tempo);
    const Real spread = tempo_shock / square_root(Real(1.0) - tempo_persistence * tempo_persistence);
    region.tempo = initial_tempo + initial_tempo_spread * spread * standard_normal(u[2], u[3]);
    region.provocation_memory = initial_memory;
    region.strategic_memory = initial_strategic_memory;
    region.tier = region.short_range = region.medium_range = 0.0;
    region.icbm = region.nuclear = region.clash = region.satellite = 0.0;
    region.log_likelihood = 0.0;
  }

  /// Technology, weather and politics in one latent tempo, which may jump. (X-theta)
  template <class Turn> void tempo_step(Region<Real> &region, Turn &turn) const {
    const Real shock = turn.normal(draw::tempo);
    const Real jump = tempo_jumps * shock * shock;
    region.tempo = tempo_persistence * region.tempo + tempo_shock * (shock + jump * shock);
  }

  template <class Turn>
  void act(const Region<Real> &seen, Region<Real> &region, const Couplings<Real> &couplings, Real u,
           Turn &turn) const {
    const auto choice =
        turn.choose(choice::provocation, utilities(seen, region, couplings, turn.calendar_month),
                    open_tiers(region), couplings.rationality_north_korea, u);
    region.tier = choice.index;
    launches.count(region, choice, turn);
  }

  /// What testing for its own sake is worth: as much as Pyongyang relies on itself and has left to finish.
  Real craft(const Region<Real> &region) const {
    return technical_motive * region.self_reliance * (Real(1.0) - region.second_strike);
  }

  Real risk_of(Real tier) const { return entry_of(risk, tier); }

  /// The month fades into memory.
  void remember(Region<Real> &region) const {
    const Real noise = memory_short_range * region.short_range + memory_medium_range * region.medium_range +
                       memory_icbm * region.icbm + region.nuclear + memory_clash * region.clash;
    region.provocation_memory =
        memory_decay * region.provocation_memory + (Real(1.0) - memory_decay) * smaller(Real(1.0), noise);
    region.strategic_memory = smaller(Real(1.0), strategic_memory_decay * region.strategic_memory +
                                                     region.nuclear + strategic_memory_icbm * region.icbm);
  }

private:
  /// The allies' large exercises, by calendar month from 0.
  static constexpr int march = 2, august = 7;

  std::array<Real, 6> utilities(const Region<Real> &seen, const Region<Real> &region,
                                const Couplings<Real> &couplings, int calendar_month) const {
    const bool exercise_month = calendar_month == march || calendar_month == august;
    const Real calendar = exercise_month ? Real(1.0) : Real(quiet_calendar);
    const auto no_talks = seen.stage == Real(0.0);
    const auto deal = seen.stage == Real(3.0);
    const Real talking = select(no_talks, talks[0],
                                select(seen.stage == Real(1.0), talks[1], select(deal, talks[3], talks[2])));
    const Real engineers = craft(region);
    const Real pull = attention_motive * seen.neglect + leverage_motive * indicator(no_talks);
    const Real home = diversionary_motive * couplings.domestic * region.discontent;
    const Real fear = ladder_restraint * seen.rung * (Real(1.0) - region.air_defence);
    const Real restraint = restraint_by_china * couplings.china * seen.pressure +
                           restraint_by_talks * talking + restraint_by_deal * indicator(deal);
    std::array<Real, 6> utility;
    for (int i = 0; i < 6; ++i) {
      utility[i] = at_rest_[i] + signal[i] * pull + technical[i] * engineers + domestic[i] * home -
                   risk[i] * fear - cost[i] * restraint;
      if (i > 0) utility[i] += i < 5 ? region.tempo : Real(tempo_in_clashes * region.tempo);
    }
    const Real foreseen = restraint_by_china * couplings.china * foresight_on_pressure *
                          (region.believed_impatience - reference_impatience);
    const Real pledged = restraint_by_pledge * region.pledge;
    utility[3] -= cost[3] * foreseen * strategic_memory_icbm + pledged;
    utility[4] -= cost[4] * foreseen + pledged;
    const Real reaction = exercise_reaction * seen.exercises * calendar;
    utility[1] += self_excitation * region.provocation_memory + reaction;
    utility[2] += reaction + satellite_motive * region.reconnaissance;
    utility[5] += couplings.hostility * (region.hostility - reference_hostility);
    return utility;
  }

  /// In the month in which he accepts an overture, or meets a patron, Kim neither tests strategic weapons nor
  /// kills; in that of a summit nothing is launched.
  static std::array<engine::Truth<Real>, 6> open_tiers(const Region<Real> &region) {
    const auto summit = region.accepted > Real(0.5) && region.answered_action == Real(4.0);
    const auto alone = region.accepted + region.leaders_met + region.putin_met < Real(0.5);
    return {true, !summit, !summit, alone, alone, alone};
  }

  template <class Declare> void motives(Declare &declare) {
    using namespace engine;
    declare(attention_motive, {.name = "attention_motive",
                               .symbol = "th_att",
                               .value = 0.9,
                               .plausible = {0.0, 2.0},
                               .unit = unit::utility,
                               .meaning = "raising the issue's priority, times neglect",
                               .basis = Basis::essay,
                               .source = "Chun 2025 par. 10; assumption"});
    declare(leverage_motive, {.name = "leverage_motive",
                              .symbol = "th_lev",
                              .value = 0.3,
                              .plausible = {0.0, 1.0},
                              .unit = unit::utility,
                              .meaning = "believed pressure value of demonstrations while there are no talks",
                              .basis = Basis::essay,
                              .source = "Chun 2025 par. 10; assumption"});
    declare(technical_motive,
            {.name = "technical_motive",
             .symbol = "w_T",
             .value = 0.7,
             .plausible = {0.0, 1.5},
             .unit = unit::utility,
             .meaning = "testing for its own sake, times self-reliance and what is unfinished",
             .basis = Basis::essay,
             .source = "Chun 2025 par. 9-10; assumption"});
    declare(diversionary_motive, {.name = "diversionary_motive",
                                  .symbol = "w_D",
                                  .value = 0.4,
                                  .plausible = {0.0, 1.0},
                                  .unit = unit::utility,
                                  .meaning = "diversion from discontent",
                                  .basis = Basis::essay,
                                  .source = "Chun 2025 par. 12; assumption"});
    declare(exercise_reaction, {.name = "exercise_reaction",
                                .symbol = "w_EX",
                                .value = 0.15,
                                .plausible = {-0.1, 0.6},
                                .unit = unit::utility,
                                .meaning = "reaction to allied exercises",
                                .basis = Basis::literature,
                                .source = "contested: Bernhardt and Sukin 2021 against D'Orazio 2012"});
    declare(restraint_by_china, {.name = "restraint_by_china",
                                 .symbol = "w_cp",
                                 .value = 0.8,
                                 .plausible = {0.0, 2.0},
                                 .unit = unit::utility,
                                 .meaning = "restraint from Chinese pressure",
                                 .basis = Basis::essay,
                                 .source = "Chun 2025 par. 20; assumption"});
    declare(
        foresight_on_pressure,
        {.name = "foresight_on_pressure",
         .symbol = "phi_P",
         .value = 1.0,
         .plausible = {0.0, 2.0},
         .unit = unit::weight,
         .meaning = "weight of the pressure that Kim expects a strategic test to bring; 0 sees today's only",
         .basis = Basis::essay,
         .source = "Chun 2025 par. 20; assumption"});
    declare(reference_impatience,
            {.name = "reference_impatience",
             .value = 0.22,
             .unit = unit::probability,
             .meaning = "believed impatience of China at which that foresight is neutral"});
    declare(reference_hostility,
            {.name = "reference_hostility",
             .value = 0.75,
             .unit = unit::fraction,
             .meaning = "hostility between the Koreas at which a clash is at its intercept",
             .source = "assumption: the hostility at the start"});
    declare(restraint_by_talks,
            {.name = "restraint_by_talks",
             .symbol = "w_sg",
             .value = 1.08,
             .plausible = {0.175, 1.98},
             .unit = unit::utility,
             .meaning = "restraint while talks run",
             .basis = Basis::data,
             .source = "posterior of the record of 2006-2024: scripts/calibrate; CSIS Beyond Parallel: "
                       "provocation months 32 % with talks, 56 % without, 1990-2018"});
    declare(restraint_by_deal, {.name = "restraint_by_deal",
                                .symbol = "w_mor",
                                .value = 3.0,
                                .plausible = {1.0, 5.0},
                                .unit = unit::utility,
                                .meaning = "restraint while a deal holds",
                                .source = "no long-range test in 2018; assumption"});
    declare(restraint_by_pledge, {.name = "restraint_by_pledge",
                                  .symbol = "w_plg",
                                  .value = 2.0,
                                  .plausible = {0.5, 4.0},
                                  .unit = unit::utility,
                                  .meaning = "restraint on strategic tests while a moratorium is pledged",
                                  .basis = Basis::data,
                                  .source = "pledged in April 2018, none to the end of 2019; assumption"});
    declare(self_excitation,
            {.name = "self_excitation",
             .symbol = "w_h",
             .value = 0.192,
             .plausible = {-0.281, 0.662},
             .unit = unit::utility,
             .meaning = "a provocation is followed by lesser ones",
             .basis = Basis::literature,
             .source = "Hess 2017 on 2012-2016; the record of 2006-2024 says little: scripts/calibrate"});
    declare(ladder_restraint,
            {.name = "ladder_restraint",
             .symbol = "we",
             .value = 0.3,
             .unit = unit::utility,
             .meaning = "restraint on the crisis ladder, for each rung and unit of risk; less "
                        "behind an air defence"});
    declare(satellite_motive,
            {.name = "satellite_motive",
             .symbol = "w_sat",
             .value = 0.8,
             .plausible = {0.0, 2.0},
             .unit = unit::utility,
             .meaning = "satellites to launch, once Russian technology makes them worth while",
             .basis = Basis::data,
             .source = "three launches of satellites in 2023, one in 2024; assumption"});
    declare(quiet_calendar, {.name = "quiet_calendar",
                             .value = 0.25,
                             .unit = unit::fraction,
                             .meaning = "exercises outside March and August",
                             .source = "allied exercise calendar; assumption"});
    declare.table(talks, "none|contact|working_talks|deal", {0.0, 0.5, 1.0, 0.0},
                  {.name = "talks", .unit = unit::fraction, .meaning = "how far this stage counts as talks"});
  }

  template <class Declare> void tables(Declare &declare) {
    using namespace engine;
    static constexpr auto names = "none|short_range|medium_range|icbm|nuclear_test|clash";
    declare(intercept[0], {.name = "intercept.none",
                           .symbol = "al_0",
                           .value = 0.0,
                           .unit = unit::utility,
                           .meaning = "utility of a quiet month: the origin of the scale",
                           .basis = Basis::structure});
    declare(intercept[1], {.name = "intercept.short_range",
                           .symbol = "al_1",
                           .value = -0.0538,
                           .plausible = {-0.832, 0.709},
                           .unit = unit::utility,
                           .meaning = "intercept of short-range launches",
                           .basis = Basis::data,
                           .source = the_posterior});
    declare(intercept[2], {.name = "intercept.medium_range",
                           .symbol = "al_2",
                           .value = -0.63,
                           .plausible = {-1.39, 0.121},
                           .unit = unit::utility,
                           .meaning = "intercept of medium-range, submarine and space launches",
                           .basis = Basis::data,
                           .source = the_posterior});
    declare(intercept[3], {.name = "intercept.icbm",
                           .symbol = "al_3",
                           .value = -1.27,
                           .plausible = {-2.07, -0.481},
                           .unit = unit::utility,
                           .meaning = "intercept of intercontinental launches",
                           .basis = Basis::data,
                           .source = the_posterior});
    declare(intercept[4], {.name = "intercept.nuclear_test",
                           .symbol = "al_4",
                           .value = -2.7,
                           .plausible = {-3.65, -1.79},
                           .unit = unit::utility,
                           .meaning = "intercept of a nuclear test",
                           .basis = Basis::data,
                           .source = the_posterior});
    declare(intercept[5], {.name = "intercept.clash",
                           .symbol = "al_5",
                           .value = -1.67,
                           .plausible = {-2.51, -0.839},
                           .unit = unit::utility,
                           .meaning = "intercept of a lethal clash",
                           .basis = Basis::data,
                           .source = the_posterior});
    declare.table(signal, names, {0.0, 0.15, 0.40, 0.85, 1.0, 0.50},
                  {.name = "signal", .unit = unit::fraction, .meaning = "how loudly this tier speaks"});
    declare.table(technical, names, {0.0, 0.12, 0.45, 0.80, 1.0, 0.0},
                  {.name = "technical", .unit = unit::fraction, .meaning = "what it teaches engineers"});
    declare.table(risk, names, {0.0, 0.05, 0.20, 0.45, 0.75, 1.0},
                  {.name = "risk", .unit = unit::fraction, .meaning = "how far it heats a crisis"});
    declare.table(
        cost, names, {0.0, 0.45, 0.50, 0.60, 1.0, 0.60},
        {.name = "cost", .unit = unit::fraction, .meaning = "what it costs with patrons and in talks"});
    declare.table(domestic, names, {0.0, 0.15, 0.30, 0.60, 0.80, 0.30},
                  {.name = "domestic", .unit = unit::fraction, .meaning = "what it gives at home"});
  }

  template <class Declare> void tempo(Declare &declare) {
    using namespace engine;
    launches.parameters(declare);
    declare(tempo_jumps, {.name = "tempo_jumps",
                          .symbol = "k_j",
                          .value = 0.231,
                          .plausible = {0.0874, 0.612},
                          .unit = unit::weight,
                          .meaning = "how much further a large shock moves the tempo, times its square",
                          .basis = Basis::data,
                          .source = the_posterior});
    declare(
        tempo_in_clashes,
        {.name = "tempo_in_clashes",
         .symbol = "k_cl",
         .value = 0.157,
         .plausible = {-0.422, 0.726},
         .unit = unit::weight_of_either_sign,
         .meaning = "weight of the tempo in what a clash is worth; below 0 a busy time keeps from clashes",
         .basis = Basis::data,
         .source = the_posterior});
    declare(tempo_shock, {.name = "tempo_shock",
                          .symbol = "sg_tem",
                          .value = 0.21,
                          .plausible = {0.112, 0.391},
                          .unit = unit::utility,
                          .meaning = "standard deviation of a month's change of the latent tempo",
                          .basis = Basis::data,
                          .source = the_posterior});
    declare(tempo_persistence, {.name = "tempo_persistence",
                                .symbol = "phT",
                                .value = 0.975,
                                .plausible = {0.959, 0.984},
                                .unit = {"fraction", 0.0, 0.999},
                                .meaning = "share of the tempo that lasts a month",
                                .source = "a half-life of 27 months, and the record neither shortens nor "
                                          "lengthens it: scripts/calibrate"});
  }

  template <class Declare> void memories(Declare &declare) {
    using namespace engine;
    declare(memory_decay, {.name = "memory_decay",
                           .symbol = "dX",
                           .value = 0.6,
                           .unit = unit::fraction,
                           .meaning = "share of the provocation memory that lasts a month"});
    declare(memory_short_range, {.name = "memory_short_range",
                                 .value = 0.10,
                                 .unit = unit::weight,
                                 .meaning = "what a short-range launch adds"});
    declare(memory_medium_range, {.name = "memory_medium_range",
                                  .value = 0.25,
                                  .unit = unit::weight,
                                  .meaning = "... a medium-range launch"});
    declare(memory_icbm, {.name = "memory_icbm",
                          .value = 0.6,
                          .unit = unit::weight,
                          .meaning = "... an intercontinental launch"});
    declare(memory_clash, {.name = "memory_clash",
                           .value = 0.8,
                           .unit = unit::weight,
                           .meaning = "... a lethal clash; a nuclear test adds 1"});
    declare(strategic_memory_decay, {.name = "strategic_memory_decay",
                                     .value = 0.85,
                                     .unit = unit::fraction,
                                     .meaning = "share of the strategic memory that lasts a month"});
    declare(strategic_memory_icbm,
            {.name = "strategic_memory_icbm",
             .value = 0.2,
             .unit = unit::weight,
             .meaning = "what an intercontinental launch adds; a nuclear test adds 1"});
    declare(initial_tempo, {.name = "initial_tempo",
                            .symbol = "tem0",
                            .value = -0.0762,
                            .unit = unit::utility,
                            .meaning = "latent tempo at the start",
                            .basis = Basis::data,
                            .source = "end of 2024, given the record of 2006-2024: scripts/calibrate",
                            .role = Role::initial});
    declare(initial_tempo_spread,
            {.name = "initial_tempo_spread",
             .symbol = "sp_tem",
             .value = 0.791,
             .unit = unit::weight,
             .meaning = "its standard deviation over trajectories, times that in the long run without jumps",
             .basis = Basis::data,
             .source = "end of 2024, given the record of 2006-2024: scripts/calibrate",
             .role = Role::initial});
    declare(initial_memory, {.name = "initial_memory",
                             .symbol = "X0",
                             .value = 0.25,
                             .unit = unit::fraction,
                             .meaning = "provocation memory at the start",
                             .role = Role::initial});
    declare(initial_strategic_memory, {.name = "initial_strategic_memory",
                                       .symbol = "Xn0",
                                       .value = 0.1,
                                       .unit = unit::fraction,
                                       .meaning = "memory of nuclear and intercontinental tests at the start",
                                       .basis = Basis::data,
                                       .source = "an intercontinental launch on 31 October 2024",
                                       .role = Role::initial});
  }

  std::array<Constant<Real>, 6> at_rest_; // what each tier is worth by itself
};

} // namespace peninsula

#pragma once

#include <array>

#include "agents/peninsula/couplings.hpp"
#include "agents/peninsula/region.hpp"
#include "agents/peninsula/streams.hpp"
#include "engine/model/turn.hpp"

namespace peninsula {

/// Each month Pyongyang takes the highest rung it climbs: nothing, short range, medium range, an
/// intercontinental launch, a nuclear test, or a lethal clash; launches are then counted. (D2)
/// Left out: satellites as such, cyber operations, the targets of a clash.
template <class Real> struct Provocation {
  std::array<Constant<Real>, 6> intercept, signal, technical, risk, cost, domestic;
  Constant<Real> attention_motive, leverage_motive, technical_motive, diversionary_motive, exercise_reaction;
  Constant<Real> restraint_by_china, restraint_by_talks, restraint_by_deal, self_excitation;
  Constant<Real> ladder_restraint, quiet_calendar;
  Constant<Real> foresight_on_pressure, reference_impatience;
  std::array<Constant<Real>, 4> talks;
  Constant<Real> short_range_mean, short_range_mean_above, medium_range_mean, icbm_mean;
  Constant<Real> tempo_shock, tempo_persistence;
  Constant<Real> memory_decay, memory_short_range, memory_medium_range, memory_icbm, memory_clash;
  Constant<Real> strategic_memory_decay, strategic_memory_icbm;
  Constant<Real> initial_memory;

  template <class Declare> void parameters(Declare &declare) {
    declare.group("provocation");
    motives(declare);
    tables(declare);
    counts(declare);
    memories(declare);
  }

  void prepare() {
    none_above_ = exponential(-short_range_mean_above);
    none_medium_ = exponential(-medium_range_mean);
    none_icbm_ = exponential(-icbm_mean);
  }

  template <class Draws> void open(Region<Real> &region, const Draws &draws) const {
    const auto u = draws.uniforms(russian_types_and_tempo);
    const Real spread = tempo_shock / square_root(Real(1.0) - tempo_persistence * tempo_persistence);
    region.tempo = spread * standard_normal(u[2], u[3]);
    region.provocation_memory = initial_memory;
    region.strategic_memory = 0.0;
    region.tier = region.short_range = region.medium_range = 0.0;
    region.icbm = region.nuclear = region.clash = 0.0;
  }

  /// Technology, weather and politics in one latent tempo. (X-theta)
  template <class Turn> void tempo_step(Region<Real> &region, Turn &turn) const {
    const auto u = turn.uniforms(economy_and_tempo);
    region.tempo = tempo_persistence * region.tempo + tempo_shock * standard_normal(u[2], u[3]);
  }

  template <class Turn>
  void act(const Region<Real> &seen, Region<Real> &region, const Couplings<Real> &couplings, Real u,
           Turn &turn) const {
    static constexpr engine::Menu tiers{"North Korea", "provocation",
                                        "none|short range|medium range|ICBM|nuclear test|lethal clash"};
    const auto choice = turn.choose(tiers, utilities(seen, region, couplings, turn.calendar_month),
                                    couplings.rationality_north_korea, u);
    region.tier = choice.index;
    count_launches(region, choice.is, turn);
  }

  Real risk_of(Real tier) const {
    Real entry = risk[0];
    for (int i = 1; i < 6; ++i) entry = select(tier == Real(i), risk[i], entry);
    return entry;
  }

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
  std::array<Real, 6> utilities(const Region<Real> &seen, const Region<Real> &region,
                                const Couplings<Real> &couplings, int calendar_month) const {
    const bool exercise_month = calendar_month == 2 || calendar_month == 7; // March and August
    const Real calendar = exercise_month ? Real(1.0) : Real(quiet_calendar);
    const auto no_talks = seen.stage == Real(0.0);
    const auto deal = seen.stage == Real(3.0);
    const Real talking = select(no_talks, talks[0],
                                select(seen.stage == Real(1.0), talks[1], select(deal, talks[3], talks[2])));
    const Real pull = attention_motive * seen.neglect + leverage_motive * indicator(no_talks);
    const Real craft = technical_motive * region.self_reliance * (Real(1.0) - region.second_strike);
    const Real home = diversionary_motive * couplings.domestic * region.discontent;
    const Real fear = ladder_restraint * seen.rung;
    const Real restraint = restraint_by_china * couplings.china * seen.pressure +
                           restraint_by_talks * talking + restraint_by_deal * indicator(deal);
    std::array<Real, 6> utility;
    for (int i = 0; i < 6; ++i) {
      utility[i] = intercept[i] + signal[i] * pull + technical[i] * craft + domestic[i] * home -
                   risk[i] * fear - cost[i] * restraint;
      if (i > 0) utility[i] += region.tempo;
    }
    const Real foreseen = restraint_by_china * couplings.china * foresight_on_pressure *
                          (region.believed_impatience - reference_impatience);
    utility[3] -= cost[3] * foreseen * strategic_memory_icbm;
    utility[4] -= cost[4] * foreseen;
    const Real reaction = exercise_reaction * seen.exercises * calendar;
    utility[1] += self_excitation * region.provocation_memory + reaction;
    utility[2] += reaction;
    utility[5] += couplings.hostility * (region.hostility - 0.75);
    return utility;
  }

  template <class Turn>
  void count_launches(Region<Real> &region, const std::array<engine::Truth<Real>, 6> &is, Turn &turn) const {
    const auto u = turn.uniforms(launch_counts);
    const Real mean = short_range_mean * exponential(region.tempo * 0.5);
    const auto above = !is[0] && !is[1];
    const Real chosen_mean = select(is[1], mean, short_range_mean_above);
    const Real none = select(is[1], exponential(-mean), none_above_);
    const Real by_the_way = poisson(none, chosen_mean, select(is[0], Real(0.0), u[0]));
    const Real medium = poisson(none_medium_, medium_range_mean, select(is[2] || is[3], u[1], Real(0.0)));
    const Real intercontinental = poisson(none_icbm_, icbm_mean, select(is[3], u[2], Real(0.0)));
    region.short_range = select(is[1] || above, by_the_way, Real(0.0)) + indicator(is[1]);
    region.medium_range = medium + indicator(is[2]);
    region.icbm = select(is[3], intercontinental + 1.0, Real(0.0));
    region.nuclear = indicator(is[4]);
    region.clash = indicator(is[5]);
  }

  template <class Declare> void motives(Declare &declare) {
    using namespace engine;
    declare(attention_motive, "attention_motive", "th_att", 0.9, {0.0, 2.0}, unit::utility,
            "raising the issue's priority, times neglect", "Chun 2025 par. 10; assumption");
    declare(leverage_motive, "leverage_motive", "th_lev", 0.3, {0.0, 1.0}, unit::utility,
            "believed pressure value of demonstrations while there are no talks",
            "Chun 2025 par. 10; assumption");
    declare(technical_motive, "technical_motive", "w_T", 0.7, {0.0, 1.5}, unit::utility,
            "testing for its own sake, times self-reliance and what is unfinished",
            "Chun 2025 par. 9-10; assumption");
    declare(diversionary_motive, "diversionary_motive", "w_D", 0.4, {0.0, 1.0}, unit::utility,
            "diversion from discontent", "Chun 2025 par. 12; assumption");
    declare(exercise_reaction, "exercise_reaction", "w_EX", 0.15, {-0.1, 0.6}, unit::utility,
            "reaction to allied exercises", "contested: Bernhardt and Sukin 2021 against D'Orazio 2012");
    declare(restraint_by_china, "restraint_by_china", "w_cp", 0.8, {0.0, 2.0}, unit::utility,
            "restraint from Chinese pressure", "Chun 2025 par. 20; assumption");
    declare(foresight_on_pressure, "foresight_on_pressure", "phi_P", 1.0, {0.0, 2.0}, unit::weight,
            "weight of the pressure that Kim expects a strategic test to bring; 0 sees today's only",
            "Chun 2025 par. 20; assumption");
    declare(reference_impatience, "reference_impatience", "", 0.22, {}, unit::probability,
            "believed impatience of China at which that foresight is neutral", "assumption");
    declare(restraint_by_talks, "restraint_by_talks", "w_sg", 1.0, {0.0, 2.5}, unit::utility,
            "restraint while talks run",
            "CSIS Beyond Parallel; provocation months 32 % with talks, 56 % without, 1990-2018");
    declare(restraint_by_deal, "restraint_by_deal", "w_mor", 1.8, {0.5, 4.0}, unit::utility,
            "restraint while a deal holds", "no long-range test in 2018; assumption");
    declare(self_excitation, "self_excitation", "w_h", 0.35, {0.0, 1.0}, unit::utility,
            "a provocation is followed by lesser ones", "Hess 2017 on 2012-2016");
    declare(ladder_restraint, "ladder_restraint", "we", 0.3, {}, unit::utility,
            "restraint on the crisis ladder, for each rung and unit of risk", "assumption");
    declare(quiet_calendar, "quiet_calendar", "", 0.25, {}, unit::fraction,
            "exercises outside March and August", "allied exercise calendar; assumption");
    declare.table(talks, {0.0, 0.5, 1.0, 0.0}, "none|contact|working_talks|deal", "talks", unit::fraction,
                  "how far this stage counts as talks", "assumption");
  }

  template <class Declare> void tables(Declare &declare) {
    using namespace engine;
    static constexpr auto names = "none|short_range|medium_range|icbm|nuclear_test|clash";
    static constexpr auto source = "calibrated to the monthly tiers of the CSIS missile data, 2013-2024";
    declare(intercept[0], "intercept.none", "al_0", 0.0, {}, unit::utility,
            "utility of a quiet month: the origin of the scale", "structure");
    declare(intercept[1], "intercept.short_range", "al_1", 1.0, {0.4, 1.6}, unit::utility,
            "intercept of short-range launches", source);
    declare(intercept[2], "intercept.medium_range", "al_2", -0.05, {-0.7, 0.6}, unit::utility,
            "intercept of medium-range, submarine and space launches", source);
    declare(intercept[3], "intercept.icbm", "al_3", -0.79, {-1.6, -0.1}, unit::utility,
            "intercept of intercontinental launches", source);
    declare(intercept[4], "intercept.nuclear_test", "al_4", -2.28, {-3.3, -1.2}, unit::utility,
            "intercept of a nuclear test", "six tests from 2006 to 2017, none to the end of 2024");
    declare(intercept[5], "intercept.clash", "al_5", -1.45, {-2.4, -0.6}, unit::utility,
            "intercept of a lethal clash", "assumption");
    declare.table(signal, {0.0, 0.15, 0.40, 0.85, 1.0, 0.50}, names, "signal", unit::fraction,
                  "how loudly this tier speaks", "assumption");
    declare.table(technical, {0.0, 0.12, 0.45, 0.80, 1.0, 0.0}, names, "technical", unit::fraction,
                  "what it teaches engineers", "assumption");
    declare.table(risk, {0.0, 0.05, 0.20, 0.45, 0.75, 1.0}, names, "risk", unit::fraction,
                  "how far it heats a crisis", "assumption");
    declare.table(cost, {0.0, 0.15, 0.25, 0.50, 1.0, 0.50}, names, "cost", unit::fraction,
                  "what it costs with patrons and in talks", "assumption");
    declare.table(domestic, {0.0, 0.15, 0.30, 0.60, 0.80, 0.30}, names, "domestic", unit::fraction,
                  "what it gives at home", "assumption");
  }

  template <class Declare> void counts(Declare &declare) {
    using namespace engine;
    declare(short_range_mean, "short_range_mean", "nu1", 1.1, {}, unit::events,
            "further events in a short-range month, at neutral tempo",
            "CSIS: 2.1 to 2.7 missile events in a month that has any");
    declare(short_range_mean_above, "short_range_mean_above", "nu2", 0.6, {}, unit::events,
            "short-range events in a month of a higher tier", "assumption");
    declare(medium_range_mean, "medium_range_mean", "nu3", 0.15, {}, unit::events,
            "further medium-range events in such a month or an ICBM month", "assumption");
    declare(icbm_mean, "icbm_mean", "nu5", 0.1, {}, unit::events,
            "further intercontinental launches in such a month", "assumption");
    declare(tempo_shock, "tempo_shock", "sg_tem", 0.5, {0.1, 0.8}, unit::utility,
            "standard deviation of a month's change of the latent tempo",
            "calibrated to the over-dispersion of the CSIS data");
    declare(tempo_persistence, "tempo_persistence", "phT", 0.9, {}, {"fraction", 0.0, 0.999},
            "share of the tempo that lasts a month", "assumption");
  }

  template <class Declare> void memories(Declare &declare) {
    using namespace engine;
    declare(memory_decay, "memory_decay", "dX", 0.6, {}, unit::fraction,
            "share of the provocation memory that lasts a month", "assumption");
    declare(memory_short_range, "memory_short_range", "", 0.10, {}, unit::weight,
            "what a short-range launch adds", "assumption");
    declare(memory_medium_range, "memory_medium_range", "", 0.25, {}, unit::weight,
            "... a medium-range launch", "assumption");
    declare(memory_icbm, "memory_icbm", "", 0.6, {}, unit::weight, "... an intercontinental launch",
            "assumption");
    declare(memory_clash, "memory_clash", "", 0.8, {}, unit::weight,
            "... a lethal clash; a nuclear test adds 1", "assumption");
    declare(strategic_memory_decay, "strategic_memory_decay", "", 0.85, {}, unit::fraction,
            "share of the strategic memory that lasts a month", "assumption");
    declare(strategic_memory_icbm, "strategic_memory_icbm", "", 0.2, {}, unit::weight,
            "what an intercontinental launch adds; a nuclear test adds 1", "assumption");
    declare(initial_memory, "initial_memory", "X0", 0.25, {}, unit::fraction,
            "provocation memory at the start", "assumption", Role::initial);
  }

  Constant<Real> none_above_, none_medium_, none_icbm_; // Poisson probabilities of no further launch
};

} // namespace peninsula

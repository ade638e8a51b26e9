// SPDX-License-Identifier: Apache-2.0
#pragma once

// Six agents on a ring, and the tension they share: a model that is nothing but decisions. Each step each
// agent takes one of four options, seeing its own state, its neighbour's, and the tension.

#include <array>
#include <cstdint>

#include "engine/lanes/choice.hpp"
#include "engine/model/declarations.hpp"
#include "engine/model/visitors.hpp"

namespace ring {

inline constexpr int agents = 6;
inline constexpr int options = 4;
inline constexpr int steps = 120;

template <class Real> using Table = std::array<Real, options>;

template <class Real> struct Region {
  std::array<Real, agents> state;
  Real tension;
  Real remaining;        // of the tension, without what the last move added
  Table<Real> last_move; // the factor of each option's weight that this addition makes
  Real highest_tension;
  Real escalations;
};

template <class Real> struct Outcomes {
  void open(const Region<Real> &) {}
  void observe(const Region<Real> &, int) {}

  template <class Visit> void tell(Visit &&visit, const Region<Real> &region, int months) const {
    const engine::OutcomeVisitor<Real, Visit> tell{visit};
    tell(region.escalations, {.name = "escalations",
                              .kind = engine::Kind::count,
                              .highest = 1.0 * agents * months,
                              .unit = "decision",
                              .meaning = "decisions to escalate",
                              .definition = "how often the last option was taken",
                              .source = "none"});
    tell(region.highest_tension, {.name = "highest_tension",
                                  .highest = 10,
                                  .meaning = "highest tension",
                                  .definition = "highest tension at the end of a step",
                                  .source = "none"});
  }
};

template <class Real> struct Series {
  template <class Visit> static void tell(Visit &&, const Region<Real> &) {}
};

template <class Real> struct World {
  using Region = ring::Region<Real>;
  using Outcomes = ring::Outcomes<Real>;
  using Series = ring::Series<Real>;
  static constexpr std::uint32_t streams = agents / 2; // each agent takes two of the four uniforms

  using Table = ring::Table<engine::Constant<Real>>;
  Table base, of_state, of_neighbour, of_tension; // of the utilities
  Table moves_state, moves_tension;

  template <class Declare> void parameters(Declare &declare) {
    declare.group("ring");
    const auto table = [&](Table &entries, const std::array<double, options> &values, const char *name,
                           const char *meaning) {
      declare.table(entries, "calm|hold|press|escalate", values,
                    {.name = name,
                     .unit = engine::unit::weight_of_either_sign,
                     .meaning = meaning,
                     .basis = engine::Basis::structure});
    };
    table(base, {0.0, 0.2, -0.3, -1.5}, "base", "utility at rest");
    table(of_state, {0.5, -0.4, 0.3, 0.8}, "of_state", "utility for each unit of the agent's state");
    table(of_neighbour, {-0.2, 0.3, 0.1, 0.4}, "of_neighbour",
          "utility for each unit of the neighbour's state");
    table(of_tension, {-0.3, 0.1, 0.2, 0.6}, "of_tension", "utility for each unit of tension");
    table(moves_state, {-0.1, 0.05, 0.1, 0.3}, "moves_state", "what the option adds to the agent's state");
    table(moves_tension, {-0.05, 0.0, 0.02, 0.15}, "moves_tension", "what the option adds to the tension");
  }

  /// Only differences between utilities matter, so the first option's is taken off all.
  void prepare() {
    for (int k = 1; k < options; ++k) {
      from_base_[k] = base[k] - base[0];
      from_state_[k] = of_state[k] - of_state[0];
      from_neighbour_[k] = of_neighbour[k] - of_neighbour[0];
      from_tension_[k] = of_tension[k] - of_tension[0];
      for (int last = 0; last < options; ++last) {
        after_[k][last] = exponential(Real(from_tension_[k] * moves_tension[last]));
      }
    }
  }

  template <class Draws> Region opening(const Draws &) const {
    Region region;
    region.state.fill(Real(0.0));
    region.last_move.fill(Real(1.0));
    region.tension = region.remaining = region.highest_tension = region.escalations = Real(0.0);
    return region;
  }

  template <class Turn> void play(Region &region, Turn &turn) const {
    for (int agent = 0; agent < agents; ++agent) act(region, agent, turn);
    region.highest_tension = larger(region.highest_tension, region.tension);
  }

private:
  /// What the last move added to the tension is a factor of each weight, looked up: so a choice need not wait
  /// for the exponentials of what the choice before it did.
  template <class Turn> void act(Region &region, int agent, Turn &turn) const {
    const auto &u = turn.uniforms(static_cast<std::uint32_t>(1 + agent / 2));
    const int first = agent % 2 * 2;
    Real &state = region.state[agent];
    const Real neighbour = region.state[(agent + 1) % agents];
    ring::Table<Real> weight;
    weight[0] = Real(1.0);
    for (int k = 1; k < options; ++k) {
      weight[k] = region.last_move[k] *
                  exponential(from_base_[k] + from_state_[k] * state + from_neighbour_[k] * neighbour +
                              from_tension_[k] * region.remaining);
    }
    const auto choice = engine::drawn_by_weight(weight, u[first]);
    state = 0.9 * state + choice.of(moves_state) + 0.1 * neighbour + 0.5 * (u[first + 1] - 0.5);
    region.remaining = 0.95 * region.tension;
    region.tension = region.remaining + choice.of(moves_tension);
    for (int k = 1; k < options; ++k) region.last_move[k] = choice.of(after_[k]);
    region.escalations += indicator(choice.is[options - 1]);
  }

  Table from_base_, from_state_, from_neighbour_,
      from_tension_;                 // of the utilities; the first entry is not used
  std::array<Table, options> after_; // factors of a weight, by the option taken before
};

} // namespace ring

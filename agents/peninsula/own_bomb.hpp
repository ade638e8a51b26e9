// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "agents/peninsula/choices.hpp"
#include "agents/peninsula/region.hpp"
#include "agents/peninsula/scales.hpp"
#include "agents/peninsula/streams.hpp"
#include "engine/model/turn.hpp"

namespace peninsula {

/// Steps towards a bomb of Seoul's own, by number; a hedge lies between them.
namespace step_to_a_bomb {
constexpr double debate = 1.0;
constexpr double programme = 3.0;
} // namespace step_to_a_bomb

/// How far Seoul is beyond a debate, which moves nobody abroad: 0, a hedge 1/2, a programme 1.
template <class Real> Real beyond_debate(Real step) {
  using namespace step_to_a_bomb;
  return larger(Real(0.0), step - debate) * (1.0 / (programme - debate));
}

/// What the public of South Korea thinks of an own bomb (V5), and how far the state goes towards it: a
/// debate, a hedge (the means, not the weapon), a programme. (K4) Left out: the treaty, sanctions, how long
/// each step takes, and parties that stand for or against it.
template <class Real> struct OwnBomb {
  Constant<Real> support, support_by_anxiety, support_by_doubt;
  Constant<Real> motive, cost;
  Constant<Real> initial_step;

  template <class Declare> void parameters(Declare &declare) {
    using namespace engine;
    declare.group("own_bomb");
    declare(support,
            {.name = "support",
             .value = 0.70,
             .unit = unit::fraction,
             .meaning = "South Korean support for an own bomb at the anxiety and credibility of the start",
             .basis = Basis::data,
             .source = "Asan 2025: 76.2 %; Chey 2024: 72.8 %; KINU 2023: 60.2 %"});
    declare(
        support_by_anxiety,
        {.name = "support_by_anxiety", .value = 0.25, .unit = unit::weight, .meaning = "... with anxiety"});
    declare(support_by_doubt, {.name = "support_by_doubt",
                               .value = 0.20,
                               .unit = unit::weight,
                               .meaning = "... with lost credibility of extended deterrence"});
    declare(motive, {.name = "motive",
                     .symbol = "w_bmb",
                     .value = 6.0,
                     .plausible = {0.0, 10.0},
                     .unit = unit::utility,
                     .meaning = "what support above that of the start adds to a step towards the bomb"});
    declare(cost, {.name = "cost",
                   .symbol = "c_bmb",
                   .value = 1.8,
                   .plausible = {1.2, 3.0},
                   .unit = unit::utility,
                   .meaning = "cost of a step, a third more for each step taken, and of a step back",
                   .basis = Basis::data,
                   .source = "the programme given up in 1975-1976; debate since January 2023; assumption"});
    declare(initial_step, {.name = "initial_step",
                           .symbol = "b0",
                           .value = 1.0,
                           .unit = {"step", 0.0, 3.0},
                           .meaning = "how far Seoul has gone at the start",
                           .basis = Basis::data,
                           .source = "the president's remark of January 2023 and the debate since",
                           .role = Role::initial,
                           .labels = "nothing|debate|hedge|programme"});
  }

  void open(Region<Real> &region) const {
    region.own_bomb = initial_step;
    region.support_for_own_bomb = support;
  }

  /// (K4) A Seoul that hedges, or whose alliance is under reassessment, goes beyond a debate; the debate
  /// itself ends only where most are against a bomb.
  template <class Turn> void act(Region<Real> &region, Real rationality, Real u, Turn &turn) const {
    using namespace step_to_a_bomb;
    const Real drive = motive * (region.support_for_own_bomb - support);
    const Real further = drive - cost * (Real(1.0) + region.own_bomb * (1.0 / programme));
    const Real back = -drive - cost;
    const auto beyond_words = region.own_bomb > Real(debate);
    const auto may = region.own_bomb < Real(debate) || region.seoul_policy == Real(3.0) ||
                     region.alliance_reassessed > Real(0.5);
    const auto unpopular = region.own_bomb > Real(0.0) && region.support_for_own_bomb < Real(majority);
    const auto choice = turn.choose(
        choice::own_bomb, std::array<Real, 3>{Real(0.0), further, back},
        {true, region.own_bomb < Real(programme) && may, beyond_words || unpopular}, rationality, u);
    const Real next = region.own_bomb + indicator(choice.is[1]) - indicator(choice.is[2]);
    region.own_bomb = clamp(next, 0, programme); // a condition may decide for a step where none is left
  }

  /// (V5) What polls would find in the month under way: anxiety and doubt speak for an own bomb.
  void ask_the_public(Region<Real> &region, Real initial_anxiety, Real initial_credibility) const {
    region.support_for_own_bomb = clamp(support + support_by_anxiety * (region.anxiety - initial_anxiety) +
                                            support_by_doubt * (initial_credibility - region.credibility),
                                        0, 1);
  }

private:
  static constexpr double majority = 0.5;
};

} // namespace peninsula

// SPDX-License-Identifier: Apache-2.0
#pragma once

// One month seen by an agent: its dice, what is given, and a witness: an observer that is told of each
// decision and each chance, with what stood behind it. An ensemble's sees nothing; a trace's writes it down.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <utility>

#include "engine/lanes/choice.hpp"
#include "engine/lanes/random.hpp"
#include "engine/model/steering.hpp"

namespace engine {

/// Of a menu or chance that no condition can bear on.
inline constexpr std::size_t no_point = static_cast<std::size_t>(-1);

/// A decision among named options.
struct Menu {
  std::string_view agent;
  std::string_view decision;
  std::string_view options;     // "minimal|maintained|surged", in menu order
  std::string_view name = {};   // as conditions write it: "agent.decision"
  std::size_t point = no_point; // its place among the model's choice points
};

/// Something that happens or does not.
struct Chance {
  std::string_view agent;
  std::string_view event; // told when it happens: "a ceasefire begins"
  std::string_view name = {};
  std::size_t point = no_point;
  std::string_view otherwise = {}; // told when it does not, where that is an event of its own
};

/// A witness that sees nothing and costs nothing: the one of every ensemble.
struct NoWitness {
  void turn_to(int) {}
  template <class... Arguments> void chose(Arguments &&...) {}
  template <class... Arguments> void saw(Arguments &&...) {}
};

/// The month's draws: four uniforms for each of the streams 1 ... streams, each drawn once. A place counts
/// them from 0.
template <class Real, std::uint32_t streams> class Dice {
public:
  /// `pairs`: places of uniforms which are made, with the one after, into two standard normals.
  template <std::size_t pair_count = 0>
  explicit Dice(const Draws<Real> &draws, const std::array<std::uint32_t, pair_count> &pairs = {}) {
    constexpr std::uint32_t at_once = Draws<Real>::streams_at_once;
    std::uint32_t done = 0;
    for (; done + at_once <= streams; done += at_once) {
      const auto drawn = draws.template uniforms_of<at_once>(done + 1);
      std::copy(drawn.begin(), drawn.end(), drawn_.begin() + done);
    }
    for (; done < streams; ++done) drawn_[done] = draws.uniforms(done + 1);
    for (const std::uint32_t first : pairs) {
      const auto normals = standard_normals(at(first), at(first + 1));
      at(first) = normals[0];
      at(first + 1) = normals[1];
    }
  }
  const std::array<Real, 4> &operator[](std::uint32_t stream) const { return drawn_[stream - 1]; }
  const Real &at(std::uint32_t place) const { return drawn_[place / 4][place % 4]; }

private:
  Real &at(std::uint32_t place) { return drawn_[place / 4][place % 4]; }

  std::array<std::array<Real, 4>, streams> drawn_;
};

/// The draws that a world asks for.
template <class World, class Real> Dice<Real, World::streams> dice_of(const Draws<Real> &draws) {
  if constexpr (requires { World::normal_pairs; }) {
    return Dice<Real, World::streams>(draws, World::normal_pairs);
  } else {
    return Dice<Real, World::streams>(draws);
  }
}

/// `may_be`: what a condition may decide of the month.
template <class RealType, std::uint32_t streams, class WitnessType, Decided may_be = Decided::nothing>
struct Turn {
  using Real = RealType;
  int month;                       // 0 ... months - 1
  int calendar_month;              // 0 January ... 11 December
  const Dice<Real, streams> &dice; // of this month
  const float *given;              // one entry a process of the model; NaN where nothing is given
  WitnessType &witness;
  Steering<Real> *steering = nullptr; // of a steered turn

  const std::array<Real, 4> &uniforms(std::uint32_t stream) const { return dice[stream]; }
  Real uniform(std::uint32_t place) const { return dice.at(place); }
  Real normal(std::uint32_t place) const { return dice.at(place); }

  bool is_given(std::size_t process) const { return !std::isnan(given[process]); }

  /// A process steps to what the timeline gives, where it gives anything.
  Real given_or(std::size_t process, Real drawn) const {
    return !is_given(process) ? drawn : Real(static_cast<double>(given[process]));
  }

  /// A yes or no with the given probability, wherever it is open.
  engine::Truth<Real> happens(const Chance &chance, engine::Truth<Real> open, Real probability, Real u) {
    return told(chance, fate_of(chance, open, probability, open && u < probability));
  }

  /// A chance as `happens` takes it.
  struct Possible {
    const Chance &chance;
    engine::Truth<Real> open;
    Real probability;
    Real u;
  };

  /// Two chances that exclude each other: where a condition decides that one happens, the other, drawn, gives
  /// way.
  std::pair<engine::Truth<Real>, engine::Truth<Real>> one_of(const Possible &one, const Possible &other) {
    Fate first = fate_of(one.chance, one.open, one.probability, one.open && one.u < one.probability);
    Fate second =
        fate_of(other.chance, other.open, other.probability, other.open && other.u < other.probability);
    if (is_steered(one.chance.point) || is_steered(other.chance.point)) [[unlikely]] {
      second.happened = second.happened && !(first.happened && first.is_decided);
      first.happened = first.happened && !(second.happened && second.is_decided);
    }
    return {told(one.chance, first), told(other.chance, second)};
  }

  /// A yes or no at the given log-odds, wherever it is open. u (1 + e^-odds) < 1 says u < logistic(odds), and
  /// divides only where somebody asks for the probability.
  engine::Truth<Real> happens_at_odds(const Chance &chance, engine::Truth<Real> open, Real odds, Real u) {
    const Real one_over_probability = exponential(-odds) + 1.0;
    const engine::Truth<Real> drawn = open && u * one_over_probability < Real(1.0);
    return told(chance, fate_of(chance, open, Real(1.0) / one_over_probability, drawn));
  }

  /// A quantal response over the whole menu.
  template <std::size_t options>
  Choice<Real, options> choose(const Menu &menu, const std::array<Real, options> &utility, Real rationality,
                               Real u) {
    if (is_steered(menu.point)) [[unlikely]]
      return decided(*steering, witness, menu, utility, all_open<options>(), rationality, u);
    const auto choice = drawn_by_weight(quantal_weights(utility, rationality), u);
    witness.chose(menu, utility, choice);
    return choice;
  }

  /// A quantal response over the options that are allowed.
  template <std::size_t options>
  Choice<Real, options> choose(const Menu &menu, const std::array<Real, options> &utility,
                               const std::array<engine::Truth<Real>, options> &allowed, Real rationality,
                               Real u) {
    if (is_steered(menu.point)) [[unlikely]]
      return decided(*steering, witness, menu, utility, allowed, rationality, u);
    const auto choice = drawn_by_weight(quantal_weights(utility, allowed, rationality), u);
    witness.chose(menu, utility, choice);
    return choice;
  }

  /// A choice with weights that are worked out already.
  template <std::size_t options>
  Choice<Real, options> choose_by_weight(const Menu &menu, const std::array<Real, options> &utility,
                                         std::array<Real, options> weight, Real u) {
    if (is_steered(menu.point)) [[unlikely]]
      weight = decided_weights(*steering, menu, weight);
    const auto choice = drawn_by_weight(weight, u);
    witness.chose(menu, utility, choice);
    return choice;
  }

private:
  bool is_steered(std::size_t point) const {
    if constexpr (may_be != Decided::nothing) return point != no_point && steering->bears_on(point);
    return false;
  }

  template <std::size_t options> static std::array<engine::Truth<Real>, options> all_open() {
    std::array<engine::Truth<Real>, options> open;
    for (auto &one : open) one = engine::Truth<Real>(true);
    return open;
  }

  template <std::size_t options>
  static std::array<engine::Truth<Real>, options>
  left_of(Steering<Real> &steering, std::size_t point, const std::array<engine::Truth<Real>, options> &open) {
    if constexpr (may_be != Decided::outright) return steering.left(point, open);
    const std::uint32_t bits = steering.left_outright(point, options);
    const auto is_left = [&](std::size_t option) { return (bits >> option & 1U) != 0; };
    engine::Truth<Real> some(false);
    for (std::size_t option = 0; option < options; ++option)
      if (is_left(option)) some = some || open[option];
    std::array<engine::Truth<Real>, options> left;
    for (std::size_t option = 0; option < options; ++option)
      left[option] = is_left(option) ? open[option] || !some : engine::Truth<Real>(false);
    return left;
  }

  /// Inlined, as all that is decided outright: around a call every register would be kept in memory.
  template <std::size_t options>
  [[gnu::always_inline]] static Choice<Real, options>
  decided(Steering<Real> &steering, WitnessType &witness, const Menu &menu, std::array<Real, options> utility,
          std::array<engine::Truth<Real>, options> allowed, Real rationality, Real u) {
    const auto left = left_of(steering, menu.point, allowed);
    const auto choice = drawn_by_weight(quantal_weights(utility, left, rationality), u);
    witness.chose(menu, utility, choice);
    return choice;
  }

  /// What becomes of a chance, how likely that it happened was, and where a condition has it happen.
  struct Fate {
    engine::Truth<Real> happened;
    Real probability;
    engine::Truth<Real> is_decided;
  };

  engine::Truth<Real> told(const Chance &chance, const Fate &fate) {
    witness.saw(chance, fate.probability, fate.happened);
    return fate.happened;
  }

  Fate fate_of(const Chance &chance, engine::Truth<Real> open, Real probability, engine::Truth<Real> drawn) {
    if (is_steered(chance.point)) [[unlikely]] {
      if constexpr (may_be == Decided::outright)
        return decided_outright(steering->left_outright(chance.point, 2), open, probability, drawn);
      else
        return decided(*steering, chance, open, probability, drawn);
    }
    return as_drawn(open, probability, drawn);
  }

  static Fate as_drawn(engine::Truth<Real> open, Real probability, engine::Truth<Real> drawn) {
    return {drawn, select(open, probability, Real(0.0)), engine::Truth<Real>(false)};
  }

  /// `left`: bit 0 that it does not happen, bit 1 that it does.
  [[gnu::always_inline]] static Fate decided_outright(std::uint32_t left, engine::Truth<Real> open,
                                                      Real probability, engine::Truth<Real> drawn) {
    if (left == 1U) return {engine::Truth<Real>(false), Real(0.0), engine::Truth<Real>(false)};
    if (left == 2U) return {open, select(open, Real(1.0), Real(0.0)), engine::Truth<Real>(true)};
    return as_drawn(open, probability, drawn);
  }

  /// What is not open does not happen, whoever says so.
  [[gnu::noinline, gnu::cold]] static Fate decided(Steering<Real> &steering, const Chance &chance,
                                                   engine::Truth<Real> open, Real probability,
                                                   engine::Truth<Real> drawn) {
    const auto left = steering.template left<2>(chance.point, {open, open});
    const engine::Truth<Real> happened = open && left[1] && (drawn || !left[0]);
    const Real of_what_is_left = select(left[1], select(left[0], probability, Real(1.0)), Real(0.0));
    return {happened, select(open, of_what_is_left, Real(0.0)), !left[0]};
  }

  template <std::size_t options>
  [[gnu::noinline, gnu::cold]] static std::array<Real, options>
  decided_weights(Steering<Real> &steering, const Menu &menu, std::array<Real, options> weight) {
    const auto left = left_of(steering, menu.point, all_open<options>());
    for (std::size_t option = 0; option < options; ++option)
      weight[option] = select(left[option], weight[option], Real(0.0));
    return weight;
  }
};

} // namespace engine

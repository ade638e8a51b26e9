// SPDX-License-Identifier: Apache-2.0
#pragma once

// From a model's equations to compiled trajectories. `World<Real>` is the whole model, written once:
//   streams                    how many random words a month has, in fours
//   normal_pairs               which of them are made into standard normals, two by two; none if there is no
//   such parameters(declare)        names its numbers prepare()                  works out what follows from
//   them opening(draws)             the region before the first month play(region, turn)         one month
//   Outcomes, Series           what is measured: tell({declaration}, value)
//   log_likelihood(region)     of what was given for the month, if the model can tell
// The kernel runs it for `Real::count` neighbouring trajectories at a time, one in each lane.

#include <array>
#include <cstring>
#include <type_traits>

#include "engine/lanes/pair.hpp"
#include "engine/model/chronicle.hpp"
#include "engine/model/declarations.hpp"
#include "engine/model/laws.hpp"
#include "engine/model/model.hpp"
#include "engine/model/scenario.hpp"
#include "engine/model/turn.hpp"
#include "engine/model/visitors.hpp"

namespace engine {

/// A law's value from its draw.
template <class Real> Real value_of_draw(const Drawn &drawn, const std::array<Real, 4> &u) {
  return with_law(drawn.law, [&](auto law) { return decltype(law)::drawn(drawn, u); });
}

/// Leaves what `Real::count` trajectories showed on a tape, from place `place` on. The block may end before
/// the last lane does: only the first `count` trajectories of it are anybody's.
template <template <class> class World, class Real> class TapeRecorder {
public:
  using Region = typename World<Real>::Region;
  using Outcomes = typename World<Real>::Outcomes;

  TapeRecorder(const Tape &tape, int months, int place, int count)
      : tape_(tape), months_(months), place_(place), count_(count) {}

  void month(const Region &region, int month) const {
    if (tape_.series != nullptr) code(region, month);
    if (tape_.months != nullptr) keep(region, month);
  }

  void end(const Outcomes &outcomes, const Region &region) const {
    float *target = tape_.outcomes + place_;
    outcomes.tell(
        [&](const OutcomeText &, Real value) {
          store(value, target);
          target += tape_.stride;
        },
        region, months_);
  }

private:
  /// Codes a month's values: whole numbers as they are, others in steps between their edges.
  void code(const Region &region, int month) const {
    const auto stride = static_cast<std::size_t>(tape_.stride);
    const std::size_t length = stride * static_cast<std::size_t>(months_);
    std::uint16_t *target = tape_.series + static_cast<std::size_t>(month) * stride + place_;
    Truth<Real> has_outside(false);
    World<Real>::Series::tell(
        [&](const SeriesText &text, Real value) {
          const Real steps = steps_of(value, text);
          if (text.labels.empty()) has_outside = has_outside || is_outside(steps, text);
          const Real codes = clamp(steps, 0.0, is_whole(text) ? text.highest : series_codes - 1.0);
          for_each_register(codes, [&](auto lanes, int first) {
            using Wide = Vector<std::int32_t, lanes.count>;
            using Codes = Vector<std::uint16_t, lanes.count>;
            const Codes whole = __builtin_convertvector(__builtin_convertvector(lanes.native, Wide), Codes);
            std::memcpy(target + first, &whole, sizeof whole);
          });
          target += length;
        },
        region);
    if (tape_.clamped != nullptr && any(has_outside)) count_outside(region, month);
  }

  /// Keeps the values of the recorded series as they are.
  [[gnu::noinline]] void keep(const Region &region, int month) const {
    const auto stride = static_cast<std::size_t>(tape_.stride);
    float *target = tape_.months + static_cast<std::size_t>(month) * stride + place_;
    const std::uint8_t *is_recorded = tape_.is_recorded;
    World<Real>::Series::tell(
        [&](const SeriesText &, Real value) {
          if (*is_recorded++ == 0) return;
          store(value, target);
          target += stride * static_cast<std::size_t>(months_);
        },
        region);
  }

  static void store(Real value, float *target) {
    for_each_register(value, [&](auto lanes, int first) {
      using Floats = Vector<float, lanes.count>;
      const Floats floats = __builtin_convertvector(lanes.native, Floats);
      std::memcpy(target + first, &floats, sizeof floats);
    });
  }

  static bool is_whole(const SeriesText &text) { return text.counted || !text.labels.empty(); }

  static Real steps_of(const Real &value, const SeriesText &text) {
    const double scale = is_whole(text) ? 1.0 : series_codes / (text.highest - text.lowest);
    const double origin = is_whole(text) ? 0.0 : text.lowest;
    return (value - origin) * scale;
  }

  /// By half a step or more: less is rounding. Labels have no outside.
  static Truth<Real> is_outside(const Real &steps, const SeriesText &text) {
    const double last = text.counted ? text.highest : series_codes;
    return !(steps > Real(-0.5) && steps < Real(last + 0.5));
  }

  /// Goes through the series again, and notes whose values lay outside: so seldom that it may take its time.
  [[gnu::noinline, gnu::cold]] void count_outside(const Region &region, int month) const {
    std::uint32_t *clamped = tape_.clamped + month;
    World<Real>::Series::tell(
        [&](const SeriesText &text, Real value) {
          const Real outside =
              indicator(text.labels.empty() ? is_outside(steps_of(value, text), text) : Truth<Real>(false));
          for (int lane = 0; lane < Real::count && place_ + lane < count_; ++lane)
            if (tape_.is_kept == nullptr || tape_.is_kept[place_ + lane] != 0)
              *clamped += static_cast<std::uint32_t>(outside[lane]);
          clamped += months_;
        },
        region);
  }

  const Tape &tape_;
  int months_;
  int place_;
  int count_; // trajectories of the block
};

template <template <class> class World, class Real> class Trajectories {
public:
  explicit Trajectories(const Scenario &scenario) : scenario_(scenario) {
    auto collect = [this](Constant<Real> &member, auto &&...) {
      member = Constant<Real>(scenario_.parameters[slot_count_]);
      slots_[slot_count_++] = &member;
    };
    ParameterVisitor<Real, decltype(collect)> visitor(collect);
    world_.parameters(visitor);
    world_.prepare();
  }
  Trajectories(const Trajectories &) = delete;
  Trajectories &operator=(const Trajectories &) = delete;

  /// Runs the block's trajectories and leaves their outcomes, and their series if wanted, on the tape.
  static void simulate(const Scenario &scenario, const Block &block, const Tape &tape) {
    Trajectories trajectories(scenario);
    NoWitness witness;
    for (int place = 0; place < block.count; place += Real::count) {
      const TapeRecorder<World, Real> recorder(tape, scenario.months, place, block.count);
      trajectories.follow(from(block, place), witness, recorder);
    }
  }

  /// Runs the block's first trajectory again, with every decision and chance written down.
  static void retell(const Scenario &scenario, const Block &block, Chronicle &chronicle, const Tape &tape) {
    Trajectories trajectories(scenario);
    ChronicleWitness witness{chronicle, 0};
    trajectories.template follow_as<true>(block, witness,
                                          TapeRecorder<World, Real>(tape, scenario.months, 0, 1));
  }

  /// The values that the block's trajectories draw for their parameters.
  static void draw(const Scenario &scenario, const Block &block, float *values, std::size_t stride) {
    for (int place = 0; place < block.count; place += Real::count) {
      const Draws<Real> draws = draws_of_parameters(from(block, place));
      for (std::size_t i = 0; i < scenario.drawn_count; ++i) {
        using Floats = Vector<float, Real::count>;
        const Floats drawn = __builtin_convertvector(value_within(scenario.drawn[i], draws).native, Floats);
        std::memcpy(values + i * stride + place, &drawn, sizeof drawn);
      }
    }
  }

  /// A block's trajectories before the first month, with the parameters of the snapshot.
  static void open(const Scenario &scenario, const Block &block, const Snapshot &snapshot) {
    Trajectories trajectories(scenario);
    for (int place = 0; place < block.count; place += Real::count) {
      trajectories.take_parameters(snapshot, place);
      trajectories.leave(trajectories.world_.opening(draws_of_opening(from(block, place))), snapshot, place);
    }
  }

  /// A month of a block's trajectories, from a snapshot into another.
  static void play(const Scenario &scenario, const Block &block, int month, const Snapshot &before,
                   const Snapshot &after, const Tape &tape, float *log_likelihood) {
    Trajectories trajectories(scenario);
    const ParameterChange *change = scenario.changes;
    for (int past = 0; past <= month; ++past) change = trajectories.make_changes(change, past);
    for (int place = 0; place < block.count; place += Real::count) {
      auto region = trajectories.taken_up(before, place);
      trajectories.play_month(from(block, place), month, region);
      TapeRecorder<World, Real>(tape, 1, place, block.count).month(region, 0);
      trajectories.leave(region, after, place);
      if constexpr (requires { World<Real>::log_likelihood(region); })
        store(World<Real>::log_likelihood(region), log_likelihood + place);
    }
  }

  static_assert(Snapshot::width % Real::count == 0 || Real::count > Snapshot::width);

  /// Values of a region in a snapshot.
  static constexpr std::size_t region_size = sizeof(typename World<Real>::Region) / sizeof(Real);

  /// Follows the first `Real::count` trajectories of a block from the first month to the last.
  template <class Witness, class Recorder>
  void follow(const Block &block, Witness &witness, const Recorder &recorder) {
    if (is_sent || is_steered(scenario_)) // what serves both is slower where nothing is decided
      follow_as<true>(block, witness, recorder);
    else
      follow_as<false>(block, witness, recorder);
  }

private:
  static constexpr std::size_t most_parameters = 1024;
  /// Whether a month is played by code that asks for no more decisions than it may have: it is quicker, and
  /// leaves the same bits.
  template <class Witness> static constexpr bool has_all = !is_sent && std::is_same_v<Witness, NoWitness>;

  static Block from(const Block &block, int place) {
    return {block.seed, block.first + static_cast<std::uint64_t>(place), block.count - place,
            block.per_state};
  }

  /// The chance of all that is drawn but parameters, which have streams of their own.
  static Draws<Real> draws_of_opening(const Block &block) {
    return {block.seed, block.first, before_the_first_step};
  }

  static Draws<Real> draws_of_parameters(const Block &block) {
    return {block.seed, block.first, before_the_first_step, block.per_state};
  }

  template <bool steered, class Witness, class Recorder>
  void follow_as(const Block &block, Witness &witness, const Recorder &recorder) {
    const Draws<Real> draws = draws_of_opening(block);
    if constexpr (steered) undo_changes();
    if constexpr (std::is_same_v<Constant<Real>, Real>) {
      if (scenario_.drawn_count > 0) draw_parameters(draws_of_parameters(block));
    }
    auto region = world_.opening(draws);
    typename World<Real>::Outcomes outcomes;
    outcomes.open(region);
    Steering<Real> steering(scenario_);
    const ParameterChange *change = scenario_.changes;
    for (int month = 0; month < scenario_.months; ++month) {
      const auto dice = dice_of<World<Real>>(draws.at(static_cast<std::uint32_t>(month)));
      const float *given = scenario_.given + static_cast<std::size_t>(month) * scenario_.process_count;
      if constexpr (steered) {
        change = make_changes(change, month);
        steering.turn_to(month);
      }
      const auto play = [&]<Decided decided>(std::integral_constant<Decided, decided>) {
        Turn<Real, World<Real>::streams, Witness, decided> turn{
            month, (scenario_.first_calendar_month + month) % 12, dice, given, witness, &steering};
        witness.turn_to(month);
        world_.play(region, turn);
      };
      if constexpr (!steered)
        play(std::integral_constant<Decided, Decided::nothing>{});
      else if constexpr (!has_all<Witness>)
        play(std::integral_constant<Decided, Decided::by_rules>{});
      else
        with_decided(steering.decided(), play);
      outcomes.observe(region, month);
      recorder.month(region, month);
      if constexpr (steered) see(region, month, steering);
    }
    recorder.end(outcomes, region);
  }

  template <class Play> static void with_decided(Decided decided, const Play &play) {
    switch (decided) {
    case Decided::nothing:
      return play(std::integral_constant<Decided, Decided::nothing>{});
    case Decided::outright:
      return play(std::integral_constant<Decided, Decided::outright>{});
    case Decided::by_rules:
      return play(std::integral_constant<Decided, Decided::by_rules>{});
    }
  }

  void play_month(const Block &block, int month, typename World<Real>::Region &region) {
    const auto dice = dice_of<World<Real>>(draws_of_opening(block).at(static_cast<std::uint32_t>(month)));
    Steering<Real> steering(scenario_);
    steering.turn_to(month);
    NoWitness witness;
    Turn<Real, World<Real>::streams, NoWitness, Decided::by_rules> turn{
        month,   (scenario_.first_calendar_month + month) % 12,
        dice,    scenario_.given + static_cast<std::size_t>(month) * scenario_.process_count,
        witness, &steering};
    world_.play(region, turn);
  }

  /// The parameters of the lanes of a snapshot from `place` on.
  void take_parameters(const Snapshot &snapshot, int place) {
    const float *column = snapshot.column(place);
    for (std::size_t i = 0; i < scenario_.drawn_count; ++i, column += Snapshot::width)
      *slots_[scenario_.drawn[i].parameter] = lanes_at(column);
    if (scenario_.drawn_count > 0) world_.prepare();
  }

  /// The lanes of a snapshot from `place` on, and their parameters with them.
  typename World<Real>::Region taken_up(const Snapshot &snapshot, int place) {
    take_parameters(snapshot, place);
    const float *column = snapshot.column(place) + scenario_.drawn_count * Snapshot::width;
    std::array<Real, region_size> values;
    for (Real &each : values) {
      each = lanes_at(column);
      column += Snapshot::width;
    }
    typename World<Real>::Region region;
    std::memcpy(&region, &values, sizeof region);
    return region;
  }

  static Real lanes_at(const float *column) {
    Vector<float, Real::count> lanes;
    std::memcpy(&lanes, column, sizeof lanes);
    return Real{lanes};
  }

  void leave(const typename World<Real>::Region &region, const Snapshot &snapshot, int place) const {
    float *column = snapshot.column(place);
    const auto add = [&](const Real &value) {
      store(value, column);
      column += Snapshot::width;
    };
    for (std::size_t i = 0; i < scenario_.drawn_count; ++i) add(*slots_[scenario_.drawn[i].parameter]);
    std::array<Real, region_size> values;
    std::memcpy(&values, &region, sizeof region);
    for (const Real &each : values) add(each);
  }

  static void store(const Real &value, float *target) {
    std::memcpy(target, &value.native, sizeof value.native);
  }

  static Real value_within(const Drawn &drawn, const Draws<Real> &draws) {
    const Real value = value_of_draw(drawn, draws.uniforms(drawn.stream));
    return smaller(larger(value, Real(drawn.lowest)), Real(drawn.highest));
  }

  /// Changes the parameters that change in this month; gives the next change.
  const ParameterChange *make_changes(const ParameterChange *next, int month) {
    const ParameterChange *end = scenario_.changes + scenario_.change_count;
    if (next == end || next->month != month) return next;
    for (; next != end && next->month == month; ++next)
      *slots_[next->parameter] = Constant<Real>(next->value);
    world_.prepare();
    return next;
  }

  /// As before the first month, where the trajectories before these have changed them.
  void undo_changes() {
    if (scenario_.change_count == 0) return;
    for (std::size_t i = 0; i < scenario_.change_count; ++i) {
      const std::size_t parameter = scenario_.changes[i].parameter;
      *slots_[parameter] = Constant<Real>(scenario_.parameters[parameter]);
    }
    world_.prepare();
  }

  /// Rules look at the month that has passed.
  template <class Region> static void see(const Region &region, int month, Steering<Real> &steering) {
    steering.month_passed(month, [&](std::size_t wanted) {
      Real found(0.0);
      std::size_t place = 0;
      World<Real>::Series::tell(
          [&](const SeriesText &, Real value) {
            if (place++ == wanted) found = value;
          },
          region);
      return found;
    });
  }

  void draw_parameters(const Draws<Real> &draws) {
    for (std::size_t i = 0; i < scenario_.drawn_count; ++i)
      *slots_[scenario_.drawn[i].parameter] = value_within(scenario_.drawn[i], draws);
    world_.prepare();
  }

  World<Real> world_;
  std::array<Constant<Real> *, most_parameters> slots_;
  const Scenario &scenario_;
  std::size_t slot_count_ = 0;
};

/// The trajectories of a model on lanes of this width, as the rest of the engine calls them. Two registers
/// run side by side, unless parameters are drawn: then each lane has its own.
template <template <class> class World, int lane_count> struct Compiled {
  using Alone = Trajectories<World, Lanes<float, lane_count>>;
  using SideBySide = Trajectories<World, Pair<Lanes<float, lane_count>>>;

  static void simulate(const Scenario &scenario, const Block &block, const Tape &tape) {
    if (scenario.drawn_count > 0) {
      Alone::simulate(scenario, block, tape);
    } else {
      SideBySide::simulate(scenario, block, tape);
    }
  }
  static constexpr Kernel for_instruction_set(const char *name) {
    if constexpr (is_sent) {
      return {name,    lane_count, 2 * lane_count, &Alone::simulate, nullptr,
              nullptr, 0,          nullptr,        nullptr}; // nobody asks for more
    } else {
      return {name,         lane_count,         2 * lane_count, &simulate,   &Alone::retell,
              &Alone::draw, Alone::region_size, &Alone::open,   &Alone::play};
    }
  }
};

} // namespace engine

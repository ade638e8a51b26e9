// SPDX-License-Identifier: Apache-2.0
#pragma once

// What the kernel of a model is given: plain numbers, no files, no text.

#include <cstddef>
#include <cstdint>

namespace engine {

/// In the order of `EveryLaw`.
enum class Law { uniform, log_uniform, normal, log_normal, triangular, equally_likely, together };

/// The numbers of a law as a condition writes them, for the kernel: no more than three, or any number of
/// values.
struct LawNumbers {
  double a, b, c;
  const double *values;
  std::size_t value_count;
  const double *ends = nullptr; // of each value's stretch of [0, 1); null where they are equally long
};

/// How a parameter is drawn, for each trajectory or each state of the world: see `Block::per_state`.
struct Drawn : LawNumbers {
  using Law = engine::Law;
  std::size_t parameter; // its place in the model's order of declaration
  std::uint32_t stream;  // names its draw; from the parameter's name, so that no other draw moves
  Law law;
  double lowest, highest; // a draw outside is moved to the nearer end
};

/// What a condition leaves of a menu in one month: bit i says whether its option i is left. A chance is a
/// menu of two options: it does not happen, or it does.
struct Intervention {
  std::uint32_t options;
  int rule = -1; // only while this rule holds; -1: in any case
};

enum class Relation { less, at_most, more, at_least, equal, unequal };
inline constexpr std::size_t relation_count = 6;

/// One comparison of a rule: of a series of the month that has just passed.
struct Term {
  std::size_t series;
  Relation relation;
  double value;
};

inline constexpr std::size_t most_rules = 16;
inline constexpr std::size_t most_terms = 4;

/// Something that is done when something else comes about: from the month after it on.
struct Rule {
  Term terms[most_terms]; // all of them must hold  NOLINT(modernize-avoid-c-arrays): kernels would share
                          // std::array
  std::size_t term_count;
  int from, until; // months in which it looks
  int lasts;       // months for which it then holds
  bool once;       // it waits, that long at most, for a month in which it may be done, and is then over
  int most;        // times that it comes
};

/// A parameter that changes its value from a month on.
struct ParameterChange {
  int month;
  std::size_t parameter;
  double value;
};

/// One condition, resolved.
struct Scenario {
  const double *parameters; // one a declared parameter
  std::size_t parameter_count;
  const Drawn *drawn;
  std::size_t drawn_count;
  const float *given; // [month][process], NaN where nothing is given
  std::size_t process_count;
  int months;
  int first_calendar_month; // 0 January ... 11 December
  const Intervention *interventions = nullptr;
  const std::uint32_t *interventions_from =
      nullptr;                 // [month][choice point], and the end; null: there are none
  std::size_t point_count = 0; // choice points: decisions, then chances
  const Rule *rules = nullptr;
  std::size_t rule_count = 0;
  const ParameterChange *changes = nullptr; // in order of month
  std::size_t change_count = 0;
};

/// Whether the condition decides or changes anything after the opening.
[[gnu::always_inline]] inline bool is_steered(const Scenario &scenario) {
  return scenario.interventions_from != nullptr || scenario.change_count > 0;
}

/// Neighbouring trajectories, which one call of a kernel simulates: first, first + 1, ... of one seed.
struct Block {
  std::uint64_t seed;
  std::uint64_t first;
  int count;
  std::uint64_t per_state = 1; // trajectories of a state of the world, which draw the same parameters: those
                               // of state s are per_state * s to before per_state * (s + 1)
};

/// Steps between the edges of a continuous series: fine enough for means and deviations.
inline constexpr int series_codes = 1 << 11;

/// The most trajectories that may be counted at once: the squares of their codes still add up in 32 bits.
inline constexpr int largest_block = 512;
static_assert(std::int64_t{largest_block} * (series_codes - 1) * (series_codes - 1) <= INT32_MAX);

/// The output buffer of a kernel: what it measured, column by column. A trajectory's position in it is its
/// place.
struct Tape {
  float *outcomes;       // [outcome][trajectory of the block], NaN where undefined
  std::uint16_t *series; // [series][month][trajectory of the block], coded; null if no series are wanted
  int stride;            // room for trajectories: a multiple of every lane count, at least the block's count
  std::uint32_t *clamped = nullptr; // [series][month] added up: trajectories of the block whose value lay
                                    // outside the edges of the series; null if nobody wants to know
  float *months =
      nullptr; // [recorded series][month][trajectory], the values as they are; null if none is wanted
  const std::uint8_t *is_recorded = nullptr; // one a series: whether its months are wanted
  const std::uint8_t *is_kept = nullptr;     // one a trajectory of the block: whether its clamped values are
                                             // added up; null: of all
};

/// Trajectories between two months: of each the parameters that are drawn, then all that a region holds.
/// Neighbours, as many as the widest register has lanes, lie together: values[neighbours][row][neighbour].
struct Snapshot {
  static constexpr int width = 16;
  float *values;
  std::size_t rows;

  /// The first row of a trajectory; the next ones follow `width` apart.
  float *column(int place) const {
    return values + static_cast<std::size_t>(place / width) * rows * width + place % width;
  }
};

} // namespace engine

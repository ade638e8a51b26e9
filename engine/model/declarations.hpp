// SPDX-License-Identifier: Apache-2.0
#pragma once

// What a model says of itself. Each parameter, outcome, series and event is declared once, beside the
// equation it belongs to; files, validation, documentation, sampling and results all read that declaration.

#include <array>
#include <cstddef>
#include <string_view>

namespace engine {

/// A unit, and the values that make sense in it: anything outside is refused unless explicitly allowed.
struct Unit {
  std::string_view name;
  double lowest;
  double highest;
};

namespace unit {
inline constexpr Unit per_month{"1/month", 0.0, 1.0};
inline constexpr Unit change_per_month{"1/month", -0.1, 0.1};
inline constexpr Unit probability{"probability", 0.0, 1.0};
inline constexpr Unit fraction{"fraction", 0.0, 1.0};
inline constexpr Unit weight{"1", 0.0, 10.0};
inline constexpr Unit weight_of_either_sign{"1", -10.0, 10.0};
inline constexpr Unit utility{"utility", -10.0, 10.0};
inline constexpr Unit log_odds{"log-odds", -10.0, 10.0};
inline constexpr Unit rationality{"1/utility", 0.0, 100.0};
inline constexpr Unit percent{"%", 0.0, 100.0};
inline constexpr Unit months{"month", 0.0, 1200.0};
inline constexpr Unit events{"event", 0.0, 20.0}; // means of counts that are capped at 30
inline constexpr Unit thousands{"thousand", 0.0, 1000.0};
inline constexpr Unit index{"index", 0.0, 10000.0};
} // namespace unit

/// Where uncertainty about a parameter is entertained at all: uniform on [low, high]; none if low == high.
struct Plausible {
  double low = 0.0;
  double high = 0.0;
  constexpr bool exists() const { return low < high; }
};

/// What sort of number a parameter is.
enum class Role {
  assumption, // varied in studies of uncertainty: it has a plausible range
  structure,  // part of an equation; may be overridden
  initial,    // the state in which the first month opens
  option      // picks one of several named readings of the model
};
inline constexpr std::array<std::string_view, 4> role_names{"assumption", "structure", "initial", "option"};

/// What the size of a number rests on.
enum class Basis {
  data,       // measured, counted in a record, or calibrated to one
  literature, // a published finding gives its sign or its order of magnitude
  essay,      // the claim is the essay's, the size is ours
  assumption, // ours; the source may name what makes it plausible
  structure   // a convention of the model: a scale, a switch
};
inline constexpr std::array<std::string_view, 5> basis_names{"data", "literature", "essay", "assumption",
                                                             "structure"};

/// A parameter as its model declares it.
struct ParameterText {
  std::string_view name = {};      // within its group, which the model adds in front
  std::string_view symbol = {};    // the short name in the model's equations; may be empty
  double value = 0.0;              // the default
  Plausible plausible = {};        // the prior
  Unit unit = unit::weight;        // with the values it admits
  std::string_view meaning = {};   // one line
  Basis basis = Basis::assumption; // what its size rests on
  std::string_view source = {};    // a paragraph, a datum, literature; empty: the basis says all
  Role role = Role::assumption;    // a number without a plausible range is structure unless said otherwise
  bool opens = false;              // read before the first month alone: a later change would do nothing
  std::string_view labels = {};    // "war|ceasefire|settlement": names of the values 0, 1, 2
};

/// How a quantity that is measured once in each trajectory is counted and told; see kinds.hpp.
enum class Kind {
  binary,      // 0 or 1
  categorical, // a label
  count,       // whole numbers from 0
  continuous,  // bins between two edges
  time         // month of a first event; the number of months if it never came
};

/// An outcome: one number from each trajectory. NaN marks a trajectory in which it is undefined.
struct OutcomeText {
  std::string_view name = {};
  std::string_view symbol = {};
  Kind kind = Kind::continuous;
  double lowest = 0.0;  // continuous: lower edge of the first bin
  double highest = 1.0; // continuous: upper edge of the last bin; count: the last bin, "or more"
  std::string_view unit = "1";
  std::string_view meaning = {};    // what it is, for an axis label
  std::string_view definition = {}; // how it is computed
  std::string_view source = {};     // the claim or datum it speaks to
  std::string_view labels = {};     // categorical: "none|freeze|..."
  bool bookkeeping = false;         // kept for checks alone: in no table and no report
};

/// A series: one number from each month of each trajectory.
struct SeriesText {
  std::string_view name = {};
  std::string_view symbol = {};
  double lowest = 0.0;
  double highest = 1.0; // continuous: upper edge; labelled or counted: unused or last value
  std::string_view unit = "1";
  std::string_view meaning = {};
  std::string_view labels = {}; // set: whole numbers that stand for labels
  bool counted = false;         // set: whole numbers 0 ... highest, "or more"
};

/// What a condition may give in a month instead of letting it come about: a label, or a whole number.
struct ProcessText {
  std::string_view name;
  std::string_view labels = {}; // "war|ceasefire|settlement"; empty: a count
  double highest = 1.0;         // of a count
  std::string_view meaning = {};
};

/// An event that a condition may put on its timeline: it sets a process to a value in a given month.
struct EventText {
  std::string_view name;
  std::size_t process; // which given quantity of the model it sets
  double value;
  std::string_view meaning;
};

} // namespace engine

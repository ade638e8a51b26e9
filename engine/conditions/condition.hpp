// SPDX-License-Identifier: Apache-2.0
#pragma once

// A regional condition, resolved: every parameter of the model has a value or a distribution.

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/model/model.hpp"
#include "engine/model/scenario_data.hpp"

namespace engine {

/// A calendar month, or, of a model that counts years, one of them.
struct Month {
  int year = 2000;
  int month = 1; // 1 January ... 12 December; 0: a year that no calendar knows
  bool is_year() const { return month == 0; }
  /// What a trajectory advances by.
  std::string step() const { return is_year() ? "year" : "month"; }
  /// Steps from this one to `later`.
  int until(Month later) const {
    return is_year() ? later.year - year : (later.year - year) * 12 + later.month - month;
  }
  Month after(int months) const {
    if (is_year()) return {year + months, 0};
    const int total = year * 12 + month - 1 + months;
    return {total / 12, total % 12 + 1};
  }
  std::string text() const; // "2025-02", "year 17"
};

/// The rows of a table, of which a trajectory draws one.
struct Rows {
  std::vector<double> weights; // none below 0, and some above
  std::string place;           // where the table stands
  bool are_equally_likely() const;
};

/// A law from which a parameter is drawn anew for each trajectory.
struct Distribution {
  Drawn::Law law = Drawn::Law::uniform;
  std::vector<double> numbers; // as written: [low, high], [mean, sd], [low, mode, high] or the values
  bool is_prior = false;       // written as the word "prior"
  std::shared_ptr<const Rows> rows = nullptr; // of which `numbers` are a column, if others are drawn with it
  bool is_joint() const { return law == Drawn::Law::together; }
};

struct Setting {
  double value = 0.0; // of a drawn parameter: the middle of its law
  std::optional<Distribution> distribution;
};

/// Whether they are the same value or the same law.
bool is_same(const Setting &one, const Setting &other);

/// An entry of a timeline.
struct Given {
  Month month;
  std::size_t event; // index into the model's events
};

/// What has happened in a month, or is supposed to.
struct Observed {
  Month month;
  std::size_t process; // among the model's
  double value;
};

/// A parameter that has another value from a month on.
struct TimedChange {
  Month from;
  std::size_t parameter;
  double value;
  std::string place; // where that is written
};

/// What must have come about before a directive holds.
struct Trigger {
  std::string text; // as written: "tosses >= 2 and coin == heads"
  std::vector<Term> terms;
  int lasts = 1;     // months for which it then holds
  bool once = false; // it waits, so long at most, for a month in which it may be done
  int most = 0;      // times that it comes; 0: as often as it does
};

/// What a condition decides in the place of an agent, or of chance.
struct Directive {
  Month from, until;     // both included; with a trigger the months in which it looks
  std::size_t point;     // among the model's choice points
  std::uint32_t options; // that are left: see Intervention
  std::optional<Trigger> when;
};

/// What a condition would have set, if the command line had not set the same parameter.
struct Replaced {
  std::size_t parameter;
  Setting was;
};

struct Condition {
  std::string name;
  std::string summary;
  std::string model;                // name of the one it is meant for
  std::string path;                 // of the file it was read from
  std::vector<std::string> lineage; // names of the conditions it extends, nearest first
  Month start{2025, 2};
  int months = 48;                           // or years
  std::optional<std::uint64_t> seed;         // as the file asks; the command line wins
  std::optional<std::uint64_t> trajectories; // likewise
  std::vector<Setting> settings;             // one a parameter of the model, in its order
  std::vector<Given> timeline;               // in order of month
  std::vector<Observed> observed;            // likewise
  std::vector<TimedChange> changes;          // likewise
  std::vector<Directive> directives;         // in the order in which they are written
  bool allow_out_of_range = false;
  std::set<std::size_t> set;       // parameters that it sets, or the command line by name; others are open
  std::vector<Replaced> replaced;  // by the command line
  std::vector<std::string> beyond; // of its timeline, outside its months: these do not happen
};

/// 0 January ... 11 December; 0 where years are counted.
int first_calendar_month(const Condition &condition);

/// The condition as the plain numbers that a kernel reads.
ScenarioData scenario_data(const Model &model, const Condition &condition);
/// The same as the steps that make it: see `make_steps`.
std::vector<double> scenario_steps(const Model &model, const Condition &condition);

/// The parameters that have a prior and that the condition does not set, in the model's order.
std::vector<std::size_t> open_parameters(const Model &model, const Condition &condition);

/// The parameters that at least one of the conditions draws, in the model's order.
std::vector<std::size_t> drawn_parameters(const std::vector<Condition> &conditions);

} // namespace engine

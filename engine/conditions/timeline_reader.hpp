// SPDX-License-Identifier: Apache-2.0
#pragma once

// What a condition says of time: events, parameters that change, decisions taken in the place of agents, and
// rules that answer what comes about.

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/conditions/comparison.hpp"
#include "engine/conditions/condition.hpp"
#include "engine/conditions/yaml_value.hpp"

namespace engine {

/// Reads the timeline of one file into a condition, which may hold that of the files it extends. Every member
/// throws InputError.
class TimelineReader {
public:
  /// `folder`: from where files are named.
  TimelineReader(const Model &model, Condition &condition, std::filesystem::path folder,
                 bool allow_out_of_range)
      : model_(model), condition_(condition), folder_(std::move(folder)), allows_(allow_out_of_range) {}

  void read(const YamlValue &value);

private:
  /// An entry's keys, by name.
  using Parts = std::map<std::string, YamlEntry>;
  /// The months that an entry is about, both included.
  struct Span {
    Month from, until;
  };
  struct Written {
    Span span;
    std::string place;
  };

  void read_entry(const YamlValue &entry);
  static Parts parts_of(const YamlValue &entry);
  Span span_of(const YamlValue &entry, const Parts &parts) const;
  Month month_of(const YamlValue &value) const;
  void read_event(const YamlValue &entry, const Parts &parts);
  void forget(std::size_t process, Month month);
  void read_given(const Parts &parts);
  void read_record(const YamlValue &name);
  void read_cell(const std::string &column, const std::string &cell, Month month, const YamlValue &where,
                 const std::string &place);
  void give(Month month, std::size_t process, double value, const YamlValue &where, const std::string &place);
  void decide(const Directive &directive, const YamlValue &where, const std::string &place);
  static double value_of(const Process &process, const std::string &text, const YamlValue &where,
                         const std::string &place);
  void read_changes(const Parts &parts);
  void read_change(const YamlEntry &entry, Month from);
  void read_decisions(const Parts &parts, const std::string &word);
  void read_chances(const Parts &parts, const std::string &word, bool happens);
  void add(std::size_t point, std::uint32_t options, const YamlValue &where, const Parts &parts);

  std::size_t decision_called(const YamlValue &name) const;
  std::size_t chance_called(const YamlValue &name) const;
  static std::uint32_t option_of(const ChoicePoint &point, const YamlValue &value);
  static std::uint32_t options_of(const ChoicePoint &point, const YamlValue &value);
  Trigger trigger_of(const Parts &parts) const;
  Term term_of(const Comparison &comparison, const YamlValue &where) const;
  Term term_alone(const std::string &name, const YamlValue &where) const;

  const Model &model_;
  Condition &condition_;
  std::filesystem::path folder_;
  bool allows_;
  Span span_{};
  std::set<std::size_t> of_entry_; // choice points that the entry decides
  std::map<std::pair<std::string, std::size_t>, std::string>
      given_; // month and process: where this file says so
  std::map<std::pair<std::string, std::size_t>, std::string> changed_; // month and parameter: likewise
  std::vector<std::pair<std::size_t, Written>> decided_;               // choice points
};

/// Events and changes, in order of month.
void sort_timeline(Condition &condition);

/// An entry as a condition writes it. Reading it back gives the same.
std::string text_of(const Model &model, const Directive &directive);
std::string text_of(const Model &model, const TimedChange &change);
/// All that is given in one month: `first` and those after it, up to `end`.
std::string text_of(const Model &model, const Observed *first, const Observed *end);

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#pragma once

// Conditions as texts and in folders of their own, and what is said of them.

#include <filesystem>
#include <fstream>
#include <regex>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include "engine/conditions/condition_file.hpp"
#include "engine/errors.hpp"
#include "tests/toy_model.hpp"

namespace test {

using namespace engine;

/// The toy model, with an option and a rate that may be negative.
inline Model model_with_option() {
  Model model = test::toy_model();
  model.parameters.push_back({.name = "rules.overtime",
                              .symbol = "k",
                              .unit = {"switch", 0.0, 1.0},
                              .meaning = "whether it goes on",
                              .source = "assumption",
                              .role = Role::option,
                              .labels = {"off", "on"}});
  model.parameters.push_back({.name = "clock.trend",
                              .symbol = "e",
                              .plausible = {-0.01, 0.01},
                              .unit = unit::change_per_month,
                              .meaning = "change of drift",
                              .source = "assumption"});
  model.events.push_back({"bell", 1, 0.25, "the bell rings"});
  model.processes = {{.name = "war", .labels = {"no", "yes"}}, {.name = "bell"}};
  return model;
}

inline const std::string head = "name: test\nsummary: A test.\n";

inline Condition read(const std::string &text, const Overrides &overrides = {}) {
  return parse_condition(model_with_option(), text, "file.yaml", overrides);
}

/// What is said of a condition that is refused.
inline std::string complaint(const std::string &text, const Overrides &overrides = {}) {
  try {
    read(text, overrides);
  } catch (const InputError &error) {
    return error.what();
  }
  return "no complaint";
}

/// The setting of a parameter that the model declares.
inline const Setting &setting_of(const Condition &condition, const std::string &name) {
  const Model model = model_with_option();
  std::size_t place = 0;
  while (model.parameters.at(place).name != name) ++place;
  return condition.settings.at(place);
}

inline Setting set_to(const std::string &parameter, const std::string &value,
                      bool allow_out_of_range = false) {
  return setting_of(
      read(head + "parameters:\n  " + parameter + ": " + value + "\n", {{}, {}, allow_out_of_range}),
      parameter);
}

inline std::vector<std::string> timeline_of(const Condition &condition) {
  std::vector<std::string> entries;
  for (const Given &given : condition.timeline)
    entries.push_back(given.month.text() + " " + model_with_option().events.at(given.event).name);
  return entries;
}

/// A folder of files that vanishes with the test.
class Folder {
public:
  Folder() : path_(std::filesystem::temp_directory_path() / fmt::format("condition_texts_{}", getpid())) {
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder &) = delete;
  Folder &operator=(const Folder &) = delete;

  std::string path(const std::string &name) const { return (path_ / name).string(); }
  std::string write(const std::string &name, const std::string &text) const {
    std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
    std::ofstream(path(name), std::ios::binary) << text;
    return path(name);
  }
  Condition load(const std::string &name, const Overrides &overrides = {}) const {
    return load_condition(model_with_option(), path(name), overrides);
  }
  /// The complaint, without the folder's own path.
  std::string complaint(const std::string &name) const {
    try {
      load(name);
    } catch (const InputError &error) {
      return std::regex_replace(std::string(error.what()), std::regex(path_.string() + "/"), "");
    }
    return "no complaint";
  }

private:
  std::filesystem::path path_;
};

inline bool same(const Setting &one, const Setting &other) {
  if (one.value != other.value || one.distribution.has_value() != other.distribution.has_value())
    return false;
  if (!one.distribution) return true;
  return one.distribution->law == other.distribution->law &&
         one.distribution->numbers == other.distribution->numbers &&
         one.distribution->is_prior == other.distribution->is_prior;
}

/// Equal in all but where they came from.
inline bool same(const Condition &one, const Condition &other) {
  bool is_same = one.name == other.name && one.summary == other.summary &&
                 one.start.until(other.start) == 0 && one.months == other.months && one.seed == other.seed &&
                 one.trajectories == other.trajectories &&
                 one.allow_out_of_range == other.allow_out_of_range &&
                 timeline_of(one) == timeline_of(other) && one.settings.size() == other.settings.size();
  for (std::size_t place = 0; is_same && place < one.settings.size(); ++place)
    is_same = same(one.settings[place], other.settings[place]);
  return is_same;
}

} // namespace test

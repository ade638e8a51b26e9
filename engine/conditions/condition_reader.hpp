// SPDX-License-Identifier: Apache-2.0
#pragma once

// Reading the files of a condition: each after the one that it extends, and each complete in itself.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/conditions/condition.hpp"
#include "engine/conditions/joint_law.hpp"
#include "engine/conditions/yaml_value.hpp"
#include "engine/model/models.hpp"

namespace engine {

/// What stands for every parameter that has a prior and that a condition does not set. The word all means the
/// same.
inline constexpr const char *open_word = "open";
bool is_open_word(const std::string &name);

/// What is open can be drawn from its priors, and nothing else. Throws InputError.
void refuse_unless_prior(const YamlValue &value);

/// A condition in the making, with the places where its parameters were set, the latest last.
struct ConditionDraft {
  struct SetAt {
    std::size_t parameter;
    std::string place;
  };
  Condition condition;
  std::vector<SetAt> set_at;
  std::string open_at;              // where it was asked to draw what is open; empty: nowhere
  std::shared_ptr<const Rows> rows; // of what it writes as drawn together; null: equally likely

  void set(std::size_t parameter, const Setting &setting, const std::string &place) {
    condition.settings[parameter] = setting;
    set_at.push_back({parameter, place});
  }
  /// Throws InputError if the value is not the word prior.
  void draw_what_is_open(const YamlValue &value, const std::string &place);
  /// Draws parameters together, as a table has them.
  void draw_from(const std::vector<Column> &columns);
  /// When all is set that will be: what is still open is drawn, if that was asked for.
  void settle(const Model &model);

private:
  void settle_rows(const Model &model);
};

/// The place of the parameter that has this name or symbol.
std::optional<std::size_t> find_parameter(const Model &model, const std::string &name);

/// Complains of a name that no parameter has, and tells the nearest that there are.
std::string no_such_parameter(const Model &model, const std::string &name);

/// A month such as 2025-02.
Month read_month(const YamlValue &value);
std::optional<Month> month_in(const std::string &text);

/// A name of letters, digits, - and _.
std::string read_name(const YamlValue &value);

/// Reads the text of the file at `path`, and the files that it extends. Throws InputError. Entries of the
/// timeline may lie outside the months of the condition, where a file was extended that has others.
ConditionDraft read_condition(const Models &models, const std::string &text, const std::string &path,
                              bool allow_out_of_range);

} // namespace engine

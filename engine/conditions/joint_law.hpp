// SPDX-License-Identifier: Apache-2.0
#pragma once

// Parameters that are drawn together: a table with a column for each, of which a trajectory draws a row.

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "engine/conditions/condition.hpp"
#include "engine/conditions/yaml_value.hpp"
#include "engine/model/model.hpp"

namespace engine {

/// What a condition and --set write for a table in a file.
inline constexpr const char *table_word = "together_from";

/// The most rows of a table: a condition in a result has all of them.
inline constexpr std::size_t most_rows = 10'000;

/// A parameter that is drawn from a table's column.
struct Column {
  std::size_t parameter;
  std::string place; // of its header
  Distribution law;
};

/// Reads a table of rows, of which one is drawn: a header of parameters, and perhaps `weight`. Throws
/// InputError.
std::vector<Column> read_columns(const Model &model, const YamlValue &name, const std::string &folder,
                                 bool allow_out_of_range);

/// The weights of rows that a condition writes itself. Throws InputError.
std::shared_ptr<const Rows> read_weights(const YamlValue &list);

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#include "engine/conditions/joint_law.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "engine/conditions/condition_reader.hpp"
#include "engine/conditions/laws.hpp"
#include "engine/conditions/setting.hpp"
#include "engine/conditions/table.hpp"
#include "engine/errors.hpp"

namespace engine {
namespace {

constexpr const char *weight_word = "weight";

/// The weight of a row; a place names it in complaints.
double weight_of(const YamlValue &value) {
  const double weight = value.number("a weight from 0 on");
  if (weight < 0) value.refuse_for("a weight from 0 on");
  return weight;
}

/// Throws InputError at the place of the table if no row can be drawn.
std::shared_ptr<const Rows> rows_of(std::vector<double> weights, const std::string &place) {
  double sum = 0.0;
  for (const double weight : weights) sum += weight;
  if (!(sum > 0.0) || !std::isfinite(sum))
    throw InputError(place + ": there must be a row whose weight is above 0, and their sum a number");
  return std::make_shared<const Rows>(Rows{std::move(weights), place});
}

/// A column's parameter, which can be drawn.
std::size_t parameter_of(const Model &model, const Table &table, std::size_t column) {
  const std::string &name = table.header.cells[column];
  const std::string place = table.place(table.header, column);
  const auto parameter = find_parameter(model, name);
  if (!parameter) throw InputError(place + ": " + no_such_parameter(model, name));
  if (!may_be_drawn(model.parameters[*parameter], Law::together))
    throw InputError(
        fmt::format("{}: {} is an option, which cannot be drawn", place, model.parameters[*parameter].name));
  return *parameter;
}

std::vector<double> numbers_of(const Parameter &parameter, const Table &table, std::size_t column,
                               bool allow_out_of_range) {
  std::vector<double> numbers;
  numbers.reserve(table.rows.size());
  for (const Table::Row &row : table.rows)
    numbers.push_back(read_value(
        parameter, YamlValue::argument(row.cells[column], table.place(row, column), parameter.name),
        allow_out_of_range));
  return numbers;
}

std::vector<double> weights_of(const Table &table) {
  std::vector<double> weights(table.rows.size(), 1.0);
  const auto &names = table.header.cells;
  const auto column =
      static_cast<std::size_t>(std::find(names.begin(), names.end(), weight_word) - names.begin());
  if (column == names.size()) return weights;
  if (std::count(names.begin(), names.end(), weight_word) > 1)
    throw InputError(table.place(table.header, column) + ": there are two columns called weight");
  for (std::size_t row = 0; row < weights.size(); ++row)
    weights[row] = weight_of(YamlValue::argument(table.rows[row].cells[column],
                                                 table.place(table.rows[row], column), weight_word));
  return weights;
}

/// That no other column is of this parameter.
void refuse_twice(const Model &model, const std::vector<Column> &columns, std::size_t parameter,
                  const std::string &place) {
  const auto first = std::find_if(columns.begin(), columns.end(),
                                  [&](const Column &column) { return column.parameter == parameter; });
  if (first != columns.end())
    throw InputError(fmt::format("{}: {} is set twice in this file, first at {}", place,
                                 model.parameters[parameter].name, first->place));
}

} // namespace

std::vector<Column> read_columns(const Model &model, const YamlValue &name, const std::string &folder,
                                 bool allow_out_of_range) {
  const std::string file = (std::filesystem::path(folder) / name.text()).string();
  const Table table = read_any_table(file, name.place(), "table");
  if (table.rows.empty() || table.rows.size() > most_rows)
    name.refuse(fmt::format("{} must have {}1 to {} rows, and has {}", quoted(name.text()),
                            table.is_stored ? "" : "a header and ", most_rows, table.rows.size()));
  const auto rows = rows_of(weights_of(table), table.place());
  std::vector<Column> columns;
  for (std::size_t column = 0; column < table.header.cells.size(); ++column) {
    if (table.header.cells[column] == weight_word) continue;
    const std::size_t parameter = parameter_of(model, table, column);
    const std::string place = table.place(table.header, column);
    refuse_twice(model, columns, parameter, place);
    columns.push_back(
        {parameter,
         place,
         {Law::together, numbers_of(model.parameters[parameter], table, column, allow_out_of_range), false,
          rows}});
  }
  if (columns.empty()) name.refuse(quoted(name.text()) + " has no column that is a parameter");
  return columns;
}

std::shared_ptr<const Rows> read_weights(const YamlValue &list) {
  std::vector<double> weights;
  for (const YamlValue &item : list.items("a list of weights, one a row")) weights.push_back(weight_of(item));
  return rows_of(std::move(weights), list.place());
}

} // namespace engine

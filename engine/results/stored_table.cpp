// SPDX-License-Identifier: Apache-2.0
#include "engine/results/stored_table.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/conditions/joint_law.hpp"
#include "engine/conditions/yaml_value.hpp"
#include "engine/errors.hpp"
#include "engine/results/hdf5.hpp"

namespace engine {
namespace {

using hdf5::Handle;

/// A variable: its name, and its values as text.
struct StoredColumn {
  std::string name;
  std::vector<std::string> cells;
};

[[noreturn]] void refuse(const std::string &name, const std::string &problem) {
  throw InputError(fmt::format("{}: {}", name, problem));
}

/// What numbers or names the rows, and is drawn by nobody. netCDF keeps an axis without coordinates as a
/// variable too.
bool is_axis(const Handle &variable) {
  constexpr std::string_view without_coordinates = "This is a netCDF dimension but not a netCDF variable";
  if (hdf5::read_text(variable, "CLASS") != "DIMENSION_SCALE") return false;
  return hdf5::type_class_of(variable) != H5T_FLOAT ||
         hdf5::read_text(variable, "NAME").starts_with(without_coordinates);
}

/// That it is a column, before its values are read.
void check_column(const Handle &variable, const std::string &name) {
  const hdf5::Extent extent = hdf5::extent_of(variable);
  if (hdf5::type_class_of(variable) == H5T_COMPOUND)
    refuse(name, "is of a compound type; each parameter must be a variable of its own");
  if (extent.size() != 1)
    refuse(name, fmt::format("has {} dimensions; a column has one, along the rows", extent.size()));
  if (extent[0] < 1 || extent[0] > most_rows)
    refuse(name, fmt::format("has {} values; a table has 1 to {} rows", extent[0], most_rows));
  for (const char *packing : {"scale_factor", "add_offset"})
    if (hdf5::has_attribute(variable, packing))
      refuse(name, fmt::format("is packed with a {}; store its values as they are", packing));
}

/// A text as a cell holds it.
std::string cell_of(const std::string &text, const std::string &place) {
  if (text.empty() || text.starts_with('#') || text.find_first_of(",;\"\t\r\n") != std::string::npos)
    refuse(place, quoted(text) + " is neither a number nor a label");
  return text;
}

template <class Number> std::vector<std::string> numbers_as_text(hid_t group, const std::string &name) {
  std::vector<std::string> cells;
  for (const Number number : hdf5::read_variable<Number>(group, name))
    cells.push_back(fmt::format("{}", number));
  return cells;
}

std::vector<std::string> cells_of(hid_t group, const std::string &name, H5T_class_t type) {
  if (type == H5T_FLOAT) return numbers_as_text<double>(group, name);
  if (type == H5T_INTEGER) return numbers_as_text<std::int64_t>(group, name);
  if (type != H5T_STRING) refuse(name, "holds neither numbers nor texts");
  std::vector<std::string> cells = hdf5::read_variable<std::string>(group, name);
  for (std::size_t row = 0; row < cells.size(); ++row)
    cells[row] = cell_of(cells[row], fmt::format("{}[{}]", name, row));
  return cells;
}

std::vector<StoredColumn> columns_in(hid_t group) {
  std::vector<StoredColumn> columns;
  for (const std::string &name : hdf5::variables_in(group)) {
    const Handle variable = hdf5::open_variable(group, name);
    if (is_axis(variable)) continue;
    check_column(variable, name);
    columns.push_back({cell_of(name, name), cells_of(group, name, hdf5::type_class_of(variable))});
    const std::size_t rows = columns.front().cells.size();
    if (columns.back().cells.size() != rows)
      refuse(name, fmt::format("has {} values, but {} has {}", columns.back().cells.size(),
                               columns.front().name, rows));
  }
  return columns;
}

/// Throws InputError without the file's name, or hdf5::Error.
std::vector<StoredColumn> columns_at(const StoredPlace &place) {
  if (H5Fis_hdf5(place.file.c_str()) <= 0) throw InputError("is not an HDF5 file");
  const Handle file = hdf5::open_file(place.file);
  if (!place.group.empty() && !hdf5::has_group(file, place.group))
    throw InputError(fmt::format("has no group {}", quoted(place.group)));
  std::vector<StoredColumn> columns =
      columns_in(hdf5::open_group(file, place.group.empty() ? "/" : place.group));
  if (columns.empty()) throw InputError("has no variables of one dimension; a group is named after a #");
  return columns;
}

std::string as_text(const std::vector<StoredColumn> &columns) {
  std::vector<std::string> cells;
  for (const StoredColumn &column : columns) cells.push_back(column.name);
  std::string text = fmt::format("{}\n", fmt::join(cells, ","));
  for (std::size_t row = 0; row < columns.front().cells.size(); ++row) {
    std::transform(columns.begin(), columns.end(), cells.begin(),
                   [row](const StoredColumn &column) { return column.cells[row]; });
    text += fmt::format("{}\n", fmt::join(cells, ","));
  }
  return text;
}

} // namespace

std::string stored_table(const StoredPlace &place) {
  const hdf5::Quiet quiet;
  const std::string name = place.group.empty() ? place.file : fmt::format("{}#{}", place.file, place.group);
  try {
    return as_text(columns_at(place));
  } catch (const InputError &error) {
    throw InputError(fmt::format("{}: {}", name, error.what()));
  } catch (const hdf5::Error &error) {
    throw InputError(fmt::format("{}: is damaged or incomplete: {}", name, error.what()));
  }
}

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#include "engine/conditions/table.hpp"

#include <sstream>

#include <fmt/format.h>

#include "engine/conditions/files.hpp"
#include "engine/errors.hpp"

namespace engine {
namespace {

/// Cells without their spaces; none of an empty line or a comment.
std::vector<std::string> cells_of(const std::string &line) {
  if (line.empty() || line.starts_with('#')) return {};
  std::vector<std::string> cells(1);
  for (const char letter : line) {
    if (letter == ',')
      cells.emplace_back();
    else if (letter != ' ')
      cells.back() += letter;
  }
  if (cells.size() == 1 && cells.front().empty()) cells.clear();
  return cells;
}

} // namespace

std::string Table::place(const Row &row, std::size_t column) const {
  return fmt::format("{}:{}:{}", file, row.line, column + 1);
}

Table read_table(const std::string &file, const std::string &place, const std::string &what) {
  Table table{file, {1, {}}, {}};
  std::istringstream text(read_text_file(file, place));
  std::size_t number = 0;
  for (std::string line; std::getline(text, line);) {
    ++number;
    if (line.ends_with('\r')) line.pop_back();
    Table::Row row{number, cells_of(line)};
    if (row.cells.empty()) continue;
    if (table.header.cells.empty()) {
      table.header = std::move(row);
      continue;
    }
    if (row.cells.size() != table.header.cells.size())
      throw InputError(fmt::format("{}: has {} cells, but the {} has {} columns", table.place(row, 0),
                                   row.cells.size(), what, table.header.cells.size()));
    table.rows.push_back(std::move(row));
  }
  return table;
}

} // namespace engine

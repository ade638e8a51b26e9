// SPDX-License-Identifier: Apache-2.0
#include "engine/conditions/table.hpp"

#include <sstream>
#include <string_view>

#include <fmt/format.h>

#include "engine/conditions/files.hpp"
#include "engine/errors.hpp"

namespace engine {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF"; // with which some programs begin a file

/// Cells without their spaces and quotes, which no name or value needs; none of an empty line or a comment.
std::vector<std::string> cells_of(const std::string &line) {
  if (line.empty() || line.starts_with('#')) return {};
  std::vector<std::string> cells(1);
  for (const char letter : line) {
    if (letter == ',')
      cells.emplace_back();
    else if (letter != ' ' && letter != '"')
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
    if (number == 1 && line.starts_with(byte_order_mark)) line.erase(0, byte_order_mark.size());
    if (line.ends_with('\r')) line.pop_back();
    Table::Row row{number, cells_of(line)};
    if (row.cells.empty()) continue;
    if (table.header.cells.empty()) {
      table.header = std::move(row);
      if (line.find_first_of(";\t") != std::string::npos)
        throw InputError(table.place(table.header, 0) + ": the columns of a table are divided by commas");
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

// SPDX-License-Identifier: Apache-2.0
#include "engine/conditions/table.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <sstream>
#include <string_view>
#include <system_error>
#include <utility>

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

StoredTables &stored_tables() {
  static StoredTables reader = [](const StoredPlace &place) -> std::string {
    throw InputError(place.file + ": tables in HDF5 are not read here");
  };
  return reader;
}

bool is_hdf5(const std::string &file, const std::string &place) {
  constexpr std::string_view signature = "\x89HDF\r\n\x1a\n";
  constexpr std::array<std::string_view, 3> endings{".h5", ".hdf5", ".nc"};
  const bool says_so = read_beginning(file, place, signature.size()) == signature;
  return says_so || std::any_of(endings.begin(), endings.end(),
                                [&](std::string_view ending) { return file.ends_with(ending); });
}

Table table_in(const std::string &all, const std::string &file, const std::string &what) {
  Table table{file, {1, {}}, {}};
  std::istringstream text(all);
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

} // namespace

std::string Table::place() const { return is_stored ? file : file + ":1:1"; }

std::string Table::place(const Row &row, std::size_t column) const {
  if (!is_stored) return fmt::format("{}:{}:{}", file, row.line, column + 1);
  const std::string variable = fmt::format("{}: {}", file, header.cells[column]);
  return row.line == header.line ? variable : fmt::format("{}[{}]", variable, row.line - header.line - 1);
}

Table read_table(const std::string &file, const std::string &place, const std::string &what) {
  return table_in(read_text_file(file, place), file, what);
}

StoredPlace stored_place(const std::string &written) {
  const std::size_t mark = written.rfind('#');
  std::error_code unknown;
  if (mark == std::string::npos || std::filesystem::exists(written, unknown)) return {written, ""};
  return {written.substr(0, mark), written.substr(mark + 1)};
}

void read_stored_tables_with(StoredTables reader) { stored_tables() = std::move(reader); }

Table read_any_table(const std::string &written, const std::string &place, const std::string &what) {
  const StoredPlace stored = stored_place(written);
  if (!is_hdf5(stored.file, place)) return read_table(written, place, what);
  Table table = table_in(stored_tables()(stored), written, what);
  table.is_stored = true;
  return table;
}

} // namespace engine

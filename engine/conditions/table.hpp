// SPDX-License-Identifier: Apache-2.0
#pragma once

// Tables that files of conditions name: a header, rows of cells divided by commas, comments after #.

#include <cstddef>
#include <string>
#include <vector>

namespace engine {

struct Table {
  struct Row {
    std::size_t line; // counted from 1
    std::vector<std::string> cells;
  };

  std::string file;
  Row header;
  std::vector<Row> rows; // each with as many cells as the header

  /// "FILE:line:column" of a cell.
  std::string place(const Row &row, std::size_t column) const;
};

/// Reads a table. Throws InputError, at `place` if there is no such file. `what` it is called in complaints.
Table read_table(const std::string &file, const std::string &place, const std::string &what);

} // namespace engine

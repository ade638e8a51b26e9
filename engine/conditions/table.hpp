// SPDX-License-Identifier: Apache-2.0
#pragma once

// Tables that files of conditions name: a header, rows of cells divided by commas, comments after #. A table
// that is stored in HDF5 comes as the same text, from whoever knows that library.

#include <cstddef>
#include <functional>
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
  bool is_stored = false;

  /// Of all of it: "FILE:1:1", or "FILE" of a stored one.
  std::string place() const;
  /// "FILE:line:column" of a cell; of a stored one "FILE: name" or "FILE: name[row]", with rows counted from
  /// 0.
  std::string place(const Row &row, std::size_t column) const;
};

/// Reads a table. Throws InputError, at `place` if there is no such file. `what` it is called in complaints.
Table read_table(const std::string &file, const std::string &place, const std::string &what);

/// A file, and what stands after a # behind it: a group of HDF5; empty if nothing does.
struct StoredPlace {
  std::string file;
  std::string group;
};
StoredPlace stored_place(const std::string &written);

/// Gives the table at a place of an HDF5 file as text. Throws InputError.
using StoredTables = std::function<std::string(const StoredPlace &)>;

/// Says who does, since conditions know no HDF5. Call before any condition is read.
void read_stored_tables_with(StoredTables reader);

/// Reads a table, from HDF5 where the file's name ends in .h5, .hdf5 or .nc, or its first bytes say so.
Table read_any_table(const std::string &written, const std::string &place, const std::string &what);

} // namespace engine

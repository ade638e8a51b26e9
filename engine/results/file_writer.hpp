// SPDX-License-Identifier: Apache-2.0
#pragma once

// A file of HDF5 whose variables lie along named dimensions, as netCDF readers look for them: the "dimension
// scales" of HDF5. The library's own functions for them write the list of what lies along a dimension anew
// with each variable; here it is written once, at the end.

#include <map>
#include <string>
#include <vector>

#include "engine/results/hdf5.hpp"

namespace engine::hdf5 {

/// Every member throws Error.
class FileWriter {
public:
  /// In the place of an empty file.
  explicit FileWriter(const std::string &path);

  const Handle &root() const { return file_; }

  /// A dimension, which is a variable of its own name. Names are those of the whole file: one that is there
  /// already is the same dimension, and stays as it is.
  void add_dimension(hid_t group, const std::string &name, const Values &values, const Attributes &attributes,
                     Storage storage = Storage::usual);
  /// A dimension of the root is found in `group` as well: readers look into one group at a time.
  void show_dimension_in(hid_t group, const std::string &name);

  /// Variables along such dimensions, of the extent that these give them; see hdf5.hpp.
  void add_variable(hid_t group, const std::string &name, const std::vector<std::string> &dimensions,
                    const Values &values, const Attributes &attributes);
  Handle add_counts(hid_t group, const std::string &name, const std::vector<std::string> &dimensions,
                    const Attributes &attributes);
  Handle add_table(hid_t group, const std::string &name, const std::vector<std::string> &dimensions,
                   const Attributes &attributes);

  /// Every variable that a member gave must have been closed.
  void close();

private:
  /// An axis of a variable, as the list of a dimension names it.
  struct AlongIt {
    hobj_ref_t variable;
    int axis;
    int nothing = 0; // what fills the place up is the same in equal files
  };
  struct Dimension {
    Handle variable;
    hobj_ref_t reference;
    hsize_t size;
    std::vector<AlongIt> along;
  };

  Extent extent_along(const std::vector<std::string> &dimensions) const;
  void lay(const Handle &variable, const std::vector<std::string> &dimensions);
  void write_list(const Dimension &dimension);
  void write_fixed_text(const Handle &object, const char *name, const std::string &text);

  Handle file_;
  std::map<std::string, Dimension> dimensions_;
  std::map<std::size_t, Handle> lists_;       // spaces of so many values
  std::map<std::size_t, Handle> fixed_texts_; // types of so many bytes
};

} // namespace engine::hdf5

// SPDX-License-Identifier: Apache-2.0
#pragma once

// HDF5 in a few words of C++: identifiers that close themselves, status codes that throw.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <hdf5.h>

namespace engine::hdf5 {

/// HDF5 refused. The message says what the system said, and what was being done.
class Error : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// While it lives, HDF5 does not print its errors: they are thrown instead. HDF5 keeps this setting for
/// each thread, so every entry into this library needs one.
class Quiet {
public:
  Quiet();
  ~Quiet();
  Quiet(const Quiet &) = delete;
  Quiet &operator=(const Quiet &) = delete;

private:
  H5E_auto2_t print_ = nullptr;
  void *client_ = nullptr;
};

/// Throws Error if a status or identifier is negative; `doing` completes "while ...".
hid_t checked(hid_t status, const std::string &doing);

/// An HDF5 identifier that closes itself.
class Handle {
public:
  using Closer = herr_t (*)(hid_t);

  Handle() = default;
  /// Throws Error if `id` is negative.
  Handle(hid_t id, Closer closer, const std::string &doing);
  Handle(Handle &&other) noexcept;
  Handle &operator=(Handle &&other) noexcept;
  ~Handle();

  operator hid_t() const { return id_; } // an identifier is what HDF5 wants to see
  /// Closing writes what is still in memory, and so can fail: Error. The destructor would not tell.
  void close();

private:
  hid_t id_ = H5I_INVALID_HID;
  Closer closer_ = nullptr;
};

using Extent = std::vector<hsize_t>;
using Attributes = std::vector<
    std::pair<std::string, std::variant<std::string, float, double, std::int64_t, std::uint64_t>>>;
using Values = std::variant<std::vector<std::string>, std::vector<double>, std::vector<std::int64_t>,
                            std::vector<std::uint64_t>>;

/// A new file, in the place of an empty one.
Handle create_file(const std::string &path);
/// An existing file, for reading.
Handle open_file(const std::string &path);

Handle create_group(hid_t parent, const std::string &name);
Handle open_group(hid_t parent, const std::string &name);
Handle open_variable(hid_t parent, const std::string &name);
/// Whether the parent has a group or variable of this name.
bool has(hid_t parent, const std::string &name);

/// Whether a path from the parent leads to a group.
bool has_group(hid_t parent, const std::string &path);
/// Names of the variables of a file or group, in alphabetical order.
std::vector<std::string> variables_in(hid_t parent);
/// How many places a variable has along each of its axes; none of a single value.
Extent extent_of(const Handle &variable);
/// What its values are: H5T_FLOAT, H5T_INTEGER, H5T_STRING, H5T_COMPOUND ...
H5T_class_t type_class_of(const Handle &variable);

/// How a variable lies in the file: only what is stored in pieces can be cut later.
enum class Storage { usual, in_pieces };

/// A new variable with all its values.
Handle write_values(hid_t parent, const std::string &name, const Extent &extent, const Values &values,
                    Storage storage = Storage::usual);
/// A new variable of whole numbers, to be filled by rows: places along its first axis.
Handle create_counts(hid_t parent, const std::string &name, const Extent &extent);
Handle open_counts(hid_t parent, const std::string &name);
/// A new table, to be filled part by part; NaN until then. Its rows and columns are its first two axes; with
/// a third one each column has many values.
Handle create_table(hid_t parent, const std::string &name, const Extent &extent);
/// Cuts a variable to its first `size` places along one of its axes.
void cut(hid_t parent, const std::string &name, unsigned axis, std::size_t size);
/// Writes columns first ... first + count - 1 of one row, one after the other.
void write_part(const Handle &table, hsize_t row, hsize_t first, hsize_t count, const float *values);

/// Rows that are written together are stored together, if they begin at a multiple of this number.
inline constexpr hsize_t rows_a_piece = 64;
/// Writes rows first ... first + count - 1 of whole numbers, one after the other: places along the first
/// axis.
void write_rows(const Handle &counts, hsize_t first, hsize_t count, const std::int64_t *values);
/// Reads them. Error if there are none such, or if a row has not `row_size` values.
std::vector<std::int64_t> read_rows(hid_t parent, const std::string &name, hsize_t first, hsize_t count,
                                    std::size_t row_size);

/// All values of a variable, as double, std::int64_t, std::uint64_t or std::string. Error if they are not
/// as many as `expected`, where that is given.
template <class Item>
std::vector<Item> read_variable(hid_t parent, const std::string &name,
                                std::optional<std::size_t> expected = std::nullopt);

void write_attributes(const Handle &object, const Attributes &attributes);
bool has_attribute(const Handle &object, const std::string &name);
/// Empty if there is no such attribute.
std::string read_text(const Handle &object, const std::string &name);
/// Error if there is no such attribute, or if it is not one number.
template <class Number> Number read_number(const Handle &object, const std::string &name);
/// All attributes, which must be text, in the order of their writing.
std::vector<std::pair<std::string, std::string>> read_texts(const Handle &object);

} // namespace engine::hdf5

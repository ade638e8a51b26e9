// SPDX-License-Identifier: Apache-2.0
#include "engine/results/hdf5.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>
#include <string_view>
#include <type_traits>

#include <fmt/format.h>

namespace engine::hdf5 {

namespace {

constexpr hsize_t small_enough_to_stay_plain = 1 << 15; // bytes; pieces cost more than they save below it
constexpr hsize_t piece_bytes = 1 << 20;                // as much as HDF5 keeps in memory for a variable
constexpr hsize_t floats_a_piece = 1 << 16;             // of a table
constexpr unsigned fastest_deflate = 1;                 // counts shrink hardly better at 9

/// What the system said (of a full disk, say) if the error stack tells it; else its innermost line.
std::string reason_on_stack() {
  std::string reason;
  const auto look = [](unsigned, const H5E_error2_t *entry, void *found) -> herr_t {
    auto &text = *static_cast<std::string *>(found);
    const std::string description = entry->desc == nullptr ? "" : entry->desc;
    constexpr std::string_view mark = "error message = '";
    const std::size_t start = description.find(mark);
    if (start != std::string::npos) {
      const std::size_t first = start + mark.size();
      text = description.substr(first, description.find('\'', first) - first);
      return 1; // enough
    }
    if (text.empty()) text = description;
    return 0;
  };
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, look, &reason);
  return reason.empty() ? "HDF5 gives no reason" : reason;
}

/// After a write that failed, HDF5 would try again when the program ends, and crash. We close every
/// file ourselves, so its own cleaning up is not missed. Heeded only before the first call of all.
void let_nothing_run_at_exit() {
  static const herr_t once = H5dont_atexit();
  static_cast<void>(once);
}

Handle property_list(hid_t of_class) { return {H5Pcreate(of_class), H5Pclose, "making a property list"}; }

void set(herr_t status) { checked(status, "setting a property"); }

/// No clock gets into the file.
Handle creation_list(hid_t of_class) {
  Handle list = property_list(of_class);
  set(H5Pset_obj_track_times(list, false));
  return list;
}

/// Variables are told in the order of writing.
Handle group_creation_list(hid_t of_class) {
  Handle list = creation_list(of_class);
  set(H5Pset_link_creation_order(list, H5P_CRT_ORDER_TRACKED));
  return list;
}

/// The oldest form of everything is the quickest to write, and every reader knows it.
Handle access_list() {
  Handle list = property_list(H5P_FILE_ACCESS);
  set(H5Pset_libver_bounds(list, H5F_LIBVER_EARLIEST, H5F_LIBVER_V18));
  set(H5Pset_fclose_degree(list, H5F_CLOSE_SEMI)); // a variable left open is an error
  set(H5Pset_file_locking(list, false,
                          true)); // no two write one file here, and some file systems know no locks
  return list;
}

/// Hundreds of small variables lie side by side, instead of each between two pieces of description.
Handle writing_access_list() {
  constexpr hsize_t taken_at_once = 1 << 18;
  Handle list = access_list();
  set(H5Pset_meta_block_size(list, taken_at_once));
  set(H5Pset_small_data_block_size(list, taken_at_once));
  set(H5Pset_sieve_buf_size(list, 0)); // what is written once needs no buffer
  return list;
}

hid_t text_type() {
  static const Handle text = [] {
    Handle type(H5Tcopy(H5T_C_S1), H5Tclose, "making a type");
    set(H5Tset_size(type, H5T_VARIABLE)); // netCDF readers crash on texts of fixed length
    set(H5Tset_cset(type, H5T_CSET_UTF8));
    return type;
  }();
  return text;
}

template <class Item> hid_t type_of() {
  if constexpr (std::is_same_v<Item, float>) return H5T_NATIVE_FLOAT;
  if constexpr (std::is_same_v<Item, double>) return H5T_NATIVE_DOUBLE;
  if constexpr (std::is_same_v<Item, std::int64_t>) return H5T_NATIVE_INT64;
  if constexpr (std::is_same_v<Item, std::uint64_t>) return H5T_NATIVE_UINT64;
  if constexpr (std::is_same_v<Item, std::string>) return text_type();
}

hid_t one_number() {
  static const Handle space(H5Screate(H5S_SCALAR), H5Sclose, "making a space");
  return space;
}

hsize_t product(const Extent &extent) {
  return std::accumulate(extent.begin(), extent.end(), hsize_t{1}, std::multiplies<>());
}

bool stays_plain(const Extent &extent, hsize_t item_bytes) {
  return product(extent) * item_bytes <= small_enough_to_stay_plain;
}

/// Whole rows of the first axis, as many as make a piece of the usual size.
Extent usual_piece(const Extent &extent, hsize_t item_bytes) {
  const hsize_t row_bytes = product(extent) / extent.front() * item_bytes;
  Extent piece = extent;
  piece.front() = std::clamp<hsize_t>(piece_bytes / row_bytes, 1, extent.front());
  return piece;
}

const Handle &plain_list() {
  static const Handle list = creation_list(H5P_DATASET_CREATE);
  return list;
}

Handle list_in_pieces(const Extent &piece) {
  Handle list = creation_list(H5P_DATASET_CREATE);
  set(H5Pset_chunk(list, static_cast<int>(piece.size()), piece.data()));
  set(H5Pset_shuffle(list));
  set(H5Pset_deflate(list, fastest_deflate));
  set(H5Pset_fletcher32(list)); // what a disk has changed is noticed
  return list;
}

/// Whole pieces pass by HDF5's memory for pieces: with hundreds of variables open it would add up.
Handle unbuffered_list() {
  Handle list = property_list(H5P_DATASET_ACCESS);
  set(H5Pset_chunk_cache(list, 1, 0, H5D_CHUNK_CACHE_W0_DEFAULT));
  return list;
}

Handle create_variable(hid_t parent, const std::string &name, hid_t type, const Extent &extent,
                       const Handle &creation, hid_t access = H5P_DEFAULT) {
  const Handle space(H5Screate_simple(static_cast<int>(extent.size()), extent.data(), nullptr), H5Sclose,
                     "making a space");
  return {H5Dcreate2(parent, name.c_str(), type, space, H5P_DEFAULT, creation, access), H5Dclose,
          "making '" + name + "'"};
}

/// Texts pass through buffers, which HDF5 fills with zeros for each variable: a megabyte unless told.
const Handle &transfer_list() {
  static const Handle list = [] {
    constexpr std::size_t small = 1 << 13;
    Handle with_small_buffer = property_list(H5P_DATASET_XFER);
    set(H5Pset_buffer(with_small_buffer, small, nullptr, nullptr));
    return with_small_buffer;
  }();
  return list;
}

void write_all(const Handle &variable, hid_t type, const void *values, const std::string &name) {
  checked(H5Dwrite(variable, type, H5S_ALL, H5S_ALL, transfer_list(), values), "writing '" + name + "'");
}

/// HDF5 wants texts as pointers.
std::vector<const char *> pointers_to(const std::vector<std::string> &texts) {
  std::vector<const char *> pointers(texts.size());
  std::transform(texts.begin(), texts.end(), pointers.begin(), [](const auto &text) { return text.c_str(); });
  return pointers;
}

/// Places in memory and in the file of a part of a variable.
std::pair<Handle, Handle> part_of(const Handle &dataset, const Extent &start, const Extent &size) {
  Handle memory(H5Screate_simple(static_cast<int>(size.size()), size.data(), nullptr), H5Sclose,
                "choosing rows");
  Handle part(H5Dget_space(dataset), H5Sclose, "choosing rows");
  checked(H5Sselect_hyperslab(part, H5S_SELECT_SET, start.data(), nullptr, size.data(), nullptr),
          "choosing rows");
  return {std::move(memory), std::move(part)};
}

/// The same of some rows: all that lies along the other axes.
std::pair<Handle, Handle> rows_of(const Handle &dataset, hsize_t first, hsize_t count) {
  Extent size = extent_of(dataset);
  Extent start(size.size(), 0);
  start.front() = first;
  size.front() = count;
  return part_of(dataset, start, size);
}

/// Texts of a fixed length, as NumPy has them: without what fills them up.
std::vector<std::string> read_fixed_texts(const Handle &dataset, const Handle &type, std::size_t size) {
  const std::size_t length = H5Tget_size(type);
  std::string letters(size * length, '\0');
  checked(H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, letters.data()), "reading texts");
  std::vector<std::string> texts;
  texts.reserve(size);
  for (std::size_t first = 0; first < letters.size(); first += length)
    texts.emplace_back(letters.substr(first, length).c_str());
  return texts;
}

/// HDF5 returns texts that it allocated; this gives them back.
std::string taken(char *text) {
  std::string copy = text == nullptr ? "" : text;
  H5free_memory(text);
  return copy;
}

template <class Value> void write_attribute(hid_t object, const std::string &name, const Value &value) {
  const std::string doing = "writing the attribute '" + name + "'";
  const hid_t type = type_of<Value>();
  const Handle attribute(H5Acreate2(object, name.c_str(), type, one_number(), H5P_DEFAULT, H5P_DEFAULT),
                         H5Aclose, doing);
  if constexpr (std::is_same_v<Value, std::string>) {
    const void *text = value.c_str();
    checked(H5Awrite(attribute, type, &text), doing);
  } else {
    checked(H5Awrite(attribute, type, &value), doing);
  }
}

Handle open_attribute(const Handle &object, const std::string &name, H5T_class_t expected) {
  const std::string doing = fmt::format("reading the attribute '{}'", name);
  Handle attribute(H5Aopen(object, name.c_str(), H5P_DEFAULT), H5Aclose, doing);
  const Handle type(H5Aget_type(attribute), H5Tclose, doing);
  const Handle space(H5Aget_space(attribute), H5Sclose, doing);
  const bool is_one = H5Sget_simple_extent_npoints(space) == 1;
  if (H5Tget_class(type) != expected || !is_one)
    throw Error(fmt::format("the attribute '{}' is of an unknown type", name));
  return attribute;
}

} // namespace

Quiet::Quiet() {
  let_nothing_run_at_exit();
  H5Eget_auto2(H5E_DEFAULT, &print_, &client_);
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

Quiet::~Quiet() { H5Eset_auto2(H5E_DEFAULT, print_, client_); }

hid_t checked(hid_t status, const std::string &doing) {
  if (status < 0) throw Error(fmt::format("{} (while {})", reason_on_stack(), doing));
  return status;
}

Handle::Handle(hid_t id, Closer closer, const std::string &doing)
    : id_(checked(id, doing)), closer_(closer) {}

Handle::Handle(Handle &&other) noexcept
    : id_(std::exchange(other.id_, H5I_INVALID_HID)), closer_(other.closer_) {}

Handle &Handle::operator=(Handle &&other) noexcept {
  std::swap(id_, other.id_);
  std::swap(closer_, other.closer_);
  return *this;
}

Handle::~Handle() {
  if (id_ >= 0) closer_(id_);
}

void Handle::close() {
  const hid_t id = std::exchange(id_, H5I_INVALID_HID);
  if (id >= 0) checked(closer_(id), "writing the last of it");
}

Handle create_file(const std::string &path) {
  const Handle creation = group_creation_list(H5P_FILE_CREATE);
  return {H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation, writing_access_list()), H5Fclose,
          "making the file"};
}

Handle open_file(const std::string &path) {
  return {H5Fopen(path.c_str(), H5F_ACC_RDONLY, access_list()), H5Fclose, "opening the file"};
}

Handle create_group(hid_t parent, const std::string &name) {
  const Handle creation = group_creation_list(H5P_GROUP_CREATE);
  return {H5Gcreate2(parent, name.c_str(), H5P_DEFAULT, creation, H5P_DEFAULT), H5Gclose,
          fmt::format("making the group '{}'", name)};
}

Handle open_group(hid_t parent, const std::string &name) {
  return {H5Gopen2(parent, name.c_str(), H5P_DEFAULT), H5Gclose, fmt::format("opening the group '{}'", name)};
}

Handle open_variable(hid_t parent, const std::string &name) {
  return {H5Dopen2(parent, name.c_str(), H5P_DEFAULT), H5Dclose, fmt::format("opening '{}'", name)};
}

Extent extent_of(const Handle &dataset) {
  const Handle space(H5Dget_space(dataset), H5Sclose, "asking for an extent");
  const hid_t rank = checked(H5Sget_simple_extent_ndims(space), "asking for an extent");
  Extent extent(static_cast<std::size_t>(rank));
  checked(H5Sget_simple_extent_dims(space, extent.data(), nullptr), "asking for an extent");
  return extent;
}

bool has_group(hid_t parent, const std::string &path) {
  const hid_t object = H5Oopen(parent, path.c_str(), H5P_DEFAULT);
  if (object < 0) return false;
  const Handle opened(object, H5Oclose, "looking for a group");
  return H5Iget_type(opened) == H5I_GROUP;
}

std::vector<std::string> variables_in(hid_t parent) {
  std::vector<std::string> names;
  const auto collect = [](hid_t, const char *name, const H5L_info_t *, void *found) -> herr_t {
    static_cast<std::vector<std::string> *>(found)->emplace_back(name);
    return 0;
  };
  checked(H5Literate(parent, H5_INDEX_NAME, H5_ITER_INC, nullptr, collect, &names), "listing variables");
  std::erase_if(names, [&](const std::string &name) {
    const Handle object(H5Oopen(parent, name.c_str(), H5P_DEFAULT), H5Oclose,
                        fmt::format("opening '{}'", name));
    return H5Iget_type(object) != H5I_DATASET;
  });
  return names;
}

H5T_class_t type_class_of(const Handle &variable) {
  const Handle type(H5Dget_type(variable), H5Tclose, "asking for a type");
  return H5Tget_class(type);
}

bool has(hid_t parent, const std::string &name) {
  return checked(H5Lexists(parent, name.c_str(), H5P_DEFAULT), "looking for a name") > 0;
}

Handle write_values(hid_t parent, const std::string &name, const Extent &extent, const Values &values,
                    Storage storage) {
  const auto write = [&]<class Item>(const std::vector<Item> &items) {
    constexpr bool is_text = std::is_same_v<Item, std::string>; // whose letters no filter would reach
    const bool is_plain =
        storage == Storage::usual && (is_text || stays_plain(extent, H5Tget_size(type_of<Item>())));
    Handle variable = is_plain ? create_variable(parent, name, type_of<Item>(), extent, plain_list())
                               : create_variable(parent, name, type_of<Item>(), extent,
                                                 list_in_pieces(usual_piece(extent, sizeof(Item))));
    if (items.empty()) return variable;
    if constexpr (is_text)
      write_all(variable, type_of<Item>(), pointers_to(items).data(), name);
    else
      write_all(variable, type_of<Item>(), items.data(), name);
    return variable;
  };
  return std::visit(write, values);
}

Handle create_counts(hid_t parent, const std::string &name, const Extent &extent) {
  if (stays_plain(extent, sizeof(std::int64_t)))
    return create_variable(parent, name, H5T_NATIVE_INT64, extent, plain_list());
  Extent piece = usual_piece(extent, sizeof(std::int64_t));
  piece.front() = std::min(extent.front(), rows_a_piece);
  return create_variable(parent, name, H5T_NATIVE_INT64, extent, list_in_pieces(piece), unbuffered_list());
}

Handle open_counts(hid_t parent, const std::string &name) {
  return {H5Dopen2(parent, name.c_str(), unbuffered_list()), H5Dclose, fmt::format("opening '{}'", name)};
}

Handle create_table(hid_t parent, const std::string &name, const Extent &extent) {
  Extent piece = extent;
  piece.at(0) = 1;
  const hsize_t column = product(piece) / std::max<hsize_t>(extent.at(1), 1);
  piece.at(1) = std::clamp<hsize_t>(extent.at(1), 1, std::max<hsize_t>(floats_a_piece / column, 1));
  const Handle creation = list_in_pieces(piece);
  constexpr float nothing = std::numeric_limits<float>::quiet_NaN();
  set(H5Pset_fill_value(creation, H5T_NATIVE_FLOAT, &nothing));
  Handle table = create_variable(parent, name, H5T_NATIVE_FLOAT, extent, creation);
  write_attribute(table, "_FillValue", nothing);
  return table;
}

void write_rows(const Handle &counts, hsize_t first, hsize_t count, const std::int64_t *values) {
  if (extent_of(counts).front() == count) return write_all(counts, H5T_NATIVE_INT64, values, "all rows");
  const auto [memory, part] = rows_of(counts, first, count);
  checked(H5Dwrite(counts, H5T_NATIVE_INT64, memory, part, H5P_DEFAULT, values), "writing rows");
}

std::vector<std::int64_t> read_rows(hid_t parent, const std::string &name, hsize_t first, hsize_t count,
                                    std::size_t row_size) {
  const Handle counts = open_variable(parent, name);
  const Extent extent = extent_of(counts);
  if (first + count > extent.front() || product(extent) != extent.front() * row_size)
    throw Error(fmt::format("'{}' has {} rows of {} values where row {} of {} was expected", name,
                            extent.front(), product(extent) / std::max<hsize_t>(extent.front(), 1),
                            first + count, row_size));
  const auto [memory, part] = rows_of(counts, first, count);
  std::vector<std::int64_t> values(count * row_size);
  checked(H5Dread(counts, H5T_NATIVE_INT64, memory, part, H5P_DEFAULT, values.data()),
          fmt::format("reading '{}'", name));
  return values;
}

void cut(hid_t parent, const std::string &name, unsigned axis, std::size_t size) {
  const Handle dataset = open_variable(parent, name);
  Extent extent = extent_of(dataset);
  if (extent.at(axis) == size) return;
  extent.at(axis) = size;
  checked(H5Dset_extent(dataset, extent.data()), fmt::format("cutting '{}'", name));
}

void write_part(const Handle &table, hsize_t row, hsize_t first, hsize_t count, const float *values) {
  Extent size = extent_of(table);
  Extent start(size.size(), 0);
  start.at(0) = row;
  start.at(1) = first;
  size.at(0) = 1;
  size.at(1) = count;
  const auto [memory, part] = part_of(table, start, size);
  checked(H5Dwrite(table, H5T_NATIVE_FLOAT, memory, part, H5P_DEFAULT, values), "writing rows");
}

template <class Item>
std::vector<Item> read_variable(hid_t parent, const std::string &name, std::optional<std::size_t> expected) {
  const Handle dataset = open_variable(parent, name);
  const std::size_t size = product(extent_of(dataset));
  if (expected && size != *expected)
    throw Error(fmt::format("'{}' has {} values where {} were expected", name, size, *expected));
  const auto read = [&](void *values) {
    checked(H5Dread(dataset, type_of<Item>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values),
            fmt::format("reading '{}'", name));
  };
  std::vector<Item> values;
  if (size == 0) return values;
  if constexpr (std::is_same_v<Item, std::string>) {
    const Handle type(H5Dget_type(dataset), H5Tclose, "asking for a type");
    if (H5Tget_class(type) == H5T_STRING && H5Tis_variable_str(type) == 0)
      return read_fixed_texts(dataset, type, size);
    std::vector<char *> texts(size, nullptr);
    read(static_cast<void *>(texts.data()));
    for (char *text : texts) values.push_back(taken(text));
  } else {
    values.resize(size);
    read(values.data());
  }
  return values;
}

template std::vector<std::string> read_variable(hid_t, const std::string &, std::optional<std::size_t>);
template std::vector<double> read_variable(hid_t, const std::string &, std::optional<std::size_t>);
template std::vector<std::int64_t> read_variable(hid_t, const std::string &, std::optional<std::size_t>);
template std::vector<std::uint64_t> read_variable(hid_t, const std::string &, std::optional<std::size_t>);

void write_attributes(const Handle &object, const Attributes &attributes) {
  for (const auto &attribute : attributes)
    std::visit([&](const auto &value) { write_attribute(object, attribute.first, value); }, attribute.second);
}

bool has_attribute(const Handle &object, const std::string &name) {
  return checked(H5Aexists(object, name.c_str()), "looking for an attribute") > 0;
}

std::string read_text(const Handle &object, const std::string &name) {
  if (!has_attribute(object, name)) return {};
  const Handle attribute = open_attribute(object, name, H5T_STRING);
  const Handle type(H5Aget_type(attribute), H5Tclose, "reading an attribute");
  if (H5Tis_variable_str(type) == 0) { // other tools write short texts so
    std::string text(H5Tget_size(type), '\0');
    checked(H5Aread(attribute, type, text.data()), "reading an attribute");
    return text.c_str(); // without what fills it up
  }
  char *text = nullptr;
  checked(H5Aread(attribute, type_of<std::string>(), static_cast<void *>(&text)), "reading an attribute");
  return taken(text);
}

template <class Number> Number read_number(const Handle &object, const std::string &name) {
  constexpr auto expected = std::is_floating_point_v<Number> ? H5T_FLOAT : H5T_INTEGER;
  const Handle attribute = open_attribute(object, name, expected);
  Number number{};
  checked(H5Aread(attribute, type_of<Number>(), &number), "reading an attribute");
  return number;
}

template double read_number(const Handle &, const std::string &);
template std::int64_t read_number(const Handle &, const std::string &);
template std::uint64_t read_number(const Handle &, const std::string &);

std::vector<std::pair<std::string, std::string>> read_texts(const Handle &object) {
  std::vector<std::string> names;
  const auto collect = [](hid_t, const char *name, const H5A_info_t *, void *found) -> herr_t {
    static_cast<std::vector<std::string> *>(found)->emplace_back(name);
    return 0;
  };
  checked(H5Aiterate2(object, H5_INDEX_CRT_ORDER, H5_ITER_INC, nullptr, collect, &names),
          "listing attributes");
  std::vector<std::pair<std::string, std::string>> texts;
  texts.reserve(names.size());
  for (const auto &name : names) texts.emplace_back(name, read_text(object, name));
  return texts;
}

} // namespace engine::hdf5

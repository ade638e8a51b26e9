// SPDX-License-Identifier: Apache-2.0
#include "engine/results/hdf5.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>
#include <string_view>
#include <type_traits>

#include <fmt/format.h>
#include <hdf5_hl.h>

namespace engine::hdf5 {

namespace {

constexpr hsize_t small_enough_to_stay_plain = 4096; // bytes; chunks cost more than they save below it
constexpr hsize_t chunk_bytes = 1 << 20;             // as much as HDF5 keeps in memory for a variable
constexpr hsize_t table_chunk = 1 << 16;             // columns of a table written at once
constexpr unsigned fastest_deflate = 1;              // counts shrink hardly better at 9

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

/// Attributes are told in the order of writing, and no clock gets into the file.
Handle creation_list(hid_t of_class) {
  Handle list = property_list(of_class);
  set(H5Pset_obj_track_times(list, false));
  set(H5Pset_attr_creation_order(list, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
  return list;
}

/// Variables too are told in the order of writing.
Handle group_creation_list(hid_t of_class) {
  Handle list = creation_list(of_class);
  set(H5Pset_link_creation_order(list, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
  return list;
}

Handle access_list() {
  Handle list = property_list(H5P_FILE_ACCESS);
  set(H5Pset_libver_bounds(list, H5F_LIBVER_V18, H5F_LIBVER_V18)); // with checksums, and read everywhere
  set(H5Pset_fclose_degree(list, H5F_CLOSE_SEMI));                 // a variable left open is an error
  set(H5Pset_file_locking(list, false,
                          true)); // no two write one file here, and some file systems know no locks
  return list;
}

template <class Item> Handle type_of() {
  const auto copy_of = [](hid_t type) { return Handle(H5Tcopy(type), H5Tclose, "making a type"); };
  if constexpr (std::is_same_v<Item, float>) return copy_of(H5T_NATIVE_FLOAT);
  if constexpr (std::is_same_v<Item, double>) return copy_of(H5T_NATIVE_DOUBLE);
  if constexpr (std::is_same_v<Item, std::int64_t>) return copy_of(H5T_NATIVE_INT64);
  if constexpr (std::is_same_v<Item, std::uint64_t>) return copy_of(H5T_NATIVE_UINT64);
  if constexpr (std::is_same_v<Item, std::string>) {
    Handle text = copy_of(H5T_C_S1);
    set(H5Tset_size(text, H5T_VARIABLE)); // netCDF readers crash on texts of fixed length
    set(H5Tset_cset(text, H5T_CSET_UTF8));
    return text;
  }
}

hsize_t product(const Extent &extent) {
  return std::accumulate(extent.begin(), extent.end(), hsize_t{1}, std::multiplies<>());
}

/// Whole rows of the first axis, as many as make a chunk of the usual size; none for small variables.
Extent usual_chunk(const Extent &extent, hsize_t item_bytes) {
  const hsize_t bytes = product(extent) * item_bytes;
  if (bytes <= small_enough_to_stay_plain) return {};
  const hsize_t row_bytes = bytes / extent.front();
  Extent chunk = extent;
  chunk.front() = std::clamp<hsize_t>(chunk_bytes / row_bytes, 1, extent.front());
  return chunk;
}

Handle dataset_creation_list(const Extent &chunk) {
  Handle list = creation_list(H5P_DATASET_CREATE);
  if (chunk.empty()) return list;
  set(H5Pset_chunk(list, static_cast<int>(chunk.size()), chunk.data()));
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

Handle create_dataset(hid_t parent, const std::string &name, const Handle &type, const Extent &extent,
                      const Handle &creation, hid_t access = H5P_DEFAULT) {
  const std::string doing = fmt::format("making '{}'", name);
  const Handle space(H5Screate_simple(static_cast<int>(extent.size()), extent.data(), nullptr), H5Sclose,
                     doing);
  return {H5Dcreate2(parent, name.c_str(), type, space, H5P_DEFAULT, creation, access), H5Dclose, doing};
}

template <class Item>
void write_values(const Handle &dataset, const std::string &name, const std::vector<Item> &values) {
  checked(H5Dwrite(dataset, type_of<Item>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
          fmt::format("writing '{}'", name));
}

/// HDF5 wants texts as pointers.
template <>
void write_values(const Handle &dataset, const std::string &name, const std::vector<std::string> &values) {
  std::vector<const void *> texts(values.size());
  std::transform(values.begin(), values.end(), texts.begin(),
                 [](const auto &value) { return value.c_str(); });
  checked(H5Dwrite(dataset, type_of<std::string>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, texts.data()),
          fmt::format("writing '{}'", name));
}

Handle write_dataset(hid_t parent, const std::string &name, const Extent &extent, const Values &values,
                     Storage storage = Storage::usual) {
  const auto write = [&]<class Item>(const std::vector<Item> &items) {
    const Handle type = type_of<Item>();
    constexpr bool is_text = std::is_same_v<Item, std::string>; // whose letters no filter would reach
    Extent chunk = is_text ? Extent{} : usual_chunk(extent, H5Tget_size(type));
    if (storage == Storage::in_pieces && chunk.empty()) chunk = extent;
    Handle dataset = create_dataset(parent, name, type, extent, dataset_creation_list(chunk));
    if (!items.empty()) write_values(dataset, name, items);
    return dataset;
  };
  return std::visit(write, values);
}

Extent extent_of(const Handle &dataset) {
  const Handle space(H5Dget_space(dataset), H5Sclose, "asking for an extent");
  const hid_t rank = checked(H5Sget_simple_extent_ndims(space), "asking for an extent");
  Extent extent(static_cast<std::size_t>(rank));
  checked(H5Sget_simple_extent_dims(space, extent.data(), nullptr), "asking for an extent");
  return extent;
}

/// The extent that a variable over these dimensions has.
Extent extent_over(hid_t parent, const std::vector<std::string> &axes) {
  Extent extent;
  for (const auto &axis : axes) extent.push_back(extent_of(open_variable(parent, axis)).at(0));
  return extent;
}

void attach(const Handle &dataset, hid_t parent, const std::vector<std::string> &axes) {
  for (unsigned index = 0; index < axes.size(); ++index)
    checked(H5DSattach_scale(dataset, open_variable(parent, axes[index]), index),
            fmt::format("attaching the axis '{}'", axes[index]));
}

/// Places in memory and in the file of some rows of a variable: all that lies along its other axes.
std::pair<Handle, Handle> rows_of(const Handle &dataset, hsize_t first, hsize_t count) {
  Extent start(extent_of(dataset).size(), 0);
  Extent size = extent_of(dataset);
  start.front() = first;
  size.front() = count;
  Handle memory(H5Screate_simple(static_cast<int>(size.size()), size.data(), nullptr), H5Sclose,
                "choosing rows");
  Handle part(H5Dget_space(dataset), H5Sclose, "choosing rows");
  checked(H5Sselect_hyperslab(part, H5S_SELECT_SET, start.data(), nullptr, size.data(), nullptr),
          "choosing rows");
  return {std::move(memory), std::move(part)};
}

void set_scale(const Handle &dataset, const std::string &name) {
  checked(H5DSset_scale(dataset, name.c_str()), "making an axis");
}

/// HDF5 returns texts that it allocated; this gives them back.
std::string taken(char *text) {
  std::string copy = text == nullptr ? "" : text;
  H5free_memory(text);
  return copy;
}

template <class Value>
void write_attribute(const Handle &object, const std::string &name, const Value &value) {
  const std::string doing = fmt::format("writing the attribute '{}'", name);
  const Handle type = type_of<Value>();
  const Handle space(H5Screate(H5S_SCALAR), H5Sclose, doing);
  const Handle attribute(H5Acreate2(object, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose,
                         doing);
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
  return {H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation, access_list()), H5Fclose, "making the file"};
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

bool has(hid_t parent, const std::string &name) {
  return checked(H5Lexists(parent, name.c_str(), H5P_DEFAULT), "looking for a name") > 0;
}

void link_into(hid_t group, hid_t parent, const std::string &name) {
  checked(H5Lcreate_hard(parent, name.c_str(), group, name.c_str(), H5P_DEFAULT, H5P_DEFAULT),
          fmt::format("linking '{}'", name));
}

void write_axis(hid_t parent, const std::string &name, const Values &values, const Attributes &attributes,
                Storage storage) {
  const std::size_t size = std::visit([](const auto &items) { return items.size(); }, values);
  Handle axis = write_dataset(parent, name, {size}, values, storage);
  set_scale(axis, name);
  write_attributes(axis, attributes);
  axis.close();
}

void write_variable(hid_t parent, const std::string &name, const std::vector<std::string> &axes,
                    const Values &values, const Attributes &attributes) {
  Handle dataset = write_dataset(parent, name, extent_over(parent, axes), values);
  attach(dataset, parent, axes);
  write_attributes(dataset, attributes);
  dataset.close();
}

Handle create_table(hid_t parent, const std::string &name, const std::vector<std::string> &axes,
                    const Attributes &attributes) {
  const Extent extent = extent_over(parent, axes);
  const Handle creation = dataset_creation_list({1, std::clamp<hsize_t>(extent.at(1), 1, table_chunk)});
  constexpr float nothing = std::numeric_limits<float>::quiet_NaN();
  set(H5Pset_fill_value(creation, H5T_NATIVE_FLOAT, &nothing));
  Handle table = create_dataset(parent, name, type_of<float>(), extent, creation);
  attach(table, parent, axes);
  write_attributes(table, attributes);
  write_attribute(table, "_FillValue", nothing);
  return table;
}

void write_matrix(hid_t parent, const std::string &name, hsize_t rows, hsize_t columns,
                  const std::vector<std::int64_t> &values) {
  write_dataset(parent, name, {rows, columns}, values, Storage::in_pieces).close();
}

Handle create_counts(hid_t parent, const std::string &name, const std::vector<std::string> &axes,
                     const Attributes &attributes) {
  const Extent extent = extent_over(parent, axes);
  Extent chunk = usual_chunk(extent, sizeof(std::int64_t));
  if (!chunk.empty()) chunk.front() = std::min(extent.front(), rows_a_piece);
  Handle counts = create_dataset(parent, name, type_of<std::int64_t>(), extent, dataset_creation_list(chunk),
                                 unbuffered_list());
  attach(counts, parent, axes);
  write_attributes(counts, attributes);
  return counts;
}

void write_rows(const Handle &counts, hsize_t first, hsize_t count, const std::int64_t *values) {
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
  const Extent start{row, first};
  const Extent size{1, count};
  const Handle part(H5Dget_space(table), H5Sclose, "choosing rows");
  const Handle memory(H5Screate_simple(2, size.data(), nullptr), H5Sclose, "choosing rows");
  checked(H5Sselect_hyperslab(part, H5S_SELECT_SET, start.data(), nullptr, size.data(), nullptr),
          "choosing rows");
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

// SPDX-License-Identifier: Apache-2.0
#include "engine/results/file_writer.hpp"

#include <utility>
#include <variant>

namespace engine::hdf5 {

namespace {

constexpr std::size_t longest_list =
    4000; // an attribute holds no more; no reader needs the list of a dimension

hobj_ref_t reference_to(const Handle &variable) {
  hobj_ref_t reference = 0;
  checked(H5Rcreate(&reference, variable, ".", H5R_OBJECT, -1), "making a reference");
  return reference;
}

void write_attribute(const Handle &object, const char *name, hid_t type, hid_t space, const void *value) {
  const std::string doing = std::string("writing the attribute '") + name + "'";
  const Handle attribute(H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose, doing);
  checked(H5Awrite(attribute, type, value), doing);
}

Handle list_of(std::size_t size) {
  const hsize_t extent = size;
  return {H5Screate_simple(1, &extent, nullptr), H5Sclose, "making a space"};
}

Handle text_of(std::size_t bytes) {
  Handle type(H5Tcopy(H5T_C_S1), H5Tclose, "making a type");
  checked(H5Tset_size(type, bytes), "making a type");
  return type;
}

/// What hundreds of attributes have in common is made once.
const Handle &kept(std::map<std::size_t, Handle> &made, std::size_t size, Handle (*make)(std::size_t)) {
  const auto found = made.find(size);
  return found != made.end() ? found->second : made.emplace(size, make(size)).first->second;
}

} // namespace

FileWriter::FileWriter(const std::string &path) : file_(create_file(path)) {}

void FileWriter::add_dimension(hid_t group, const std::string &name, const Values &values,
                               const Attributes &attributes, Storage storage) {
  if (dimensions_.contains(name)) return;
  const hsize_t size = std::visit([](const auto &items) { return items.size(); }, values);
  Handle variable = write_values(group, name, {size}, values, storage);
  write_fixed_text(variable, "CLASS", "DIMENSION_SCALE");
  write_fixed_text(variable, "NAME", name);
  write_attributes(variable, attributes);
  const hobj_ref_t reference = reference_to(variable);
  dimensions_.emplace(name, Dimension{std::move(variable), reference, size, {}});
}

void FileWriter::show_dimension_in(hid_t group, const std::string &name) {
  checked(H5Lcreate_hard(file_, name.c_str(), group, name.c_str(), H5P_DEFAULT, H5P_DEFAULT),
          "linking '" + name + "'");
}

void FileWriter::add_variable(hid_t group, const std::string &name,
                              const std::vector<std::string> &dimensions, const Values &values,
                              const Attributes &attributes) {
  Handle variable = write_values(group, name, extent_along(dimensions), values);
  lay(variable, dimensions);
  write_attributes(variable, attributes);
  variable.close();
}

Handle FileWriter::add_counts(hid_t group, const std::string &name,
                              const std::vector<std::string> &dimensions, const Attributes &attributes) {
  Handle counts = create_counts(group, name, extent_along(dimensions));
  lay(counts, dimensions);
  write_attributes(counts, attributes);
  return counts;
}

Handle FileWriter::add_table(hid_t group, const std::string &name, const std::vector<std::string> &dimensions,
                             const Attributes &attributes) {
  Handle table = create_table(group, name, extent_along(dimensions));
  lay(table, dimensions);
  write_attributes(table, attributes);
  return table;
}

Extent FileWriter::extent_along(const std::vector<std::string> &dimensions) const {
  Extent extent;
  for (const auto &name : dimensions) extent.push_back(dimensions_.at(name).size);
  return extent;
}

/// What makes a variable a dimension is told in texts of fixed length.
void FileWriter::write_fixed_text(const Handle &object, const char *name, const std::string &text) {
  static const Handle space(H5Screate(H5S_SCALAR), H5Sclose, "making a space");
  write_attribute(object, name, kept(fixed_texts_, text.size() + 1, text_of), space, text.c_str());
}

/// The variable names its dimensions, one list an axis; they remember it.
void FileWriter::lay(const Handle &variable, const std::vector<std::string> &dimensions) {
  static const Handle type(H5Tvlen_create(H5T_STD_REF_OBJ), H5Tclose, "making a type");
  const hobj_ref_t reference = reference_to(variable);
  std::vector<hvl_t> lists;
  for (const auto &name : dimensions) {
    Dimension &dimension = dimensions_.at(name);
    dimension.along.push_back({reference, static_cast<int>(lists.size())});
    lists.push_back({1, &dimension.reference});
  }
  write_attribute(variable, "DIMENSION_LIST", type, kept(lists_, lists.size(), list_of), lists.data());
}

void FileWriter::write_list(const Dimension &dimension) {
  static const Handle type = [] {
    Handle pair(H5Tcreate(H5T_COMPOUND, sizeof(AlongIt)), H5Tclose, "making a type");
    checked(H5Tinsert(pair, "dataset", HOFFSET(AlongIt, variable), H5T_STD_REF_OBJ), "making a type");
    checked(H5Tinsert(pair, "dimension", HOFFSET(AlongIt, axis), H5T_NATIVE_INT), "making a type");
    return pair;
  }();
  if (dimension.along.empty() || dimension.along.size() > longest_list) return;
  write_attribute(dimension.variable, "REFERENCE_LIST", type, kept(lists_, dimension.along.size(), list_of),
                  dimension.along.data());
}

void FileWriter::close() {
  for (auto &[name, dimension] : dimensions_) {
    write_list(dimension);
    dimension.variable.close();
  }
  file_.close();
}

} // namespace engine::hdf5

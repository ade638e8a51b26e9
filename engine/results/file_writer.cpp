// SPDX-License-Identifier: Apache-2.0
#include "engine/results/file_writer.hpp"

#include <utility>
#include <variant>

namespace engine::hdf5 {

namespace {

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

/// What makes a variable a dimension is told in texts of fixed length.
void write_fixed_text(const Handle &object, const char *name, const std::string &text) {
  static const Handle space(H5Screate(H5S_SCALAR), H5Sclose, "making a space");
  const Handle type(H5Tcopy(H5T_C_S1), H5Tclose, "making a type");
  checked(H5Tset_size(type, text.size() + 1), "making a type");
  write_attribute(object, name, type, space, text.c_str());
}

Handle list_of(std::size_t size) {
  const hsize_t extent = size;
  return {H5Screate_simple(1, &extent, nullptr), H5Sclose, "making a space"};
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
  dimensions_.emplace(name, Dimension{reference_to(variable), size});
  variable.close();
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

/// The variable names its dimensions, one list an axis. No reader needs dimensions that name their variables
/// in return.
void FileWriter::lay(const Handle &variable, const std::vector<std::string> &dimensions) const {
  static const Handle type(H5Tvlen_create(H5T_STD_REF_OBJ), H5Tclose, "making a type");
  std::vector<hobj_ref_t> references;
  for (const auto &name : dimensions) references.push_back(dimensions_.at(name).reference);
  std::vector<hvl_t> lists;
  for (hobj_ref_t &reference : references) lists.push_back({1, &reference});
  write_attribute(variable, "DIMENSION_LIST", type, list_of(lists.size()), lists.data());
}

void FileWriter::close() { file_.close(); }

} // namespace engine::hdf5

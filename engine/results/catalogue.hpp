// SPDX-License-Identifier: Apache-2.0
#pragma once

// The variables of a result file: which places of a row each one holds, over which dimensions, and what
// it says of itself. The writer and the reader go through the same catalogue.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/results/hdf5.hpp"
#include "engine/results/results.hpp"

namespace engine {

/// Counts up when a file of an older program can no longer be read as it is.
inline constexpr std::int64_t format_version = 3;

/// Places of a row: `length` of them from `first`, and again `stride` further on, `repeats` times in all.
struct Slice {
  std::size_t first = 0;
  std::size_t length = 1;
  std::size_t repeats = 1;
  std::size_t stride = 0;
  std::size_t size() const { return length * repeats; }
};

struct Dimension {
  std::string name;
  hdf5::Values values; // labels, whole numbers, or the centres of bins
  hdf5::Attributes attributes;
  std::vector<double> edges = {}; // of its bins; empty if the values are exact
  hdf5::Attributes edge_attributes = {};
};

/// An array of whole numbers: one number, or one for each place along its dimensions, a condition.
struct CountArray {
  std::string name;
  std::vector<std::string> dimensions; // after `condition`
  Slice slice;
  hdf5::Attributes attributes;
};

/// What belongs to one outcome, to its differences, or to one series.
struct Section {
  std::vector<Dimension> dimensions;
  std::vector<CountArray> arrays;
};

/// All sections, in the order of the file. Only the declarations and months of `results` are looked at.
std::vector<Section> catalogue_of(const Results &results);

/// Attributes of a variable; what is empty is left out.
hdf5::Attributes described(const std::string &kind, const std::string &units, const std::string &long_name,
                           const std::string &definition = {}, const std::string &source = {});

/// What the attributes and columns of a file call things, in the order of their enumerations.
/// Of whatever carries a name: conditions, parameters, outcomes, series.
template <class Named> std::vector<std::string> names_of(const std::vector<Named> &all) {
  std::vector<std::string> names;
  names.reserve(all.size());
  for (const auto &one : all) names.push_back(one.name);
  return names;
}

/// The texts one after the other, a separator between them.
std::string joined(const std::vector<std::string> &texts, std::string_view separator);

} // namespace engine

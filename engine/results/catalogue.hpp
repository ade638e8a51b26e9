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
inline constexpr std::int64_t format_version = 4;

/// Places of a row: `length` of them from `first`, and again `stride` further on, `repeats` times in all.
struct Slice {
  std::size_t first = 0;
  std::size_t length = 1;
  std::size_t repeats = 1;
  std::size_t stride = 0;
  std::size_t size() const { return length * repeats; }
};

struct Dimension {
  std::string name; // several outcomes may have the same one
  hdf5::Values values;
  hdf5::Attributes attributes = {};
};

/// Numbers that are the same in every condition: the edges of bins.
struct Edges {
  std::string name;
  std::string dimension;
  std::vector<double> values;
};

/// An array of whole numbers: those of its slices, one after the other, a condition.
struct CountArray {
  std::string name;
  std::vector<std::string> dimensions; // after `condition`
  std::vector<Slice> slices;
  hdf5::Attributes attributes = {};
  std::size_t size() const;
};

/// What belongs to one outcome, to one series, or to a table over all of them.
struct Section {
  std::vector<Dimension> dimensions;
  std::vector<Edges> edges;
  std::vector<CountArray> arrays;
};

/// All sections, in the order of the file. Only the declarations and months of `results` are looked at.
std::vector<Section> catalogue_of(const Results &results);

/// Attributes of a variable; what is empty is left out.
hdf5::Attributes described(const std::string &kind, const std::string &units, const std::string &long_name,
                           const std::string &definition = {}, const std::string &source = {});

/// What is said of a file's variables where their names do not say it.
extern const char *const legend;

/// "binned", "counted" or "labelled": how the value of a month is counted.
std::string values_of(const Series &series);

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

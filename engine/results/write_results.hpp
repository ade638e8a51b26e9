// SPDX-License-Identifier: Apache-2.0
#pragma once

// The variables of a result file, written one after the other into a file that is open.

#include <string>
#include <vector>

#include "engine/results/catalogue.hpp"
#include "engine/results/file_writer.hpp"
#include "engine/results/results.hpp"

namespace engine {

/// The dimension to which everything else is attached; written before all else. Throws hdf5::Error.
void write_condition_axis(hdf5::FileWriter &file, const std::vector<std::string> &names);

/// The same where months are told. They are numbered from the start of each condition, since conditions may
/// start at different times. `step`: what trajectories advance by.
void write_month_axis(hdf5::FileWriter &file, int months, const std::string &step);

/// A variable of counts that is open, to be filled by rows: one a condition.
struct OpenCounts {
  std::vector<Slice> slices;
  hdf5::Handle variable;
};

/// All of `results` but the names of its conditions and their rows. Throws hdf5::Error.
std::vector<OpenCounts> write_all_but_counts(hdf5::FileWriter &file, const Results &results);

/// The half-width that each condition reached, where a precision was asked for. Throws hdf5::Error.
void write_half_widths(hdf5::FileWriter &file, const std::vector<double> &reached);

/// The rows of conditions first, first + 1 ... Throws hdf5::Error.
void write_counts(const std::vector<OpenCounts> &all, std::size_t first,
                  const std::vector<const Row *> &rows);

} // namespace engine

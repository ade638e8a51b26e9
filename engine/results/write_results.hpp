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

/// All of `results`, whose `catalogue` this is, but the names of its conditions. Rows are written where every
/// condition has one; else their variables are left to `write_rows`. Throws hdf5::Error.
void write_results(hdf5::FileWriter &file, const Results &results, const std::vector<Section> &catalogue);

/// The half-width that each condition reached, where a precision was asked for. Throws hdf5::Error.
void write_half_widths(hdf5::FileWriter &file, const std::vector<double> &reached);

/// The rows of conditions first, first + 1 ... Throws hdf5::Error.
void write_rows(hdf5::FileWriter &file, const std::vector<Section> &catalogue, std::size_t first,
                const std::vector<const Row *> &rows);

} // namespace engine

#pragma once

// The variables of a result file, written one after the other into a file that is open.

#include <string>
#include <vector>

#include "engine/results/hdf5.hpp"
#include "engine/results/results.hpp"

namespace engine {

/// The dimension to which everything else is attached; written before all else. Throws hdf5::Error.
void write_condition_axis(const hdf5::Handle &file, const std::vector<std::string> &names);

/// All of `results` but the names of its conditions. Throws hdf5::Error.
void write_results(const hdf5::Handle &file, const Results &results);

} // namespace engine

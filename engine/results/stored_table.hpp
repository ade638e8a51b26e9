// SPDX-License-Identifier: Apache-2.0
#pragma once

// Tables that xarray, pandas or h5py stored in HDF5, as the text that conditions read.

#include <string>

#include "engine/conditions/table.hpp"

namespace engine {

/// The one-dimensional variables of a file or group as comma-separated values: their names, then a row for
/// each place along them. Numbers are written so that they read back as the same. Axes are left out, unless
/// they are of fractions: they number or name the rows. Throws InputError, which names the file and the
/// variable.
std::string stored_table(const StoredPlace &place);

} // namespace engine

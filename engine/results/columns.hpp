// SPDX-License-Identifier: Apache-2.0
#pragma once

// Text in aligned columns, for terminals.

#include <cstddef>
#include <string>
#include <vector>

namespace engine {

/// Lines of equally many cells. The first column stands to the left, the others to the right; columns
/// without anything below the heading are left out. What is wider than `width` characters goes on in a
/// further block, which begins with the first column again. `heading` lines head every block.
std::string in_columns(const std::vector<std::vector<std::string>> &lines, std::size_t heading,
                       std::size_t width);

/// A bar of eight characters for a share between 0 and 1.
std::string bar_of(double share);

} // namespace engine

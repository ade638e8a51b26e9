// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace engine {

/// Up to `most` names that a misspelt `name` may have meant, nearest first (by edit distance, case
/// ignored, and by shared words); empty if none is near.
std::vector<std::string> nearest_names(const std::string &name, const std::vector<std::string> &valid,
                                       std::size_t most = 3);

/// "; did you mean 'x' or 'y'?" or an empty text.
std::string did_you_mean(const std::string &name, const std::vector<std::string> &valid);

} // namespace engine

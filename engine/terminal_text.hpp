// SPDX-License-Identifier: Apache-2.0
#pragma once

// Text from a file on its way to a terminal.

#include <string>

namespace engine {

/// The same text with all that a terminal would obey, or not show, written out: \x1b for an escape, \u202e
/// for a change of direction, \xff for a byte that is not UTF-8. New lines and tabs stay.
std::string safe_for_terminal(const std::string &text);

} // namespace engine

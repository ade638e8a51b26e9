// SPDX-License-Identifier: Apache-2.0
#pragma once

// Standard output: what is printed is safe for a terminal, and what cannot be printed is an error.

#include <string>

#include <nlohmann/json.hpp>

namespace engine {

/// A descriptor that the program was started without is taken by nothing else: no result file becomes
/// standard output. Call before anything is opened.
void keep_standard_streams_apart();

/// Prints text, with all that a terminal would obey written out.
void print_safely(const std::string &text);
/// Prints JSON and a new line; what a terminal would obey is written as JSON escapes.
void print_safely(const nlohmann::ordered_json &document, int indentation);

/// Throws RunError if not all that was printed has arrived. Call last.
void finish_standard_output();

} // namespace engine

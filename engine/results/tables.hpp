// SPDX-License-Identifier: Apache-2.0
#pragma once

// Summaries and differences as people read them in a terminal.

#include <cstddef>
#include <string>

#include "engine/results/summaries.hpp"

namespace engine {

/// How a table looks.
struct TableStyle {
  std::size_t width = 100; // characters of the terminal
  bool bars = false;       // draw shares as well
};

/// Conditions down, outcomes across; of all outcomes, if asked for, a list for each condition with
/// quantiles. What the figures do and do not mean stands below. Throws as `summaries_of`.
std::string show_table(const Results &results, const Selection &selection, const TableStyle &style = {});

/// Paired differences from the reference, a list for each other condition. Throws as `differences_of`.
std::string compare_table(const Results &results, const Selection &selection, const std::string &against,
                          const TableStyle &style = {});

/// A value with its interval, to the digit that its standard error leaves: "0.476 [0.473, 0.479]". A dash
/// if there is none.
std::string text_of(const Estimate &estimate);

} // namespace engine

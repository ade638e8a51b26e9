// SPDX-License-Identifier: Apache-2.0
#pragma once

// What figures are called, and what they do and do not mean: the same words in tables, JSON and CSV.

#include <string>
#include <vector>

#include "engine/results/results.hpp"

namespace engine {

/// What the estimate of a summary is: "share", "share by 2029-01" (of a time), "mean, event".
std::string measure_of(const Results &results, Kind kind, const std::string &unit);

/// What is compared: the same, but of a time its mean.
std::string compared_measure_of(const Results &results, Kind kind, const std::string &unit);

/// That a precision was asked for and not reached, how far it falls short at worst, and what would reach it;
/// empty where it was reached, or none was asked for.
std::string precision_note(const Results &results);

/// What stands below every table, line by line.
std::vector<std::string> caveats_of(const Results &results);

/// What each condition gives, decides or changes over time that the other named one does not: a line a
/// condition, as conditions write it. None of a sweep's points, of which there are too many.
std::vector<std::string> timelines_beside(const Results &results, const std::string &other);

} // namespace engine

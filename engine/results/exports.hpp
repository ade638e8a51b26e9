// SPDX-License-Identifier: Apache-2.0
#pragma once

// Summaries and differences as programs read them: JSON and CSV, with the words of the tables.

#include <string>

#include <nlohmann/json.hpp>

#include "engine/results/summaries.hpp"

namespace engine {

/// An object: what the results are of, the caveats, and `rows`. What does not exist is null.
/// Throws as `summaries_of`.
nlohmann::ordered_json show_json(const Results &results, const Selection &selection);
/// One line a row, after a line of names. What does not exist is empty. Throws as `summaries_of`.
std::string show_csv(const Results &results, const Selection &selection);

/// The same of differences. Throws as `differences_of`.
nlohmann::ordered_json compare_json(const Results &results, const Selection &selection,
                                    const std::string &against);
std::string compare_csv(const Results &results, const Selection &selection, const std::string &against);

} // namespace engine

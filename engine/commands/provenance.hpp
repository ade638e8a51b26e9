#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/ensemble/ensemble.hpp"

namespace engine {

/// The time now in UTC, as "2025-02-01T12:00:00Z".
std::string utc_now();

/// All that may differ between two equal runs: version, commit, compiler, processor, host, times, command
/// line.
std::vector<std::pair<std::string, std::string>> provenance(const Plan &plan, const std::string &started,
                                                            const std::string &command_line);

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/ensemble/ensemble.hpp"

namespace engine {

/// The time now in UTC, as "2025-02-01T12:00:00Z".
std::string utc_now();

/// The program's version and commit, as one word.
std::string program_version();

/// What every process can say of itself and its machine.
std::vector<std::pair<std::string, std::string>> provenance(const std::string &started,
                                                            const std::string &command_line);

/// All that may differ between two equal runs: version, commit, compiler, processor, host, times, command
/// line.
std::vector<std::pair<std::string, std::string>> provenance(const Plan &plan, const std::string &started,
                                                            const std::string &command_line);

} // namespace engine

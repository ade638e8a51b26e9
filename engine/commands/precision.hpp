// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "engine/ensemble/ensemble.hpp"
#include "engine/results/results.hpp"

namespace engine {

/// "an_outcome ± 0.002", as --until takes it; also +- and +/-. None if the text is empty. Throws InputError;
/// also where trajectories are not independent, since several draw the same parameters.
std::optional<Precision> parse_precision(const Model &model, const std::string &text,
                                         std::uint64_t per_state);

/// Warns where the precision that was asked for was not reached.
void tell_precision(const Results &results);

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/ensemble/ensemble.hpp"
#include "engine/results/results.hpp"

namespace engine {

/// The counts of an ensemble, whose rows are moved out of it, with all that is needed to read them; the
/// provenance stays empty.
Results results_of(const Plan &plan, Ensemble &ensemble);

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/ensemble/ensemble.hpp"
#include "engine/results/results.hpp"

namespace engine {

/// The counts of an ensemble with all that is needed to read them; the provenance stays empty.
Results results_of(const Plan &plan, const Ensemble &ensemble);

} // namespace engine

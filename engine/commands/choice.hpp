// SPDX-License-Identifier: Apache-2.0
#pragma once

// What --outcomes, --series and --records-series choose of a model.

#include <optional>
#include <string>

#include "engine/ensemble/ensemble.hpp"
#include "engine/model/model.hpp"

namespace engine {

/// What is chosen where an option says nothing.
enum class Unless { all, none };

/// What is counted: `outcomes` and `series` are names or symbols divided by commas, or "none". All outcomes
/// are meant where nothing is said, and `series_unless` of the series. An outcome of which a precision is
/// asked is counted in any case, and that is told. Throws InputError for a name that does not exist, with the
/// nearest.
Wanted choose_counted(const Model &model, const std::optional<std::string> &outcomes,
                      const std::optional<std::string> &series, Unless series_unless,
                      const std::optional<Precision> &until);

/// What records hold: the outcomes that are counted, and the months of these series.
Wanted choose_recorded(const Model &model, const Wanted &counted, const std::optional<std::string> &series);

} // namespace engine

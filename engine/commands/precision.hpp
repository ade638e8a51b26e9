#pragma once

#include <optional>
#include <string>

#include "engine/ensemble/ensemble.hpp"

namespace engine {

/// "an_outcome ± 0.002", as --until takes it; also +- and +/-. None if the text is empty. Throws InputError.
std::optional<Precision> parse_precision(const Model &model, const std::string &text);

} // namespace engine

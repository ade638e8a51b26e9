// SPDX-License-Identifier: Apache-2.0
#include "engine/commands/precision.hpp"

#include <regex>
#include <vector>

#include <spdlog/spdlog.h>

#include "engine/conditions/nearest_name.hpp"
#include "engine/conditions/numbers.hpp"
#include "engine/errors.hpp"
#include "engine/model/kinds.hpp"
#include "engine/results/wording.hpp"

namespace engine {
namespace {

/// The outcome of yes or no that goes by this name or symbol.
std::size_t binary_outcome_named(const Model &model, const std::string &name) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < model.outcomes.size(); ++i) {
    const Outcome &outcome = model.outcomes[i];
    if (told_of(outcome.kind) != Told::share) continue;
    if (name == outcome.name || name == outcome.symbol) return i;
    names.push_back(outcome.name);
  }
  throw InputError("--until: '" + name + "' is no outcome of yes or no" + did_you_mean(name, names));
}

} // namespace

std::optional<Precision> parse_precision(const Model &model, const std::string &text,
                                         std::uint64_t per_state) {
  if (text.empty()) return std::nullopt;
  if (per_state > 1)
    throw InputError("--until: does not go with --per-state, whose trajectories are not independent");
  static const std::regex form(R"(\s*(\w+)\s*(?:±|\+-|\+/-)\s*(\S+)\s*)");
  std::smatch parts;
  if (!std::regex_match(text, parts, form))
    throw InputError("--until: '" + text + "' is not of the form 'OUTCOME ± 0.002'");
  const std::string written = parts[2];
  const std::optional<double> half_width = decimal_number(written);
  if (!half_width || *half_width <= 0.0)
    throw InputError("--until: the half-width '" + written + "' is not a positive number");
  return Precision{binary_outcome_named(model, parts[1]), *half_width};
}

void tell_precision(const Results &results) {
  const std::string note = precision_note(results);
  if (!note.empty()) spdlog::warn("{}", note);
}

} // namespace engine

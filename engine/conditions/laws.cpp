#include "engine/conditions/laws.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/ranges.h>

namespace engine {

const std::vector<LawText> &law_texts() {
  using Law = Drawn::Law;
  static const std::vector<LawText> texts = {
      {Law::uniform, "uniform", {"low", "high"}, false, false},
      {Law::log_uniform, "log_uniform", {"low", "high"}, false, true},
      {Law::normal, "normal", {"mean", "sd"}, true, false},
      {Law::log_normal, "log_normal", {"median", "sd of log"}, true, true},
      {Law::triangular, "triangular", {"low", "mode", "high"}, false, false},
      {Law::equally_likely, "equally_likely", {}, false, false},
  };
  return texts;
}

const LawText &text_of(Drawn::Law law) {
  return *std::find_if(law_texts().begin(), law_texts().end(),
                       [law](const LawText &text) { return text.law == law; });
}

std::string numbers_of(const LawText &law) {
  return law.numbers.empty() ? "[value, value, ...]" : fmt::format("[{}]", fmt::join(law.numbers, ", "));
}

double middle(const Distribution &distribution) {
  const std::vector<double> &numbers = distribution.numbers;
  switch (distribution.law) {
  case Drawn::Law::uniform:
    return std::midpoint(numbers[0], numbers[1]);
  case Drawn::Law::log_uniform:
    return std::sqrt(numbers[0] * numbers[1]);
  case Drawn::Law::normal:
  case Drawn::Law::log_normal:
    return numbers[0];
  case Drawn::Law::triangular:
    return numbers[1];
  case Drawn::Law::equally_likely:
    break;
  }
  return std::accumulate(numbers.begin(), numbers.end(), 0.0) / static_cast<double>(numbers.size());
}

Bounds bounds_of(const Parameter &parameter, bool allow_out_of_range) {
  return allow_out_of_range ? Bounds() : Bounds{parameter.unit.lowest, parameter.unit.highest};
}

double highest_value(const Distribution &distribution, const Bounds &bounds) {
  return text_of(distribution.law).ends_in_spread
             ? bounds.highest
             : *std::max_element(distribution.numbers.begin(), distribution.numbers.end());
}

bool has_prior(const Parameter &parameter) {
  return parameter.plausible.exists() && may_be_drawn(parameter, Drawn::Law::uniform);
}

Distribution prior_of(const Parameter &parameter) {
  return {Drawn::Law::uniform, {parameter.plausible.low, parameter.plausible.high}, true};
}

bool may_be_drawn(const Parameter &parameter, Drawn::Law law) {
  if (parameter.role == Role::option) return false;
  return parameter.labels.empty() || law == Drawn::Law::equally_likely;
}

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#include "engine/conditions/laws.hpp"
#include "engine/model/chronicle.hpp"
#include "engine/model/laws.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include <fmt/ranges.h>

namespace engine {

namespace {

template <std::size_t... place> std::vector<LawText> texts_of(std::index_sequence<place...>) {
  std::vector<LawText> texts;
  const auto add = [&](Law law, const LawWords &words) {
    texts.push_back(
        {law, words.name, split_labels(words.numbers), words.ends_in_spread, words.positive_only});
  };
  (add(static_cast<Law>(place), std::tuple_element_t<place, EveryLaw>::words), ...);
  return texts;
}

} // namespace

const std::vector<LawText> &law_texts() {
  static const auto texts = texts_of(std::make_index_sequence<std::tuple_size_v<EveryLaw>>());
  return texts;
}

const LawText &text_of(Law law) { return law_texts()[static_cast<std::size_t>(law)]; }

std::string numbers_of(const LawText &law) {
  return law.numbers.empty() ? "[value, value, ...]" : fmt::format("[{}]", fmt::join(law.numbers, ", "));
}

double middle(const Distribution &distribution) {
  if (distribution.rows) {
    const std::vector<double> &weights = distribution.rows->weights;
    return std::inner_product(weights.begin(), weights.end(), distribution.numbers.begin(), 0.0) /
           std::accumulate(weights.begin(), weights.end(), 0.0);
  }
  return with_law(distribution.law, [&](auto law) { return decltype(law)::middle(distribution.numbers); });
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
  return parameter.plausible.exists() && may_be_drawn(parameter, Law::uniform);
}

Distribution prior_of(const Parameter &parameter) {
  return {Law::uniform, {parameter.plausible.low, parameter.plausible.high}, true};
}

bool may_be_drawn(const Parameter &parameter, Law law) {
  if (parameter.role == Role::option) return false;
  return parameter.labels.empty() || law == Law::equally_likely || law == Law::together;
}

} // namespace engine

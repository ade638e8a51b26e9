// SPDX-License-Identifier: Apache-2.0
#include "engine/conditions/comparison.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace engine {
namespace {

/// Those of two signs first: each of one sign begins some of them.
constexpr std::array<std::pair<std::string_view, Relation>, 6> relations{{{">=", Relation::at_least},
                                                                          {"<=", Relation::at_most},
                                                                          {"==", Relation::equal},
                                                                          {"!=", Relation::unequal},
                                                                          {">", Relation::more},
                                                                          {"<", Relation::less}}};

std::string trimmed(const std::string &text) {
  const std::size_t first = text.find_first_not_of(' ');
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

Comparison comparison_of(const std::string &text) {
  for (const auto &[sign, relation] : relations) {
    const std::size_t found = text.find(sign);
    if (found != std::string::npos)
      return {trimmed(text.substr(0, found)), relation, trimmed(text.substr(found + sign.size()))};
  }
  return {trimmed(text), std::nullopt, {}};
}

} // namespace

std::vector<Comparison> comparisons_of(const std::string &text) {
  constexpr std::string_view separator = " and ";
  std::vector<Comparison> comparisons;
  std::size_t first = 0;
  for (std::size_t end = text.find(separator); end != std::string::npos; end = text.find(separator, first)) {
    comparisons.push_back(comparison_of(text.substr(first, end - first)));
    first = end + separator.size();
  }
  comparisons.push_back(comparison_of(text.substr(first)));
  return comparisons;
}

bool holds(Relation relation, double value, double bound) {
  switch (relation) {
  case Relation::less:
    return value < bound;
  case Relation::at_most:
    return value <= bound;
  case Relation::more:
    return value > bound;
  case Relation::at_least:
    return value >= bound;
  case Relation::equal:
    return value == bound;
  case Relation::unequal:
    return value != bound;
  }
  return false;
}

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#include "engine/conditions/nearest_name.hpp"

#include <algorithm>
#include <cctype>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace engine {
namespace {

constexpr double furthest = 1.0 / 3.0; // of the letters may be wrong
constexpr double replacing = 1.5; // an other letter makes an other word sooner than a slip of the fingers

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return text;
}

/// Letters to insert, drop, replace or swap with their neighbour (Damerau and Levenshtein, each letter
/// touched once) to come from one text to the other; a replaced one counts for more.
double edits(const std::string &from, const std::string &to) {
  std::vector<double> before_last;
  std::vector<double> last;
  std::vector<double> row(to.size() + 1);
  for (std::size_t j = 0; j <= to.size(); ++j) row[j] = static_cast<double>(j);
  for (std::size_t i = 1; i <= from.size(); ++i) {
    before_last = std::exchange(last, row);
    row[0] = static_cast<double>(i);
    for (std::size_t j = 1; j <= to.size(); ++j) {
      row[j] =
          std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (from[i - 1] == to[j - 1] ? 0 : replacing)});
      if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
        row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
  }
  return row.back();
}

/// The share of letters in which two texts differ; 1 at once where it cannot be small.
double difference(const std::string &one, const std::string &other) {
  const auto [shorter, longer] = std::minmax({one.size(), other.size()});
  const auto length = static_cast<double>(longer);
  if (length == 0.0 || static_cast<double>(longer - shorter) > furthest * length) return 1.0;
  return edits(one, other) / length;
}

std::string last_component(const std::string &name) { return name.substr(name.rfind('.') + 1); }

std::set<std::string> words(const std::string &name) {
  std::set<std::string> words;
  std::size_t start = 0;
  while (start < name.size()) {
    const std::size_t end = std::min(name.find_first_of("._-", start), name.size());
    if (end > start) words.insert(name.substr(start, end - start));
    start = end + 1;
  }
  return words;
}

/// Whether every word of a name stands in the other: "capacity" in "postwar_capacity".
bool words_within(const std::string &name, const std::string &other) {
  const std::set<std::string> few = words(name);
  const std::set<std::string> many = words(other);
  return !few.empty() && std::includes(many.begin(), many.end(), few.begin(), few.end());
}

/// 0 for the same name; above `furthest` for one that cannot be meant.
double remoteness(const std::string &name, const std::string &valid) {
  constexpr double other_group = 0.05;
  const double as_a_whole = difference(name, valid);
  const double without_group = difference(last_component(name), last_component(valid)) + other_group;
  const double by_words = words_within(name, valid) ? furthest : 1.0;
  return std::min({as_a_whole, without_group, by_words});
}

} // namespace

std::vector<std::string> nearest_names(const std::string &name, const std::vector<std::string> &valid,
                                       std::size_t most) {
  std::vector<std::pair<double, std::string>> near;
  for (const std::string &candidate : valid) {
    const double distance = remoteness(lower_case(name), lower_case(candidate));
    if (distance <= furthest) near.emplace_back(distance, candidate);
  }
  std::stable_sort(near.begin(), near.end(),
                   [](const auto &one, const auto &other) { return one.first < other.first; });
  std::vector<std::string> names;
  for (const auto &[distance, candidate] : near)
    if (names.size() < most) names.push_back(candidate);
  return names;
}

std::string did_you_mean(const std::string &name, const std::vector<std::string> &valid) {
  const std::vector<std::string> names = nearest_names(name, valid);
  std::string list;
  for (std::size_t place = 0; place < names.size(); ++place) {
    const bool is_last = place + 1 == names.size();
    list += fmt::format("{}'{}'", place == 0 ? "" : is_last ? " or " : ", ", names[place]);
  }
  return names.empty() ? "" : "; did you mean " + list + "?";
}

} // namespace engine

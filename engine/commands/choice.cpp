// SPDX-License-Identifier: Apache-2.0
#include "engine/commands/choice.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "engine/conditions/nearest_name.hpp"
#include "engine/conditions/yaml_value.hpp"
#include "engine/errors.hpp"

namespace engine {
namespace {

/// "a, b" as two words.
std::vector<std::string> words_of(const std::string &list) {
  std::vector<std::string> words;
  for (std::size_t first = 0; first <= list.size();) {
    const std::size_t end = std::min(list.find(',', first), list.size());
    std::string word = list.substr(first, end - first);
    word.erase(0, word.find_first_not_of(' '));
    word.erase(word.find_last_not_of(' ') + 1);
    words.push_back(std::move(word));
    first = end + 1;
  }
  return words;
}

template <class Declared>
std::size_t place_of(const char *option, const char *what, const std::vector<Declared> &declared,
                     const std::string &name) {
  std::vector<std::string> names;
  for (std::size_t place = 0; place < declared.size(); ++place) {
    const Declared &one = declared[place];
    if (name == one.name || (!one.symbol.empty() && name == one.symbol)) return place;
    names.push_back(one.name);
  }
  throw InputError(
      fmt::format("{}: {} is no {} of this model{}", option, quoted(name), what, did_you_mean(name, names)));
}

/// The places of those that are named, in the order of the model.
template <class Declared>
std::vector<std::size_t> places_of(const char *option, const char *what,
                                   const std::vector<Declared> &declared,
                                   const std::optional<std::string> &list, Unless unless) {
  if (!list) return unless == Unless::all ? all_of(declared) : std::vector<std::size_t>{};
  if (*list == "none") return {};
  std::vector<std::size_t> places;
  for (const std::string &name : words_of(*list)) places.push_back(place_of(option, what, declared, name));
  std::sort(places.begin(), places.end());
  places.erase(std::unique(places.begin(), places.end()), places.end());
  return places;
}

void add_outcome_of(const Precision &until, const Model &model, std::vector<std::size_t> &outcomes) {
  const auto place = std::lower_bound(outcomes.begin(), outcomes.end(), until.outcome);
  if (place != outcomes.end() && *place == until.outcome) return;
  outcomes.insert(place, until.outcome);
  spdlog::info("{} is counted as well, since --until asks for its precision",
               model.outcomes[until.outcome].name);
}

} // namespace

Wanted choose_counted(const Model &model, const std::optional<std::string> &outcomes,
                      const std::optional<std::string> &series, Unless series_unless,
                      const std::optional<Precision> &until) {
  Wanted wanted{places_of("--outcomes", "outcome", model.outcomes, outcomes, Unless::all),
                places_of("--series", "series", model.series, series, series_unless)};
  if (until) add_outcome_of(*until, model, wanted.outcomes);
  return wanted;
}

Wanted choose_recorded(const Model &model, const Wanted &counted, const std::optional<std::string> &series) {
  return {counted.outcomes, places_of("--records-series", "series", model.series, series, Unless::none)};
}

} // namespace engine

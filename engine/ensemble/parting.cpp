// SPDX-License-Identifier: Apache-2.0
#include "engine/ensemble/parting.hpp"

#include <limits>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/ensemble/retelling.hpp"

namespace engine {
namespace {

/// What a chronicle tells, by month, agent and subject.
template <class Told> using Index = std::map<std::tuple<int, std::string, std::string>, const Told *>;

Index<Decision> by_subject(const std::vector<Decision> &decisions) {
  Index<Decision> index;
  for (const Decision &each : decisions) index[{each.month, each.agent, each.decision}] = &each;
  return index;
}

Index<Incident> by_subject(const std::vector<Incident> &incidents) {
  Index<Incident> index;
  for (const Incident &each : incidents) index[{each.month, each.agent, each.event}] = &each;
  return index;
}

const char *told(bool happened) { return happened ? "happens" : "does not"; }

/// A parting and its place in the history that told it: the month, and the place among all that was told.
struct Found {
  std::pair<int, std::size_t> place{std::numeric_limits<int>::max(), 0};
  Parting parting;
};

template <class Told> std::pair<int, std::size_t> place_of(const Told &told) {
  return {told.month, told.order};
}

void look_at_decisions(const Chronicle &one, const Chronicle &other, Found &found) {
  const auto theirs = by_subject(other.decisions);
  for (const Decision &mine : one.decisions) {
    const auto match = theirs.find({mine.month, mine.agent, mine.decision});
    if (match == theirs.end() || match->second->chosen == mine.chosen || place_of(mine) >= found.place)
      continue;
    const Decision &their = *match->second;
    found = {place_of(mine),
             {mine.month,
              mine.agent,
              mine.decision,
              {mine.options[mine.chosen], their.options[their.chosen]},
              {mine.probability[mine.chosen], their.probability[mine.chosen]},
              {mine.utility[mine.chosen], their.utility[mine.chosen]}}};
  }
}

/// Incidents that came true in `one` and not in `other`; `swapped` if `one` is the second history.
void look_at_incidents(const Chronicle &one, const Chronicle &other, bool swapped, Found &found) {
  const auto theirs = by_subject(other.incidents);
  for (const Incident &mine : one.incidents) {
    if (!mine.happened || place_of(mine) >= found.place) continue;
    const auto match = theirs.find({mine.month, mine.agent, mine.event});
    if (match != theirs.end() && match->second->happened) continue;
    const double their_chance = match == theirs.end() ? 0.0 : match->second->probability;
    Parting parting{
        mine.month, mine.agent, mine.event, {told(true), told(false)}, {mine.probability, their_chance}, {}};
    if (swapped) {
      parting.taken = {told(false), told(true)};
      parting.probability = {1.0 - their_chance, 1.0 - mine.probability};
    }
    parting.utility.fill(std::numeric_limits<double>::quiet_NaN());
    found = {place_of(mine), parting};
  }
}

} // namespace

std::optional<Parting> parting(const Chronicle &one, const Chronicle &other) {
  Found found;
  look_at_decisions(one, other, found);
  look_at_incidents(one, other, false, found);
  look_at_incidents(other, one, true,
                    found); // NOLINT(readability-suspicious-call-argument): swapped, and says so
  if (found.place.first == std::numeric_limits<int>::max()) return std::nullopt;
  return found.parting;
}

std::optional<Parting> parting(const Model &model, const Condition &one, const Condition &other,
                               std::uint64_t seed, std::uint64_t trajectory, std::uint64_t per_state) {
  return parting(retell(model, one, seed, trajectory, per_state).chronicle,
                 retell(model, other, seed, trajectory, per_state).chronicle);
}

} // namespace engine

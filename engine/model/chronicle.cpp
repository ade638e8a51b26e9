// SPDX-License-Identifier: Apache-2.0
#include "engine/model/chronicle.hpp"

namespace engine {

void Chronicle::add(int month, const Menu &menu, const double *utility, const double *probability,
                    std::size_t chosen) {
  Decision decision;
  decision.month = month;
  decision.order = decisions.size() + incidents.size();
  decision.agent = menu.agent;
  decision.decision = menu.decision;
  decision.options = split_labels(menu.options);
  decision.utility.assign(utility, utility + decision.options.size());
  decision.probability.assign(probability, probability + decision.options.size());
  decision.chosen = chosen;
  decisions.push_back(std::move(decision));
}

void Chronicle::add(int month, const Chance &chance, double probability, bool happened) {
  Incident incident;
  incident.month = month;
  incident.order = decisions.size() + incidents.size();
  incident.agent = chance.agent;
  incident.event = chance.event;
  incident.otherwise = chance.otherwise;
  incident.probability = probability;
  incident.happened = happened;
  incidents.push_back(std::move(incident));
}

std::vector<std::string> split_labels(std::string_view labels) {
  std::vector<std::string> result;
  while (!labels.empty()) {
    const std::size_t end = labels.find('|');
    result.emplace_back(labels.substr(0, end));
    labels.remove_prefix(end == std::string_view::npos ? labels.size() : end + 1);
  }
  return result;
}

} // namespace engine

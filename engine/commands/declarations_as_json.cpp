// SPDX-License-Identifier: Apache-2.0
#include "engine/commands/declarations_as_json.hpp"

#include <nlohmann/json.hpp>

namespace engine {

namespace {

using Json = nlohmann::ordered_json;

Json as_json(const Parameter &parameter) {
  const bool labelled = !parameter.labels.empty();
  const bool has_prior = parameter.plausible.exists();
  return {{"name", parameter.name},
          {"symbol", parameter.symbol},
          {"default", parameter.value},
          {"label", labelled ? Json(parameter.labels[static_cast<std::size_t>(parameter.value)]) : Json()},
          {"unit", parameter.unit.name},
          {"lowest", parameter.unit.lowest},
          {"highest", parameter.unit.highest},
          {"prior", has_prior ? Json{parameter.plausible.low, parameter.plausible.high} : Json()},
          {"role", text_of(parameter.role)},
          {"opens", parameter.opens},
          {"labels", parameter.labels},
          {"meaning", parameter.meaning},
          {"basis", text_of(parameter.basis)},
          {"source", parameter.source}};
}

Json as_json(const Outcome &outcome) {
  return {{"name", outcome.name},     {"symbol", outcome.symbol},          {"kind", text_of(outcome.kind)},
          {"unit", outcome.unit},     {"lowest", outcome.lowest},          {"highest", outcome.highest},
          {"labels", outcome.labels}, {"meaning", outcome.meaning},        {"definition", outcome.definition},
          {"source", outcome.source}, {"bookkeeping", outcome.bookkeeping}};
}

Json as_json(const Series &series) {
  return {{"name", series.name},
          {"symbol", series.symbol},
          {"unit", series.unit},
          {"meaning", series.meaning},
          {"labels", series.labels}};
}

/// With the process that it sets, and to what.
Json as_json(const Event &event, const Model &model) {
  return {{"name", event.name},
          {"process", model.processes[event.process].name},
          {"value", event.value},
          {"meaning", event.meaning}};
}

Json as_json(const Process &process) {
  return {{"name", process.name}, {"labels", process.labels}, {"meaning", process.meaning}};
}

Json as_json(const ChoicePoint &point) {
  return {{"name", point.name}, {"meaning", point.meaning}, {"options", point.options}};
}

template <class Declared> Json list_of(const std::vector<Declared> &all) {
  Json list = Json::array();
  for (const Declared &one : all) list.push_back(as_json(one));
  return list;
}

} // namespace

std::string declarations_as_json(const Model &model) {
  Json events = Json::array();
  for (const Event &event : model.events) events.push_back(as_json(event, model));
  const Json all{{"parameters", list_of(model.parameters)},
                 {"outcomes", list_of(model.outcomes)},
                 {"headline", model.headline},
                 {"series", list_of(model.series)},
                 {"events", events},
                 {"processes", list_of(model.processes)},
                 {"choices", list_of(model.points)}};
  return all.dump(1);
}

} // namespace engine

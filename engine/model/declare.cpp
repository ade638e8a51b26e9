// SPDX-License-Identifier: Apache-2.0
#include "engine/model/declare.hpp"

#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "engine/model/chronicle.hpp"

namespace engine {

void refuse_model(const char *why) {
  std::fprintf(stderr, "%s\n", why);
  std::abort();
}

Parameter to_parameter(std::string_view group, const ParameterText &text, std::string_view label) {
  Parameter parameter;
  parameter.name = std::string(group) + "." + std::string(text.name);
  parameter.symbol = text.symbol;
  parameter.meaning = text.meaning;
  if (!label.empty()) {
    parameter.name += "." + std::string(label);
    parameter.meaning += " (" + std::string(label) + ")";
  }
  parameter.value = text.value;
  parameter.plausible = text.plausible;
  parameter.unit = text.unit;
  parameter.basis = text.basis;
  parameter.source = text.source.empty() ? text_of(text.basis) : text.source;
  parameter.labels = split_labels(text.labels);
  const bool fixed = text.role == Role::assumption && !text.plausible.exists();
  parameter.role = fixed ? Role::structure : text.role;
  parameter.opens = text.opens || text.role == Role::initial;
  return parameter;
}

Outcome to_outcome(const OutcomeText &text) {
  return {std::string(text.name),
          std::string(text.symbol),
          text.kind,
          text.lowest,
          text.highest,
          std::string(text.unit),
          std::string(text.meaning),
          std::string(text.definition),
          std::string(text.source),
          split_labels(text.labels),
          text.bookkeeping};
}

Series to_series(const SeriesText &text) {
  return {
      std::string(text.name),    std::string(text.symbol),  text.lowest, text.highest, std::string(text.unit),
      std::string(text.meaning), split_labels(text.labels), text.counted};
}

Process to_process(const ProcessText &text) {
  return {std::string(text.name), split_labels(text.labels), text.highest, std::string(text.meaning)};
}

Event to_event(const EventText &text) {
  return {std::string(text.name), text.process, text.value, std::string(text.meaning)};
}

namespace {

std::string told(std::string_view agent, std::string_view what) {
  return std::string(agent) + ": " + std::string(what);
}

} // namespace

ChoicePoint to_point(const Menu &menu) {
  ChoicePoint point{std::string(menu.name), told(menu.agent, menu.decision), {}};
  for (std::string option : split_labels(menu.options)) {
    for (char &letter : option)
      letter = letter == ' ' ? '_' : static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    point.options.push_back(std::move(option));
  }
  return point;
}

ChoicePoint to_point(const Chance &chance) {
  return {std::string(chance.name), told(chance.agent, chance.event), {}};
}

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#include "engine/conditions/schema.hpp"

#include <cmath>
#include <functional>
#include <limits>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/conditions/condition_reader.hpp"
#include "engine/conditions/laws.hpp"
#include "engine/conditions/numbers.hpp"
#include "engine/conditions/setting.hpp"

namespace engine {
namespace {

using Json = nlohmann::ordered_json;

/// Writes a schema that admits every file the reader accepts. What one file does not show is left to the
/// reader: whether an extended file exists, months lie within the condition, and sums stay within bounds.
class SchemaWriter {
public:
  explicit SchemaWriter(const Model &model) : model_(model) {}
  Json whole();

private:
  /// How the schema of a parameter is named where parameters are listed.
  using Reference = std::function<Json(const Parameter &)>;

  Json keys();
  Json timeline(bool is_bounded);
  Json given() const;
  Json changes(bool is_bounded);
  Json decisions(const char *description, bool are_several) const;
  Json chances(const char *description) const;
  Json group(const std::string &prefix, const Reference &reference) const;
  Json parameter(const Parameter &parameter);
  Json setting(const Parameter &parameter);
  Json setting_out_of_range();
  Json labels(const Parameter &parameter);
  Json number(const Bounds &bounds);
  Json number_above_0(const Bounds &bounds);
  Json law(const Bounds &bounds);
  Json whole_number(std::uint64_t lowest, std::uint64_t highest, const char *description);
  Json decimal_text();
  Json define(const std::string &name, const std::function<Json()> &schema);

  const Model &model_;
  Json definitions_ = Json::object();
};

Json text(const char *description) {
  return {{"type", "string"}, {"minLength", 1}, {"description", description}};
}

Json month(const char *description) {
  return {{"type", "string"}, {"pattern", "^[0-9]{4}-(0[1-9]|1[0-2])$"}, {"description", description}};
}

/// A map with exactly one of these keys.
Json one_of_keys(const Json &properties) {
  return {{"type", "object"},
          {"minProperties", 1},
          {"maxProperties", 1},
          {"additionalProperties", false},
          {"properties", properties}};
}

Json SchemaWriter::whole() {
  const auto with_parameters = [&](const Reference &reference, bool is_bounded) {
    const Json here =
        define(is_bounded ? "timeline" : "timeline_out_of_range", [&] { return timeline(is_bounded); });
    return Json{{"properties", {{"parameters", group("", reference)}, {"timeline", here}}}};
  };
  Json schema = {{"$schema", "http://json-schema.org/draft-07/schema#"},
                 {"title", "A condition of the model " + model_.name},
                 {"description", model_.summary},
                 {"type", "object"},
                 {"required", {"name", "summary"}},
                 {"additionalProperties", false},
                 {"properties", keys()}};
  schema["if"] = {{"properties", {{"allow_out_of_range", {{"const", true}}}}},
                  {"required", {"allow_out_of_range"}}};
  const auto bounded = [&](const Parameter &one) { return define(one.name, [&] { return parameter(one); }); };
  const auto unbounded = [&](const Parameter &one) {
    return one.labels.empty() ? define("out_of_range", [&] { return setting_out_of_range(); }) : bounded(one);
  };
  schema["then"] = with_parameters(unbounded, false);
  schema["else"] = with_parameters(bounded, true);
  schema["definitions"] = definitions_;
  return schema;
}

Json SchemaWriter::keys() {
  constexpr std::uint64_t any = std::numeric_limits<std::uint64_t>::max();
  Json keys;
  keys["name"] = text("What results and tables call the condition: letters, digits, - and _.");
  keys["name"]["pattern"] = "^[A-Za-z0-9_-]+$";
  keys["summary"] = text("One sentence on what the condition stands for.");
  keys["extends"] =
      text("Another condition, complete in itself, that this one changes: its file, seen from this one, or "
           "the name of one that comes with the program.");
  keys["model"] = {{"const", model_.name}, {"description", "The model that the condition is meant for."}};
  const auto most = static_cast<std::uint64_t>(model_.most_months);
  const bool years = model_.counts_years; // and what the model does not count is refused
  keys["start"] = years ? Json(false) : month("The first month.");
  keys["months"] = years ? Json(false) : whole_number(1, most, "How many months a trajectory has.");
  keys["years"] = years ? whole_number(1, most, "How many years a trajectory has.") : Json(false);
  keys["seed"] = whole_number(0, any, "Which random numbers are drawn; the command line wins.");
  keys["trajectories"] = whole_number(1, most_counted, "How many are simulated; the command line wins.");
  keys["allow_out_of_range"] = {
      {"type", "boolean"},
      {"description", "Whether this file may set values outside the bounds of their units."}};
  keys[table_word] =
      text("A table of comma-separated values, or in HDF5 (FILE.h5 or FILE.h5#GROUP), with a column a "
           "parameter, and perhaps one called weight: each trajectory draws a row.");
  keys["together_weights"] = {
      {"type", "array"},
      {"minItems", 1},
      {"items", {{"type", "number"}, {"minimum", 0}}},
      {"description", "How likely the rows of parameters are that are drawn together."}};
  keys["parameters"] = {{"type", "object"},
                        {"description",
                         "Values and laws that differ from the model's defaults; group.name and "
                         "nested maps mean the same, and symbols are accepted."}};
  keys["timeline"] = {{"type", "array"},
                      {"description", "What is given, decided or changed in a month, or from one on."}};
  return keys;
}

Json SchemaWriter::timeline(bool is_bounded) {
  Json properties;
  properties["month"] = month("A month of the condition.");
  properties["from"] = month("The month from which it holds; of a rule, from which it looks.");
  properties["until"] = month("The last month in which it does; otherwise that of the condition.");
  Json names = Json::array();
  std::string meanings = "What happens.";
  for (const Event &event : model_.events) {
    names.push_back(event.name);
    meanings += fmt::format(" {}: {}.", event.name, event.meaning);
  }
  properties["event"] = {{"enum", names}, {"description", meanings}};
  properties["given"] = given();
  properties["set"] = changes(is_bounded);
  properties["decide"] = decisions("A decision made for its agent.", false);
  properties["only"] = decisions("The options that are left.", true);
  properties["never"] = decisions("The options that are not.", true);
  properties["happens"] = chances("What happens, wherever it may.");
  properties["stays_away"] = chances("What does not.");
  const auto most = static_cast<std::uint64_t>(model_.most_months);
  properties["when"] = text("A rule's cause: a label, or comparisons of series joined by and: NAME >= 2");
  properties["for"] =
      whole_number(1, most, "For how many months a rule holds, from the month after its cause.");
  properties["within"] = whole_number(1, most, "Within how many months it is done once, when it may be.");
  properties["at_most"] = whole_number(1, most, "How many times a rule comes.");
  return {{"type", "array"},
          {"description", "What is given, decided or changed in a month, or from one on."},
          {"items", {{"type", "object"}, {"additionalProperties", false}, {"properties", properties}}}};
}

/// What happened, in the month of the entry; or a file that says it of many.
Json SchemaWriter::given() const {
  Json properties = Json::object();
  for (const Process &process : model_.processes)
    properties[process.name] = process.labels.empty()
                                   ? Json{{"type", "integer"}, {"minimum", 0}, {"maximum", process.highest}}
                                   : Json{{"enum", process.labels}};
  const Json here = {{"type", "object"}, {"additionalProperties", false}, {"properties", properties}};
  return {{"anyOf", {text("A table with a row a month."), here}}, {"description", "What has happened."}};
}

/// Parameters that may change, by name or symbol.
Json SchemaWriter::changes(bool is_bounded) {
  Json properties = Json::object();
  for (const Parameter &parameter : model_.parameters) {
    if (parameter.opens || parameter.role == Role::option) continue;
    const Json value = !parameter.labels.empty()
                           ? labels(parameter)
                           : number(is_bounded ? bounds_of(parameter, false) : Bounds());
    properties[parameter.name] = value;
    if (!parameter.symbol.empty() && !properties.contains(parameter.symbol))
      properties[parameter.symbol] = value;
  }
  return {{"type", "object"},
          {"description", "Values that parameters have from the month on."},
          {"additionalProperties", false},
          {"properties", properties}};
}

Json SchemaWriter::decisions(const char *description, bool are_several) const {
  Json properties = Json::object();
  for (const ChoicePoint &point : model_.points) {
    if (point.is_chance()) continue;
    Json option = {{"enum", point.options}, {"description", point.meaning}};
    const Json list = {{"type", "array"}, {"minItems", 1}, {"uniqueItems", true}, {"items", option}};
    properties[point.name] = are_several ? Json{{"anyOf", {option, list}}} : option;
  }
  return {{"type", "object"},
          {"description", description},
          {"additionalProperties", false},
          {"properties", properties}};
}

Json SchemaWriter::chances(const char *description) const {
  Json names = Json::array();
  std::string meanings = description;
  for (const ChoicePoint &point : model_.points) {
    if (!point.is_chance()) continue;
    names.push_back(point.name);
    meanings += fmt::format(" {}: {}.", point.name, point.meaning);
  }
  const Json one = {{"enum", names}};
  return {{"anyOf", {one, {{"type", "array"}, {"items", one}}}}, {"description", meanings}};
}

/// The parameters whose names begin with `prefix`, dotted or nested; at the top also by symbol.
Json SchemaWriter::group(const std::string &prefix, const Reference &reference) const {
  Json properties = Json::object();
  for (const Parameter &parameter : model_.parameters)
    if (parameter.name.starts_with(prefix))
      properties[parameter.name.substr(prefix.size())] = reference(parameter);
  if (prefix.empty()) {
    for (const Parameter &parameter : model_.parameters)
      if (!parameter.symbol.empty()) properties.emplace(parameter.symbol, reference(parameter));
    for (const char *word : {open_word, "all"})
      properties[word] = {{"const", "prior"},
                          {"description", "Every parameter that has a prior and that no file sets, drawn."}};
  }
  for (const Parameter &parameter : model_.parameters) {
    if (!parameter.name.starts_with(prefix)) continue;
    for (std::size_t dot = parameter.name.find('.', prefix.size()); dot != std::string::npos;
         dot = parameter.name.find('.', dot + 1)) {
      const std::string name = parameter.name.substr(prefix.size(), dot - prefix.size());
      if (!properties.contains(name)) properties[name] = group(prefix + name + ".", reference);
    }
  }
  return {{"type", "object"}, {"additionalProperties", false}, {"properties", properties}};
}

Json SchemaWriter::parameter(const Parameter &parameter) {
  std::string description = fmt::format("{} [{}]", parameter.meaning, parameter.unit.name);
  if (parameter.plausible.exists())
    description +=
        fmt::format(", plausible from {} to {}", parameter.plausible.low, parameter.plausible.high);
  if (!parameter.symbol.empty()) description += fmt::format("; symbol {}", parameter.symbol);
  Json schema = {{"description", description}};
  if (parameter.labels.empty())
    schema["default"] = parameter.value;
  else
    schema["default"] = parameter.labels[static_cast<std::size_t>(parameter.value)];
  schema.update(setting(parameter));
  return schema;
}

Json SchemaWriter::setting(const Parameter &parameter) {
  const Bounds bounds = bounds_of(parameter, false);
  Json forms = Json::array({parameter.labels.empty() ? number(bounds) : labels(parameter)});
  if (may_be_drawn(parameter, Drawn::Law::uniform)) {
    forms.push_back(law(bounds));
    if (parameter.plausible.exists()) forms.push_back({{"const", "prior"}});
  } else if (may_be_drawn(parameter, Drawn::Law::equally_likely)) {
    const Json list = {{"type", "array"}, {"minItems", 1}, {"items", labels(parameter)}};
    forms.push_back(one_of_keys({{"equally_likely", list}}));
  }
  return {{"anyOf", forms}};
}

Json SchemaWriter::setting_out_of_range() {
  return {{"anyOf", {number(Bounds()), law(Bounds()), {{"const", "prior"}}}}};
}

/// Labels, or the numbers that stand for them.
Json SchemaWriter::labels(const Parameter &parameter) {
  Json values = parameter.labels;
  for (std::size_t place = 0; place < parameter.labels.size(); ++place) values.push_back(place);
  if (is_switch(parameter)) values.insert(values.end(), {false, true});
  return {{"anyOf", {{{"enum", values}}, decimal_text()}}};
}

Json SchemaWriter::number(const Bounds &bounds) {
  return define(fmt::format("number_from_{}_to_{}", bounds.lowest, bounds.highest), [&] {
    Json number = {{"type", "number"}};
    if (std::isfinite(bounds.lowest)) number["minimum"] = bounds.lowest;
    if (std::isfinite(bounds.highest)) number["maximum"] = bounds.highest;
    return Json{{"anyOf", {number, decimal_text()}}};
  });
}

Json SchemaWriter::number_above_0(const Bounds &bounds) {
  return {{"allOf", {number(bounds), {{"exclusiveMinimum", 0}}}}};
}

Json SchemaWriter::law(const Bounds &bounds) {
  return define(fmt::format("law_from_{}_to_{}", bounds.lowest, bounds.highest), [&] {
    Json laws;
    for (const LawText &text : law_texts()) {
      const Json value = text.positive_only ? number_above_0(bounds) : number(bounds);
      const std::size_t count = text.numbers.size();
      Json list = {{"type", "array"}, {"description", numbers_of(text)}, {"minItems", count}};
      if (count == 0) {
        list["minItems"] = 1;
        list["items"] = value;
      } else {
        list["maxItems"] = count;
        list["items"] = Json(count, value);
        if (text.ends_in_spread) list["items"].back() = number_above_0(Bounds());
      }
      laws[std::string(text.name)] = list;
    }
    return one_of_keys(laws);
  });
}

Json SchemaWriter::whole_number(std::uint64_t lowest, std::uint64_t highest, const char *description) {
  const Json integer = {{"type", "integer"}, {"minimum", lowest}, {"maximum", highest}};
  return {{"anyOf", {integer, decimal_text()}}, {"description", description}};
}

/// Some readers of YAML take 1e6 for a text.
Json SchemaWriter::decimal_text() {
  return define("decimal_text", [] {
    return Json{{"type", "string"}, {"pattern", R"(^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$)"}};
  });
}

/// A reference to a schema that stands among the definitions once.
Json SchemaWriter::define(const std::string &name, const std::function<Json()> &schema) {
  if (!definitions_.contains(name)) definitions_[name] = schema();
  return {{"$ref", "#/definitions/" + name}};
}

constexpr std::size_t longest_line = 120;

std::string on_one_line(const Json &json) {
  if (!json.is_structured()) return json.dump();
  std::string members;
  for (const auto &[key, value] : json.items()) {
    if (!members.empty()) members += ", ";
    if (json.is_object()) members += Json(key).dump() + ": ";
    members += on_one_line(value);
  }
  return json.is_object() ? "{" + members + "}" : "[" + members + "]";
}

/// What is short on one line, what is long with one member a line; but each member of `definitions` on a line
/// of its own, so that a change of one parameter changes one line.
std::string on_lines(const Json &json, const std::string &indent, bool members_on_one_line = false) {
  std::string line = on_one_line(json);
  if (!json.is_structured() || line.size() <= longest_line) return line;
  std::string members;
  for (const auto &[key, value] : json.items()) {
    members += (members.empty() ? "\n" : ",\n") + indent + "  ";
    if (json.is_object()) members += Json(key).dump() + ": ";
    const bool all_of_it = key == "definitions" && indent.empty();
    members += members_on_one_line ? on_one_line(value) : on_lines(value, indent + "  ", all_of_it);
  }
  members += "\n" + indent;
  return json.is_object() ? "{" + members + "}" : "[" + members + "]";
}

} // namespace

std::string condition_schema(const Model &model) { return on_lines(SchemaWriter(model).whole(), ""); }

} // namespace engine

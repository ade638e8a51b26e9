// SPDX-License-Identifier: Apache-2.0
// The JSON Schema of conditions: that it says what the reader accepts.

#include <set>
#include <sstream>
#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "engine/conditions/condition_file.hpp"
#include "engine/conditions/schema.hpp"
#include "engine/errors.hpp"
#include "tests/toy_model.hpp"

namespace {

using Json = nlohmann::json;

Json schema() { return Json::parse(engine::condition_schema(test::toy_model())); }

std::set<std::string> keys_of(const Json &object) {
  std::set<std::string> keys;
  for (const auto &[key, value] : object.items()) keys.insert(key);
  return keys;
}

/// Every "$ref" below.
void collect_references(const Json &json, std::set<std::string> &references) {
  if (json.is_object() && json.contains("$ref")) references.insert(json["$ref"].get<std::string>());
  for (const Json &part : json)
    if (part.is_structured()) collect_references(part, references);
}

} // namespace

TEST_CASE("the schema is of draft 7 and refuses unknown keys everywhere") {
  const Json json = schema();
  CHECK(json["$schema"] == "http://json-schema.org/draft-07/schema#");
  CHECK(json["required"] == Json({"name", "summary"}));
  const Json parameters = json["else"]["properties"]["parameters"];
  for (const Json &map :
       {json, json["definitions"]["timeline"]["items"], parameters, parameters["properties"]["coin"]})
    CHECK(map["additionalProperties"] == false);
}

TEST_CASE("the schema has each definition on a line of its own") {
  const std::string text = engine::condition_schema(test::toy_model());
  const Json definitions = schema()["definitions"];
  std::set<std::string> found;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    for (const auto &[name, definition] : definitions.items()) {
      const std::string start = "    " + Json(name).dump() + ": {";
      if (!line.starts_with(start)) continue;
      if (line.ends_with(",")) line.pop_back();
      const Json told = Json::parse("{" + line + "}", nullptr, false);
      if (!told.is_discarded() && told[name] == definition) found.insert(name);
    }
  }
  CHECK(found == keys_of(definitions));
}

TEST_CASE("the schema knows the keys that the reader knows") {
  std::string complaint;
  try {
    engine::parse_condition(test::toy_model(), "'?': 1", "file.yaml");
  } catch (const engine::InputError &error) {
    complaint = error.what();
  }
  const std::string list_starts = "there are ";
  REQUIRE(complaint.find(list_starts) != std::string::npos);
  std::string list = complaint.substr(complaint.find(list_starts) + list_starts.size()) + ", ";
  std::set<std::string> of_reader;
  for (std::size_t comma = list.find(", "); comma != std::string::npos; comma = list.find(", ")) {
    of_reader.insert(list.substr(0, comma));
    list.erase(0, comma + 2);
  }
  CHECK(keys_of(schema()["properties"]) == of_reader);
}

TEST_CASE("the schema takes each parameter by its name, its symbol and in its group") {
  const Json json = schema();
  for (const char *branch : {"then", "else"}) {
    const Json parameters = json[branch]["properties"]["parameters"]["properties"];
    CHECK(keys_of(parameters) == std::set<std::string>{"coin.bias", "coin.weight", "clock.drift",
                                                       "clock.phase", "p", "w", "d", "W0", "coin", "clock",
                                                       "open", "all"});
    for (const char *word : {"open", "all"}) CHECK(parameters[word]["const"] == "prior");
    CHECK(parameters["p"] == parameters["coin.bias"]);
    CHECK(parameters["coin"]["properties"]["bias"] == parameters["coin.bias"]);
    CHECK(keys_of(parameters["coin"]["properties"]) == std::set<std::string>{"bias", "weight"});
  }
}

TEST_CASE("the schema tells default, meaning and bounds of a number") {
  const Json definitions = schema()["definitions"];
  const Json &bias = definitions["coin.bias"];
  CHECK(bias["default"] == 0.5);
  CHECK(bias["description"] == "chance of heads [probability], plausible from 0.2 to 0.8; symbol p");
  CHECK(bias["anyOf"] == Json::parse(R"([{"$ref": "#/definitions/number_from_0_to_1"},
                                         {"$ref": "#/definitions/law_from_0_to_1"}, {"const": "prior"}])"));
  const Json number = definitions["number_from_0_to_1"]["anyOf"][0];
  CHECK(number == Json::parse(R"({"type": "number", "minimum": 0.0, "maximum": 1.0})"));
  CHECK(definitions["clock.drift"]["anyOf"].size() == 2); // no prior where nothing is plausible
}

TEST_CASE("the schema lists every law with its numbers") {
  const Json laws = schema()["definitions"]["law_from_0_to_1"]["properties"];
  CHECK(keys_of(laws) == std::set<std::string>{"uniform", "log_uniform", "normal", "log_normal", "triangular",
                                               "equally_likely", "together"});
  CHECK(laws["triangular"]["items"].size() == 3);
  CHECK(laws["triangular"]["maxItems"] == 3);
  CHECK(laws["normal"]["items"][1]["allOf"][1]["exclusiveMinimum"] == 0);
  CHECK_FALSE(laws["equally_likely"].contains("maxItems"));
}

TEST_CASE("the schema lists labels and events") {
  const Json json = schema();
  const Json phase = json["definitions"]["clock.phase"];
  CHECK(phase["default"] == "war");
  CHECK(phase["anyOf"][0]["anyOf"][0]["enum"] == Json({"war", "ceasefire", "settlement", 0, 1, 2}));
  CHECK(keys_of(phase["anyOf"][1]["properties"]) == std::set<std::string>{"equally_likely"});
  const Json event = json["definitions"]["timeline"]["items"]["properties"]["event"];
  CHECK(event["enum"] == Json({"war_resumes", "ceasefire"}));
}

TEST_CASE("the schema takes a switch as its labels, true or false, and lets no law draw it") {
  engine::Model model = test::toy_model();
  model.parameters.push_back({.name = "rules.overtime",
                              .symbol = "k",
                              .plausible = {0.0, 1.0},
                              .unit = {"switch", 0.0, 1.0},
                              .meaning = "whether it goes on",
                              .source = "assumption",
                              .role = engine::Role::option,
                              .labels = {"off", "on"}});
  const Json overtime = Json::parse(engine::condition_schema(model))["definitions"]["rules.overtime"];
  REQUIRE(overtime["anyOf"].size() == 1);
  CHECK(overtime["anyOf"][0]["anyOf"][0]["enum"] == Json({"off", "on", 0, 1, false, true}));
}

TEST_CASE("bounds fall where a file allows values out of range") {
  const Json json = schema();
  CHECK(json["if"]["properties"]["allow_out_of_range"]["const"] == true);
  CHECK(json["then"]["properties"]["parameters"]["properties"]["coin.bias"]["$ref"] ==
        "#/definitions/out_of_range");
  CHECK(keys_of(json["definitions"]["number_from_-inf_to_inf"]["anyOf"][0]) == std::set<std::string>{"type"});
}

TEST_CASE("every reference in the schema leads somewhere") {
  const Json json = schema();
  std::set<std::string> references;
  collect_references(json, references);
  CHECK(references.size() > 5);
  for (const std::string &reference : references) {
    REQUIRE(reference.starts_with("#/definitions/"));
    CHECK(json["definitions"].contains(reference.substr(std::string("#/definitions/").size())));
  }
}

// SPDX-License-Identifier: Apache-2.0
#include "engine/results/exports.hpp"

#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "engine/results/catalogue.hpp"
#include "engine/results/wording.hpp"

namespace engine {

namespace {

using Json = nlohmann::ordered_json;

/// JSON knows no NaN: what does not exist is null.
Json number(double value) { return std::isnan(value) ? Json() : Json(value); }

Json row_of(const Results &results, const Summary &summary) {
  Json row{{"condition", summary.condition},
           {"outcome", summary.outcome},
           {"label", summary.label},
           {"kind", text_of(summary.kind)},
           {"unit", summary.unit},
           {"trajectories", summary.trajectories},
           {"undefined_share", number(summary.undefined)},
           {"measure", measure_of(results, summary.kind, summary.unit)},
           {"estimate", number(summary.estimate.value)},
           {"low", number(summary.estimate.low)},
           {"high", number(summary.estimate.high)},
           {"clamped", summary.clamped},
           {"beyond", summary.beyond},
           {"standard_deviation", number(summary.standard_deviation)}};
  for (std::size_t index = 0; index < summary_quantiles.size(); ++index)
    row[fmt::format("quantile_{:02.0f}", 100 * summary_quantiles.at(index))] =
        number(summary.quantiles.at(index));
  return row;
}

Json row_of(const Results &results, const Difference &difference) {
  return {{"condition", difference.condition},
          {"reference", difference.reference},
          {"outcome", difference.outcome},
          {"label", difference.label},
          {"kind", text_of(difference.kind)},
          {"unit", difference.unit},
          {"pairs", difference.pairs},
          {"measure", compared_measure_of(results, difference.kind, difference.unit)},
          {"here", number(difference.here.value)},
          {"there", number(difference.there.value)},
          {"difference", number(difference.difference.value)},
          {"low", number(difference.difference.low)},
          {"high", number(difference.difference.high)},
          {"clamped_here", difference.clamped_here},
          {"clamped_there", difference.clamped_there},
          {"unchanged_share", number(difference.unchanged)}};
}

template <class Row> Json json_of(const Results &results, const std::vector<Row> &rows) {
  Json document{{"model", results.model},
                {results.step() + "s", results.months},
                {"seed", results.seed},
                {"reference_condition", results.conditions.at(results.reference).name},
                {"caveats", caveats_of(results)},
                {"rows", Json::array()}};
  for (const auto &row : rows) document["rows"].push_back(row_of(results, row));
  return document;
}

/// A field of CSV (RFC 4180): in quotation marks where it holds any of the marks that divide fields.
std::string csv_field(const Json &value) {
  if (value.is_null()) return {};
  if (!value.is_string()) return value.dump();
  auto text = value.get<std::string>();
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char letter : text) quoted += letter == '"' ? std::string("\"\"") : std::string(1, letter);
  return quoted + '"';
}

template <class Row> std::string csv_of(const Results &results, const std::vector<Row> &rows) {
  std::vector<std::string> names;
  const Json empty = row_of(results, Row{});
  for (const auto &field : empty.items()) names.push_back(field.key());
  std::string text = joined(names, ",") + '\n';
  for (const auto &row : rows) {
    std::vector<std::string> fields;
    const Json values = row_of(results, row);
    for (const auto &value : values) fields.push_back(csv_field(value));
    text += joined(fields, ",") + '\n';
  }
  return text;
}

} // namespace

Json show_json(const Results &results, const Selection &selection) {
  return json_of(results, summaries_of(results, selection));
}

std::string show_csv(const Results &results, const Selection &selection) {
  return csv_of(results, summaries_of(results, selection));
}

Json compare_json(const Results &results, const Selection &selection, const std::string &against) {
  return json_of(results, differences_of(results, selection, against));
}

std::string compare_csv(const Results &results, const Selection &selection, const std::string &against) {
  return csv_of(results, differences_of(results, selection, against));
}

} // namespace engine

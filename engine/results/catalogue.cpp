// SPDX-License-Identifier: Apache-2.0
#include "engine/results/catalogue.hpp"

#include <cmath>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "engine/model/kinds.hpp"

namespace engine {

namespace {

std::string meaning_of(const std::string &meaning, const std::string &name) {
  return meaning.empty() ? name : meaning;
}

std::vector<std::int64_t> whole_numbers(std::int64_t first, std::int64_t last) {
  std::vector<std::int64_t> numbers(static_cast<std::size_t>(last - first + 1));
  std::iota(numbers.begin(), numbers.end(), first);
  return numbers;
}

/// The bins of an outcome or series, and their edges.
void add_bins(Section &section, const std::string &name, const Axis &axis, const std::string &edge) {
  std::vector<double> centres;
  std::vector<double> edges{axis.lower_edge(0)};
  for (std::int64_t bin = 0; bin < axis.bins; ++bin) {
    edges.push_back(axis.lower_edge(bin + 1));
    centres.push_back((edges[edges.size() - 2] + edges.back()) / 2);
  }
  section.dimensions.push_back({name, std::move(centres)});
  section.dimensions.push_back({edge, whole_numbers(0, axis.bins), described("coordinate", "1", "edge")});
  section.edges.push_back({name + "_edges", edge, std::move(edges)});
}

hdf5::Attributes attributes_of(const Outcome &outcome) {
  auto attributes = described(text_of(outcome.kind), outcome.unit, meaning_of(outcome.meaning, outcome.name),
                              outcome.definition, outcome.source);
  if (!outcome.symbol.empty()) attributes.emplace_back("symbol", outcome.symbol);
  return attributes;
}

/// The distribution itself, along the dimension that fits its kind.
void add_distribution(Section &section, const Outcome &outcome, const Axis &axis, const Place &place) {
  const auto bins = static_cast<std::size_t>(place.bins);
  CountArray counts{outcome.name, {}, {{place.first, bins}}, attributes_of(outcome)};
  switch (values_of(outcome.kind)) {
  case Values::whole_numbers:
    if (told_of(outcome.kind) == Told::share)
      counts.slices = {{place.first + 1}}; // of the ones; the rest are zeros
    else
      section.dimensions.push_back({outcome.name + "_value", whole_numbers(0, axis.bins - 1)});
    break;
  case Values::labels:
    section.dimensions.push_back({outcome.name + "_kind", outcome.labels});
    break;
  case Values::bins:
    add_bins(section, outcome.name + "_bin", axis, "bin_edge");
    break;
  case Values::months:
    counts.slices = {{place.first, bins - 1}}; // the last bin, "never", is a variable of its own
    counts.dimensions = {"month"};
    break;
  }
  if (!section.dimensions.empty()) counts.dimensions = {section.dimensions.front().name};
  section.arrays.push_back(std::move(counts));
}

/// The dimension of a difference, which all outcomes with such differences share.
Dimension differences_along(const Outcome &outcome, const Axis &axis) {
  if (values_of(outcome.kind) != Values::bins) {
    const std::int64_t most = axis.bins / 2;
    return {fmt::format("difference_to_{}", most), whole_numbers(-most, most),
            described("coordinate", "1", "difference from the reference condition")};
  }
  std::vector<double> centres;
  for (std::int64_t bin = 0; bin < axis.bins; ++bin)
    centres.push_back(static_cast<double>(2 * bin + 1) / static_cast<double>(axis.bins) - 1);
  return {"difference_bin", std::move(centres),
          described("coordinate", "highest - lowest",
                    "difference from the reference condition, in widths of the outcome's range",
                    "centre of the bin")};
}

void add_difference(Section &section, const Outcome &outcome, const Place &place, int months) {
  CountArray counts{outcome.name + "_difference", {}, {{place.first, static_cast<std::size_t>(place.bins)}}};
  if (values_of(outcome.kind) == Values::labels) {
    const std::string here = outcome.name + "_kind";
    counts.dimensions = {here + "_reference", here};
    section.dimensions.push_back({counts.dimensions.front(), outcome.labels});
  } else {
    section.dimensions.push_back(differences_along(outcome, difference_axis_of(outcome, months)));
    counts.dimensions = {section.dimensions.back().name};
  }
  section.arrays.push_back(std::move(counts));
}

Section section_of(const Outcome &outcome, const Layout &layout, std::size_t index, bool is_compared) {
  const Place &place = layout.outcome(index);
  const Axis axis = axis_of(outcome, layout.months());
  Section section;
  add_distribution(section, outcome, axis, place);
  if (values_of(outcome.kind) == Values::months)
    section.arrays.push_back({outcome.name + "_censored", {}, {{place.undefined() - 1}}});
  if (is_compared) add_difference(section, outcome, layout.difference(index), layout.months());
  return section;
}

Section section_of(const Series &series, const Layout &layout, std::size_t index) {
  const Axis axis = axis_of(series);
  const Place first = layout.series(index, 0);
  Section section;
  if (!series.labels.empty())
    section.dimensions.push_back({series.name + "_kind", series.labels});
  else if (series.counted)
    section.dimensions.push_back({series.name + "_value", whole_numbers(0, axis.bins - 1)});
  else
    add_bins(section, series.name + "_bin", axis, "series_bin_edge");
  auto attributes = described("series", series.unit, meaning_of(series.meaning, series.name),
                              "its value in each month, counted over the trajectories");
  if (!series.symbol.empty()) attributes.emplace_back("symbol", series.symbol);
  section.arrays.push_back({series.name,
                            {"month", section.dimensions.front().name},
                            {{first.first, static_cast<std::size_t>(first.bins),
                              static_cast<std::size_t>(layout.months()), first.end() - first.first}},
                            std::move(attributes)});
  return section;
}

/// A table of one number for each outcome: the places that `place` tells.
template <class PlaceOf>
CountArray along_outcomes(const char *name, std::size_t outcomes, const PlaceOf &place,
                          hdf5::Attributes attributes) {
  std::vector<Slice> slices;
  for (std::size_t index = 0; index < outcomes; ++index) slices.push_back({place(index)});
  return {name, {"outcome"}, std::move(slices), std::move(attributes)};
}

Section tables_of_outcomes(const std::vector<Outcome> &outcomes, const Layout &layout, bool is_compared) {
  const auto table = [&](const char *name, const auto &place, hdf5::Attributes attributes) {
    return along_outcomes(name, outcomes.size(), place, std::move(attributes));
  };
  const auto trajectories = [](const char *what, const char *definition) {
    return described("trajectories", "trajectory", what, definition);
  };
  Section section;
  section.arrays = {
      table(
          "outcome_undefined", [&](std::size_t i) { return layout.outcome(i).undefined(); },
          trajectories("trajectories in which the outcome is undefined", "they are in no bin")),
      table(
          "outcome_clamped", [&](std::size_t i) { return layout.clamped(i); },
          trajectories(
              "trajectories whose value is too far out for the sum of squares",
              "it holds the square of a nearer value for each of them, and so tells no deviation; the "
              "sum holds values 2048 times farther, and the farthest for what lies beyond")),
      table(
          "outcome_beyond", [&](std::size_t i) { return layout.beyond(i); },
          trajectories(
              "trajectories whose value lies outside the bins",
              "counted in the first or the last bin, so that quantiles there are those of the edge")),
      table(
          "outcome_sum", [&](std::size_t i) { return layout.outcome(i).sum(); },
          described(
              "sum", "outcome_quantum", "sum of the outcome's values",
              "S = this: the sum of n defined values is n * outcome_origin + outcome_quantum * S; labels "
              "count as 0, 1, 2")),
      table(
          "outcome_sum_of_squares", [&](std::size_t i) { return layout.outcome(i).sum_of_squares(); },
          described("sum_of_squares", "outcome_quantum^2", "sum of the squares of the same"))};
  if (!is_compared) return section;
  const std::vector<CountArray> differences = {
      table(
          "difference_undefined", [&](std::size_t i) { return layout.difference(i).undefined(); },
          trajectories("trajectories in which the outcome is undefined here or in the reference condition",
                       "they are in no bin of the difference")),
      table(
          "difference_sum", [&](std::size_t i) { return layout.difference(i).sum(); },
          described("sum", "outcome_quantum", "sum of the differences from the reference condition",
                    "0 for an outcome of labels")),
      table(
          "difference_sum_of_squares", [&](std::size_t i) { return layout.difference(i).sum_of_squares(); },
          described("sum_of_squares", "outcome_quantum^2",
                    "sum of the squared differences from the reference condition",
                    "0 for an outcome of labels"))};
  section.arrays.insert(section.arrays.end(), differences.begin(), differences.end());
  return section;
}

Section tables_of_series(const std::vector<Series> &series, const Layout &layout) {
  const auto table = [&](const char *name, const auto &place, hdf5::Attributes attributes) {
    const auto months = static_cast<std::size_t>(layout.months());
    std::vector<Slice> slices;
    for (std::size_t index = 0; index < series.size(); ++index) {
      const Place first = layout.series(index, 0);
      slices.push_back({place(first), 1, months, first.end() - first.first});
    }
    return CountArray{name, {"series_name", "month"}, std::move(slices), std::move(attributes)};
  };
  Section section;
  section.arrays = {
      table(
          "series_sum", [](const Place &place) { return place.sum(); },
          described("sum", "series_quantum", "sum of the series' values in a month",
                    "S = this: the sum of the values is n * series_origin + series_quantum * S, n: "
                    "trajectories; labels count as 0, 1, 2")),
      table(
          "series_sum_of_squares", [](const Place &place) { return place.sum_of_squares(); },
          described("sum_of_squares", "series_quantum^2", "sum of the squares of the same")),
      {"series_clamped",
       {"series_name", "month"},
       {{layout.series_clamped(0, 0), series.size() * static_cast<std::size_t>(layout.months())}},
       described("trajectories", "trajectory",
                 "trajectories whose value lies outside the edges of the series",
                 "in this month; counted, and added to the sums, as at the nearer edge")}};
  return section;
}

} // namespace

const char *const legend =
    "Distributions are whole numbers of trajectories: divide by their sum for shares; the attribute units "
    "is that of the quantity counted. Of an outcome NAME: NAME(condition) counts the trajectories in "
    "which it is so, NAME(condition, NAME_kind) those with each label, NAME(condition, NAME_value) each "
    "whole number, NAME(condition, NAME_bin) each bin, by its centre, with edges in NAME_bin_edges; what "
    "lies beyond counts to the end. NAME(condition, month) counts when it first came, NAME_censored in "
    "how many it did not. Where conditions are compared, NAME_difference counts the value here minus that "
    "in the same trajectory of the reference condition; of labels the label there by the label here. "
    "Tables along outcome, series_name and parameter tell what is declared of each, and what else is "
    "counted: outcome_sum and outcome_sum_of_squares are S and Q: with n defined values, their sum is n * "
    "outcome_origin + outcome_quantum * S, that of their squares n * outcome_origin^2 + 2 * "
    "outcome_origin * outcome_quantum * S + outcome_quantum^2 * Q. Everything but the group provenance is "
    "the same in two equal runs.";

std::size_t CountArray::size() const {
  std::size_t places = 0;
  for (const Slice &slice : slices) places += slice.size();
  return places;
}

std::vector<Section> catalogue_of(const Results &results) {
  const Layout layout = results.layout();
  std::vector<Section> sections;
  for (std::size_t index = 0; index < results.outcomes.size(); ++index)
    sections.push_back(section_of(results.outcomes[index], layout, index, results.is_compared()));
  for (std::size_t index = 0; index < results.series.size(); ++index)
    sections.push_back(section_of(results.series[index], layout, index));
  if (!results.outcomes.empty())
    sections.push_back(tables_of_outcomes(results.outcomes, layout, results.is_compared()));
  if (!results.series.empty()) sections.push_back(tables_of_series(results.series, layout));
  return sections;
}

hdf5::Attributes described(const std::string &kind, const std::string &units, const std::string &long_name,
                           const std::string &definition, const std::string &source) {
  hdf5::Attributes attributes{{"kind", kind}, {"units", units}, {"long_name", long_name}};
  if (!definition.empty()) attributes.emplace_back("definition", definition);
  if (!source.empty()) attributes.emplace_back("source", source);
  return attributes;
}

std::string values_of(const Series &series) {
  return !series.labels.empty() ? "labelled" : series.counted ? "counted" : "binned";
}

std::string joined(const std::vector<std::string> &texts, std::string_view separator) {
  std::string all;
  for (const auto &text : texts) {
    if (&text != &texts.front()) all += separator;
    all += text;
  }
  return all;
}

} // namespace engine

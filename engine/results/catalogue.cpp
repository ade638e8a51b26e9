// SPDX-License-Identifier: Apache-2.0
#include "engine/results/catalogue.hpp"
#include "engine/model/kinds.hpp"

#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace engine {

namespace {

/// What the variables around an outcome, its difference or a series have in common.
struct Subject {
  std::string name; // their names begin with it
  std::string of;   // the outcome or series itself
  std::string units;
  std::string meaning;
  std::string source;
};

hdf5::Attributes derived(const Subject &subject, const std::string &kind, const std::string &units,
                         const std::string &what, const std::string &definition = {}) {
  auto attributes =
      described(kind, units, fmt::format("{}: {}", subject.meaning, what), definition, subject.source);
  attributes.emplace_back("of", subject.of);
  return attributes;
}

std::string meaning_of(const std::string &meaning, const std::string &name) {
  return meaning.empty() ? name : meaning;
}

Subject subject_of(const Outcome &outcome) {
  return {outcome.name, outcome.name, outcome.unit, meaning_of(outcome.meaning, outcome.name),
          outcome.source};
}

Subject difference_of(const Outcome &outcome) {
  Subject subject = subject_of(outcome);
  subject.name += "_difference";
  subject.meaning += ", difference from the reference condition";
  return subject;
}

Dimension labels_along(const std::string &name, const Subject &subject,
                       const std::vector<std::string> &labels) {
  return {name, labels, derived(subject, "labels", "1", "label")};
}

Dimension whole_numbers_along(const std::string &name, const Subject &subject, const Axis &axis) {
  std::vector<std::int64_t> values;
  for (std::int64_t bin = 0; bin < axis.bins; ++bin) values.push_back(std::llround(axis.lower_edge(bin)));
  return {name, std::move(values),
          derived(subject, "values", subject.units, "value", "what lies beyond counts to the end values")};
}

Dimension bins_along(const std::string &name, const Subject &subject, const Axis &axis) {
  std::vector<double> centres;
  std::vector<double> edges{axis.lower_edge(0)};
  for (std::int64_t bin = 0; bin < axis.bins; ++bin) {
    edges.push_back(axis.lower_edge(bin + 1));
    centres.push_back((edges[edges.size() - 2] + edges.back()) / 2);
  }
  return {name, std::move(centres),
          derived(subject, "bin_centres", subject.units, "centre of the bin",
                  "what lies beyond the edges counts to the end bins"),
          std::move(edges), derived(subject, "bin_edges", subject.units, "edges of the bins")};
}

CountArray undefined_of(const Subject &subject, const Place &place) {
  return {subject.name + "_undefined",
          {},
          {place.undefined()},
          derived(subject, "undefined", "trajectory", "trajectories in which it is undefined",
                  "they are in no bin")};
}

/// The sums from which means and variances follow, as exact whole numbers.
void add_sums(Section &section, const Subject &subject, double origin, double quantum, Slice sum,
              const std::vector<std::string> &dimensions) {
  const auto attributes = [&](const char *kind, const char *what, const std::string &definition) {
    auto list = derived(subject, kind, "1", what, definition + "; n: trajectories counted");
    list.emplace_back("quantum", quantum);
    list.emplace_back("origin", origin);
    return list;
  };
  Slice squares = sum;
  ++squares.first;
  section.arrays.push_back({subject.name + "_sum", dimensions, sum,
                            attributes("sum", "sum in units of its quantum",
                                       "S = this: the sum of the values is n * origin + quantum * S")});
  section.arrays.push_back({subject.name + "_sum_of_squares", dimensions, squares,
                            attributes("sum_of_squares", "sum of squares in units of its quantum",
                                       "Q = this: the sum of the squared values is n * origin^2 + "
                                       "2 * origin * quantum * S + quantum^2 * Q")});
}

hdf5::Attributes attributes_of(const Outcome &outcome) {
  auto attributes = described(text_of(outcome.kind), outcome.unit, meaning_of(outcome.meaning, outcome.name),
                              outcome.definition, outcome.source);
  if (!outcome.symbol.empty()) attributes.emplace_back("symbol", outcome.symbol);
  attributes.emplace_back("lowest", outcome.lowest);
  attributes.emplace_back("highest", outcome.highest);
  attributes.emplace_back("counts", "trajectories");
  if (outcome.bookkeeping) attributes.emplace_back("bookkeeping", "kept for checks alone: not shown");
  return attributes;
}

/// The distribution itself, over the dimension that fits its kind.
void add_distribution(Section &section, const Outcome &outcome, const Subject &subject, const Axis &axis,
                      const Place &place) {
  const auto bins = static_cast<std::size_t>(place.bins);
  CountArray counts{outcome.name, {}, {place.first, bins}, attributes_of(outcome)};
  switch (values_of(outcome.kind)) {
  case Values::whole_numbers:
    if (told_of(outcome.kind) == Told::share)
      counts.slice = {place.first + 1}; // of the ones; the rest are zeros
    else
      section.dimensions.push_back(whole_numbers_along(outcome.name + "_value", subject, axis));
    break;
  case Values::labels:
    section.dimensions.push_back(labels_along(outcome.name + "_kind", subject, outcome.labels));
    break;
  case Values::bins:
    section.dimensions.push_back(bins_along(outcome.name + "_bin", subject, axis));
    break;
  case Values::months:
    counts.slice.length = bins - 1; // the last bin, "never", is a variable of its own
    counts.dimensions = {"month"};
    break;
  }
  for (const auto &dimension : section.dimensions) counts.dimensions.push_back(dimension.name);
  section.arrays.push_back(std::move(counts));
}

Section section_of(const Outcome &outcome, const Place &place, int months) {
  const Subject subject = subject_of(outcome);
  const Axis axis = axis_of(outcome, months);
  Section section;
  add_distribution(section, outcome, subject, axis, place);
  if (values_of(outcome.kind) == Values::months)
    section.arrays.push_back(
        {outcome.name + "_censored",
         {},
         {place.undefined() - 1},
         derived(subject, "censored", "trajectory", "trajectories in which it did not come",
                 "not within the months of the run")});
  section.arrays.push_back(undefined_of(subject, place));
  const bool follows_from_counts =
      told_of(outcome.kind) == Told::share || told_of(outcome.kind) == Told::shares;
  if (!follows_from_counts) add_sums(section, subject, axis.origin, axis.quantum, {place.sum()}, {});
  return section;
}

Section pairs_of_labels(const Outcome &outcome, const Place &place) {
  const Subject subject = difference_of(outcome);
  const std::string here = outcome.name + "_kind";
  const std::string there = here + "_reference";
  Section section;
  section.dimensions = {labels_along(there, subject_of(outcome), outcome.labels)};
  section.dimensions.front().attributes.emplace_back("note", "in the reference condition");
  section.arrays = {{subject.name,
                     {there, here},
                     {place.first, static_cast<std::size_t>(place.bins)},
                     derived(subject, "difference", subject.units, "trajectories",
                             "label in the reference condition by label in this condition")},
                    undefined_of(subject, place)};
  return section;
}

Section difference_section_of(const Outcome &outcome, const Place &place, int months) {
  if (values_of(outcome.kind) == Values::labels) return pairs_of_labels(outcome, place);
  const Subject subject = difference_of(outcome);
  const Axis axis = difference_axis_of(outcome, months);
  const std::string suffix = told_of(outcome.kind) == Told::share ? "_value" : "_bin";
  Section section;
  section.dimensions.push_back(values_of(outcome.kind) == Values::bins
                                   ? bins_along(subject.name + suffix, subject, axis)
                                   : whole_numbers_along(subject.name + suffix, subject, axis));
  section.arrays = {{subject.name,
                     {subject.name + suffix},
                     {place.first, static_cast<std::size_t>(place.bins)},
                     derived(subject, "difference", subject.units, "trajectories",
                             "value here minus value in the same trajectory of the reference condition")},
                    undefined_of(subject, place)};
  add_sums(section, subject, 0.0, axis.quantum, {place.sum()}, {});
  return section;
}

hdf5::Attributes attributes_of(const Series &series, const std::string &values) {
  auto attributes = described("series", series.unit, meaning_of(series.meaning, series.name),
                              "its value in each month, counted over the trajectories");
  if (!series.symbol.empty()) attributes.emplace_back("symbol", series.symbol);
  attributes.emplace_back("values", values);
  attributes.emplace_back("lowest", series.lowest);
  attributes.emplace_back("highest", series.highest);
  attributes.emplace_back("counts", "trajectories");
  return attributes;
}

Section section_of(const Series &series, const Layout &layout, std::size_t index) {
  const Subject subject{series.name, series.name, series.unit, meaning_of(series.meaning, series.name), ""};
  const Axis axis = axis_of(series);
  const Place first = layout.series(index, 0);
  const auto months = static_cast<std::size_t>(layout.months());
  const std::size_t stride = first.end() - first.first;
  const bool is_labelled = !series.labels.empty();
  const char *values = is_labelled ? "labelled" : series.counted ? "counted" : "binned";
  Section section;
  section.dimensions.push_back(is_labelled      ? labels_along(series.name + "_kind", subject, series.labels)
                               : series.counted ? whole_numbers_along(series.name + "_value", subject, axis)
                                                : bins_along(series.name + "_bin", subject, axis));
  section.arrays.push_back({series.name,
                            {"month", section.dimensions.front().name},
                            {first.first, static_cast<std::size_t>(first.bins), months, stride},
                            attributes_of(series, values)});
  if (!is_labelled)
    add_sums(section, subject, axis.origin, axis.quantum, {first.sum(), 1, months, stride}, {"month"});
  return section;
}

/// How often a distribution could not hold a value as it was.
Section limits_of_outcomes(const std::vector<Outcome> &outcomes, const Layout &layout) {
  const std::vector<std::string> along{"outcome"};
  const auto counts = [](const char *kind, const char *what, const char *definition) {
    return described(kind, "trajectory", what, definition);
  };
  return {{{"outcome", names_of(outcomes), described("coordinate", "1", "outcome")}},
          {{"outcome_clamped",
            along,
            {layout.clamped(0), outcomes.size()},
            counts("clamped", "trajectories whose value is too far out for the sum of squares",
                   "it holds the square of a nearer value for each of them, and so tells no deviation; the "
                   "sum holds values 2048 times farther, and the farthest for what lies beyond")},
           {"outcome_beyond",
            along,
            {layout.beyond(0), outcomes.size()},
            counts("beyond", "trajectories whose value lies outside the bins",
                   "counted in the first or the last bin, so that quantiles there are those of the edge")}}};
}

Section limits_of_series(const std::vector<Series> &series, const Layout &layout) {
  const std::size_t size = series.size() * static_cast<std::size_t>(layout.months());
  return {
      {{"series_name", names_of(series), described("coordinate", "1", "series")}},
      {{"series_clamped",
        {"series_name", "month"},
        {layout.series_clamped(0, 0), size},
        described("clamped", "trajectory", "trajectories whose value lies outside the edges of the series",
                  "in this month; counted, and added to the sums, as at the nearer edge")}}};
}

} // namespace

std::vector<Section> catalogue_of(const Results &results) {
  const Layout layout = results.layout();
  std::vector<Section> sections;
  for (std::size_t index = 0; index < results.outcomes.size(); ++index) {
    const Outcome &outcome = results.outcomes[index];
    sections.push_back(section_of(outcome, layout.outcome(index), results.months));
    sections.push_back(difference_section_of(outcome, layout.difference(index), results.months));
  }
  for (std::size_t index = 0; index < results.series.size(); ++index)
    sections.push_back(section_of(results.series[index], layout, index));
  if (!results.outcomes.empty()) sections.push_back(limits_of_outcomes(results.outcomes, layout));
  if (!results.series.empty()) sections.push_back(limits_of_series(results.series, layout));
  return sections;
}

hdf5::Attributes described(const std::string &kind, const std::string &units, const std::string &long_name,
                           const std::string &definition, const std::string &source) {
  hdf5::Attributes attributes{{"kind", kind}, {"units", units}, {"long_name", long_name}};
  if (!definition.empty()) attributes.emplace_back("definition", definition);
  if (!source.empty()) attributes.emplace_back("source", source);
  return attributes;
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

// SPDX-License-Identifier: Apache-2.0
#include "engine/results/write_results.hpp"

#include <chrono>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/results/catalogue.hpp"

namespace engine {

namespace {

using hdf5::Attributes;
using hdf5::Handle;

constexpr double none = std::numeric_limits<double>::quiet_NaN();

template <class Item, class Source, class Take>
std::vector<Item> each(const std::vector<Source> &sources, const Take &take) {
  std::vector<Item> items;
  items.reserve(sources.size());
  for (const auto &source : sources) items.push_back(take(source));
  return items;
}

/// What the file is, for whoever meets it without this program.
void write_header(const Handle &file, const Results &results) {
  hdf5::write_attributes(
      file, {{"title", fmt::format("{}: {}", results.model, results.model_summary)},
             {"note", "Distributions are whole numbers of trajectories: divide by their sum for shares. The "
                      "attribute units of a distribution is that of the quantity counted. Everything but the "
                      "group provenance is the same in two equal runs."},
             {"format_version", format_version},
             {"model", results.model},
             {"model_summary", results.model_summary},
             {"seed", results.seed},
             {results.step() + "s", std::int64_t{results.months}},
             {"reference_condition", results.conditions.at(results.reference).name},
             {"headline", joined(results.headline, ",")},
             {"outcomes", joined(names_of(results.outcomes), ",")},
             {"series", joined(names_of(results.series), ",")}});
}

/// Months are numbered from the start of each condition, since conditions may start at different times.
void write_month_axis(const Handle &file, const Results &results) {
  std::vector<std::int64_t> numbers(static_cast<std::size_t>(results.months));
  std::iota(numbers.begin(), numbers.end(), 0);
  hdf5::write_axis(
      file, "month", numbers,
      described("coordinate", results.step(), results.step() + ", counted from 0 at the condition's start"));
}

/// The first day of each month of each condition, as netCDF readers understand dates.
void write_dates(const Handle &file, const Results &results) {
  if (results.conditions.front().start.is_year()) return;
  namespace calendar = std::chrono;
  std::vector<std::int64_t> days;
  for (const auto &condition : results.conditions)
    for (int month = 0; month < results.months; ++month) {
      const Month here = condition.start.after(month);
      const calendar::sys_days first =
          calendar::year(here.year) / calendar::month(static_cast<unsigned>(here.month)) / calendar::day(1);
      days.push_back(first.time_since_epoch().count());
    }
  Attributes attributes = described("date", "days since 1970-01-01", "first day of the month");
  attributes.emplace_back("calendar", "proleptic_gregorian");
  hdf5::write_variable(file, "date", {"condition", "month"}, days, attributes);
}

void write_conditions(const Handle &file, const std::vector<ConditionResult> &conditions) {
  const auto write = [&](const char *name, const hdf5::Values &values, const Attributes &attributes) {
    hdf5::write_variable(file, name, {"condition"}, values, attributes);
  };
  write("trajectories", each<std::uint64_t>(conditions, [](const auto &c) { return c.trajectories; }),
        described("trajectories", "trajectory", "trajectories counted"));
  write("start", each<std::string>(conditions, [](const auto &c) { return c.start.text(); }),
        described("text", "1", "first " + conditions.front().start.step()));
  write("condition_summary", each<std::string>(conditions, [](const auto &c) { return c.summary; }),
        described("text", "1", "what the condition supposes"));
  write("resolved_condition", each<std::string>(conditions, [](const auto &c) { return c.resolved; }),
        described("text", "1",
                  "the condition in full, as YAML; of a sweep's points, what differs from the reference"));
}

/// What is declared of each parameter, as one column a property.
void write_declared_parameters(const Handle &file, const std::vector<Parameter> &parameters) {
  const auto column = [&](const char *name, const hdf5::Values &values, const char *kind,
                          const char *long_name) {
    hdf5::write_variable(file, name, {"parameter"}, values, described(kind, "1", long_name));
  };
  const auto text = [&](const char *name, const char *long_name, const auto &take) {
    column(name, each<std::string>(parameters, take), "text", long_name);
  };
  const auto number = [&](const char *name, const char *long_name, const auto &take) {
    column(name, each<double>(parameters, take), "number", long_name);
  };
  using P = Parameter;
  hdf5::write_axis(file, "parameter", names_of(parameters), described("coordinate", "1", "parameter"));
  text("parameter_symbol", "short name in the equations", [](const P &p) { return p.symbol; });
  text("parameter_unit", "unit", [](const P &p) { return std::string(p.unit.name); });
  text("parameter_meaning", "meaning", [](const P &p) { return p.meaning; });
  text("parameter_basis", "what its size rests on", [](const P &p) { return text_of(p.basis); });
  text("parameter_source", "source", [](const P &p) { return p.source; });
  text("parameter_role", "what sort of number it is", [](const P &p) { return text_of(p.role); });
  text("parameter_labels", "names of the values 0, 1, 2 ...",
       [](const P &p) { return joined(p.labels, "|"); });
  number("parameter_default", "default", [](const P &p) { return p.value; });
  number("parameter_plausible_low", "least plausible value; NaN where no range is declared",
         [](const P &p) { return p.plausible.exists() ? p.plausible.low : none; });
  number("parameter_plausible_high", "greatest plausible value; NaN where no range is declared",
         [](const P &p) { return p.plausible.exists() ? p.plausible.high : none; });
  number("parameter_lowest", "least value admitted", [](const P &p) { return p.unit.lowest; });
  number("parameter_highest", "greatest value admitted", [](const P &p) { return p.unit.highest; });
}

void write_parameter_values(const Handle &file, const std::vector<ConditionResult> &conditions) {
  std::vector<double> values;
  for (const auto &condition : conditions)
    values.insert(values.end(), condition.parameter_values.begin(), condition.parameter_values.end());
  hdf5::write_variable(file, "parameter_value", {"condition", "parameter"}, values,
                       described("number", "1", "value; NaN where it is drawn anew for each trajectory"));
}

void write_dimension(const Handle &file, const Dimension &dimension) {
  hdf5::write_axis(file, dimension.name, dimension.values, dimension.attributes);
  if (dimension.edges.empty()) return;
  hdf5::write_axis(file, dimension.name + "_edges", dimension.edges, dimension.edge_attributes);
}

hdf5::Handle create_counts(const Handle &file, const CountArray &array) {
  std::vector<std::string> axes{"condition"};
  axes.insert(axes.end(), array.dimensions.begin(), array.dimensions.end());
  return hdf5::create_counts(file, array.name, axes, array.attributes);
}

/// The design of a sweep: where in the unit cube each condition stands, and what is set there.
void write_design(const Handle &file, const DesignRecord &design) {
  hdf5::write_attributes(file, {{"design", design.kind},
                                {"design_paths", design.paths},
                                {"design_levels", design.levels},
                                {"design_second_order", std::int64_t{design.second_order}},
                                {"chance", design.chance},
                                {"task_size", design.task_size},
                                {"identity", design.identity},
                                {"sweep", design.sweep}});
  hdf5::write_axis(file, "factor", design.factors, described("coordinate", "1", "factor of the design"));
  hdf5::write_variable(file, "factor_axis", {"factor"}, design.axes,
                       described("number", "1", "axis of the factor; factors of one axis vary together"));
  const auto write = [&](const char *name, const hdf5::Values &values, const char *kind, const char *what) {
    hdf5::write_variable(file, name, {"condition", "factor"}, values, described(kind, "1", what));
  };
  write("design_place", design.places, "number", "place in the unit cube; NaN in the reference condition");
  write("design_value", design.values, "number", "value that is set; NaN where it is no number");
  write("design_label", design.labels, "text", "what is set, as the sweep writes it");
  hdf5::write_variable(file, "first_trajectory", {"condition"}, design.first_trajectories,
                       described("number", "trajectory", "number of the first trajectory"));
}

void write_provenance(const Handle &file, const Results &results) {
  Attributes attributes;
  for (const auto &[name, text] : results.provenance) attributes.emplace_back(name, text);
  hdf5::write_attributes(hdf5::create_group(file, "provenance"), attributes);
}

} // namespace

void write_condition_axis(const Handle &file, const std::vector<std::string> &names) {
  hdf5::write_axis(file, "condition", names, described("coordinate", "1", "condition"));
}

std::vector<OpenCounts> write_all_but_counts(const Handle &file, const Results &results) {
  write_header(file, results);
  if (results.until)
    hdf5::write_attributes(
        file, {{"until_outcome", results.until->outcome}, {"until_half_width", results.until->half_width}});
  write_month_axis(file, results);
  write_conditions(file, results.conditions);
  write_dates(file, results);
  write_declared_parameters(file, results.parameters);
  write_parameter_values(file, results.conditions);
  if (results.design) write_design(file, *results.design);
  std::vector<OpenCounts> all;
  for (const auto &section : catalogue_of(results)) {
    for (const auto &dimension : section.dimensions) write_dimension(file, dimension);
    for (const auto &array : section.arrays) all.push_back({array.slice, create_counts(file, array)});
  }
  write_provenance(file, results);
  return all;
}

void write_half_widths(const Handle &file, const std::vector<double> &reached) {
  hdf5::write_variable(file, "until_half_width_reached", {"condition"}, reached,
                       described("number", "1", "half-width of the 95 % interval of until_outcome at the end",
                                 "reached where it is at most until_half_width"));
}

void write_counts(const std::vector<OpenCounts> &all, std::size_t first,
                  const std::vector<const Row *> &rows) {
  std::vector<std::int64_t> values;
  for (const OpenCounts &counts : all) {
    const Slice &slice = counts.slice;
    values.clear();
    for (const Row *row : rows)
      for (std::size_t repeat = 0; repeat < slice.repeats; ++repeat) {
        const std::int64_t *start = row->data() + slice.first + repeat * slice.stride;
        values.insert(values.end(), start, start + slice.length);
      }
    hdf5::write_rows(counts.variable, first, rows.size(), values.data());
  }
}

} // namespace engine

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
using hdf5::FileWriter;

constexpr double none = std::numeric_limits<double>::quiet_NaN();

template <class Item, class Source, class Take>
std::vector<Item> each(const std::vector<Source> &sources, const Take &take) {
  std::vector<Item> items;
  items.reserve(sources.size());
  for (const auto &source : sources) items.push_back(take(source));
  return items;
}

/// What the file is, for whoever meets it without this program.
void write_header(FileWriter &file, const Results &results) {
  hdf5::write_attributes(file.root(), {{"title", fmt::format("{}: {}", results.model, results.model_summary)},
                                       {"note", legend},
                                       {"format_version", format_version},
                                       {"model", results.model},
                                       {"model_summary", results.model_summary},
                                       {"seed", results.seed},
                                       {results.step() + "s", std::int64_t{results.months}},
                                       {"reference_condition", results.conditions.at(results.reference).name},
                                       {"headline", joined(results.headline, ",")},
                                       {"outcomes", joined(names_of(results.outcomes), ",")},
                                       {"series", joined(names_of(results.series), ",")},
                                       {"outcomes_left_out", joined(results.outcomes_left_out, ",")},
                                       {"series_left_out", joined(results.series_left_out, ",")}});
}

/// The first day of each month of each condition, as netCDF readers understand dates.
void write_dates(FileWriter &file, const Results &results) {
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
  file.add_variable(file.root(), "date", {"condition", "month"}, days, attributes);
}

void write_conditions(FileWriter &file, const std::vector<ConditionResult> &conditions) {
  const auto write = [&](const char *name, const hdf5::Values &values, const Attributes &attributes) {
    file.add_variable(file.root(), name, {"condition"}, values, attributes);
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

/// What is declared of each outcome, series or parameter, along a dimension of their names: one column a
/// property, called "outcome_unit" and the like.
template <class Declared> class Table {
public:
  Table(FileWriter &file, const char *dimension, const char *prefix, const std::vector<Declared> &declared)
      : file_(file), dimension_(dimension), prefix_(prefix), declared_(declared) {
    file.add_dimension(file.root(), dimension, names_of(declared), described("coordinate", "1", prefix));
  }

  template <class Take> void text(const char *property, const char *long_name, const Take &take) const {
    add(property, each<std::string>(declared_, take), "text", long_name);
  }
  template <class Take> void number(const char *property, const char *long_name, const Take &take) const {
    add(property, each<double>(declared_, take), "number", long_name);
  }

private:
  void add(const char *property, const hdf5::Values &values, const char *kind, const char *long_name) const {
    file_.add_variable(file_.root(), fmt::format("{}_{}", prefix_, property), {dimension_}, values,
                       described(kind, "1", long_name));
  }

  FileWriter &file_;
  const char *dimension_;
  const char *prefix_;
  const std::vector<Declared> &declared_;
};

constexpr const char *symbol = "short name in the equations";
constexpr const char *labels = "names of the values 0, 1, 2 ...";
constexpr const char *lowest = "least value; of bins the lower edge of the first";
constexpr const char *highest = "greatest value; of bins the upper edge of the last";
constexpr const char *quantum = "what 1 stands for in a sum";
constexpr const char *origin = "what 0 stands for in a sum; in a sum of differences it is no difference";

void write_declared_outcomes(FileWriter &file, const std::vector<Outcome> &outcomes, int months) {
  using O = Outcome;
  const Table<O> table(file, "outcome", "outcome", outcomes);
  table.text("kind", "kind", [](const O &o) { return text_of(o.kind); });
  table.text("symbol", symbol, [](const O &o) { return o.symbol; });
  table.text("unit", "unit", [](const O &o) { return o.unit; });
  table.text("meaning", "meaning", [](const O &o) { return o.meaning; });
  table.text("definition", "how it is computed", [](const O &o) { return o.definition; });
  table.text("source", "source", [](const O &o) { return o.source; });
  table.text("labels", labels, [](const O &o) { return joined(o.labels, "|"); });
  table.number("lowest", lowest, [](const O &o) { return o.lowest; });
  table.number("highest", highest, [](const O &o) { return o.highest; });
  table.number("quantum", quantum, [months](const O &o) { return axis_of(o, months).quantum; });
  table.number("origin", origin, [months](const O &o) { return axis_of(o, months).origin; });
  table.number("bookkeeping", "1 where it is kept for checks alone, and not shown",
               [](const O &o) { return o.bookkeeping ? 1.0 : 0.0; });
}

void write_declared_series(FileWriter &file, const std::vector<Series> &series) {
  using S = Series;
  const Table<S> table(file, "series_name", "series", series);
  table.text("values", "how its values are counted: binned, counted or labelled",
             [](const S &s) { return values_of(s); });
  table.text("symbol", symbol, [](const S &s) { return s.symbol; });
  table.text("unit", "unit", [](const S &s) { return s.unit; });
  table.text("meaning", "meaning", [](const S &s) { return s.meaning; });
  table.text("labels", labels, [](const S &s) { return joined(s.labels, "|"); });
  table.number("lowest", lowest, [](const S &s) { return s.lowest; });
  table.number("highest", highest, [](const S &s) { return s.highest; });
  table.number("quantum", quantum, [](const S &s) { return axis_of(s).quantum; });
  table.number("origin", origin, [](const S &s) { return axis_of(s).origin; });
}

void write_declared_parameters(FileWriter &file, const std::vector<Parameter> &parameters) {
  using P = Parameter;
  const Table<P> table(file, "parameter", "parameter", parameters);
  table.text("symbol", symbol, [](const P &p) { return p.symbol; });
  table.text("unit", "unit", [](const P &p) { return std::string(p.unit.name); });
  table.text("meaning", "meaning", [](const P &p) { return p.meaning; });
  table.text("basis", "what its size rests on", [](const P &p) { return text_of(p.basis); });
  table.text("source", "source", [](const P &p) { return p.source; });
  table.text("role", "what sort of number it is", [](const P &p) { return text_of(p.role); });
  table.text("labels", labels, [](const P &p) { return joined(p.labels, "|"); });
  table.number("default", "default", [](const P &p) { return p.value; });
  table.number("plausible_low", "least plausible value; NaN where no range is declared",
               [](const P &p) { return p.plausible.exists() ? p.plausible.low : none; });
  table.number("plausible_high", "greatest plausible value; NaN where no range is declared",
               [](const P &p) { return p.plausible.exists() ? p.plausible.high : none; });
  table.number("lowest", "least value admitted", [](const P &p) { return p.unit.lowest; });
  table.number("highest", "greatest value admitted", [](const P &p) { return p.unit.highest; });
}

void write_parameter_values(FileWriter &file, const std::vector<ConditionResult> &conditions) {
  std::vector<double> values;
  for (const auto &condition : conditions)
    values.insert(values.end(), condition.parameter_values.begin(), condition.parameter_values.end());
  file.add_variable(file.root(), "parameter_value", {"condition", "parameter"}, values,
                    described("number", "1", "value; NaN where it is drawn anew for each trajectory"));
}

/// The values of an array in some rows, one row after the other.
std::vector<std::int64_t> values_of(const CountArray &array, const std::vector<const Row *> &rows) {
  std::vector<std::int64_t> values;
  values.reserve(array.size() * rows.size());
  for (const Row *row : rows)
    for (const Slice &slice : array.slices)
      for (std::size_t repeat = 0; repeat < slice.repeats; ++repeat) {
        const std::int64_t *start = row->data() + slice.first + repeat * slice.stride;
        values.insert(values.end(), start, start + slice.length);
      }
  return values;
}

/// `rows`: of all conditions, or none as yet.
void write_section(FileWriter &file, const Section &section, const std::vector<const Row *> &rows) {
  for (const auto &dimension : section.dimensions)
    file.add_dimension(file.root(), dimension.name, dimension.values, dimension.attributes);
  for (const auto &edges : section.edges)
    file.add_variable(file.root(), edges.name, {edges.dimension}, edges.values, {});
  for (const auto &array : section.arrays) {
    std::vector<std::string> dimensions{"condition"};
    dimensions.insert(dimensions.end(), array.dimensions.begin(), array.dimensions.end());
    const auto counts = file.add_counts(file.root(), array.name, dimensions, array.attributes);
    if (!rows.empty()) hdf5::write_rows(counts, 0, rows.size(), values_of(array, rows).data());
  }
}

std::vector<const Row *> rows_of(const Results &results) {
  std::vector<const Row *> rows;
  for (const auto &condition : results.conditions)
    if (!condition.row.empty()) rows.push_back(&condition.row);
  return rows;
}

/// The design of a sweep: where in the unit cube each condition stands, and what is set there.
void write_design(FileWriter &file, const DesignRecord &design) {
  hdf5::write_attributes(file.root(), {{"design", design.kind},
                                       {"design_paths", design.paths},
                                       {"design_levels", design.levels},
                                       {"design_second_order", std::int64_t{design.second_order}},
                                       {"chance", design.chance},
                                       {"task_size", design.task_size},
                                       {"identity", design.identity},
                                       {"sweep", design.sweep}});
  file.add_dimension(file.root(), "factor", design.factors,
                     described("coordinate", "1", "factor of the design"));
  file.add_variable(file.root(), "factor_axis", {"factor"}, design.axes,
                    described("number", "1", "axis of the factor; factors of one axis vary together"));
  const auto write = [&](const char *name, const hdf5::Values &values, const char *kind, const char *what) {
    file.add_variable(file.root(), name, {"condition", "factor"}, values, described(kind, "1", what));
  };
  write("design_place", design.places, "number", "place in the unit cube; NaN in the reference condition");
  write("design_value", design.values, "number", "value that is set; NaN where it is no number");
  write("design_label", design.labels, "text", "what is set, as the sweep writes it");
  file.add_variable(file.root(), "first_trajectory", {"condition"}, design.first_trajectories,
                    described("number", "trajectory", "number of the first trajectory"));
}

void write_provenance(FileWriter &file, const Results &results) {
  Attributes attributes;
  for (const auto &[name, text] : results.provenance) attributes.emplace_back(name, text);
  hdf5::write_attributes(hdf5::create_group(file.root(), "provenance"), attributes);
}

} // namespace

void write_condition_axis(FileWriter &file, const std::vector<std::string> &names) {
  file.add_dimension(file.root(), "condition", names, described("coordinate", "1", "condition"));
}

void write_month_axis(FileWriter &file, int months, const std::string &step) {
  std::vector<std::int64_t> numbers(static_cast<std::size_t>(months));
  std::iota(numbers.begin(), numbers.end(), 0);
  file.add_dimension(file.root(), "month", numbers,
                     described("coordinate", step, step + ", counted from 0 at the condition's start"));
}

void write_results(FileWriter &file, const Results &results, const std::vector<Section> &catalogue) {
  write_header(file, results);
  if (results.until)
    hdf5::write_attributes(file.root(), {{"until_outcome", results.until->outcome},
                                         {"until_half_width", results.until->half_width}});
  if (results.per_state > 1) hdf5::write_attributes(file.root(), {{"per_state", results.per_state}});
  write_month_axis(file, results.months, results.step());
  write_conditions(file, results.conditions);
  write_dates(file, results);
  write_declared_parameters(file, results.parameters);
  write_parameter_values(file, results.conditions);
  if (!results.outcomes.empty()) write_declared_outcomes(file, results.outcomes, results.months);
  if (!results.series.empty()) write_declared_series(file, results.series);
  if (results.design) write_design(file, *results.design);
  if (results.fork)
    hdf5::write_attributes(file.root(), {{"fork_of", results.fork->past},
                                         {"fork_at", results.fork->at},
                                         {"fork_where", results.fork->where},
                                         {"fork_considered", results.fork->considered}});
  const std::vector<const Row *> rows = rows_of(results);
  for (const auto &section : catalogue) write_section(file, section, rows);
  write_provenance(file, results);
}

void write_half_widths(FileWriter &file, const std::vector<double> &reached) {
  file.add_variable(file.root(), "until_half_width_reached", {"condition"}, reached,
                    described("number", "1", "half-width of the 95 % interval of until_outcome at the end",
                              "reached where it is at most until_half_width"));
}

void write_rows(FileWriter &file, const std::vector<Section> &catalogue, std::size_t first,
                const std::vector<const Row *> &rows) {
  for (const auto &section : catalogue)
    for (const auto &array : section.arrays)
      hdf5::write_rows(hdf5::open_counts(file.root(), array.name), first, rows.size(),
                       values_of(array, rows).data());
}

} // namespace engine

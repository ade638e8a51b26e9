// SPDX-License-Identifier: Apache-2.0
// A result file back in memory: its declarations first, then the rows they lay out.

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <mutex>
#include <set>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include "engine/errors.hpp"
#include "engine/memory.hpp"
#include "engine/model/kinds.hpp"
#include "engine/results/catalogue.hpp"
#include "engine/results/hdf5.hpp"
#include "engine/results/invariants.hpp"
#include "engine/results/results.hpp"
#include "engine/results/seal.hpp"

namespace engine {

namespace {

using hdf5::Handle;

/// A unit's name outlives every result: declarations hold it as a view.
std::string_view kept(const std::string &name) {
  static std::mutex mutex;
  static std::set<std::string> names; // whose elements stay where they are
  const std::scoped_lock lock(mutex);
  return *names.insert(name).first;
}

std::vector<std::string> split(const std::string &text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t first = 0; first < text.size();) {
    const std::size_t last = std::min(text.find(separator, first), text.size());
    parts.push_back(text.substr(first, last - first));
    first = last + 1;
  }
  return parts;
}

template <class Enumeration, std::size_t size>
Enumeration value_of(const std::string &text, const std::array<std::string_view, size> &names) {
  const auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end()) throw hdf5::Error(fmt::format("it says '{}', which is not known here", text));
  return static_cast<Enumeration>(found - names.begin());
}

Month month_of(const std::string &text) {
  Month month;
  const char *end = text.data() + text.size();
  if (constexpr std::string_view year_of = "year "; text.starts_with(year_of)) {
    if (std::from_chars(text.data() + year_of.size(), end, month.year).ptr == end) return {month.year, 0};
  }
  const auto year = std::from_chars(text.data(), end, month.year);
  const auto rest = year.ptr == end ? year : std::from_chars(year.ptr + 1, end, month.month);
  if (rest.ec != std::errc() || rest.ptr != end || month.month < 1 || month.month > 12)
    throw hdf5::Error(fmt::format("'{}' is no month", text));
  return month;
}

void refuse_what_is_no_result(const std::string &path) {
  const auto refuse = [&](const std::string &why) { throw InputError(fmt::format("{}: {}", path, why)); };
  if (access(path.c_str(), R_OK) != 0) refuse(std::generic_category().message(errno));
  if (!std::filesystem::is_regular_file(path)) refuse("is no file");
  if (std::filesystem::file_size(path) == 0) refuse("is empty");
  if (H5Fis_hdf5(path.c_str()) <= 0) refuse("is not an HDF5 file, and so no result of this program");
}

/// Opens a file of this program and of a format that is known.
Handle open_result(const std::string &path) {
  Handle file = hdf5::open_file(path);
  if (!hdf5::has_attribute(file, "format_version"))
    throw InputError(fmt::format("{}: is an HDF5 file, but no result of this program", path));
  const auto version = hdf5::read_number<std::int64_t>(file, "format_version");
  if (version != format_version)
    throw InputError(fmt::format(
        "{}: is a result of format {}, but this program reads format {}{}", path, version, format_version,
        version < format_version ? "; run it again: the same seed gives the same counts" : ""));
  return file;
}

void tell_unsealed(const std::string &path) {
  spdlog::warn(
      "{}: carries no seal: another tool saved it again; only what holds of any counts can be checked", path);
}

void read_header(const Handle &file, Results &results) {
  results.model = hdf5::read_text(file, "model");
  results.model_summary = hdf5::read_text(file, "model_summary");
  results.headline = split(hdf5::read_text(file, "headline"), ',');
  results.outcomes_left_out = split(hdf5::read_text(file, "outcomes_left_out"), ',');
  results.series_left_out = split(hdf5::read_text(file, "series_left_out"), ',');
  results.seed = hdf5::read_number<std::uint64_t>(file, "seed");
  if (hdf5::has_attribute(file, "per_state"))
    results.per_state = hdf5::read_number<std::uint64_t>(file, "per_state");
  results.months = static_cast<int>(hdf5::read_variable<std::int64_t>(file, "month").size());
  if (hdf5::has(file, "provenance")) // other tools leave it out when they save a file again
    results.provenance = hdf5::read_texts(hdf5::open_group(file, "provenance"));
}

/// Fills one property of all that is declared from its column.
template <class Item, class Declared, class Set>
void read_column(const Handle &file, const char *name, std::vector<Declared> &declared, const Set &set) {
  const auto column = hdf5::read_variable<Item>(file, name, declared.size());
  for (std::size_t i = 0; i < declared.size(); ++i) set(declared[i], column[i]);
}

std::vector<Parameter> read_parameters(const Handle &file) {
  std::vector<Parameter> parameters;
  for (const auto &name : hdf5::read_variable<std::string>(file, "parameter"))
    parameters.emplace_back().name = name;
  const auto texts = [&](const char *name, const auto &set) {
    read_column<std::string>(file, name, parameters, set);
  };
  const auto numbers = [&](const char *name, const auto &set) {
    read_column<double>(file, name, parameters, set);
  };
  using P = Parameter;
  using Text = std::string;
  texts("parameter_symbol", [](P &p, const Text &symbol) { p.symbol = symbol; });
  texts("parameter_unit", [](P &p, const Text &unit) { p.unit.name = kept(unit); });
  texts("parameter_meaning", [](P &p, const Text &meaning) { p.meaning = meaning; });
  texts("parameter_basis", [](P &p, const Text &basis) { p.basis = value_of<Basis>(basis, basis_names); });
  texts("parameter_source", [](P &p, const Text &source) { p.source = source; });
  texts("parameter_role", [](P &p, const Text &role) { p.role = value_of<Role>(role, role_names); });
  texts("parameter_labels", [](P &p, const Text &labels) { p.labels = split(labels, '|'); });
  numbers("parameter_default", [](P &p, double value) { p.value = value; });
  numbers("parameter_plausible_low", [](P &p, double low) { p.plausible.low = low; });
  numbers("parameter_plausible_high", [](P &p, double high) { p.plausible.high = high; });
  numbers("parameter_lowest", [](P &p, double lowest) { p.unit.lowest = lowest; });
  numbers("parameter_highest", [](P &p, double highest) { p.unit.highest = highest; });
  for (auto &parameter : parameters)
    if (!parameter.plausible.exists()) parameter.plausible = {}; // NaN in the file
  return parameters;
}

std::vector<Outcome> read_outcomes(const Handle &file) {
  if (!hdf5::has(file, "outcome")) return {};
  std::vector<Outcome> outcomes;
  for (const auto &name : hdf5::read_variable<std::string>(file, "outcome"))
    outcomes.emplace_back().name = name;
  const auto texts = [&](const char *name, const auto &set) {
    read_column<std::string>(file, name, outcomes, set);
  };
  const auto numbers = [&](const char *name, const auto &set) {
    read_column<double>(file, name, outcomes, set);
  };
  using O = Outcome;
  using Text = std::string;
  texts("outcome_kind", [](O &o, const Text &kind) { o.kind = value_of<Kind>(kind, kind_names); });
  texts("outcome_symbol", [](O &o, const Text &symbol) { o.symbol = symbol; });
  texts("outcome_unit", [](O &o, const Text &unit) { o.unit = unit; });
  texts("outcome_meaning", [](O &o, const Text &meaning) { o.meaning = meaning; });
  texts("outcome_definition", [](O &o, const Text &definition) { o.definition = definition; });
  texts("outcome_source", [](O &o, const Text &source) { o.source = source; });
  texts("outcome_labels", [](O &o, const Text &labels) { o.labels = split(labels, '|'); });
  numbers("outcome_lowest", [](O &o, double lowest) { o.lowest = lowest; });
  numbers("outcome_highest", [](O &o, double highest) { o.highest = highest; });
  numbers("outcome_bookkeeping", [](O &o, double is_so) { o.bookkeeping = is_so != 0; });
  return outcomes;
}

std::vector<Series> read_series(const Handle &file) {
  if (!hdf5::has(file, "series_name")) return {};
  std::vector<Series> series;
  for (const auto &name : hdf5::read_variable<std::string>(file, "series_name"))
    series.emplace_back().name = name;
  const auto texts = [&](const char *name, const auto &set) {
    read_column<std::string>(file, name, series, set);
  };
  const auto numbers = [&](const char *name, const auto &set) {
    read_column<double>(file, name, series, set);
  };
  using S = Series;
  using Text = std::string;
  texts("series_values", [](S &s, const Text &values) { s.counted = values == "counted"; });
  texts("series_symbol", [](S &s, const Text &symbol) { s.symbol = symbol; });
  texts("series_unit", [](S &s, const Text &unit) { s.unit = unit; });
  texts("series_meaning", [](S &s, const Text &meaning) { s.meaning = meaning; });
  texts("series_labels", [](S &s, const Text &labels) { s.labels = split(labels, '|'); });
  numbers("series_lowest", [](S &s, double lowest) { s.lowest = lowest; });
  numbers("series_highest", [](S &s, double highest) { s.highest = highest; });
  return series;
}

void read_declarations(const Handle &file, Results &results) {
  results.parameters = read_parameters(file);
  results.outcomes = read_outcomes(file);
  results.series = read_series(file);
}

/// The conditions with empty rows.
void read_conditions(const Handle &file, Results &results) {
  const auto names = hdf5::read_variable<std::string>(file, "condition");
  const std::size_t size = names.size();
  const auto summaries = hdf5::read_variable<std::string>(file, "condition_summary", size);
  const auto resolved = hdf5::read_variable<std::string>(file, "resolved_condition", size);
  const auto starts = hdf5::read_variable<std::string>(file, "start", size);
  const auto trajectories = hdf5::read_variable<std::uint64_t>(file, "trajectories", size);
  const std::size_t width = results.parameters.size();
  const auto values = hdf5::read_variable<double>(file, "parameter_value", size * width);
  for (std::size_t i = 0; i < size; ++i) {
    const double *first = values.data() + i * width;
    results.conditions.push_back({names[i],
                                  summaries[i],
                                  resolved[i],
                                  month_of(starts[i]),
                                  trajectories[i],
                                  {first, first + width},
                                  {}});
  }
  const auto reference = std::find(names.begin(), names.end(), hdf5::read_text(file, "reference_condition"));
  if (reference == names.end()) throw hdf5::Error("it holds no reference condition");
  results.reference = static_cast<std::size_t>(reference - names.begin());
}

/// Rows of conditions first, first + 1 ...
void read_counts(const Handle &file, const CountArray &array, std::size_t first, std::vector<Row> &rows) {
  const auto values = hdf5::read_rows(file, array.name, first, rows.size(), array.size());
  auto next = values.begin();
  for (Row &row : rows)
    for (const Slice &slice : array.slices)
      for (std::size_t repeat = 0; repeat < slice.repeats;
           ++repeat, next += static_cast<std::ptrdiff_t>(slice.length))
        std::copy_n(next, slice.length, row.data() + slice.first + repeat * slice.stride);
}

/// What follows from the rest, the file does not repeat.
void complete(Row &row, std::uint64_t trajectories, const Results &declared, const Layout &layout) {
  for (std::size_t index = 0; index < declared.outcomes.size(); ++index) {
    if (told_of(declared.outcomes[index].kind) != Told::share) continue;
    const Place &place = layout.outcome(index);
    row[place.first] =
        static_cast<std::int64_t>(trajectories) - row[place.first + 1] - row[place.undefined()];
  }
  if (!declared.is_compared()) compare_with_itself(row, declared.outcomes, layout);
}

void refuse_contradiction(const Row &row, const ConditionResult &condition, const Results &declared,
                          const std::string &path) {
  const std::string found = contradiction_in(row, condition.trajectories, declared);
  if (!found.empty())
    throw InputError(fmt::format("{}: is damaged: in '{}' {}", path, condition.name, found));
}

/// Nothing is reached where nothing is counted: what a sweep declares, before its result.
std::optional<Until> read_until(const Handle &file, std::vector<ConditionResult> &conditions) {
  if (!hdf5::has_attribute(file, "until_outcome")) return std::nullopt;
  if (hdf5::has(file, "until_half_width_reached")) {
    const auto reached = hdf5::read_variable<double>(file, "until_half_width_reached", conditions.size());
    for (std::size_t i = 0; i < conditions.size(); ++i) conditions[i].half_width = reached[i];
  }
  return Until{hdf5::read_text(file, "until_outcome"), hdf5::read_number<double>(file, "until_half_width")};
}

DesignRecord read_design(const Handle &file, std::size_t conditions) {
  DesignRecord design;
  design.kind = hdf5::read_text(file, "design");
  design.paths = hdf5::read_number<std::int64_t>(file, "design_paths");
  design.levels = hdf5::read_number<std::int64_t>(file, "design_levels");
  design.second_order = hdf5::read_number<std::int64_t>(file, "design_second_order") != 0;
  design.chance = hdf5::read_text(file, "chance");
  design.task_size = hdf5::read_number<std::uint64_t>(file, "task_size");
  design.identity = hdf5::read_text(file, "identity");
  design.sweep = hdf5::read_text(file, "sweep");
  design.factors = hdf5::read_variable<std::string>(file, "factor");
  design.axes = hdf5::read_variable<std::int64_t>(file, "factor_axis", design.factors.size());
  const std::size_t size = conditions * design.factors.size();
  design.places = hdf5::read_variable<double>(file, "design_place", size);
  design.values = hdf5::read_variable<double>(file, "design_value", size);
  design.labels = hdf5::read_variable<std::string>(file, "design_label", size);
  design.first_trajectories = hdf5::read_variable<std::uint64_t>(file, "first_trajectory", conditions);
  return design;
}

Results read_declared(const Handle &file) {
  Results results;
  read_header(file, results);
  read_declarations(file, results);
  read_conditions(file, results);
  results.until = read_until(file, results.conditions);
  if (hdf5::has_attribute(file, "design")) results.design = read_design(file, results.conditions.size());
  if (hdf5::has_attribute(file, "fork_of"))
    results.fork = {hdf5::read_text(file, "fork_of"), hdf5::read_text(file, "fork_at"),
                    hdf5::read_text(file, "fork_where"),
                    hdf5::read_number<std::uint64_t>(file, "fork_considered")};
  return results;
}

} // namespace

struct ResultReader::File {
  explicit File(std::string where) : path(std::move(where)) {
    refuse_what_is_no_result(path);
    sealed = engine::is_sealed(path); // before HDF5 opens it: damaged text can crash that library
    read([&] {
      file = open_result(path);
      if (!sealed) tell_unsealed(path);
      declared = read_declared(file);
      catalogue = catalogue_of(declared);
    });
  }

  /// Does a piece of reading; what HDF5 refuses becomes an InputError that names the file.
  template <class Work> void read(const Work &work) const {
    const hdf5::Quiet quiet;
    try {
      work();
    } catch (const hdf5::Error &error) {
      throw InputError(fmt::format("{}: is damaged or incomplete: {}", path, error.what()));
    }
  }

  std::string path;
  bool sealed = false;
  Handle file;
  Results declared;
  std::vector<Section> catalogue;
};

ResultReader::ResultReader(std::string path) : file_(nullptr) {
  const hdf5::Quiet quiet;
  file_ = new File(std::move(path));
}

ResultReader::~ResultReader() {
  const hdf5::Quiet quiet;
  delete file_;
}

const Results &ResultReader::declared() const { return file_->declared; }

std::vector<Row> ResultReader::rows(std::size_t first, std::size_t count) const {
  const Results &declared = file_->declared;
  const Layout layout = declared.layout();
  std::vector<Row> rows(count, Row(layout.size()));
  file_->read([&] {
    for (const auto &section : file_->catalogue)
      for (const auto &array : section.arrays) read_counts(file_->file, array, first, rows);
  });
  for (std::size_t i = 0; i < count; ++i) {
    const ConditionResult &condition = declared.conditions.at(first + i);
    complete(rows[i], condition.trajectories, declared, layout);
    if (!file_->sealed) refuse_contradiction(rows[i], condition, declared, file_->path);
  }
  return rows;
}

bool ResultReader::is_sealed() const { return file_->sealed; }

Results read_results(const std::string &path) { return read_results(ResultReader(path)); }

Results read_results(const ResultReader &reader) {
  Results results = reader.declared();
  const std::size_t conditions = results.conditions.size();
  std::vector<Row> rows =
      with_memory(fmt::format("the counts of {} conditions", conditions),
                  static_cast<double>(conditions * results.layout().size() * sizeof(std::int64_t)),
                  [&] { return reader.rows(0, conditions); });
  for (std::size_t i = 0; i < rows.size(); ++i) results.conditions[i].row = std::move(rows[i]);
  return results;
}

bool check_result(const std::string &path) {
  const ResultReader reader(path);
  const Results &declared = reader.declared();
  for (std::size_t first = 0; first < declared.conditions.size(); first += hdf5::rows_a_piece) {
    const std::size_t count = std::min<std::size_t>(hdf5::rows_a_piece, declared.conditions.size() - first);
    const std::vector<Row> rows = reader.rows(first, count);
    for (std::size_t i = 0; i < count; ++i)
      refuse_contradiction(rows[i], declared.conditions[first + i], declared, path);
  }
  return reader.is_sealed();
}

} // namespace engine

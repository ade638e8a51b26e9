// SPDX-License-Identifier: Apache-2.0
// A result file on its way to its name: results and records, whole or not at all.

#include <algorithm>
#include <memory>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "engine/ensemble/ensemble.hpp"
#include "engine/errors.hpp"
#include "engine/memory.hpp"
#include "engine/model/kinds.hpp"
#include "engine/results/catalogue.hpp"
#include "engine/results/draft.hpp"
#include "engine/results/file_writer.hpp"
#include "engine/results/results.hpp"
#include "engine/results/write_results.hpp"

namespace engine {

namespace {

/// A record says of itself what its outcome says, and what its numbers stand for.
hdf5::Attributes attributes_of_record(const Outcome &outcome) {
  auto attributes =
      described(text_of(outcome.kind), outcome.unit, outcome.meaning, outcome.definition, outcome.source);
  if (!outcome.symbol.empty()) attributes.emplace_back("symbol", outcome.symbol);
  if (!outcome.labels.empty()) attributes.emplace_back("labels", joined(outcome.labels, "|"));
  attributes.emplace_back("note", values_of(outcome.kind) == Values::months
                                      ? "months from the start; the number of months if it never came"
                                      : "one number a trajectory; NaN where it is undefined");
  return attributes;
}

hdf5::Attributes attributes_of_record(const Parameter &parameter) {
  auto attributes =
      described("parameter", std::string(parameter.unit.name), parameter.meaning, {}, parameter.source);
  if (!parameter.symbol.empty()) attributes.emplace_back("symbol", parameter.symbol);
  attributes.emplace_back("note", "the value that the trajectory drew, or that its condition gives all");
  return attributes;
}

hdf5::Attributes attributes_of_record(const Series &series) {
  auto attributes = described("series", series.unit, series.meaning);
  if (!series.symbol.empty()) attributes.emplace_back("symbol", series.symbol);
  if (!series.labels.empty()) attributes.emplace_back("labels", joined(series.labels, "|"));
  attributes.emplace_back("note", "its value at the end of each month, as it is");
  return attributes;
}

bool has_conditions(const Results &results, const std::vector<std::string> &names) {
  return std::equal(names.begin(), names.end(), results.conditions.begin(), results.conditions.end(),
                    [](const auto &name, const auto &condition) { return name == condition.name; });
}

[[noreturn]] void refuse_to_write(const std::string &condition) {
  throw RunError(fmt::format("the results of '{}' do not fit the declarations of the model", condition));
}

std::vector<std::uint64_t> numbers_of(std::uint64_t trajectories) {
  return with_memory("the numbers of the recorded trajectories",
                     static_cast<double>(trajectories) * sizeof(std::uint64_t), [&] {
                       std::vector<std::uint64_t> all(trajectories);
                       std::iota(all.begin(), all.end(), 0);
                       return all;
                     });
}

/// The months of each trajectory side by side, from columns of one month, `stride` apart.
std::vector<float> turned(const float *columns, std::size_t months, std::size_t stride, std::size_t count) {
  std::vector<float> values(months * count);
  for (std::size_t month = 0; month < months; ++month)
    for (std::size_t row = 0; row < count; ++row)
      values[row * months + month] = columns[month * stride + row];
  return values;
}

/// What writing relies on.
void check(const Results &results) {
  if (results.conditions.empty()) throw RunError("there is nothing to write: no condition was run");
  for (const auto &condition : results.conditions)
    if (condition.parameter_values.size() != results.parameters.size()) refuse_to_write(condition.name);
}

} // namespace

struct ResultWriter::File {
  File(const std::string &path, bool replace) : draft(path, replace) {
    remove_abandoned_drafts(path);
    write([&] { file = std::make_unique<hdf5::FileWriter>(draft.path()); });
  }

  /// Does a piece of writing; what HDF5 refuses becomes a RunError that names the file.
  template <class Work> void write(const Work &work) {
    const hdf5::Quiet quiet;
    try {
      work();
    } catch (const hdf5::Error &error) {
      throw RunError(fmt::format("cannot write '{}': {}", draft.target(), error.what()));
    }
  }

  /// Leaves no rows of trajectories that were never run.
  void cut_records() const {
    const std::uint64_t run = trajectories.front();
    if (run >= record_rows) return;
    const auto group = hdf5::open_group(file->root(), "records");
    hdf5::cut(group, "trajectory", 0, run);
    for (const auto &name : record_names) hdf5::cut(group, name, 1, run);
  }

  /// Notes what precision a row reached, where one was asked for.
  void take_note_of(const Row &row, std::size_t condition) {
    if (row.size() != row_size) refuse_to_write(fmt::format("condition {}", condition));
    if (successes_of_until)
      reached.push_back(half_width_of_share(row[*successes_of_until], trajectories.at(condition)));
  }

  Draft draft;
  std::unique_ptr<hdf5::FileWriter> file;
  std::uint64_t record_rows = 0; // a condition
  std::vector<std::string> record_names;
  std::vector<std::string> conditions;           // of the records
  std::vector<hdf5::Handle> tables;              // of the records: one a column, then one a series
  std::size_t record_columns = 0;                // those that are no months of series
  std::size_t months = 0;                        // of each series
  std::vector<Section> catalogue;                // of the counts
  std::vector<std::uint64_t> trajectories;       // of each condition
  std::optional<std::size_t> successes_of_until; // in a row
  std::vector<double> reached;                   // half-widths, of the rows so far
  std::size_t row_size = 0;
  std::size_t rows = 0; // counted so far
};

ResultWriter::ResultWriter(const std::string &path, bool replace) : file_(new File(path, replace)) {}

ResultWriter::~ResultWriter() {
  const hdf5::Quiet quiet;
  delete file_;
}

void ResultWriter::begin_records(const Recorded &recorded) {
  file_->write([&] {
    hdf5::FileWriter &file = *file_->file;
    file_->conditions = recorded.conditions;
    file_->record_rows = recorded.trajectories;
    file_->months = static_cast<std::size_t>(recorded.months);
    write_condition_axis(file, recorded.conditions);
    const auto group = hdf5::create_group(file.root(), "records");
    file.show_dimension_in(group, "condition");
    file.add_dimension(group, "trajectory", numbers_of(recorded.trajectories),
                       described("coordinate", "1", "trajectory"), hdf5::Storage::in_pieces);
    const auto add = [&](const auto &declared, const std::vector<std::string> &dimensions) {
      file_->record_names.push_back(declared.name);
      file_->tables.push_back(
          file.add_table(group, declared.name, dimensions, attributes_of_record(declared)));
    };
    for (const auto &outcome : recorded.outcomes) add(outcome, {"condition", "trajectory"});
    for (const auto &parameter : recorded.drawn) add(parameter, {"condition", "trajectory"});
    file_->record_columns = file_->tables.size();
    if (recorded.series.empty()) return;
    write_month_axis(file, recorded.months, recorded.step);
    file.show_dimension_in(group, "month");
    for (const auto &series : recorded.series) add(series, {"condition", "trajectory", "month"});
  });
}

void ResultWriter::append_records(std::size_t condition, std::uint64_t first, std::uint64_t count,
                                  const float *values, std::size_t stride) {
  if (count == 0) return;
  file_->write([&] {
    for (std::size_t column = 0; column < file_->record_columns; ++column)
      hdf5::write_part(file_->tables[column], condition, first, count, values + column * stride);
    values += file_->record_columns * stride;
    for (std::size_t table = file_->record_columns; table < file_->tables.size(); ++table) {
      const std::vector<float> by_trajectory = turned(values, file_->months, stride, count);
      hdf5::write_part(file_->tables[table], condition, first, count, by_trajectory.data());
      values += file_->months * stride;
    }
  });
}

void ResultWriter::begin_counts(const Results &declared) {
  check(declared);
  const bool has_records = !file_->conditions.empty();
  if (has_records && !has_conditions(declared, file_->conditions))
    throw RunError("the records are of other conditions than the results");
  for (const auto &condition : declared.conditions) file_->trajectories.push_back(condition.trajectories);
  file_->catalogue = catalogue_of(declared);
  file_->write([&] {
    if (!has_records) write_condition_axis(*file_->file, names_of(declared.conditions));
    write_results(*file_->file, declared, file_->catalogue);
  });
  file_->row_size = declared.layout().size();
  file_->successes_of_until = declared.successes_of_until();
}

void ResultWriter::append_counts(const std::vector<Row> &rows) {
  std::vector<const Row *> places;
  for (const Row &row : rows) {
    file_->take_note_of(row, file_->rows + places.size());
    places.push_back(&row);
  }
  file_->write([&] { write_rows(*file_->file, file_->catalogue, file_->rows, places); });
  file_->rows += rows.size();
}

void ResultWriter::publish() {
  file_->write([&] {
    for (auto &table : file_->tables) table.close();
    if (!file_->reached.empty()) write_half_widths(*file_->file, file_->reached);
    if (!file_->conditions.empty()) file_->cut_records();
    file_->file->close();
  });
  file_->draft.publish();
}

void ResultWriter::commit(const Results &results) {
  for (const auto &condition : results.conditions)
    if (condition.row.size() != results.layout().size()) refuse_to_write(condition.name);
  begin_counts(results);
  for (std::size_t i = 0; i < results.conditions.size(); ++i)
    file_->take_note_of(results.conditions[i].row, i);
  publish();
}

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#pragma once

// The results of a run, in memory and as one HDF5 file.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/conditions/condition.hpp"
#include "engine/counting/tally.hpp"

namespace engine {

/// The counts of one condition.
struct ConditionResult {
  std::string name;
  std::string summary;
  std::string resolved; // its YAML in full; of a point of a sweep, what differs from the reference
  Month start;
  std::uint64_t trajectories = 0;
  std::vector<double> parameter_values; // NaN: drawn anew for each trajectory
  Row row;
  double half_width = 0.0; // that was reached, where a precision was asked for
};

/// The precision that was asked for: a run, or a point of a sweep, stops when the 95 % interval of this
/// outcome of yes or no is so narrow.
struct Until {
  std::string outcome;
  double half_width = 0.0;
};

/// The conditions share their past.
struct ForkRecord {
  std::string past;             // name of the condition whose past it is
  std::string at;               // the first month in which they differ
  std::string where;            // which trajectories are counted: those whose past is so; empty: all
  std::uint64_t considered = 0; // trajectories of which these are
};

/// How the conditions of a sweep were chosen. The reference condition stands first, outside the design.
struct DesignRecord {
  std::string kind;                 // grid, list, latin_hypercube, sobol, saltelli or morris
  std::int64_t paths = 0;           // saltelli: points of its base; morris: paths
  std::int64_t levels = 0;          // morris
  bool second_order = false;        // saltelli
  std::string chance;               // common or independent
  std::uint64_t task_size = 0;      // trajectories of a task, about
  std::string identity;             // of the sweep: equal if and only if the same trajectories are counted
  std::string sweep;                // its YAML, as it was written
  std::vector<std::string> factors; // all that varies
  std::vector<std::int64_t> axes;   // of each factor: the place of its axis; equal if they vary together
  // [condition][factor]
  std::vector<double> places;
  std::vector<double> values;
  std::vector<std::string> labels;
  std::vector<std::uint64_t> first_trajectories; // [condition]
};

/// Everything of a result file but its records: declarations, counts, and where they come from.
struct Results {
  std::string model;
  std::string model_summary;
  std::vector<Parameter> parameters;
  std::vector<Outcome> outcomes;
  std::vector<Series> series;
  std::vector<std::string> headline;
  std::vector<std::string> outcomes_left_out; // the names of those that the model has besides
  std::vector<std::string> series_left_out;
  int months = 0; // of every condition; or years
  std::uint64_t seed = 0;
  std::uint64_t per_state = 1; // trajectories that drew the same parameters
  std::size_t reference = 0;   // the condition that differences are taken against
  std::vector<ConditionResult> conditions;
  std::optional<Until> until;
  std::optional<DesignRecord> design; // of a sweep
  std::optional<ForkRecord> fork;
  std::vector<std::pair<std::string, std::string>> provenance; // all that may differ between equal runs

  /// Takes over what the model declares, as far as it is counted; the headline as far as it is among it.
  void declare(const Model &model, const Wanted &counted, const std::vector<std::string> &shown_first);

  Layout layout() const { return {outcomes, series, months}; }
  /// Whether there is anything but the reference condition itself.
  bool is_compared() const { return conditions.size() > 1; }
  /// The place of a row that counts how often the outcome came of which a precision was asked; none where
  /// none was. Throws InputError if there is no such outcome.
  std::optional<std::size_t> successes_of_until() const;
  std::string step() const { return conditions.front().start.step(); } // what trajectories advance by
};

/// What records hold of each trajectory.
struct Recorded {
  std::vector<std::string> conditions;
  std::vector<Outcome> outcomes;
  std::vector<Parameter> drawn;
  std::vector<Series> series;
  int months = 0;                 // of each series
  std::string step = "month";     // what trajectories advance by
  std::uint64_t trajectories = 0; // of each condition
};

/// A result file being written. It lives under a temporary name beside its target until `commit`, so
/// that the asked name never holds a damaged file; without `commit` the temporary file is removed.
class ResultWriter {
public:
  /// Removes what dead processes left of the same target. Throws InputError if the target exists and
  /// `replace` is not set, RunError if it cannot be written.
  ResultWriter(const std::string &path, bool replace);
  ~ResultWriter();
  ResultWriter(const ResultWriter &) = delete;
  ResultWriter &operator=(const ResultWriter &) = delete;

  /// Makes room for records. Call before `append_records`.
  void begin_records(const Recorded &recorded);
  /// Writes rows first ... first + count - 1 of one condition: values[column][row], columns `stride` apart;
  /// the columns are the outcomes, then the drawn parameters, then the months of each series.
  void append_records(std::size_t condition, std::uint64_t first, std::uint64_t count, const float *values,
                      std::size_t stride);
  /// Cuts the records to the trajectories of the results, writes all else, makes it durable (fsync), and
  /// gives the file its name.
  void commit(const Results &results);

  /// Instead of `commit`, where there are more rows than memory: all but the rows, the rows in order, and
  /// the name.
  void begin_counts(const Results &declared);
  void append_counts(const std::vector<Row> &rows);
  void publish();

private:
  struct File;
  File *file_;
};

/// A result file that is open, to be read part by part. Every member throws InputError if `path` is not a
/// whole result file of this program (missing, damaged, truncated, another format).
class ResultReader {
public:
  explicit ResultReader(std::string path);
  ~ResultReader();
  ResultReader(const ResultReader &) = delete;
  ResultReader &operator=(const ResultReader &) = delete;

  /// All but the counts: every row is empty.
  const Results &declared() const;
  /// Whether the file carries a seal. If not, another tool saved it again: rows are then checked as they are
  /// read.
  bool is_sealed() const;
  /// The rows of conditions first ... first + count - 1.
  std::vector<Row> rows(std::size_t first, std::size_t count) const;

private:
  struct File;
  File *file_;
};

/// All of a result file. Throws as `ResultReader` does.
Results read_results(const ResultReader &reader);
Results read_results(const std::string &path);

/// Reads all of a result file, part by part, and checks that it hangs together. Returns whether it is sealed.
/// Throws as `ResultReader` does.
bool check_result(const std::string &path);

} // namespace engine

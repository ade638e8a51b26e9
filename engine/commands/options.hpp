// SPDX-License-Identifier: Apache-2.0
#pragma once

// What each command was asked for, as parsed from the command line.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace engine {

struct RunOptions {
  std::vector<std::string> conditions; // files or names
  std::optional<std::uint64_t> trajectories;
  std::string output = "peninsula-results.h5";
  std::optional<std::uint64_t> seed;
  std::uint64_t per_state = 1; // trajectories that draw the same parameters
  std::uint64_t threads = 0;   // 0: all processors
  std::vector<std::string> settings;
  std::optional<std::uint64_t> months;
  std::string records = "none";
  std::optional<std::string> outcomes;       // names or symbols divided by commas, or "none"; all unless told
  std::optional<std::string> series;         // the same
  std::optional<std::string> records_series; // the same; none unless told
  std::string reference; // name of a condition; empty: the one that others extend, or the first
  std::string past;      // fork: the condition whose past the others share
  std::string at;        // fork: the month from which they differ
  std::string where;     // fork: which trajectories are counted; empty: all
  std::string until;     // "summit_held ± 0.002"
  std::string progress = "auto";
  bool allow_out_of_range = false;
  bool force = false;
  bool quiet = false;
};

struct SweepOptions {
  std::string sweep; // file or name
  std::string output;
  std::optional<std::uint64_t> trajectories;
  std::optional<std::uint64_t> seed;
  std::uint64_t per_state = 1; // trajectories that draw the same parameters
  std::uint64_t threads = 0;   // 0: all processors
  std::vector<std::string> settings;
  std::optional<std::uint64_t> months;
  std::optional<std::string> outcomes; // names or symbols divided by commas, or "none"; all unless told
  std::optional<std::string> series;   // the same; none unless told
  std::string until;
  std::optional<std::uint64_t> task_size;
  std::string shard; // "3/7"; empty: all of the sweep
  std::string progress = "auto";
  bool allow_out_of_range = false;
  bool resume = false;
  bool force = false;
  bool dry_run = false;
  bool json = false;
  bool quiet = false;
};

struct SensitivityOptions {
  std::string file;
  std::vector<std::string> outcomes; // names or symbols; empty: the headline
  bool all = false;
  bool json = false;
  std::uint64_t resamples = 1000; // of the bootstrap
};

struct MergeOptions {
  std::vector<std::string> folders;
  std::string output;
  bool force = false;
};

struct ShowOptions {
  std::string file;
  std::string against;               // compare: name of the condition to compare with
  std::string output;                // compare: a .csv or .json file; empty: a table
  std::vector<std::string> outcomes; // names or symbols; empty: the headline
  bool all = false;
  bool json = false;
  bool csv = false;
};

struct TraceOptions {
  std::string condition; // file or name
  std::uint64_t trajectory = 0;
  std::optional<std::uint64_t> seed;
  std::uint64_t per_state = 1; // trajectories that draw the same parameters
  std::vector<std::string> settings;
  std::optional<std::uint64_t> months;
  std::string format = "text";
  std::string at;   // the month from which `fork` holds
  std::string fork; // another condition with the same past; empty: none
  bool allow_out_of_range = false;
};

/// Each returns the program's exit status, or throws InputError or RunError.
int run_command(const class Models &models, const RunOptions &options, const std::string &command_line);
int fork_command(const class Models &models, const RunOptions &options, const std::string &command_line);
int sweep_command(const class Models &models, const SweepOptions &options, const std::string &command_line);
int merge_command(const MergeOptions &options, const std::string &command_line);
int sensitivity_command(const SensitivityOptions &options);
int show_command(const ShowOptions &options);
int compare_command(const class Models &models, const ShowOptions &options);
/// Reads every count of result files and says whether they are as they were written.
int check_command(const std::vector<std::string> &files);
int trace_command(const class Models &models, const TraceOptions &options);
int explain_command(const struct Model &model, const std::string &name, bool as_json);
/// Prints the table at FILE or FILE#GROUP of HDF5 as comma-separated values.
int table_command(const std::string &written);
int validate_command(const class Models &models, const std::vector<std::string> &files);

/// The seed of runs that name none: the day the default condition opens.
inline constexpr std::uint64_t default_seed = 20250201;
inline constexpr std::uint64_t default_trajectories = 100000;

} // namespace engine

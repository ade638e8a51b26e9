// SPDX-License-Identifier: Apache-2.0
#include "engine/commands/commands.hpp"

#include <bit>
#include <cstdio>
#include <ctime>
#include <limits>
#include <memory>
#include <new>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include "engine/commands/manual.hpp"
#include "engine/commands/misspelt.hpp"
#include "engine/commands/options.hpp"
#include "engine/commands/output.hpp"
#include "engine/commands/provenance.hpp"
#include "engine/commands/python_commands.hpp"
#include "engine/commands/signals.hpp"
#include "engine/conditions/numbers.hpp"
#include "engine/conditions/schema.hpp"
#include "engine/conditions/table.hpp"
#include "engine/conditions/yaml_value.hpp"
#include "engine/errors.hpp"
#include "engine/memory.hpp"
#include "engine/results/stored_table.hpp"
#include "engine/terminal_text.hpp"

namespace engine {

namespace {

constexpr int status_failed = 1;
constexpr int status_wrong_input = 2;
constexpr int status_busy = 75; // EX_TEMPFAIL: somebody else is at it; try again later

/// Puts the whole number that `option` gives into `target`, if it is given. Every count is read here.
template <class Target>
CLI::Option *add_whole_number(CLI::App &command, const std::string &option, Target &target,
                              std::uint64_t lowest, std::uint64_t highest, const std::string &help) {
  const std::size_t comma = option.find(',');
  const std::string name =
      comma == std::string::npos ? option : option.substr(0, comma) + " or " + option.substr(comma + 1);
  const auto read = [&target, name, lowest, highest](const std::string &text) {
    const std::optional<std::uint64_t> number = whole_number(text);
    if (!number || *number < lowest || *number > highest)
      throw InputError(
          fmt::format("{}: must be {}, not {}", name, whole_number_between(lowest, highest), quoted(text)));
    target = *number;
  };
  return command.add_option_function<std::string>(option, read, help)->type_name("NUMBER");
}

/// Trajectories of a state of the world. A power of two: the high bits of a trajectory's number are its
/// state's, and no block of work is cut by one.
void add_per_state(CLI::App &command, std::uint64_t &target) {
  const auto read = [&target](const std::string &text) {
    const std::optional<std::uint64_t> number = whole_number(text);
    if (!number || !std::has_single_bit(*number) || *number > most_per_state)
      throw InputError(fmt::format("--per-state: must be a power of two from 1 to {}, not {}", most_per_state,
                                   quoted(text)));
    target = *number;
  };
  command
      .add_option_function<std::string>(
          "--per-state", read,
          "draw parameters once for so many neighbouring trajectories, a state of the world; a power of two")
      ->type_name("NUMBER");
}

/// Months, of which each model says itself how many are too many.
void add_months(CLI::App &command, std::optional<std::uint64_t> &target) {
  const auto read = [&target](const std::string &text) {
    target = whole_number(text);
    if (target.value_or(0) < 1)
      throw InputError(
          fmt::format("--months or --years: must be a whole number from 1 on, not {}", quoted(text)));
  };
  command
      .add_option_function<std::string>("--months,--years", read,
                                        "number of them, instead of the condition's own")
      ->type_name("NUMBER");
}

constexpr std::uint64_t any_seed = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t most_threads = 4096;

struct CommandLine {
  RunOptions run;
  SweepOptions sweep;
  MergeOptions merge;
  SensitivityOptions sensitivity;
  ShowOptions show;
  TraceOptions trace;
  std::string model; // that explain and schema tell of
  std::string name;
  bool explain_as_json = false;
  std::string form = "man"; // of the manual
  std::vector<std::string> files;
  std::string log_level = "info";
};

void add_settings(CLI::App &command, std::vector<std::string> &settings, std::optional<std::uint64_t> &months,
                  bool &allow) {
  command
      .add_option("--set", settings,
                  "PARAMETER=VALUE, over every condition named; repeatable. open=prior draws every parameter "
                  "that has a prior and that a condition leaves open")
      ->type_name("PARAMETER=VALUE")
      ->take_all()
      ->allow_extra_args(false);
  add_months(command, months);
  command.add_flag("--allow-out-of-range", allow, "accept values outside the admissible range of their unit");
}

void add_choice(CLI::App &command, std::optional<std::string> &outcomes, std::optional<std::string> &series,
                const std::string &all) {
  command
      .add_option("--outcomes", outcomes,
                  "the outcomes to count, by names or symbols, or none; all unless told")
      ->type_name("A,B...|none");
  command
      .add_option("--series", series,
                  "the monthly series to count, by names or symbols, or none; " + all + " unless told")
      ->type_name("A,B...|none");
}

/// What every run can be told.
void add_options_of_run(CLI::App &command, RunOptions &options) {
  add_whole_number(command, "-n,--trajectories", options.trajectories, 1, most_counted,
                   "trajectories of each condition; 1e6 is accepted");
  command.add_option("-o,--output", options.output, "result file")
      ->type_name("FILE.h5")
      ->capture_default_str();
  add_whole_number(command, "--seed", options.seed, 0, any_seed, "seed of all chance");
  add_per_state(command, options.per_state);
  add_whole_number(command, "--threads", options.threads, 0, most_threads, "threads; 0 takes all processors");
  add_settings(command, options.settings, options.months, options.allow_out_of_range);
  command.add_option("--records", options.records, "per-trajectory outcomes to keep: none, a number, or all")
      ->type_name("none|K|all")
      ->capture_default_str();
  add_choice(command, options.outcomes, options.series, "all");
  command
      .add_option("--records-series", options.records_series,
                  "series whose value in each month the records keep as well, by names or symbols")
      ->type_name("A,B...");
  command.add_option("--reference", options.reference, "condition that paired differences are taken against")
      ->type_name("NAME");
  command
      .add_option("--until", options.until,
                  "stop when the 95 % interval is this narrow everywhere: 'summit_held ± 0.002'")
      ->type_name("PRECISION");
  command.add_option("--progress", options.progress)
      ->check(CLI::IsMember({"auto", "bar", "log", "none"}))
      ->capture_default_str();
  command.add_flag("--force", options.force, "replace an existing output");
  command.add_flag("--quiet", options.quiet, "print nothing but errors");
}

void add_run(CLI::App &app, CommandLine &line) {
  CLI::App &command = *app.add_subcommand("run", "Run each condition and write one result file");
  command
      .add_option("conditions", line.run.conditions, "condition files, or names of those that come with it")
      ->required()
      ->type_name("CONDITION.yaml...");
  add_options_of_run(command, line.run);
}

void add_fork(CLI::App &app, CommandLine &line) {
  CLI::App &command =
      *app.add_subcommand("fork", "Run several futures of one past and write one result file");
  command.add_option("condition", line.run.past, "condition file, or the name of one, whose past they share")
      ->required()
      ->type_name("CONDITION.yaml");
  command.add_option("--at", line.run.at, "the first month in which they may differ")
      ->required()
      ->type_name("MONTH");
  command
      .add_option("--into", line.run.conditions,
                  "conditions that hold from that month on; the condition's own name goes on as it is")
      ->required()
      ->type_name("CONDITION.yaml...");
  command
      .add_option("--where", line.run.where,
                  "count only trajectories whose outcomes by then are so: 'NAME == 0 and OTHER >= 2'")
      ->type_name("COMPARISONS");
  add_options_of_run(command, line.run);
}

void add_sweep(CLI::App &app, CommandLine &line) {
  CLI::App &command = *app.add_subcommand("sweep", "Run every point of a design and write one result file");
  SweepOptions &options = line.sweep;
  command.add_option("sweep", options.sweep, "sweep file, or the name of one that comes with it")
      ->required()
      ->type_name("SWEEP.yaml");
  command.add_option("-o,--output", options.output, "result file; finished parts are kept in FILE.h5.parts")
      ->required()
      ->type_name("FILE.h5");
  add_whole_number(command, "-n,--trajectories", options.trajectories, 1, most_counted,
                   "trajectories of each point");
  add_whole_number(command, "--seed", options.seed, 0, any_seed, "seed of all chance");
  add_per_state(command, options.per_state);
  add_whole_number(command, "--threads", options.threads, 0, most_threads, "threads; 0 takes all processors");
  add_settings(command, options.settings, options.months, options.allow_out_of_range);
  add_choice(command, options.outcomes, options.series, "none");
  command
      .add_option("--until", options.until,
                  "each point stops when its 95 % interval is this narrow: 'summit_held ± 0.002'")
      ->type_name("PRECISION");
  add_whole_number(command, "--task-size", options.task_size, 1, most_counted,
                   "trajectories of a task, about: what a killed process loses at most; 1048576 unless told");
  command.add_flag("--resume", options.resume, "keep what an earlier run has finished, and do the rest");
  command.add_option("--shard", options.shard, "do only the I-th of N shares of the work; see merge")
      ->type_name("I/N");
  command.add_flag("--dry-run", options.dry_run, "say how large the sweep is, and run nothing");
  command.add_flag("--json", options.json, "with --dry-run: print JSON");
  command.add_option("--progress", options.progress)
      ->check(CLI::IsMember({"auto", "bar", "log", "none"}))
      ->capture_default_str();
  command.add_flag("--force", options.force, "replace an existing output, and parts of an earlier run");
  command.add_flag("--quiet", options.quiet, "print nothing but errors");
}

void add_merge(CLI::App &app, CommandLine &line) {
  CLI::App &command = *app.add_subcommand("merge", "Make one result file of the parts of a sweep");
  command.add_option("folders", line.merge.folders, "folders of parts, all of one sweep")
      ->required()
      ->type_name("FILE.h5.parts...");
  command.add_option("-o,--output", line.merge.output, "result file")->required()->type_name("FILE.h5");
  command.add_flag("--force", line.merge.force, "replace an existing output");
}

void add_sensitivity(CLI::App &app, CommandLine &line) {
  CLI::App &command =
      *app.add_subcommand("sensitivity", "Print which factors of a sweep matter, and how much");
  SensitivityOptions &options = line.sensitivity;
  command.add_option("result", options.file, "result file of a sweep")->required()->type_name("RESULT.h5");
  command.add_option("--outcome", options.outcomes, "outcome to print instead of the headline; repeatable")
      ->take_all()
      ->allow_extra_args(false)
      ->type_name("NAME");
  command.add_flag("--all", options.all, "print every outcome");
  command.add_flag("--json", options.json, "print JSON");
  add_whole_number(command, "--resamples", options.resamples, 10, 100000,
                   "resamples of the bootstrap intervals")
      ->default_str(std::to_string(options.resamples));
}

void add_show(CLI::App &app, CommandLine &line) {
  CLI::App &show = *app.add_subcommand("show", "Print what a result file says");
  CLI::App &compare = *app.add_subcommand("compare", "Print paired differences between conditions");
  for (CLI::App *command : {&show, &compare}) {
    command->add_option("result", line.show.file, "result file")->required()->type_name("RESULT.h5");
    command
        ->add_option("--outcome", line.show.outcomes, "outcome to print instead of the headline; repeatable")
        ->take_all()
        ->allow_extra_args(false)
        ->type_name("NAME");
    command->add_flag("--all", line.show.all, "print every outcome");
    command->add_flag("--json", line.show.json, "print JSON");
    command->add_flag("--csv", line.show.csv, "print CSV");
  }
  compare.add_option("--against", line.show.against, "condition to compare with")->type_name("CONDITION");
  compare.add_option("-o,--output", line.show.output, "write to a .csv or .json file instead")
      ->type_name("FILE");
}

void add_check(CLI::App &app, CommandLine &line) {
  CLI::App &command =
      *app.add_subcommand("check", "Read all of each result file and say whether it is as it was written");
  command.add_option("results", line.files, "result files")->required()->type_name("RESULT.h5...");
}

void add_trace(CLI::App &app, CommandLine &line) {
  CLI::App &command = *app.add_subcommand("trace", "Retell one trajectory month by month");
  command
      .add_option("condition", line.trace.condition, "condition file, or the name of one that comes with it")
      ->required()
      ->type_name("CONDITION.yaml");
  add_whole_number(command, "--trajectory", line.trace.trajectory, 0, most_counted, "its number, from 0")
      ->type_name("I")
      ->required();
  add_whole_number(command, "--seed", line.trace.seed, 0, any_seed, "seed of all chance");
  add_per_state(command, line.trace.per_state);
  add_settings(command, line.trace.settings, line.trace.months, line.trace.allow_out_of_range);
  command.add_option("--at", line.trace.at, "the month from which another future is told beside it")
      ->type_name("MONTH");
  command.add_option("--fork", line.trace.fork, "the condition that holds in that future, from the month on")
      ->type_name("CONDITION.yaml");
  command.add_option("--format", line.trace.format)
      ->check(CLI::IsMember({"text", "json", "csv"}))
      ->capture_default_str();
}

void add_others(CLI::App &app, CommandLine &line, const Models &models) {
  CLI::App &explain =
      *app.add_subcommand("explain", "Explain every parameter and outcome, or what is looked for");
  explain
      .add_option(
          "word", line.name,
          "a name or symbol of a parameter, outcome, series or event; or a word to look for in names, "
          "meanings and sources")
      ->type_name("WORD");
  explain.add_flag("--json", line.explain_as_json, "all declarations, as JSON");
  CLI::App &validate = *app.add_subcommand("validate", "Check condition files without running them");
  validate.add_option("files", line.files, "condition files, or names")
      ->required()
      ->type_name("FILE.yaml...");
  CLI::App &schema = *app.add_subcommand("schema", "Print the JSON Schema of condition files");
  app.add_subcommand("table", "Print a table that a condition draws parameters from, as CSV")
      ->add_option("table", line.name, "HDF5 file, perhaps with a group")
      ->required()
      ->type_name("FILE.h5[#GROUP]");
  app.add_subcommand("manual", "Print the manual page, or the completions of a shell")
      ->add_option("form", line.form, "what to print")
      ->check(CLI::IsMember({"man", "bash", "zsh", "fish"}))
      ->capture_default_str();
  for (CLI::App *command : {&explain, &schema}) {
    command->add_option("--model", line.model, "the model to tell of")
        ->check(CLI::IsMember(models.names()))
        ->default_val(models.first().name);
  }
}

/// For the help and the manual alone: these commands read their own arguments.
void list_python_commands(CLI::App &app) {
  for (const PythonCommand &command : python_commands())
    app.add_subcommand(std::string(command.name), std::string(command.summary))
        ->prefix_command()
        ->fallthrough(false);
}

std::string manual_of(const CLI::App &app, const std::string &form) {
  if (form == "bash") return bash_completion(app);
  if (form == "zsh") return zsh_completion(app);
  if (form == "fish") return fish_completion(app);
  return manual_page(app, program_version());
}

int dispatch(const CLI::App &app, const CommandLine &line, const Models &models,
             const std::string &command_line) {
  if (app.got_subcommand("run") || app.got_subcommand("fork") || app.got_subcommand("sweep"))
    let_writes_fail_without_reader();
  if (app.got_subcommand("run")) return run_command(models, line.run, command_line);
  if (app.got_subcommand("fork")) return fork_command(models, line.run, command_line);
  if (app.got_subcommand("sweep")) return sweep_command(models, line.sweep, command_line);
  if (app.got_subcommand("merge")) return merge_command(line.merge, command_line);
  if (app.got_subcommand("sensitivity")) return sensitivity_command(line.sensitivity);
  if (app.got_subcommand("show")) return show_command(line.show);
  if (app.got_subcommand("compare")) return compare_command(models, line.show);
  if (app.got_subcommand("check")) return check_command(line.files);
  if (app.got_subcommand("trace")) return trace_command(models, line.trace);
  if (app.got_subcommand("validate")) return validate_command(models, line.files);
  if (app.got_subcommand("table")) return table_command(line.name);
  if (app.got_subcommand("manual")) return std::fputs(manual_of(app, line.form).c_str(), stdout) < 0 ? 1 : 0;
  for (const PythonCommand &command : python_commands())
    if (app.got_subcommand(std::string(command.name)))
      throw InputError(fmt::format("{0} comes first: peninsula {0} ...", command.name));
  const Model &model = *models.find(line.model);
  if (app.got_subcommand("explain")) return explain_command(model, line.name, line.explain_as_json);
  std::puts(condition_schema(model).c_str());
  return 0;
}

std::string joined(int argc, char **argv) {
  std::string line;
  for (int i = 0; i < argc; ++i) line += (i > 0 ? " " : "") + std::string(argv[i]);
  return line;
}

int report(const std::string &message, int status) {
  std::fprintf(stderr, "peninsula: %s\n", safe_for_terminal(message).c_str());
  return status;
}

/// What is logged, with all that a terminal would obey written out.
class SafeMessage final : public spdlog::custom_flag_formatter {
public:
  void format(const spdlog::details::log_msg &message, const std::tm & /*time*/,
              spdlog::memory_buf_t &target) override {
    const std::string text = safe_for_terminal({message.payload.data(), message.payload.size()});
    target.append(text.data(), text.data() + text.size());
  }
  std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<SafeMessage>(); }
};

void log_to_standard_error() {
  spdlog::set_default_logger(spdlog::stderr_color_mt("peninsula"));
  auto form = std::make_unique<spdlog::pattern_formatter>();
  form->add_flag<SafeMessage>('*').set_pattern("%^%l%$: %*");
  spdlog::set_formatter(std::move(form));
}

int parse_and_run(int argc, char **argv, const Models &models) {
  CLI::App app(models.first().summary, "peninsula");
  CommandLine line;
  app.set_version_flag("--version", program_version());
  app.add_option("--log-level", line.log_level, "trace, debug, info, warning, error or off")
      ->check(CLI::IsMember({"trace", "debug", "info", "warning", "error", "off"}))
      ->capture_default_str();
  app.require_subcommand(1);
  app.fallthrough();
  add_run(app, line);
  add_fork(app, line);
  add_sweep(app, line);
  add_merge(app, line);
  add_sensitivity(app, line);
  add_show(app, line);
  add_check(app, line);
  add_trace(app, line);
  add_others(app, line, models);
  list_python_commands(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError &error) {
    const bool is_answered = error.get_exit_code() == 0; // --help, --version
    if (const std::string wrong = is_answered ? "" : misspelt(app); !wrong.empty()) throw InputError(wrong);
    return app.exit(error) == 0 ? 0 : status_wrong_input;
  }
  spdlog::set_level(spdlog::level::from_str(line.run.quiet || line.sweep.quiet ? "error" : line.log_level));
  return dispatch(app, line, models, joined(argc, argv));
}

} // namespace

int run_commands(int argc, char **argv, const Models &models) {
  keep_standard_streams_apart();
  let_writes_fail_at_limits();
  keep_memory_to_use_again();
  log_to_standard_error();
  read_stored_tables_with(stored_table);
  try {
    if (argc > 1 && is_python_command(argv[1])) become_python(argc, argv);
    const int status = parse_and_run(argc, argv, models);
    finish_standard_output();
    return status;
  } catch (const InputError &error) {
    return report(error.what(), status_wrong_input);
  } catch (const BusyError &error) {
    return report(error.what(), status_busy);
  } catch (const std::bad_alloc &) {
    return report("there is not enough memory", status_failed);
  } catch (const std::exception &error) {
    return report(error.what(), status_failed);
  }
}

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
// Result files: what is written is read back, and no damaged file ever bears the asked name.

#include <array>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/ensemble/ensemble.hpp"
#include "engine/errors.hpp"
#include "engine/results/hdf5.hpp"
#include "engine/results/invariants.hpp"
#include "engine/results/results.hpp"
#include "tests/counted.hpp"
#include "tests/toy_model.hpp"

namespace {

namespace fs = std::filesystem;

constexpr int months = 6;
constexpr int trajectories = 500;
constexpr float nothing = std::numeric_limits<float>::quiet_NaN();

/// A folder of its own for each test, gone afterwards.
struct Folder {
  Folder() {
    std::string name = (fs::temp_directory_path() / "results_test_XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~Folder() { fs::remove_all(path); }
  Folder(const Folder &) = delete;
  Folder &operator=(const Folder &) = delete;

  std::string file(const std::string &name) const { return (path / name).string(); }
  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto &entry : fs::directory_iterator(path)) names.push_back(entry.path().filename());
    return names;
  }

  fs::path path;
};

/// Outcomes and series of the toy model at random: beyond the edges and undefined ones among them.
struct Measured {
  explicit Measured(unsigned seed) : random(seed) {
    for (int i = 0; i < trajectories; ++i) outcomes.push_back(whole(1));
    for (int i = 0; i < trajectories; ++i) outcomes.push_back(whole(2));
    for (int i = 0; i < trajectories; ++i) outcomes.push_back(whole(25));
    for (int i = 0; i < trajectories; ++i) outcomes.push_back(std::normal_distribution<float>(1, 2)(random));
    for (int i = 0; i < trajectories; ++i) outcomes.push_back(whole(months));
    for (auto &outcome : outcomes)
      if (whole(20) == 0) outcome = nothing;
    for (const int highest : {engine::series_codes - 1, 2, 9})
      for (int i = 0; i < months * trajectories; ++i)
        series.push_back(static_cast<std::uint16_t>(whole(highest)));
  }

  float whole(int highest) { return static_cast<float>(std::uniform_int_distribution(0, highest)(random)); }
  engine::Tape tape() { return {outcomes.data(), series.data(), trajectories}; }

  std::mt19937 random;
  std::vector<float> outcomes;
  std::vector<std::uint16_t> series;
};

engine::Results toy_results() {
  const engine::Model model = test::toy_model();
  engine::Results results;
  results.model = model.name;
  results.model_summary = model.summary;
  results.parameters = model.parameters;
  results.outcomes = model.outcomes;
  results.series = model.series;
  results.headline = model.headline;
  results.months = months;
  results.seed = std::numeric_limits<std::uint64_t>::max();
  results.reference = 1;
  results.provenance = {{"version", "1.2.3"}, {"host", "a"}, {"command", "run é.yaml"}};
  const engine::Counter counter = test::counter_of(model.outcomes, model.series, months);
  Measured reference(0);
  for (unsigned index = 0; index < 3; ++index) {
    engine::ConditionResult condition;
    condition.name = fmt::format("condition-{}", index);
    condition.summary = fmt::format("what if {}", index);
    condition.resolved = fmt::format("name: condition-{}\nmonths: {}\n", index, months);
    condition.start = engine::Month{2025, 11}.after(static_cast<int>(index));
    condition.trajectories = trajectories;
    condition.parameter_values = {0.25 * index, std::nan(""), 0.1, 2.0};
    condition.row.resize(counter.layout().size());
    Measured here(index);
    const engine::Tape reference_tape = reference.tape();
    test::count(counter, here.tape(), trajectories, &reference_tape, condition.row);
    results.conditions.push_back(condition);
  }
  return results;
}

void write(const std::string &path, const engine::Results &results, bool replace = false) {
  engine::ResultWriter writer(path, replace);
  writer.commit(results);
}

std::string bytes_of(const std::string &path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// What a call complains of; empty if it does not.
template <class Exception, class Call> std::string complaint(const Call &call) {
  try {
    call();
  } catch (const Exception &error) {
    return error.what();
  }
  return {};
}

bool contains(const std::string &text, const std::string &part) {
  return text.find(part) != std::string::npos;
}

void check_equal(const engine::Parameter &a, const engine::Parameter &b) {
  CHECK(a.name == b.name);
  CHECK(a.symbol == b.symbol);
  CHECK(a.value == b.value);
  CHECK(a.plausible.low == b.plausible.low);
  CHECK(a.plausible.high == b.plausible.high);
  CHECK(a.unit.name == b.unit.name);
  CHECK(a.unit.lowest == b.unit.lowest);
  CHECK(a.unit.highest == b.unit.highest);
  CHECK(a.meaning == b.meaning);
  CHECK(a.source == b.source);
  CHECK(a.role == b.role);
  CHECK(a.labels == b.labels);
}

template <class Declared> void check_equal_measures(const Declared &a, const Declared &b) {
  CHECK(a.name == b.name);
  CHECK(a.symbol == b.symbol);
  CHECK(a.lowest == b.lowest);
  CHECK(a.highest == b.highest);
  CHECK(a.unit == b.unit);
  CHECK(a.meaning == b.meaning);
  CHECK(a.labels == b.labels);
}

void check_equal(const engine::Outcome &a, const engine::Outcome &b) {
  check_equal_measures(a, b);
  CHECK(a.kind == b.kind);
  CHECK(a.definition == b.definition);
  CHECK(a.source == b.source);
}

void check_equal(const engine::Series &a, const engine::Series &b) {
  check_equal_measures(a, b);
  CHECK(a.counted == b.counted);
}

void check_equal(const engine::ConditionResult &a, const engine::ConditionResult &b) {
  CHECK(a.start.text() == b.start.text());
  CHECK(a.name == b.name);
  CHECK(a.summary == b.summary);
  CHECK(a.resolved == b.resolved);
  CHECK(a.trajectories == b.trajectories);
  CHECK(a.row == b.row);
  REQUIRE(a.parameter_values.size() == b.parameter_values.size());
  for (std::size_t i = 0; i < a.parameter_values.size(); ++i) {
    const double x = a.parameter_values[i];
    const double y = b.parameter_values[i];
    CHECK((x == y || (std::isnan(x) && std::isnan(y))));
  }
}

template <class Item> void check_all_equal(const std::vector<Item> &a, const std::vector<Item> &b) {
  REQUIRE(a.size() == b.size());
  for (std::size_t i = 0; i < a.size(); ++i) check_equal(a[i], b[i]);
}

void check_equal(const engine::Results &a, const engine::Results &b) {
  CHECK(a.model == b.model);
  CHECK(a.model_summary == b.model_summary);
  check_all_equal(a.parameters, b.parameters);
  check_all_equal(a.outcomes, b.outcomes);
  check_all_equal(a.series, b.series);
  CHECK(a.headline == b.headline);
  CHECK(a.months == b.months);
  CHECK(a.seed == b.seed);
  CHECK(a.reference == b.reference);
  check_all_equal(a.conditions, b.conditions);
  CHECK(a.provenance == b.provenance);
}

/// Files may grow no further than this while it lives: a disk that fills up, for those who are not root.
struct SmallDisk {
  explicit SmallDisk(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    const rlimit small{bytes, before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
  }
  ~SmallDisk() { setrlimit(RLIMIT_FSIZE, &before); }
  SmallDisk(const SmallDisk &) = delete;
  SmallDisk &operator=(const SmallDisk &) = delete;
  rlimit before{};
};

/// What `work` returns in a process of its own; empty if that process does not end as it should. HDF5
/// cannot free a file that it could not write, and would be blamed for the leak.
template <class Work> std::string in_a_child(const Work &work) {
  std::array<int, 2> channel{};
  REQUIRE(pipe(channel.data()) == 0);
  const pid_t child = fork();
  if (child == 0) {
    const std::string text = work();
    _exit(::write(channel[1], text.data(), text.size()) < 0 ? 1 : 0);
  }
  close(channel[1]);
  std::string text(1000, ' ');
  const ssize_t length = read(channel[0], text.data(), text.size());
  close(channel[0]);
  int status = 1;
  waitpid(child, &status, 0);
  return status == 0 && length > 0 ? text.substr(0, static_cast<std::size_t>(length)) : "";
}

} // namespace

TEST_CASE("what is written is read back") {
  const Folder folder;
  const engine::Results results = toy_results();
  write(folder.file("a.h5"), results);
  check_equal(engine::read_results(folder.file("a.h5")), results);
  CHECK(folder.files() == std::vector<std::string>{"a.h5"});
}

TEST_CASE("a precision that was asked for is kept, with what each condition reached; others keep none") {
  const Folder folder;
  engine::Results results = toy_results();
  write(folder.file("a.h5"), results);
  CHECK_FALSE(engine::read_results(folder.file("a.h5")).until.has_value());
  results.until = engine::Until{"heads_up", 0.01};
  write(folder.file("b.h5"), results);
  const engine::Results again = engine::read_results(folder.file("b.h5"));
  REQUIRE(again.until.has_value());
  CHECK(again.until->outcome == "heads_up");
  CHECK(again.until->half_width == 0.01);
  for (std::size_t i = 0; i < results.conditions.size(); ++i) {
    const auto &row = results.conditions[i].row;
    const double reached =
        engine::half_width_of_share(row[results.layout().outcome(0).first + 1], trajectories);
    CHECK(again.conditions[i].half_width == reached);
  }
  results.until->outcome = "heads_upp";
  CHECK(contains(complaint<engine::InputError>([&] { write(folder.file("c.h5"), results); }), "heads_upp"));
}

TEST_CASE("counts of clamped values that cannot be are found in a row") {
  const engine::Results results = toy_results();
  const engine::Layout layout = results.layout();
  const auto found = [&](std::size_t place, std::int64_t count) {
    engine::Row row = results.conditions[1].row;
    row[place] = count;
    return engine::contradiction_in(row, trajectories, results);
  };
  CHECK(found(layout.clamped(0), 0).empty());
  CHECK(contains(found(layout.clamped(2), -1), "tosses counts -1 clamped"));
  CHECK(contains(found(layout.clamped(2), trajectories), "tosses"));
  CHECK(contains(found(layout.beyond(3), trajectories + 1), "height"));
  CHECK(contains(found(layout.beyond(3), -1), "height"));
  CHECK(contains(found(layout.series_clamped(0, 1), trajectories + 1), "height_by_month"));
  CHECK(contains(found(layout.series_clamped(2, 0), -1), "tosses_by_month"));
  CHECK(contains(found(layout.beyond(3), 0), "height has a sum")); // which no bins without such values allow
}

TEST_CASE("results read and written again give the same bytes") {
  const Folder folder;
  write(folder.file("a.h5"), toy_results());
  write(folder.file("b.h5"), engine::read_results(folder.file("a.h5")));
  CHECK((bytes_of(folder.file("a.h5")) == bytes_of(folder.file("b.h5")))); // no bytes on the screen
}

TEST_CASE("a single condition without series or drawn parameters is a result too") {
  const Folder folder;
  engine::Results results = toy_results();
  results.series.clear();
  results.conditions = {results.conditions[results.reference]};
  results.reference = 0;
  engine::Row &row = results.conditions[0].row;
  row.resize(results.layout().size());
  for (std::size_t i = 0; i < results.outcomes.size(); ++i) { // the writer keeps no differences of it
    const engine::Place difference = results.layout().difference(i);
    std::fill_n(row.begin() + static_cast<std::ptrdiff_t>(difference.first),
                difference.end() - difference.first, 0);
  }
  engine::compare_with_itself(row, results.outcomes, results.layout());
  write(folder.file("a.h5"), results);
  check_equal(engine::read_results(folder.file("a.h5")), results);
}

TEST_CASE("records are found where they were put, and are undefined where none were put") {
  const Folder folder;
  const engine::Results results = toy_results();
  {
    engine::ResultWriter writer(folder.file("a.h5"), false);
    writer.begin_records(
        {{"condition-0", "condition-1", "condition-2"}, results.outcomes, {}, {}, months, "month", 5});
    const std::vector<float> values{1, 0, -1, 2, 1, -1, 20, 3, -1, 0.5F, nothing, -1, 6, 5, -1};
    writer.append_records(2, 3, 2, values.data(), 3);
    writer.commit(results);
  }
  check_equal(engine::read_results(folder.file("a.h5")), results);
  const engine::hdf5::Handle file = engine::hdf5::open_file(folder.file("a.h5"));
  const auto group = engine::hdf5::open_group(file, "records");
  const auto tosses = engine::hdf5::read_variable<double>(group, "tosses", 15);
  const auto height = engine::hdf5::read_variable<double>(group, "height", 15);
  CHECK(tosses[13] == 20);
  CHECK(tosses[14] == 3);
  CHECK(std::isnan(tosses[12]));
  CHECK(std::isnan(tosses[4]));
  CHECK(height[13] == 0.5);
  CHECK(std::isnan(height[14]));
  CHECK(engine::hdf5::read_variable<std::string>(group, "condition", 3)[2] == "condition-2");
}

TEST_CASE("months of series lie in the records trajectory by trajectory, and are cut with them") {
  const Folder folder;
  engine::Results results = toy_results();
  for (auto &condition : results.conditions) condition.trajectories = trajectories;
  const std::uint64_t rows = trajectories + 2; // more than are run
  {
    engine::ResultWriter writer(folder.file("a.h5"), false);
    writer.begin_records(
        {{"condition-0", "condition-1", "condition-2"}, {}, {}, {results.series[1]}, months, "month", rows});
    std::vector<float> columns; // months of two trajectories, side by side
    for (int month = 0; month < months; ++month)
      for (const int trajectory : {3, 4}) columns.push_back(static_cast<float>(100 * trajectory + month));
    writer.append_records(1, 3, 2, columns.data(), 2);
    writer.commit(results);
  }
  check_equal(engine::read_results(folder.file("a.h5")), results);
  const auto file = engine::hdf5::open_file(folder.file("a.h5"));
  const auto group = engine::hdf5::open_group(file, "records");
  const auto values =
      engine::hdf5::read_variable<double>(group, results.series[1].name, 3 * trajectories * months);
  const double *fourth = values.data() + (trajectories + 4) * months;
  CHECK(fourth[0] == 400);
  CHECK(fourth[months - 1] == 400 + months - 1);
  CHECK(fourth[-1] == 300 + months - 1);
  CHECK(std::isnan(fourth[months]));
}

TEST_CASE("a result says what it counts of its model and what it leaves out") {
  const Folder folder;
  const engine::Model model = test::toy_model();
  const engine::Results all = toy_results();
  engine::Results few = all;
  few.headline.clear();
  few.declare(model, {{1, 3}, {}}, model.headline);
  for (auto &condition : few.conditions) condition.row.assign(few.layout().size(), 0);
  CHECK(few.outcomes.size() == 2);
  CHECK(few.outcomes[0].name == model.outcomes[1].name);
  CHECK(few.outcomes_left_out.size() == model.outcomes.size() - 2);
  CHECK(few.series.empty());
  CHECK(few.series_left_out.size() == model.series.size());
  write(folder.file("few.h5"), few);
  const engine::Results again = engine::read_results(folder.file("few.h5"));
  check_equal(again, few);
  CHECK(again.outcomes_left_out == few.outcomes_left_out);
  CHECK(again.series_left_out == few.series_left_out);
}

TEST_CASE("records of other conditions than the results are refused") {
  const Folder folder;
  const engine::Results results = toy_results();
  engine::ResultWriter writer(folder.file("a.h5"), false);
  writer.begin_records({{"condition-0"}, results.outcomes, {}, {}, months, "month", 5});
  CHECK_THROWS_AS(writer.commit(results), engine::RunError);
}

TEST_CASE("rows that do not fit the declarations are refused") {
  const Folder folder;
  engine::Results results = toy_results();
  results.conditions[1].row.pop_back();
  CHECK_THROWS_AS(write(folder.file("a.h5"), results), engine::RunError);
  results.conditions.clear();
  CHECK_THROWS_AS(write(folder.file("a.h5"), results), engine::RunError);
  CHECK(folder.files().empty());
}

TEST_CASE("an existing file is refused before any work, and replaced only when asked") {
  const Folder folder;
  engine::Results results = toy_results();
  write(folder.file("a.h5"), results);
  CHECK_THROWS_AS(engine::ResultWriter(folder.file("a.h5"), false), engine::InputError);
  results.seed = 5;
  write(folder.file("a.h5"), results, true);
  CHECK(engine::read_results(folder.file("a.h5")).seed == 5);
  CHECK_THROWS_AS(engine::ResultWriter("/dev/null", true), engine::InputError);
  CHECK(fs::is_character_file("/dev/null"));
}

TEST_CASE("a writer that is given up leaves nothing behind, and an older file as it was") {
  const Folder folder;
  { const engine::ResultWriter writer(folder.file("a.h5"), false); }
  CHECK(folder.files().empty());
  write(folder.file("a.h5"), toy_results());
  const std::string before = bytes_of(folder.file("a.h5"));
  {
    engine::ResultWriter writer(folder.file("a.h5"), true);
    writer.begin_records({{"condition-0"}, toy_results().outcomes, {}, {}, months, "month", 5});
  }
  CHECK(folder.files() == std::vector<std::string>{"a.h5"});
  CHECK((bytes_of(folder.file("a.h5")) == before)); // no bytes on the screen
}

TEST_CASE("the name stays free until the file is complete") {
  const Folder folder;
  engine::ResultWriter writer(folder.file("a.h5"), false);
  CHECK_FALSE(fs::exists(folder.file("a.h5")));
  writer.commit(toy_results());
  CHECK(fs::exists(folder.file("a.h5")));
}

TEST_CASE("a file that somebody else made meanwhile is not lost, and neither is ours") {
  const Folder folder;
  engine::ResultWriter writer(folder.file("a.h5"), false);
  std::ofstream(folder.file("a.h5")) << "theirs";
  const auto message = complaint<engine::RunError>([&] { writer.commit(toy_results()); });
  CHECK(bytes_of(folder.file("a.h5")) == "theirs");
  const std::size_t start = message.find(folder.file(".a.h5.partial"));
  REQUIRE(start != std::string::npos);
  check_equal(engine::read_results(message.substr(start, message.rfind('\'') - start)), toy_results());
}

TEST_CASE("a folder that is missing is told with its reason") {
  const Folder folder;
  const std::string path = folder.file("missing/a.h5");
  const auto message = complaint<engine::RunError>([&] { engine::ResultWriter(path, false); });
  CHECK(contains(message, "missing/a.h5"));
  CHECK(contains(message, "No such file or directory"));
}

TEST_CASE("a disk that fills up is told with its reason, wherever the writing has come to") {
  const Folder folder;
  write(folder.file("whole.h5"), toy_results());
  const auto size = fs::file_size(folder.file("whole.h5"));
  for (std::size_t room = 0; room < size; room += 1 + size / 25) {
    CAPTURE(room);
    const auto message = in_a_child([&] {
      const SmallDisk disk(room);
      return complaint<engine::RunError>([&] { write(folder.file("a.h5"), toy_results()); });
    });
    CHECK(contains(message, "File too large"));
    CHECK_FALSE(contains(message, "errno")); // what the system says, not how HDF5 says it
    CHECK(folder.files() == std::vector<std::string>{"whole.h5"});
  }
}

TEST_CASE("after a disk was full the next file is as good as ever") {
  const Folder folder;
  write(folder.file("whole.h5"), toy_results());
  const auto message = in_a_child([&] {
    {
      const SmallDisk disk(50'000);
      complaint<engine::RunError>([&] { write(folder.file("a.h5"), toy_results()); });
    }
    return complaint<engine::RunError>([&] { write(folder.file("a.h5"), toy_results()); }) + "done";
  });
  CHECK(message == "done");
  CHECK((bytes_of(folder.file("a.h5")) == bytes_of(folder.file("whole.h5")))); // no bytes on the screen
}

TEST_CASE("after a disk was full the program still ends by itself") {
  const Folder folder;
  std::cout.flush();
  const pid_t child = fork();
  if (child == 0) {
    std::freopen("/dev/null", "w", stderr);
    const SmallDisk disk(50'000);
    complaint<engine::RunError>([&] { write(folder.file("a.h5"), toy_results()); });
    std::exit(0); // at which HDF5 would try to write the rest
  }
  int status = 0;
  waitpid(child, &status, 0);
  CHECK(WIFEXITED(status));
}

TEST_CASE("a truncated file is refused, wherever it ends") {
  const Folder folder;
  write(folder.file("whole.h5"), toy_results());
  const std::string whole = bytes_of(folder.file("whole.h5"));
  for (std::size_t size = 0; size < whole.size(); size += 1 + whole.size() / 100) {
    std::ofstream(folder.file("cut.h5"), std::ios::binary) << whole.substr(0, size);
    CAPTURE(size);
    const auto message = complaint<engine::InputError>([&] { engine::read_results(folder.file("cut.h5")); });
    CHECK(contains(message, "cut.h5: "));
  }
}

TEST_CASE("what is no result is refused with a reason") {
  const Folder folder;
  const auto message = [&](const std::string &name) {
    return complaint<engine::InputError>([&] { engine::read_results(folder.file(name)); });
  };
  CHECK(contains(message("missing.h5"), "No such file or directory"));
  CHECK(contains(message(""), "is no file"));
  std::ofstream(folder.file("empty.h5")).flush();
  CHECK(contains(message("empty.h5"), "is empty"));
  std::ofstream(folder.file("text.h5")) << std::string(5000, 'x');
  CHECK(contains(message("text.h5"), "not an HDF5 file"));
  engine::hdf5::create_file(folder.file("foreign.h5")).close();
  CHECK(contains(message("foreign.h5"), "no result of this program"));
  for (const int version : {3, 99}) {
    const auto file = engine::hdf5::create_file(folder.file(fmt::format("{}.h5", version)));
    engine::hdf5::write_attributes(file, {{"format_version", std::int64_t{version}}});
  }
  CHECK(contains(message("99.h5"), "format 99"));
  CHECK(contains(message("3.h5"), "format 3, but this program reads format 4; run it again"));
}

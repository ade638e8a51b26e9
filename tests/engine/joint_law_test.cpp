// SPDX-License-Identifier: Apache-2.0
// Parameters that are drawn together: how a row is found, what tables and conditions may say, and that a
// condition written out in full draws the same.

#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <regex>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <unistd.h>

#include "engine/conditions/condition_file.hpp"
#include "engine/conditions/table.hpp"
#include "engine/errors.hpp"
#include "engine/model/kernel.hpp"
#include "tests/toy_model.hpp"

namespace {

using namespace engine;
using doctest::Approx;

/// The values at these places of [0, 1), drawn on lanes of another place each.
std::vector<double> drawn_at(const std::vector<double> &values, const std::vector<double> &ends,
                             const std::array<double, 4> &places) {
  using Real = Lanes<double, 4>;
  const Drawn parameter{{0, 0, 0, values.data(), values.size(), ends.data()}, 0, 0, Law::together, -1e9, 1e9};
  Real u(0.0);
  for (int lane = 0; lane < 4; ++lane) u.set(lane, places[static_cast<std::size_t>(lane)]);
  const Real found = value_of_draw<Real>(parameter, {u, u, u, u});
  return {found[0], found[1], found[2], found[3]};
}

class Tables {
public:
  Tables() : path_(std::filesystem::temp_directory_path() / fmt::format("joint_law_test_{}", getpid())) {
    std::filesystem::create_directories(path_);
  }
  ~Tables() { std::filesystem::remove_all(path_); }
  Tables(const Tables &) = delete;
  Tables &operator=(const Tables &) = delete;

  std::string write(const std::string &name, const std::string &text) const {
    const std::string file = (path_ / name).string();
    std::ofstream(file) << text;
    return file;
  }
  /// A condition that says this, and a table t.csv beside it.
  Condition read(const std::string &text, const std::string &table, const Overrides &overrides = {}) const {
    write("t.csv", table);
    return load_condition(test::toy_model(), write("file.yaml", "name: test\nsummary: A test.\n" + text),
                          overrides);
  }
  /// What is said of one that is refused, without the folder's own path.
  std::string complaint(const std::string &text, const std::string &table,
                        const Overrides &overrides = {}) const {
    try {
      read(text, table, overrides);
    } catch (const InputError &error) {
      return std::regex_replace(std::string(error.what()), std::regex(path_.string() + "/"), "");
    }
    return "no complaint";
  }

private:
  std::filesystem::path path_;
};

const std::string from_table = "together_from: t.csv\n";

const Distribution &law_of(const Condition &condition, std::size_t parameter) {
  const auto &law = condition.settings.at(parameter).distribution;
  REQUIRE(law);
  return *law;
}

} // namespace

TEST_CASE("a row has as much of the uniforms as its weight gives it") {
  const std::vector<double> values{7.0, -1.0, 4.0};
  const std::vector<double> ends{0.25, 0.25, 1.0}; // the second row has no weight
  CHECK(drawn_at(values, ends, {0.0, 0.249, 0.25, 0.999}) == std::vector<double>{7.0, 7.0, 4.0, 4.0});
  CHECK(drawn_at({5.0}, {1.0}, {0.0, 0.3, 0.6, 0.999}) == std::vector<double>(4, 5.0));
}

TEST_CASE("however many rows there are, each is found at both its ends") {
  for (std::size_t count = 1; count <= 40; ++count) {
    std::vector<double> values;
    std::vector<double> ends;
    for (std::size_t row = 0; row < count; ++row) {
      values.push_back(static_cast<double>(row));
      ends.push_back(static_cast<double>(row + 1) / static_cast<double>(count));
    }
    for (std::size_t row = 0; row < count; ++row) {
      const double first = row == 0 ? 0.0 : ends[row - 1];
      const double last = std::nextafter(ends[row], 0.0);
      const auto here = static_cast<double>(row);
      CHECK(drawn_at(values, ends, {first, last, first, last}) == std::vector<double>(4, here));
    }
  }
}

TEST_CASE("a table gives each parameter its column, in any order, with weights or without") {
  const Tables tables;
  const Condition equal = tables.read(from_table, "# experts\n\nclock.phase, p\nwar, 0.2\n 2, 0.6\r\n");
  CHECK(law_of(equal, 0).numbers == std::vector<double>{0.2, 0.6});
  CHECK(law_of(equal, 3).numbers == std::vector<double>{0.0, 2.0});
  CHECK(law_of(equal, 0).rows == law_of(equal, 3).rows);
  CHECK(equal.settings[0].value == Approx(0.4));
  CHECK(equal.set.contains(0));
  CHECK(equal.set.contains(3));
  CHECK_FALSE(equal.settings[1].distribution);

  const Condition exported = tables.read(from_table, "\xEF\xBB\xBF\"p\",\"clock.phase\"\r\n0.2,\"war\"\r\n");
  CHECK(law_of(exported, 3).numbers == std::vector<double>{0.0});

  const Condition weighted = tables.read(from_table, "weight,p\n3,0.2\n1,0.6\n");
  CHECK(weighted.settings[0].value == Approx(0.3));
  CHECK(law_of(weighted, 0).rows->weights == std::vector<double>{3.0, 1.0});
}

TEST_CASE("a condition that is written out in full draws the same rows") {
  const Tables tables;
  const Model model = test::toy_model();
  for (const char *table :
       {"weight,p,clock.phase\n3,0.2,war\n0.5,0.6,settlement\n", "p,w\n0.2,1\n0.6,2\n0.3,1.5\n"}) {
    const Condition read = tables.read(from_table, table);
    const std::string text = resolved_yaml(model, read);
    const Condition again = parse_condition(model, text, "again.yaml");
    for (std::size_t parameter = 0; parameter < model.parameters.size(); ++parameter) {
      CHECK(is_same(read.settings[parameter], again.settings[parameter]));
      CHECK(read.settings[parameter].value == again.settings[parameter].value);
    }
    CHECK(resolved_yaml(model, again) == text);
  }
}

TEST_CASE("a table on the command line replaces what a condition sets, and a parameter's own name a column") {
  const Tables tables;
  const std::string file = tables.write("other.csv", "p,w\n0.3,1\n0.7,2\n");
  const std::string parameters = "parameters: {p: 0.6, clock.drift: 0.2}\n";
  const Condition replaced = tables.read(parameters, "", {{"together_from=" + file}, {}, false});
  CHECK(law_of(replaced, 0).numbers == std::vector<double>{0.3, 0.7});
  CHECK(replaced.replaced.size() == 1);
  const Condition fixed = tables.read(from_table, "p,w\n0.3,1\n0.7,2\n", {{"w=1.5"}, {}, false});
  CHECK(fixed.settings[1].value == 1.5);
  CHECK_FALSE(fixed.settings[1].distribution);
  CHECK(law_of(fixed, 0).numbers.size() == 2);
}

TEST_CASE("what is open is drawn beside a table, from its prior") {
  const Condition condition = Tables().read(from_table + "parameters: {open: prior}\n", "p\n0.3\n0.7\n");
  CHECK(law_of(condition, 0).is_joint());
  CHECK(law_of(condition, 1).is_prior);
}

TEST_CASE("a table on the command line has no parameter twice") {
  const Tables tables;
  const std::string file = tables.write("other.csv", "p,coin.bias\n0.3,0.4\n");
  CHECK(tables.complaint("", "", {{"together_from=" + file}, {}, false}) ==
        "other.csv:1:2: coin.bias is set twice in this file, first at other.csv:1:1");
}

TEST_CASE("a table that is stored comes as text, and is complained of by its names and rows") {
  const Tables tables;
  static std::string text; // as long as the reader
  read_stored_tables_with([](const StoredPlace &place) { return place.group + text; });
  const std::string both = tables.write("both.h5", "");
  const auto said = [&](const std::string &behind) {
    return tables.complaint("together_from: " + both + behind + "\n", "");
  };
  text = "p,w\n0.2,1\n1.5,1\n";
  CHECK(said("").starts_with("both.h5: p[1]: coin.bias is 1.5 but must be from 0 to 1"));
  CHECK(said("#x").starts_with("both.h5#x: xp: there is no parameter 'xp'"));
  tables.write("odd#name.h5", "");
  text = "p\n";
  CHECK(tables.complaint("together_from: odd#name.h5\n", "") ==
        "file.yaml:3:16: 'odd#name.h5' must have 1 to 10000 rows, and has 0");
  text = "weight,p\n0,0.1\n";
  CHECK(said("") == "both.h5: there must be a row whose weight is above 0, and their sum a number");
  const std::string unmarked = tables.write("by_its_first_bytes", "\x89HDF\r\n\x1a\n...");
  text = "p\n0.25\n";
  CHECK(law_of(tables.read("together_from: " + unmarked + "\n", ""), 0).numbers == std::vector<double>{0.25});
}

TEST_CASE("tables that make no sense are refused where they go wrong") {
  const Tables tables;
  const auto said = [&](const std::string &table) { return tables.complaint(from_table, table); };
  CHECK(said("p,bias\n0.2,1\n").starts_with("t.csv:1:2: there is no parameter 'bias'"));
  CHECK(said("p\n0.2\n1.5\n").starts_with("t.csv:3:1: coin.bias is 1.5 but must be from 0 to 1"));
  CHECK(said("p,w\n0.2\n") == "t.csv:2:1: has 1 cells, but the table has 2 columns");
  CHECK(said("p,clock.phase\n0.2,piece\n").starts_with("t.csv:2:2: clock.phase must be one of"));
  CHECK(said("p\nprior\n").starts_with("t.csv:2:1: coin.bias must be a number"));
  CHECK(said("p,w\n0.2,\n").starts_with("t.csv:2:2: coin.weight must be a number"));
  CHECK(said("p,p\n0.2,0.3\n") == "t.csv:1:2: coin.bias is set twice in this file, first at t.csv:1:1");
  CHECK(said("weight,p\n-1,0.2\n").starts_with("t.csv:2:1: weight must be a weight from 0 on"));
  CHECK(said("weight,p\n0,0.2\n").starts_with("t.csv:1:1: there must be a row whose weight is above 0"));
  CHECK(said("weight,p,weight\n1,0.2,1\n") == "t.csv:1:1: there are two columns called weight");
  CHECK(said("p;w\n0.2;1\n") == "t.csv:1:1: the columns of a table are divided by commas");
  CHECK(said("p\tw\n0.2\t1\n") == "t.csv:1:1: the columns of a table are divided by commas");
  CHECK(said("weight\n1\n") == "file.yaml:3:16: 't.csv' has no column that is a parameter");
  CHECK(said("p\n") == "file.yaml:3:16: 't.csv' must have a header and 1 to 10000 rows, and has 0");
  CHECK(said("") == "file.yaml:3:16: 't.csv' must have a header and 1 to 10000 rows, and has 0");
  CHECK(tables.complaint("together_from: none.csv\n", "")
            .starts_with("file.yaml:3:16: cannot read 'none.csv'"));
}

TEST_CASE("a condition draws from one table, whose columns are equally long") {
  const Tables tables;
  const std::string table = "p\n0.2\n0.4\n";
  const auto said = [&](const std::string &text) { return tables.complaint(text, table); };
  CHECK(said(from_table + "parameters: {p: 0.3}\n") ==
        "file.yaml:4:14: coin.bias is set twice in this file, first at t.csv:1:1");
  CHECK(said(from_table + "parameters: {w: {together: [1, 2]}}\n") ==
        "file.yaml:4:14: coin.weight is drawn together with other parameters than coin.bias, whose table "
        "stands at "
        "t.csv:1:1: a condition draws from one table");
  CHECK(said("parameters: {p: {together: [0.1, 0.2]}, w: {together: [1, 1, 2]}}\n") ==
        "file.yaml:3:41: coin.weight has 3 values, and there are 2 rows to draw, as file.yaml:3:14 says");
  CHECK(said("together_weights: [1, 2, 3]\nparameters: {p: {together: [0.1, 0.2]}}\n") ==
        "file.yaml:4:14: coin.bias has 2 values, and there are 3 rows to draw, as file.yaml:3:19 says");
  CHECK(said("together_weights: [1, 2]\n") ==
        "file.yaml:3:19: these are weights of rows, and nothing is drawn together");
  CHECK(said("together_weights: [0, 0]\nparameters: {p: {together: [0.1, 0.2]}}\n")
            .starts_with("file.yaml:3:19: there must be a row whose weight is above 0"));
}

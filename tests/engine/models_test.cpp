// SPDX-License-Identifier: Apache-2.0
// A condition says which of several models it is meant for, in the steps that this model counts.

#include <filesystem>
#include <fstream>
#include <random>
#include <string>

#include <doctest/doctest.h>

#include "engine/conditions/condition_file.hpp"
#include "engine/conditions/schema.hpp"
#include "engine/designs/sweep_file.hpp"
#include "engine/errors.hpp"
#include "engine/model/models.hpp"
#include "tests/toy_model.hpp"

namespace {

using engine::Condition;
using engine::Model;
using engine::Models;

/// A model without parameters whose steps are years.
Model chronicle_model() {
  Model model;
  model.name = "chronicle";
  model.summary = "years without dates";
  model.counts_years = true;
  model.most_months = 2000;
  model.parameters = {{.name = "flow.rate",
                       .symbol = "r",
                       .value = 0.5,
                       .unit = engine::unit::fraction,
                       .meaning = "rate",
                       .source = "assumption",
                       .role = engine::Role::structure}};
  return model;
}

class TwoModels {
public:
  TwoModels()
      : folder_(std::filesystem::temp_directory_path() /
                ("models_test_" + std::to_string(std::random_device()()))) {
    std::filesystem::create_directories(folder_);
    write("toy.yaml", "name: a\nsummary: s\n");
    write("years.yaml",
          "name: b\nsummary: s\nmodel: chronicle\nyears: 1000\nparameters: {flow.rate: 0.25}\n");
  }
  ~TwoModels() { std::filesystem::remove_all(folder_); }
  TwoModels(const TwoModels &) = delete;
  TwoModels &operator=(const TwoModels &) = delete;

  Models models() const { return {&toy_, &chronicle_}; }
  std::string write(const std::string &name, const std::string &text) const {
    std::ofstream((folder_ / name).string()) << text;
    return (folder_ / name).string();
  }
  Condition load(const std::string &name) const {
    return engine::load_condition(models(), (folder_ / name).string());
  }
  Condition parse(const std::string &text) const {
    return engine::parse_condition(models(), "name: c\nsummary: s\n" + text, (folder_ / "c.yaml").string());
  }
  std::string complaint(const std::string &text) const {
    try {
      parse(text);
    } catch (const engine::InputError &error) {
      return std::string(error.what()).substr((folder_ / "c.yaml:").string().size());
    }
    return "no complaint";
  }
  const std::filesystem::path &folder() const { return folder_; }

private:
  Model toy_ = test::toy_model();
  Model chronicle_ = chronicle_model();
  std::filesystem::path folder_;
};

TEST_CASE("a condition that names no model is meant for the first") {
  const TwoModels two;
  CHECK(two.load("toy.yaml").model == "toy");
  CHECK(two.load("toy.yaml").settings.size() == test::toy_model().parameters.size());
  CHECK(two.load("years.yaml").model == "chronicle");
  CHECK(two.load("years.yaml").settings.at(0).value == 0.25);
}

TEST_CASE("a condition is meant for the model of what it extends, and for no other") {
  const TwoModels two;
  const Condition heir = two.parse("extends: years.yaml\n");
  CHECK(heir.model == "chronicle");
  CHECK(heir.months == 1000);
  CHECK(two.parse("extends: years.yaml\nmodel: chronicle\n").settings.at(0).value == 0.25);
  CHECK(two.complaint("extends: toy.yaml\nmodel: chronicle\n") ==
        "4:8: model must be toy, as in a that it extends, not 'chronicle'");
  CHECK(two.complaint("extends: years.yaml\nmodel: toy\n") ==
        "4:8: model must be chronicle, as in b that it extends, not 'toy'");
}

TEST_CASE("a model that there is not is refused, with the nearest") {
  CHECK(TwoModels().complaint("model: chronicel\n") ==
        "3:8: there is no model 'chronicel'; did you mean 'chronicle'?");
}

TEST_CASE("years have no dates, and months are no years") {
  const TwoModels two;
  CHECK(two.complaint("model: chronicle\nmonths: 3\n") == "4:9: the model chronicle counts years");
  CHECK(two.complaint("years: 3\n") == "3:8: the model toy counts months");
  CHECK(two.complaint("model: chronicle\nstart: 2025-02\n") ==
        "4:8: the years of the model chronicle have no dates");
  CHECK(two.complaint("model: chronicle\nyears: 2001\n") ==
        "4:8: years must be a whole number from 1 to 2000, not '2001'");
  const Condition years = two.load("years.yaml");
  CHECK(years.start.text() == "year 0");
  CHECK(years.start.after(17).text() == "year 17");
  CHECK(years.start.until(years.start.after(17)) == 17);
  CHECK(years.start.step() == "year");
}

TEST_CASE("a condition in full names its model and is read back as the same") {
  const TwoModels two;
  const Condition years = two.load("years.yaml");
  const Model chronicle = chronicle_model();
  const std::string full = engine::resolved_yaml(chronicle, years);
  CHECK(full.find("model: chronicle\nyears: 1000\n") != std::string::npos);
  CHECK(full.find("start") == std::string::npos);
  const Condition again = engine::parse_condition(two.models(), full, "full.yaml");
  CHECK(engine::resolved_yaml(chronicle, again) == full);
}

TEST_CASE("all conditions of a sweep are meant for one model") {
  const TwoModels two;
  const std::string sweep = "name: x\nsummary: s\ncondition: years.yaml\ndesign: grid\naxes:\n";
  const std::string good = two.write("good.yaml", sweep + "  - {parameter: flow.rate, values: [0.1, 0.2]}\n");
  CHECK(engine::load_sweep(two.models(), good).conditions.front().model == "chronicle");
  const std::string bad = two.write("bad.yaml", sweep + "  - {conditions: [toy.yaml]}\n");
  CHECK_THROWS_WITH_AS(engine::load_sweep(two.models(), bad),
                       (bad + ":6:19: it is meant for the model toy, but 'b' for chronicle").c_str(),
                       engine::InputError);
}

TEST_CASE("the schema of a model that counts years has no months") {
  const std::string schema = engine::condition_schema(chronicle_model());
  CHECK(schema.find("\"months\": false") != std::string::npos);
  CHECK(schema.find("How many years") != std::string::npos);
  CHECK(engine::condition_schema(test::toy_model()).find("\"years\": false") != std::string::npos);
}

} // namespace

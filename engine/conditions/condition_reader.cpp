// SPDX-License-Identifier: Apache-2.0
#include "engine/conditions/condition_reader.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <limits>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "engine/conditions/files.hpp"
#include "engine/conditions/laws.hpp"
#include "engine/conditions/numbers.hpp"
#include "engine/conditions/setting.hpp"
#include "engine/conditions/timeline_reader.hpp"
#include "engine/conditions/yaml_value.hpp"
#include "engine/errors.hpp"

namespace engine {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_chain = 32; // of files that extend one another

void start_from_defaults(const Model &model, Condition &condition) {
  condition.model = model.name;
  condition.settings.clear();
  for (const Parameter &parameter : model.parameters) condition.settings.push_back({parameter.value, {}});
  if (model.counts_years) condition.start = {0, 0};
}

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

/// One path for one file, however it is written.
fs::path identity(const fs::path &path) {
  std::error_code unresolved;
  fs::path canonical = fs::weakly_canonical(path, unresolved);
  return unresolved ? path : canonical;
}

/// Reads one file.
class FileReader {
public:
  /// `open_files` extend this one, directly or not.
  FileReader(const Models &models, fs::path path, bool allow_out_of_range, std::vector<fs::path> open_files)
      : models_(models), model_(&models.first()), path_(std::move(path)),
        allows_from_outside_(allow_out_of_range), allows_(allow_out_of_range),
        open_files_(std::move(open_files)) {
    start_from_defaults(*model_, draft_.condition);
    open_files_.push_back(identity(path_));
  }

  ConditionDraft read(const std::string &text);

private:
  struct Key {
    const char *name;
    bool is_required;
    void (FileReader::*read)(const YamlValue &);
  };
  static const std::array<Key, 14> keys;

  void read_extends(const YamlValue &value);
  void read_name(const YamlValue &value);
  void read_summary(const YamlValue &value);
  void read_model(const YamlValue &value);
  void read_start(const YamlValue &value);
  void read_months(const YamlValue &value) { read_length(value, false); }
  void read_years(const YamlValue &value) { read_length(value, true); }
  void read_length(const YamlValue &value, bool in_years);
  void read_seed(const YamlValue &value);
  void read_trajectories(const YamlValue &value);
  void read_allow_out_of_range(const YamlValue &value);
  void read_parameters(const YamlValue &value) { read_group("", value); }
  void read_table(const YamlValue &value);
  void read_weights(const YamlValue &value) { draft_.rows = engine::read_weights(value); }
  void read_timeline(const YamlValue &value);

  static bool is_key(const std::string &name);
  static void refuse_unknown_keys(const std::vector<YamlEntry> &entries);
  void read_group(const std::string &prefix, const YamlValue &group);
  void read_parameter(std::size_t parameter, const YamlEntry &entry);
  void refuse_if_set_here(std::size_t parameter, const std::string &place);

  const Models &models_;
  const Model *model_;
  fs::path path_;
  bool allows_from_outside_; // values out of range, in this file and those that it extends
  bool allows_;              // in this file
  std::vector<fs::path> open_files_;
  ConditionDraft draft_;
  std::map<std::size_t, std::string> set_here_; // parameter: where this file sets it
};

/// What a condition may say, in the order in which it is read: what is extended before what differs
/// from it, and limits before what must lie within them.
const std::array<FileReader::Key, 14> FileReader::keys = {{
    {"extends", false, &FileReader::read_extends},
    {"name", true, &FileReader::read_name},
    {"summary", true, &FileReader::read_summary},
    {"model", false, &FileReader::read_model},
    {"start", false, &FileReader::read_start},
    {"months", false, &FileReader::read_months},
    {"years", false, &FileReader::read_years},
    {"seed", false, &FileReader::read_seed},
    {"trajectories", false, &FileReader::read_trajectories},
    {"allow_out_of_range", false, &FileReader::read_allow_out_of_range},
    {table_word, false, &FileReader::read_table},
    {"together_weights", false, &FileReader::read_weights},
    {"parameters", false, &FileReader::read_parameters},
    {"timeline", false, &FileReader::read_timeline},
}};

bool FileReader::is_key(const std::string &name) {
  return std::any_of(keys.begin(), keys.end(), [&](const Key &key) { return key.name == name; });
}

ConditionDraft FileReader::read(const std::string &text) {
  const YamlValue document = YamlValue::document(text, path_.string());
  const std::vector<YamlEntry> entries = document.entries("a map with a name, a summary and more");
  refuse_unknown_keys(entries);
  for (const Key &key : keys) {
    const auto entry = std::find_if(entries.begin(), entries.end(),
                                    [&](const YamlEntry &other) { return other.key.text() == key.name; });
    if (entry != entries.end())
      (this->*key.read)(entry->value);
    else if (key.is_required)
      document.refuse(fmt::format("the key '{}' is missing", key.name));
  }
  draft_.condition.path = path_.string();
  draft_.condition.allow_out_of_range = draft_.condition.allow_out_of_range || allows_;
  return std::move(draft_);
}

void FileReader::refuse_unknown_keys(const std::vector<YamlEntry> &entries) {
  std::vector<std::string> names;
  names.reserve(keys.size());
  for (const Key &key : keys) names.emplace_back(key.name);
  for (const YamlEntry &entry : entries)
    if (std::find(names.begin(), names.end(), entry.key.text()) == names.end())
      entry.key.refuse(no_such("key", entry.key.text(), names));
}

void FileReader::read_extends(const YamlValue &value) {
  const fs::path written = value.text();
  const fs::path base = path_of(FileKind::condition, value, path_.parent_path().string());
  if (std::find(open_files_.begin(), open_files_.end(), identity(base)) != open_files_.end())
    value.refuse(fmt::format("circular extends: {} would extend itself", quoted(written.string())));
  if (open_files_.size() == longest_chain)
    value.refuse(fmt::format("over {} files extend one another, from {} to this one", longest_chain,
                             quoted(open_files_.front().string())));

  const std::string text = read_text_file(base.string(), value.place());
  draft_ = FileReader(models_, base, allows_from_outside_, open_files_).read(text);
  model_ = models_.find(draft_.condition.model);
  std::vector<std::string> &lineage = draft_.condition.lineage;
  lineage.insert(lineage.begin(), draft_.condition.name);
}

void FileReader::read_name(const YamlValue &value) { draft_.condition.name = engine::read_name(value); }

void FileReader::read_summary(const YamlValue &value) {
  draft_.condition.summary = value.text();
  if (draft_.condition.summary.empty()) value.refuse_for("a text that says what the condition is");
}

void FileReader::read_model(const YamlValue &value) {
  const Model *named = models_.find(value.text());
  if (named == nullptr) value.refuse(no_such("model", value.text(), models_.names()));
  if (named == model_) return;
  const std::vector<std::string> &lineage = draft_.condition.lineage;
  if (!lineage.empty())
    value.refuse_for(fmt::format("{}, as in {} that it extends", model_->name, lineage[0]));
  model_ = named;
  start_from_defaults(*model_, draft_.condition);
}

void FileReader::read_start(const YamlValue &value) {
  if (model_->counts_years)
    value.refuse(fmt::format("the years of the model {} have no dates", model_->name));
  draft_.condition.start = read_month(value);
}

void FileReader::read_length(const YamlValue &value, bool in_years) {
  if (in_years != model_->counts_years)
    value.refuse(fmt::format("the model {} counts {}s", model_->name, draft_.condition.start.step()));
  draft_.condition.months = static_cast<int>(value.whole_number(1, model_->most_months));
}

void FileReader::read_seed(const YamlValue &value) {
  draft_.condition.seed = value.whole_number(0, std::numeric_limits<std::uint64_t>::max());
}

void FileReader::read_trajectories(const YamlValue &value) {
  draft_.condition.trajectories = value.whole_number(1, most_counted);
}

void FileReader::read_allow_out_of_range(const YamlValue &value) {
  allows_ = value.truth() || allows_from_outside_;
}

/// Dotted names and nested maps mean the same.
void FileReader::read_group(const std::string &prefix, const YamlValue &group) {
  for (const YamlEntry &entry : group.entries("a map of parameters")) {
    const std::string name = prefix + entry.key.text();
    if (is_open_word(name)) {
      draft_.draw_what_is_open(entry.value, entry.key.place());
      continue;
    }
    const auto parameter = find_parameter(*model_, name);
    const bool is_group =
        std::any_of(model_->parameters.begin(), model_->parameters.end(),
                    [&](const Parameter &other) { return other.name.starts_with(name + "."); });
    if (parameter)
      read_parameter(*parameter, entry);
    else if (is_group)
      read_group(name + ".", entry.value);
    else if (is_key(name))
      entry.key.refuse(fmt::format("'{}' is no parameter: it stands beside 'parameters', not in it", name));
    else
      entry.key.refuse(no_such_parameter(*model_, name));
  }
}

void FileReader::read_parameter(std::size_t parameter, const YamlEntry &entry) {
  refuse_if_set_here(parameter, entry.key.place());
  draft_.set(parameter, read_setting(model_->parameters[parameter], entry.value, allows_), entry.key.place());
}

void FileReader::refuse_if_set_here(std::size_t parameter, const std::string &place) {
  const auto [earlier, is_first] = set_here_.emplace(parameter, place);
  if (!is_first)
    throw InputError(fmt::format("{}: {} is set twice in this file, first at {}", place,
                                 model_->parameters[parameter].name, earlier->second));
}

void FileReader::read_table(const YamlValue &value) {
  const std::vector<Column> columns = read_columns(*model_, value, path_.parent_path().string(), allows_);
  for (const Column &column : columns) refuse_if_set_here(column.parameter, column.place);
  draft_.draw_from(columns);
}

void FileReader::read_timeline(const YamlValue &value) {
  TimelineReader(*model_, draft_.condition, path_.parent_path(), allows_).read(value);
}

} // namespace

std::optional<std::size_t> find_parameter(const Model &model, const std::string &name) {
  const auto place_by = [&](std::string Parameter::*title) -> std::optional<std::size_t> {
    const auto found = std::find_if(model.parameters.begin(), model.parameters.end(),
                                    [&](const Parameter &parameter) { return parameter.*title == name; });
    if (found == model.parameters.end() || name.empty()) return std::nullopt;
    return static_cast<std::size_t>(found - model.parameters.begin());
  };
  const auto by_name = place_by(&Parameter::name);
  return by_name ? by_name : place_by(&Parameter::symbol);
}

std::string no_such_parameter(const Model &model, const std::string &name) {
  std::vector<std::string> names;
  for (const Parameter &parameter : model.parameters) names.push_back(parameter.name);
  for (const Parameter &parameter : model.parameters)
    if (!parameter.symbol.empty()) names.push_back(parameter.symbol);
  names.emplace_back(open_word);
  return no_such("parameter", name, names);
}

std::optional<Month> month_in(const std::string &text) {
  const std::string form = "dddd-dd";
  const bool has_form =
      std::equal(text.begin(), text.end(), form.begin(), form.end(),
                 [](char is, char wanted) { return wanted == 'd' ? is_digit(is) : is == wanted; });
  const Month month = has_form ? Month{std::stoi(text.substr(0, 4)), std::stoi(text.substr(5))} : Month{0, 0};
  return month.month < 1 || month.month > 12 ? std::nullopt : std::optional(month);
}

Month read_month(const YamlValue &value) {
  const auto month = month_in(value.written());
  if (!month) value.refuse_for("a month such as 2025-02");
  return *month;
}

std::string read_name(const YamlValue &value) {
  std::string name = value.text();
  if (!is_name(name)) value.refuse_for("made of letters, digits, - and _");
  return name;
}

bool is_open_word(const std::string &name) { return name == open_word || name == "all"; }

void refuse_unless_prior(const YamlValue &value) {
  if (value.written() != "prior") value.refuse_for("the word prior");
}

void ConditionDraft::draw_what_is_open(const YamlValue &value, const std::string &place) {
  refuse_unless_prior(value);
  open_at = place;
}

void ConditionDraft::draw_from(const std::vector<Column> &columns) {
  for (const Column &column : columns) set(column.parameter, {middle(column.law), column.law}, column.place);
}

/// One table at most, and every column of it as long. Columns that a condition writes itself make up one.
void ConditionDraft::settle_rows(const Model &model) {
  const SetAt *first = nullptr;
  for (const SetAt &at : set_at) {
    auto &law = condition.settings[at.parameter].distribution;
    if (!law || !law->is_joint()) continue;
    if (!law->rows) {
      if (!rows) rows = std::make_shared<const Rows>(Rows{std::vector(law->numbers.size(), 1.0), at.place});
      law->rows = rows;
      if (law->numbers.size() == rows->weights.size()) condition.settings[at.parameter].value = middle(*law);
    }
    if (first == nullptr) first = &at;
    const Distribution &one = *condition.settings[first->parameter].distribution;
    const auto refuse = [&](const std::string &problem) {
      throw InputError(fmt::format("{}: {} {}", at.place, model.parameters[at.parameter].name, problem));
    };
    if (law->rows != one.rows)
      refuse(fmt::format(
          "is drawn together with other parameters than {}, whose table stands at {}: a condition "
          "draws from one table",
          model.parameters[first->parameter].name, one.rows->place));
    if (law->numbers.size() != law->rows->weights.size())
      refuse(fmt::format("has {} values, and there are {} rows to draw, as {} says", law->numbers.size(),
                         law->rows->weights.size(), law->rows->place));
  }
  if (rows && first == nullptr)
    throw InputError(rows->place + ": these are weights of rows, and nothing is drawn together");
}

void ConditionDraft::settle(const Model &model) {
  for (const SetAt &at : set_at) condition.set.insert(at.parameter);
  settle_rows(model);
  if (open_at.empty()) return;
  for (const std::size_t parameter : open_parameters(model, condition)) {
    const Distribution prior = prior_of(model.parameters[parameter]);
    set(parameter, {middle(prior), prior}, open_at);
  }
}

ConditionDraft read_condition(const Models &models, const std::string &text, const std::string &path,
                              bool allow_out_of_range) {
  return FileReader(models, path, allow_out_of_range, {}).read(text);
}

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#include "engine/conditions/setting.hpp"

#include <algorithm>

#include <fmt/ranges.h>

#include "engine/conditions/laws.hpp"

namespace engine {
namespace {

constexpr const char *prior_word = "prior";

/// The number of a label, or a number that stands for one.
double read_label(const Parameter &parameter, const YamlValue &value) {
  const std::vector<std::string> &labels = parameter.labels;
  const auto label = std::find(labels.begin(), labels.end(), value.written());
  if (label != labels.end()) return static_cast<double>(label - labels.begin());
  if (const auto truth = value.if_truth(); truth && is_switch(parameter)) return *truth ? 1.0 : 0.0;
  if (const auto number = value.if_number()) {
    for (std::size_t index = 0; index < labels.size(); ++index)
      if (*number == static_cast<double>(index)) return static_cast<double>(index);
  }
  value.refuse_for(admissible(parameter), labels);
}

/// A number in the parameter's unit, within bounds.
double read_number(const Parameter &parameter, const YamlValue &value, const Bounds &bounds) {
  const std::optional<double> number = value.if_number();
  if (!number) value.refuse_for("a number " + admissible(parameter), {prior_word});
  if (*number < bounds.lowest || *number > bounds.highest)
    value.refuse(fmt::format("{} is {} but must be {}; allow_out_of_range would admit it", value.subject(),
                             *number, admissible(parameter)));
  return *number;
}

double read_value(const Parameter &parameter, const YamlValue &value, const Bounds &bounds) {
  return parameter.labels.empty() ? read_number(parameter, value, bounds) : read_label(parameter, value);
}

/// One of the numbers of a law, called by its name there.
double read_law_number(const Parameter &parameter, const LawText &law, std::size_t place,
                       const YamlValue &item, const Bounds &bounds) {
  const std::string number_name = law.numbers.empty() ? "value" : law.numbers[place];
  const YamlValue value = item.called(fmt::format("{}: the {} of {}", parameter.name, number_name, law.name));
  const bool is_spread = law.ends_in_spread && place + 1 == law.numbers.size();
  const double number = is_spread ? value.number("a number above 0") : read_value(parameter, value, bounds);
  if ((is_spread || law.positive_only) && number <= 0) value.refuse_for("above 0");
  return number;
}

std::vector<double> read_law_numbers(const Parameter &parameter, const LawText &law, const YamlValue &list,
                                     const Bounds &bounds) {
  const std::vector<YamlValue> items = list.items(numbers_of(law));
  const auto refuse = [&](const std::string &problem) {
    list.refuse(fmt::format("{}: {} takes {}, {}", parameter.name, law.name, numbers_of(law), problem));
  };
  if (items.empty() || (!law.numbers.empty() && items.size() != law.numbers.size()))
    refuse(fmt::format("not a list of {}", items.size()));
  std::vector<double> numbers;
  numbers.reserve(items.size());
  for (const YamlValue &item : items)
    numbers.push_back(read_law_number(parameter, law, numbers.size(), item, bounds));
  const bool must_ascend = !law.numbers.empty() && !law.ends_in_spread;
  if (must_ascend && (!std::is_sorted(numbers.begin(), numbers.end()) || numbers.front() == numbers.back()))
    refuse("which must ascend");
  return numbers;
}

Distribution read_law(const Parameter &parameter, const YamlValue &map, const Bounds &bounds) {
  const std::vector<YamlEntry> entries = map.entries("a law");
  if (entries.size() != 1)
    map.refuse(parameter.name + " must have exactly one law, such as {uniform: [low, high]}");
  const auto &[key, list] = entries.front();
  std::vector<std::string> names;
  for (const LawText &law : law_texts()) names.emplace_back(law.name);
  const auto name = std::find(names.begin(), names.end(), key.text());
  if (name == names.end()) key.refuse(parameter.name + ": " + no_such("law", key.text(), names));
  const LawText &law = law_texts()[static_cast<std::size_t>(name - names.begin())];
  return {law.law, read_law_numbers(parameter, law, list.called(parameter.name + ": " + *name), bounds),
          false};
}

Distribution read_prior(const Parameter &parameter, const YamlValue &word) {
  if (!parameter.plausible.exists())
    word.refuse(parameter.name + " has no plausible range for the word prior to stand for");
  return prior_of(parameter);
}

std::string number_text(double number) {
  std::string text = fmt::format("{}", number);
  // Older readers of YAML take 1e-05 for a text, and 1.0e-05 for a number.
  const std::size_t exponent = text.find('e');
  if (exponent != std::string::npos && text.find('.') == std::string::npos) text.insert(exponent, ".0");
  return text;
}

std::string value_text(const Parameter &parameter, double value) {
  return parameter.labels.empty() ? number_text(value) : parameter.labels[static_cast<std::size_t>(value)];
}

void write_law(YAML::Emitter &out, const Parameter &parameter, const Distribution &distribution) {
  const LawText &law = text_of(distribution.law);
  out << YAML::Flow << YAML::BeginMap << YAML::Key << std::string(law.name) << YAML::Value << YAML::BeginSeq;
  for (const double number : distribution.numbers) out << value_text(parameter, number);
  out << YAML::EndSeq << YAML::EndMap;
}

} // namespace

bool is_switch(const Parameter &parameter) {
  if (parameter.labels.size() != 2) return false;
  const auto means = [](const std::string &label, bool expected) {
    bool truth = !expected;
    return YAML::convert<bool>::decode(YAML::Node(label), truth) && truth == expected;
  };
  return means(parameter.labels[0], false) && means(parameter.labels[1], true);
}

std::string admissible(const Parameter &parameter) {
  return parameter.labels.empty() ? fmt::format("from {} to {} (unit: {})", parameter.unit.lowest,
                                                parameter.unit.highest, parameter.unit.name)
                                  : fmt::format("one of {}", fmt::join(parameter.labels, ", "));
}

double read_value(const Parameter &parameter, const YamlValue &value, bool allow_out_of_range) {
  return read_value(parameter, value, bounds_of(parameter, allow_out_of_range));
}

Setting read_setting(const Parameter &parameter, const YamlValue &value, bool allow_out_of_range) {
  const Bounds bounds = bounds_of(parameter, allow_out_of_range);
  const bool is_prior = value.written() == prior_word;
  if (!is_prior && !value.is_map()) return {read_value(parameter, value.called(parameter.name), bounds), {}};

  if (parameter.role == Role::option)
    value.refuse(parameter.name +
                 " is an option, which takes one of its values and cannot be drawn from a law");
  const Distribution distribution =
      is_prior ? read_prior(parameter, value) : read_law(parameter, value, bounds);
  if (!may_be_drawn(parameter, distribution.law))
    value.refuse(parameter.name +
                 " has labels, of which none is higher, so that its laws are equally_likely and together");
  return {middle(distribution), distribution};
}

std::string text_of(const Parameter &parameter, const Setting &setting) {
  if (!setting.distribution) return value_text(parameter, setting.value);
  if (setting.distribution->is_prior) return prior_word;
  YAML::Emitter out;
  write_law(out, parameter, *setting.distribution);
  return out.c_str();
}

} // namespace engine

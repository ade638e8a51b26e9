// SPDX-License-Identifier: Apache-2.0
#include "engine/conditions/yaml_value.hpp"

#include <algorithm>
#include <locale>
#include <set>
#include <sstream>

#include <fmt/ranges.h>
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>

#include "engine/conditions/nearest_name.hpp"
#include "engine/conditions/numbers.hpp"
#include "engine/errors.hpp"
#include "engine/terminal_text.hpp"

namespace engine {
namespace {

constexpr std::size_t longest_quotation = 60; // bytes

/// Of the first byte that no text holds: a control character, or one that is not UTF-8.
std::optional<std::size_t> place_of_junk(const std::string &text) {
  const auto is_control = [](unsigned char c) {
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f;
  };
  const auto is_surrogate = [](unsigned char c, unsigned char next) { return c == 0xed && next >= 0xa0; };
  const auto distance = [&](auto position) { return static_cast<std::size_t>(position - text.begin()); };

  const auto &utf8 = std::use_facet<std::codecvt<char32_t, char8_t, std::mbstate_t>>(std::locale::classic());
  std::mbstate_t state{};
  const auto *const bytes = reinterpret_cast<const char8_t *>(text.data());
  const auto valid = static_cast<std::size_t>(utf8.length(state, bytes, bytes + text.size(), text.size()));
  const std::size_t junk = std::min({valid, distance(std::find_if(text.begin(), text.end(), is_control)),
                                     distance(std::adjacent_find(text.begin(), text.end(), is_surrogate))});
  return junk < text.size() ? std::optional(junk) : std::nullopt;
}

/// Notes where documents start, and no more.
class DocumentStarts final : public YAML::EventHandler {
public:
  std::vector<YAML::Mark> marks;

  void OnDocumentStart(const YAML::Mark &mark) override { marks.push_back(mark); }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark & /*mark*/, YAML::anchor_t /*anchor*/) override {}
  void OnAlias(const YAML::Mark & /*mark*/, YAML::anchor_t /*anchor*/) override {}
  void OnScalar(const YAML::Mark & /*mark*/, const std::string & /*tag*/, YAML::anchor_t /*anchor*/,
                const std::string & /*value*/) override {}
  void OnSequenceStart(const YAML::Mark & /*mark*/, const std::string & /*tag*/, YAML::anchor_t /*anchor*/,
                       YAML::EmitterStyle::value /*style*/) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark & /*mark*/, const std::string & /*tag*/, YAML::anchor_t /*anchor*/,
                  YAML::EmitterStyle::value /*style*/) override {}
  void OnMapEnd() override {}
};

/// Where the first document starts, and the second if there is one. (YAML::LoadAll does not end on some
/// malformed texts, such as "[a],": it finds one empty document after the other.)
std::vector<YAML::Mark> document_starts(const std::string &text) {
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  DocumentStarts starts;
  if (parser.HandleNextDocument(starts)) parser.HandleNextDocument(starts);
  return starts.marks;
}

std::string described(const YAML::Node &node) {
  if (node.IsMap()) return "a map";
  if (node.IsSequence()) return "a list";
  return node.IsScalar() ? quoted(node.Scalar()) : "nothing";
}

} // namespace

std::string quoted(const std::string &written) {
  std::size_t end = std::min(written.size(), longest_quotation);
  const auto continues = [&](std::size_t place) {
    return place < written.size() && (static_cast<unsigned char>(written[place]) & 0xc0U) == 0x80U;
  };
  while (end > 0 && end < written.size() && continues(end)) --end; // no half of a character
  std::string line = written.substr(0, end);
  std::replace_if(
      line.begin(), line.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
  return "'" + safe_for_terminal(line) + (end < written.size() ? "...'" : "'");
}

std::string no_such(const std::string &kind, const std::string &name, const std::vector<std::string> &valid) {
  constexpr std::size_t few = 14;
  std::string hint = did_you_mean(name, valid);
  if (hint.empty() && !valid.empty() && valid.size() <= few)
    hint = fmt::format("; there are {}", fmt::join(valid, ", "));
  return fmt::format("there is no {} {}{}", kind, quoted(name), hint);
}

YamlValue YamlValue::document(const std::string &text, const std::string &path) {
  YamlValue whole({}, {}, path, "the file", true);
  whole.parse(text);
  return whole;
}

YamlValue YamlValue::argument(const std::string &text, const std::string &option,
                              const std::string &subject) {
  YamlValue whole({}, {}, option, subject, false);
  whole.parse(text);
  return whole;
}

void YamlValue::parse(const std::string &text) {
  if (const auto junk = place_of_junk(text)) {
    const std::string before = text.substr(0, *junk);
    YAML::Mark mark;
    mark.line = static_cast<int>(std::count(before.begin(), before.end(), '\n'));
    mark.column = static_cast<int>(*junk - (before.rfind('\n') + 1));
    throw InputError(place(mark) + ": this is not text in UTF-8");
  }
  try {
    const std::vector<YAML::Mark> starts = document_starts(text);
    if (starts.size() > 1)
      throw InputError(place(starts[1]) + ": the YAML document has ended, but the text goes on");
    node_.reset(YAML::Load(text));
    mark_ = node_.Mark();
  } catch (const YAML::DeepRecursion &complaint) {
    throw InputError(place(complaint.mark) + ": this is nested too deeply");
  } catch (const YAML::Exception &complaint) {
    throw InputError(fmt::format("{}: not valid YAML: {}", place(complaint.mark), complaint.msg));
  }
}

std::string YamlValue::place(const YAML::Mark &mark) const {
  // A mark counts from 0, and from -1 where it has no place.
  return has_lines_
             ? fmt::format("{}:{}:{}", origin_, std::max(mark.line, 0) + 1, std::max(mark.column, 0) + 1)
             : origin_;
}

void YamlValue::refuse(const std::string &problem) const { throw InputError(place() + ": " + problem); }

void YamlValue::refuse_for(const std::string &expected, const std::vector<std::string> &names) const {
  refuse(fmt::format("{} must be {}, not {}{}", subject_, expected, described(node_),
                     did_you_mean(written(), names)));
}

std::string YamlValue::text() const {
  if (!node_.IsScalar()) refuse_for("text");
  if (safe_for_terminal(node_.Scalar()) != node_.Scalar())
    refuse_for("text without control characters, or others that are not seen");
  if (if_number() || if_truth()) refuse_for("text, in quotes if it looks like a number or a yes or no");
  return node_.Scalar();
}

std::optional<double> YamlValue::if_number() const {
  return is_bare() ? decimal_number(node_.Scalar()) : std::nullopt;
}

double YamlValue::number(const std::string &expected) const {
  const std::optional<double> number = if_number();
  if (!number) refuse_for(expected);
  return *number;
}

std::uint64_t YamlValue::whole_number(std::uint64_t lowest, std::uint64_t highest) const {
  const std::optional<std::uint64_t> number = is_bare() ? engine::whole_number(node_.Scalar()) : std::nullopt;
  if (!number || *number < lowest || *number > highest) refuse_for(whole_number_between(lowest, highest));
  return *number;
}

std::optional<bool> YamlValue::if_truth() const {
  bool truth = false;
  const bool is_one = is_bare() && node_.Scalar().size() > 1 && // y and n are text to most readers
                      YAML::convert<bool>::decode(node_, truth);
  return is_one ? std::optional(truth) : std::nullopt;
}

bool YamlValue::truth() const {
  const std::optional<bool> truth = if_truth();
  if (!truth) refuse_for("true or false");
  return *truth;
}

std::vector<YamlEntry> YamlValue::entries(const std::string &expected) const {
  if (!node_.IsMap()) refuse_for(expected);
  std::vector<YamlEntry> entries;
  std::set<std::string> seen;
  for (const auto &entry : node_) {
    const YAML::Node &key_node = entry.first;
    const YAML::Node &value_node = entry.second;
    const YamlValue key = part(key_node, key_node.Mark(), "a key");
    const std::string name = key.text();
    // YAML forbids it, but the library keeps both in silence.
    if (!seen.insert(name).second) key.refuse(fmt::format("{} is given twice", quoted(name)));
    // Nothing has no place of its own: the library's is where the next thing begins.
    const YAML::Mark mark = value_node.IsNull() ? key_node.Mark() : value_node.Mark();
    entries.push_back({key, part(value_node, mark, name)});
  }
  return entries;
}

std::vector<YamlValue> YamlValue::items(const std::string &expected) const {
  if (!node_.IsSequence()) refuse_for(expected);
  std::vector<YamlValue> items;
  for (const YAML::Node &node : node_) items.push_back(part(node, node.Mark(), subject_));
  return items;
}

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#pragma once

// YAML in which every piece knows where it stands and what it describes, so that each complaint can say so.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <yaml-cpp/yaml.h>

namespace engine {

/// What the user wrote, fit to stand in a message: in quotes, on one line, not too long.
std::string quoted(const std::string &written);

/// "there is no law 'unifrom'; did you mean 'uniform'?" All names, if they are few, where none is near.
std::string no_such(const std::string &kind, const std::string &name, const std::vector<std::string> &valid);

struct YamlEntry;

/// A piece of YAML. Every member that reads it throws InputError if it is something else.
class YamlValue {
public:
  /// The one document in the text of a file.
  static YamlValue document(const std::string &text, const std::string &path);
  /// What stands behind an option of the command line, which names its place: "--set coin.bias=0.5".
  static YamlValue argument(const std::string &text, const std::string &option, const std::string &subject);

  YamlValue(const YamlValue &) = default;
  YamlValue &operator=(const YamlValue &) = delete; // a node of the library assigns to the tree it is part of
  ~YamlValue() = default;

  /// What it describes, as messages name it.
  const std::string &subject() const { return subject_; }
  /// Where it stands: "path:line:column", or the option of the command line.
  std::string place() const { return place(mark_); }
  /// Throws InputError: the place, then the problem.
  [[noreturn]] void refuse(const std::string &problem) const;
  /// Throws InputError: the subject must be `expected`, but is something else, perhaps a misspelt name.
  [[noreturn]] void refuse_for(const std::string &expected, const std::vector<std::string> &names = {}) const;

  bool is_map() const { return node_.IsMap(); }
  /// A scalar as it is written, without its quotes; empty if this is no scalar.
  std::string written() const { return node_.IsScalar() ? node_.Scalar() : std::string(); }
  /// A text; a bare number, yes or no is none.
  std::string text() const;
  /// A finite decimal number, if it is one.
  std::optional<double> if_number() const;
  /// Such a number; complaints call it `expected`.
  double number(const std::string &expected) const;
  /// 48 or 1e6, for example.
  std::uint64_t whole_number(std::uint64_t lowest, std::uint64_t highest) const;
  /// A bare true, false, yes, no, on or off, if it is one.
  std::optional<bool> if_truth() const;
  bool truth() const;
  /// A map's entries in their order, no key twice; a value's subject is its key.
  std::vector<YamlEntry> entries(const std::string &expected) const;
  /// A list's elements.
  std::vector<YamlValue> items(const std::string &expected) const;

  /// The same piece, described otherwise in messages.
  YamlValue called(const std::string &subject) const { return part(node_, mark_, subject); }

private:
  YamlValue(const YAML::Node &node, const YAML::Mark &mark, std::string origin, std::string subject,
            bool has_lines)
      : node_(node), mark_(mark), origin_(std::move(origin)), subject_(std::move(subject)),
        has_lines_(has_lines) {}
  void parse(const std::string &text);
  std::string place(const YAML::Mark &mark) const;
  YamlValue part(const YAML::Node &node, const YAML::Mark &mark, const std::string &subject) const {
    return {node, mark, origin_, subject, has_lines_};
  }
  bool is_bare() const { return node_.IsScalar() && node_.Tag() == "?"; }

  YAML::Node node_;
  YAML::Mark mark_;
  std::string origin_; // a path, or an option of the command line
  std::string subject_;
  bool has_lines_;
};

struct YamlEntry {
  YamlValue key;
  YamlValue value;
};

} // namespace engine

// SPDX-License-Identifier: Apache-2.0
#pragma once

// How a model's declarations are read: it names each number once, and whoever asks is told of it.

#include <array>
#include <cstddef>
#include <string_view>

#include "engine/lanes/lanes.hpp"
#include "engine/model/declarations.hpp"

namespace engine {

/// Visits every declared parameter of a model: single numbers, and tables by menu.
template <class Real, class Visit> class ParameterVisitor {
public:
  /// `visit(Constant<Real> &member, group, ParameterText, label of a table's entry or empty)`
  explicit ParameterVisitor(Visit visit) : visit_(visit) {}

  void group(std::string_view name) { group_ = name; }

  void operator()(Constant<Real> &member, const ParameterText &text) {
    visit_(member, group_, text, std::string_view());
  }

  /// One number for each option of a menu; `labels` names the options: "none|short_range|...". What the text
  /// says holds for all of them.
  template <std::size_t entries>
  void table(std::array<Constant<Real>, entries> &members, std::string_view labels,
             const std::array<double, entries> &values, ParameterText text) {
    text.role = Role::structure;
    for (std::size_t entry = 0; entry < entries; ++entry) {
      const std::size_t end = labels.find('|');
      text.value = values[entry];
      visit_(members[entry], group_, text, labels.substr(0, end));
      labels.remove_prefix(end == std::string_view::npos ? labels.size() : end + 1);
    }
  }

private:
  Visit visit_;
  std::string_view group_;
};

/// Visits series, or outcomes, with their values: `visit(text, Real)`.
template <class Text, class Real, class Visit> struct ValueVisitor {
  Visit &visit;
  void operator()(Real value, const Text &text) const { visit(text, value); }
};
template <class Real, class Visit> using OutcomeVisitor = ValueVisitor<OutcomeText, Real, Visit>;
template <class Real, class Visit> using SeriesVisitor = ValueVisitor<SeriesText, Real, Visit>;

} // namespace engine

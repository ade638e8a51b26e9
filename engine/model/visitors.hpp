#pragma once

// How a model's declarations are read: it names each number once, and whoever asks is told of it.

#include <array>
#include <cstddef>
#include <string_view>

#include "engine/lanes/lanes.hpp"
#include "engine/model/declarations.hpp"

namespace engine {

/// Visits every declared parameter of a model: single numbers, and tables by menu. An argument stands for
/// the field of ParameterText in its place.
template <class Real, class Visit> class ParameterVisitor {
public:
  /// `visit(Constant<Real> &member, group, ParameterText, label of a table's entry or empty, default value)`
  explicit ParameterVisitor(Visit visit) : visit_(visit) {}

  void group(std::string_view name) { group_ = name; }

  void operator()(Constant<Real> &member, std::string_view name, std::string_view symbol, double value,
                  Plausible plausible, Unit unit, std::string_view meaning, std::string_view source,
                  Role role = Role::assumption, std::string_view labels = {}) {
    visit_(member, group_, ParameterText{name, symbol, value, plausible, unit, meaning, source, role, labels},
           std::string_view(), value);
  }

  /// One number for each option of a menu; `labels` names the options: "none|short_range|...".
  template <std::size_t entries>
  void table(std::array<Constant<Real>, entries> &members, const std::array<double, entries> &values,
             std::string_view labels, std::string_view name, Unit unit, std::string_view meaning,
             std::string_view source) {
    for (std::size_t entry = 0; entry < entries; ++entry) {
      const std::size_t end = labels.find('|');
      const ParameterText text{name, {}, values[entry], {}, unit, meaning, source, Role::structure, {}};
      visit_(members[entry], group_, text, labels.substr(0, end), values[entry]);
      labels.remove_prefix(end == std::string_view::npos ? labels.size() : end + 1);
    }
  }

private:
  Visit visit_;
  std::string_view group_;
};

/// Visits outcomes with their values: `visit(OutcomeText, Real)`. An argument stands for the field of
/// OutcomeText in its place.
template <class Real, class Visit> struct OutcomeVisitor {
  Visit &visit;
  void operator()(Real value, std::string_view name, std::string_view symbol, Kind kind, double lowest,
                  double highest, std::string_view unit, std::string_view meaning,
                  std::string_view definition, std::string_view source, std::string_view labels = {}) const {
    visit(OutcomeText{name, symbol, kind, lowest, highest, unit, meaning, definition, source, labels}, value);
  }
};

/// Visits series with their values: `visit(SeriesText, Real)`.
template <class Real, class Visit> struct SeriesVisitor {
  Visit &visit;
  void operator()(Real value, std::string_view name, std::string_view symbol, double lowest, double highest,
                  std::string_view unit, std::string_view meaning, std::string_view labels = {},
                  bool counted = false) const {
    visit(SeriesText{name, symbol, lowest, highest, unit, meaning, labels, counted}, value);
  }
};

} // namespace engine

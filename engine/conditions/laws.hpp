// SPDX-License-Identifier: Apache-2.0
#pragma once

// The laws from which a parameter may be drawn: what each is called, and which numbers it takes.

#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/conditions/condition.hpp"

namespace engine {

/// A law as a condition writes it: {log_normal: [median, sd of log]}.
struct LawText {
  Law law;
  std::string_view name;
  std::vector<std::string> numbers; // what they are; none: one value or more
  bool ends_in_spread;              // the last number is a standard deviation; all others are values
  bool positive_only;               // it takes logarithms
};

/// Every law, once.
const std::vector<LawText> &law_texts();
const LawText &text_of(Law law);

/// "[median, sd of log]"
std::string numbers_of(const LawText &law);

/// What stands for the law where one number is asked for: mean, median (of logarithmic laws) or mode
/// (of triangular ones). A column's mean is weighted once its rows are known.
double middle(const Distribution &distribution);

/// The values that make sense for a parameter.
struct Bounds {
  double lowest = -std::numeric_limits<double>::infinity();
  double highest = std::numeric_limits<double>::infinity();
};

/// Those of its unit, unless a condition allows all.
Bounds bounds_of(const Parameter &parameter, bool allow_out_of_range);

/// The highest value that can be drawn, where draws beyond the bounds are moved to them.
double highest_value(const Distribution &distribution, const Bounds &bounds);

/// Whether the word prior stands for a law of the parameter.
bool has_prior(const Parameter &parameter);

/// Uniform over the parameter's plausible range, which must exist.
Distribution prior_of(const Parameter &parameter);

/// Whether a parameter may be drawn by this law: an option never is, and labels have no order.
bool may_be_drawn(const Parameter &parameter, Law law);

} // namespace engine

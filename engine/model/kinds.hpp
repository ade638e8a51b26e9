// SPDX-License-Identifier: Apache-2.0
#pragma once

// The kinds of outcomes: each is a way of counting the value of one trajectory, and a way of telling the
// distribution over trajectories. A new kind is a row here; only a new way needs more than that.

#include <array>
#include <cstddef>
#include <string_view>

#include "engine/model/declarations.hpp"

namespace engine {

/// How the value of one trajectory is counted.
enum class Values {
  whole_numbers, // from 0 to the highest
  labels,
  bins,  // between two edges
  months // from the start; the number of months if it never came
};

/// What is told first of all trajectories' values.
enum class Told {
  share,           // of those whose value is 1
  shares,          // of each label
  mean,            // with a deviation and quantiles
  share_by_the_end // of those in which it came, with quantiles of the month
};

struct KindText {
  std::string_view name;
  Values values;
  Told told;
};

/// In the order of `Kind`.
inline constexpr std::array<KindText, 5> kinds{{{"binary", Values::whole_numbers, Told::share},
                                                {"categorical", Values::labels, Told::shares},
                                                {"count", Values::whole_numbers, Told::mean},
                                                {"continuous", Values::bins, Told::mean},
                                                {"time", Values::months, Told::share_by_the_end}}};

inline constexpr auto kind_names = [] {
  std::array<std::string_view, kinds.size()> names{};
  for (std::size_t i = 0; i < kinds.size(); ++i) names[i] = kinds[i].name;
  return names;
}();

constexpr const KindText &text_of_kind(Kind kind) { return kinds[static_cast<std::size_t>(kind)]; }
constexpr Values values_of(Kind kind) { return text_of_kind(kind).values; }
constexpr Told told_of(Kind kind) { return text_of_kind(kind).told; }

} // namespace engine

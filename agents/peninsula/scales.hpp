// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>

// Scales that equations share. None is a claim about the world: another choice would only rescale the
// coefficient beside it.

namespace peninsula {

/// A quantity between 0 and 1 as a deviation from its middle, -1 ... 1.
template <class Real> Real centred(Real share) { return share * 2.0 - 1.0; }

/// The entry of a table that a whole number names.
template <class Entry, std::size_t size, class Real>
Real entry_of(const std::array<Entry, size> &table, Real number) {
  Real entry = table[0];
  for (std::size_t i = 1; i < size; ++i)
    entry = select(number == Real(static_cast<double>(i)), Real(table[i]), entry);
  return entry;
}

/// Two quantities that count alike.
template <class Real> Real average(Real one, Real other) { return (one + other) * 0.5; }

inline constexpr double percent = 100.0;

/// Approval is counted in tens of points: a coefficient says what ten points do.
inline constexpr double per_ten_points = 0.1;

/// The index of the economy at the start.
inline constexpr double economy_at_start = 100.0;

/// Approval stays where no poll has ever left, per cent.
inline constexpr double lowest_approval = 20.0, highest_approval = 70.0;

/// A president's appetite for a peace deal at which hazards are as declared, utility.
inline constexpr double usual_appetite = 0.55;

/// Kim's rationality with which the intercepts of provocations were set to the record, per utility.
inline constexpr double usual_rationality = 1.6;

/// A plan has five years, of which the last presses most.
inline constexpr double months_of_plan = 60.0, last_year_of_plan = 12.0;

} // namespace peninsula

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/lanes/functions.hpp"

namespace peninsula {

/// (N1) How a quantity between 0 and 1 meets its ends: x + d r / sqrt(r^2 + d^2), where r is the room left:
/// 1 - x upwards, x downwards. A push moves it by as much as is asked while the room in that direction is
/// wide, and by ever less as the room closes, so that no clipping does the work of an equation.
/// Left out: which pushes are harder to resist than others.
template <class Real> Real pushed(Real value, Real change) {
  constexpr double no_division_by_zero = 1e-30;
  const Real room = select(change > Real(0.0), Real(1.0) - value, value);
  const Real step = change * room * inverse_square_root(room * room + change * change + no_division_by_zero);
  const Real within_bounds = clamp(value + step, 0, 1); // rounding alone can pass an end
  return within_bounds;
}

} // namespace peninsula

#pragma once

#include "engine/lanes/functions.hpp"
#include "engine/model/declarations.hpp"

namespace peninsula {

/// How a quantity between 0 and 1 meets its ends. A push moves it by as much as is asked while the room in
/// that direction is wide, and by ever less as the room closes, so that no clipping does the work of an
/// equation. Left out: which pushes are harder to resist than others.
template <class Real> struct Bounds {
  engine::Constant<Real> reading; // 0: soft; 1: the sum is clipped

  template <class Declare> void parameters(Declare &declare) {
    declare.group("schedule");
    declare(
        reading, "bounds", "", 0.0, {}, {"reading", 0.0, 1.0},
        "whether pushes on coherence, hostility and discontent fade near 0 and 1, or their sum is clipped",
        "structure: report conclusions that depend on it", engine::Role::option, "soft|clipped");
  }

  void prepare() { clipped_ = any(reading > Real(0.5)); }

  /// (N1) x + d r / sqrt(r^2 + d^2), where r is the room left: 1 - x upwards, x downwards.
  Real pushed(Real value, Real change) const {
    if (clipped_) return clamp(value + change, 0, 1);
    constexpr double no_division_by_zero = 1e-30;
    const Real room = select(change > Real(0.0), Real(1.0) - value, value);
    const Real step =
        change * room * inverse_square_root(room * room + change * change + no_division_by_zero);
    const Real within_bounds = clamp(value + step, 0, 1); // rounding alone can pass an end
    return within_bounds;
  }

private:
  bool clipped_;
};

} // namespace peninsula

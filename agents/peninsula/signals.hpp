// SPDX-License-Identifier: Apache-2.0
#pragma once

// What several capitals read in what Pyongyang does.

#include "agents/peninsula/region.hpp"

namespace peninsula {

/// How provoked Washington and Seoul feel: by the months behind them, by the last strategic test, or by a
/// crisis, whichever weighs most.
template <class Real> Real provoked(const Region<Real> &region) {
  return larger(region.provocation_memory, larger(region.strategic_memory, region.alarm));
}

/// Whether Kim holds out a hand this month: a letter, a moratorium, or talks between the Koreas. (D6)
template <class Real> engine::Truth<Real> gesture(const Region<Real> &region) {
  return region.initiative == Real(1.0) || region.initiative == Real(5.0) || region.korean_talks > Real(0.5);
}

/// Below this level, what fades month by month is as good as over: an opening for talks, goodwill.
constexpr double faded = 0.2;

} // namespace peninsula

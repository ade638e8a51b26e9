// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agents/peninsula/outcomes/allies.hpp"
#include "agents/peninsula/outcomes/china.hpp"
#include "agents/peninsula/outcomes/diplomacy.hpp"
#include "agents/peninsula/outcomes/north_korea.hpp"
#include "agents/peninsula/outcomes/provocations.hpp"
#include "agents/peninsula/outcomes/russia.hpp"
#include "agents/peninsula/outcomes/washington.hpp"

namespace peninsula {

/// What is measured of a trajectory: each outcome in one place, with what is gathered of it month by month.
template <class Real> struct Measured {
  using Region = peninsula::Region<Real>;

  template <class At> static void measure(At &at, const Region &region) {
    const auto deals = measured::diplomacy(at, region);
    const auto launches = measured::events(at, region);
    measured::patterns(at, region, launches);
    measured::capability(at, region);
    measured::russia(at, region);
    measured::china(at, region);
    measured::alliance(at, region, deals);
    measured::washington(at, region);
    measured::initiative(at, region);
    measured::minds(at, region);
    measured::japan(at, region);
  }
};

template <class Real> using Outcomes = engine::Gathered<Real, Measured<Real>>;

} // namespace peninsula

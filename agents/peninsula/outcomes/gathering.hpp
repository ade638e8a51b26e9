// SPDX-License-Identifier: Apache-2.0
#pragma once

// What groups of outcomes share. `At` is where the engine gathers, engine/model/measures.hpp.

#include <string_view>

#include "agents/peninsula/region.hpp"
#include "agents/peninsula/scales.hpp"
#include "engine/model/measures.hpp"

namespace peninsula::measured {

using engine::Kind;

constexpr int year = 12;

template <class Real> Real zero_or(engine::Truth<Real> when, Real value) {
  return select(when, value, Real(0.0));
}

} // namespace peninsula::measured

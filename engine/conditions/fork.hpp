// SPDX-License-Identifier: Apache-2.0
#pragma once

// Conditions that are made of others: futures of one past, and several that change one.

#include "engine/conditions/condition.hpp"

namespace engine {

/// What `past` says before the month `at`, and what `future` says from it on; with the name and the summary
/// of `future`. A trajectory of a number is the same in both until then, and sees the same chance after.
/// Throws InputError if `at` is not a later month of the past, the two do not cover the same months, or they
/// differ in what only the opening or the whole can have.
Condition forked(const Model &model, const Condition &past, Month at, const Condition &future);

/// `under`, and over it all that `over` says otherwise than `base`. Throws InputError if both say otherwise
/// of the same parameter, decision or process in the same month, or cover other months.
Condition laid_over(const Model &model, const Condition &base, const Condition &under, const Condition &over);

/// The months of `condition` before `at`, and nothing after.
Condition until_month(const Condition &condition, Month at);

} // namespace engine

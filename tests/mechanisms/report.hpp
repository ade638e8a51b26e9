// SPDX-License-Identifier: Apache-2.0
#pragma once

// What was found, as a table for the terminal and as a page.

#include <string>
#include <vector>

#include "tests/mechanisms/experiment.hpp"

namespace mechanisms {

struct Report {
  Laboratory laboratory;
  std::vector<Mechanism> mechanisms;
  std::vector<MechanismResult> results; // one a mechanism
};

/// One line an outcome: effect with its 95 % interval, what was specified and asked, and the knock-out.
std::string as_table(const Report &report);

/// The page docs/mechanisms.md.
std::string as_page(const Report &report);

/// "47 mechanisms and 160 coefficients: 207 met, 0 unmet"
std::string verdict(const Report &report);

} // namespace mechanisms

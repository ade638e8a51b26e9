// SPDX-License-Identifier: Apache-2.0
// Couplings that are cut let nothing through, in any trajectory (invariant I23).

#include <array>
#include <string_view>

#include <doctest/doctest.h>

#include "tests/agents/harness.hpp"

namespace {

using test::identical;
using test::Run;

/// A coupling at 0, and a parameter on its other side that must then do nothing at all.
struct CutCoupling {
  std::string_view coupling;
  std::string_view parameter;
  double value;
};

constexpr std::array cut_couplings{
    CutCoupling{"cAT", "th_att", 2},  CutCoupling{"cAT", "oA", 2},     CutCoupling{"cDM", "w_D", 1},
    CutCoupling{"cCN", "w_cp", 2},    CutCoupling{"cCN", "gPc", 0.02}, CutCoupling{"cCN", "gs_N", 3},
    CutCoupling{"cAL", "v_x", 2},     CutCoupling{"cAL", "v_d", 2.5},  CutCoupling{"cAL", "rv_V", 10},
    CutCoupling{"cAL", "gsO", 2},     CutCoupling{"cCR", "k_e", 1.2},  CutCoupling{"cRU", "w_tri", 2.5},
    CutCoupling{"cRU", "w_rus", 1.5}, CutCoupling{"cRU", "d_T", 0.12}, CutCoupling{"cRU", "k_sr", 2}};

} // namespace

TEST_CASE("a coupling that is cut leaves the other side's parameters without any effect") { // I23
  for (const CutCoupling &cut : cut_couplings) {
    CAPTURE(cut.coupling);
    CAPTURE(cut.parameter);
    CHECK(identical(Run({{cut.coupling, 0}}).all(),
                    Run({{cut.coupling, 0}, {cut.parameter, cut.value}}).all()));
    CHECK_FALSE(identical(Run({}).all(), Run({{cut.parameter, cut.value}}).all()));
  }
}

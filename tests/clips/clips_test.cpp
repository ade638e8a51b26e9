// SPDX-License-Identifier: Apache-2.0
// Bounds are safeguards: they hardly ever do the work of an equation, and there is a number in every month.

#include <doctest/doctest.h>

#include "agents/peninsula/model.hpp"
#include "engine/conditions/condition_file.hpp"
#include "tests/clips/clips.hpp"

namespace {

constexpr std::uint64_t seed = 20250201;

engine::Condition condition_of(const char *name, const std::vector<std::string> &settings = {}) {
  return engine::load_condition(peninsula::model(), SOURCE_DIR "/configs/" + std::string(name) + ".yaml",
                                {settings, {}, false});
}

void check_safeguards(const engine::Condition &condition) {
  const clips::Audit audit = clips::audit(condition, seed, 2000);
  CHECK(audit.safeguards.size() >= 7); // or the places are not found
  for (const clips::Clip &clip : audit.safeguards) {
    CAPTURE(clip.quantity);
    CAPTURE(clip.place);
    CHECK(clip.quantity != "?");
    CHECK(clip.share() < 0.01);
    CHECK(clip.undefined == 0);
  }
}

} // namespace

TEST_CASE(
    "no bound of a state is needed in one month of a hundred: the baseline and the extremes of Washington") {
  for (const char *name : {"baseline", "coherent_washington", "fractured_washington", "rok_turmoil"})
    check_safeguards(condition_of(name));
}

TEST_CASE("no bound of a state is needed in one month of a hundred: the whole prior") {
  check_safeguards(condition_of("baseline", {"open=prior"}));
}

TEST_CASE("a bound that does the work of an equation is seen") {
  const clips::Audit audit =
      clips::audit(condition_of("baseline", {"presidency.approval_shock=30"}), seed, 500);
  CHECK(audit.safeguards.front().quantity == "approval");
  CHECK(audit.safeguards.front().share() > 0.1);
}

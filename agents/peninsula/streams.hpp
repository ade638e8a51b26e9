// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace peninsula {

/// The sources of chance in a month. Each has its own stream, so that no agent's draw moves another's;
/// the four uniforms of a stream are named where they are used.
enum Stream : std::uint32_t {
  ukraine_war_and_troops = 1,
  middle_east_load,
  us_china_regime,
  approval_and_coherence,
  seoul_and_alliance,
  russian_decisions,
  chinese_decisions,
  american_decisions,
  south_korean_decisions,
  north_korean_decisions,
  launch_counts,
  diplomacy_turns,
  crisis_ladder,
  economy_and_tempo
};
inline constexpr std::uint32_t stream_count = economy_and_tempo;

/// The sources of chance before the first month, whose draws have a step of their own.
enum OpeningStream : std::uint32_t { russian_types_and_tempo, private_tastes };

} // namespace peninsula

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

namespace peninsula {

/// The random words of a month. Each keeps its place in the table, and a new one takes the next free place,
/// so that no agent's draw moves another's.
namespace draw {
enum Place : std::uint32_t {
  approval, // a pair of normals
  coherence,
  economy, // a pair of normals
  tempo,
  ukraine_war,
  supplies,
  middle_east,
  us_china,
  turmoil,
  presidents_meeting,
  reaffirmation,
  reassessment,
  russian_posture,
  technology,
  chinese_posture,
  kim_and_xi_meeting,
  american_action,
  american_stance, // or compliance: while a deal holds the stance stays
  officials,
  south_korean_policy,
  japanese_policy,
  kims_answer,
  provocation,
  crisis_ladder,
  short_range_launches,
  medium_range_launches,
  intercontinental_launches,
  summit_success,
  talks,
  deal_collapse,
  initiative,
  mediation,
  kim_and_putin_meeting,
  china_policy,
  assurance,
  own_bomb,
  places // how many there are
};
/// Two words make two normals.
inline constexpr std::array<std::uint32_t, 2> normal_pairs{approval, economy};
} // namespace draw

/// Words come in fours.
inline constexpr std::uint32_t stream_count = (draw::places + 3) / 4;

/// The sources of chance before the first month, whose draws have a step of their own.
enum OpeningStream : std::uint32_t { russian_types_and_tempo, private_tastes };

} // namespace peninsula

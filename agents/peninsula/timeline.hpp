// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>

#include "engine/model/declarations.hpp"

namespace peninsula {

/// What a timeline can give: it is then not drawn.
enum GivenProcess : std::size_t {
  given_ukraine_war,
  given_middle_east,
  given_us_china,
  given_turmoil,
  given_leaders_meeting,
  given_short_range,
  given_medium_range,
  given_intercontinental,
  given_nuclear_tests,
  given_clashes,
  given_processes // how many there are
};

inline constexpr std::array<engine::ProcessText, given_processes> processes{{
    {"ukraine_war", "war|ceasefire|settlement", 1, "phase of the war in Ukraine"},
    {"middle_east", "calm|tense|escalated", 1, "load from the Middle East"},
    {"us_china", "cooperation|managed_rivalry|tariff_war|acute_crisis", 1, "regime of US-China relations"},
    {"turmoil", "no|yes", 1, "political turmoil in Seoul"},
    {"presidents_meeting", "no|yes", 1,
     "whether the presidents of the United States and South Korea have met"},
    {"short_range_launches", {}, 31, "short-range launches in the month"},
    {"medium_range_launches", {}, 15, "medium-range, submarine and space launches"},
    {"intercontinental_launches", {}, 15, "intercontinental launches"},
    {"nuclear_tests", {}, 1, "nuclear tests"},
    {"clashes", {}, 1, "lethal clashes"},
}};

/// The events that a condition may put on its timeline.
inline constexpr std::array events{
    engine::EventText{"ukraine_ceasefire", given_ukraine_war, 1, "a ceasefire holds in Ukraine"},
    engine::EventText{"ukraine_war_resumes", given_ukraine_war, 0, "the war in Ukraine goes on"},
    engine::EventText{"ukraine_settlement", given_ukraine_war, 2, "the war in Ukraine is settled"},
    engine::EventText{"middle_east_calm", given_middle_east, 0, "the Middle East is calm"},
    engine::EventText{"middle_east_tension", given_middle_east, 1, "the Middle East is tense"},
    engine::EventText{"middle_east_escalation", given_middle_east, 2, "the Middle East escalates"},
    engine::EventText{"us_china_cooperation", given_us_china, 0, "Washington and Beijing cooperate"},
    engine::EventText{"us_china_managed_rivalry", given_us_china, 1, "rivalry is managed"},
    engine::EventText{"us_china_tariff_war", given_us_china, 2, "a tariff war breaks out"},
    engine::EventText{"us_china_acute_crisis", given_us_china, 3, "an acute US-China crisis breaks out"},
    engine::EventText{"south_korea_turmoil", given_turmoil, 1, "political turmoil begins in Seoul"},
    engine::EventText{"south_korea_election", given_turmoil, 0, "an election ends the turmoil in Seoul"},
    engine::EventText{"us_south_korea_leaders_meet", given_leaders_meeting, 1,
                      "the presidents of the United States and South Korea meet"},
};

} // namespace peninsula

// SPDX-License-Identifier: Apache-2.0
#pragma once

// The points at which a trajectory may take one way or another: decisions of the agents, and chances. Each is
// named once; conditions decide by these names, and traces tell them.

#include <array>
#include <cstddef>

#include "engine/model/turn.hpp"

namespace peninsula::choice {
using engine::Chance;
using engine::Menu;

// Decisions.
constexpr Menu american_stance{"United States", "stance", "pressure|denuclearisation|small deal|recognition",
                               "united_states.stance", 0};
constexpr Menu american_action{"United States", "action", "pressure|wait|outreach|concession|summit proposal",
                               "united_states.action", 1};
constexpr Menu provocation{"North Korea", "provocation",
                           "none|short range|medium range|ICBM|nuclear test|lethal clash",
                           "north_korea.provocation", 2};
constexpr Menu russian_aid{"Russia", "aid to Pyongyang", "minimal|maintained|surged", "russia.aid", 3};
constexpr Menu chinese_posture{"China", "posture towards Pyongyang", "press|neutral|support|court|dual",
                               "china.posture", 4};
constexpr Menu south_korean_policy{"South Korea", "policy", "engage|coordinate|harden|hedge",
                                   "south_korea.policy", 5};

// Chances.
constexpr Chance ceasefire{"Ukraine", "a ceasefire begins", "ukraine_war.ceasefire", 6};
constexpr Chance relapse{"Ukraine", "the war resumes", "ukraine_war.relapse", 7};
constexpr Chance settlement{"Ukraine", "a settlement is signed", "ukraine_war.settlement", 8};
constexpr Chance escalation{"Middle East", "the load rises", "middle_east.escalation", 9};
constexpr Chance calming{"Middle East", "the load falls", "middle_east.calming", 10};
constexpr Chance worsening{"US-China", "relations worsen", "us_china.worsening", 11};
constexpr Chance easing{"US-China", "relations ease", "us_china.easing", 12};
constexpr Chance turmoil_ends{"South Korea", "political turmoil ends", "south_korea.turmoil_ends", 13};
constexpr Chance turmoil{"South Korea", "political turmoil begins", "south_korea.turmoil", 14};
constexpr Chance presidents_meet{"South Korea", "the presidents of South Korea and the United States meet",
                                 "south_korea.presidents_meeting", 15};
constexpr Chance reaffirmation{"United States", "extended deterrence is reaffirmed",
                               "united_states.reaffirmation", 16};
constexpr Chance resistance{"United States", "officials resist the president's opening",
                            "united_states.resistance", 17};
constexpr Chance technology{"Russia", "sensitive technology is transferred", "russia.technology", 18};
constexpr Chance troop_wave{"North Korea", "another wave of troops leaves for Russia",
                            "north_korea.troop_wave", 19};
constexpr Chance kim_and_xi{"China", "Xi receives Kim", "china.kim_and_xi_meeting", 20};
constexpr Chance acceptance{"North Korea", "Kim accepts the overture", "north_korea.acceptance", 21};
constexpr Chance summit_success{"Diplomacy", "the summit ends in a deal", "diplomacy.success", 22};
constexpr Chance collapse{"Diplomacy", "the deal collapses", "diplomacy.collapse", 23};
constexpr Chance track_decay{"Diplomacy", "the track falls back a stage", "diplomacy.decay", 24};
constexpr Chance crisis_start{"Crisis", "a crisis begins", "crisis.start", 25};
constexpr Chance crisis_climb{"Crisis", "the crisis climbs a rung", "crisis.climb", 26};
constexpr Chance crisis_ease{"Crisis", "the crisis eases a rung", "crisis.ease", 27};
constexpr Chance reassessment{"Alliance", "the alliance strategy is reassessed", "alliance.reassessment", 28};
constexpr Chance japanese_shift{"Japan", "Japan turns to a policy of its own", "japan.shift", 29};

constexpr std::array decisions{american_stance, american_action, provocation,
                               russian_aid,     chinese_posture, south_korean_policy};
constexpr std::array chances{ceasefire,     relapse,        settlement,   escalation,    calming,
                             worsening,     easing,         turmoil_ends, turmoil,       presidents_meet,
                             reaffirmation, resistance,     technology,   troop_wave,    kim_and_xi,
                             acceptance,    summit_success, collapse,     track_decay,   crisis_start,
                             crisis_climb,  crisis_ease,    reassessment, japanese_shift};

/// Every one stands at the place that it names.
constexpr bool are_in_place() {
  std::size_t place = 0;
  for (const Menu &menu : decisions)
    if (menu.point != place++) return false;
  for (const Chance &chance : chances)
    if (chance.point != place++) return false;
  return true;
}
static_assert(are_in_place());
} // namespace peninsula::choice

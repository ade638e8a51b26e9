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
constexpr Menu supplies{"North Korea", "supplies to Moscow",
                        "nothing|shells|shells and troops|troops withdrawn", "north_korea.supplies", 6};
constexpr Menu initiative{
    "North Korea", "initiative",
    "hold|letter to Washington|approach to Beijing|approach to Moscow|approach to Seoul|moratorium",
    "north_korea.initiative", 7};
constexpr Menu china_policy{"United States", "policy towards China", "ease|manage|press",
                            "united_states.china_policy", 8};
constexpr Menu assurance{"United States", "assurance of Seoul", "adhere|drift|withdraw troops",
                         "united_states.assurance", 9};
constexpr Menu compliance{"North Korea", "compliance", "keep|cheat", "north_korea.compliance", 10};
constexpr Menu own_bomb{"South Korea", "own bomb", "hold|step further|step back", "south_korea.own_bomb", 11};
constexpr Menu japanese_policy{"Japan", "defence policy", "follow|build up|own way", "japan.policy", 12};

// Chances.
constexpr Chance ceasefire{"Ukraine", "a ceasefire begins", "ukraine_war.ceasefire", 13};
constexpr Chance relapse{"Ukraine", "the war resumes", "ukraine_war.relapse", 14};
constexpr Chance settlement{"Ukraine", "a settlement is signed", "ukraine_war.settlement", 15};
constexpr Chance escalation{"Middle East", "the load rises", "middle_east.escalation", 16};
constexpr Chance calming{"Middle East", "the load falls", "middle_east.calming", 17};
constexpr Chance worsening{"US-China", "relations worsen", "us_china.worsening", 18};
constexpr Chance easing{"US-China", "relations ease", "us_china.easing", 19};
constexpr Chance turmoil_ends{"South Korea", "political turmoil ends", "south_korea.turmoil_ends", 20};
constexpr Chance turmoil{"South Korea", "political turmoil begins", "south_korea.turmoil", 21};
constexpr Chance presidents_meet{"South Korea", "the presidents of South Korea and the United States meet",
                                 "south_korea.presidents_meeting", 22};
constexpr Chance reaffirmation{"United States", "extended deterrence is reaffirmed",
                               "united_states.reaffirmation", 23};
constexpr Chance resistance{"United States", "officials resist the president's opening",
                            "united_states.resistance", 24};
constexpr Chance satellite_technology{"Russia", "technology of satellites and launchers is transferred",
                                      "russia.satellite_technology", 25};
constexpr Chance reentry_technology{"Russia", "technology of re-entry is transferred",
                                    "russia.reentry_technology", 26};
constexpr Chance submarine_technology{"Russia", "technology of submarines is transferred",
                                      "russia.submarine_technology", 27};
constexpr Chance air_defence_technology{"Russia", "technology of air defence is transferred",
                                        "russia.air_defence_technology", 28};
constexpr Chance kim_and_putin{"Russia", "Putin receives Kim", "russia.kim_and_putin_meeting", 29};
constexpr Chance kim_and_xi{"China", "Xi receives Kim", "china.kim_and_xi_meeting", 30};
constexpr Chance mediation{"China", "Beijing mediates in the crisis", "china.mediation", 31};
constexpr Chance acceptance{"North Korea", "Kim accepts the overture", "north_korea.acceptance", 32};
constexpr Chance summit_success{"Diplomacy", "the summit ends in a deal", "diplomacy.success", 33,
                                "the summit ends without a deal"};
constexpr Chance collapse{"Diplomacy", "the deal collapses", "diplomacy.collapse", 34};
constexpr Chance track_decay{"Diplomacy", "the track falls back a stage", "diplomacy.decay", 35};
constexpr Chance crisis_start{"Crisis", "a crisis begins", "crisis.start", 36};
constexpr Chance crisis_climb{"Crisis", "the crisis climbs a rung", "crisis.climb", 37};
constexpr Chance crisis_ease{"Crisis", "the crisis eases a rung", "crisis.ease", 38};
constexpr Chance reassessment{"Alliance", "the alliance strategy is reassessed", "alliance.reassessment", 39};
constexpr Chance discovery{"Diplomacy", "cheating on the deal is found", "diplomacy.discovery", 40};
constexpr Chance satellite{"North Korea", "a satellite is launched", "north_korea.satellite", 41};

constexpr std::array decisions{american_stance, american_action,     provocation, russian_aid,
                               chinese_posture, south_korean_policy, supplies,    initiative,
                               china_policy,    assurance,           compliance,  own_bomb,
                               japanese_policy};
constexpr std::array chances{ceasefire,
                             relapse,
                             settlement,
                             escalation,
                             calming,
                             worsening,
                             easing,
                             turmoil_ends,
                             turmoil,
                             presidents_meet,
                             reaffirmation,
                             resistance,
                             satellite_technology,
                             reentry_technology,
                             submarine_technology,
                             air_defence_technology,
                             kim_and_putin,
                             kim_and_xi,
                             mediation,
                             acceptance,
                             summit_success,
                             collapse,
                             track_decay,
                             crisis_start,
                             crisis_climb,
                             crisis_ease,
                             reassessment,
                             discovery,
                             satellite};

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

// SPDX-License-Identifier: Apache-2.0
#pragma once

// The state of the region: what the agents see, and what they do in the month under way.
// Symbols are those of docs/model.md. Quantities without a range lie in [0, 1].

#include "engine/lanes/lanes.hpp"

namespace peninsula {

using engine::Constant;

template <class Real> struct Region {
  // Processes that no agent steers
  Real ukraine_war;     // W: 0 war, 1 ceasefire, 2 settlement
  Real first_ceasefire; // t_cf: month of the first ceasefire; `never` before it
  Real middle_east;     // M: 0 calm, 1 tense, 2 escalated
  Real us_china;        // K: 0 cooperation, 1 managed rivalry, 2 tariff war, 3 acute crisis
  Real tension;         // tau(K)
  Real tempo;           // theta: latent technical readiness, a real number

  // United States
  Real approval;         // G: per cent, 20 ... 70
  Real coherence;        // C: one voice or many
  Real stance;           // s: 0 pressure, 1 denuclearisation, 2 small deal, 3 recognition
  Real stance_before;    // s of last month
  Real attention_load;   // A: how much else occupies Washington
  Real neglect;          // Ng: of the peninsula, as Pyongyang feels it
  Real priority;         // Pri: of the peninsula in Washington
  Real salience;         // S: of the peninsula in the news
  Real action;           // 0 pressure, 1 wait, 2 outreach, 3 concession, 4 summit proposal
  Real openness;         // dip: how much diplomacy is in this action, -1 ... 1
  Real hawk_cost;        // hk: of this action
  Real officials_resist; // rs: 0 or 1
  Real appetite_draw;    // z_P: private, a standard normal
  Real rapport;          // Rp: between the president and Kim
  Real china_policy;     // 0 ease, 1 manage, 2 press
  Real assured;          // whether Washington adheres to what it declared to Seoul: 0 or 1
  Real exercises;        // Ex
  Real strategic_assets; // As

  // Russia
  Real strategic_partner;      // R_S: private type, 0 or 1
  Real willing_to_transfer;    // R_T: private type, 0 or 1
  Real capacity;               // kappa
  Real need;                   // n: for what Pyongyang supplies
  Real aid_posture;            // r: 0 minimal, 1 maintained, 2 surged
  Real aid;                    // a
  Real russian_tie;            // L_R: solidity of the tie with Pyongyang
  Real satellite_technology;   // x_sat: transferred this month, 0 or 1, likewise the next three
  Real reentry_technology;     // x_ree
  Real submarine_technology;   // x_sub
  Real air_defence_technology; // x_air
  Real supplied;               // q: of all that Pyongyang could supply
  Real debt;                   // Lg: what Moscow owes for it, months of full supplies
  Real putin_met;              // Kim and Putin this month: 0 or 1
  Real putin_memory;           // Mp: of their meetings
  Real troops;                 // Tr: thousand abroad
  Real grievance;              // Gr: stock, thousand casualty-equivalents

  // China
  Real china_posture; // c: 0 press, 1 neutral, 2 support, 3 court, 4 dual
  Real support;       // Y
  Real pressure;      // Pc
  Real closeness;     // N_C
  Real leaders_met;   // Kim and Xi this month: 0 or 1
  Real xi_memory;     // Mx: of their meetings
  Real mediates;      // this month, 0 or 1

  // South Korea
  Real turmoil;              // Omega: 0 stable, 1 turmoil
  Real coordination;         // O: capacity for it
  Real met_president;        // met: 0 or 1
  Real reaffirmed;           // f: this month, 0 or 1
  Real reaffirmations;       // F_m: memory of them
  Real seoul_policy;         // sp: 0 engage, 1 coordinate, 2 harden, 3 hedge
  Real credibility;          // V: of extended deterrence
  Real anxiety;              // J: of the public
  Real support_for_own_bomb; // bmb: of the public
  Real own_bomb;             // b: 0 nothing, 1 debate, 2 hedge, 3 programme
  Real alliance_reassessed;  // rev: 0 or 1
  Real american_troops;      // At: in South Korea, of those at the start

  // Japan
  Real japanese_anxiety; // J_J
  Real japanese_policy;  // y: 0 follows the alliance, 1 builds up, 2 goes its own way

  // North Korea
  Real belief_in_moscow;     // l_S: log-odds that Russia is a strategic partner
  Real trust_in_moscow;      // pi: the same as a probability
  Real belief_in_washington; // l_u: log-odds that Washington can and will deliver
  Real trust_in_washington;  // u: the same as a probability
  Real believed_capacity;    // k_hat: what Kim thinks Russia can deliver
  Real believed_coherence;   // C_hat: how united Kim thinks Washington is
  Real believed_impatience;  // iota: that China answers a strategic test with pressure, as a probability
  Real expected_aid;         // a_hat: what Kim expects Moscow to go on sending
  Real value_of_waiting;     // against an ordinary moment, log-odds
  Real self_reliance;        // sr
  Real reservation_draw;     // z_R: private, a standard normal
  Real reservation;          // Rv: utility
  Real surplus;              // Su: of the offer on the table, over what Kim falls back on, utility
  Real offered;              // 0 or 1: an overture was made
  Real answered_action;      // the US action that was answered, ...
  Real answered_stance;      // ... and the stance that it spoke for
  Real accepted;             // 0 or 1
  Real cheating;             // ch: on the deal in force, in secret until it is found, 0 or 1
  Real supplies;             // k: to Moscow, 0 nothing, 1 shells, 2 shells and troops, 3 shells, troops home
  Real initiative;           // 0 hold, 1 letter, 2 Beijing, 3 Moscow, 4 Seoul, 5 moratorium
  Real pledge;               // Pm: of a moratorium, as far as it still binds
  Real goodwill;             // Gw: that his gestures have earned
  Real gain;                 // U0: what accepting would be worth to him in an ordinary moment, utility
  Real tier;                 // 0 none ... 5 lethal clash
  Real short_range;          // launches this month, likewise the next four
  Real medium_range;
  Real icbm;
  Real nuclear;
  Real clash;
  Real log_likelihood;     // of the counts that a condition gives for this month; 0 where it gives none
  Real satellite;          // whether one of the medium-range launches carries one, 0 or 1
  Real mainland_threat;    // F
  Real second_strike;      // Q
  Real reconnaissance;     // Rs: from space, gained with Russian technology
  Real air_defence;        // Ad: likewise
  Real warheads;           // B: a count
  Real economy;            // E: index
  Real plan_target;        // E*: index
  Real plan_phase;         // phi
  Real shortfall;          // sf: against the plan
  Real discontent;         // D
  Real hostility;          // H: two hostile states
  Real korean_talks;       // between the two Koreas this month, 0 or 1
  Real provocation_memory; // X
  Real strategic_memory;   // X_n: of nuclear and intercontinental tests

  // Between Washington and Pyongyang
  Real stage;         // g: 0 none, 1 contact, 2 working talks, 3 deal in force
  Real halfway;       // m: how far working talks have cut what Washington asks
  Real deal;          // d: 0 none, 1 freeze, 2 small deal, 3 recognition, 4 comprehensive
  Real summit;        // this month, 0 or 1
  Real deal_struck;   // this month, 0 or 1
  Real collapsed;     // this month: 0 no, 1 over politics, 2 over open tests or clashes, 3 over cheating
  Real found;         // whether cheating is known: 0 or 1
  Real summits;       // so far
  Real failure;       // Fl: memory of a failed summit
  Real bypass;        // first summit came before the allies' leaders had met: 0 or 1
  Real normalisation; // nu

  // The clauses on the table, each by degree (O1)
  Real limit_asked;    // on intercontinental missiles
  Real halt_asked;     // of fissile production, with inspections as deep
  Real relief_offered; // of all sanctions
  Real ties_offered;   // from a declaration that the war is over to normal relations
  Real pause_offered;  // of exercises
  Real words_offered;  // of recognition

  // The clauses of the deal in force, 0 where none holds; every deal also ends strategic tests
  Real limit;  // Lm
  Real halt;   // Ha
  Real relief; // Re
  Real ties;   // Ti
  Real pause;  // Pa
  Real words;  // Wo

  // The crisis
  Real rung;          // e: crisis ladder, 0 ... 5 (absorbing)
  Real alarm;         // al: what the capitals feel of it
  Real crisis_memory; // Mc: of the alarm
  Real opening;       // Op: for talks, while a crisis is remembered and over

  // What security looks like
  Real short_term_security; // SS: of the American mainland
  Real long_term_security;  // LS: of the United States in the region
};

/// Stands for "not yet" wherever a month is kept.
inline constexpr double never = 1e6;

} // namespace peninsula

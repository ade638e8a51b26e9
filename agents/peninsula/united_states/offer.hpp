// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "agents/peninsula/region.hpp"
#include "agents/peninsula/scales.hpp"
#include "agents/peninsula/terms.hpp"
#include "engine/model/declarations.hpp"

namespace peninsula {

/// What Washington puts on the table: clauses by its stance, cut down by what officials, Congress and Seoul
/// bear, and by what months of working talks have bargained away. (O1)
/// Left out: a clause that is offered and not meant.
template <class Real> struct Offer {
  std::array<Constant<Real>, 3> generosity;
  Constant<Real> halt_with_recognition, words_in_small_deal;
  Constant<Real> liftable_sanctions, officials_cut, give_and_take;

  template <class Declare> void parameters(Declare &declare) {
    using namespace engine;
    declare.group("offer");
    declare.table(generosity, "denuclearisation|small_deal|recognition", {0.4, 0.4, 1.0},
                  {.name = "generosity",
                   .unit = unit::fraction,
                   .meaning = "share of relief and ties that the stance offers",
                   .basis = Basis::essay,
                   .source = "Chun 2025 par. 4-6, 19 and 27; assumption"});
    declare(halt_with_recognition, {.name = "halt_with_recognition",
                                    .symbol = "ha_rec",
                                    .value = 0.3,
                                    .plausible = {0.0, 0.6},
                                    .unit = unit::fraction,
                                    .meaning = "share of fissile production that recognition asks to halt",
                                    .basis = Basis::literature,
                                    .source = "the US-India agreement left military reactors uninspected; "
                                              "assumption"});
    declare(words_in_small_deal, {.name = "words_in_small_deal",
                                  .symbol = "wo_sml",
                                  .value = 0.25,
                                  .plausible = {0.0, 0.45},
                                  .unit = unit::fraction,
                                  .meaning = "words short of recognition that come with a small deal",
                                  .basis = Basis::essay,
                                  .source = "Chun 2025 par. 3: 'nuclear power'; assumption"});
    declare(liftable_sanctions,
            {.name = "liftable_sanctions",
             .symbol = "l_san",
             .value = 0.8,
             .plausible = {0.4, 1.0},
             .unit = unit::fraction,
             .meaning = "share of sanctions that a president can lift or waive without Congress",
             .source = "North Korea Sanctions and Policy Enhancement Act of 2016, section 401: a year's "
                       "suspension on certification; assumption for the share"});
    declare(officials_cut, {.name = "officials_cut",
                            .symbol = "c_off",
                            .value = 0.4,
                            .plausible = {0.0, 0.8},
                            .unit = unit::fraction,
                            .meaning = "share of an offer that united officials cut, times its distance from "
                                       "their view",
                            .basis = Basis::essay,
                            .source = "Chun 2025 par. 24-25; assumption"});
    declare(give_and_take, {.name = "give_and_take",
                            .symbol = "m_tlk",
                            .value = 0.08,
                            .plausible = {0.0, 0.2},
                            .unit = unit::fraction,
                            .meaning = "share of what Washington asks that a month of working talks "
                                       "bargains away",
                            .source = "working talks of 2018-2019 turned to one site; assumption"});
  }

  void open(Region<Real> &region) const {
    region.halfway = 0.0;
    region.limit_asked = region.halt_asked = 0.0;
    region.relief_offered = region.ties_offered = region.pause_offered = region.words_offered = 0.0;
  }

  /// (O1) `distance`: of the stance from the officials' view.
  void compose(const Region<Real> &seen, Region<Real> &region, Real distance) const {
    const Real asked = Real(1.0) - seen.halfway;
    const std::array<Real, 4> meant{Real(0.0), generosity[0], generosity[1], generosity[2]};
    const Real given = entry_of(meant, seen.stance) * (Real(1.0) - officials_cut * seen.coherence * distance);
    region.limit_asked = asked;
    region.halt_asked = asked * halt(seen.stance);
    region.relief_offered = liftable_sanctions * given;
    region.ties_offered = given;
    region.pause_offered =
        select(seen.stance == Real(0.0), Real(0.0), Real(1.0) - seen.assured * seen.anxiety);
    region.words_offered = words(seen.stance);
  }

  /// (S2) Months of working talks in which Kim answers bring the two sides closer; where talks end,
  /// Washington asks for all again.
  void bargain(Region<Real> &region) const {
    const Real closer = region.halfway + give_and_take * (Real(1.0) - region.halfway);
    region.halfway = select(region.stage == Real(2.0) && region.accepted > Real(0.5), closer,
                            select(region.stage == Real(0.0), Real(0.0), region.halfway));
  }

  /// How much of fissile production a stance asks to halt, and how far its words go, before any bargain.
  Real halt(Real stance) const {
    return entry_of(std::array<Real, 4>{Real(1.0), Real(1.0), Real(0.0), halt_with_recognition}, stance);
  }
  Real words(Real stance) const {
    return entry_of(std::array<Real, 4>{Real(0.0), Real(0.0), words_in_small_deal, Real(1.0)}, stance);
  }
  /// (O3) What a stance would leave to the allies.
  Real left_to_allies(Real stance) const { return peninsula::left_to_allies(halt(stance), words(stance)); }
};

} // namespace peninsula

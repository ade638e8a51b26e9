#pragma once

#include <array>
#include <limits>

#include "agents/peninsula/region.hpp"
#include "engine/lanes/functions.hpp"
#include "engine/model/visitors.hpp"

namespace peninsula {

using engine::Kind;

/// What is measured of a trajectory. `observe` sums the months up; `tell` declares each outcome beside its
/// value: (value, name, symbol, kind, lowest, highest, unit, meaning, definition, source, labels).
template <class Real> class Outcomes {
public:
  void open(const Region<Real> &region) {
    opening_belief_ = region.belief_in_moscow;
    lowest_credibility_ = 1.0;
    first_deal_kind_ = first_outcome_ = 0.0;
    first_summit_ = first_deal_ = first_icbm_ = first_nuclear_ = first_reassessment_ = Real(never);
  }

  void observe(const Region<Real> &region, int month) {
    observe_diplomacy(region, month);
    observe_events(region, month);
    observe_patrons(region);
    observe_washington(region);
    observe_alliance(region, month);
    observe_home(region, month);
  }

  template <class Visit> void tell(Visit &&visit, const Region<Real> &region, int months) const {
    const engine::OutcomeVisitor<Real, Visit> tell{visit};
    tell_diplomacy(tell, months);
    tell_events(tell, months);
    tell_patterns(tell, months);
    tell_capability(tell, region, months);
    tell_russia(tell, region, months);
    tell_china(tell, region, months);
    tell_alliance(tell, region, months);
    tell_washington(tell, months);
    tell_minds(tell, region, months);
    tell_japan(tell, region, months);
  }

private:
  static Real zero_or(engine::Truth<Real> when, Real value) { return select(when, value, Real(0.0)); }
  static Real undefined() { return Real(std::numeric_limits<double>::quiet_NaN()); }
  static Real ratio(Real numerator, Real denominator) {
    return select(denominator > Real(0.0), numerator / denominator, undefined());
  }
  static Real censored(Real month, int months) { return smaller(month, Real(months)); }
  static void note_first(Real &first, engine::Truth<Real> when, int month) {
    first = select(when && first == Real(never), Real(month), first);
  }
  static Real mean(Real sum, int months) { return sum * (1.0 / months); }

  void observe_diplomacy(const Region<Real> &region, int month) {
    const auto summit = region.summit > Real(0.5);
    const auto struck = region.deal_struck > Real(0.5);
    const auto deal = region.stage == Real(3.0);
    const auto first = summit && summits_ == Real(0.0);
    first_outcome_ = select(first, select(struck, region.deal + 1.0, Real(1.0)), first_outcome_);
    first_deal_kind_ = select(struck && first_deal_ == Real(never), region.deal, first_deal_kind_);
    note_first(first_summit_, summit, month);
    note_first(first_deal_, struck, month);
    summits_ += region.summit;
    deals_ += region.deal_struck;
    for (int kind = 0; kind < 3; ++kind) {
      deal_of_kind_[kind] = select(struck && region.deal == Real(kind + 1), Real(1.0), deal_of_kind_[kind]);
    }
    deal_months_ += indicator(deal);
    credibility_in_deal_ += zero_or(deal, region.credibility);
    anxiety_in_deal_ += zero_or(deal, region.anxiety);
    offers_ += region.offered;
    accepts_ += region.accepted;
    reservation_ += region.reservation;
    bypass_ = region.bypass;
  }

  void observe_events(const Region<Real> &region, int month) {
    const Real missiles = region.short_range + region.medium_range + region.icbm;
    const Real all = missiles + region.nuclear + region.clash;
    short_range_ += region.short_range;
    medium_range_ += region.medium_range;
    icbm_ += region.icbm;
    nuclear_ += region.nuclear;
    clashes_ += region.clash;
    strategic_months_ += indicator(region.tier == Real(3.0) || region.tier == Real(4.0));
    if (month < 12) {
      events_first_year_ += all;
      strategic_first_year_ += region.icbm + region.nuclear;
    }
    quiet_months_ += indicator(region.tier == Real(0.0));
    note_first(first_icbm_, region.icbm > Real(0.5), month);
    note_first(first_nuclear_, region.nuclear > Real(0.5), month);
    observe_pattern(missiles, month);
    highest_rung_ = larger(highest_rung_, region.rung);
    crisis_months_ += indicator(region.rung >= Real(2.0));
  }

  void observe_pattern(Real missiles, int month) {
    const auto silent = missiles == Real(0.0);
    silence_ = select(silent, silence_ + 1.0, Real(0.0));
    longest_silence_ = larger(longest_silence_, silence_);
    silent_months_ += indicator(silent);
    missile_squares_ += missiles * missiles;
    if (month == 0) first_missiles_ = missiles;
    if (month > 0) missile_products_ += missiles * last_missiles_;
    last_missiles_ = missiles;
  }

  void observe_patrons(const Region<Real> &region) {
    const auto before_ceasefire = region.first_ceasefire == Real(never);
    const auto war = region.ukraine_war == Real(0.0);
    aid_ += region.aid;
    aid_in_war_ += zero_or(war, region.aid);
    war_months_ += indicator(war);
    const Real moved = region.belief_in_moscow - opening_belief_;
    largest_war_learning_ = larger(largest_war_learning_, zero_or(before_ceasefire, larger(moved, -moved)));
    transfers_ += region.technology_transferred;
    tension_ += region.tension;
    for (int regime = 0; regime < 4; ++regime)
      regime_months_[regime] += indicator(region.us_china == Real(regime));
    support_ += region.support;
    pressure_ += region.pressure;
    press_months_ += indicator(region.china_posture == Real(0.0));
    court_months_ += indicator(region.china_posture == Real(3.0));
    dual_months_ += indicator(region.china_posture == Real(4.0));
    leaders_meetings_ += region.leaders_met;
  }

  void observe_washington(const Region<Real> &region) {
    coherence_ += region.coherence;
    resistance_ += region.officials_resist;
    for (int stance = 0; stance < 4; ++stance)
      stance_months_[stance] += indicator(region.stance == Real(stance));
    stance_shifts_ += indicator(region.stance != region.stance_before);
    diplomatic_months_ += indicator(region.action >= Real(2.0));
    concessions_ += indicator(region.action == Real(3.0));
    proposals_ += indicator(region.action == Real(4.0));
    salience_ += region.salience;
    priority_ += region.priority;
    neglect_ += region.neglect;
  }

  void observe_alliance(const Region<Real> &region, int month) {
    lowest_credibility_ = smaller(lowest_credibility_, region.credibility);
    anxiety_ += region.anxiety;
    japanese_anxiety_ += region.japanese_anxiety;
    highest_anxiety_ = larger(highest_anxiety_, region.anxiety);
    note_first(first_reassessment_, region.alliance_reassessed > Real(0.5), month);
    reaffirmations_ += region.reaffirmed;
    exercises_ += region.exercises;
    short_term_security_ += region.short_term_security;
    long_term_security_ += region.long_term_security;
  }

  void observe_home(const Region<Real> &region, int month) {
    discontent_ += region.discontent;
    if (month < 12) discontent_first_year_ += region.discontent;
    highest_discontent_ = larger(highest_discontent_, region.discontent);
    trust_in_washington_ += region.trust_in_washington;
    believed_coherence_ += region.believed_coherence;
    self_reliance_ += region.self_reliance;
    relief_ += region.sanctions_relief;
  }

  template <class Tell> void tell_diplomacy(const Tell &tell, int months) const {
    const auto held = first_summit_ < Real(months);
    const auto struck = first_deal_ < Real(months);
    tell(indicator(held), "summit_held", "any_summit", Kind::binary, 0, 1, "1", "a US-DPRK summit was held",
         "at least one summit within the horizon", "Chun 2025 par. 1-2");
    tell(summits_, "summits", "n_summit", Kind::count, 0, 12, "summit", "number of summits",
         "accepted summit proposals", "Chun 2025 par. 1-2");
    tell(censored(first_summit_, months), "first_summit", "t_summit", Kind::time, 0, 0, "month",
         "first summit", "month of the first summit, counted from 0; censored at the horizon",
         "Chun 2025 par. 8");
    tell(summits_ - deals_, "failed_summits", "n_fail", Kind::count, 0, 12, "summit",
         "summits without a deal", "summits minus deals struck", "Chun 2025 par. 24-25");
    tell(ratio(deals_, summits_), "summit_success_rate", "succ_rate", Kind::continuous, 0, 1, "fraction",
         "deals per summit", "deals struck / summits; undefined without a summit", "Chun 2025 par. 24-25");
    tell(indicator(struck), "deal_reached", "any_deal", Kind::binary, 0, 1, "1", "a deal came into force",
         "at least one summit ended in a deal", "Chun 2025 par. 25");
    tell(censored(first_deal_, months), "first_deal", "t_deal", Kind::time, 0, 0, "month", "first deal",
         "month of the first deal, counted from 0; censored at the horizon", "Chun 2025 par. 25");
    tell(first_deal_kind_, "deal", "", Kind::categorical, 0, 3, "1", "kind of the first deal",
         "stance under which the first deal was struck", "Chun 2025 par. 4-6 and 27",
         "none|denuclearisation|small_deal|recognition");
    tell(deal_of_kind_[0], "denuclearisation_deal", "deal1", Kind::binary, 0, 1, "1",
         "a freeze or denuclearisation deal was struck", "ever within the horizon", "Chun 2025 par. 4");
    tell(deal_of_kind_[1], "small_deal", "deal2", Kind::binary, 0, 1, "1",
         "a small deal on intercontinental missiles was struck", "ever within the horizon",
         "Chun 2025 par. 27");
    tell(deal_of_kind_[2], "recognition_deal", "deal3", Kind::binary, 0, 1, "1",
         "a recognition deal was struck", "ever within the horizon", "Chun 2025 par. 5-6");
    tell(first_outcome_, "first_summit_outcome", "first_outcome", Kind::categorical, 0, 4, "1",
         "how the first summit ended", "no summit, failure, or the kind of deal", "Chun 2025 par. 24-25",
         "none|failure|denuclearisation|small_deal|recognition");
    tell(deal_months_, "deal_months", "deal_months", Kind::count, 0, 120, "month",
         "months with a deal in force", "months at stage 3", "assumption");
    tell(bypass_, "bypass", "bypass", Kind::binary, 0, 1, "1",
         "the first summit came before the allies' leaders met",
         "first summit while the leaders of the US and South Korea had not met", "Chun 2025 par. 21");
    tell(mean(reservation_, months), "reservation_value_mean", "res_mean", Kind::continuous, -2, 4, "utility",
         "Kim's mean reservation value", "mean over months", "Chun 2025 par. 8 and 16");
    tell(offers_, "overtures", "offers", Kind::count, 0, 120, "overture", "US overtures",
         "months with outreach, a concession or a proposal while no deal held", "assumption");
    tell(accepts_, "acceptances", "accepts", Kind::count, 0, 120, "acceptance", "overtures accepted",
         "months in which Kim accepted", "assumption");
    tell(ratio(accepts_, offers_), "acceptance_rate", "acc_rate", Kind::continuous, 0, 1, "fraction",
         "acceptances per overture", "acceptances / overtures; undefined without overtures",
         "Chun 2025 par. 8");
  }

  template <class Tell> void tell_events(const Tell &tell, int months) const {
    tell(short_range_, "short_range_launches", "n_short", Kind::count, 0, 400, "launch",
         "short-range launches", "sum over months", "CSIS missile data");
    tell(medium_range_, "medium_range_launches", "n_mid", Kind::count, 0, 100, "launch",
         "medium-range, submarine and space launches", "sum over months", "CSIS missile data");
    tell(icbm_, "icbm_tests", "n_icbm", Kind::count, 0, 60, "launch", "intercontinental launches",
         "sum over months", "CSIS missile data");
    tell(nuclear_, "nuclear_tests", "n_nuke", Kind::count, 0, 30, "test", "nuclear tests", "sum over months",
         "six tests, 2006-2017");
    tell(clashes_, "clashes", "n_clash", Kind::count, 0, 30, "clash", "lethal clashes", "sum over months",
         "CSIS provocations data");
    tell(short_range_ + medium_range_ + icbm_ + nuclear_ + clashes_, "events", "n_all", Kind::count, 0, 500,
         "event", "launches, tests and clashes", "sum of the five kinds", "CSIS data");
    tell(icbm_ + nuclear_, "strategic_tests", "strat_tests", Kind::count, 0, 80, "test",
         "intercontinental launches and nuclear tests", "sum of the two kinds", "Chun 2025 par. 10");
    tell(strategic_months_, "strategic_months", "strat_months", Kind::count, 0, 120, "month",
         "months with a strategic test", "months at tier 3 or 4", "Chun 2025 par. 10");
    tell(events_first_year_, "events_first_year", "prov12", Kind::count, 0, 200, "event",
         "events in the first twelve months", "sum of the five kinds", "CSIS data");
    tell(strategic_first_year_, "strategic_tests_first_year", "strat12", Kind::count, 0, 40, "test",
         "strategic tests in the first twelve months", "sum of the two kinds", "CSIS data");
    tell(quiet_months_, "quiet_months", "quiet_months", Kind::count, 0, 120, "month",
         "months without any provocation", "months at tier 0", "CSIS data");
    tell(censored(first_icbm_, months), "first_icbm_test", "t_icbm", Kind::time, 0, 0, "month",
         "first intercontinental launch", "month of the first, counted from 0; censored at the horizon",
         "Chun 2025 par. 10");
    tell(indicator(nuclear_ > Real(0.0)), "nuclear_test_held", "any_nuke", Kind::binary, 0, 1, "1",
         "a seventh nuclear test", "at least one nuclear test", "six tests, 2006-2017");
    tell(censored(first_nuclear_, months), "first_nuclear_test", "t_nuke", Kind::time, 0, 0, "month",
         "first nuclear test", "month of the first, counted from 0; censored at the horizon",
         "six tests, 2006-2017");
    tell(highest_rung_, "highest_rung", "max_rung", Kind::count, 0, 5, "rung",
         "highest rung of the crisis ladder", "maximum over months", "assumption");
    tell(crisis_months_, "crisis_months", "crisis_months", Kind::count, 0, 120, "month", "months in crisis",
         "months at rung 2 or above", "assumption");
    tell(indicator(highest_rung_ >= Real(5.0)), "ladder_top", "war", Kind::binary, 0, 1, "1",
         "the ladder's absorbing top was reached",
         "rung 5; not a probability of war, of which the model has no account",
         "bookkeeping: never reported as a probability");
  }

  /// How the monthly missile counts are spread: dispersion, memory, silence.
  template <class Tell> void tell_patterns(const Tell &tell, int months) const {
    const Real missiles = short_range_ + medium_range_ + icbm_;
    const Real average = mean(missiles, months);
    const Real spread = missile_squares_ - missiles * average; // sum of squared deviations
    const double pairs = months > 1 ? months - 1.0 : 1.0;
    const Real variance = spread * (1.0 / pairs);
    // Pearson's correlation of each month's count with the next one's
    const Real earlier = missiles - last_missiles_;
    const Real later = missiles - first_missiles_;
    const Real covariance = missile_products_ - earlier * later * (1.0 / pairs);
    const Real earlier_spread =
        missile_squares_ - last_missiles_ * last_missiles_ - earlier * earlier * (1.0 / pairs);
    const Real later_spread =
        missile_squares_ - first_missiles_ * first_missiles_ - later * later * (1.0 / pairs);
    const Real scale = square_root(larger(earlier_spread * later_spread, Real(0.0)));
    tell(indicator(longest_silence_ >= Real(3.0)), "lull_held", "lull3", Kind::binary, 0, 1, "1",
         "a lull of three months", "three months in a row without missile events", "CSIS missile data");
    tell(ratio(variance, average), "launch_dispersion", "disp", Kind::continuous, 0, 6, "1",
         "dispersion of monthly missile counts",
         "sample variance / mean over the months of a trajectory; undefined without a launch",
         "CSIS missile data: 0.9 to 2.6");
    tell(ratio(covariance, scale), "launch_autocorrelation", "ac1", Kind::continuous, -1, 1, "1",
         "lag-one autocorrelation of monthly missile counts",
         "Pearson's correlation of each month's count with the next one's; undefined if the counts "
         "never change",
         "CSIS missile data: 0.14 to 0.42");
    tell(mean(silent_months_, months), "silent_share", "zshare", Kind::continuous, 0, 1, "fraction",
         "share of months without missile events", "months with a count of 0 / months", "CSIS missile data");
  }

  template <class Tell> void tell_capability(const Tell &tell, const Region<Real> &region, int months) const {
    tell(region.mainland_threat, "mainland_threat", "F_T", Kind::continuous, 0, 1, "fraction",
         "ability to strike the US mainland", "at the horizon", "Chun 2025 par. 9");
    tell(region.second_strike, "second_strike", "Q_T", Kind::continuous, 0, 1, "fraction",
         "second-strike capability", "at the horizon", "Chun 2025 par. 9-10");
    tell(region.warheads, "warheads", "warheads_T", Kind::continuous, 0, 256, "warhead", "warheads",
         "at the horizon", "SIPRI, January 2025");
    tell(region.economy, "economy", "E_T", Kind::continuous, 50, 200, "index, start = 100",
         "North Korean economy", "at the horizon", "Bank of Korea");
    tell(mean(discontent_, months), "discontent_mean", "D_mean", Kind::continuous, 0, 1, "fraction",
         "mean discontent (a modelling device)", "mean over months", "Chun 2025 par. 12");
    tell(region.discontent, "discontent", "D_T", Kind::continuous, 0, 1, "fraction",
         "discontent (a modelling device)", "at the horizon", "Chun 2025 par. 12");
    tell(highest_discontent_, "discontent_highest", "D_max", Kind::continuous, 0, 1, "fraction",
         "highest discontent", "maximum over months", "Chun 2025 par. 12");
    tell(indicator(highest_discontent_ > Real(0.6)), "discontent_high", "D_hi", Kind::binary, 0, 1, "1",
         "discontent was high", "ever above 0.6", "Chun 2025 par. 12");
    tell(discontent_first_year_ * (1.0 / (months < 12 ? months : 12)), "discontent_first_year", "D12",
         Kind::continuous, 0, 1, "fraction", "discontent in the first year",
         "mean over the first twelve months", "Chun 2025 par. 12");
  }

  template <class Tell> void tell_russia(const Tell &tell, const Region<Real> &region, int months) const {
    const Real trust = clamp(region.trust_in_moscow, 1e-12, 1.0);
    const Real doubt = clamp(Real(1.0) - region.trust_in_moscow, 1e-12, 1.0);
    const auto ceasefire = region.first_ceasefire < Real(months);
    tell(mean(aid_, months), "russian_aid_mean", "aid_mean", Kind::continuous, 0, 1, "fraction of full aid",
         "mean Russian aid", "mean over months", "Chun 2025 par. 11-12");
    tell(ratio(aid_in_war_, war_months_), "russian_aid_in_war", "aid_war", Kind::continuous, 0, 1,
         "fraction of full aid", "mean aid while the war goes on",
         "mean over the months of war; undefined if none", "Chun 2025 par. 11");
    tell(ratio(aid_ - aid_in_war_, Real(months) - war_months_), "russian_aid_after_ceasefire", "aid_post",
         Kind::continuous, 0, 1, "fraction of full aid", "mean aid under a ceasefire or settlement",
         "mean over those months; undefined if none", "Chun 2025 par. 11");
    tell(region.russian_tie, "russian_tie", "LR_T", Kind::continuous, 0, 1, "fraction",
         "solidity of the Russia-DPRK tie", "at the horizon", "Chun 2025 par. 11");
    tell(-(trust * logarithm(trust) + doubt * logarithm(doubt)), "doubt_about_moscow", "ent_T",
         Kind::continuous, 0, 0.75, "nat", "Kim's uncertainty about Russia",
         "entropy of his belief at the horizon", "Chun 2025 par. 11");
    tell(largest_war_learning_, "learning_in_war", "bel_war", Kind::continuous, 0, 1, "log-odds",
         "what Kim learns of Russia before any ceasefire",
         "largest movement of his belief; 0 by construction", "Chun 2025 par. 11");
    tell(region.trust_in_moscow, "trust_in_moscow", "piS_T", Kind::continuous, 0, 1, "probability",
         "Kim's belief that Russia is a strategic partner", "at the horizon", "Chun 2025 par. 11");
    tell(transfers_, "technology_transfers", "n_tech", Kind::count, 0, 40, "transfer",
         "transfers of sensitive technology", "sum over months", "Chun 2025 par. 9 and 13");
    tell(censored(region.first_ceasefire, months), "first_ceasefire", "t_cf", Kind::time, 0, 0, "month",
         "first ceasefire in Ukraine", "month of the first, counted from 0; censored at the horizon",
         "Chun 2025 par. 11");
    tell(indicator(ceasefire), "ceasefire_reached", "cf_by_T", Kind::binary, 0, 1, "1",
         "a ceasefire in Ukraine was reached", "within the horizon", "Chun 2025 par. 11");
  }

  template <class Tell> void tell_china(const Tell &tell, const Region<Real> &region, int months) const {
    tell(mean(tension_, months), "us_china_tension_mean", "K_mean", Kind::continuous, 0, 1, "fraction",
         "mean US-China tension", "mean over months of tau", "Chun 2025 par. 17");
    tell(regime_months_[0], "cooperation_months", "K0_months", Kind::count, 0, 120, "month",
         "months of US-China cooperation", "months in this regime", "Chun 2025 par. 20");
    tell(regime_months_[1], "managed_rivalry_months", "K1_months", Kind::count, 0, 120, "month",
         "months of managed US-China rivalry", "months in this regime", "Chun 2025 par. 17");
    tell(regime_months_[2], "tariff_war_months", "K2_months", Kind::count, 0, 120, "month",
         "months of US-China tariff war", "months in this regime", "Chun 2025 par. 17");
    tell(regime_months_[3], "acute_crisis_months", "K3_months", Kind::count, 0, 120, "month",
         "months of acute US-China crisis", "months in this regime", "Chun 2025 par. 17");
    tell(mean(support_, months), "chinese_support_mean", "Y_mean", Kind::continuous, 0, 1, "fraction",
         "mean Chinese support", "mean over months", "Chun 2025 par. 15-17");
    tell(mean(pressure_, months), "chinese_pressure_mean", "Pc_mean", Kind::continuous, 0, 1, "fraction",
         "mean Chinese pressure", "mean over months", "Chun 2025 par. 20");
    tell(region.closeness, "chinese_closeness", "NC_T", Kind::continuous, 0, 1, "fraction",
         "closeness of China and North Korea", "at the horizon", "Chun 2025 par. 17-18");
    tell(court_months_, "courtship_months", "court_months", Kind::count, 0, 120, "month",
         "months in which China courts Pyongyang", "months in this posture", "Chun 2025 par. 17");
    tell(press_months_, "pressure_months", "press_months", Kind::count, 0, 120, "month",
         "months in which China presses Pyongyang", "months in this posture", "Chun 2025 par. 20");
    tell(dual_months_, "dual_months", "dual_months", Kind::count, 0, 120, "month",
         "months of China's dual strategy", "months in this posture", "Chun 2025 par. 19");
    tell(leaders_meetings_, "kim_xi_meetings", "xk", Kind::count, 0, 60, "meeting", "Kim-Xi meetings",
         "sum over months", "Kim-Xi meetings, 2018-2019");
  }

  template <class Tell> void tell_alliance(const Tell &tell, const Region<Real> &region, int months) const {
    const Real support =
        clamp((region.anxiety - 0.45) * 0.25 + (Real(0.65) - region.credibility) * 0.20 + 0.70, 0, 1);
    tell(region.credibility, "extended_deterrence", "V_T", Kind::continuous, 0, 1, "fraction",
         "credibility of extended deterrence", "at the horizon", "Chun 2025 par. 22 and 27");
    tell(lowest_credibility_, "extended_deterrence_lowest", "V_min", Kind::continuous, 0, 1, "fraction",
         "lowest credibility", "minimum over months", "Chun 2025 par. 22");
    tell(ratio(credibility_in_deal_, deal_months_), "extended_deterrence_in_deal", "V_deal", Kind::continuous,
         0, 1, "fraction", "credibility while a deal holds", "mean over those months; undefined if none",
         "Chun 2025 par. 27");
    tell(mean(anxiety_, months), "public_anxiety_mean", "J_mean", Kind::continuous, 0, 1, "fraction",
         "mean anxiety of the South Korean public", "mean over months", "Chun 2025 par. 22");
    tell(highest_anxiety_, "public_anxiety_highest", "J_max", Kind::continuous, 0, 1, "fraction",
         "highest anxiety", "maximum over months", "Chun 2025 par. 22");
    tell(ratio(anxiety_in_deal_, deal_months_), "public_anxiety_in_deal", "J_deal", Kind::continuous, 0, 1,
         "fraction", "anxiety while a deal holds", "mean over those months; undefined if none",
         "Chun 2025 par. 22");
    tell(support * 100.0, "support_for_own_bomb", "nsup_T", Kind::continuous, 0, 100, "%",
         "South Korean support for an own bomb",
         "100 (0.70 + 0.25 (J - 0.45) + 0.20 (0.65 - V)) at the horizon",
         "Asan 2025: 76.2 %; Chey 2024: 72.8 %; KINU 2023: 60.2 %");
    tell(region.alliance_reassessed, "alliance_reassessed", "reval", Kind::binary, 0, 1, "1",
         "the alliance strategy was reassessed", "within the horizon", "Chun 2025 par. 27");
    tell(censored(first_reassessment_, months), "first_reassessment", "t_reval", Kind::time, 0, 0, "month",
         "alliance reassessment", "month in which it begins, counted from 0; censored at the horizon",
         "Chun 2025 par. 27");
    tell(reaffirmations_, "reaffirmations", "n_reaff", Kind::count, 0, 120, "reaffirmation",
         "reaffirmations of extended deterrence", "sum over months", "Chun 2025 par. 22");
    tell(mean(exercises_, months), "exercises_mean", "Ex_mean", Kind::continuous, 0, 1, "fraction",
         "mean level of allied exercises", "mean over months", "Chun 2025 par. 22");
    tell(mean(short_term_security_, months), "short_term_security_mean", "SS_mean", Kind::continuous, 0, 1,
         "fraction", "mean short-term security of the US mainland", "mean over months", "Chun 2025 par. 27");
    tell(mean(long_term_security_, months), "long_term_security_mean", "LS_mean", Kind::continuous, 0, 1,
         "fraction", "mean long-term US security in the region", "mean over months", "Chun 2025 par. 26-28");
    tell(region.long_term_security, "long_term_security", "LS_T", Kind::continuous, 0, 1, "fraction",
         "long-term US security in the region", "at the horizon", "Chun 2025 par. 26-28");
  }

  template <class Tell> void tell_washington(const Tell &tell, int months) const {
    tell(mean(salience_, months), "salience_mean", "S_mean", Kind::continuous, 0, 1, "fraction",
         "mean salience of the peninsula", "mean over months", "Chun 2025 par. 10");
    tell(mean(priority_, months), "priority_mean", "Pri_mean", Kind::continuous, 0, 1, "fraction",
         "mean priority in Washington", "mean over months", "Chun 2025 par. 10");
    tell(mean(neglect_, months), "neglect_mean", "Ng_mean", Kind::continuous, 0, 1, "fraction",
         "mean neglect", "mean over months", "Chun 2025 par. 10");
    tell(mean(coherence_, months), "coherence_mean", "C_mean", Kind::continuous, 0, 1, "fraction",
         "mean coherence of the administration", "mean over months", "Chun 2025 par. 24");
    tell(resistance_, "resistance_episodes", "n_resist", Kind::count, 0, 120, "month",
         "months in which officials resist", "sum over months", "Chun 2025 par. 24");
    tell(stance_months_[0], "pressure_stance_months", "st_prs", Kind::count, 0, 120, "month",
         "months in the stance 'pressure'", "sum over months", "Chun 2025 par. 3");
    tell(stance_months_[1], "denuclearisation_stance_months", "st_den_m", Kind::count, 0, 120, "month",
         "months in the stance 'denuclearisation'", "sum over months", "Chun 2025 par. 4");
    tell(stance_months_[2], "small_deal_stance_months", "st_sml_m", Kind::count, 0, 120, "month",
         "months in the stance 'small deal'", "sum over months", "Chun 2025 par. 27");
    tell(stance_months_[3], "recognition_stance_months", "st_rec_m", Kind::count, 0, 120, "month",
         "months in the stance 'recognition'", "sum over months", "Chun 2025 par. 5");
    tell(stance_shifts_, "stance_shifts", "st_switch", Kind::count, 0, 120, "shift", "shifts of stance",
         "months in which the stance changed", "Chun 2025 par. 3");
    tell(mean(diplomatic_months_, months), "diplomacy_share", "dip_mean", Kind::continuous, 0, 1, "fraction",
         "share of months with diplomatic action",
         "months with outreach, a concession or a proposal / months", "Chun 2025 par. 1-2");
    tell(proposals_, "summit_proposals", "prop", Kind::count, 0, 120, "proposal", "summit proposals",
         "sum over months", "Chun 2025 par. 1-2");
    tell(concessions_, "concessions", "conc", Kind::count, 0, 120, "concession", "concessions on exercises",
         "sum over months", "Chun 2025 par. 22");
  }

  template <class Tell> void tell_minds(const Tell &tell, const Region<Real> &region, int months) const {
    tell(mean(trust_in_washington_, months), "trust_in_washington_mean", "u_mean", Kind::continuous, 0, 1,
         "probability", "Kim's mean trust in Washington", "mean over months", "Chun 2025 par. 7");
    tell(mean(self_reliance_, months), "self_reliance_mean", "sr_mean", Kind::continuous, 0, 1, "fraction",
         "mean self-reliance", "mean over months", "Chun 2025 par. 9 and 14");
    tell(region.believed_capacity, "believed_capacity", "k_hat_T", Kind::continuous, 0, 1, "fraction",
         "what Kim thinks Russia can deliver", "at the horizon", "Chun 2025 par. 11");
    tell(mean(believed_coherence_, months), "believed_coherence_mean", "C_hat_mean", Kind::continuous, 0, 1,
         "fraction", "how united Kim thinks Washington is", "mean over months", "Chun 2025 par. 7");
    tell(region.believed_impatience, "believed_impatience", "iota_T", Kind::continuous, 0, 1, "probability",
         "Kim's belief that China answers a strategic test with pressure", "at the horizon",
         "Chun 2025 par. 20");
    tell(region.hostility, "hostility", "H_T", Kind::continuous, 0, 1, "fraction",
         "hostility between the Koreas", "at the horizon", "Chun 2025 par. 8");
    tell(mean(relief_, months), "sanctions_relief_mean", "relief_mean", Kind::continuous, 0, 1, "fraction",
         "mean sanctions relief", "mean over months", "Chun 2025 par. 6");
  }

  template <class Tell> void tell_japan(const Tell &tell, const Region<Real> &region, int months) const {
    const auto takes_part = region.japan_shifted >= Real(0.0);
    tell(select(takes_part, mean(japanese_anxiety_, months), undefined()), "japanese_anxiety_mean", "JJ_mean",
         Kind::continuous, 0, 1, "fraction", "mean anxiety in Japan",
         "mean over months; undefined where Japan takes no part", "outside the essay; assumption");
    tell(select(takes_part, region.japan_shifted, undefined()), "japan_shifted", "hedge_J", Kind::binary, 0,
         1, "1", "Japan turned to a policy of its own",
         "within the horizon; undefined where Japan takes no part", "outside the essay; assumption");
  }

  Real opening_belief_, first_summit_, first_deal_, first_icbm_, first_nuclear_, first_reassessment_;
  Real first_deal_kind_, first_outcome_, lowest_credibility_;
  Real summits_ = 0.0, deals_ = 0.0, deal_months_ = 0.0;
  std::array<Real, 3> deal_of_kind_{Real(0.0), Real(0.0), Real(0.0)};
  Real credibility_in_deal_ = 0.0, anxiety_in_deal_ = 0.0, offers_ = 0.0, accepts_ = 0.0, reservation_ = 0.0,
       bypass_ = 0.0;
  Real short_range_ = 0.0, medium_range_ = 0.0, icbm_ = 0.0, nuclear_ = 0.0, clashes_ = 0.0,
       strategic_months_ = 0.0;
  Real events_first_year_ = 0.0, strategic_first_year_ = 0.0, quiet_months_ = 0.0, highest_rung_ = 0.0,
       crisis_months_ = 0.0;
  Real silence_ = 0.0, longest_silence_ = 0.0, silent_months_ = 0.0;
  Real missile_squares_ = 0.0, missile_products_ = 0.0, first_missiles_ = 0.0, last_missiles_ = 0.0;
  Real aid_ = 0.0, aid_in_war_ = 0.0, war_months_ = 0.0, largest_war_learning_ = 0.0, transfers_ = 0.0;
  Real tension_ = 0.0, support_ = 0.0, pressure_ = 0.0;
  Real press_months_ = 0.0, court_months_ = 0.0, dual_months_ = 0.0, leaders_meetings_ = 0.0;
  Real coherence_ = 0.0, resistance_ = 0.0, stance_shifts_ = 0.0;
  std::array<Real, 4> regime_months_{Real(0.0), Real(0.0), Real(0.0), Real(0.0)};
  std::array<Real, 4> stance_months_ = regime_months_;
  Real diplomatic_months_ = 0.0, concessions_ = 0.0, proposals_ = 0.0, salience_ = 0.0, priority_ = 0.0,
       neglect_ = 0.0;
  Real anxiety_ = 0.0, highest_anxiety_ = 0.0, reaffirmations_ = 0.0, exercises_ = 0.0;
  Real short_term_security_ = 0.0, long_term_security_ = 0.0;
  Real discontent_ = 0.0, discontent_first_year_ = 0.0, highest_discontent_ = 0.0;
  Real trust_in_washington_ = 0.0, believed_coherence_ = 0.0, self_reliance_ = 0.0, relief_ = 0.0;
  Real japanese_anxiety_ = 0.0;
};

} // namespace peninsula

"""What is measured of a trajectory. `observe` sums the months up; `told` makes outcomes of the sums."""

import numpy

from ..elementary import clip, indicator, one_hot
from .region import Action, Posture, Region, Stance, Tier

Array = numpy.ndarray

SUMMED = (  # members of the region that are added up over the months
    *("offered", "accepted", "in_deal", "reservation"),
    *("short_range", "medium_range", "icbm", "nuclear", "clash"),
    *("war", "aid", "technology_transferred", "tension", "support", "pressure", "leaders_met"),
    *("coherence", "officials_resist", "stance_shifted", "salience", "priority", "neglect"),
    *("anxiety", "reaffirmed", "exercises", "short_term_security", "long_term_security"),
    *("discontent", "trust_in_washington", "believed_coherence", "self_reliance", "sanctions_relief"),
)
FIRST_YEAR = 12
HIGH_DISCONTENT = 0.6


class Outcomes:
    def __init__(self, region: Region) -> None:
        def zeros(*shape: int) -> Array:
            return numpy.zeros((*shape, region.stage.size), numpy.float32)

        self.opening_belief = region.belief_in_moscow.copy()
        self.sums = {name: zeros() for name in SUMMED}
        self.deals, self.first_deal_kind, self.first_outcome, self.deal_of_kind = zeros(), zeros(), zeros(), zeros(4)
        self.before_summit, self.before_deal = zeros(), zeros()  # months until the first
        self.before_icbm, self.before_nuclear = zeros(), zeros()
        self.before_reassessment, self.before_ceasefire = zeros(), zeros()
        self.credibility_in_deal, self.anxiety_in_deal, self.aid_in_war = zeros(), zeros(), zeros()
        self.lowest_credibility, self.highest_anxiety, self.highest_discontent = 1 + zeros(), zeros(), zeros()
        self.largest_war_learning, self.highest_rung, self.crisis_months = zeros(), zeros(), zeros()
        self.strategic_months, self.quiet_months, self.events_first_year = zeros(), zeros(), zeros()
        self.strategic_first_year, self.discontent_first_year = zeros(), zeros()
        self.silence, self.longest_silence, self.silent_months = zeros(), zeros(), zeros()
        self.missile_squares, self.missile_products, self.last_missiles = zeros(), zeros(), zeros()
        self.regime_months, self.stance_months = zeros(4), zeros(4)
        self.press_months, self.court_months, self.dual_months = zeros(), zeros(), zeros()
        self.diplomatic_months, self.concessions, self.proposals = zeros(), zeros(), zeros()

    def observe(self, region: Region, month: int) -> None:
        for name, total in self.sums.items():
            total += getattr(region, name)
        self.observe_diplomacy(region)
        self.observe_events(region, month)
        self.observe_patrons(region)
        self.observe_washington(region)
        self.observe_extremes(region)

    def observe_diplomacy(self, region: Region) -> None:
        """A first event comes as many months after the start as there are months without it."""
        struck = region.deal_struck
        self.deals[struck] += 1
        self.deal_of_kind[region.deal[struck], struck] = 1
        first = struck[self.deals[struck] == 1]
        self.first_deal_kind[first] = region.deal[first]
        first = region.summit[region.summits[region.summit] == 1]
        self.first_outcome[first] = 1 + region.deal[first]  # the deal is 0 where the summit failed
        self.before_summit += region.summits == 0
        self.before_deal += self.deals == 0
        self.before_icbm += self.sums["icbm"] == 0
        self.before_nuclear += self.sums["nuclear"] == 0
        self.before_reassessment += ~region.alliance_reassessed
        self.before_ceasefire += ~region.ceasefire_seen
        self.credibility_in_deal += region.in_deal * region.credibility
        self.anxiety_in_deal += region.in_deal * region.anxiety

    def observe_events(self, region: Region, month: int) -> None:
        missiles = region.short_range + region.medium_range + region.icbm
        self.strategic_months += (region.tier == Tier.ICBM) | (region.tier == Tier.NUCLEAR_TEST)
        self.quiet_months += region.tier == Tier.NONE
        self.crisis_months += region.rung >= 2
        if month < FIRST_YEAR:
            self.events_first_year += missiles + region.nuclear + region.clash
            self.strategic_first_year += region.icbm + region.nuclear
            self.discontent_first_year += region.discontent
        silent = indicator(missiles == 0)
        self.silence += 1
        self.silence *= silent
        numpy.maximum(self.longest_silence, self.silence, out=self.longest_silence)
        self.silent_months += silent
        self.missile_squares += missiles * missiles
        if month == 0:
            self.first_missiles = missiles
        else:
            self.missile_products += missiles * self.last_missiles
        self.last_missiles = missiles

    def observe_patrons(self, region: Region) -> None:
        self.aid_in_war += region.war * region.aid
        moved = numpy.abs(region.belief_in_moscow - self.opening_belief) * ~region.ceasefire_seen
        numpy.maximum(self.largest_war_learning, moved, out=self.largest_war_learning)
        self.regime_months += one_hot(region.us_china, 4)
        self.press_months += region.china_posture == Posture.PRESS
        self.court_months += region.china_posture == Posture.COURT
        self.dual_months += region.china_posture == Posture.DUAL

    def observe_washington(self, region: Region) -> None:
        self.stance_months += one_hot(region.stance, 4)
        self.diplomatic_months += region.action >= Action.OUTREACH
        self.concessions += region.action == Action.CONCESSION
        self.proposals += region.action == Action.SUMMIT_PROPOSAL

    def observe_extremes(self, region: Region) -> None:
        numpy.minimum(self.lowest_credibility, region.credibility, out=self.lowest_credibility)
        numpy.maximum(self.highest_anxiety, region.anxiety, out=self.highest_anxiety)
        numpy.maximum(self.highest_discontent, region.discontent, out=self.highest_discontent)
        numpy.maximum(self.highest_rung, region.rung, out=self.highest_rung)

    # What is told at the end ------------------------------------------------------------------------------------------

    def told(self, region: Region, months: int) -> dict[str, Array]:
        """A ratio is not a number where it is undefined."""
        means = {name: total / months for name, total in self.sums.items()}
        with numpy.errstate(divide="ignore", invalid="ignore"):
            return {
                **self.of_diplomacy(region, means),
                **self.of_events(),
                **self.of_patterns(months),
                **self.of_capability(region, months, means),
                **self.of_russia(region, months, means),
                **self.of_china(region, means),
                **self.of_alliance(region, means),
                **self.of_washington(months, means),
                **self.of_minds(region, means),
            }

    def of_diplomacy(self, region: Region, means: dict[str, Array]) -> dict[str, Array]:
        deals, overtures, acceptances = self.deals, self.sums["offered"], self.sums["accepted"]
        return {
            "summit_held": indicator(region.summits > 0),
            "summits": region.summits,
            "first_summit": self.before_summit,
            "failed_summits": region.summits - deals,
            "summit_success_rate": deals / region.summits,
            "deal_reached": indicator(deals > 0),
            "first_deal": self.before_deal,
            "deal": self.first_deal_kind,
            "denuclearisation_deal": self.deal_of_kind[Stance.DENUCLEARISATION],
            "small_deal": self.deal_of_kind[Stance.SMALL_DEAL],
            "recognition_deal": self.deal_of_kind[Stance.RECOGNITION],
            "first_summit_outcome": self.first_outcome,
            "deal_months": self.sums["in_deal"],
            "bypass": region.bypass,
            "reservation_value_mean": means["reservation"],
            "overtures": overtures,
            "acceptances": acceptances,
            "acceptance_rate": acceptances / overtures,
        }

    def of_events(self) -> dict[str, Array]:
        kinds = ("short_range", "medium_range", "icbm", "nuclear", "clash")
        short_range, medium_range, icbm, nuclear, clashes = (self.sums[kind] for kind in kinds)
        return {
            "short_range_launches": short_range,
            "medium_range_launches": medium_range,
            "icbm_tests": icbm,
            "nuclear_tests": nuclear,
            "clashes": clashes,
            "events": short_range + medium_range + icbm + nuclear + clashes,
            "strategic_tests": icbm + nuclear,
            "strategic_months": self.strategic_months,
            "events_first_year": self.events_first_year,
            "strategic_tests_first_year": self.strategic_first_year,
            "quiet_months": self.quiet_months,
            "first_icbm_test": self.before_icbm,
            "nuclear_test_held": indicator(nuclear > 0),
            "first_nuclear_test": self.before_nuclear,
            "highest_rung": self.highest_rung,
            "crisis_months": self.crisis_months,
            "ladder_top": indicator(self.highest_rung >= 5),
        }

    def of_patterns(self, months: int) -> dict[str, Array]:
        """How the monthly missile counts are spread: dispersion, memory, silence."""
        missiles = self.sums["short_range"] + self.sums["medium_range"] + self.sums["icbm"]
        average = missiles / months
        pairs = max(months - 1, 1)
        variance = (self.missile_squares - missiles * average) / pairs
        earlier, later = missiles - self.last_missiles, missiles - self.first_missiles
        covariance = self.missile_products - earlier * later / pairs
        earlier_spread = self.missile_squares - self.last_missiles**2 - earlier**2 / pairs
        later_spread = self.missile_squares - self.first_missiles**2 - later**2 / pairs
        return {
            "lull_held": indicator(self.longest_silence >= 3),
            "launch_dispersion": variance / average,
            "launch_autocorrelation": covariance / numpy.sqrt(numpy.maximum(earlier_spread * later_spread, 0)),
            "silent_share": self.silent_months / months,
        }

    def of_capability(self, region: Region, months: int, means: dict[str, Array]) -> dict[str, Array]:
        return {
            "mainland_threat": region.mainland_threat,
            "second_strike": region.second_strike,
            "warheads": region.warheads,
            "economy": region.economy,
            "discontent_mean": means["discontent"],
            "discontent": region.discontent,
            "discontent_highest": self.highest_discontent,
            "discontent_high": indicator(self.highest_discontent > HIGH_DISCONTENT),
            "discontent_first_year": self.discontent_first_year / min(months, FIRST_YEAR),
        }

    def of_russia(self, region: Region, months: int, means: dict[str, Array]) -> dict[str, Array]:
        trust, doubt = clip(region.trust_in_moscow, 1e-12), clip(1 - region.trust_in_moscow, 1e-12)
        war, aid = self.sums["war"], self.sums["aid"]
        return {
            "russian_aid_mean": means["aid"],
            "russian_aid_in_war": self.aid_in_war / war,
            "russian_aid_after_ceasefire": (aid - self.aid_in_war) / (months - war),
            "russian_tie": region.russian_tie,
            "doubt_about_moscow": -(trust * numpy.log(trust) + doubt * numpy.log(doubt)),
            "learning_in_war": self.largest_war_learning,
            "trust_in_moscow": region.trust_in_moscow,
            "technology_transfers": self.sums["technology_transferred"],
            "first_ceasefire": self.before_ceasefire,
            "ceasefire_reached": indicator(region.ceasefire_seen),
        }

    def of_china(self, region: Region, means: dict[str, Array]) -> dict[str, Array]:
        cooperation, managed_rivalry, tariff_war, acute_crisis = self.regime_months
        return {
            "us_china_tension_mean": means["tension"],
            "cooperation_months": cooperation,
            "managed_rivalry_months": managed_rivalry,
            "tariff_war_months": tariff_war,
            "acute_crisis_months": acute_crisis,
            "chinese_support_mean": means["support"],
            "chinese_pressure_mean": means["pressure"],
            "chinese_closeness": region.closeness,
            "courtship_months": self.court_months,
            "pressure_months": self.press_months,
            "dual_months": self.dual_months,
            "kim_xi_meetings": self.sums["leaders_met"],
        }

    def of_alliance(self, region: Region, means: dict[str, Array]) -> dict[str, Array]:
        deal_months = self.sums["in_deal"]
        own_bomb = 0.70 + 0.25 * (region.anxiety - 0.45) + 0.20 * (0.65 - region.credibility)
        return {
            "extended_deterrence": region.credibility,
            "extended_deterrence_lowest": self.lowest_credibility,
            "extended_deterrence_in_deal": self.credibility_in_deal / deal_months,
            "public_anxiety_mean": means["anxiety"],
            "public_anxiety_highest": self.highest_anxiety,
            "public_anxiety_in_deal": self.anxiety_in_deal / deal_months,
            "support_for_own_bomb": 100 * clip(own_bomb),
            "alliance_reassessed": indicator(region.alliance_reassessed),
            "first_reassessment": self.before_reassessment,
            "reaffirmations": self.sums["reaffirmed"],
            "exercises_mean": means["exercises"],
            "short_term_security_mean": means["short_term_security"],
            "long_term_security_mean": means["long_term_security"],
            "long_term_security": region.long_term_security,
        }

    def of_washington(self, months: int, means: dict[str, Array]) -> dict[str, Array]:
        pressure, denuclearisation, small_deal, recognition = self.stance_months
        return {
            "salience_mean": means["salience"],
            "priority_mean": means["priority"],
            "neglect_mean": means["neglect"],
            "coherence_mean": means["coherence"],
            "resistance_episodes": self.sums["officials_resist"],
            "pressure_stance_months": pressure,
            "denuclearisation_stance_months": denuclearisation,
            "small_deal_stance_months": small_deal,
            "recognition_stance_months": recognition,
            "stance_shifts": self.sums["stance_shifted"],
            "diplomacy_share": self.diplomatic_months / months,
            "summit_proposals": self.proposals,
            "concessions": self.concessions,
        }

    def of_minds(self, region: Region, means: dict[str, Array]) -> dict[str, Array]:
        return {
            "trust_in_washington_mean": means["trust_in_washington"],
            "self_reliance_mean": means["self_reliance"],
            "believed_capacity": region.believed_capacity,
            "believed_coherence_mean": means["believed_coherence"],
            "believed_impatience": region.believed_impatience,
            "hostility": region.hostility,
            "sanctions_relief_mean": means["sanctions_relief"],
        }

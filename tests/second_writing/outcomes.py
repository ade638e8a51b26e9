# SPDX-License-Identifier: Apache-2.0
"""Outcomes: what is measured of a trajectory."""

import itertools
import math
from collections.abc import Callable, Sequence

from . import clauses
from .month import Trajectory
from .region import (
    NEVER,
    Action,
    ChinaPolicy,
    Collapse,
    Deal,
    Initiative,
    JapanesePolicy,
    OwnBomb,
    Posture,
    Region,
    Relations,
    Stage,
    Stance,
    Supplies,
    Tier,
    War,
)

UNDEFINED = math.nan

Measure = Callable[[Region], float]


def ratio(numerator: float, denominator: float) -> float:
    return numerator / denominator if denominator > 0 else UNDEFINED


def missiles(region: Region) -> int:
    return region.short_range + region.medium_range + region.icbm


def strategic_tests(region: Region) -> int:
    return region.icbm + region.nuclear


def technologies(region: Region) -> int:
    return (
        region.satellite_technology
        + region.reentry_technology
        + region.submarine_technology
        + region.air_defence_technology
    )


def events(region: Region) -> int:
    return missiles(region) + region.nuclear + region.clash


class Months:
    """The months of a trajectory, or some of them, and what is asked of them."""

    def __init__(self, regions: Sequence[Region]) -> None:
        self.regions = regions

    def those(self, which: Measure) -> "Months":
        return Months([region for region in self.regions if which(region)])

    def sum(self, measure: Measure) -> float:
        return sum(measure(region) for region in self.regions)

    def mean(self, measure: Measure) -> float:
        return ratio(self.sum(measure), len(self.regions))

    def ever(self, which: Measure) -> bool:
        return any(which(region) for region in self.regions)

    def first(self, which: Measure) -> int:
        """The month of the first, counted from 0; their number if there is none."""
        return next((month for month, region in enumerate(self.regions) if which(region)), len(self.regions))


def outcomes(told: Trajectory) -> dict[str, float]:
    """Every outcome, by its name."""
    months, year, end = Months(told.regions), Months(told.regions[:12]), told.regions[-1]
    return {
        **of_diplomacy(months),
        **of_deals(months),
        **of_events(months, year),
        **of_missile_counts([missiles(region) for region in told.regions]),
        **of_north_korea(months, year, end),
        **of_russia(months, end, told.opening),
        **of_supplies(months, end),
        **of_initiative(months),
        **of_china(months, end),
        **of_alliance(months, end),
        **of_exercises([region.exercises for region in told.regions]),
        **of_washington(months, told.opening),
        **of_japan(months),
    }


def of_diplomacy(months: Months) -> dict[str, float]:
    summits, deals = months.sum(lambda r: r.summit), months.sum(lambda r: r.deal_struck)
    first_summit = next((region for region in months.regions if region.summit), None)
    failure = 1
    return {
        "summit_held": summits > 0,
        "summits": summits,
        "first_summit": months.first(lambda r: r.summit),
        "failed_summits": summits - deals,
        "summit_success_rate": ratio(deals, summits),
        "deal_reached": deals > 0,
        "first_deal": months.first(lambda r: r.deal_struck),
        "first_summit_outcome": failure + first_summit.deal * first_summit.deal_struck if first_summit else 0,
        "bypass": bool(first_summit and first_summit.bypass),
        "reservation_value_mean": months.mean(lambda r: r.reservation),
        "talks_months": months.sum(lambda r: r.stage in (Stage.CONTACT, Stage.WORKING_TALKS)),
        "overtures": months.sum(lambda r: r.offered),
        "acceptances": months.sum(lambda r: r.accepted),
        "acceptance_rate": ratio(months.sum(lambda r: r.accepted), months.sum(lambda r: r.offered)),
    }


def of_deals(months: Months) -> dict[str, float]:
    struck = [region.deal for region in months.regions if region.deal_struck]
    collapses = [region.collapsed for region in months.regions if region.collapsed]
    return {
        "deal": struck[0] if struck else Deal.NONE,
        "freeze_deal": Deal.FREEZE in struck,
        "small_deal": Deal.SMALL_DEAL in struck,
        "recognition_deal": Deal.RECOGNITION in struck,
        "comprehensive_deal": Deal.COMPREHENSIVE in struck,
        "deal_months": months.sum(lambda r: r.stage == Stage.DEAL),
        "verified_halt_highest": max(region.halt for region in months.regions),
        "sanctions_relief_highest": max(region.relief for region in months.regions),
        "sanctions_relief_mean": months.mean(lambda r: clauses.delivered(r, r.relief)),
        "cheating_months": months.sum(lambda r: r.cheating),
        "deal_collapses": len(collapses),
        "first_collapse": months.first(lambda r: r.collapsed),
        "collapse_cause": collapses[0] if collapses else Collapse.NONE,
    }


def of_events(months: Months, year: Months) -> dict[str, float]:
    highest = max(region.rung for region in months.regions)
    return {
        "short_range_launches": months.sum(lambda r: r.short_range),
        "medium_range_launches": months.sum(lambda r: r.medium_range),
        "satellite_launches": months.sum(lambda r: r.satellite),
        "icbm_tests": months.sum(lambda r: r.icbm),
        "nuclear_tests": months.sum(lambda r: r.nuclear),
        "clashes": months.sum(lambda r: r.clash),
        "events": months.sum(events),
        "strategic_tests": months.sum(strategic_tests),
        "strategic_months": months.sum(lambda r: r.tier in (Tier.ICBM, Tier.NUCLEAR_TEST)),
        "events_first_year": year.sum(events),
        "strategic_tests_first_year": year.sum(strategic_tests),
        "quiet_months": months.sum(lambda r: r.tier == Tier.NONE),
        "first_icbm_test": months.first(lambda r: r.icbm),
        "nuclear_test_held": months.ever(lambda r: r.nuclear),
        "first_nuclear_test": months.first(lambda r: r.nuclear),
        "highest_rung": highest,
        "crisis_months": months.sum(lambda r: r.rung >= 2),
        "ladder_top": highest == 5,
    }


def of_missile_counts(counts: list[int]) -> dict[str, float]:
    """How they are spread: dispersion, memory, silence."""
    silence = [count == 0 for count in counts]
    lulls = zip(silence, silence[1:], silence[2:], strict=False)
    covariance = deviations(counts[:-1], counts[1:])
    scale = math.sqrt(deviations(counts[:-1], counts[:-1]) * deviations(counts[1:], counts[1:]))
    variance = deviations(counts, counts) / max(1, len(counts) - 1)
    return {
        "lull_held": any(all(three) for three in lulls),
        "launch_dispersion": ratio(variance, sum(counts) / len(counts)),
        "launch_autocorrelation": ratio(covariance, scale),
        "silent_share": sum(silence) / len(counts),
    }


def deviations(one: Sequence[float], other: Sequence[float]) -> float:
    """The sum of the products of their deviations from their means."""
    if not one:
        return 0
    mean, mean_of_other = sum(one) / len(one), sum(other) / len(other)
    return sum((x - mean) * (y - mean_of_other) for x, y in zip(one, other, strict=True))


def of_north_korea(months: Months, year: Months, end: Region) -> dict[str, float]:
    highest = max(region.discontent for region in months.regions)
    return {
        "mainland_threat": end.mainland_threat,
        "second_strike": end.second_strike,
        "warheads": end.warheads,
        "economy": end.economy,
        "discontent_mean": months.mean(lambda r: r.discontent),
        "discontent": end.discontent,
        "discontent_highest": highest,
        "discontent_high": highest > 0.6,
        "discontent_first_year": year.mean(lambda r: r.discontent),
        "hostility": end.hostility,
        "trust_in_washington_mean": months.mean(lambda r: r.trust_in_washington),
        "self_reliance_mean": months.mean(lambda r: r.self_reliance),
        "believed_capacity": end.believed_capacity,
        "believed_coherence_mean": months.mean(lambda r: r.believed_coherence),
        "believed_impatience": end.believed_impatience,
    }


def of_russia(months: Months, end: Region, opening: Region) -> dict[str, float]:
    trust = end.trust_in_moscow
    before_ceasefire = months.those(lambda r: r.first_ceasefire == NEVER).regions
    movements = [abs(region.belief_in_moscow - opening.belief_in_moscow) for region in before_ceasefire]
    return {
        "russian_aid_mean": months.mean(lambda r: r.aid),
        "russian_aid_in_war": months.those(lambda r: r.ukraine_war == War.GOES_ON).mean(lambda r: r.aid),
        "russian_aid_after_ceasefire": months.those(lambda r: r.ukraine_war != War.GOES_ON).mean(lambda r: r.aid),
        "russian_tie": end.russian_tie,
        "doubt_about_moscow": sum(-chance * math.log(chance) for chance in (trust, 1 - trust) if chance > 0),
        "learning_in_war": max(movements, default=0),
        "trust_in_moscow": trust,
        "satellite_transfers": months.sum(lambda r: r.satellite_technology),
        "reentry_transfers": months.sum(lambda r: r.reentry_technology),
        "submarine_transfers": months.sum(lambda r: r.submarine_technology),
        "air_defence_transfers": months.sum(lambda r: r.air_defence_technology),
        "technology_transfers": months.sum(technologies),
        "first_ceasefire": min(end.first_ceasefire, len(months.regions)),
        "ceasefire_reached": end.first_ceasefire < NEVER,
    }


def of_supplies(months: Months, end: Region) -> dict[str, float]:
    return {
        "shell_months": months.sum(lambda r: r.supplies != Supplies.NOTHING),
        "troop_waves": months.sum(lambda r: r.supplies == Supplies.SHELLS_AND_TROOPS),
        "troops_abroad_highest": max(region.troops for region in months.regions),
        "debt_unpaid": end.debt,
    }


def of_initiative(months: Months) -> dict[str, float]:
    patrons = (Initiative.TO_BEIJING, Initiative.TO_MOSCOW)
    return {
        "letters": months.sum(lambda r: r.initiative == Initiative.LETTER),
        "moratoria": months.sum(lambda r: r.initiative == Initiative.MORATORIUM),
        "approaches_to_patrons": months.sum(lambda r: r.initiative in patrons),
        "kim_putin_meetings": months.sum(lambda r: r.putin_met),
        "inter_korean_talks": months.sum(lambda r: r.korean_talks),
        "mediations": months.sum(lambda r: r.mediates),
    }


def of_china(months: Months, end: Region) -> dict[str, float]:
    return {
        "us_china_tension_mean": months.mean(lambda r: r.tension),
        "cooperation_months": months.sum(lambda r: r.us_china == Relations.COOPERATION),
        "managed_rivalry_months": months.sum(lambda r: r.us_china == Relations.MANAGED_RIVALRY),
        "tariff_war_months": months.sum(lambda r: r.us_china == Relations.TARIFF_WAR),
        "acute_crisis_months": months.sum(lambda r: r.us_china == Relations.ACUTE_CRISIS),
        "chinese_support_mean": months.mean(lambda r: r.support),
        "chinese_pressure_mean": months.mean(lambda r: r.pressure),
        "chinese_closeness": end.closeness,
        "courtship_months": months.sum(lambda r: r.china_posture == Posture.COURT),
        "pressure_months": months.sum(lambda r: r.china_posture == Posture.PRESS),
        "dual_months": months.sum(lambda r: r.china_posture == Posture.DUAL),
        "kim_xi_meetings": months.sum(lambda r: r.leaders_met),
    }


def of_alliance(months: Months, end: Region) -> dict[str, float]:
    in_deal = months.those(lambda r: r.stage == Stage.DEAL)
    furthest_step = max(region.own_bomb for region in months.regions)
    return {
        "extended_deterrence": end.credibility,
        "extended_deterrence_lowest": min(region.credibility for region in months.regions),
        "extended_deterrence_in_deal": in_deal.mean(lambda r: r.credibility),
        "public_anxiety_mean": months.mean(lambda r: r.anxiety),
        "public_anxiety_highest": max(region.anxiety for region in months.regions),
        "public_anxiety_in_deal": in_deal.mean(lambda r: r.anxiety),
        "support_for_own_bomb": 100 * end.support_for_own_bomb,
        "own_bomb_step": furthest_step,
        "own_bomb_programme": furthest_step == OwnBomb.PROGRAMME,
        "alliance_reassessed": end.alliance_reassessed,
        "first_reassessment": months.first(lambda r: r.alliance_reassessed),
        "american_troops": end.american_troops,
        "reaffirmations": months.sum(lambda r: r.reaffirmed),
        "strategic_assets_mean": months.mean(lambda r: r.strategic_assets),
        "short_term_security_mean": months.mean(lambda r: r.short_term_security),
        "long_term_security_mean": months.mean(lambda r: r.long_term_security),
        "long_term_security": end.long_term_security,
    }


PAUSED = 0.6  # the level of exercises below which large ones are


def of_exercises(levels: Sequence[float]) -> dict[str, float]:
    paused = [month for month, level in enumerate(levels) if level < PAUSED]
    return {
        "exercises_mean": sum(levels) / len(levels),
        "paused_exercise_months": len(paused),
        "exercises_resumed": bool(paused) and any(level > PAUSED for level in levels[paused[0] :]),
    }


def of_washington(months: Months, opening: Region) -> dict[str, float]:
    stances = [opening.stance, *(region.stance for region in months.regions)]
    return {
        "salience_mean": months.mean(lambda r: r.salience),
        "priority_mean": months.mean(lambda r: r.priority),
        "neglect_mean": months.mean(lambda r: r.neglect),
        "coherence_mean": months.mean(lambda r: r.coherence),
        "resistance_episodes": months.sum(lambda r: r.officials_resist),
        "pressure_stance_months": stances[1:].count(Stance.PRESSURE),
        "denuclearisation_stance_months": stances[1:].count(Stance.DENUCLEARISATION),
        "small_deal_stance_months": stances[1:].count(Stance.SMALL_DEAL),
        "recognition_stance_months": stances[1:].count(Stance.RECOGNITION),
        "stance_shifts": sum(one != next_one for one, next_one in itertools.pairwise(stances)),
        "diplomacy_share": months.mean(lambda r: r.action >= Action.OUTREACH),
        "summit_proposals": months.sum(lambda r: r.action == Action.SUMMIT_PROPOSAL),
        "concessions": months.sum(lambda r: r.action == Action.CONCESSION),
        "china_pressed_months": months.sum(lambda r: r.china_policy == ChinaPolicy.PRESS),
        "drift_months": months.sum(lambda r: not r.assured),
        "rapport_mean": months.mean(lambda r: r.rapport),
    }


def of_japan(months: Months) -> dict[str, float]:
    return {
        "japanese_anxiety_mean": months.mean(lambda r: r.japanese_anxiety),
        "japan_build_up_months": months.sum(lambda r: r.japanese_policy == JapanesePolicy.BUILD_UP),
        "japan_shifted": months.ever(lambda r: r.japanese_policy == JapanesePolicy.OWN_WAY),
    }

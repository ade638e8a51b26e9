# SPDX-License-Identifier: Apache-2.0
"""North Korea: tempo, provocation, launches, and what is remembered of them."""

import math

from .chance import Turn
from .parameters import Parameters
from .region import Action, Region, Stage, Tier


def tempo(p: Parameters, region: Region, turn: Turn) -> None:  # (X-theta)
    lasting = p.provocation.tempo_persistence * region.tempo
    shock = turn.normal("tempo")
    region.tempo = lasting + p.provocation.tempo_shock * shock * (1 + p.provocation.tempo_jumps * shock**2)


def provoke(p: Parameters, seen: Region, region: Region, turn: Turn) -> None:  # (D2)
    utilities = tier_utilities(p, seen, region, turn.calendar_month)
    u = turn.uniform("tier of provocation")
    rationality = p.choice.rationality_north_korea
    region.tier = turn.choose("North Korea: provocation", utilities, rationality, u, open_tiers(region))
    count_launches(p, region, turn)
    region.log_likelihood = log_likelihood(p, region, turn)


RATIONALITY_OF_THE_RECORD = 1.6  # with which intercepts are set to the record


def open_tiers(region: Region) -> list[bool]:
    summit = region.accepted and region.answered_action == Action.SUMMIT_PROPOSAL
    in_company = region.accepted or region.leaders_met or region.putin_met
    return [tier == Tier.NONE or not (in_company if tier >= Tier.ICBM else summit) for tier in Tier]


def tier_utilities(p: Parameters, seen: Region, region: Region, calendar_month: int) -> list[float]:
    own = p.provocation
    loud = own.attention_motive * seen.neglect + own.leverage_motive * (seen.stage == Stage.NONE)
    technical = own.technical_motive * region.self_reliance * (1 - region.second_strike)
    domestic = own.diversionary_motive * p.couplings.domestic * region.discontent
    ladder = own.ladder_restraint * seen.rung * (1 - region.air_defence)
    talks = own.restraint_by_talks * own.talks[seen.stage] + own.restraint_by_deal * (seen.stage == Stage.DEAL)
    patron = own.restraint_by_china * p.couplings.china
    impatience = own.foresight_on_pressure * (region.believed_impatience - own.reference_impatience)
    as_in_the_record = RATIONALITY_OF_THE_RECORD / max(p.choice.rationality_north_korea, 1e-6)
    adds_to_memory = [0, 0, 0, own.strategic_memory_icbm, 1, 0]
    weight_of_tempo = [0, 1, 1, 1, 1, own.tempo_in_clashes]
    utilities = [
        own.intercept[tier] * as_in_the_record
        + own.signal[tier] * loud
        + own.technical[tier] * technical
        + own.domestic[tier] * domestic
        - own.risk[tier] * ladder
        - own.cost[tier] * (patron * (seen.pressure + adds_to_memory[tier] * impatience) + talks)
        + region.tempo * weight_of_tempo[tier]
        for tier in Tier
    ]
    march, august = 2, 7
    calendar = 1 if calendar_month in (march, august) else own.quiet_calendar
    reaction = own.exercise_reaction * seen.exercises * calendar
    utilities[Tier.SHORT_RANGE] += own.self_excitation * region.provocation_memory + reaction
    utilities[Tier.MEDIUM_RANGE] += own.satellite_motive * region.reconnaissance + reaction
    for strategic in (Tier.ICBM, Tier.NUCLEAR_TEST):
        utilities[strategic] -= own.restraint_by_pledge * region.pledge
    utilities[Tier.CLASH] += p.couplings.hostility * (region.hostility - own.reference_hostility)
    return utilities


COUNTS = ("short_range", "medium_range", "icbm", "nuclear", "clash")  # from the lowest tier up


def count_launches(p: Parameters, region: Region, turn: Turn) -> None:
    own, tier = p.provocation, region.tier
    sources = ("short-range launches", "medium-range launches", "intercontinental launches, or a satellite")
    short, medium, intercontinental = (turn.uniform(source) for source in sources)
    region.short_range = region.medium_range = region.icbm = 0
    if tier == Tier.SHORT_RANGE:
        region.short_range = 1 + turn.poisson(further_short_range(p, region), short)
    if tier > Tier.SHORT_RANGE:
        region.short_range = turn.poisson(own.short_range_mean_above, short)
    if tier > Tier.SHORT_RANGE:
        region.medium_range = (tier == Tier.MEDIUM_RANGE) + turn.poisson(own.medium_range_mean, medium)
    if tier == Tier.ICBM:
        region.icbm = 1 + turn.poisson(own.icbm_mean, intercontinental)
    region.nuclear = int(tier == Tier.NUCLEAR_TEST)
    region.clash = int(tier == Tier.CLASH)
    given = {name: turn.given[name] for name in COUNTS if name in turn.given}
    for name, count in given.items():
        setattr(region, name, count)
    if given:
        region.tier = Tier(max(place * (getattr(region, name) > 0) for place, name in enumerate(COUNTS, start=1)))
    carried = own.satellite_share + (1 - own.satellite_share) * region.reconnaissance
    if region.tier == Tier.MEDIUM_RANGE:
        region.satellite = turn.happens("North Korea: a satellite is launched", carried, intercontinental)
    else:
        region.satellite = False


MOST = 30  # events are ever drawn from a Poisson law


def log_likelihood(p: Parameters, region: Region, turn: Turn) -> float:  # (L1)
    given = {name: int(turn.given[name]) for name in COUNTS if name in turn.given}
    if not given:
        return 0.0
    probabilities = turn.decisions["North Korea: provocation"].probabilities
    laws = [counts_of(p, region, tier) for tier in Tier]
    likelihood = sum(
        probability * math.prod(beyond(given[name] - law[name][0], law[name][1]) for name in given)
        for probability, law in zip(probabilities, laws, strict=True)
    )
    return math.log(max(likelihood, 1e-12))


def counts_of(p: Parameters, region: Region, tier: Tier) -> dict[str, tuple[int, float]]:
    """Of each count in a month of this tier: what is certain, and the mean of what comes on top."""
    own = p.provocation
    lowest = {Tier.NONE: (0, 0.0), Tier.SHORT_RANGE: (1, further_short_range(p, region))}
    short = lowest.get(tier, (0, own.short_range_mean_above))
    return {
        "short_range": short,
        "medium_range": (int(tier == Tier.MEDIUM_RANGE), own.medium_range_mean * (tier > Tier.SHORT_RANGE)),
        "icbm": (1, own.icbm_mean) if tier == Tier.ICBM else (0, 0.0),
        "nuclear": (int(tier == Tier.NUCLEAR_TEST), 0.0),
        "clash": (int(tier == Tier.CLASH), 0.0),
    }


def further_short_range(p: Parameters, region: Region) -> float:
    """The mean number beyond the first, in a month of no higher tier."""
    return min(p.provocation.short_range_mean * math.exp(p.provocation.tempo_in_counts * region.tempo), MOST)


def beyond(count: int, mean: float) -> float:
    if count < 0:
        return 0.0
    exactly = [math.exp(-mean) * mean**each / math.factorial(each) for each in range(count + 1)]
    return max(exactly[count], 1 - sum(exactly[:count])) if count == MOST else exactly[count]


def memories(p: Parameters, region: Region) -> None:
    own = p.provocation
    noise = (
        own.memory_short_range * region.short_range
        + own.memory_medium_range * region.medium_range
        + own.memory_icbm * region.icbm
        + region.nuclear
        + own.memory_clash * region.clash
    )
    fresh = (1 - own.memory_decay) * min(1, noise)
    region.provocation_memory = own.memory_decay * region.provocation_memory + fresh
    tests = region.nuclear + own.strategic_memory_icbm * region.icbm
    region.strategic_memory = min(1, own.strategic_memory_decay * region.strategic_memory + tests)

"""North Korea: what Kim hears from Washington, his answer to an overture, provocations, and what a month leaves."""

import numpy

from ..elementary import choose, clip, indicator, larger, log_odds, logistic, poisson, push, smaller, softplus, weighed
from ..random_numbers import Chance
from .parameters import Parameters
from .region import Action, Region, Stage, Stance, Tier

Array = numpy.ndarray


def north_korea(p: Parameters, region: Region, chance: Chance, month: int, calendar_month: int) -> None:
    hear_washington(p, region)
    answer(p, region, chance, month)
    provocation(p, region, chance, calendar_month)


# What Kim hears from Washington ---------------------------------------------------------------------------------------


def hear_washington(p: Parameters, region: Region) -> None:
    region.believed_coherence += p["belief.coherence_learning"] * (region.coherence - region.believed_coherence)  # (B4)
    credible = p["belief.signal_credibility"]  # (D0)
    weight = credible + (1 - credible) * region.believed_coherence
    undisturbed = 1 - p["belief.resisted_signal"] * region.officials_resist
    signal = p.tables["belief.signal"].take(region.action)
    learnt = p["belief.learning_rate"] * p["belief.updating"] * weight * undisturbed * signal
    forgotten = p["belief.reversion"] * (log_odds(p["belief.prior_on_washington"]) - region.belief_in_washington)
    region.belief_in_washington += learnt + forgotten
    region.trust_in_washington = logistic(region.belief_in_washington)


# The answer to an overture --------------------------------------------------------------------------------------------


def answer(p: Parameters, region: Region, chance: Chance, month: int) -> None:
    region.reservation = reservation(p, region, need(p, region, month))
    rationality = p["choice.rationality_north_korea"]
    gain = gain_from_accepting(p, region)
    accepting = gain + opportune(p, region, region.approval)
    odds = rationality * accepting - value_of_waiting(p, region, month, gain)  # (D3)
    region.offered = (region.action >= Action.OUTREACH) & (region.stage < Stage.DEAL)
    region.accepted = region.offered & (chance.uniforms() < logistic(odds))


def months_left_of_plan(p: Parameters, month: int) -> int:
    return int(p["economy.plan_end_month"] - month) % 60


def need(p: Parameters, region: Region, month: int) -> Array:
    """The plan's calendar, the shortfall and discontent press on Kim."""
    region.plan_phase = numpy.float32(1) if months_left_of_plan(p, month) < 12 else p["society.off_peak_phase"]
    missing = (region.plan_target - region.economy) / region.plan_target
    region.shortfall = clip(p["society.shortfall_scale"] * missing)
    by_shortfall = p["society.need_by_shortfall"] * region.plan_phase * region.shortfall
    return p["couplings.domestic"] * (by_shortfall + p["society.need_by_discontent"] * region.discontent)


def reservation(p: Parameters, region: Region, need: Array) -> Array:  # (D1), Rv
    foresight = p["negotiation.foresight_on_aid"]
    aid = p["couplings.russia"] * (region.aid + foresight * (region.expected_aid - region.aid))
    support = p["couplings.china"] * region.support
    unfinished = (1 - region.second_strike) * (region.self_reliance - 0.5)
    return (
        p["negotiation.reservation"]
        + p["presidency.private_spread"] * region.reservation_draw
        + p["negotiation.reservation_by_china"] * (support - p["negotiation.reference_support"])
        + p["negotiation.reservation_by_russia"] * (aid - p["negotiation.reference_aid"])
        + p["negotiation.reservation_by_arsenal"] * unfinished
        - p["negotiation.reservation_relief_by_need"] * (need - p["negotiation.reference_need"])
    )


def deal_values(p: Parameters) -> Array:
    """What a deal is worth to Kim, by stance."""
    values = ("pressure_value", "denuclearisation_value", "small_deal_value", "recognition_value")
    return numpy.array([p[f"negotiation.{value}"] for value in values], numpy.float32)


def gain_from_accepting(p: Parameters, region: Region) -> Array:  # (D1), U0
    """In an ordinary moment. A gain needs a deliverer, a cost none."""
    values = deal_values(p)
    gains = numpy.maximum(values, 0).take(region.stance)
    losses = (p["negotiation.loss_weight"] * numpy.minimum(values, 0)).take(region.stance)
    expected = (region.trust_in_washington + p["negotiation.deliverable_share"]) * gains + losses
    cold_summit = indicator((region.action == Action.SUMMIT_PROPOSAL) & (region.stage == Stage.NONE))
    return (
        expected
        - region.reservation
        + p["negotiation.stage_bonus"] * region.stage
        + p["negotiation.exercise_bonus"] * (1 - region.exercises)
        - p["negotiation.summit_reluctance"] * cold_summit
    )


def opportune(p: Parameters, region: Region, approval: Array) -> Array:  # (D1), Opp
    standing = (p["negotiation.opportune_approval"] / 10) * (approval - p["negotiation.reference_approval"])
    load = p["negotiation.opportune_load"] * p["couplings.attention"] * (region.attention_load - 0.5)
    return p["negotiation.opportune_moment"] * (standing + load)


def value_of_waiting(p: Parameters, region: Region, month: int, gain: Array) -> Array:  # (D3), Wt
    horizon = p["negotiation.waiting_horizon"]
    usual = p["presidency.long_run_approval"]
    lasting = max(p["presidency.approval_persistence"], 1e-6) ** horizon
    later = gain + opportune(p, region, usual + lasting * (region.approval - usual))
    until_the_end = p["presidency.term_end_month"] - month
    left = min(1, until_the_end / horizon) if until_the_end > 0 else 1
    rationality = p["choice.rationality_north_korea"]
    return p["negotiation.patience"] * (left * softplus(rationality * later) - softplus(rationality * gain))


# Provocation ----------------------------------------------------------------------------------------------------------


def provocation(p: Parameters, region: Region, chance: Chance, calendar_month: int) -> None:
    utilities = provocation_utilities(p, region, calendar_month)
    region.tier = choose(p["choice.rationality_north_korea"], utilities, chance.uniforms())
    count_launches(p, region, chance)


def provocation_attributes(p: Parameters) -> Array:
    """What each tier makes of each driver."""
    names = ("signal", "technical", "domestic", "risk", "cost", "cost")
    signal, technical, domestic, risk, cost, foreseen = (p.tables[f"provocation.{name}"] for name in names)
    adds_to_memory = numpy.array([0, 0, 0, p["provocation.strategic_memory_icbm"], 1, 0], numpy.float32)
    provokes = numpy.array([0, 1, 1, 1, 1, 1], numpy.float32)
    return numpy.column_stack([signal, technical, domestic, -risk, -cost, -foreseen * adds_to_memory, provokes])


def provocation_utilities(p: Parameters, region: Region, calendar_month: int) -> Array:  # (D2)
    no_talks, deal = indicator(region.stage == Stage.NONE), indicator(region.stage == Stage.DEAL)
    loud = p["provocation.attention_motive"] * region.neglect + p["provocation.leverage_motive"] * no_talks
    technical = p["provocation.technical_motive"] * region.self_reliance * (1 - region.second_strike)
    domestic = p["provocation.diversionary_motive"] * p["couplings.domestic"] * region.discontent
    ladder = p["provocation.ladder_restraint"] * region.rung
    talks = p["provocation.restraint_by_talks"] * p.tables["provocation.talks"].take(region.stage.astype(numpy.intp))
    talks += p["provocation.restraint_by_deal"] * deal
    patron = p["provocation.restraint_by_china"] * p["couplings.china"]
    impatience = region.believed_impatience - p["provocation.reference_impatience"]
    foreseen = patron * p["provocation.foresight_on_pressure"] * impatience

    attributes = provocation_attributes(p)
    restraint = patron * region.pressure + talks
    utilities = weighed(attributes, loud, technical, domestic, ladder, restraint, foreseen, region.tempo)
    utilities += p.tables["provocation.intercept"][:, None]
    march, august = 2, 7
    calendar = 1 if calendar_month in (march, august) else p["provocation.quiet_calendar"]
    reaction = p["provocation.exercise_reaction"] * calendar * region.exercises
    utilities[Tier.SHORT_RANGE] += p["provocation.self_excitation"] * region.provocation_memory + reaction
    utilities[Tier.MEDIUM_RANGE] += reaction
    utilities[Tier.CLASH] += p["couplings.hostility"] * (region.hostility - 0.75)
    return utilities


def count_launches(p: Parameters, region: Region, chance: Chance) -> None:
    """Each kind of launch is drawn only where the tier allows it."""
    region.short_range, region.medium_range, region.icbm = numpy.zeros((3, chance.trajectories), numpy.float32)

    launching = numpy.flatnonzero(region.tier > Tier.NONE)
    only_short = indicator(region.tier[launching] == Tier.SHORT_RANGE)
    mean = p["provocation.short_range_mean"] * numpy.exp(0.5 * region.tempo[launching])
    above = p["provocation.short_range_mean_above"]
    further = poisson(above + only_short * (mean - above), chance.uniforms(launching.size))
    region.short_range[launching] = only_short + further

    medium = numpy.flatnonzero((region.tier == Tier.MEDIUM_RANGE) | (region.tier == Tier.ICBM))
    further = poisson(p["provocation.medium_range_mean"], chance.uniforms(medium.size))
    region.medium_range[medium] = further + (region.tier[medium] == Tier.MEDIUM_RANGE)

    intercontinental = numpy.flatnonzero(region.tier == Tier.ICBM)
    further = poisson(p["provocation.icbm_mean"], chance.uniforms(intercontinental.size))
    region.icbm[intercontinental] = 1 + further
    region.nuclear = indicator(region.tier == Tier.NUCLEAR_TEST)
    region.clash = indicator(region.tier == Tier.CLASH)


# What the month leaves ------------------------------------------------------------------------------------------------


def of_deals(p: Parameters, denuclearisation: str, small_deal: str, recognition: str) -> Array:
    """A table by the kind of deal in force; 0 without a deal."""
    return numpy.array([0, p[denuclearisation], p[small_deal], p[recognition]], numpy.float32)


def arsenal(p: Parameters, region: Region) -> None:
    growth = p["arsenal.mainland_growth"] + p["arsenal.mainland_by_test"] * region.icbm  # (C1)
    growth *= (1 - region.mainland_threat) * (1 - p["arsenal.missile_freeze"] * region.in_deal)
    growth += p["arsenal.mainland_by_transfer"] * region.technology_transferred
    region.mainland_threat = smaller(region.mainland_threat + growth, 1)

    other = "arsenal.second_strike_freeze_other"  # (C2)
    freezes = of_deals(p, "arsenal.second_strike_freeze_denuclearisation", other, other)
    growth = p["arsenal.second_strike_growth"] * region.self_reliance * (1 - freezes).take(region.deal)
    growth += p["arsenal.second_strike_by_test"] * region.icbm
    growth *= 1 - region.second_strike
    growth += p["arsenal.transfer_gain"] * region.technology_transferred
    region.second_strike = smaller(region.second_strike + growth, 1)
    disarms = indicator(region.deal == Stance.DENUCLEARISATION)
    region.warheads += p["arsenal.warheads_a_month"] * (1 - p["arsenal.warhead_freeze"] * disarms)


def economy(p: Parameters, region: Region, shock: Array, month: int) -> None:
    kinds = ("relief_denuclearisation", "relief_small_deal", "relief_recognition")
    region.sanctions_relief = of_deals(p, *(f"economy.{kind}" for kind in kinds)).take(region.deal)
    from_china, from_russia = p["couplings.china"], p["couplings.russia"]
    growth = (  # (Ec1)
        p["economy.base_growth"]
        + p["economy.growth_by_china"] * (from_china * region.support - p["economy.reference_support"])
        + p["economy.growth_by_russia"] * (from_russia * region.aid - p["economy.reference_aid"])
        + p["economy.growth_by_relief"] * region.sanctions_relief
        - p["economy.growth_lost_by_pressure"] * from_china * region.pressure
        + p["economy.growth_shock"] * shock
    )
    region.economy += growth * region.economy
    region.plan_target *= 1 + p["economy.plan_growth"]  # (Ec2)
    if months_left_of_plan(p, month) == 0:
        region.plan_target = region.economy.copy()

    unconsoled = larger(1 - p["society.aid_visibility"] * from_russia * region.aid, 0)  # (P1)
    change = (
        p["society.grievance_weight"] * from_russia / p["society.grievance_scale"] * region.grievance * unconsoled
        + p["society.shortfall_weight"] * region.plan_phase * region.shortfall
        - p["society.discontent_decay"] * (region.discontent - p["society.discontent_at_rest"])
    )
    region.discontent = push(region.discontent, change)


def memories(p: Parameters, region: Region) -> None:
    noise = (
        p["provocation.memory_short_range"] * region.short_range
        + p["provocation.memory_medium_range"] * region.medium_range
        + p["provocation.memory_icbm"] * region.icbm
        + region.nuclear
        + p["provocation.memory_clash"] * region.clash
    )
    lasting = p["provocation.memory_decay"]
    region.provocation_memory *= lasting
    region.provocation_memory += (1 - lasting) * smaller(noise, 1)
    tests = region.nuclear + p["provocation.strategic_memory_icbm"] * region.icbm
    kept = p["provocation.strategic_memory_decay"] * region.strategic_memory
    region.strategic_memory = smaller(kept + tests, 1)

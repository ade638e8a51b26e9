# SPDX-License-Identifier: Apache-2.0
"""United States: the president's standing, what occupies him, his stance and his other choices, and his officials."""

import math

from . import clauses
from .chance import Turn
from .parameters import Parameters
from .reading import clip, clip_approval, logistic, push
from .region import Action, Assurance, ChinaPolicy, Region, Relations, Stage, Stance
from .signals import FADED, provoked


def approval(p: Parameters, region: Region, turn: Turn) -> None:  # (X-G)
    usual = p.presidency.long_run_approval
    lasting = p.presidency.approval_persistence * (region.approval - usual)
    region.approval = clip_approval(usual + lasting + p.presidency.approval_shock * turn.normal("approval"))
    if turn.month == p.presidency.term_end_month:  # a successor brings none
        region.rapport = 0.5


def coherence(p: Parameters, region: Region, turn: Turn) -> None:  # (X-C)
    reversion = p.presidency.coherence_reversion * (p.presidency.long_run_coherence - region.coherence)
    region.coherence = push(region.coherence, reversion + p.presidency.coherence_shock * turn.normal("coherence"))


# Attention ------------------------------------------------------------------------------------------------------------


def attention(p: Parameters, region: Region) -> None:
    a = p.attention
    ukraine = [a.load_in_war, a.load_in_ceasefire, a.load_in_settlement][region.ukraine_war]
    region.attention_load = (  # (A1)
        a.ukraine_share * ukraine
        + a.middle_east_share * a.middle_east_step * region.middle_east
        + (1 - a.ukraine_share - a.middle_east_share) * region.tension
    )
    region.neglect = p.couplings.attention * region.attention_load * (1 - region.salience)  # (A2)
    region.priority = region.salience * (1 - a.crowding_out * region.attention_load)  # (A3)


def salience(p: Parameters, region: Region) -> None:
    a = p.attention
    news = (
        a.news_short_range * region.short_range
        + a.news_medium_range * region.medium_range
        + a.news_icbm * region.icbm
        + a.news_nuclear * region.nuclear
        + a.news_clash * region.clash
        + a.news_summit * region.summit
        + a.news_crisis * region.alarm
    )
    kept = (1 - a.salience_decay) * region.salience
    region.salience = clip(kept + (1 - region.salience) * (1 - math.exp(-news)))


# Stance and action ----------------------------------------------------------------------------------------------------


def appetite_for_peace(p: Parameters, region: Region, month: int) -> float:
    """What a deal is worth to the president."""
    in_office = month < p.presidency.term_end_month
    usual = p.presidency.peace_appetite if in_office else p.presidency.successor_appetite
    by_rapport = p.presidency.rapport_motive * (2 * region.rapport - 1)
    return usual + by_rapport + p.presidency.private_spread * region.appetite_draw


def take_stance(p: Parameters, region: Region, turn: Turn) -> None:  # (U2)
    us = p.united_states
    pull = us.officials_pull * (region.coherence - us.reference_coherence)
    shared_goal = p.china.shared_goal * (region.us_china == Relations.COOPERATION)
    threat = us.mainland_motive * (region.mainland_threat - us.threat_reference)
    appetite = appetite_for_peace(p, region, turn.month)
    utilities = [
        us.provocation_motive * provoked(region) - appetite,
        us.denuclearisation_stance + pull + shared_goal,
        us.small_deal_stance + threat - us.distance[Stance.SMALL_DEAL] * pull,
        us.recognition_stance + us.rivalry_motive * region.tension - us.distance[Stance.RECOGNITION] * pull,
    ]
    for stance in Stance:
        utilities[stance] -= us.geopolitical_weight * us.alliance_damage * clauses.left_by_stance(p, stance)
    utilities[region.stance] += p.choice.inertia
    open_ = [region.stage != Stage.DEAL or stance == region.stance for stance in Stance]
    region.stance_before = region.stance
    u = turn.uniform("American stance, or compliance")
    region.stance = turn.choose("United States: stance", utilities, p.choice.rationality_states, u, open_)
    if region.stance != region.stance_before:
        region.coherence = push(region.coherence, -us.shift_damage * us.distance[region.stance])


def take_action(p: Parameters, region: Region, turn: Turn) -> None:  # (U1)
    us = p.united_states
    utilities = action_utilities(p, region, appetite_for_peace(p, region, turn.month))
    u = turn.uniform("American action")
    open_ = open_actions(p, region)
    region.action = turn.choose("United States: action", utilities, p.choice.rationality_states, u, open_)
    region.hawk_cost, region.openness = us.hawkishness[region.action], us.diplomacy[region.action]


REMEMBERED_TOO_WELL = 0.9  # a failed summit, before the next is proposed


def open_actions(p: Parameters, region: Region) -> list[bool]:
    deal = region.stage == Stage.DEAL
    in_touch = region.stage in (Stage.CONTACT, Stage.WORKING_TALKS)
    soft = region.stance != Stance.PRESSURE
    hard = region.stance in (Stance.PRESSURE, Stance.DENUCLEARISATION)
    may_press = hard and region.stage in (Stage.NONE, Stage.CONTACT)
    may_concede = in_touch and soft and region.exercises > p.united_states.exercises_to_concede
    invited = not region.found if deal else in_touch or hope_of_talks(p, region) > FADED
    may_propose = invited and soft and region.failure < REMEMBERED_TOO_WELL
    return [may_press or (deal and bool(region.found)), True, not deal, may_concede, may_propose]


def hope_of_talks(p: Parameters, region: Region) -> float:
    return p.united_states.opening_motive * region.opening + p.united_states.goodwill_motive * region.goodwill


def action_utilities(p: Parameters, region: Region, appetite: float) -> list[float]:
    us = p.united_states
    drive = (
        appetite
        + us.approval_motive * (us.reference_approval - region.approval) / 10
        + us.priority_motive * region.priority
        - us.provocation_motive * provoked(region)
        + us.track_bonus * (region.stage > Stage.NONE)
        - us.pressure_discount * (region.stance == Stance.PRESSURE)
        + hope_of_talks(p, region)
    )
    hawks = (
        us.hawk_cost * region.coherence * us.distance[region.stance]
        + us.concession_cost
        + us.geopolitical_cost * us.geopolitical_weight
        + us.crisis_price * region.alarm
    )
    load = us.attention_cost * region.attention_load
    rows = zip(us.diplomacy, us.bandwidth, us.hawkishness, strict=True)
    utilities = [diplomacy * drive - bandwidth * load - hawkish * hawks for diplomacy, bandwidth, hawkish in rows]
    utilities[Action.WAIT] += us.waiting_bonus
    utilities[Action.SUMMIT_PROPOSAL] -= us.proposal_cost - us.proposal_cost_relief * region.stage
    if region.stage == Stage.DEAL:
        utilities[Action.SUMMIT_PROPOSAL] -= us.further_summit_cost
    return utilities


def officials(p: Parameters, region: Region, turn: Turn) -> None:  # (U4)
    us = p.united_states
    odds = (
        us.resistance_intercept
        + us.officials_resistance * (us.reference_coherence - region.coherence)
        + us.resistance_by_hawk_cost * region.hawk_cost * us.distance[region.stance]
    )
    u = turn.uniform("officials")
    event = "United States: officials resist the president's opening"
    region.officials_resist = region.action >= Action.OUTREACH and turn.happens(event, logistic(odds), u)
    region.coherence = push(region.coherence, -us.resistance_damage * region.officials_resist)
    if region.stage == Stage.WORKING_TALKS:
        region.coherence = clip(region.coherence + us.preparation * (1 - region.coherence))


# China and Seoul ------------------------------------------------------------------------------------------------------


def policy_towards_china(p: Parameters, region: Region, turn: Turn) -> None:  # (U5)
    us = p.united_states
    utilities = [
        us.help_motive * (region.stage in (Stage.CONTACT, Stage.WORKING_TALKS)),
        us.waiting_bonus,
        us.tariff_motive * (us.reference_approval - region.approval) / 10,
    ]
    utilities[region.china_policy] += p.choice.inertia
    u = turn.uniform("policy towards China")
    open_ = [True, True, region.us_china != Relations.COOPERATION]
    chosen = turn.choose("United States: policy towards China", utilities, p.choice.rationality_states, u, open_)
    region.china_policy = ChinaPolicy(chosen)


def assurance(p: Parameters, region: Region, turn: Turn) -> None:  # (U6)
    us = p.united_states
    damage = us.alliance_damage * clauses.left_by_stance(p, region.stance)
    adhere = us.assurance_motive + us.geopolitical_weight - damage
    withdraw = us.withdrawal_by_reassessment * region.alliance_reassessed - us.withdrawal_cost
    utilities = [adhere, 0, withdraw]
    utilities[Assurance.ADHERE if region.assured else Assurance.DRIFT] += p.choice.inertia
    u = turn.uniform("assurance of Seoul")
    chosen = turn.choose("United States: assurance of Seoul", utilities, p.choice.rationality_states, u)
    region.assured = chosen == Assurance.ADHERE
    if chosen == Assurance.WITHDRAW_TROOPS:
        region.american_troops *= 1 - us.brigade


# What a summit and a month leave --------------------------------------------------------------------------------------


def approval_after_summit(p: Parameters, region: Region) -> None:
    own = p.presidency
    share = own.summit_bump_share + (own.success_bump_share if region.deal_struck else -own.failure_bump_share)
    region.approval = clip_approval(region.approval + own.summit_bump * share)


def rapport(p: Parameters, region: Region, ends_well: bool) -> None:
    """After a summit or the collapse of a deal."""
    gain = p.presidency.rapport_gain
    region.rapport = push(region.rapport, gain if ends_well else -gain)


def posture(p: Parameters, region: Region) -> None:
    us = p.united_states
    exercises, assets = 1.0, us.assets_usual
    if region.stage == Stage.DEAL:
        exercises = 1 - clauses.delivered(region, region.pause)
    elif region.action == Action.CONCESSION:
        exercises = us.exercises_after_concession
    elif region.stage > Stage.NONE:
        exercises = max(us.exercises_after_concession, region.exercises)
    if region.stage == Stage.DEAL:
        assets = us.assets_in_deal
    elif region.stance == Stance.PRESSURE or region.action == Action.PRESSURE:
        assets = us.assets_under_pressure
    assets += us.crisis_presence * region.alarm * (1 - assets)
    region.exercises += us.exercise_adjustment * (exercises - region.exercises)
    region.strategic_assets += us.assets_adjustment * (assets - region.strategic_assets)

# SPDX-License-Identifier: Apache-2.0
"""The region before the first month."""

import math

from . import crisis, moscow
from .chance import Dice
from .parameters import Parameters
from .reading import log_odds, logistic
from .region import NEVER, Region, Supplies, War


def opening(p: Parameters, dice: Dice) -> Region:
    """5. Initialisation."""
    belief_in_moscow = log_odds(p.belief.prior_on_moscow) - p.belief.syrian_lesson
    belief_in_washington = log_odds(p.belief.prior_on_washington)
    long_run = p.provocation.tempo_shock / math.sqrt(1 - p.provocation.tempo_persistence**2)
    region = Region(
        ukraine_war=int(p.ukraine_war.initial_phase),
        first_ceasefire=NEVER if p.ukraine_war.initial_phase == War.GOES_ON else 0,
        middle_east=int(p.middle_east.initial_load),
        us_china=int(p.us_china.initial_regime),
        supplies=Supplies.SHELLS if p.ukraine_war.initial_phase == War.GOES_ON else Supplies.NOTHING,
        tempo=p.provocation.initial_tempo
        + p.provocation.initial_tempo_spread * long_run * dice.normal("start of ϑ"),
        approval=p.presidency.initial_approval,
        coherence=p.presidency.initial_coherence,
        stance=int(p.united_states.initial_stance),
        stance_before=int(p.united_states.initial_stance),
        salience=p.attention.initial_salience,
        appetite_draw=dice.normal("z_P"),
        rapport=p.presidency.initial_rapport,
        exercises=p.united_states.initial_exercises,
        strategic_assets=p.united_states.initial_assets,
        strategic_partner=dice.uniform("R_S") < p.russia.strategic_partner_share,
        willing_to_transfer=dice.uniform("R_T") < p.russia.willing_to_transfer_share,
        capacity=p.russia.initial_capacity,
        need=moscow.usual_need(p, int(p.ukraine_war.initial_phase)),
        aid_posture=int(p.russia.initial_posture),
        russian_tie=p.russia.initial_tie,
        debt=p.russia.initial_debt,
        troops=p.russia.initial_troops,
        grievance=p.russia.initial_grievance,
        china_posture=int(p.china.initial_posture),
        support=p.china.initial_support,
        pressure=p.china.initial_pressure,
        closeness=p.china.initial_closeness,
        turmoil=bool(p.south_korea.initial_turmoil),
        coordination=p.south_korea.initial_coordination,
        met_president=bool(p.south_korea.initial_met),
        reaffirmations=p.south_korea.initial_reaffirmations,
        credibility=p.alliance.initial_credibility,
        anxiety=p.alliance.initial_anxiety,
        support_for_own_bomb=p.own_bomb.support,
        own_bomb=int(p.own_bomb.initial_step),
        japanese_anxiety=logistic(p.japan.anxiety_intercept),
        japanese_policy=int(p.japan.initial_policy),
        belief_in_moscow=belief_in_moscow,
        trust_in_moscow=logistic(belief_in_moscow),
        belief_in_washington=belief_in_washington,
        trust_in_washington=logistic(belief_in_washington),
        believed_capacity=p.belief.prior_on_capacity,
        believed_coherence=p.belief.prior_on_coherence,
        believed_impatience=p.belief.prior_on_impatience,
        reservation_draw=dice.normal("z_R"),
        reservation=p.negotiation.reservation,
        mainland_threat=p.arsenal.initial_mainland_threat,
        second_strike=p.arsenal.initial_second_strike,
        warheads=p.arsenal.initial_warheads,
        discontent=p.society.discontent_at_rest + p.society.discontent_above_rest_at_start,
        hostility=p.south_korea.initial_hostility,
        provocation_memory=p.provocation.initial_memory,
        strategic_memory=p.provocation.initial_strategic_memory,
        rung=int(p.crisis.initial_rung),
        crisis_memory=max(p.crisis.initial_rung / crisis.TOP, p.crisis.initial_memory),
    )
    region.aid = region.expected_aid = moscow.aid_in_posture(p, region, moscow.deliverable(p, region, month=0))
    crisis.feel(p, region)
    return region

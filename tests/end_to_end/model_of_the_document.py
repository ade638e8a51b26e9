"""The model again, in plain Python, from docs/model.md alone.

Read it beside the document: sections, order and equation labels are the same. Members of `Region` have the names
of the document's state table, and a parameter is looked up by its full name. `seen` is the region as an agent sees
what others do: the region itself, or, in simultaneous order, the region as the month opened.

Left out are timelines and `crisis.ladder: random_walk`.
"""

import copy
import enum
import math
from collections.abc import Callable
from dataclasses import dataclass, field

NEVER = 10**6
BEFORE_THE_FIRST_MONTH = 2**32 - 1


class Parameters(dict[str, float]):
    """Values by full name; and tables, the entries of `russia.aid_level.*` as `tables["russia.aid_level"]`."""

    def __init__(self, values: dict[str, float]) -> None:
        super().__init__(values)
        self.tables: dict[str, list[float]] = {}
        for name, value in values.items():
            self.tables.setdefault(name.rpartition(".")[0], []).append(value)


# What is counted ------------------------------------------------------------------------------------------------------


class War(enum.IntEnum):
    GOES_ON, CEASEFIRE, SETTLEMENT = range(3)


class Relations(enum.IntEnum):
    COOPERATION, MANAGED_RIVALRY, TARIFF_WAR, ACUTE_CRISIS = range(4)


class Stance(enum.IntEnum):
    """Of Washington, and so the kind of deal: a deal is struck under a stance other than pressure."""

    PRESSURE, DENUCLEARISATION, SMALL_DEAL, RECOGNITION = range(4)


class Action(enum.IntEnum):
    PRESSURE, WAIT, OUTREACH, CONCESSION, SUMMIT_PROPOSAL = range(5)


class Posture(enum.IntEnum):
    """Of China."""

    PRESS, NEUTRAL, SUPPORT, COURT, DUAL = range(5)


class Policy(enum.IntEnum):
    """Of Seoul."""

    ENGAGE, COORDINATE, HARDEN, HEDGE = range(4)


class Tier(enum.IntEnum):
    NONE, SHORT_RANGE, MEDIUM_RANGE, ICBM, NUCLEAR_TEST, CLASH = range(6)


class Stage(enum.IntEnum):
    NONE, CONTACT, WORKING_TALKS, DEAL = range(4)


# 2. Entities and state variables --------------------------------------------------------------------------------------


@dataclass
class Region:
    """The state. What has no value here is given by `opening`; what has 0 is computed before anyone reads it."""

    ukraine_war: int
    first_ceasefire: int
    middle_east: int
    us_china: int
    tempo: float

    approval: float
    coherence: float
    stance: int
    salience: float
    appetite_draw: float
    exercises: float
    strategic_assets: float

    strategic_partner: bool
    willing_to_transfer: bool
    capacity: float
    aid_posture: int
    russian_tie: float
    troops: float
    grievance: float

    china_posture: int
    support: float
    pressure: float
    closeness: float

    turmoil: bool
    coordination: float
    met_president: bool
    reaffirmations: float
    credibility: float
    anxiety: float
    japanese_anxiety: float

    belief_in_moscow: float
    belief_in_washington: float
    believed_capacity: float
    believed_coherence: float
    believed_impatience: float
    reservation_draw: float
    mainland_threat: float
    second_strike: float
    warheads: float
    discontent: float
    hostility: float
    provocation_memory: float
    rung: int

    tension: float = 0.0
    attention_load: float = 0.0
    neglect: float = 0.0
    priority: float = 0.0
    action: int = Action.WAIT
    hawk_cost: float = 0.0
    officials_resist: bool = False

    need: float = 1.0
    aid: float = 0.0
    technology_transferred: bool = False
    leaders_met: bool = False

    reaffirmed: bool = False
    seoul_engages: bool = False
    seoul_coordinates: bool = False
    seoul_hardens: bool = False
    seoul_hedges: bool = False
    alliance_reassessed: bool = False
    japan_shifted: bool = False

    trust_in_moscow: float = 0.0
    trust_in_washington: float = 0.0
    expected_aid: float = 0.0
    self_reliance: float = 0.0
    reservation: float = 0.0
    deal_value: float = 0.0
    offered: bool = False
    answered_action: int = Action.WAIT
    answered_stance: int = Stance.PRESSURE
    accepted: bool = False
    tier: int = Tier.NONE
    short_range: int = 0
    medium_range: int = 0
    icbm: int = 0
    nuclear: int = 0
    clash: int = 0
    economy: float = 100.0
    plan_target: float = 100.0
    plan_phase: float = 0.0
    shortfall: float = 0.0
    sanctions_relief: float = 0.0
    strategic_memory: float = 0.0

    stage: int = Stage.NONE
    deal: int = 0
    summit: bool = False
    deal_struck: bool = False
    summits: int = 0
    bypass: bool = False
    normalisation: float = 0.0

    short_term_security: float = 0.0
    long_term_security: float = 0.0


# 4. Stochasticity -----------------------------------------------------------------------------------------------------


class Stream(enum.IntEnum):
    """The sources of chance in a month."""

    UKRAINE_WAR_AND_TROOPS = 1
    MIDDLE_EAST_LOAD = 2
    US_CHINA_REGIME = 3
    APPROVAL_AND_COHERENCE = 4
    SEOUL_AND_ALLIANCE = 5
    RUSSIAN_DECISIONS = 6
    CHINESE_DECISIONS = 7
    AMERICAN_DECISIONS = 8
    SOUTH_KOREAN_DECISIONS = 9
    NORTH_KOREAN_DECISIONS = 10
    LAUNCH_COUNTS = 11
    DIPLOMACY_TURNS = 12
    CRISIS_LADDER = 13
    ECONOMY_AND_TEMPO = 14


def philox(counter: list[int], key: list[int]) -> list[int]:
    """Philox4x32-10 (Salmon et al. 2011): four random words of 32 bits."""
    word = 2**32 - 1
    (a, b, c, d), (low, high) = counter, key
    for _ in range(10):
        first, second = a * 0xD2511F53, c * 0xCD9E8D57
        a, b, c, d = (second >> 32) ^ b ^ low, second & word, (first >> 32) ^ d ^ high, first & word
        low, high = (low + 0x9E3779B9) & word, (high + 0xBB67AE85) & word
    return [a, b, c, d]


def four_uniforms(seed: int, trajectory: int, month: int, stream: int) -> list[float]:
    """The upper 23 bits of each word name one of 2^23 equal cells; its middle is the uniform."""
    counter = [trajectory % 2**32, trajectory >> 32, month, stream]
    return [((word >> 9) + 0.5) / 2**23 for word in philox(counter, [seed % 2**32, seed >> 32])]


def normal(u: float, v: float) -> float:
    return math.sqrt(-2 * math.log(u)) * math.cos(2 * math.pi * v)


# 7. How to read the equations -----------------------------------------------------------------------------------------


def logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def log_odds(probability: float) -> float:
    return math.log(probability / (1 - probability))


def softplus(x: float) -> float:
    return math.log(1 + math.exp(x))


def clip(x: float, lowest: float = 0.0, highest: float = 1.0) -> float:
    return min(highest, max(lowest, x))


def quantal_response(rationality: float, utilities: list[float], allowed: list[bool] | None = None) -> list[float]:
    """The probability of each option."""
    allowed = allowed or [True] * len(utilities)
    weights = [may * math.exp(rationality * utility) for utility, may in zip(utilities, allowed, strict=True)]
    return [weight / sum(weights) for weight in weights]


Push = Callable[[float, float], float]


def soft_push(x: float, by: float) -> float:  # (N1)
    room = 1 - x if by > 0 else x
    return x + by * room / math.hypot(room, by) if by else x


def clipped_push(x: float, by: float) -> float:  # as specified
    return clip(x + by)


def push_with(p: Parameters) -> Push:
    return clipped_push if p["schedule.bounds"] else soft_push


@dataclass
class Decision:
    utilities: list[float]
    probabilities: list[float]
    chosen: int


@dataclass
class Chance:
    probability: float
    happened: bool


@dataclass
class Turn:
    """One month: its uniforms, what was decided in it, and how close the closest draw was to another outcome."""

    month: int
    calendar_month: int  # 0 January ... 11 December
    uniforms: dict[Stream, list[float]]
    decisions: dict[str, Decision] = field(default_factory=dict)
    chances: dict[str, Chance] = field(default_factory=dict)
    closest: float = 1.0

    def happens(self, event: str, probability: float, u: float) -> bool:
        self.closest = min(self.closest, abs(u - probability))
        self.chances[event] = Chance(probability, u < probability)
        return u < probability

    def choose(self, decision: str, utilities: list[float], probabilities: list[float], u: float) -> int:
        """By inversion, in menu order."""
        chosen = self.count_below(u, probabilities[:-1])
        self.decisions[decision] = Decision(utilities, probabilities, chosen)
        return chosen

    def poisson(self, mean: float, u: float) -> int:
        """By inversion; counts end at 30."""
        probabilities = [math.exp(-mean)]
        for count in range(1, 30):
            probabilities.append(probabilities[-1] * mean / count)
        return self.count_below(u, probabilities)

    def count_below(self, u: float, probabilities: list[float]) -> int:
        """How many of the cumulative probabilities u reaches."""
        count, cumulative = 0, 0.0
        for probability in probabilities:
            cumulative += probability
            self.closest = min(self.closest, abs(u - cumulative))
            count += u >= cumulative
        return count


# 5. Initialisation ----------------------------------------------------------------------------------------------------


def opening(p: Parameters, seed: int, trajectory: int) -> Region:
    types = four_uniforms(seed, trajectory, BEFORE_THE_FIRST_MONTH, 0)
    tastes = four_uniforms(seed, trajectory, BEFORE_THE_FIRST_MONTH, 1)
    tempo_spread = p["provocation.tempo_shock"] / math.sqrt(1 - p["provocation.tempo_persistence"] ** 2)
    return Region(
        ukraine_war=int(p["ukraine_war.initial_phase"]),
        first_ceasefire=NEVER,
        middle_east=int(p["middle_east.initial_load"]),
        us_china=int(p["us_china.initial_regime"]),
        tempo=tempo_spread * normal(types[2], types[3]),
        approval=p["presidency.initial_approval"],
        coherence=p["presidency.initial_coherence"],
        stance=int(p["united_states.initial_stance"]),
        salience=p["attention.initial_salience"],
        appetite_draw=normal(tastes[0], tastes[1]),
        exercises=p["united_states.initial_exercises"],
        strategic_assets=p["united_states.initial_assets"],
        strategic_partner=types[0] < p["russia.strategic_partner_share"],
        willing_to_transfer=types[1] < p["russia.willing_to_transfer_share"],
        capacity=p["russia.initial_capacity"],
        aid_posture=int(p["russia.initial_posture"]),
        russian_tie=p["russia.initial_tie"],
        troops=p["russia.initial_troops"],
        grievance=p["russia.initial_grievance"],
        china_posture=int(p["china.initial_posture"]),
        support=p["china.initial_support"],
        pressure=p["china.initial_pressure"],
        closeness=p["china.initial_closeness"],
        turmoil=bool(p["south_korea.initial_turmoil"]),
        coordination=p["south_korea.initial_coordination"],
        met_president=bool(p["south_korea.initial_met"]),
        reaffirmations=p["south_korea.initial_reaffirmations"],
        credibility=p["alliance.initial_credibility"],
        anxiety=p["alliance.initial_anxiety"],
        japanese_anxiety=logistic(p["japan.anxiety_intercept"]),
        belief_in_moscow=log_odds(p["belief.prior_on_moscow"]) - p["belief.syrian_lesson"],
        belief_in_washington=log_odds(p["belief.prior_on_washington"]),
        believed_capacity=p["belief.prior_on_capacity"],
        believed_coherence=p["belief.prior_on_coherence"],
        believed_impatience=p["belief.prior_on_impatience"],
        reservation_draw=normal(tastes[2], tastes[3]),
        mainland_threat=p["arsenal.initial_mainland_threat"],
        second_strike=p["arsenal.initial_second_strike"],
        warheads=p["arsenal.initial_warheads"],
        discontent=p["society.discontent_at_rest"] + p["society.discontent_above_rest_at_start"],
        hostility=p["south_korea.initial_hostility"],
        provocation_memory=p["provocation.initial_memory"],
        rung=int(p["crisis.initial_rung"]),
    )


# 7. Processes ---------------------------------------------------------------------------------------------------------


def war_in_ukraine(p: Parameters, region: Region, turn: Turn) -> None:  # (X-W)
    u = turn.uniforms[Stream.UKRAINE_WAR_AND_TROOPS][0]
    relapse = p["ukraine_war.relapse_hazard"]
    if region.ukraine_war == War.GOES_ON:
        if turn.happens("a ceasefire begins", p["ukraine_war.ceasefire_hazard"], u):
            region.ukraine_war = War.CEASEFIRE
    elif region.ukraine_war == War.CEASEFIRE:
        if turn.happens("the war resumes", relapse, u):
            region.ukraine_war = War.GOES_ON
        elif turn.happens("a settlement is signed", p["ukraine_war.settlement_hazard"], u - relapse):
            region.ukraine_war = War.SETTLEMENT
    if region.ukraine_war != War.GOES_ON:
        region.first_ceasefire = min(region.first_ceasefire, turn.month)


def middle_east(p: Parameters, region: Region, turn: Turn) -> None:  # (X-M)
    u = turn.uniforms[Stream.MIDDLE_EAST_LOAD][0]
    load = region.middle_east
    if load < 2 and turn.happens("the load rises", p["middle_east.escalation_hazard"], 1 - u):
        region.middle_east += 1
    if load > 0 and turn.happens("the load falls", p["middle_east.calming_hazard"], u):
        region.middle_east -= 1


def us_china_relations(p: Parameters, region: Region, turn: Turn) -> None:  # (X-K)
    worsening, easing = p["us_china.worsening_hazard"], p["us_china.easing_hazard"]
    from_cooperation = p["us_china.worsening_from_cooperation"] * worsening
    from_acute = p["us_china.easing_from_acute"] * easing
    tilt = math.exp(p["us_china.tilt"])
    up = [from_cooperation, worsening, p["us_china.acute_hazard"], 0][region.us_china] * tilt
    down = [0, p["us_china.compromise_hazard"], easing, from_acute][region.us_china] / tilt
    scale = min(1, 0.95 / (up + down))
    u = turn.uniforms[Stream.US_CHINA_REGIME][0]
    worsens = turn.happens("relations worsen", up * scale, 1 - u)
    eases = turn.happens("relations ease", down * scale, u)
    region.us_china += worsens - eases
    region.tension = p.tables["us_china.tension"][region.us_china]


def administration(p: Parameters, region: Region, turn: Turn) -> None:
    u = turn.uniforms[Stream.APPROVAL_AND_COHERENCE]
    usual = p["presidency.long_run_approval"]  # (X-G)
    lasting = p["presidency.approval_persistence"] * (region.approval - usual)
    region.approval = clip(usual + lasting + p["presidency.approval_shock"] * normal(u[0], u[1]), 20, 70)
    reversion = p["presidency.coherence_reversion"] * (p["presidency.long_run_coherence"] - region.coherence)  # (X-C)
    shock = p["presidency.coherence_shock"] * normal(u[2], u[3])
    region.coherence = push_with(p)(region.coherence, reversion + shock)


def politics_in_seoul(p: Parameters, region: Region, turn: Turn) -> None:  # (X-Omega)
    u = turn.uniforms[Stream.SEOUL_AND_ALLIANCE][0]
    if region.turmoil:
        region.turmoil = not turn.happens("political turmoil ends", p["south_korea.calming_hazard"], u)
    else:
        region.turmoil = turn.happens("political turmoil begins", p["south_korea.turmoil_hazard"], u)
    target = p["south_korea.coordination_turmoil" if region.turmoil else "south_korea.coordination_stable"]
    gap = target - region.coordination
    region.coordination = clip(region.coordination + p["south_korea.coordination_adjustment"] * gap)


def tempo(p: Parameters, region: Region, turn: Turn) -> None:  # (X-theta)
    u = turn.uniforms[Stream.ECONOMY_AND_TEMPO]
    region.tempo = p["provocation.tempo_persistence"] * region.tempo + p["provocation.tempo_shock"] * normal(u[2], u[3])


# Attention ------------------------------------------------------------------------------------------------------------


def attention(p: Parameters, region: Region) -> None:
    loads = [p["attention.load_in_war"], p["attention.load_in_ceasefire"], p["attention.load_in_settlement"]]
    ukraine, middle_east = p["attention.ukraine_share"], p["attention.middle_east_share"]
    region.attention_load = (  # (A1)
        ukraine * loads[region.ukraine_war]
        + middle_east * region.middle_east / 2
        + (1 - ukraine - middle_east) * region.tension
    )
    region.neglect = p["couplings.attention"] * region.attention_load * (1 - region.salience)  # (A2)
    region.priority = region.salience * (1 - p["attention.crowding_out"] * region.attention_load)  # (A3)


# Russia ---------------------------------------------------------------------------------------------------------------


def russia(p: Parameters, region: Region, turn: Turn) -> None:
    deliverable = recovery(p, region, turn)
    of_other, of_partner = (how_a_type_chooses(p, region, is_partner) for is_partner in (False, True))
    utilities, probabilities = of_partner if region.strategic_partner else of_other
    u = turn.uniforms[Stream.RUSSIAN_DECISIONS]
    region.aid_posture = turn.choose("aid to Pyongyang", utilities, probabilities, u[0])  # (R3)
    level = p.tables["russia.aid_level"][region.aid_posture]
    region.aid = min(1, deliverable * level / p["russia.aid_scale"])
    region.russian_tie += p["russia.tie_adjustment"] * (region.aid - region.russian_tie)

    learn_about_moscow(p, region, of_partner[1], of_other[1])
    region.believed_capacity += p["belief.capacity_learning"] * level * (deliverable - region.believed_capacity)  # (B3)
    hazard = p["russia.transfer_hazard"] * region.willing_to_transfer * region.need  # (R4)
    open_channel = p["couplings.russia"] > 0
    region.technology_transferred = turn.happens("sensitive technology is transferred", hazard * open_channel, u[1])
    troops(p, region, turn)
    self_reliance(p, region)
    expect_aid(p, region, of_partner[1], of_other[1])


def recovery(p: Parameters, region: Region, turn: Turn) -> float:
    """Need and capacity; what can be delivered."""
    if region.first_ceasefire <= turn.month:  # (R1)
        target = [1, p["russia.need_in_ceasefire"], p["russia.need_after_settlement"]][region.ukraine_war]
        region.need += p["russia.need_adjustment"] * (target - region.need)
    if region.ukraine_war == War.GOES_ON:  # (R2)
        return region.capacity
    region.capacity += p["russia.capacity_adjustment"] * (p["russia.postwar_capacity"] - region.capacity)
    since = turn.month - region.first_ceasefire
    return region.capacity * (1 - p["russia.recovery_burden"] * math.exp(-since / p["russia.recovery_time"]))


def how_a_type_chooses(p: Parameters, region: Region, is_partner: bool) -> tuple[list[float], list[float]]:  # (R3)
    after_war = p["russia.partnership_motive"] * is_partner - p["russia.normalisation_motive"]
    worth = p["russia.need_motive"] * region.need + (1 - region.need) * after_war
    utilities = [level * worth for level in p.tables["russia.aid_level"]]
    utilities[region.aid_posture] += p["russia.posture_inertia"]
    return utilities, quantal_response(p["choice.rationality_states"], utilities)


def learn_about_moscow(p: Parameters, region: Region, of_partner: list[float], of_other: list[float]) -> None:  # (B1)
    likelihood = of_partner[region.aid_posture] / of_other[region.aid_posture]
    region.belief_in_moscow += p["belief.updating"] * math.log(likelihood)
    region.trust_in_moscow = logistic(region.belief_in_moscow)


def troops(p: Parameters, region: Region, turn: Turn) -> None:
    war = region.ukraine_war == War.GOES_ON
    u = turn.uniforms[Stream.UKRAINE_WAR_AND_TROOPS][1]
    if war and turn.happens("another wave of troops leaves for Russia", p["russia.troop_wave_chance"], u):
        region.troops += p["russia.troop_wave"]
    region.troops *= 1 - p["russia.troop_rotation" if war else "russia.troop_return"]
    region.grievance *= 1 - p["russia.grievance_decay"]
    region.grievance += p["russia.casualty_rate"] * region.troops * war


def self_reliance(p: Parameters, region: Region) -> None:  # (B2)
    distrust_of_moscow = 1 - 2 * region.trust_in_moscow
    distrust_of_washington = 1 - 2 * logistic(region.belief_in_washington)
    region.self_reliance = logistic(
        p["belief.self_reliance_response"] * p["couplings.russia"] * distrust_of_moscow
        + p["belief.self_reliance_by_distrust"] * distrust_of_washington
    )


def expect_aid(p: Parameters, region: Region, of_partner: list[float], of_other: list[float]) -> None:
    levels = p.tables["russia.aid_level"]
    of_either = [
        region.trust_in_moscow * partner + (1 - region.trust_in_moscow) * other
        for partner, other in zip(of_partner, of_other, strict=True)
    ]
    level = sum(probability * level for probability, level in zip(of_either, levels, strict=True))
    region.expected_aid = min(1, region.believed_capacity * level / p["russia.aid_scale"])


# China ----------------------------------------------------------------------------------------------------------------


def china(p: Parameters, seen: Region, region: Region, turn: Turn) -> None:  # (Ch1)
    utilities = china_utilities(p, seen, region)
    probabilities = quantal_response(p["choice.rationality_states"], utilities)
    u = turn.uniforms[Stream.CHINESE_DECISIONS]
    posture = turn.choose("posture towards Pyongyang", utilities, probabilities, u[0])
    region.china_posture = posture
    courts = posture in (Posture.COURT, Posture.DUAL)
    region.leaders_met = courts and turn.happens("Xi receives Kim", p["china.meeting_chance"], u[1])

    supports, presses = p.tables["china.support"][posture], p.tables["china.pressure"][posture]
    region.support += p["china.adjustment"] * (max(0, supports) - region.support)
    region.pressure += p["china.adjustment"] * (presses - region.pressure)
    gain = p["china.closeness_by_courtship"] * p.tables["china.courtship"][posture]
    loss = p["china.closeness_decay"] + p["china.closeness_lost_by_pressure"] * presses
    region.closeness = clip(region.closeness + gain * (1 - region.closeness) - loss * region.closeness)
    learning = p["belief.impatience_learning"] * region.strategic_memory  # (B5)
    region.believed_impatience += learning * (presses - region.believed_impatience)


def china_utilities(p: Parameters, seen: Region, region: Region) -> list[float]:
    rival_patron = p["couplings.russia"] * seen.russian_tie
    worth = (
        p["china.asset_motive"] * region.tension
        + (p["china.trilateral_motive"] * region.tension - p["china.displeasure"]) * rival_patron
        - p["china.support_cost"]
    )
    track_open = region.stage in (Stage.CONTACT, Stage.WORKING_TALKS)
    court = p["china.courtship_motive"] * region.tension * track_open
    cooperation = region.us_china == Relations.COOPERATION
    press = (
        p["china.shared_goal"] * cooperation
        + p["china.test_annoyance"] * region.strategic_memory
        - p["china.pressure_cost"]
    )
    attributes = ("china.support", "china.courtship", "china.pressure", "china.fixed_cost")
    rows = zip(*(p.tables[attribute] for attribute in attributes), strict=True)
    utilities = [v * worth + k * court + pressure * press - cost for v, k, pressure, cost in rows]
    utilities[region.china_posture] += p["china.posture_inertia"]
    utilities[Posture.DUAL] += p["china.dual_motive"] * p["china.alignment_threat"] * region.normalisation
    return utilities


# United States --------------------------------------------------------------------------------------------------------


def united_states(p: Parameters, region: Region, turn: Turn) -> None:
    u = turn.uniforms[Stream.AMERICAN_DECISIONS]
    appetite = appetite_for_peace(p, region, turn.month)
    take_stance(p, region, turn, appetite, u[1])
    take_action(p, region, turn, appetite, u[0])
    officials(p, region, turn, u[2])


def appetite_for_peace(p: Parameters, region: Region, month: int) -> float:
    """What a deal is worth to the president."""
    in_office = month < p["presidency.term_end_month"]
    appetite = p["presidency.peace_appetite" if in_office else "presidency.successor_appetite"]
    return appetite + p["presidency.private_spread"] * region.appetite_draw


def take_stance(p: Parameters, region: Region, turn: Turn, appetite: float, u: float) -> None:  # (U2)
    pull = p["united_states.officials_pull"] * (region.coherence - 0.5)
    shared_goal = p["china.shared_goal"] * (region.us_china == Relations.COOPERATION)
    threat = p["united_states.mainland_motive"] * (region.mainland_threat - p["united_states.threat_reference"])
    rivalry = p["united_states.rivalry_motive"] * region.tension
    utilities = [
        p["united_states.provocation_motive"] * region.provocation_memory - appetite,
        p["united_states.denuclearisation_stance"] + pull + shared_goal,
        p["united_states.small_deal_stance"] + threat - 0.5 * pull,
        p["united_states.recognition_stance"] + rivalry - pull,
    ]
    for stance, damage in enumerate(p.tables["united_states.alliance_damage"]):
        utilities[stance] -= p["united_states.geopolitical_weight"] * damage
    utilities[region.stance] += p["united_states.stance_inertia"]
    allowed = [region.stage != Stage.DEAL or stance == region.stance for stance in Stance]
    probabilities = quantal_response(p["choice.rationality_states"], utilities, allowed)
    before, region.stance = region.stance, turn.choose("stance", utilities, probabilities, u)
    if region.stance != before:
        distance = p.tables["united_states.distance"][region.stance]
        region.coherence = push_with(p)(region.coherence, -p["united_states.shift_damage"] * distance)


def take_action(p: Parameters, region: Region, turn: Turn, appetite: float, u: float) -> None:  # (U1)
    below_reference = p["united_states.reference_approval"] - region.approval
    drive = (
        appetite
        + p["united_states.approval_motive"] * below_reference / 10
        + p["united_states.priority_motive"] * region.priority
        - p["united_states.provocation_motive"] * region.provocation_memory
        + p["united_states.track_bonus"] * (region.stage > Stage.NONE)
        - p["united_states.pressure_discount"] * (region.stance == Stance.PRESSURE)
    )
    distance = p.tables["united_states.distance"][region.stance]
    hawks = (
        p["united_states.hawk_cost"] * region.coherence * distance
        + p["united_states.concession_cost"]
        + p["united_states.geopolitical_cost"] * p["united_states.geopolitical_weight"]
    )
    load = p["united_states.attention_cost"] * region.attention_load
    attributes = ("united_states.diplomacy", "united_states.bandwidth", "united_states.hawkishness")
    rows = zip(*(p.tables[attribute] for attribute in attributes), strict=True)
    utilities = [diplomacy * drive - bandwidth * load - hawkish * hawks for diplomacy, bandwidth, hawkish in rows]
    utilities[Action.WAIT] += p["united_states.waiting_bonus"]
    relief = p["united_states.proposal_cost_relief"] * region.stage
    utilities[Action.SUMMIT_PROPOSAL] -= p["united_states.proposal_cost"] - relief

    no_deal = region.stage != Stage.DEAL
    allowed = [no_deal, True, no_deal, no_deal and region.exercises > 0.6, no_deal and region.stance != Stance.PRESSURE]
    probabilities = quantal_response(p["choice.rationality_states"], utilities, allowed)
    region.action = turn.choose("action", utilities, probabilities, u)
    region.hawk_cost = p.tables["united_states.hawkishness"][region.action]


def officials(p: Parameters, region: Region, turn: Turn, u: float) -> None:  # (U4)
    odds = (
        p["united_states.resistance_intercept"]
        + p["united_states.officials_resistance"] * (0.5 - region.coherence)
        + p["united_states.resistance_by_hawk_cost"]
        * region.hawk_cost
        * p.tables["united_states.distance"][region.stance]
    )
    opening_made = region.action >= Action.OUTREACH
    event = "officials resist the president's opening"
    region.officials_resist = opening_made and turn.happens(event, logistic(odds), u)
    if region.officials_resist:
        region.coherence = push_with(p)(region.coherence, -p["united_states.resistance_damage"])
    if region.stage == Stage.WORKING_TALKS:
        region.coherence = clip(region.coherence + p["united_states.preparation"] * (1 - region.coherence))


# South Korea ----------------------------------------------------------------------------------------------------------


def south_korea(p: Parameters, region: Region, turn: Turn) -> None:
    choose_policy(p, region, turn)
    u = turn.uniforms[Stream.SEOUL_AND_ALLIANCE]
    if not region.met_president:  # (K2)
        meeting = p["south_korea.leaders_meeting_hazard"] * region.coordination
        event = "the presidents of South Korea and the United States meet"
        region.met_president = turn.happens(event, meeting, u[1])
    odds = (  # (K3)
        p["south_korea.reaffirmation_base"]
        + p["south_korea.coordination_effect"] * (2 * region.coordination - 1)
        + p["south_korea.reaffirmation_by_coordinating"] * region.seoul_coordinates
    )
    region.reaffirmed = turn.happens("extended deterrence is reaffirmed", logistic(odds), u[2])
    region.reaffirmations += p["south_korea.reaffirmation_memory"] * (region.reaffirmed - region.reaffirmations)
    by_coordinating = p["south_korea.coherence_by_coordinating"] * region.seoul_coordinates
    region.coherence = push_with(p)(region.coherence, by_coordinating)


def choose_policy(p: Parameters, region: Region, turn: Turn) -> None:  # (K1)
    fear = region.anxiety + (1 - region.credibility) - p["south_korea.hedge_reference"]
    engagement = p["south_korea.engagement"]
    utilities = [
        p["south_korea.engage_motive"] * engagement,
        p["south_korea.coordinate_motive"] * region.coordination,
        p["south_korea.harden_motive"] * region.provocation_memory
        + p["south_korea.hostility_motive"] * p["couplings.hostility"] * region.hostility
        - p["south_korea.engage_restraint"] * engagement,
        p["south_korea.hedge_motive"] * fear - p["south_korea.hedge_cost"],
    ]
    probabilities = quantal_response(p["choice.rationality_states"], utilities)
    policy = turn.choose("policy", utilities, probabilities, turn.uniforms[Stream.SOUTH_KOREAN_DECISIONS][0])
    region.seoul_engages = policy == Policy.ENGAGE
    region.seoul_coordinates = policy == Policy.COORDINATE
    region.seoul_hardens = policy == Policy.HARDEN
    region.seoul_hedges = policy == Policy.HEDGE


# North Korea: what Kim hears from Washington --------------------------------------------------------------------------


def hear_washington(p: Parameters, seen: Region, region: Region) -> None:
    region.believed_coherence += p["belief.coherence_learning"] * (seen.coherence - region.believed_coherence)  # (B4)
    credible = p["belief.signal_credibility"]  # (D0)
    weight = credible + (1 - credible) * region.believed_coherence
    undisturbed = 1 - p["belief.resisted_signal"] * seen.officials_resist
    signal = p.tables["belief.signal"][seen.action]
    learnt = p["belief.learning_rate"] * p["belief.updating"] * weight * undisturbed * signal
    forgotten = p["belief.reversion"] * (log_odds(p["belief.prior_on_washington"]) - region.belief_in_washington)
    region.belief_in_washington += learnt + forgotten
    region.trust_in_washington = logistic(region.belief_in_washington)


# North Korea: the answer to an overture -------------------------------------------------------------------------------


def answer(p: Parameters, seen: Region, region: Region, turn: Turn) -> None:
    region.reservation = reservation(p, seen, region, need(p, region, turn.month))
    values = ("pressure_value", "denuclearisation_value", "small_deal_value", "recognition_value")
    region.deal_value = p[f"negotiation.{values[seen.stance]}"]
    region.answered_action, region.answered_stance = seen.action, seen.stance

    rationality = p["choice.rationality_north_korea"]
    gain = gain_from_accepting(p, seen, region)
    accepting = gain + opportune(p, seen, seen.approval)
    odds = rationality * accepting - value_of_waiting(p, seen, turn.month, gain)  # (D3)
    region.offered = seen.action >= Action.OUTREACH and seen.stage < Stage.DEAL
    u = turn.uniforms[Stream.NORTH_KOREAN_DECISIONS][0]
    region.accepted = region.offered and turn.happens("Kim accepts the overture", logistic(odds), u)


def months_left_of_plan(p: Parameters, month: int) -> int:
    return int(p["economy.plan_end_month"] - month) % 60


def need(p: Parameters, region: Region, month: int) -> float:
    """The plan's calendar, the shortfall and discontent press on Kim."""
    region.plan_phase = 1 if months_left_of_plan(p, month) < 12 else p["society.off_peak_phase"]
    missing = (region.plan_target - region.economy) / region.plan_target
    region.shortfall = clip(p["society.shortfall_scale"] * missing)
    by_shortfall = p["society.need_by_shortfall"] * region.shortfall * region.plan_phase
    return p["couplings.domestic"] * (by_shortfall + p["society.need_by_discontent"] * region.discontent)


def reservation(p: Parameters, seen: Region, region: Region, need: float) -> float:  # (D1), Rv
    """Aid and what is expected of it are those of one month, the month that Kim sees."""
    foresight = p["negotiation.foresight_on_aid"]
    aid = p["couplings.russia"] * ((1 - foresight) * seen.aid + foresight * seen.expected_aid)
    support = p["couplings.china"] * seen.support
    unfinished = (1 - region.second_strike) * (region.self_reliance - 0.5)
    return (
        p["negotiation.reservation"]
        + p["presidency.private_spread"] * region.reservation_draw
        + p["negotiation.reservation_by_china"] * (support - p["negotiation.reference_support"])
        + p["negotiation.reservation_by_russia"] * (aid - p["negotiation.reference_aid"])
        + p["negotiation.reservation_by_arsenal"] * unfinished
        - p["negotiation.reservation_relief_by_need"] * (need - p["negotiation.reference_need"])
    )


def gain_from_accepting(p: Parameters, seen: Region, region: Region) -> float:  # (D1), U0
    """In an ordinary moment. A gain needs a deliverer, a cost none."""
    if region.deal_value > 0:
        expected = (region.trust_in_washington + p["negotiation.deliverable_share"]) * region.deal_value
    else:
        expected = p["negotiation.loss_weight"] * region.deal_value
    cold_summit = seen.action == Action.SUMMIT_PROPOSAL and seen.stage == Stage.NONE
    return (
        expected
        - region.reservation
        + p["negotiation.stage_bonus"] * seen.stage
        + p["negotiation.exercise_bonus"] * (1 - seen.exercises)
        - p["negotiation.summit_reluctance"] * cold_summit
    )


def opportune(p: Parameters, seen: Region, approval: float) -> float:  # (D1), Opp
    standing = p["negotiation.opportune_approval"] * (approval - p["negotiation.reference_approval"]) / 10
    load = p["negotiation.opportune_load"] * p["couplings.attention"] * (seen.attention_load - 0.5)
    return p["negotiation.opportune_moment"] * (standing + load)


def value_of_waiting(p: Parameters, seen: Region, month: int, gain: float) -> float:  # (D3), Wt
    horizon = p["negotiation.waiting_horizon"]
    usual = p["presidency.long_run_approval"]
    lasting = max(p["presidency.approval_persistence"], 1e-6) ** horizon
    later = gain + opportune(p, seen, usual + lasting * (seen.approval - usual))
    until_the_end = p["presidency.term_end_month"] - month
    left = min(1, until_the_end / horizon) if until_the_end > 0 else 1
    rationality = p["choice.rationality_north_korea"]
    return p["negotiation.patience"] * (left * softplus(rationality * later) - softplus(rationality * gain))


# North Korea: provocation ---------------------------------------------------------------------------------------------


def provocation(p: Parameters, seen: Region, region: Region, turn: Turn) -> None:
    utilities = provocation_utilities(p, seen, region, turn.calendar_month)
    probabilities = quantal_response(p["choice.rationality_north_korea"], utilities)
    u = turn.uniforms[Stream.NORTH_KOREAN_DECISIONS][1]
    region.tier = turn.choose("provocation", utilities, probabilities, u)
    count_launches(p, region, turn)


def provocation_utilities(p: Parameters, seen: Region, region: Region, calendar_month: int) -> list[float]:  # (D2)
    no_talks, deal = seen.stage == Stage.NONE, seen.stage == Stage.DEAL
    loud = p["provocation.attention_motive"] * seen.neglect + p["provocation.leverage_motive"] * no_talks
    technical = p["provocation.technical_motive"] * region.self_reliance * (1 - region.second_strike)
    domestic = p["provocation.diversionary_motive"] * p["couplings.domestic"] * region.discontent
    ladder = p["provocation.ladder_restraint"] * seen.rung
    talks = p["provocation.restraint_by_talks"] * p.tables["provocation.talks"][seen.stage]
    talks += p["provocation.restraint_by_deal"] * deal
    patron = p["provocation.restraint_by_china"] * p["couplings.china"]
    impatience = region.believed_impatience - p["provocation.reference_impatience"]
    adds_to_memory = [0, 0, 0, p["provocation.strategic_memory_icbm"], 1, 0]

    utilities = []
    for tier in Tier:
        foreseen = p["provocation.foresight_on_pressure"] * adds_to_memory[tier] * impatience
        utilities.append(
            p.tables["provocation.intercept"][tier]
            + p.tables["provocation.signal"][tier] * loud
            + p.tables["provocation.technical"][tier] * technical
            + p.tables["provocation.domestic"][tier] * domestic
            - p.tables["provocation.risk"][tier] * ladder
            - p.tables["provocation.cost"][tier] * (patron * (seen.pressure + foreseen) + talks)
            + region.tempo * (tier != Tier.NONE)
        )
    march, august = 2, 7
    calendar = 1 if calendar_month in (march, august) else p["provocation.quiet_calendar"]
    reaction = p["provocation.exercise_reaction"] * seen.exercises * calendar
    utilities[Tier.SHORT_RANGE] += p["provocation.self_excitation"] * region.provocation_memory + reaction
    utilities[Tier.MEDIUM_RANGE] += reaction
    utilities[Tier.CLASH] += p["couplings.hostility"] * (region.hostility - 0.75)
    return utilities


def count_launches(p: Parameters, region: Region, turn: Turn) -> None:
    short, medium, intercontinental = turn.uniforms[Stream.LAUNCH_COUNTS][:3]
    tier = region.tier
    region.short_range = region.medium_range = region.icbm = 0
    if tier == Tier.SHORT_RANGE:
        region.short_range = 1 + turn.poisson(p["provocation.short_range_mean"] * math.exp(region.tempo / 2), short)
    if tier > Tier.SHORT_RANGE:
        region.short_range = turn.poisson(p["provocation.short_range_mean_above"], short)
    if tier in (Tier.MEDIUM_RANGE, Tier.ICBM):
        further = turn.poisson(p["provocation.medium_range_mean"], medium)
        region.medium_range = further + (tier == Tier.MEDIUM_RANGE)
    if tier == Tier.ICBM:
        region.icbm = 1 + turn.poisson(p["provocation.icbm_mean"], intercontinental)
    region.nuclear = int(tier == Tier.NUCLEAR_TEST)
    region.clash = int(tier == Tier.CLASH)


# Diplomacy ------------------------------------------------------------------------------------------------------------


def diplomacy(p: Parameters, region: Region, turn: Turn) -> None:
    success, decay, collapse = turn.uniforms[Stream.DIPLOMACY_TURNS][:3]
    region.summit = region.accepted and region.answered_action == Action.SUMMIT_PROPOSAL
    region.deal_struck = False
    if region.summit:
        hold_summit(p, region, turn, success)
    elif region.stage == Stage.DEAL:
        if turn.happens("the deal collapses", logistic(collapse_odds(p, region)), collapse):
            region.stage, region.deal = Stage.NONE, 0
            region.belief_in_washington -= p["belief.collapse_share"] * p["belief.failure_shock"]
    elif region.accepted:
        region.stage = min(region.stage + 1, Stage.WORKING_TALKS)
    elif region.stage != Stage.NONE:
        region.stage -= turn.happens("the track falls back a stage", p["diplomacy.stage_decay"], decay)


def hold_summit(p: Parameters, region: Region, turn: Turn, u: float) -> None:
    region.deal_struck = turn.happens("the summit ends in a deal", logistic(success_odds(p, region)), u)
    if region.deal_struck:
        region.stage, region.deal = Stage.DEAL, region.answered_stance
        region.belief_in_washington += p["belief.success_gain"]
    else:
        region.stage = max(Stage.NONE, region.stage - int(p["diplomacy.failure_setback"]))
        region.belief_in_washington -= p["belief.failure_shock"]
    if region.summits == 0 and not region.met_president:
        region.bypass = True
    region.summits += 1
    success, failure = p["presidency.success_bump_share"], p["presidency.failure_bump_share"]
    share = p["presidency.summit_bump_share"] + (success if region.deal_struck else -failure)
    region.approval = clip(region.approval + p["presidency.summit_bump"] * share, 20, 70)


def success_odds(p: Parameters, region: Region) -> float:  # (S1)
    return (
        p["diplomacy.success_intercept"]
        + p["diplomacy.success_by_coherence"] * (2 * region.coherence - 1)
        + p["diplomacy.success_by_preparation"] * (region.stage == Stage.WORKING_TALKS)
        + p["diplomacy.success_by_surplus"] * (region.deal_value - region.reservation)
        + p["diplomacy.success_by_coordination"] * p["couplings.alliance"] * (2 * region.coordination - 1)
        - p["diplomacy.success_lost_by_resistance"] * region.officials_resist
        - p["diplomacy.success_lost_by_closeness"] * p["couplings.china"] * (region.closeness - 0.5)
    )


def collapse_odds(p: Parameters, region: Region) -> float:
    violated = region.icbm + region.nuclear + region.clash > 0
    return (
        p["diplomacy.collapse_intercept"]
        - p["diplomacy.collapse_by_incoherence"] * (2 * region.coherence - 1)
        + p["diplomacy.collapse_by_violation"] * violated
    )


# Crisis ---------------------------------------------------------------------------------------------------------------


def crisis(p: Parameters, region: Region, turn: Turn) -> None:  # (X1)
    heat = (
        p.tables["provocation.risk"][region.tier]
        + p["crisis.heat_of_pressure"] * (region.action == Action.PRESSURE)
        + p["crisis.heat_of_hardening"] * p["couplings.hostility"] * region.hostility * region.seoul_hardens
    )
    u = turn.uniforms[Stream.CRISIS_LADDER][0]
    if region.rung == 0:
        start = 1 - math.exp(-p["crisis.start_hazard"] * heat)
        if region.tier == Tier.CLASH:
            start = p["crisis.start_after_clash"]
        region.rung += turn.happens("a crisis begins", start, u)
    elif region.rung < 5:
        lean = math.exp(p["crisis.heat_sensitivity"] * p["couplings.crisis_heat"] * (heat - p["crisis.neutral_heat"]))
        up = min(p["crisis.highest_up_step"], p["crisis.up_step"] * lean)
        down = min(p["crisis.highest_down_step"], p["crisis.down_step"] / lean)
        climbs = turn.happens("the crisis climbs a rung", up, u)
        eases = turn.happens("the crisis eases a rung", down, 1 - u)
        region.rung += climbs - eases


# Arsenal --------------------------------------------------------------------------------------------------------------


def arsenal(p: Parameters, region: Region) -> None:
    deal = region.stage == Stage.DEAL
    disarms = deal and region.deal == Stance.DENUCLEARISATION
    transfer = region.technology_transferred
    growth = p["arsenal.mainland_growth"] + p["arsenal.mainland_by_test"] * region.icbm  # (C1)
    growth *= (1 - region.mainland_threat) * (1 - p["arsenal.missile_freeze"] * deal)
    region.mainland_threat = clip(region.mainland_threat + growth + p["arsenal.mainland_by_transfer"] * transfer)

    freeze = 0.0  # (C2)
    if deal:
        kind = "denuclearisation" if disarms else "other"
        freeze = p[f"arsenal.second_strike_freeze_{kind}"]
    growth = p["arsenal.second_strike_growth"] * region.self_reliance * (1 - freeze)
    growth += p["arsenal.second_strike_by_test"] * region.icbm
    growth *= 1 - region.second_strike
    region.second_strike = clip(region.second_strike + growth + p["arsenal.transfer_gain"] * transfer)
    region.warheads += p["arsenal.warheads_a_month"] * (1 - p["arsenal.warhead_freeze"] * disarms)


# Economy and discontent -----------------------------------------------------------------------------------------------


def economy(p: Parameters, region: Region, turn: Turn) -> None:
    kinds = ("relief_denuclearisation", "relief_small_deal", "relief_recognition")
    in_force = region.stage == Stage.DEAL
    region.sanctions_relief = p[f"economy.{kinds[region.deal - 1]}"] if in_force else 0.0
    u = turn.uniforms[Stream.ECONOMY_AND_TEMPO]
    from_china, from_russia = p["couplings.china"], p["couplings.russia"]
    growth = (  # (Ec1)
        p["economy.base_growth"]
        + p["economy.growth_by_china"] * (from_china * region.support - p["economy.reference_support"])
        + p["economy.growth_by_russia"] * (from_russia * region.aid - p["economy.reference_aid"])
        + p["economy.growth_by_relief"] * region.sanctions_relief
        - p["economy.growth_lost_by_pressure"] * from_china * region.pressure
        + p["economy.growth_shock"] * normal(u[0], u[1])
    )
    region.economy *= 1 + growth
    region.plan_target *= 1 + p["economy.plan_growth"]  # (Ec2)
    if months_left_of_plan(p, turn.month) == 0:
        region.plan_target = region.economy

    grievance = region.grievance / p["society.grievance_scale"]  # (P1)
    unconsoled = max(0, 1 - p["society.aid_visibility"] * from_russia * region.aid)
    change = (
        p["society.grievance_weight"] * from_russia * grievance * unconsoled
        + p["society.shortfall_weight"] * region.shortfall * region.plan_phase
        - p["society.discontent_decay"] * (region.discontent - p["society.discontent_at_rest"])
    )
    region.discontent = push_with(p)(region.discontent, change)


# What the month leaves ------------------------------------------------------------------------------------------------


def salience(p: Parameters, region: Region) -> None:
    news = (
        p["attention.news_short_range"] * region.short_range
        + p["attention.news_medium_range"] * region.medium_range
        + p["attention.news_icbm"] * region.icbm
        + p["attention.news_nuclear"] * region.nuclear
        + p["attention.news_clash"] * region.clash
        + p["attention.news_summit"] * region.summit
    )
    kept = (1 - p["attention.salience_decay"]) * region.salience
    region.salience = clip(kept + (1 - region.salience) * (1 - math.exp(-news)))


def memories(p: Parameters, region: Region) -> None:
    noise = (
        p["provocation.memory_short_range"] * region.short_range
        + p["provocation.memory_medium_range"] * region.medium_range
        + p["provocation.memory_icbm"] * region.icbm
        + region.nuclear
        + p["provocation.memory_clash"] * region.clash
    )
    lasting = p["provocation.memory_decay"]
    region.provocation_memory = lasting * region.provocation_memory + (1 - lasting) * min(1, noise)
    tests = region.nuclear + p["provocation.strategic_memory_icbm"] * region.icbm
    kept = p["provocation.strategic_memory_decay"] * region.strategic_memory
    region.strategic_memory = min(1, kept + tests)


def hostility(p: Parameters, region: Region) -> None:
    by_seoul = p["south_korea.hostility_adjustment"] * (region.seoul_hardens - 0.5 * region.seoul_engages)
    fading = p["south_korea.hostility_decay"] * (region.hostility - p["south_korea.initial_hostility"])
    region.hostility = push_with(p)(region.hostility, by_seoul - fading)


def normalisation(p: Parameters, region: Region) -> None:
    kinds = ("normalisation_denuclearisation", "normalisation_small_deal", "normalisation_recognition")
    target = p[f"diplomacy.{kinds[region.deal - 1]}"] if region.stage == Stage.DEAL else 0.0
    region.normalisation += p["diplomacy.normalisation_adjustment"] * (target - region.normalisation)


def american_posture(p: Parameters, region: Region) -> None:
    after_concession = p["united_states.exercises_after_concession"]
    exercises, assets = 1.0, p["united_states.assets_usual"]
    if region.stage == Stage.DEAL:
        exercises = p["united_states.exercises_in_deal"]
    elif region.action == Action.CONCESSION:
        exercises = after_concession
    elif region.stage > Stage.NONE:
        exercises = max(after_concession, region.exercises)
    if region.stage == Stage.DEAL:
        assets = p["united_states.assets_in_deal"]
    elif region.stance == Stance.PRESSURE or region.action == Action.PRESSURE:
        assets = p["united_states.assets_under_pressure"]
    region.exercises += p["united_states.exercise_adjustment"] * (exercises - region.exercises)
    region.strategic_assets += p["united_states.assets_adjustment"] * (assets - region.strategic_assets)


# Japan ----------------------------------------------------------------------------------------------------------------


def over_the_allies_heads(region: Region) -> bool:
    """A small deal or recognition holds."""
    return region.stage == Stage.DEAL and region.deal >= Stance.SMALL_DEAL


def japan(p: Parameters, region: Region, turn: Turn) -> None:
    rest = logistic(  # (J1)
        p["japan.anxiety_intercept"]
        + p["japan.anxiety_by_launches"] * (region.medium_range > 0)
        + p["japan.anxiety_by_deal"] * over_the_allies_heads(region)
        - p["japan.anxiety_by_incoherence"] * (2 * region.coherence - 1)
    )
    region.japanese_anxiety += p["japan.anxiety_adjustment"] * (rest - region.japanese_anxiety)
    if not region.japan_shifted:  # (J2)
        odds = (
            p["japan.shift_intercept"]
            + p["japan.shift_by_anxiety"] * (region.japanese_anxiety - 0.5)
            + p["japan.shift_by_credibility"] * (p["alliance.initial_credibility"] - region.credibility)
        )
        u = turn.uniforms[Stream.SOUTH_KOREAN_DECISIONS][1]
        region.japan_shifted = turn.happens("Japan turns to a policy of its own", logistic(odds), u)


# Alliance and security ------------------------------------------------------------------------------------------------


def alliance(p: Parameters, region: Region, turn: Turn) -> None:
    credibility(p, region)
    anxiety(p, region)
    reassessment(p, region, turn)
    security(p, region)


def credibility(p: Parameters, region: Region) -> None:  # (V1)
    fewer_assets = p["alliance.reference_assets"] - region.strategic_assets
    cuts = (1 - region.exercises) + p["alliance.assets_weight"] * fewer_assets
    unsaid = over_the_allies_heads(region) * (1 - region.reaffirmations)
    lost = p["alliance.credibility_lost_by_posture"] * cuts + p["alliance.credibility_lost_by_deal"] * unsaid
    said = region.reaffirmations - p["alliance.reference_reaffirmations"]
    threat = region.mainland_threat - p["arsenal.initial_mainland_threat"]
    target = logistic(
        log_odds(p["alliance.initial_credibility"])
        + p["alliance.credibility_by_reaffirmation"] * said
        - p["couplings.alliance"] * lost
        - p["alliance.credibility_lost_by_threat"] * threat
    )
    region.credibility += p["alliance.credibility_adjustment"] * (target - region.credibility)


def anxiety(p: Parameters, region: Region) -> None:  # (V2)
    lost_credibility = p["alliance.initial_credibility"] - region.credibility
    provocations = region.provocation_memory - p["alliance.reference_provocations"]
    target = logistic(
        log_odds(p["alliance.initial_anxiety"])
        + p["alliance.anxiety_by_credibility"] * lost_credibility
        + p["alliance.anxiety_by_provocation"] * provocations
        + p["alliance.anxiety_by_deal"] * over_the_allies_heads(region)
        + p["alliance.anxiety_by_bypass"] * region.bypass
    )
    region.anxiety += p["alliance.anxiety_adjustment"] * (target - region.anxiety)


def reassessment(p: Parameters, region: Region, turn: Turn) -> None:  # (V3)
    if region.alliance_reassessed:
        return
    lost_credibility = p["alliance.initial_credibility"] - region.credibility
    odds = (
        p["alliance.reassessment_intercept"]
        + p["alliance.reassessment_by_credibility"] * p["couplings.alliance"] * lost_credibility
        + p["alliance.reassessment_by_anxiety"] * (region.anxiety - p["alliance.initial_anxiety"])
        + p["alliance.reassessment_by_hedging"] * region.seoul_hedges
    )
    if p["japan.takes_part"]:
        odds += p["japan.weight_in_reassessment"] * (region.japanese_anxiety - 0.5)
    u = turn.uniforms[Stream.SEOUL_AND_ALLIANCE][3]
    region.alliance_reassessed = turn.happens("the alliance strategy is reassessed", logistic(odds), u)


def security(p: Parameters, region: Region) -> None:  # (V4)
    shielded = p["alliance.security_by_deal"] * (region.stage == Stage.DEAL)
    region.short_term_security = 1 - region.mainland_threat * (1 - shielded)
    axis = p["alliance.axis_china"] * region.closeness
    axis += p["alliance.axis_russia"] * p["couplings.russia"] * region.russian_tie
    axis *= 0.5 + 0.5 * region.tension
    region.long_term_security = (
        p["alliance.far_credibility"] * region.credibility
        + p["alliance.far_alliance"] * (1 - region.alliance_reassessed)
        + p["alliance.far_axis"] * (1 - axis)
        + p["alliance.far_second_strike"] * (1 - region.second_strike)
    )


# 3. Process overview and scheduling -----------------------------------------------------------------------------------


def play(p: Parameters, region: Region, turn: Turn) -> None:
    """One month."""
    processes(p, region, turn)
    simultaneous = bool(p["schedule.order"])
    agents_move(p, copy.copy(region) if simultaneous else region, region, turn)
    diplomacy(p, region, turn)
    crisis(p, region, turn)
    month_passes(p, region, turn)


def processes(p: Parameters, region: Region, turn: Turn) -> None:
    war_in_ukraine(p, region, turn)
    middle_east(p, region, turn)
    us_china_relations(p, region, turn)
    administration(p, region, turn)
    politics_in_seoul(p, region, turn)
    tempo(p, region, turn)
    attention(p, region)


def agents_move(p: Parameters, seen: Region, region: Region, turn: Turn) -> None:
    russia(p, region, turn)
    china(p, seen, region, turn)
    united_states(p, region, turn)
    south_korea(p, region, turn)
    hear_washington(p, seen, region)
    answer(p, seen, region, turn)
    provocation(p, seen, region, turn)


def month_passes(p: Parameters, region: Region, turn: Turn) -> None:
    arsenal(p, region)
    economy(p, region, turn)
    salience(p, region)
    memories(p, region)
    hostility(p, region)
    normalisation(p, region)
    american_posture(p, region)
    if p["japan.takes_part"]:
        japan(p, region, turn)
    alliance(p, region, turn)


def trajectory(p: Parameters, seed: int, number: int, months: int) -> list[tuple[Turn, Region]]:
    """Each month's decisions, with the region as the month leaves it. The first month is a February."""
    region = opening(p, seed, number)
    told = []
    for month in range(months):
        uniforms = {stream: four_uniforms(seed, number, month, stream) for stream in Stream}
        turn = Turn(month, (1 + month) % 12, uniforms)
        play(p, region, turn)
        told.append((turn, copy.copy(region)))
    return told

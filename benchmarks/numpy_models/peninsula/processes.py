"""What no agent steers, and what it leaves of Washington's attention."""

import numpy

from ..elementary import clip, indicator, push
from ..random_numbers import Chance
from .parameters import Parameters
from .region import Region, War

Array = numpy.ndarray


def processes(p: Parameters, region: Region, chance: Chance, tempo_shock: Array) -> None:
    war_in_ukraine(p, region, chance)
    middle_east(p, region, chance)
    us_china_relations(p, region, chance)
    administration(p, region, chance)
    politics_in_seoul(p, region, chance)
    tempo(p, region, tempo_shock)
    attention(p, region)


def war_in_ukraine(p: Parameters, region: Region, chance: Chance) -> None:  # (X-W)
    u = chance.uniforms()
    relapse = p["ukraine_war.relapse_hazard"]
    war, ceasefire = region.ukraine_war == War.GOES_ON, region.ukraine_war == War.CEASEFIRE
    begins = war & (u < p["ukraine_war.ceasefire_hazard"])
    resumes = ceasefire & (u < relapse)
    settles = ceasefire & ~resumes & (u < relapse + p["ukraine_war.settlement_hazard"])
    region.ukraine_war[begins] = War.CEASEFIRE
    region.ukraine_war[resumes] = War.GOES_ON
    region.ukraine_war[settles] = War.SETTLEMENT
    region.war = indicator(region.ukraine_war == War.GOES_ON)
    region.ceasefire_seen |= begins


def middle_east(p: Parameters, region: Region, chance: Chance) -> None:  # (X-M)
    u = chance.uniforms()
    rises = (region.middle_east < 2) & (u >= 1 - p["middle_east.escalation_hazard"])
    falls = (region.middle_east > 0) & (u < p["middle_east.calming_hazard"])
    region.middle_east += rises
    region.middle_east -= falls


def us_china_relations(p: Parameters, region: Region, chance: Chance) -> None:  # (X-K)
    up, down = hazards_of_relations(p)
    u = chance.uniforms()
    worsens = 1 - u < up.take(region.us_china)
    eases = u < down.take(region.us_china)
    region.us_china += worsens
    region.us_china -= eases
    region.tension = p.tables["us_china.tension"].take(region.us_china)


def hazards_of_relations(p: Parameters) -> Array:
    """To worsen and to ease, by regime."""
    worsening, easing = p["us_china.worsening_hazard"], p["us_china.easing_hazard"]
    from_cooperation = p["us_china.worsening_from_cooperation"] * worsening
    from_acute = p["us_china.easing_from_acute"] * easing
    up = numpy.array([from_cooperation, worsening, p["us_china.acute_hazard"], 0], numpy.float32)
    down = numpy.array([0, p["us_china.compromise_hazard"], easing, from_acute], numpy.float32)
    tilt = numpy.exp(p["us_china.tilt"])
    hazards = numpy.stack([up * tilt, down / tilt])
    return hazards * numpy.minimum(1, 0.95 / hazards.sum(axis=0))


def administration(p: Parameters, region: Region, chance: Chance) -> None:
    approval_shock, coherence_shock = chance.two_normals()
    usual = p["presidency.long_run_approval"]  # (X-G)
    lasting = p["presidency.approval_persistence"] * (region.approval - usual)
    region.approval = clip(usual + lasting + p["presidency.approval_shock"] * approval_shock, 20, 70)
    reversion = p["presidency.coherence_reversion"] * (p["presidency.long_run_coherence"] - region.coherence)  # (X-C)
    region.coherence = push(region.coherence, reversion + p["presidency.coherence_shock"] * coherence_shock)


def politics_in_seoul(p: Parameters, region: Region, chance: Chance) -> None:  # (X-Omega)
    u = chance.uniforms()
    ends = region.turmoil & (u < p["south_korea.calming_hazard"])
    begins = ~region.turmoil & (u < p["south_korea.turmoil_hazard"])
    region.turmoil ^= ends | begins
    stable, turmoil = p["south_korea.coordination_stable"], p["south_korea.coordination_turmoil"]
    gap = stable + (turmoil - stable) * indicator(region.turmoil) - region.coordination
    region.coordination += p["south_korea.coordination_adjustment"] * gap


def tempo(p: Parameters, region: Region, shock: Array) -> None:  # (X-theta)
    region.tempo = p["provocation.tempo_persistence"] * region.tempo + p["provocation.tempo_shock"] * shock


def attention(p: Parameters, region: Region) -> None:
    loads = [p["attention.load_in_war"], p["attention.load_in_ceasefire"], p["attention.load_in_settlement"]]
    ukraine, middle_east = p["attention.ukraine_share"], p["attention.middle_east_share"]
    region.attention_load = (  # (A1)
        (ukraine * numpy.array(loads, numpy.float32)).take(region.ukraine_war)
        + (middle_east / 2) * region.middle_east
        + (1 - ukraine - middle_east) * region.tension
    )
    region.neglect = p["couplings.attention"] * region.attention_load * (1 - region.salience)  # (A2)
    region.priority = region.salience * (1 - p["attention.crowding_out"] * region.attention_load)  # (A3)


def salience(p: Parameters, region: Region) -> None:
    news = (
        p["attention.news_short_range"] * region.short_range
        + p["attention.news_medium_range"] * region.medium_range
        + p["attention.news_icbm"] * region.icbm
        + p["attention.news_nuclear"] * region.nuclear
        + p["attention.news_clash"] * region.clash
    )
    news[region.summit] += p["attention.news_summit"]
    kept = (1 - p["attention.salience_decay"]) * region.salience
    region.salience = kept + (1 - region.salience) * (1 - numpy.exp(-news))

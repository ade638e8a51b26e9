"""Process overview and scheduling: section 3 of docs/model.md."""

import numpy

from ..random_numbers import Chance
from .alliance import alliance
from .china import china
from .crisis import crisis
from .diplomacy import diplomacy, normalisation
from .north_korea import arsenal, economy, memories, north_korea
from .outcomes import Outcomes
from .parameters import Parameters
from .processes import processes, salience
from .region import Region
from .russia import russia
from .south_korea import hostility, south_korea
from .united_states import american_posture, united_states

Array = numpy.ndarray


def play(p: Parameters, region: Region, chance: Chance, month: int) -> None:
    """One month. The first is a February."""
    tempo_shock, growth_shock = chance.two_normals()
    processes(p, region, chance, tempo_shock)
    russia(p, region, chance)
    china(p, region, chance)
    united_states(p, region, chance, month)
    south_korea(p, region, chance)
    north_korea(p, region, chance, month, calendar_month=(1 + month) % 12)
    diplomacy(p, region, chance)
    crisis(p, region, chance)
    month_passes(p, region, chance, growth_shock, month)


def month_passes(p: Parameters, region: Region, chance: Chance, growth_shock: Array, month: int) -> None:
    arsenal(p, region)
    economy(p, region, growth_shock, month)
    salience(p, region)
    memories(p, region)
    hostility(p, region)
    normalisation(p, region)
    american_posture(p, region)
    alliance(p, region, chance)


def simulate(p: Parameters, trajectories: int, generator: numpy.random.Generator, months: int = 48) -> dict[str, Array]:
    """Every outcome of one batch, by name: one number for each trajectory, not a number where it is undefined."""
    chance = Chance(generator, trajectories)
    region = Region(p, chance)
    outcomes = Outcomes(region)
    for month in range(months):
        play(p, region, chance, month)
        outcomes.observe(region, month)
        region.months_since_ceasefire += region.ceasefire_seen
    return outcomes.told(region, months)

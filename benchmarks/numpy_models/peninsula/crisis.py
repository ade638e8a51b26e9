"""The crisis ladder: the month's heat starts a crisis and moves it. Few trajectories are in one."""

import numpy

from ..elementary import indicator
from ..random_numbers import Chance
from .parameters import Parameters
from .region import Action, Region, Tier

TOP = 5


def crisis(p: Parameters, region: Region, chance: Chance) -> None:  # (X1)
    heat = (
        p.tables["provocation.risk"].take(region.tier)
        + p["crisis.heat_of_pressure"] * indicator(region.action == Action.PRESSURE)
        + p["crisis.heat_of_hardening"] * p["couplings.hostility"] * region.hostility * region.seoul_hardens
    )
    u = chance.uniforms()
    between = numpy.flatnonzero((region.rung > 0) & (region.rung < TOP))
    start = 1 - numpy.exp(-p["crisis.start_hazard"] * heat)
    start[region.tier == Tier.CLASH] = p["crisis.start_after_clash"]
    region.rung += (region.rung == 0) & (u < start)

    sensitivity = p["crisis.heat_sensitivity"] * p["couplings.crisis_heat"]
    lean = numpy.exp(sensitivity * (heat[between] - p["crisis.neutral_heat"]))
    up = numpy.minimum(p["crisis.highest_up_step"], p["crisis.up_step"] * lean)
    down = numpy.minimum(p["crisis.highest_down_step"], p["crisis.down_step"] / lean)
    climbs, eases = u[between] < up, 1 - u[between] < down
    region.rung[between] += climbs
    region.rung[between] -= eases

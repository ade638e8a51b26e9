# SPDX-License-Identifier: Apache-2.0
"""Six agents on a ring and a tension that they share: a small model, vectorised in NumPy.

In each of 120 steps the agents move in turn. Agent i chooses one of four options by quantal response to its own
position, its neighbour's and the tension; the option moves it and the tension.
"""

import numpy

from .elementary import draw, exponentials
from .random_numbers import Chance

Array = numpy.ndarray

AGENTS = 6
STEPS = 120
ALARM = 3  # the option that is counted

# By option
INTERCEPT = numpy.array([0, 0.2, -0.3, -1.5], numpy.float32)
BY_POSITION = numpy.array([0.5, -0.4, 0.3, 0.8], numpy.float32)
BY_NEIGHBOUR = numpy.array([-0.2, 0.3, 0.1, 0.4], numpy.float32)
BY_TENSION = numpy.array([-0.3, 0.1, 0.2, 0.6], numpy.float32)
MOVES = numpy.array([-0.1, 0.05, 0.1, 0.3], numpy.float32)
STRAINS = numpy.array([-0.05, 0, 0.02, 0.15], numpy.float32)
ATTRIBUTES = numpy.column_stack([BY_POSITION, BY_NEIGHBOUR, BY_TENSION])


class Ring:
    """A batch of trajectories. Utilities keep their room: asking the system for it anew would double the time."""

    def __init__(self, trajectories: int) -> None:
        self.positions = numpy.zeros((AGENTS, trajectories), numpy.float32)
        self.tension, self.highest_tension, self.alarms = numpy.zeros((3, trajectories), numpy.float32)
        self.drivers = numpy.empty((3, trajectories), numpy.float32)
        self.utilities = numpy.empty((4, trajectories), numpy.float32)

    def move(self, agent: int, chance: Chance) -> None:
        position, neighbour = self.positions[agent], self.positions[(agent + 1) % AGENTS]
        numpy.stack([position, neighbour, self.tension], out=self.drivers)
        numpy.einsum("od,dt->ot", ATTRIBUTES, self.drivers, out=self.utilities)
        self.utilities += INTERCEPT[:, None]
        option = draw(exponentials(self.utilities), chance.uniforms())
        position *= 0.9
        position += MOVES.take(option) + 0.1 * neighbour + 0.5 * (chance.uniforms() - 0.5)
        self.tension *= 0.95
        self.tension += STRAINS.take(option)
        self.alarms += option == ALARM


def simulate(trajectories: int, generator: numpy.random.Generator) -> tuple[Array, Array]:
    """How often the last option was chosen, and the highest tension after any step, in each trajectory."""
    chance = Chance(generator, trajectories)
    ring = Ring(trajectories)
    for _ in range(STEPS):
        for agent in range(AGENTS):
            ring.move(agent, chance)
        numpy.maximum(ring.highest_tension, ring.tension, out=ring.highest_tension)
    return ring.alarms, ring.highest_tension

# SPDX-License-Identifier: Apache-2.0
"""Times the ring in JAX, compiled, on whatever processor JAX finds: microseconds a trajectory.

    python3 -m benchmarks.jax_ring

Prints JSON: {"ring": 9.1}. Exit status 77 where JAX is not installed: it comes from PyPI, `pip install .[jax]`.
"""

import importlib.util
import json
import sys
import time
from typing import Any

from .numpy_models.ring import (
    AGENTS,
    ALARM,
    BY_NEIGHBOUR,
    BY_POSITION,
    BY_TENSION,
    INTERCEPT,
    MOVES,
    STEPS,
    STRAINS,
)

TRAJECTORIES = 20_000
BATCHES = 5


def compiled() -> Any:
    """key -> (how often the last option was chosen, the highest tension) of each trajectory."""
    import jax  # noqa: PLC0415  # an extra
    from jax import lax, random  # noqa: PLC0415
    from jax import numpy as jnp  # noqa: PLC0415

    def move(state: Any, agent: int, chance: Any) -> Any:
        positions, tension, alarms = state
        position, neighbour = positions[agent], positions[(agent + 1) % AGENTS]
        utility = (INTERCEPT[:, None] + BY_POSITION[:, None] * position + BY_NEIGHBOUR[:, None] * neighbour
                   + BY_TENSION[:, None] * tension)
        cumulative = jnp.cumsum(jnp.exp(utility), axis=0)
        option = jnp.sum(chance[0] * cumulative[-1] >= cumulative[:-1], axis=0)
        position = 0.9 * position + jnp.asarray(MOVES)[option] + 0.1 * neighbour + 0.5 * (chance[1] - 0.5)
        tension = 0.95 * tension + jnp.asarray(STRAINS)[option]
        return positions.at[agent].set(position), tension, alarms + (option == ALARM)

    def step(number: Any, carried: Any) -> Any:
        state, highest, key = carried
        chance = random.uniform(random.fold_in(key, number), (AGENTS, 2, TRAJECTORIES), jnp.float32)
        for agent in range(AGENTS):
            state = move(state, agent, chance[agent])
        return state, jnp.maximum(highest, state[1]), key

    def simulate(key: Any) -> Any:
        zeros = jnp.zeros(TRAJECTORIES, jnp.float32)
        state = (jnp.zeros((AGENTS, TRAJECTORIES), jnp.float32), zeros, zeros)
        state, highest, _ = lax.fori_loop(0, STEPS, step, (state, zeros, key))
        return state[2], highest

    return jax.jit(simulate)


def main() -> int:
    if importlib.util.find_spec("jax") is None:
        return 77
    from jax import random  # noqa: PLC0415  # an extra

    simulate = compiled()
    simulate(random.key(0))[0].block_until_ready()
    seconds = []
    for batch in range(1, BATCHES + 1):
        start = time.perf_counter()
        alarms, _ = simulate(random.key(batch))
        alarms.block_until_ready()
        seconds.append(time.perf_counter() - start)
    print(json.dumps({"ring": round(min(seconds) / TRAJECTORIES * 1e6, 2), "mean": float(alarms.mean())}))
    return 0


if __name__ == "__main__":
    sys.exit(main())

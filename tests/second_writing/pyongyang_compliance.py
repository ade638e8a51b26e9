# SPDX-License-Identifier: Apache-2.0
"""North Korea: whether Kim keeps a deal, and whether cheating is found."""

from . import clauses
from .chance import Turn
from .parameters import Parameters
from .pyongyang_answer import cost, worth
from .region import Compliance, Region, Stage


def comply(p: Parameters, region: Region, turn: Turn) -> None:  # (D7)
    """Stage and clauses are as the last month left them, where all move at once too."""
    open_ = [True, region.stage == Stage.DEAL]
    u = turn.uniform("American stance, or compliance")
    utilities = [0, worth_of_cheating(p, region)]
    chosen = turn.choose("North Korea: compliance", utilities, p.choice.rationality_north_korea, u, open_)
    region.cheating = chosen == Compliance.CHEAT and region.stage == Stage.DEAL
    region.found = region.found and region.cheating


def worth_of_cheating(p: Parameters, region: Region) -> float:
    """It saves what the deal costs, and puts what it gives at stake as far as Kim fears to be found."""
    fear = 1 if region.found else min(1, chance_of_discovery(p, region) * p.negotiation.waiting_horizon)
    terms = clauses.in_force(region)
    lasting = p.compliance.inertia if region.cheating else -p.compliance.inertia
    return cost(p, region, terms) - fear * worth(p, region, terms) + lasting


def chance_of_discovery(p: Parameters, region: Region) -> float:
    """In a month. Inspections are as deep as the halt."""
    return p.compliance.found_by_own_means + p.compliance.found_by_inspection * region.halt


def inspect(p: Parameters, region: Region, turn: Turn) -> None:  # (D8)
    u = turn.uniform("decay of a track, or discovery")
    if region.cheating and not region.found:
        region.found = turn.happens("Diplomacy: cheating on the deal is found", chance_of_discovery(p, region), u)

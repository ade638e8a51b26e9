# SPDX-License-Identifier: Apache-2.0
"""The clauses of a deal: what Washington puts on the table, what the deal in force holds, and what it is called."""

from dataclasses import dataclass

from .parameters import Parameters
from .region import Deal, Region, Stage, Stance


@dataclass(frozen=True)
class Clauses:
    """Each by degree, from 0 to 1. Pyongyang forgoes the first two, Washington gives the others."""

    limit: float
    halt: float
    relief: float
    ties: float
    pause: float
    words: float


NOTHING = Clauses(0, 0, 0, 0, 0, 0)


def on_the_table(r: Region) -> Clauses:
    return Clauses(r.limit_asked, r.halt_asked, r.relief_offered, r.ties_offered, r.pause_offered, r.words_offered)


def in_force(r: Region) -> Clauses:
    return Clauses(r.limit, r.halt, r.relief, r.ties, r.pause, r.words)


def delivered(region: Region, clause: float) -> float:  # (D9)
    """What Washington gives of a clause this month: nothing while it knows of cheating."""
    return 0.0 if region.found else clause


def put_in_force(region: Region, terms: Clauses) -> None:
    for clause, degree in vars(terms).items():
        setattr(region, clause, degree)


# What Washington offers -----------------------------------------------------------------------------------------------


def put_on_the_table(p: Parameters, seen: Region, region: Region) -> None:  # (O1)
    """As Kim sees Washington and Seoul."""
    own, asked = p.offer, 1 - seen.halfway
    united = own.officials_cut * seen.coherence * p.united_states.distance[seen.stance]
    given = [0, *own.generosity][seen.stance] * (1 - united)
    region.limit_asked = asked
    region.halt_asked = asked * halt_wanted(p, seen.stance)
    region.relief_offered = own.liftable_sanctions * given
    region.ties_offered = given
    region.pause_offered = (seen.stance != Stance.PRESSURE) * (1 - seen.assured * seen.anxiety)
    region.words_offered = words_meant(p, seen.stance)


def halt_wanted(p: Parameters, stance: int) -> float:
    stances: list[float] = [1, 1, 0, p.offer.halt_with_recognition]
    return stances[stance]


def words_meant(p: Parameters, stance: int) -> float:
    stances: list[float] = [0, 0, p.offer.words_in_small_deal, 1]
    return stances[stance]


def come_closer(p: Parameters, region: Region) -> None:  # (S2)
    """In working talks; where talks end, Washington asks for all again."""
    if region.stage == Stage.WORKING_TALKS and region.accepted:
        region.halfway += p.offer.give_and_take * (1 - region.halfway)
    if region.stage == Stage.NONE:
        region.halfway = 0


# What clauses come to -------------------------------------------------------------------------------------------------

IN_SO_MANY_WORDS, NEARLY_ALL, SOME_SITES = 0.5, 0.75, 0.15


def name(terms: Clauses) -> Deal:  # (O2)
    if terms.words >= IN_SO_MANY_WORDS:
        return Deal.RECOGNITION
    if terms.halt >= NEARLY_ALL:
        return Deal.COMPREHENSIVE
    return Deal.FREEZE if terms.halt >= SOME_SITES else Deal.SMALL_DEAL


def left(halt: float, words: float) -> float:  # (O3)
    """To the allies: the weapons that reach them, more so where they are recognised."""
    return (1 - halt) * (1 + words)


def left_by_stance(p: Parameters, stance: int) -> float:
    return left(halt_wanted(p, stance), words_meant(p, stance))


def left_by_deal(region: Region) -> float:
    return left(region.halt, region.words) if region.stage == Stage.DEAL else 0

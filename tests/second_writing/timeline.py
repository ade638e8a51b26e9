# SPDX-License-Identifier: Apache-2.0
"""Reads what a condition's timeline says: entries of YAML, as users write them."""

import functools
import math
import operator
import re
from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from .parameters import declarations
from .processes import EVENTS
from .steering import HAPPENS, STAYS_AWAY, Cause, Term, Timeline, Word

FIRST_YEAR = 2025
RELATIONS = {
    ">=": operator.ge,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
}


def timeline(entries: Sequence[str], start: int, months: int) -> Timeline:
    """Of a condition of so many months that starts in this calendar month, 1 January ... 12 December."""
    given: dict[int, dict[str, int]] = {}
    changes: dict[int, dict[str, float | str]] = {}
    words: list[Word] = []
    for entry in map(yaml.safe_load, entries):
        span = span_of(entry, start, months)
        if "event" in entry:
            given.setdefault(span[0], {}).update([EVENTS[entry["event"]]])
        if "given" in entry:
            given.setdefault(span[0], {}).update(dict(map(given_of, entry["given"].items())))
        if "set" in entry:
            changes.setdefault(span[0], {}).update(entry["set"])
        cause = cause_of(entry) if "when" in entry else None
        words += [Word(point, options, span, cause) for point, options in what_is_left(entry)]
    return Timeline(given, changes, words)


LABELS = {
    "ukraine_war": ["war", "ceasefire", "settlement"],
    "middle_east": ["calm", "tense", "escalated"],
    "us_china": ["cooperation", "managed_rivalry", "tariff_war", "acute_crisis"],
}
MEMBERS = {  # of the region, where they are called otherwise
    "presidents_meeting": "met_president",
    "short_range_launches": "short_range",
    "medium_range_launches": "medium_range",
    "intercontinental_launches": "icbm",
    "nuclear_tests": "nuclear",
    "clashes": "clash",
}


def given_of(said: tuple[str, str | int]) -> tuple[str, int]:
    """A member of the region, and its value."""
    name, value = said
    return MEMBERS.get(name, name), LABELS[name].index(value) if isinstance(value, str) else int(value)


def span_of(entry: dict[str, Any], start: int, months: int) -> range:
    def number(month: str) -> int:
        year, calendar_month = map(int, month.split("-"))
        return (year - FIRST_YEAR) * 12 + calendar_month - start

    if "month" in entry:
        return range(number(entry["month"]), number(entry["month"]) + 1)
    first = number(entry["from"]) if "from" in entry else 0
    return range(first, number(entry["until"]) + 1 if "until" in entry else months)


def what_is_left(entry: dict[str, Any]) -> Iterator[tuple[str, frozenset[int]]]:
    """Points as a turn names them, and the places of the options that are left, in the order written."""
    for word, said in entry.items():
        if word in ("happens", "stays_away"):
            option = HAPPENS if word == "happens" else STAYS_AWAY
            yield from ((told_as(chance), frozenset([option])) for chance in several(said))
        if word in ("decide", "only", "never"):
            for decision, options in said.items():
                menu = choices()[decision]["options"]
                named = frozenset(menu.index(option) for option in several(options))
                yield told_as(decision), frozenset(range(len(menu))) - named if word == "never" else named


def several(said: str | list[str]) -> list[str]:
    return said if isinstance(said, list) else [said]


@functools.cache
def choices() -> dict[str, dict[str, Any]]:
    return {choice["name"]: choice for choice in declarations()["choices"]}


def told_as(name: str) -> str:
    """What a turn calls it: "russia.aid" is "Russia: aid to Pyongyang"."""
    meaning: str = choices()[name]["meaning"]
    return meaning


def cause_of(entry: dict[str, Any]) -> Cause:
    terms = tuple(map(term_of, entry["when"].split(" and ")))
    lasts = entry.get("within", entry.get("for", 1))
    return Cause(terms, lasts, "within" in entry, entry.get("at_most", math.inf))


def term_of(text: str) -> Term:
    """A comparison, a label that one series has, or a series of counts, which is then not 0."""
    series = {one["name"]: one for one in declarations()["series"]}
    compared = re.fullmatch(r"\s*(\w+)\s*([<>=!]=|[<>])\s*(\S+)\s*", text)
    if compared is None:
        word = text.strip()
        if word in series:
            return Term(word, operator.ge, 1)
        (holder,) = (one for one in series.values() if word in one["labels"])
        return Term(holder["name"], operator.eq, holder["labels"].index(word))
    name, relation, bound = compared.groups()
    one = series.get(name) or next(each for each in series.values() if each["symbol"] == name)
    labels = one["labels"]
    return Term(one["name"], RELATIONS[relation], labels.index(bound) if bound in labels else float(bound))

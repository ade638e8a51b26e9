# SPDX-License-Identifier: Apache-2.0
"""What the timeline of a condition says, in plain words.

Sentences are put together from the meanings that the model declares; where none is at hand, from names.
"""

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy
import pandas
import xarray
import yaml

from peninsula.errors import InputError, RunError, unknown

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C, where PyYAML has it
RELATIONS = {">=": "at least ", "<=": "at most ", "==": "", "!=": "other than ", ">": "above ", "<": "below "}
SIGN = re.compile(r"(.+?)\s*(>=|<=|==|!=|>|<)\s*(.+)")

Told = Callable[[str], str]


@dataclass(frozen=True)
class Entry:
    """One entry of a timeline.

    `month`: the first in which it holds; None for a rule, which no month begins. `until`: the last; None where it holds
    to the end, and for a rule. `when` and `what`: both in words. `name`: of the event, parameter, decision or chance.
    """

    month: str | None
    until: str | None
    when: str
    what: str
    name: str

    @property
    def sentence(self) -> str:
        return (f"{self.when}: " if self.month else f"{self.when}, " if self.when else "") + self.what


@dataclass(frozen=True)
class Words:
    """Meanings by name; of parameters and series also their labels. A series goes by its symbol, too."""

    events: Mapping[str, str]
    choices: Mapping[str, str]
    parameters: Mapping[str, tuple[str, list[str]]]
    series: Mapping[str, tuple[str, list[str]]]
    step: str = "month"


def table(results: xarray.Dataset, condition: str) -> pandas.DataFrame:
    """One row per entry: month, until, what; see `Entry`."""
    rows = [(entry.month, entry.until, entry.what) for entry in entries(results, condition)]
    return pandas.DataFrame(rows, columns=["month", "until", "what"], dtype=object)


def entries(results: xarray.Dataset, condition: str, told: Told = str) -> list[Entry]:
    """The timeline of a condition of a result; `told` words a month.

    Raises:
        InputError: there is no such condition.
    """
    names = [str(name) for name in numpy.atleast_1d(results.condition.values)]
    if condition not in names:
        raise unknown("condition", condition, names)
    place = names.index(condition)
    resolved = yaml.load(str(numpy.atleast_1d(results.resolved_condition.values)[place]), LOADER) or {}
    start = str(numpy.atleast_1d(results.start.values)[place])
    return entries_of(resolved, start, results.sizes["month"], words_of(results), told)


def entries_of(resolved: Mapping[str, Any], start: str, length: int, words: Words, told: Told = str) -> list[Entry]:
    """The entries of a resolved condition that covers so many months from its start.

    >>> nothing = Words({}, {}, {}, {})
    >>> [entry] = entries_of({"timeline": [{"month": "2026-04", "event": "calm"}]}, "2025-02", 48, nothing)
    >>> entry.sentence
    '2026-04: calm'
    """
    first = _number(start)
    found = []
    for each in resolved.get("timeline") or []:
        when = _Span(each, first, first + length - 1, told)
        rule = _rule(each, words) if "when" in each else ""
        for name, what in _what(each, words):
            if rule:
                found.append(Entry(None, None, when.window, f"{rule}: {what}", name))
            else:
                found.append(Entry(when.month, when.until, when.text, what, name))
    return found


def words_of(results: xarray.Dataset) -> Words:
    """What the model of a result declares: what the file keeps of it, and the rest from the engine."""
    declared = _declared(str(results.attrs["model"]))
    series = {name: (each["meaning"], each["labels"]) for each in declared["series"] for name in _called(each)}
    return Words(
        {each["name"]: each["meaning"] for each in declared["events"]},
        {each["name"]: each["meaning"] for each in declared["choices"]},
        dict(_kept(results, "parameter", "parameter")),
        series | dict(_kept(results, "series", "series_name")),
        str(results.month.attrs["units"]),
    )


class _Span:
    """When an entry holds, or a rule looks, of the months from `first` to `last`."""

    def __init__(self, entry: Mapping[str, Any], first: int, last: int, told: Told) -> None:
        self.month = str(entry.get("month", entry.get("from", "")))
        end = str(entry.get("until", "" if "from" in entry or "set" in entry else self.month))
        self.until = end if end and (end == self.month or _number(end) < last) else None
        self._opens = not self.month or _number(self.month) <= first
        self._told = told

    @property
    def text(self) -> str:
        month = self._told(self.month)
        if self.until is None:
            return f"from {month}"
        return month if self.until == self.month else f"{month} to {self._told(self.until)}"

    @property
    def window(self) -> str:
        """Of a rule; none where it looks from the first month to the last."""
        start = "" if self._opens else f"from {self._told(self.month)}"
        end = f"until {self._told(self.until)}" if self.until else ""
        return " ".join(part for part in (start, end) if part)


def _number(month: str) -> int:
    """Of "2026-04" or "year 5", so that later ones have greater numbers."""
    year, _, rest = month.removeprefix("year ").partition("-")
    return 12 * int(year) + int(rest) - 1 if rest else int(year)


def _what(entry: Mapping[str, Any], words: Words) -> Iterator[tuple[str, str]]:
    """Names that an entry has something of, each with what it has, in words."""
    if "event" in entry:
        name = str(entry["event"])
        yield name, words.events.get(name) or _label(name)
    for name, value in (entry.get("set") or {}).items():
        yield str(name), _setting(str(name), value, words)
    for word in ("decide", "only"):
        for name, options in (entry.get(word) or {}).items():
            yield str(name), _decision(str(name), options if isinstance(options, list) else [options], words)
    for word in ("happens", "stays_away"):
        if word in entry:
            yield str(entry[word]), _chance(str(entry[word]), word == "happens", words)


def _setting(name: str, value: object, words: Words) -> str:
    """The parameter by its meaning, and by its name, since several may mean the same in different places."""
    meaning, labels = words.parameters.get(name, ("", []))
    told = _quoted(str(value)) if str(value) in labels else str(value)
    if not meaning or meaning.startswith("..."):  # which goes on from the parameter declared before
        return f"{name} is {told}"
    return f"{meaning} is {told} ({name})"


def _decision(name: str, options: list[object], words: Words) -> str:
    """ "Russia's aid to Pyongyang is “minimal”"; of several options that are left, "... is “minimal” or “surged”"."""
    agent, _, decision = words.choices.get(name, "").partition(": ")
    owner = f"{agent}'" if agent.endswith("s") else f"{agent}'s"
    what = f"{owner} {decision}" if decision else agent or name
    return f"{what} is {' or '.join(_quoted(str(option)) for option in options)}"


def _chance(name: str, happens: bool, words: Words) -> str:
    """The agent is told where the clause does not."""
    agent, _, clause = words.choices.get(name, "").partition(": ")
    if not clause:
        return f"{agent or name} {'happens, wherever it can' if happens else 'does not happen'}"
    whose = "" if agent.lower() in clause.lower() else f" ({agent})"
    return f"it {'happens, wherever it can,' if happens else 'does not happen'} that {clause}{whose}"


def _rule(entry: Mapping[str, Any], words: Words) -> str:
    """ "after a month with rung of the crisis ladder at least 2, for the next 6 months"."""
    terms = " and ".join(_term(term.strip(), words) for term in str(entry["when"]).split(" and "))
    if "within" in entry:
        told = f"once within {_next(entry['within'], words.step)}, as soon as it can be"
    else:
        told = f"for {_next(entry.get('for', 1), words.step)}"
    limit = {0: "", 1: ", at most once"}.get(most := entry.get("at_most", 0), f", at most {most} times")
    return f"after a {words.step} with {terms}, {told}{limit}"


def _term(term: str, words: Words) -> str:
    """A comparison of a series; a label alone is one that a series has, a series alone is not 0."""
    found = SIGN.fullmatch(term)
    if found is None and term not in words.series:
        holders = [meaning for meaning, labels in words.series.values() if term in labels]
        return f"{holders[0]} {_quoted(term)}" if holders else _label(term)
    name, sign, value = found.groups() if found else (term, ">=", "1")
    meaning, labels = words.series.get(name, (_label(name), []))
    told = _quoted(value) if value in labels or not re.match(r"[-+.\d]", value) else value
    return f"{meaning} {RELATIONS[sign]}{told}"


def _next(number: int, step: str) -> str:
    return f"the next {step}" if number == 1 else f"the next {number} {step}s"


def _quoted(option: str) -> str:
    return f"“{_label(option)}”"


def _label(name: str) -> str:
    return name.replace("_", " ")


def _called(declared: Mapping[str, Any]) -> list[str]:
    return [name for name in (declared["name"], declared["symbol"]) if name]


def _kept(results: xarray.Dataset, prefix: str, names: str) -> Iterator[tuple[str, tuple[str, list[str]]]]:
    """Meanings and labels of a table of the file."""
    if f"{prefix}_meaning" not in results:
        return
    columns = (results[each].values for each in (names, f"{prefix}_meaning", f"{prefix}_labels"))
    for name, meaning, labels in zip(*columns, strict=True):
        yield str(name), (str(meaning), [label for label in str(labels).split("|") if label])


@functools.cache
def _declared(model: str) -> dict[str, Any]:
    """What the engine declares of a model; nothing where there is no engine for this Python, or not of this model."""
    try:
        from peninsula.module import declared  # noqa: PLC0415  # files open without the engine
        from peninsula.simulation import resolve  # noqa: PLC0415

        resolve({"model": model})
        return declared(model)
    except (InputError, RunError):
        return {"events": [], "choices": [], "series": []}

# SPDX-License-Identifier: Apache-2.0
"""A ledger of forecasts: written before their months are in the record, scored when they are, and never rewritten.

An entry is a file of its own. It says when it was made, from which record, by which version and seed, and what the
model and each baseline said. It names the digest of the entry before it: whoever has a
later one sees a change of any before it, or of their order.
"""

import dataclasses
import datetime
import hashlib
import json
import pathlib
from collections.abc import Iterator
from typing import Any

import numpy

from peninsula.arrays import Floats
from peninsula.errors import InputError
from peninsula.history import backtest, record
from peninsula.history.eras import Era
from peninsula.history.observables import OBSERVABLES
from peninsula.history.record import Record, month_name, month_number

FIRST = ""  # what the first entry names as the digest of the one before it
DIGITS = 6  # of a probability


@dataclasses.dataclass(frozen=True)
class Entry:
    """One entry, and the file it lies in. `content` is all of it."""

    path: pathlib.Path
    content: dict[str, Any]

    @property
    def origin(self) -> int:
        """The first month that it forecasts."""
        return month_number(self.content["origin"])

    @property
    def is_late(self) -> bool:
        """Whether it was made when its first month was over, though not in the record: no forecast of the world."""
        made = datetime.date.fromisoformat(self.content["made"])
        return 12 * made.year + made.month - 1 > self.origin


def folder() -> pathlib.Path:
    """Where the entries lie."""
    return record.folder() / "ledger"


def read(where: pathlib.Path) -> list[Entry]:
    """All entries, oldest first.

    Raises:
        InputError: an entry was changed, is missing, or is none; the message names its file.
    """
    entries, before = [], FIRST
    for number, path in enumerate(sorted(where.glob("*.json")), 1):
        content = _content(path)
        if content.get("number") != number:
            raise InputError(f"{path}: is number {content.get('number')} of the ledger, and comes as {number}")
        if content.get("previous") != before:
            raise InputError(f"{path}: was written after another entry than the one before it here")
        before = content["digest"]
        entries.append(Entry(path, content))
    return entries


def add(
    where: pathlib.Path,
    happened: Record,
    eras: tuple[Era, ...],
    made: datetime.date,
    version: str,
    particles: int = backtest.PARTICLES,
    seed: int = backtest.SEED,
) -> Entry:
    """Forecasts from the end of the record, as a new entry.

    Raises:
        InputError: the program has changes that no commit has; the same version has forecast from there already; or an
        entry before it was changed.
    """
    entries = read(where)
    if version.endswith(("-dirty", "unknown")):
        raise InputError(f"the program is version {version}, which no commit has: commit, build, and add then")
    origin = month_name(happened.end)
    for entry in entries:
        if (entry.content["origin"], entry.content["version"]) == (origin, version):
            raise InputError(f"{entry.path}: has this version's forecasts from {origin} already")
    content = {
        "number": len(entries) + 1,
        "previous": entries[-1].content["digest"] if entries else FIRST,
        "made": made.isoformat(),
        "origin": origin,
        "version": version,
        "seed": seed,
        "particles": particles,
        "record": {"first": month_name(happened.first), "digest": digest_of(happened)},
        "forecasts": list(_forecasts(happened, eras, particles, seed)),
    }
    content["digest"] = _digest(content)
    where.mkdir(exist_ok=True)
    path = where / f"{content['number']:04}_{origin}.json"
    with path.open("x", encoding="utf-8") as file:  # never over another
        file.write(_text(content))
    return Entry(path, content)


def digest_of(happened: Record) -> str:
    """SHA-256 of a record's months, series by series."""
    found = hashlib.sha256()
    for name in sorted(happened.series):
        found.update(f"{name}:{','.join(f'{value:g}' for value in happened.series[name])};".encode())
    return found.hexdigest()


@dataclasses.dataclass(frozen=True)
class Score:
    """What came of one forecast: `seen` and `score` are None while its months are not all in the record."""

    entry: Entry
    observable: str
    horizon: int
    forecaster: str
    seen: int | None
    score: float | None


def score(entries: list[Entry], happened: Record) -> list[Score]:
    """Every forecast of every entry, by what the record has by now: CRPS of counts, Brier of events, lower better."""
    return [_score(entry, said, happened) for entry in entries for said in entry.content["forecasts"]]


def has_changed(entry: Entry, happened: Record) -> bool:
    """Whether the months that an entry was made from are others in this record."""
    return bool(digest_of(happened.until(entry.origin)) != entry.content["record"]["digest"])


def _score(entry: Entry, said: dict[str, Any], happened: Record) -> Score:
    observable = next(each for each in OBSERVABLES if each.name == said["observable"])
    horizon, probabilities = int(said["horizon"]), numpy.array(said["probabilities"])
    told = (entry, observable.name, horizon, str(said["forecaster"]))
    if entry.origin + horizon > happened.end:
        return Score(*told, None, None)
    seen = observable.outcome(happened, entry.origin, horizon)
    seen = min(seen, len(probabilities) - 1)
    return Score(*told, seen, backtest.score_one(backtest.main_score(observable), probabilities, seen))


def _forecasts(happened: Record, eras: tuple[Era, ...], particles: int, seed: int) -> Iterator[dict[str, Any]]:
    said = backtest.ahead(happened, eras, particles, seed)
    said |= backtest.baselines_say(happened, backtest.fit(happened))
    for (observable, horizon, forecaster), law in said.items():
        told: Floats = numpy.round(law, DIGITS)
        yield {
            "observable": observable,
            "horizon": horizon,
            "forecaster": forecaster,
            "probabilities": [float(each) for each in told],
        }


def _content(path: pathlib.Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        is_whole = content["digest"] == _digest(content)
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path}: is no entry of a ledger") from error
    if not is_whole:
        raise InputError(f"{path}: was changed after it was written")
    return content


def _digest(content: dict[str, Any]) -> str:
    """SHA-256 of all but the digest itself."""
    kept = {name: value for name, value in content.items() if name != "digest"}
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


def _text(content: dict[str, Any]) -> str:
    """One line for each forecast, so that a reader of the file finds his way."""
    lines = [json.dumps({name: value})[1:-1] for name, value in content.items() if name != "forecasts"]
    forecasts = ",\n".join(f"  {json.dumps(each)}" for each in content["forecasts"])
    return "{\n" + ",\n".join(lines) + f',\n"forecasts": [\n{forecasts}\n]\n}}\n'

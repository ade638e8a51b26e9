# SPDX-License-Identifier: Apache-2.0
"""Single trajectories told month by month: which ones, and what happened in them."""

import json
import pathlib
import tempfile
from dataclasses import dataclass
from typing import Any

import pandas

from peninsula import open_results
from peninsula.engine import program
from peninsula.errors import InputError, RunError
from peninsula.report import vocabulary, wording
from peninsula.report.charts import strip, svg
from peninsula.report.figures import NARROW, WIDE
from peninsula.report.subject import Subject

REPLAYED = 2000


UNTOLD = (
    "This report has no words for what happens in the model “{}”. “peninsula trace CONDITION.yaml --trajectory 0” tells"
    " any trajectory by its number."
)

PICKED = (
    "This file counts trajectories picked by their past, and does not say which, so none is told here. “peninsula trace"
    " CONDITION.yaml --trajectory 0 --at MONTH --fork CONDITION.yaml” tells any by its number, with both futures."
)


@dataclass(frozen=True)
class Month:
    """One month in which something happened."""

    name: str
    iso: str
    sentences: list[str]


@dataclass(frozen=True)
class Story:
    """A trajectory: why it was chosen, what happened, how it ended, and its strip of charts."""

    name: str
    heading: str
    choice: str
    ending: str
    months: list[Month]
    drawings: list[tuple[str, svg.Drawing]]


def stories(subject: Subject) -> tuple[list[Story], str]:
    """A middling and an extreme trajectory of the reference condition, and where they were looked for; or no story
    and a sentence that says what is missing."""
    if subject.results.attrs.get("fork_where"):
        return [], PICKED
    try:
        with tempfile.TemporaryDirectory() as folder:
            condition = pathlib.Path(folder) / "condition.yaml"
            condition.write_text(str(subject.conditions.loc[subject.reference, "yaml"]), encoding="utf-8")
            records, where = _records(subject, condition)
            chosen = _chosen(subject, records)
            told = [_story(subject, condition, number, kind) for number, kind in chosen]
            if not any(story.months for story in told):
                return [], UNTOLD.format(subject.results.attrs["model"])
            return told, where
    except (InputError, RunError, ValueError) as error:
        return [], (
            f"Retelling a trajectory needs the program, and is left out: {error}. With it built, run"
            " “peninsula trace CONDITION.yaml --trajectory 0”, or make this report again."
        )


def _records(subject: Subject, condition: pathlib.Path) -> tuple[pandas.DataFrame, str]:
    """Headline outcomes of single trajectories: those of the file, else of a short run that repeats its first ones."""
    columns = _columns(subject)
    try:
        kept = subject.results.peninsula.records(subject.reference, columns)
        return kept, f"Chosen from the {len(kept):,} trajectories of which this file keeps records."
    except InputError:
        pass
    size = min(REPLAYED, int(subject.conditions.loc[subject.reference, "trajectories"]))
    replay = condition.with_name("replay.h5")
    program(
        "run",
        condition,
        "-n",
        size,
        "--records",
        size,
        "--outcomes",
        ",".join(columns),
        "--series",
        "none",
        "--seed",
        subject.results.attrs["seed"],
        "--months",
        len(subject.months),
        "-o",
        replay,
        "--quiet",
    )
    with open_results(replay) as results:
        kept = results.peninsula.records(subject.reference, columns)
    return kept, (
        f"This file keeps no single trajectories, so the first {size:,} of “{subject.reference}” were run again for"
        " this choice: the first trajectories of a longer run are those of a shorter one."
    )


def _columns(subject: Subject) -> list[str]:
    tail = vocabulary.vocabulary()["tail"]["outcome"]
    return list(dict.fromkeys([*subject.headline, *([tail] if tail in subject.outcomes.index else [])]))


def _chosen(subject: Subject, records: pandas.DataFrame) -> list[tuple[int, str]]:
    """The trajectory nearest to the medians of all headline outcomes, and the one in the tail; the first of equals."""
    table = records[[name for name in records.columns if subject.measure(name).kind != "categorical"]].astype(float)
    spread = table.std().where(lambda each: each > 0, 1.0)
    distance = (((table - table.median()) / spread) ** 2).sum(axis=1)
    chosen = [(int(distance.idxmin()), "middling")]
    tail = vocabulary.vocabulary()["tail"]["outcome"]
    if tail in table.columns and len(table) > 1:
        chosen.append((int(table[tail].idxmax()), "tail"))
    return chosen


def _story(subject: Subject, condition: pathlib.Path, number: int, kind: str) -> Story:
    told = json.loads(
        program(
            "trace",
            condition,
            "--trajectory",
            number,
            "--format",
            "json",
            "--seed",
            subject.results.attrs["seed"],
            "--months",
            len(subject.months),
        )
    )
    months = [
        Month(wording.month_name(month["month"]), month["month"], sentences)
        for before, month in zip([None, *told["months"]], told["months"], strict=False)
        if (sentences := _sentences(before, month))
    ]
    tail = vocabulary.vocabulary()["tail"]["words"]
    heading, choice = {
        "middling": (
            "A middling trajectory",
            "Of these it lies nearest to the medians of all headline outcomes, each in its standard deviation.",
        ),
        "tail": (
            "A trajectory in the tail",
            f"Of these it has {tail}. It is shown because it is rare, not because it is likely.",
        ),
    }[kind]
    name = f"story-{kind}"
    return Story(
        name,
        f"{heading}: number {number:,}",
        choice,
        _ending(subject, told["outcomes"]),
        months,
        _drawings(name, heading, told["months"]),
    )


def _sentences(before: dict[str, Any] | None, month: dict[str, Any]) -> list[str]:
    """What is worth telling of a month: events, counts, changes of course and moves, in this order."""
    words = vocabulary.vocabulary()
    found = []
    for chance in month["chances"]:
        happened, probability = chance["happened"], chance["probability"]
        event = chance["event"] if happened else chance.get("otherwise", "")
        sentence = vocabulary.happening(chance["agent"], event)
        if sentence:
            found.append(f"{sentence}{_chance(probability if happened else 1 - probability)}.")
    for series, told in words["counts"].items():
        count = round(month["state"].get(series, 0))
        if count > 0:
            found.append((told["one"] if count == 1 else told["many"].format(wording.WORDS[min(count, 16)])) + ".")
    for decision in month["decisions"]:
        name, chosen = f"{decision['agent']}: {decision['decision']}", decision["chosen"]
        turn, move = words["decisions"].get(name), words["moves"].get(name, {}).get(chosen)
        if turn and before is not None and chosen != _choice(before, decision):
            found.append(f"{turn.format(chosen)}{_chance(_probability(decision))}.")
        if move:
            found.append(f"{move}{_chance(_probability(decision))}.")
    return [vocabulary.capital(sentence) for sentence in found]


def _choice(month: dict[str, Any], decision: dict[str, Any]) -> str:
    same = (
        each
        for each in month["decisions"]
        if (each["agent"], each["decision"]) == (decision["agent"], decision["decision"])
    )
    return str(next((each["chosen"] for each in same), decision["chosen"]))


def _probability(decision: dict[str, Any]) -> float:
    return float(next(each["probability"] for each in decision["options"] if each["option"] == decision["chosen"]))


def _chance(probability: float) -> str:
    """In parentheses; nothing for what was given."""
    return "" if probability >= 1 else f" ({wording.plain(100 * probability, 2)}{wording.SPACE}%)"


def _ending(subject: Subject, outcomes: dict[str, Any]) -> str:
    """What the trajectory came to, in the headline outcomes."""
    told = []
    for name in subject.headline:
        value, measure = outcomes.get(name), subject.measure(name)
        if value is None or measure.kind == "time":
            continue
        words = ("yes" if value else "no") if measure.kind == "binary" else wording.plain(float(value))
        told.append(f"{vocabulary.head(name, subject.outcomes)}: {words}")
    return "; ".join(told)


def _drawings(name: str, heading: str, months: list[dict[str, Any]]) -> list[tuple[str, svg.Drawing]]:
    tracks = [track for each in vocabulary.vocabulary()["strip"] if (track := _track(each, months)) is not None]
    if not tracks:
        return []
    labels = [month["month"] for month in months]
    description = "; ".join(
        f"{track.name}: {sum(value > 0 for value in track.values)} of {len(labels)} months" for track in tracks
    )
    return [
        (
            "",
            strip.strip(svg.Drawing(f"{name}-{width:.0f}", width, 0, heading, description), labels, tracks),
        )
        for width in (WIDE, NARROW)
    ]


def _track(row: dict[str, Any], months: list[dict[str, Any]]) -> strip.Track | None:
    series = row["series"] if isinstance(row["series"], list) else [row["series"]]
    if any(name not in months[0]["state"] for name in series):
        return None
    values = [month["state"][series[0]] for month in months]
    if isinstance(values[0], str):
        labels = _labels(row["name"], series[0], values)
        return strip.Track(
            row["name"], [labels.index(value) for value in values], [vocabulary.label(label) for label in labels]
        )
    sums = [sum(month["state"][name] for name in series) for month in months]
    return strip.Track(row["name"], sums, most=max(*sums, 1.0))


def _labels(name: str, series: str, values: list[str]) -> list[str]:
    """The labels of a series in their order, as the program explains it."""
    declared = json.loads(program("explain", "--json"))
    for each in declared["series"]:
        if each["name"] == series and each.get("labels"):
            return list(each["labels"])
    return sorted(set(values))

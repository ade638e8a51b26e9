# SPDX-License-Identifier: Apache-2.0
"""What the live section of the page needs: the module, conditions as steps, the assumptions offered, and the check."""

import base64
import functools
import gzip
import json
import pathlib
import warnings
from typing import Any

import markupsafe
import numpy
import yaml

from peninsula import places
from peninsula.conditions import Setting
from peninsula.errors import InputError
from peninsula.module import engine
from peninsula.report import vocabulary
from peninsula.report.decision import again
from peninsula.report.figures import series_names
from peninsula.report.live.screen import effects
from peninsula.report.subject import Subject
from peninsula.simulation import Resolved, resolve

HERE = pathlib.Path(__file__).parent
CHECKED = 1024
"""Trajectories that the page runs again when it opens."""
OFFERED = 10
"""Assumptions that can be moved at once, beside those that the conditions change; any other can be asked for."""
SCRIPTS = ("engine.js", "crew.js", "view.js", "charts.js", "panel.js")
OF_A_WORKER = ("engine.js", "worker.js")
FNV_START, FNV_PRIME = numpy.uint32(2166136261), numpy.uint32(16777619)
UNDEFINED = numpy.uint32(0x7FC00000)
MISSING = "the module that runs in a page is not built: `scripts/packages report` installs what compiles it"


class Live:
    """The section of one subject.

    Raises:
        InputError: this engine cannot repeat the file's trajectories, or no page's module is built.
    """

    def __init__(self, subject: Subject) -> None:
        again.require_engine(subject)
        self.subject = subject
        self.names = subject.rows if subject.design is None else [subject.reference]
        self.model = str(subject.results.attrs["model"])
        self.seed = int(subject.results.attrs["seed"])
        self.months = int(subject.results.sizes["month"])
        self.per_state = int(subject.results.attrs.get("per_state", 1))

    def context(self) -> dict[str, Any]:
        return {
            "data": _packed(json.dumps(self.data(), ensure_ascii=False, separators=(",", ":")).encode()),
            "module": _packed(self.module()),
            "script": markupsafe.Markup(
                f'"use strict";\n{{\n{_scripts(SCRIPTS)}}}\n'
            ),  # a block keeps its names to itself
        }

    def module(self) -> bytes:
        path = places.page_module(self.model)
        if path is None:
            raise InputError(MISSING)
        return path.read_bytes()

    def data(self) -> dict[str, Any]:
        return {
            "months": self.months,
            "step": self.subject.step,
            "seed": str(self.seed),
            "perState": self.per_state,
            "conditions": [self.condition(name) for name in self.names],
            "outcomes": [self.outcome(name) for name in self.subject.headline],
            "series": self.series(),
            "offered": self.offered(),
            "groups": self.groups(),
            "names": vocabulary.vocabulary()["names"],
            "check": self.check(),
            "worker": f'"use strict";\n{_scripts(OF_A_WORKER)}',
        }

    @functools.cached_property
    def declared(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(engine.declarations(self.model))
        return found

    @functools.cached_property
    def resolved(self) -> list[Resolved]:
        """The conditions as the program resolves them; as their own files say them, where the program has these."""
        return [self._resolved(name) for name in self.names]

    def _resolved(self, name: str) -> Resolved:
        shipped = _shipped(name, self.months)
        if shipped is not None and shipped.yaml == str(self.subject.conditions.yaml[name]):
            return shipped
        return resolve(again.condition_of(self.subject, name))

    def condition(self, name: str) -> dict[str, Any]:
        """Its steps and values: as the file has it, and with what no condition of the file sets drawn."""
        resolved = self.resolved[self.names.index(name)]
        settings: dict[str, Setting] = {"open": "prior", **self.held[name]}
        opened = resolve(self.source(name), self.months, **settings)
        return {
            "name": name,
            "file": name if self.is_shipped(name) else f"{name}.yaml",
            "isShipped": self.is_shipped(name),
            "start": resolved.start,
            "calendar": resolved.first_calendar_month,
            "steps": resolved.steps,
            "open": opened.steps,
            "held": self.held[name],
            "values": self.values(resolved),
            "openValues": self.values(opened),
        }

    def is_shipped(self, name: str) -> bool:
        """Whether the condition of this name that comes with the program is the file's."""
        shipped = _shipped(name, self.months)
        return shipped is not None and shipped.yaml == self.resolved[self.names.index(name)].yaml

    def source(self, name: str) -> Any:
        """What the condition is resolved from."""
        return name if self.is_shipped(name) else again.condition_of(self.subject, name)

    @functools.cached_property
    def held(self) -> dict[str, dict[str, Any]]:
        """By condition: what it leaves open and another one sets, with the value that it has here. The others draw it
        as little as that one does, so that states of the world are the same for all."""
        open_ones = {name: self.open_ones(name) for name in self.names}
        common = set.intersection(*(set(each) for each in open_ones.values()))
        return {
            name: {each: value for each, value in found.items() if each not in common}
            for name, found in open_ones.items()
        }

    def open_ones(self, name: str) -> dict[str, Any]:
        """What `open: prior` would draw, with the value that it has else."""
        before = _parameters(self.resolved[self.names.index(name)])
        after = _parameters(resolve(self.source(name), self.months, open="prior"))
        return {each: before[each] for each, value in after.items() if value == "prior" and before[each] != "prior"}

    def values(self, resolved: Resolved) -> dict[int, float | None]:
        """By place, what is not the model's default; None where it is drawn."""
        stated = _parameters(resolved)
        found: dict[int, float | None] = {}
        for place, declared in enumerate(self.declared["parameters"]):
            value = stated[declared["name"]]
            number = declared["labels"].index(value) if value in declared["labels"] else value
            if number != declared["default"]:
                found[place] = float(number) if isinstance(number, int | float) else None
        return found

    def outcome(self, name: str) -> dict[str, Any]:
        measure = self.subject.measure(name)
        declared = self.subject.outcomes
        return {
            "place": _place(self.declared["outcomes"], name),
            "head": vocabulary.head(name, declared),
            "kind": str(declared.loc[name, "kind"]),
            "told": measure.told,
            "isShare": measure.is_share,
            "change": measure.unit_of_difference(self.subject.step),
        }

    def series(self) -> list[dict[str, Any]]:
        """The first four that the page draws by month."""
        if not len(self.subject.series):
            return []
        found = []
        for name in series_names(self.subject)[:4]:
            place = _place(self.declared["series"], name)
            declared = self.declared["series"][place]
            head = vocabulary.capital(vocabulary.typeset(declared["meaning"]))
            found.append({"place": place, "head": head, "labels": declared["labels"]})
        return found

    def offered(self) -> list[str]:
        """What the conditions change first, then what matters most: numbers and labels, in the model's order."""
        names = [each["name"] for each in self.declared["parameters"]]
        changed = [name for name in names if any(name in self.subject.settings(each) for each in self.names[1:])]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = effects(self.resolved[0], self.subject.headline, self.seed)
        first = sorted((name for name in found if name not in changed), key=lambda name: -found[name])[:OFFERED]
        return [name for name in names if name in {*changed[:OFFERED], *first}]

    def groups(self) -> dict[str, str]:
        """The headings of parameters, by how their names begin."""
        prefixes = dict.fromkeys(each["name"].partition(".")[0] for each in self.declared["parameters"])
        return {prefix: vocabulary.group(prefix) for prefix in prefixes}

    def check(self) -> dict[str, Any]:
        """A number for each of the first trajectories, made of the bits of all outcomes under every condition."""
        every = list(range(len(self.declared["outcomes"])))
        count = min(CHECKED, int(self.subject.conditions.trajectories.loc[self.names].min()))
        request = engine.Request(self.resolved, every, [], count, self.seed, 0, 0, self.per_state)
        table, _ = engine.simulate(request)
        digests = digests_of(table[:, : len(every)])
        return {"count": count, "digests": base64.b64encode(digests.astype("<u4").tobytes()).decode()}


def digests_of(table: Any) -> Any:
    """FNV-1a over 32-bit words: the bits of every outcome under every condition; (condition, outcome, trajectory).

    >>> [int(one) for one in digests_of(numpy.float32([[[1.0, numpy.nan]]]))]
    [1151028869, 1698167365]
    """
    bits = numpy.where(numpy.isnan(table), UNDEFINED, numpy.ascontiguousarray(table).view(numpy.uint32))
    found = numpy.full(table.shape[-1], FNV_START)
    for condition in bits:
        for words in condition:
            found = (found ^ words) * FNV_PRIME
    return found


def _parameters(resolved: Resolved) -> dict[str, Any]:
    """Every parameter as the resolved condition writes it."""
    found: dict[str, Any] = yaml.load(resolved.yaml, yaml.CSafeLoader)["parameters"]
    return found


def _place(declared: list[dict[str, Any]], name: str) -> int:
    return next(place for place, each in enumerate(declared) if each["name"] == name)


@functools.cache
def _shipped(name: str, months: int) -> Resolved | None:
    """The condition of this name that comes with the program, over so many months; or None."""
    try:
        return resolve(name, months)
    except InputError:
        return None


def _scripts(names: tuple[str, ...]) -> str:
    """Without what only their writers read: comments, and the space before each line."""
    lines = (line.strip() for name in names for line in (HERE / name).read_text(encoding="utf-8").splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))


def _packed(content: bytes) -> str:
    """As a page unpacks it: gzip, in base64. The same content gives the same letters."""
    return base64.b64encode(gzip.compress(content, 9, mtime=0)).decode()

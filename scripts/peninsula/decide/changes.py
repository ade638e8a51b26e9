# SPDX-License-Identifier: Apache-2.0
"""What lies between two conditions: the changes that lead from one to the other, and any part of them as a condition.

Both conditions are compared in full, as the engine resolves them, so that it does not matter how they were written: a
label is its name everywhere, and a number is what it is worth.
"""

import functools
import itertools
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from peninsula.conditions import Condition, Setting, Verbatim
from peninsula.errors import InputError
from peninsula.module import declared, engine
from peninsula.simulation import Resolved, resolve
from peninsula.timelines import LOADER

TEXTS = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # which takes every value for a text; in C, where PyYAML has it
ALIKE = ("model", "start", "months")
"""What two conditions must share, so that their trajectories are pairs."""


TOGETHER = "together"
WEIGHTS = "together_weights"


class Replaced(UserWarning):
    """What is set over all conditions replaces what one of them sets itself, and may take its effect away."""


@dataclass(frozen=True)
class Change:
    """One difference between two conditions: a parameter, entries of the timeline that exclude each other, or all that
    is drawn together.

    `name`: of the parameter; "timeline" or "together" else. `before` and `after`: the parameter's value, or the
    entries, each as the resolved condition writes it; of an entry that is only added, `before` is empty. Of what is
    drawn together, a line for each parameter in either condition.
    """

    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def is_parameter(self) -> bool:
        """Whether one parameter changes, and neither the timeline nor several that are drawn together."""
        return self.name not in ("timeline", TOGETHER)

    @property
    def what(self) -> str:
        """The change in one line.

        >>> Change("h_cf", ("0.025",), ("0.2",)).what
        'h_cf: 0.025 → 0.2'
        >>> Change("timeline", (), ("{month: 2026-04, event: ukraine_ceasefire}",)).what
        'with {month: 2026-04, event: ukraine_ceasefire}'
        """
        if self.name == TOGETHER:
            return f"drawn together: {', '.join(line.partition(':')[0] for line in self.after)}"
        before, after = _told(self.before), _told(self.after)
        if self.is_parameter:
            return f"{self.name}: {before} → {after}"
        if not self.before:
            return f"with {after}"
        return f"{before} → {after}" if self.after else f"without {before}"


class Between:
    """Two conditions, the changes from one to the other, and whatever lies between them.

    A part of the changes is a whole number: bit i stands for change i. 0 is the first condition, `all` the second.
    """

    def __init__(
        self,
        first: Condition | Resolved,
        second: Condition | Resolved,
        months: int | None = None,
        parameters: Mapping[str, Setting] | None = None,
    ) -> None:
        """Reads both.

        Args:
            first, second: as of `resolve`.
            months, parameters: of both, as of `resolve`.

        Raises:
            InputError: a condition is refused; both are the same; they differ in what their trajectories must share.
        """
        self._asked, self._months, self._parameters = (first, second), months, dict(parameters or {})
        self.first, self.second = (resolve(each, months, **self._parameters) for each in self._asked)
        tell_replaced(self._asked, months, self._parameters)
        self._here, self._there = _Pieces(self.first.yaml), _Pieces(self.second.yaml)
        self._require_pairs()
        joint = self._joint_parameters()
        self.changes = (*self._changed_parameters(joint), *self._changed_table(joint), *self._changed_entries())
        if not self.changes:
            raise InputError(f"'{self.first.name}' and '{self.second.name}' are the same condition: nothing differs")
        self.all = 2 ** len(self.changes) - 1

    def condition(self, part: int, fixed: Mapping[str, str] | None = None) -> Resolved:
        """The first condition with a part of the changes; `fixed` sets parameters on top, as text."""
        made = [change.after if part >> place & 1 else change.before for place, change in enumerate(self.changes)]
        parameters, weights = dict(self._here.parameters), self._here.weights
        entries = [entry for entry in self._here.timeline if entry in self._shared_entries]
        for place, (change, texts) in enumerate(zip(self.changes, made, strict=True)):
            if change.is_parameter:
                parameters[change.name] = texts[0]
            elif change.name == TOGETHER:
                parameters |= dict(line.split(": ", 1) for line in texts)
                weights = self._there.weights if part >> place & 1 else weights
            else:
                entries += texts
        return self._parsed(parameters | dict(fixed or {}), entries, weights)

    def values(self, parameter: str) -> tuple[str, str]:
        """A parameter's value in both conditions, as text."""
        return self._here.parameters[parameter], self._there.parameters[parameter]

    def open_parameters(self) -> list[str]:
        """Those that have a prior and that neither condition sets; of one resolved before, those at their default."""
        defaults = _defaults(self._here.head["model"])
        found = [each["name"] for each in declared(self._here.head["model"])["parameters"] if each["prior"]]
        for asked, pieces in zip(self._asked, (self._here, self._there), strict=True):
            if isinstance(asked, Resolved):
                found = [name for name in found if _same(pieces.parameters[name], defaults[name])]
            else:
                opened = _Pieces(resolve(asked, self._months, **self._parameters | {"open": "prior"}).yaml)
                found = [name for name in found if opened.parameters[name] == "prior"]
        return found

    def _require_pairs(self) -> None:
        for key in ALIKE:
            if self._here.head[key] != self._there.head[key]:
                raise InputError(
                    f"{key}: '{self.first.name}' has {self._here.head[key]} and '{self.second.name}' has "
                    f"{self._there.head[key]}; only what shares it is compared trajectory by trajectory"
                )

    def _joint_parameters(self) -> list[str]:
        """Those that either condition draws together with others; none where both draw the same."""
        pairs = {name: (text, self._there.parameters[name]) for name, text in self._here.parameters.items()}
        joint = [name for name, texts in pairs.items() if any(_is_joint(text) for text in texts)]
        is_same = self._here.weights == self._there.weights and all(_same(*pairs[name]) for name in joint)
        return [] if is_same else joint

    def _changed_parameters(self, joint: Sequence[str]) -> Iterable[Change]:
        for name, before in self._here.parameters.items():
            after = self._there.parameters[name]
            if name not in joint and not _same(before, after):
                yield Change(name, (before,), (after,))

    def _changed_table(self, joint: Sequence[str]) -> Iterable[Change]:
        """Rows hold their columns together: half of a row is none."""
        if joint:
            sides = (self._here.parameters, self._there.parameters)
            before, after = (tuple(f"{name}: {side[name]}" for name in joint) for side in sides)
            yield Change(TOGETHER, before, after)

    def _changed_entries(self) -> Iterable[Change]:
        """One change an entry; entries that cannot stand together are one, and so is all that is given."""
        here, there = self._here.timeline, self._there.timeline
        lost = [entry for entry in here if entry not in there]
        gained = [entry for entry in there if entry not in here]
        groups = _linked(lost + gained, lambda one, other: self._together(one, other, lost, gained))
        for group in groups:
            yield Change("timeline", tuple(e for e in lost if e in group), tuple(e for e in gained if e in group))

    def _together(self, one: str, other: str, lost: list[str], gained: list[str]) -> bool:
        if _is_given(one) and _is_given(other):
            return True
        if not (one in lost and other in gained):
            return False  # of one condition, so they stand together
        try:
            self._parsed(self._here.parameters, [one, other], self._here.weights)
        except InputError:
            return True
        return False

    @functools.cached_property
    def _shared_entries(self) -> set[str]:
        return set(self._here.timeline) & set(self._there.timeline)

    def _parsed(self, parameters: Mapping[str, str], entries: Sequence[str], weights: str) -> Resolved:
        """What is at its default need not be said: reading five hundred parameters takes thirty times longer."""
        defaults = _defaults(self._here.head["model"])
        told = {name: text for name, text in parameters.items() if not _same(text, defaults[name])}
        beyond = "true" in (self._here.head["allow_out_of_range"], self._there.head["allow_out_of_range"])
        head = self._here.head | {"allow_out_of_range": "true" if beyond else "false"}
        lines = [f"{key}: {text}" for key, text in head.items()]
        lines += [f"{WEIGHTS}: {weights}"] if weights and any(map(_is_joint, told.values())) else []
        lines += ["parameters:", *(f"  {name}: {text}" for name, text in told.items())] if told else []
        lines += ["timeline:", *(f"  - {entry}" for entry in entries)] if entries else []
        return engine.parse("\n".join(lines) + "\n", self.first.name, [], None)


def tell_replaced(
    conditions: Iterable[Condition | Resolved], months: int | None, parameters: Mapping[str, Setting]
) -> None:
    """Warns of each condition in which parameters replace what it sets itself, or by what it extends.

    Args:
        conditions, months, parameters: as of `resolve`; of a condition resolved before, nothing is known.
    """
    for condition in conditions if parameters else ():
        if isinstance(condition, Resolved):
            continue
        found = resolve(condition, months, **parameters)
        now = yaml.load(found.yaml, TEXTS)["parameters"]
        replaced = {name: was for name, was in set_itself(condition, months).items() if not _alike(was, now[name])}
        _tell("--set replaces", found.name, replaced)


def tell_replaced_by_points(condition: Condition | Resolved, names: Iterable[str], months: int | None = None) -> None:
    """Warns of parameters that points set, and that the condition sets itself, or by what it extends.

    Args:
        condition, months: as of `resolve`; of a condition resolved before, nothing is known.
        names: of parameters.
    """
    if not isinstance(condition, Resolved):
        own = set_itself(condition, months)
        _tell("points replace", resolve(condition, months).name, {name: own[name] for name in names if name in own})


def set_itself(condition: Condition, months: int | None = None) -> dict[str, Any]:
    """The parameters that a condition sets, itself or by what it extends, with their values as text, or their laws."""
    with warnings.catch_warnings():  # whoever resolves it is told of a timeline that ends early
        warnings.simplefilter("ignore")
        whole = resolve(condition, months)
        own, opened = (
            yaml.load(each.yaml, TEXTS)["parameters"] for each in (whole, resolve(condition, months, open="prior"))
        )
    defaults, priors = _defaults(whole.model), _with_prior(whole.model)
    return {
        name: value
        for name, value in own.items()
        if (opened[name] != "prior" if name in priors else not _alike(value, defaults[name]))
    }


def _tell(what: str, condition: str, replaced: Mapping[str, Any]) -> None:
    if replaced:
        settings = f"{len(replaced)} setting{'s' if len(replaced) > 1 else ''}"
        told = ", ".join(f"{name} (was {_in_words(was)})" for name, was in replaced.items())
        warnings.warn(f"{what} {settings} of {condition}: {told}", Replaced, stacklevel=5)


def _in_words(value: Any) -> str:
    """A value, or a law as it is written."""
    return value if isinstance(value, str) else str(yaml.dump(value, default_flow_style=True)).strip()


def _alike(one: Any, other: Any) -> bool:
    return _same(one, other) if isinstance(one, str) and isinstance(other, str) else bool(one == other)


def as_stated(text: str) -> dict[str, Any]:
    """A resolved condition as a map that says only what is not at its default.

    Who set a parameter to its default is not kept in a resolved condition; here it counts as not set.

    Args:
        text: of a resolved condition, as result files keep it.

    >>> as_stated(resolve("early-ceasefire").yaml)["parameters"]
    {'ukraine_war.ceasefire_hazard': '0.2', 'ukraine_war.relapse_hazard': '0.01'}
    """
    told = yaml.load(text, TEXTS)
    defaults = _defaults(told["model"])
    told["parameters"] = {
        name: value
        for name, value in told["parameters"].items()
        if isinstance(value, dict) or not _same(value, defaults[name])
    }
    verbatim: dict[str, Any] = _verbatim(told)
    return verbatim


def _verbatim(told: Any) -> Any:
    if isinstance(told, dict):
        return {name: _verbatim(value) for name, value in told.items()}
    return [_verbatim(value) for value in told] if isinstance(told, list) else Verbatim(told)


class _Pieces:
    """A resolved condition in pieces of its text: the keys of its head, its parameters, the entries of its timeline."""

    def __init__(self, text: str) -> None:
        def told(node: Any) -> str:
            return text[node.start_mark.index : node.end_mark.index].strip()

        nodes = {key.value: value for key, value in yaml.compose(text, LOADER).value}
        self.parameters = {key.value: told(value) for key, value in nodes.pop("parameters").value}
        self.timeline = [told(entry) for entry in nodes.pop("timeline").value] if "timeline" in nodes else []
        self.weights = told(nodes.pop(WEIGHTS)) if WEIGHTS in nodes else ""
        """Of rows that are drawn; empty where these are equally likely, or there are none."""
        self.head = {key: told(value) for key, value in nodes.items()}


@functools.cache
def _defaults(model: str) -> dict[str, str]:
    """By parameter: its default as text; the name where it has labels."""
    return {each["name"]: str(each["label"] or each["default"]) for each in declared(model)["parameters"]}


@functools.cache
def _with_prior(model: str) -> frozenset[str]:
    return frozenset(each["name"] for each in declared(model)["parameters"] if each["prior"])


def _same(one: str, other: str) -> bool:
    """Whether two values are worth the same: 1, 1.0 and 1e0 are.

    >>> _same("1", "1.0"), _same("war", "ceasefire")
    (True, False)
    """
    try:
        return float(one) == float(other)
    except ValueError:
        return one == other


def _told(texts: tuple[str, ...]) -> str:
    """Entries in one line; of many, the first and how many more."""
    if len(texts) > 2:
        return f"{texts[0]} and {len(texts) - 1} more"
    return ", ".join(texts)


def _is_joint(text: str) -> bool:
    """Whether a parameter's text is a column of a table."""
    return text.startswith("{" + TOGETHER + ":")


def _is_given(entry: str) -> bool:
    return "given" in yaml.load(entry, LOADER)


def _linked(entries: list[str], are_one: Any) -> list[list[str]]:
    """Groups of entries, any two of which are joined by a chain of entries that are one."""
    groups = [[entry] for entry in entries]
    for one, other in itertools.combinations(entries, 2):
        here, there = (next(group for group in groups if entry in group) for entry in (one, other))
        if here is not there and are_one(one, other):
            here += there
            groups.remove(there)
    return groups

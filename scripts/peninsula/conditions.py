# SPDX-License-Identifier: Apache-2.0
"""Conditions and sweeps as the program takes them: files by path or name, or maps, which are written as YAML."""

import os
import pathlib
import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy
import yaml

from peninsula.errors import InputError, unknown

if TYPE_CHECKING:
    import xarray

Condition = str | os.PathLike[str] | Mapping[str, Any]
Setting = float | int | str | Mapping[str, Any]

DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # those in C, where PyYAML has them
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Verbatim(str):
    """A value of a condition as its text: a number with the digits that it has there, a label such as `no`."""


def _as_written(dumper: Any, text: Verbatim) -> Any:
    """Without quotation marks, whatever YAML takes it for."""
    return dumper.represent_scalar(dumper.resolve(yaml.ScalarNode, str(text), (True, False)), str(text))


DUMPER.add_representer(Verbatim, _as_written)


def condition_file(condition: Condition, folder: pathlib.Path) -> str:
    """The path or name of a condition, valid from any folder; a map is written to `folder`, see `text_of`."""
    if not isinstance(condition, Mapping):
        return _from_anywhere(condition)
    return _written(text_of(condition)[0], folder / f"{len(list(folder.iterdir()))}.yaml")


def sweep_file(design: Condition, folder: pathlib.Path) -> str:
    """The path or name of a sweep, valid from any folder; a map is written to `folder`, with its conditions."""
    if not isinstance(design, Mapping):
        return _from_anywhere(design)
    content: dict[str, Any] = {"name": "sweep", "summary": "Written in Python.", **design}
    if "condition" in content:
        content["condition"] = condition_file(content["condition"], folder)
    content["axes"] = [_with_files(axis, folder) for axis in content.get("axes", [])]
    return _written(_yaml(content), folder / "sweep.yaml")


def text_of(condition: Mapping[str, Any]) -> tuple[str, str]:
    """A map as the text of a condition file, valid from any folder, and its name.

    A map without a name or summary gets one.
    """
    content = {"name": "condition", "summary": "Written in Python.", **condition}
    if "extends" in content:
        content["extends"] = _from_anywhere(content["extends"])
    return _yaml(content), str(content["name"])


def assignments(parameters: Mapping[str, Setting]) -> list[str]:
    """What sets parameters, as the engine reads it: numbers, labels, the word prior, or laws.

    A double underscore stands for a dot.

    >>> assignments({"russia__postwar_capacity": 0.5, "h_cf": {"uniform": [0.1, 0.2]}})
    ['russia.postwar_capacity=0.5', 'h_cf={uniform: [0.1, 0.2]}']
    """
    return [f"{name_of(name)}={_flow(value)}" for name, value in parameters.items()]


def settings(parameters: Mapping[str, Setting]) -> list[str]:
    """The same as arguments of the program."""
    return [f"--set={each}" for each in assignments(parameters)]


def name_of(parameter: str) -> str:
    """A parameter's name from a keyword argument, which cannot have dots.

    >>> name_of("ukraine_war__ceasefire_hazard")
    'ukraine_war.ceasefire_hazard'
    """
    return parameter.replace("__", ".")


def resolved(results: "xarray.Dataset", condition: str) -> dict[str, Any]:
    """A condition of a result in full; for a point of a sweep, the reference with the point's changes."""
    names = [str(name) for name in numpy.atleast_1d(results.condition.values)]
    if condition not in names:
        raise unknown("condition", condition, names)
    content = _content(results, condition)
    reference = str(results.attrs["reference_condition"])
    if "design" not in results.attrs or condition == reference:
        return content
    if reference not in names:
        raise InputError(
            f"the reference condition '{reference}', which '{condition}' changes, is not among those chosen"
        )
    whole = _content(results, reference)
    return {**whole, **content, "parameters": {**whole["parameters"], **(content.get("parameters") or {})}}


MOST_LETTERS = 60
APART = ("name", "summary", "parameters", "timeline")


def changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    """What two resolved conditions say otherwise outside their timelines: settings and parameters by name, old and new.

    None stands for what one of them does not say. Their names and summaries are not compared.

    >>> changed({"months": 48, "parameters": {"a": 1, "b": 2}}, {"months": 48, "parameters": {"a": 3}})
    [('a', 1, 3), ('b', 2, None)]
    """
    before, after = (
        {name: value for name, value in each.items() if name not in APART} | (each.get("parameters") or {})
        for each in (old, new)
    )
    names = dict.fromkeys([*before, *after])
    pairs = [(str(name), before.get(name), after.get(name)) for name in names]
    return [(name, there, here) for name, there, here in pairs if there != here]


def differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """The same in words, with the timeline; nothing where the two are the same condition.

    >>> differing({"parameters": {"a": 1, "b": 2}}, {"parameters": {"a": 3}, "timeline": [{"event": "calm"}]})
    ['a is 3, not 1', 'it has no b', 'its timeline']
    >>> differing({"parameters": {"a": 1}}, {"parameters": {"a": {"together": list(range(100))}}})
    ["a is {'together': [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, ..., not 1"]
    """
    told = []
    for name, there, here in changed(old, new):
        now, was = (textwrap.shorten(str(value), MOST_LETTERS, placeholder=" ...") for value in (here, there))
        known = f"{name} is {now}, not {'set' if there is None else was}"
        told.append(f"it has no {name}" if here is None else known)
    return told if (old.get("timeline") or []) == (new.get("timeline") or []) else [*told, "its timeline"]


def plain(value: Any) -> Any:
    """The same value in plain Python types, which YAML can write."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, numpy.ndarray)):
        return [plain(item) for item in value]
    return value.item() if isinstance(value, numpy.generic) else value


def _from_anywhere(file_or_name: str | os.PathLike[str]) -> str:
    """An existing file with its absolute path; anything else unchanged, as a name for the program to resolve."""
    path = pathlib.Path(file_or_name)
    return str(path.absolute()) if path.is_file() else str(file_or_name)


def _content(results: "xarray.Dataset", condition: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.load(str(results.resolved_condition.sel(condition=condition).item()), LOADER)
    return content


def _with_files(axis: Mapping[str, Any], folder: pathlib.Path) -> dict[str, Any]:
    """An axis with its conditions as paths."""
    if "conditions" not in axis:
        return dict(axis)
    return {**axis, "conditions": [condition_file(each, folder) for each in axis["conditions"]]}


def _yaml(content: Mapping[str, Any]) -> str:
    text: str = yaml.dump(plain(content), Dumper=DUMPER, sort_keys=False, allow_unicode=True)
    return text


def _written(text: str, path: pathlib.Path) -> str:
    path.write_text(text)
    return str(path)


def _flow(value: Setting) -> str:
    """A value as YAML on one line, floats with all their digits."""
    text: str = yaml.dump(plain(value), Dumper=DUMPER, default_flow_style=True, width=10**6)
    return text.removesuffix("\n").removesuffix("\n...")

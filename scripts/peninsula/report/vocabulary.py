# SPDX-License-Identifier: Apache-2.0
"""The report's words for what a model declares: `vocabulary.yaml`, with the file's own names where it has none."""

import functools
import pathlib
import re
from typing import Any

import pandas
import yaml

HERE = pathlib.Path(__file__).parent
PAIRS = [("US", "DPRK"), ("US", "China"), ("US", "North Korea"), ("Russia", "DPRK"), ("Kim", "Xi"), ("Kim", "Putin")]


@functools.cache
def vocabulary() -> dict[str, Any]:
    words: dict[str, Any] = yaml.safe_load((HERE / "vocabulary.yaml").read_text(encoding="utf-8"))
    return words


def head(name: str, declared: pandas.DataFrame) -> str:
    """The heading of an outcome or series: short, with a capital."""
    told = vocabulary()["outcomes"].get(name, {}).get("head")
    return told or capital(typeset(str(declared.loc[name, "long_name"])))


def clause(name: str, declared: pandas.DataFrame) -> str:
    """An outcome as a sentence says it."""
    told = vocabulary()["outcomes"].get(name, {}).get("clause")
    return told or typeset(str(declared.loc[name, "long_name"]))


def happening(agent: str, event: str) -> str:
    return str(vocabulary()["happenings"].get(f"{agent}: {event}", ""))


def group(prefix: str) -> str:
    """The heading of the parameters whose names begin so."""
    return str(vocabulary()["groups"].get(prefix) or capital(label(prefix)))


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def typeset(words: str) -> str:
    """Pairs of countries and of leaders with the dash, quotation marks and apostrophes with the signs of print, names
    with their capitals.

    >>> typeset("Kim's belief in a 'small deal'")
    'Kim’s belief in a “small deal”'
    """
    for pair in PAIRS:
        words = words.replace("-".join(pair), "–".join(pair))
    words = _with_capitals(words)
    return re.sub(r"(?<!\w)'([^']+)'(?!\w)", r"“\1”", words).replace("'", "’")


def label(name: str) -> str:
    """A label of a categorical value in words.

    >>> label("letter_to_washington")
    'letter to Washington'
    """
    return _with_capitals(name.replace("_", " "))


def _with_capitals(words: str) -> str:
    names: dict[str, str] = {name.lower(): name for name in vocabulary()["names"]}
    return re.sub(rf"\b({'|'.join(names)})\b", lambda found: names[found.group()], words)

# SPDX-License-Identifier: Apache-2.0
"""Reading command lines as the program does: what is wrong is one message, and the exit status is 2."""

import argparse
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

import yaml

from peninsula.errors import InputError

if TYPE_CHECKING:
    import pandas


class Parser(argparse.ArgumentParser):
    """Arguments of one command of the program."""

    def __init__(self, command: str, summary: str) -> None:
        super().__init__(f"peninsula {command}", description=summary, allow_abbrev=False)

    def take_simulation(self, trajectories: int, of: str) -> None:
        """What every command says of its simulations; `of` says what has so many trajectories unless told."""
        add = self.add_argument
        add("--trajectories", "-n", type=whole, default=trajectories, metavar="N", help=f"{of} ({trajectories})")
        add("--seed", type=whole, metavar="N", help="seed of all chance")
        add("--months", type=whole, metavar="N", help="instead of the conditions' own")
        add("--threads", type=whole, metavar="N", help="as many as there are processors unless told")
        add("--set", action="append", default=[], metavar="PARAMETER=VALUE", help="over every condition; repeatable")

    def take_form(self, rows: str) -> None:
        """How the answer is printed; `rows` says what the table of CSV holds."""
        form = self.add_mutually_exclusive_group()
        form.add_argument("--json", action="store_true", help="print everything as JSON")
        form.add_argument("--csv", action="store_true", help=f"print {rows} as CSV")

    def error(self, message: str) -> NoReturn:
        """Raises InputError: whoever started the command tells it."""
        raise InputError(f"{message}; see {self.prog} --help")


class Once(argparse.Action):
    """An option with one value, of which a second would replace the first in silence."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        """Keeps the value; refuses a second."""
        if getattr(namespace, self.dest) is not None:
            parser.error(f"{option_string}: takes one, and is given twice")
        setattr(namespace, self.dest, values)


def answer(
    asked: argparse.Namespace,
    as_json: Callable[[], dict[str, Any]],
    rows: "pandas.DataFrame",
    as_text: Callable[[], str],
) -> None:
    """Prints what was found in the form that `take_form` asks for; `rows` is the table of CSV."""
    if asked.json:
        print(json.dumps(as_json(), indent=1, ensure_ascii=False))
    elif asked.csv:
        print(rows.to_csv(index=False), end="")
    else:
        print(as_text())


def whole(text: str) -> int:
    """A whole number as the program reads it: 1e5 is 100000.

    >>> whole("1e5")
    100000
    """
    try:
        number = float(text)
        if number == int(number):
            return int(number)
    except (ValueError, OverflowError):
        pass
    raise argparse.ArgumentTypeError(f"must be a whole number, not '{text}'")


def settings_of(assignments: list[str]) -> dict[str, Any]:
    """What `--set` says, as keywords of `resolve`: numbers, labels, the word prior, or laws.

    A label stays as it was written, also where YAML would take it for a truth value.

    >>> settings_of(["h_cf=0.1", "south_korea.initial_met=no", "us_china.tilt={uniform: [0, 1]}"])
    {'h_cf': 0.1, 'south_korea.initial_met': 'no', 'us_china.tilt': {'uniform': [0, 1]}}
    """
    found: dict[str, Any] = {}
    for assignment in assignments:
        name, equals, text = assignment.partition("=")
        if not equals:
            raise InputError(f"--set: '{assignment}' is not of the form PARAMETER=VALUE")
        try:
            value = yaml.safe_load(text)
        except yaml.YAMLError:
            raise InputError(f"--set: '{text}' is no value of {name}") from None
        found[name] = value if isinstance(value, dict | float) or type(value) is int else text
    return found


def weights_of(text: str) -> dict[str, float]:
    """A stated value over outcomes.

    >>> weights_of("summit_held=1, strategic_tests=-0.2")
    {'summit_held': 1.0, 'strategic_tests': -0.2}
    """
    weights: dict[str, float] = {}
    for part in text.split(","):
        name, _, weight = (piece.strip() for piece in part.partition("="))
        if name in weights:
            raise InputError(f"--value: '{name}' is weighed twice")
        try:
            weights[name] = float(weight)
        except ValueError:
            raise InputError(f"--value: '{part.strip()}' is not of the form OUTCOME=WEIGHT") from None
    return weights

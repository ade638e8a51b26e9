# SPDX-License-Identifier: Apache-2.0
"""Reading command lines as the program does: what is wrong is one message, and the exit status is 2."""

import argparse
from typing import NoReturn

from peninsula.errors import InputError


class Parser(argparse.ArgumentParser):
    """Arguments of one command of the program."""

    def __init__(self, command: str, summary: str) -> None:
        super().__init__(f"peninsula {command}", description=summary, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        """Raises InputError: whoever started the command tells it."""
        raise InputError(f"{message}; see {self.prog} --help")


def whole(text: str) -> int:
    """A whole number as the program reads it: 1e5 is 100000.

    >>> whole("1e5")
    100000
    """
    number = float(text)
    if number != int(number):
        raise ValueError(f"'{text}' is no whole number")
    return int(number)

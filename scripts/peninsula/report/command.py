# SPDX-License-Identifier: Apache-2.0
"""The command: `scripts/report RESULT.h5 -o report.html`, or one of its figures: `--figure NAME -o figure.svg`."""

import argparse
import os
import pathlib
import sys

from peninsula.decide.arguments import whole
from peninsula.errors import InputError
from peninsula.report.page import page_of
from peninsula.report.picture import picture_of
from peninsula.report.selection import Choice


def main(arguments: list[str] | None = None) -> int:
    """Writes the report; 0 done, 1 failed while writing, 2 the input is wrong. Nothing is ever left half written."""
    options = _options().parse_args(arguments)
    try:
        _check_output(options.output, options.force)
        if options.figure:
            page = picture_of(options.result, options.figure, _choice(options))
        else:
            page = page_of(options.result, _choice(options))
    except InputError as error:
        return _complain(" ".join(str(error).split()), 2)
    try:
        _write(options.output, page)
    except OSError as error:
        return _complain(f"{options.output}: cannot be written: {error.strerror}", 1)
    print(f"the {'figure' if options.figure else 'report'} is in {options.output}")
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scripts/report", description="Makes one self-contained HTML page of a result file."
    )
    parser.add_argument(
        "result", metavar="RESULT.h5", type=pathlib.Path, help="what `peninsula run`, `sweep` or `merge` wrote"
    )
    parser.add_argument("-o", "--output", metavar="FILE.html", type=pathlib.Path, default=pathlib.Path("report.html"))
    parser.add_argument(
        "--series", metavar="NAME", action="append", help="monthly series to draw instead of the usual ones; repeatable"
    )
    parser.add_argument(
        "--conditions", metavar="NAME,...", action="append", help="tell of these only, beside the reference; repeatable"
    )
    parser.add_argument(
        "--outcomes",
        metavar="NAME,...",
        action="append",
        help="tell of these, by name or symbol, instead of the headline; repeatable",
    )
    parser.add_argument(
        "--order",
        metavar="effect|OUTCOME",
        default="file",
        help="of conditions: those first that differ most from the reference, or whose difference in this outcome is "
        "greatest; as in the file unless told",
    )
    parser.add_argument(
        "--states",
        metavar="N",
        default="0",
        help="simulate the conditions anew over so many states of the world, and begin with what they decide",
    )
    parser.add_argument(
        "--figure",
        metavar="NAME",
        help="write this figure alone, as SVG: differences, a series, OUTCOME-distribution, or the time of an event",
    )
    parser.add_argument("--force", action="store_true", help="replace an existing output")
    return parser


def _choice(options: argparse.Namespace) -> Choice:
    return Choice(
        _names(options.conditions),
        _names(options.outcomes),
        tuple(options.series or ()),
        options.order,
        _states(options.states),
    )


def _states(given: str) -> int:
    """How many, or 0; raises InputError if it is no whole number from 2 on."""
    if given == "0":
        return 0
    try:
        number = whole(given)
    except ValueError:
        number = 0
    if number < 2:
        raise InputError(f"--states: must be a whole number from 2 on, not {given!r}")
    return number


def _names(given: list[str] | None) -> tuple[str, ...]:
    """The names in what was given, "a,b" and "c"."""
    return tuple(dict.fromkeys(name.strip() for text in given or [] for name in text.split(",") if name.strip()))


def _check_output(output: pathlib.Path, force: bool) -> None:
    if output.is_dir():
        raise InputError(f"{output}: is a folder; the report is one file")
    if output.exists() and not output.is_file():
        raise InputError(f"{output}: is no file, and is not replaced")
    if output.exists() and not force:
        raise InputError(f"{output}: exists already; --force replaces it")
    if not output.absolute().parent.is_dir():
        raise InputError(f"{output}: there is no folder {output.absolute().parent}")


def _write(output: pathlib.Path, page: str) -> None:
    """Under another name first, so that a page which has its name is whole."""
    partial = output.with_name(f"{output.name}.partial-{os.getpid()}")
    try:
        partial.write_text(page, encoding="utf-8")
        partial.replace(output)
    finally:
        partial.unlink(missing_ok=True)


def _complain(message: str, status: int) -> int:
    print(f"report: {message}", file=sys.stderr)
    return status

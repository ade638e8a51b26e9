# SPDX-License-Identifier: Apache-2.0
"""The command `peninsula report`, and `scripts/report`: one page of result files; one figure or table alone."""

import argparse
import os
import pathlib
import sys
from collections.abc import Sequence

from peninsula.decide.arguments import Parser, whole
from peninsula.errors import InputError, RunError
from peninsula.report.page import page_of
from peninsula.report.picture import names_of, picture_of
from peninsula.report.raster import png_of
from peninsula.report.selection import Choice
from peninsula.report.tables import table_of


def main(arguments: Sequence[str]) -> int:
    """Writes the report; 0 done, 1 failed, 2 the input is wrong. Nothing is ever left half written."""
    try:
        options = _options().parse_args(arguments)
        if options.figure == "list":
            print("\n".join(names_of(options.results, _choice(options))))
            return 0
        _check_output(options.output, options.force)
        content = _made(options)
    except InputError as error:
        return _complain(" ".join(str(error).split()), 2)
    except (RunError, MemoryError) as error:
        return _complain(str(error), 1)
    try:
        _write(options.output, content)
    except OSError as error:
        return _complain(f"{options.output}: cannot be written: {error.strerror}", 1)
    what = "figure" if options.figure else "table" if options.table else "report"
    print(f"the {what} is in {options.output}")
    return 0


def _made(options: argparse.Namespace) -> bytes:
    """The page, or the one figure or table of it that is asked for."""
    choice = _choice(options)
    if options.figure:
        drawing = picture_of(options.results, options.figure, choice)
        return png_of(drawing) if options.output.suffix == ".png" else drawing.encode()
    if options.table:
        return table_of(options.results, options.table, choice).encode()
    return page_of(options.results, choice).encode()


def _options() -> Parser:
    parser = Parser("report", "Makes one self-contained HTML page of a result file, or of several.")
    parser.add_argument(
        "results",
        metavar="RESULT.h5",
        nargs="+",
        type=pathlib.Path,
        help="what `peninsula run`, `sweep` or `merge` wrote; several runs with one reference make one page",
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
        "--flip", action="store_true", help="with --states: look for assumptions that would turn a difference round"
    )
    parser.add_argument(
        "--live",
        action="store_true",
        help="put the engine into the page: whoever reads it moves assumptions, and sees what the program would print",
    )
    parser.add_argument(
        "--what-moved",
        metavar="OLD.h5",
        type=pathlib.Path,
        help="tell which values moved since this older file, and what was changed in between",
    )
    alone = parser.add_mutually_exclusive_group()
    alone.add_argument(
        "--figure",
        metavar="NAME",
        help="write this figure alone, as SVG, or as PNG where FILE ends in .png: decision, differences, a series, "
        "OUTCOME-distribution, the time of an event; list prints every name",
    )
    alone.add_argument(
        "--table",
        metavar="NAME",
        help="write this table alone, as CSV: decision, moved, comparison, or a figure's",
    )
    parser.add_argument("--force", action="store_true", help="replace an existing output")
    return parser


def _choice(options: argparse.Namespace) -> Choice:
    if options.flip and options.states == "0":
        raise InputError("--flip: needs --states N")
    return Choice(
        _names(options.conditions),
        _names(options.outcomes),
        tuple(options.series or ()),
        options.order,
        _states(options.states),
        options.flip,
        options.what_moved,
        options.live,
    )


def _states(given: str) -> int:
    """How many, or 0; raises InputError if it is no whole number from 2 on."""
    if given == "0":
        return 0
    try:
        number = whole(given)
    except argparse.ArgumentTypeError:
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


def _write(output: pathlib.Path, content: bytes) -> None:
    """Under another name first, so that a file which has its name is whole."""
    partial = output.with_name(f"{output.name}.partial-{os.getpid()}")
    try:
        partial.write_bytes(content)
        partial.replace(output)
    finally:
        partial.unlink(missing_ok=True)


def _complain(message: str, status: int) -> int:
    print(f"report: {message}", file=sys.stderr)
    return status

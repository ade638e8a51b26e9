# SPDX-License-Identifier: Apache-2.0
"""Commands of the program that Python does: `peninsula robust ...` becomes `python3 -m peninsula robust ...`.

Each is a module with a function `main` that takes the arguments after the command's name, and prints. It may return an
exit status of its own.
"""

import importlib
import os
import sys
import warnings
from typing import TextIO

from peninsula.errors import InputError, RunError

COMMANDS = {
    "box": "peninsula.decide.box_command",
    "flip": "peninsula.decide.flip_command",
    "learn": "peninsula.decide.learn_command",
    "report": "peninsula.report.command",
    "robust": "peninsula.decide.robust_command",
    "tail": "peninsula.decide.tail_command",
    "why": "peninsula.decide.why_command",
}
"""Modules by command; the program knows the same names (engine/commands/python_commands.cpp)."""


def run(arguments: list[str]) -> int:
    """Runs one command; the exit status is what the program's would be."""
    name = arguments[0] if arguments else ""
    if name not in COMMANDS:
        return _complain(f"the commands are {', '.join(COMMANDS)}, not '{name}'", 2)
    warnings.showwarning = _tell
    try:
        status = importlib.import_module(COMMANDS[name]).main(arguments[1:])
        sys.stdout.flush()
    except InputError as error:
        return _complain(str(error), 2)
    except (RunError, MemoryError, OSError) as error:
        return _failed(error)
    except ModuleNotFoundError as error:
        return _complain(f"{name} needs the Python package {error.name}, which {sys.executable} does not have", 1)
    except KeyboardInterrupt:
        return 130
    return status or 0


def _tell(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """A warning as the program has it: no place in a source, which is none of the user's."""
    kind = "info" if category.__name__ == "Replaced" else "warning"
    print(f"{kind}: {message}", file=file or sys.stderr)


def _failed(error: Exception) -> int:
    """Whoever reads the output may stop doing so; that is no failure to talk of."""
    if isinstance(error, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    return _complain(str(error), 1)


def _complain(message: str, status: int) -> int:
    print(f"peninsula: {message}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))

"""Driving the program: where it is, what it says, and what its complaints become here."""

import os
import pathlib
import shutil
import subprocess

from peninsula.errors import InputError, RunError

TREE = pathlib.Path(__file__).resolve().parents[2]


def binary() -> str:
    """The program: what the environment variable PENINSULA names, else `peninsula` on the path, else the tree's build.

    Raises:
        RunError: there is none in these places.
    """
    named = os.environ.get("PENINSULA")
    built = TREE / "build/release/peninsula"
    found = named or shutil.which("peninsula") or (str(built) if built.exists() else None)
    if found is None:
        raise RunError("the program peninsula is neither on the path nor built; PENINSULA may name it")
    if shutil.which(found) is None:
        raise RunError(f"PENINSULA names '{found}', which is no program")
    return found


def program(*arguments: object) -> str:
    """Runs a command of the program to its end and returns what it prints.

    Raises:
        InputError: the input is wrong, in the program's words; RunError: it failed, or was interrupted.

    >>> program("explain", "h_cf").split()[0]
    'ukraine_war.ceasefire_hazard'
    """
    done = subprocess.run([binary(), *map(str, arguments)], capture_output=True, text=True, check=False)
    raise_for(done.returncode, done.stderr)
    return done.stdout


def raise_for(status: int, messages: str) -> None:
    """Turns an exit status and what was printed with it into an exception; none for status 0."""
    if status == 0:
        return
    lines = [line for line in messages.strip().splitlines() if not line.startswith("info: ")]
    message = "\n".join(line.removeprefix("peninsula: ").removeprefix("error: ") for line in lines)
    raise (InputError if status == 2 else RunError)(message or f"the program ended with status {status}")

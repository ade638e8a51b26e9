# SPDX-License-Identifier: Apache-2.0
"""The program as a process: how it is started and watched, and what its errors become here."""

import os
import re
import signal
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator

from peninsula.errors import InputError, RunError
from peninsula.places import binary

PROGRESS = re.compile(r"(\d+) %\s+(.+?)/s\s+(\d+) s left")

Report = Callable[[int, str], None]  # per cent done, and in words


def program(*arguments: object) -> str:
    """Runs a command of the program to its end and returns what it prints.

    Raises:
        InputError: the input is wrong; the message is the program's. RunError: it failed.

    >>> program("explain", "h_cf").split()[0]
    'ukraine_war.ceasefire_hazard'
    """
    done = subprocess.run([binary(), *map(str, arguments)], capture_output=True, text=True, check=False)
    raise_for(done.returncode, done.stderr.splitlines())
    return done.stdout


def watched_program(*arguments: object, progress: bool) -> None:
    """Runs a long command, with a bar where `progress` is asked for.

    On an interrupt the program keeps what is finished.

    Raises:
        As `program`; KeyboardInterrupt, after the program has ended.
    """
    style = "bar" if progress else "none"
    command = [binary(), *map(str, arguments), "--progress", style]
    options = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "start_new_session": True}
    messages: list[str] = []
    with subprocess.Popen(command, **options) as process, _Bar(progress) as report:  # type: ignore[call-overload]
        try:
            messages += _messages(process, report)
        except KeyboardInterrupt:
            process.send_signal(signal.SIGINT)
            _warn([*messages, *_messages(process, report)])
            raise
    _warn(messages)
    raise_for(process.returncode, messages)


def raise_for(status: int, messages: list[str]) -> None:
    """Raises the exception for an exit status and its messages; nothing for status 0.

    >>> raise_for(2, ["peninsula: there is no parameter 'foo'"])
    Traceback (most recent call last):
    peninsula.errors.InputError: there is no parameter 'foo'
    """
    if status == 0:
        return
    told = [line for line in messages if not line.startswith(("info: ", "warning: "))]
    message = "\n".join(line.removeprefix("peninsula: ").removeprefix("error: ") for line in told)
    raise (InputError if status == 2 else RunError)(message or f"the program ended with status {status}")


def _messages(process: subprocess.Popen[bytes], report: Report) -> Iterator[str]:
    """Lines of standard error as they come; what draws the bar goes to `report`."""
    assert process.stderr is not None
    rest = ""
    while piece := os.read(process.stderr.fileno(), 4096):
        *lines, rest = re.split(r"[\r\n]", rest + piece.decode(errors="replace"))
        for line in lines:
            if found := PROGRESS.search(line):
                report(int(found[1]), f"{found[2]}/s")
            elif line.strip():
                yield line
    if rest.strip() and not PROGRESS.search(rest):
        yield rest


def _warn(messages: list[str]) -> None:
    for line in messages:
        if line.startswith("warning: "):
            warnings.warn(line.removeprefix("warning: "), stacklevel=3)


class _Bar:
    """A bar of tqdm where it is installed, else one line of text; nothing if not wanted."""

    def __init__(self, wanted: bool) -> None:
        self._wanted = wanted
        self._bar = None

    def __enter__(self) -> Report:
        if not self._wanted:
            return lambda done, words: None
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # that a notebook without widgets gets a bar of text
                from tqdm.auto import tqdm  # noqa: PLC0415  # an optional dependency
        except ImportError:
            return self._write
        self._bar = tqdm(total=100, unit="%", bar_format="{l_bar}{bar}| {remaining} left{postfix}")
        return self._advance

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()
        elif self._wanted:
            print(file=sys.stderr)

    def _advance(self, done: int, words: str) -> None:
        assert self._bar is not None
        self._bar.set_postfix_str(words, refresh=False)
        self._bar.update(done - self._bar.n)

    def _write(self, done: int, words: str) -> None:
        print(f"\r{done:3d} %, {words}", end="", file=sys.stderr, flush=True)

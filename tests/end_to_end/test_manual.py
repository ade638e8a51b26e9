# SPDX-License-Identifier: Apache-2.0
"""The manual page and the completions of shells say what the commands' own help says."""

import re
import shutil
import subprocess

import pytest

COMMANDS = [
    "run",
    "sweep",
    "merge",
    "sensitivity",
    "show",
    "compare",
    "check",
    "trace",
    "explain",
    "validate",
    "schema",
    "table",
    "manual",
]


@pytest.fixture(scope="module")
def manual(peninsula) -> str:
    return peninsula("manual").stdout


def options_in_help(peninsula, command: str) -> set[str]:
    return set(re.findall(r"(?m)^  (?:-\w,)?(--[\w-]+)", peninsula(command, "--help").stdout))


@pytest.mark.parametrize("command", COMMANDS)
def test_the_page_has_every_option_of_every_command(peninsula, manual, command) -> None:
    section = re.search(rf"(?ms)^\.SS {command}\n(.*?)(?=^\.S[SH] )", manual)
    assert section, f"{command} has no section"
    told = set(re.findall(r"--[\w-]+", section[1].replace("\\-", "-")))
    expected = options_in_help(peninsula, command)
    assert "--help" in expected and expected <= told, expected - told


def test_the_page_is_in_the_language_of_man(manual) -> None:
    if shutil.which("groff") is None:
        pytest.skip("groff is not installed")
    groff = ["groff", "-man", "-Tutf8", "-P-cbou", "-ww"]
    shown = subprocess.run(groff, input=manual, capture_output=True, text=True, check=True)
    assert shown.stderr == ""
    assert "EXIT STATUS" in shown.stdout


def completed(peninsula, *words: str) -> list[str]:
    """What bash offers after `peninsula` and these words, the last of which is unfinished."""
    script = peninsula("manual", "bash").stdout
    script += f"\nCOMP_WORDS=(peninsula {' '.join(repr(word) for word in words)})\nCOMP_CWORD={len(words)}\n"
    script += '_peninsula\nprintf "%s\\n" "${COMPREPLY[@]}"\n'
    done = subprocess.run(["bash"], input=script, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout.split()


def test_bash_completes_commands_options_and_choices(peninsula) -> None:
    assert completed(peninsula, "s") == ["sweep", "sensitivity", "show", "schema"]
    assert completed(peninsula, "run", "--rec") == ["--records", "--records-series"]
    assert completed(peninsula, "run", "--progress", "l") == ["log"]
    assert completed(peninsula, "explain", "--model", "") == ["peninsula", "tribute"]


def test_commands_that_python_does_are_those_of_the_package(peninsula, manual, root) -> None:
    told = re.findall(r'(?m)^    "(\w+)": "peninsula\.', (root / "scripts/peninsula/__main__.py").read_text())
    listed = {word for word in completed(peninsula, "") if not word.startswith("-")} - {"fork"}
    assert {"report", "robust"} <= set(told) == listed - set(COMMANDS)
    assert all(re.search(rf"(?m)^\.SS {name}$", manual) for name in told)


def test_fish_and_zsh_know_every_command(peninsula) -> None:
    fish, zsh = (peninsula("manual", shell).stdout for shell in ("fish", "zsh"))
    assert zsh.startswith("#compdef peninsula\n")
    for command in COMMANDS:
        assert f"-a {command} " in fish and command in zsh


def test_the_version_names_the_commit(peninsula) -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+\+(?:[0-9a-f]{7,}(?:-dirty)?|unknown)\n", peninsula("--version").stdout)

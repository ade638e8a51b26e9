# SPDX-License-Identifier: Apache-2.0
"""A small sweep, and what lies beside its result while it runs."""

import dataclasses
import pathlib

GRID = """\
name: small-grid
summary: Two assumptions against each other.
condition: {configs}/baseline.yaml
design: grid
trajectories: 98304
axes:
  - {{parameter: russia.postwar_capacity, values: [0.5, 0.75, 1.0]}}
  - {{event: ukraine_ceasefire, months: [2025-03, 2025-05, never]}}
"""
QUICK = ("--months", 6, "--task-size", 163840, "--quiet")  # six tasks of a quarter of a second


@dataclasses.dataclass(frozen=True)
class Sweep:
    """A sweep file, and the result of running it undisturbed."""

    file: pathlib.Path
    arguments: tuple
    whole: pathlib.Path


def parts(output: pathlib.Path) -> pathlib.Path:
    return output.with_name(output.name + ".parts")


def finished(output: pathlib.Path) -> list[str]:
    """Names of the parts that are complete."""
    return sorted(path.name for path in parts(output).glob("part-*.h5"))


def written(folder: pathlib.Path, text: str, root: pathlib.Path, name: str = "sweep.yaml") -> pathlib.Path:
    path = folder / name
    path.write_text(text.format(configs=root / "configs"))
    return path

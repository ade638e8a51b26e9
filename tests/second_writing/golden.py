# SPDX-License-Identifier: Apache-2.0
"""The first trajectories of the baseline, written down by the second writing for the tests in C++.

python3 -m tests.second_writing.golden           says whether the file is as it should be
python3 -m tests.second_writing.golden --write   writes it anew
"""

import argparse
import sys

from .chance import Dice
from .month import follow
from .outcomes import outcomes
from .places import ROOT
from .twin import SEED

PATH = ROOT / "tests/reference/golden_trajectories.csv"
TRAJECTORIES, MONTHS = 6, 48
OUTCOMES = (
    "short_range_launches",
    "medium_range_launches",
    "icbm_tests",
    "nuclear_tests",
    "clashes",
    "overtures",
    "acceptances",
    "summits",
    "deal_months",
    "first_ceasefire",
    "courtship_months",
    "reaffirmations",
    "economy",
    "second_strike",
    "extended_deterrence",
    "public_anxiety_mean",
    "reservation_value_mean",
    "trust_in_washington_mean",
)


def text() -> str:
    lines = [
        f"# Trajectories of the baseline as tests/second_writing/ has them, seed {SEED}, in double precision:",
        "# python3 -m tests.second_writing.golden --write",
        ",".join(("trajectory", *OUTCOMES)),
    ]
    for number in range(TRAJECTORIES):
        values = outcomes(follow({}, Dice(SEED, number), MONTHS))
        lines.append(",".join([str(number), *(f"{values[name]:.13g}" for name in OUTCOMES)]))
    return "\n".join(lines) + "\n"


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--write", action="store_true", help="write the file anew")
    if options.parse_args().write:
        PATH.write_text(text(), encoding="utf-8")
    fresh = PATH.read_text(encoding="utf-8") == text()
    print(f"{PATH.relative_to(ROOT)} is {'as it should be' if fresh else 'stale'}")
    return 0 if fresh else 1


if __name__ == "__main__":
    sys.exit(main())

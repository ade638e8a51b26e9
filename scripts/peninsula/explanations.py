# SPDX-License-Identifier: Apache-2.0
"""What the engine declares: every parameter, outcome, series and event."""

import dataclasses

import pandas

from peninsula.module import declared


@dataclasses.dataclass(frozen=True)
class Declarations:
    """Tables with one row per declaration, indexed by name.

    `parameters`: symbol, default, label, unit, lowest, highest, prior_low, prior_high (NaN where no plausible range is
    declared), role ("assumption", "structure", "initial", "option"), basis ("data", "literature", "essay",
    "assumption", "structure"), labels, meaning, source. `outcomes`: symbol, kind, unit, lowest, highest, labels,
    meaning, definition, source, bookkeeping. `series`: symbol, unit, meaning, labels. `events`: process, value, meaning; they may
    stand in a condition's timeline. `headline`: outcomes shown first.
    """

    parameters: pandas.DataFrame
    outcomes: pandas.DataFrame
    series: pandas.DataFrame
    events: pandas.DataFrame
    headline: list[str]

    def __repr__(self) -> str:
        sizes = [f"{len(getattr(self, name))} {name}" for name in ("parameters", "outcomes", "series", "events")]
        return f"Declarations of {', '.join(sizes)}"


def explain() -> Declarations:
    """Everything that the engine's first model declares, as tables.

    >>> hazard = explain().parameters.loc["ukraine_war.ceasefire_hazard"]
    >>> print(hazard.symbol, hazard.prior_low, hazard.prior_high)
    h_cf 0.005 0.08
    """
    told = declared()
    tables = {
        name: pandas.DataFrame(told[name]).set_index("name") for name in ("parameters", "outcomes", "series", "events")
    }
    tables["parameters"] = _with_ranges(tables["parameters"])
    return Declarations(**tables, headline=told["headline"])


def _with_ranges(parameters: pandas.DataFrame) -> pandas.DataFrame:
    """The prior, a pair or nothing, as two columns of numbers."""
    ends = [prior if isinstance(prior, list) else [float("nan")] * 2 for prior in parameters["prior"]]
    ranges = pandas.DataFrame(ends, index=parameters.index, columns=["prior_low", "prior_high"])
    return parameters.drop(columns="prior").join(ranges)

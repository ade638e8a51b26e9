# SPDX-License-Identifier: Apache-2.0
"""What docs/validation.md says of the scores, all of it computed: what holds under each prior and under all, and what
has become worse."""

import dataclasses

from peninsula.history.backtest import MODEL, Comparison
from peninsula.history.observables import OBSERVABLES
from peninsula.history.tables import BASELINES, TITLES, marked, named, table

PRIORS = {"authors": "the authors' prior", "lower": "the lower prior", "wide": "the lower and wider prior"}
Compared = dict[str, list[Comparison]]  # scores beside the baselines', by the name of the prior
Before = dict[tuple[str, str, int], float]  # main scores of an earlier page, by prior, observable and horizon


def listed(names: list[str]) -> str:
    return ", ".join(names) if names else "nothing"


def judgement(found: list[Comparison]) -> str:
    """Which observables beat climatology and persistence in the mean at every horizon, and what is beyond an
    interval."""
    both = [
        TITLES[one.name]
        for one in OBSERVABLES
        if all(
            compared(found, one.name, horizon, name).advantage > 0
            for horizon in one.horizons
            for name in ("climatology", "persistence")
        )
    ]
    behind = [
        f"{TITLES[one.observable]} at {months(one.horizon)} against {one.forecaster}"
        for one in found
        if one.verdict == "behind"
    ]
    worse = [
        f"{TITLES[one.observable]} at {months(one.horizon)} ({one.advantage:+.3f} [{one.low:+.3f}, {one.high:+.3f}])"
        for one in found
        if one.forecaster == "climatology" and one.advantage < 0
    ]
    return (
        f"Better than climatology and than persistence in the mean at every horizon: {listed(both)}. "
        f"Behind some forecaster by more than its interval: {listed(behind)}. "
        f"Behind climatology in the mean, by less than the interval unless named before: {listed(worse)}."
    )


def months(horizon: int) -> str:
    return f"{horizon} month" if horizon == 1 else f"{horizon} months"


def compared(found: list[Comparison], observable: str, horizon: int, forecaster: str) -> Comparison:
    one = named(found, observable, horizon, forecaster)
    if one is None:
        raise LookupError(f"{forecaster} is missing from the comparison of {observable} at {months(horizon)}")
    return one


def standing(under: list[Comparison]) -> str:
    """One comparison under several priors, in a word."""
    verdicts, better = {one.verdict for one in under}, {one.advantage > 0 for one in under}
    if "behind" in verdicts:
        return "behind"
    if verdicts == {"ahead"}:
        return "ahead"
    return "depends" if len(better) > 1 else "better" if True in better else "worse"


Standings = dict[tuple[str, int, str], str]  # a word for each observable, horizon and baseline


def standings(scored: Compared) -> Standings:
    """The model against each baseline, under all priors together."""
    return {
        (one.observable, one.horizon, one.forecaster): standing(
            [compared(found, one.observable, one.horizon, one.forecaster) for found in scored.values()]
        )
        for one in next(iter(scored.values()))
        if one.forecaster in BASELINES
    }


def survivors_table(scored: Compared) -> str:
    """A word for each observable, horizon and baseline."""
    words, rows = standings(scored), []
    for observable in OBSERVABLES:
        for horizon in observable.horizons:
            cells = [words.get((observable.name, horizon, name), "") for name in BASELINES]
            if any(cells):
                rows.append([TITLES[observable.name], str(horizon),
                             *(marked(cell, cell in ("ahead", "behind")) for cell in cells)])  # fmt: skip
    return table(["observable", "months", *BASELINES], rows)


def survivors(scored: Compared) -> str:
    """What the table comes to, and all that is beyond an interval."""
    words = standings(scored)
    count = {word: list(words.values()).count(word) for word in ("ahead", "better", "depends", "worse", "behind")}
    return (
        f"Of {len(words)} comparisons the model is better in the mean under all three priors in "
        f"{count['ahead'] + count['better']}, worse under all three in {count['worse']}, and behind by more than the "
        f"interval under at least one in {count['behind']}. In {count['depends']} it depends on the prior.\n\n"
        f"- Better in the mean than every baseline, under all three: {listed(always_better(words))}.\n"
        f"- Ahead by more than the interval under all three: {listed(by_horizon(words, 'ahead'))}. Were the model "
        f"worth just as much as each baseline, some {len(words) / 40:.1f} of {len(words)} would be ahead by chance "
        f"under one prior.\n"
        f"- Behind by more than the interval under at least one: {listed(lost(scored))}."
    )


def always_better(words: Standings) -> list[str]:
    """Observables and horizons at which the model is better than every baseline that there is."""
    kept: dict[str, list[int]] = {}
    for observable, horizon in dict.fromkeys((name, length) for name, length, _ in words):
        if {word for key, word in words.items() if key[:2] == (observable, horizon)} <= {"ahead", "better"}:
            kept.setdefault(TITLES[observable], []).append(horizon)
    return [f"{title} at {joined(horizons)}" for title, horizons in kept.items()]


def by_horizon(words: Standings, word: str) -> list[str]:
    """All comparisons with this word, those of several horizons together."""
    kept: dict[tuple[str, str], list[int]] = {}
    for (observable, horizon, forecaster), one in words.items():
        if one == word:
            kept.setdefault((TITLES[observable], forecaster), []).append(horizon)
    return [f"{title} at {joined(horizons)} against {forecaster}" for (title, forecaster), horizons in kept.items()]


def lost(scored: Compared) -> list[str]:
    """What is behind beyond the interval, prior by prior."""
    found = []
    for prior, every in scored.items():
        verdicts = {(one.observable, one.horizon, one.forecaster): one.verdict for one in every}
        verdicts = {key: verdict for key, verdict in verdicts.items() if key[2] in BASELINES}
        found += [f"{text} ({PRIORS[prior]})" for text in by_horizon(verdicts, "behind")]
    return found


def joined(horizons: list[int]) -> str:
    *others, last = map(str, horizons)
    return f"{', '.join(others)} and {last} months" if others else months(horizons[0])


@dataclasses.dataclass(frozen=True)
class Change:
    """A main score, before and now."""

    prior: str
    observable: str
    horizon: int
    before: float
    now: float


def changes(scored: Compared, before: Before) -> list[Change]:
    """The model's scores that there are before and now, to the three digits that a page has."""
    return [
        Change(*key, before[key], round(one.mean, 3))
        for prior, found in scored.items()
        for one in found
        if one.forecaster == MODEL and (key := (prior, one.observable, one.horizon)) in before
    ]


def changes_words(scored: Compared, before: Before) -> str:
    found = changes(scored, before)
    if not found:
        return "There are no earlier scores to compare with."
    worse, better = sum(one.now > one.before for one in found), sum(one.now < one.before for one in found)
    return (
        f"Of {len(found)} scores {worse} are worse than before, {better} better, and {len(found) - worse - better} the "
        f"same to three digits."
    )


def changes_table(scored: Compared, before: Before) -> str:
    """What has become worse, the most in proportion first; then what has become better."""
    found = [one for one in changes(scored, before) if one.now != one.before]
    found.sort(key=lambda one: one.before / one.now if one.now else float("inf"))
    rows = [
        [
            "worse" if one.now > one.before else "better",
            TITLES[one.observable],
            str(one.horizon),
            PRIORS[one.prior],
            f"{one.before:.3f}",
            f"{one.now:.3f}",
            f"{100 * (one.now / one.before - 1):+.0f} %" if one.before else "",
        ]
        for one in found
    ]
    return table(["", "observable", "months", "under", "before", "now", "change"], rows) if rows else ""

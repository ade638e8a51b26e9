# SPDX-License-Identifier: Apache-2.0
"""docs/validation.md: its words and tables say what planted forecasts are."""

import dataclasses
import re

import numpy
import pytest

from peninsula.history import backtest, page, plain_words, reliability, scores, tables, verdicts
from peninsula.history.observables import OBSERVABLES
from peninsula.history.record import month_number

LAUNCHES, TEST, CLASH = OBSERVABLES[0], OBSERVABLES[2], OBSERVABLES[4]
EVERYBODY = (backtest.MODEL, backtest.UNFILTERED, backtest.HYBRID, *tables.BASELINES)
FOR_EVENTS = (backtest.MODEL, backtest.UNFILTERED, *tables.BASELINES[:3])


def certain(value: int) -> numpy.ndarray:
    """Nearly, so that logarithms are finite."""
    return (1 - 1e-7) * numpy.eye(81)[value] + 1e-7 / 81


def forecasts(observable, horizon: int, forecaster: str, law, seen) -> backtest.Forecasts:
    """The same law at every origin; `seen` is one value for all, or one for each."""
    origins = numpy.arange(backtest.FIRST, backtest.END - horizon + 1)
    laws = numpy.stack([numpy.asarray(law)] * len(origins))
    seen = numpy.full(len(origins), seen) if numpy.isscalar(seen) else seen
    return backtest.Forecasts(observable, horizon, forecaster, origins, laws, seen, numpy.full(len(origins), 4))


def all_forecasts(said: int, chance: float, seen: int = 4) -> list[backtest.Forecasts]:
    """The model is certain of `said` and gives events a `chance`; the others are certain of 6 and say one half. `seen`
    launches come, and no event."""
    found = []
    for one in OBSERVABLES:
        for horizon in one.horizons:
            for name in FOR_EVENTS if one.binary else EVERYBODY:
                own = name in EVERYBODY[:3]
                yes = chance if own else 0.5
                law = numpy.array([1 - yes, yes]) if one.binary else certain(said if own else 6)
                found.append(forecasts(one, horizon, name, law, 0 if one.binary else seen))
    return found


@pytest.fixture(scope="module")
def parts() -> dict[str, str]:
    """Under the authors' prior and the wide one the model misses by 1, under the lower by 3; the baselines by 2."""
    found = all_forecasts(3, 0.3), all_forecasts(1, 0.6), all_forecasts(5, 0.3)
    said = {("launches", 12, backtest.MODEL): certain(7), ("clash", 3, backtest.MODEL): numpy.array([0.9, 0.1])}
    return page.parts(
        *found, said, {("authors", "launches", 1): 0.9, ("authors", "launches", 3): 0.8, ("wide", "clash", 3): 0.1}
    )


def test_every_place_of_the_template_is_filled(parts) -> None:
    assert set(re.findall(r"\{\{(\w+)\}\}", page.template())) == set(parts)
    assert all(parts.values())


def test_the_places_are_filled_in(monkeypatch, parts) -> None:
    monkeypatch.setattr(page, "parts", lambda *given: parts if given[-1] == {} else {})
    assert page.write([], [], [], {}, "From {{first}}.\n{{ahead}}") == f"From 2013-01.\n{parts['ahead']}"
    assert "| launches | 12 | median 7, mean 7.0, 90 % from 7 to 7 |" in parts["ahead"]
    assert "| a clash | 3 | chance 0.10 |" in parts["ahead"]


def test_a_page_says_so_where_there_is_nothing_before_it() -> None:
    scored = {"authors": [comparison("launches", 1, backtest.MODEL, 0.0)]}
    assert verdicts.changes_words(scored, {}) == "There are no earlier scores to compare with."
    assert verdicts.changes_table(scored, {}) == ""


def test_losses_are_told_as_wins_are() -> None:
    seen = numpy.where(numpy.arange(142) % 2, 2, 4)
    found = [
        forecasts(LAUNCHES, 3, backtest.MODEL, certain(3), seen),
        forecasts(LAUNCHES, 3, "climatology", certain(6), seen),
        forecasts(LAUNCHES, 3, "persistence", (certain(2) + certain(4)) / 2, seen),
    ]
    told = tables.score_table(backtest.compare(found), ("climatology", "persistence"))
    assert "**+2.000" in told and "**-0.500" in told


def comparison(observable: str, horizon: int, forecaster: str, advantage: float) -> backtest.Comparison:
    return backtest.Comparison(observable, horizon, "", forecaster, 1.0, advantage, advantage - 0.1, advantage + 0.1)


def test_the_judgement_names_what_is_lost() -> None:
    """A clash is lost to climatology, at twelve months only."""
    every = [
        comparison(one.name, horizon, name, -0.2 if (one.name, horizon, name) == ("clash", 12, "climatology") else 0.2)
        for one in OBSERVABLES
        for horizon in one.horizons
        for name in ("climatology", "persistence")
    ]
    told = verdicts.judgement(every)
    assert "at every horizon: launches, long-range launches, a nuclear test, a summit." in told
    assert (
        "a clash at 12 months against climatology. " in told
        and "before: a clash at 12 months (-0.200 [-0.300, -0.100])." in told
    )


@pytest.mark.parametrize(
    ("advantages", "word"),
    [
        ((0.2, 0.3, 0.2), "ahead"),
        ((0.2, 0.3, 0.05), "better"),
        ((0.2, -0.05, 0.2), "depends"),
        ((-0.05, -0.05, -0.05), "worse"),
        ((0.3, 0.3, -0.2), "behind"),
    ],
)
def test_a_word_for_three_priors(advantages, word) -> None:
    assert verdicts.standing([comparison("launches", 1, "climatology", each) for each in advantages]) == word


def test_what_survives_is_what_holds_under_each_prior() -> None:
    """A summit is ahead of both under all; launches lose to persistence under the lower prior, at both horizons."""
    scored = {
        prior: [
            comparison(name, horizon, forecaster, advantage)
            for horizon in (1, 3)
            for name, forecaster, advantage in (
                ("launches", "climatology", 0.05),
                ("launches", "persistence", -0.3 if prior == "lower" else 0.3),
                ("summit", "climatology", 0.2),
                ("summit", "persistence", 0.2),
            )
        ]
        for prior in verdicts.PRIORS
    }
    told = verdicts.survivors(scored)
    assert (
        "Of 8 comparisons the model is better in the mean under all three priors in 6, worse under all three in 0"
        in told
    )
    assert "at least one in 2. In 0 it depends" in told
    assert "than every baseline, under all three: a summit at 1 and 3 months.\n" in told
    summits = [f"a summit at 1 and 3 months against {name}" for name in ("climatology", "persistence")]
    assert f"by more than the interval under all three: {', '.join(summits)}. Were" in told
    assert told.endswith("at least one: launches at 1 and 3 months against persistence (the lower prior).")


def test_the_table_of_survivors_by_hand(parts) -> None:
    assert "| launches | 1 | **behind** |" in parts["survivors_table"]
    assert "| a clash | 12 | **behind** | **behind** | **behind** |  |  |  |" in parts["survivors_table"]


def test_what_got_worse_comes_first(parts) -> None:
    """Launches scored 0.800 and 0.900 and now miss by 1; a clash scored 0.100 and now 0.3 ** 2."""
    assert parts["changes"] == "Of 3 scores 2 are worse than before, 1 better, and 0 the same to three digits."
    _, _, first, second, last = parts["changes_table"].splitlines()
    assert first == "| worse | launches | 3 | the authors' prior | 0.800 | 1.000 | +25 % |"
    assert second == "| worse | launches | 1 | the authors' prior | 0.900 | 1.000 | +11 % |"
    assert last == "| better | a clash | 3 | the lower and wider prior | 0.100 | 0.090 | -10 % |"


def test_the_scores_before_are_those_of_the_page() -> None:
    assert set(page.scores_before()) == {
        (prior, one.name, horizon) for prior in verdicts.PRIORS for one in OBSERVABLES for horizon in one.horizons
    }


def test_plain_words_have_the_figures(parts) -> None:
    told = parts["plainly_launches"]
    assert (
        "There were 4 on average. The program's middle guess missed by 1.0 to 3.0, the rules of thumb by 2.0." in told
    )
    assert "nearer than it with 2 of the 3 sets of assumptions. The ranges" in told
    assert "at least nine of ten outcomes held 0.0 of ten." in told
    told = parts["plainly_events"]
    assert "For a clash the program said 30 to 60 chances in a hundred, 30 to 60 on average; it came in 0 of" in told


@pytest.mark.parametrize(("count", "share"), [(0, "none of the 3"), (1, "1 of the 3"), (3, "all 3")])
def test_sets_of_assumptions_are_counted(count, share) -> None:
    assert plain_words.of_sets(count, 3) == f"{share} sets of assumptions"


def test_turning_points_are_read_at_their_origins(parts) -> None:
    """2018 had 4 here: certain of 3, of 1 and of 5 is outside, and bold."""
    row = next(line for line in parts["turns"].splitlines() if line.startswith("| the silence of 2018"))
    assert "| launches, 12 months from 2018-01 | 4 | **median 3," in row and "**median 1," in row
    later = all_forecasts(3, 0.3)
    place = later[0].origins.searchsorted(month_number("2018-01"))
    yearly = tables.forecasts_of(later, "launches", 12)
    yearly.seen[place] = 3
    row = next(line for line in plain_words.turns({"authors": later}).splitlines() if "silence of 2018" in line)
    assert "| 3 | median 3, mean 3.0, 90 % from 3 to 3 |" in row


def test_intervals_that_miss_are_marked_and_those_that_hold_are_not() -> None:
    hit, miss = (forecasts(LAUNCHES, 12, backtest.MODEL, certain(3), seen) for seen in (3, 4))
    assert reliability.inside(hit, 0.9) == reliability.Frequency(pytest.approx(1), 1, 1, 1, 133)
    assert reliability.inside(miss, 0.9).is_outside and not reliability.inside(hit, 0.9).is_outside
    assert "| **0.00 (1.00; 1.00 to 1.00)** |" in reliability.coverage_table([miss])
    assert "too narrow" in reliability.coverage_words([miss])
    assert "within that range" in reliability.coverage_words([hit])
    assert reliability.coverage_words([miss]).startswith("Shares within intervals: 2 of 2 lie outside; ")


@pytest.mark.parametrize(("seen", "told"), [(0.5, "too narrow"), (0.7, "within"), (0.8, "within"), (0.9, "too wide")])
def test_a_share_says_what_is_wrong_with_intervals(seen, told) -> None:
    assert told in reliability.lies(reliability.Frequency(0.75, seen, 0.7, 0.8, 10))


def test_a_range_is_of_the_whole_interval() -> None:
    """Half of the law lies in the interval, a quarter below: if right, half of 144 months are inside, to a tenth."""
    law = numpy.zeros(81)
    law[[1, 3, 4, 8]] = 0.2, 0.25, 0.3, 0.25
    one = reliability.inside(forecasts(LAUNCHES, 1, backtest.MODEL, law, 3), 0.5)
    assert one.said == pytest.approx(0.55) and one.seen == 1 and one.is_outside
    assert one.low == pytest.approx(0.48, abs=0.02) and one.high == pytest.approx(0.62, abs=0.02)


def test_fifths_have_ranges_of_their_own() -> None:
    """All outcomes in the highest fifth."""
    law = numpy.full(81, 1 / 81)
    found = reliability.fifths(forecasts(LAUNCHES, 3, backtest.MODEL, law, 79))
    assert [each.seen for each in found] == [0, 0, 0, 0, 1] and all(each.is_outside for each in found)
    assert all(each.low < 0.2 < each.high for each in found)


def test_events_fall_into_the_bin_of_their_chance() -> None:
    """A tenth belongs to the second bin, a certainty to the last; what never comes is no surprise at 0.1 a year."""
    one = forecasts(CLASH, 3, backtest.MODEL, [0.9, 0.1], 0)
    one.probabilities[:10] = 0, 1
    first, second, third, fourth, last = reliability.bins(one)
    assert first is None and third is None and fourth is None
    assert (second.said, second.seen, second.origins) == (pytest.approx(0.1), 0, 132) and (last.said, last.origins) == (
        1,
        10,
    )
    assert last.is_outside and (last.low, last.high) == (1, 1)
    assert "**1.00 → 0.00 [1.00, 1.00] (10)**" in reliability.reliability_table([one])
    assert reliability.reliability_words([one]).startswith("Frequencies of events: ")


def test_separate_years_stand_beside_all_origins() -> None:
    """The model misses by 0 in years before 2019 and by 2 afterwards, climatology always by 1: the mean of twelve
    Januaries is 0, of 6 times +1 and 6 times -1, and Student's half-width is 2.201 * 1.0445 / sqrt(12)."""
    seen = numpy.where(numpy.arange(133) < 72, 3, 5)
    model = forecasts(LAUNCHES, 12, backtest.MODEL, certain(3), seen)
    other = dataclasses.replace(model, forecaster="climatology", probabilities=numpy.eye(81)[seen + 1])
    told = tables.separate_table([model, other])
    assert "| launches | climatology | +0.083 [" in told and "| +0.000 [-0.664, +0.664] |" in told


def test_many_says_from_when_it_is_many(parts) -> None:
    """The model is certain of 3 where 4 came: wrong, but not about more than 4. The others say 6: wrong about more than
    4 and more than 5."""
    assert "| launches | 1 | 0.000 | **+2.000 [+2.000, +2.000]** |" in parts["many"]
    assert "| launches | 12 | 4 | 4 | 0.00 |" in parts["thresholds"] and "clash" not in parts["many"]


def test_the_median_is_reached_first() -> None:
    assert [scores.median(numpy.array(law)) for law in ([0.5, 0.5], [0.4, 0.6], [0.2, 0.3, 0.5])] == [0, 1, 1]

# SPDX-License-Identifier: Apache-2.0
"""Whether the checks of a posterior tell a right one from a wrong one, and whether ours passes them."""

import dataclasses

import numpy
import pytest
from scipy import stats

from peninsula.history import diagnostics, evidence
from peninsula.history.diagnostics import Calibration, bands
from peninsula.history.learning import Lesson
from peninsula.history.parameters import LEARNT, PRIOR
from peninsula.history.record import Record, month_number
from peninsula.history.repeated import Repeated

COUNT = len(LEARNT)
SIX = 6  # months of an era: few enough that some thousand particles stand for what it says


@pytest.fixture(scope="module")
def short(all_eras) -> tuple:
    """Two eras of six months."""
    return tuple(dataclasses.replace(era, months=SIX) for era in all_eras[2:4])


# Checks of known posteriors


def normal_posteriors(replicates: int, seed: int, wide: float = 1.0, moved: float = 0.0) -> Calibration:
    """Of one era and every parameter: a standard normal truth, seen with noise of variance 1/2, so that the posterior
    has the variance 1/3. Its standard deviation is multiplied by `wide`, and its mean moved by `moved`."""
    random = numpy.random.default_rng(seed)
    truth = random.normal(size=(replicates, 1, COUNT))
    seen = truth + numpy.sqrt(0.5) * random.normal(size=truth.shape)
    mean, spread = seen / 1.5 + moved, wide / numpy.sqrt(3)
    return Calibration(
        stats.norm.cdf((truth - mean) / spread),
        PRIOR.mean + PRIOR.spread * mean,
        numpy.broadcast_to((PRIOR.spread * spread) ** 2, truth.shape),
        PRIOR,
    )


def test_exact_posteriors_pass_as_often_as_promised() -> None:
    """Each check fails one in a hundred at most, by Bonferroni: of forty calibrations more than four fail one with a
    probability below 1e-4."""
    failed = [normal_posteriors(100, seed).fails() for seed in range(40)]
    for check in ("places", "coverage", "mean coverage", "average"):
        assert sum(one[check] > 0 for one in failed) <= 4, check


@pytest.mark.parametrize("wide, moved", [(0.7, 0.0), (1.4, 0.0), (1.0, 0.4), (1.0, -0.4)])
def test_wrong_posteriors_fail(wide, moved) -> None:
    """Too narrow, too wide, too high and too low, with a thousand replicates: nearly every parameter fails the places
    and the average; what is moved by as much still covers nearly as often."""
    fails = normal_posteriors(1000, 1, wide, moved).fails()
    assert fails["places"] >= 12 and fails["average"] >= 12
    assert (moved != 0) or (fails["coverage"] >= 12 and fails["mean coverage"] == 3)


def test_a_little_too_narrow_is_seen_in_the_mean_alone() -> None:
    """By 6 %: 50, 80 and 95 % hold 47.4, 77.2 and 93.5 %, of which a thousand replicates of fourteen parameters, each
    seen by itself, have errors of 0.4, 0.4 and 0.2 %; one parameter has errors of 1.6, 1.3 and 0.7 %."""
    fails = normal_posteriors(1000, 3, wide=0.94).fails()
    assert fails["mean coverage"] == 3 and fails["coverage"] == 0


def test_the_average_is_centred_for_exact_posteriors_and_far_off_for_others() -> None:
    """Student's t: fourteen means and fourteen variances stay below 4.5 (a false alarm once in 5,000 seeds). Posteriors
    half as wide miss 0.25 of a variance, of which 300 replicates have an error of 0.054; moved ones miss 0.3, with an
    error of 0.047."""
    right = normal_posteriors(300, 2).average_of_posteriors()
    assert right.shape == (2, 1, COUNT) and abs(right).max() < 4.5
    narrow = normal_posteriors(300, 2, wide=0.5).average_of_posteriors()
    assert abs(narrow[0]).max() < 4.5 and narrow[1].mean() == pytest.approx(-0.25 / 0.054, abs=1.2)
    moved = normal_posteriors(300, 2, moved=0.3).average_of_posteriors()
    assert moved[0].mean() == pytest.approx(0.3 / 0.047, abs=1.2)


@pytest.mark.parametrize("count, false_alarm", [(200, 0.05), (100, 0.01), (200, 0.01 / COUNT)])
def test_bands_hold_uniform_samples_as_often_as_promised(count, false_alarm) -> None:
    """At all points together: four thousand fresh samples, and twenty thousand of which the bands are made; four
    standard errors of both (a false alarm once in 16,000). Counts are whole: the share may be a little smaller."""
    low, high = bands(count, false_alarm)
    samples = numpy.random.default_rng(4).random((4000, count))
    samples.sort(axis=1)
    upto = numpy.array([numpy.searchsorted(one, diagnostics.POINTS, side="right") for one in samples]) / count
    outside = ((upto < low) | (upto > high)).any(axis=1).mean()
    error = numpy.sqrt(false_alarm * (1 / 4000 + 1 / diagnostics.SAMPLES))
    assert abs(outside - false_alarm) < 4 * error + 0.1 * false_alarm
    assert (low <= diagnostics.POINTS).all() and (high >= diagnostics.POINTS).all() and (numpy.diff(low) >= 0).all()


def test_bands_are_wider_than_those_of_each_point() -> None:
    low, high = bands(200, 0.05)
    pointwise = stats.binom(200, diagnostics.POINTS)
    assert (low <= pointwise.ppf(0.025) / 200).all() and (high >= pointwise.isf(0.025) / 200).all()
    assert high[49] - low[49] > 1.3 * (pointwise.isf(0.025) - pointwise.ppf(0.025))[49] / 200


def calibration_of(places: list[float]) -> Calibration:
    """One era, all parameters alike."""
    column = numpy.repeat(numpy.array(places)[:, None, None], COUNT, axis=2)
    return Calibration(column, column, column, PRIOR)


def test_places_are_measured_in_half_bands() -> None:
    """A hundred places spread evenly lie in the middle; all at one half, or all below a tenth, leave the band by as
    much as it is narrow there."""
    even = calibration_of([*((numpy.arange(100) + 0.5) / 100)])
    assert even.farthest().shape == (1, COUNT) and even.farthest().max() < 0.2
    low, high = even.bands()
    middle = calibration_of([0.5] * 100).farthest()
    last = diagnostics.POINTS[48]
    assert middle == pytest.approx(numpy.full((1, COUNT), max(0.5 / (high[49] - 0.5), last / (last - low[48]))))
    assert calibration_of([0.05] * 100).farthest().min() > 0.9 / (high[9] - 0.1)
    assert calibration_of([0.95] * 100).farthest().min() > 3


def test_coverage_and_its_error_by_hand() -> None:
    """Four of five places lie within the central 80 %, both ends included. The error: each tail of a hundred replicates
    is as small as Bonferroni over parameters, levels and both sides asks."""
    found = calibration_of([0.1, 0.3, 0.5, 0.9, 0.95])
    assert (found.coverage(0.8) == 0.8).all() and (found.coverage(0.5) == 0.4).all()
    for level in diagnostics.LEVELS:
        low, high = calibration_of([0.5] * 100).error_of_coverage(level)
        tail = diagnostics.FALSE_ALARM / (2 * COUNT * 3)
        below, above = stats.binom.cdf(100 * low - 1, 100, level), stats.binom.sf(100 * high, 100, level)
        assert below < tail and above <= tail
        assert stats.binom.cdf(100 * low, 100, level) >= tail and stats.binom.sf(100 * high - 1, 100, level) > tail


def test_the_error_of_the_mean_counts_records_not_parameters() -> None:
    """A record's truths are held or missed together: of five records, alike in all parameters, four of which are held,
    the mean coverage has the error of five."""
    found = calibration_of([0.1, 0.3, 0.5, 0.9, 0.95])
    mean, error = found.mean_coverage(0.8)
    assert mean == pytest.approx(0.8) and error == pytest.approx(numpy.sqrt(0.2 / 5))
    assert found.allowed_of_mean() == pytest.approx(stats.t.isf(0.01 / 6, 4))
    assert not found.is_mean_off(0.8) and calibration_of([0.5] * 100).is_mean_off(0.95)


# Records that the model makes


@pytest.fixture
def rates(monkeypatch):
    """Sets the rates of contacts without and with a track, and of mistaken meetings."""

    def given(without: float, with_track: float, mistaken: float) -> None:
        monkeypatch.setattr(evidence, "CONTACT_WITHOUT_TRACK", without)
        monkeypatch.setattr(evidence, "CONTACT_WITH_TRACK", with_track)
        monkeypatch.setattr(evidence, "MISTAKEN", mistaken)

    return given


def test_contacts_and_mistakes_come_at_their_rates(rates, short) -> None:
    """The same histories once with contacts wherever there is a track, and once as they are: shares within four
    standard errors, three of them (a false alarm once in 5,000)."""
    as_it_is = diagnostics.synthetic(short, 1500, seed=1)[1]
    rates(0.0, 1.0, 0.0)
    certain = diagnostics.synthetic(short, 1500, seed=1)[1]
    contacts, tracks, seen, held = (
        numpy.stack([one.series[name] for one in records])
        for records, name in ((as_it_is, "talks"), (certain, "talks"), (as_it_is, "summits"), (certain, "summits"))
    )
    assert 100 < tracks.sum() < tracks.size / 2 and set(numpy.unique(contacts)) == {0.0, 1.0}
    for rate, values in ((0.05, contacts[tracks == 0]), (0.6, contacts[tracks == 1]), (0.02, seen != held)):
        assert abs(values.mean() - rate) < 4 * numpy.sqrt(rate * (1 - rate) / values.size)


def test_records_are_as_the_real_one(happened, short) -> None:
    """The same series, one value a month of both eras; launches are the sum."""
    truths, records = diagnostics.synthetic(short, 40, seed=2)
    assert len(truths) == 2 and truths[0].shape == (COUNT, 40) and len(records) == 40
    for record in records:
        assert record.first == short[0].start and set(record.series) == set(happened.series)
        assert all(values.shape == (2 * SIX,) for values in record.series.values())
        parts = sum(record.series[name] for name in ("short_range", "medium_range", "long_range"))
        assert (record.series["launches"] == parts).all()
    assert max(one.series["launches"].sum() for one in records) > min(one.series["launches"].sum() for one in records)


def test_truths_drift_from_month_to_month_and_make_their_records(short) -> None:
    """Kept wholly they are the same; kept by half over the months of an era they are correlated by half, within five
    standard errors. Where the true intercepts of launches are higher, more is launched: by six standard errors of no
    correlation."""
    same = diagnostics.synthetic(short, 100, seed=3, kept=1.0)[0]
    assert abs(same[0] - same[1]).max() < 1e-12
    truths, records = diagnostics.synthetic(short, 1500, seed=3, kept=0.5 ** (1 / SIX))
    for one, other in zip(*truths, strict=True):
        assert abs(numpy.corrcoef(one, other)[0, 1] - 0.5) < 5 * 0.75 / numpy.sqrt(1500)
    launches = numpy.stack([one.series["launches"] for one in records])
    for place, months in enumerate((slice(0, SIX), slice(SIX, None))):
        counts = numpy.minimum(launches[:, months].sum(axis=1), 20)
        assert stats.spearmanr(truths[place][0], counts).statistic > 0.08  # three standard errors of none


def test_records_are_made_under_the_parameters_that_are_told(short) -> None:
    """Two spreads above the centre, of which half is kept over an era: one spread above it at its end, and half of one
    at the next one's, with what the prior's spread asks; within five standard errors."""
    draws = numpy.repeat((PRIOR.mean + 2 * PRIOR.spread)[:, None], 1500, axis=1)
    ends, records = diagnostics.records_under(draws, short, 3, PRIOR, 0.5 ** (1 / SIX))
    assert len(ends) == 2 and len(records) == 1500
    for share, end in zip((0.5, 0.25), ends, strict=True):
        away, spread = (end - PRIOR.mean[:, None]) / PRIOR.spread[:, None], numpy.sqrt(1 - share**2)
        assert away.mean(axis=1) == pytest.approx(numpy.full(COUNT, 2 * share), abs=5 * spread / numpy.sqrt(1500))
        assert away.std(axis=1) == pytest.approx(numpy.full(COUNT, spread), rel=5 / numpy.sqrt(2 * 1500))
    truths, again = diagnostics.synthetic(short, 30, seed=4)
    prior = PRIOR.drawn(30, numpy.random.default_rng(4))
    same_ends, same_records = diagnostics.records_under(prior, short, 5)
    assert all(one.tobytes() == other.tobytes() for one, other in zip(truths, same_ends, strict=True))
    assert all((a.series["launches"] == b.series["launches"]).all() for a, b in zip(again, same_records, strict=True))


# The calibration of what is learnt


def test_a_replicate_by_hand(monkeypatch, happened, short) -> None:
    """Four draws, 0, 2, 4 and 6, around their mean 3; in a posterior too narrow 0.6, 2.2, 3.8 and 5.4."""
    draws = numpy.broadcast_to(numpy.array([0.0, 2, 4, 6]), (COUNT, 4))
    lessons = [Lesson("one", draws, draws[0], -10.0, 4.0), Lesson("two", draws, draws[0], -5.0, 3.0)]
    learnt = Repeated(lessons, numpy.full((2, COUNT), 0.01), 5)
    monkeypatch.setattr(diagnostics, "learn_until_exact", lambda *rest, **options: learnt)
    truths = numpy.stack([numpy.full(COUNT, 2.1), numpy.full(COUNT, 5.7)])
    found = diagnostics.replicate(truths, happened, 1, short, 4, PRIOR, 0.8)
    assert found.places[:, 0].tolist() == [0.5, 0.75] and found.narrow[:, 0].tolist() == [0.25, 1.0]
    assert (found.mean == 3).all() and (found.variance == 5).all()
    assert (found.log_likelihood, found.fewest, found.times) == (-15.0, 3.0, 5)
    assert found.error is learnt.error


@pytest.fixture(scope="module")
def calibrated(short) -> tuple:
    """Two hundred records of six months, learnt from with a thousand particles each, three times or more."""
    return diagnostics.calibrate(short[:1], 200, 1000, seed=5, processes=2)


def test_known_parameters_are_found_again_as_often_as_they_should(calibrated) -> None:
    """Four checks, each with a false alarm of at most one in a hundred: at most four seeds in a hundred fail."""
    right, _, found, records = calibrated
    assert right.places.shape == (200, 1, COUNT) and len(found) == len(records) == 200
    assert right.fails() == {"places": 0, "coverage": 0, "mean coverage": 0, "average": 0}


def test_posteriors_that_are_too_narrow_fail_each_check(calibrated) -> None:
    _, narrow, _, _ = calibrated
    fails = narrow.fails()
    assert fails.pop("mean coverage") == 3 and min(fails.values()) >= 5
    assert narrow.variance == pytest.approx(0.64 * calibrated[0].variance)


def test_what_is_learnt_is_nearer_to_the_truth_than_the_prior(calibrated, short) -> None:
    """Of the intercept of short-range launches: the mean squared error of its posterior mean is less than nine tenths
    of the prior's variance, and as large as its own posterior variance, within four standard errors."""
    truth = diagnostics.synthetic(short[:1], 200, seed=5)[0][0][0]
    error = (calibrated[0].mean[:, 0, 0] - truth) ** 2
    assert error.mean() < 0.9 * PRIOR.spread[0] ** 2
    assert abs(error.mean() - calibrated[0].variance[:, 0, 0].mean()) < 4 * error.std() / numpy.sqrt(200)


def test_what_the_model_would_have_brought_beside_what_came(short) -> None:
    """Eleven records with 0 to 10 launches a month of one era: a record with 2 lies above two and a half of them."""
    start = short[0].start
    names = diagnostics.SERIES_CHECKED

    def record_of(count: int) -> Record:
        return Record(start, {name: numpy.full(SIX, float(count)) for name in names})

    found = diagnostics.predicted(record_of(2), short[:1], [record_of(count) for count in range(11)])
    assert [one.series for one in found] == [*names] and {one.era for one in found} == {short[0].name}
    one = found[0]
    assert (one.seen, one.low, one.median, one.high) == (12, 3, 30, 57)
    assert one.place == pytest.approx(2.5 / 11)


def test_months_of_an_era_are_its_own(happened, all_eras) -> None:
    """Of 2013 to 2017, with four months of nuclear tests, and of no other month."""
    found = diagnostics.predicted(happened, all_eras[2:3], [happened])
    seen = {one.series: one.seen for one in found}
    start, end = month_number("2013-01"), month_number("2018-01")
    assert seen == {name: happened.months(name, start, end).sum() for name in seen}
    assert seen["nuclear_tests"] == 4 and all(one.place == 0.5 for one in found)

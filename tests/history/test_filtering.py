# SPDX-License-Identifier: Apache-2.0
"""The filter: which simulated histories speak, and what they say."""

import numpy
import pytest

from peninsula.history import eras, filtering, simulate
from peninsula.history.observables import OBSERVABLES, trailing_totals
from peninsula.history.record import month_number

ORIGIN = month_number("2016-01")


def bank_of(months: numpy.ndarray) -> filtering.Bank:
    """Trajectories with these launches a month, (48, trajectories), and nothing else."""
    totals = {name: numpy.zeros((len(months) + 1, months.shape[1])) for name in simulate.OUTCOMES}
    totals["launches"] = totals["short_range"] = numpy.stack(
        [months[:length].sum(axis=0) for length in range(len(months) + 1)]
    )
    return filtering.Bank(ORIGIN, simulate.Paths(totals))


@pytest.fixture
def launches():
    return next(one for one in OBSERVABLES if one.name == "launches")


def test_histories_like_the_record_decide(happened, launches) -> None:
    """Half of the trajectories repeat the record's last three years and then launch 5; the others never launch before
    they launch 50."""
    months = numpy.zeros((48, 2000))
    months[:36, :1000] = happened.months("launches", ORIGIN - 36, ORIGIN)[:, None]
    months[36, :1000], months[36, 1000:] = 5, 50
    law = filtering.forecast(bank_of(months), happened.until(ORIGIN), ORIGIN, launches, 3)
    assert law[5] > 0.999 and law.sum() == pytest.approx(1)


def test_unfiltered_all_weigh_the_same(happened, launches) -> None:
    months = numpy.zeros((48, 2000))
    months[40, :500] = 2
    law = filtering.forecast(bank_of(months), happened.until(ORIGIN), ORIGIN, launches, 6, filtered=False)
    assert (law[0], law[2]) == pytest.approx((0.75, 0.25))


def test_the_kernel_widens_until_enough_trajectories_speak(happened) -> None:
    months = numpy.random.default_rng(1).poisson(3.0, size=(48, 3000)).astype(float)
    one = bank_of(months)
    found = filtering.weights(one.paths, happened.until(ORIGIN), ORIGIN, ORIGIN - filtering.RUN_UP, "launches")
    assert found.sum() == pytest.approx(1) and filtering.effective(found) == pytest.approx(
        filtering.EFFECTIVE, rel=0.01
    )


def test_monthly_counts_add_up_to_the_counts_of_shorter_runs(engine, all_eras) -> None:
    """Of every length, each trajectory by itself, bit for bit; talks only of the lengths that are asked for."""
    tree = eras.condition(all_eras[:1], all_eras[0].start, 12, {"provocation.tempo_shock": {"uniform": [0.1, 0.8]}})
    paths = simulate.paths(tree, 12, 500, 3, [0, 8, 12])
    for length in (1, 8, 12):
        counts, _ = simulate.counts([tree], length, 500, 3)
        for name in simulate.MONTHLY:
            assert paths.until(name, length).tobytes() == counts[name][0].tobytes(), name
        launches = counts["short_range"] + counts["medium_range"] + counts["long_range"]
        assert (paths.until("launches", length) == launches[0]).all()
        if length > 1:
            assert (paths.between("talks", 0, length) == counts["talks"][0]).all()
    assert paths.until("launches", 12).sum() > 500 and sorted(paths.totals["talks"]) == [0, 8, 12]


def test_the_lengths_of_talks_are_the_ends_of_their_windows() -> None:
    assert filtering.lengths_of_talks(2) == [0, 24, 25, 33, 34, 36, 37]


def test_trailing_totals_by_hand() -> None:
    assert trailing_totals(numpy.array([1.0, 2, 3, 4]), 3).tolist() == [6, 9]
    assert trailing_totals(numpy.array([1.0]), 3).size == 0

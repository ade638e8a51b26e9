# SPDX-License-Identifier: Apache-2.0
"""Boxes and trees among states of the world: planted regions, noise in which there is none, and a second program.

Seeds are fixed. Had the seed been free, a test of a right program would fail with the probability that it states.
"""

import json
import pathlib

import numpy
import pandas
import pytest

import peninsula
import planted
from peninsula.decide.box import Box, box, peeled
from peninsula.decide.sought import opposite
from peninsula.decide.tree import Node, tree
from planted import BOUNDS, states_of


@pytest.fixture
def few_shuffles(monkeypatch) -> None:
    """For boxes that are far beyond chance: two shuffles instead of nineteen, which take the time of two boxes."""
    monkeypatch.setattr("peninsula.decide.box.SHUFFLES", 2)


@pytest.mark.parametrize("seed", range(4))
def test_a_planted_box_is_found_within_a_fiftieth(few_shuffles, seed) -> None:
    """Effects are known with half their size of error. Of ten seeds none misses a bound by more than 0.007."""
    states, inside = states_of(4096, seed)
    random = numpy.random.default_rng(100 + seed)
    errors = numpy.full(4096, 0.5)
    effects = numpy.where(inside, -1, 1) * abs(random.normal(1, 0.3, 4096)) + random.normal(0, errors)
    found = box(states, opposite(effects, errors), resamples=0)
    assert set(found.bounds.index) == set(BOUNDS)
    for name, (low, high) in BOUNDS.items():
        for mine, there in zip(found.bounds.loc[name, ["low", "high"]], (low, high), strict=True):
            assert numpy.isnan(mine) if there is None else mine == pytest.approx(there, abs=0.02)
    assert found.mass == pytest.approx(inside.mean(), abs=0.01) and found.density > 4 * found.base
    assert (found.contains(states) == inside).mean() > 0.99


def test_without_noise_the_box_is_exact(few_shuffles) -> None:
    states, inside = states_of(2000, 5)
    found = box(states, inside.astype(float), resamples=2)
    assert found.coverage == found.density == 1.0 and (found.contains(states) == inside).all()
    assert (found.bounds.quasi_p < 1e-10).all() and (found.bounds.resampled == 1).all()
    assert found.path.iloc[0].tolist() == [1.0, inside.mean(), 1.0, 0.0]
    assert "holds 100 % of what is sought" in found.text()


def test_noise_alone_has_no_box() -> None:
    """Labels that have nothing to do with the states; none of 40 other seeds has a box."""
    states, _ = states_of(512, 6)
    found = box(states, numpy.random.default_rng(7).random(512), resamples=0)
    assert found.bounds.empty and found.mass == 1 and found.text().startswith("No box")


def test_a_bound_that_is_hardly_known_is_not_in_every_resample() -> None:
    """150 states, of which two assumptions move the chance of what is sought by a third and a fifth."""
    states, _ = states_of(150, 0)
    chance = 0.05 + 0.3 * (states.assumption_2 > 0.6) + 0.2 * (states.assumption_5 < 0.3)
    found = box(states, (numpy.random.default_rng(50).random(150) < chance).to_numpy(float), resamples=20)
    assert found.bounds.index[0] == "assumption_2" and 0.2 < found.bounds.resampled.iloc[0] < 0.95


    assert found.resamples_with_box == 20 and found.elsewhere.notna().all(axis=None)


def test_resamples_without_a_box_count_in_no_mean() -> None:
    """Of 20, two find none; such a box would hold everything, and its mean would be told of as too good."""
    states, _ = states_of(150, 11)
    chance = 0.15 + 0.25 * (states.assumption_2 > 0.6)
    found = box(states, (numpy.random.default_rng(81).random(150) < chance).to_numpy(float))
    has_one = found.elsewhere.mass.notna()
    assert found.resamples_with_box == has_one.sum() == 18 and (found.elsewhere.mass[has_one] < 1).all()
    assert found.elsewhere[~has_one].isna().all(axis=None)
    density, coverage = (100 * numpy.nanmean(found.elsewhere[name]) for name in ("density", "coverage"))
    assert "Of 20 resamples of the states, 18 have a box, which is not held to shuffled labels." in found.text()
    assert f"left out, {density:.0f} % (" in found.text() and f"it holds {coverage:.0f} % (" in found.text()


def test_where_nothing_sought_is_left_out_nothing_is_told_of_it(few_shuffles) -> None:
    """A resample of 40 states that takes all 20 sought: one in ten thousand does."""
    states = pandas.DataFrame({"x": numpy.arange(40.0)})
    found = box(states, (states.x < 20).to_numpy(float), seed=1739)
    assert found.bounds.high.item() == 19.5 and found.resamples_with_box == 20
    assert found.elsewhere.coverage.isna().sum() == 1 and (found.elsewhere.coverage.dropna() > 0.8).all()


def test_whoever_counts_by_the_bounds_told_finds_the_shares_told(few_shuffles) -> None:
    """A state outside two bounds may lie between the box and the nearest state outside one of them."""
    states, inside = states_of(100, 48)
    labels = (numpy.random.default_rng(98).random(100) < numpy.where(inside, 0.9, 0.05)).astype(float)
    found = box(states, labels, resamples=0)
    there = found.contains(states)
    assert len(found.bounds) > 1 and found.mass == there.mean()
    assert found.density == labels[there].mean() and found.coverage == labels[there].sum() / labels.sum()


def test_an_assumption_that_the_peeling_passes_by_is_found(few_shuffles) -> None:
    """One of 60 that makes five times as many of 512 states sought: peeling alone ends with 28 bounds, and not its."""
    random = numpy.random.default_rng(20001)
    states = pandas.DataFrame(random.random((512, 60))).add_prefix("x")
    labels = (random.random(512) < numpy.where(states.x0 > 0.6, 0.5, 0.1)).astype(float)
    found = box(states, labels, resamples=0)
    assert found.bounds.index.tolist() == ["x0"] and found.bounds.low.item() == pytest.approx(0.6, abs=0.02)


def test_labels_and_whole_numbers_are_peeled_a_value_at_a_time(few_shuffles) -> None:
    """No peeling by a twentieth divides the states of one value."""
    random = numpy.random.default_rng(8)
    states = pandas.DataFrame({"kind": random.integers(0, 3, 600), "one": numpy.ones(600), "x": random.random(600)})
    found = box(states, (states.kind == 2).to_numpy(float), resamples=0)
    assert found.bounds.index.tolist() == ["kind"] and found.bounds.low.item() == 1.5 and found.density == 1


def test_probabilities_of_the_opposite_sign_are_right_on_average() -> None:
    """Normal effects and normal noise of several sizes: within 5 standard errors, false alarm 3e-6 over 5 parts."""
    random = numpy.random.default_rng(9)
    errors = random.uniform(0.3, 1.5, 40000)
    truth = random.normal(0.5, 0.8, 40000)
    found = opposite(truth + random.normal(0, errors), errors)
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        part = (found >= low) & (found < low + 0.2)
        expected = found[part].mean()
        assert part.sum() > 200
        assert abs((truth[part] < 0).mean() - expected) < 5 * (expected * (1 - expected) / part.sum()) ** 0.5


def test_a_sign_of_nothing_is_no_sign() -> None:
    assert opposite(numpy.array([0.0, 0.0, 3.0, -1.0]), numpy.zeros(4)).tolist() == [0, 0, 0, 1]
    assert opposite(-numpy.array([0.0, 0.0, 3.0, -1.0]), numpy.zeros(4)).tolist() == [0, 0, 0, 1]


@pytest.mark.parametrize(
    "states, labels, message",
    [
        (numpy.zeros((50, 2)), numpy.zeros(49), "one a state is needed, 50"),
        (numpy.zeros((30, 2)), numpy.zeros(30), "40 or more"),
        (numpy.zeros((50, 2)), numpy.full(50, 1.5), "from 0 to 1"),
        (numpy.zeros((50, 2)), numpy.full(50, numpy.nan), "from 0 to 1"),
        (numpy.zeros((50, 2)), numpy.zeros(50), "nothing is sought"),
    ],
)
def test_what_is_wrong_is_said(states, labels, message) -> None:
    with pytest.raises(peninsula.InputError, match=message):
        box(pandas.DataFrame(states), labels)


@pytest.fixture(scope="module")
def numbers() -> dict:
    """What the EMA Workbench and scikit-learn find, written by `box_numbers`."""
    return json.loads(pathlib.Path(__file__).with_name("box_numbers.json").read_text(encoding="utf-8"))


def test_the_peeling_is_that_of_the_workbench(numbers) -> None:
    """The same box at every step, until no peeling betters the mean, where the workbench ends."""
    states, labels = planted.for_peeling()
    steps, rows = peeled(states.to_numpy(), labels)
    theirs = numbers["peeling"]
    size = len(theirs["states"])
    coverage, density, mass, bounded = (list(column) for column in zip(*rows[:size], strict=True))
    assert size > 50 and [round(1500 * each) for each in mass] == theirs["states"] and bounded == theirs["bounded"]
    assert density == pytest.approx(theirs["mean"], abs=1e-12)
    assert coverage == pytest.approx([d * m / labels.mean() for d, m in zip(density, mass, strict=True)])
    inside = ((states >= steps[size - 1][0]) & (states <= steps[size - 1][1])).all(axis=1)
    low, high = numpy.transpose(list(theirs["last"].values()))
    assert inside.equals(((states >= low) & (states <= high)).all(axis=1))


# Trees


def test_a_tree_finds_what_matters_only_where_another_is_high() -> None:
    states, _ = states_of(2000, 12)
    labels = numpy.where(states.assumption_1 < 0.5, 0.1, numpy.where(states.assumption_4 > 0.7, 0.9, 0.1))
    found = tree(states, labels)
    assert {found.assumption, found.above.assumption} | {found.below.assumption} >= {"assumption_1", "assumption_4"}
    assert found.predict(states) == pytest.approx(labels) and "≥ 0.7" in found.text()
    leaves = dict(found.leaves())
    assert sum(leaf.states for leaf in leaves.values()) == 2000 and len(leaves) == 3


def test_a_tree_of_noise_is_a_leaf() -> None:
    states, _ = states_of(4000, 13)
    found = tree(states, numpy.random.default_rng(14).random(4000))
    assert found.below is None and found.text().strip().endswith("all")
    assert found.predict(states) == pytest.approx(numpy.full(4000, found.density))


def test_the_tree_is_that_of_scikit_learn(numbers) -> None:
    """The same assumption, threshold, number of states and density at every branch and leaf."""
    states, labels = planted.for_tree()

    def nodes(node: Node) -> list[tuple]:
        below, above = (nodes(each) if each is not None else [] for each in (node.below, node.above))
        return [(node.assumption, node.threshold, node.states, node.density), *below, *above]

    mine, theirs = nodes(tree(states, labels, shuffles=0)), numbers["tree"]
    assert [(name, size) for name, _, size, _ in mine] == [(each["assumption"], each["states"]) for each in theirs]
    for (_, threshold, _, density), each in zip(mine, theirs, strict=True):
        assert density == pytest.approx(each["density"], abs=1e-12)
        assert (
            numpy.isnan(threshold)
            if each["threshold"] is None
            else threshold == pytest.approx(each["threshold"], abs=1e-6)
        )  # which are 32-bit floats there


def test_a_box_is_told_in_few_words() -> None:
    assert "assumption" in repr(Box(pandas.DataFrame(columns=["low", "high"]), 1, 1, 1, 1, *[pandas.DataFrame()] * 2))

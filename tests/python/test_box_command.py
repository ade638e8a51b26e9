# SPDX-License-Identifier: Apache-2.0
"""`peninsula box`: the states of the world that `robust` drew, which of them are sought, and what is told of them."""

import io
import json
import subprocess

import numpy
import pandas
import pytest

import peninsula
from peninsula import places
from peninsula.decide import box_command
from peninsula.decide.robust import Robustness
from peninsula.decide.sought import chosen, likely_below, opposite

CONDITIONS = ["baseline", "early-ceasefire", "tariff-war"]
SMALL = {"states": 64, "trajectories": 32, "months": 24, "seed": 5}


@pytest.fixture(scope="module")
def found() -> peninsula.Robustness:
    return peninsula.robust(CONDITIONS, ["summit_held", "strategic_tests"], **SMALL)


def planted(size: int, effect_at_high: float) -> Robustness:
    """Effects of 1, but where assumption `b` of ten is above 0.6; each is known with an error of 0.2."""
    random = numpy.random.default_rng(2)
    drawn = pandas.DataFrame(random.random((size, 10)), columns=list("abcdefghij"))
    effects = numpy.where(drawn.b > 0.6, effect_at_high, 1.0) + random.normal(0, 0.2, size)
    by_state = pandas.DataFrame(
        {"condition": "other", "outcome": "x", "state": range(size), "effect": effects, "error": 0.2}
    )
    mean = {"mean": effects.mean(), "mean_low": effects.mean() - 0.1, "mean_high": effects.mean() + 0.1}
    table = pandas.DataFrame([{"condition": "other", "outcome": "x", "sign_known": True} | mean])
    nothing = pandas.DataFrame()
    return Robustness("first", 1, size, 16, tuple(drawn), table, nothing, nothing, None, drawn, by_state)


# What robust gives


def test_robust_gives_what_each_state_drew_and_its_effects(found) -> None:
    """Those of a plain computation."""
    drawing = dict.fromkeys(found.open, "prior")
    resolved = [peninsula.resolve(condition, 24, **drawing) for condition in CONDITIONS]
    simulated = peninsula.simulate(resolved, 64 * 32, ["summit_held", "strategic_tests"], seed=5, per_state=32)
    assert list(found.drawn) == list(found.open) and len(found.drawn) == 64
    for name in found.open[:5]:
        assert found.drawn[name].tolist() == simulated.drawn[name][0, ::32].tolist()
    assert len(found.by_state) == 2 * 2 * 64
    for place, condition in enumerate(CONDITIONS[1:], 1):
        values = simulated["strategic_tests"].astype(float).reshape(3, 64, 32)
        differences = values[place] - values[0]
        rows = found.by_state[(found.by_state.condition == condition) & (found.by_state.outcome == "strategic_tests")]
        assert rows.state.tolist() == list(range(64))
        assert rows.effect.to_numpy() == pytest.approx(differences.mean(axis=1))
        assert rows.error.to_numpy() == pytest.approx(differences.std(axis=1, ddof=1) / 32**0.5)


def test_what_is_sought_is_the_opposite_sign_unless_a_value_is_given(found) -> None:
    rows = found.by_state[(found.by_state.condition == "tariff-war") & (found.by_state.outcome == "summit_held")]
    sought = found.sought(condition="tariff-war")
    assert (sought.reference, sought.condition, sought.outcome) == ("baseline", "tariff-war", "summit_held")
    assert sought.states.equals(found.drawn) and sought.undefined == 0
    assert sought.labels.tolist() == opposite(rows.effect.to_numpy(), rows.error.to_numpy()).tolist()
    below, above = (found.sought("summit_held", "tariff-war", **{side: 0.01}) for side in ("below", "above"))
    assert below.what == "effect below 0.01" and above.what == "effect above 0.01"
    assert below.labels + above.labels == pytest.approx(numpy.ones(64))
    assert (below.labels - likely_below(rows.effect.to_numpy(), rows.error.to_numpy(), 0.01) == 0).all()


def test_the_direction_is_told_and_undefined_states_are_left_out() -> None:
    drawn, errors = pandas.DataFrame({"a": [0.1, 0.2, 0.3]}), numpy.zeros(3)
    up = chosen(("r", "c", "x"), drawn, numpy.array([2.0, numpy.nan, -1.0]), errors)
    assert up.what == "effect below 0, opposite to the mean's sign" and up.labels.tolist() == [0, 1]
    assert up.undefined == 1 and up.states.a.tolist() == [0.1, 0.3] and up.sure == 1
    assert repr(up) == (
        "x, r → c: effect below 0, opposite to the mean's sign: about 1 of 2 states (50 %), 1 of them for sure"
    )
    down = chosen(("r", "c", "x"), drawn, numpy.array([-2.0, 0.0, 1.0]), errors)
    assert down.what.startswith("effect above 0") and down.labels.tolist() == [0, 0, 1]


@pytest.mark.parametrize(
    "words, message",
    [
        ({"outcome": "summits"}, "no outcome 'summits'"),
        ({"condition": "tariff"}, "no condition 'tariff'"),
        ({"below": 1.0, "above": 2.0}, "not both"),
        ({"below": numpy.nan}, "must be a number"),
    ],
)
def test_what_is_not_there_is_not_sought(found, words, message) -> None:
    with pytest.raises(peninsula.InputError, match=message):
        found.sought(**words)


def test_where_nothing_is_known_or_differs_nothing_is_sought() -> None:
    drawn, none = pandas.DataFrame({"a": [0.1, 0.2]}), numpy.full(2, numpy.nan)
    with pytest.raises(peninsula.InputError, match="no state has an effect"):
        chosen(("r", "c", "x"), drawn, none, none)
    with pytest.raises(peninsula.InputError, match="the mean effect is 0"):
        chosen(("r", "c", "x"), drawn, numpy.zeros(2), numpy.zeros(2))


# What is told


def test_a_planted_region_is_told_as_box_and_tree() -> None:
    """40 % of the states have the other sign, four errors or more from 0."""
    robustness = planted(400, -1.0)
    one = box_command.answer_of(robustness, "other")
    assert one.box.bounds.index.tolist() == ["b"] and one.box.bounds.low.item() == pytest.approx(0.6, abs=0.02)
    assert one.box.density > 0.99 and one.box.coverage > 0.99 and one.box.bounds.resampled.item() == 1
    assert one.box.bounds.low_least.item() <= one.box.bounds.low.item() <= one.box.bounds.low_most.item()
    assert one.box.elsewhere.density.mean() > 0.97 and len(one.box.elsewhere) == 20
    told = box_command.as_json(robustness, [one])["answers"][0]
    assert told["resamples"] == told["resamples_with_box"] == len(told["elsewhere"]) == 20
    assert one.tree.assumption == "b" and one.tree.threshold == pytest.approx(0.6, abs=0.02)
    text = box_command.as_text(robustness, [one])
    assert text.startswith("Under these assumptions") and "x, first → other: mean over states" in text
    assert f"{one.sought.sure} of them for sure." in text and "  b" in text and "b ≥ 0.6" in text


def test_where_nothing_divides_the_states_it_is_said() -> None:
    """Labels that have nothing to do with what was drawn. False alarm: box and tree, some 5 of 100 seeds each."""
    robustness = planted(400, 1.0)
    robustness.by_state["effect"] = numpy.random.default_rng(3).normal(0.5, 1.0, 400)
    text = box_command.as_text(robustness, [box_command.answer_of(robustness, "other")])
    assert "No box divides the states better than chance might.\nNor does a tree" in text


def test_where_too_few_states_are_sought_it_is_said() -> None:
    robustness = planted(400, -1.0)
    robustness.by_state["effect"], robustness.by_state["error"] = numpy.where(numpy.arange(400) < 10, -1.0, 1.0), 0.02
    one = box_command.answer_of(robustness, "other")
    text = box_command.as_text(robustness, [one])
    assert one.box is None and "No answer: too few states are sought for a box, about 10 of 400; 20 are needed." in text
    told = box_command.as_json(robustness, [one])["answers"][0]
    assert told["none"].startswith("too few") and "bounds" not in told
    assert box_command.as_rows([one]).empty


def test_noise_among_many_assumptions_has_neither_box_nor_tree_more_often_than_promised() -> None:
    """60 assumptions, 20 seeds: at 5 % there are four or more in 1.6 of 100 such tests. One has a box, and
    two a tree; without shuffled labels, eight have a box and 20 a tree.
    """
    boxes = trees = 0
    for seed in range(70, 90):
        random = numpy.random.default_rng(seed)
        states, labels = pandas.DataFrame(random.random((256, 60))), (random.random(256) < 0.25).astype(float)
        boxes += not peninsula.box(states, labels, resamples=0).bounds.empty
        trees += peninsula.tree(states, labels).below is not None
    assert boxes < 4 and trees < 4


# The command


def command(*words: object) -> subprocess.CompletedProcess:
    return subprocess.run([places.binary(), "box", *map(str, words)], capture_output=True, text=True, check=False)


WORDS = [
    *CONDITIONS,
    "--outcome",
    "summit_held",
    "--states",
    64,
    "-n",
    32,
    "--months",
    24,
    "--seed",
    5,
    "--above",
    0.01,
]


def test_the_command_tells_what_python_finds(found, capsys) -> None:
    done = command(*WORDS, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["open"] == list(found.open) and [each["condition"] for each in told["answers"]] == CONDITIONS[1:]
    for each in told["answers"]:
        sought = found.sought("summit_held", each["condition"], above=0.01)
        assert each["expected"] == pytest.approx(sought.labels.sum()) and each["sure"] == sought.sure
        expected = box_command.answer_of(found, each["condition"], above=0.01)
        assert each["none"] == (expected.none or None)
    box_command.main([*map(str, WORDS)])
    assert capsys.readouterr().out.count("Sought: effect above 0.01") == 2
    box_command.main([*map(str, WORDS), "--csv"])
    rows = pandas.read_csv(io.StringIO(capsys.readouterr().out))
    assert list(rows)[:4] == ["condition", "assumption", "low", "low_least"]


@pytest.mark.parametrize(
    "words, message",
    [
        (["baseline", "tariff-war"], "--outcome"),
        (["baseline", "--outcome", "summit_held"], "two or more"),
        (["baseline", "tariff-war", "--outcome", "summit_held", "--below", "0", "--above", "1"], "not both"),
        (["baseline", "tariff-war", "--outcome", "summit_held", "--below", "0", "--below", "1"], "is given twice"),
        (["baseline", "tariff-war", "--outcome", "deal"], "has labels"),
    ],
)
def test_wrong_words_are_told_in_one_line(words, message) -> None:
    with pytest.raises(peninsula.InputError, match=message) as told:
        box_command.main(words)
    assert "\n" not in str(told.value)


def test_the_program_tells_them() -> None:
    done = command("baseline", "tariff-war")
    assert done.returncode == 2 and done.stdout == "" and done.stderr.count("\n") == 1
    assert done.stderr == "peninsula: the following arguments are required: --outcome; see peninsula box --help\n"

# SPDX-License-Identifier: Apache-2.0
"""`peninsula.learn`: its estimators on planted values, its figures against a plain computation, its command."""

import dataclasses
import io
import json
import subprocess

import numpy
import pandas
import pytest
from scipy import integrate, special, stats

import peninsula
from peninsula import places
from peninsula.decide import learning
from peninsula.decide.learn import _rows, no_less_than_members, options_by_worth, worth_of_each, worth_of_groups
from peninsula.decide.learn_command import as_text

MANY = 40_000
STATES = 512
SEEDS = 200
EVERYTHING = learning.Gain(9.0, 0.1, 9.0, 9.0, 90.0)


def worth(mean: float, slope: float) -> float:
    """Of knowing x, standard normal, where the second option is better than the first by mean + slope x."""
    return slope * stats.norm.pdf(mean / slope) - abs(mean) * stats.norm.cdf(-abs(mean) / slope)


def planted(mean: float, slope: float, noise: float, states: int, seed: int) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Values of two options, and the x behind their difference. What both have is large, and matters to no choice."""
    random = numpy.random.default_rng(seed)
    x = random.normal(size=states)
    both = 3 * random.normal(size=states)
    return numpy.stack([both, both + mean + slope * x + noise * random.normal(size=states)]), x


def gains(mean: float, slope: float, noise: float) -> pandas.DataFrame:
    found = []
    for seed in range(SEEDS):
        values, x = planted(mean, slope, noise, STATES, seed)
        found.append(learning.gain(values, *learning.spline(x)))
    return pandas.DataFrame(found)


# Planted values


@pytest.mark.parametrize("mean, slope", [(0.0, 1.0), (0.3, 1.0), (-1.0, 1.0)])
@pytest.mark.parametrize("of", [lambda x: x, special.ndtr], ids=["normal", "uniform"])
def test_the_closed_form_of_two_options_is_found(mean, slope, of) -> None:
    """Also where x is known as a uniform number, in which the difference is no line."""
    values, x = planted(mean, slope, 1.0, MANY, seed=1)
    found = learning.gain(values, *learning.spline(of(x)))
    assert found.estimate == pytest.approx(worth(mean, slope), rel=0.03)
    assert found.low <= worth(mean, slope) <= found.high


def test_three_options_are_found_as_quadrature_has_them() -> None:
    """One is best in the middle, one at each end: x, -x, and a parabola; all the same but for noise of their own."""
    random = numpy.random.default_rng(2)
    x = random.uniform(-1, 1, MANY)
    curves = numpy.stack([x, -x, 0.5 - x**2])
    truth = integrate.quad(lambda t: max(t, -t, 0.5 - t**2) / 2, -1, 1, limit=200)[0] - 1 / 6
    found = learning.gain(curves + random.normal(size=curves.shape), *learning.spline(x))
    assert found.estimate == pytest.approx(truth, rel=0.03)


CASES = [(0, 1, 1), (0.05, 1, 1), (0.5, 1, 1), (1, 1, 1), (0, 0.2, 1), (0, 1, 3)]


@pytest.mark.parametrize("mean, slope, noise", CASES)
def test_the_interval_holds_what_it_is_worth_as_often_as_promised(mean, slope, noise) -> None:
    """An interval that covers 95 % would fail here once in 900 times, beyond three standard errors; seeds are fixed."""
    found = gains(mean, slope, noise)
    truth = worth(mean, slope)
    assert ((found.low <= truth) & (truth <= found.high)).mean() >= 0.95 - 3 * (0.95 * 0.05 / SEEDS) ** 0.5
    assert (found.low > truth).mean() <= 0.025 + 3 * (0.025 * 0.975 / SEEDS) ** 0.5


@pytest.mark.parametrize("noise", [1, 3])
def test_options_that_are_equally_good_bias_nothing(noise) -> None:
    """The difference of two maxima over the same states would be too low by 0.4 standard errors of the mean; that is
    6 % and 14 % here. Three standard errors over these seeds: once in 370 times."""
    found = gains(0, 1, noise)
    standard_error = found.estimate.std() / SEEDS**0.5
    assert abs(found.estimate.mean() - worth(0, 1)) < 3 * standard_error < 0.07 * worth(0, 1)


def test_what_has_no_effect_is_worth_nothing() -> None:
    """Told from 0 by mistake in 5 % of tables at most: of 60 tables, more than 8 are once in 200 times."""
    names = [f"part.{number}" for number in range(20)]
    alarms = []
    for seed in range(60):
        random = numpy.random.default_rng(seed)
        values, draws = random.normal(size=(3, 200)), random.normal(size=(20, 200))
        table = worth_of_each(names, values, draws, EVERYTHING)
        alarms.append(table.told.any())
        assert (table.worth <= 0.35).all() and (table.low >= 0).all()
    assert sum(alarms) <= 8


def test_what_never_changes_the_choice_is_worth_exactly_nothing() -> None:
    values, x = planted(5, 0.1, 0.1, STATES, seed=3)
    found = learning.gain(values, *learning.spline(x))
    assert found.estimate == found.error == found.low == 0 and found.errors_from_nothing == 0


def test_a_fit_is_a_line_where_nothing_speaks_for_more() -> None:
    """And a curve where something does; the line itself is not shrunk."""
    random = numpy.random.default_rng(8)
    x = random.random(400)
    columns, penalty = learning.spline(x)
    lines = learning.Fit(columns, penalty, 5 * x + 0.1 * random.normal(size=(200, 400)))
    assert numpy.median(lines.shrinkage.sum(axis=1)) < 2.5
    assert lines.at(columns).mean(axis=0) == pytest.approx(5 * x, abs=0.03)
    truth = numpy.sin(6 * x)
    curve = learning.Fit(columns, penalty, (truth + 0.1 * random.normal(size=400))[None])
    assert curve.shrinkage.sum() > 4 and numpy.abs(curve.at(columns) - truth).max() < 0.06
    assert numpy.sqrt(curve.variance) == pytest.approx(0.1, rel=0.1)


def test_more_assumptions_are_told_from_nothing_less_easily() -> None:
    gain = learning.Gain(0.1, 0.05, 0.0, 0.2, 2.0)
    assert _rows([gain], EVERYTHING)[0]["told"] and not _rows([gain] * 3, EVERYTHING)[0]["told"]


def test_nothing_is_worth_more_than_everything() -> None:
    values, x = planted(0, 1, 0.5, STATES, seed=4)
    everything = learning.Gain(0.1, 0.01, 0.08, 0.12, 10.0)
    row = worth_of_each(["a.b"], values, x[None], everything).iloc[0]
    assert row.worth == 0.1 and row.high == 0.12 and row.low == 0.1 and row.told


def test_a_group_knows_what_its_members_know_together() -> None:
    """Two lines of equal slope: together worth 2^0.5 times as much as each."""
    random = numpy.random.default_rng(5)
    draws = random.uniform(-1, 1, (3, 20_000))
    values = numpy.stack([numpy.zeros(20_000), draws[0] + draws[1] + random.normal(size=20_000)])
    found = worth_of_groups(["a.x", "a.y", "b.z"], values, draws, EVERYTHING)
    assert found.group.tolist() == ["a"] and found.parameters.tolist() == [2]
    assert found.worth[0] == pytest.approx(1 / 3, rel=0.03)  # half the mean of |x + y|
    assert worth_of_each(["a.x"], values, draws[:1], EVERYTHING).worth[0] == pytest.approx(1 / 4, rel=0.04)


def test_a_group_is_worth_no_less_than_its_most_worth_member() -> None:
    """Of a member whose curve no parabola follows; but not of one that is not told from 0."""
    frame = pandas.DataFrame
    groups = frame({"group": ["a", "ab", "c"], "parameters": [2, 3, 2], "worth": [0.1, 0.2, 0.3], "error": 0.01,
                    "low": 0.0, "high": 0.4, "told": [False, False, True]})
    table = frame({"parameter": ["a.x", "a.y", "ab.z", "c.x"], "worth": [0.5, 0.6, 0.9, 0.2], "error": 0.02,
                   "low": [0.4, 0.5, 0.0, 0.1], "high": 0.95, "told": [True, True, False, True]})
    found = no_less_than_members(groups, table).set_index("group")
    assert found.loc["a"].tolist() == [2, 0.6, 0.02, 0.5, 0.95, True]
    assert found.loc["ab"].tolist() == [3, 0.2, 0.01, 0, 0.4, False] and found.worth["c"] == 0.3
    assert found.index.tolist() == ["a", "c", "ab"] and (found.told.to_numpy() == [True, True, False]).all()


def test_what_is_behind_the_best_is_told_in_the_same_states() -> None:
    """Both options go with the state by far more than they differ: apart by pairs alone."""
    random = numpy.random.default_rng(9)
    state, other = random.normal(size=(2, 400))
    values = numpy.stack([state, state - 0.1 + 0.01 * other, state + random.normal(size=400) - 0.01])
    values[2] += values[0].mean() - 0.01 - values[2].mean()
    table = options_by_worth(["a", "b", "c"], values)
    assert table.best.tolist() == [True, False, False] and numpy.isnan(table.behind[0])
    away = values[0] - values[1]
    half = 1.959964 * away.std(ddof=1) / 20
    row = table.loc[1, ["behind", "behind_low", "behind_high"]].tolist()
    assert row == pytest.approx([away.mean(), away.mean() - half, away.mean() + half], rel=1e-5)
    assert table.behind_low[1] > 0 > table.behind_low[2] and table.error[0] > 0.04


@pytest.mark.parametrize("noise", [0.5, 1.0])
def test_everything_is_worth_what_it_is_without_noise(noise) -> None:
    """Normal effects of two options, correlated, with noise of each half of the trajectories; the reference is 0."""
    random = numpy.random.default_rng(6)
    effects = random.multivariate_normal([0.1, -0.2], [[1, 0.5], [0.5, 1]], MANY).T
    own = numpy.concatenate([numpy.zeros((1, MANY)), effects])
    truth = own.max(axis=0).mean() - own.mean(axis=1).max()
    halves = own + 2**0.5 * noise * random.normal(size=(2, *own.shape))
    found = learning.gain_of_everything(halves)
    naive = halves.mean(axis=0)
    assert found.estimate == pytest.approx(truth, rel=0.03)
    assert naive.max(axis=0).mean() - naive.mean(axis=1).max() > 1.04 * truth
    assert found.low < truth < found.high and found.errors_from_nothing > 10


def test_noise_alone_makes_everything_worth_little() -> None:
    random = numpy.random.default_rng(7)
    found = learning.gain_of_everything(random.normal(size=(2, 3, MANY)))
    assert found.estimate < 0.1 < 0.5 < numpy.sqrt(0.5) * 0.84  # the last: what the greatest of three would say
    assert found.low <= 0 and found.errors_from_nothing < 3


# With the engine

CONDITIONS = ["baseline", "early-ceasefire", "small-deal-washington"]
VALUE = {"summit_held": 1.0, "strategic_tests": -0.1}
SMALL = {"states": 128, "trajectories": 16, "months": 24, "seed": 5}


@pytest.fixture(scope="module")
def found() -> peninsula.Learning:
    return peninsula.learn(CONDITIONS, VALUE, **SMALL)


def test_its_values_are_those_of_a_plain_computation(found) -> None:
    drawing = dict.fromkeys(found.table.parameter, "prior")
    resolved = [peninsula.resolve(condition, 24, **drawing) for condition in CONDITIONS]
    plain = peninsula.simulate(resolved, 128 * 16, list(VALUE), seed=5, per_state=16)
    values = (plain["summit_held"].astype(float) - 0.1 * plain["strategic_tests"]).reshape(3, 128, 16)
    assert found.options["mean"].tolist() == pytest.approx(values.mean(axis=(1, 2)))
    name = "united_states.recognition_stance"
    gain = learning.gain(values.mean(axis=2), *learning.spline(plain.drawn[name][0, ::16]), seed=5)
    row = found.table.set_index("parameter").loc[name]
    assert row.error == pytest.approx(gain.error) and row.high <= max(gain.high, 0) + 1e-9
    assert len(found.table) == len(drawing) > 100 and set(found.groups.group) > {"china", "russia"}


def command(*words: object) -> subprocess.CompletedProcess:
    return subprocess.run([places.binary(), "learn", *map(str, words)], capture_output=True, text=True, check=False)


WORDS = [*CONDITIONS, "--value", "summit_held=1,strategic_tests=-0.1", "--states", 128, "--trajectories", 16,
         "--months", 24, "--seed", 5]


def test_the_command_tells_what_python_finds(found) -> None:
    done = command(*WORDS, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    for name in ("options", "everything", "table", "groups"):
        pandas.testing.assert_frame_equal(pandas.DataFrame(told[name]), getattr(found, name), check_dtype=False)
    read = pandas.read_csv(io.StringIO(command(*WORDS, "--csv").stdout))
    pandas.testing.assert_frame_equal(read, found.table, check_dtype=False)


def test_the_text_says_its_limits() -> None:
    text = command(*WORDS).stdout
    assert text.startswith("Under these assumptions: scenario analysis, not a forecast")
    assert "Value: 1 summit_held -0.1 strategic_tests." in text and "cannot be told from 0, at a false-alarm" in text
    assert "A group is worth no less than any one of its assumptions" in text
    assert max(map(len, text.splitlines())) < 260


def test_the_best_is_told_only_where_it_is_known(found) -> None:
    """Of two that are one but for their names; and of one that is behind in every state."""
    alike = found.options.assign(behind=[numpy.nan, 0.1, 0.2], behind_low=[numpy.nan, -0.1, 0.1], behind_high=0.3,
                                 best=[True, False, False])
    text = as_text(dataclasses.replace(found, options=alike))
    assert "(best)" not in text and f"cannot be told apart: {CONDITIONS[0]}, {CONDITIONS[1]}.\n" in text
    assert "+0.1 [−0.1, +0.3]" in text
    apart = as_text(dataclasses.replace(found, options=alike.assign(behind_low=[numpy.nan, 0.05, 0.1])))
    assert apart.count("(best)") == 1 and "cannot be told apart" not in apart
    meaning = dict(zip(found.table.parameter, found.table.meaning, strict=True))
    assert meaning["choice.rationality_north_korea"] == "how sharply Kim prefers better options"
    assert meaning[found.table.parameter[0]] in text


@pytest.mark.parametrize("words, message", [
    (["baseline", "--value", "summit_held=1"], "two or more"),
    (["baseline", "early-ceasefire"], "arguments are required: --value"),
    (["baseline", "early-ceasefire", "--value", "summit_held"], "is not of the form OUTCOME=WEIGHT"),
    (["baseline", "early-ceasefire", "--value", "deal=1"], "has labels"),
    (["baseline", "early-ceasefire", "--value", "summits=inf"], "the weight of 'summits' must be a number"),
    (["baseline", "early-ceasefire", "--value", "summits=nan"], "not nan"),
    (["baseline", "early-ceasefire", "--value", "summits=-2e12"], "not -2e+12"),
    (["baseline", "early-ceasefire", "--value", "summits=1,summits=2"], "'summits' is weighed twice"),
    (["baseline", "early-ceasefire", "--value", "summits=0,deals=0"], "no outcome 'deals'"),
    (["baseline", "early-ceasefire", "--value", "summits=0,summit_held=0"], "every weight is 0"),
    (["baseline", "early-ceasefire", "--value", "summit_held=1", "--states", "20"], "states: must be"),
    (["baseline", "early-ceasefire", "--value", "summit_held=1", "-n", "2"], "at least 4"),
])
def test_wrong_words_are_told_in_one_line(words, message) -> None:
    done = command(*words)
    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr.startswith("peninsula: ") and message in done.stderr and done.stderr.count("\n") == 1

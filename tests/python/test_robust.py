# SPDX-License-Identifier: Apache-2.0
"""`peninsula.robust`: its estimators on planted effects, its figures against a plain computation, its command."""

import io
import json
import os
import pathlib
import shutil
import subprocess

import numpy
import pandas
import pytest
import yaml
from scipy import special, stats

import peninsula
from peninsula import places
from peninsula.decide import correlations, deconvolution, states
from peninsula.decide import effects as over_states
from peninsula.decide.robust_command import _in_words, _regret_as_text, as_text

SEEDS = 400
STATES = 512
TRAJECTORIES = 512
MEAN, SPREAD, NOISE = 0.07, 0.06, 0.05  # of effects over states; of each state's estimate, on average
OPPOSITE = special.ndtr(-MEAN / SPREAD)
AS_OFTEN_AS_PROMISED = (0.95 - 2 * (0.95 * 0.05 / SEEDS) ** 0.5, 0.95 + 2 * (0.95 * 0.05 / SEEDS) ** 0.5)


def estimates(effects: numpy.ndarray, noise: float, random: numpy.random.Generator):
    """What the trajectories of each state would say of its effect, and the variance that they would tell of it."""
    errors = noise * random.uniform(0.5, 1.5, effects.shape)
    variances = errors**2 * random.chisquare(TRAJECTORIES - 1, effects.shape) / (TRAJECTORIES - 1)
    return effects + errors * random.normal(size=effects.shape), variances


@pytest.fixture(scope="module")
def planted() -> tuple[numpy.ndarray, numpy.ndarray]:
    """Normal effects with normal noise: (seed, state)."""
    random = numpy.random.default_rng(1)
    return estimates(random.normal(MEAN, SPREAD, (SEEDS, STATES)), NOISE, random)


def covered(low, high, truth: float) -> float:
    return float(numpy.mean((numpy.asarray(low) <= truth) & (truth <= numpy.asarray(high))))


# Planted effects


def test_the_interval_of_the_mean_holds_it_as_often_as_promised(planted) -> None:
    found = [over_states._with_interval("mean", *over_states._mean_over_states(means)) for means in planted[0]]
    share = covered([one["mean_low"] for one in found], [one["mean_high"] for one in found], MEAN)
    assert AS_OFTEN_AS_PROMISED[0] <= share <= AS_OFTEN_AS_PROMISED[1]


def test_the_spread_between_states_is_found_behind_the_noise(planted) -> None:
    """Estimates themselves are spread by 0.079."""
    spread, low, high = over_states._spread_between(planted[0][:, None], planted[1][:, None], seed=1)
    assert spread.mean() == pytest.approx(SPREAD, abs=0.0006)
    assert planted[0].std(axis=1).mean() > 0.078
    assert AS_OFTEN_AS_PROMISED[0] <= covered(low, high, SPREAD) <= AS_OFTEN_AS_PROMISED[1]


def test_the_share_of_opposite_sign_is_found_behind_the_noise(planted) -> None:
    """12.2 %, while 18.6 % of the estimates have the opposite sign."""
    found = [over_states._signs(*pair, numpy.zeros(STATES, bool)) for pair in zip(*planted, strict=True)]
    table = pandas.DataFrame(found)
    assert table.opposite_naive.mean() == pytest.approx(special.ndtr(-MEAN / numpy.hypot(SPREAD, NOISE)), abs=0.01)
    assert table.opposite.mean() == pytest.approx(OPPOSITE, abs=0.005)
    share = covered(table.opposite_low, table.opposite_high, OPPOSITE)
    assert AS_OFTEN_AS_PROMISED[0] <= share <= AS_OFTEN_AS_PROMISED[1]
    ends = MEAN + SPREAD * special.ndtri([0.05, 0.95])
    assert [table.low_state.mean(), table.high_state.mean()] == pytest.approx(ends, abs=0.005)


def test_effects_that_are_not_normal_are_told_better_than_by_their_estimates() -> None:
    """A fifth of the states is of another kind; a normal density would miss it."""
    random = numpy.random.default_rng(2)
    kind = random.random((60, STATES)) < 0.2
    effects = numpy.where(kind, random.normal(-0.05, 0.02, kind.shape), random.normal(0.1, 0.05, kind.shape))
    truth = 0.2 * special.ndtr(2.5) + 0.8 * special.ndtr(-2.0)
    means, variances = estimates(effects, 0.03, random)
    found = pandas.DataFrame(
        [over_states._signs(*pair, numpy.zeros(STATES, bool)) for pair in zip(means, variances, strict=True)]
    )
    assert found.opposite.mean() == pytest.approx(truth, abs=0.015)
    assert covered(found.opposite_low, found.opposite_high, truth) >= 0.85
    normal = special.ndtr(-effects.mean() / effects.std())
    assert abs(normal - truth) > 0.03


def test_effects_that_end_near_zero_leak_little_across_it() -> None:
    """Half of a per cent is below zero, of effects that pile up close above it; of their estimates 6 % are."""
    random = numpy.random.default_rng(7)
    effects = random.gamma(2, 0.05, (60, STATES)) - 0.005
    means, variances = estimates(effects, 0.03, random)
    found = pandas.DataFrame(
        [over_states._signs(*pair, numpy.zeros(STATES, bool)) for pair in zip(means, variances, strict=True)]
    )
    assert found.opposite_naive.mean() > 0.06 and found.opposite.mean() < 0.015


def test_a_state_without_any_effect_has_no_sign() -> None:
    """They are a share of their own, and no part of the others."""
    random = numpy.random.default_rng(3)
    means, variances = estimates(random.normal(MEAN, SPREAD, STATES), NOISE, random)
    still = numpy.arange(STATES) % 4 == 0
    means[still] = variances[still] = 0
    found = over_states._signs(means, variances, still)
    alone = over_states._signs(means[~still], variances[~still], still[~still])
    assert found["unchanged"] == 0.25 and found["opposite"] == pytest.approx(0.75 * alone["opposite"])
    assert found["low_state"] > alone["low_state"] and found["opposite_naive"] < alone["opposite_naive"]
    nothing = over_states._signs(numpy.zeros(50), numpy.zeros(50), numpy.ones(50, bool))
    assert nothing["unchanged"] == 1 and numpy.isnan(nothing["opposite"]) and not nothing["sign_known"]


def test_noise_alone_raises_alarms_no_more_often_than_promised() -> None:
    random = numpy.random.default_rng(4)
    means, variances = estimates(numpy.zeros((SEEDS, STATES)), NOISE, random)
    known = [
        over_states._signs(*pair, numpy.zeros(STATES, bool))["sign_known"]
        for pair in zip(means[:100], variances[:100], strict=True)
    ]
    assert numpy.mean(known) <= 0.05 + 2 * (0.05 * 0.95 / 100) ** 0.5
    spread, _, _ = over_states._spread_between(means[:, None], variances[:, None], seed=1)
    assert numpy.median(spread) < NOISE / 5
    names = [f"parameter {number}" for number in range(50)]
    ranks = correlations._standard_ranks(random.random((50, STATES)))
    alarms = [bool(correlations._correlated(names, ranks, *pair)) for pair in zip(means, variances, strict=True)]
    assert numpy.mean(alarms) <= 0.05 + 2 * (0.05 * 0.95 / SEEDS) ** 0.5


def test_the_assumption_that_moves_an_effect_is_found_and_its_noise_corrected() -> None:
    random = numpy.random.default_rng(5)
    names = [f"parameter {number}" for number in range(50)]
    hold = []
    for _ in range(100):
        draws = random.normal(size=(50, STATES))
        effects = 0.06 * (0.5 * draws[7] + 0.75**0.5 * random.normal(size=STATES))  # correlated by 0.5
        means, variances = estimates(effects, NOISE, random)
        (found, *_) = correlations._correlated(names, correlations._standard_ranks(draws), means, variances)
        assert found["parameter"] == "parameter 7" and found["correlation"] < found["corrected"]
        hold.append(found["corrected"])
    assert numpy.mean(hold) == pytest.approx(6 / numpy.pi * numpy.arcsin(0.25), abs=0.02)


def test_a_density_has_its_quantiles() -> None:
    random = numpy.random.default_rng(6)
    found = deconvolution.spread_of(random.gamma(4, 0.1, 4000), numpy.full(4000, 1e-6))
    for level in (0.05, 0.5, 0.95):
        assert found.quantile(level) == pytest.approx(stats.gamma.ppf(level, 4, scale=0.1), abs=0.03)
    assert found.quantile(0.2, at_zero=0.5) == 0 and found.quantile(0.75, at_zero=0.5) == found.quantile(0.5)


# Against a plain computation

CONDITIONS = ["baseline", "early-ceasefire", "small-deal-washington"]
NAMES = ["summit_held", "strategic_tests"]
SMALL = {"states": 24, "trajectories": 64, "months": 30, "seed": 6}
WEIGHTS = {"summit_held": 1.0, "strategic_tests": -0.2}


@pytest.fixture(scope="module")
def found() -> peninsula.Robustness:
    return peninsula.robust(CONDITIONS, NAMES, value=WEIGHTS, threshold=-0.5, **SMALL)


@pytest.fixture(scope="module")
def values(found) -> dict[str, numpy.ndarray]:
    """Outcomes and value by (condition, state, trajectory), as `simulate` has them."""
    resolved = [peninsula.resolve(condition, 30, **dict.fromkeys(found.open, "prior")) for condition in CONDITIONS]
    simulated = peninsula.simulate(resolved, 24 * 64, NAMES, seed=6, per_state=64)
    known = {name: simulated[name].astype(float).reshape(3, 24, 64) for name in NAMES}
    return known | {"value": known["summit_held"] - 0.2 * known["strategic_tests"]}


def test_effects_are_those_of_a_plain_computation(found, values) -> None:
    assert found.table[["condition", "outcome"]].values.tolist() == [
        [condition, name] for condition in CONDITIONS[1:] for name in [*NAMES, "value"]
    ]
    for row in found.table.itertuples():
        differences = values[row.outcome][CONDITIONS.index(row.condition)] - values[row.outcome][0]
        means = differences.mean(axis=1)
        error = means.std(ddof=1) / 24**0.5
        noise = (differences.var(axis=1, ddof=1) / 64).mean()
        assert row.mean == pytest.approx(means.mean(), rel=1e-9)
        assert row.mean_high - row.mean == pytest.approx(1.959964 * error, rel=1e-6)
        assert row.spread == pytest.approx(max(means.var(ddof=1) - noise, 0) ** 0.5, rel=1e-6)
        assert row.unchanged == (differences == 0).all(axis=1).mean()
        assert row.opposite_naive == (means * row.mean < 0).mean()
        assert row.states_used == 24


def test_the_point_is_the_conditions_own(found) -> None:
    """As many trajectories as the states have together, since these are few."""
    own = peninsula.simulate(CONDITIONS, 24 * 64, NAMES, seed=6, months=30)
    difference = own["strategic_tests"][1].astype(float) - own["strategic_tests"][0]
    row = found.table[(found.table.condition == "early-ceasefire") & (found.table.outcome == "strategic_tests")].iloc[0]
    assert row.at_point == pytest.approx(difference.mean(), rel=1e-9)
    assert row.at_point_high - row.at_point == pytest.approx(1.959964 * difference.std(ddof=1) / 1536**0.5, rel=1e-6)
    level = found.levels[(found.levels.condition == "baseline") & (found.levels.outcome == "summit_held")].iloc[0]
    assert level.at_point == pytest.approx(own["summit_held"][0].mean(dtype=float))


def test_regret_is_that_of_a_plain_computation(found, values) -> None:
    means = values["value"].mean(axis=2)
    regret = means.max(axis=0) - means
    table = found.regret.set_index("condition")
    assert table.regret.tolist() == pytest.approx(regret.mean(axis=1))
    assert table.greatest_regret.tolist() == pytest.approx(regret.max(axis=1))
    assert table.minimax.tolist() == (regret.max(axis=1) == regret.max(axis=1).min()).tolist()
    assert table.enough.tolist() == pytest.approx((means >= -0.5).mean(axis=1))
    first, second = values["value"][..., :32].mean(axis=2), values["value"][..., 32:].mean(axis=2)
    chosen = [(by[one.argmax(axis=0), range(24)] - by).mean(axis=1) for one, by in ((first, second), (second, first))]
    assert table.regret_at_least.tolist() == pytest.approx(numpy.maximum(sum(chosen) / 2, 0))
    assert (table.regret_at_least <= table.regret + 1e-12).all()


def test_the_size_of_blocks_changes_nothing(found, monkeypatch) -> None:
    monkeypatch.setattr(states, "NUMBERS_AT_ONCE", 1)
    again = peninsula.robust(CONDITIONS, NAMES, value=WEIGHTS, threshold=-0.5, threads=1, **SMALL)
    for name in ("table", "levels", "assumptions", "regret"):
        pandas.testing.assert_frame_equal(getattr(again, name), getattr(found, name), rtol=1e-12)


def test_an_outcome_that_is_seldom_defined_is_told_of_the_states_that_have_it() -> None:
    name = "extended_deterrence_in_deal"
    few = peninsula.robust(CONDITIONS[:2], [name], states=24, trajectories=16, months=12, seed=6)
    drawing = dict.fromkeys(few.open, "prior")
    simulated = peninsula.simulate(CONDITIONS[:2], 24 * 16, [name], seed=6, months=12, per_state=16, **drawing)
    level = simulated[name][0].astype(float).reshape(24, 16)
    means = [numpy.nanmean(state) for state in level if numpy.isfinite(state).sum() >= 2]
    assert few.levels["mean"][0] == pytest.approx(numpy.mean(means)) and 2 <= len(means) < 24
    assert 0 < few.table.states_used[0] < 24 and numpy.isfinite(few.table["mean"][0])


# What is drawn


def test_what_one_option_sets_is_drawn_in_none(found) -> None:
    """The others keep their own value of it."""
    later = {
        "name": "later",
        "extends": "baseline",
        "timeline": [{"month": "2026-04", "set": {"united_states.recognition_stance": 1.0}}],
    }
    hazard, stance = "ukraine_war.ceasefire_hazard", "united_states.recognition_stance"
    assert hazard not in found.open and stance in found.open
    options = states.options_of(["baseline", "early-ceasefire", later], None, {"russia.postwar_capacity": 0.5})
    assert not {hazard, stance, "russia.postwar_capacity"} & set(options.open)
    told = [yaml.safe_load(condition.yaml)["parameters"] for condition in options.drawing]
    assert [each[hazard] for each in told] == [0.025, 0.2, 0.025]
    assert len({each[stance] for each in told}) == 1 and all(each["russia.postwar_capacity"] == 0.5 for each in told)
    assert all(each[name] == "prior" for each in told for name in options.open)


def test_a_law_of_an_options_own_stays_its_own() -> None:
    own = {"name": "own", "extends": "baseline", "parameters": {"russia.postwar_capacity": {"uniform": [0.3, 0.4]}}}
    options = states.options_of(["baseline", own], None, {})
    assert "russia.postwar_capacity" not in options.open
    assert "uniform" in options.drawing[1].yaml.split("russia.postwar_capacity:")[1].splitlines()[0]


WRONG = [
    ({"conditions": ["baseline"]}, "two or more"),
    ({"conditions": "baseline"}, "two or more"),
    ({"conditions": ["baseline", "baseline"]}, "one name"),
    ({"outcomes": ["summit_hold"]}, "did you mean 'summit_held'"),
    ({"outcomes": ["deal"]}, "has labels"),
    ({"outcomes": "summit_held"}, "in a list"),
    ({"reference": "tariff-war"}, "no condition 'tariff-war'; there are baseline, early-ceasefire$"),
    ({"trajectories": 3}, "power of two"),
    ({"trajectories": 2}, "at least 4"),
    ({"states": 1}, "states: must be"),
    ({"threshold": 1.0}, "needs a value"),
    ({"value": {"nothing": 1}}, "no outcome 'nothing'; there are .*, and others"),
    ({"open": "prior"}, "in any case"),
]


@pytest.mark.parametrize("words, message", WRONG, ids=[message for _, message in WRONG])
def test_what_is_wrong_is_told(words, message) -> None:
    asked = {"conditions": ["baseline", "early-ceasefire"], "states": 4, "trajectories": 4} | words
    with pytest.raises(peninsula.InputError, match=message):
        peninsula.robust(**asked)


# The command


def command(*words: object, program: str | None = None, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [program or places.binary(), *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | environment,
    )


WORDS = [
    "robust",
    *CONDITIONS,
    "--states",
    24,
    "--trajectories",
    64,
    "--months",
    30,
    "--seed",
    6,
    "--outcome",
    "summit_held",
    "--outcome",
    "strategic_tests",
    "--value",
    "summit_held=1,strategic_tests=-0.2",
    "--threshold",
    -0.5,
]


def test_the_command_tells_what_python_finds(found) -> None:
    done = command(*WORDS, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["open"] == list(found.open) and told["reference"] == "baseline"
    for name in ("table", "levels", "regret"):
        pandas.testing.assert_frame_equal(pandas.DataFrame(told[name]), getattr(found, name), check_dtype=False)
    read = pandas.read_csv(io.StringIO(command(*WORDS, "--csv").stdout))
    pandas.testing.assert_frame_equal(read, found.table, check_dtype=False)


def test_the_table_says_its_limits() -> None:
    text = command(*WORDS).stdout
    assert text.startswith("Under these assumptions: scenario analysis, not a forecast")
    assert "sampling and of these parameters together" in text and "baseline itself:" in text
    assert "strategic_tests: difference from baseline" in text and "mean regret" in text
    assert max(map(len, text.splitlines())) < 200


def test_the_text_of_regret_has_what_was_asked_and_digits_that_part() -> None:
    names = [
        "mean",
        "regret",
        "regret_at_least",
        "greatest_regret",
        "minimax",
        "best",
        "enough",
        "enough_low",
        "enough_high",
    ]
    rows = [
        [-0.51231, 0.1, 0.09, 0.3, True, 0.7, *[numpy.nan] * 3],
        [-0.51237, 0.2, 0.1, 0.4, False, 0.4, *[numpy.nan] * 3],
    ]
    table = pandas.DataFrame(rows, columns=names).assign(condition=["a", "b"])
    text = _regret_as_text(table)
    assert "-0.51231" in text and "-0.51237" in text and "enough in" not in text and "counted for each" in text
    text = _regret_as_text(table.assign(best=[0.6, 0.4], enough=0.5, enough_low=0.4, enough_high=0.6))
    assert "50 % [40 %, 60 %]" in text and "counted for each" not in text


def test_the_text_of_effects_is_in_words_and_tells_why_there_is_none(found) -> None:
    """Hawks change nothing of the war's first year; and twelve states are too few for a share of them."""
    second = {"name": "hawks", "extends": "baseline", "parameters": {"united_states.hawk_cost": 3.0}}
    options = {"conditions": ["baseline", second], "states": 12, "trajectories": 64, "seed": 6}
    nothing = peninsula.robust(outcomes=["first_ceasefire"], months=12, **options)
    few = peninsula.robust(outcomes=["summit_held"], months=36, **options)
    same, other = nothing.table.iloc[0], few.table.iloc[0]
    assert same["unchanged"] == 1 and numpy.isnan([same["opposite_naive"], same["opposite_beyond"]]).all()
    assert other["unchanged"] < 1 and other["opposite_naive"] >= 0
    assert "told only" not in as_text(nothing)
    text = as_text(few)
    assert text.count("told only from 20 states on") == 1 and "more in" not in text
    assert "so that effects depend on which conditions are listed" in text
    row = found.table[found.table.outcome == "strategic_tests"].iloc[0].to_dict()
    row |= {"mean": -1.0, "opposite": 0.25, "unchanged": 0.125}
    assert _in_words(row) == f"  {row['condition']}: more in 25 % of states, less in 62 %, the same in 12 %"
    assert ": more in 62 % of states, less in 25 %" in _in_words(row | {"mean": 1.0})


@pytest.mark.parametrize(
    "words, message",
    [
        (["baseline"], "two or more"),
        (["baseline", "early-ceasefyre"], "did you mean 'early-ceasefire'"),
        (["baseline", "early-ceasefire", "--value", "summit_held"], "is not of the form OUTCOME=WEIGHT"),
        (["baseline", "early-ceasefire", "--set", "h_cf"], "is not of the form PARAMETER=VALUE"),
        (["baseline", "early-ceasefire", "--states", "1.5"], "--states: must be a whole number, not '1.5'"),
        (["baseline", "early-ceasefire", "--stats", "2"], "unrecognized arguments"),
    ],
)
def test_wrong_words_are_told_in_one_line(words, message) -> None:
    done = command("robust", *words)
    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr.startswith("peninsula: ") and message in done.stderr and done.stderr.count("\n") == 1


def test_the_program_lists_it_and_hands_its_help_over() -> None:
    assert "robust " in command("--help").stdout and ".SS robust" in command("manual").stdout
    assert "--threshold" in command("robust", "--help").stdout
    assert "robust comes first" in command("--log-level", "off", "robust", "a", "b").stderr


def test_without_python_or_the_package_it_says_so(tmp_path) -> None:
    done = command("robust", "a", "b", PENINSULA_PYTHON=str(tmp_path / "python"))
    assert done.returncode == 1 and "PENINSULA_PYTHON may name another" in done.stderr
    program = shutil.copy(places.binary(), tmp_path / "peninsula")
    done = command("robust", "a", "b", program=str(program))
    assert done.returncode == 1 and "none belongs to the program" in done.stderr


@pytest.mark.parametrize("above", ["share/peninsula/python", "."])
def test_the_package_is_that_of_the_program(root, tmp_path, above) -> None:
    """In an installed prefix, and in a wheel, whose program lies inside of the package."""
    prefix = tmp_path / ("peninsula" if above == "." else "prefix")
    (prefix / "bin").mkdir(parents=True)
    program = shutil.copy(places.binary(), prefix / "bin/peninsula")
    package: pathlib.Path = tmp_path / "peninsula" if above == "." else prefix / above / "peninsula"
    shutil.copytree(root / "scripts/peninsula", package, dirs_exist_ok=True)
    (package / "__main__.py").write_text("import sys\nimport peninsula\nprint(peninsula.__file__, sys.argv[1:])")
    done = command("robust", "a", "--b", program=str(program), PYTHONPATH="")
    assert done.stdout == f"{package / '__init__.py'} ['robust', 'a', '--b']\n", done.stderr


@pytest.mark.parametrize(
    "value, threshold, message",
    [
        ({"summits": numpy.inf}, None, "the weight of 'summits' must be a number"),
        ({"summits": numpy.nan}, None, "the weight of 'summits' must be a number"),
        ({"summits": -2e12}, None, "the weight of 'summits' must be a number"),
        ({"summit_held": 1, "any_summit": 1}, None, "weighed twice"),  # a name, and its symbol
        ({"summits": 0.0}, None, "every weight is 0"),
        ({"summits": 1}, numpy.nan, "threshold: must be a number"),
        ({"summits": 1}, numpy.inf, "threshold: must be a number"),
    ],
)
def test_a_value_that_is_none_is_refused(value, threshold, message) -> None:
    with pytest.raises(peninsula.InputError, match=message):
        peninsula.robust(
            ["baseline", "early-ceasefire"], states=8, trajectories=4, months=3, value=value, threshold=threshold
        )
    if threshold is None:
        with pytest.raises(peninsula.InputError, match=message):
            peninsula.learn(["baseline", "early-ceasefire"], value, states=100, trajectories=4, months=3)

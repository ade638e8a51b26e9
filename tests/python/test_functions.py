# SPDX-License-Identifier: Apache-2.0
"""The model as a function: designs, batches, common chance, optimisers."""

import numpy
import pandas
import pytest
from scipy import optimize

import peninsula

HAZARD = "ukraine_war.ceasefire_hazard"


def test_the_problem_has_the_plausible_ranges() -> None:
    problem = peninsula.problem()
    declared = peninsula.explain().parameters
    assert problem["num_vars"] == len(problem["names"]) == declared.prior_low.notna().sum()
    assert problem["bounds"][problem["names"].index(HAZARD)] == [0.005, 0.08]
    assert peninsula.problem({"h_cf": (0.1, 0.2)}) == {"num_vars": 1, "names": [HAZARD], "bounds": [[0.1, 0.2]]}


@pytest.mark.parametrize("method", ["latin_hypercube", "sobol"])
def test_samples_fill_their_ranges_evenly(method) -> None:
    """Of 16 points of such a design, each sixteenth of each range has exactly one."""
    points = peninsula.sample(16, {"h_cf": (0.0, 0.1), "h_rel": (0.2, 0.4)}, method, seed=3)
    places = (points - [0.0, 0.2]) / [0.1, 0.2]
    for column in places:
        assert sorted(numpy.floor(places[column] * 16)) == list(range(16))
    assert points.equals(peninsula.sample(16, {"h_cf": (0.0, 0.1), "h_rel": (0.2, 0.4)}, method, seed=3))


def test_a_batch_is_the_runs_one_by_one() -> None:
    points = pandas.DataFrame({HAZARD: [0.01, 1 / 30, 0.07], "russia.postwar_capacity": [0.5, 0.7, 0.9]})
    batch = peninsula.evaluate(points, ["summit_held", "icbm_tests"], trajectories=300, seed=5)
    for place, row in points.iterrows():
        with peninsula.run("baseline", 300, seed=5, progress=False, **row) as results:
            single = [results.peninsula.estimate(name).estimate.item() for name in ("summit_held", "icbm_tests")]
        assert batch[place].tolist() == pytest.approx(single, rel=1e-12)


def test_arrays_need_names() -> None:
    found = peninsula.evaluate([[0.01], [0.2]], "ceasefire_reached", ["h_cf"], trajectories=500)
    assert found.shape == (2,) and found[0] < found[1]
    assert peninsula.evaluate(numpy.empty((0, 1)), ["summit_held"], ["h_cf"]).shape == (0, 1)


def test_a_function_is_deterministic_and_takes_many_points() -> None:
    function = peninsula.as_function("baseline", [HAZARD, "russia.postwar_capacity"], "summit_held", 200)
    one = function([0.05, 0.6])
    assert isinstance(one, float) and one == function([0.05, 0.6])
    assert function(numpy.array([[0.05, 0.02], [0.6, 0.8]])).tolist() == [one, function([0.02, 0.8])]


def test_an_optimiser_finds_a_known_answer() -> None:
    """The share with a ceasefire rises with its hazard alone: 1 - (1 - h)^48 is one half at h = 0.01434."""
    share = peninsula.as_function("baseline", [HAZARD], "ceasefire_reached", 4000)
    found = optimize.brentq(lambda hazard: share([hazard]) - 0.5, 0.005, 0.08, xtol=1e-4)
    assert found == pytest.approx(1 - 0.5 ** (1 / 48), abs=0.0016)  # four standard errors


def test_a_model_for_the_workbench_takes_keywords() -> None:
    model = peninsula.as_model("baseline", ["summit_held", "clashes"], 100)
    found = model(ukraine_war__ceasefire_hazard=0.03)
    assert found == model(h_cf=0.03) and list(found) == ["summit_held", "clashes"]


def test_points_of_what_conditions_leave_open_replace_nothing(recwarn) -> None:
    points = peninsula.sample(2, conditions=["baseline", "early-ceasefire"])
    left_out = set(peninsula.sample(2)) - set(points)
    assert left_out == {HAZARD, "ukraine_war.relapse_hazard"}
    peninsula.evaluate(points, "summit_held", condition="early-ceasefire", trajectories=10)
    assert not recwarn.list


@pytest.mark.parametrize(
    "call",
    [
        lambda: peninsula.evaluate([[0.1]], "summit_held", ["h_cf"], "early-ceasefire", trajectories=10),
        lambda: peninsula.simulate("early-ceasefire", 10, points={"h_cf": [0.1]}),
        lambda: peninsula.as_function("early-ceasefire", ["h_cf"], "summit_held", 10),
        lambda: peninsula.as_model("early-ceasefire", ["summit_held"], 10)(ukraine_war__ceasefire_hazard=0.1),
    ],
)
def test_points_that_replace_what_a_condition_sets_are_told(call) -> None:
    with pytest.warns(UserWarning) as told:
        call()
    assert [str(one.message) for one in told] == [f"points replace 1 setting of early-ceasefire: {HAZARD} (was 0.2)"]


def test_a_model_tells_once_what_its_keywords_replace(recwarn) -> None:
    model = peninsula.as_model("early-ceasefire", ["summit_held"], 10)
    assert not recwarn.list
    for hazard in (0.1, 0.3):
        model(h_cf=hazard, russia__postwar_capacity=0.5)
    assert [str(one.message) for one in recwarn] == [f"points replace 1 setting of early-ceasefire: {HAZARD} (was 0.2)"]


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda: peninsula.sample(4, ["h_cf"], conditions=["baseline"]), "in place of parameters"),
        (lambda: peninsula.problem(conditions="baseline"), "in a list"),
        (lambda: peninsula.problem(["h_cff"]), "no parameter 'h_cff'; did you mean 'h_cf'"),
        (lambda: peninsula.problem(["schedule.order"]), "no plausible range"),
        (lambda: peninsula.problem({"h_cf": (0.2, 0.1)}), "give bounds"),
        (lambda: peninsula.sample(4, ["h_cf"], "halton"), "none of latin_hypercube, sobol"),
        (lambda: peninsula.evaluate([[0.1]], "deal", ["h_cf"], trajectories=10), "labels, so no single number"),
        (lambda: peninsula.evaluate([[7.0]], "summit_held", ["h_cf"], trajectories=10), "from 0 to 1"),
    ],
)
def test_what_is_no_function_is_told(call, words) -> None:
    with pytest.raises(peninsula.InputError, match=words):
        call()

# SPDX-License-Identifier: Apache-2.0
"""The model as a function of its parameters: for optimisers, SALib, the EMA Workbench, and designs of one's own.

Every evaluation uses the same random numbers (the same seed), so that a function of the parameters is deterministic and
differences between points are not blurred by sampling.
"""

import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy
from numpy.typing import ArrayLike

from peninsula.arrays import AnyArray, Floats
from peninsula.conditions import Condition, name_of
from peninsula.errors import InputError, unknown
from peninsula.explanations import explain
from peninsula.simulation import Resolved, Simulation, resolve, simulate

if TYPE_CHECKING:
    import pandas

Bounds = Mapping[str, tuple[float, float]]
Function = Callable[[ArrayLike], float | Floats]

NUMBERS_AT_ONCE = 2**24  # that `evaluate` holds: 64 MB


def problem(
    parameters: Sequence[str] | Bounds | None = None, conditions: Sequence[Condition] | None = None
) -> dict[str, Any]:
    """Names and bounds of parameters, in the form that SALib takes.

    Args:
        parameters: names, with their plausible ranges as bounds; or a map from names to bounds of one's own; every
            parameter that has a plausible range unless told.
        conditions: instead of parameters: those with a plausible range that all of these conditions leave open, so that
            a point replaces nothing that makes a condition what it is.

    Raises:
        InputError: a parameter does not exist, or has no plausible range; or both are given.

    >>> problem(["ukraine_war.ceasefire_hazard"])
    {'num_vars': 1, 'names': ['ukraine_war.ceasefire_hazard'], 'bounds': [[0.005, 0.08]]}
    """
    declared = explain().parameters
    if conditions is not None:
        parameters = _left_open(parameters, conditions)
    elif parameters is None:
        parameters = list(declared.index[declared.prior_low.notna()])
    names = [_parameter_named(declared, name) for name in parameters]
    if isinstance(parameters, Mapping):
        bounds = [[float(end) for end in ends] for ends in parameters.values()]
    else:
        bounds = [[float(declared.prior_low[name]), float(declared.prior_high[name])] for name in names]
    for name, (low, high) in zip(names, bounds, strict=True):
        if not low < high:
            raise InputError(f"{name}: has no plausible range; give bounds, such as {{'{name}': (low, high)}}")
    return {"num_vars": len(names), "names": names, "bounds": bounds}


def sample(
    size: int,
    parameters: Sequence[str] | Bounds | None = None,
    method: Literal["latin_hypercube", "sobol"] = "latin_hypercube",
    seed: int = 0,
    conditions: Sequence[Condition] | None = None,
) -> "pandas.DataFrame":
    """Points that fill the ranges of parameters evenly: one row per point, one column per parameter.

    `parameters`, `conditions`: as of `problem`; every parameter unless told, also what a condition would set itself.
    `method`: "latin_hypercube", or scrambled "sobol" points (a power of two is best). Source: scipy.stats.qmc.

    >>> sample(4, {"h_cf": (0.0, 1.0)}).shape
    (4, 1)
    >>> "ukraine_war.ceasefire_hazard" in sample(4, conditions=["baseline", "early-ceasefire"])
    False
    """
    import pandas  # noqa: PLC0415  # takes as long to load as a simulation
    from scipy.stats import qmc  # noqa: PLC0415

    asked = problem(parameters, conditions)
    samplers = {"latin_hypercube": qmc.LatinHypercube, "sobol": qmc.Sobol}
    if method not in samplers:
        raise InputError(f"method: '{method}' is none of {', '.join(samplers)}")
    unit = samplers[method](d=asked["num_vars"], seed=seed).random(size)
    low, high = numpy.array(asked["bounds"]).T
    return pandas.DataFrame(qmc.scale(unit, low, high), columns=asked["names"])


def evaluate(
    samples: "pandas.DataFrame | ArrayLike",
    outcomes: str | Sequence[str],
    parameters: Sequence[str] | None = None,
    condition: Condition | Resolved = "baseline",
    trajectories: int = 10000,
    seed: int | None = None,
    threads: int | None = None,
) -> Floats:
    """Shares or means of outcomes at each point, over the trajectories in which they are defined.

    Args:
        samples: shape (points, parameters); the columns of a frame name the parameters.
        outcomes: one, for an answer of shape (points,); or several, for (points, outcomes). Of a time it is the share
            in which it came. Categorical outcomes have no single number.
        parameters: names of the columns, where `samples` is an array.
        condition: what the points change; resolved, it is not read again. Where points replace what it sets itself, a
            warning says so, unless it was resolved.
        trajectories: of each point; the standard error of a share p is sqrt(p (1 - p) / trajectories).
        seed, threads: of all points alike, as of `simulate`.

    Raises:
        As `simulate`; also InputError where an outcome has no single number.

    >>> evaluate([[0.01], [0.2]], "ceasefire_reached", ["h_cf"], trajectories=200).shape
    (2,)
    """
    points = _columns_of(samples, parameters)
    names = [outcomes] if isinstance(outcomes, str) else list(outcomes)
    found = resolve(condition)
    rows = len(next(iter(points.values()), ()))
    values = numpy.empty((rows, len(names)))
    chunk = max(1, NUMBERS_AT_ONCE // (int(trajectories) * max(len(names), 1)))
    for start in range(0, rows, chunk):
        some = {name: column[start : start + chunk] for name, column in points.items()}
        asked = condition if start == 0 else found  # what points replace is told once
        simulated = simulate(asked, trajectories, names, (), seed, threads=threads, points=some)
        values[start : start + chunk] = numpy.stack([_summary(simulated, name) for name in names], axis=-1)
    return values.squeeze(axis=1) if isinstance(outcomes, str) else values


def as_function(
    condition: Condition | Resolved,
    parameters: Sequence[str],
    outcome: str,
    trajectories: int = 10000,
    seed: int | None = None,
) -> Function:
    """The share or mean of an outcome as a function of parameters, for `scipy.optimize` and its like.

    The function takes an array of shape (parameters,) and returns a number; one of shape (parameters, points), as
    `differential_evolution(..., vectorized=True)` passes it, gives an array of shape (points,). It is deterministic,
    and flat at the scale of one trajectory: give methods that use gradients steps no smaller than the parameters' own
    scale, or take methods that use none.

    >>> ceasefire = as_function("baseline", ["ukraine_war.ceasefire_hazard"], "ceasefire_reached", trajectories=200)
    >>> ceasefire([0.01]) < ceasefire([0.2])
    True
    """
    from peninsula.decide.changes import tell_replaced_by_points  # noqa: PLC0415  # as in `simulate`

    resolved = resolve(condition)
    declared = explain().parameters
    tell_replaced_by_points(condition, [_parameter_named(declared, name) for name in parameters])

    def function(values: ArrayLike) -> float | Floats:
        points = numpy.asarray(values, float)
        found = evaluate(numpy.atleast_2d(points.T), outcome, parameters, resolved, trajectories, seed)
        return float(found[0]) if points.ndim == 1 else found

    return function


def as_model(
    condition: Condition | Resolved, outcomes: Sequence[str], trajectories: int = 10000, seed: int | None = None
) -> Callable[..., dict[str, float]]:
    """The model as the EMA Workbench calls it: parameters by keyword in, outcomes by name out.

    A keyword has a double underscore for the dot of a parameter's name, since the workbench's uncertainties are
    identifiers. Where keywords replace what the condition sets itself, a warning says so at the first call that has
    them, unless the condition was resolved.

    >>> model = as_model("baseline", ["summit_held"], trajectories=200)
    >>> sorted(model(ukraine_war__ceasefire_hazard=0.1))
    ['summit_held']
    """
    from peninsula.decide.changes import tell_replaced_by_points  # noqa: PLC0415  # as in `simulate`

    resolved = resolve(condition)
    declared = explain().parameters
    told: set[str] = set()

    def model(**parameters: float) -> dict[str, float]:
        if not told.issuperset(parameters):
            tell_replaced_by_points(condition, [_parameter_named(declared, name) for name in parameters])
            told.update(parameters)
        point = [list(parameters.values())]
        found = evaluate(point, list(outcomes), list(parameters), resolved, trajectories, seed)
        return dict(zip(outcomes, map(float, found[0]), strict=True))

    return model


def _left_open(parameters: Sequence[str] | Bounds | None, conditions: Sequence[Condition]) -> list[str]:
    """The parameters with a prior that all conditions leave open."""
    from peninsula.decide.states import left_open  # noqa: PLC0415  # which takes longer to load than this module

    if parameters is not None:
        raise InputError("conditions: stand in place of parameters, not beside them")
    if isinstance(conditions, str | Mapping) or not conditions:
        raise InputError("conditions: name one or more, in a list")
    return [name for name, law in left_open(conditions).items() if law == "prior"]


def _parameter_named(declared: "pandas.DataFrame", name: str) -> str:
    name = name_of(name)
    if name in declared.index:
        return name
    by_symbol = declared.index[declared.symbol == name]
    if len(by_symbol) == 0:
        raise unknown("parameter", name, [*declared.index, *declared.symbol[declared.symbol != ""]])
    return str(by_symbol[0])


def _columns_of(samples: "pandas.DataFrame | ArrayLike", parameters: Sequence[str] | None) -> dict[str, AnyArray]:
    """Samples by the name of their column."""
    if parameters is None and not isinstance(samples, numpy.ndarray) and hasattr(samples, "items"):
        return {str(name): numpy.asarray(column) for name, column in samples.items()}
    table = numpy.asarray(samples, float)
    if table.ndim != 2 or parameters is None or table.shape[1] != len(parameters):
        raise InputError(f"samples: shape {table.shape} needs the names of its columns: parameters=[...]")
    return dict(zip(parameters, table.T, strict=True))


def _summary(simulated: Simulation, name: str) -> Floats:
    """A share or a mean at each point."""
    kind = simulated.kind(name)
    values: AnyArray = simulated[name]
    if kind == "categorical":
        raise InputError(f"'{name}' has labels, so no single number; name an outcome that is a share or a mean")
    if kind == "time":
        values = values < simulated.conditions[0].months
    elif numpy.isnan(values).any():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that nothing is defined at a point: its mean is NaN
            return numpy.asarray(numpy.nanmean(values, axis=1, dtype=float))
    return numpy.asarray(values.mean(axis=1, dtype=float))

# SPDX-License-Identifier: Apache-2.0
"""Reading and driving Peninsula, a Monte Carlo engine for security on the Korean Peninsula.

    import peninsula
    results = peninsula.open_results("results/quickstart.h5")
    results.peninsula.estimate("summit_held")
    results.peninsula.difference("summit_held")

Scenario analysis, not a forecast: every figure holds under the assumptions of its condition, and intervals are of
sampling error only.
"""

import importlib
import sys
from typing import TYPE_CHECKING, Any

from peninsula.errors import InputError, ResultError, RunError

if TYPE_CHECKING:
    from peninsula.comparison import compare
    from peninsula.decide.box import Box, box
    from peninsula.decide.flip import Flip, flip
    from peninsula.decide.learn import Learning, learn
    from peninsula.decide.partings import Partings, partings
    from peninsula.decide.robust import Robustness, robust
    from peninsula.decide.tail import Tail, tail
    from peninsula.decide.tree import tree
    from peninsula.decide.why import Why, why
    from peninsula.declarations import Design, Until
    from peninsula.explanations import Declarations, explain
    from peninsula.functions import as_function, as_model, evaluate, problem, sample
    from peninsula.intervals import trajectories_needed
    from peninsula.joining import join
    from peninsula.results import open_results
    from peninsula.runs import run, sweep
    from peninsula.sensitivities import Sensitivity, sensitivity
    from peninsula.simulation import Simulation, resolve, simulate
    from peninsula.statistics import Statistics
    from peninsula.traces import Trace, replay, trace

__all__ = [
    "Box",
    "Declarations",
    "Design",
    "Flip",
    "InputError",
    "Learning",
    "Partings",
    "ResultError",
    "Robustness",
    "RunError",
    "Sensitivity",
    "Simulation",
    "Statistics",
    "Tail",
    "Trace",
    "Until",
    "Why",
    "as_function",
    "as_model",
    "box",
    "compare",
    "evaluate",
    "explain",
    "flip",
    "join",
    "learn",
    "open_results",
    "partings",
    "problem",
    "replay",
    "resolve",
    "robust",
    "run",
    "sample",
    "sensitivity",
    "simulate",
    "sweep",
    "tail",
    "trace",
    "trajectories_needed",
    "tree",
    "why",
]

# Loaded when first used: pandas, xarray and SciPy take longer to import than many a simulation takes to run.
_MODULES = {
    "comparison": ["compare"],
    "decide.box": ["Box", "box"],
    "decide.flip": ["Flip", "flip"],
    "decide.learn": ["Learning", "learn"],
    "decide.partings": ["Partings", "partings"],
    "decide.robust": ["Robustness", "robust"],
    "decide.tail": ["Tail", "tail"],
    "decide.tree": ["tree"],
    "decide.why": ["Why", "why"],
    "declarations": ["Design", "Until"],
    "explanations": ["Declarations", "explain"],
    "functions": ["as_function", "as_model", "evaluate", "problem", "sample"],
    "intervals": ["trajectories_needed"],
    "joining": ["join"],
    "results": ["open_results"],
    "runs": ["run", "sweep"],
    "sensitivities": ["Sensitivity", "sensitivity"],
    "simulation": ["Simulation", "resolve", "simulate"],
    "statistics": ["Statistics"],
    "traces": ["Trace", "replay", "trace"],
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return importlib.import_module(f"peninsula.{name}")
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'peninsula' has no attribute '{name}'")
    value = getattr(importlib.import_module(f"peninsula.{_MODULE_OF[name]}"), name)
    if "xarray" in sys.modules:
        importlib.import_module("peninsula.statistics")  # which gives datasets their accessor `peninsula`
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])

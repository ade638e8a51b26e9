# SPDX-License-Identifier: Apache-2.0
"""Reading and driving Peninsula, a Monte Carlo engine for security on the Korean Peninsula.

    import peninsula
    results = peninsula.open_results("results/quickstart.h5")
    results.peninsula.estimate("summit_held")
    results.peninsula.difference("summit_held")

Scenario analysis, not a forecast: every figure holds under the assumptions of its condition, and intervals are of
sampling error only.
"""

from peninsula.comparison import compare
from peninsula.declarations import Design, Until
from peninsula.errors import InputError, ResultError, RunError
from peninsula.explanations import Declarations, explain
from peninsula.functions import as_function, as_model, evaluate, problem, sample
from peninsula.intervals import trajectories_needed
from peninsula.results import open_results
from peninsula.runs import run, sweep
from peninsula.sensitivities import Sensitivity, sensitivity
from peninsula.statistics import Statistics
from peninsula.traces import Trace, replay, trace

__all__ = [
    "Declarations",
    "Design",
    "InputError",
    "ResultError",
    "RunError",
    "Sensitivity",
    "Statistics",
    "Trace",
    "Until",
    "as_function",
    "as_model",
    "compare",
    "evaluate",
    "explain",
    "open_results",
    "problem",
    "replay",
    "run",
    "sample",
    "sensitivity",
    "sweep",
    "trace",
    "trajectories_needed",
]

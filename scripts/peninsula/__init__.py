"""Reading and driving Peninsula, a Monte Carlo engine for security on the Korean Peninsula.

    import peninsula
    results = peninsula.open_results("results/quickstart.h5")
    results.peninsula.estimate("summit_held")
    results.peninsula.difference("summit_held")

Scenario analysis, not a forecast: every figure holds under the assumptions of its condition, and intervals are of
sampling error only.
"""

from peninsula.comparison import compare
from peninsula.declarations import Design
from peninsula.errors import InputError, ResultError, RunError
from peninsula.results import open_results
from peninsula.statistics import Statistics

__all__ = ["Design", "InputError", "ResultError", "RunError", "Statistics", "compare", "open_results"]

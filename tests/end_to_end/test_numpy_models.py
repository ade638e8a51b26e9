# SPDX-License-Identifier: Apache-2.0
"""The models that are written in NumPy for scripts/benchmark compute what the engine's small models compute.

False alarm over the choice of seeds: below 0.04 %; benchmarks/numpy_models/check.py says why.
"""

from benchmarks.numpy_models import check


def test_every_comparison_agrees() -> None:
    comparisons = check.all_comparisons()
    assert len(comparisons) == 5
    assert [comparison.name for comparison in comparisons if not comparison.agrees] == []

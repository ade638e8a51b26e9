# SPDX-License-Identifier: Apache-2.0
"""What docs/validation.md says of the calibration is what the kept figures say."""

import copy

import pytest
from scipy import stats

from peninsula.history import calibrated

FIGURES = {
    "records": 1200,
    "particles": 7000,
    "times learnt": {"least": 2, "most": 9, "mean": 3.5},
    "Monte Carlo error": {"allowed": 0.02, "mean": 0.013, "largest": 0.031},
    "Monte Carlo error of the posterior in use": 0.04,
    "learnt with times as many": 4,
    "where fewer speak": 0.05,
    "eras": 1,
    "parameters": 14,
    "false alarm of each check": 0.01,
    "coverage": {"50%": {"mean": 0.4871, "standard error of the mean": 0.0042, "least": 0.455, "most": 0.51},
                 "95%": {"mean": 0.936, "standard error of the mean": 0.002, "least": 0.923, "most": 0.946}},
    "fails": {"places": 3, "mean coverage": 1},
    "fails if 20 % too narrow": {"places": 14, "mean coverage": 2},
    "share of records less likely than the real one": 0.61,
}  # fmt: skip


@pytest.mark.parametrize(
    "said",
    [
        "make 1,200 records itself, of the first era,",
        "2 to 9 times from each, with 7,000 particles (4 times as many where fewer than 5% of them speak",
        "3.5 times on average",
        "at most 2.0% of its own, or as small as so many times make it: 1.3% on average, 3.1% at most.",
        "Of the posterior in use it is 4.0%: its centre may be off by some 20% of its spread.",
        "50% in 48.7% ± 0.4% on average (45.5% to 51.0% for the parameters one by one), 95% in 93.6% ± 0.2%",
        "each with a false-alarm rate of 1%",
        "Parameters that fail, and levels of the mean: places 3 of 14, mean coverage 1 of 2.",
        "20 % too narrow: places 14 of 14, mean coverage 2 of 2.",
        "61% are less likely under the model",
    ],
)
def test_each_figure_stands_in_a_sentence(said) -> None:
    assert said in calibrated.words(FIGURES)


@pytest.mark.parametrize("wide, said", [(0.9, "10.0% too small."), (1.05, "5.0% too large.")])
def test_the_width_is_that_of_a_normal_law(wide, said) -> None:
    """Coverages of normal intervals whose spread is `wide` times what it should be."""
    levels = {"50%": 0.5, "80%": 0.8, "95%": 0.95}
    held = {name: 2 * stats.norm.cdf(wide * stats.norm.ppf((1 + level) / 2)) - 1 for name, level in levels.items()}
    coverage = {name: FIGURES["coverage"]["50%"] | {"mean": mean} for name, mean in held.items()}
    assert f"whose spread is {said}" in calibrated.words(FIGURES | {"coverage": coverage})


def test_several_eras_are_counted() -> None:
    """Two eras of fourteen parameters are twenty-eight."""
    figures = copy.deepcopy(FIGURES) | {"eras": 2}
    assert "of the first 2 eras," in calibrated.words(figures) and "places 3 of 28" in calibrated.words(figures)

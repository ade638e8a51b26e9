# SPDX-License-Identifier: Apache-2.0
"""What the package derives is what the program shows, what the records say, and what closed forms demand."""

import json

import numpy
import pytest

import peninsula
from peninsula import engine

SAME = 1e-12  # of the greater of 1 and the number itself


def rows_of(command: str, path) -> list[dict]:
    return json.loads(engine.program(command, path, "--all", "--json"))["rows"]


def same(mine: float, theirs: float | None) -> bool:
    if theirs is None:
        return bool(numpy.isnan(mine))
    return abs(mine - theirs) <= SAME * max(1, abs(theirs))


def by_place(found) -> dict:
    """What is found, by condition, or by condition and label."""
    return found.to_dataframe(dim_order=["condition", *(set(found.dims) - {"condition"})]).to_dict("index")


@pytest.mark.parametrize("path", ["two", "three", "points"])
def test_estimates_and_quantiles_are_those_of_show(path, request) -> None:
    path = request.getfixturevalue(path)
    rows = rows_of("show", path)
    with peninsula.open_results(path) as results:
        outcomes = results.peninsula.outcomes
        estimates = {name: results.peninsula.estimate(name, method="wilson") for name in outcomes.index}
        numbered = outcomes.index[outcomes.kind.isin(["count", "continuous", "time"])]
        quantiles = {name: results.peninsula.quantiles(name).to_series().to_dict() for name in numbered}
    assert {row["outcome"] for row in rows} == set(outcomes.index)
    places = {name: by_place(found) for name, found in estimates.items()}
    for row in rows:
        name, condition = row["outcome"], row["condition"]
        mine = places[name][(condition, row["label"]) if row["label"] else condition]
        assert estimates[name].attrs["measure"] == row["measure"]
        for variable in ("estimate", "low", "high"):
            assert same(mine[variable], row[variable]), (row, variable)
        if name in quantiles:
            for q in (0.05, 0.25, 0.5, 0.75, 0.95):
                assert same(quantiles[name][condition, q], row[f"quantile_{100 * q:02.0f}"]), (row, q)


@pytest.mark.parametrize("path", ["two", "three", "points"])
def test_differences_are_those_of_compare(path, request) -> None:
    path = request.getfixturevalue(path)
    rows = rows_of("compare", path)
    with peninsula.open_results(path) as results:
        names = list(results.peninsula.outcomes.index)
        differences = {name: results.peninsula.difference(name) for name in names}
    assert {row["outcome"] for row in rows} == set(names)
    places = {name: by_place(found) for name, found in differences.items()}
    for row in rows:
        name, condition = row["outcome"], row["condition"]
        mine = places[name][(condition, row["label"]) if row["label"] else condition]
        assert mine["pairs"] == row["pairs"] and differences[name].attrs["measure"] == row["measure"]
        for variable, theirs in (("estimate", "difference"), ("low", "low"), ("high", "high")):
            assert same(mine[variable], row[theirs]), (row, variable)


def test_the_reference_differs_from_itself_by_nothing(results) -> None:
    for name in ("summit_held", "deal", "icbm_tests", "first_summit", "summit_success_rate"):
        itself = results.peninsula.difference(name).sel(condition="baseline")
        assert not itself[["estimate", "low", "high"]].to_array().any()
        defined = results.trajectories.astype(int) - results.outcome_undefined.sel(outcome=name)
        assert int(itself.pairs) == int(defined.sel(condition="baseline"))


def test_rare_shares_have_exact_intervals_unless_told(results) -> None:
    auto = results.peninsula.estimate("first_summit_outcome")
    exact = results.peninsula.estimate("first_summit_outcome", method="exact")
    wilson = results.peninsula.estimate("first_summit_outcome", method="wilson")
    few = results.first_summit_outcome < 10
    assert few.any() and not few.all()
    assert (auto.high.where(few, exact.high) == exact.high).all() and ((auto.high != wilson.high) & few).any()
    assert (auto.high.where(~few, wilson.high) == wilson.high).all()


def test_a_wider_level_is_a_wider_interval(results) -> None:
    for name in ("summit_held", "icbm_tests"):
        narrow, wide = (results.peninsula.estimate(name, level) for level in (0.5, 0.99))
        assert ((wide.low < narrow.low) & (narrow.high < wide.high)).all()


def test_distributions_are_the_records_counted(results) -> None:
    statistics = results.peninsula
    records = statistics.records("baseline")
    held = statistics.distribution("summit_held").sel(condition="baseline")
    assert held.values == pytest.approx([(records.summit_held == value).mean() for value in (0, 1)])
    tests = statistics.distribution("icbm_tests").sel(condition="baseline")
    assert tests.sel(icbm_tests_value=3).item() == pytest.approx((records.icbm_tests == 3).mean())
    deals = statistics.distribution("deal").sel(condition="baseline")
    assert deals.sel(deal_kind="small_deal").item() == pytest.approx((records.deal == "small_deal").mean())
    summit = statistics.distribution("first_summit").sel(condition="baseline")
    assert summit.sel(month=12).item() == pytest.approx((records.first_summit == 12).mean())
    assert summit.never.item() == pytest.approx(records.first_summit.isna().mean())


def test_distributions_sum_to_one(results) -> None:
    for name in results.peninsula.outcomes.index:
        found = results.peninsula.distribution(name)
        total = found.sum([dimension for dimension in found.dims if dimension != "condition"])
        total = total + found.never if "never" in found.coords else total
        defined = results.trajectories.astype(int) > results.outcome_undefined.sel(outcome=name, drop=True)
        assert (abs(total - 1) < 1e-12).where(defined, True).all(), name


def test_exceedance_is_that_of_the_records(results) -> None:
    records = results.peninsula.records("baseline")
    tests = results.peninsula.exceedance("icbm_tests").sel(condition="baseline")
    for value in (0, 1, 4):
        assert tests.sel(icbm_tests_value=value).item() == pytest.approx((records.icbm_tests >= value).mean())
    reached = results.peninsula.exceedance("extended_deterrence").sel(condition="baseline")
    for edge in (0.25, 0.5, 0.75):
        expected = (records.extended_deterrence >= edge).mean()
        assert reached.sel(extended_deterrence_edge=edge).item() == pytest.approx(expected, abs=2 / len(records))


def test_survival_is_that_of_the_records(results) -> None:
    left = results.peninsula.survival("first_summit").sel(condition="baseline")
    months = results.peninsula.records("baseline", ["first_summit"]).first_summit.fillna(numpy.inf)
    assert left.estimate.values == pytest.approx([(months > month).mean() for month in left.month.values])
    came = results.peninsula.estimate("first_summit").estimate.sel(condition="baseline")
    assert left.estimate[-1].item() == pytest.approx(1 - came.item())
    assert ((left.low < left.estimate) & (left.estimate < left.high)).where(left.estimate < 1, True).all()


@pytest.mark.parametrize("q", [0.0, 0.013, 0.37, 0.5, 0.813, 1.0])
def test_quantiles_of_whole_numbers_are_those_of_the_records(results, q) -> None:
    values = results.peninsula.records("baseline").short_range_launches.values
    assert values.max() < results.short_range_launches_value.max()
    mine = results.peninsula.quantiles("short_range_launches", [q]).sel(condition="baseline").item()
    assert mine == numpy.quantile(values, q, method="inverted_cdf")


def test_quantiles_of_numbers_lie_within_a_bin_of_those_of_the_records(results) -> None:
    values = results.peninsula.records("baseline").extended_deterrence.values
    shares = [0.1, 0.5, 0.9]
    mine = results.peninsula.quantiles("extended_deterrence", shares).sel(condition="baseline").values
    # Neighbours may lie far apart in a tail.
    below, above = (numpy.quantile(values, shares, method=method) for method in ("lower", "higher"))
    assert (mine >= below - 1.5 / 128).all() and (mine <= above + 1.5 / 128).all()


def test_series_are_those_of_the_trajectories_retold() -> None:
    with peninsula.run("baseline", 4, progress=False) as results:
        traces = [peninsula.trace("baseline", number) for number in range(4)]
        aid = results.peninsula.series_mean("russian_aid").isel(condition=0)
        told = sum(trace.states.russian_aid for trace in traces) / 4
        assert aid.estimate.values == pytest.approx(told.values, abs=1e-9)
        deviation = numpy.std([trace.states.russian_aid.values for trace in traces], axis=0, ddof=1)
        assert (aid.high - aid.low).values / 2 == pytest.approx(1.959963984540054 * deviation / 2, abs=1e-9)
        wars = results.peninsula.series_shares("ukraine_war").estimate.isel(condition=0).sel(ukraine_war_kind="war")
        assert wars.values == pytest.approx(sum(trace.states.ukraine_war == "war" for trace in traces).values / 4)
        highest = results.peninsula.series_quantiles("russian_aid", [1.0]).isel(condition=0, quantile=0)
        assert highest.values == pytest.approx(numpy.max([t.states.russian_aid for t in traces], 0), abs=1 / 64)
        launches = results.peninsula.series_shares("short_range_launches_by_month").estimate
        assert launches.dims == ("condition", "month", "short_range_launches_by_month_value")
        assert launches.sum("short_range_launches_by_month_value").values == pytest.approx(1)


def test_symbols_name_outcomes_and_series(results) -> None:
    assert results.peninsula.estimate("any_summit").equals(results.peninsula.estimate("summit_held"))
    assert results.peninsula.series_mean("a").equals(results.peninsula.series_mean("russian_aid"))


def test_some_conditions_are_derived_as_all_are(results) -> None:
    one = results.sel(condition=["early-ceasefire"])
    for name in ("summit_held", "deal", "icbm_tests", "first_summit"):
        whole = results.peninsula.difference(name).sel(condition=["early-ceasefire"])
        assert one.peninsula.difference(name).equals(whole)
        assert one.peninsula.estimate(name).equals(results.peninsula.estimate(name).sel(condition=["early-ceasefire"]))
    single = results.sel(condition="early-ceasefire").peninsula.estimate("summit_held")
    assert single.estimate.item() == results.peninsula.estimate("summit_held").estimate[1].item()


@pytest.mark.parametrize("call, words", [
    (lambda s: s.estimate("summit_hold"), "did you mean 'summit_held'"),
    (lambda s: s.estimate("ladder_top"), "bookkeeping"),
    (lambda s: s.quantiles("summit_held"), "binary: it has shares"),
    (lambda s: s.quantiles("icbm_tests", [5]), "between 0 and 1"),
    (lambda s: s.survival("summit_held"), "no time; times are first_summit"),
    (lambda s: s.exceedance("first_summit"), "see survival"),
    (lambda s: s.series_mean("russian_aide"), "did you mean 'russian_aid'"),
    (lambda s: s.series_mean("ukraine_war"), "see series_shares"),
    (lambda s: s.series_shares("russian_aid"), "see series_mean"),
    (lambda s: s.estimate("summit_held", level=95), "between 0 and 1"),
])
def test_what_does_not_exist_is_told(results, call, words) -> None:
    with pytest.raises(peninsula.InputError, match=words):
        call(results.peninsula)


def test_a_sweep_has_no_series_and_says_so(points) -> None:
    with peninsula.open_results(points) as results:
        assert results.peninsula.series.empty
        with pytest.raises(peninsula.InputError, match="in a sweep none unless told"):
            results.peninsula.series_mean("russian_aid")

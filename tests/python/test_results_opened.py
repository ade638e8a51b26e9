# SPDX-License-Identifier: Apache-2.0
"""Opening files: what is there, what is not kept, and what is wrong with a bad one."""

import pathlib

import h5py
import netCDF4
import numpy
import pandas
import pytest
import xarray

import peninsula


def test_variables_are_as_they_are_in_the_file(two, results) -> None:
    with h5py.File(two) as file:
        for name in ("trajectories", "summit_held", "icbm_tests", "russian_aid", "deal_difference"):
            assert (results[name].values == file[name][()]).all()
            assert results[name].dtype == file[name].dtype
    assert results.attrs["path"] == str(two)


def test_reading_keeps_nothing_in_memory(results) -> None:
    results.peninsula.estimate("extended_deterrence")
    results.extended_deterrence.values  # noqa: B018
    assert not results.extended_deterrence.variable._in_memory


def test_each_variable_keeps_little_in_the_librarys_cache(two, monkeypatch) -> None:
    """Else all outcomes of ten thousand conditions, read one by one, stay in memory; the setting is put back."""
    before = netCDF4.get_chunk_cache()
    opened = xarray.open_dataset
    sizes = []

    def noted(*arguments, **options):
        sizes.append(netCDF4.get_chunk_cache()[0])
        return opened(*arguments, **options)

    monkeypatch.setattr(xarray, "open_dataset", noted)
    peninsula.open_results(two).close()
    assert max(sizes) <= 2**16 < before[0] and netCDF4.get_chunk_cache() == before


def broken_by_size(two: pathlib.Path, folder: pathlib.Path, size: int) -> pathlib.Path:
    path = folder / "cut.h5"
    path.write_bytes(two.read_bytes()[:size])
    return path


@pytest.mark.parametrize("size, word", [(0, "empty"), (4, "no HDF5"), (3000, "truncated"), (1_000_000, "truncated")])
def test_a_truncated_file_is_told(two, tmp_path, size, word) -> None:
    with pytest.raises(peninsula.ResultError, match=word) as caught:
        peninsula.open_results(broken_by_size(two, tmp_path, size))
    assert "cut.h5" in str(caught.value)


def test_other_files_are_told(tmp_path, root) -> None:
    with pytest.raises(peninsula.ResultError, match="no such file"):
        peninsula.open_results(tmp_path / "nothing.h5")
    with pytest.raises(peninsula.ResultError, match="folder"):
        peninsula.open_results(tmp_path)
    with pytest.raises(peninsula.ResultError, match="no HDF5 file"):
        peninsula.open_results(root / "README.md")
    xarray.Dataset({"x": 1}).to_netcdf(tmp_path / "other.h5", engine="netcdf4")
    with pytest.raises(peninsula.ResultError, match="no result of peninsula"):
        peninsula.open_results(tmp_path / "other.h5")


@pytest.mark.parametrize("version, words", [(5, "a later version.*upgrade"), (3, "an earlier version.*run it again")])
def test_another_format_is_told(two, tmp_path, version, words) -> None:
    path = tmp_path / "other.h5"
    path.write_bytes(two.read_bytes())
    with h5py.File(path, "a") as file:
        file.attrs["format_version"] = numpy.int64(version)
    with pytest.raises(peninsula.ResultError, match=words):
        peninsula.open_results(path)


def test_tables_of_declarations(results) -> None:
    statistics = results.peninsula
    outcomes = statistics.outcomes
    assert list(outcomes.columns) == ["kind", "units", "long_name", "definition", "source", "symbol", "headline"]
    assert outcomes.loc["first_summit"].tolist()[:2] == ["time", "month"]
    assert list(outcomes.index[outcomes.headline]) == [name for name in outcomes.index if name in statistics.headline]
    assert "ladder_top" not in outcomes.index  # bookkeeping
    assert statistics.series.loc["russian_aid", "units"] == "fraction of full aid"
    parameter = statistics.parameters.loc["ukraine_war.ceasefire_hazard"]
    assert (parameter.symbol, parameter.unit, parameter.role) == ("h_cf", "1/month", "assumption")
    assert (parameter.plausible_low, parameter.plausible_high) == (0.005, 0.08)
    values = statistics.parameter_values
    assert values.loc["ukraine_war.ceasefire_hazard"].to_dict() == {"baseline": 0.025, "early-ceasefire": 0.2}


def test_a_model_of_years_has_years(tmp_path, root) -> None:
    path = tmp_path / "tribute.h5"
    peninsula.run(root / "configs/tribute/hundred_years.yaml", 50, output=path, progress=False).close()
    with peninsula.open_results(path) as results:
        statistics = results.peninsula
        assert statistics.step == "year" and list(statistics.months) == list(range(100))
        assert statistics.months.name == "year" and statistics.estimate("fights").sizes["condition"] == 1


def test_conditions_months_and_provenance(results) -> None:
    statistics = results.peninsula
    assert statistics.reference == "baseline"
    assert statistics.conditions.trajectories.to_dict() == {"baseline": 300, "early-ceasefire": 300}
    assert "ceasefire_hazard: 0.2" in statistics.conditions.yaml["early-ceasefire"]
    assert list(statistics.months[[0, -1]]) == [pandas.Timestamp("2025-02-01"), pandas.Timestamp("2029-01-01")]
    assert {"version", "commit", "command_line", "seed"} <= statistics.provenance.keys()
    assert statistics.design is None


def test_the_design_of_a_sweep(points) -> None:
    with peninsula.open_results(points) as results:
        design = results.peninsula.design
        assert (design.kind, design.factors, design.chance) == (
            "grid", ["ukraine_ceasefire", "russia.postwar_capacity"], "common")
        assert design.values.shape == (49, 2) and design.values.iloc[0].isna().all()
        assert design.labels["ukraine_ceasefire"].iloc[1] == "2025-06"
        assert sorted(set(design.values["russia.postwar_capacity"].dropna())) == pytest.approx(
            [0.5, 0.6, 0.7, 0.8, 0.9, 1.0])
        assert "month" in design.text and design.places.iloc[1:].notna().all(axis=None)


def test_a_drawn_parameter_has_no_value(three) -> None:
    with peninsula.open_results(three) as results:
        values = results.peninsula.parameter_values.loc["russia.postwar_capacity"]
    assert numpy.isnan(values["drawn"]) and values["baseline"] == values["tariff-war"]


def test_records_have_labels_times_and_only_what_is_asked(two, results) -> None:
    table = results.peninsula.records("early-ceasefire", ["deal", "first_summit", "summits"])
    assert list(table.columns) == ["deal", "first_summit", "summits"] and table.index.name == "trajectory"
    with h5py.File(two) as file:
        months = file["records/first_summit"][1]
        deals = file["records/deal"][1]
    assert table.first_summit.isna().sum() == (months == 48).sum() > 0
    assert (table.deal.cat.codes == deals).all()
    assert list(table.deal.cat.categories) == ["none", "freeze", "small_deal", "recognition", "comprehensive"]


def test_records_that_are_not_there_are_told(results, three) -> None:
    with pytest.raises(peninsula.InputError, match="did you mean 'baseline'"):
        results.peninsula.records("baselin")
    with pytest.raises(peninsula.InputError, match="did you mean 'summit_held'"):
        results.peninsula.records("baseline", ["summit_hold"])
    with peninsula.open_results(three) as without, pytest.raises(peninsula.ResultError, match="no group 'records'"):
        without.peninsula.records("baseline")

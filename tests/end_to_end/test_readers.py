# SPDX-License-Identifier: Apache-2.0
"""A result file opens as it is in every common reader, and its numbers hang together."""

import subprocess

import h5py
import netCDF4
import numpy
import pytest
import xarray

ENGINES = ["h5netcdf", "netcdf4"]
KINDS = ["binary", "categorical", "count", "continuous", "time"]


@pytest.fixture(scope="module")
def path(with_records):
    return str(with_records)


@pytest.fixture(scope="module")
def groups(path):
    """The groups that can be opened one by one; the records are there only when asked for."""
    with h5py.File(path) as file:
        return [None] + [name for name in file if isinstance(file[name], h5py.Group)]


@pytest.fixture(scope="module")
def results(path):
    with xarray.open_dataset(path, engine="h5netcdf") as dataset:
        return dataset.load()


def outcomes_of(results, *kinds):
    names = results.attrs["outcomes"].split(",")
    return [results[name] for name in names if results[name].attrs["kind"] in kinds]


def defined(results, outcome):
    """Trajectories in which an outcome is defined, one number a condition."""
    return results.trajectories.astype("int64") - results.outcome_undefined.sel(outcome=outcome.name, drop=True)


def over_bins(array):
    return array.sum([dimension for dimension in array.dims if dimension != "condition"])


def test_both_engines_of_xarray_read_the_same(path, groups):
    for group in groups:
        first, second = (xarray.open_dataset(path, engine=engine, group=group).load() for engine in ENGINES)
        assert first.identical(second), group


def test_every_dimension_has_a_name(path):
    with xarray.open_dataset(path, engine="netcdf4") as results:
        assert not [name for name in results.dims if name.startswith("phony")]
    with h5py.File(path) as file:
        for dataset in file.values():
            if isinstance(dataset, h5py.Dataset) and not h5py.h5ds.is_scale(dataset.id):
                assert all(len(dimension) == 1 for dimension in dataset.dims), dataset.name


def test_variables_and_dimensions_name_each_other(path, groups):
    """As the functions of HDF5 that attach a dimension leave them: both sides agree."""
    attached = 0
    with h5py.File(path) as file:
        for group in (file[name or "/"] for name in groups):
            for dataset in filter(lambda child: isinstance(child, h5py.Dataset), group.values()):
                for axis, dimension in enumerate(dataset.dims):
                    for scale in dimension.values():
                        assert h5py.h5ds.is_attached(dataset.id, scale.id, axis), (dataset.name, axis)
                        attached += 1
    assert attached > 500


def test_netcdf4_reads_every_variable(path):
    with netCDF4.Dataset(path) as file:
        for variable in file.variables.values():
            variable[...]


@pytest.mark.parametrize("command", [["ncdump", "-h"], ["h5dump", "-H"]])
def test_tools_read_it(path, command):
    told = subprocess.run([*command, path], capture_output=True, text=True, check=True)
    assert "trajectories" in told.stdout
    assert "phony_dim" not in told.stdout
    assert not told.stderr


SUFFIXES = ["kind", "kind_reference", "value", "bin", "bin_edges", "censored", "difference"]


def test_every_variable_says_what_it_is(results):
    """Or belongs to an outcome or series that says it, by a name that the file explains."""
    names = [*results.outcome.values, *results.series_name.values]
    explained = {f"{name}_{suffix}" for name in names for suffix in SUFFIXES}
    assert all(f"NAME_{suffix}" in results.attrs["note"] for suffix in SUFFIXES if suffix != "kind_reference")
    for name, variable in results.variables.items():
        if name in explained:
            continue
        expected = {"kind", "long_name"} if name == "date" else {"kind", "long_name", "units"}
        assert expected <= set(variable.attrs), name
        assert all(str(variable.attrs[attribute]) for attribute in expected), name


def test_every_outcome_says_how_it_is_defined(results):
    for outcome in outcomes_of(results, *KINDS):
        assert outcome.attrs["definition"], outcome.name


def test_tables_tell_what_is_declared_of_each_outcome_and_series(results):
    """The same as the distribution says of itself."""
    names = results.attrs["outcomes"].split(",")
    assert results.outcome.values.tolist() == names and len(names) > 100
    said = {"kind": "kind", "unit": "units", "meaning": "long_name", "definition": "definition", "source": "source",
            "symbol": "symbol"}
    for column, attribute in said.items():
        wanted = [results[name].attrs.get(attribute, "") for name in names]
        assert results[f"outcome_{column}"].values.tolist() == wanted
    labels = results.outcome_labels.sel(outcome="deal").item().split("|")
    assert labels == results.deal_kind.values.tolist()
    assert results.series_name.values.tolist() == results.attrs["series"].split(",")
    for name, values in zip(results.series_name.values, results.series_values.values, strict=True):
        dimension = {"binned": "bin", "counted": "value", "labelled": "kind"}[values]
        assert results[name].dims == ("condition", "month", f"{name}_{dimension}")


def test_conditions_and_parameters_are_named(results):
    assert results.condition.dtype == object and all(results.condition.values)
    assert results.trajectories.dtype == numpy.uint64
    assert results.parameter_value.dims == ("condition", "parameter")
    assert results.attrs["reference_condition"] in results.condition
    assert all("parameters" in text or "name" in text for text in results.resolved_condition.values)


def test_months_have_numbers_and_dates(results):
    assert results.month.values.tolist() == list(range(results.attrs["months"]))
    for condition in results.condition.values:
        dates = results.date.sel(condition=condition).values
        assert dates.dtype == numpy.dtype("datetime64[ns]")
        assert (dates.astype("datetime64[M]") == dates).all()  # each the first of its month
        assert (numpy.diff(dates.astype("datetime64[M]")).astype(int) == 1).all()
        assert str(dates[0]).startswith(str(results.start.sel(condition=condition).values))


def test_every_trajectory_is_counted_once(results):
    for outcome in outcomes_of(results, "categorical", "count", "continuous"):
        assert (over_bins(outcome) == defined(results, outcome)).all(), outcome.name
    for outcome in outcomes_of(results, "time"):
        total = over_bins(outcome) + results[f"{outcome.name}_censored"]
        assert (total == defined(results, outcome)).all(), outcome.name
    for outcome in outcomes_of(results, "binary"):
        assert ((outcome >= 0) & (outcome <= defined(results, outcome))).all(), outcome.name


def test_every_month_of_a_series_counts_every_trajectory(results):
    for name in filter(None, results.attrs["series"].split(",")):
        bins = results[name].dims[2]
        assert (results[name].sum(bins) == results.trajectories).all(), name


def test_sums_agree_with_whole_numbers(results):
    """Within the bins a sum follows from the counts; beyond the last one it is greater."""
    for outcome in outcomes_of(results, "count"):
        declared = results.sel(outcome=outcome.name)
        values = results[f"{outcome.name}_value"]
        binned = (outcome * values).sum(values.name) - declared.outcome_origin * defined(results, outcome)
        assert (declared.outcome_sum * declared.outcome_quantum >= binned).all(), outcome.name
        nothing_beyond = outcome.isel({values.name: -1}) == 0
        equal = declared.outcome_sum * declared.outcome_quantum == binned
        assert equal.where(nothing_beyond, True).all(), outcome.name


def test_means_of_continuous_outcomes_lie_where_their_bins_do(results):
    for outcome in outcomes_of(results, "continuous"):
        declared = results.sel(outcome=outcome.name)
        edges = results[f"{outcome.name}_bin_edges"]
        centres = results[f"{outcome.name}_bin"]
        assert (numpy.diff(edges) > 0).all()
        assert ((edges.values[:-1] < centres) & (centres < edges.values[1:])).all()
        inside = (outcome.isel({centres.name: 0}) == 0) & (outcome.isel({centres.name: -1}) == 0)
        number = defined(results, outcome)
        mean = declared.outcome_origin + declared.outcome_quantum * declared.outcome_sum / number
        binned = (outcome * centres).sum(centres.name) / number
        near = abs(mean - binned) <= (edges.values[1] - edges.values[0])
        assert near.where(inside & (number > 0), True).all(), outcome.name


def test_differences_are_paired(results):
    for outcome in outcomes_of(results, *KINDS):
        difference = results[f"{outcome.name}_difference"]
        undefined = results.difference_undefined.sel(outcome=outcome.name)
        pairs = over_bins(difference) + undefined
        counted = (pairs == results.trajectories) | (results.condition == results.attrs["reference_condition"])
        assert counted.all(), outcome.name
    for outcome in outcomes_of(results, "categorical"):
        kind = f"{outcome.name}_kind"
        assert results[f"{outcome.name}_difference"].dims == ("condition", f"{kind}_reference", kind)


def test_sums_of_differences_and_of_series_agree_with_their_bins(results):
    """Of whole numbers exactly, of continuous ones within half a bin."""
    for outcome in outcomes_of(results, "binary", "count", "continuous"):
        difference = results[f"{outcome.name}_difference"]
        width = {"continuous": float(results.outcome_highest.sel(outcome=outcome.name)
                                     - results.outcome_lowest.sel(outcome=outcome.name))}.get(outcome.attrs["kind"], 1)
        values = difference[difference.dims[1]]
        quantum = float(results.outcome_quantum.sel(outcome=outcome.name))
        total = results.difference_sum.sel(outcome=outcome.name) * quantum
        near = abs(total - (difference * values * width).sum(values.name)) <= over_bins(difference) * width / 256
        beyond = results.outcome_beyond.sel(outcome=outcome.name).sum() > 0
        assert beyond or near.all(), outcome.name
    for name in results.series_name.values:
        values = results[results[name].dims[2]]
        binned = (results[name] * (values if values.dtype != object else range(values.size))).sum(values.name)
        quantum, origin = (float(results[f"series_{what}"].sel(series_name=name)) for what in ("quantum", "origin"))
        total = results.trajectories * origin + quantum * results.series_sum.sel(series_name=name)
        width = float(values[1] - values[0]) if values.name.endswith("_bin") else 0.0
        assert (abs(total - binned) <= results.trajectories * width / 2 + 1e-9).all(), name


def test_records_agree_with_the_counts(path, groups, results):
    if "records" not in groups:
        return
    with xarray.open_dataset(path, engine="h5netcdf", group="records") as records:
        assert (records.condition == results.condition).all()
        for outcome in outcomes_of(results, *KINDS):
            assert records[outcome.name].dims == ("condition", "trajectory")
            assert records[outcome.name].dtype == numpy.float32
        for outcome in outcomes_of(results, "binary"):
            assert (records[outcome.name].sum("trajectory") <= outcome).all(), outcome.name


def test_no_clock_is_in_the_file(path):
    """Equal runs give equal bytes only if HDF5 notes no times."""
    with h5py.File(path) as file:
        names = ["condition", "month", "summit_held", "russian_aid", "outcome_unit", "records/deal"]
        places = [str(h5py.h5o.get_info(file[name].id).addr) for name in names]
    for place in places:
        told = subprocess.run(["h5debug", path, place], capture_output=True, text=True, check=True).stdout
        assert "layout" in told and "mtime" not in told


def test_provenance_is_text(path):
    with h5py.File(path) as file:
        assert file["provenance"].attrs
        assert all(isinstance(value, str) for value in file["provenance"].attrs.values())
        assert not file["provenance"].keys()

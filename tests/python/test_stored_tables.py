# SPDX-License-Identifier: Apache-2.0
"""Parameters drawn together by rows of a table in HDF5, as xarray, pandas and h5py write one."""

import io
import pathlib
import re
import subprocess
from collections.abc import Callable

import h5py
import numpy
import pandas
import pytest
import xarray

import peninsula
from peninsula.conditions import resolved
from peninsula.engine import program
from peninsula.module import engine

TABLE = """\
weight,ukraine_war.ceasefire_hazard,us_china.tilt,us_china.initial_regime
5,0.05,-1,cooperation
3,0.012345678901234567,1,tariff_war
0,0.02,0,managed_rivalry
2,1e-07,0.5,acute_crisis
"""
NAMES = ["ukraine_war.ceasefire_hazard", "us_china.tilt", "us_china.initial_regime"]


def frame() -> pandas.DataFrame:
    return pandas.read_csv(io.StringIO(TABLE))


def by_h5py(path: pathlib.Path, columns: dict[str, object], group: str = "/") -> None:
    with h5py.File(path, "a") as file:
        for name, values in columns.items():
            file.require_group(group)[name] = list(values) if isinstance(values, pandas.Series) else values


def by_h5py_as_bytes(path: pathlib.Path) -> None:
    """Texts of a fixed length, as NumPy has them."""
    columns: dict[str, object] = dict(frame())
    by_h5py(path, columns | {NAMES[2]: frame()[NAMES[2]].to_numpy().astype("S20")})


WRITERS: dict[str, Callable[[pathlib.Path], object]] = {
    "netcdf4": lambda path: frame().to_xarray().to_netcdf(path, engine="netcdf4"),
    "h5netcdf": lambda path: frame().to_xarray().to_netcdf(path, engine="h5netcdf"),
    "without an index": lambda path: frame().to_xarray().drop_vars("index").to_netcdf(path),
    "with a name a row": lambda path: (
        frame().set_index(pandas.Index(list("abcd"), name="expert")).to_xarray().to_netcdf(path)
    ),
    "h5py": lambda path: by_h5py(path, dict(frame())),
    "h5py, bytes": by_h5py_as_bytes,
}


def drawn_from(table: object) -> dict[str, numpy.ndarray]:
    return dict(peninsula.simulate("baseline", 200, ["summit_held"], months=1, together_from=str(table)).drawn)


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, numpy.ndarray]:
    """What the same table draws as text."""
    path = tmp_path_factory.mktemp("text") / "table.csv"
    path.write_text(TABLE)
    return drawn_from(path)


@pytest.mark.parametrize("writer", WRITERS)
def test_a_table_draws_the_same_however_it_is_stored(writer: str, expected, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "table.h5"
    WRITERS[writer](path)
    found = drawn_from(path)
    assert all((found[name] == expected[name]).all() for name in NAMES)


def test_a_group_is_named_after_the_file_and_a_name_needs_no_ending(expected, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "posterior"
    by_h5py(path, {"other": [1.0, 2.0]})
    by_h5py(path, dict(frame()), group="a/b")
    found = drawn_from(f"{path}#a/b")
    assert all((found[name] == expected[name]).all() for name in NAMES)


def test_the_program_reads_it_and_a_result_needs_it_no_more(expected, tmp_path: pathlib.Path) -> None:
    table = tmp_path / "table.nc"
    frame().to_xarray().to_netcdf(table)
    (tmp_path / "it.yaml").write_text("name: it\nsummary: A test.\nextends: baseline\ntogether_from: table.nc\n")
    result = peninsula.run(tmp_path / "it.yaml", 200, months=6, records="all", output=tmp_path / "result.h5")
    table.unlink()
    kept = result.peninsula.records("it")
    assert all(numpy.allclose(kept[name], expected[name][0], rtol=1e-6) for name in NAMES[:2])
    again = peninsula.simulate(resolved(result, "it"), 200, ["summit_held"])
    assert all((again.drawn[name] == expected[name]).all() for name in NAMES)
    result.close()


def test_the_command_prints_the_table_as_text(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "table.h5"
    frame().to_xarray().to_netcdf(path)
    printed = pandas.read_csv(io.StringIO(program("table", path)), float_precision="round_trip")
    exact = pandas.read_csv(io.StringIO(TABLE), float_precision="round_trip")
    pandas.testing.assert_frame_equal(printed[exact.columns], exact, check_exact=False, rtol=1e-15, check_dtype=False)


def test_an_axis_of_fractions_is_a_column(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "table.h5"
    frame().set_index("us_china.tilt").to_xarray().to_netcdf(path)
    assert set(drawn_from(path)["us_china.tilt"].ravel()) == {-1, 1, 0.5}


P, T = NAMES[:2]
WRONG: dict[str, tuple[dict[str, object], str]] = {
    "a name": (
        {"ukraine_war.ceasfire_hazard": [0.1]},
        "t.h5: ukraine_war.ceasfire_hazard: there is no parameter 'ukraine_war.ceasfire_hazard'; "
        "did you mean 'ukraine_war.ceasefire_hazard'",
    ),
    "lengths": ({P: [0.1, 0.2], T: [0.0]}, f"t.h5: {T}: has 1 values, but {P} has 2"),
    "no number": ({P: [0.1, numpy.nan]}, f"t.h5: {P}[1]: {P} must be a number"),
    "range": ({P: [0.1, 0.2, 1.5]}, f"t.h5: {P}[2]: {P} is 1.5 but must be from 0 to 1"),
    "a weight": ({P: [0.1, 0.2], "weight": [1.0, -2.0]}, "t.h5: weight[1]: weight must be a weight from 0 on"),
    "weights": ({P: [0.1], "weight": [0.0]}, "t.h5: there must be a row whose weight is above 0"),
    "a label": ({"us_china.initial_regime": ["piece"]}, f"t.h5: {NAMES[2]}[0]: {NAMES[2]} must"),
    "no label": ({"us_china.initial_regime": ["a,b"]}, "t.h5: us_china.initial_regime[0]: 'a,b' is neither a number"),
    "twice": ({P: [0.1], "h_cf": [0.2]}, f"{P} is set twice in this file, first at "),
    "two axes": ({P: [[0.1, 0.2]]}, f"t.h5: {P}: has 2 dimensions; a column has one"),
    "no axis": ({P: 0.1}, f"t.h5: {P}: has 0 dimensions"),
    "no rows": ({P: numpy.zeros(0)}, f"t.h5: {P}: has 0 values; a table has 1 to 10000 rows"),
    "rows": ({P: numpy.full(10_001, 0.1)}, f"t.h5: {P}: has 10001 values; a table has 1 to 10000 rows"),
    "compound": ({"rows": numpy.zeros(2, [(P, float), (T, float)])}, "t.h5: rows: is of a compound type"),
    "truths": ({P: [True, False]}, f"t.h5: {P}: holds neither numbers nor texts"),
    "only weights": ({"weight": [1.0]}, "has no column that is a parameter"),
    "nothing": ({}, "t.h5: has no variables of one dimension; a group is named after a #"),
}


def complaint(written: object) -> str:
    """What the module says, which is what the program says."""
    with pytest.raises(peninsula.InputError) as raised:
        drawn_from(written)
    with pytest.raises(peninsula.InputError, match=re.escape(str(raised.value))):
        peninsula.run("baseline", 1, output=pathlib.Path(str(written)).parent / "r.h5", together_from=str(written))
    return str(raised.value)


@pytest.mark.parametrize("what", WRONG)
def test_a_table_that_makes_no_sense_is_refused_where_it_goes_wrong(what: str, tmp_path: pathlib.Path) -> None:
    columns, said = WRONG[what]
    with h5py.File(tmp_path / "t.h5", "w"):
        pass
    by_h5py(tmp_path / "t.h5", columns)
    assert said in complaint(tmp_path / "t.h5")


def test_packed_values_are_refused(tmp_path: pathlib.Path) -> None:
    packed = {"dtype": "i2", "scale_factor": 0.01}
    rows = xarray.Dataset({P: ("row", [0.1, 0.2])})
    rows.to_netcdf(tmp_path / "t.h5", encoding={P: packed | {"_FillValue": -1}})
    assert f"t.h5: {P}: is packed with a scale_factor" in complaint(tmp_path / "t.h5")


def test_what_is_no_whole_file_is_refused(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "t.h5"
    path.write_text(TABLE)
    assert "t.h5: is not an HDF5 file" in complaint(path)
    path.unlink()
    assert "cannot read '" in (said := complaint(path)) and "No such file" in said
    frame().to_xarray().to_netcdf(path)
    assert f"{path}#nowhere: has no group 'nowhere'" in complaint(f"{path}#nowhere")
    path.write_bytes(path.read_bytes()[:3000])
    assert "t.h5: is damaged or incomplete: " in complaint(path)


def test_the_module_links_no_hdf5() -> None:
    """A second HDF5 in one Python would not know of the first, and one for both allows no second thread."""
    listed = subprocess.run(["nm", "-D", engine.__file__], capture_output=True, text=True, check=True).stdout
    assert "PyInit__engine" in listed
    assert "H5Fopen" not in listed

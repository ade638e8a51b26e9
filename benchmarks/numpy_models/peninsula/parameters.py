"""The model's parameters as the program declares them: the same number in every trajectory."""

import json
import pathlib
import subprocess

import numpy

Array = numpy.ndarray


class Parameters(dict[str, numpy.float32]):
    """Values by full name; and tables: `russia.aid_level.*` are the entries of `tables["russia.aid_level"]`."""

    def __init__(self, values: dict[str, float]) -> None:
        super().__init__({name: numpy.float32(value) for name, value in values.items()})
        entries: dict[str, list[float]] = {}
        for name, value in values.items():
            entries.setdefault(name.rpartition(".")[0], []).append(value)
        self.tables = {name: numpy.array(values, numpy.float32) for name, values in entries.items()}


def defaults(program: pathlib.Path) -> Parameters:
    told = subprocess.run([program, "explain", "--json"], check=True, capture_output=True, text=True).stdout
    return Parameters({parameter["name"]: parameter["default"] for parameter in json.loads(told)["parameters"]})

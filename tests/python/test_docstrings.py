# SPDX-License-Identifier: Apache-2.0
"""Every example of a docstring does what it says, on a result of the real program."""

import doctest
import importlib
import inspect
import pkgutil

import pytest

import peninsula
from peninsula import decide

MODULES = sorted(
    [module.name for module in pkgutil.iter_modules(peninsula.__path__)]
    + [f"decide.{module.name}" for module in pkgutil.iter_modules(decide.__path__) if module.name != "__main__"]
)


@pytest.mark.parametrize("name", MODULES)
def test_examples(name, two, results) -> None:
    module = importlib.import_module(f"peninsula.{name}")
    tests = doctest.DocTestFinder().find(module, extraglobs={"RESULT": str(two), "results": results})
    runner = doctest.DocTestRunner(verbose=False)
    for test in tests:
        runner.run(test)
    assert runner.failures == 0


def test_whatever_is_exported_says_what_it_is() -> None:
    for name in peninsula.__all__:
        thing = getattr(peninsula, name)
        assert inspect.getdoc(thing), name
        for member, value in inspect.getmembers(thing) if inspect.isclass(thing) else []:
            if not member.startswith("_") and (inspect.isfunction(value) or isinstance(value, property)):
                assert inspect.getdoc(value), f"{name}.{member}"

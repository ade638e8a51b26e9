"""What editors complete and check conditions with is what the program itself declares."""

import json
import pathlib
import re

import jsonschema
import pytest
import yaml
from peninsula import engine

CONFIGS = pathlib.Path(__file__).resolve().parents[2] / "configs"
CONDITIONS = sorted(CONFIGS.glob("*.yaml"))


@pytest.fixture(scope="module")
def schema() -> dict:
    return json.loads((CONFIGS / "condition.schema.json").read_text())


def test_the_stored_schema_is_the_programs() -> None:
    """Renewed by: build/release/peninsula schema > configs/condition.schema.json"""
    assert (CONFIGS / "condition.schema.json").read_text() == engine.program("schema")


@pytest.mark.parametrize("path", CONDITIONS, ids=lambda path: path.stem)
def test_each_condition_names_its_schema_and_fits_it(path, schema) -> None:
    first = path.read_text().splitlines()[0]
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert named and (path.parent / named[1]).resolve() == CONFIGS / "condition.schema.json"
    jsonschema.validate(yaml.safe_load(path.read_text()), schema)


def test_each_condition_is_valid() -> None:
    told = engine.program("validate", *CONDITIONS)
    assert len(re.findall(": valid: ", told)) == len(CONDITIONS) > 10


def test_the_schema_completes_and_explains_names(schema) -> None:
    text = json.dumps(schema)
    assert "ukraine_war.ceasefire_hazard" in text and "hazard that the war turns into a ceasefire" in text

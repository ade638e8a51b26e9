# SPDX-License-Identifier: Apache-2.0
"""What editors complete and check conditions with is what the program itself declares."""

import json
import pathlib
import re

import jsonschema
import pytest
import yaml

from peninsula import engine

CONFIGS = pathlib.Path(__file__).resolve().parents[2] / "configs"
CONDITIONS = sorted(path for folder in (".", "history", "tribute") for path in (CONFIGS / folder).glob("*.yaml"))
SCHEMAS = {"peninsula": CONFIGS / "condition.schema.json", "tribute": CONFIGS / "tribute/condition.schema.json"}


@pytest.fixture(scope="module")
def schemas() -> dict[str, dict]:
    return {model: json.loads(path.read_text()) for model, path in SCHEMAS.items()}


@pytest.mark.parametrize("model", SCHEMAS)
def test_the_stored_schema_is_the_programs(model) -> None:
    """Renewed by: build/release/peninsula schema > configs/condition.schema.json; the other with --model tribute."""
    assert SCHEMAS[model].read_text() == engine.program("schema", "--model", model)


@pytest.mark.parametrize("path", CONDITIONS, ids=lambda path: path.stem)
def test_each_condition_names_its_schema_and_fits_it(path, schemas) -> None:
    first = path.read_text().splitlines()[0]
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    model = "tribute" if path.parent.name == "tribute" else "peninsula"
    assert named and (path.parent / named[1]).resolve() == SCHEMAS[model]
    jsonschema.validate(yaml.safe_load(path.read_text()), schemas[model])


def test_each_condition_is_valid() -> None:
    told = engine.program("validate", *CONDITIONS)
    assert len(re.findall(": valid: ", told)) == len(CONDITIONS) > 20


def test_the_schema_completes_and_explains_names(schemas) -> None:
    text = json.dumps(schemas["peninsula"])
    assert "ukraine_war.ceasefire_hazard" in text and "hazard that the war turns into a ceasefire" in text


INTERVENTIONS = CONFIGS.parent / "tests/end_to_end/interventions.yaml"
BROKEN = [
    {"month": "2026-02", "decide": {"russia.aid": "surge"}},
    {"month": "2026-02", "decide": {"russia.ait": "surged"}},
    {"month": "2026-02", "only": {"russia.aid": []}},
    {"month": "2026-02", "happens": "russia.aid"},
    {"month": "2026-02", "set": {"ukraine_war.initial_phase": "war"}},
    {"month": "2026-02", "set": {"schedule.order": "simultaneous"}},
    {"month": "2026-02", "set": {"russia.postwar_capacity": 2}},
    {"month": "spring", "decide": {"russia.aid": "surged"}},
    {"when": "nuclear_test", "for": 0, "decide": {"russia.aid": "surged"}},
    {"month": "2026-02", "decides": {"russia.aid": "surged"}},
]


def test_the_schema_knows_what_a_timeline_may_say(schemas) -> None:
    jsonschema.validate(yaml.safe_load(INTERVENTIONS.read_text()), schemas["peninsula"])


@pytest.mark.parametrize("entry", BROKEN, ids=str)
def test_the_schema_refuses_what_a_timeline_cannot_say(schemas, entry) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"name": "a", "summary": "a", "timeline": [entry]}, schemas["peninsula"])

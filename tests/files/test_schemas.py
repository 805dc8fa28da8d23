from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from docs.schemas import SCHEMAS, schema_text

ROOT = Path(__file__).parent.parent.parent
BROKEN = ROOT / "tests" / "data" / "broken"

REGIMEN: dict[str, object] = {
    "format": 1,
    "title": "Care",
    "sources": "a leaflet",
    "activities": {
        "walk": {
            "title": "Walk",
            "type": "aerobic",
            "frequency": "3 per week",
            "time": "15-20 min",
            "when": ["evening", "17:45"],
            "days": "mon",
            "rest_days": 1,
            "exercises": [{"name": "Bridge", "sets": 2, "reps": "10", "equipment": ["mat"]}],
        }
    },
}
PROFILE: dict[str, object] = {
    "format": 1,
    "available": {"weekdays": ["06:30-08:00"], "sat": "08:00-20:00", "sunday": []},
    "max_minutes_per_day": 60,
    "prefer": {"walk": {"when": "evening"}},
    "appointments": [{"activity": "walk", "on": "2026-12-01", "at": "10:00", "minutes": 30}],
}


def validator(file_name: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(schema_text(file_name)))


@pytest.mark.parametrize("file_name", SCHEMAS)
def test_the_schema_in_docs_is_the_one_that_the_models_give(file_name: str) -> None:
    assert (ROOT / "docs" / file_name).read_text(encoding="utf-8") == schema_text(file_name), (
        "run: python docs/schemas.py"
    )


@pytest.mark.parametrize("file_name", SCHEMAS)
def test_a_schema_is_a_schema(file_name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(schema_text(file_name)))


def test_schemas_accept_what_people_write() -> None:
    validator("regimen.schema.json").validate(REGIMEN)
    validator("profile.schema.json").validate(PROFILE)


def test_schemas_accept_empty_lists_and_repeats() -> None:
    empty: dict[str, list[str]] = {"when": [], "choose": [], "alternate_with": [], "exercises": []}
    walk = {"title": "W", "type": "care", "frequency": "daily", "time": "5 min", "days": ["mon", "mon"]}
    regimen = REGIMEN | {"sources": [], "precautions": [], "activities": {"walk": walk | empty}}
    validator("regimen.schema.json").validate(regimen)
    validator("profile.schema.json").validate(PROFILE | {"away": [], "busy": [], "prefer": {}, "appointments": []})


@pytest.mark.parametrize(
    "wrong",
    [
        {"format": 2},
        {"ttle": "Care"},
        {"activities": {}},
        {"activities": {"Walk it": {"title": "W", "type": "care", "frequency": "daily", "time": "5 min"}}},
        {"activities": {"walk": {"title": "W", "type": "caring", "frequency": "daily", "time": "5 min"}}},
        {
            "activities": {
                "walk": {"title": "W", "type": "care", "frequency": "daily", "time": "5 min", "days": []},
            }
        },
        {"activities": ["walk"]},
        {"phases": [{"title": "A", "activities": {}}]},
    ],
    ids=["format", "key", "no activities", "id", "type", "no weekdays", "list", "both"],
)
def test_the_regimens_schema_refuses_what_backplan_refuses(wrong: dict[str, object]) -> None:
    assert list(validator("regimen.schema.json").iter_errors(REGIMEN | wrong))


@pytest.mark.parametrize(
    "wrong",
    [{"format": 2}, {"wak": "07:00"}, {"available": {"weekend": "08:00-09:00"}}, {"available": {}}],
    ids=["format", "key", "day", "no days"],
)
def test_the_profiles_schema_refuses_what_backplan_refuses(wrong: dict[str, object]) -> None:
    assert list(validator("profile.schema.json").iter_errors(PROFILE | wrong))


@pytest.mark.parametrize("file_name", SCHEMAS)
def test_every_key_tells_an_editor_what_it_is(file_name: str) -> None:
    schema = json.loads(schema_text(file_name))
    groups = [schema, *schema["$defs"].values()]

    silent = [name for group in groups for name, key in group["properties"].items() if not key.get("description")]

    assert silent == []


@pytest.mark.parametrize("name", ["misspelt-key", "misspelt-type", "list-for-group", "far-off-key", "bad-id"])
def test_an_editor_marks_slips_of_the_pen(name: str) -> None:
    document = yaml.safe_load((BROKEN / "regimen" / f"{name}.yaml").read_text(encoding="utf-8"))

    assert list(validator("regimen.schema.json").iter_errors(document))

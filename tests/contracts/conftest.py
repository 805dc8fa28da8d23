"""The bundled regimens, for tests of what each of them owes to its readers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from backplan.files.regimen import parse_regimen

if TYPE_CHECKING:
    from backplan.model.regimen import Activity, Exercise, Regimen

FOLDER = Path(__file__).parents[2] / "regimens"
FILES = sorted(FOLDER.glob("*.yaml"))


def load(name: str) -> Regimen:
    file = FOLDER / f"{name}.yaml"
    return parse_regimen(file.read_bytes(), file.name, file.stem)


def activities(regimen: Regimen) -> list[Activity]:
    return [activity for phase in regimen.phases for activity in phase.activities]


def exercises(regimen: Regimen) -> list[Exercise]:
    """All exercises, those that a later phase repeats as often as it does."""
    return [exercise for activity in activities(regimen) for exercise in activity.exercises]


@pytest.fixture(name="regimen", params=[file.stem for file in FILES])
def bundled_regimen(request: pytest.FixtureRequest) -> Regimen:
    name = request.param
    assert isinstance(name, str)
    return load(name)

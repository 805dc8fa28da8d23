"""A regimen of which nothing is to be said, to be spoilt in one place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from backplan.model.frequency import Daily, Every, Weekly
from backplan.model.regimen import ActivityType, Exercise, Sides
from tests.builders import activity, regimen

if TYPE_CHECKING:
    from backplan.model.regimen import Regimen


@pytest.fixture
def good() -> Regimen:
    stretch = Exercise("Stretch", sets=1, reps=3, hold=40, sides=Sides.BOTH, stop_if=("It hurts.",))  # 278 s
    bridge = Exercise("Bridge", sets=2, reps=10, hold=12, rest=60, stop_if=("It hurts.",))  # 380 s
    made = regimen(
        replace(activity("stretch", Daily(1, 2), (5, 5)), exercises=(stretch,)),
        replace(
            activity("strength", Every(2, 2), (15, 20), kind=ActivityType.STRENGTHENING, progression=1),
            exercises=(bridge, replace(bridge, name="Bird dog")),
            alternate_with=("walk",),
        ),
        activity("walk", Weekly(3, 3), (30, 40), kind=ActivityType.AEROBIC, progression=2),
    )
    return replace(made, prescriber="Dr. A. Example, PT", precautions=("Stop and call us if a leg goes numb.",))

"""A profile that says nothing means the defaults of contract section 2."""

from __future__ import annotations

import pytest

from backplan.model.profile import Anchors, Preference, Profile
from backplan.model.regimen import TimeOfDay
from tests.builders import every_day


@pytest.mark.parametrize(
    ("preferred", "minute"),
    [
        (TimeOfDay.MORNING, 450),
        (TimeOfDay.MIDDAY, 750),
        (TimeOfDay.AFTERNOON, 930),
        (TimeOfDay.EVENING, 1110),
        (0, 0),
        (1065, 1065),
    ],
)
def test_a_preferred_time_is_its_anchor_or_the_clock_time_itself(preferred: TimeOfDay | int, minute: int) -> None:
    assert Anchors().minute(preferred) == minute


def test_an_anchor_of_the_patient_takes_the_place_of_the_default() -> None:
    assert Anchors(evening=1200).minute(TimeOfDay.EVENING) == 1200


def test_without_a_profile_every_day_is_available_from_six_to_ten() -> None:
    assert Profile().available == every_day("06:00-22:00")


def test_a_preference_belongs_to_its_activity() -> None:
    wish = Preference(when=(1065,), choose=("walking",))
    profile = Profile(prefer=(("aerobics", wish),))
    assert profile.preference("aerobics") is wish
    assert profile.preference("stretch") == Preference(when=None, choose=None)

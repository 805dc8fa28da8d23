"""when: preferred times of day, the patient's before the regimen's."""

from __future__ import annotations

from backplan.model.frequency import Daily
from backplan.model.profile import Preference, Profile
from backplan.model.regimen import TimeOfDay
from backplan.rules.preferred import Preferred
from tests.builders import activity

WALK = activity("walk", Daily(1, 1), when=(TimeOfDay.EVENING, 450))


def test_the_nearest_of_the_preferred_times_counts() -> None:
    assert Preferred.minutes(WALK, Profile()) == (450, 1110)
    assert Preferred.minutes(WALK, Profile(prefer=(("walk", Preference(when=(600,))),))) == (600,)


def test_the_page_says_what_the_regimen_prefers() -> None:
    assert Preferred(WALK.when).asked() == "best in the evening or around 07:30"
    assert Preferred(()).asked() == ""

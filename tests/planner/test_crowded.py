"""Five activities that crowd each other over twelve weeks: the contract asks that their plan is proven best.

Their days hold two sessions at the most, so that bounds of one activity, or of two, say very little.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backplan.model.frequency import Every, Frequency, Weekly
from backplan.model.profile import Profile
from backplan.planner.plan import plan
from backplan.rules.catalog import catalog
from tests.builders import activity, asked, every_day

if TYPE_CHECKING:
    from backplan.model.regimen import Activity


def tied(frequencies: dict[str, Frequency], ties: dict[str, tuple[str, ...]], resting: str) -> tuple[Activity, ...]:
    """Activities of twenty minutes; those in `resting` want a day of rest between sessions."""
    return tuple(
        activity(name, frequency, (20, 20), alternate_with=ties.get(name, ()), rest_days=int(name in resting))
        for name, frequency in frequencies.items()
    )


SHARING_AN_HOUR = tied(
    {"a": Weekly(2, 2), "b": Weekly(2, 3), "c": Weekly(3, 3), "d": Weekly(4, 4), "e": Weekly(3, 5)}, {}, "cd"
)
SHARING_NO_DAY = tied(
    {"a": Weekly(2, 3), "b": Weekly(3, 5), "c": Every(3, 3), "d": Every(3, 3), "e": Weekly(4, 4)},
    {"a": ("b", "c"), "b": ("c", "d"), "c": ("d", "e"), "d": ("e", "a")},
    "e",
)


@pytest.mark.long
@pytest.mark.parametrize(
    ("activities", "profile"),
    [
        (SHARING_AN_HOUR, Profile(available=every_day("17:00-18:00"), max_minutes_per_day=45)),
        (SHARING_NO_DAY, Profile(available=every_day("17:30-18:30"))),
    ],
    ids=["sharing an hour", "sharing no day"],
)
def test_twelve_weeks_of_five_activities_are_proven(activities: tuple[Activity, ...], profile: Profile) -> None:
    made = plan(catalog(asked(*activities, weeks=12, profile=profile)))
    assert made.proven
    assert made.cost.shortfall > 0

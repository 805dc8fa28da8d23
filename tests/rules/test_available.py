"""available: a session is inside one window of its day; the planner's free time and the rule agree."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from backplan.model.frequency import Daily
from backplan.model.profile import Profile
from backplan.rules.available import Available
from backplan.rules.catalog import catalog
from backplan.rules.cause import ShortDose
from tests.builders import MONDAY, activity, asked, day_of, every_day, session

WALK = activity("walk", Daily(1, 1))


@given(quarter=st.integers(0, 95), minutes=st.sampled_from([15, 45, 120]))
def test_what_lies_in_free_time_is_what_no_finding_is_about(quarter: int, minutes: int) -> None:
    request = asked(WALK, profile=Profile(available=every_day("07:00-08:00", "08:00-09:00", "20:00-24:00")))
    one = session("walk", f"{MONDAY} {quarter // 4:02}:{quarter % 4 * 15:02}", minutes)
    day = day_of(request, one)

    fits = any(
        low <= day.placed[0].span.start and day.placed[0].span.end <= high
        for low, high in catalog(request).free[0].intervals()
    )

    assert fits == (not list(Available.broken_on(day)))


def test_a_session_past_midnight_is_told_as_such() -> None:
    late, early = session("walk", f"{MONDAY} 23:45", 30), session("walk", f"{MONDAY} 03:00", 30)

    found = [one.message.split(" at ")[1] for one in Available.broken_on(day_of(asked(WALK), early, late))]

    assert found == [
        "03:00 is outside your available time (06:00 to 22:00).",
        "23:45 would end after midnight; a session must end on the day it starts.",
    ]


def test_hours_are_widened_by_half_hours() -> None:
    request = asked(WALK, profile=Profile(available=every_day("23:00-23:30")))
    dose = ShortDose(request, "walk", (MONDAY, MONDAY + timedelta(days=1)))

    near, far = Available().causes(dose)

    assert (near.words, near.near) == ("only 23:00 to 23:30 available on Monday and Tuesday", True)
    assert far.near is False
    assert [step.words for step in near.remedies(dose)] == [
        "stay free 30 minutes longer on Monday and Tuesday, until 24:00",
        "be free 30 minutes earlier on Monday and Tuesday, from 22:30",
        "be free 1 hour earlier on Monday and Tuesday, from 22:00",
        "be free 2 hours earlier on Monday and Tuesday, from 21:00",
    ]

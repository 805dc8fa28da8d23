"""overlap: sessions must not overlap; appointments and other activities take their time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backplan.model.frequency import Daily
from backplan.model.profile import Profile
from backplan.model.time import MOST_A_DAY
from backplan.rules.cause import Origin, ShortDose
from backplan.rules.overlap import Overlap
from tests.builders import MONDAY, activity, appointment, asked, day_of, session

WALK, LIFT = activity("walk", Daily(1, 1)), activity("lift", Daily(1, 1))


@pytest.mark.parametrize(("clock", "minutes"), [("07:45", 0), ("07:50", 5), ("08:10", 5), ("08:15", 0)])
def test_two_sessions_do_not_overlap(clock: str, minutes: int) -> None:
    day = day_of(asked(WALK, LIFT), session("walk", f"{MONDAY} 08:00", 15), session("lift", f"{MONDAY} {clock}", 15))

    told = [one.message for one in Overlap.broken_on(day)]

    assert [f"overlap by {minutes} minutes" in one for one in told] == [True] * bool(minutes)


def test_an_appointment_of_the_night_before_is_in_the_way() -> None:
    profile = Profile(appointments=(appointment("lift", "2026-11-22 23:45", 30),))
    day = day_of(asked(WALK, LIFT, profile=profile), session("walk", f"{MONDAY} 00:00", 15))

    assert [one.message for one in Overlap.broken_on(day)] == [
        "Walk on Mon 23 Nov at 00:00 overlaps an appointment that began the day before."
    ]


def test_more_sessions_than_quarter_hours_are_only_counted() -> None:
    many = [session("walk", f"{MONDAY} 08:00", 15, number=number) for number in range(MOST_A_DAY + 1)]

    assert [one.message for one in Overlap.broken_on(day_of(asked(WALK), *many))] == [
        "97 sessions are on Mon 23 Nov, but a day has only 96 quarter hours."
    ]


def test_an_appointment_is_moved_where_no_other_is() -> None:
    two = (appointment("lift", f"{MONDAY} 08:00", 30), appointment("lift", f"{MONDAY} 08:30", 30))
    request = asked(WALK, LIFT, profile=Profile(appointments=two))
    dose = ShortDose(request, "walk", (MONDAY,))

    first, _, other = Overlap().causes(dose)

    assert (first.words, first.origin) == ("the appointment on Mon 23 Nov at 08:00", Origin.DAYS)
    assert (other.words, other.origin) == ("Lift, which also needs time", Origin.BESIDE)
    assert [step.words.rpartition(" to ")[2] for step in first.remedies(dose)] == [
        "07:45",
        "07:30",
        "07:00",
        "09:00",
        "Tue 24 Nov",
    ]
    assert [step.changed(request).profile.appointments[1].on for step in first.remedies(dose)][
        -1
    ] == MONDAY + timedelta(1)

"""away: nothing is planned on these days."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backplan.model.frequency import Daily
from backplan.model.profile import DateRange, Profile
from backplan.rules.away import Away
from backplan.rules.cause import Place, ShortDose
from tests.builders import MONDAY, activity, asked, day_of, session

WALK = activity("walk", Daily(1, 1))
JOURNEY = DateRange(MONDAY + timedelta(days=1), MONDAY + timedelta(days=3))
REQUEST = asked(WALK, profile=Profile(away=(JOURNEY,)))


@pytest.mark.parametrize(("day", "broken"), [(0, 0), (1, 1), (3, 1), (4, 0)])
def test_a_day_away_has_no_session_but_appointments(day: int, broken: int) -> None:
    on = MONDAY + timedelta(days=day)
    sessions = [session("walk", f"{on} 08:00"), session("walk", f"{on} 10:00", fixed=True)]

    found = list(Away.broken_on(day_of(REQUEST, *sessions, day=day)))

    assert len(found) == broken
    assert all(one.sessions == (sessions[0].id,) for one in found)
    assert len(list(Away().obstacles(Place(REQUEST, WALK, 15, on, None, ())))) == broken


def test_a_journey_is_shortened_at_its_ends_first() -> None:
    dose = ShortDose(REQUEST, "walk", tuple(MONDAY + timedelta(days=day) for day in (1, 2, 3)))

    (journey,) = Away().causes(dose)

    assert journey.words == "away from Tue 24 Nov to Thu 26 Nov"
    assert [step.words for step in journey.remedies(dose)] == [
        "be available on Tue 24 Nov",
        "be available on Thu 26 Nov",
        "be available on Wed 25 Nov",
        "be available from Tue 24 Nov to Thu 26 Nov",
    ]
    assert [step.changed(REQUEST).profile.away for step in journey.remedies(dose)][2] == (
        DateRange(JOURNEY.first, JOURNEY.first),
        DateRange(JOURNEY.last, JOURNEY.last),
    )
    assert journey.taken_from(REQUEST) == asked(WALK)

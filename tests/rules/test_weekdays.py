"""days: only on those weekdays (contract section 3)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backplan.model.frequency import Daily
from backplan.model.profile import Profile
from backplan.rules.base import BrokenLimit, Judgement
from backplan.rules.weekdays import Weekdays
from tests.builders import MONDAY, Said, activity, appointment, asked, facts, said_of

MON_WED_FRI = (0, 2, 4)


@pytest.mark.parametrize("weekday", range(7))
def test_only_the_weekdays_allowed(weekday: int) -> None:
    rule, allowed = Weekdays(MON_WED_FRI), weekday in MON_WED_FRI
    assert rule.judge(facts(0, weekday=weekday)) == Judgement()
    assert rule.judge(facts(1, weekday=weekday)) == Judgement(broken=not allowed, forbidden=not allowed)
    assert rule.judge(facts(0, 1, weekday=weekday)) == Judgement(broken=not allowed)
    assert rule.judge(facts(1, 1, weekday=weekday)) == Judgement(broken=not allowed, forbidden=not allowed)


@pytest.mark.parametrize("weekday", range(7))
def test_the_weekdays_are_the_calendars_on_whichever_the_plan_starts(weekday: int) -> None:
    start = MONDAY + timedelta(days=weekday)
    request = asked(activity("walk", Daily(1, 1), days=MON_WED_FRI), start=start)
    expected = tuple(day for day in range(7) if (start + timedelta(days=day)).weekday() not in MON_WED_FRI)
    assert said_of(request, "walk", "1111111") == Said(broken=expected, forbidden=expected)


def test_days_that_are_not_allowed_fall_short_like_any_other() -> None:
    request = asked(activity("walk", Daily(1, 1), days=MON_WED_FRI))
    assert said_of(request, "walk", "1.1.1..") == Said(4, 4)


def test_an_appointment_on_another_day_is_broken_by_itself() -> None:
    profile = Profile(appointments=(appointment("walk", "2026-11-24 10:00"),))
    request = asked(activity("walk", Daily(1, 1), days=MON_WED_FRI), profile=profile)
    assert said_of(request, "walk", "1.1.1..") == Said(3, 3, 0, (1,), ())


def test_a_weekday_that_is_not_allowed_is_barred() -> None:
    assert [Weekdays((0, 2)).bars(number) for number in range(4)] == [False, True, False, True]


def test_words_tell_the_weekday_and_those_allowed() -> None:
    assert Weekdays((4, 0, 2)).broken(facts(1, weekday=5)) == (
        BrokenLimit("a Saturday; only Mon, Wed and Fri allowed"),
    )
    assert Weekdays((0,)).broken(facts(1, weekday=0)) == ()

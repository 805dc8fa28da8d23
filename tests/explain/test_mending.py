"""A suggestion is a small change in words that a person can follow; each was tried."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backplan.checker.check import check
from backplan.explain.mending import mended
from backplan.model.frequency import Every
from backplan.model.profile import DateRange, Profile
from backplan.rules.catalog import catalog
from tests.builders import MONDAY, activity, appointment, asked, at, every_day, low_back, low_back_week, session

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from backplan.model.plan import Session
    from backplan.model.request import PlanRequest

WEEK = low_back_week()


def told(
    sessions: Sequence[Session], request: PlanRequest | None = None, today: date = MONDAY
) -> list[tuple[str, tuple[str, ...]]]:
    """The rule and the suggestions of each finding."""
    rules = catalog(request or asked(low_back()))
    return [(one.rule, one.suggestions) for one in mended(rules, sessions, check(rules, sessions), today)]


def moved(name: str, day: int, to: str) -> tuple[Session, ...]:
    """The good week with one session of an activity, by the day of November on which it is, elsewhere."""
    return tuple(
        replace(one, start=at(to), end=at(to) + (one.end - one.start))
        if one.activity == name and one.start.day == day
        else one
        for one in WEEK
    )


def without(name: str, day: int) -> tuple[Session, ...]:
    return tuple(one for one in WEEK if one.activity != name or one.start.day != day)


def test_a_session_at_the_time_of_another_is_moved_within_its_day() -> None:
    assert told(moved("aerobics", 24, "2026-11-24 18:15")) == [
        (
            "overlap",
            (
                "move Hamstring stretch on Tue 24 Nov at 18:30 to 18:45 on the same day",
                "move Low-impact aerobics on Tue 24 Nov at 18:15 to 18:00 on the same day",
            ),
        )
    ]


def test_a_session_on_the_wrong_day_is_moved_back() -> None:
    back = "move Lumbar stabilization on Thu 26 Nov at 18:45 to Wed 25 Nov at 18:45"
    swapped = "move Low-impact aerobics on Thu 26 Nov at 17:30 to Wed 25 Nov at 17:30"
    assert told(moved("lumbar-stabilization", 25, "2026-11-26 18:45")) == [
        ("alternate_with", (back, swapped)),
        ("frequency", (back,)),
        ("frequency", (back,)),
    ]


def test_a_session_of_the_wrong_length_gets_the_prescribed_one() -> None:
    sessions = tuple(
        replace(one, minutes=10, end=one.start + (one.end - one.start) / 3) if one.activity == "aerobics" else one
        for one in WEEK
    )
    assert [suggestions[0] for _, suggestions in told(sessions)] == [
        f"make Low-impact aerobics on {on} at 17:30 last 30 minutes"
        for on in ("Tue 24 Nov", "Thu 26 Nov", "Sat 28 Nov")
    ]


def test_a_session_that_was_left_out_is_put_back() -> None:
    assert told(without("aerobics", 26)) == [
        ("frequency", ("add Low-impact aerobics on Thu 26 Nov at 12:30, 30 minutes",))
    ]


def test_one_session_too_many_is_left_out() -> None:
    extra = session("hamstring-stretch", "2026-11-24 12:45", 5, number=99)
    (found,) = [suggestions for rule, suggestions in told((*WEEK, extra)) if rule == "frequency"]
    assert found == (
        "skip Hamstring stretch on Tue 24 Nov at 18:30",
        "skip Hamstring stretch on Tue 24 Nov at 12:45",
    )


def test_a_session_on_a_day_away_is_moved_to_another_or_left_out() -> None:
    request = asked(low_back(), profile=Profile(away=(DateRange(MONDAY, MONDAY),)))
    (first, *_) = told(WEEK, request)
    assert first == ("away", ("skip Hamstring stretch on Mon 23 Nov at 07:30",))


def test_an_appointment_is_never_moved() -> None:
    request = asked(low_back(), profile=Profile(appointments=(appointment("aerobics", "2026-11-24 12:00"),)))
    fixed = replace(session("aerobics", "2026-11-24 12:00", 30, number=50), fixed=True)
    sessions = (*WEEK, fixed)
    for rule, suggestions in told(sessions, request):
        assert rule == "frequency"
        assert all("12:00" not in one for one in suggestions)
        assert suggestions


def test_a_session_that_nobody_prescribed_is_left_out() -> None:
    extra = session("yoga", "2026-11-24 12:00", 30, number=60)
    assert told((*WEEK, extra)) == [("frequency", ("skip Yoga on Tue 24 Nov at 12:00",))]


def test_a_gap_that_would_only_grow_elsewhere_gets_no_suggestion() -> None:
    """Every two to three days: to move the session after a long gap even later is no help for that gap."""
    request = asked(activity("core", Every(2, 3), (30, 30)), weeks=2)
    days = (23, 25, 27, 29)
    sessions = [session("core", f"2026-11-{day} 08:00", 30, number=day) for day in days]
    sessions.append(session("core", "2026-12-06 08:00", 30, number=40))
    (first, *_) = told(sessions, request)
    assert first == (
        "frequency",
        ("add Core on Tue 1 Dec at 07:30, 30 minutes", "add Core on Wed 2 Dec at 07:30, 30 minutes"),
    )


def test_where_no_small_change_helps_nothing_is_suggested() -> None:
    request = asked(low_back(), profile=Profile(available=every_day("10:00-10:05")))
    assert all(suggestions == () for rule, suggestions in told(WEEK, request) if rule == "time")

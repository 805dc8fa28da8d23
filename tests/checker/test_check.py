"""The checker says exactly what is wrong with given sessions, where, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from backplan.checker.check import check
from backplan.model.finding import Finding, Severity
from backplan.model.frequency import Cap, Daily, Every, Weekly
from backplan.model.profile import DateRange, Profile
from backplan.model.regimen import Phase
from backplan.rules.catalog import catalog
from tests.builders import (
    MONDAY,
    activity,
    appointment,
    asked,
    busy_event,
    every_day,
    low_back,
    low_back_week,
    regimen,
    session,
    windows,
)

if TYPE_CHECKING:
    from backplan.model.plan import Session
    from backplan.model.request import PlanRequest

STRETCH = activity("stretch", Daily(0, 2), (5, 5), apart=360)
WALK = activity("walk", Weekly(0, 7), (30, 30))
LIFT = activity("lift", Every(1, 99), (15, 15))
ANYTHING = asked(STRETCH, WALK, LIFT)
"""Nothing has to be done, so that only what the test does wrong is found."""


def november(*numbers: int) -> tuple[date, ...]:
    return tuple(date(2026, 11, number) for number in numbers)


def limit(rule: str, name: str | None, days: tuple[date, ...], message: str) -> Finding:
    return Finding(Severity.LIMIT, rule, name, days, message)


def dose(name: str, days: tuple[date, ...], message: str) -> Finding:
    return Finding(Severity.DOSE, "frequency", name, days, message)


def found(request: PlanRequest, *sessions: Session) -> list[Finding]:
    """What is found; which sessions it names is told by the tests of that."""
    return [replace(one, sessions=()) for one in check(catalog(request), sessions)]


def test_a_good_week_has_no_findings() -> None:
    assert found(asked(low_back()), *low_back_week()) == []


def test_no_sessions_are_no_findings_where_nothing_is_due() -> None:
    assert found(ANYTHING) == []


# Doses.


def test_short_days_of_a_daily_dose_are_one_finding() -> None:
    request = asked(activity("stretch", Daily(2, 2), (5, 5), apart=0))
    sessions = [
        session("stretch", f"2026-11-{day} {at}", 5) for day in (24, 25, 27, 28, 29) for at in ("08:00", "18:00")
    ]
    assert found(request, session("stretch", "2026-11-23 08:00", 5), *sessions) == [
        dose(
            "stretch",
            november(23, 26),
            "Stretch: 3 sessions short, on Mon 23 Nov and Thu 26 Nov; at least 2 per day are prescribed.",
        )
    ]


def test_many_short_days_are_counted_and_not_all_named() -> None:
    assert found(asked(activity("stretch", Daily(1, 1)))) == [
        dose(
            "stretch",
            november(*range(23, 30)),
            "Stretch: 7 sessions short, on 7 days from Mon 23 Nov to Sun 29 Nov; at least 1 per day is prescribed.",
        )
    ]


def test_each_short_week_is_a_finding_with_its_seven_days() -> None:
    request = asked(activity("walk", Weekly(2, 3), (30, 30)), weeks=3, start=date(2026, 11, 26))
    done = [session("walk", f"{day} 10:00", 30, week=1) for day in ("2026-12-03", "2026-12-09")]
    second = [session("walk", "2026-12-10 10:00", 30, week=2)]
    assert found(request, *done, *second) == [
        dose(
            "walk",
            tuple(date(2026, 11, 26) + timedelta(days=number) for number in range(7)),
            "Walk in the week of Thu 26 Nov: 0 sessions; at least 2 are prescribed (2 to 3 times a week).",
        ),
        dose(
            "walk",
            tuple(date(2026, 12, 10) + timedelta(days=number) for number in range(7)),
            "Walk in the week of Thu 10 Dec: 1 session; at least 2 are prescribed (2 to 3 times a week).",
        ),
    ]


@pytest.mark.parametrize(
    ("days", "short"),
    [
        ((24, 26, 28), []),
        ((23, 25, 27, 29), []),
        (
            (24, 28),
            [
                (
                    (25, 26, 27),
                    (
                        "from Wed 25 Nov to Fri 27 Nov: 4 days from one session to the next; "
                        "at most 2 are prescribed (every other day)"
                    ),
                )
            ],
        ),
        (
            (26, 28),
            [
                (
                    (23, 24, 25),
                    (
                        "from Mon 23 Nov to Wed 25 Nov: 4 days until the first session; at most 2 are prescribed "
                        "(every other day)"
                    ),
                )
            ],
        ),
        (
            (24, 26),
            [
                (
                    (27, 28, 29),
                    (
                        "from Fri 27 Nov to Sun 29 Nov: no session for 3 days; "
                        "the prescription (every other day) allows at most 2 from one session to the next"
                    ),
                )
            ],
        ),
        (
            (),
            [
                (
                    (23, 24, 25, 26, 27, 28, 29),
                    (
                        "from Mon 23 Nov to Sun 29 Nov: no session for 7 days; "
                        "the prescription (every other day) allows at most 2 from one session to the next"
                    ),
                )
            ],
        ),
    ],
)
def test_each_long_gap_is_a_finding_with_the_days_inside_it(
    days: tuple[int, ...], short: list[tuple[tuple[int, ...], str]]
) -> None:
    request = asked(activity("lift", Every(2, 2)))
    assert found(request, *(session("lift", f"2026-11-{day} 10:00") for day in days)) == [
        dose("lift", november(*inside), f"Lift {words}.") for inside, words in short
    ]


def test_a_gap_that_began_before_the_plan_names_the_days_before_it_too() -> None:
    request = asked(activity("lift", Every(2, 2)), history=[session("lift", "2026-11-20 10:00")])
    assert found(request, *(session("lift", f"2026-11-{day} 10:00") for day in (24, 26, 28))) == [
        dose(
            "lift",
            november(21, 22, 23),
            "Lift from Sat 21 Nov to Mon 23 Nov: 4 days from one session to the next; "
            "at most 2 are prescribed (every other day).",
        )
    ]


def test_a_missed_session_beyond_the_least_is_no_finding() -> None:
    request = asked(activity("stretch", Daily(1, 2)))
    assert found(request, *(session("stretch", f"2026-11-{day} 10:00") for day in range(23, 30))) == []


# Limits over days.


def test_two_sessions_of_a_weekly_activity_on_one_day() -> None:
    assert found(ANYTHING, session("walk", "2026-11-23 08:00", 30), session("walk", "2026-11-23 18:00", 30)) == [
        limit(
            "frequency",
            "walk",
            november(23),
            "Walk on Mon 23 Nov: 2 sessions on one day; the prescription (up to 7 times a week) allows at most 1 per "
            "day.",
        )
    ]


def test_more_sessions_than_a_day_allows() -> None:
    request = asked(activity("stretch", Daily(0, 2), (5, 5), apart=60))
    three = [session("stretch", f"2026-11-29 {at}", 5) for at in ("08:00", "12:00", "18:00")]
    assert found(request, *three) == [
        limit(
            "frequency",
            "stretch",
            november(29),
            "Stretch on Sun 29 Nov: 3 sessions; the prescription (up to twice a day) allows at most 2.",
        )
    ]


def test_appointments_that_overfill_a_week_by_themselves_are_found_with_the_weeks_days() -> None:
    days = ("2026-11-23", "2026-11-25", "2026-11-27")
    profile = Profile(appointments=tuple(appointment("walk", f"{day} 10:00") for day in days))
    request = asked(activity("walk", Weekly(1, 2), (30, 30)), profile=profile)
    assert found(request, *(session("walk", f"{day} 10:00", 30, fixed=True) for day in days)) == [
        limit(
            "frequency",
            "walk",
            november(*range(23, 30)),
            "Walk in the week of Mon 23 Nov: 3 sessions; the prescription (1 to 2 times a week) allows at most 2.",
        )
    ]


def test_sessions_that_overfill_a_week_are_found() -> None:
    request = asked(activity("walk", Weekly(1, 2), (30, 30)))
    said = found(request, *(session("walk", f"2026-11-{day} 10:00", 30) for day in (23, 25, 29)))
    assert said
    assert {(one.severity, one.rule, one.activity, one.days) for one in said} == {
        (Severity.LIMIT, "frequency", "walk", november(*range(23, 30)))
    }


def test_sessions_that_are_too_close() -> None:
    request = asked(
        activity("lift", Every(2, 99)),
        activity("walk", Weekly(0, 7), rest_days=2),
        history=[session("lift", "2026-11-22 08:00")],
    )
    lifts = [session("lift", "2026-11-23 10:00")]
    walks = [
        session("walk", "2026-11-23 12:00"),
        session("walk", "2026-11-25 12:00"),
        session("walk", "2026-11-28 12:00"),
    ]
    assert found(request, *lifts, *walks) == [
        limit(
            "frequency",
            "lift",
            november(23),
            "Lift on Mon 23 Nov: 1 day after Sunday's; at least 2 are prescribed (every 2 to 99 days).",
        ),
        limit(
            "rest_days",
            "walk",
            november(25),
            "Walk on Wed 25 Nov: only 1 full day of rest since Monday's; at least 2 are needed.",
        ),
    ]


def test_a_session_on_a_weekday_that_is_not_allowed() -> None:
    request = asked(activity("walk", Weekly(0, 7), days=(0, 2, 4)))
    assert found(request, session("walk", "2026-11-28 12:00"), session("walk", "2026-11-27 12:00")) == [
        limit("days", "walk", november(28), "Walk on Sat 28 Nov: on a Saturday; only Mon, Wed and Fri are allowed.")
    ]


def test_a_session_in_a_week_of_another_phase() -> None:
    phases = [Phase("One", 1, (WALK,)), Phase("Two", 1, (STRETCH,))]
    request = asked(regimen(phases=phases), weeks=2)
    assert found(request, session("walk", "2026-11-30 12:00", 30, week=1)) == [
        limit(
            "frequency",
            "walk",
            (date(2026, 11, 30),),
            "Walk on Mon 30 Nov: 1 session; none are prescribed this week.",
        )
    ]


def test_activities_that_never_share_a_day() -> None:
    request = asked(activity("walk", Weekly(0, 7), alternate_with=("lift",)), LIFT)
    both = [
        session("walk", "2026-11-29 12:00"),
        session("lift", "2026-11-29 18:00"),
        session("lift", "2026-11-28 18:00"),
    ]
    assert found(request, *both) == [
        limit(
            "alternate_with",
            "lift",
            november(29),
            "Lift and Walk are both on Sun 29 Nov; they must never be on the same day.",
        )
    ]


def test_a_cap_counts_appointments_before_and_after_the_plan() -> None:
    days = ("2026-10-05", "2026-11-25", "2027-09-01", "2027-10-05")
    request = asked(
        activity("shot", Cap(2, 365)),
        profile=Profile(appointments=tuple(appointment("shot", f"{day} 10:00") for day in days)),
    )
    assert found(request, session("shot", "2026-11-25 10:00", 30, fixed=True)) == [
        limit(
            "frequency",
            "shot",
            (date(2026, 10, 5), date(2026, 11, 25), date(2027, 9, 1)),
            "Shot: 3 within 365 days (Mon 5 Oct 2026, Wed 25 Nov 2026 and Wed 1 Sep 2027); at most 2 are allowed.",
        ),
        limit(
            "frequency",
            "shot",
            (date(2026, 11, 25), date(2027, 9, 1), date(2027, 10, 5)),
            "Shot: 3 within 365 days (Wed 25 Nov 2026, Wed 1 Sep 2027 and Tue 5 Oct 2027); at most 2 are allowed.",
        ),
    ]


def test_a_capped_activity_that_somebody_planned_is_one_finding_whatever_its_length() -> None:
    request = asked(activity("shot", Cap(2, 365), (30, 30)))
    assert found(request, session("shot", "2026-11-25 10:00", 20)) == [
        limit(
            "frequency",
            "shot",
            november(25),
            "Shot on Wed 25 Nov: 1 session; none are prescribed this week.",
        )
    ]


# Limits within a day.


def test_sessions_at_the_same_time() -> None:
    assert found(ANYTHING, session("walk", "2026-11-23 08:00", 30), session("lift", "2026-11-23 08:15")) == [
        limit(
            "overlap",
            "walk",
            november(23),
            "Walk at 08:00 and Lift at 08:15 on Mon 23 Nov overlap by 15 minutes; sessions must not overlap.",
        )
    ]


def test_sessions_that_only_touch_are_well() -> None:
    assert found(ANYTHING, session("walk", "2026-11-23 08:00", 30), session("lift", "2026-11-23 08:30")) == []


@pytest.mark.parametrize(("second", "broken"), [("14:05", False), ("14:00", True)])
def test_two_sessions_of_one_activity_keep_their_distance(second: str, broken: bool) -> None:  # noqa: FBT001 - a table
    request = asked(activity("stretch", Daily(0, 2), (20, 20), apart=345))
    said = found(request, session("stretch", "2026-11-23 08:00", 20), session("stretch", f"2026-11-23 {second}", 20))
    assert [one for one in said if one.rule == "apart"] == (
        [
            limit(
                "apart",
                "stretch",
                november(23),
                "Stretch twice on Mon 23 Nov, at 08:00 and 14:00: only 5 hours 40 minutes from the end of one to the "
                "start of the next; at least 5 hours 45 minutes are prescribed.",
            )
        ]
        if broken
        else []
    )


@pytest.mark.parametrize(("minutes", "broken"), [(45, False), (44, True)])
def test_the_days_minutes_stay_within_the_budget(minutes: int, broken: bool) -> None:  # noqa: FBT001 - a table
    request = asked(WALK, LIFT, profile=Profile(max_minutes_per_day=minutes))
    said = found(request, session("walk", "2026-11-23 08:00", 30), session("lift", "2026-11-23 09:00"))
    assert said == (
        [
            limit(
                "max_minutes_per_day",
                None,
                november(23),
                "45 minutes of exercise on Mon 23 Nov; the profile allows at most 44 minutes per day.",
            )
        ]
        if broken
        else []
    )


def test_appointments_do_not_count_towards_the_budget() -> None:
    profile = Profile(max_minutes_per_day=30, appointments=(appointment("lift", "2026-11-23 10:00", 60),))
    request = asked(WALK, LIFT, profile=profile)
    done = [session("walk", "2026-11-23 08:00", 30), session("lift", "2026-11-23 10:00", 60, fixed=True)]
    assert found(request, *done) == []


def test_a_start_too_soon_after_rising_is_found_for_appointments_too() -> None:
    request = asked(
        activity("walk", Weekly(0, 7), (30, 30), after_waking=60),
        profile=Profile(wake=420, appointments=(appointment("walk", "2026-11-25 07:30"),)),
    )
    days = [
        session("walk", "2026-11-23 07:45", 30),
        session("walk", "2026-11-24 08:00", 30),
        session("walk", "2026-11-25 07:30", 30, fixed=True),
    ]
    assert found(request, *days) == [
        limit(
            "after_waking",
            "walk",
            november(23),
            "Walk on Mon 23 Nov at 07:45 is too early; it must start at least 1 hour after getting up at 07:00.",
        ),
        limit(
            "after_waking",
            "walk",
            november(25),
            "Walk on Wed 25 Nov at 07:30 is too early; it must start at least 1 hour after getting up at 07:00.",
        ),
    ]


def test_a_session_of_another_length_than_prescribed() -> None:
    request = asked(activity("walk", Weekly(0, 7), (30, 40), progression=5), weeks=2)
    days = [session("walk", "2026-11-23 12:00", 25), session("walk", "2026-11-30 12:00", 35, week=1)]
    assert found(request, *days) == [
        limit(
            "time",
            "walk",
            november(23),
            "Walk on Mon 23 Nov at 12:00 lasts 25 minutes; 30 minutes are prescribed this week.",
        )
    ]


def test_a_start_off_the_quarter_hours() -> None:
    assert found(ANYTHING, session("walk", "2026-11-23 12:05", 30)) == [
        limit(
            "time", "walk", november(23), "Walk on Mon 23 Nov at 12:05 does not start on a quarter hour, such as 12:00."
        )
    ]


def test_a_session_on_a_day_away() -> None:
    request = asked(WALK, profile=Profile(away=(DateRange(MONDAY, MONDAY + timedelta(days=1)),)))
    assert found(request, session("walk", "2026-11-24 12:00", 30), session("walk", "2026-11-25 12:00", 30)) == [
        limit("away", "walk", november(24), "Walk on Tue 24 Nov at 12:00 is on a day when you are away.")
    ]


@pytest.mark.parametrize(
    ("at", "inside"),
    [("08:00", True), ("09:30", True), ("11:30", True), ("07:45", False), ("11:45", False), ("12:30", False)],
)
def test_a_session_lies_wholly_inside_the_available_time(at: str, inside: bool) -> None:  # noqa: FBT001 - a table
    request = asked(WALK, profile=Profile(available=every_day("08:00-10:00", "10:00-12:00")))
    assert found(request, session("walk", f"2026-11-23 {at}", 30)) == (
        []
        if inside
        else [
            limit(
                "available",
                "walk",
                november(23),
                f"Walk on Mon 23 Nov at {at} is outside your available time (08:00 to 10:00 and 10:00 to 12:00).",
            )
        ]
    )


def test_a_window_ends_at_midnight() -> None:
    request = asked(WALK, profile=Profile(available=every_day("00:00-24:00")))
    assert found(request, session("walk", "2026-11-23 23:30", 30)) == []
    assert found(request, session("walk", "2026-11-23 23:45", 30)) == [
        limit(
            "available",
            "walk",
            november(23),
            "Walk on Mon 23 Nov at 23:45 would end after midnight; a session must end on the day it starts.",
        )
    ]


@pytest.mark.parametrize(("at", "inside"), [("08:30", True), ("08:45", False), ("10:00", False), ("10:15", True)])
def test_a_session_keeps_clear_of_busy_events_and_their_buffer(at: str, inside: bool) -> None:  # noqa: FBT001 - a table
    request = asked(WALK, profile=Profile(buffer=10), busy=[busy_event("2026-11-23 09:10", "2026-11-23 10:05")])
    assert found(request, session("walk", f"2026-11-23 {at}", 30)) == (
        []
        if inside
        else [
            limit(
                "busy",
                "walk",
                november(23),
                f"Walk on Mon 23 Nov at {at} conflicts with another event in your calendars (09:10 to 10:05); "
                "10 minutes before and after it are kept free.",
            )
        ]
    )


def test_appointments_need_neither_free_time_nor_the_prescribed_length_nor_a_quarter_hour() -> None:
    profile = Profile(
        available=((), *(windows("08:00-20:00"),) * 6),
        away=(DateRange(MONDAY, MONDAY),),
        appointments=(appointment("walk", "2026-11-23 05:50", 90),),
    )
    request = asked(WALK, profile=profile, busy=[busy_event("2026-11-23 00:00", "2026-11-24 00:00")])
    assert found(request, session("walk", "2026-11-23 05:50", 90, fixed=True)) == []


@pytest.mark.parametrize(
    ("timezone", "change"),
    [
        ("America/New_York", "2026-03-08"),
        ("America/New_York", "2026-11-01"),
        ("Europe/Berlin", "2026-03-29"),
        ("Europe/Berlin", "2026-10-25"),
        ("Australia/Sydney", "2026-10-04"),
        ("Australia/Sydney", "2026-04-05"),
        ("Australia/Lord_Howe", "2026-10-04"),
        ("Australia/Lord_Howe", "2026-04-05"),
    ],
)
def test_a_day_of_a_clock_change_is_judged_like_any_other(timezone: str, change: str) -> None:
    request = asked(
        activity("stretch", Daily(2, 2), (15, 15), apart=600),
        start=date.fromisoformat(change) - timedelta(days=3),
        timezone=timezone,
        profile=Profile(available=every_day("07:00-07:15", "17:15-17:30")),
    )
    days = [request.start + timedelta(days=number) for number in range(7)]
    at = ("07:00", "17:15")
    assert (
        found(request, *(session("stretch", f"{day} {clock}", timezone=timezone) for day in days for clock in at)) == []
    )


# Order.


def test_limits_come_before_doses_and_each_by_day() -> None:
    request = asked(
        activity("stretch", Daily(1, 2), (5, 5)), activity("walk", Weekly(1, 7), (30, 30), days=(0,)), weeks=2
    )
    sessions = [session("walk", f"2026-11-{day} 12:00", 30) for day in (25, 24)]
    stretches = [session("stretch", f"2026-11-{day} 08:00", 5) for day in (23, 24, 25)]
    said = found(request, *sessions, *stretches)
    assert [(one.severity, one.activity, one.days[0].day) for one in said] == [
        (Severity.LIMIT, "walk", 24),
        (Severity.LIMIT, "walk", 25),
        (Severity.DOSE, "stretch", 26),
        (Severity.DOSE, "walk", 30),
    ]


def test_the_order_of_the_sessions_makes_no_difference() -> None:
    sessions = [
        session("walk", "2026-11-23 08:00", 30),
        session("lift", "2026-11-23 08:15"),
        session("walk", "2026-11-23 18:00", 30),
        session("stretch", "2026-11-23 08:20", 5),
    ]
    assert found(ANYTHING, *sessions) == found(ANYTHING, *reversed(sessions))


def test_sessions_outside_the_plan_do_not_count_and_are_told_of() -> None:
    sessions = [session("walk", "2026-11-22 03:05", 30), session("walk", "2026-11-30 03:05", 30)]
    assert found(ANYTHING, *sessions) == [
        Finding(
            Severity.ADVICE,
            "weeks",
            "walk",
            (date(2026, 11, day),),
            f"Walk on {on} is outside this plan (Mon 23 Nov to Sun 29 Nov 2026), so it does not count.",
        )
        for day, on in ((22, "Sun 22 Nov 2026"), (30, "Mon 30 Nov 2026"))
    ]


def test_an_appointment_outside_the_plan_is_nothing_to_tell() -> None:
    assert found(ANYTHING, replace(session("walk", "2026-11-30 03:05", 30), fixed=True)) == []


def test_a_session_across_midnight_is_told_so_and_what_it_meets_the_day_after() -> None:
    request = asked(WALK, profile=Profile(appointments=(appointment("walk", "2026-11-25 00:00"),)))
    late = session("walk", "2026-11-24 23:45", 30)
    assert [(one.rule, one.message) for one in found(request, late)] == [
        ("available", "Walk on Tue 24 Nov at 23:45 would end after midnight; a session must end on the day it starts."),
        ("overlap", "Walk on Tue 24 Nov at 23:45 overlaps an appointment that begins the day after."),
    ]


def test_more_sessions_than_a_day_has_quarter_hours_are_told_of_in_one_sentence() -> None:
    many = [session("stretch", "2026-11-24 08:00", 5, number=number) for number in range(97)]
    (told,) = [one.message for one in found(ANYTHING, *many) if one.rule == "overlap"]
    assert told == "97 sessions are on Tue 24 Nov, but a day has only 96 quarter hours."


def test_a_session_of_an_activity_that_the_regimen_does_not_have_is_not_prescribed() -> None:
    assert found(ANYTHING, session("swim", "2026-11-24 08:00", 30)) == [
        limit(
            "frequency",
            "swim",
            november(24),
            "Swim on Tue 24 Nov at 08:00 is not prescribed: Low-back care has no such activity.",
        )
    ]

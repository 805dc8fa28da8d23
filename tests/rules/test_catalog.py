"""The catalog turns a request into rules: which hold, in which week, on which day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from backplan.model.frequency import Cap, Daily, Every, Frequency, Weekly
from backplan.model.profile import Anchors, DateRange, Preference, Profile
from backplan.model.regimen import Phase, TimeOfDay
from backplan.model.time import Interval, clock_day, instant
from backplan.rules.apart import Apart
from backplan.rules.cap import CapOverDays
from backplan.rules.catalog import catalog
from backplan.rules.daily_dose import DailyDose
from backplan.rules.day_budget import DayBudget
from backplan.rules.every_dose import EveryDose
from backplan.rules.free_time import FreeTime
from backplan.rules.not_prescribed import NotPrescribed
from backplan.rules.rest_days import RestDays
from backplan.rules.weekdays import Weekdays
from backplan.rules.weekly_dose import WeeklyDose
from tests.builders import (
    MONDAY,
    activity,
    appointment,
    asked,
    at,
    busy_event,
    course_of,
    every_day,
    regimen,
    session,
    windows,
)

if TYPE_CHECKING:
    from backplan.rules.base import DayRule

WALK = activity("walk", Weekly(3, 3), (30, 40), progression=2)


@pytest.mark.parametrize(
    ("frequency", "rule"),
    [
        (Daily(1, 2), DailyDose(1, 2)),
        (Weekly(2, 3), WeeklyDose(2, 3)),
        (Every(2, 4), EveryDose(2, 4)),
        (Cap(3, 365), NotPrescribed(Cap(3, 365))),
    ],
)
def test_each_kind_of_frequency_has_its_rule(frequency: Frequency, rule: DayRule) -> None:
    assert [week.rules for week in course_of(asked(activity("walk", frequency)), "walk").weeks] == [(rule,)]


def test_rest_days_and_weekdays_are_rules_where_they_ask_for_something() -> None:
    strict = activity("walk", Weekly(1, 2), rest_days=2, days=(0, 3))
    assert course_of(asked(strict), "walk").weeks[0].rules == (WeeklyDose(1, 2), RestDays(2), Weekdays((0, 3)))


def test_sessions_grow_week_by_week_from_the_regimens_beginning() -> None:
    course = course_of(asked(WALK, weeks=3, first_week=4), "walk")
    assert [week.minutes for week in course.weeks] == [38, 40, 40]


def test_each_week_has_the_rules_of_its_phase() -> None:
    phases = [
        Phase("Calm", 1, (activity("stretch", Daily(1, 1)),)),
        Phase("Build", 2, (WALK,)),
        Phase("Keep", 1, (activity("walk", Every(2, 2), (40, 40)),)),
    ]
    course = course_of(asked(regimen(phases=phases), weeks=5), "walk")
    assert [week.rules for week in course.weeks] == [
        (NotPrescribed(),),
        (WeeklyDose(3, 3),),
        (WeeklyDose(3, 3),),
        (EveryDose(2, 2),),
        (NotPrescribed(),),
    ]
    assert [week.minutes for week in course.weeks] == [0, 30, 32, 40, 0]
    assert [week.since for week in course.weeks] == [None, 7, 7, 7, None]
    assert [week.closes for week in course.weeks] == [False, False, False, True, True]


@pytest.mark.parametrize(
    ("start", "frequency", "rest_days", "memory"),
    [
        (MONDAY, Every(5, 9), 0, 5),
        (MONDAY, Every(2, 9), 6, 7),
        (MONDAY, Weekly(1, 1), 0, 1),
        (MONDAY, Daily(1, 1), 1, 2),
    ],
)
def test_a_course_remembers_as_long_as_its_longest_least_gap(
    start: date, frequency: Frequency, rest_days: int, memory: int
) -> None:
    request = asked(activity("walk", frequency, rest_days=rest_days), start=start)
    assert course_of(request, "walk").longest_memory == memory


# Appointments.


def test_appointments_have_day_numbers_also_outside_the_plan() -> None:
    days = ("2026-11-22", "2026-11-23", "2026-11-29", "2026-11-30")
    profile = Profile(appointments=tuple(appointment("walk", f"{day} 10:00") for day in reversed(days)))
    found = catalog(asked(WALK, profile=profile))
    assert [one.day for one in found.fixed] == [-1, 0, 6, 7]
    assert found.courses[0].fixed == (1, 0, 0, 0, 0, 0, 1)
    assert [one.minutes for one in found.fixed] == [30] * 4


@pytest.mark.parametrize(
    ("timezone", "start", "first", "last"),
    [
        ("Europe/Berlin", "2026-03-29 02:30", "2026-03-29 03:00+02:00", "2026-03-29 03:30+02:00"),  # skipped
        ("Europe/Berlin", "2026-03-29 01:45", "2026-03-29 01:45+01:00", "2026-03-29 03:15+02:00"),  # through the gap
        ("Europe/Berlin", "2026-10-25 02:30", "2026-10-25 02:30+02:00", "2026-10-25 02:00+01:00"),  # the first of two
        ("America/New_York", "2026-11-01 00:45", "2026-11-01 00:45-04:00", "2026-11-01 01:15-04:00"),
        ("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-04 02:30+11:00", "2026-10-04 03:00+11:00"),
    ],
)
def test_an_appointment_lies_where_the_clocks_first_show_its_time_or_later(
    timezone: str, start: str, first: str, last: str
) -> None:
    profile = Profile(appointments=(appointment("walk", start),))
    request = asked(WALK, profile=profile, timezone=timezone, start=date.fromisoformat(start[:10]))
    parse = type(at("2026-11-23 00:00")).fromisoformat
    assert catalog(request).fixed[0].span == Interval(instant(parse(first)), instant(parse(last)))


def test_an_appointment_on_a_day_that_a_zone_left_out_does_not_stop_the_plan() -> None:
    profile = Profile(appointments=(appointment("walk", "2011-12-30 10:00"),))
    found = catalog(asked(WALK, profile=profile, timezone="Pacific/Apia", start=date(2011, 12, 26)))
    assert found.courses[0].fixed == (0, 0, 0, 0, 1, 0, 0)
    assert found.free[4].intervals() == ()


# Between activities.


def test_a_pair_that_never_shares_a_day_is_one_rule_whoever_names_it() -> None:
    first = activity("walk", Daily(1, 1), alternate_with=("lift", "bike"))
    second = activity("lift", Daily(1, 1), alternate_with=("walk",))
    found = catalog(asked(first, second, activity("bike", Daily(1, 1)), weeks=2))
    assert found.alternates == ((("bike", "walk"), ("lift", "walk")),) * 2


def test_an_activity_may_share_a_day_with_itself() -> None:
    assert catalog(asked(activity("walk", Daily(1, 2), alternate_with=("walk",)))).alternates == ((),)


def test_pairs_follow_the_phases() -> None:
    tied = activity("walk", Daily(1, 1), alternate_with=("lift",))
    free, lift = activity("walk", Daily(1, 1)), activity("lift", Daily(1, 1))
    phases = [Phase("One", 1, (free, lift)), Phase("Two", 1, (tied, lift)), Phase("Three", 1, (free, lift))]
    assert catalog(asked(regimen(phases=phases), weeks=4)).alternates == ((), (("lift", "walk"),), (), ())


# Caps.


def test_caps_of_all_phases_are_held_once_each() -> None:
    yearly, monthly = activity("shot", Cap(3, 365)), activity("shot", Cap(1, 30))
    phases = [
        Phase("One", 1, (yearly,)),
        Phase("Two", 1, (yearly, activity("blood", Cap(1, 7)))),
        Phase("Three", 1, (monthly,)),
    ]
    found = catalog(asked(regimen(phases=phases)))
    assert found.caps == (CapOverDays("blood", 1, 7), CapOverDays("shot", 1, 30), CapOverDays("shot", 3, 365))


def test_a_cap_counts_history_and_appointments_each_once() -> None:
    shot = activity("shot", Cap(3, 365))
    request = asked(
        shot,
        WALK,
        profile=Profile(
            appointments=(
                appointment("shot", "2026-11-25 10:00"),
                appointment("shot", "2026-11-20 10:00"),  # in the history too
                appointment("shot", "2027-06-01 10:00"),
                appointment("walk", "2026-11-24 10:00"),
            )
        ),
        history=[
            session("shot", "2026-11-20 10:00", 30, fixed=True),
            session("shot", "2026-11-20 16:00", 30, fixed=True),
            session("shot", "2026-03-01 10:00", 30, fixed=True),
            session("walk", "2026-11-21 10:00", 30),
        ],
    )
    found = catalog(request)
    assert found.cap_days(found.caps[0]) == (-267, -3, -3, 2, 190)


# Within a day.


def test_the_days_budget_is_the_profiles() -> None:
    assert catalog(asked(WALK)).budget is None
    assert catalog(asked(WALK, profile=Profile(max_minutes_per_day=60))).budget == DayBudget(60)


def test_sessions_of_a_day_keep_the_activitys_distance() -> None:
    found = catalog(asked(WALK))
    assert found.apart(activity("walk", Daily(1, 2), apart=90)) == Apart(90)
    assert found.apart(activity("walk", Daily(1, 2))) == Apart(240)
    assert found.apart(WALK) == Apart(240, several=False)


def test_rising_matters_where_regimen_and_profile_both_speak_of_it() -> None:
    hour = activity("walk", Daily(1, 1), after_waking=60)
    early = Profile(wake=420)
    day = clock_day("Europe/Berlin", MONDAY)
    assert catalog(asked(hour, profile=early)).room(hour, day).start == instant(at("2026-11-23 08:00"))
    assert catalog(asked(hour)).room(hour, day).start == day.span.start
    assert catalog(asked(WALK, profile=early)).room(WALK, day).start == day.span.start
    at_once = activity("walk", Daily(1, 1), after_waking=0)
    assert catalog(asked(at_once, profile=Profile(wake=0))).room(at_once, day).start == day.span.start
    never = clock_day("Pacific/Apia", date(2011, 12, 30))
    assert catalog(asked(hour, profile=early)).room(hour, never) == Interval(never.span.end, never.span.end)


@pytest.mark.parametrize("weekday", range(7))
def test_each_day_has_the_windows_of_its_weekday(weekday: int) -> None:
    available = tuple(windows(f"{8 + number:02d}:00-20:00") for number in range(7))
    start = MONDAY + timedelta(days=weekday)
    found = catalog(asked(WALK, start=start, profile=Profile(available=available)))
    assert [free.windows for free in found.free] == [available[(weekday + day) % 7] for day in range(7)]
    assert [free.day for free in found.free] == list(found.days)
    assert [day.date for day in found.days] == [start + timedelta(days=number) for number in range(7)]


@pytest.mark.parametrize(
    ("first", "last", "away"),
    [
        ("2026-11-23", "2026-11-23", {0}),
        ("2026-11-29", "2026-12-05", {6}),
        ("2026-11-20", "2026-11-24", {0, 1}),
        ("2026-11-20", "2026-11-22", set()),
        ("2026-11-30", "2026-12-05", set()),
        ("2026-01-01", "2027-01-01", set(range(7))),
    ],
)
def test_a_range_of_days_away_holds_both_its_ends(first: str, last: str, away: set[int]) -> None:
    profile = Profile(away=(DateRange(date.fromisoformat(first), date.fromisoformat(last)),))
    found = catalog(asked(WALK, profile=profile))
    assert {day for day, free in enumerate(found.free) if free.away} == away


def test_busy_events_belong_to_the_days_that_they_or_their_buffers_touch() -> None:
    late = busy_event("2026-11-23 22:00", "2026-11-23 23:50")
    long = busy_event("2026-11-25 12:00", "2026-11-27 12:00")
    found = catalog(asked(WALK, busy=[late, long], profile=Profile(buffer=15)))
    assert [free.busy for free in found.free] == [(late,), (late,), (long,), (long,), (long,), (), ()]
    assert found.free[0] == FreeTime(
        clock_day("Europe/Berlin", MONDAY), windows("06:00-22:00"), away=False, busy=(late,), buffer=15, appointments=()
    )
    without_buffer = catalog(asked(WALK, busy=[late]))
    assert [free.busy for free in without_buffer.free] == [(late,), *((),) * 6]


def test_appointments_block_the_days_that_they_touch_for_all_activities() -> None:
    profile = Profile(
        available=every_day("00:00-24:00"),
        appointments=(appointment("walk", "2026-11-22 23:30", 60), appointment("walk", "2026-11-29 23:30", 60)),
    )
    found = catalog(asked(WALK, activity("lift", Daily(1, 1)), profile=profile))
    first, last = found.fixed
    assert [free.appointments for free in found.free] == [(first.span,), *((),) * 5, (last.span,)]
    assert found.free[0].intervals()[0].start == first.span.end


# What the patient would rather have.


def test_preferred_times_are_clock_minutes_sorted_and_each_once() -> None:
    some = activity("walk", Daily(1, 1), when=(TimeOfDay.EVENING, 450, TimeOfDay.MORNING))
    assert catalog(asked(some)).preferred(some) == (450, 1110)
    moved = Profile(anchors=Anchors(evening=1200))
    assert catalog(asked(some, profile=moved)).preferred(some) == (450, 1200)
    assert catalog(asked(WALK)).preferred(WALK) == ()


def test_the_patients_times_and_choices_come_before_the_regimens() -> None:
    some = activity("walk", Daily(1, 1), when=(TimeOfDay.EVENING,), choose=("park", "forest"))
    other = activity("lift", Daily(1, 1), when=(TimeOfDay.EVENING,), choose=("bands",))
    profile = Profile(prefer=(("walk", Preference(when=(600,), choose=("forest",))), ("lift", Preference(when=(615,)))))
    found = catalog(asked(some, other, profile=profile))
    assert found.preferred(some) == (600,)
    assert found.choices(some) == ("forest",)
    assert found.preferred(other) == (615,)
    assert found.choices(other) == ("bands",)
    assert catalog(asked(some)).choices(some) == ("park", "forest")


@pytest.mark.parametrize(
    ("wished", "taken"),
    [
        (None, ("park", "the forest")),
        ((), ("park", "the forest")),
        (("beach",), ("park", "the forest")),
        (("beach", "park"), ("park",)),
        (("The  Forest", "PARK"), ("the forest", "park")),
        (("park", "park", "the forest"), ("park", "park", "the forest")),
    ],
)
def test_only_what_is_prescribed_is_ever_chosen_in_the_regimens_spelling(
    wished: tuple[str, ...] | None, taken: tuple[str, ...]
) -> None:
    some = activity("walk", Daily(1, 1), choose=("park", "the forest"))
    plain = activity("lift", Daily(1, 1))
    profile = Profile(prefer=(("lift", Preference(choose=wished)), ("walk", Preference(choose=wished))))
    found = catalog(asked(some, plain, profile=profile))
    assert found.choices(some) == taken
    assert found.choices(plain) == ()

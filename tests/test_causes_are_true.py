"""What a finding gives as its cause is its cause: without that very thing the dose is less short."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import pytest

from backplan.app import make_plan
from backplan.model.finding import Severity
from backplan.model.frequency import Cap, Daily, Every, Weekly
from backplan.model.profile import DateRange, Profile
from backplan.planner.causes import _circumstances
from backplan.planner.planning import plan
from backplan.rules.catalog import catalog
from backplan.rules.doses import DailyDose, EveryDose, WeeklyDose
from tests.builders import MONDAY, activity, appointment, asked, busy_event, every_day, regimen, session, windows
from tests.oracle.bridge import request_of
from tests.oracle.generate import instance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backplan.model.finding import Finding
    from backplan.model.request import PlanRequest
    from backplan.planner.causes import Circumstance
    from backplan.rules.course import Course


@lru_cache(maxsize=512)
def planned_days(request: PlanRequest) -> dict[str, tuple[int, ...]]:
    """For each activity how many sessions are planned on each day when a request is planned, appointments left out."""
    counts = {name: [0] * 7 * request.weeks for name in request.regimen.activity_ids}
    for one in plan(catalog(request)).sessions:
        if not one.fixed:
            counts[one.activity][(one.start.date() - request.start).days] += 1
    return {name: tuple(days) for name, days in counts.items()}


def shortage(request: PlanRequest, finding: Finding) -> int:
    """How short a finding's activity is on the finding's days when a request is planned.

    A dose a day is short by the sessions missing on each of the days, one a week by those missing in the weeks that
    end on one of them. A dose of days from session to session is short by a day for each day without a session that
    comes so many days after the last one, or later.
    """
    course = next((course for course in catalog(request).courses if course.id == finding.activity), None)
    if course is None:
        return 0
    memory = course.start
    total = late_before(request, course, finding)
    for day, count in enumerate(planned_days(request)[course.id]):
        facts = course.facts(memory, day, count)
        memory = course.after(memory, day, count)
        if request.start + timedelta(days=day) not in finding.days:
            continue
        for rule in course.weeks[day // 7].rules:
            if isinstance(rule, DailyDose):
                total += max(0, rule.least - facts.sessions)
            elif isinstance(rule, WeeklyDose) and day % 7 == 6:
                total += max(0, rule.least - facts.week_planned - facts.week_fixed)
            elif isinstance(rule, EveryDose) and not facts.sessions:
                total += int(facts.waited >= rule.most)
    return total


def late_before(request: PlanRequest, course: Course, finding: Finding) -> int:
    """The late days between the last session of the history and the plan's first day."""
    last = -course.facts(course.start, 0, 0).waited
    return sum(
        day - last >= rule.most and request.start + timedelta(days=day) in finding.days
        for rule in course.weeks[0].rules
        if isinstance(rule, EveryDose)
        for day in range(last + 1, 0)
    )


def without(request: PlanRequest, gone: Sequence[Circumstance]) -> PlanRequest:
    for one in gone:
        request = one.away_with(request)
    return request


def assert_true(request: PlanRequest, finding: Finding) -> None:
    """Each cause alone makes the dose shorter by less, or all do together and none of them is one too many."""
    named = {one.words: one for one in _circumstances(request, finding)}
    causes = [named[words] for words in finding.because]
    short = shortage(request, finding)
    assert short > 0
    alone = [shortage(without(request, [one]), finding) < short for one in causes]
    if all(alone):
        return
    assert not any(alone), [one.words for one, mends in zip(causes, alone, strict=True) if not mends]
    assert len(causes) > 1
    assert shortage(without(request, causes), finding) < short
    for one in causes:
        others = [other for other in causes if other is not one]
        assert shortage(without(request, others), finding) == short, f"needless: {one.words}"


def short_doses(request: PlanRequest) -> list[Finding]:
    return [finding for finding in make_plan(request).findings if finding.severity is Severity.DOSE]


@pytest.mark.parametrize(
    ("size", "seed"),
    [
        *(("small", seed) for seed in (0, 3, 5, 6, 8, 16, 20, 22, 26, 28, 40, 41)),
        *(("medium", seed) for seed in (3, 9, 15, 21, 25)),
    ],
)
def test_every_cause_that_a_finding_names_is_one(size: str, seed: int) -> None:
    request = request_of(instance(seed, size=size))
    findings = short_doses(request)
    assert any(finding.because for finding in findings), "the seed was chosen for its short doses"
    for finding in findings:
        if finding.because:
            assert_true(request, finding)


# Cases made by hand, with their words.

WALK = activity("walk", Daily(1, 1), (30, 30))
TUESDAY = MONDAY + timedelta(days=1)
ONLY_MONDAY_MATTERS = (windows("08:00-08:30"), *(windows("06:00-22:00"),) * 6)

BY_HAND: dict[str, tuple[PlanRequest, dict[str, tuple[str, ...]]]] = {
    "a day away": (
        asked(WALK, profile=Profile(away=(DateRange(TUESDAY, TUESDAY),))),
        {"walk": ("away on Tue 24 Nov",)},
    ),
    "days away": (
        asked(WALK, profile=Profile(away=(DateRange(MONDAY, TUESDAY), DateRange(date(2027, 1, 1), date(2027, 1, 1))))),
        {"walk": ("away from Mon 23 Nov to Tue 24 Nov",)},
    ),
    "a day away with an appointment": (
        asked(
            activity("walk", Daily(2, 2), (30, 30)),
            profile=Profile(
                away=(DateRange(TUESDAY, TUESDAY),),
                appointments=(appointment("walk", "2026-11-24 10:00"),),
            ),
        ),
        {"walk": ("away on Tue 24 Nov",)},
    ),
    "a busy day": (
        asked(WALK, busy=[busy_event("2026-11-24 00:00", "2026-11-25 00:00", "Conference")]),
        {"walk": ("busy on Tue 24 Nov, all day",)},
    ),
    "busy from the day before": (
        asked(
            WALK,
            busy=[
                busy_event("2026-11-22 20:00", "2026-11-23 23:00", "Night and day shift"),
                busy_event("2026-11-24 10:00", "2026-11-24 11:00", "Tea"),
            ],
        ),
        {"walk": ("busy on Mon 23 Nov, 00:00 to 23:00", "only 06:00 to 22:00 available on Monday")},
    ),
    "many busy events": (
        asked(
            WALK,
            busy=[busy_event(f"2026-11-23 {4 + 2 * n:02d}:00", f"2026-11-23 {5 + 2 * n:02d}:55") for n in range(9)],
        ),
        {"walk": ("9 busy events from Mon 23 Nov to Mon 23 Nov", "only 06:00 to 22:00 available on Monday")},
    ),
    "a buffer around an event": (
        asked(
            WALK,
            busy=[busy_event("2026-11-23 07:00", "2026-11-23 07:55", "Bus")],
            profile=Profile(available=ONLY_MONDAY_MATTERS, buffer=10),
        ),
        {
            "walk": (
                "busy on Mon 23 Nov, 07:00 to 07:55",
                "only 08:00 to 08:30 available on Monday",
                "10 minutes kept free around busy events",
            )
        },
    ),
    "a buffer that reaches in from the evening before": (
        asked(
            WALK,
            busy=[busy_event("2026-11-22 20:00", "2026-11-22 23:50", "Late shift")],
            profile=Profile(available=(windows("00:00-00:30"), *ONLY_MONDAY_MATTERS[1:]), buffer=20),
        ),
        {
            "walk": (
                "busy on Sun 22 Nov, 20:00 to 23:50",
                "only 00:00 to 00:30 available on Monday",
                "20 minutes kept free around busy events",
            )
        },
    ),
    "a buffer that reaches in from the morning after": (
        asked(
            WALK,
            busy=[busy_event("2026-11-24 00:10", "2026-11-24 08:00", "Early shift")],
            profile=Profile(available=(windows("23:30-24:00"), *ONLY_MONDAY_MATTERS[1:]), buffer=20),
        ),
        {
            "walk": (
                "busy on Tue 24 Nov, 00:10 to 08:00",
                "only 23:30 to 24:00 available on Monday",
                "20 minutes kept free around busy events",
            )
        },
    ),
    "an appointment": (
        asked(
            WALK,
            activity("shot", Cap(9, 365)),
            profile=Profile(available=ONLY_MONDAY_MATTERS, appointments=(appointment("shot", "2026-11-23 08:00", 10),)),
        ),
        {"walk": ("the appointment on Mon 23 Nov at 08:00", "only 08:00 to 08:30 available on Monday")},
    ),
    "a narrow window": (
        asked(WALK, profile=Profile(available=(windows("08:00-08:20", "12:00-12:25"), *ONLY_MONDAY_MATTERS[1:]))),
        {"walk": ("only 08:00 to 08:20 and 12:00 to 12:25 available on Monday",)},
    ),
    "no window": (
        asked(WALK, profile=Profile(available=((), *ONLY_MONDAY_MATTERS[1:]))),
        {"walk": ("no time available on Monday",)},
    ),
    "a day's budget": (
        asked(WALK, profile=Profile(max_minutes_per_day=20)),
        {"walk": ("at most 20 minutes of exercise a day",)},
    ),
    "an activity that never shares a day": (
        asked(
            activity("lift", Every(2, 2), alternate_with=("walk",)),
            activity("walk", Weekly(4, 4), (30, 30)),
            profile=Profile(appointments=(appointment("lift", "2026-11-23 10:00", 15),)),
        ),
        {"lift": ("Walk, which never shares a day with it",)},
    ),
    "an activity that takes the time": (
        asked(
            activity("lift", Daily(2, 2), (15, 15), apart=0),
            WALK,
            profile=Profile(available=(windows("08:00-08:30"), *every_day("08:00-20:00")[1:])),
        ),
        {"walk": ("only 08:00 to 08:30 available on Monday", "Lift, which needs time as well")},
    ),
    "getting up late": (
        asked(activity("walk", Daily(1, 1), (30, 30), after_waking=60), profile=Profile(wake=1260)),
        {"walk": ("only 06:00 to 22:00 available every day", "not before 1 hour after getting up at 21:00")},
    ),
    "weekdays": (
        asked(activity("walk", Daily(1, 1), (30, 30), days=(0, 1, 2, 3, 4))),
        {"walk": ("only allowed on Mon, Tue, Wed, Thu and Fri",)},
    ),
    "rest days": (
        asked(activity("walk", Weekly(5, 5), (30, 30), rest_days=1)),
        {"walk": ("rest days between sessions: 1",)},
    ),
    "two sessions apart": (
        asked(activity("stretch", Daily(2, 2), (5, 5), apart=360), profile=Profile(available=every_day("08:00-12:00"))),
        {"stretch": ("only 08:00 to 12:00 available every day", "sessions of one day 6 hours apart")},
    ),
    "the last session before": (
        asked(activity("lift", Every(2, 2)), history=[session("lift", "2026-11-13 08:00")]),
        {"lift": ("the last session before was on Fri 13 Nov",)},
    ),
    "two things at once": (
        asked(
            WALK,
            busy=[busy_event("2026-11-24 00:00", "2026-11-25 00:00", "Conference")],
            profile=Profile(away=(DateRange(TUESDAY, TUESDAY),)),
        ),
        {"walk": ("away on Tue 24 Nov", "busy on Tue 24 Nov, all day")},
    ),
    "more than a day holds": (
        asked(activity("stretch", Daily(9, 9), (60, 60), apart=180)),
        {"stretch": ("only 06:00 to 22:00 available every day", "sessions of one day 3 hours apart")},
    ),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_a_short_dose_names_its_causes_and_nothing_else(name: str) -> None:
    request, expected = BY_HAND[name]
    findings = short_doses(request)
    assert {finding.activity: finding.because for finding in findings} == expected
    for finding in findings:
        assert_true(request, finding)


def test_a_plan_without_short_doses_has_nothing_to_explain() -> None:
    assert make_plan(asked(WALK, profile=Profile(max_minutes_per_day=30))).findings == ()


def test_a_long_plan_is_explained_where_it_is_short() -> None:
    day = MONDAY + timedelta(weeks=20, days=2)
    request = asked(
        activity("lift", Every(2, 2)), weeks=24, profile=Profile(away=(DateRange(day, day + timedelta(days=3)),))
    )
    assert [(finding.days, finding.because) for finding in short_doses(request)] == [
        (
            tuple(day + timedelta(days=number) for number in range(4)),
            ("away from Wed 14 Apr to Sat 17 Apr",),
        )
    ]


def test_the_way_back_from_a_cause_leaves_everything_else_as_it_was() -> None:
    request = replace(
        BY_HAND["two things at once"][0], regimen=regimen(WALK, activity("lift", Every(2, 2), alternate_with=("swim",)))
    )
    (finding, *_) = short_doses(request)
    changed = {one.words: one.away_with(request) for one in _circumstances(request, finding)}
    assert changed["away on Tue 24 Nov"] == replace(request, profile=Profile())
    assert changed["busy on Tue 24 Nov, all day"] == replace(request, busy=())
    assert changed["Lift, which needs time as well"] == replace(request, regimen=regimen(WALK))

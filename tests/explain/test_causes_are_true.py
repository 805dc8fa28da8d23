"""What a finding gives as its causes is a smallest set of them, and what it suggests helps: held by planning again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import pytest

from backplan.app.planning import make_plan
from backplan.explain.causes import conflict
from backplan.explain.remedies import ladders
from backplan.explain.replanning import LONGEST, WHOLE, Replanner
from backplan.model.finding import Severity
from backplan.model.frequency import Cap, Daily, Every, Weekly
from backplan.model.profile import DateRange, Profile
from backplan.planner.plan import plan
from backplan.rules.catalog import catalog
from backplan.rules.catalog import causes as possible_causes
from backplan.rules.cause import ShortDose
from backplan.rules.daily_dose import DailyDose
from backplan.rules.every_dose import EveryDose
from backplan.rules.weekly_dose import WeeklyDose
from tests.builders import MONDAY, activity, appointment, asked, busy_event, every_day, regimen, session, windows
from tests.oracle.bridge import request_of
from tests.oracle.generate import instance
from tests.two_speeds import fast_first

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backplan.model.finding import Finding
    from backplan.model.plan import Plan
    from backplan.model.request import PlanRequest
    from backplan.rules.cause import Cause
    from backplan.rules.course import Course


@lru_cache(maxsize=512)
def made(request: PlanRequest) -> Plan:
    return plan(catalog(request))


@lru_cache(maxsize=512)
def planned_days(request: PlanRequest) -> dict[str, tuple[int, ...]]:
    """For each activity how many sessions are planned on each day when a request is planned, appointments left out."""
    counts = {name: [0] * 7 * request.weeks for name in request.regimen.activity_ids}
    for one in made(request).sessions:
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


def shortfalls(request: PlanRequest) -> dict[str, int]:
    """How short each activity is when a request is planned."""
    found = {}
    for course in catalog(request).courses:
        memory, total = course.start, 0
        for day, count in enumerate(planned_days(request)[course.id]):
            total += course.judge(memory, day, count).shortfall
            memory = course.after(memory, day, count)
        found[course.id] = total
    return found


def mended(request: PlanRequest, changed: PlanRequest, finding: Finding) -> bool:
    """The dose is less short, and all doses that are still asked for are together."""
    before, after = shortfalls(request), shortfalls(changed)
    return shortage(changed, finding) < shortage(request, finding) and sum(after.values()) < sum(
        before[name] for name in after
    )


def with_nothing_but(request: PlanRequest, everything: Sequence[Cause], held: Sequence[Cause]) -> PlanRequest:
    for one in everything:
        if one not in held:
            request = one.taken_from(request)
    return request


def dose_of(request: PlanRequest, finding: Finding) -> ShortDose:
    assert finding.activity is not None
    return ShortDose(request, finding.activity, finding.days)


def assert_true(request: PlanRequest, finding: Finding) -> None:
    """The causes are a smallest set of those that make the dose as short as it is, and each suggestion mends it."""
    replanner = Replanner(request, made(request))
    everything = possible_causes(dose_of(replanner.relevant(replanner.whole()), finding))
    by_words = {one.words: one for one in everything}
    # The frequency itself may be named first; it is what the others collide with.
    first = () if finding.because[0] in by_words else finding.because[:1]
    causes = [by_words[words] for words in finding.because[len(first) :]]
    assert shortage(request, finding) > 0
    assert not mended(request, with_nothing_but(request, everything, causes), finding), "the set alone is enough"
    for one in causes:
        others = [other for other in causes if other is not one]
        assert mended(request, with_nothing_but(request, everything, others), finding), f"needless: {one.words}"
    changes = {
        step.words: step.changed(request) for _, steps in ladders(dose_of(request, finding), causes) for step in steps
    }
    assert len(finding.suggestions) <= 3
    for suggestion in finding.suggestions:
        assert mended(request, changes[suggestion], finding), f"does not help: {suggestion}"


def short_doses(request: PlanRequest) -> list[Finding]:
    return [finding for finding in make_plan(request).findings if finding.severity is Severity.DOSE]


@pytest.mark.parametrize("tens", fast_first(range(10)))
def test_the_causes_of_random_instances_are_smallest_sets_and_every_suggestion_helps(tens: int) -> None:
    """A hundred over-constrained instances, ten at a time."""
    seen, seed = 0, 100 * tens
    while seen < 10:
        request = request_of(instance(seed, size="small"))
        seed += 1
        findings = short_doses(request)
        for finding in findings:
            assert finding.because, "so few activities are always explained"
            assert_true(request, finding)
        seen += bool(findings)


@pytest.mark.parametrize("seed", fast_first([3, 9, 15, 21, 25]))
def test_the_causes_of_larger_instances_are_true_as_far_as_they_are_named(seed: int) -> None:
    request = request_of(instance(seed, size="medium"))
    assert request.weeks <= WHOLE
    explained = [finding for finding in short_doses(request) if finding.because]
    assert explained, "the seed was chosen for its short doses"
    for finding in explained:
        assert_true(request, finding)


# Cases made by hand, with their words.

WALK = activity("walk", Daily(1, 1), (30, 30))
TUESDAY = MONDAY + timedelta(days=1)
ONLY_MONDAY_MATTERS = (windows("08:00-08:30"), *(windows("06:00-22:00"),) * 6)

BY_HAND: dict[str, tuple[PlanRequest, str, tuple[str, ...], tuple[str, ...]]] = {
    "a day away": (
        asked(WALK, profile=Profile(away=(DateRange(TUESDAY, TUESDAY),))),
        "walk",
        ("away on Tue 24 Nov",),
        ("be at home on Tue 24 Nov",),
    ),
    "days away": (
        asked(WALK, profile=Profile(away=(DateRange(MONDAY, TUESDAY), DateRange(date(2027, 1, 1), date(2027, 1, 1))))),
        "walk",
        ("away from Mon 23 Nov to Tue 24 Nov",),
        ("be at home on Mon 23 Nov",),
    ),
    "a day away with an appointment": (
        asked(
            activity("walk", Daily(2, 2), (30, 30)),
            profile=Profile(
                away=(DateRange(TUESDAY, TUESDAY),),
                appointments=(appointment("walk", "2026-11-24 10:00"),),
            ),
        ),
        "walk",
        ("away on Tue 24 Nov",),
        ("be at home on Tue 24 Nov",),
    ),
    "a busy day": (
        asked(WALK, busy=[busy_event("2026-11-24 00:00", "2026-11-25 00:00", "Conference")]),
        "walk",
        ("busy on Tue 24 Nov, all day",),
        ("move or cancel what is on Tue 24 Nov, all day",),
    ),
    "busy from the day before": (
        asked(
            WALK,
            busy=[
                busy_event("2026-11-22 20:00", "2026-11-23 23:00", "Night and day shift"),
                busy_event("2026-11-24 10:00", "2026-11-24 11:00", "Tea"),
            ],
        ),
        "walk",
        ("busy on Mon 23 Nov, 00:00 to 23:00", "only 06:00 to 22:00 available on Monday"),
        ("move or cancel what is on Mon 23 Nov, 00:00 to 23:00", "be free 2 hours longer on Monday, until 24:00"),
    ),
    "many busy events": (
        asked(
            WALK,
            busy=[busy_event(f"2026-11-23 {4 + 2 * n:02d}:00", f"2026-11-23 {5 + 2 * n:02d}:55") for n in range(9)],
        ),
        "walk",
        ("9 busy events on Mon 23 Nov", "only 06:00 to 22:00 available on Monday"),
        ("move or cancel what is on Mon 23 Nov, 06:00 to 07:55", "be free 30 minutes longer on Monday, until 22:30"),
    ),
    "a buffer around an event": (
        asked(
            WALK,
            busy=[busy_event("2026-11-23 07:00", "2026-11-23 07:55", "Bus")],
            profile=Profile(available=ONLY_MONDAY_MATTERS, buffer=10),
        ),
        "walk",
        (
            "busy on Mon 23 Nov, 07:00 to 07:55",
            "only 08:00 to 08:30 available on Monday",
            "10 minutes kept free around busy events",
            "sessions of 30 minutes",
        ),
        (
            "move or cancel what is on Mon 23 Nov, 07:00 to 07:55",
            "be free 30 minutes longer on Monday, until 09:00",
            "keep 5 minutes free around busy events",
        ),
    ),
    "a buffer that reaches in from the evening before": (
        asked(
            WALK,
            busy=[busy_event("2026-11-22 20:00", "2026-11-22 23:50", "Late shift")],
            profile=Profile(available=(windows("00:00-00:30"), *ONLY_MONDAY_MATTERS[1:]), buffer=20),
        ),
        "walk",
        (
            "busy on Sun 22 Nov, 20:00 to 23:50",
            "only 00:00 to 00:30 available on Monday",
            "20 minutes kept free around busy events",
            "sessions of 30 minutes",
        ),
        (
            "move or cancel what is on Sun 22 Nov, 20:00 to 23:50",
            "be free 30 minutes longer on Monday, until 01:00",
            "keep 10 minutes free around busy events",
        ),
    ),
    "a buffer that reaches in from the morning after": (
        asked(
            WALK,
            busy=[busy_event("2026-11-24 00:10", "2026-11-24 08:00", "Early shift")],
            profile=Profile(available=(windows("23:30-24:00"), *ONLY_MONDAY_MATTERS[1:]), buffer=20),
        ),
        "walk",
        (
            "busy on Tue 24 Nov, 00:10 to 08:00",
            "only 23:30 to 24:00 available on Monday",
            "20 minutes kept free around busy events",
            "sessions of 30 minutes",
        ),
        (
            "move or cancel what is on Tue 24 Nov, 00:10 to 08:00",
            "be free 30 minutes earlier on Monday, from 23:00",
            "keep 10 minutes free around busy events",
        ),
    ),
    "an appointment": (
        asked(
            WALK,
            activity("shot", Cap(9, 365)),
            profile=Profile(available=ONLY_MONDAY_MATTERS, appointments=(appointment("shot", "2026-11-23 08:00", 10),)),
        ),
        "walk",
        ("the appointment on Mon 23 Nov at 08:00", "only 08:00 to 08:30 available on Monday", "sessions of 30 minutes"),
        ("move the appointment on Mon 23 Nov at 08:00 to 07:45", "be free 30 minutes longer on Monday, until 09:00"),
    ),
    "a narrow window": (
        asked(WALK, profile=Profile(available=(windows("08:00-08:20", "12:00-12:25"), *ONLY_MONDAY_MATTERS[1:]))),
        "walk",
        ("only 08:00 to 08:20 and 12:00 to 12:25 available on Monday", "sessions of 30 minutes"),
        ("be free 30 minutes longer on Monday, until 12:55", "ask for Walk in sessions of 25 minutes"),
    ),
    "no window": (
        asked(WALK, profile=Profile(available=((), *ONLY_MONDAY_MATTERS[1:]))),
        "walk",
        ("no time available on Monday",),
        ("be free for 30 minutes on Monday, 08:00 to 08:30",),
    ),
    "a day's budget": (
        asked(WALK, profile=Profile(max_minutes_per_day=20)),
        "walk",
        ("at most 20 minutes of exercise a day", "sessions of 30 minutes"),
        ("allow 30 minutes of exercise a day", "ask for Walk in sessions of 20 minutes"),
    ),
    "an activity that never shares a day": (
        asked(
            activity("lift", Every(2, 2), alternate_with=("walk",)),
            activity("walk", Weekly(4, 4), (30, 30)),
            profile=Profile(appointments=(appointment("lift", "2026-11-23 10:00", 15),)),
        ),
        "lift",
        ("every other day", "Walk, which never shares a day with it", "the appointment on Mon 23 Nov at 10:00"),
        ("move the appointment on Mon 23 Nov at 10:00 to Tue 24 Nov",),
    ),
    "an activity that takes the time": (
        asked(
            activity("lift", Daily(2, 2), (15, 15), apart=0),
            WALK,
            profile=Profile(available=(windows("08:00-08:30"), *every_day("08:00-20:00")[1:])),
        ),
        "walk",
        ("once a day", "only 08:00 to 08:30 available on Monday", "Lift, which needs time as well"),
        ("be free 30 minutes longer on Monday, until 09:00",),
    ),
    "getting up late": (
        asked(activity("walk", Daily(1, 1), (30, 30), after_waking=60), profile=Profile(wake=1260)),
        "walk",
        ("once a day", "only 06:00 to 22:00 available every day", "not before 1 hour after getting up at 21:00"),
        ("be free 30 minutes longer every day, until 22:30", "ask for Walk 30 minutes after getting up"),
    ),
    "weekdays": (
        asked(activity("walk", Daily(1, 1), (30, 30), days=(0, 1, 2, 3, 4))),
        "walk",
        ("once a day", "only allowed on Mon, Tue, Wed, Thu and Fri"),
        ("ask for Walk on Sat as well",),
    ),
    "rest days": (
        asked(activity("walk", Weekly(5, 5), (30, 30), rest_days=1)),
        "walk",
        ("5 times a week", "at least 1 rest day between sessions"),
        ("ask for no rest day between sessions of Walk", "ask for Walk 4 times a week"),
    ),
    "two sessions apart": (
        asked(activity("stretch", Daily(2, 2), (5, 5), apart=360), profile=Profile(available=every_day("08:00-12:00"))),
        "stretch",
        ("twice a day", "only 08:00 to 12:00 available every day", "sessions of one day 6 hours apart"),
        ("ask for sessions of Stretch 3 hours apart", "ask for Stretch once a day"),
    ),
    "the last session before": (
        asked(activity("lift", Every(2, 2)), history=[session("lift", "2026-11-13 08:00")]),
        "lift",
        ("every other day", "the last session before was on Fri 13 Nov"),
        (),
    ),
    "two things at once": (
        asked(
            WALK,
            busy=[busy_event("2026-11-24 00:00", "2026-11-25 00:00", "Conference")],
            profile=Profile(away=(DateRange(TUESDAY, TUESDAY),)),
        ),
        "walk",
        ("away on Tue 24 Nov",),
        (),
    ),
    "more than a day holds": (
        asked(activity("stretch", Daily(9, 9), (60, 60), apart=180)),
        "stretch",
        (
            "9 times a day",
            "only 06:00 to 22:00 available every day",
            "sessions of one day 3 hours apart",
            "sessions of 1 hour",
        ),
        (
            "be free 1 hour longer every day, until 23:00",
            "ask for sessions of Stretch 2 hours apart",
            "ask for Stretch in sessions of 45 minutes",
        ),
    ),
    "rules of the regimen that collide on an empty calendar": (
        asked(activity("walk", Weekly(4, 4), (30, 30), rest_days=3)),
        "walk",
        ("4 times a week", "at least 3 rest days between sessions"),
        ("ask for 2 rest days between sessions of Walk", "ask for Walk twice a week"),
    ),
    "a journey, and too few hours for sessions so far apart": (
        asked(
            activity("stretch", Daily(2, 2), (5, 5), apart=360),
            start=date(2026, 12, 7),
            profile=Profile(
                away=(DateRange(date(2026, 12, 9), date(2026, 12, 10)),), available=every_day("08:00-12:00")
            ),
        ),
        "stretch",
        (
            "twice a day",
            "away from Wed 9 Dec to Thu 10 Dec",
            "only 08:00 to 12:00 available every day",
            "sessions of one day 6 hours apart",
        ),
        ("be at home on Wed 9 Dec",),
    ),
    "every other day, and a journey": (
        asked(
            activity("lift", Every(2, 2)),
            start=date(2026, 12, 7),
            weeks=2,
            profile=Profile(away=(DateRange(date(2026, 12, 9), date(2026, 12, 10)),)),
        ),
        "lift",
        ("every other day", "away from Wed 9 Dec to Thu 10 Dec"),
        ("be at home on Wed 9 Dec",),
    ),
    "a week with too few days for two that never share one": (
        asked(
            activity("lift", Every(2, 2), (15, 15), alternate_with=("walk",)),
            activity("walk", Weekly(4, 4), (30, 30)),
            profile=Profile(away=(DateRange(TUESDAY, TUESDAY),)),
        ),
        "lift",
        ("every other day", "away on Tue 24 Nov", "Walk, which never shares a day with it"),
        ("be at home on Tue 24 Nov",),
    ),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_a_short_dose_names_what_collides_and_what_helps(name: str) -> None:
    request, short, because, suggested = BY_HAND[name]
    (finding,) = short_doses(request)
    assert (finding.activity, finding.because, finding.suggestions) == (short, because, suggested)
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
            ("every other day", "away from Wed 14 Apr to Sat 17 Apr"),
        )
    ]


def test_nothing_lasting_is_suggested_where_something_about_these_days_helps() -> None:
    request = BY_HAND["every other day, and a journey"][0]
    (finding,) = short_doses(request)
    assert finding.suggestions == ("be at home on Wed 9 Dec",)
    replanner = Replanner(request, made(request))
    members = conflict(replanner, finding)
    assert members is not None
    lasting = [
        step for _, steps in ladders(dose_of(request, finding), members) for step in steps if "ask for" in step.words
    ]
    assert any(replanner.helps(step.changed(request), finding, replanner.whole()) for step in lasting), (
        "there is something lasting"
    )


def test_a_finding_that_is_too_dear_to_explain_names_no_cause() -> None:
    request = BY_HAND["two sessions apart"][0]
    (finding,) = short_doses(request)
    assert conflict(Replanner(request, made(request), allowance=20), finding) is None


def test_a_long_plan_that_has_to_change_its_days_says_what_for() -> None:
    """Two days away, one on an even day and one on an odd one: every other day can miss one of them, not both."""
    first, second = MONDAY + timedelta(days=30), MONDAY + timedelta(days=45)
    request = asked(
        activity("lift", Every(2, 2)),
        weeks=12,
        profile=Profile(away=(DateRange(first, first), DateRange(second, second))),
    )
    (finding,) = short_doses(request)
    assert finding.because == ("every other day", "away on Thu 7 Jan", "away on Wed 23 Dec")
    assert finding.suggestions == ("be at home on Thu 7 Jan", "be at home on Wed 23 Dec")
    assert_true(request, finding)


def away_on(*days: date) -> Profile:
    return Profile(away=tuple(DateRange(day, day) for day in days))


def test_days_far_away_are_named_where_the_plan_is_short_because_of_both() -> None:
    """Either day alone leaves every other day to be met; the plan changes its days between them."""
    first, second = date(2026, 11, 26), date(2026, 12, 19)
    request = asked(
        activity("core", Every(2, 2), (15, 15)),
        activity("walk", Weekly(2, 2), (30, 30)),
        weeks=6,
        profile=away_on(first, second),
    )
    (finding,) = short_doses(request)
    assert second not in finding.days
    assert finding.because == ("every other day", "away on Thu 26 Nov", "away on Sat 19 Dec")
    assert finding.suggestions == ("be at home on Thu 26 Nov", "be at home on Sat 19 Dec")
    assert_true(request, finding)
    assert not short_doses(replace(request, profile=away_on(first)))
    assert not short_doses(replace(request, profile=away_on(second)))


def test_three_days_far_from_each_other_leave_no_day_for_every_third() -> None:
    days = (date(2026, 11, 26), date(2026, 12, 19), date(2027, 1, 20))
    request = asked(activity("walk", Every(3, 3), (30, 30)), weeks=12, profile=away_on(*days))
    (finding,) = short_doses(request)
    assert finding.because == ("every 3 days", "away on Sat 19 Dec", "away on Thu 26 Nov", "away on Wed 20 Jan")
    assert_true(request, finding)
    for one in days:
        assert not short_doses(replace(request, profile=away_on(*(day for day in days if day != one))))


@pytest.mark.parametrize("seed", fast_first([40, 8, 87, 124]))
def test_the_causes_of_longer_plans_are_true_in_the_whole_plan(seed: int) -> None:
    request = request_of(instance(seed, size="medium"))
    assert WHOLE < request.weeks <= LONGEST
    explained = [finding for finding in short_doses(request) if finding.because]
    assert explained, "the seed was chosen for its short doses"
    for finding in explained:
        assert_true(request, finding)


def test_weeks_that_are_short_for_the_sake_of_later_ones_do_not_blame_the_frequency_alone() -> None:
    request = asked(
        regimen(
            activity("lift", Every(2, 2), alternate_with=("walk",)),
            activity("walk", Weekly(3, 3), (30, 30)),
        ),
        weeks=12,
        profile=Profile(
            away=tuple(
                DateRange(MONDAY + timedelta(days=day), MONDAY + timedelta(days=day)) for day in (16, 17, 40, 41, 70)
            )
        ),
    )
    findings = short_doses(request)
    assert len(findings) > 2
    for finding in findings:
        assert not finding.because or any(words.startswith("away on") for words in finding.because)


def test_the_way_back_from_a_cause_leaves_everything_else_as_it_was() -> None:
    request = replace(
        BY_HAND["two things at once"][0], regimen=regimen(WALK, activity("lift", Every(2, 2), alternate_with=("swim",)))
    )
    (finding, *_) = short_doses(request)
    changed = {one.words: one.taken_from(request) for one in possible_causes(dose_of(request, finding))}
    assert changed["away on Tue 24 Nov"] == replace(request, profile=Profile())
    assert changed["busy on Tue 24 Nov, all day"] == replace(request, busy=())
    assert changed["Lift, which needs time as well"] == replace(request, regimen=regimen(WALK))

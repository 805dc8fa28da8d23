"""Short makers of values, with days and times written as people read them.

The week that most tests use is Mon 23 Nov to Sun 29 Nov 2026, in Berlin.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from backplan.model.finding import Finding, Severity
from backplan.model.frequency import Cap, Daily, Every, Weekly
from backplan.model.plan import Cost, Plan, Session, session_id
from backplan.model.profile import Appointment, Profile
from backplan.model.regimen import Activity, ActivityType, Phase, Regimen, TimeOfDay
from backplan.model.request import BusyEvent, PlanRequest
from backplan.model.time import Interval, instant
from backplan.rules.base import DayFacts
from backplan.rules.catalog import catalog
from backplan.rules.placed import DaySessions, place_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backplan.model.frequency import Frequency
    from backplan.rules.course import Course

MONDAY = date(2026, 11, 23)
BERLIN = "Europe/Berlin"


def at(text: str, timezone: str = BERLIN) -> datetime:
    """`2026-11-23 07:30` on the clocks of a zone."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(timezone))


def session(
    activity: str,
    start: str,
    minutes: int = 15,
    *,
    title: str = "",
    choice: str | None = None,
    week: int = 0,
    fixed: bool = False,
    number: int = 0,
    timezone: str = BERLIN,
) -> Session:
    """A session of `activity` from `start`, such as `2026-11-23 07:30`; its id follows `number`."""
    begins = at(start, timezone)
    ends = (begins.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(ZoneInfo(timezone))
    return Session(
        id=session_id("low-back", MONDAY, activity, week, number),
        activity=activity,
        title=title or activity.replace("-", " ").capitalize(),
        choice=choice,
        start=begins,
        end=ends,
        minutes=minutes,
        week=week,
        fixed=fixed,
    )


def plan(
    sessions: Iterable[Session] = (),
    *,
    start: date = MONDAY,
    weeks: int = 1,
    first_week: int = 0,
    timezone: str = BERLIN,
    findings: Sequence[Finding] = (),
    title: str = "Low-back care",
    proven: bool = True,
) -> Plan:
    """A plan of these sessions, put in order of their starts."""
    return Plan(
        regimen_id="low-back",
        regimen_title=title,
        start=start,
        weeks=weeks,
        first_week=first_week,
        timezone=timezone,
        sessions=tuple(sorted(sessions, key=lambda one: (one.start, one.id))),
        cost=Cost(),
        findings=tuple(findings),
        proven=proven,
    )


def finding(
    message: str,
    *,
    severity: Severity = Severity.DOSE,
    rule: str = "frequency",
    activity: str | None = "aerobics",
    days: Sequence[date] = (),
    because: Sequence[str] = (),
    suggestions: Sequence[str] = (),
) -> Finding:
    """A finding, about the frequency of the aerobics where nothing else is said."""
    return Finding(severity, rule, activity, tuple(days), message, tuple(because), tuple(suggestions))


def activity(
    name: str,
    frequency: Frequency,
    minutes: tuple[int, int] = (15, 15),
    *,
    title: str = "",
    kind: ActivityType = ActivityType.STRETCHING,
    progression: int = 0,
    apart: int = 240,
    alternate_with: tuple[str, ...] = (),
    rest_days: int = 0,
    days: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6),
    after_waking: int | None = None,
    choose: tuple[str, ...] = (),
    when: tuple[TimeOfDay | int, ...] = (),
) -> Activity:
    """An activity whose title is its id in words, unless given."""
    return Activity(
        id=name,
        title=title or name.replace("-", " ").capitalize(),
        type=kind,
        frequency=frequency,
        shortest=minutes[0],
        longest=minutes[1],
        progression=progression,
        apart=apart,
        when=when,
        choose=choose,
        alternate_with=alternate_with,
        rest_days=rest_days,
        days=days,
        after_waking=after_waking,
    )


def regimen(*activities: Activity, phases: Sequence[Phase] = (), title: str = "Low-back care") -> Regimen:
    """A regimen of these activities, or of these phases."""
    return Regimen(id="low-back", title=title, phases=tuple(phases) or (Phase("", None, activities),))


def low_back() -> Regimen:
    """What the bundled regimen of that name prescribes in short, with a cap for injections."""
    return regimen(
        activity("hamstring-stretch", Daily(1, 2), (5, 5), apart=360),
        activity(
            "lumbar-stabilization",
            Every(2, 2),
            (15, 20),
            kind=ActivityType.STRENGTHENING,
            progression=1,
            alternate_with=("aerobics",),
        ),
        activity(
            "aerobics",
            Weekly(3, 3),
            (30, 40),
            title="Low-impact aerobics",
            kind=ActivityType.AEROBIC,
            progression=2,
            choose=("walking", "bicycling", "swimming"),
        ),
        activity("steroid-injection", Cap(3, 365), (30, 30), kind=ActivityType.CARE),
    )


def low_back_week(week: int = 0, start: date = MONDAY) -> tuple[Session, ...]:
    """A good week of it: stretches on every day, strengthening and aerobics in turn."""
    sessions: list[Session] = []
    for number in range(7):
        day = start + timedelta(weeks=week, days=number)
        for index, clock in enumerate(("07:30", "18:30")):
            sessions.append(session("hamstring-stretch", f"{day} {clock}", 5, week=week, number=2 * number + index))
        if (7 * week + number) % 2 == 0:
            sessions.append(
                session("lumbar-stabilization", f"{day} 18:45", min(20, 15 + week), week=week, number=number)
            )
        elif number in {0, 1, 2, 3, 5, 6} and sum(s.activity == "aerobics" for s in sessions) < 3:
            sessions.append(
                session(
                    "aerobics",
                    f"{day} 17:30",
                    min(40, 30 + 2 * week),
                    title="Low-impact aerobics",
                    choice=("walking", "bicycling", "swimming")[number % 3],
                    week=week,
                    number=number,
                )
            )
    return tuple(sessions)


# --- What is asked of the planner, and the rules that follow from it -----------------------------------------------


def windows(*texts: str) -> tuple[Interval, ...]:
    """`06:30-08:00` and the like in clock minutes."""
    return tuple(Interval(*(_clock_minute(part) for part in text.split("-"))) for text in texts)


def every_day(*texts: str) -> tuple[tuple[Interval, ...], ...]:
    """The same windows on all weekdays, as a profile holds them."""
    return (windows(*texts),) * 7


def asked(
    what: Regimen | Activity,
    *more: Activity,
    start: date = MONDAY,
    weeks: int = 1,
    first_week: int = 0,
    timezone: str = BERLIN,
    profile: Profile | None = None,
    history: Iterable[Session] = (),
    busy: Iterable[BusyEvent] = (),
) -> PlanRequest:
    """A request for a plan of a regimen, or of these activities."""
    return PlanRequest(
        regimen=what if isinstance(what, Regimen) else regimen(what, *more),
        timezone=timezone,
        start=start,
        weeks=weeks,
        first_week=first_week,
        profile=Profile() if profile is None else profile,
        history=tuple(history),
        busy=tuple(busy),
    )


def busy_event(start: str, end: str, title: str = "Work", timezone: str = BERLIN) -> BusyEvent:
    """An event from `2026-11-23 09:00` to `2026-11-23 17:00` on the clocks of a zone."""
    return BusyEvent(Interval(instant(at(start, timezone)), instant(at(end, timezone))), title)


def appointment(name: str, start: str, minutes: int = 30) -> Appointment:
    """An appointment of an activity at `2026-11-23 10:00`."""
    day, clock = start.split()
    return Appointment(date.fromisoformat(day), _clock_minute(clock), minutes, name)


def facts(
    planned: int = 0,
    fixed: int = 0,
    *,
    weekday: int = 0,
    gap: int | None = None,
    gap_counts: bool = True,
    waited: int = 1,
    closes: bool = False,
    week_planned: int | None = None,
    week_fixed: int | None = None,
    week_closes: bool = False,
    last_fixed: bool = False,
) -> DayFacts:
    """A day of an activity; its week holds what the day holds, unless said otherwise."""
    return DayFacts(
        weekday=weekday,
        planned=planned,
        fixed=fixed,
        gap=gap,
        gap_counts=gap_counts,
        waited=waited,
        closes=closes,
        week_planned=planned if week_planned is None else week_planned,
        week_fixed=fixed if week_fixed is None else week_fixed,
        week_closes=week_closes,
        last_fixed=last_fixed,
    )


class Said(NamedTuple):
    """What an activity's rules say of all days together; the days are numbers."""

    shortfall: int = 0
    missed: int = 0
    unevenness: int = 0
    broken: tuple[int, ...] = ()
    forbidden: tuple[int, ...] = ()


def course_of(request: PlanRequest, name: str) -> Course:
    """The course of an activity through a request's plan."""
    return next(course for course in catalog(request).courses if course.id == name)


def said_of(request: PlanRequest, name: str, days: str) -> Said:
    """What an activity's rules say of `1..1... .......`: planned sessions day by day, a point for none."""
    course = course_of(request, name)
    shortfall = missed = unevenness = 0
    broken, forbidden = [], []
    planned = [0 if mark == "." else int(mark) for mark in days if mark != " "]
    assert len(planned) == 7 * request.weeks, "a mark for each day"
    for day, _, judgement in course.walk(planned):
        shortfall += judgement.shortfall
        missed += judgement.missed
        unevenness += judgement.unevenness
        if judgement.broken:
            broken.append(day)
        if judgement.forbidden:
            forbidden.append(day)
    return Said(shortfall, missed, unevenness, tuple(broken), tuple(forbidden))


def _clock_minute(text: str) -> int:
    hours, minutes = text.split(":")
    return 60 * int(hours) + int(minutes)


def day_of(request: PlanRequest, *sessions: Session, day: int = 0) -> DaySessions:
    """The sessions of one day of a request's plan, as the rules within the day see them."""
    rules = catalog(request)
    return DaySessions(rules, day, place_all(rules, sessions))

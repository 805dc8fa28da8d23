"""The things that a request could do without: what may be to blame for a short dose.

A *circumstance* is one of them: a day away, a busy event, an appointment, the hours available, a rule of the
activity, another activity. Each knows its words and the request without it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from backplan.explain.changes import (
    opened,
    with_activity,
    without_activity,
    without_appointments,
    without_away,
    without_budget,
    without_buffer,
    without_events,
)
from backplan.language.wording import WEEKDAYS, counted, listed, minutes, short_day, weekdays
from backplan.model.frequency import Cap, Daily
from backplan.model.profile import Appointment, DateRange
from backplan.model.request import BusyEvent
from backplan.model.time import MINUTE, Interval, clock_day, clock_text, moment
from backplan.rules.catalog import ALL_WEEK

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from datetime import date

    from backplan.model.finding import Finding
    from backplan.model.regimen import Activity
    from backplan.model.request import PlanRequest
    from backplan.model.time import ClockDay

EVENTS = 8
"""Busy events that are looked at one by one; where there are more they are taken together."""

BUSY_ON = "busy on "
"""How the words for a single time that is taken begin."""

About = DateRange | tuple[BusyEvent, ...] | Appointment | tuple[int, ...] | str | None
"""What a circumstance is about: days away, events, an appointment, weekdays, an activity's id."""


class Kind(IntEnum):
    """What a circumstance is; those that say most to a patient come first."""

    AWAY = 1
    BUSY = 2
    APPOINTMENT = 3
    HOURS = 4
    BUDGET = 5
    BUFFER = 6
    DAYS = 7
    REST_DAYS = 8
    AFTER_WAKING = 9
    APART = 10
    LENGTH = 11
    BEFORE = 12
    NEVER_TOGETHER = 13
    BESIDE = 14

    @property
    def of_life(self) -> bool:
        """It is the patient's, not the prescription's."""
        return self <= Kind.BUFFER


@dataclass(frozen=True, slots=True)
class Circumstance:
    """One thing that a request could do without.

    Attributes:
        words: how it reads after "because: ".
        about: what tells it from others of its kind.
        near: it touches the days in question; False for what lies on other days.
        away_with: the request without it.
    """

    kind: Kind
    words: str
    about: About
    near: bool
    away_with: Callable[[PlanRequest], PlanRequest]


def circumstances(request: PlanRequest, finding: Finding) -> tuple[Circumstance, ...]:
    """Everything that may be to blame for a finding, the patient's life before the prescription, near before far.

    Args:
        request: what was planned, or the weeks of it that may matter.
        finding: about a short dose.
    """
    return tuple(sorted(_all(request, finding), key=lambda one: (not one.near, one.kind)))


def _all(request: PlanRequest, finding: Finding) -> Iterator[Circumstance]:
    days = set(finding.days)
    yield from _away(request, days)
    yield from _busy(request, days)
    yield from _appointments(request, days)
    yield from _profile_rules(request, days)
    if finding.activity is not None:
        yield from _own_rules(request, finding.activity, finding.days[-1])
        yield from _before(request, finding.activity)
        yield from _others(request, finding.activity, finding.days[-1])


# --- The patient's life -------------------------------------------------------------------------------------------


def _away(request: PlanRequest, days: Collection[date]) -> Iterator[Circumstance]:
    for one in request.profile.away:
        near = any(one.first <= day <= one.last for day in days)
        yield Circumstance(Kind.AWAY, away_words(one), one, near, without_away(one))


def away_words(away: DateRange) -> str:
    """Days away, as they read after "you are"."""
    if away.first == away.last:
        return f"away on {short_day(away.first)}"
    return f"away from {short_day(away.first)} to {short_day(away.last)}"


def _busy(request: PlanRequest, days: Collection[date]) -> Iterator[Circumstance]:
    spans = [clock_day(request.timezone, day) for day in sorted(days)]
    margin = request.profile.buffer * MINUTE
    touching = tuple(event for event in request.busy if any(event.touches(day.span, margin) for day in spans))
    yield from _events(request, touching, spans, near=True)
    yield from _events(request, tuple(event for event in request.busy if event not in touching), spans, near=False)


def _events(
    request: PlanRequest, events: tuple[BusyEvent, ...], spans: Collection[ClockDay], *, near: bool
) -> Iterator[Circumstance]:
    if len(events) > EVENTS:
        first, last = (day_of_begin(event, request.timezone).date for event in (events[0], events[-1]))
        when = f"on {short_day(first)}" if first == last else f"from {short_day(first)} to {short_day(last)}"
        yield Circumstance(
            Kind.BUSY, f"{counted(len(events), 'busy event')} {when}", events, near, without_events(events)
        )
        return
    told: dict[str, list[BusyEvent]] = {}
    for event in events:
        # Where the event only reaches a day by its buffer, it is told of on the day on which it begins.
        within = (day for day in spans if event.touches(day.span, 0))
        day = next(within, None) or day_of_begin(event, request.timezone)
        told.setdefault(busy_words(event, day), []).append(event)
    for words, same in told.items():
        yield Circumstance(Kind.BUSY, words, tuple(same), near, without_events(same))


def busy_words(event: BusyEvent, day: ClockDay) -> str:
    """The time of a day that an event takes, as it reads after "you are"."""
    # What another calendar calls its event stays there: a plan is passed on to others.
    return f"{BUSY_ON}{short_day(day.date)}, {day.clock_span(event.span)}"


def day_of_begin(event: BusyEvent, timezone: str) -> ClockDay:
    """The day on which an event begins, as the plan's zone shows it."""
    return clock_day(timezone, moment(event.span.start, ZoneInfo(timezone)).date())


def _appointments(request: PlanRequest, days: Collection[date]) -> Iterator[Circumstance]:
    for one in request.profile.appointments:
        words = f"the appointment on {short_day(one.on)} at {clock_text(one.at)}"
        yield Circumstance(Kind.APPOINTMENT, words, one, one.on in days, without_appointments(one.__eq__))


def _profile_rules(request: PlanRequest, days: Collection[date]) -> Iterator[Circumstance]:
    numbers = tuple(sorted({day.weekday() for day in days}))
    yield _hours(request, numbers, near=True)
    others = tuple(number for number in ALL_WEEK if number not in numbers)
    if others:
        yield _hours(request, others, near=False)
    budget = request.profile.max_minutes_per_day
    if budget is not None:
        yield Circumstance(
            Kind.BUDGET,
            f"at most {minutes(budget)} of exercise a day",
            None,
            True,
            without_budget(),
        )
    if request.profile.buffer and request.busy:
        yield Circumstance(
            Kind.BUFFER,
            f"{minutes(request.profile.buffer)} kept free around busy events",
            None,
            True,
            without_buffer(),
        )


def _hours(request: PlanRequest, numbers: tuple[int, ...], *, near: bool) -> Circumstance:
    windows = {request.profile.available[number] for number in numbers}
    on = "every day" if len(numbers) == len(ALL_WEEK) else f"on {listed(WEEKDAYS[number] for number in numbers)}"

    words = f"{_hours_words(windows)} available {on}"
    return Circumstance(Kind.HOURS, words, numbers, near, opened(numbers))


def _hours_words(windows: Collection[tuple[Interval, ...]]) -> str:
    """The hours of some days in words, as far as they are the same."""
    if len(windows) > 1:
        return "too little time"
    shown = [f"{clock_text(window.start)} to {clock_text(window.end)}" for window in next(iter(windows))]
    return f"only {listed(shown)}" if shown else "no time"


# --- The prescription ---------------------------------------------------------------------------------------------


def _own_rules(request: PlanRequest, activity_id: str, day: date) -> Iterator[Circumstance]:
    found = request.regimen.activity_at(activity_id, request.regimen_week_of(day))
    if found is None:
        return
    activity, length = found
    if activity.days != ALL_WEEK:
        words = f"only allowed on {weekdays(activity.days)}"
        yield _changed(Kind.DAYS, activity_id, words, lambda one: replace(one, days=ALL_WEEK))
    if activity.rest_days:
        words = f"at least {counted(activity.rest_days, 'rest day')} between sessions"
        yield _changed(Kind.REST_DAYS, activity_id, words, lambda one: replace(one, rest_days=0))
    if activity.after_waking is not None and request.profile.wake is not None:
        words = f"not before {minutes(activity.after_waking)} after getting up at {clock_text(request.profile.wake)}"
        yield _changed(Kind.AFTER_WAKING, activity_id, words, lambda one: replace(one, after_waking=None))
    if activity.apart and isinstance(activity.frequency, Daily) and activity.frequency.most > 1:
        words = f"sessions of one day {minutes(activity.apart)} apart"
        yield _changed(Kind.APART, activity_id, words, lambda one: replace(one, apart=0))
    if length > 1:
        words = f"sessions of {minutes(length)}"
        yield _changed(Kind.LENGTH, activity_id, words, lambda one: replace(one, shortest=1, longest=1, progression=0))


def _before(request: PlanRequest, activity_id: str) -> Iterator[Circumstance]:
    before = [session for session in request.history if session.activity == activity_id]
    if before:
        last = max(before, key=lambda session: session.start)
        yield Circumstance(
            Kind.BEFORE,
            f"the last session before was on {short_day(last.start.date())}",
            activity_id,
            True,
            lambda request: replace(
                request, history=tuple(one for one in request.history if one.activity != activity_id)
            ),
        )


def _others(request: PlanRequest, activity_id: str, day: date) -> Iterator[Circumstance]:
    week = request.regimen_week_of(day)
    found = request.regimen.activity_at(activity_id, week)
    for other in request.regimen.activity_ids:
        beside = request.regimen.activity_at(other, week)
        if other == activity_id or (beside is not None and isinstance(beside[0].frequency, Cap)):
            continue
        never = found is not None and (
            other in found[0].alternate_with or (beside is not None and activity_id in beside[0].alternate_with)
        )
        title = request.regimen.title_of(other)
        yield Circumstance(
            Kind.NEVER_TOGETHER if never else Kind.BESIDE,
            f"{title}, which never shares a day with it" if never else f"{title}, which needs time as well",
            other,
            beside is not None,
            without_activity(other),
        )


def _changed(kind: Kind, activity_id: str, words: str, change: Callable[[Activity], Activity]) -> Circumstance:
    return Circumstance(kind, words, activity_id, True, with_activity(activity_id, change))

"""Some weeks of a request: without what does not matter to them, so that those of different patients are more alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from backplan.model.frequency import Cap, Daily
from backplan.model.time import DAY, clock_day

if TYPE_CHECKING:
    from datetime import date

    from backplan.model.request import PlanRequest


class Span(NamedTuple):
    """Some weeks of a plan that are planned again.

    Attributes:
        first: the number of the first, counted from 0 at the plan's beginning.
        weeks: how many.
    """

    first: int
    weeks: int


Weeks = tuple[Span, ...]
"""Some weeks of a plan, apart from each other, each planned again for itself."""


def lean(request: PlanRequest) -> PlanRequest:
    """The request without what no session's time depends on, so that those of different patients are more alike."""
    phases = tuple(
        replace(
            phase,
            activities=tuple(replace(activity, intensity="", choose=(), exercises=()) for activity in phase.activities),
        )
        for phase in request.regimen.phases
    )
    profile = replace(request.profile, name="", timezone=None, busy=(), reminder=None)
    return replace(
        request,
        regimen=replace(request.regimen, summary="", sources=(), precautions=(), phases=phases),
        profile=profile,
    )


def within(request: PlanRequest, start: date, weeks: int) -> PlanRequest:
    """A request without what does not matter to some of its weeks in the profile and the calendars."""
    end = start + timedelta(weeks=weeks)
    profile, busy = request.profile, request.busy
    if profile.wake is not None and not _minds_waking(request):
        profile = replace(profile, wake=None)
    if profile.buffer and not busy:
        profile = replace(profile, buffer=0)
    if profile.away or profile.appointments:
        away = tuple(one for one in profile.away if one.first < end and one.last >= start)
        appointments = tuple(one for one in profile.appointments if start <= one.on < end)
        if len(away) < len(profile.away) or len(appointments) < len(profile.appointments):
            profile = replace(profile, away=away, appointments=appointments)
    if busy:
        # A buffer reaches from one day into the next.
        low = clock_day(request.timezone, start).span.start - DAY
        high = clock_day(request.timezone, end).span.end
        busy = tuple(event for event in busy if event.span.end > low and event.span.start < high)
    return replace(request, profile=profile, busy=busy)


def _minds_waking(request: PlanRequest) -> bool:
    return any(activity.after_waking is not None for phase in request.regimen.phases for activity in phase.activities)


def is_local(request: PlanRequest) -> bool:
    """Whether nothing is planned but one activity, as often on each day as finds room, whatever the other days hold.

    What some weeks of such a request show then holds in all of it: no day depends on another, and where something is
    taken away no day has room for less.
    """
    planned = [
        activity
        for phase in request.regimen.phases
        for activity in phase.activities
        if not isinstance(activity.frequency, Cap)
    ]
    return len({activity.id for activity in planned}) == 1 and all(
        isinstance(activity.frequency, Daily) and not activity.rest_days for activity in planned
    )

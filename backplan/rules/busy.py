"""Busy events of other calendars, and the time that is kept free around them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from backplan.language.wording import counted, listed, minutes, short_day
from backplan.model.time import MINUTE, ClockDay, clock_day, moment
from backplan.rules.base import Rule
from backplan.rules.cause import Cause, Modifier, Origin, Place, Remedy, ShortDose, with_profile

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from backplan.model.request import BusyEvent, PlanRequest
    from backplan.rules.placed import DaySessions, Placed

_EVENTS = 8  # busy events that are looked at one by one; where there are more they are taken together


@dataclass(frozen=True, slots=True)
class Busy(Rule):
    """No session touches a busy event or its buffer."""

    key: ClassVar[str] = "busy"
    severity: ClassVar[str] = "limit and advice"
    summary: ClassVar[str] = "No session touches a busy event or its buffer."
    as_cause: ClassVar[int] = 3
    as_obstacle: ClassVar[int] = 10

    @classmethod
    def wrong(cls, one: Placed, day: DaySessions) -> str:
        """Return that a session is at the time of an event."""
        free = day.catalog.free[day.number]
        taken = [event.span for event in free.busy if event.touches(one.span, free.buffer * MINUTE)]
        if not taken:
            return ""
        events = listed(dict.fromkeys(free.day.clock_span(span) for span in taken))
        what, around = ("another event", "it") if len(taken) == 1 else (counted(len(taken), "other event"), "them")
        buffer = f"; {minutes(free.buffer)} before and after {around} are kept free" if free.buffer else ""
        return f"conflicts with {what} in your calendars ({events}){buffer}"

    def causes(self, dose: ShortDose) -> Iterator[Cause]:
        """Yield the events, near ones first, and the buffer."""
        request = dose.request
        days = [clock_day(request.timezone, day) for day in sorted(set(dose.days))]
        near = {id(event) for day in days for event in _touching(request, day)}
        for touching in (True, False):
            events = tuple(event for event in request.busy if (id(event) in near) is touching)
            for words, when, same in _told(request, events, days):
                remedies = partial(_remedies, when, same)
                yield Cause(words, _without(same), Origin.DAYS, touching, remedies=remedies)
        if request.profile.buffer and request.busy:
            words = f"{minutes(request.profile.buffer)} kept free before and after busy events"
            yield Cause(words, _keeping(0), Origin.LIFE, remedies=_less_buffer)

    def obstacles(self, place: Place) -> Iterator[Cause]:
        """Yield the buffer, then the events of the day."""
        request, day = place.request, clock_day(place.request.timezone, place.on)
        if request.profile.buffer and request.busy:
            words = f"{minutes(request.profile.buffer)} before and after your other events are kept free"
            yield Cause(words, _keeping(0))
        touching = _touching(request, day)
        if len(touching) > _EVENTS:
            yield Cause(f"your {len(touching)} other events take up that day", _without(touching))
            return
        for event in touching:
            yield Cause(f"you are busy on {_when(event, day)}", _without((event,)))


def _touching(request: PlanRequest, day: ClockDay) -> tuple[BusyEvent, ...]:
    margin = request.profile.buffer * MINUTE
    return tuple(event for event in request.busy if event.touches(day.span, margin))


def _told(
    request: PlanRequest, events: tuple[BusyEvent, ...], days: Collection[ClockDay]
) -> Iterator[tuple[str, str, tuple[BusyEvent, ...]]]:
    """Yield how events read after "you are", when each is if listed by itself, and the events that read so."""
    if len(events) > _EVENTS:
        first, last = (short_day(_day_of_begin(request, event).date) for event in (events[0], events[-1]))
        when = f"on {first}" if first == last else f"from {first} to {last}"
        yield f"{counted(len(events), 'busy event')} {when}", "", events
        return
    alike: dict[str, list[BusyEvent]] = {}
    for event in events:
        # Where the event only reaches a day by its buffer, the day on which it begins is named.
        within = next((day for day in days if event.touches(day.span, 0)), None)
        alike.setdefault(_when(event, within or _day_of_begin(request, event)), []).append(event)
    for when, same in alike.items():
        yield f"busy on {when}", when, tuple(same)


def _when(event: BusyEvent, day: ClockDay) -> str:
    # What another calendar calls its event stays there: a plan is passed on to others.
    return f"{short_day(day.date)}, {day.clock_span(event.span)}"


def _day_of_begin(request: PlanRequest, event: BusyEvent) -> ClockDay:
    return clock_day(request.timezone, moment(event.span.start, ZoneInfo(request.timezone)).date())


def _remedies(when: str, events: tuple[BusyEvent, ...], dose: ShortDose) -> Iterator[Remedy]:
    if when:
        yield Remedy(f"move or cancel your event on {when}", _without(events))
        return
    # Of many the longest first: they leave the most room.
    taken = [event for event in dose.request.busy if event in events]
    for event in sorted(taken, key=lambda event: event.span.start - event.span.end):
        own = _when(event, _day_of_begin(dose.request, event))
        yield Remedy(f"move or cancel your event on {own}", _without((event,)))


def _less_buffer(dose: ShortDose) -> Iterator[Remedy]:
    buffer = dose.request.profile.buffer
    for less in sorted({max(0, buffer - 5 * steps) for steps in range(1, 5)} | {0}, reverse=True):
        yield Remedy(f"keep {minutes(less) if less else 'no time'} free before and after busy events", _keeping(less))


def _without(gone: Collection[BusyEvent]) -> Modifier:
    return lambda request: replace(request, busy=tuple(one for one in request.busy if one not in gone))


def _keeping(buffer: int) -> Modifier:
    return with_profile(lambda profile: replace(profile, buffer=buffer))

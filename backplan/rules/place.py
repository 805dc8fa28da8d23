"""When in a day: the time that is free, and how sessions of one day stand to each other (contract section 3).

Each rule is asked about one day. `FreeTime` joins what the windows, the away days, the busy events and the
appointments leave; it keeps them apart, so that a finding can name the one that is in the way.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from backplan.model.time import MINUTE, Interval, joined, without

if TYPE_CHECKING:
    from backplan.model.request import BusyEvent
    from backplan.model.time import ClockDay


@dataclass(frozen=True, slots=True)
class FreeTime:
    """What one day leaves for sessions, as instants.

    Attributes:
        day: the calendar day.
        windows: the profile's windows in clock minutes.
        away: the patient is away.
        busy: events that touch the day.
        buffer: minutes kept free on both sides of an event.
        appointments: the spans of all appointments that touch the day.
    """

    day: ClockDay
    windows: tuple[Interval, ...]
    away: bool
    busy: tuple[BusyEvent, ...]
    buffer: int
    appointments: tuple[Interval, ...]

    def available(self) -> tuple[Interval, ...]:
        """The windows alone; touching and overlapping ones are joined."""
        return _open(self.day, self.windows)

    def blocked(self) -> tuple[Interval, ...]:
        """The time that busy events take, their buffers included."""
        margin = self.buffer * MINUTE
        return joined(Interval(event.span.start - margin, event.span.end + margin) for event in self.busy)

    def intervals(self) -> tuple[Interval, ...]:
        """The free intervals: a session lies wholly inside one of them."""
        if self.away:
            return ()
        return without(self.available(), (*self.blocked(), *self.appointments))


@lru_cache(maxsize=4_096)
def _open(day: ClockDay, windows: tuple[Interval, ...]) -> tuple[Interval, ...]:
    """The instants inside some windows; remembered, since a plan's day is asked again for every cause of a finding."""
    return joined(instants for window in windows for instants in day.instants(window))


@dataclass(frozen=True, slots=True)
class AfterWaking:
    """No session starts earlier than `minutes` of elapsed time after the clock first shows `wake`."""

    wake: int
    minutes: int
    key: str = "after_waking"

    def earliest(self, day: ClockDay) -> int | None:
        """The first instant at which a session may start; None where the day never shows `wake`."""
        up = day.at(self.wake)
        return None if up is None else up + self.minutes * MINUTE


@dataclass(frozen=True, slots=True)
class Apart:
    """At least `minutes` of elapsed time from the end of one session to the start of the next of one activity."""

    minutes: int
    key: str = "apart"

    def broken(self, one: Interval, other: Interval) -> bool:
        """Whether two sessions of one day stand too close."""
        first, second = sorted((one, other))
        return second.start < first.end + self.minutes * MINUTE


@dataclass(frozen=True, slots=True)
class DayBudget:
    """The planned minutes of a day stay within `minutes`."""

    minutes: int
    key: str = "max_minutes_per_day"

    def broken(self, minutes: int) -> bool:
        """Whether so many planned minutes are too many."""
        return minutes > self.minutes

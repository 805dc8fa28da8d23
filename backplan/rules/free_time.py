"""What days leave for sessions: the rules about windows, days away, events and appointments as the planner has them.

`FreeTime` joins what they leave; it keeps them apart, so that a finding can name the one that is in the way.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from backplan.model.time import MINUTE, Interval, joined, without

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backplan.model.request import BusyEvent, PlanRequest
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


def free_times(
    request: PlanRequest, days: Sequence[ClockDay], appointments: Sequence[Interval]
) -> tuple[FreeTime, ...]:
    """Return what some days leave for sessions, beside the spans of all appointments."""
    profile = request.profile
    margin = profile.buffer * MINUTE
    result = []
    for day in days:
        span = day.span
        result.append(
            FreeTime(
                day,
                profile.available[day.date.weekday()],
                any(away.first <= day.date <= away.last for away in (*profile.away, *request.closed)),
                tuple(event for event in request.busy if event.touches(span, margin)),
                profile.buffer,
                tuple(one for one in appointments if one.start < span.end and one.end > span.start),
            )
        )
    return tuple(result)

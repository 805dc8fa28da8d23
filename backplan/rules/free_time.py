"""What days leave for sessions: the rules about windows, days away, events and appointments as the planner has them.

`FreeTime` joins what they leave; it keeps them apart, so that a finding can name the one that is in the way.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from backplan.model.time import MINUTE, ClockDay, Interval, joined, without

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backplan.model.request import BusyEvent, PlanRequest


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
        """Return the windows alone; touching and overlapping ones are joined."""
        return _open(self.day, self.windows)

    def blocked(self) -> tuple[Interval, ...]:
        """Return the time that busy events take, their buffers included."""
        margin = self.buffer * MINUTE
        return joined(Interval(event.span.start - margin, event.span.end + margin) for event in self.busy)

    def intervals(self) -> tuple[Interval, ...]:
        """Return the free intervals: a session is entirely within one of them."""
        if self.away:
            return ()
        return without(self.available(), (*self.blocked(), *self.appointments))


@lru_cache(maxsize=4_096)
def _open(day: ClockDay, windows: tuple[Interval, ...]) -> tuple[Interval, ...]:
    """Return the instants inside some windows; cached, since each cause of a finding asks for them again."""
    return joined(instants for window in windows for instants in day.instants(window))


def free_times(
    request: PlanRequest, days: Sequence[ClockDay], appointments: Sequence[Interval]
) -> tuple[FreeTime, ...]:
    """Return what some days leave for sessions, beside the spans of all appointments."""
    profile = request.profile
    margin = profile.buffer * MINUTE
    return tuple(
        FreeTime(
            day,
            profile.available[day.date.weekday()],
            any(away.first <= day.date <= away.last for away in (*profile.away, *request.closed)),
            tuple(event for event in request.busy if event.touches(day.span, margin)),
            profile.buffer,
            tuple(one for one in appointments if one.start < day.span.end and one.end > day.span.start),
        )
        for day in days
    )

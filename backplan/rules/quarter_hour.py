"""When a session may start: on a quarter hour that the clocks really show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from backplan.model.time import DAY_MINUTES, QUARTER, clock_day, clock_text
from backplan.rules.base import Rule
from backplan.rules.cause import Cause, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backplan.model.time import ClockDay
    from backplan.rules.placed import DaySessions, Placed


@dataclass(frozen=True, slots=True)
class QuarterHour(Rule):
    """A session starts on a quarter hour."""

    key: ClassVar[str] = "time"
    severity: ClassVar[str] = "limit and advice"
    summary: ClassVar[str] = (
        "A session lasts as long as prescribed for its week, and starts on a quarter hour; its exercises fill it."
    )
    as_obstacle: ClassVar[int] = 4

    @staticmethod
    def starts(day: ClockDay) -> tuple[int, ...]:
        """Return the instants of a day at which a session may start."""
        return day.quarter_hours()

    @classmethod
    def wrong(cls, one: Placed, day: DaySessions) -> str:
        """Return that a session starts at another minute."""
        del day
        start = one.session.start
        if (start.minute % QUARTER, start.second) == (0, 0):
            return ""
        return f"does not start on a quarter hour, such as {start:%H}:{start.minute // QUARTER * QUARTER:02}"

    def obstacles(self, place: Place) -> Iterator[Cause]:
        """Yield that the place's time is none of a quarter hour, or is never shown, which nothing can mend."""
        if place.at is None:
            return
        if place.at % QUARTER:
            before = place.at // QUARTER * QUARTER
            after = (before + QUARTER) % DAY_MINUTES
            words = f"sessions start on the quarter hour, such as {clock_text(before)} or {clock_text(after)}"
            yield Cause(words, None)
        day = clock_day(place.request.timezone, place.on)
        start = day.at(place.at)
        if start is None or day.clock(start) != place.at:
            yield Cause("the clocks are changed on that day and never show that time", None)

"""Instants, intervals and the days that a clock shows.

Python subtracts two datetimes of one zone by their clocks, which is an hour off across a change of the clocks.
So all reckoning is done in *instants*: whole seconds since 1970-01-01T00:00Z. Intervals of instants are half-open,
`[start, end)`. What a clock shows is a *clock minute*: minutes since that day's 00:00 as displayed, 0..1440.

A day of a zone is cut into *stretches* of one UTC offset: one on most days, two when the clocks change. Inside a
stretch, clock and instants run alike, so gaps and repeated hours need no special case: a gap's clock times lie in
no stretch, and repeated ones in two.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MINUTE = 60
DAY = 86_400
DAY_MINUTES = 1_440
QUARTER = 15
"""Minutes. Sessions start on the quarter hours of the clock."""
MOST_A_DAY = DAY_MINUTES // QUARTER
"""Quarter hours of a day, so the most sessions that anything may start in it."""
YEARS = range(1900, 2400)
"""Wider than any plan begins or an appointment lies; what goes through all years between two days must have an end."""
_EPOCH = date(1970, 1, 1).toordinal()


class Interval(NamedTuple):
    """A half-open span `[start, end)`, in instants or in clock minutes, as its user says."""

    start: int
    end: int


def joined(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """The same points, as sorted intervals that neither overlap nor touch; empty ones vanish."""
    result: list[Interval] = []
    for interval in sorted(intervals):
        if interval.end <= interval.start:
            continue
        if result and interval.start <= result[-1].end:
            result[-1] = Interval(result[-1].start, max(result[-1].end, interval.end))
        else:
            result.append(interval)
    return tuple(result)


def without(intervals: Sequence[Interval], holes: Sequence[Interval]) -> tuple[Interval, ...]:
    """The points of `intervals` that lie in none of `holes`; both are joined first."""
    result: list[Interval] = []
    cuts = joined(holes)
    for interval in joined(intervals):
        start = interval.start
        for hole in cuts:
            if hole.end <= start:
                continue
            if hole.start >= interval.end:
                break
            if hole.start > start:
                result.append(Interval(start, hole.start))
            start = max(start, hole.end)
        if start < interval.end:
            result.append(Interval(start, interval.end))
    return tuple(result)


def instant(moment: datetime) -> int:
    """The instant of an aware datetime."""
    return int(moment.timestamp())


@lru_cache(maxsize=16_384)
def moment(instant_: int, zone: ZoneInfo) -> datetime:
    """The aware datetime that a clock in `zone` shows at an instant."""
    return datetime.fromtimestamp(instant_, UTC).astimezone(zone)


class Stretch(NamedTuple):
    """A part of a day during which the clock runs evenly.

    Attributes:
        start: its first instant.
        end: the instant after its last.
        clock: what the clock shows at `start`, in seconds since 00:00 of the day.
    """

    start: int
    end: int
    clock: int


@dataclass(frozen=True, slots=True)
class ClockDay:
    """One calendar day as the clocks of a zone show it.

    Attributes:
        date: the calendar day.
        stretches: its parts of even clock, in order; none for a day that the zone's calendar left out.
    """

    date: date
    stretches: tuple[Stretch, ...]

    @property
    def span(self) -> Interval:
        """The day's instants; empty where the day does not exist."""
        if not self.stretches:
            return Interval(0, 0)
        return Interval(self.stretches[0].start, self.stretches[-1].end)

    def instants(self, clock_minutes: Interval) -> tuple[Interval, ...]:
        """The instants at which the clock shows a time inside `clock_minutes`, joined."""
        low, high = clock_minutes.start * MINUTE, clock_minutes.end * MINUTE
        return joined(
            Interval(max(part.start, part.start + low - part.clock), min(part.end, part.start + high - part.clock))
            for part in self.stretches
        )

    def at(self, clock_minute: int) -> int | None:
        """The first instant of the day at which the clock shows `clock_minute` or later; None if it never does."""
        for part in self.stretches:
            shown_last = part.clock + part.end - part.start
            if clock_minute * MINUTE < shown_last:
                return max(part.start, part.start + clock_minute * MINUTE - part.clock)
        return None

    def clock(self, instant_: int) -> int:
        """What the clock shows at an instant of this day, in whole minutes since 00:00."""
        for part in self.stretches:
            if part.start <= instant_ < part.end:
                return (part.clock + instant_ - part.start) // MINUTE
        raise ValueError(f"instant {instant_} is not on {self.date}")

    def clock_span(self, span: Interval) -> str:
        """What the clocks of this day show of some instants: `09:00 to 10:30`, `all day`."""
        if span.start <= self.span.start and span.end >= self.span.end:
            return "all day"
        begin = self.clock(min(max(span.start, self.span.start), self.span.end - 1))
        end = self.clock(min(max(span.end, self.span.start + 1), self.span.end) - 1) + 1
        return f"{clock_text(begin)} to {clock_text(end)}"

    def quarter_hours(self) -> tuple[int, ...]:
        """The instants at which the clock shows a quarter hour, in order; a repeated one twice, a skipped one never."""
        quarter = QUARTER * MINUTE
        return tuple(
            instant_
            for part in self.stretches
            for instant_ in range(part.start + -part.clock % quarter, part.end, quarter)
        )


def _offset(zone: ZoneInfo, instant_: int) -> int:
    shown = datetime.fromtimestamp(instant_, UTC).astimezone(zone).utcoffset()
    return 0 if shown is None else shown.days * DAY + shown.seconds


@lru_cache(maxsize=4096)
def clock_day(zone_name: str, day: date) -> ClockDay:
    """The day `day` in the IANA zone `zone_name`.

    Raises:
        zoneinfo.ZoneInfoNotFoundError: no such zone.
    """
    zone = ZoneInfo(zone_name)
    midnight = (day.toordinal() - _EPOCH) * DAY
    # No zone is further than 26 hours from UTC, so this span holds the whole day.
    pieces: list[tuple[int, int, int]] = []
    start, end = midnight - 26 * 3600, midnight + DAY + 26 * 3600
    if _offset(zone, start) == _offset(zone, end):
        pieces.append((start, end, _offset(zone, start)))
    else:
        step = 3600
        low = start
        for high in range(start + step, end + step, step):
            if _offset(zone, low) != _offset(zone, high):
                change = first_change(zone, low, high)
                pieces.append((start, change, _offset(zone, low)))
                start = change
            low = high
        pieces.append((start, end, _offset(zone, end)))
    stretches = []
    for piece_start, piece_end, offset in pieces:
        first, last = max(piece_start, midnight - offset), min(piece_end, midnight + DAY - offset)
        if first < last:
            stretches.append(Stretch(first, last, first + offset - midnight))
    return ClockDay(day, tuple(stretches))


def first_change(zone: ZoneInfo, low: int, high: int) -> int:
    """Return the first instant in `(low, high]` whose offset differs from that at `low`."""
    before = _offset(zone, low)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(zone, middle) == before:
            low = middle
        else:
            high = middle
    return high


def clock_text(clock_minute: int) -> str:
    """`450` as `07:30`."""
    return f"{clock_minute // 60:02d}:{clock_minute % 60:02d}"

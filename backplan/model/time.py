"""Instants, intervals and the days that a clock shows.

Python subtracts two datetimes of one zone by their clocks, which is an hour off across a clock change. So all
calculations use *instants*: whole seconds since 1970-01-01T00:00Z. Intervals of instants are half-open, `[start, end)`.
A *clock minute* is what a clock shows: minutes since that day's 00:00, 0..1440.

A day is cut into *stretches* of one UTC offset: one on most days, two when the clocks change. Inside a stretch, clock
and instants run alike, so skipped and repeated hours need no special case: skipped times are in no stretch, and
repeated ones in two.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MINUTE = 60
DAY = 86_400
DAY_MINUTES = 1_440
QUARTER = 15
"""Minutes. Sessions start on the quarter hours of the clock."""
MOST_A_DAY = DAY_MINUTES // QUARTER
"""Quarter hours of a day, so the most sessions that can start in it."""
YEARS = range(1900, 2400)
"""Wider than any plan or appointment needs; a bound for whatever goes through all years between two days."""
_EPOCH = date(1970, 1, 1).toordinal()


class Interval(NamedTuple):
    """A half-open span `[start, end)`, in instants or in clock minutes."""

    start: int
    end: int


def joined(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Return the same points as sorted, non-empty intervals that neither overlap nor touch."""
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
    """Return the points of `intervals` that are in none of `holes`; both are joined first."""
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
    """Return the instant of an aware datetime."""
    return int(moment.timestamp())


@lru_cache(maxsize=16_384)
def moment(instant_: int, zone: ZoneInfo) -> datetime:
    """Return the aware datetime that a clock in `zone` shows at an instant."""
    return datetime.fromtimestamp(instant_, UTC).astimezone(zone)


class Stretch(NamedTuple):
    """A part of a day, in instants, with one offset; `clock` is what the clock shows at `start`, in seconds."""

    start: int
    end: int
    clock: int


@dataclass(frozen=True, slots=True)
class ClockDay:
    """One calendar day as the clocks of a zone show it; without stretches if the zone's calendar left it out."""

    date: date
    stretches: tuple[Stretch, ...]

    @property
    def span(self) -> Interval:
        """The day's instants; empty if the day does not exist."""
        if not self.stretches:
            return Interval(0, 0)
        return Interval(self.stretches[0].start, self.stretches[-1].end)

    def instants(self, clock_minutes: Interval) -> tuple[Interval, ...]:
        """Return the instants at which the clock shows a time inside `clock_minutes`, joined."""
        low, high = clock_minutes.start * MINUTE, clock_minutes.end * MINUTE
        return joined(
            Interval(max(part.start, part.start + low - part.clock), min(part.end, part.start + high - part.clock))
            for part in self.stretches
        )

    def at(self, clock_minute: int) -> int | None:
        """Return the day's first instant at which the clock shows `clock_minute` or later; None if it never does."""
        for part in self.stretches:
            shown_last = part.clock + part.end - part.start
            if clock_minute * MINUTE < shown_last:
                return max(part.start, part.start + clock_minute * MINUTE - part.clock)
        return None

    def clock(self, instant_: int) -> int:
        """Return what the clock shows at an instant of this day, in whole minutes since 00:00."""
        for part in self.stretches:
            if part.start <= instant_ < part.end:
                return (part.clock + instant_ - part.start) // MINUTE
        raise ValueError(f"instant {instant_} is not on {self.date}")

    def clock_span(self, span: Interval) -> str:
        """Return what the clocks of this day show of some instants: `09:00 to 10:30`, `all day`."""
        if span.start <= self.span.start and span.end >= self.span.end:
            return "all day"
        begin = self.clock(min(max(span.start, self.span.start), self.span.end - 1))
        end = self.clock(min(max(span.end, self.span.start + 1), self.span.end) - 1) + 1
        return f"{clock_text(begin)} to {clock_text(end)}"

    def quarter_hours(self) -> tuple[int, ...]:
        """Return the instants at which the clock shows a quarter hour, in order; a repeated one twice."""
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
    """Return a day in the IANA zone `zone_name`.

    Raises:
        zoneinfo.ZoneInfoNotFoundError: there is no such zone.
    """
    zone = ZoneInfo(zone_name)
    midnight = (day.toordinal() - _EPOCH) * DAY
    # No zone is further than 26 hours from UTC, so this span contains the whole day.
    start, end = midnight - 26 * 3600, midnight + DAY + 26 * 3600
    step = end - start if _offset(zone, start) == _offset(zone, end) else 3600
    edges = [start, *offset_changes(zone, start, end, step), end]
    stretches = []
    for piece_start, piece_end in pairwise(edges):
        offset = _offset(zone, piece_start)
        first, last = max(piece_start, midnight - offset), min(piece_end, midnight + DAY - offset)
        if first < last:
            stretches.append(Stretch(first, last, first + offset - midnight))
    return ClockDay(day, tuple(stretches))


def offset_changes(zone: ZoneInfo, start: int, end: int, step: int) -> Iterator[int]:
    """Iterate over the instants in `(start, end]` at which a zone's offset changes, at least `step` seconds apart."""
    for low in range(start, end, step):
        before, after, high = low, min(low + step, end), min(low + step, end)
        if _offset(zone, before) != _offset(zone, after):
            while high - before > 1:
                middle = (before + high) // 2
                before, high = (middle, high) if _offset(zone, middle) == _offset(zone, low) else (before, middle)
            yield high


def clock_text(clock_minute: int) -> str:
    """Return `07:30` for 450."""
    return f"{clock_minute // 60:02d}:{clock_minute % 60:02d}"

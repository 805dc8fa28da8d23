"""Which starts a day offers an activity, and how well each suits.

Times are seconds since the day's first instant, so that two days that look alike have equal offers, and what is
worked out for one serves the other.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from backplan.model.time import MINUTE, ClockDay, Interval, Stretch
from backplan.rules.catalog import Catalog, Constraint, starts

SUIT = 20  # bits below the preference in a start's cost: between equal preferences, how well the start suits otherwise


class Candidates(NamedTuple):
    """What a day offers an activity.

    Attributes:
        starts: seconds since the day's first instant, in order.
        costs: for each start, its preference in minutes, shifted left by `SUIT`, and how well it suits.
        length: seconds of a session.
        apart: least seconds from the end of a session to the start of the next.
    """

    starts: tuple[int, ...]
    costs: tuple[int, ...]
    length: int
    apart: int


NOTHING = Candidates((), (), 0, 0)


class DaySignature(NamedTuple):
    """All that makes a difference between days; two that look alike offer the same, and cost the same.

    Attributes:
        windows: its available hours, as its clocks show them; none where the patient is away.
        taken: what busy events and appointments take of it, in seconds since its first instant.
        stretches: what its clocks show, likewise.
        prescribed: for each course the activity, by the identity of its value, the minutes of a session, and
            whether its weekday is barred.
        fixed: its fixed sessions, with their instants since its first, and whether they count towards its minutes.
        alternates: the pairs that never share it.
        constraints: what is asked of it besides, with its instants since its first.
    """

    windows: tuple[Interval, ...]
    taken: tuple[Interval, ...]
    stretches: tuple[Stretch, ...]
    prescribed: tuple[tuple[int, int, bool], ...]
    fixed: tuple[tuple[str, int, int, bool], ...]
    alternates: tuple[tuple[str, str], ...]
    constraints: tuple[Constraint, ...]


def signature(catalog: Catalog, day: int) -> DaySignature:
    """Return what day number `day` looks like, for plans of this catalog."""
    free = catalog.free[day]
    origin = free.day.span.start
    weekday = free.day.date.weekday()
    weeks = [course.weeks[day // 7] for course in catalog.courses]
    return DaySignature(
        () if free.away else free.windows,
        tuple(Interval(start - origin, end - origin) for start, end in (*free.blocked(), *free.appointments)),
        _stretches(free.day),
        tuple((id(week.activity), week.minutes, any(limit.bars(weekday) for limit in week.limits)) for week in weeks),
        tuple(
            (one.activity, one.span.start - origin, one.span.end - origin, one.kept)
            for one in catalog.fixed
            if one.day == day
        ),
        catalog.alternates[day // 7],
        tuple(
            constraint._replace(day=0, clear=None if constraint.clear is None else constraint.clear - origin)
            for constraint in catalog.constraints.get(day, ())
        ),
    )


def _stretches(day: ClockDay) -> tuple[Stretch, ...]:
    """Return what a day's clocks show, in seconds since its first instant."""
    origin = day.span.start
    return tuple(Stretch(part.start - origin, part.end - origin, part.clock) for part in day.stretches)


def candidates(catalog: Catalog, day: int) -> tuple[Candidates, ...]:
    """Return what day number `day` offers each activity of the catalog, in its order."""
    free = catalog.free[day]
    origin = free.day.span.start
    intervals = tuple(Interval(start - origin, end - origin) for start, end in free.intervals())
    if not intervals:
        return (NOTHING,) * len(catalog.courses)
    stretches = _stretches(free.day)
    anchors = catalog.request.profile.anchors
    found = []
    for course in catalog.courses:
        week = course.weeks[day // 7]
        if week.activity is None:
            found.append(NOTHING)
            continue
        kept = tuple(
            Interval(one.span.start - origin, one.span.end - origin)
            for one in catalog.fixed
            if one.activity == course.id and one.day == day
        )
        clear = frozenset(
            constraint.clear - origin
            for constraint in catalog.constraints.get(day, ())
            if constraint.clear is not None and constraint.activity == course.id
        )
        low, high = catalog.room(week.activity, free.day)
        found.append(
            _candidates(
                tuple(Interval(max(start, low - origin), min(end, high - origin)) for start, end in intervals),
                stretches,
                catalog.preferred(week.activity),
                (anchors.morning, anchors.midday, anchors.afternoon, anchors.evening),
                week.minutes * MINUTE,
                catalog.apart(week.activity).earliest_next(0),
                kept,
                clear,
            )
        )
    return tuple(found)


@lru_cache(maxsize=16_384)
def _candidates(
    intervals: tuple[Interval, ...],
    stretches: tuple[Stretch, ...],
    preferred: tuple[int, ...],
    anchors: tuple[int, ...],
    length: int,
    apart: int,
    kept: tuple[Interval, ...],
    clear: frozenset[int],
) -> Candidates:
    starts, costs = [], []
    for start, shown in _quarter_hours(stretches):
        if not any(low <= start and start + length <= high for low, high in intervals):
            continue
        if start in clear or any(start < end + apart and begin < start + length + apart for begin, end in kept):
            continue
        preference = min((abs(shown - minute) for minute in preferred), default=0)
        # Where nobody says when, a time of day that people know is better than the first free minute.
        suit = 0 if preferred else min(abs(shown - minute) for minute in anchors)
        starts.append(start)
        costs.append((preference << SUIT) + suit)
    return Candidates(tuple(starts), tuple(costs), length, apart)


@lru_cache(maxsize=256)
def _quarter_hours(stretches: tuple[Stretch, ...]) -> tuple[tuple[int, int], ...]:
    """Return each quarter hour that the clock shows: when it is, and what the clock shows in minutes."""
    day = ClockDay(date.min, stretches)
    return tuple((start, day.clock(start)) for start in starts(day))

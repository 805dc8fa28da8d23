"""The hours of the week at which a patient is available."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from backplan.language.wording import WEEKDAYS, listed, minutes
from backplan.model.time import DAY_MINUTES, MINUTE, Interval, clock_day, clock_text, joined
from backplan.rules.base import ALL_WEEK, Rule
from backplan.rules.cause import Cause, Modifier, Origin, Place, Remedy, ShortDose, with_profile

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from backplan.rules.placed import DaySessions, Placed

_HALF_HOURS = (30, 60, 120)  # minutes by which hours are widened, in turn

_WHOLE_DAY = Interval(0, DAY_MINUTES)


@dataclass(frozen=True, slots=True)
class Available(Rule):
    """A session is wholly inside one window of its day; windows that touch or overlap are one."""

    key: ClassVar[str] = "available"
    severity: ClassVar[str] = "limit and advice"
    summary: ClassVar[str] = "A session is entirely within one available window."
    as_cause: ClassVar[int] = 1
    as_obstacle: ClassVar[int] = 11

    @classmethod
    def wrong(cls, one: Placed, day: DaySessions) -> str:
        """Return that a session is outside."""
        free = day.catalog.free[day.number]
        if any(low <= one.span.start and one.span.end <= high for low, high in free.available()):
            return ""
        if one.span.end > free.day.span.end:
            return "would end after midnight; a session must end on the day it starts"
        hours = listed(f"{clock_text(window.start)} to {clock_text(window.end)}" for window in free.windows)
        return f"is outside your available time{f' ({hours})' if hours else '; no time is available that day'}"

    def causes(self, dose: ShortDose) -> Iterator[Cause]:
        """Yield the hours of the weekdays in question, then those of the others."""
        near = tuple(sorted({day.weekday() for day in dose.days}))
        yield self._cause(dose, near, near=True)
        others = tuple(number for number in ALL_WEEK if number not in near)
        if others:
            yield self._cause(dose, others, near=False)

    def _cause(self, dose: ShortDose, numbers: tuple[int, ...], *, near: bool) -> Cause:
        windows = {dose.request.profile.available[number] for number in numbers}
        words = f"{_hours(windows)} available {_on(numbers)}"
        remedies = partial(_remedies, numbers)
        return Cause(words, _opened(numbers, _WHOLE_DAY), Origin.LIFE, near, remedies=remedies)

    def obstacles(self, place: Place) -> Iterator[Cause]:
        """Yield the hours of the day; that a session would not end on it, which nothing can mend."""
        day, number = clock_day(place.request.timezone, place.on), place.on.weekday()
        start = None if place.at is None else day.at(place.at)
        if start is not None and start + place.minutes * MINUTE > day.span.end:
            yield Cause(f"a session lasts {minutes(place.minutes)} and would end after midnight", None)
        windows = place.request.profile.available[number]
        hours = listed((f"between {clock_text(one.start)} and {clock_text(one.end)}" for one in windows), "or")
        words = f"no time is available on {WEEKDAYS[number]}s"
        if hours:
            words = f"on {WEEKDAYS[number]}s a session must be {hours}, and it lasts {minutes(place.minutes)}"
        yield Cause(words, _opened((number,), _WHOLE_DAY))


def _remedies(numbers: tuple[int, ...], dose: ShortDose) -> Iterator[Remedy]:
    """Yield some of the hours beside those that there are."""
    available = dose.request.profile.available
    days: Sequence[int] = sorted(numbers)
    first = available[days[0]]
    if any(available[number] != first for number in days):
        # Their hours differ: only the first of the days is widened, where it may be enough.
        days = days[:1]
    on = _on(days)
    if not first:
        for more in _HALF_HOURS:
            window = Interval(8 * 60, 8 * 60 + more)
            words = f"free up {minutes(more)} {on}, {clock_text(window.start)} to {clock_text(window.end)}"
            yield Remedy(words, _opened(days, window))
        return
    for more in _HALF_HOURS:
        end, begin = first[-1].end, first[0].start
        if end + more <= DAY_MINUTES:
            words = f"stay free {minutes(more)} longer {on}, until {clock_text(end + more)}"
            yield Remedy(words, _opened(days, Interval(end, end + more)))
        if begin >= more:
            words = f"be free {minutes(more)} earlier {on}, from {clock_text(begin - more)}"
            yield Remedy(words, _opened(days, Interval(begin - more, begin)))


def _hours(windows: Collection[tuple[Interval, ...]]) -> str:
    """Return the hours of some days in words, as far as they are the same."""
    if len(windows) > 1:
        return "too little time"
    shown = [f"{clock_text(window.start)} to {clock_text(window.end)}" for window in next(iter(windows))]
    return f"only {listed(shown)}" if shown else "no time"


def _on(numbers: Collection[int]) -> str:
    return "every day" if len(numbers) == len(ALL_WEEK) else f"on {listed(WEEKDAYS[number] for number in numbers)}"


def _opened(numbers: Collection[int], window: Interval) -> Modifier:
    """Return what makes a window of some weekdays available besides the others."""
    return with_profile(
        lambda profile: replace(
            profile,
            available=tuple(
                joined((*windows, window)) if number in numbers else windows
                for number, windows in enumerate(profile.available)
            ),
        )
    )

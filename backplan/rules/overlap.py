"""One thing at a time: appointments take their time, and so do other activities."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, ClassVar

from backplan.language.wording import counted, minutes, short_day
from backplan.model.time import DAY_MINUTES, MINUTE, MOST_A_DAY, clock_text
from backplan.rules.base import Rule
from backplan.rules.cause import (
    Cause,
    Origin,
    Place,
    Remedy,
    ShortDose,
    with_profile,
    without_activity,
    without_appointments,
)
from backplan.rules.dose import less

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backplan.model.finding import Finding
    from backplan.model.profile import Appointment, Profile
    from backplan.rules.placed import DaySessions, Placed

_SHIFTS = (-15, 15, -30, 30, -60, 60)  # minutes by which an appointment is moved on its day, in turn


@dataclass(frozen=True, slots=True)
class Overlap(Rule):
    """No two sessions overlap."""

    key: ClassVar[str] = "overlap"
    summary: ClassVar[str] = "No two sessions overlap."
    as_cause: ClassVar[int] = 4
    as_obstacle: ClassVar[int] = 12

    @classmethod
    def broken_on(cls, day: DaySessions) -> Iterator[Finding]:
        """Yield each two that overlap, and each session that overlaps an appointment of another day."""
        if day.can_be_told_apart:
            for one, other in combinations(day.placed, 2):
                if other.span.start < one.span.end:
                    yield cls._both(day, one, other)
        else:
            sessions = counted(len(day.placed), "session")
            message = f"{sessions} are on {day.name}, but a day has only {MOST_A_DAY} quarter hours."
            yield day.broken(cls.key, None, message, ())
        for one in day.planned:
            for fixed in day.catalog.fixed:
                if fixed.day != day.number and fixed.span.start < one.span.end and fixed.span.end > one.span.start:
                    begins = "began the day before" if fixed.day < day.number else "begins the day after"
                    yield day.misplaced(cls.key, one, f"overlaps an appointment that {begins}")
                    break

    @classmethod
    def _both(cls, day: DaySessions, one: Placed, other: Placed) -> Finding:
        first, second = (f"{day.title(each.session.activity)} at {each.session.start:%H:%M}" for each in (one, other))
        both = minutes((min(one.span.end, other.span.end) - other.span.start) // MINUTE)
        message = f"{first} and {second} on {day.name} overlap by {both}; sessions must not overlap."
        return day.broken(cls.key, one.session.activity, message, (one, other))

    def causes(self, dose: ShortDose) -> Iterator[Cause]:
        """Yield the appointments, and other activities than those that never share a day."""
        for one in dose.request.profile.appointments:
            near, gone = one.on in dose.days, without_appointments(one.__eq__)
            words = f"the appointment {_when(one)}"
            yield Cause(words, gone, Origin.DAYS, near, remedies=partial(_moved, one))
        for name, other in dose.rivals(never_together=False):
            words = f"{dose.request.regimen.title_of(name)}, which also needs time"
            near = other is not None
            yield Cause(words, without_activity(name), Origin.BESIDE, near, name, remedies=partial(_less_of, name))

    def obstacles(self, place: Place) -> Iterator[Cause]:
        """Yield the appointments of the day and of those around it."""
        for one in place.request.profile.appointments:
            if abs((one.on - place.on).days) <= 1:
                title = place.request.regimen.title_of(one.activity)
                words = f"there is an appointment for {title} {_when(one)}, which lasts {minutes(one.minutes)}"
                if one.activity == place.activity.id:
                    words = f"it already has an appointment {_when(one)}"
                yield Cause(words, without_appointments(one.__eq__))


def _when(one: Appointment) -> str:
    return f"on {short_day(one.on)} at {clock_text(one.at)}"


def _moved(one: Appointment, dose: ShortDose) -> Iterator[Remedy]:
    """Yield the appointment at another time that no other has: on its day, then on the next day or the one before."""
    request = dose.request
    times = [one.at + shift for shift in _SHIFTS if 0 <= one.at + shift <= DAY_MINUTES - one.minutes]
    days = (one.on + timedelta(days=1), one.on - timedelta(days=1))
    moved = [
        *((replace(one, at=at), clock_text(at)) for at in times),
        *((replace(one, on=on), short_day(on)) for on in days if 0 <= (on - request.start).days < 7 * request.weeks),
    ]
    for new, when in moved:
        left = tuple(other for other in request.profile.appointments if other != one)
        if any(old.on == new.on and old.at < new.at + new.minutes and new.at < old.at + old.minutes for old in left):
            continue
        yield Remedy(f"move the appointment {_when(one)} to {when}", with_profile(partial(_with_moved, one, new)))


def _with_moved(old: Appointment, new: Appointment, profile: Profile) -> Profile:
    return replace(profile, appointments=(*(one for one in profile.appointments if one != old), new))


def _less_of(name: str, dose: ShortDose) -> Iterator[Remedy]:
    """Yield less of another activity."""
    other = dose.other(name)
    if other is not None:
        yield from less(other)

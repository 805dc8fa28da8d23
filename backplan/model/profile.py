"""A profile: what a patient's life leaves room for (contract section 2)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backplan.model.regimen import TimeOfDay
from backplan.model.time import Interval

if TYPE_CHECKING:
    from datetime import date

    from backplan.model.regimen import Preferred

DEFAULT_WINDOW = Interval(6 * 60, 22 * 60)
"""06:00-22:00 in clock minutes: when a day is available unless a profile says otherwise."""


@dataclass(frozen=True, slots=True, order=True)
class DateRange:
    """Calendar days from `first` to `last`, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True, order=True)
class Appointment:
    """A fixed session of `minutes` that starts at the clock minute `at`; planned and checked, but never moved."""

    on: date
    at: int
    minutes: int
    activity: str


@dataclass(frozen=True, slots=True)
class Preference:
    """What a patient prefers for one activity; None keeps what the regimen says.

    Attributes:
        when: preferred times, instead of the regimen's.
        choose: which of the regimen's alternatives to plan.
    """

    when: tuple[Preferred, ...] | None = None
    choose: tuple[str, ...] | None = None


NO_PREFERENCE = Preference()


@dataclass(frozen=True, slots=True)
class Anchors:
    """The clock minutes of the named times of day."""

    morning: int = 7 * 60 + 30
    midday: int = 12 * 60 + 30
    afternoon: int = 15 * 60 + 30
    evening: int = 18 * 60 + 30

    def minute(self, preferred: Preferred) -> int:
        """Return the clock minute of a preferred time."""
        if isinstance(preferred, TimeOfDay):
            return int(getattr(self, preferred.value))
        return preferred


@dataclass(frozen=True, slots=True)
class Profile:
    """A patient's circumstances; the defaults are those of a patient without a profile.

    Attributes:
        timezone: IANA name, or None for the system's.
        available: for each weekday, Monday first, the windows in clock minutes.
        busy: paths of calendars whose events take time away.
        buffer: minutes kept free before and after each busy event.
        wake: clock minute of getting up, or None.
        reminder: minutes before a session, or None for no reminder.
        text: the YAML without `name`, so that a plan can carry it; None if there was no file.
    """

    name: str = ""
    timezone: str | None = None
    available: tuple[tuple[Interval, ...], ...] = ((DEFAULT_WINDOW,),) * 7
    away: tuple[DateRange, ...] = ()
    busy: tuple[str, ...] = ()
    buffer: int = 0
    max_minutes_per_day: int | None = None
    wake: int | None = None
    anchors: Anchors = Anchors()
    prefer: tuple[tuple[str, Preference], ...] = ()
    appointments: tuple[Appointment, ...] = ()
    reminder: int | None = None
    text: str | None = field(default=None, compare=False, repr=False)

    def preference(self, activity_id: str) -> Preference:
        """Return what the patient prefers for an activity."""
        return dict(self.prefer).get(activity_id, NO_PREFERENCE)

"""The time that passes between getting up and a session."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from backplan.language.wording import minutes
from backplan.model.time import MINUTE, ClockDay, Interval, clock_text
from backplan.rules.base import Prescription, Rule
from backplan.rules.cause import Cause, Modifier, Place, Remedy, ShortDose, smaller, with_activity
from backplan.rules.placed import DaySessions, Kept, Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backplan.model.finding import Finding


@dataclass(frozen=True, slots=True)
class AfterWaking(Rule):
    """No session starts earlier than `minutes` after the clock first shows `wake`, if that is known."""

    wake: int | None
    minutes: int

    key: ClassVar[str] = "after_waking"
    severity: ClassVar[str] = "limit and advice"
    summary: ClassVar[str] = "No session starts too soon after getting up."
    as_cause: ClassVar[int] = 3
    as_obstacle: ClassVar[int] = 6

    @classmethod
    def of(cls, given: Prescription) -> AfterWaking | None:
        """Return the rule of an activity that waits after getting up."""
        return None if given.activity.after_waking is None else cls(given.profile.wake, given.activity.after_waking)

    def earliest(self, day: ClockDay) -> int | None:
        """Return the first instant at which a session may start; None where the day never shows `wake`."""
        if self.wake is None:
            return day.span.start
        up = day.at(self.wake)
        return None if up is None else up + self.minutes * MINUTE

    def room(self, day: ClockDay) -> Interval:
        """Return the day from the first start on; nothing of it if no session may start."""
        earliest = self.earliest(day)
        return Interval(day.span.end if earliest is None else min(earliest, day.span.end), day.span.end)

    @classmethod
    def broken_on(cls, day: DaySessions) -> Iterator[Finding]:
        """Yield each session that starts too soon."""
        profile, clocks = day.catalog.request.profile, day.catalog.days[day.number]
        for one in day.placed if profile.wake is not None else ():
            found = day.prescribed(one)
            if found is None or found[0].after_waking is None:
                continue
            rule = cls(profile.wake, found[0].after_waking)
            earliest = rule.earliest(clocks)
            if earliest is None or one.span.start < earliest:
                yield day.misplaced(cls.key, one, f"is too early; it must start at least {rule._after_getting_up}")

    @property
    def _after_getting_up(self) -> str:
        return f"{minutes(self.minutes)} after getting up at {clock_text(self.wake or 0)}"

    def asked(self) -> str:
        """Return how long to wait, and until when, as far as that is known."""
        if self.wake is None:
            return f"not within {minutes(self.minutes)} after getting up" if self.minutes else ""
        return f"not before {clock_text(self.wake + self.minutes)}, {minutes(self.minutes)} after getting up"

    def kept(self, record: Record) -> Iterator[Kept]:
        """Yield the earliest start that there is, by the clock."""
        starts = [one.clock_minute for one in record.sessions if not one.fixed]
        if self.wake is not None and starts:
            done = f"not before {clock_text(min(starts))}"
            yield Kept(self.asked(), done, min(starts) < self.wake + self.minutes)

    def causes(self, dose: ShortDose) -> Iterator[Cause]:
        """Yield the wait, and shorter ones."""
        if self.wake is not None:
            yield Cause(f"not before {self._after_getting_up}", _waiting(dose.id, None), remedies=self._remedies)

    def _remedies(self, dose: ShortDose) -> Iterator[Remedy]:
        for after in smaller(self.minutes):
            when = f"{minutes(after)} after getting up" if after else "right after getting up"
            yield Remedy(f"ask for {dose.activity.title} {when}", _waiting(dose.id, after))

    def obstacles(self, place: Place) -> Iterator[Cause]:
        """Yield the wait."""
        if self.wake is not None:
            yield Cause(f"it may not start until {self._after_getting_up}", _waiting(place.activity.id, None))


def _waiting(activity_id: str, after: int | None) -> Modifier:
    return with_activity(activity_id, lambda one: replace(one, after_waking=after))

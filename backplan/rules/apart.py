"""The distance that two sessions of an activity keep on one day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, ClassVar

from backplan.language.wording import minutes
from backplan.model.frequency import Daily
from backplan.model.time import MINUTE, Interval, instant
from backplan.rules.base import Prescription, Rule
from backplan.rules.cause import Cause, Modifier, Place, Remedy, ShortDose, smaller, with_activity
from backplan.rules.placed import DaySessions, Kept, Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backplan.model.finding import Finding


@dataclass(frozen=True, slots=True)
class Apart(Rule):
    """At least `minutes` from the end of one session to the start of the next of an activity on one day.

    Unless `several` are prescribed per day, only appointments can come so close.
    """

    minutes: int
    several: bool = True

    key: ClassVar[str] = "apart"
    summary: ClassVar[str] = "Two sessions of one activity on the same day are far enough apart."
    as_cause: ClassVar[int] = 4
    as_obstacle: ClassVar[int] = 5

    @classmethod
    def of(cls, given: Prescription) -> Apart:
        """Return the rule of any activity."""
        often = given.activity.frequency
        return cls(given.activity.apart, isinstance(often, Daily) and often.most > 1)

    def earliest_next(self, end: int) -> int:
        """Return the first instant at which another session may start, after one that ends at `end`."""
        return end + self.minutes * MINUTE

    def broken(self, one: Interval, other: Interval) -> bool:
        """Return whether two sessions of one day are too close."""
        first, second = sorted((one, other))
        return second.start < self.earliest_next(first.end)

    @classmethod
    def broken_on(cls, day: DaySessions) -> Iterator[Finding]:
        """Yield each two sessions that are too close; those that overlap break another rule."""
        for one, other in combinations(day.placed, 2) if day.can_be_told_apart else ():
            found = day.prescribed(one) if one.session.activity == other.session.activity else None
            between = (other.span.start - one.span.end) // MINUTE
            if found is not None and between >= 0 and cls(found[0].apart).broken(one.span, other.span):
                yield day.broken(
                    cls.key,
                    found[0].id,
                    f"{found[0].title} twice on {day.name}, at {one.session.start:%H:%M} and "
                    f"{other.session.start:%H:%M}: only {minutes(between)} from the end of one to the start of the "
                    f"next; at least {minutes(found[0].apart)} are prescribed.",
                    (one, other),
                )

    def asked(self) -> str:
        """Return the distance, where more than one session a day is asked for."""
        return self._words if self.several else ""

    @property
    def _words(self) -> str:
        return f"at least {minutes(self.minutes)} between two on the same day"

    def kept(self, record: Record) -> Iterator[Kept]:
        """Yield the least distance that there is."""
        between = [
            (instant(later.start) - instant(earlier.end)) // MINUTE
            for earlier, later in pairwise(record.sessions)
            if earlier.start.date() == later.start.date()
        ]
        if between:
            done = f"at least {minutes(min(between))}" if min(between) >= 0 else "two overlap"
            yield Kept(self._words, done, min(between) < self.minutes)

    def causes(self, dose: ShortDose) -> Iterator[Cause]:
        """Yield the distance, and smaller ones."""
        if self.minutes and self.several:
            words = f"sessions on the same day at least {minutes(self.minutes)} apart"
            yield Cause(words, _at_most(dose.id, 0), remedies=self._remedies)

    def _remedies(self, dose: ShortDose) -> Iterator[Remedy]:
        for apart in smaller(self.minutes, step=60):
            words = f"ask for sessions of {dose.activity.title} on the same day {minutes(apart)} apart"
            yield Remedy(words, _at_most(dose.id, apart))

    def obstacles(self, place: Place) -> Iterator[Cause]:
        """Yield the distance, of an activity that is asked for every day."""
        if isinstance(place.activity.frequency, Daily):
            words = f"its sessions on one day must be at least {minutes(self.minutes)} apart"
            yield Cause(words, _at_most(place.activity.id, 0))


def _at_most(activity_id: str, apart: int) -> Modifier:
    return with_activity(activity_id, lambda one: replace(one, apart=min(one.apart, apart)))

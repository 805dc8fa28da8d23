"""The minutes of exercise that a day may have."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from backplan.language.wording import minutes
from backplan.rules.base import Prescription, Rule
from backplan.rules.cause import Cause, Modifier, Origin, Place, Remedy, ShortDose, with_profile
from backplan.rules.placed import DaySessions, Kept, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from backplan.model.finding import Finding
    from backplan.model.profile import Profile


@dataclass(frozen=True, slots=True)
class DayBudget(Rule):
    """The planned minutes of a day stay within `minutes`."""

    minutes: int

    key: ClassVar[str] = "max_minutes_per_day"
    summary: ClassVar[str] = "A day's sessions together take no more minutes than allowed."
    as_cause: ClassVar[int] = 2
    as_obstacle: ClassVar[int] = 9

    @classmethod
    def of(cls, given: Prescription) -> DayBudget | None:
        """Return the rule of a patient who wishes for one."""
        return cls.in_profile(given.profile)

    @classmethod
    def in_profile(cls, profile: Profile) -> DayBudget | None:
        """Return the same, whatever the activity."""
        return None if profile.max_minutes_per_day is None else cls(profile.max_minutes_per_day)

    def broken(self, minutes: int) -> bool:
        """Return whether so many planned minutes are too many."""
        return minutes > self.minutes

    def most(self, kept: int) -> int:
        """Return the most minutes of a day on which sessions of `kept` minutes stay; those alone may be too many."""
        return max(self.minutes, kept)

    @classmethod
    def broken_on(cls, day: DaySessions) -> Iterator[Finding]:
        """Yield that the day has too many minutes."""
        budget, total = day.catalog.budget, sum(one.session.minutes for one in day.planned)
        if budget is not None and budget.broken(total):
            message = f"{minutes(total)} of exercise on {day.name}; the profile allows {budget.asked()} per day."
            yield day.broken(cls.key, None, message, day.planned)

    def asked(self) -> str:
        """Return how many minutes at most."""
        return f"at most {minutes(self.minutes)}"

    def kept_each_day(self, records: Iterable[Record]) -> Kept:
        """Return the longest day of a phase's records."""
        totals: Counter[date] = Counter()
        for session in (one for record in records for one in record.sessions if not one.fixed):
            totals[session.start.date()] += session.minutes
        longest = max(totals.values(), default=0)
        return Kept(self.asked(), f"at most {minutes(longest)}", self.broken(longest))

    def causes(self, dose: ShortDose) -> Iterator[Cause]:
        """Yield the wish, and larger ones."""
        del dose
        words = f"{self.asked()} of exercise a day"
        yield Cause(words, _allowing(None), Origin.LIFE, remedies=self._remedies)

    def _remedies(self, dose: ShortDose) -> Iterator[Remedy]:
        del dose
        for more in (5, 10, 15, 20, 30, 45, 60, 120):
            most = self.minutes + more
            yield Remedy(f"allow up to {minutes(most)} of exercise a day", _allowing(most))

    def obstacles(self, place: Place) -> Iterator[Cause]:
        """Yield the wish."""
        limit = f"your limit is {minutes(self.minutes)} of exercise a day"
        yield Cause(f"{limit}, and one session lasts {minutes(place.minutes)}", _allowing(None))


def _allowing(most: int | None) -> Modifier:
    return with_profile(lambda profile: replace(profile, max_minutes_per_day=most))

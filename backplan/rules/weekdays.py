"""The weekdays on which an activity is allowed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from backplan.language.wording import WEEKDAYS, listed, short_day, weekday, weekdays
from backplan.rules.base import ALL_WEEK, BrokenLimit, DayFacts, Judgement, Limit, Prescription
from backplan.rules.cause import Cause, Modifier, Place, Remedy, ShortDose, with_activity
from backplan.rules.placed import Kept, Record

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Weekdays(Limit):
    """Only on these weekdays, 0 Monday to 6 Sunday."""

    days: tuple[int, ...]

    key: ClassVar[str] = "days"
    summary: ClassVar[str] = "Sessions are only on the weekdays allowed."
    as_cause: ClassVar[int] = 1
    as_obstacle: ClassVar[int] = 1

    @classmethod
    def of(cls, given: Prescription) -> Weekdays | None:
        """Return the rule of an activity that is not allowed on every day."""
        return None if given.activity.days == ALL_WEEK else cls(given.activity.days)

    def judge(self, facts: DayFacts) -> Judgement:
        """Look at the weekday of a session."""
        broken = self._elsewhere(facts)
        return Judgement(broken=broken, forbidden=broken and facts.planned > 0)

    def broken(self, facts: DayFacts) -> tuple[BrokenLimit, ...]:
        """Return which weekday it is, and which are allowed."""
        if not self._elsewhere(facts):
            return ()
        return (BrokenLimit(f"on a {WEEKDAYS[facts.weekday]}; only {weekdays(self.days)} are allowed"),)

    def bars(self, weekday: int) -> bool:
        """Return whether a weekday is none of those allowed."""
        return weekday not in self.days

    def _elsewhere(self, facts: DayFacts) -> bool:
        return facts.sessions > 0 and self.bars(facts.weekday)

    def asked(self) -> str:
        """Return the days allowed."""
        return f"only on {weekdays(self.days)}"

    def kept(self, record: Record) -> Iterator[Kept]:
        """Yield the other days that have a session."""
        others = [day for day in sorted(record.counts) if day.weekday() not in self.days]
        done = "on no other day" if not others else f"on {listed(map(short_day, others))} too"
        yield Kept(self.asked(), done, record.breaks(self))

    def causes(self, dose: ShortDose) -> Iterator[Cause]:
        """Yield the days allowed, and one more."""
        yield Cause(f"only allowed on {weekdays(self.days)}", _allowed(dose.id, ALL_WEEK), remedies=self._remedies)

    def _remedies(self, dose: ShortDose) -> Iterator[Remedy]:
        wanted = {day.weekday() for day in dose.days}
        for number in sorted(set(ALL_WEEK) - set(self.days), key=lambda number: number not in wanted):
            days = tuple(sorted((*self.days, number)))
            yield Remedy(f"ask for {dose.activity.title} on {weekday(number)} too", _allowed(dose.id, days))

    def obstacles(self, place: Place) -> Iterator[Cause]:
        """Yield the days allowed, where the place's is none of them."""
        if self.bars(place.on.weekday()):
            yield Cause(f"it is only allowed on {weekdays(self.days)}", _allowed(place.activity.id, ALL_WEEK))


def _allowed(activity_id: str, days: tuple[int, ...]) -> Modifier:
    return with_activity(activity_id, lambda one: replace(one, days=days))

"""Rest between sessions: at least so many full days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from backplan.language.wording import counted
from backplan.rules.base import (
    BrokenLimit,
    DayFacts,
    Extent,
    Judgement,
    Limit,
    Prescription,
    earlier_session,
    is_or_are,
)
from backplan.rules.cause import Cause, Modifier, Place, Remedy, ShortDose, nearest, with_activity
from backplan.rules.placed import Kept, Record

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class RestDays(Limit):
    """At least `days` full days between two session days, however far back the earlier one is."""

    days: int

    key: ClassVar[str] = "rest_days"
    summary: ClassVar[str] = "There are at least so many full days between two sessions."
    looks_back: ClassVar[bool] = True
    as_cause: ClassVar[int] = 2
    as_obstacle: ClassVar[int] = 2

    @classmethod
    def of(cls, given: Prescription) -> RestDays | None:
        """Return the rule of an activity that needs rest."""
        return cls(given.activity.rest_days) if given.activity.rest_days else None

    def judge(self, facts: DayFacts) -> Judgement:
        """Measure the gap that a session ends."""
        broken = self._too_soon(facts)
        return Judgement(broken=broken, forbidden=broken and (facts.planned > 0 or not facts.last_fixed))

    def broken(self, facts: DayFacts) -> tuple[BrokenLimit, ...]:
        """Return how many full days of rest there were, and how many at least."""
        if not self._too_soon(facts):
            return ()
        rest = counted((facts.gap or 0) - 1, "full day")
        needed = f"at least {self.days} {is_or_are(self.days)} needed"
        words = f"only {rest} of rest since {earlier_session(facts)}; {needed}"
        return (BrokenLimit(words, Extent.GAP),)

    def _too_soon(self, facts: DayFacts) -> bool:
        return facts.sessions > 0 and facts.gap is not None and facts.gap <= self.days

    @property
    def longest_memory(self) -> int:
        """Count the rest days and the day after them."""
        return self.days + 1

    def asked(self) -> str:
        """Return how much rest at least."""
        return f"at least {counted(self.days, 'full rest day')} between sessions"

    def kept(self, record: Record) -> Iterator[Kept]:
        """Yield the least rest that there is."""
        gaps = [facts.gap for facts in record.days if facts.sessions and facts.gap is not None]
        if gaps:
            done = f"at least {counted(min(gaps) - 1, 'full day')}"
            yield Kept(self.asked(), done, record.breaks(self))

    def causes(self, dose: ShortDose) -> Iterator[Cause]:
        """Yield the rest, and less of it."""
        words = f"at least {counted(self.days, 'rest day')} between sessions"
        yield Cause(words, _at_most(dose.id, 0), remedies=self._remedies)

    def _remedies(self, dose: ShortDose) -> Iterator[Remedy]:
        for rest in range(self.days - 1, -1, -1):
            days = counted(rest, "rest day") if rest else "no rest day"
            words = f"ask for {days} between sessions of {dose.activity.title}"
            yield Remedy(words, _at_most(dose.id, rest))

    def obstacles(self, place: Place) -> Iterator[Cause]:
        """Yield the rest, and which session is too near."""
        rest = counted(self.days, "full rest day")
        words = f"it needs {rest} between sessions{nearest(place, self.days + 1)}"
        yield Cause(words, _at_most(place.activity.id, 0))


def _at_most(activity_id: str, days: int) -> Modifier:
    return with_activity(activity_id, lambda one: replace(one, rest_days=min(one.rest_days, days)))

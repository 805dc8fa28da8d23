"""Which days: rest between sessions, weekdays, and activities that never share a day (contract section 3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backplan.language.wording import WEEKDAYS, counted, weekdays
from backplan.rules.base import BrokenLimit, Extent, Judgement, earlier_session

if TYPE_CHECKING:
    from backplan.rules.base import DayFacts


@dataclass(frozen=True, slots=True)
class RestDays:
    """At least `days` full days between two session days."""

    days: int
    key: str = "rest_days"

    def judge(self, facts: DayFacts) -> Judgement:
        """Measures the gap that a session ends."""
        broken = facts.sessions > 0 and facts.gap is not None and facts.gap <= self.days
        return Judgement(broken=broken, forbidden=broken and (facts.planned > 0 or not facts.last_fixed))

    def broken_limits(self, facts: DayFacts) -> tuple[BrokenLimit, ...]:
        """How many full days of rest there were, and how many at least."""
        if not facts.sessions or facts.gap is None or facts.gap > self.days:
            return ()
        rest = counted(facts.gap - 1, "full day")
        words = f"{rest} of rest since {earlier_session(facts)}; at least {self.days} needed"
        return (BrokenLimit(words, Extent.GAP),)

    def dose_words(self, facts: DayFacts) -> str:
        """Nothing: no dose, no words."""
        del facts
        return ""


@dataclass(frozen=True, slots=True)
class Weekdays:
    """Only on these weekdays, 0 Monday to 6 Sunday."""

    days: tuple[int, ...]
    key: str = "days"

    def judge(self, facts: DayFacts) -> Judgement:
        """Looks at the weekday of a session."""
        broken = facts.sessions > 0 and facts.weekday not in self.days
        return Judgement(broken=broken, forbidden=broken and facts.planned > 0)

    def broken_limits(self, facts: DayFacts) -> tuple[BrokenLimit, ...]:
        """Which weekday it is, and which are allowed."""
        if not facts.sessions or facts.weekday in self.days:
            return ()
        return (BrokenLimit(f"a {WEEKDAYS[facts.weekday]}; only {weekdays(self.days)} allowed"),)

    def dose_words(self, facts: DayFacts) -> str:
        """Nothing: no dose, no words."""
        del facts
        return ""


@dataclass(frozen=True, slots=True)
class Alternate:
    """Two activities, by id in alphabetical order, that never share a day."""

    first: str
    second: str
    key: str = "alternate_with"

    def broken(self, first: int, second: int) -> bool:
        """Whether so many sessions of both on one day break the rule."""
        return first > 0 and second > 0


@dataclass(frozen=True, slots=True)
class CapOverDays:
    """At most `most` sessions of an activity in any `days` consecutive days; held against fixed sessions."""

    activity: str
    most: int
    days: int
    key: str = "frequency"

    def crowded(self, session_days: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
        """The runs of sessions that break the cap.

        Args:
            session_days: the day number of every session, sorted; a day with two sessions stands twice.

        Returns:
            For each run that cannot be made longer: the day numbers of its sessions, all within `days` days.
        """
        runs: list[tuple[int, ...]] = []
        for first, day in enumerate(session_days):
            run = tuple(other for other in session_days[first:] if other < day + self.days)
            if len(run) > self.most and not (runs and runs[-1][-1] == run[-1]):
                runs.append(run)
        return tuple(runs)

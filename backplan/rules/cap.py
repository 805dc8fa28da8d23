"""How many appointments there may be within some days: `at most 3 a year`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from backplan.rules.base import Rule


@dataclass(frozen=True, slots=True)
class CapOverDays(Rule):
    """At most `most` sessions of an activity in any `days` consecutive days; only fixed sessions are counted."""

    activity: str
    most: int
    days: int

    key: ClassVar[str] = "frequency"

    def crowded(self, session_days: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
        """Returns the runs of sessions that break the cap.

        Args:
            session_days: the day number of every session, sorted; a day with two sessions is there twice.

        Returns:
            For each run that cannot be made longer: the day numbers of its sessions, all within `days` days.
        """
        runs: list[tuple[int, ...]] = []
        for first, day in enumerate(session_days):
            run = tuple(other for other in session_days[first:] if other < day + self.days)
            if len(run) > self.most and not (runs and runs[-1][-1] == run[-1]):
                runs.append(run)
        return tuple(runs)

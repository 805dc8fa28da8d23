"""What a plan has of one activity in one phase: what its rules are told when a page asks how they are kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from backplan.language.wording import short_day, weekday

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from backplan.model.plan import Session
    from backplan.model.regimen import Activity
    from backplan.rules.base import DayFacts, Judgement, Limit

MANY_WEEKS = 4
"""Records of more weeks than this are told as a whole, not week by week."""


class Kept(NamedTuple):
    """One line of a page: a rule, and what a plan makes of it.

    Attributes:
        asked: what was prescribed.
        done: what the plan does.
        broken: a limit is broken.
        short: how far a dose is missed, `short by 2`; empty where it is met.
    """

    asked: str
    done: str
    broken: bool = False
    short: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What a plan has of one activity in one phase.

    Attributes:
        first_week: the plan's own first week that is in the phase, counted from 0.
        first: its first day.
        days: each of its days as the rules over days see it.
        minutes: for each week how long its sessions are to be.
        sessions: the activity's sessions on those days, by start.
        others: the records of all activities of the phase by id, in reading order.
    """

    activity: Activity
    first_week: int
    first: date
    days: tuple[DayFacts, ...]
    minutes: tuple[int, ...]
    sessions: tuple[Session, ...]
    others: Mapping[str, Record] = field(compare=False, repr=False)

    @property
    def weeks(self) -> int:
        """How many weeks of the plan are in the phase."""
        return len(self.minutes)

    @property
    def counts(self) -> dict[date, int]:
        """How many sessions each of the days has that has one."""
        return Counter(session.start.date() for session in self.sessions)

    def date(self, number: int) -> date:
        """Return the calendar day of one of the days."""
        return self.first + timedelta(days=number)

    def name(self, number: int) -> str:
        """Return what one of the days is called: its weekday, where there is only one such."""
        day = self.date(number)
        return weekday(day.weekday()) if self.weeks == 1 else short_day(day)

    @property
    def gaps(self) -> tuple[int, ...]:
        """Days from one session day to the next, from the last earlier one on; an absence is no gap."""
        return tuple(facts.gap for facts in self.days if facts.sessions and facts.gap is not None and facts.gap_counts)

    def judged(self, rule: Limit) -> tuple[Judgement, ...]:
        """Return what a rule says of each of the days."""
        return tuple(rule.judge(facts) for facts in self.days)

    def breaks(self, rule: Limit) -> bool:
        """Return whether any of the days breaks a rule."""
        return any(said.broken for said in self.judged(rule))

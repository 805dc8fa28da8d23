"""What a rule is asked, and what it answers.

A rule over days looks at one activity on one day, in the light of what went before. The looking back is done once,
in `DayFacts`, so that a rule has no memory of its own: the planner can ask it about any day of any half-made plan,
the checker about every day of a finished one, and a test about facts written by hand.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple, Protocol

from backplan.language.wording import WEEKDAYS


class DayFacts(NamedTuple):
    """One activity on one day, and what of the days before matters to its rules.

    Attributes:
        weekday: 0 Monday to 6 Sunday.
        planned: sessions that the planner puts on this day.
        fixed: appointments on this day.
        gap: days since the last session day, history included; None where there is none.
        gap_counts: False where the activity took no part for a while within the gap.
        waited: days since the day that doses are measured from: the last session day, or the virtual day before.
        closes: the activity's part of the plan ends with this day.
        week_planned: planned sessions of this week, this day included.
        week_fixed: appointments of the whole week.
        week_closes: the week ends with this day.
        last_fixed: the last session day is history or an appointment, so a planned session is not to blame for it.
    """

    weekday: int
    planned: int
    fixed: int
    gap: int | None
    gap_counts: bool
    waited: int
    closes: bool
    week_planned: int
    week_fixed: int
    week_closes: bool
    last_fixed: bool

    @property
    def sessions(self) -> int:
        """All sessions of the day."""
        return self.planned + self.fixed


def earlier_session(facts: DayFacts) -> str:
    """What the session before is called: `Tuesday's`, and where that could be another week's, `the session before`."""
    if facts.gap is None or facts.gap >= len(WEEKDAYS):
        return "the session before"
    return f"{WEEKDAYS[(facts.weekday - facts.gap) % len(WEEKDAYS)]}'s"


class Judgement(NamedTuple):
    """What a rule says of a day.

    Attributes:
        shortfall: the first cost of contract section 3.1.
        missed: the second cost.
        unevenness: the third cost.
        broken: a limit is broken.
        forbidden: a planned session has part in the broken limit, so no plan may do this.
    """

    shortfall: int = 0
    missed: int = 0
    unevenness: int = 0
    broken: bool = False
    forbidden: bool = False


class Extent(Enum):
    """Which sessions a broken limit is about."""

    DAY = "those of the day"
    GAP = "those of the day, and of the last session day before"
    WEEK = "all of the week that ends with the day"


class BrokenLimit(NamedTuple):
    """One limit that a day breaks.

    Attributes:
        words: what was measured and what is allowed.
        extent: which sessions have part in it.
    """

    words: str
    extent: Extent = Extent.DAY


class DayRule(Protocol):
    """A rule of one activity over days."""

    @property
    def key(self) -> str:
        """The regimen's key that the rule comes from."""
        ...

    def judge(self, facts: DayFacts) -> Judgement:
        """What the rule says of one day."""
        ...

    def broken_limits(self, facts: DayFacts) -> tuple[BrokenLimit, ...]:
        """Each limit that one day breaks; none where `judge` says that nothing is broken."""
        ...

    def dose_words(self, facts: DayFacts) -> str:
        """What was measured and what is asked, for a day on which the dose is short."""
        ...

"""Define what a rule is asked, and what it answers.

Each rule is one file and answers for itself; all others ask the rules of the catalogue and know none by name. A rule
over days (`Limit`, and `Dose` in `dose.py`) looks at one activity on one day in the light of what went before, which
`DayFacts` holds, so a rule has no memory of its own. A rule within the day is asked about the sessions of one day
(`broken_on`), a few about all sessions of a plan (`broken_in`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from enum import Enum
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Protocol

from backplan.language.wording import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backplan.model.finding import Finding
    from backplan.model.profile import Profile
    from backplan.model.regimen import Activity, Regimen
    from backplan.model.time import ClockDay, Interval
    from backplan.rules.catalog import Catalog
    from backplan.rules.cause import Cause, Place, ShortDose
    from backplan.rules.placed import DaySessions, Kept, Placed, Record


ALL_WEEK = (0, 1, 2, 3, 4, 5, 6)


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
    """Return what to call the session before: `Tuesday's`, or `the session before` if that could be another week's."""
    if facts.gap is None or facts.gap >= len(WEEKDAYS):
        return "the session before"
    return f"{WEEKDAYS[(facts.weekday - facts.gap) % len(WEEKDAYS)]}'s"


def is_or_are(number: int) -> str:
    """Return the verb that agrees with a number."""
    return "is" if number == 1 else "are"


class Judgement(NamedTuple):
    """What a rule says of a day: the first three costs, whether a limit is broken, and whether by a planned session.

    What is forbidden no plan may do.
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
    """One limit that a day breaks: what was measured and is allowed, and which sessions take part."""

    words: str
    extent: Extent = Extent.DAY


class Prescription(NamedTuple):
    """What an activity's rules are made from: as it is prescribed in some phase, the whole regimen, and the profile."""

    activity: Activity
    regimen: Regimen
    profile: Profile


class Rule:
    """One rule, bound to its numbers: whatever there is to know about it, it says itself.

    What a rule has nothing to say about, it leaves as it is here.

    Attributes:
        key: the regimen's or profile's key that it comes from; its name in findings and in the reference.
        severity: how much its findings weigh.
        summary: one sentence for the reference.
        in_dose: the sentence about the dose already says it, `Twice a day, 5 minutes.`
        as_cause: its place among the causes of one origin; those that say most to a patient come first.
        as_obstacle: its place among what may forbid a place; the prescription comes first.
    """

    __slots__ = ()

    key: ClassVar[str]
    severity: ClassVar[str] = "limit"
    summary: ClassVar[str]
    in_dose: ClassVar[bool] = False
    as_cause: ClassVar[int] = 0
    as_obstacle: ClassVar[int] = 0

    @classmethod
    def of(cls, given: Prescription) -> Rule | None:
        """Return the rule as it holds for an activity; None where it asks nothing of it."""
        del given
        return cls()

    def asked(self) -> str:
        """Return how it is asked, as it reads on a page; empty where the page says it otherwise."""
        return ""

    def kept(self, record: Record) -> Iterator[Kept]:
        """Yield how a plan keeps it, for each line of a page."""
        del record
        yield from ()

    def room(self, day: ClockDay) -> Interval:
        """Return the instants of a day within which its activity's sessions must be: what the planner asks."""
        return day.span

    @classmethod
    def broken_on(cls, day: DaySessions) -> Iterator[Finding]:
        """Yield a finding for each time that sessions of one day break it."""
        for one in day.planned:
            if words := cls.wrong(one, day):
                yield day.misplaced(cls.key, one, words)

    @classmethod
    def wrong(cls, one: Placed, day: DaySessions) -> str:
        """Return how one session's own place breaks it, as the end of a sentence; empty where it does not."""
        del one, day
        return ""

    @classmethod
    def broken_in(cls, catalog: Catalog, placed: Sequence[Placed]) -> Iterator[Finding]:
        """Yield a finding for each time that sessions of several days, those outside the plan among them, break it."""
        del catalog, placed
        yield from ()

    def causes(self, dose: ShortDose) -> Iterator[Cause]:
        """Yield what of it may be to blame for a short dose."""
        del dose
        yield from ()

    def obstacles(self, place: Place) -> Iterator[Cause]:
        """Yield what of it may forbid a session at a place."""
        del place
        yield from ()


class DayRule(Protocol):
    """Whatever judges one activity day by day: a rule over days, or a constraint on a plan that is made to learn."""

    @property
    def looks_back(self) -> bool:
        """What it says of a day depends on the days before, so that their order matters."""
        ...

    def judge(self, facts: DayFacts) -> Judgement:
        """Return what it says of one day."""
        ...


class Limit(Rule, ABC):
    """A rule of one activity over days."""

    __slots__ = ()

    looks_back: ClassVar[bool] = False

    def bars(self, weekday: int) -> bool:
        """Return whether it forbids every session on a weekday, 0 Monday to 6 Sunday."""
        del weekday
        return False

    @property
    def longest_memory(self) -> int:
        """One day, unless the rule looks back further."""
        return 1

    @abstractmethod
    def judge(self, facts: DayFacts) -> Judgement:
        """Return what the rule says of one day."""

    @abstractmethod
    def broken(self, facts: DayFacts) -> tuple[BrokenLimit, ...]:
        """Return each limit that one day breaks; none where `judge` says that nothing is broken."""

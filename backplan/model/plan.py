"""A plan: sessions in time, their costs and the findings about them (contract sections 3 and 4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID, uuid5

if TYPE_CHECKING:
    from datetime import date, datetime

    from backplan.model.finding import Finding
    from backplan.model.profile import DateRange
    from backplan.model.time import Interval

_SESSION_IDS = UUID("6f2d8f0e-2f0b-5c56-9f3b-6f1f5d7f9a51")


class Cost(NamedTuple):
    """The five costs of contract section 3.1, compared in this order: the smaller, the better."""

    shortfall: int = 0
    missed: int = 0
    unevenness: int = 0
    preference: int = 0
    load: int = 0


NO_COST = Cost()


@dataclass(frozen=True, slots=True)
class Session:
    """One session.

    Attributes:
        id: stays the same when the plan is made again and only days or times change.
        choice: the alternative whose turn it is, or None.
        start: aware, in the plan's zone, as is `end`, which is `minutes` of elapsed time later.
        week: counted from 0 at the regimen's beginning.
        fixed: an appointment, which is never moved.
    """

    id: str
    activity: str
    title: str
    choice: str | None
    start: datetime
    end: datetime
    minutes: int
    week: int
    fixed: bool

    @property
    def clock_minute(self) -> int:
        """The start on the clock, in minutes since 00:00."""
        return 60 * self.start.hour + self.start.minute


@dataclass(frozen=True, slots=True)
class MadeFrom:
    """What a plan was made from, so that it can be continued anywhere (contract section 4).

    Attributes:
        regimen: the regimen's YAML; empty if it was built by a program.
        profile: the profile's YAML without `name`; None if there was no profile file.
        busy: busy instants, without buffers or titles.
        history: sessions before the plan's start.
        late: the plan begins at least one full week after the end of the plan it continues.
    """

    regimen: str = ""
    profile: str | None = None
    busy: tuple[Interval, ...] = ()
    history: tuple[Session, ...] = ()
    late: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """The sessions of some weeks.

    Attributes:
        start: the first day.
        first_week: the first week's number, counted from 0 at the regimen's beginning.
        timezone: IANA name.
        sessions: ordered by start.
        proven: False if the search stopped before it could prove that the cost is the smallest.
        away: the days away.
        made_from: what else it was made from; None if unknown. Two plans that differ only in this are equal.
    """

    regimen_id: str
    regimen_title: str
    start: date
    weeks: int
    first_week: int
    timezone: str
    sessions: tuple[Session, ...]
    cost: Cost = NO_COST
    findings: tuple[Finding, ...] = ()
    proven: bool = True
    away: tuple[DateRange, ...] = ()
    made_from: MadeFrom | None = field(default=None, compare=False, repr=False)

    @property
    def weeks_away(self) -> frozenset[int]:
        """The plan's own weeks, counted from 0, that are spent wholly away."""
        return weeks_away(self.start, self.weeks, self.away)

    def is_away(self, day: date) -> bool:
        """Return whether a day is one of the days away."""
        return any(days.first <= day <= days.last for days in self.away)

    def regimen_week(self, number: int) -> int:
        """Return the regimen's week, counted from 0, in the plan's own week `number`."""
        return self.first_week + trained_weeks(self.weeks_away, number)

    @property
    def days(self) -> tuple[date, ...]:
        """All calendar days of the plan."""
        return tuple(self.start + timedelta(days=number) for number in range(7 * self.weeks))

    @property
    def end(self) -> date:
        """The day after the plan's last."""
        return self.start + timedelta(weeks=self.weeks)


@lru_cache(maxsize=1_024)
def weeks_away(start: date, weeks: int, away: tuple[DateRange, ...]) -> frozenset[int]:
    """Return which of the `weeks` from `start` on, counted from 0, are spent wholly away.

    They do not count towards progression or a phase's weeks (contract section 1.2).
    """
    days = {
        number
        for absence in away
        for number in range(max(0, (absence.first - start).days), min(7 * weeks, (absence.last - start).days + 1))
    }
    return frozenset(week for week in range(weeks) if days.issuperset(range(7 * week, 7 * week + 7)))


def trained_weeks(away: frozenset[int], number: int) -> int:
    """Return how many of the first `number` weeks count: those not spent wholly away."""
    return number - sum(week < number for week in away)


@lru_cache(maxsize=16_384)
def session_id(regimen_id: str, start: date, activity: str, week: int, number: int) -> str:
    """Return the id of a session, made of nothing that changes when the plan is made again (contract section 4).

    Args:
        regimen_id: the regimen's id.
        start: the plan's first day.
        activity: the activity's id.
        week: the session's week, counted from 0 at the plan's start, weeks away included.
        number: which of the activity's sessions in that week, from 0, by start.
    """
    return str(uuid5(_SESSION_IDS, f"{regimen_id}/{start.isoformat()}/{activity}/{week}/{number}"))

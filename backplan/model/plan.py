"""A plan: sessions in time, what they cost, and what is to be known about them (contract sections 3 and 4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID, uuid5

if TYPE_CHECKING:
    from datetime import date, datetime

    from backplan.model.finding import Finding

_SESSION_IDS = UUID("6f2d8f0e-2f0b-5c56-9f3b-6f1f5d7f9a51")


class Cost(NamedTuple):
    """The five costs of contract section 3.1, compared in this order; the best plan has the smallest."""

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
        start: aware, in the plan's zone.
        end: aware, in the plan's zone; `minutes` of elapsed time after `start`.
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


@dataclass(frozen=True, slots=True)
class Plan:
    """The sessions of some weeks.

    Attributes:
        start: the first day.
        weeks: how many weeks it covers.
        first_week: the first week's number, counted from 0 at the regimen's beginning.
        timezone: IANA name.
        sessions: ordered by start.
        proven: False where the search gave up before it could prove the cost least.
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

    @property
    def days(self) -> tuple[date, ...]:
        """The calendar days that the plan covers."""
        return tuple(self.start + timedelta(days=number) for number in range(7 * self.weeks))

    @property
    def end(self) -> date:
        """The day after the plan's last."""
        return self.start + timedelta(weeks=self.weeks)


@lru_cache(maxsize=16_384)
def session_id(regimen_id: str, start: date, activity: str, week: int, number: int) -> str:
    """The id of an activity's session, made of nothing that changes when the plan is made again (contract section 4).

    Args:
        regimen_id: the regimen's id.
        start: the plan's first day.
        activity: the activity's id.
        week: the session's week, counted from 0 at the regimen's beginning.
        number: the session's number among the activity's in that week, from 0, by start.
    """
    return str(uuid5(_SESSION_IDS, f"{regimen_id}/{start.isoformat()}/{activity}/{week}/{number}"))

"""A plan: sessions in time, what they cost, and what is to be known about them (contract sections 3 and 4)."""

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

    @property
    def clock_minute(self) -> int:
        """What the clock shows at the start, in minutes since 00:00."""
        return 60 * self.start.hour + self.start.minute


@dataclass(frozen=True, slots=True)
class MadeFrom:
    """What a plan was made from, carried along so that the plan can be continued anywhere (contract section 4).

    Attributes:
        regimen: the regimen's YAML text; empty if it was built by a program.
        profile: the profile's YAML text without `name`; None if there was no profile file.
        busy: the busy time as bare spans of instants, without buffers or titles.
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
        weeks: how many weeks it covers.
        first_week: the first week's number, counted from 0 at the regimen's beginning.
        timezone: IANA name.
        sessions: ordered by start.
        proven: False if the search gave up before it could prove that the cost is the smallest.
        away: the days away that it was made with.
        made_from: the rest of what it was made from; None if the file that it was read from does not say. It makes no
            difference to whether two plans are the same.
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
        """The plan's own weeks, counted from 0, that consist wholly of days away."""
        return weeks_away(self.start, self.weeks, self.away)

    def is_away(self, day: date) -> bool:
        """Return whether the plan was made with this day away."""
        return any(days.first <= day <= days.last for days in self.away)

    def regimen_week(self, number: int) -> int:
        """Return the regimen's week, counted from 0, in the plan's own week `number`."""
        return self.first_week + trained_weeks(self.weeks_away, number)

    @property
    def days(self) -> tuple[date, ...]:
        """The calendar days that the plan covers."""
        return tuple(self.start + timedelta(days=number) for number in range(7 * self.weeks))

    @property
    def end(self) -> date:
        """The day after the plan's last."""
        return self.start + timedelta(weeks=self.weeks)


@lru_cache(maxsize=1_024)
def weeks_away(start: date, weeks: int, away: tuple[DateRange, ...]) -> frozenset[int]:
    """Return the weeks, counted from 0 at `start`, that consist wholly of days away.

    Nobody trains in them, so they do not count: not for progression and not for a phase's weeks (contract section 1.2).

    Args:
        start: the first day.
        weeks: how many weeks to look at.
        away: days away, in any order; ranges may overlap.
    """
    days = {
        number
        for one in away
        for number in range(max(0, (one.first - start).days), min(7 * weeks, (one.last - start).days + 1))
    }
    return frozenset(week for week in range(weeks) if days.issuperset(range(7 * week, 7 * week + 7)))


def trained_weeks(away: frozenset[int], number: int) -> int:
    """Return how many of the first `number` weeks count: those that were not spent wholly away."""
    return number - sum(week < number for week in away)


@lru_cache(maxsize=16_384)
def session_id(regimen_id: str, start: date, activity: str, week: int, number: int) -> str:
    """The id of an activity's session, made of nothing that changes when the plan is made again (contract section 4).

    Args:
        regimen_id: the regimen's id.
        start: the plan's first day.
        activity: the activity's id.
        week: the session's week, counted from 0 at the plan's start, weeks away included.
        number: the session's number among the activity's in that week, from 0, by start.
    """
    return str(uuid5(_SESSION_IDS, f"{regimen_id}/{start.isoformat()}/{activity}/{week}/{number}"))

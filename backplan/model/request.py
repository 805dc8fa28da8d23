"""The request: everything that a plan depends on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backplan.model.plan import trained_weeks, weeks_away
from backplan.model.profile import Profile

if TYPE_CHECKING:
    from datetime import date

    from backplan.model.plan import Session
    from backplan.model.profile import DateRange
    from backplan.model.regimen import Regimen
    from backplan.model.time import Interval

MOST_WEEKS = 520
"""Weeks of one plan: ten years."""


@dataclass(frozen=True, slots=True)
class BusyEvent:
    """An event of another calendar at the instants of `span`, without the profile's buffer."""

    span: Interval
    title: str

    def touches(self, span: Interval, margin: int) -> bool:
        """Return whether the event, with `margin` seconds before and after it, takes any of some instants."""
        return self.span.start - margin < span.end and self.span.end + margin > span.start


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """What to plan, for whom and when.

    Attributes:
        timezone: IANA name of the plan's zone.
        start: the first day.
        weeks: at least 1.
        first_week: the first week's number, counted from 0 at the regimen's beginning.
        history: sessions before `start`, in any order.
        closed: days on which nothing is planned although the patient is not away, such as days in the past; unlike days
            away they count as trained.
        fresh_from: the first day of a plan that begins at least one full week after the end of the one it continues;
            doses then count from the day before it, as if there were no earlier session, while limits still look back.
    """

    regimen: Regimen
    timezone: str
    start: date
    weeks: int = 1
    first_week: int = 0
    profile: Profile = field(default_factory=Profile)
    history: tuple[Session, ...] = ()
    busy: tuple[BusyEvent, ...] = ()
    closed: tuple[DateRange, ...] = ()
    fresh_from: date | None = None

    @property
    def weeks_away(self) -> frozenset[int]:
        """The plan's own weeks, counted from 0, that are spent wholly away."""
        return weeks_away(self.start, self.weeks, self.profile.away)

    def regimen_week(self, number: int) -> int:
        """Return the regimen's week, counted from 0, in the plan's own week `number`.

        A week spent wholly away has the number of the week after it (contract section 1.2).
        """
        return self.first_week + trained_weeks(self.weeks_away, number)

    def regimen_week_of(self, day: date) -> int:
        """Return the regimen's week of a day of the plan."""
        return self.regimen_week((day - self.start).days // 7)

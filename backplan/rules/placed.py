"""Sessions as the checker and the rules within the day look at them: with their day's number and their instants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from backplan.language.wording import short_day
from backplan.model.finding import Finding, Severity
from backplan.model.profile import Appointment
from backplan.model.time import MOST_A_DAY, Interval, instant

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from backplan.model.plan import Session
    from backplan.model.regimen import Activity
    from backplan.rules.catalog import Catalog


class Placed(NamedTuple):
    """A session with its place in a plan.

    Attributes:
        day: counted from 0 at the plan's first; outside the plan it may be negative or past the last.
        span: its instants.
    """

    session: Session
    day: int
    span: Interval


def place_all(catalog: Catalog, sessions: Iterable[Session]) -> tuple[Placed, ...]:
    """Sessions by their start."""
    start = catalog.request.start
    return tuple(
        sorted(
            (
                Placed(
                    session,
                    (session.start.date() - start).days,
                    Interval(instant(session.start), instant(session.end)),
                )
                for session in sessions
            ),
            key=lambda one: (one.span, one.session.activity, one.session.id),
        )
    )


def as_appointment(session: Session) -> Appointment:
    """Return the appointment that keeps a session where it is."""
    return Appointment(session.start.date(), session.clock_minute, session.minutes, session.activity)


def prescribed(catalog: Catalog, activity_id: str, day: int) -> tuple[Activity, int] | None:
    """The activity as it is in a day's week, and the minutes of its sessions then.

    A session's own `week` tells which one it was planned for; what is prescribed for it goes by the day on which it
    lies.
    """
    return catalog.request.regimen.activity_at(activity_id, catalog.request.regimen_week(day // 7))


def title_of(catalog: Catalog, activity_id: str, day: int) -> str:
    """What an activity is called in the week of a day."""
    found = prescribed(catalog, activity_id, day)
    return catalog.request.regimen.title_of(activity_id) if found is None else found[0].title


def date_of(catalog: Catalog, day: int) -> date:
    """The calendar day of a day's number."""
    return catalog.request.start + timedelta(days=day)


def dates_of(catalog: Catalog, days: Iterable[int]) -> tuple[date, ...]:
    """The calendar days of some days' numbers."""
    return tuple(date_of(catalog, day) for day in days)


@dataclass(frozen=True, slots=True)
class DaySessions:
    """The sessions of one day of a plan, as the rules within the day see them.

    Attributes:
        catalog: what holds.
        number: the day's number.
        placed: its sessions, at least one, by start.
    """

    catalog: Catalog
    number: int
    placed: Sequence[Placed]

    @property
    def name(self) -> str:
        """What the day is called."""
        return short_day(date_of(self.catalog, self.number))

    @property
    def can_be_told_apart(self) -> bool:
        """Whether it has so few sessions that each two are looked at."""
        return len(self.placed) <= MOST_A_DAY

    @property
    def planned(self) -> tuple[Placed, ...]:
        """Its sessions that are no appointments."""
        return tuple(one for one in self.placed if not one.session.fixed)

    def of(self, activity_id: str) -> tuple[Placed, ...]:
        """Return its sessions of one activity."""
        return tuple(one for one in self.placed if one.session.activity == activity_id)

    def prescribed(self, one: Placed) -> tuple[Activity, int] | None:
        """Return a session's activity as it is prescribed on the day, and the minutes of its sessions then."""
        return prescribed(self.catalog, one.session.activity, self.number)

    def title(self, activity_id: str) -> str:
        """Return what an activity is called in the day's week."""
        return title_of(self.catalog, activity_id, self.number)

    def broken(
        self,
        rule: str,
        activity: str | None,
        message: str,
        sessions: Iterable[Placed],
        because: tuple[str, ...] = (),
        suggestions: tuple[str, ...] = (),
    ) -> Finding:
        """Return the finding that some of its sessions break a limit.

        Args:
            rule: the rule's key.
            activity: the id that it is about, or None.
            message: one sentence.
            sessions: those that have part in it.
            because: reasons.
            suggestions: what would mend it.
        """
        return Finding(
            Severity.LIMIT,
            rule,
            activity,
            dates_of(self.catalog, (self.number,)),
            message,
            because,
            suggestions,
            tuple(one.session.id for one in sessions),
        )

    def misplaced(self, rule: str, one: Placed, words: str) -> Finding:
        """Return the finding that one session's own place breaks a limit; `words` end the sentence about it."""
        activity = one.session.activity
        message = f"{self.title(activity)} on {self.name} at {one.session.start:%H:%M} {words}."
        return self.broken(rule, activity, message, (one,))

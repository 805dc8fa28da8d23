"""Sessions as the checker looks at them: with their day's number and their instants."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from backplan.model.time import Interval, instant

if TYPE_CHECKING:
    from collections.abc import Iterable
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

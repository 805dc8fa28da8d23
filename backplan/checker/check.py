"""What is to be known about given sessions: the rules of the catalog, asked one after another.

The checker runs the very rules that the planner asks and collects what they say. What it says of one activity over
the days depends on that activity's days alone (`over_days.py`), and what it says of a day on that day's sessions
(`within_day.py`).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from backplan.checker.over_days import of_course
from backplan.checker.within_day import of_day
from backplan.language.wording import short_day, short_day_and_year
from backplan.model.finding import Finding, Severity
from backplan.rules.catalog import RULES
from backplan.rules.placed import Placed, place_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backplan.model.plan import Session
    from backplan.rules.catalog import Catalog

_WEIGHT = {Severity.LIMIT: 0, Severity.DOSE: 1, Severity.ADVICE: 2}


def check(catalog: Catalog, sessions: Iterable[Session]) -> tuple[Finding, ...]:
    """All findings about sessions: limits first, then doses, then advice, each by day.

    Args:
        catalog: what holds.
        sessions: the plan's; those marked `fixed` are appointments, which need not lie in free time.
    """
    placed = place_all(catalog, sessions)
    found: list[Finding] = []
    by_activity: dict[str, list[Placed]] = defaultdict(list)
    by_day: dict[int, list[Placed]] = defaultdict(list)
    for one in placed:
        if not 0 <= one.day < len(catalog.days):
            found.extend(_outside(catalog, one))
            continue
        by_day[one.day].append(one)
        by_activity[one.session.activity].append(one)
    for course in catalog.courses:
        found.extend(of_course(catalog, course, by_activity.pop(course.id, ())))
    for unknown in by_activity.values():
        found.extend(not_prescribed(catalog, unknown))
    for rule in RULES:
        found.extend(rule.broken_in(catalog, placed))
    for of_one_day in by_day.values():
        found.extend(of_day(catalog, of_one_day))
    return in_order(catalog, found)


def in_order(catalog: Catalog, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by weight, then by day, then in the regimen's order of activities."""
    places = {course.id: place for place, course in enumerate(catalog.courses)}
    return tuple(
        sorted(
            findings,
            key=lambda finding: (
                _WEIGHT[finding.severity],
                finding.days,
                places.get(finding.activity or "", len(places)),
                finding.rule,
                finding.message,
                finding.sessions,
            ),
        )
    )


def _outside(catalog: Catalog, one: Placed) -> Iterator[Finding]:
    """A session that has left the plan's weeks; appointments may lie there for the sake of caps."""
    if one.session.fixed:
        return
    day, last = one.session.start.date(), catalog.days[-1].date
    yield Finding(
        Severity.ADVICE,
        "weeks",
        one.session.activity,
        (day,),
        f"{one.session.title} on {short_day_and_year(day)} is outside this plan, which goes "
        f"from {short_day(catalog.request.start)} to {short_day_and_year(last)}; it does not count.",
        sessions=(one.session.id,),
    )


def not_prescribed(catalog: Catalog, placed: Sequence[Placed]) -> Iterator[Finding]:
    """Sessions of an activity that the regimen does not have at all."""
    for one in placed:
        day = one.session.start.date()
        yield Finding(
            Severity.LIMIT,
            "frequency",
            one.session.activity,
            (day,),
            f"{one.session.title} on {short_day(day)} at {one.session.start:%H:%M} is not prescribed: "
            f"{catalog.request.regimen.title} has no such activity.",
            sessions=(one.session.id,),
        )

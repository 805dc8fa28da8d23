"""What is to be known about given sessions: the rules of the catalog, asked one after another.

The checker runs the very rules that the planner asks and collects what they say. What it says of one activity over
the days depends on that activity's days alone, and what it says of a day on that day's sessions; both are remembered,
so that sessions which differ in a few places only, as every tried suggestion does, are checked in no time.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from backplan.checker.over_days import caps, of_course
from backplan.checker.placed import Placed, place_all
from backplan.checker.within_day import of_day
from backplan.model.finding import Finding, Severity
from backplan.wording import short_day, short_day_and_year

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backplan.model.plan import Session
    from backplan.rules.catalog import Catalog
    from backplan.rules.course import Course

_WEIGHT = {Severity.LIMIT: 0, Severity.DOSE: 1, Severity.ADVICE: 2}


def check(catalog: Catalog, sessions: Sequence[Session]) -> tuple[Finding, ...]:
    """All findings about sessions: limits first, then doses, then advice, each by day.

    Args:
        catalog: what holds.
        sessions: the plan's; those marked `fixed` are appointments, which need not lie in free time.
    """
    return Checker(catalog).check(sessions)


class Checker:
    """Checks one set of sessions after another against the same rules."""

    def __init__(self, catalog: Catalog) -> None:
        """Takes what holds."""
        self._catalog = catalog
        self._order = {course.id: place for place, course in enumerate(catalog.courses)}
        self._of_course: dict[tuple[str, tuple[Placed, ...]], tuple[Finding, ...]] = {}
        self._of_day: dict[tuple[Placed, ...], tuple[Finding, ...]] = {}

    def check(self, sessions: Iterable[Session]) -> tuple[Finding, ...]:
        """As the function of the same name."""
        placed = place_all(self._catalog, sessions)
        found: list[Finding] = []
        by_activity: dict[str, list[Placed]] = defaultdict(list)
        by_day: dict[int, list[Placed]] = defaultdict(list)
        for one in placed:
            if not 0 <= one.day < len(self._catalog.days):
                found.extend(self._outside(one))
                continue
            by_day[one.day].append(one)
            by_activity[one.session.activity].append(one)
        for course in self._catalog.courses:
            found.extend(self._about_course(course, tuple(by_activity.pop(course.id, ()))))
        for unknown in by_activity.values():
            found.extend(self._not_prescribed(unknown))
        found.extend(caps(self._catalog, placed))
        for of_one_day in by_day.values():
            found.extend(self._about_day(tuple(of_one_day)))
        return tuple(sorted(found, key=self._key))

    def _about_course(self, course: Course, placed: tuple[Placed, ...]) -> tuple[Finding, ...]:
        key = (course.id, placed)
        if key not in self._of_course:
            self._of_course[key] = tuple(of_course(self._catalog, course, placed))
        return self._of_course[key]

    def _about_day(self, placed: tuple[Placed, ...]) -> tuple[Finding, ...]:
        if placed not in self._of_day:
            self._of_day[placed] = tuple(of_day(self._catalog, placed))
        return self._of_day[placed]

    def _outside(self, one: Placed) -> Iterator[Finding]:
        """A session that has left the plan's weeks; appointments may lie there for the sake of caps."""
        if one.session.fixed:
            return
        request = self._catalog.request
        last = self._catalog.days[-1].date
        yield Finding(
            Severity.ADVICE,
            "weeks",
            one.session.activity,
            (one.session.start.date(),),
            f"{one.session.title} on {short_day_and_year(one.session.start.date())} is outside this plan, which goes "
            f"from {short_day(request.start)} to {short_day_and_year(last)}; it does not count.",
            sessions=(one.session.id,),
        )

    def _not_prescribed(self, placed: Sequence[Placed]) -> Iterator[Finding]:
        """Sessions of an activity that the regimen does not have at all."""
        for one in placed:
            yield Finding(
                Severity.LIMIT,
                "frequency",
                one.session.activity,
                (one.session.start.date(),),
                f"{one.session.title} on {short_day(one.session.start.date())} is not prescribed: "
                f"{self._catalog.request.regimen.title} has no such activity.",
                sessions=(one.session.id,),
            )

    def _key(self, finding: Finding) -> tuple[object, ...]:
        return (
            _WEIGHT[finding.severity],
            finding.days,
            self._order.get(finding.activity or "", len(self._order)),
            finding.rule,
            finding.message,
            finding.sessions,
        )

"""Check given sessions against the very rules that the planner asks, one after another.

Findings about one activity over the days depend on that activity's days alone (`of_course`), and findings about a day
on that day's sessions (`of_day`).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from backplan.language.wording import short_day, short_day_and_year
from backplan.model.finding import Finding, Severity
from backplan.rules.base import DayFacts, Extent, Limit
from backplan.rules.catalog import RULES, Catalog
from backplan.rules.course import Course, per_day
from backplan.rules.placed import DaySessions, Placed, place_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from backplan.model.plan import Session
    from backplan.rules.dose import Dose

_WEIGHT = {Severity.LIMIT: 0, Severity.DOSE: 1, Severity.ADVICE: 2}


def check(catalog: Catalog, sessions: Iterable[Session]) -> tuple[Finding, ...]:
    """Return all findings about sessions: limits first, then doses, then advice, each by day.

    Sessions marked `fixed` are appointments, which need not be in free time.
    """
    placed = place_all(catalog, sessions)
    findings: list[Finding] = []
    by_activity: dict[str, list[Placed]] = defaultdict(list)
    by_day: dict[int, list[Placed]] = defaultdict(list)
    for one in placed:
        if 0 <= one.day < len(catalog.days):
            by_day[one.day].append(one)
            by_activity[one.session.activity].append(one)
        elif not one.session.fixed:  # appointments outside the plan are there for the sake of caps
            findings.append(_outside(catalog, one.session))
    for course in catalog.courses:
        findings.extend(of_course(catalog, course, by_activity.pop(course.id, ())))
    for unknown in by_activity.values():
        findings.extend(not_prescribed(catalog, unknown))
    for rule in RULES:
        findings.extend(rule.broken_in(catalog, placed))
    for of_one_day in by_day.values():
        findings.extend(of_day(catalog, of_one_day))
    return in_order(catalog, findings)


def in_order(catalog: Catalog, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings by weight, then by day, then in the regimen's order of activities."""
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


def _outside(catalog: Catalog, session: Session) -> Finding:
    day, first, last = session.start.date(), catalog.days[0].date, catalog.days[-1].date
    message = (
        f"{session.title} on {short_day_and_year(day)} is outside this plan "
        f"({short_day(first)} to {short_day_and_year(last)}), so it does not count."
    )
    return Finding(Severity.ADVICE, "weeks", session.activity, (day,), message, sessions=(session.id,))


def not_prescribed(catalog: Catalog, placed: Sequence[Placed]) -> Iterator[Finding]:
    """Yield sessions of an activity that the regimen does not have at all."""
    for session in (one.session for one in placed):
        day = session.start.date()
        message = (
            f"{session.title} on {short_day(day)} at {session.start:%H:%M} is not prescribed: "
            f"{catalog.request.regimen.title} has no such activity."
        )
        yield Finding(Severity.LIMIT, "frequency", session.activity, (day,), message, sessions=(session.id,))


def of_day(catalog: Catalog, placed: Sequence[Placed]) -> Iterator[Finding]:
    """Yield all findings about the sessions of one day, at least one, by start."""
    day = DaySessions(catalog, placed[0].day, placed)
    for rule in RULES:
        yield from rule.broken_on(day)


def of_course(catalog: Catalog, course: Course, placed: Sequence[Placed]) -> Iterator[Finding]:
    """Yield what the rules over days say of one activity's sessions on the plan's days."""
    ids: dict[int, list[str]] = defaultdict(list)
    for one in placed:
        ids[one.day].append(one.session.id)
    short: dict[Dose, list[tuple[int, DayFacts]]] = defaultdict(list)
    for day, facts, judgement in course.walk(_planned(catalog, placed)):
        week = course.weeks[day // 7]
        if judgement.broken:
            for rule in (week.dose, *week.limits):
                yield from _broken(catalog, course, rule, facts, day, ids)
        if judgement.shortfall:
            short[week.dose].append((day, facts))
    for dose, days in short.items():
        for shortage in dose.shortages(days, lambda day: short_day(catalog.date_of(day))):
            message = f"{catalog.title_of(course.id, shortage.day)}{shortage.words}"
            yield Finding(Severity.DOSE, dose.key, course.id, catalog.dates_of(shortage.days), message)


def shortfall(catalog: Catalog, course: Course, placed: Sequence[Placed]) -> int:
    """Return how far an activity's doses are missed, as the planner counts it."""
    return course.shortfall(_planned(catalog, placed))


def _planned(catalog: Catalog, placed: Sequence[Placed]) -> list[int]:
    """Return how many sessions each day has, appointments not counted."""
    return per_day((one.day for one in placed if not one.session.fixed), len(catalog.days))


def _broken(
    catalog: Catalog, course: Course, rule: Limit, facts: DayFacts, day: int, ids: Mapping[int, Sequence[str]]
) -> Iterator[Finding]:
    """Yield the findings for the limits of one rule that a day, or the week that ends with it, breaks."""
    for limit in rule.broken(facts):
        days: Sequence[int] = (day,)
        concerned, where = days, "on"
        if limit.extent is Extent.WEEK:
            days = concerned = range(day - 6, day + 1)
            where = "in the week of"
        elif limit.extent is Extent.GAP:
            concerned = (day - (facts.gap or 0), day)
        title, name = catalog.title_of(course.id, day), short_day(catalog.date_of(days[0]))
        yield Finding(
            Severity.LIMIT,
            rule.key,
            course.id,
            catalog.dates_of(days),
            f"{title} {where} {name}: {limit.words}.",
            sessions=tuple(one for number in concerned for one in ids.get(number, ())),
        )

"""What the rules over days say of one activity's sessions."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from backplan.language.wording import short_day
from backplan.model.finding import Finding, Severity
from backplan.rules.base import Extent
from backplan.rules.placed import Placed, date_of, dates_of, title_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from backplan.rules.base import DayFacts, Limit
    from backplan.rules.catalog import Catalog
    from backplan.rules.course import Course
    from backplan.rules.dose import Dose


def of_course(catalog: Catalog, course: Course, placed: Sequence[Placed]) -> Iterator[Finding]:
    """What the rules over days say of one activity.

    Args:
        catalog: what holds.
        course: the activity through the plan.
        placed: its sessions on the plan's days.
    """
    ids: dict[int, list[str]] = defaultdict(list)
    for one in placed:
        ids[one.day].append(one.session.id)
    short: dict[Dose, list[tuple[int, DayFacts]]] = defaultdict(list)
    for day, facts, said in course.walk(_planned(catalog, placed)):
        week = course.weeks[day // 7]
        if said.broken:
            for rule in (week.dose, *week.limits):
                yield from _broken(catalog, course, rule, facts, day, ids)
        if said.shortfall:
            short[week.dose].append((day, facts))
    for dose, days in short.items():
        for shortage in dose.shortages(days, lambda day: short_day(date_of(catalog, day))):
            yield Finding(
                Severity.DOSE,
                dose.key,
                course.id,
                dates_of(catalog, shortage.days),
                f"{title_of(catalog, course.id, shortage.day)}{shortage.words}",
            )


def shortfall(catalog: Catalog, course: Course, placed: Sequence[Placed]) -> int:
    """How far an activity's doses are missed, as contract section 3 counts it.

    Args:
        catalog: what holds.
        course: the activity through the plan.
        placed: its sessions on the plan's days.
    """
    return course.shortfall(_planned(catalog, placed))


def _planned(catalog: Catalog, placed: Sequence[Placed]) -> list[int]:
    """How many sessions each day has, appointments not counted."""
    planned = [0] * len(catalog.days)
    for one in placed:
        if not one.session.fixed:
            planned[one.day] += 1
    return planned


def _broken(
    catalog: Catalog, course: Course, rule: Limit, facts: DayFacts, day: int, ids: Mapping[int, Sequence[str]]
) -> Iterator[Finding]:
    """The findings for the limits of one rule that a day, or the week that ends with it, breaks."""
    for limit in rule.broken(facts):
        judged: tuple[int, ...] = (day,)
        concerned, where = judged, "on"
        if limit.extent is Extent.WEEK:
            judged = concerned = _week(day)
            where = "in the week of"
        elif limit.extent is Extent.GAP:
            concerned = (day - (facts.gap or 0), day)
        yield Finding(
            Severity.LIMIT,
            rule.key,
            course.id,
            dates_of(catalog, judged),
            f"{title_of(catalog, course.id, day)} {where} {short_day(date_of(catalog, judged[0]))}: {limit.words}.",
            sessions=tuple(one for number in concerned for one in ids.get(number, ())),
        )


def _week(day: int) -> tuple[int, ...]:
    first = day - day % 7
    return tuple(range(first, first + 7))

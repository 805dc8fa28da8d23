"""What the rules over days say of one activity's sessions, and the caps of all of them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from backplan.checker.placed import Placed, date_of, dates_of, title_of
from backplan.language.wording import counted, listed, short_day, short_day_and_year
from backplan.model.finding import Finding, Severity
from backplan.rules.base import Extent
from backplan.rules.doses import DailyDose, WeeklyDose

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from backplan.rules.base import DayFacts, DayRule, Judgement
    from backplan.rules.catalog import Catalog
    from backplan.rules.course import Course

_SHOWN = 4
"""Short days that are named one by one; more are counted."""


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
    planned = _planned(catalog, placed)
    short_days: dict[DayRule, list[int]] = {}
    for day, rule, facts, said in _judged(course, planned):
        if said.broken:
            yield from _broken(catalog, course, rule, facts, day, ids)
        if said.shortfall and isinstance(rule, DailyDose):
            short_days.setdefault(rule, []).append(day)
        elif said.shortfall:
            yield _short(catalog, course, rule, facts, day)
    for rule, days in short_days.items():
        yield _short_days(catalog, course, rule, days, planned)


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


def _judged(course: Course, planned: Sequence[int]) -> Iterator[tuple[int, DayRule, DayFacts, Judgement]]:
    """What each rule says of each day."""
    memory = course.start
    for day, count in enumerate(planned):
        facts = course.facts(memory, day, count)
        for rule in course.weeks[day // 7].rules:
            yield day, rule, facts, rule.judge(facts)
        memory = course.after(memory, day, count)


def _broken(
    catalog: Catalog, course: Course, rule: DayRule, facts: DayFacts, day: int, ids: Mapping[int, Sequence[str]]
) -> Iterator[Finding]:
    """The findings for the limits of one rule that a day, or the week that ends with it, breaks."""
    for limit in rule.broken_limits(facts):
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


def _short_days(
    catalog: Catalog, course: Course, rule: DayRule, days: Sequence[int], planned: Sequence[int]
) -> Finding:
    """One finding for all days on which a daily dose is short."""
    least = rule.least if isinstance(rule, DailyDose) else 0
    short = sum(least - planned[day] - course.fixed[day] for day in days)
    title = title_of(catalog, course.id, days[0])
    shown = [short_day(date_of(catalog, day)) for day in days]
    where = listed(shown) if len(shown) <= _SHOWN else f"{counted(len(shown), 'day')} from {shown[0]} to {shown[-1]}"
    return Finding(
        Severity.DOSE,
        rule.key,
        course.id,
        dates_of(catalog, days),
        f"{title}: {counted(short, 'session')} fewer than asked, on {where}; "
        f"at least {counted(least, 'session')} a day asked.",
    )


def _short(catalog: Catalog, course: Course, rule: DayRule, facts: DayFacts, day: int) -> Finding:
    """The finding for one short week or one long gap, which is known to be short on its last day."""
    title = title_of(catalog, course.id, day)
    if isinstance(rule, WeeklyDose):
        days = _week(day)
        where = f"in the week of {short_day(date_of(catalog, days[0]))}"
    else:
        ends = day if facts.sessions else day + 1
        days = tuple(range(day - facts.waited + 1, ends))
        first, last = (short_day(date_of(catalog, number)) for number in (days[0], days[-1]))
        where = f"on {first}" if first == last else f"from {first} to {last}"
    return Finding(
        Severity.DOSE,
        rule.key,
        course.id,
        dates_of(catalog, days),
        f"{title} {where}: {rule.dose_words(facts)}.",
    )


def caps(catalog: Catalog, placed: Sequence[Placed]) -> Iterator[Finding]:
    """What the caps say of history and appointments, inside the plan and outside."""
    for cap in catalog.caps:
        title = catalog.request.regimen.title_of(cap.activity)
        for run in cap.crowded(catalog.cap_days(cap)):
            days = tuple(dict.fromkeys(run))
            dates = dates_of(catalog, days)
            name = short_day if dates[0].year == dates[-1].year else short_day_and_year
            yield Finding(
                Severity.LIMIT,
                cap.key,
                cap.activity,
                dates,
                f"{title}: {len(run)} within {counted(cap.days, 'day')} ({listed(map(name, dates))}); "
                f"at most {cap.most} are allowed.",
                sessions=tuple(
                    one.session.id for one in placed if one.session.activity == cap.activity and one.day in days
                ),
            )


def _week(day: int) -> tuple[int, ...]:
    first = day - day % 7
    return tuple(range(first, first + 7))

"""What is to be known about given sessions: the rules of the catalog, asked one after another.

The checker runs the very rules that the planner asks, day by day over the sessions, and collects what they say.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from typing import TYPE_CHECKING

from backplan.model.finding import Finding, Severity
from backplan.model.frequency import Cap
from backplan.model.time import Interval, instant
from backplan.rules.catalog import apart_rule
from backplan.rules.doses import DailyDose, WeeklyDose
from backplan.wording import counted, listed, minutes, short_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from backplan.model.plan import Session
    from backplan.rules.base import DayFacts, DayRule
    from backplan.rules.catalog import Catalog
    from backplan.rules.course import Course

_WEIGHT = {Severity.LIMIT: 0, Severity.DOSE: 1, Severity.ADVICE: 2}


@dataclass(frozen=True, slots=True)
class _Placed:
    """A session with its day number and its instants."""

    session: Session
    day: int
    span: Interval


def check(catalog: Catalog, sessions: Sequence[Session]) -> tuple[Finding, ...]:
    """All findings about sessions within the catalog's days: limits first, then doses, each by day.

    Args:
        catalog: what holds.
        sessions: the plan's; those marked `fixed` are appointments, which need not lie in free time.
    """
    start = catalog.request.start
    placed = [
        _Placed(session, (session.start.date() - start).days, Interval(instant(session.start), instant(session.end)))
        for session in sorted(sessions, key=lambda session: (instant(session.start), session.activity))
    ]
    found: list[Finding] = []
    for course in catalog.courses:
        found.extend(_over_days(catalog, course, placed))
    found.extend(_caps(catalog))
    by_day: dict[int, list[_Placed]] = defaultdict(list)
    for one in placed:
        by_day[one.day].append(one)
    for day, of_day in sorted(by_day.items()):
        if 0 <= day < len(catalog.days):
            found.extend(_within_day(catalog, day, of_day))
    order = {course.id: place for place, course in enumerate(catalog.courses)}
    return tuple(
        sorted(
            found,
            key=lambda finding: (
                _WEIGHT[finding.severity],
                finding.days,
                order.get(finding.activity or "", len(order)),
                finding.rule,
                finding.message,
            ),
        )
    )


def _over_days(catalog: Catalog, course: Course, placed: Sequence[_Placed]) -> Iterator[Finding]:
    """What the rules over days say of one activity."""
    planned = [0] * len(catalog.days)
    for one in placed:
        if one.session.activity == course.id and not one.session.fixed and 0 <= one.day < len(planned):
            planned[one.day] += 1
    short_days: dict[DayRule, list[int]] = {}
    memory = course.start
    for day, count in enumerate(planned):
        facts = course.facts(memory, day, count)
        for rule in course.weeks[day // 7].rules:
            said = rule.judge(facts)
            if said.broken:
                of_week = isinstance(rule, WeeklyDose) and facts.sessions <= 1
                judged = _week(day) if of_week else (day,)
                where = "in the week of" if of_week else "on"
                yield Finding(
                    Severity.LIMIT,
                    rule.key,
                    course.id,
                    _dates(catalog, judged),
                    f"{_title(catalog, course.id, day)} {where} {short_day(_date(catalog, judged[0]))}: "
                    f"{rule.limit_words(facts)}.",
                )
            if said.shortfall and isinstance(rule, DailyDose):
                short_days.setdefault(rule, []).append(day)
            elif said.shortfall:
                yield _short(catalog, course, rule, facts, day)
        memory = course.after(memory, day, count)
    for rule, days in short_days.items():
        yield _short_days(catalog, course, rule, days, planned)


def _short_days(
    catalog: Catalog, course: Course, rule: DayRule, days: Sequence[int], planned: Sequence[int]
) -> Finding:
    """One finding for all days on which a daily dose is short."""
    least = rule.least if isinstance(rule, DailyDose) else 0
    short = sum(least - planned[day] - course.fixed[day] for day in days)
    title = _title(catalog, course.id, days[0])
    shown = [short_day(_date(catalog, day)) for day in days]
    where = listed(shown) if len(shown) <= 4 else f"{counted(len(shown), 'day')} from {shown[0]} to {shown[-1]}"
    return Finding(
        Severity.DOSE,
        rule.key,
        course.id,
        _dates(catalog, days),
        f"{title}: {counted(short, 'session')} fewer than asked, on {where}.",
    )


def _short(catalog: Catalog, course: Course, rule: DayRule, facts: DayFacts, day: int) -> Finding:
    """The finding for one short week or one long gap, which is known to be short on its last day."""
    title = _title(catalog, course.id, day)
    if isinstance(rule, WeeklyDose):
        days = _week(day)
        where = f"in the week of {short_day(_date(catalog, days[0]))}"
    else:
        ends = day if facts.sessions else day + 1
        days = tuple(range(day - facts.waited + 1, ends))
        where = f"from {short_day(_date(catalog, days[0]))} to {short_day(_date(catalog, days[-1]))}"
    return Finding(
        Severity.DOSE,
        rule.key,
        course.id,
        _dates(catalog, days),
        f"{title} {where}: {rule.dose_words(facts)}.",
    )


def _caps(catalog: Catalog) -> Iterator[Finding]:
    for cap in catalog.caps:
        title = catalog.request.regimen.title_of(cap.activity)
        for run in cap.crowded(catalog.cap_days(cap)):
            days = tuple(dict.fromkeys(run))
            yield Finding(
                Severity.LIMIT,
                cap.key,
                cap.activity,
                _dates(catalog, days),
                f"{title}: {len(run)} within {counted(cap.days, 'day')} "
                f"({listed(short_day(_date(catalog, day)) for day in days)}), at most {cap.most} allowed.",
            )


def _within_day(catalog: Catalog, day: int, placed: Sequence[_Placed]) -> Iterator[Finding]:
    """What the rules of one day say of its sessions."""
    counts: dict[str, int] = defaultdict(int)
    for one in placed:
        counts[one.session.activity] += 1
    on = short_day(_date(catalog, day))
    dates = _dates(catalog, (day,))

    def title_of(activity_id: str) -> str:
        return _title(catalog, activity_id, day)

    for pair in catalog.alternates[day // 7]:
        if pair.broken(counts[pair.first], counts[pair.second]):
            yield Finding(
                Severity.LIMIT,
                pair.key,
                pair.first,
                dates,
                f"{title_of(pair.first)} and {title_of(pair.second)} are both on {on}; they never share a day.",
            )
    for one, other in combinations(placed, 2):
        names = f"{title_of(one.session.activity)} and {title_of(other.session.activity)}"
        if other.span.start < one.span.end:
            yield Finding(
                Severity.LIMIT, "overlap", one.session.activity, dates, f"{names} on {on} are at the same time."
            )
        elif one.session.activity == other.session.activity:
            found = catalog.request.regimen.activity_at(one.session.activity, one.session.week)
            if found is not None and apart_rule(found[0]).broken(one.span, other.span):
                yield Finding(
                    Severity.LIMIT,
                    apart_rule(found[0]).key,
                    one.session.activity,
                    dates,
                    f"{title_of(one.session.activity)} twice on {on}: "
                    f"{minutes((other.span.start - one.span.end) // 60)} apart, "
                    f"at least {minutes(found[0].apart)} needed.",
                )
    planned = sum(one.session.minutes for one in placed if not one.session.fixed)
    if catalog.budget is not None and catalog.budget.broken(planned):
        yield Finding(
            Severity.LIMIT,
            catalog.budget.key,
            None,
            dates,
            f"{minutes(planned)} of exercise on {on}, at most {minutes(catalog.budget.minutes)} a day are wished for.",
        )
    for one in placed:
        yield from _own_place(catalog, day, one)


def _own_place(catalog: Catalog, day: int, one: _Placed) -> Iterator[Finding]:
    """What is to be said of one session's place, whatever else the day holds."""
    session = one.session
    title = _title(catalog, session.activity, day)
    at = f"{title} on {short_day(_date(catalog, day))} at {session.start:%H:%M}"
    dates = _dates(catalog, (day,))
    found = catalog.request.regimen.activity_at(session.activity, session.week)
    waking = None if found is None else catalog.after_waking(found[0])
    if waking is not None:
        earliest = waking.earliest(catalog.days[day])
        if earliest is None or one.span.start < earliest:
            yield Finding(
                Severity.LIMIT,
                waking.key,
                session.activity,
                dates,
                f"{at} is less than {minutes(waking.minutes)} after getting up.",
            )
    if session.fixed:
        return
    if found is not None and session.minutes != found[1] and not isinstance(found[0].frequency, Cap):
        yield Finding(
            Severity.LIMIT,
            "time",
            session.activity,
            dates,
            f"{at} lasts {minutes(session.minutes)}, {minutes(found[1])} are prescribed in this week.",
        )
    if (session.start.minute % 15, session.start.second) != (0, 0):
        yield Finding(Severity.LIMIT, "time", session.activity, dates, f"{at} does not start on a quarter hour.")
    free = catalog.free[day]
    if any(
        other.day != day and other.span.start < one.span.end and other.span.end > one.span.start
        for other in catalog.fixed
    ):
        yield Finding(
            Severity.LIMIT,
            "overlap",
            session.activity,
            dates,
            f"{at} is during an appointment that began the day before.",
        )
    if free.away:
        yield Finding(Severity.LIMIT, "away", session.activity, dates, f"{at} is on a day away.")
    if not any(low <= one.span.start and one.span.end <= high for low, high in free.available()):
        yield Finding(Severity.LIMIT, "available", session.activity, dates, f"{at} is outside the available time.")
    if any(low < one.span.end and high > one.span.start for low, high in free.blocked()):
        yield Finding(Severity.LIMIT, "busy", session.activity, dates, f"{at} is during something else.")


def _title(catalog: Catalog, activity_id: str, day: int) -> str:
    """What an activity is called in the week of a day."""
    found = catalog.request.regimen.activity_at(activity_id, catalog.request.first_week + day // 7)
    return catalog.request.regimen.title_of(activity_id) if found is None else found[0].title


def _week(day: int) -> tuple[int, ...]:
    first = day - day % 7
    return tuple(range(first, first + 7))


def _date(catalog: Catalog, day: int) -> date:
    return catalog.request.start + timedelta(days=day)


def _dates(catalog: Catalog, days: Sequence[int]) -> tuple[date, ...]:
    return tuple(_date(catalog, day) for day in days)

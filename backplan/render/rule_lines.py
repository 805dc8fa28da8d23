"""One line a rule: what was asked, what the plan does, and whether that keeps it.

The rules say so themselves, from the very facts that planner and checker ask them about. A finding about the same rule
outweighs what they say, so that no line says "kept" where a finding says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from backplan.model.finding import Severity
from backplan.model.frequency import Cap
from backplan.model.profile import Profile
from backplan.model.request import PlanRequest
from backplan.render.page import Row, Tone
from backplan.rules.catalog import Catalog, catalog, rules_of
from backplan.rules.course import Course, per_day
from backplan.rules.placed import Kept, Record, as_appointment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from backplan.model.plan import Plan, Session
    from backplan.model.regimen import Phase, Regimen
    from backplan.rules.base import DayFacts


@dataclass(frozen=True, slots=True)
class RuleLine:
    """What was prescribed and what the plan does; `mark` is `kept`, `broken`, `short by 2` or `3 days late`."""

    title: str
    asked: str
    done: str
    mark: str
    tone: Tone

    @property
    def row(self) -> Row:
        """The line as a row of a page."""
        return Row(f"{self.asked}: {self.done}", self.mark, self.tone, subject=self.title)


@dataclass(frozen=True, slots=True)
class PhaseLines:
    """The lines of one phase; `title` is empty for a regimen without phases."""

    title: str
    first_week: int
    weeks: int
    lines: tuple[RuleLine, ...]


def rule_lines(
    plan: Plan, regimen: Regimen, profile: Profile | None = None, history: Sequence[Session] = ()
) -> tuple[PhaseLines, ...]:
    """Return what was prescribed and what the plan does, phase by phase.

    The profile, if given, adds its limits on a day; the history is where the first gaps begin.
    """
    rules = catalog(_request(plan, regimen, profile or Profile(), history))
    days = {course.id: _facts(plan, course) for course in rules.courses}
    phases: dict[int, list[int]] = {}
    for week in range(plan.weeks):
        found = regimen.phase_at(plan.regimen_week(week))
        if found is not None:
            phases.setdefault(regimen.phases.index(found[0]), []).append(week)
    return tuple(
        PhaseLines(
            regimen.phases[number].title,
            weeks[0],
            len(weeks),
            tuple(_lines(plan, rules, _records(plan, regimen.phases[number], rules.courses, days, weeks))),
        )
        for number, weeks in phases.items()
    )


def _request(plan: Plan, regimen: Regimen, profile: Profile, history: Sequence[Session]) -> PlanRequest:
    """Return what the plan would be made from, with the appointments that it has."""
    appointments = (as_appointment(one) for one in plan.sessions if one.fixed)
    return PlanRequest(
        regimen,
        plan.timezone,
        plan.start,
        plan.weeks,
        plan.first_week,
        replace(profile, away=plan.away, appointments=tuple(appointments)),
        tuple(history),
        fresh_from=plan.start if plan.made_from is not None and plan.made_from.late else None,
    )


def _facts(plan: Plan, course: Course) -> tuple[DayFacts, ...]:
    """Return all days of an activity as its rules see them."""
    planned = (one.start.date() for one in plan.sessions if one.activity == course.id and not one.fixed)
    counts = per_day(((day - plan.start).days for day in planned), len(course.fixed))
    return tuple(facts for _, facts, _ in course.walk(counts))


def _records(
    plan: Plan, phase: Phase, courses: Iterable[Course], days: dict[str, tuple[DayFacts, ...]], weeks: Sequence[int]
) -> dict[str, Record]:
    """Return what the plan has of each activity of a phase."""
    first, end = (plan.start + timedelta(weeks=week) for week in (weeks[0], weeks[-1] + 1))
    by_id = {course.id: course for course in courses}
    records: dict[str, Record] = {}
    for activity in phase.activities:
        records[activity.id] = Record(
            activity,
            weeks[0],
            first,
            days[activity.id][7 * weeks[0] : 7 * weeks[-1] + 7],
            tuple(by_id[activity.id].weeks[week].minutes for week in weeks),
            tuple(one for one in plan.sessions if one.activity == activity.id and first <= one.start.date() < end),
            records,
        )
    return records


def _lines(plan: Plan, catalog: Catalog, records: dict[str, Record]) -> Iterator[RuleLine]:
    request = catalog.request
    for record in records.values():
        for rule in rules_of(record.activity, request.regimen, request.profile):
            yield from (_line(plan, record, rule.key, kept) for kept in rule.kept(record))
    if catalog.budget is not None and records:
        kept = catalog.budget.kept_each_day(records.values())
        mark, tone = ("broken", Tone.BAD) if kept.broken else ("kept", Tone.GOOD)
        yield RuleLine("Each day", kept.asked, kept.done, mark, tone)


def _line(plan: Plan, record: Record, rule: str, kept: Kept) -> RuleLine:
    """Return a line whose mark follows what the rule says, and the findings about it on the same days."""
    severities = {
        finding.severity
        for finding in plan.findings
        if finding.rule == rule and finding.activity == record.activity.id and _concerns(plan, record, finding.days)
    }
    if kept.broken or Severity.LIMIT in severities:
        mark, tone = "broken", Tone.BAD
    elif kept.short or Severity.DOSE in severities:
        mark, tone = kept.short or "short", Tone.CAREFUL
    else:
        mark, tone = "kept", Tone.GOOD
    return RuleLine(record.activity.title, kept.asked, kept.done, mark, tone)


def _concerns(plan: Plan, record: Record, days: Sequence[date]) -> bool:
    """Return whether a finding about the activity on these days is about this record of it.

    A cap is broken by appointments, which may all lie before or after the plan; they belong to every phase's cap.
    """
    end = record.first + timedelta(weeks=record.weeks)
    if not days or any(record.first <= day < end for day in days):
        return True
    is_cap = isinstance(record.activity.frequency, Cap)
    return is_cap and not any(plan.start <= day < plan.end for day in days)

"""Frequencies that no calendar can meet, found by planning an empty one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from backplan.advice.findings import advice
from backplan.checker.check import check
from backplan.explain.causes import explained
from backplan.language.wording import frequency
from backplan.model.finding import Severity
from backplan.model.frequency import Cap
from backplan.model.profile import Profile
from backplan.model.regimen import Phase
from backplan.model.request import PlanRequest
from backplan.model.time import DAY_MINUTES, Interval
from backplan.planner.plan import plan
from backplan.planner.search import Effort
from backplan.rules.catalog import catalog

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backplan.model.finding import Finding
    from backplan.model.regimen import Activity, Regimen

WEEKS = 4
"""Weeks to plan: `every other day` beside a number per week repeats every second week, and this is twice that."""

EFFORT = Effort(steps=200_000, steps_for_few=200_000, passes=6)
"""The effort for each plan: enough to prove what a few activities cannot do together."""

MOST_TOGETHER = 6
"""Activities that are planned together; of a larger group, each two that never share a day are planned alone."""

_EMPTY = Profile(available=((Interval(0, DAY_MINUTES),),) * 7)
_MONDAY = date(2024, 1, 1)


def collisions(regimen: Regimen, phase: Phase) -> Iterator[Finding]:
    """Yield a finding for each frequency of a phase that cannot be kept up in an empty calendar.

    Activities that rules tie together are planned together. The one that falls short most is reported and left out, so
    that two that collide are reported once, and a third that collides with one of them is reported too. Only what can
    be proven is reported.
    """
    reported: set[str] = set()
    for group in _tied(phase):
        while short := _shortest(regimen, phase, [activity for activity in group if activity.id not in reported]):
            (activity,) = (activity for activity in group if activity.id == short.activity)
            reported.add(activity.id)
            yield advice(
                "frequency",
                f"{activity.title} cannot be kept up {frequency(activity.frequency)}, even in an empty calendar.",
                activity=activity.id,
                because=short.because,
                suggestions=short.suggestions,
            )


def _tied(phase: Phase) -> Iterator[Sequence[Activity]]:
    """Yield the planned activities of a phase in groups with no rule, or few, between them."""
    groups: list[list[Activity]] = []
    for activity in phase.activities:
        if isinstance(activity.frequency, Cap):
            continue
        tied = [group for group in groups if any(_alternate(activity, other) for other in group)]
        groups = [group for group in groups if group not in tied]
        groups.append([*(other for group in tied for other in group), activity])
    for group in groups:
        if len(group) <= MOST_TOGETHER:
            yield group
        else:
            yield from (pair for pair in combinations(group, 2) if _alternate(*pair))


def _alternate(activity: Activity, other: Activity) -> bool:
    return other.id in activity.alternate_with or activity.id in other.alternate_with


def _shortest(regimen: Regimen, phase: Phase, activities: Sequence[Activity]) -> Finding | None:
    """Return the finding about the activity that falls short most; None if all doses are met, or may be."""
    if not activities:
        return None
    ids = {activity.id for activity in activities}
    alone = tuple(
        replace(activity, alternate_with=tuple(other for other in activity.alternate_with if other in ids))
        for activity in activities
    )
    weeks = WEEKS if phase.weeks is None else min(WEEKS, phase.weeks)
    only_these = replace(regimen, phases=(Phase(phase.title, None, alone),))
    request = PlanRequest(only_these, "UTC", _MONDAY, weeks, profile=_EMPTY)
    rules = catalog(request)
    made = plan(rules, EFFORT)
    short = [finding for finding in check(rules, made.sessions) if finding.severity is Severity.DOSE]
    if not short or not made.proven:
        return None
    ((most, _),) = Counter(finding.activity for finding in short).most_common(1)
    explanations = explained(request, made, [finding for finding in short if finding.activity == most])
    return next((finding for finding in explanations if finding.because), explanations[0])

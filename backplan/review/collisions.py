"""Frequencies that no calendar can meet, found by planning an empty one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

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
from backplan.review.advice import advice
from backplan.rules.catalog import catalog

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backplan.model.finding import Finding
    from backplan.model.regimen import Activity, Regimen

WEEKS = 4
"""Weeks that are planned: `every other day` beside a number per week repeats every second, and this is two of those."""

EFFORT = Effort(steps=200_000, steps_for_few=200_000, passes=6)
"""What each plan may take: enough to prove what a few activities cannot do together."""

MOST_TOGETHER = 6
"""Activities that are planned together; where rules tie more, each two that never share a day are planned alone."""

_EMPTY = Profile(available=((Interval(0, DAY_MINUTES),),) * 7)
_MONDAY = date(2024, 1, 1)


def collisions(regimen: Regimen, phase: Phase) -> Iterator[Finding]:
    """The frequencies of a phase that cannot be kept up in an empty calendar, one finding for each collision.

    Activities are planned together where rules tie them together. The one that falls short most is told and then left
    out, so that two that collide are told once, and a third that collides with one of them is told too. A collision
    that cannot be proven is not told.
    """
    told: set[str] = set()
    for group in _tied(phase):
        while short := _shortest(regimen, phase, tuple(one for one in group if one.id not in told)):
            activity = next(one for one in group if one.id == short.activity)
            told.add(activity.id)
            yield advice(
                "frequency",
                f"{activity.title} cannot be kept up {frequency(activity.frequency)}, even in an empty calendar.",
                activity=activity.id,
                because=short.because,
                suggestions=short.suggestions,
            )


def _tied(phase: Phase) -> tuple[tuple[Activity, ...], ...]:
    """The planned activities of a phase, in groups between which no rule holds, or few."""
    groups: list[list[Activity]] = []
    for activity in phase.activities:
        if isinstance(activity.frequency, Cap):
            continue
        tied = [group for group in groups if any(_alternate(activity, one) for one in group)]
        groups = [group for group in groups if group not in tied]
        groups.append([*(one for group in tied for one in group), activity])
    return tuple(
        part
        for group in groups
        for part in (
            (tuple(group),)
            if len(group) <= MOST_TOGETHER
            else tuple(pair for pair in combinations(group, 2) if _alternate(*pair))
        )
    )


def _alternate(one: Activity, other: Activity) -> bool:
    return other.id in one.alternate_with or one.id in other.alternate_with


def _shortest(regimen: Regimen, phase: Phase, activities: tuple[Activity, ...]) -> Finding | None:
    """What is said of the activity that falls short most; None where all doses are met, or may be."""
    if not activities:
        return None
    ids = {one.id for one in activities}
    alone = tuple(
        replace(one, alternate_with=tuple(other for other in one.alternate_with if other in ids)) for one in activities
    )
    weeks = WEEKS if phase.weeks is None else min(WEEKS, phase.weeks)
    asked = PlanRequest(
        regimen=replace(regimen, phases=(Phase(phase.title, None, alone),)),
        timezone="UTC",
        start=_MONDAY,
        weeks=weeks,
        profile=_EMPTY,
    )
    rules = catalog(asked)
    made = plan(rules, EFFORT)
    short = tuple(one for one in check(rules, made.sessions) if one.severity is Severity.DOSE)
    if not short or not made.proven:
        return None
    ((most, _),) = Counter(one.activity for one in short).most_common(1)
    explanations = explained(asked, made, [one for one in short if one.activity == most])
    return next((one for one in explanations if one.because), explanations[0])

"""Why a session cannot be somewhere at all: a smallest set of limits without which it could.

Whether a place is possible needs no search: a plan without other sessions breaks no limit, so a session has room
where it does by itself, beside the appointments and the sessions before the plan.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from backplan.explain.conflict import SmallestSet
from backplan.explain.what_if import pinned
from backplan.planner.candidates import candidates
from backplan.planner.day import day_table
from backplan.rules.catalog import catalog
from backplan.rules.catalog import obstacles as all_obstacles
from backplan.rules.cause import Cause, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backplan.model.plan import Session
    from backplan.model.question import Question
    from backplan.model.request import PlanRequest
    from backplan.rules.catalog import Catalog
    from backplan.rules.course import Course


def possible(rules: Catalog, place: Question) -> bool:
    """Whether a plan can have a session at the place without breaking a limit."""
    day = (place.on - rules.request.start).days
    index = next((index for index, course in enumerate(rules.courses) if course.id == place.activity), None)
    if index is None or not 0 <= day < len(rules.days):
        return False
    course = rules.courses[index]
    week = course.weeks[day // 7]
    planned = 1 if place.at is not None or not course.fixed[day] else 0
    if week.activity is None or not _allowed(course, day, planned):
        return False
    others = {one.id for one in rules.courses if one.fixed[day]}
    for pair in rules.alternates[day // 7]:
        if place.activity in pair and not others.isdisjoint(set(pair) - {place.activity}):
            return False
    if rules.budget is not None and rules.budget.broken(planned * week.minutes):
        return False
    offered = candidates(rules, day)
    if place.at is None:
        return day_table(offered).alone(index, planned) is not None
    start = start_at(rules, place)
    return start is not None and start - rules.days[day].span.start in offered[index].starts


def start_at(rules: Catalog, place: Question) -> int | None:
    """The instant at which the clocks show the place's time; None where they never do, or it has no time."""
    day = rules.days[(place.on - rules.request.start).days]
    start = None if place.at is None else day.at(place.at)
    return start if start is not None and day.clock(start) == place.at else None


def obstacles(request: PlanRequest, place: Question, stays: Sequence[Session] = ()) -> tuple[Cause, ...]:
    """A smallest set of limits that forbid a place: without all of them it is possible, without fewer it is not.

    Args:
        request: what the plan was made from.
        place: a place in the plan's days.
        stays: sessions of the plan that are over, on days before the place's.

    Returns:
        Nothing where the place is possible; a single one where nothing could make it so.
    """

    def is_possible(some: Iterable[Cause]) -> bool:
        return possible(pinned(catalog(without(request, some)), stays), place)

    if is_possible(()):
        return ()
    week = request.regimen_week_of(place.on)
    found = request.regimen.activity_at(place.activity, week)
    if found is None:
        return (Cause(f"it is not part of the prescription in that week, week {week + 1}", None),)
    before = [one for one in stays if one.activity == place.activity]
    limits = all_obstacles(Place(request, *found, place.on, place.at, before))
    for one in limits:
        if one.without is None:
            return (one,)
    # What is named rather comes first, so that the last of those left are needed least.
    last_first = limits[::-1]
    kept = SmallestSet(is_possible).found([*((one,) for one in limits), last_first])
    if kept is None:
        return (Cause("that day has no room for it", None),)
    if len(kept) > 2:
        return next((pair for pair in combinations(limits, 2) if is_possible(pair)), kept[::-1])
    return kept[::-1]


def without(request: PlanRequest, some: Iterable[Cause]) -> PlanRequest:
    """The request without some obstacles; those that nothing takes away stay."""
    for one in some:
        request = one.taken_from(request)
    return request


def _allowed(course: Course, day: int, planned: int) -> bool:
    """Whether the rules over days let so many sessions be planned on a day, and none on any other."""
    counts = (planned if number == day else 0 for number in range(7 * len(course.weeks)))
    return not any(said.forbidden for _, _, said in course.walk(counts))

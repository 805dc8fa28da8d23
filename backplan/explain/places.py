"""Why a session cannot be somewhere at all: a smallest set of limits without which it could.

Whether a place is possible needs no search: a plan without other sessions breaks no limit, so a session has room
where it does by itself, beside the appointments and the sessions before the plan.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from backplan.explain.changes import (
    opened,
    sharing,
    with_activity,
    without_appointments,
    without_away,
    without_budget,
    without_buffer,
    without_events,
)
from backplan.explain.circumstances import EVENTS, away_words, busy_words
from backplan.explain.what_if import pinned
from backplan.language.wording import WEEKDAYS, counted, frequency, listed, minutes, short_day, weekdays
from backplan.model.frequency import Cap, Daily, Every, Weekly
from backplan.model.time import DAY_MINUTES, MINUTE, QUARTER, clock_day, clock_text
from backplan.planner.day import day_table
from backplan.planner.offers import offers
from backplan.rules.catalog import ALL_WEEK, catalog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from backplan.explain.changes import Change
    from backplan.model.plan import Session
    from backplan.model.regimen import Activity
    from backplan.model.request import PlanRequest
    from backplan.rules.catalog import Catalog
    from backplan.rules.course import Course


class Place(NamedTuple):
    """Where a session is wished for.

    Attributes:
        activity: the activity's id.
        on: the day.
        at: the clock minute of its start; None for any time of the day.
    """

    activity: str
    on: date
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing that may forbid a place.

    Attributes:
        words: a part of a sentence that says it.
        without: the request without it; None where nothing can take it away.
    """

    words: str
    without: Change | None = None


def possible(rules: Catalog, place: Place) -> bool:
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
        if place.activity in {pair.first, pair.second} and not others.isdisjoint(
            {pair.first, pair.second} - {place.activity}
        ):
            return False
    if rules.budget is not None and rules.budget.broken(planned * week.minutes):
        return False
    offered = offers(rules, day)
    if place.at is None:
        return day_table(offered).alone(index, planned) is not None
    start = start_at(rules, place)
    return start is not None and start - rules.days[day].span.start in offered[index].starts


def start_at(rules: Catalog, place: Place) -> int | None:
    """The instant at which the clocks show the place's time; None where they never do, or it has no time."""
    day = rules.days[(place.on - rules.request.start).days]
    start = None if place.at is None else day.at(place.at)
    return start if start is not None and day.clock(start) == place.at else None


def obstacles(request: PlanRequest, place: Place, stays: Sequence[Session] = ()) -> tuple[Obstacle, ...]:
    """A smallest set of limits that forbid a place: without all of them it is possible, without fewer it is not.

    Args:
        request: what the plan was made from.
        place: a place in the plan's days.
        stays: sessions of the plan that are over, on days before the place's.

    Returns:
        Nothing where the place is possible; a single one where nothing could make it so.
    """

    def mended(some: Sequence[Obstacle]) -> bool:
        return possible(pinned(catalog(without(request, some)), stays), place)

    if mended(()):
        return ()
    for_good = _for_good(request, place)
    if for_good:
        return (Obstacle(for_good),)
    limits = tuple(_limits(request, place, stays))
    for one in limits:
        if mended((one,)):
            return (one,)
    kept = list(limits)
    if not mended(kept):
        return (Obstacle("that day has no room for it"),)
    for one in limits:
        fewer = [other for other in kept if other is not one]
        if mended(fewer):
            kept = fewer
    if len(kept) > 2:
        kept = list(next((pair for pair in combinations(limits, 2) if mended(pair)), tuple(kept)))
    return tuple(kept)


def without(request: PlanRequest, some: Iterable[Obstacle]) -> PlanRequest:
    """The request without some obstacles; those that nothing takes away stay."""
    for one in some:
        if one.without is not None:
            request = one.without(request)
    return request


def _allowed(course: Course, day: int, planned: int) -> bool:
    """Whether the rules over days let so many sessions be planned on a day, and none on any other."""
    memory = course.start
    for number in range(7 * len(course.weeks)):
        count = planned if number == day else 0
        if course.judge(memory, number, count).forbidden:
            return False
        memory = course.after(memory, number, count)
    return True


def _for_good(request: PlanRequest, place: Place) -> str:
    """What no change of circumstances could mend; empty where there is nothing of the kind."""
    week = request.regimen_week_of(place.on)
    found = request.regimen.activity_at(place.activity, week)
    if found is None:
        return f"it is not part of the prescription in that week, week {week + 1}"
    activity = found[0]
    if isinstance(activity.frequency, Cap):
        return f"it is only ever an appointment, {frequency(activity.frequency)}, and never planned"
    if place.at is None:
        return ""
    if place.at % QUARTER:
        before = place.at // QUARTER * QUARTER
        after = (before + QUARTER) % DAY_MINUTES
        return f"sessions start on the quarter hour, such as {clock_text(before)} or {clock_text(after)}"
    day = clock_day(request.timezone, place.on)
    start = day.at(place.at)
    if start is None or day.clock(start) != place.at:
        return "the clocks are changed on that day and never show that time"
    if start + found[1] * MINUTE > day.span.end:
        return f"a session lasts {minutes(found[1])} and would not end before midnight"
    return ""


def _limits(request: PlanRequest, place: Place, stays: Sequence[Session]) -> Iterator[Obstacle]:
    """Everything that may forbid the place, the prescription first; what is named rather comes first."""
    week = request.regimen_week_of(place.on)
    found = request.regimen.activity_at(place.activity, week)
    assert found is not None
    before = [one for one in stays if one.activity == place.activity]
    yield from _own_limits(request, place, found[0], before)
    yield from _life(request, place, found[1])
    yield from _appointments(request, place)


def _own_limits(
    request: PlanRequest, place: Place, activity: Activity, before: Sequence[Session]
) -> Iterator[Obstacle]:
    """The limits that the prescription sets the activity, which has had some sessions before in the plan."""
    if place.on.weekday() not in activity.days:
        yield _changed(
            activity, f"it is only allowed on {weekdays(activity.days)}", lambda one: replace(one, days=ALL_WEEK)
        )
    if activity.rest_days:
        rest = counted(activity.rest_days, "full day")
        yield _changed(
            activity,
            f"it needs {rest} of rest between two sessions{_nearest(request, place, before, activity.rest_days + 1)}",
            lambda one: replace(one, rest_days=0),
        )
    how_often = frequency(activity.frequency)
    match activity.frequency:
        case Every(least, most):
            yield _changed(
                activity,
                f"it is prescribed {how_often}{_nearest(request, place, before, least)}",
                lambda one: replace(one, frequency=Every(1, most)),
            )
        case Weekly(least, _):
            of_week = (place.on - request.start).days // 7
            done = any((one.start.date() - request.start).days // 7 == of_week for one in before)
            full = "that week has had as many already" if done else "appointments fill that week already"
            yield _changed(
                activity,
                f"it is prescribed {how_often}, and {full}",
                lambda one: replace(one, frequency=Weekly(least, 7)),
            )
        case Daily(least, most):
            more = most + len(request.profile.appointments) + 1
            yield _changed(
                activity,
                f"it is prescribed {how_often}",
                lambda one: replace(one, frequency=Daily(least, more)),
            )
            yield _changed(
                activity,
                f"its sessions of one day must lie {minutes(activity.apart)} apart",
                lambda one: replace(one, apart=0),
            )
        case _:
            pass
    if activity.after_waking is not None and request.profile.wake is not None:
        yield _changed(
            activity,
            f"it may not start before {minutes(activity.after_waking)} have passed since getting up at "
            f"{clock_text(request.profile.wake)}",
            lambda one: replace(one, after_waking=None),
        )
    for appointment in request.profile.appointments:
        other = appointment.activity
        if appointment.on == place.on and other != activity.id:
            title = request.regimen.title_of(other)
            yield Obstacle(
                f"it never shares a day with {title}, which has an appointment on that day",
                sharing(activity.id, other),
            )


def _nearest(request: PlanRequest, place: Place, before: Sequence[Session], least: int) -> str:
    """Which session that lies fixed is too close."""
    fixed = {session.start.date() for session in request.history if session.activity == place.activity}
    fixed |= {session.start.date() for session in before}
    fixed |= {one.on for one in request.profile.appointments if one.activity == place.activity}
    near = sorted(day for day in fixed if 0 < abs((day - place.on).days) < least)
    return f", and one is on {short_day(near[-1])} already" if near else ""


def _life(request: PlanRequest, place: Place, length: int) -> Iterator[Obstacle]:
    """The limits that the patient's life sets the day."""
    profile = request.profile
    for away in profile.away:
        if away.first <= place.on <= away.last:
            yield Obstacle(f"you are {away_words(away)}", without_away(away))
    budget = profile.max_minutes_per_day
    if budget is not None:
        yield Obstacle(
            f"you wish for at most {minutes(budget)} of exercise a day, and one session lasts {minutes(length)}",
            without_budget(),
        )
    if profile.buffer and request.busy:
        yield Obstacle(
            f"{minutes(profile.buffer)} around other events of yours are kept free",
            without_buffer(),
        )
    yield from _busy(request, place)
    number = place.on.weekday()
    hours = [f"between {clock_text(window.start)} and {clock_text(window.end)}" for window in profile.available[number]]
    yield Obstacle(
        f"on {WEEKDAYS[number]}s a session has to lie {listed(hours, 'or')}, and it lasts {minutes(length)}"
        if hours
        else f"no time is available on {WEEKDAYS[number]}s",
        opened((number,)),
    )


def _busy(request: PlanRequest, place: Place) -> Iterator[Obstacle]:
    day, margin = clock_day(request.timezone, place.on), request.profile.buffer * MINUTE
    touching = tuple(event for event in request.busy if event.touches(day.span, margin))
    if len(touching) > EVENTS:
        yield Obstacle(f"{len(touching)} other events of yours take that day's time", without_events(touching))
        return
    for event in touching:
        yield Obstacle(f"you are {busy_words(event, day)}", without_events((event,)))


def _appointments(request: PlanRequest, place: Place) -> Iterator[Obstacle]:
    for appointment in request.profile.appointments:
        if abs((appointment.on - place.on).days) <= 1:
            when = f"on {short_day(appointment.on)} at {clock_text(appointment.at)}"
            title = request.regimen.title_of(appointment.activity)
            words = f"the appointment for {title} {when} lasts {minutes(appointment.minutes)}"
            if appointment.activity == place.activity:
                words = f"it has an appointment {when} already"
            yield Obstacle(words, without_appointments(appointment.__eq__))


def _changed(activity: Activity, words: str, change: Callable[[Activity], Activity]) -> Obstacle:
    return Obstacle(words, with_activity(activity.id, change))

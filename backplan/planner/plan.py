"""From a request to a plan: the search's counts become sessions with times, turns and ids."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from backplan.model.plan import MadeFrom, Plan, Session, session_id
from backplan.model.time import MINUTE, Interval, instant, moment
from backplan.planner.candidates import candidates
from backplan.planner.day import Counts, day_table
from backplan.planner.search import THOROUGH, Effort, Search

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backplan.rules.catalog import Catalog


@dataclass(frozen=True, slots=True)
class _Slot:
    """A session's place, before it has an id and a turn; `week` is the plan's own, counted from 0."""

    span: Interval
    activity: str
    minutes: int
    week: int
    fixed: bool


def plan(catalog: Catalog, effort: Effort = THOROUGH) -> Plan:
    """Return the plan of least cost; where `effort` does not suffice for a proof, its `proven` is False."""
    search = Search(catalog, effort)
    outcome = search.run()
    slots = sorted(
        (*_planned(catalog, outcome.counts), *_fixed(catalog)),
        key=lambda slot: (slot.span, slot.activity),
    )
    request, cost = catalog.request, search.weights.unweigh(outcome.cost)
    return Plan(
        regimen_id=request.regimen.id,
        regimen_title=request.regimen.title,
        start=request.start,
        weeks=request.weeks,
        first_week=request.first_week,
        timezone=request.timezone,
        sessions=tuple(_sessions(catalog, slots)),
        # No choice of the search can change the preference of fixed sessions.
        cost=cost._replace(preference=cost.preference + sum(fixed_preferences(catalog).values())),
        proven=outcome.proven,
        away=request.profile.away,
        made_from=MadeFrom(
            regimen=request.regimen.text,
            profile=request.profile.text,
            busy=tuple(event.span for event in request.busy),
            history=request.history,
            late=request.fresh_from == request.start,
        ),
    )


def _planned(catalog: Catalog, counts: Sequence[Counts]) -> Iterator[_Slot]:
    for day, wanted in enumerate(counts):
        if not any(wanted):
            continue
        placement = day_table(candidates(catalog, day)).place(wanted).placement
        assert placement is not None, "the search only keeps days that hold their sessions"
        origin = catalog.days[day].span.start
        for index, start in placement.starts:
            course = catalog.courses[index]
            minutes = course.weeks[day // 7].minutes
            span = Interval(origin + start, origin + start + minutes * MINUTE)
            yield _Slot(span, course.id, minutes, day // 7, fixed=False)


def _fixed(catalog: Catalog) -> Iterator[_Slot]:
    for one in catalog.fixed:
        if 0 <= one.day < len(catalog.days):
            yield _Slot(one.span, one.activity, one.minutes, one.day // 7, fixed=not one.kept)


def fixed_preferences(catalog: Catalog) -> Counter[str]:
    """Return for each activity, the minutes by which its fixed sessions miss its preferred times."""
    preferences: Counter[str] = Counter()
    courses = {course.id: course for course in catalog.courses}
    for one in catalog.fixed:
        if not 0 <= one.day < len(catalog.days):
            continue
        activity = courses[one.activity].weeks[one.day // 7].activity
        if activity is None:
            continue
        day = catalog.days[one.day]
        shown = day.clock(one.span.start) if one.span.start < day.span.end else 0
        away = min((abs(shown - minute) for minute in catalog.preferred(activity)), default=0)
        preferences[one.activity] += away
    return preferences


def _sessions(catalog: Catalog, slots: Sequence[_Slot]) -> Iterator[Session]:
    request = catalog.request
    zone = ZoneInfo(request.timezone)
    numbers: Counter[tuple[str, int]] = Counter()
    turns = {course.id: _Turns(_turn_before(catalog, course.id)) for course in catalog.courses}
    for slot in slots:
        number = numbers[slot.activity, slot.week]
        numbers[slot.activity, slot.week] += 1
        choice = None
        week = request.regimen_week(slot.week)
        found = request.regimen.activity_at(slot.activity, week)
        if found is not None and not slot.fixed:
            choice = turns[slot.activity].take(catalog.choices(found[0]))
        yield Session(
            id=session_id(request.regimen.id, request.start, slot.activity, slot.week, number),
            activity=slot.activity,
            title=request.regimen.title_of(slot.activity) if found is None else found[0].title,
            choice=choice,
            start=moment(slot.span.start, zone),
            end=moment(slot.span.end, zone),
            minutes=slot.minutes,
            week=week,
            fixed=slot.fixed,
        )


class _Turns:
    """Whose turn it is among an activity's alternatives."""

    def __init__(self, last: str | None) -> None:
        """Take the alternative of the last earlier session."""
        self._last = last
        self._place: int | None = None

    def take(self, choices: Sequence[str]) -> str | None:
        """Return the next alternative; the first where the last one is not among them. None where there are none."""
        if not choices:
            return None
        if self._place is None or self._place >= len(choices) or choices[self._place] != self._last:
            self._place = choices.index(self._last) if self._last in choices else -1
        self._place = (self._place + 1) % len(choices)
        self._last = choices[self._place]
        return self._last


def _turn_before(catalog: Catalog, activity_id: str) -> str | None:
    """Return the alternative of the last earlier session that took a turn."""
    turns = [
        (instant(session.start), session.choice)
        for session in catalog.request.history
        if session.activity == activity_id and not session.fixed and session.choice is not None
    ]
    return max(turns)[1] if turns else None

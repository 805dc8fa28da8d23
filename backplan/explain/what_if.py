"""A request with a constraint: one thing forbidden or forced, or sessions that stay where they are.

A constraint changes the catalog, not the planner: planning with it is planning as always. So its price is the truth and
nobody's guess.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from backplan.model.time import Interval, instant
from backplan.rules.base import ALL_WEEK, DayFacts, DayRule, Judgement
from backplan.rules.catalog import Catalog, Constraint, FixedSession, in_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from backplan.model.plan import Session
    from backplan.rules.course import Course


class Bounds(NamedTuple):
    """How many sessions one day must have at least, and how many may be planned, if limited."""

    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class DayConstraint:
    """Constraints on the days of a week, Monday to Sunday.

    Each missing session costs `charge`, more than all else together, so only a plan that cannot have it is without it.
    """

    days: tuple[Bounds, ...]
    charge: int

    looks_back: ClassVar[bool] = False

    def judge(self, facts: DayFacts) -> Judgement:
        """Count the sessions of the day."""
        least, most = self.days[facts.weekday]
        return Judgement(
            shortfall=self.charge * max(0, least - facts.sessions),
            forbidden=most is not None and facts.planned > most,
        )


@dataclass(frozen=True, slots=True)
class AtMostThisWeek:
    """So many planned sessions at the most in the week that it is put into."""

    most: int

    looks_back: ClassVar[bool] = False

    def judge(self, facts: DayFacts) -> Judgement:
        """Count the week's planned sessions so far."""
        return Judgement(forbidden=facts.planned > 0 and facts.week_planned > self.most)


@dataclass(frozen=True, slots=True)
class CountedAgain:
    """A dose that counts many times: what falls short of it weighs more than all else together."""

    rule: DayRule
    charge: int

    looks_back: ClassVar[bool] = False

    def judge(self, facts: DayFacts) -> Judgement:
        """Return what the dose says, so many times."""
        return Judgement(shortfall=self.charge * self.rule.judge(facts).shortfall)


def forbidden(catalog: Catalog, activity: str, day: int, *, most: int = 0, at: int | None = None) -> Catalog:
    """Return the catalog with fewer sessions of an activity on a day, or with none that starts at instant `at`."""
    return _constrained(catalog, (Constraint(activity, day, most=most if at is None else None, clear=at),))


def forced(catalog: Catalog, activity: str, day: int) -> Catalog:
    """Return the catalog with a session of an activity on a day, at whatever time, as far as that is possible."""
    return _constrained(catalog, (Constraint(activity, day, least=1),))


def as_often(catalog: Catalog, sessions: Iterable[Session], places: Iterable[tuple[str, int]]) -> Catalog:
    """Return the catalog with as many sessions at some places, activity ids and day numbers, as others have there."""
    start = catalog.request.start
    counts = Counter((one.activity, (one.start.date() - start).days) for one in sessions if not one.fixed)
    # Sessions that are kept anyway are planned no more.
    counts.subtract(Counter((one.activity, one.day) for one in catalog.fixed if one.kept))
    fixed = {course.id: course.fixed for course in catalog.courses}
    constraints = []
    for activity, day in sorted(places):
        if 0 <= day < len(catalog.days):
            planned = max(0, counts[activity, day])
            constraints.append(Constraint(activity, day, least=fixed[activity][day] + planned, most=planned))
    return _constrained(catalog, constraints)


def with_past_fixed(catalog: Catalog, sessions: Iterable[Session], day: int) -> Catalog:
    """Return the catalog with the days before `day` over: their sessions stay, and nothing is added."""
    over = [one for one in sessions if (one.start.date() - catalog.request.start).days < day]
    nothing_more = [Constraint(course.id, number, most=0) for course in catalog.courses for number in range(day)]
    return pinned(_constrained(catalog, nothing_more), over)


def fewer_in_week(catalog: Catalog, activity: str, week: int, most: int) -> Catalog:
    """Return the catalog with at most so many planned sessions of an activity in a week."""
    return _with_rules(catalog, {(activity, week): AtMostThisWeek(most)})


def prioritised(catalog: Catalog, activity: str) -> Catalog:
    """Return the catalog with the dose of one activity, not a daily one, before those of all others."""
    charge = _more_than_any_shortfall(catalog)
    course = next(course for course in catalog.courses if course.id == activity)
    rules = {
        (activity, number): CountedAgain(week.dose, charge)
        for number, week in enumerate(course.weeks)
        if week.dose.looks_back
    }
    return _with_rules(catalog, rules)


def pinned(catalog: Catalog, sessions: Iterable[Session]) -> Catalog:
    """Return the catalog with given sessions as fixed as appointments, counting towards every dose, limit and cost.

    Those outside the plan's days, or of an activity that it does not have, are left out.
    """
    known = {course.id for course in catalog.courses}
    return pin(
        catalog,
        *(
            FixedSession(
                session.activity,
                (session.start.date() - catalog.request.start).days,
                Interval(instant(session.start), instant(session.end)),
                session.minutes,
                kept=True,
            )
            for session in sessions
            if not session.fixed and session.activity in known
        ),
    )


def pin(catalog: Catalog, *sessions: FixedSession) -> Catalog:
    """Return the same as `pinned`, for sessions that have no more than their place."""
    kept = [one for one in sessions if 0 <= one.day < len(catalog.days)]
    if not kept:
        return catalog
    counts = Counter((one.activity, one.day) for one in kept)
    spans: dict[int, list[Interval]] = {}
    for one in kept:
        for day in (one.day, one.day + 1):  # it may end after midnight
            spans.setdefault(day, []).append(one.span)
    return replace(
        catalog,
        courses=tuple(
            replace(course, fixed=tuple(count + counts[course.id, day] for day, count in enumerate(course.fixed)))
            for course in catalog.courses
        ),
        free=tuple(
            replace(
                free,
                appointments=(
                    *free.appointments,
                    *(span for span in spans[day] if span.start < free.day.span.end and span.end > free.day.span.start),
                ),
            )
            if day in spans
            else free
            for day, free in enumerate(catalog.free)
        ),
        fixed=tuple(sorted((*catalog.fixed, *kept), key=in_time)),
    )


def _constrained(catalog: Catalog, constraints: Iterable[Constraint]) -> Catalog:
    by_day = dict(catalog.constraints)
    wanted: dict[tuple[str, int], list[Bounds]] = {}
    for one in constraints:
        by_day[one.day] = (*by_day.get(one.day, ()), one)
        if one.clear is None:
            days = wanted.setdefault((one.activity, one.day // 7), [Bounds()] * len(ALL_WEEK))
            days[catalog.days[one.day].date.weekday()] = Bounds(one.least, one.most)
    charge = _more_than_any_shortfall(catalog)
    rules = {place: DayConstraint(tuple(days), charge) for place, days in wanted.items()}
    return replace(_with_rules(catalog, rules), constraints=by_day)


def _with_rules(catalog: Catalog, rules: Mapping[tuple[str, int], DayRule]) -> Catalog:
    """Return the catalog with more rules, each for one activity in one week."""
    if not rules:
        return catalog

    def changed(course: Course) -> Course:
        more = [rules.get((course.id, number)) for number in range(len(course.weeks))]
        if not any(more):
            return course
        return replace(
            course,
            weeks=tuple(
                week if rule is None else replace(week, rules=(*week.rules, rule))
                for week, rule in zip(course.weeks, more, strict=True)
            ),
        )

    return replace(catalog, courses=tuple(map(changed, catalog.courses)))


def _more_than_any_shortfall(catalog: Catalog) -> int:
    """Return more than the shortfalls of two plans can differ by."""
    return 1 + sum(week.dose.most_short_a_week for course in catalog.courses for week in course.weeks)

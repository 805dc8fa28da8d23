"""A request with a constraint: one thing forbidden or forced, or sessions that stay where they are.

A constraint changes the catalog, not the planner: planning with it is planning as always. So its price is the truth and
nobody's guess.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from backplan.model.time import Interval, instant
from backplan.rules.base import ALL_WEEK, Judgement
from backplan.rules.catalog import Constraint, FixedSession

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from backplan.model.plan import Session
    from backplan.rules.base import DayFacts, DayRule
    from backplan.rules.catalog import Catalog
    from backplan.rules.course import Course


class Bounds(NamedTuple):
    """How many sessions one day is to have.

    Attributes:
        least: sessions without which the plan is no answer.
        most: planned sessions at the most, or None.
    """

    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class DayConstraint:
    """Constraints on days, in the week that it is put into.

    Attributes:
        days: for Monday to Sunday, what is wanted.
        charge: the shortfall of each session that is missing: more than all else together, so that a plan without it
            is only made where none has it.
    """

    days: tuple[Bounds, ...]
    charge: int

    looks_back: ClassVar[bool] = False

    def judge(self, facts: DayFacts) -> Judgement:
        """Counts the sessions of the day."""
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
        """Counts the week's planned sessions so far."""
        return Judgement(forbidden=facts.planned > 0 and facts.week_planned > self.most)


@dataclass(frozen=True, slots=True)
class CountedAgain:
    """A dose that counts many times: what falls short of it weighs more than all else together."""

    rule: DayRule
    charge: int

    looks_back: ClassVar[bool] = False

    def judge(self, facts: DayFacts) -> Judgement:
        """What the dose says, so many times."""
        return Judgement(shortfall=self.charge * self.rule.judge(facts).shortfall)


def forbidden(catalog: Catalog, activity: str, day: int, *, most: int = 0, at: int | None = None) -> Catalog:
    """What holds where an activity may have fewer sessions on a day, or none that starts at an instant.

    Args:
        catalog: what holds otherwise.
        activity: its id.
        day: the day's number.
        most: how many may be planned on the day; heeded where no instant is given.
        at: the instant at which none may start; on the rest of the day they may.
    """
    if at is not None:
        return _constrained(catalog, (Constraint(activity, day, clear=at),))
    return _constrained(catalog, (Constraint(activity, day, most=most),))


def forced(catalog: Catalog, activity: str, day: int) -> Catalog:
    """What holds where an activity is to have a session on a day, at whatever time.

    Where that is impossible the plan has none there, as without the constraint.

    Args:
        catalog: what holds otherwise.
        activity: its id.
        day: the day's number.
    """
    return _constrained(catalog, (Constraint(activity, day, least=1),))


def as_often(catalog: Catalog, sessions: Iterable[Session], places: Iterable[tuple[str, int]]) -> Catalog:
    """What holds where some days keep as many sessions of some activities as others have there, at whatever times.

    Args:
        catalog: what holds otherwise.
        sessions: those that are counted.
        places: the activities' ids and the numbers of the days.
    """
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
    """What holds where the days before one are over: their sessions stay, and nothing is added to them.

    Args:
        catalog: what holds otherwise.
        sessions: the plan's.
        day: the number of the first day that is not over.
    """
    over = [one for one in sessions if (one.start.date() - catalog.request.start).days < day]
    nothing_more = [Constraint(course.id, number, most=0) for course in catalog.courses for number in range(day)]
    return pinned(_constrained(catalog, nothing_more), over)


def fewer_in_week(catalog: Catalog, activity: str, week: int, most: int) -> Catalog:
    """What holds where a week may have so many planned sessions of an activity at the most."""
    return _with_rules(catalog, {(activity, week): AtMostThisWeek(most)})


def prioritised(catalog: Catalog, activity: str) -> Catalog:
    """What holds where the dose of one activity comes before those of all others.

    Args:
        catalog: what holds otherwise.
        activity: the id of one that is not asked for daily.
    """
    charge = _more_than_any_shortfall(catalog)
    course = next(course for course in catalog.courses if course.id == activity)
    rules = {
        (activity, number): CountedAgain(week.dose, charge)
        for number, week in enumerate(course.weeks)
        if week.dose.looks_back
    }
    return _with_rules(catalog, rules)


def pinned(catalog: Catalog, sessions: Iterable[Session]) -> Catalog:
    """What holds where given sessions stay where they lie, besides the appointments.

    They count towards every dose, limit and cost. Those outside the plan's days, or of no activity of it, are left out.
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
    """As `pinned`, for sessions that have no more than their place."""
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
        fixed=tuple(sorted((*catalog.fixed, *kept), key=lambda one: (one.span, one.activity))),
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
    """What holds with more rules, each for one activity in one week."""
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
    """More than the shortfalls of two plans can differ by."""
    return 1 + sum(week.dose.most_short_a_week for course in catalog.courses for week in course.weeks)

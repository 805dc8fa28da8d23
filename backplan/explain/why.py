"""Why a session is where it is, or is not somewhere else: the plan is made again with that one thing changed.

What is in the plan is forbidden, what is not is forced, and the new plan is held against the one in question. It costs
more (that is the price), the same (then a fixed choice decided), or less (then somebody has changed the plan, or
something that it was made from was not given). Where no plan has it, the limits that forbid it are found.

What is over stays as it was, where the question is about a day that is not: nobody can change it any more. The whole
rest of the plan is made again, for what is forced in one week may well be paid for in another.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backplan.explain.places import obstacles, start_at
from backplan.explain.price import cost_of, price
from backplan.explain.what_if import as_often, forbidden, forced, pin, with_past_fixed
from backplan.language.wording import counted, listed, short_day, times, weekday
from backplan.model.question import Answer, AnswerKind
from backplan.model.time import MINUTE, Interval, clock_text, instant
from backplan.planner.plan import plan
from backplan.rules.catalog import FixedSession, catalog

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from backplan.model.finding import Finding
    from backplan.model.plan import Plan, Session
    from backplan.model.question import Question
    from backplan.model.request import PlanRequest
    from backplan.rules.catalog import Catalog

CHANGED = (
    "The best plan would be another one. Perhaps this one was changed by hand, or it was made with a profile, a "
    "calendar or days away that were not given here."
)


@dataclass(frozen=True, slots=True)
class _Again:
    """What a plan is made again from.

    Attributes:
        request: what the plan in question was made from.
        rules: what holds.
        planning: the same with the days that are over.
        sessions: those of the plan in question.
        over: those of them that are over, appointments left out.
    """

    request: PlanRequest
    rules: Catalog
    planning: Catalog
    sessions: tuple[Session, ...]
    over: tuple[Session, ...]


def why(request: PlanRequest, made: Plan, question: Question, today: date | None = None) -> Answer:
    """Answers a question about a plan.

    Args:
        request: what the plan was made from.
        made: the plan in question; it breaks no limit.
        question: about a day of the plan, and an activity of its regimen.
        today: the first day that is not over; None where none is. Of a question about an earlier day no heed is taken
            of what is over.
    """
    asked = _asked(made.sessions, question)
    if any(session.fixed for session in asked):
        return Answer(
            question,
            AnswerKind.FIXED,
            f"{_title(request, question)} {_where(question)} is an appointment, and nothing moves it.",
        )
    first = request.start if today is None or question.on < today else today
    over = tuple(one for one in made.sessions if _day(one) < first and not one.fixed)
    rules = catalog(request)
    again = _Again(request, rules, with_past_fixed(rules, over, (first - request.start).days), made.sessions, over)
    return _why_there(again, question, asked) if asked else _why_not_there(again, question)


def refused(request: PlanRequest, made: Plan, question: Question, broken: Sequence[Finding]) -> Answer | None:
    """The answer where what is asked about breaks limits itself; None where it does not."""
    asked = {session.id for session in _asked(made.sessions, question)}
    messages = tuple(finding.message for finding in broken if not asked.isdisjoint(finding.sessions))
    if not messages:
        return None
    return Answer(question, AnswerKind.IMPOSSIBLE, f"{_subject(request, question)}, but may not be.", messages)


def _asked(sessions: Sequence[Session], question: Question) -> list[Session]:
    """The sessions that a question is about; of two at one clock time the one that is meant."""
    found = [one for one in sessions if one.activity == question.activity and one.start.date() == question.on]
    if question.at is None:
        return found
    found = [one for one in found if one.clock_minute == question.at]
    return [one for one in found if one.start.fold == question.again] or found


def _granted(question: Question, asked: Sequence[Session], otherwise: Sequence[Session]) -> bool:
    """Whether sessions have what was asked about otherwise than the plan in question."""
    there = _asked(otherwise, question)
    if not asked:
        return bool(there)
    if question.at is not None:
        return instant(asked[0].start) not in {instant(one.start) for one in there}
    return len(there) < len(asked) if question.fewer else not there


def _why_there(again: _Again, question: Question, asked: Sequence[Session]) -> Answer:
    day = (question.on - again.request.start).days
    if question.at is None:
        rules = forbidden(again.planning, question.activity, day, most=len(asked) - 1 if question.fewer else 0)
    else:
        rules = forbidden(again.planning, question.activity, day, at=instant(asked[0].start))
    otherwise = _least_changed(again, question, rules)
    assert _granted(question, asked, otherwise.sessions), "what is forbidden is not there"
    subject, without = _subject(again.request, question), "without it on that day"
    if question.at is not None:
        without = "without it at that time"
    elif question.fewer:
        subject, without = f"{subject} {times(len(asked))}", "with one session fewer on that day"
    sentences = {
        AnswerKind.PRICE: f"{subject} because the plan would be worse {without}.",
        AnswerKind.AS_GOOD: f"{subject}, but the plan would be just as good {without}.",
        AnswerKind.BETTER: f"{subject}, but the plan would be better {without}.",
    }
    return _compared(again, question, otherwise, sentences)


def _why_not_there(again: _Again, question: Question) -> Answer:
    title, where = _title(again.request, question), _where(question)
    limits = obstacles(again.request, question, again.over)
    if limits:
        message = f"{title} cannot be {where}."
        words = tuple(limit.words for limit in limits)
        return Answer(question, AnswerKind.IMPOSSIBLE, message, words, cost=cost_of(again.rules, again.sessions))
    day = (question.on - again.request.start).days
    start = start_at(again.rules, question)
    if start is None:
        rules = forced(again.planning, question.activity, day)
    else:
        length = next(one for one in again.rules.courses if one.id == question.activity).weeks[day // 7].minutes
        span = Interval(start, start + length * MINUTE)
        rules = pin(again.planning, FixedSession(question.activity, day, span, length, kept=True))
    sentences = {
        AnswerKind.PRICE: f"{title} could be {where}, but the plan would be worse.",
        AnswerKind.AS_GOOD: f"{title} could be {where}: the plan would be just as good.",
        AnswerKind.BETTER: f"{title} could be {where}, and the plan would be better.",
    }
    otherwise = _least_changed(again, question, rules)
    assert _granted(question, (), otherwise.sessions), "where no limit forbids it, what is forced is there"
    return _compared(again, question, otherwise, sentences)


def _least_changed(again: _Again, question: Question, rules: Catalog) -> Plan:
    """The best plan of what holds; of several, one that leaves other days, weeks or activities as they are."""
    best = plan(rules)
    cost = cost_of(again.rules, best.sessions)
    asked_day = (question.on - again.request.start).days
    places = {(course.id, day) for course in again.rules.courses for day in range(len(again.rules.days))}
    for staying in (
        {(activity, day) for activity, day in places if day != asked_day},
        {(activity, day) for activity, day in places if day // 7 != asked_day // 7},
        {(activity, day) for activity, day in places if activity != question.activity},
    ):
        if not staying:
            continue
        if _counts(again, again.sessions, staying) == _counts(again, best.sessions, staying):
            return best
        other = plan(as_often(rules, again.sessions, staying))
        # What cannot be had together with the constraint may be had in its place.
        asked = {(question.activity, asked_day)}
        kept = _counts(again, other.sessions, asked) == _counts(again, best.sessions, asked)
        if kept and cost_of(again.rules, other.sessions) == cost:
            return replace(other, proven=best.proven)
    return best


def _counts(again: _Again, sessions: Sequence[Session], places: set[tuple[str, int]]) -> Counter[tuple[str, int]]:
    found = ((one.activity, (_day(one) - again.request.start).days) for one in sessions)
    return Counter(place for place in found if place in places)


def _compared(again: _Again, question: Question, otherwise: Plan, sentences: dict[AnswerKind, str]) -> Answer:
    """The plan in question against the best one with the one thing changed."""
    cost, other_cost = cost_of(again.rules, again.sessions), cost_of(again.rules, otherwise.sessions)
    kind = AnswerKind.AS_GOOD
    if cost != other_cost:
        kind = AnswerKind.PRICE if cost < other_cost else AnswerKind.BETTER
    changes = price(again.rules, again.sessions, otherwise.sessions)
    worse, better = (tuple(one.words for one in changes if one.worse is which) for which in (True, False))
    if kind is AnswerKind.BETTER:
        worse, better = better, worse
    return Answer(
        question,
        kind,
        sentences[kind],
        (_decided(again, question, otherwise),) if kind is AnswerKind.AS_GOOD else worse,
        better,
        tuple(_instead(again, question, otherwise)),
        cost,
        other_cost,
        otherwise.sessions,
        otherwise.proven,
        CHANGED if kind is AnswerKind.BETTER else "",
    )


def _decided(again: _Again, question: Question, otherwise: Plan) -> str:
    """Which fixed choice decides between two plans of equal cost."""
    mine, others = (
        sorted((one.activity, _day(one)) for one in sessions) for sessions in (again.sessions, otherwise.sessions)
    )
    if mine == others:
        return _decided_within_day(again, question, otherwise)
    return (
        "backplan goes through the days in order and keeps the first of equally good plans that it finds, so that the "
        "same prescription always gives the same plan"
    )


def _decided_within_day(again: _Again, question: Question, otherwise: Plan) -> str:
    """Two plans have the same sessions on the same days, at other times."""
    mine, others = (
        [one for one in sessions if one.start.date() == question.on and one.activity == question.activity]
        for sessions in (again.sessions, otherwise.sessions)
    )
    week = again.request.regimen_week_of(question.on)
    found = again.request.regimen.activity_at(question.activity, week)
    if found is not None and not again.rules.preferred(found[0]):
        anchors = again.request.profile.anchors
        usual = (anchors.morning, anchors.midday, anchors.afternoon, anchors.evening)
        if _distance(mine, usual) < _distance(others, usual):
            return (
                "no time of day is prescribed or preferred for it, so one near to "
                f"{listed((clock_text(one) for one in usual), 'or')} is taken"
            )
    if [one.start for one in mine] > [one.start for one in others]:
        return "of times that are equally good, the later one is taken"
    return "of ways to arrange a day that are equally good, the same one is always taken"


def _distance(sessions: Sequence[Session], usual: Sequence[int]) -> int:
    return sum(min(abs(one.clock_minute - minute) for minute in usual) for one in sessions)


def _instead(again: _Again, question: Question, otherwise: Plan) -> list[str]:
    """What would be on other days or at other times in the week in question, activity by activity."""
    week = (question.on - again.request.start).days // 7

    def in_week(session: Session) -> bool:
        return (_day(session) - again.request.start).days // 7 == week

    told = []
    for course in again.rules.courses:
        mine, others = (
            [one for one in sessions if one.activity == course.id and in_week(one)]
            for sessions in (again.sessions, otherwise.sessions)
        )
        title = again.request.regimen.title_of(course.id)
        gone = [one for one in map(_day, mine) if one not in map(_day, others)]
        new = [one for one in map(_day, others) if one not in map(_day, mine)]
        if gone and new:
            told.append(f"{title} would be on {_days(new)} instead of {_days(gone)}.")
        elif gone:
            told.append(f"{title} would no longer be on {_days(gone)}.")
        elif new:
            told.append(f"{title} would be on {_days(new)} as well.")
        else:
            told += _moved(title, mine, others)
    elsewhere = (
        [(one.activity, one.start) for one in sessions if not in_week(one)]
        for sessions in (again.sessions, otherwise.sessions)
    )
    return [*told, "Other weeks would change as well."] if len(set(map(tuple, elsewhere))) > 1 else told


def _moved(title: str, mine: Sequence[Session], others: Sequence[Session]) -> list[str]:
    """An activity on the same days, at other times or not so often."""
    told = []
    for day in dict.fromkeys(map(_day, mine)):
        before, after = ([one for one in sessions if _day(one) == day] for sessions in (mine, others))
        if [instant(one.start) for one in before] == [instant(one.start) for one in after]:
            continue
        first, second = (listed(f"{one.start:%H:%M}" for one in sessions) for sessions in (before, after))
        told.append(f"{title} would be at {second} instead of {first} on {short_day(day)}.")
    more = len(told) - TOLD
    return [*told[:TOLD], f"And so on {counted(more, 'more day')}."] if more > 0 else told


TOLD = 2
"""Days on which an activity would be at another time that are told one by one."""


def _day(session: Session) -> date:
    return session.start.date()


def _days(days: Sequence[date]) -> str:
    """Days of one week: by their weekdays, or a single one by its date."""
    unique = sorted(set(days))
    return short_day(unique[0]) if len(unique) == 1 else listed(weekday(day.weekday()) for day in unique)


def _subject(request: PlanRequest, question: Question) -> str:
    return f"{_title(request, question)} is {_where(question)}"


def _title(request: PlanRequest, question: Question) -> str:
    return request.regimen.title_of(question.activity)


def _where(question: Question) -> str:
    at = "" if question.at is None else f" at {clock_text(question.at)}"
    return f"on {short_day(question.on)}{at}{' (the second time)' if question.again else ''}"

"""Hundreds of small cases: every answer is verified by planning with and without, by a search that is not ours.

The exhaustive search and the judge share no code with the planner.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from random import Random
from typing import TYPE_CHECKING

import pytest

from backplan.explain.places import obstacles, possible, without
from backplan.explain.price import cost_of
from backplan.explain.what_if import forced
from backplan.explain.why import why
from backplan.model.frequency import Cap
from backplan.model.question import AnswerKind, Question
from backplan.model.time import instant
from backplan.planner.plan import plan
from backplan.rules.catalog import catalog
from tests.oracle import brute_force, generate, judge
from tests.oracle.bridge import as_document, request_of
from tests.oracle.brute_force import Asked
from tests.two_speeds import fast_first

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backplan.model.plan import Plan, Session
    from backplan.model.request import PlanRequest
    from backplan.rules.cause import Cause
    from tests.oracle.instance import Instance

CASES = 150
AT_ONCE = 25
QUESTIONS = 3
QUARTER = 15


def _random(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - cases, not secrets


def questions(request: PlanRequest, made: Plan, random: Random) -> list[Question]:
    """Some about sessions of the plan, others about any day and time."""
    planned = [one for one in made.sessions if not one.fixed]
    asked = []
    for _ in range(QUESTIONS):
        if planned and random.random() < 0.4:
            one = random.choice(planned)
            activity, on, at = one.activity, one.start.date(), 60 * one.start.hour + one.start.minute
        else:
            activity = random.choice(request.regimen.activity_ids)
            on = request.start + timedelta(days=random.randrange(7 * request.weeks))
            at = QUARTER * random.randrange(6 * 4, 22 * 4)
        asked.append(Question(activity, on, at if random.random() < 0.5 else None))
    return asked


def there(made: Plan, question: Question) -> list[Session]:
    return [
        one
        for one in made.sessions
        if one.activity == question.activity
        and one.start.date() == question.on
        and question.at in {None, 60 * one.start.hour + one.start.minute}
    ]


def least_otherwise(problem: Instance, request: PlanRequest, made: Plan, question: Question) -> tuple[int, ...] | None:
    """What exhaustive search says of the best plan in which the one thing is changed."""
    day = (question.on - request.start).days
    asked = there(made, question)
    if asked:
        start = instant(asked[0].start) // 60
        wanted = (
            Asked(question.activity, day, most=0) if question.at is None else Asked(question.activity, day, clear=start)
        )
        return brute_force.least_cost_of_asked(problem, wanted)
    start_there = catalog(request).days[day].at(question.at) if question.at is not None else None
    wanted = Asked(question.activity, day, least=1, start=None if start_there is None else start_there // 60)
    return brute_force.least_cost_of_asked(problem, wanted)


def kind_by_cost(made: Plan, otherwise: tuple[int, ...] | None) -> AnswerKind:
    if otherwise is None:
        return AnswerKind.IMPOSSIBLE
    return AnswerKind.AS_GOOD if otherwise == tuple(made.cost) else AnswerKind.PRICE


@pytest.mark.parametrize("first", fast_first(range(0, CASES, AT_ONCE)))
def test_what_an_answer_says_is_what_exhaustive_search_finds(first: int) -> None:
    for seed in range(first, first + AT_ONCE):
        problem = generate.instance(seed, size="small")
        request = request_of(problem)
        made = plan(catalog(request))
        for question in questions(request, made, _random(seed)):
            answer = why(request, made, question)
            if answer.kind is AnswerKind.FIXED:
                assert any(one.fixed for one in there(made, question)), seed
                continue

            otherwise = least_otherwise(problem, request, made, question)

            assert answer.kind is kind_by_cost(made, otherwise), (seed, question)
            assert answer.because, (seed, question)
            if otherwise is None:
                continue
            assert answer.cost == made.cost
            assert answer.cost_otherwise is not None
            assert tuple(answer.cost_otherwise) == otherwise, (seed, question)
            document = as_document(replace(made, sessions=answer.otherwise, cost=answer.cost_otherwise))
            assert judge.broken_by_planned(problem, document) == [], (seed, question)
            assert judge.count_cost(problem, document) == otherwise, (seed, question)
            assert bool(there(made, question)) != bool(there(replace(made, sessions=answer.otherwise), question)), (
                seed,
                question,
            )
            assert answer.instead, (seed, question)


@pytest.mark.parametrize("first", fast_first(range(300, 312, 3)))
def test_an_answer_under_way_keeps_what_is_over_and_grants_what_is_asked(first: int) -> None:
    for seed in range(first, first + 3):
        request = request_of(generate.instance(seed, size="small"))
        made = plan(catalog(request))
        random = _random(seed)
        for _ in range(QUESTIONS):
            first_day = random.randrange(7 * request.weeks)
            today, day = request.start + timedelta(days=first_day), random.randrange(first_day, 7 * request.weeks)
            question = Question(random.choice(request.regimen.activity_ids), request.start + timedelta(days=day))

            answer = why(request, made, question, today)

            if not answer.otherwise:
                continue
            was, would = (
                {(one.activity, one.start) for one in sessions if one.start.date() < today}
                for sessions in (made.sessions, answer.otherwise)
            )
            assert was == would, (seed, question)
            assert bool(there(made, question)) != bool(there(replace(made, sessions=answer.otherwise), question))
            assert answer.cost_otherwise == cost_of(catalog(request), answer.otherwise)
            assert answer.cost == made.cost


@pytest.mark.parametrize("first", fast_first(range(0, 200, 50)))
def test_the_limits_that_forbid_a_place_are_enough_and_none_of_them_too_many(first: int) -> None:
    found = 0
    for seed in range(first, first + 50):
        request = request_of(generate.instance(seed, size="medium"))
        random = _random(seed)
        for _ in range(10):
            place = Question(
                random.choice(request.regimen.activity_ids),
                request.start + timedelta(days=random.randrange(7 * request.weeks)),
                random.choice([None, QUARTER * random.randrange(96)]),
            )
            limits = obstacles(request, place)
            assert bool(limits) != possible(catalog(request), place)
            if not limits or any(limit.without is None for limit in limits):
                assert len(limits) <= 1
                continue
            found += len(limits) > 1
            assert possible(catalog(without(request, limits)), place), (seed, place)
            for fewer in proper_parts(limits):
                assert not possible(catalog(without(request, fewer)), place), (seed, place)
    assert found


def proper_parts(items: Sequence[Cause]) -> list[tuple[Cause, ...]]:
    return [part for size in range(len(items)) for part in combinations(items, size)]


@pytest.mark.parametrize("seed", fast_first(range(40), 10))
def test_a_place_is_possible_where_and_only_where_planning_with_it_forced_has_it(seed: int) -> None:
    request = request_of(generate.instance(seed, size="medium"))
    rules = catalog(request)
    random = _random(seed)
    for _ in range(3):
        activity = random.choice(rules.courses).id
        day = random.randrange(len(rules.days))
        place = Question(activity, rules.days[day].date)
        week = rules.courses[[course.id for course in rules.courses].index(activity)].weeks[day // 7].activity
        if week is None or isinstance(week.frequency, Cap):
            assert not possible(rules, place)
            continue

        made = plan(forced(rules, activity, day))

        assert possible(rules, place) == bool(there(made, Question(activity, place.on))), place


@pytest.mark.parametrize("size", ["small", "medium", "large"])
@pytest.mark.parametrize("seed", fast_first(range(30), 5))
def test_the_cost_of_sessions_is_what_planner_and_judge_say(size: str, seed: int) -> None:
    problem = generate.instance(seed, size=size)
    rules = catalog(request_of(problem))
    made = plan(rules)

    assert cost_of(rules, made.sessions) == made.cost

    random = _random(seed)
    fewer = tuple(one for one in made.sessions if one.fixed or random.random() < 0.7)
    document = as_document(replace(made, sessions=fewer))
    assert tuple(cost_of(rules, fewer)) == judge.count_cost(problem, document)

"""Whatever a person does to a plan is found, under the right rule, and nothing else is reported.

What is wrong with an edited plan is counted a second time by the oracle, which shares no code with the checker.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice
from random import Random
from typing import TYPE_CHECKING

import pytest

from backplan.checker.check import check
from backplan.explain.mending import LISTED, Mender
from backplan.model.finding import Severity
from backplan.planner.plan import plan
from backplan.planner.search import QUICK
from backplan.rules.catalog import catalog
from tests.builders import MONDAY, asked, low_back, low_back_week
from tests.oracle import generate, judge
from tests.oracle.bridge import as_document, request_of
from tests.oracle.edits import KINDS, edited
from tests.two_speeds import fast_first

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backplan.model.finding import Finding
    from backplan.model.plan import Plan, Session
    from backplan.rules.catalog import Catalog
    from tests.oracle.instance import Instance

BLOCKS = 8
SEEDS = 20
"""Instances in a block; each is edited in every way."""

Told = tuple[str, str | None, date]


@lru_cache(maxsize=BLOCKS * SEEDS)
def planned(seed: int) -> tuple[Instance, Catalog, Plan]:
    problem = generate.instance(seed, size="medium" if seed % 5 == 0 else "small")
    rules = catalog(request_of(problem))
    return problem, rules, plan(rules, QUICK)


def limits_by_hand(problem: Instance, sessions: Sequence[Session], made: Plan) -> set[Told]:
    """The rule, the activity and the day of every limit that the oracle finds broken."""
    texts = [
        text.split(": ", 4)
        for text in judge.broken_limits(problem, as_document(replace(made, sessions=tuple(sessions))))
    ]
    # Two sessions of one activity at the same time are not apart either; to say so twice would help nobody.
    overlapping = {
        (activity, where) for rule, _, activity, where, what in texts if (rule, what) == ("overlap", f"with {activity}")
    }
    result = set()
    for rule, _, activity, where, what in texts:
        if rule == "apart" and (activity, where) in overlapping:
            continue
        day = problem.start if where == "cap" else date.fromisoformat(where.split(", ")[-1][:10])
        if what.endswith(tuple(str(number) for number in range(10))) and " in one week, " in what:
            day = problem.start + timedelta(days=(day - problem.start).days // 7 * 7)
        key = {"start": "time", "phases": "frequency"}.get(rule, rule)
        result.add((key, None if activity == "all" else activity, day))
    return result


def limits_found(problem: Instance, findings: Sequence[Finding]) -> set[Told]:
    result = set()
    for finding in findings:
        if finding.severity is not Severity.LIMIT:
            continue
        day = finding.days[0]
        if finding.activity and problem.cap(finding.activity) and re.search(r"\d within \d", finding.message):
            day = problem.start
        result.add((finding.rule, finding.activity, day))
    return result


def doses_found(findings: Sequence[Finding]) -> set[tuple[str | None, frozenset[date]]]:
    return {(one.activity, frozenset(one.days)) for one in findings if one.severity is Severity.DOSE}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("block", fast_first(range(BLOCKS)))
def test_an_edit_is_found_and_nothing_else(block: int, kind: str) -> None:
    rules_met: Counter[str] = Counter()
    for seed in range(block * SEEDS, (block + 1) * SEEDS):
        problem, rules, made = planned(seed)
        if all(session.fixed for session in made.sessions):
            continue
        sessions = edited(made, kind, Random(f"{seed} {kind}"))  # noqa: S311 - the same edits every time
        findings = check(rules, sessions)

        assert limits_found(problem, findings) == limits_by_hand(problem, sessions, made), seed
        short = judge.short_days(problem, as_document(replace(made, sessions=sessions)))
        assert doses_found(findings) == {(activity, days) for activity, _, days in short}, seed
        rules_met.update(finding.rule for finding in findings)
    assert rules_met


@pytest.mark.parametrize("block", fast_first(range(BLOCKS)))
def test_a_plan_as_it_was_made_checks_clean(block: int) -> None:
    for seed in range(block * SEEDS, (block + 1) * SEEDS):
        problem, rules, made = planned(seed)
        findings = check(rules, made.sessions)
        assert limits_found(problem, findings) == limits_by_hand(problem, made.sessions, made)
        # What only appointments break is told; no planned session has part in it.
        assert judge.broken_by_planned(problem, as_document(made)) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("block", fast_first(range(BLOCKS)))
def test_every_suggested_change_makes_the_plan_check_better(block: int, kind: str) -> None:
    for seed in range(block * SEEDS, (block + 1) * SEEDS, 5):
        problem, rules, made = planned(seed)
        if all(session.fixed for session in made.sessions):
            continue
        sessions = edited(made, kind, Random(f"{seed} {kind}"))  # noqa: S311 - the same edits every time
        findings = check(rules, sessions)
        before = weight(problem, rules, sessions, made)
        mender = Mender(rules, sessions, problem.start)
        for finding in findings:
            for change in islice(mender.changes(finding), LISTED):
                gone = [one.session for one in change.gone]
                comes = () if change.comes is None else (change.comes.session,)
                changed = (*(one for one in sessions if one not in gone), *comes)
                assert weight(problem, rules, changed, made) < before, (seed, change.words)
                if finding.severity is Severity.LIMIT:
                    assert finding not in check(rules, changed), (seed, change.words)


def weight(problem: Instance, rules: Catalog, sessions: Sequence[Session], made: Plan) -> tuple[int, int]:
    """Broken limits, and the shortfall as the oracle counts it."""
    broken = sum(one.severity is Severity.LIMIT for one in check(rules, sessions))
    document = as_document(replace(made, sessions=tuple(sessions)))
    return broken, judge.count_cost(problem, document)[0]


def test_what_lies_before_today_is_not_to_be_changed() -> None:
    rules = catalog(asked(low_back()))
    sessions = [one for one in low_back_week() if one.activity != "lumbar-stabilization" or one.start.date() != MONDAY]
    (finding,) = check(rules, sessions)
    assert [one.words for one in Mender(rules, sessions, MONDAY).changes(finding)]
    assert list(Mender(rules, sessions, MONDAY + timedelta(days=1)).changes(finding)) == []

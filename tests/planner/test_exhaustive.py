"""Thousands of small cases: the planner's whole cost is exhaustive search's, and nothing about its plans is wrong.

The instances, the exhaustive search and the judge share no code with the planner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backplan.checker.check import check
from backplan.model.finding import Severity
from backplan.planner.plan import plan
from backplan.rules.catalog import catalog
from tests.oracle import brute_force, generate, judge
from tests.oracle.bridge import as_document, request_of
from tests.two_speeds import fast_first

if TYPE_CHECKING:
    from datetime import date

    from backplan.model.finding import Finding

CASES = 2_000
AT_ONCE = 50


@pytest.mark.parametrize("first", fast_first(range(0, CASES, AT_ONCE), 3))
def test_the_cost_of_a_small_plan_is_the_least_that_exhaustive_search_finds(first: int) -> None:
    for seed in range(first, first + AT_ONCE):
        problem = generate.instance(seed, size="small")
        rules = catalog(request_of(problem))

        made = plan(rules)

        document = as_document(made)
        assert judge.everything_wrong(problem, document) == [], seed
        assert brute_force.least_cost(problem) == tuple(made.cost), seed
        assert made.proven, seed
        findings = check(rules, made.sessions)
        assert {kind[::2] for kind in judge.short_days(problem, document)} == _short(findings), seed
        assert bool(judge.broken_by_appointments(problem, document)) == any(
            finding.severity is Severity.LIMIT for finding in findings
        ), seed


def _short(findings: tuple[Finding, ...]) -> set[tuple[str, frozenset[date]]]:
    return {
        (finding.activity or "", frozenset(finding.days)) for finding in findings if finding.severity is Severity.DOSE
    }

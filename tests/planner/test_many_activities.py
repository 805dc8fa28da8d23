"""More activities than can be planned together still get a plan: soon, fair, and without a broken limit."""

from __future__ import annotations

import pytest

from backplan.checker.check import check
from backplan.model.finding import Severity
from backplan.model.frequency import Daily, Every, Frequency, Weekly
from backplan.planner.plan import plan
from backplan.rules.catalog import catalog
from tests.builders import activity, asked
from tests.two_speeds import fast_first

MANY: dict[str, tuple[Frequency, int, bool, int]] = {
    "every two to three days": (Every(2, 3), 20, False, 0),
    "daily": (Daily(1, 1), 20, False, 0),
    "more often than a day holds": (Daily(24, 24), 3, False, 3),
    "three times a week": (Weekly(3, 3), 20, False, 0),
    "a ring of three times a week": (Weekly(3, 3), 24, True, 4),
}
"""Frequency, number of activities, whether each alternates with the next, and the doses that may be short."""


@pytest.mark.parametrize("weeks", [1, 4])
@pytest.mark.parametrize("name", fast_first(MANY, 3))
def test_many_activities_are_planned_without_a_broken_limit(name: str, weeks: int) -> None:
    frequency, number, ring, short = MANY[name]
    some = [
        activity(
            f"care-{place}",
            frequency,
            (5, 5),
            alternate_with=(f"care-{(place + 1) % number}",) if ring else (),
        )
        for place in range(number)
    ]
    rules = catalog(asked(*some, weeks=weeks))

    made = plan(rules)

    findings = check(rules, made.sessions)
    assert [finding for finding in findings if finding.severity is Severity.LIMIT] == []
    assert sum(finding.severity is Severity.DOSE for finding in findings) <= short * weeks
    assert {session.activity for session in made.sessions} == {one.id for one in some}

"""CP-SAT's answers against trying everything, and against the judge where that would take too long."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest

from tests.oracle import brute_force, cp_sat, generate
from tests.oracle.day_table import NEVER, Candidate, least_preference
from tests.oracle.instance import Instance
from tests.oracle.judge import broken_by_planned, count_cost

SECONDS = 20.0


def plan_of(problem: Instance, counts: list[dict[str, int]]) -> dict[str, object]:
    """A plan with these sessions, each day placed by the exhaustive search."""
    placed = [(one.start, one.end, one.activity, True) for one in problem.appointments]
    for day, wanted in enumerate(counts):
        found = brute_force._Day(problem, day).answer(tuple(wanted.get(name, 0) for name in problem.activities))
        assert found is not None, f"day {day} does not hold {wanted}"
        for name, start in found[2]:
            minutes = problem.session_minutes(name, problem.week_of(day))
            placed.append((start, start + minutes, name, False))
    return {
        "sessions": [
            {
                "activity": name,
                "choice": None,
                "start": problem.shown(start).isoformat(),
                "end": problem.shown(end).isoformat(),
                "fixed": fixed,
            }
            for start, end, name, fixed in sorted(placed)
        ]
    }


@pytest.mark.parametrize("seed", range(45))
def test_the_least_cost_of_a_small_problem_is_that_of_trying_everything(seed: int) -> None:
    problem = generate.instance(seed, size="small")
    verdict = cp_sat.solve(problem, SECONDS, workers=1)
    assert verdict.proven
    assert verdict.cost == brute_force.least_cost(problem)


@pytest.mark.parametrize(("size", "seed"), [("medium", 4), ("medium", 7), ("medium", 35), ("large", 7), ("large", 8)])
def test_the_cost_said_is_the_cost_of_a_plan_that_breaks_nothing(size: str, seed: int) -> None:
    problem = generate.instance(seed, size=size)
    answer = cp_sat.answer(problem, SECONDS, workers=1)
    plan = plan_of(problem, answer.counts)
    assert broken_by_planned(problem, plan) == []
    assert count_cost(problem, plan) == answer.verdict.cost


def test_a_long_plan_may_need_a_gap_longer_than_those_tried_first() -> None:
    start = date(2026, 11, 23)
    activities = {
        "often": {"title": "Often", "type": "care", "frequency": "every other day", "time": "10 min"},
        "weekly": {"title": "Weekly", "type": "care", "frequency": "2 per week", "time": "10 min"},
    }
    # Forty days away: one gap of 41 days is 39 short, the weeks of 23 November + 14 to + 49 days are 5 * 2 short.
    away = f"{start + timedelta(days=14)} to {start + timedelta(days=53)}"
    problem = Instance(
        {"format": 1, "title": "Long", "activities": activities}, {"format": 1, "away": [away]}, start, weeks=16
    )
    verdict = cp_sat.solve(problem, SECONDS, workers=1)
    assert verdict.proven
    assert verdict.cost is not None
    assert verdict.cost[:2] == (39 + 10, 10)


@pytest.mark.parametrize("seed", [1, 6, 11, 13, 16, 30])
def test_the_least_cost_does_not_hang_on_the_gaps_that_are_tried_first(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = generate.instance(seed, size="medium")
    monkeypatch.setattr(cp_sat, "SLACK", 10**6)
    everything = cp_sat.solve(problem, SECONDS, workers=1)
    monkeypatch.setattr(cp_sat, "SLACK", 0)
    few = cp_sat.solve(problem, SECONDS, workers=1)
    assert everything.proven
    assert few.proven
    assert everything.cost == few.cost


def test_no_time_gives_no_cost_and_no_proof() -> None:
    verdict = cp_sat.solve(generate.instance(5, size="medium"), 0.0)
    assert (verdict.cost, verdict.proven) == (None, False)


def test_the_table_of_a_day_agrees_with_trying_every_start() -> None:
    twice = Candidate(most=2, length=1, again=4, starts=tuple((quarter, abs(quarter - 3)) for quarter in range(9)))
    thrice = Candidate(most=3, length=2, again=3, starts=((0, 5), (2, 0), (3, 7), (6, 1), (8, 2)))
    once = Candidate(most=1, length=3, again=0, starts=((1, 0), (2, 4), (5, 6)))
    candidates = (twice, once, thrice)
    table = least_preference(candidates)
    for counts in product(*(range(one.most + 1) for one in candidates)):
        wanted = [one for one, count in zip(candidates, counts, strict=True) for _ in range(count)]
        expected = NEVER
        for starts in product(*(one.starts for one in wanted)):
            sessions = sorted(
                ((start, one) for (start, _), one in zip(starts, wanted, strict=True)), key=lambda session: session[0]
            )
            if all(
                earlier + (first.again if first is second else first.length) <= later
                for number, (earlier, first) in enumerate(sessions)
                for later, second in sessions[number + 1 :]
            ):
                expected = min(expected, sum(preference for _, preference in starts))
        assert min(NEVER, int(table[counts])) == expected

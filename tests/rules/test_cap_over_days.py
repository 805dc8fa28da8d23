"""cap(N, W): at most N in any W consecutive days (contract sections 1.1 and 3)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backplan.rules.cap import CapOverDays


@pytest.mark.parametrize(
    ("cap", "days", "runs"),
    [
        (CapOverDays("shot", 1, 7), (), ()),
        (CapOverDays("shot", 1, 7), (0,), ()),
        (CapOverDays("shot", 1, 7), (0, 7), ()),  # the eighth day is a new week
        (CapOverDays("shot", 1, 7), (0, 6), ((0, 6),)),
        (CapOverDays("shot", 1, 7), (-6, 0), ((-6, 0),)),
        (CapOverDays("shot", 1, 7), (3, 3), ((3, 3),)),  # twice on one day
        (CapOverDays("shot", 1, 7), (0, 5, 10), ((0, 5), (5, 10))),
        (CapOverDays("shot", 1, 7), (0, 3, 6), ((0, 3, 6),)),  # one run, not three
        (CapOverDays("shot", 3, 365), (0, 100, 200, 365), ()),
        (CapOverDays("shot", 3, 365), (0, 100, 200, 364), ((0, 100, 200, 364),)),
        (CapOverDays("shot", 3, 365), (-200, -100, 0, 100, 300), ((-200, -100, 0, 100),)),
        (CapOverDays("shot", 2, 30), (0, 10, 29, 35, 60), ((0, 10, 29), (10, 29, 35))),
    ],
)
def test_runs_that_are_too_dense(cap: CapOverDays, days: tuple[int, ...], runs: tuple[tuple[int, ...], ...]) -> None:
    assert cap.crowded(days) == runs


@given(st.lists(st.integers(-15, 15), max_size=8).map(sorted), st.integers(1, 3), st.integers(1, 9))
def test_exactly_the_overfull_spans_lie_in_a_run(days: list[int], most: int, span: int) -> None:
    runs = CapOverDays("shot", most, span).crowded(tuple(days))
    overfull = [
        [day for day in days if first <= day < first + span]
        for first in range(-30, 30)
        if sum(first <= day < first + span for day in days) > most
    ]
    assert all(any(set(some) <= set(run) for run in runs) for some in overfull)
    assert all(len(run) > most and run[-1] < run[0] + span for run in runs)
    assert bool(runs) == bool(overfull)
    assert not any(set(one) <= set(other) for one in runs for other in runs if one is not other)

"""apart: least elapsed time from the end of one session to the start of the next on a day (contract section 1)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backplan.model.time import Interval, instant
from backplan.rules.apart import Apart
from tests.builders import at

SIX_HOURS = Apart(360)


def span(start: str, minutes: int, timezone: str = "Europe/Berlin", fold: int = 0) -> Interval:
    begin = instant(at(start, timezone).replace(fold=fold))
    return Interval(begin, begin + 60 * minutes)


@pytest.mark.parametrize(
    ("second", "broken"),
    [
        ("2026-11-23 13:05", False),
        ("2026-11-23 13:06", False),
        ("2026-11-23 13:04", True),
        ("2026-11-23 07:05", True),
        ("2026-11-23 07:00", True),
        ("2026-11-23 00:55", False),
        ("2026-11-23 00:56", True),
    ],
)
def test_six_hours_from_end_to_start(second: str, broken: bool) -> None:  # noqa: FBT001 - a table
    first = span("2026-11-23 07:00", 5)
    assert SIX_HOURS.broken(first, span(second, 5)) is broken
    assert SIX_HOURS.broken(span(second, 5), first) is broken


@pytest.mark.parametrize(
    ("timezone", "first", "second", "fold", "broken"),
    [
        # The clocks lose time in between: six hours on the clock are fewer.
        ("Europe/Berlin", "2026-03-29 00:00", "2026-03-29 06:15", 0, True),
        ("Europe/Berlin", "2026-03-29 00:00", "2026-03-29 07:05", 0, False),
        ("Australia/Lord_Howe", "2026-10-04 00:00", "2026-10-04 06:30", 0, True),
        ("Australia/Lord_Howe", "2026-10-04 00:00", "2026-10-04 06:35", 0, False),
        # They gain time: five on the clock are six.
        ("America/New_York", "2026-11-01 00:00", "2026-11-01 05:05", 0, False),
        ("America/New_York", "2026-11-01 00:00", "2026-11-01 05:00", 0, True),
        ("Australia/Sydney", "2026-04-05 00:00", "2026-04-05 05:05", 0, False),
        ("Australia/Lord_Howe", "2026-04-05 00:00", "2026-04-05 05:35", 0, False),
        ("Australia/Lord_Howe", "2026-04-05 00:00", "2026-04-05 05:30", 0, True),
    ],
)
def test_the_distance_is_elapsed_time(timezone: str, first: str, second: str, fold: int, broken: bool) -> None:  # noqa: FBT001 - a table
    assert SIX_HOURS.broken(span(first, 5, timezone), span(second, 5, timezone, fold)) is broken


def test_the_same_clock_time_shown_twice_is_an_hour_apart() -> None:
    first, second = span("2026-10-25 02:30", 5), span("2026-10-25 02:30", 5, fold=1)
    assert not Apart(55).broken(first, second)
    assert Apart(56).broken(first, second)


def test_without_distance_sessions_may_follow_at_once_but_not_overlap() -> None:
    assert not Apart(0).broken(span("2026-11-23 07:00", 15), span("2026-11-23 07:15", 15))
    assert Apart(0).broken(span("2026-11-23 07:00", 16), span("2026-11-23 07:15", 15))


@given(minutes=st.integers(0, 600), end=st.integers(0, 10**9), between=st.integers(-3600, 50_000))
def test_the_earliest_next_start_is_the_first_that_is_not_too_close(minutes: int, end: int, between: int) -> None:
    rule = Apart(minutes)
    first, second = Interval(end - 86_400, end), Interval(end + between, end + between + 900)

    assert rule.broken(first, second) == (second.start < rule.earliest_next(first.end))

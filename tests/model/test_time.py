"""Time is what the clocks show: every claim about a day is held against a look at the clock, minute by minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backplan.model.time import (
    DAY_MINUTES,
    ClockDay,
    Interval,
    clock_day,
    clock_text,
    instant,
    joined,
    moment,
    without,
)

CHANGES = {
    "America/New_York": ("2026-03-08", "2026-11-01"),
    "Europe/Berlin": ("2026-03-29", "2026-10-25"),
    "Australia/Sydney": ("2026-10-04", "2026-04-05"),
    "Australia/Lord_Howe": ("2026-10-04", "2026-04-05"),
}
"""For each zone the day that loses time and the day on which it comes back."""

ODD_DAYS = (
    ("Asia/Kolkata", "2026-06-01"),
    ("Asia/Kathmandu", "2026-06-01"),
    ("Asia/Beirut", "2026-03-29"),  # the clocks jump at midnight
    ("America/Havana", "2026-11-01"),  # an hour after midnight comes twice
    ("America/St_Johns", "2006-04-02"),  # the clocks change a minute after midnight
    ("America/St_Johns", "2006-10-28"),
    ("America/St_Johns", "2006-10-29"),
    ("Pacific/Apia", "2011-12-29"),  # the next day is left out
    ("Pacific/Apia", "2011-12-31"),
    ("UTC", "1970-01-01"),
)

DAYS = tuple(
    (zone, (date.fromisoformat(text) + timedelta(days=beside)).isoformat())
    for zone, texts in CHANGES.items()
    for text in texts
    for beside in (-1, 0, 1)
) + tuple(ODD_DAYS)

some_intervals = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda ends: Interval(*ends)), max_size=7
)
some_days = st.sampled_from(DAYS)
clock_minutes = st.integers(0, DAY_MINUTES)


def points(intervals: tuple[Interval, ...] | list[Interval]) -> set[int]:
    return {point for start, end in intervals for point in range(start, end)}


@lru_cache(maxsize=64)
def shown_on(zone: str, day: str) -> tuple[tuple[int, int], ...]:
    """Every minute that the clocks of a zone show on a day: its instant and the clock minute."""
    place, wanted = ZoneInfo(zone), date.fromisoformat(day)
    noon = int(datetime(wanted.year, wanted.month, wanted.day, 12, tzinfo=UTC).timestamp())
    result = []
    for second in range(noon - 40 * 3600, noon + 40 * 3600, 60):
        shown = datetime.fromtimestamp(second, place)
        if shown.date() == wanted:
            result.append((second, 60 * shown.hour + shown.minute))
    return tuple(result)


def the(zone: str, day: str) -> ClockDay:
    return clock_day(zone, date.fromisoformat(day))


# Intervals.


@given(some_intervals)
def test_joining_keeps_exactly_the_points(intervals: list[Interval]) -> None:
    assert points(joined(intervals)) == points(intervals)


@given(some_intervals, some_intervals)
def test_taking_away_keeps_exactly_the_points_outside_the_holes(
    intervals: list[Interval], holes: list[Interval]
) -> None:
    assert points(without(intervals, holes)) == points(intervals) - points(holes)


@given(some_intervals, some_intervals)
def test_what_is_left_is_sorted_and_neither_empty_nor_touching(
    intervals: list[Interval], holes: list[Interval]
) -> None:
    for result in (joined(intervals), without(intervals, holes)):
        assert all(one.start < one.end for one in result)
        assert all(one.end < after.start for one, after in pairwise(result))


def test_windows_that_touch_become_one() -> None:
    assert joined([Interval(30, 60), Interval(0, 30)]) == (Interval(0, 60),)


def test_a_hole_that_only_touches_takes_nothing() -> None:
    assert without([Interval(10, 20)], [Interval(0, 10), Interval(20, 30)]) == (Interval(10, 20),)


# Days of a zone.


@pytest.mark.parametrize(("zone", "day"), DAYS)
def test_a_day_spans_the_minutes_on_which_the_clocks_show_its_date(zone: str, day: str) -> None:
    shown = shown_on(zone, day)
    assert the(zone, day).span == Interval(shown[0][0], shown[-1][0] + 60)


@pytest.mark.parametrize(("zone", "day"), DAYS)
def test_quarter_hours_are_those_that_the_clocks_show(zone: str, day: str) -> None:
    assert the(zone, day).quarter_hours() == tuple(when for when, clock in shown_on(zone, day) if clock % 15 == 0)


@pytest.mark.parametrize(("zone", "day"), DAYS)
def test_the_clock_at_any_minute_is_what_the_zone_shows(zone: str, day: str) -> None:
    clocks = the(zone, day)
    assert [clocks.clock(when) for when, _ in shown_on(zone, day)] == [clock for _, clock in shown_on(zone, day)]


@settings(max_examples=150, deadline=None)
@given(some_days, clock_minutes, clock_minutes)
def test_a_window_holds_exactly_the_minutes_at_which_the_clocks_show_it(
    zone_and_day: tuple[str, str], low: int, high: int
) -> None:
    found = the(*zone_and_day).instants(Interval(low, high))
    inside = {when for when, _ in shown_on(*zone_and_day) if any(start <= when < end for start, end in found)}
    assert inside == {when for when, clock in shown_on(*zone_and_day) if low <= clock < high}
    assert sum(end - start for start, end in found) == 60 * len(inside)


@settings(max_examples=150, deadline=None)
@given(some_days, clock_minutes)
def test_a_clock_time_is_first_reached_when_the_clocks_first_show_it_or_later(
    zone_and_day: tuple[str, str], minute: int
) -> None:
    first = next((when for when, clock in shown_on(*zone_and_day) if clock >= minute), None)
    assert the(*zone_and_day).at(minute) == first


@pytest.mark.parametrize(
    ("zone", "hours_lost", "quarters"),
    [
        ("America/New_York", 1.0, (92, 100)),
        ("Europe/Berlin", 1.0, (92, 100)),
        ("Australia/Sydney", 1.0, (92, 100)),
        ("Australia/Lord_Howe", 0.5, (94, 98)),
    ],
)
def test_days_of_a_clock_change_lose_and_gain_quarter_hours(
    zone: str, hours_lost: float, quarters: tuple[int, int]
) -> None:
    short, long = (the(zone, day) for day in CHANGES[zone])
    assert (len(short.quarter_hours()), len(long.quarter_hours())) == quarters
    assert short.span.end - short.span.start == (24 - hours_lost) * 3600
    assert long.span.end - long.span.start == (24 + hours_lost) * 3600
    assert len(short.stretches) == len(long.stretches) == 2


def test_the_hour_that_berlin_skips_holds_no_instant() -> None:
    day = the("Europe/Berlin", "2026-03-29")
    assert day.instants(Interval(120, 180)) == ()
    assert day.instants(Interval(90, 195)) == (Interval(day.span.start + 5400, day.span.start + 5400 + 45 * 60),)


def test_a_repeated_hour_away_from_its_neighbours_is_two_intervals_only_where_it_is_cut() -> None:
    day = the("Europe/Berlin", "2026-10-25")
    start = day.span.start
    assert day.instants(Interval(120, 180)) == (Interval(start + 2 * 3600, start + 4 * 3600),)
    assert day.instants(Interval(120, 150)) == (
        Interval(start + 2 * 3600, start + 2 * 3600 + 1800),
        Interval(start + 3 * 3600, start + 3 * 3600 + 1800),
    )


def test_a_day_that_a_zone_left_out_is_empty() -> None:
    left_out = the("Pacific/Apia", "2011-12-30")
    assert left_out.stretches == ()
    assert left_out.span == Interval(0, 0)
    assert left_out.quarter_hours() == ()
    assert left_out.instants(Interval(0, DAY_MINUTES)) == ()
    assert left_out.at(0) is None


def test_midnight_at_the_end_is_never_shown() -> None:
    assert the("Europe/Berlin", "2026-11-23").at(DAY_MINUTES) is None


def test_the_clock_of_another_day_is_not_told() -> None:
    day = the("Europe/Berlin", "2026-11-23")
    with pytest.raises(ValueError, match="is not on 2026-11-23"):
        day.clock(day.span.end)
    with pytest.raises(ValueError, match="is not on 2026-11-23"):
        day.clock(day.span.start - 1)


def test_a_zone_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        clock_day("Europe/Nowhere", date(2026, 11, 23))


# Instants and words.


@given(st.integers(0, 4_000_000_000), st.sampled_from(tuple(CHANGES)))
def test_an_instant_and_its_datetime_are_the_same_moment(second: int, zone: str) -> None:
    assert instant(moment(second, ZoneInfo(zone))) == second


def test_both_readings_of_a_repeated_time_are_an_hour_apart() -> None:
    first = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    assert instant(first.replace(fold=1)) - instant(first) == 3600


@pytest.mark.parametrize(("minute", "text"), [(0, "00:00"), (450, "07:30"), (1439, "23:59"), (1440, "24:00")])
def test_clock_minutes_read_as_on_a_clock(minute: int, text: str) -> None:
    assert clock_text(minute) == text

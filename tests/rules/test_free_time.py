"""Free time: windows, less away days, busy events with their buffer, and appointments (contract section 3)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backplan.model.request import BusyEvent
from backplan.model.time import Interval, clock_day, instant
from backplan.rules.free_time import FreeTime
from tests.builders import at, busy_event, windows

MONDAY = "2026-11-23"


def free(
    *spans: str,
    day: str = MONDAY,
    timezone: str = "Europe/Berlin",
    away: bool = False,
    busy: tuple[BusyEvent, ...] = (),
    buffer: int = 0,
    appointments: tuple[Interval, ...] = (),
) -> FreeTime:
    return FreeTime(clock_day(timezone, date.fromisoformat(day)), windows(*spans), away, busy, buffer, appointments)


def shown(intervals: tuple[Interval, ...], timezone: str = "Europe/Berlin") -> list[str]:
    place = ZoneInfo(timezone)
    return [
        f"{datetime.fromtimestamp(start, place):%H:%M}-{datetime.fromtimestamp(end, place):%H:%M}"
        for start, end in intervals
    ]


def test_windows_that_touch_or_overlap_are_one_interval() -> None:
    assert shown(free("08:00-09:00", "09:00-10:00").intervals()) == ["08:00-10:00"]
    assert shown(free("08:00-09:30", "09:00-10:00", "11:00-12:00").intervals()) == ["08:00-10:00", "11:00-12:00"]


def test_a_day_without_windows_and_a_day_away_leave_nothing() -> None:
    assert free().intervals() == ()
    assert free("08:00-20:00", away=True).intervals() == ()


def test_a_day_away_still_has_its_windows_for_findings_that_name_one_of_both() -> None:
    assert shown(free("08:00-20:00", away=True).available()) == ["08:00-20:00"]


def test_a_busy_event_takes_its_time_and_the_buffer_on_both_sides() -> None:
    event = busy_event("2026-11-23 10:00", "2026-11-23 11:00")
    assert shown(free("08:00-12:00", busy=(event,)).intervals()) == ["08:00-10:00", "11:00-12:00"]
    assert shown(free("08:00-12:00", busy=(event,), buffer=10).intervals()) == ["08:00-09:50", "11:10-12:00"]
    assert shown(free("08:00-12:00", busy=(event,), buffer=10).blocked()) == ["09:50-11:10"]


def test_an_event_of_no_length_takes_its_buffers() -> None:
    event = busy_event("2026-11-23 10:00", "2026-11-23 10:00")
    assert shown(free("08:00-12:00", busy=(event,), buffer=10).intervals()) == ["08:00-09:50", "10:10-12:00"]
    assert shown(free("08:00-12:00", busy=(event,)).intervals()) == ["08:00-12:00"]


def test_an_event_over_midnight_takes_both_ends_of_its_days() -> None:
    event = busy_event("2026-11-22 23:00", "2026-11-23 01:00")
    assert shown(free("00:00-02:00", busy=(event,)).intervals()) == ["01:00-02:00"]
    assert shown(free("22:00-24:00", day="2026-11-22", busy=(event,)).intervals()) == ["22:00-23:00"]


def test_an_event_of_the_whole_day_leaves_nothing() -> None:
    event = busy_event("2026-11-23 00:00", "2026-11-24 00:00")
    assert free("00:00-24:00", busy=(event,)).intervals() == ()


def test_the_buffer_of_the_day_befores_event_reaches_into_the_morning() -> None:
    event = busy_event("2026-11-22 20:00", "2026-11-23 00:00")
    assert shown(free("00:00-02:00", busy=(event,), buffer=30).intervals()) == ["00:30-02:00"]


def test_an_appointment_takes_its_time_without_a_buffer() -> None:
    span = Interval(instant(at("2026-11-23 10:00")), instant(at("2026-11-23 10:30")))
    assert shown(free("08:00-12:00", buffer=10, appointments=(span,)).intervals()) == ["08:00-10:00", "10:30-12:00"]


@pytest.mark.parametrize(
    ("timezone", "day", "window", "hours"),
    [
        ("America/New_York", "2026-03-08", "01:00-04:00", 2.0),
        ("America/New_York", "2026-11-01", "01:00-04:00", 4.0),
        ("Europe/Berlin", "2026-03-29", "01:00-04:00", 2.0),
        ("Europe/Berlin", "2026-03-29", "02:15-02:45", 0.0),
        ("Europe/Berlin", "2026-10-25", "01:00-04:00", 4.0),
        ("Europe/Berlin", "2026-10-25", "02:00-02:30", 1.0),
        ("Australia/Sydney", "2026-10-04", "01:00-04:00", 2.0),
        ("Australia/Sydney", "2026-04-05", "01:00-04:00", 4.0),
        ("Australia/Lord_Howe", "2026-10-04", "01:00-04:00", 2.5),
        ("Australia/Lord_Howe", "2026-04-05", "01:00-04:00", 3.5),
    ],
)
def test_windows_are_clock_time_across_a_change_of_the_clocks(
    timezone: str, day: str, window: str, hours: float
) -> None:
    intervals = free(window, day=day, timezone=timezone).intervals()
    assert sum(end - start for start, end in intervals) == hours * 3600


CHANGE_DAYS = st.sampled_from(
    [
        ("Europe/Berlin", "2026-11-23"),
        ("Europe/Berlin", "2026-03-29"),
        ("Europe/Berlin", "2026-10-25"),
        ("America/New_York", "2026-03-08"),
        ("America/New_York", "2026-11-01"),
        ("Australia/Sydney", "2026-10-04"),
        ("Australia/Sydney", "2026-04-05"),
        ("Australia/Lord_Howe", "2026-10-04"),
        ("Australia/Lord_Howe", "2026-04-05"),
    ]
)
some_windows = st.lists(st.tuples(st.integers(0, 1440), st.integers(0, 1440)).map(sorted), max_size=3)
some_spans = st.lists(st.tuples(st.integers(-300, 1800), st.integers(0, 400)), max_size=3)


@settings(max_examples=40, deadline=None)
@given(CHANGE_DAYS, some_windows, some_spans, some_spans, st.integers(0, 45))
def test_a_minute_is_free_when_the_clock_shows_a_window_and_nothing_else_takes_it(
    zone_and_day: tuple[str, str],
    opened: list[list[int]],
    events: list[tuple[int, int]],
    appointments: list[tuple[int, int]],
    buffer: int,
) -> None:
    zone, text = zone_and_day
    place, wanted = ZoneInfo(zone), date.fromisoformat(text)
    midnight = int(datetime(wanted.year, wanted.month, wanted.day, tzinfo=place).astimezone(UTC).timestamp())
    taken = [(midnight + 60 * start, midnight + 60 * (start + length)) for start, length in events]
    kept = [(midnight + 60 * start, midnight + 60 * (start + length)) for start, length in appointments]
    day = FreeTime(
        clock_day(zone, wanted),
        tuple(Interval(low, high) for low, high in opened),
        away=False,
        busy=tuple(BusyEvent(Interval(*span), "Busy") for span in taken),
        buffer=buffer,
        appointments=tuple(Interval(*span) for span in kept),
    )
    found = day.intervals()
    margin = 60 * buffer
    for minute in range(midnight - 3600, midnight + 26 * 3600, 60):
        clock = datetime.fromtimestamp(minute, place)
        in_window = clock.date() == wanted and any(low <= 60 * clock.hour + clock.minute < high for low, high in opened)
        blocked = any(start - margin <= minute < end + margin for start, end in taken)
        met = any(start <= minute < end for start, end in kept)
        assert any(start <= minute < end for start, end in found) is (in_window and not blocked and not met), clock

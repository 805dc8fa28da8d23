"""after_waking: no start earlier than `wake` plus so many minutes of elapsed time (contract section 3)."""

from __future__ import annotations

from datetime import date

import pytest

from backplan.model.time import clock_day, instant
from backplan.rules.after_waking import AfterWaking
from tests.builders import at


@pytest.mark.parametrize(
    ("timezone", "day", "wake", "minutes", "earliest"),
    [
        ("Europe/Berlin", "2026-11-23", 420, 60, "2026-11-23 08:00+01:00"),
        ("Europe/Berlin", "2026-11-23", 420, 0, "2026-11-23 07:00+01:00"),
        ("Europe/Berlin", "2026-11-23", 407, 45, "2026-11-23 07:32+01:00"),
        # Up before the clocks change: the minutes are elapsed ones.
        ("Europe/Berlin", "2026-03-29", 90, 60, "2026-03-29 03:30+02:00"),
        ("Europe/Berlin", "2026-10-25", 90, 120, "2026-10-25 02:30+01:00"),
        ("America/New_York", "2026-03-08", 90, 60, "2026-03-08 03:30-04:00"),
        ("America/New_York", "2026-11-01", 30, 90, "2026-11-01 01:00-05:00"),
        ("Australia/Sydney", "2026-10-04", 105, 30, "2026-10-04 03:15+11:00"),
        ("Australia/Lord_Howe", "2026-10-04", 105, 30, "2026-10-04 02:45+11:00"),
        ("Australia/Lord_Howe", "2026-04-05", 90, 45, "2026-04-05 01:45+10:30"),
        # A time that the clocks skip is reached when they have jumped past it.
        ("Europe/Berlin", "2026-03-29", 150, 30, "2026-03-29 03:30+02:00"),
        # One that they show twice is first reached the first time.
        ("Europe/Berlin", "2026-10-25", 150, 30, "2026-10-25 03:00+02:00"),
        ("Europe/Berlin", "2026-10-25", 150, 90, "2026-10-25 03:00+01:00"),
        # Far past the day's end.
        ("Europe/Berlin", "2026-11-23", 1380, 120, "2026-11-24 01:00+01:00"),
    ],
)
def test_the_earliest_start(timezone: str, day: str, wake: int, minutes: int, earliest: str) -> None:
    found = AfterWaking(wake, minutes).earliest(clock_day(timezone, date.fromisoformat(day)))
    assert found == instant(type(at("2026-11-23 00:00")).fromisoformat(earliest))


def test_a_day_that_never_shows_the_waking_time_has_no_earliest_start() -> None:
    assert AfterWaking(420, 0).earliest(clock_day("Pacific/Apia", date(2011, 12, 30))) is None

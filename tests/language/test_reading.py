from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backplan.language import reading
from backplan.language.reading import QuantityError, TimeRange
from backplan.model.frequency import Cap, Daily, Every, Frequency, Weekly
from backplan.model.profile import DateRange
from backplan.model.regimen import TimeOfDay
from backplan.model.time import Interval

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("daily", Daily(1, 1)),
        ("every day", Daily(1, 1)),
        ("each day", Daily(1, 1)),
        ("twice daily", Daily(2, 2)),
        ("once a day", Daily(1, 1)),
        ("1-2 per day", Daily(1, 2)),
        ("1–2 per day", Daily(1, 2)),
        ("1 — 2 per day", Daily(1, 2)),
        ("0-2 per day", Daily(0, 2)),
        ("once or twice a day", Daily(1, 2)),
        ("One to Two Times a Day", Daily(1, 2)),
        ("2 times daily", Daily(2, 2)),
        ("3x/day", Daily(3, 3)),
        ("twelve times per day", Daily(12, 12)),
        ("24 per day", Daily(24, 24)),
        ("weekly", Weekly(1, 1)),
        ("every week", Weekly(1, 1)),
        ("3 per week", Weekly(3, 3)),
        ("  3   PER  Week ", Weekly(3, 3)),
        ("3\u00a0per\u00a0week", Weekly(3, 3)),
        ("2-3 times weekly", Weekly(2, 3)),
        ("three times a week", Weekly(3, 3)),
        ("3 times each week", Weekly(3, 3)),
        ("1 time per week", Weekly(1, 1)),
        ("7 per week", Weekly(7, 7)),
        ("every other day", Every(2, 2)),
        ("every second day", Every(2, 2)),
        ("once every other day", Every(2, 2)),
        ("every 3rd day", Every(3, 3)),
        ("every third day", Every(3, 3)),
        ("every 3 days", Every(3, 3)),
        ("every three days", Every(3, 3)),
        ("every 1 day", Every(1, 1)),
        ("every 2-3 days", Every(2, 3)),
        ("every two or three days", Every(2, 3)),
        ("every 365 days", Every(365, 365)),
        ("at most 3 per year", Cap(3, 365)),
        ("at most three times a year", Cap(3, 365)),
        ("at most twice a month", Cap(2, 30)),
        ("at most 3 per week", Cap(3, 7)),
        ("thrice daily", Daily(3, 3)),
        ("at most thrice a year", Cap(3, 365)),
        ("At most 3 times weekly", Cap(3, 7)),
        ("at most once yearly", Cap(1, 365)),
    ],
)
def test_a_frequency_may_be_written_in_many_ways(written: str, meant: Frequency) -> None:
    assert reading.frequency(written) == meant


@pytest.mark.parametrize(
    ("written", "expected", "hint"),
    [
        ("3-1 per day", "the smaller number first", "did you mean '1-3'?"),
        ("0 per day", "from 1 to 24 times per day", ""),
        ("25 per day", "from 1 to 24 times per day", ""),
        ("0 per week", "from 1 to 7 times per week", ""),
        ("every 0 days", "from 1 to 365 days", ""),
        ("every 0-2 days", "from 1 to 365 days", ""),
        ("every 366 days", "from 1 to 365 days", ""),
        ("every 0th day", "from 1 to 365 days", ""),
        ("at most 0 per year", "from 1 to 8760 times per year", ""),
        ("at most 99999999999999999999 per year", "from 1 to 8760 times per year", ""),
        (
            "at most 2 per day",
            "a limit per week, month or year, such as 'at most 3 per year'",
            "for a limit per day, use the high end of a range, such as '1-2 per day'",
        ),
        (
            "8 per week",
            "at most 7 per week, because '... per week' means at most one session per day",
            "for more than one per day, write it per day, such as '1-2 per day'",
        ),
        (
            "3 per month",
            reading.FREQUENCY,
            "write how often per day or week, or a limit such as 'at most 3 per month'",
        ),
        ("every 2 weeks", reading.FREQUENCY, "use days: 'every 14 days'"),
        ("alternate days", reading.FREQUENCY, "write 'every other day'"),
        ("on alternate days", reading.FREQUENCY, "write 'every other day'"),
        ("up to 3 per week", reading.FREQUENCY, "say '0-3 per week' or '1-3 per week'"),
        ("up to twice daily", reading.FREQUENCY, "say '0-2 daily' or '1-2 daily'"),
        ("up to 9 per week", reading.FREQUENCY, ""),
        ("every 2-3 weeks", reading.FREQUENCY, "use days: 'every 14-21 days'"),
        ("every other week", reading.FREQUENCY, "use days: 'every 14 days'"),
        ("3 per weak", reading.FREQUENCY, "did you mean '3 per week'?"),
        ("evry othr day", reading.FREQUENCY, "did you mean 'every other day'?"),
        ("9 per weak", reading.FREQUENCY, ""),
        ("12:30", reading.FREQUENCY, ""),
        ("no", reading.FREQUENCY, ""),
        ("", reading.FREQUENCY, ""),
        ("3", reading.FREQUENCY, ""),
        ("²-3 per day", reading.FREQUENCY, ""),
        ("daily " * 100, reading.FREQUENCY, ""),
    ],
)
def test_a_frequency_that_cannot_be_says_what_was_expected(written: str, expected: str, hint: str) -> None:
    with pytest.raises(QuantityError) as caught:
        reading.frequency(written)

    assert (str(caught.value), caught.value.hint) == (expected, hint)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("15-20 min", (15, 20)),
        ("15–20 minutes", (15, 20)),
        ("30 to 40 min", (30, 40)),
        ("30 or 40 min.", (30, 40)),
        ("90 min", (90, 90)),
        ("1 min", (1, 1)),
        ("1 h", (60, 60)),
        ("2 Hours", (120, 120)),
        ("1 h 15 min", (75, 75)),
        ("1h15min", (75, 75)),
        ("1 h and 15 min", (75, 75)),
        ("1-2 h", (60, 120)),
        ("45 min - 1 h", (45, 60)),
        ("45 min to 1 h 15 min", (45, 75)),
        ("24 h", (1440, 1440)),
    ],
)
def test_a_time_may_be_written_in_many_ways(written: str, meant: tuple[int, int]) -> None:
    assert reading.time_range(written) == TimeRange(*meant)


@pytest.mark.parametrize(
    ("written", "expected", "hint"),
    [
        ("15", reading.TIME_RANGE, "add the unit: '15 min'"),
        ("15 - 20", reading.TIME_RANGE, "add the unit: '15-20 min'"),
        ("1-1.5", reading.TIME_RANGE, ""),
        ("1.5 h", reading.TIME_RANGE, ""),
        ("1-2-3 min", reading.TIME_RANGE, ""),
        ("20 s", reading.TIME_RANGE, ""),
        ("15 fortnights", reading.TIME_RANGE, ""),
        ("1 min 1 h", reading.TIME_RANGE, ""),
        ("5 min 5 min", reading.TIME_RANGE, ""),
        ("12:30", reading.TIME_RANGE, ""),
        ("07:00", reading.TIME_RANGE, ""),
        ("no", reading.TIME_RANGE, ""),
        ("20-15 min", "the shorter time first", ""),
        ("0 min", "from 1 to 1440 minutes", ""),
        ("0-10 min", "from 1 to 1440 minutes", ""),
        ("1441 min", "from 1 to 1440 minutes", ""),
        ("999999999999999999 min", "from 1 to 1440 minutes", ""),
    ],
)
def test_a_time_that_cannot_be_says_what_was_expected(written: str, expected: str, hint: str) -> None:
    with pytest.raises(QuantityError) as caught:
        reading.time_range(written)

    assert (str(caught.value), caught.value.hint) == (expected, hint)


READ: dict[str, Callable[[str], object]] = {
    "minutes": reading.minutes,
    "seconds": reading.seconds,
    "progression": reading.progression,
    "clock": reading.clock_time,
    "window": reading.clock_window,
    "preferred": reading.preferred_time,
    "date": reading.calendar_date,
    "dates": reading.date_range,
    "weekday": reading.weekday,
    "days": reading.day_group,
    "id": reading.activity_id,
}


@pytest.mark.parametrize(
    ("kind", "written", "meant"),
    [
        ("minutes", "6 h", 360),
        ("minutes", "60 min", 60),
        ("minutes", "0 min", 0),
        ("seconds", "20 s", 20),
        ("seconds", "1 min", 60),
        ("seconds", "1 min 30 s", 90),
        ("seconds", "20 seconds", 20),
        ("seconds", "1 h", 3600),
        ("progression", "2 min per week", 2),
        ("progression", "2 min a week", 2),
        ("progression", "2 minutes each week", 2),
        ("progression", "2 min/week", 2),
        ("progression", "2 min weekly", 2),
        ("progression", "0 min per week", 0),
        ("clock", "07:30", 450),
        ("clock", "7:30", 450),
        ("clock", "00:00", 0),
        ("clock", "23:59", 1439),
        ("window", "06:30-08:00", Interval(390, 480)),
        ("window", "6:30 – 8:00", Interval(390, 480)),
        ("window", "06:30 to 08:00", Interval(390, 480)),
        ("window", "00:00-24:00", Interval(0, 1440)),
        ("preferred", "Evening", TimeOfDay.EVENING),
        ("preferred", "17:45", 1065),
        ("date", "2028-02-29", date(2028, 2, 29)),
        ("date", "1970-01-01", date(1970, 1, 1)),
        ("date", "2200-12-31", date(2200, 12, 31)),
        ("dates", "2026-12-24 to 2026-12-26", DateRange(date(2026, 12, 24), date(2026, 12, 26))),
        ("dates", "2026-12-24 – 2026-12-26", DateRange(date(2026, 12, 24), date(2026, 12, 26))),
        ("dates", "2026-12-24/2026-12-26", DateRange(date(2026, 12, 24), date(2026, 12, 26))),
        ("dates", "2026-12-24", DateRange(date(2026, 12, 24), date(2026, 12, 24))),
        ("weekday", "mon", 0),
        ("weekday", "Monday", 0),
        ("weekday", "TUES", 1),
        ("weekday", "sunday", 6),
        ("days", "sat", (5,)),
        ("days", "Weekdays", (0, 1, 2, 3, 4)),
        ("days", "weekends", (5, 6)),
        ("days", "daily", (0, 1, 2, 3, 4, 5, 6)),
        ("id", "hamstring-stretch-2", "hamstring-stretch-2"),
        ("id", "7", "7"),
    ],
)
def test_other_quantities_are_understood(kind: str, written: str, meant: object) -> None:
    assert READ[kind](written) == meant


@pytest.mark.parametrize(
    ("kind", "written", "expected", "hint"),
    [
        ("minutes", "60", reading.MINUTES, "add the unit: '60 min'"),
        ("minutes", "soon", reading.MINUTES, ""),
        ("minutes", "20 s", reading.MINUTES, ""),
        ("minutes", "25 h", "from 0 to 1440 minutes", ""),
        ("seconds", "20", reading.SECONDS, "add the unit: '20 s'"),
        ("seconds", "0 s", "from 1 to 3600 seconds", ""),
        ("seconds", "61 min", "from 1 to 3600 seconds", ""),
        ("progression", "2 min", reading.PROGRESSION, ""),
        ("progression", "3 min", reading.PROGRESSION, "say '3 min per week'"),
        ("progression", "2 per week", reading.PROGRESSION, ""),
        ("progression", "much", reading.PROGRESSION, ""),
        ("progression", "25 h per week", "from 0 to 1440 minutes", ""),
        ("clock", "24:00", "a clock time from 00:00 to 23:59", ""),
        ("clock", "7:60", "a clock time from 00:00 to 23:59", ""),
        ("clock", "7.30", reading.CLOCK_TIME, ""),
        ("clock", "7:30 pm", reading.CLOCK_TIME, "on the 24-hour clock that is '19:30'"),
        ("clock", "12am", reading.CLOCK_TIME, "on the 24-hour clock that is '00:00'"),
        ("clock", "12 p.m.", reading.CLOCK_TIME, "on the 24-hour clock that is '12:00'"),
        ("clock", "13 pm", reading.CLOCK_TIME, ""),
        (
            "window",
            "22:00-06:00",
            "an end after the start",
            "a window cannot cross midnight: write two, '22:00-24:00' on this day and '00:00-06:00' on the next",
        ),
        ("window", "20:00-00:00", "an end after the start", "midnight is '20:00-24:00'"),
        ("window", "20:00-20:00", "an end after the start", ""),
        ("window", "24:00-24:00", "a clock time from 00:00 to 23:59", ""),
        ("window", "20:00-24:01", "a clock time from 00:00 to 24:00", ""),
        ("window", "08:00", reading.CLOCK_WINDOW, ""),
        ("window", "8-20", reading.CLOCK_WINDOW, ""),
        ("preferred", "evenin", reading.PREFERRED, "did you mean 'evening'?"),
        ("preferred", "noon", reading.PREFERRED, "did you mean 'midday'?"),
        ("preferred", "morning, evening", reading.PREFERRED, "write a list: [morning, evening]"),
        ("preferred", "9", reading.PREFERRED, ""),
        ("date", "24.12.2026", reading.DATE, "write year, month and day with two hyphens"),
        ("date", "2026-1-1", reading.DATE, "write year, month and day with two hyphens"),
        ("date", "Christmas", reading.DATE, ""),
        ("date", "2026-02-29", "a date that exists", ""),
        ("date", "1969-12-31", "a date in the years 1970 to 2200", ""),
        ("date", "2201-01-01", "a date in the years 1970 to 2200", ""),
        (
            "dates",
            "2026-12-26 to 2026-12-24",
            "the earlier date first",
            "did you mean '2026-12-24 to 2026-12-26'?",
        ),
        ("dates", "2026-12-24 to 2026-12-32", "a date that exists", ""),
        ("dates", "next week", reading.DATE_RANGE, ""),
        ("weekday", "mo", reading.WEEKDAY, ""),
        ("weekday", "", reading.WEEKDAY, ""),
        ("weekday", "weds", reading.WEEKDAY, "did you mean 'wednesday'?"),
        ("weekday", "mon, wed", reading.WEEKDAY, "write a list: [mon, wed]"),
        ("days", "weekend", reading.DAY_GROUP, "did you mean 'weekends'?"),
        ("id", "Nordic walking", reading.ACTIVITY_ID, "did you mean 'nordic-walking'?"),
        ("id", "-walk", reading.ACTIVITY_ID, "did you mean 'walk'?"),
        ("id", "", reading.ACTIVITY_ID, ""),
        ("id", "walk\n", reading.ACTIVITY_ID, "did you mean 'walk'?"),
        ("id", "a" * 65, reading.ACTIVITY_ID, f"did you mean '{'a' * 64}'?"),
    ],
)
def test_other_quantities_say_what_was_expected(kind: str, written: str, expected: str, hint: str) -> None:
    with pytest.raises(QuantityError) as caught:
        READ[kind](written)

    assert (str(caught.value), caught.value.hint) == (expected, hint)


def test_a_whole_number_lies_within_its_bounds() -> None:
    assert [reading.whole_number(text, 0, 7) for text in ("0", " 7 ")] == [0, 7]
    for text in ("8", "-1", "1.0", "one", "", "9" * 5000, "²"):
        with pytest.raises(QuantityError, match=r"^a whole number from 0 to 7$"):
            reading.whole_number(text, 0, 7)


def test_counted_minutes_need_no_unit() -> None:
    assert [reading.counted_minutes(text, 1) for text in ("60", "60 min", "1 h")] == [60, 60, 60]
    for text, expected in (("0", "a whole number from 1 to 1440"), ("0 min", "from 1 to 1440 minutes")):
        with pytest.raises(QuantityError, match=f"^{expected}$"):
            reading.counted_minutes(text, 1)


@pytest.mark.parametrize("name", [*READ, "frequency", "time"])
@given(text=st.text(alphabet="0123456789 -–:/.,apmhsdywektionrvl²\n\u00a0x", max_size=30) | st.text(max_size=300))
def test_any_text_is_understood_or_refused_with_a_reason(name: str, text: str) -> None:
    read = (READ | {"frequency": reading.frequency, "time": reading.time_range})[name]

    try:
        read(text)
    except QuantityError as error:
        assert str(error)  # noqa: PT017 - most texts are refused, some are not; both are right


@given(low=st.integers(1, 7), more=st.integers(0, 6), dash=st.sampled_from(["-", "–", " to ", " or ", " - "]))
def test_every_weekly_range_is_read_as_written(low: int, more: int, dash: str) -> None:
    high = min(7, low + more)

    assert reading.frequency(f"{low}{dash}{high} times a week") == Weekly(low, high)

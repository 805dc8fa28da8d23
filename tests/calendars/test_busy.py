"""Calendars as Google, Apple, Outlook and Nextcloud write them, one oddity a file, read as busy time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events

from backplan.calendars.busy import parse_busy
from backplan.calendars.write import write_ics
from backplan.errors import BadFileError, Fault
from backplan.model.time import Interval, instant, moment
from tests.calendars.plans import REGIMEN, twelve_weeks

if TYPE_CHECKING:
    from backplan.model.request import BusyEvent

CALENDARS = Path(__file__).parent.parent / "data" / "ics"
BERLIN = ZoneInfo("Europe/Berlin")
FIRST, LAST = date(2026, 11, 23), date(2026, 11, 29)

Expected = list[tuple[str, str, str]]

# What each file blocks in the week of Monday 23 November 2026, on Berlin's clocks.
BLOCKED: dict[str, Expected] = {
    "apple-across-midnight": [
        ("2026-11-22 22:00", "2026-11-23 06:00", "Night shift"),
        ("2026-11-23 22:00", "2026-11-24 06:00", "Night shift"),
    ],
    "apple-alarm-and-attachment": [
        ("2026-11-24 10:00", "2026-11-24 11:00", "Call 🏥 with a folded title"),
    ],
    "apple-birthday-since-1604": [("2026-11-24 00:00", "2026-11-25 00:00", "Grandmother")],
    "apple-every-four-years-on-29-february": [],
    "apple-floating": [("2026-11-24 07:00", "2026-11-24 08:00", "Feed the cat")],
    "backplan-own-events": [("2026-11-24 17:00", "2026-11-24 18:00", "Stretching (60 min)")],
    "google-all-day": [("2026-11-25 00:00", "2026-11-27 00:00", "Trip to Hamburg")],
    "google-all-day-transparent": [],
    "google-cancelled-instance": [
        ("2026-11-23 12:00", "2026-11-23 13:00", "Lunch"),
        ("2026-11-25 12:00", "2026-11-25 13:00", "Lunch"),
    ],
    "google-utc-single": [("2026-11-24 09:30", "2026-11-24 10:30", "Dentist, Dr. Weber")],
    "google-weekly-with-exception": [("2026-11-25 19:00", "2026-11-25 20:30", "Choir (moved)")],
    "hourly-reminder": [
        (f"2026-11-{day} {hour:02d}:00", f"2026-11-{day} {hour:02d}:05", "Eye drops")
        for day in range(23, 30)
        for hour in (0, 8, 16)
    ],
    "long-series-with-interval": [],
    "newer-version-of-an-event": [("2026-11-24 19:00", "2026-11-24 20:00", "New time")],
    "nextcloud-duration": [("2026-11-24 16:00", "2026-11-24 17:30", "Parents' evening")],
    "nextcloud-duration-over-the-change-of-clocks": [],
    "nextcloud-no-end": [],
    "nextcloud-no-title": [("2026-11-24 17:00", "2026-11-24 18:00", "busy")],
    "nextcloud-rdate": [
        ("2026-11-24 09:00", "2026-11-24 10:00", "Course"),
        ("2026-11-26 11:30", "2026-11-26 12:30", "Course"),
    ],
    "nextcloud-this-and-future": [
        ("2026-11-23 08:00", "2026-11-23 09:00", "Stand-up"),
        ("2026-11-24 09:30", "2026-11-24 10:00", "Stand-up later"),
        ("2026-11-25 09:30", "2026-11-25 10:00", "Stand-up later"),
        ("2026-11-26 09:30", "2026-11-26 10:00", "Stand-up later"),
    ],
    "nextcloud-todo-and-journal": [],
    "nextcloud-zero-length": [],
    "no-uid": [
        ("2026-11-24 17:00", "2026-11-24 18:00", "One"),
        ("2026-11-24 19:00", "2026-11-24 20:00", "Two"),
    ],
    "outlook-all-day-with-equal-end": [("2026-11-26 00:00", "2026-11-27 00:00", "Moving house")],
    "outlook-all-day-without-end": [("2026-11-26 00:00", "2026-11-27 00:00", "Inventory")],
    "outlook-cancelled": [],
    "outlook-customized-zone": [("2026-11-24 09:30", "2026-11-24 10:30", "Call with Pune")],
    "outlook-free": [],
    "outlook-windows-code-page": [("2026-11-24 17:00", "2026-11-24 18:00", "Müllabfuhr")],
    "outlook-windows-zone": [("2026-11-24 14:00", "2026-11-24 15:00", "Projekt: Übergabe")],
    "sydney-zone-and-weekly-over-the-change-of-clocks": [],
    "thirtieth-of-february": [("2026-11-24 17:00", "2026-11-24 18:00", "Never again")],
    "thunderbird-global-zone": [("2026-11-24 18:00", "2026-11-24 19:00", "Old import")],
    "two-calendars-in-one-file": [
        ("2026-11-24 17:00", "2026-11-24 18:00", "First file"),
        ("2026-11-24 19:00", "2026-11-24 20:00", "Second file"),
    ],
    "unix-line-ends-and-byte-order-mark": [("2026-11-24 17:00", "2026-11-24 18:00", "Plain")],
}

# The line that the error names (0: the file as a whole), and words that it says.
REFUSED: dict[str, tuple[int, str]] = {
    "broken-bad-all-day": (11, "'2026-11-24'"),
    "broken-bad-date": (11, "'20261399T160000Z'"),
    "broken-duration": (13, "'an hour'"),
    "broken-empty": (0, "an empty file"),
    "broken-end-before-start": (13, "before the start"),
    "broken-every-second": (14, "repeats about 86400 times a day"),
    "broken-every-second-in-disguise": (14, "repeats about 86400 times a day"),
    "broken-exdate": (15, "'tomorrow'"),
    "broken-interval-of-nothing": (14, "INTERVAL=0"),
    "broken-nesting": (12, "END:VTODO"),
    "broken-no-start": (9, "without a start"),
    "broken-plain-text": (1, "BEGIN:VCALENDAR"),
    "broken-rule": (14, "FREQ=SOMETIMES"),
    "broken-truncated": (17, "the VEVENT that begins on line 15"),
    "broken-unknown-zone": (9, "Mars/Olympus_Mons"),
    "broken-web-page": (1, "a web page"),
    "broken-zone-description": (6, "'My zone'"),
    "broken-zone-every-second": (10, "'My zone'"),
}


def shown(events: tuple[BusyEvent, ...], zone: ZoneInfo = BERLIN) -> Expected:
    return [
        (
            f"{moment(event.span.start, zone):%Y-%m-%d %H:%M}",
            f"{moment(event.span.end, zone):%Y-%m-%d %H:%M}",
            event.title,
        )
        for event in events
    ]


def busy(stem: str, first: date = FIRST, last: date = LAST, timezone: str = "Europe/Berlin") -> Expected:
    data = (CALENDARS / f"{stem}.ics").read_bytes()
    return shown(parse_busy(data, f"{stem}.ics", first, last, timezone), ZoneInfo(timezone))


def calendar(*events: str) -> bytes:
    """A calendar of events given as their lines, separated by spaces."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for number, event in enumerate(events):
        lines += ["BEGIN:VEVENT", f"UID:{number}", *event.split(), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def test_every_calendar_in_the_folder_has_its_expectation() -> None:
    assert {path.stem for path in CALENDARS.glob("*.ics")} == set(BLOCKED) | set(REFUSED)


@pytest.mark.parametrize("stem", BLOCKED)
def test_a_calendar_blocks_what_its_owner_sees(stem: str) -> None:
    assert busy(stem) == BLOCKED[stem]


@pytest.mark.parametrize("stem", REFUSED)
def test_a_broken_calendar_is_refused_with_its_line(stem: str) -> None:
    line, words = REFUSED[stem]
    with pytest.raises(BadFileError) as caught:
        busy(stem)
    assert words in str(caught.value)
    assert [(fault.file, fault.line) for fault in caught.value.faults] == [(f"{stem}.ics", line)]


def test_an_elapsed_duration_over_the_change_of_clocks_ends_an_hour_earlier_by_the_clock() -> None:
    stem = "nextcloud-duration-over-the-change-of-clocks"
    assert busy(stem, date(2026, 10, 25), date(2026, 10, 25)) == [
        ("2026-10-25 01:00", "2026-10-25 03:00", "Night train")
    ]


def test_a_series_in_a_far_zone_follows_that_zones_clocks() -> None:
    # Sydney goes to summer time on 4 October, Berlin leaves it on 25 October.
    stem = "sydney-zone-and-weekly-over-the-change-of-clocks"
    assert [start for start, _, _ in busy(stem, date(2026, 9, 20), date(2026, 11, 6))] == [
        "2026-09-23 01:00",
        "2026-10-07 00:00",
        "2026-10-21 00:00",
        "2026-11-03 23:00",
    ]


def test_an_old_series_keeps_its_interval() -> None:
    # Counted in weeks that begin on Sunday (WKST=SU) from Monday 4 January 2010.
    stem = "long-series-with-interval"
    seen = [start for start, _, _ in busy(stem, date(2026, 11, 2), date(2026, 12, 13))]
    expected = [
        f"{day:%Y-%m-%d} 06:30"
        for number in range(17 * 366)
        if (day := date(2010, 1, 4) + timedelta(days=number)).weekday() in (0, 3)
        and ((day - date(2010, 1, 3)).days // 7) % 3 == 0
        and date(2026, 11, 2) <= day <= date(2026, 12, 13)
    ]
    assert seen == expected
    assert len(seen) == 4


@pytest.mark.parametrize("year", [2028, 2096, 2100, 2104])
def test_a_leap_day_series_meets_every_leap_year_and_no_other(year: int) -> None:
    stem = "apple-every-four-years-on-29-february"
    seen = busy(stem, date(year, 2, 1), date(year, 3, 31))
    leap = year != 2100
    assert [start for start, _, _ in seen] == ([f"{year}-02-29 00:00"] if leap else [])


def test_an_all_day_event_is_the_day_of_the_plans_zone_whatever_the_files() -> None:
    assert busy("google-all-day", timezone="America/New_York") == [
        ("2026-11-25 00:00", "2026-11-27 00:00", "Trip to Hamburg")
    ]


def test_an_all_day_event_on_the_day_of_a_change_lasts_twenty_five_hours() -> None:
    data = calendar("DTSTART;VALUE=DATE:20261025")
    (event,) = parse_busy(data, "x.ics", date(2026, 10, 25), date(2026, 10, 25), "Europe/Berlin")
    assert event.span.end - event.span.start == 25 * 3600


def test_floating_times_are_read_in_the_plans_zone() -> None:
    assert busy("apple-floating", timezone="Asia/Kolkata") == [("2026-11-24 07:00", "2026-11-24 08:00", "Feed the cat")]


def test_two_files_with_a_zone_of_the_same_name_keep_each_their_own() -> None:
    data = (CALENDARS / "outlook-customized-zone.ics").read_bytes()
    other = data.replace(b"+0530", b"+0200")
    starts = [shown(parse_busy(file, "x.ics", FIRST, LAST, "Europe/Berlin"))[0][0] for file in (data, other, data)]
    assert starts == ["2026-11-24 09:30", "2026-11-24 13:00", "2026-11-24 09:30"]


def test_events_that_only_touch_the_days_are_left_out() -> None:
    data = calendar(
        "DTSTART:20261122T210000Z DTEND:20261122T230000Z",
        "DTSTART:20261129T230000Z DTEND:20261130T230000Z",
    )
    assert parse_busy(data, "x.ics", FIRST, LAST, "Europe/Berlin") == ()


def test_busy_events_are_sorted_by_span_and_title() -> None:
    data = calendar(
        "DTSTART:20261124T120000Z DTEND:20261124T130000Z SUMMARY:b",
        "DTSTART:20261124T100000Z DTEND:20261124T130000Z SUMMARY:c",
        "DTSTART:20261124T120000Z DTEND:20261124T130000Z SUMMARY:a",
    )
    assert [event.title for event in parse_busy(data, "x.ics", FIRST, LAST, "Europe/Berlin")] == ["c", "a", "b"]


RULES = [
    "FREQ=DAILY",
    "FREQ=DAILY;INTERVAL=3",
    "FREQ=DAILY;BYMONTH=11",
    "FREQ=DAILY;COUNT=2000",
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SA",
    "FREQ=WEEKLY;INTERVAL=5;WKST=SU;BYDAY=SU,TU,FR",
    "FREQ=MONTHLY",
    "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    "FREQ=MONTHLY;BYMONTHDAY=31",
    "FREQ=YEARLY",
    "FREQ=YEARLY;INTERVAL=3;BYMONTH=10,11;BYMONTHDAY=1,15",
    "FREQ=YEARLY;BYWEEKNO=47;BYDAY=WE",
    "FREQ=YEARLY;BYDAY=4TH;BYMONTH=11",
    "FREQ=HOURLY;INTERVAL=7",
    "FREQ=DAILY;BYHOUR=8,20",
    "FREQ=WEEKLY;UNTIL=20261110T000000Z",
]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("start", ["20150227T223000", "20211231T013000", "20261020T023000"])
def test_a_series_begun_nearer_to_the_plan_has_the_same_occurrences(rule: str, start: str) -> None:
    """The rules are expanded from near the plan; recurring-ical-events alone expands them from their beginning."""
    begins = datetime.strptime(start, "%Y%m%dT%H%M%S").replace(tzinfo=BERLIN)
    ends = begins + timedelta(minutes=90)
    data = calendar(f"DTSTART;TZID=Europe/Berlin:{start} DTEND;TZID=Europe/Berlin:{ends:%Y%m%dT%H%M%S} RRULE:{rule}")
    first, last = date(2026, 10, 19), date(2026, 12, 20)
    low = datetime(2026, 10, 19, tzinfo=BERLIN).astimezone(UTC)
    high = datetime(2026, 12, 21, tzinfo=BERLIN).astimezone(UTC)
    whole = recurring_ical_events.of(icalendar.Calendar.from_ical(data)).between(low, high)
    spans = {Interval(int(found["DTSTART"].dt.timestamp()), int(found["DTEND"].dt.timestamp())) for found in whole}
    seen = [event.span for event in parse_busy(data, "x.ics", first, last, "Europe/Berlin")]
    assert seen == sorted(spans)


@pytest.mark.parametrize(
    ("rule", "starts"),
    [
        ("FREQ=DAILY;COUNT=5;UNTIL=20261125T230000Z", ["24 11:00", "25 11:00"]),
        ("FREQ=DAILY;COUNT=2;UNTIL=20261231T230000Z", ["24 11:00", "25 11:00"]),
        ("RSCALE=GREGORIAN;FREQ=DAILY;SKIP=OMIT;COUNT=2", ["24 11:00", "25 11:00"]),
        ("FREQ=DAILY;UNTIL=20261125", ["24 11:00"]),
        ("FREQ=DAILY;UNTIL=20261125T100000", ["24 11:00", "25 11:00"]),
        ("FREQ=SECONDLY;COUNT=1", ["24 11:00"]),
        ("FREQ=DAILY;BYSETPOS=3", ["24 11:00"]),
        ("FREQ=WEEKLY;UNTIL=99991231", ["24 11:00"]),
        ("FREQ=HOURLY;BYWEEKNO=-53;BYDAY=SU;WKST=SU", ["24 11:00"]),
        ("FREQ=HOURLY;BYSETPOS=7,7", ["24 11:00"]),
        ("FREQ=MINUTELY;INTERVAL=9;BYSETPOS=-2", ["24 11:00"]),
        ("FREQ=HOURLY;BYMINUTE=0,30;BYSETPOS=2;COUNT=1", ["24 11:00", "24 11:30"]),
        ("FREQ=DAILY;BYHOUR=10,12;BYSETPOS=2;COUNT=1", ["24 11:00", "24 13:00"]),
        ("FREQ=SECONDLY;BYSETPOS=2", ["24 11:00"]),
    ],
)
def test_odd_rules_are_followed_as_far_as_they_mean_something(rule: str, starts: list[str]) -> None:
    data = calendar(f"DTSTART:20261124T100000Z DTEND:20261124T110000Z RRULE:{rule}")
    seen = shown(parse_busy(data, "x.ics", FIRST, LAST, "Europe/Berlin"))
    assert [start for start, _, _ in seen] == [f"2026-11-{start}" for start in starts]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;RSCALE=HEBREW;BYMONTH=5L;BYMONTHDAY=8",
        "FREQ=HOURLY;INTERVAL=25;BYDAY=MO",
        "FREQ=MINUTELY;INTERVAL=7;BYMINUTE=0,59;BYHOUR=7,23;BYDAY=WE",
        "FREQ=DAILY;NOBODY=1",
        "FREQ=DAILY;BYHOUR=25",
        "FREQ=DAILY;COUNT=0",
        "FREQ=MINUTELY",
        "FREQ=YEARLY;RSCALE=GREGORIAN;SKIP=FORWARD",
        "COUNT=3",
    ],
)
def test_rules_that_cannot_be_followed_are_refused(rule: str) -> None:
    data = calendar(f"DTSTART:20261124T100000Z DTEND:20261124T110000Z RRULE:{rule}")
    with pytest.raises(BadFileError, match=r"x\.ics:\d+:1: RRULE: found"):
        parse_busy(data, "x.ics", FIRST, LAST, "Europe/Berlin")


def test_repeating_events_beyond_counting_are_refused_together() -> None:
    data = calendar(*["DTSTART:20261101T100000Z DTEND:20261101T110000Z RRULE:FREQ=HOURLY"] * 400)
    with pytest.raises(BadFileError, match="too many repeating events"):
        parse_busy(data, "x.ics", FIRST, LAST, "Europe/Berlin")


def test_times_without_end_and_exceptions_without_end_are_refused_together() -> None:
    times = ",".join(["20261124T090000Z"] * 60_000)
    with pytest.raises(BadFileError, match="too many repeating events"):
        parse_busy(calendar(f"DTSTART:20261123T090000Z\nRDATE:{times}"), "f.ics", FIRST, LAST, "Europe/Berlin")


def test_a_step_beyond_all_days_is_a_single_event() -> None:
    for frequency in ("DAILY", "WEEKLY"):
        rule = f"RRULE:FREQ={frequency};INTERVAL=1000000000"
        data = calendar(f"DTSTART:20261124T090000Z\nDTEND:20261124T100000Z\n{rule}")
        assert len(parse_busy(data, "f.ics", FIRST, LAST, "Europe/Berlin")) == 1


def zone(name: str, rule: str = "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU") -> str:
    """A zone that only the file knows, as Outlook writes it."""
    return (
        f"BEGIN:VTIMEZONE\nTZID:{name}\n"
        f"BEGIN:STANDARD\nDTSTART:16011028T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nRRULE:{rule}\nEND:STANDARD\n"
        "BEGIN:DAYLIGHT\nDTSTART:16010325T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n"
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\nEND:DAYLIGHT\nEND:VTIMEZONE\n"
    )


def test_a_file_with_more_zones_of_its_own_than_can_be_followed_is_refused() -> None:
    parts = (
        f"{zone(f'zone {number}')}BEGIN:VEVENT\nDTSTART;TZID=zone {number}:20261123T090000\nEND:VEVENT\n"
        for number in range(1_000)
    )
    data = f"BEGIN:VCALENDAR\n{''.join(parts)}END:VCALENDAR\n".encode()

    with pytest.raises(BadFileError, match="too many times in custom time zones"):
        parse_busy(data, "f.ics", FIRST, LAST, "Europe/Berlin")


def test_a_zone_whose_clocks_change_every_second_of_some_days_is_refused() -> None:
    every = ",".join(map(str, range(60)))
    part = zone("wild", f"FREQ=YEARLY;BYHOUR=1,2,3;BYMINUTE={every};BYSECOND={every}")
    event = "BEGIN:VEVENT\nDTSTART;TZID=wild:20261123T090000\nEND:VEVENT\n"

    with pytest.raises(BadFileError, match="a broken VTIMEZONE for 'wild'"):
        parse_busy(f"BEGIN:VCALENDAR\n{part}{event}END:VCALENDAR\n".encode(), "f.ics", FIRST, LAST, "Europe/Berlin")


def test_more_events_than_can_be_looked_at_are_refused() -> None:
    with pytest.raises(BadFileError, match="too many lines about events"):
        parse_busy(calendar("UID:1\n" * 400_001), "f.ics", FIRST, LAST, "Europe/Berlin")


def test_an_exported_plan_blocks_time_only_where_it_was_exported_as_busy() -> None:
    plan = twelve_weeks()
    assert parse_busy(write_ics(plan, REGIMEN), "plan.ics", FIRST, LAST, "Europe/Berlin") == ()
    busy = write_ics(plan, REGIMEN, busy_events=True)
    week = [Interval(instant(known.start), instant(known.end)) for known in plan.sessions if known.week == 9]
    assert [event.span for event in parse_busy(busy, "plan.ics", FIRST, LAST, "Europe/Berlin")] == week


def test_a_file_of_more_than_twenty_megabytes_is_refused() -> None:
    with pytest.raises(BadFileError, match="at most 20 MB"):
        parse_busy(b"BEGIN:VCALENDAR\r\n" + b" " * 20_000_001, "big.ics", FIRST, LAST, "Europe/Berlin")


def test_a_calendar_of_ten_years_is_read() -> None:
    note = "DESCRIPTION:" + "x" * 600
    events = [
        f"DTSTART:{day:%Y%m%d}T{hour:02d}0000Z DTEND:{day:%Y%m%d}T{hour:02d}3000Z SUMMARY:{hour} {note}"
        for day in (date(2018, 1, 1) + timedelta(days=number) for number in range(3_650))
        for hour in range(8, 14)
    ]
    data = calendar(*events)
    assert len(data) > 14_000_000
    found = parse_busy(data, "long.ics", FIRST, LAST, "Europe/Berlin")
    assert len(found) == 7 * 6


@pytest.mark.parametrize("stem", ["google-weekly-with-exception", "outlook-customized-zone", "nextcloud-rdate"])
def test_damaged_calendars_are_read_or_refused_but_never_crash(stem: str) -> None:
    data = (CALENDARS / f"{stem}.ics").read_bytes()
    lines = data.split(b"\r\n")
    damaged = [data[:length] for length in range(0, len(data), 17)]
    damaged += [b"\r\n".join(lines[:number] + lines[number + 1 :]) for number in range(len(lines))]
    damaged += [
        data.replace(old, new)
        for old in (b"2026", b"T17", b":", b";", b"RRULE", b"=", b"+0", b"1601", b"VALUE")
        for new in (b"", b"9999", b"-1", b"\x00", b"\xff", b"0000", "٣".encode())
    ]
    faults: list[Fault] = []
    for text in damaged:
        try:
            parse_busy(text, "x.ics", FIRST, LAST, "Europe/Berlin")
        except BadFileError as error:
            faults += error.faults
    assert len(faults) > len(data) // 17 // 2
    assert {fault.file for fault in faults} == {"x.ics"}


@pytest.mark.parametrize("name", ["x/" * 2_000, "/" * 2_000, "/x" * 40_000])
def test_a_zone_whose_name_is_a_path_without_end_is_refused_with_its_place(name: str) -> None:
    data = calendar(f"UID:1\nDTSTART;TZID={name}:20261123T090000")
    with pytest.raises(BadFileError, match=r"^f.ics:\d+:1: TZID: found the time zone '[x/]+…', expected an IANA name"):
        parse_busy(data, "f.ics", FIRST, LAST, "Europe/Berlin")


def test_the_smallest_file_of_that_kind_is_refused_with_its_place() -> None:
    file = Path(__file__).parent.parent / "data" / "attacks" / "03-ics-tzid-slashes.ics"
    with pytest.raises(BadFileError) as caught:
        parse_busy(file.read_bytes(), "f.ics", FIRST, LAST, "Europe/Berlin")

    assert caught.value.message == (
        f"f.ics:5:1: TZID: found the time zone '{'x/' * 19}x…', expected an IANA name such as Europe/Berlin, or a "
        "VTIMEZONE in the file that describes it; export the calendar again with its time zones, or set the event's "
        "time zone again"
    )

"""The VTIMEZONE that is written, evaluated by dateutil and held against the zone's own data."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo, available_timezones

import pytest
from dateutil.tz import tzical

from backplan.calendars.vtimezone import vtimezone_lines

SPRING, AUTUMN = date(2027, 2, 1), date(2026, 9, 21)
NAMED = [
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Havana",
    "America/New_York",
    "America/Nuuk",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Jerusalem",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Atlantic/Azores",
    "Australia/Lord_Howe",
    "Australia/Sydney",
    "Europe/Berlin",
    "Europe/Dublin",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Apia",
    "UTC",
]
SAMPLED = sorted(available_timezones())[::9]


def hours_to_compare(zone: ZoneInfo, first: date) -> list[datetime]:
    """Every half hour of two days around each change in the twelve weeks, and every day's noon."""
    start = datetime(first.year, first.month, first.day, tzinfo=UTC)
    hours = []
    for day in range(84):
        at = start + timedelta(days=day)
        changes = at.astimezone(zone).utcoffset() != (at + timedelta(days=1)).astimezone(zone).utcoffset()
        steps = range(-24, 72) if changes else (24,)
        hours += [at + timedelta(minutes=30 * step) for step in steps]
    return hours


@pytest.mark.parametrize("first", [SPRING, AUTUMN], ids=["spring", "autumn"])
@pytest.mark.parametrize("name", sorted({*NAMED, *SAMPLED}))
def test_the_offset_is_right_at_every_hour_around_each_change(name: str, first: date) -> None:
    zone = ZoneInfo(name)
    lines = vtimezone_lines(name, first, first + timedelta(weeks=12))
    described = tzical(StringIO("\r\n".join(lines) + "\r\n")).get(name)
    for at in hours_to_compare(zone, first):
        shown = at.astimezone(zone)
        by_file = shown.replace(tzinfo=described)
        assert (by_file.utcoffset(), by_file.tzname()) == (shown.utcoffset(), shown.tzname()), shown


@pytest.mark.parametrize("name", NAMED)
def test_rules_are_yearly_by_weekday_and_there_are_no_lists_of_dates(name: str) -> None:
    lines = vtimezone_lines(name, AUTUMN, AUTUMN + timedelta(weeks=12))
    assert lines[:2] == ("BEGIN:VTIMEZONE", f"TZID:{name}")
    assert "BEGIN:STANDARD" in lines
    assert not [line for line in lines if line.startswith("RDATE")]
    for line in lines:
        if line.startswith("RRULE"):
            assert line.startswith("RRULE:FREQ=YEARLY;BYMONTH=")
            assert ";BYDAY=" in line


def test_berlin_is_what_everybody_writes() -> None:
    assert vtimezone_lines("Europe/Berlin", AUTUMN, SPRING) == (
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Berlin",
        "BEGIN:DAYLIGHT",
        "DTSTART:19960331T020000",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "TZNAME:CEST",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:19961027T030000",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "TZNAME:CET",
        "END:STANDARD",
        "END:VTIMEZONE",
    )


@pytest.mark.parametrize("name", ["Asia/Kolkata", "UTC", "America/Sao_Paulo"])
def test_a_zone_without_changes_has_one_standard_block(name: str) -> None:
    lines = vtimezone_lines(name, AUTUMN, SPRING)
    assert [line for line in lines if line.startswith("BEGIN:")] == ["BEGIN:VTIMEZONE", "BEGIN:STANDARD"]
    assert "DTSTART:19700101T000000" in lines
    offsets = [line.split(":")[1] for line in lines if line.startswith("TZOFFSET")]
    assert len(offsets) == 2
    assert len(set(offsets)) == 1


@pytest.mark.parametrize("name", ["Africa/Casablanca", "Asia/Gaza"])
def test_a_zone_without_a_yearly_rule_has_a_block_for_each_change(name: str) -> None:
    lines = vtimezone_lines(name, AUTUMN, AUTUMN + timedelta(weeks=12))
    assert not [line for line in lines if line.startswith("RRULE")]
    assert sum(line.startswith("DTSTART") for line in lines) > 4


def test_a_rule_that_ends_is_not_carried_on() -> None:
    """Turkey kept summer time for good in 2016, so a rule from 2014 would be wrong."""
    first = date(2015, 12, 1)
    lines = vtimezone_lines("Europe/Istanbul", first, date(2016, 12, 1))
    described = tzical(StringIO("\r\n".join(lines) + "\r\n")).get()
    for day in range(366):
        shown = datetime(2015, 12, 1, 12, tzinfo=ZoneInfo("Europe/Istanbul")) + timedelta(days=day)
        assert shown.replace(tzinfo=described).utcoffset() == shown.utcoffset()

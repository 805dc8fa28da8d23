"""An exported calendar back into its plan, also when other programs and people have had it in between."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from ical.calendar_stream import IcsCalendarStream

from backplan.calendars.lived import parse_ics_plan
from backplan.calendars.write import write_ics
from backplan.errors import BadFileError
from backplan.model.finding import Finding, Severity
from backplan.model.plan import Cost
from tests.calendars.plans import INJECTION, REGIMEN, STRENGTH, STRETCH, plan_of, session, twelve_weeks

BERLIN = ZoneInfo("Europe/Berlin")
PLAN = plan_of(
    session(STRETCH, datetime(2026, 9, 21, 7, 15, tzinfo=BERLIN), 5),
    session(STRENGTH, datetime(2026, 9, 21, 18, 30, tzinfo=BERLIN), 15),
    session(INJECTION, datetime(2026, 11, 2, 10, 0, tzinfo=BERLIN), 30, week=6, fixed=True),
)
EXPORT = write_ics(PLAN, REGIMEN, reminder=15)


def read(data: bytes) -> list[tuple[str, str, int]]:
    """Activity, start on the plan's clocks and minutes of each session."""
    return [
        (known.activity, f"{known.start:%Y-%m-%d %H:%M}", known.minutes)
        for known in parse_ics_plan(data, "plan.ics").sessions
    ]


@pytest.mark.parametrize("timezone", ["America/New_York", "Europe/Berlin", "Australia/Sydney", "Asia/Kolkata", "UTC"])
@pytest.mark.parametrize("group", ["session", "day"])
def test_nothing_is_lost_but_the_findings(timezone: str, group: Literal["session", "day"]) -> None:
    plan = replace(twelve_weeks(timezone), first_week=4, proven=False)
    finding = Finding(Severity.DOSE, "frequency", None, (), "One short.")
    data = write_ics(replace(plan, findings=(finding,)), REGIMEN, reminder=10, group=group)
    assert parse_ics_plan(data, "plan.ics") == plan


@pytest.mark.parametrize("group", ["session", "day"])
def test_a_rewritten_file_says_the_same(group: Literal["session", "day"]) -> None:
    data = write_ics(PLAN, REGIMEN, reminder=10, group=group)
    calendar = icalendar.Calendar.from_ical(data)
    sorted_lines = calendar.to_ical()
    rewritten = {
        "sorted by icalendar": sorted_lines,
        "LF": data.replace(b"\r\n", b"\n"),
        "CR": data.replace(b"\r\n", b"\r"),
        "with a byte order mark": b"\xef\xbb\xbf" + data,
        "by vobject": vobject.readOne(data.decode()).serialize().encode(),
        "by ical": IcsCalendarStream.calendar_to_ics(IcsCalendarStream.calendar_from_ics(data.decode())).encode(),
    }
    for text in rewritten.values():
        assert parse_ics_plan(text, "plan.ics") == PLAN


def without_the_calendars_note(data: bytes) -> bytes:
    note = re.search(rb"X-BACKPLAN-PLAN:.*\r\n(?: .*\r\n)*", data)
    assert note is not None
    assert note.start() < data.index(b"BEGIN:VEVENT")
    return data[: note.start()] + data[note.end() :]


@pytest.mark.parametrize("group", ["session", "day"])
def test_without_the_calendars_note_its_events_tell_the_plan(group: Literal["session", "day"]) -> None:
    whole = twelve_weeks("America/New_York")
    later = tuple(replace(known, week=known.week + 8) for known in whole.sessions)
    plan = replace(whole, first_week=8, sessions=later)
    bare = without_the_calendars_note(write_ics(plan, REGIMEN, group=group))

    expected = replace(plan, regimen_title="low-back", cost=Cost())
    assert parse_ics_plan(bare, "plan.ics") == expected


def test_without_the_calendars_note_a_moved_session_changes_no_weeks() -> None:
    moved = without_the_calendars_note(EXPORT).replace(b":20260921T071500", b":20261005T071500")
    moved = moved.replace(b":20260921T072000", b":20261005T072000")
    plan = parse_ics_plan(moved, "plan.ics")

    assert (plan.first_week, plan.weeks) == (0, 12)
    assert [known.week for known in plan.sessions] == [0, 0, 6]


def test_without_the_calendars_note_two_plans_are_still_told_apart() -> None:
    other = replace(PLAN, start=PLAN.start + timedelta(weeks=12))
    both = without_the_calendars_note(EXPORT) + without_the_calendars_note(write_ics(other, REGIMEN))
    with pytest.raises(BadFileError, match="low-back from 2026-09-21 and low-back from 2026-12-14"):
        parse_ics_plan(both, "both.ics")


def test_the_whole_note_that_an_earlier_version_wrote_into_each_event_is_read() -> None:
    unfolded = EXPORT.replace(b"\r\n ", b"")
    note = next(line for line in unfolded.split(b"\r\n") if line.startswith(b"X-BACKPLAN-PLAN:"))
    earlier = re.sub(rb"X-BACKPLAN-PLAN:[^\r]*", lambda _: note, without_the_calendars_note(unfolded))
    assert parse_ics_plan(earlier, "plan.ics") == PLAN


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("DTSTART;TZID=Europe/Berlin:20260922T080000", "DTEND;TZID=Europe/Berlin:20260922T080500"),
        ("DTSTART:20260922T060000Z", "DTEND:20260922T060500Z"),
        ("DTSTART;TZID=America/New_York:20260922T020000", "DTEND;TZID=America/New_York:20260922T020500"),
        ('DTSTART;TZID="W. Europe Standard Time":20260922T080000', "DURATION:PT5M"),
        ("DTSTART:20260922T080000", "DTEND:20260922T080500"),
    ],
    ids=["same zone", "utc", "other zone", "windows zone", "floating"],
)
def test_a_moved_event_comes_back_with_its_new_time_in_the_plans_zone(start: str, end: str) -> None:
    moved = EXPORT.replace(b"DTSTART;TZID=Europe/Berlin:20260921T071500", start.encode())
    moved = moved.replace(b"DTEND;TZID=Europe/Berlin:20260921T072000", end.encode())
    plan = parse_ics_plan(moved, "plan.ics")
    first = next(known for known in plan.sessions if known.activity == STRETCH.id)
    assert first.start == datetime(2026, 9, 22, 8, 0, tzinfo=BERLIN)
    assert first.start.tzinfo == first.end.tzinfo == BERLIN
    assert (first.minutes, first.id) == (5, PLAN.sessions[0].id)
    assert [known.activity for known in plan.sessions] == [STRENGTH.id, STRETCH.id, INJECTION.id]


def test_a_longer_event_is_a_longer_session() -> None:
    longer = EXPORT.replace(b":20260921T072000", b":20260921T074500")
    assert read(longer)[0] == (STRETCH.id, "2026-09-21 07:15", 30)


def test_a_moved_day_takes_its_sessions_along_by_the_clock() -> None:
    data = write_ics(PLAN, REGIMEN, group="day")
    moved = data.replace(
        b"DTSTART;TZID=Europe/Berlin:20260921T071500", b"DTSTART;TZID=Europe/Berlin:20261026T081500"
    ).replace(b"DTEND;TZID=Europe/Berlin:20260921T184500", b"DTEND;TZID=Europe/Berlin:20261026T194500")
    assert read(moved) == [
        (STRETCH.id, "2026-10-26 08:15", 5),
        (STRENGTH.id, "2026-10-26 19:30", 15),
        (INJECTION.id, "2026-11-02 10:00", 30),
    ]


def test_cancelled_deleted_and_foreign_events_are_no_sessions() -> None:
    foreign = b"BEGIN:VEVENT\r\nUID:x@y\r\nDTSTART:20260922T060000Z\r\nSUMMARY:Lunch\r\nEND:VEVENT\r\n"
    data = EXPORT.replace(b"END:VTIMEZONE\r\n", b"END:VTIMEZONE\r\n" + foreign)
    assert len(read(data)) == 3
    assert len(read(data.replace(b"STATUS:CONFIRMED", b"STATUS:CANCELLED", 1))) == 2
    first = data.index(b"BEGIN:VEVENT", data.index(b"UID:x@y"))
    last = data.index(b"END:VEVENT\r\n", first) + len(b"END:VEVENT\r\n")
    assert len(read(data[:first] + data[last:])) == 2


def test_of_an_event_imported_twice_the_later_state_counts() -> None:
    begins, ends = EXPORT.index(b"BEGIN:VEVENT"), EXPORT.index(b"END:VEVENT\r\n") + len(b"END:VEVENT\r\n")
    event = EXPORT[begins:ends]
    newer = event.replace(b"SEQUENCE:0", b"SEQUENCE:3").replace(b"T071500", b"T070000")
    for doubled in (newer + event, event + newer):
        seen = read(EXPORT[:begins] + doubled + EXPORT[ends:])
        assert seen[0] == (STRETCH.id, "2026-09-21 07:00", 20)
        assert len(seen) == 3


def test_a_calendar_that_backplan_did_not_make_is_refused() -> None:
    foreign = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260922T060000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    with pytest.raises(BadFileError, match=r"work\.ics: found a calendar that is not from backplan"):
        parse_ics_plan(foreign, "work.ics")


def test_an_export_whose_properties_a_program_dropped_is_read_by_the_texts() -> None:
    plan = parse_ics_plan(re.sub(rb"X-BACKPLAN[^\r]*\r\n( [^\r]*\r\n)*", b"", EXPORT), "plan.ics")
    untitled = tuple(replace(known, title=known.activity) for known in PLAN.sessions)
    assert plan == replace(PLAN, regimen_title="low-back", cost=Cost(), sessions=untitled)


def test_an_export_of_which_nothing_but_the_uids_is_left_is_refused_with_a_way_out() -> None:
    bare = re.sub(rb"(X-BACKPLAN|DESCRIPTION)[^\r]*\r\n( [^\r]*\r\n)*", b"", EXPORT)
    with pytest.raises(BadFileError, match=r"dropped them; check the plan's \.json"):
        parse_ics_plan(bare, "plan.ics")


def test_two_plans_in_one_file_are_refused() -> None:
    other = replace(PLAN, start=PLAN.start + timedelta(weeks=12))
    with pytest.raises(BadFileError, match="low-back from 2026-09-21 and low-back from 2026-12-14"):
        parse_ics_plan(EXPORT + write_ics(other, REGIMEN), "both.ics")


def test_a_days_event_that_reaches_into_the_next_day_comes_back() -> None:
    visit = session(INJECTION, datetime(2026, 9, 25, 10, 0, tzinfo=BERLIN), 1_440, fixed=True)
    plan = plan_of(session(STRETCH, datetime(2026, 9, 25, 7, 15, tzinfo=BERLIN), 5), visit)
    data = write_ics(plan, REGIMEN, group="day")

    assert parse_ics_plan(data, "plan.ics") == plan
    assert write_ics(plan, REGIMEN, group="day", previous=data) == data


def test_what_a_message_quotes_of_a_calendar_is_short_and_on_one_line() -> None:
    endless = "9" * 5_000
    for old, new in (
        ("END:VEVENT", f"END:VEVENT\u2028{endless}"),
        ("BEGIN:VEVENT", f"BEGIN:VEVENT\r{endless}"),
        ("TZID=Europe/Berlin:", f"TZID={endless}:"),
        ("DTSTART;TZID=Europe/Berlin:20260921T071500", "DTSTART:20260921T07\x851500"),
    ):
        with pytest.raises(BadFileError) as caught:
            parse_ics_plan(EXPORT.decode().replace("\r\n ", "").replace(old, new).encode(), "plan.ics")
        assert len(str(caught.value)) < 300
        assert len(str(caught.value).splitlines()) == 1


def test_of_many_plans_in_one_file_some_are_named() -> None:
    plans = [write_ics(replace(PLAN, start=PLAN.start + timedelta(weeks=number)), REGIMEN) for number in range(9)]
    with pytest.raises(
        BadFileError, match=r"found 9 plans, .* and low-back from 2026-10-05 and others, expected one plan"
    ):
        parse_ics_plan(b"".join(plans), "all.ics")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            '"title":"Hamstring',
            '"title":"\\\\ud800Hamstring',
            "X-BACKPLAN-SESSION.title: found an invisible character (U+D800)",
        ),
        ('"weeks":12', '"weeks":0', "X-BACKPLAN-PLAN.weeks: found 0, expected a whole number"),
        ('"start":"2026-09-21"', '"start":"soon"', "X-BACKPLAN-PLAN.start: found 'soon', expected a date"),
        ('"Europe/Berlin"', '"Europe/Nowhere"', "X-BACKPLAN-PLAN.timezone: found 'Europe/Nowhere'"),
        ('"load":67750', '"load":"much"', "X-BACKPLAN-PLAN.cost.load: found 'much'"),
        ('"proven":true', '"proven":7', "X-BACKPLAN-PLAN.proven: found the number 7"),
        ('"week":0', '"week":-1', "X-BACKPLAN-SESSION.week: found -1"),
        ('"activity"', '"action"', "X-BACKPLAN-SESSION.activity: missing key"),
        ("X-BACKPLAN-SESSION:{", "X-BACKPLAN-SESSION:{{", "X-BACKPLAN-SESSION: found"),
        ("DTSTART;TZID=Europe/Berlin:20260921T071500", "DTSTART;VALUE=DATE:20260921", "found an all-day event"),
        ("DTSTART;TZID=Europe/Berlin:20260921T071500", "DTSTART;TZID=Moon:20260921T071500", "time zone 'Moon'"),
        ("DTSTART;TZID=Europe/Berlin:20260921T071500", "X-LOST:1", "an event without a start"),
        (
            "DTEND;TZID=Europe/Berlin:20260921T072000",
            "DTEND:20260920T072000Z",
            "not after the start, or more than three days later",
        ),
        (
            "DTEND;TZID=Europe/Berlin:20260921T072000",
            "X-NOTHING:at all",
            "not after the start, or more than three days later",
        ),
    ],
)
def test_a_damaged_export_is_refused_with_its_line(old: str, new: str, words: str) -> None:
    unfolded = EXPORT.decode().replace("\r\n ", "")
    assert old in unfolded
    with pytest.raises(BadFileError) as caught:
        parse_ics_plan(unfolded.replace(old, new).encode(), "plan.ics")
    assert words in str(caught.value)
    assert caught.value.faults[0].line > 1


def test_a_file_cut_anywhere_is_refused_and_one_without_some_line_never_crashes() -> None:
    for length in range(0, len(EXPORT) - 20, 23):
        with pytest.raises(BadFileError):
            parse_ics_plan(EXPORT[:length], "plan.ics")
    lines = EXPORT.split(b"\r\n")
    whole = 0
    for number in range(len(lines)):
        try:
            whole += len(parse_ics_plan(b"\r\n".join(lines[:number] + lines[number + 1 :]), "plan.ics").sessions)
        except BadFileError as error:
            assert str(error)  # noqa: PT017 - whether it raises depends on the line
    assert whole > 3 * 50


def test_times_of_a_second_pass_of_an_hour_come_back_as_they_were() -> None:
    second = datetime(2026, 10, 25, 2, 15, fold=1, tzinfo=BERLIN)
    plan = plan_of(session(STRETCH, second, 15))
    (found,) = parse_ics_plan(write_ics(plan, REGIMEN), "plan.ics").sessions
    assert found.start.astimezone(UTC) == datetime(2026, 10, 25, 1, 15, tzinfo=UTC)
    assert found.start.fold == 1

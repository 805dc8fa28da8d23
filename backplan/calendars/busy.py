"""The time that another calendar takes: events of Google, Apple, Outlook, Nextcloud and the rest, as busy spans.

What cannot be understood is an error and not passed over: half a calendar would let a session fall on an appointment.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from backplan.calendars.lines import Component, Property, bad_file, read_calendars, shown
from backplan.calendars.moments import ZONE_NAMES, Moments
from backplan.calendars.recurrence import REPAIR, Entry, Window, expanded
from backplan.model.request import BusyEvent
from backplan.model.time import Interval, clock_day, instant

_NAMES = ZONE_NAMES | {
    "UID",
    "DTEND",
    "DURATION",
    "EXDATE",
    "RECURRENCE-ID",
    "SUMMARY",
    "SEQUENCE",
    "STATUS",
    "TRANSP",
}


def parse_busy(data: bytes, file: str, first: date, last: date, timezone: str) -> tuple[BusyEvent, ...]:
    """The events that block time on the local days from `first` to `last`, sorted by span and title.

    Opaque events that are not cancelled block their time: single and recurring ones, with their exceptions. An
    all-day event blocks its calendar days in `timezone` whole, whatever the file's own zone. Floating times are read
    in `timezone`. Events without length block nothing. backplan's own events are like any others: an export marks them
    as free unless it was asked to show them as busy.

    Args:
        data: the file's content.
        file: its name as the person gave it, for the errors.
        first: the first day.
        last: the last day, included.
        timezone: IANA name of the plan's zone.

    Raises:
        BadFileError: the file is no calendar, or an event in it cannot be understood.
        zoneinfo.ZoneInfoNotFoundError: no such zone.
    """
    zone = ZoneInfo(timezone)
    span = Interval(clock_day(timezone, first).span.start, clock_day(timezone, last).span.end)
    window = Window(file, first, last, span, timezone)
    groups: dict[str, list[Entry]] = defaultdict(list)
    for calendar in read_calendars(data, file, _NAMES):
        moments = Moments(file, calendar, zone)
        for part in calendar.children("VEVENT"):
            entry = _entry(file, part, moments)
            groups[entry.uid].append(entry)
    found: list[BusyEvent] = []
    steps = 0.0
    for entries in groups.values():
        if any(entry.repeats or entry.recurrence_id is not None for entry in entries):
            occurrences, steps = expanded(window, entries, steps)
        else:
            latest = max(entry.sequence for entry in entries)
            occurrences = [(entry, entry.start, entry.end) for entry in entries if entry.sequence == latest]
        for entry, start, end in occurrences:
            if entry.blocks:
                taken_span = _span(window, entry, start, end)
                if taken_span.start < taken_span.end and taken_span.start < span.end and span.start < taken_span.end:
                    found.append(BusyEvent(taken_span, entry.title))
    return tuple(sorted(found, key=lambda event: (event.span, event.title)))


def _entry(file: str, part: Component, moments: Moments) -> Entry:
    begins, ends, length = part.first("DTSTART"), part.first("DTEND"), part.first("DURATION")
    if begins is None:
        raise bad_file(file, part.line, "an event without a start", "DTSTART", REPAIR, "VEVENT")
    start = moments.read(begins)
    end: date | datetime
    if ends is not None:
        end = moments.read(ends)
    elif length is not None:
        end = _after(file, length, moments, start)
    elif isinstance(start, datetime):
        end = start
    else:
        end = _next_day(file, begins, start)
    if not isinstance(start, datetime) and not isinstance(end, datetime) and end == start:
        # Many programs write a single day so, although the end is the day after (RFC 5545 section 3.6.1).
        end = _next_day(file, begins, start)
    for found, said in ((begins, start), (ends or begins, end)):
        if not 1 < said.year < 9999:
            raise bad_file(file, found.line, shown(found.value), "a day of our times", REPAIR, found.name)
    if instant(moments.aware(end)) < instant(moments.aware(start)):
        wrong = ends or length or begins
        raise bad_file(
            file,
            wrong.line,
            f"an end, {shown(wrong.value)[1:-1]}, before the start, {shown(begins.value)[1:-1]}",
            "an end after the start",
            REPAIR,
            wrong.name,
        )
    override = part.first("RECURRENCE-ID")
    sequence = part.text("SEQUENCE")
    return Entry(
        part=part,
        moments=moments,
        # RFC 5545 requires a UID, but not everybody writes one: such an event stands for itself.
        uid=part.text("UID") or f"line {part.line}",
        sequence=int(sequence) if sequence.isdecimal() and len(sequence) < 10 else 0,
        start=start,
        end=end,
        recurrence_id=None if override is None else moments.read(override),
    )


def _after(file: str, length: Property, moments: Moments, start: date | datetime) -> date | datetime:
    """The end that a DURATION gives: days by the calendar, hours as they pass (RFC 5545 section 3.3.6)."""
    duration = moments.duration(length)
    try:
        if not isinstance(start, datetime) and not duration.seconds:
            return start + duration
        begins = moments.aware(start)
        shifted = begins + timedelta(days=duration.days)
        if not duration.seconds:
            return shifted
        return (shifted.astimezone(UTC) + timedelta(seconds=duration.seconds)).astimezone(begins.tzinfo)
    except OverflowError:
        raise bad_file(file, length.line, shown(length.value), "a length such as PT30M", REPAIR, length.name) from None


def _next_day(file: str, found: Property, start: date) -> date:
    try:
        return start + timedelta(days=1)
    except OverflowError:
        raise bad_file(file, found.line, shown(found.value), "a day of our times", REPAIR, found.name) from None


def _span(window: Window, entry: Entry, start: date | datetime, end: date | datetime) -> Interval:
    """The instants from start to end; days are the plan's zone's."""
    return Interval(_edge(window, entry, start), _edge(window, entry, end))


def _edge(window: Window, entry: Entry, said: date | datetime) -> int:
    if isinstance(said, datetime):
        return instant(entry.moments.aware(said))
    day = clock_day(window.timezone, said)
    # A day that the zone's calendar left out (Samoa, 30 December 2011) has no instants of its own.
    return day.span.start if day.stretches else instant(entry.moments.aware(said))

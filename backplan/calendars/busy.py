"""Busy time in other calendars (Google, Apple, Outlook, Nextcloud and the rest), as spans.

What cannot be understood is an error: with half a calendar, a session could fall on an appointment.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from backplan.calendars.lines import REPAIR, Component, Property, bad_file, bad_value, read_calendars, shown
from backplan.calendars.moments import ZONE_NAMES, Moments
from backplan.calendars.recurrence import Entry, Window, expanded
from backplan.model.request import BusyEvent
from backplan.model.time import Interval, clock_day, instant

_NAMES = ZONE_NAMES | {"UID", "DTEND", "DURATION", "EXDATE", "RECURRENCE-ID", "SUMMARY", "SEQUENCE", "STATUS", "TRANSP"}


def parse_busy(data: bytes, file: str, first: date, last: date, timezone: str) -> tuple[BusyEvent, ...]:
    """Return the events that take time on the local days from `first` to `last`, sorted by span and title.

    Opaque events that are not cancelled take time: single and recurring ones, with their exceptions. An all-day event
    takes its calendar days in `timezone`, an IANA name, whatever the file's own zone. Floating times are read in
    `timezone`. Events without length take no time. backplan's own events are like any others: an export marks them as
    free unless asked to show them as busy.

    Raises:
        BadFileError: the file is no calendar, or an event in it cannot be understood.
        zoneinfo.ZoneInfoNotFoundError: there is no such zone.
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
    events: list[BusyEvent] = []
    steps = 0.0
    for entries in groups.values():
        if any(entry.repeats or entry.recurrence_id is not None for entry in entries):
            occurrences, steps = expanded(window, entries, steps)
        else:
            latest = max(entry.sequence for entry in entries)
            occurrences = [(entry, entry.start, entry.end) for entry in entries if entry.sequence == latest]
        for entry, start, end in occurrences:
            if entry.blocks:
                taken = _span(window, entry, start, end)
                if taken.start < taken.end and taken.start < span.end and span.start < taken.end:
                    events.append(BusyEvent(taken, entry.title))
    return tuple(sorted(events, key=lambda event: (event.span, event.title)))


def _entry(file: str, part: Component, moments: Moments) -> Entry:
    begins, ends, length = part.first("DTSTART"), part.first("DTEND"), part.first("DURATION")
    if begins is None:
        raise bad_file(file, part.line, "an event without a start", "DTSTART", REPAIR, "VEVENT")
    start = moments.read(begins)
    _check_year(file, begins, start)
    end: date | datetime
    if ends is not None:
        end = moments.read(ends)
    elif length is not None:
        end = _after(file, length, moments, start)
    else:
        end = start
    if not isinstance(start, datetime) and not isinstance(end, datetime) and end == start:
        # The end of a single day is the day after (RFC 5545 section 3.6.1), but many programs write the day itself.
        end = start + timedelta(days=1)
    _check_year(file, ends or begins, end)
    if instant(moments.aware(end)) < instant(moments.aware(start)):
        wrong = ends or length or begins
        found = f"an end ({shown(wrong.value)[1:-1]}) before the start ({shown(begins.value)[1:-1]})"
        raise bad_file(file, wrong.line, found, "an end after the start", REPAIR, wrong.name)
    override = part.first("RECURRENCE-ID")
    return Entry(
        part=part,
        moments=moments,
        # RFC 5545 requires a UID, but not every program writes one: such an event is on its own.
        uid=part.text("UID") or f"line {part.line}",
        sequence=part.sequence,
        start=start,
        end=end,
        recurrence_id=None if override is None else moments.read(override),
    )


def _after(file: str, length: Property, moments: Moments, start: date | datetime) -> date | datetime:
    """Return the end by a DURATION: days by the calendar, hours as they pass (RFC 5545 section 3.3.6)."""
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
        raise bad_value(file, length, "a length such as PT30M", REPAIR) from None


def _check_year(file: str, prop: Property, moment: date) -> None:
    if not 1 < moment.year < 9999:
        raise bad_value(file, prop, "a date in the years 2 to 9998", REPAIR)


def _span(window: Window, entry: Entry, start: date | datetime, end: date | datetime) -> Interval:
    """Return the instants from start to end; days are those of the plan's zone."""
    return Interval(_edge(window, entry, start), _edge(window, entry, end))


def _edge(window: Window, entry: Entry, moment: date | datetime) -> int:
    if isinstance(moment, datetime):
        return instant(entry.moments.aware(moment))
    day = clock_day(window.timezone, moment)
    # A day that the zone's calendar left out (Samoa, 30 December 2011) has no instants of its own.
    return day.span.start if day.stretches else instant(entry.moments.aware(moment))

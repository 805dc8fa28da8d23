"""A plan as a calendar file (RFC 5545 and 7986; contract section 6).

One event per session and no recurrence rules: programs differ over moved and cancelled instances, and agree over single
events. An event keeps its UID when the plan is made again, so that importing the new file updates instead of
duplicating. Nothing here comes from a clock: stamps are derived from the plan's start and the event's SEQUENCE.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Literal
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from backplan.calendars.description import day_description, session_description
from backplan.calendars.lines import UID_DOMAIN, escaped, file_bytes, text_line, unescaped
from backplan.calendars.own_properties import plan_line, session_line
from backplan.calendars.previous import STAMP_FORMAT, Event, previous_events
from backplan.calendars.reference import ReferenceWriter
from backplan.calendars.titles import day_summary, session_summary
from backplan.calendars.vtimezone import vtimezone_lines
from backplan.model.fingerprint import fingerprint
from backplan.model.prescribed import activity_of
from backplan.model.regimen import ActivityType
from backplan.model.time import instant, moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backplan.model.plan import Plan, Session
    from backplan.model.regimen import Regimen

CANCELLED_PREFIX = "Cancelled: "
_DAY_IDS = UUID("0b6c5a0e-6c1f-5d0f-8f0c-9b7f6f4f2d11")
_DESCRIPTION_LENGTHS = (4_000, 2_500, 1_600, 1_000, 600, 350, 0)
"""The most characters of a description; the first of these with which the file is not too large. With 0 it has only the
names, the doses and the emergencies."""
_MOST_FILE = 960_000
"""Octets; Google rejects files over 1 MB."""


def write_ics(
    plan: Plan,
    regimen: Regimen,
    *,
    reminder: int | None = None,
    group: Literal["session", "day"] = "session",
    busy_events: bool = False,
    previous: bytes | None = None,
) -> bytes:
    """Return the calendar of a plan: UTF-8 with CRLF; the same arguments give the same bytes.

    Args:
        plan: what to export.
        regimen: gives the exercises, the types and the precautions.
        reminder: minutes before an event for its alarm, or None for no alarm.
        group: one event per session, or one per calendar day.
        busy_events: show the events as busy time.
        previous: an earlier export that this one replaces. An event that has changed since has a SEQUENCE one higher
            and a later DTSTAMP and LAST-MODIFIED; an unchanged one keeps them; one that is gone from the plan is
            written as cancelled. A file that is of another plan, or cannot be read, is ignored.
    """
    earlier = {} if previous is None else previous_events(previous, plan)
    reference = ReferenceWriter(plan)
    code = fingerprint(regimen, plan)
    data = b""
    for most in _DESCRIPTION_LENGTHS:
        if group == "session":
            planned = [_session_event(regimen, session, reference, most) for session in plan.sessions]
        else:
            planned = [_day_event(plan, regimen, day, reference, most) for day in _by_day(plan.sessions, plan.timezone)]
        data = _file(plan, code, _revised(plan, planned, earlier), reminder, busy=busy_events)
        if len(data) <= _MOST_FILE:
            break
    return data


def _file(plan: Plan, code: str, events: Sequence[Event], reminder: int | None, *, busy: bool) -> bytes:
    zone = ZoneInfo(plan.timezone)
    note, name = plan_line(plan, short=True), plan.regimen_title.strip() or plan.regimen_id
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//backplan//backplan 1.0//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        text_line("NAME", name),
        text_line("X-WR-CALNAME", name),
        f"X-WR-TIMEZONE:{plan.timezone}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "X-PUBLISHED-TTL:PT12H",
        "COLOR:seagreen",
        text_line("X-WR-CALDESC", f"Plan code: {code}"),
        plan_line(plan),
    ]
    days = [plan.start, plan.end]
    days += [moment(at, zone).date() for event in events for at in (event.start, event.end)]
    lines += vtimezone_lines(plan.timezone, min(days), max(days))
    for event in events:
        lines += _event_lines(event, zone, plan.timezone, note, reminder, busy=busy)
    lines.append("END:VCALENDAR")
    return file_bytes(lines)


def _session_event(regimen: Regimen, session: Session, reference: ReferenceWriter, most: int) -> Event:
    activity = activity_of(regimen, session)
    return Event(
        uid=session.id + UID_DOMAIN,
        start=instant(session.start),
        end=instant(session.end),
        summary=_as_read(session_summary(regimen, session)),
        description=_as_read(f"{session_description(regimen, session, most)}\n\n{reference.session_lines(session)}"),
        categories=() if activity is None else (activity.type.value,),
        notes=(session_line(session, with_times=False),),
    )


def _day_event(
    plan: Plan, regimen: Regimen, sessions: Sequence[Session], reference: ReferenceWriter, most: int
) -> Event:
    start = min(instant(session.start) for session in sessions)
    number = (sessions[0].start.date() - plan.start).days
    types = {activity.type for session in sessions if (activity := activity_of(regimen, session))}
    return Event(
        uid=f"{uuid5(_DAY_IDS, f'{plan.regimen_id}/{plan.start.isoformat()}/{number}')}{UID_DOMAIN}",
        start=start,
        end=max(instant(session.end) for session in sessions),
        summary=day_summary(sessions),
        description=_as_read(f"{day_description(regimen, sessions, most)}\n\n{reference.day_lines(sessions)}"),
        categories=tuple(kind.value for kind in ActivityType if kind in types),
        notes=tuple(session_line(session, with_times=True) for session in sessions),
    )


def _as_read(text: str) -> str:
    """Return the text as a reader of the file will have it, for comparison with an earlier file's."""
    return unescaped(escaped(text))


def _by_day(sessions: Iterable[Session], timezone: str) -> list[tuple[Session, ...]]:
    """Return the sessions of each calendar day, by the clocks of the plan's zone."""
    zone = ZoneInfo(timezone)
    shown = [
        replace(session, start=moment(instant(session.start), zone), end=moment(instant(session.end), zone))
        for session in sessions
    ]
    ordered = sorted(shown, key=lambda session: (session.start.date(), instant(session.start)))
    return [tuple(day) for _, day in groupby(ordered, key=lambda session: session.start.date())]


def _revised(plan: Plan, planned: Sequence[Event], before: dict[str, Event]) -> list[Event]:
    """Return the events with their SEQUENCE and stamps, then the cancelled ones of the earlier export."""

    def kept(event: Event, earlier: Event) -> Event:
        stamped = _stamped(plan, event, earlier.sequence, None)
        return replace(stamped, stamp=earlier.stamp or stamped.stamp, modified=earlier.modified or stamped.modified)

    result = []
    for event in planned:
        earlier = before.get(event.uid)
        if earlier is None:
            result.append(_stamped(plan, event, 0, None))
        elif earlier.cancelled or _shown(earlier) != _shown(event):
            result.append(_stamped(plan, event, earlier.sequence + 1, earlier))
        else:
            result.append(kept(event, earlier))
    uids = {event.uid for event in planned}
    gone = [earlier for uid, earlier in before.items() if uid not in uids]
    for earlier in sorted(gone, key=lambda known: (known.start, known.uid)):
        # Cancelled events need no description, and they add up from export to export.
        event = replace(earlier, description="", cancelled=True)
        if earlier.cancelled:
            # The earlier file cancelled it already, but may never have been imported: repeat it unchanged.
            result.append(kept(event, earlier))
        else:
            event = replace(event, summary=CANCELLED_PREFIX + earlier.summary)
            result.append(_stamped(plan, event, earlier.sequence + 1, earlier))
    return result


def _shown(event: Event) -> tuple[int, int, str, str]:
    return event.start, event.end, event.summary, event.description


def _stamped(plan: Plan, event: Event, sequence: int, earlier: Event | None) -> Event:
    """Return the event in a new state; its stamp is later than that of the state before."""
    at = datetime.combine(plan.start, time(), UTC) + timedelta(minutes=sequence)
    stamp = at.strftime(STAMP_FORMAT)
    if earlier is not None:
        for known in (earlier.stamp, earlier.modified):
            if known >= stamp:
                later = datetime.strptime(known, STAMP_FORMAT).replace(tzinfo=UTC) + timedelta(minutes=1)
                stamp = later.strftime(STAMP_FORMAT)
    return replace(event, sequence=sequence, stamp=stamp, modified=stamp)


def _event_lines(
    event: Event, zone: ZoneInfo, timezone: str, note: str, reminder: int | None, *, busy: bool
) -> list[str]:
    """Return the content lines of a VEVENT, in an order tested with many programs; the alarm comes last."""
    shown = busy and not event.cancelled
    lines = [
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"DTSTAMP:{event.stamp}",
        f"LAST-MODIFIED:{event.modified}",
        f"SEQUENCE:{event.sequence}",
        *_time_lines(event, zone, timezone),
        text_line("SUMMARY", event.summary),
    ]
    if event.description:
        lines.append(text_line("DESCRIPTION", event.description))
    if event.categories:
        lines.append(f"CATEGORIES:{','.join(event.categories)}")
    lines += [
        f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}",
        f"TRANSP:{'OPAQUE' if shown else 'TRANSPARENT'}",
        f"X-MICROSOFT-CDO-BUSYSTATUS:{'BUSY' if shown else 'FREE'}",
        note,
        *event.notes,
    ]
    if reminder is not None and not event.cancelled:
        lines += [
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            text_line("DESCRIPTION", event.summary),
            f"TRIGGER:{f'-PT{reminder}M' if reminder > 0 else 'PT0S'}",
            "END:VALARM",
        ]
    lines.append("END:VEVENT")
    return lines


def _time_lines(event: Event, zone: ZoneInfo, timezone: str) -> tuple[str, str]:
    """Return DTSTART and DTEND in the plan's zone, or in UTC if the clocks show a time for the second time.

    A local time that occurs twice means the first (RFC 5545 section 3.3.5), so only UTC can mean the second.
    """
    start, end = moment(event.start, zone), moment(event.end, zone)
    if start.fold or end.fold:
        begins, ends = (at.astimezone(UTC).strftime(STAMP_FORMAT) for at in (start, end))
        return f"DTSTART:{begins}", f"DTEND:{ends}"
    return f"DTSTART;TZID={timezone}:{start:%Y%m%dT%H%M%S}", f"DTEND;TZID={timezone}:{end:%Y%m%dT%H%M%S}"

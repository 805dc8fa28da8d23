"""The events of an earlier export of the same plan, so that the new one can say what has changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from backplan.calendars.lines import Component, Property, json_value, read_calendars, text_line
from backplan.calendars.moments import ZONE_NAMES, Moments
from backplan.calendars.own_properties import LONGEST_EVENT, PLAN_PROPERTY, SESSION_PROPERTY
from backplan.errors import BadFileError
from backplan.model.time import instant

if TYPE_CHECKING:
    from backplan.model.plan import Plan

_NAMES = ZONE_NAMES | {PLAN_PROPERTY, SESSION_PROPERTY, "UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTEND"}
_NAMES |= {"DURATION", "SUMMARY", "DESCRIPTION", "CATEGORIES", "STATUS"}
STAMP_FORMAT = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Event:
    """An event of an export: as an earlier one had it, or before it is written.

    Attributes:
        start: an instant, as is `end`.
        categories: the types of its activities.
        notes: the lines for backplan's own use.
        sequence: how often it has changed since it was first exported.
        stamp: DTSTAMP, when this state of it was made, as RFC 5545 writes UTC; empty if unknown.
        modified: LAST-MODIFIED, likewise.
    """

    uid: str
    start: int
    end: int
    summary: str
    description: str
    categories: tuple[str, ...]
    notes: tuple[str, ...]
    sequence: int = 0
    stamp: str = ""
    modified: str = ""
    cancelled: bool = False


def previous_events(data: bytes, plan: Plan) -> dict[str, Event]:
    """Return the events of an earlier export by UID; none if it is of another plan or cannot be read.

    Nothing here is an error: at worst, events start again with SEQUENCE 0.
    """
    events: dict[str, Event] = {}
    try:
        for calendar in read_calendars(data, "", _NAMES):
            moments = Moments("", calendar, ZoneInfo(plan.timezone))
            for part in calendar.children("VEVENT"):
                if not _is_of(plan, part.first(PLAN_PROPERTY) or calendar.first(PLAN_PROPERTY)):
                    continue
                event = _event(part, moments)
                if event is not None and (event.uid not in events or event.sequence >= events[event.uid].sequence):
                    events[event.uid] = event
    except BadFileError:
        return {}
    return events


def _is_of(plan: Plan, note: Property | None) -> bool:
    if note is None:
        return False
    try:
        value = json_value(note)
    except (ValueError, RecursionError):
        return False
    if not isinstance(value, dict) or not isinstance(value.get("regimen"), dict):
        return False
    return value["regimen"].get("id") == plan.regimen_id and value.get("start") == plan.start.isoformat()


def _event(part: Component, moments: Moments) -> Event | None:
    uid, start, end = part.first("UID"), part.first("DTSTART"), part.first("DTEND")
    notes = part.every(SESSION_PROPERTY)
    if uid is None or start is None or not notes:
        return None
    begins_at = moments.aware(moments.read(start))
    if not 1900 < begins_at.year < 9000:
        return None
    begins = instant(begins_at)
    duration = part.first("DURATION")
    if end is not None:
        ends = instant(moments.aware(moments.read(end)))
    else:
        ends = begins + (0 if duration is None else int(moments.duration(duration).total_seconds()))
    if not begins <= ends <= begins + LONGEST_EVENT:
        return None
    description = part.first("DESCRIPTION")
    return Event(
        uid=uid.text.strip(),
        sequence=part.sequence,
        stamp=_stamp(part, "DTSTAMP"),
        modified=_stamp(part, "LAST-MODIFIED"),
        start=begins,
        end=ends,
        summary=part.text("SUMMARY"),
        description="" if description is None else description.text,
        categories=tuple(
            kind.strip() for prop in part.every("CATEGORIES") for kind in prop.value.split(",") if kind.strip()
        ),
        notes=tuple(map(_note, notes)),
        cancelled=part.is_cancelled,
    )


def _note(prop: Property) -> str:
    """Return the line as it was, escaped again if a program has removed the escapes."""
    unescaped_commas = re.search(r"(?<!\\),", prop.value)
    return text_line(prop.name, prop.value) if unescaped_commas else f"{prop.name}:{prop.value}"


def _stamp(part: Component, name: str) -> str:
    prop = part.first(name)
    value = "" if prop is None else prop.value.strip().upper()
    try:
        year = datetime.strptime(value, STAMP_FORMAT).replace(tzinfo=UTC).year
    except ValueError:
        return ""
    return value if year < 9000 else ""  # there has to be a later one

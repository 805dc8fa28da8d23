"""What an earlier export of the same plan said of its events, for what has changed since to be told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from backplan.calendars.lines import Component, Property, json_value, read_calendars, text_line
from backplan.calendars.moments import ZONE_NAMES, Moments
from backplan.calendars.properties import LONGEST_EVENT, PLAN_PROPERTY, SESSION_PROPERTY
from backplan.errors import BadFileError
from backplan.model.time import instant

if TYPE_CHECKING:
    from backplan.model.plan import Plan

_NAMES = ZONE_NAMES | {
    "UID",
    "DTSTAMP",
    "LAST-MODIFIED",
    "SEQUENCE",
    "DTEND",
    "DURATION",
    "SUMMARY",
    "DESCRIPTION",
    "CATEGORIES",
    "STATUS",
    PLAN_PROPERTY,
    SESSION_PROPERTY,
}
STAMP_FORMAT = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Event:
    """An event of an export: as an earlier one had it, or before it is written.

    Attributes:
        start: an instant.
        end: an instant.
        categories: the types of what is in it.
        notes: the lines for backplan's own use.
        sequence: how often it has changed since it was first exported.
        stamp: DTSTAMP, when this state of it was made, as RFC 5545 writes UTC; empty where that is not known.
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
    """The events of an earlier export by UID; none where it is of another plan or cannot be read.

    Nothing here is an error: the worst that a lost history does is that events begin again with SEQUENCE 0.
    """
    found: dict[str, Event] = {}
    try:
        for calendar in read_calendars(data, "", _NAMES):
            moments = Moments("", calendar, ZoneInfo(plan.timezone))
            for part in calendar.children("VEVENT"):
                if not _is_of(plan, part.first(PLAN_PROPERTY) or calendar.first(PLAN_PROPERTY)):
                    continue
                event = _event(part, moments)
                if event is not None and event.sequence >= (found[event.uid].sequence if event.uid in found else 0):
                    found[event.uid] = event
    except BadFileError:
        return {}
    return found


def _is_of(plan: Plan, note: Property | None) -> bool:
    if note is None:
        return False
    try:
        said = json_value(note)
    except (ValueError, RecursionError):
        return False
    if not isinstance(said, dict) or not isinstance(said.get("regimen"), dict):
        return False
    return said["regimen"].get("id") == plan.regimen_id and said.get("start") == plan.start.isoformat()


def _event(part: Component, moments: Moments) -> Event | None:
    uid, start, end = part.first("UID"), part.first("DTSTART"), part.first("DTEND")
    notes = part.every(SESSION_PROPERTY)
    if uid is None or start is None or not notes:
        return None
    said = moments.aware(moments.read(start))
    if not 1900 < said.year < 9000:
        return None
    begins = instant(said)
    duration = part.first("DURATION")
    if end is not None:
        ends = instant(moments.aware(moments.read(end)))
    else:
        ends = begins + (0 if duration is None else int(moments.duration(duration).total_seconds()))
    if not begins <= ends <= begins + LONGEST_EVENT:
        return None
    sequence = _text(part, "SEQUENCE").strip()
    return Event(
        uid=uid.text.strip(),
        sequence=int(sequence) if sequence.isdecimal() and len(sequence) < 10 else 0,
        stamp=_stamp(part, "DTSTAMP"),
        modified=_stamp(part, "LAST-MODIFIED"),
        start=begins,
        end=ends,
        summary=part.text("SUMMARY"),
        description=_text(part, "DESCRIPTION"),
        categories=tuple(
            kind.strip() for known in part.every("CATEGORIES") for kind in known.value.split(",") if kind.strip()
        ),
        notes=tuple(_note(known) for known in notes),
        cancelled=_text(part, "STATUS").strip().upper() == "CANCELLED",
    )


def _note(found: Property) -> str:
    """The line as it was; escaped anew where a program has undone the escapes."""
    unescaped_commas = re.search(r"(?<!\\),", found.value)
    return text_line(found.name, found.value) if unescaped_commas else f"{found.name}:{found.value}"


def _stamp(part: Component, name: str) -> str:
    found = part.first(name)
    value = "" if found is None else found.value.strip().upper()
    try:
        said = datetime.strptime(value, STAMP_FORMAT).replace(tzinfo=UTC)
    except ValueError:
        return ""
    return value if said.year < 9000 else ""  # there has to be a later one


def _text(part: Component, name: str) -> str:
    found = part.first(name)
    return "" if found is None else found.text

"""An exported calendar back into the plan that it came from, as a person has lived with it.

`identity` tells which sessions an event is of; the event's own times say when they are. A session whose event was
deleted or cancelled is gone, one that was copied is there as often as it was copied, and events that a person has
added are none of backplan's business. What cannot be told from the file is said in notes and never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from backplan.calendars.copies import Seen, counted, note
from backplan.calendars.identity import Sessions, is_ours, known_plan
from backplan.calendars.lines import UID_DOMAIN, Component, Property, bad_file, read_calendars, shown
from backplan.calendars.moments import ZONE_NAMES, Moments
from backplan.calendars.properties import EXPORT_AGAIN, LONGEST_EVENT, PLAN_PROPERTY, SESSION_PROPERTY
from backplan.calendars.titles import activities_like
from backplan.errors import BadFileError
from backplan.language.wording import plain_text, short_day
from backplan.model.plan import Plan, Session
from backplan.model.prescribed import title_in_week
from backplan.model.time import MINUTE, YEARS, instant, moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backplan.calendars.reference import Reference
    from backplan.model.finding import Finding
    from backplan.model.regimen import Regimen

_NAMES = ZONE_NAMES | {
    "UID",
    "SEQUENCE",
    "DTEND",
    "DURATION",
    "STATUS",
    "RECURRENCE-ID",
    "SUMMARY",
    "DESCRIPTION",
    "CATEGORIES",
    PLAN_PROPERTY,
    SESSION_PROPERTY,
}
_LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class LivedPlan:
    """A plan as a calendar has it now.

    Attributes:
        plan: its weeks and zone are those that were exported; its findings are not in the file.
        notes: what in the calendar does not count, or not as it looks, by day.
    """

    plan: Plan
    notes: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Event:
    """An event of a calendar.

    Attributes:
        part: as the file has it.
        moments: reads its calendar's times.
    """

    part: Component
    moments: Moments


class ExportedCalendar:
    """A calendar that backplan exported and a person may have lived with.

    Other programs may have written the file again: with properties in another order or left out, new UIDs, LF line
    endings, times in UTC or another zone.
    """

    def __init__(self, data: bytes, file: str) -> None:
        """Reads a file; its name is for the errors, as the person gave it.

        Raises:
            BadFileError: the file is no calendar, or not one that backplan exported, or holds more than one plan.
        """
        calendars = read_calendars(data, file, _NAMES)
        known = known_plan(file, calendars)
        self._file = file
        self._plan = known.plan
        self._titled = known.titled
        self._faults = known.faults
        self._zone = ZoneInfo(known.plan.timezone)
        self._events: list[_Event] = []
        for calendar in calendars:
            moments = Moments(file, calendar, self._zone)
            self._events += (_Event(part, moments) for part in calendar.children("VEVENT"))

    @property
    def regimen_id(self) -> str:
        """The id of the regimen that the plan is of."""
        return self._plan.regimen_id

    def lived(self, regimen: Regimen) -> LivedPlan:
        """The plan as the calendar has it now.

        Args:
            regimen: the one that the plan is of.
        """
        identity = Sessions(self._file, self._plan, regimen)
        notes: list[Finding] = []
        seen: list[Seen] = []
        for event in self._events:
            if _is_cancelled(event.part):
                continue
            known = identity.of(event.part)
            if not known:
                notes += self._like_ours(event, regimen)
                continue
            try:
                found = self._sessions(event, known, regimen)
            except BadFileError:
                notes.append(self._unread(event, known, regimen))
                continue
            notes += self._about(event, known, found)
            # The other instances of a series have no time of their own here; the note about the series tells of them.
            if event.part.first("RECURRENCE-ID") is None:
                seen += found
        plan = self._plan if self._titled else replace(self._plan, regimen_title=regimen.title)
        sessions, about = counted(seen)
        return LivedPlan(replace(plan, sessions=sessions), _in_order([*notes, *about]))

    def plan(self) -> Plan:
        """The plan as the calendar has it now, where its regimen is not at hand.

        Raises:
            BadFileError: something in it is broken, so that a session may be missing.
        """
        if self._faults:
            raise self._faults[0]
        sessions = Sessions(self._file, self._plan, None)
        seen: list[Seen] = []
        for event in self._events:
            if _is_cancelled(event.part) or event.part.first("RECURRENCE-ID") is not None:
                continue
            # A broken property is an error here, even where the event's text says the same.
            sessions.noted(event.part)
            seen += self._sessions(event, sessions.of(event.part), None)
        return replace(self._plan, sessions=counted(seen)[0])

    def _sessions(self, event: _Event, known: Sequence[Reference], regimen: Regimen | None) -> list[Seen]:
        """The sessions of one event, at the event's own times."""
        if not known:
            return []
        begins, ends = _span(self._file, event.part, event.moments)
        uid = event.part.text("UID")
        sequence = event.part.text("SEQUENCE")
        result = []
        for one in known:
            start = begins if one.after is None else begins + one.after
            end = ends if one.after is None else start + one.seconds
            session = Session(
                id=one.id,
                activity=one.activity,
                title=_title(one, regimen),
                choice=one.choice,
                start=moment(start, self._zone),
                end=moment(end, self._zone),
                minutes=(end - start) // MINUTE,
                week=one.week,
                fixed=one.fixed,
            )
            result.append(
                Seen(
                    session,
                    uid or f"line {event.part.line}",
                    own=uid.casefold().endswith(UID_DOMAIN),
                    sequence=int(sequence) if sequence.isdecimal() and len(sequence) < 10 else 0,
                )
            )
        return result

    def _about(self, event: _Event, known: Sequence[Reference], found: Sequence[Seen]) -> Iterator[Finding]:
        """What is to be said of an event whose sessions count."""
        first = min((one.session for one in found), key=lambda session: instant(session.start))
        day = first.start.date()
        of_day = len(known) > 1
        named = f"The exercises of {short_day(day)}" if of_day else f"{first.title} on {short_day(day)}"
        activity = None if of_day else first.activity
        ids = tuple(one.session.id for one in found)
        instance = event.part.first("RECURRENCE-ID") is not None
        if instance or event.part.first("RRULE") is not None or event.part.first("RDATE") is not None:
            said = (
                f"{'are repeats' if of_day else 'is a repeat'} of another event in your calendar, so "
                f"{'they do' if of_day else 'it does'} not count."
                if instance
                else f"{'repeat' if of_day else 'repeats'} in your calendar; only the first time counts."
            )
            yield note(f"{named} {said}", [day], activity, () if instance else ids)
        if of_day and not instance:
            _, ends = _span(self._file, event.part, event.moments)
            planned = max(instant(one.session.end) for one in found)
            if ends != planned:
                said = (
                    f"end at {moment(ends, self._zone):%H:%M} in your calendar instead of "
                    f"{moment(planned, self._zone):%H:%M}. With one event per day, nothing shows which of them "
                    "changed, so each counts as planned."
                )
                yield note(f"{named} {said}", [day], sessions=ids)

    def _unread(self, event: _Event, known: Sequence[Reference], regimen: Regimen) -> Finding:
        """The note about an event that cannot be a session."""
        one = known[0]
        named = "The exercises" if len(known) > 1 else _title(one, regimen)
        what, day = _what_is_wrong(event.part, event.moments, self._zone)
        where = f"in week {one.week + 1}" if day is None else f"on {short_day(day)}"
        several = len(known) > 1
        said = (
            f"{named} {where} {'have' if several else 'has'} {what} in your calendar, so "
            f"{'they do' if several else 'it does'} not count."
        )
        return note(said, [] if day is None else [day], None if several else one.activity)

    def _like_ours(self, event: _Event, regimen: Regimen) -> Iterator[Finding]:
        """The note about an event that seems to be of the plan, where nothing tells which session it is."""
        title = event.part.text("SUMMARY")
        categories = [one for known in event.part.every("CATEGORIES") for one in known.text.split(",")]
        like = activities_like(regimen, [title, *categories])
        if like is None and not is_ours(event.part):
            return
        _, day = _what_is_wrong(event.part, event.moments, self._zone)
        named = plain_text(title)
        named = f"'{named if len(named) <= _LONGEST_TITLE else named[: _LONGEST_TITLE - 1] + '…'}'" if named else ""
        said = (
            f"{named or 'An event without a title'}{f' on {short_day(day)}' if day else ''} looks like a session of "
            "this plan, but nothing in your calendar says which one, so it does not count."
        )
        yield note(said, [] if day is None else [day], like[0] if like and len(like) == 1 else None)


def parse_ics_plan(data: bytes, file: str) -> Plan:
    """The plan of an exported calendar, to go on from; its findings are not in the file.

    It is what `ExportedCalendar` reads, but where a session cannot be read that is an error, since a plan that goes on
    from a gap would be another. Without the regimen at hand, an event that is known by its UID alone is none of the
    plan's. Where a program has dropped the calendar's own note, the title is the regimen's id, and the costs are not
    known and are 0.

    Args:
        data: the file's content.
        file: its name as the person gave it, for the errors.

    Raises:
        BadFileError: the file is no calendar, or not one that backplan exported, or holds more than one plan, or
            something in it is broken.
    """
    return ExportedCalendar(data, file).plan()


def _is_cancelled(part: Component) -> bool:
    return part.text("STATUS").upper() == "CANCELLED"


def _title(known: Reference, regimen: Regimen | None) -> str:
    if known.title is not None:
        return known.title
    return known.activity if regimen is None else title_in_week(regimen, known.activity, known.week)


def _in_order(notes: Sequence[Finding]) -> tuple[Finding, ...]:
    """The notes by day, each once."""
    merged = {(note.days, note.message): note for note in notes}
    return tuple(note for _, note in sorted(merged.items(), key=lambda item: item[0]))


# ---------------------------------------------------------------------------------------------------- times


def _span(file: str, part: Component, moments: Moments) -> tuple[int, int]:
    """The first and the last instant of an event that can be a session."""
    start, end, duration = part.first("DTSTART"), part.first("DTEND"), part.first("DURATION")
    if start is None:
        raise bad_file(file, part.line, "an event without a start", "DTSTART", EXPORT_AGAIN, "VEVENT")
    said = moments.read(start)
    if not isinstance(said, datetime):
        raise bad_file(
            file,
            start.line,
            "an all-day event",
            "a time of day",
            "give that session a time in your calendar, then export it again",
            "DTSTART",
        )
    begins = _instant(file, start, moments.aware(said))
    if end is not None:
        ends = _instant(file, end, moments.aware(moments.read(end)))
    elif duration is not None:
        ends = begins + int(moments.duration(duration).total_seconds())
    else:
        ends = begins
    if not begins + MINUTE <= ends <= begins + LONGEST_EVENT:
        raise bad_file(
            file,
            (end or duration or start).line,
            "an end that is not after the start, or more than three days later",
            "a session that ends after it begins",
            "fix that event in your calendar, then export it again",
            "DTEND",
        )
    return begins, ends


def _instant(file: str, found: Property, said: datetime) -> int:
    if said.year in YEARS:
        return instant(said.astimezone(UTC))
    raise bad_file(file, found.line, shown(found.value), "a time of our days", EXPORT_AGAIN, found.name)


def _what_is_wrong(part: Component, moments: Moments, zone: ZoneInfo) -> tuple[str, date | None]:
    """Why an event cannot be a session, in words that go on from "has", and its day as far as it can be read."""
    start = part.first("DTSTART")
    if start is None:
        return "no time", None
    try:
        said = moments.read(start)
    except BadFileError:
        zone_name = start.parameter("TZID")
        return "a time that cannot be read" if zone_name is None else f"the unknown time zone {shown(zone_name)}", None
    if said.year not in YEARS:
        return "a time that cannot be read", None
    if not isinstance(said, datetime):
        return "no time of day", said
    day = moment(instant(moments.aware(said)), zone).date()
    if part.first("DTEND") is None and part.first("DURATION") is None:
        return "no end", day
    return "an end time that does not fit its start", day

"""An exported calendar read back into its plan, as a person has lived with it.

`identity` finds out which sessions an event is of; the event's own times say when they are. A session whose event was
deleted or cancelled is gone, one that was copied counts for each copy, and events that a person has added are ignored.
What the file does not say is reported in notes and never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from backplan.calendars.copies import Seen, counted, note
from backplan.calendars.identity import Sessions, is_ours, known_plan
from backplan.calendars.lines import UID_DOMAIN, Component, Property, bad_file, bad_value, read_calendars, shown
from backplan.calendars.moments import ZONE_NAMES, Moments
from backplan.calendars.own_properties import EXPORT_AGAIN, LONGEST_EVENT, PLAN_PROPERTY, SESSION_PROPERTY
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

_NAMES = ZONE_NAMES | {PLAN_PROPERTY, SESSION_PROPERTY, "UID", "SEQUENCE", "DTEND", "DURATION", "STATUS"}
_NAMES |= {"RECURRENCE-ID", "SUMMARY", "DESCRIPTION", "CATEGORIES"}
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


class _Event(NamedTuple):
    """An event as the file has it, and the reader of its calendar's times."""

    part: Component
    moments: Moments


class ExportedCalendar:
    """A calendar that backplan exported and a person may have changed.

    Other programs may have rewritten the file: with properties in another order or left out, new UIDs, LF line endings,
    times in UTC or another zone.
    """

    def __init__(self, data: bytes, file: str) -> None:
        """Read a file.

        Raises:
            BadFileError: the file is no calendar, or not one that backplan exported, or contains more than one plan.
        """
        calendars = read_calendars(data, file, _NAMES)
        known = known_plan(file, calendars)
        self._file = file
        self._known = known
        self._plan = known.plan
        self._zone = ZoneInfo(known.plan.timezone)
        self._events: list[_Event] = []
        for calendar in calendars:
            moments = Moments(file, calendar, self._zone)
            self._events += (_Event(part, moments) for part in calendar.children("VEVENT"))

    @property
    def regimen_id(self) -> str:
        """The id of the plan's regimen."""
        return self._plan.regimen_id

    def lived(self, regimen: Regimen) -> LivedPlan:
        """Return the plan of this regimen as the calendar has it now."""
        identity = Sessions(self._file, self._plan, regimen)
        notes: list[Finding] = []
        seen: list[Seen] = []
        for event in self._events:
            if event.part.is_cancelled:
                continue
            known = identity.of(event.part)
            if not known:
                notes += self._like_ours(event, regimen)
                continue
            try:
                sessions = self._sessions(event, known, regimen)
            except BadFileError:
                notes.append(self._unread(event, known, regimen))
                continue
            notes += self._about(event, sessions)
            # The other instances of a series do not count, as the note about the series says.
            if event.part.first("RECURRENCE-ID") is None:
                seen += sessions
        plan = self._plan if self._known.titled else replace(self._plan, regimen_title=regimen.title)
        once, about = counted(seen)
        return LivedPlan(replace(plan, sessions=once), _in_order([*notes, *about]))

    def plan(self) -> Plan:
        """Return the plan as the calendar has it now, if its regimen is not at hand.

        Raises:
            BadFileError: something in it is broken, so a session may be missing.
        """
        if self._known.faults:
            raise self._known.faults[0]
        sessions = Sessions(self._file, self._plan, None)
        seen: list[Seen] = []
        for event in self._events:
            if event.part.is_cancelled or event.part.first("RECURRENCE-ID") is not None:
                continue
            # A broken property is an error here, even where the event's text says the same.
            sessions.noted(event.part)
            seen += self._sessions(event, sessions.of(event.part), None)
        return replace(self._plan, sessions=counted(seen)[0])

    def _sessions(self, event: _Event, known: Sequence[Reference], regimen: Regimen | None) -> list[Seen]:
        """Return the sessions of one event, at the event's own times."""
        if not known:
            return []
        begins, ends = _span(self._file, event.part, event.moments)
        uid = event.part.text("UID")
        own = uid.casefold().endswith(UID_DOMAIN)
        seen = []
        for reference in known:
            start = begins if reference.after is None else begins + reference.after
            end = ends if reference.after is None else start + reference.seconds
            session = Session(
                id=reference.id,
                activity=reference.activity,
                title=_title(reference, regimen),
                choice=reference.choice,
                start=moment(start, self._zone),
                end=moment(end, self._zone),
                minutes=(end - start) // MINUTE,
                week=reference.week,
                fixed=reference.fixed,
            )
            seen.append(Seen(session, uid or f"line {event.part.line}", own, event.part.sequence))
        return seen

    def _about(self, event: _Event, seen: Sequence[Seen]) -> Iterator[Finding]:
        """Yield the notes about an event whose sessions count."""
        sessions = sorted((counts.session for counts in seen), key=lambda session: instant(session.start))
        first = sessions[0]
        day = first.start.date()
        of_day = len(seen) > 1
        named = f"The exercises of {short_day(day)}" if of_day else f"{first.title} on {short_day(day)}"
        activity = None if of_day else first.activity
        ids = tuple(counts.session.id for counts in seen)
        instance = event.part.first("RECURRENCE-ID") is not None
        if instance or event.part.first("RRULE") is not None or event.part.first("RDATE") is not None:
            repeats = f"{'repeat' if of_day else 'repeats'} in your calendar; only the first time counts."
            if instance:
                are, do = ("are repeats", "they do") if of_day else ("is a repeat", "it does")
                repeats = f"{are} of another event in your calendar, so {do} not count."
            yield note(f"{named} {repeats}", [day], activity, () if instance else ids)
        if of_day and not instance:
            _, ends = _span(self._file, event.part, event.moments)
            planned = max(instant(session.end) for session in sessions)
            if ends != planned:
                message = (
                    f"{named} end at {moment(ends, self._zone):%H:%M} in your calendar instead of "
                    f"{moment(planned, self._zone):%H:%M}. With one event per day, nothing shows which of them "
                    "changed, so each counts as planned."
                )
                yield note(message, [day], sessions=ids)

    def _unread(self, event: _Event, known: Sequence[Reference], regimen: Regimen) -> Finding:
        """Return the note about an event that cannot be a session."""
        first = known[0]
        what, day = _what_is_wrong(event.part, event.moments, self._zone)
        where = f"in week {first.week + 1}" if day is None else f"on {short_day(day)}"
        several = len(known) > 1
        has, do = (f"The exercises {where} have", "they do")
        if not several:
            has, do = f"{_title(first, regimen)} {where} has", "it does"
        message = f"{has} {what} in your calendar, so {do} not count."
        return note(message, [] if day is None else [day], None if several else first.activity)

    def _like_ours(self, event: _Event, regimen: Regimen) -> Iterator[Finding]:
        """Yield the note about an event that seems to be of the plan, but of no known session."""
        title = event.part.text("SUMMARY")
        categories = [name for prop in event.part.every("CATEGORIES") for name in prop.text.split(",")]
        like = activities_like(regimen, [title, *categories])
        if like is None and not is_ours(event.part):
            return
        _, day = _what_is_wrong(event.part, event.moments, self._zone)
        named = plain_text(title)
        named = named if len(named) <= _LONGEST_TITLE else f"{named[: _LONGEST_TITLE - 1]}…"
        what = (f"'{named}'" if named else "An event without a title") + (f" on {short_day(day)}" if day else "")
        message = (
            f"{what} looks like a session of this plan, but nothing in your calendar says which one, "
            "so it does not count."
        )
        yield note(message, [] if day is None else [day], like[0] if like and len(like) == 1 else None)


def parse_ics_plan(data: bytes, file: str) -> Plan:
    """Return the plan of an exported calendar, to be continued; its findings are not in the file.

    Unlike in `ExportedCalendar.lived`, a session that cannot be read is an error, since the next plan would be another.
    Without the regimen, events known by their UIDs alone are ignored. If a program has dropped the calendar's own
    property, the title is the regimen's id, and the costs are unknown and 0.

    Raises:
        BadFileError: the file is no calendar, or not one that backplan exported, or contains more than one plan, or
            something in it is broken.
    """
    return ExportedCalendar(data, file).plan()


def _title(known: Reference, regimen: Regimen | None) -> str:
    if known.title is not None:
        return known.title
    return known.activity if regimen is None else title_in_week(regimen, known.activity, known.week)


def _in_order(notes: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the notes by day, each once."""
    merged = {(note.days, note.message): note for note in notes}
    return tuple(merged[key] for key in sorted(merged))


# ---------------------------------------------------------------------------------------------------- times


def _span(file: str, part: Component, moments: Moments) -> tuple[int, int]:
    """Return the first and the last instant of an event that can be a session."""
    start, end, duration = part.first("DTSTART"), part.first("DTEND"), part.first("DURATION")
    if start is None:
        raise bad_file(file, part.line, "an event without a start", "DTSTART", EXPORT_AGAIN, "VEVENT")
    written = moments.read(start)
    if not isinstance(written, datetime):
        hint = "give that session a time in your calendar, then export it again"
        raise bad_file(file, start.line, "an all-day event", "a time of day", hint, "DTSTART")
    begins = _instant(file, start, moments.aware(written))
    if end is not None:
        ends = _instant(file, end, moments.aware(moments.read(end)))
    elif duration is not None:
        ends = begins + int(moments.duration(duration).total_seconds())
    else:
        ends = begins
    if not begins + MINUTE <= ends <= begins + LONGEST_EVENT:
        found = "an end that is not after the start, or more than three days later"
        expected, hint = "a session that ends after it begins", "fix that event in your calendar, then export it again"
        raise bad_file(file, (end or duration or start).line, found, expected, hint, "DTEND")
    return begins, ends


def _instant(file: str, prop: Property, written: datetime) -> int:
    if written.year in YEARS:
        return instant(written.astimezone(UTC))
    raise bad_value(file, prop, f"a date in the years {YEARS[0]} to {YEARS[-1]}", EXPORT_AGAIN)


def _what_is_wrong(part: Component, moments: Moments, zone: ZoneInfo) -> tuple[str, date | None]:
    """Return why an event cannot be a session, in words that follow "has", and its day if it can be read."""
    start = part.first("DTSTART")
    if start is None:
        return "no time", None
    try:
        written = moments.read(start)
    except BadFileError:
        zone_name = start.parameter("TZID")
        return "a time that cannot be read" if zone_name is None else f"the unknown time zone {shown(zone_name)}", None
    if written.year not in YEARS:
        return "a time that cannot be read", None
    if not isinstance(written, datetime):
        return "no time of day", written
    day = moment(instant(moments.aware(written)), zone).date()
    if part.first("DTEND") is None and part.first("DURATION") is None:
        return "no end", day
    return "an end time that does not fit its start", day

"""An exported calendar back into the plan that it came from, with what a person has moved since.

The notes of `ics_notes` say which sessions there are; the events say when they are. A session whose event was deleted
or cancelled is gone, and events that a person has added are none of backplan's business.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from backplan.formats.ics_lines import UID_DOMAIN, Component, Property, bad_file, json_value, read_calendars, shown
from backplan.formats.ics_moments import ZONE_NAMES, Moments, iana_zone
from backplan.formats.ics_notes import LONGEST_EVENT, NOTES_FORMAT, PLAN_PROPERTY, SESSION_PROPERTY
from backplan.formats.plan_document import UNFIT, YEARS
from backplan.model.plan import Cost, Plan, Session
from backplan.model.time import MINUTE, instant, moment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from zoneinfo import ZoneInfo

    from backplan.errors import BadFileError

_NAMES = ZONE_NAMES | {
    "UID",
    "SEQUENCE",
    "DTEND",
    "DURATION",
    "STATUS",
    "RECURRENCE-ID",
    PLAN_PROPERTY,
    SESSION_PROPERTY,
}
_MOST_WEEKS = 5_000
_PLANS_NAMED = 3
_EXPORT_AGAIN = "export the plan once more, or check its .json or .yaml file instead"


def parse_ics_plan(data: bytes, file: str) -> Plan:
    """The plan of an exported calendar; its findings are not in the file.

    Other programs may have written the file anew: with properties in another order, LF line endings, times in UTC or
    another zone. An event moved by a person comes back with its new times, in the plan's zone.

    Where a program has dropped the calendar's own note, the short ones of the events remain: then the title is the
    regimen's id, the costs are not known and are 0, and the weeks are those up to the last session's.

    Args:
        data: the file's content.
        file: its name as the person gave it, for the errors.

    Raises:
        BadFileError: the file is no calendar, or not one that backplan exported, or holds more than one plan.
    """
    calendars = read_calendars(data, file, _NAMES)
    found = [
        (calendar, part)
        for calendar in calendars
        for part in calendar.children("VEVENT")
        if part.first(SESSION_PROPERTY) is not None
    ]
    plan, whole = _plan(file, calendars, [part for _, part in found])
    zone = iana_zone(plan.timezone)
    assert zone is not None, "_plan has looked it up"
    sessions: dict[str, tuple[int, Session]] = {}
    moments = {id(calendar): Moments(file, calendar, zone) for calendar in calendars}
    for calendar, part in found:
        note = part.first(PLAN_PROPERTY) or calendar.first(PLAN_PROPERTY)
        if note is not None and not _same(_plan_of(file, note), plan):
            continue
        if part.text("STATUS").upper() == "CANCELLED":
            continue
        sequence = part.text("SEQUENCE")
        number = int(sequence) if sequence.isdecimal() and len(sequence) < 10 else 0
        for session in _sessions(file, part, moments[id(calendar)], zone):
            # A program that imported twice may hold one event twice; the later state of it counts.
            if session.id not in sessions or sessions[session.id][0] <= number:
                sessions[session.id] = (number, session)
    ordered = sorted((session for _, session in sessions.values()), key=lambda session: instant(session.start))
    plan = replace(plan, sessions=tuple(ordered))
    return plan if whole else _with_weeks_of_its_sessions(plan)


def _with_weeks_of_its_sessions(plan: Plan) -> Plan:
    """The plan with the weeks that its sessions tell of, as far as they go.

    A session knows its week since the regimen's beginning, and most are still in that week: so the plan's first is the
    one that most sessions agree on. Appointments may lie far from the plan, so they count only where nothing else is.
    """
    known = [session for session in plan.sessions if not session.fixed] or plan.sessions
    if not known:
        return plan
    firsts = Counter(session.week - (session.start.date() - plan.start).days // 7 for session in known)
    first_week = max(0, min(firsts, key=lambda first: (-firsts[first], first)))
    last_week = max(session.week for session in known)
    return replace(plan, first_week=first_week, weeks=max(1, last_week - first_week + 1))


def _plan(file: str, calendars: Sequence[Component], events: Sequence[Component]) -> tuple[Plan, bool]:
    """The one plan that a file is of, without its sessions, and whether a note in it tells all of the plan."""
    notes = [note for calendar in calendars for note in calendar.every(PLAN_PROPERTY)]
    if not notes:
        # An event that an earlier version exported has the whole note; where there is one, it is the better.
        in_events = [note for part in events for note in part.every(PLAN_PROPERTY)]
        notes = sorted(in_events, key=lambda note: _is_short(_note(file, note)))
    plans: list[Plan] = []
    for note in notes:
        plan = _plan_of(file, note)
        if not any(_same(plan, known) for known in plans):
            plans.append(plan)
    if len(plans) == 1:
        return plans[0], not _is_short(_note(file, notes[0]))
    if plans:
        named = " and ".join(f"{shown(plan.regimen_id)[1:-1]} from {plan.start}" for plan in plans[:_PLANS_NAMED])
        raise bad_file(
            file,
            0,
            f"{len(plans)} plans, {named}{' and others' if len(plans) > _PLANS_NAMED else ''}",
            "one plan",
            "keep each plan in a calendar of its own, and export that calendar alone",
        )
    ours = any(
        uid.text.strip().endswith(UID_DOMAIN)
        for calendar in calendars
        for part in calendar.children("VEVENT")
        for uid in part.every("UID")
    )
    if ours or events:
        raise bad_file(
            file,
            0,
            "a plan's events without what backplan had noted in them",
            f"{PLAN_PROPERTY} and {SESSION_PROPERTY}",
            "the program that exported it drops such notes; check the plan's .json, .yaml or first .ics file instead",
        )
    raise bad_file(
        file,
        0,
        "a calendar that backplan did not make",
        "a plan that backplan exported",
        "to keep its times free when planning, give it with --busy",
    )


def _same(one: Plan, other: Plan) -> bool:
    return (one.regimen_id, one.start) == (other.regimen_id, other.start)


@dataclass(frozen=True, slots=True)
class _Note:
    """One of backplan's own properties, read with an eye on what a person may have done to it."""

    file: str
    found: Property
    said: Mapping[str, object]

    def text(self, key: str) -> str:
        value = self.said.get(key)
        if isinstance(value, str) and not UNFIT.search(value):
            return value
        raise self.wrong(key, "a text that can be seen")

    def number(self, key: str, least: int, most: int) -> int:
        value = self.said.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        raise self.wrong(key, f"a whole number from {least} to {most}")

    def flag(self, key: str) -> bool:
        value = self.said.get(key)
        if isinstance(value, bool):
            return value
        raise self.wrong(key, "true or false")

    def inner(self, key: str) -> _Note:
        value = self.said.get(key)
        if isinstance(value, dict):
            return _Note(self.file, self.found, value)
        raise self.wrong(key, "an object")

    def day(self, key: str) -> date:
        try:
            return date.fromisoformat(self.text(key))
        except ValueError:
            raise self.wrong(key, "a date such as 2026-11-23") from None

    def time(self, key: str, zone: ZoneInfo) -> datetime:
        try:
            said = datetime.fromisoformat(self.text(key))
            if said.tzinfo is not None and said.year in YEARS:
                return moment(instant(said), zone)
        except ValueError:
            pass
        raise self.wrong(key, "a time such as 2026-11-23T18:30:00+01:00")

    def wrong(self, key: str, expected: str) -> BadFileError:
        value = self.said.get(key)
        found = "nothing" if value is None else shown(repr(value))[1:-1]
        return bad_file(self.file, self.found.line, found, expected, _EXPORT_AGAIN, f"{self.found.name}.{key}")


def _note(file: str, found: Property) -> _Note:
    try:
        said = json_value(found)
    except (ValueError, RecursionError):
        said = None
    if isinstance(said, dict):
        return _Note(file, found, said)
    raise bad_file(file, found.line, shown(found.value), "a JSON object", _EXPORT_AGAIN, found.name)


def _is_short(note: _Note) -> bool:
    """Whether a note only says which plan an event is of."""
    return note.said.keys() <= {"format", "regimen", "start", "timezone"}


def _plan_of(file: str, found: Property) -> Plan:
    """The plan of a note, without its sessions; of a short note, with a single week."""
    note = _note(file, found)
    note.number("format", NOTES_FORMAT, NOTES_FORMAT)
    regimen = note.inner("regimen")
    timezone = note.text("timezone")
    if iana_zone(timezone) is None:
        raise note.wrong("timezone", "an IANA name such as Europe/Berlin")
    start = note.day("start")
    if start.year not in YEARS:
        raise note.wrong("start", "a date such as 2026-11-23")
    if _is_short(note):
        name = regimen.text("id")
        return Plan(name, name, start, weeks=1, first_week=0, timezone=timezone, sessions=(), cost=Cost())
    cost = note.inner("cost")
    return Plan(
        regimen_id=regimen.text("id"),
        regimen_title=regimen.text("title"),
        start=start,
        weeks=note.number("weeks", 1, _MOST_WEEKS),
        first_week=note.number("first_week", 0, _MOST_WEEKS),
        timezone=timezone,
        sessions=(),
        cost=Cost(**{key: cost.number(key, 0, 10**15) for key in Cost._fields}),
        proven=note.flag("proven"),
    )


def _sessions(file: str, part: Component, moments: Moments, zone: ZoneInfo) -> list[Session]:
    """The sessions of one event, at the event's own times."""
    begins, ends = _span(file, part, moments)
    notes = [_note(file, found) for found in part.every(SESSION_PROPERTY)]
    if any("start" in note.said for note in notes):
        return _day_sessions(notes, begins, zone)
    note = notes[0]
    minutes = note.number("minutes", 1, 1_440)
    if ends is None:
        ends = begins + minutes * MINUTE
    return [_session(note, begins, ends, zone)]


def _day_sessions(notes: list[_Note], begins: int, zone: ZoneInfo) -> list[Session]:
    """The sessions of a day's event; where the event was moved, they move with it by the clock."""
    starts = [note.time("start", zone) for note in notes]
    first = min(starts, key=instant)
    by = timedelta() if instant(first) == begins else _clock(moment(begins, zone)) - _clock(first)
    result = []
    for note, start in zip(notes, starts, strict=True):
        length = instant(note.time("end", zone)) - instant(start)
        at = instant((_clock(start) + by).replace(tzinfo=zone)) if by else instant(start)
        result.append(_session(note, at, at + length, zone))
    return result


def _clock(at: datetime) -> datetime:
    """What a clock shows, without a zone."""
    return at.replace(tzinfo=None, fold=0)


def _session(note: _Note, begins: int, ends: int, zone: ZoneInfo) -> Session:
    choice = note.said.get("choice")
    return Session(
        id=note.text("id"),
        activity=note.text("activity"),
        title=note.text("title"),
        choice=None if choice is None else note.text("choice"),
        start=moment(begins, zone),
        end=moment(ends, zone),
        minutes=(ends - begins) // MINUTE,
        week=note.number("week", 0, _MOST_WEEKS),
        fixed=note.flag("fixed"),
    )


def _span(file: str, part: Component, moments: Moments) -> tuple[int, int | None]:
    """The first and, where it says one, the last instant of an event."""
    start, end, duration = part.first("DTSTART"), part.first("DTEND"), part.first("DURATION")
    if start is None:
        raise bad_file(file, part.line, "an event without a start", "DTSTART", _EXPORT_AGAIN, "VEVENT")
    said = moments.read(start)
    if not isinstance(said, datetime):
        raise bad_file(
            file,
            start.line,
            "a whole day",
            "a time of day",
            "give that session a time in your calendar, then export it once more",
            "DTSTART",
        )
    begins = _instant(file, start, moments.aware(said))
    if end is not None:
        ends = _instant(file, end, moments.aware(moments.read(end)))
    elif duration is not None:
        ends = begins + int(moments.duration(duration).total_seconds())
    else:
        return begins, None
    if not begins < ends <= begins + LONGEST_EVENT:
        raise bad_file(
            file,
            (end or duration or start).line,
            "an end that is not within three days after the start",
            "a session that ends after it begins",
            "mend that event in your calendar, then export it once more",
            "DTEND",
        )
    return begins, ends


def _instant(file: str, found: Property, said: datetime) -> int:
    if said.year in YEARS:
        return instant(said.astimezone(UTC))
    raise bad_file(file, found.line, shown(found.value), "a time of our days", _EXPORT_AGAIN, found.name)

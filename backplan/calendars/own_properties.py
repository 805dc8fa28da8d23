"""What an exported calendar has for backplan alone, so that nothing of a plan is lost but its findings.

Two properties, each with a JSON object whose keys are those of the plan's JSON (contract section 4). X-BACKPLAN-PLAN is
on the calendar, and in a short form on every event, because most programs keep an event's own properties and drop the
calendar's. X-BACKPLAN-SESSION is on an event once for each session in it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated

from backplan.calendars.lines import Property, bad_file, bad_value, json_line, json_value, shown
from backplan.calendars.reference import Reference, whole_weeks
from backplan.errors import BadFileError
from backplan.files.plan_document import (
    AnyPart,
    Context,
    CostPart,
    Day,
    Flag,
    Moment,
    Part,
    RegimenWeek,
    Text,
    TextOrNull,
    Value,
    Zone,
    read_part,
    whole,
)
from backplan.files.source import dotted
from backplan.language.reading import QuantityError
from backplan.model.plan import Cost, Plan, Session
from backplan.model.profile import DateRange
from backplan.model.request import MOST_WEEKS
from backplan.model.time import DAY, DAY_MINUTES, MINUTE, YEARS, instant

PLAN_PROPERTY = "X-BACKPLAN-PLAN"
SESSION_PROPERTY = "X-BACKPLAN-SESSION"
NOTES_FORMAT = 1
LONGEST_EVENT = 3 * DAY
"""Seconds. An appointment can last a day, so a day's event may end on the next, and a day can have 25 hours."""
EXPORT_AGAIN = "export the plan again, or check its .json or .yaml file instead"


def plan_line(plan: Plan, *, short: bool = False) -> str:
    """Return the content line with everything about a plan but its sessions.

    A short one only says which plan an event is of, since it is repeated in every event. It has the zone because
    nothing else in a file keeps it when a program writes times in UTC.
    """
    title = {} if short else {"title": plan.regimen_title}
    away: dict[str, object] = {"away": [[days.first.isoformat(), days.last.isoformat()] for days in plan.away]}
    if short:
        away = {"weeks_away": sorted(plan.weeks_away)}
    note = {
        "format": NOTES_FORMAT,
        "regimen": {"id": plan.regimen_id, **title},
        "start": plan.start.isoformat(),
        "weeks": plan.weeks,
        "first_week": plan.first_week,
        **{key: value for key, value in away.items() if value},
        "timezone": plan.timezone,
    }
    return json_line(PLAN_PROPERTY, note if short else note | {"cost": plan.cost._asdict(), "proven": plan.proven})


def session_line(session: Session, *, with_times: bool) -> str:
    """Return the content line for one session, with its times if the event's own are not the same."""
    note: dict[str, object] = {
        "id": session.id,
        "activity": session.activity,
        "title": session.title,
        "choice": session.choice,
        "minutes": session.minutes,
        "week": session.week,
        "fixed": session.fixed,
    }
    if session.choice is None:
        del note["choice"]
    if with_times:
        note["start"] = session.start.isoformat()
        note["end"] = session.end.isoformat()
    return json_line(SESSION_PROPERTY, note)


# ---------------------------------------------------------------------------------------------------- reading


def _days(value: object, _: Context) -> DateRange:
    try:
        first, last = map(date.fromisoformat, value if isinstance(value, list) else ())
    except (TypeError, ValueError):
        first, last = date.max, date.min
    if first <= last and first.year in YEARS and last.year in YEARS:
        return DateRange(first, last)
    raise QuantityError("two dates such as '2026-11-23', the earlier one first")


class _RegimenNote(Part):
    id: Text
    title: TextOrNull = None


class _PlanNote(Part):
    format: Annotated[int, whole(NOTES_FORMAT, NOTES_FORMAT)]
    regimen: _RegimenNote
    start: Day
    weeks: Annotated[int, whole(1, MOST_WEEKS)]
    first_week: RegimenWeek
    weeks_away: tuple[Annotated[int, whole(0, MOST_WEEKS)], ...] = ()
    away: tuple[Annotated[DateRange, Value(_days)], ...] = ()
    timezone: Zone
    cost: CostPart | None = None
    proven: Flag = True


class _SessionNote(Part):
    id: Text
    activity: Text
    title: Text
    choice: TextOrNull = None
    minutes: Annotated[int, whole(1, DAY_MINUTES)]
    week: RegimenWeek
    fixed: Flag
    start: Moment | None = None
    end: Moment | None = None


def noted_plan(file: str, prop: Property) -> tuple[Plan, bool]:
    """Return the plan of a property, without its sessions, and whether it says everything about it.

    Raises:
        BadFileError: the property is broken.
    """
    note = _read(_PlanNote, file, prop)
    if any(week >= note.weeks for week in note.weeks_away):
        raise _wrong(file, prop, "weeks_away", "a week outside the plan", f"weeks from 0 to {note.weeks - 1}")
    plan = Plan(
        regimen_id=note.regimen.id,
        regimen_title=note.regimen.id if note.regimen.title is None else note.regimen.title,
        start=note.start,
        weeks=note.weeks,
        first_week=note.first_week,
        timezone=note.timezone.key,
        sessions=(),
        proven=note.proven,
        away=note.away or whole_weeks(note.start, note.weeks_away),
    )
    if note.cost is not None:
        plan = replace(plan, cost=Cost(**dict(note.cost)))
    return plan, note.regimen.title is not None


def noted_sessions(file: str, properties: Sequence[Property]) -> tuple[Reference, ...]:
    """Return the sessions of an event's properties; of properties without times only the first counts.

    Raises:
        BadFileError: a property is broken.
    """
    notes = [_read(_SessionNote, file, prop) for prop in properties]
    if all(note.start is None for note in notes):
        return tuple(_reference(note, None, 0) for note in notes[:1])
    spans = []
    for note, prop in zip(notes, properties, strict=True):
        start, end = (None if at is None else instant(at) for at in (note.start, note.end))
        if start is None or end is None or not start < end <= start + DAY_MINUTES * MINUTE:
            raise _wrong(file, prop, "end", shown(str(note.end)), "a time after the start")
        spans.append((start, end))
    if len(notes) == 1:
        return (_reference(notes[0], None, 0),)
    begins = min(start for start, _ in spans)
    return tuple(_reference(note, start - begins, end - start) for note, (start, end) in zip(notes, spans, strict=True))


def _reference(note: _SessionNote, after: int | None, seconds: int) -> Reference:
    return Reference(note.id, note.activity, note.title, note.choice, note.week, note.fixed, after, seconds)


def _read(model: type[AnyPart], file: str, prop: Property) -> AnyPart:
    try:
        value = json_value(prop)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise bad_value(file, prop, "a JSON object", EXPORT_AGAIN)
    part, problems = read_part(model, value, Context(text_only=False))
    if part is None:
        raise _wrong(file, prop, dotted(problems[0].path), problems[0].found, problems[0].expected)
    return part


def _wrong(file: str, prop: Property, key: str, found: str, expected: str) -> BadFileError:
    return bad_file(file, prop.line, found, expected, EXPORT_AGAIN, f"{prop.name}.{key}")

"""What an exported calendar carries for backplan alone, so that nothing that a plan holds is lost but its findings.

Two properties, each with a JSON object named like the plan's JSON (contract section 4). X-BACKPLAN-PLAN stands on the
calendar, and in a short form on every event, because most programs keep an event's own properties and forget the
calendar's: there it says which plan the event is of, for which weeks and in which zone. X-BACKPLAN-SESSION
stands on an event once for each session in it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated

from backplan.calendars.lines import Property, bad_file, json_line, json_value, shown
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
from backplan.model.time import DAY, DAY_MINUTES, MINUTE, YEARS, instant

PLAN_PROPERTY = "X-BACKPLAN-PLAN"
SESSION_PROPERTY = "X-BACKPLAN-SESSION"
NOTES_FORMAT = 1
LONGEST_EVENT = 3 * DAY
"""Seconds. An appointment may last a day, so a day's event reaches into the next, and its own day may have 25 hours."""
EXPORT_AGAIN = "export the plan again, or check its .json or .yaml file instead"
_MOST_WEEKS = 5_000


def plan_line(plan: Plan) -> str:
    """The content line that says of which plan a calendar is, and all about the plan but its sessions."""
    return json_line(
        PLAN_PROPERTY,
        {
            "format": NOTES_FORMAT,
            "regimen": {"id": plan.regimen_id, "title": plan.regimen_title},
            "start": plan.start.isoformat(),
            "weeks": plan.weeks,
            "first_week": plan.first_week,
            **({"away": [[days.first.isoformat(), days.last.isoformat()] for days in plan.away]} if plan.away else {}),
            "timezone": plan.timezone,
            "cost": plan.cost._asdict(),
            "proven": plan.proven,
        },
    )


def short_plan_line(plan: Plan) -> str:
    """The content line that says of which plan an event is; it is repeated in every event, so it is short.

    The zone is in it, for nothing else in a file keeps it when a program writes times in UTC.
    """
    return json_line(
        PLAN_PROPERTY,
        {
            "format": NOTES_FORMAT,
            "regimen": {"id": plan.regimen_id},
            "start": plan.start.isoformat(),
            "weeks": plan.weeks,
            "first_week": plan.first_week,
            **({"weeks_away": sorted(plan.weeks_away)} if plan.weeks_away else {}),
            "timezone": plan.timezone,
        },
    )


def session_line(session: Session, *, with_times: bool) -> str:
    """The content line for one session; its times where the event's own do not say them."""
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
    weeks: Annotated[int, whole(1, _MOST_WEEKS)]
    first_week: Annotated[int, whole(0, _MOST_WEEKS)]
    weeks_away: tuple[Annotated[int, whole(0, _MOST_WEEKS)], ...] = ()
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


def noted_plan(file: str, found: Property) -> tuple[Plan, bool]:
    """The plan that a property names, without its sessions, and whether it says all about it, or just which it is.

    Raises:
        BadFileError: the property is broken.
    """
    note = _read(_PlanNote, file, found)
    if any(week >= note.weeks for week in note.weeks_away):
        raise _wrong(file, found, "weeks_away", "a week that the plan has not", f"weeks from 0 to {note.weeks - 1}")
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
    """The sessions that an event's properties name; of properties without times only the first counts.

    Raises:
        BadFileError: a property is broken.
    """
    notes = [_read(_SessionNote, file, found) for found in properties]
    if all(note.start is None for note in notes):
        return tuple(_reference(note, None, 0) for note in notes[:1])
    spans = []
    for note, found in zip(notes, properties, strict=True):
        start, end = (None if at is None else instant(at) for at in (note.start, note.end))
        if start is None or end is None or not start < end <= start + DAY_MINUTES * MINUTE:
            raise _wrong(file, found, "end", shown(str(note.end)), "a time after the start")
        spans.append((start, end))
    if len(notes) == 1:
        return (_reference(notes[0], None, 0),)
    begins = min(start for start, _ in spans)
    return tuple(_reference(note, start - begins, end - start) for note, (start, end) in zip(notes, spans, strict=True))


def _reference(note: _SessionNote, after: int | None, seconds: int) -> Reference:
    return Reference(note.id, note.activity, note.title, note.choice, note.week, note.fixed, after, seconds)


def _read(model: type[AnyPart], file: str, found: Property) -> AnyPart:
    try:
        said = json_value(found)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise bad_file(file, found.line, shown(found.value), "a JSON object", EXPORT_AGAIN, found.name)
    part, problems = read_part(model, said, Context(text_only=False))
    if part is None:
        raise _wrong(file, found, dotted(problems[0].path), problems[0].found, problems[0].expected)
    return part


def _wrong(file: str, found: Property, key: str, what: str, expected: str) -> BadFileError:
    return bad_file(file, found.line, what, expected, EXPORT_AGAIN, f"{found.name}.{key}")

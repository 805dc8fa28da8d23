"""Which plan a calendar is of, and which of its sessions an event is.

An event is known by backplan's own property; else by the lines at the end of its text; else by its UID, which is made
of the session's id. Each of them survives in programs that lose another.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from backplan.calendars.lines import UID_DOMAIN, Component, Property, bad_file, json_value, shown
from backplan.calendars.notes import NOTES_FORMAT, PLAN_PROPERTY, SESSION_PROPERTY
from backplan.calendars.reference import References, references, whole_weeks
from backplan.errors import BadFileError
from backplan.language.suggest import iana_zone
from backplan.language.wording import UNFIT
from backplan.model.frequency import Daily, Weekly
from backplan.model.plan import Cost, Plan, session_id
from backplan.model.profile import DateRange
from backplan.model.time import MINUTE, YEARS, instant, moment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backplan.model.regimen import Regimen

EXPORT_AGAIN = "export the plan once more, or check its .json or .yaml file instead"
_MOST_WEEKS = 5_000
_PLANS_NAMED = 3
_APPOINTMENTS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Known:
    """A session that an event is of.

    Attributes:
        title: the activity's title as exported; None where nothing in the file says it.
        week: counted from 0 at the regimen's beginning.
        after: seconds from the event's start to the session's, in an event of several; None in an event of one.
        seconds: the session's length in an event of several; 0 in an event of one, which lasts as long.
    """

    id: str
    activity: str
    title: str | None
    choice: str | None
    week: int
    fixed: bool
    after: int | None
    seconds: int


# ---------------------------------------------------------------------------------------------------- which plan


@dataclass(frozen=True, slots=True)
class KnownPlan:
    """The plan of a calendar.

    Attributes:
        plan: without sessions.
        titled: whether the file says the regimen's title.
        faults: what is broken in backplan's own properties, in the file's order.
    """

    plan: Plan
    titled: bool
    faults: tuple[BadFileError, ...]


def known_plan(file: str, calendars: Sequence[Component]) -> KnownPlan:
    """The one plan that a file is of.

    Raises:
        BadFileError: backplan did not make it, or nothing in it says which plan it is, or it is of more than one.
    """
    plans: list[Plan] = []
    whole: list[Plan] = []
    faults: list[BadFileError] = []
    events = [part for calendar in calendars for part in calendar.children("VEVENT")]
    for part in (*calendars, *events):
        said = len(plans)
        for found in part.every(PLAN_PROPERTY):
            try:
                note = _note(file, found)
                plans.append(_plan_of(note))
            except BadFileError as error:
                faults.append(error)
            else:
                if not _is_short(note):
                    whole.append(plans[-1])
        if said == len(plans) and (text := _references(part)) is not None:
            plans.append(text.plan)
    if not plans:
        raise faults[0] if faults else _no_plan(file, events)
    different = list({(plan.regimen_id, plan.start): plan for plan in plans}.values())
    if len(different) > 1:
        named = " and ".join(f"{shown(plan.regimen_id)[1:-1]} from {plan.start}" for plan in different[:_PLANS_NAMED])
        raise bad_file(
            file,
            0,
            f"{len(different)} plans, {named}{' and others' if len(different) > _PLANS_NAMED else ''}",
            "one plan",
            "keep each plan in a calendar of its own, and export that calendar alone",
        )
    # A plan that was made again for more weeks may have left events of the shorter one.
    return KnownPlan(max(whole or plans, key=lambda plan: plan.weeks), bool(whole), tuple(faults))


def _no_plan(file: str, events: Sequence[Component]) -> BadFileError:
    if any(is_ours(part) for part in events):
        return bad_file(
            file,
            0,
            "a plan's events without what backplan had noted in them",
            f"{PLAN_PROPERTY}, or the last lines of their texts",
            "the program that exported it drops them; check the plan's .json, .yaml or first .ics file instead",
        )
    return bad_file(
        file,
        0,
        "a calendar that backplan did not make",
        "a plan that backplan exported",
        "to keep its times free when planning, give it with --busy",
    )


def is_ours(part: Component) -> bool:
    """Whether an event was exported by backplan, whatever else is known of it; a program may give it another UID."""
    return part.text("UID").casefold().endswith(UID_DOMAIN) or part.first(SESSION_PROPERTY) is not None


def _references(part: Component) -> References | None:
    text = part.first("DESCRIPTION")
    return None if text is None else references(text.text)


# ---------------------------------------------------------------------------------------------------- which sessions


class Sessions:
    """Tells which sessions events are of."""

    def __init__(self, file: str, plan: Plan, regimen: Regimen | None) -> None:
        """Takes the plan that the file is of; without its regimen, UIDs alone tell nothing."""
        self._file = file
        self._plan = plan
        self._regimen = regimen
        self._by_id: dict[str, tuple[str, int]] | None = None

    def of(self, part: Component) -> tuple[Known, ...]:
        """The sessions that an event is of; none where nothing tells."""
        try:
            noted = self.noted(part)
        except BadFileError:
            noted = ()
        if noted:
            return noted
        text = _references(part)
        said = () if text is None else tuple(_known_by_text(text))
        of_uid = self._of_uid(part)
        if of_uid is None or of_uid.id in {known.id for known in said}:
            return said
        # A text may have been copied from another event; a UID never is.
        return (of_uid,)

    def noted(self, part: Component) -> tuple[Known, ...]:
        """The sessions that backplan's own property names.

        Raises:
            BadFileError: it is broken.
        """
        notes = [_note(self._file, found) for found in part.every(SESSION_PROPERTY)]
        zone = ZoneInfo(self._plan.timezone)
        if any("start" in note.said for note in notes):
            starts = [instant(note.time("start", zone)) for note in notes]
            ends = [instant(note.time("end", zone)) for note in notes]
            return tuple(
                _known(note, start - min(starts), end - start) if len(notes) > 1 else _known(note, None, 0)
                for note, start, end in zip(notes, starts, ends, strict=True)
            )
        return tuple(_known(note, None, 0) for note in notes[:1])

    def _of_uid(self, part: Component) -> Known | None:
        uid = part.text("UID").casefold()
        if self._regimen is None or not uid.endswith(UID_DOMAIN):
            return None
        if self._by_id is None:
            self._by_id = dict(_ids(self._plan, self._regimen))
        name = uid.removesuffix(UID_DOMAIN)
        found = self._by_id.get(name)
        if found is None:
            return None
        activity, week = found
        return Known(name, activity, None, None, week, fixed=False, after=None, seconds=0)


def _ids(plan: Plan, regimen: Regimen) -> dict[str, tuple[str, int]]:
    """The activity and the week of every id that a session of the plan can have."""
    most = dict.fromkeys(regimen.activity_ids, 7)
    for phase in regimen.phases:
        for activity in phase.activities:
            match activity.frequency:
                case Daily(_, a_day):
                    most[activity.id] = max(most[activity.id], 7 * a_day)
                case Weekly(_, a_week):
                    most[activity.id] = max(most[activity.id], a_week)
                case _:
                    pass
    return {
        session_id(plan.regimen_id, plan.start, activity_id, week, number): (activity_id, plan.regimen_week(week))
        for activity_id, number_of in most.items()
        for week in range(plan.weeks)
        for number in range(number_of + _APPOINTMENTS_A_WEEK)
    }


def _known_by_text(text: References) -> list[Known]:
    alone = len(text.sessions) == 1
    return [
        Known(
            id=said.id,
            activity=said.activity,
            title=None,
            choice=said.choice,
            week=said.week,
            fixed=said.fixed,
            after=None if alone else said.after or 0,
            seconds=0 if alone else said.seconds,
        )
        for said in text.sessions
        if alone or said.seconds > 0
    ]


def _known(note: _Note, after: int | None, seconds: int) -> Known:
    choice = note.said.get("choice")
    note.number("minutes", 1, 1_440)
    if after is not None and not 0 < seconds <= 1_440 * MINUTE:
        raise note.wrong("end", "a time after the start")
    return Known(
        id=note.text("id"),
        activity=note.text("activity"),
        title=note.text("title"),
        choice=None if choice is None else note.text("choice"),
        week=note.number("week", 0, _MOST_WEEKS),
        fixed=note.flag("fixed"),
        after=after,
        seconds=seconds,
    )


# ---------------------------------------------------------------------------------------------------- properties


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

    def numbers(self, key: str, end: int) -> tuple[int, ...]:
        """Whole numbers below `end`; none if the key is missing."""
        found: list[int] = []
        for number, value in enumerate(self._items(key)):
            if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < end:
                raise self.wrong(f"{key}[{number}]", f"a whole number from 0 to {end - 1}")
            found.append(value)
        return tuple(found)

    def ranges(self, key: str) -> tuple[DateRange, ...]:
        """Ranges of days, each as its first and its last; none if the key is missing."""
        found: list[DateRange] = []
        for number, value in enumerate(self._items(key)):
            try:
                first, last = map(date.fromisoformat, value if isinstance(value, list) else ())
            except (TypeError, ValueError):
                first, last = date.max, date.min
            if not (first <= last and first.year in YEARS and last.year in YEARS):
                raise self.wrong(f"{key}[{number}]", "two dates such as 2026-11-23, the earlier one first")
            found.append(DateRange(first, last))
        return tuple(found)

    def _items(self, key: str) -> list[object]:
        value = self.said.get(key, [])
        if isinstance(value, list):
            return value
        raise self.wrong(key, "a list")

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
        return bad_file(self.file, self.found.line, found, expected, EXPORT_AGAIN, f"{self.found.name}.{key}")


def _note(file: str, found: Property) -> _Note:
    try:
        said = json_value(found)
    except (ValueError, RecursionError):
        said = None
    if isinstance(said, dict):
        return _Note(file, found, said)
    raise bad_file(file, found.line, shown(found.value), "a JSON object", EXPORT_AGAIN, found.name)


def _is_short(note: _Note) -> bool:
    """Whether a note only says which plan an event is of."""
    return "cost" not in note.said and "title" not in note.inner("regimen").said


def _plan_of(note: _Note) -> Plan:
    """The plan of a note, without its sessions."""
    note.number("format", NOTES_FORMAT, NOTES_FORMAT)
    regimen = note.inner("regimen")
    timezone = note.text("timezone")
    if iana_zone(timezone) is None:
        raise note.wrong("timezone", "an IANA name such as Europe/Berlin")
    start = note.day("start")
    if start.year not in YEARS:
        raise note.wrong("start", "a date such as 2026-11-23")
    name = regimen.text("id")
    weeks = note.number("weeks", 1, _MOST_WEEKS)
    plan = Plan(
        regimen_id=name,
        regimen_title=name,
        start=start,
        weeks=weeks,
        first_week=note.number("first_week", 0, _MOST_WEEKS),
        timezone=timezone,
        sessions=(),
        away=whole_weeks(start, note.numbers("weeks_away", weeks)),
    )
    if _is_short(note):
        return plan
    cost = note.inner("cost")
    return replace(
        plan,
        regimen_title=regimen.text("title"),
        away=note.ranges("away"),
        cost=Cost(**{key: cost.number(key, 0, 10**15) for key in Cost._fields}),
        proven=note.flag("proven"),
    )

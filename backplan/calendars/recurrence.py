"""Expanding the recurrences of one event near some days (RFC 5545 section 3.8.5), without ever hanging.

recurring-ical-events expands the event. First, each rule is checked, since expanding takes forever for a rule that
never happens, and long for one that began long ago: docs/architecture.md says why.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from math import prod
from typing import TYPE_CHECKING, cast

from dateutil.rrule import rrulestr
from icalendar import Calendar, Event
from icalendar.prop import vDDDLists, vDDDTypes, vRecur
from recurring_ical_events import CalendarQuery

from backplan.calendars.lines import REPAIR, SHORTEN, Component, Property, bad_file, shown
from backplan.model.time import DAY, Interval

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from backplan.calendars.moments import Moments
    from backplan.errors import BadFileError

_MOST_STEPS = 10_000
"""Steps to expand one rule; every ten minutes for eight weeks takes fewer."""
_MOST_STEPS_ALTOGETHER = 60_000
_STEPS_FOR_SERIES = 10
"""Steps that each series takes at least."""
_DAY_PARTS = {"BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYDAY", "BYSETPOS", "BYEASTER"}
_PER_DAY = {
    "SECONDLY": 86_400.0,
    "MINUTELY": 1_440.0,
    "HOURLY": 24.0,
    "DAILY": 1.0,
    "WEEKLY": 1 / 7,
    "MONTHLY": 1 / 30,
    "YEARLY": 1 / 365,
}
_CLOCK_PARTS = {"BYHOUR": (23, "HOURLY"), "BYMINUTE": (59, "MINUTELY"), "BYSECOND": (60, "SECONDLY")}
# RFC 7529: a rule may follow another calendar system, or move 29 February, which dateutil cannot.
_FOREIGN_SCALE = re.compile(r"RSCALE=(?!GREGORIAN\b)|SKIP=(?!OMIT\b)", re.IGNORECASE)
_LEAP_YEAR_NEAR_THE_LAST = 9_972
_LISTS = ("RDATE", "EXDATE")
_SOURCE = "X-BACKPLAN-SOURCE"

# What the libraries raise for unexpected values, which are the file's fault.
_LIBRARY_ERRORS = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)

# icalendar gives these two no types.
_rule_of = cast("Callable[[str], vRecur]", vRecur.from_ical)
_text_of = cast("Callable[[vRecur], bytes]", vRecur.to_ical)


@dataclass(frozen=True, slots=True)
class Entry:
    """One VEVENT, read.

    Attributes:
        start: a day, a floating time or a time with its zone.
        end: likewise; the exclusive end.
    """

    part: Component
    moments: Moments
    uid: str
    sequence: int
    start: date | datetime
    end: date | datetime
    recurrence_id: date | datetime | None

    @property
    def repeats(self) -> bool:
        """Whether it has occurrences other than its own."""
        return self.part.first("RRULE") is not None or self.part.first("RDATE") is not None

    @property
    def blocks(self) -> bool:
        """Whether it takes time: opaque, as events are by default, and not cancelled."""
        return self.part.text("TRANSP").upper() != "TRANSPARENT" and not self.part.is_cancelled

    @property
    def title(self) -> str:
        """What the calendar calls it, on one line."""
        return " ".join(self.part.text("SUMMARY").split()) or "busy"


@dataclass(frozen=True, slots=True)
class Window:
    """The days to look at, from `first` to `last` in the plan's zone, and their instants."""

    file: str
    first: date
    last: date
    span: Interval
    timezone: str


def expanded(
    window: Window, entries: Sequence[Entry], steps: float
) -> tuple[list[tuple[Entry, date | datetime, date | datetime]], float]:
    """Return the occurrences near the window of the events of one UID, and the steps taken in the file so far.

    Args:
        window: the days; occurrences up to a day or two beyond them may be included.
        entries: the event and its exceptions.
        steps: how many the file's other events took.

    Returns:
        Each occurrence as the event with its title, its start and its end; and the steps, with those of these events.

    Raises:
        BadFileError: a rule is invalid, or takes too long to expand.
    """
    calendar = Calendar()
    for number, entry in enumerate(entries):
        rules = [_rule(window.file, found) for found in entry.part.every("RRULE")]
        if _is_over(window, entry, rules) if entry.recurrence_id is None else _is_far(window, entry):
            continue
        begun = _begun_later(window, entry, rules[0]) if len(rules) == 1 else entry
        possible = [rule for rule in rules if _can_happen(entry, rule)]
        for rule in possible:
            steps += _steps(window, begun, rule)
        steps += 1 + sum(len(_times(entry, name)) for name in _LISTS)
        _check_steps(window, steps)
        calendar.add_component(_component(begun, possible, number))
    if not calendar.subcomponents:
        return [], steps
    steps += _STEPS_FOR_SERIES
    _check_steps(window, steps)
    begin, end = (datetime.fromtimestamp(at, UTC) for at in (window.span.start - DAY, window.span.end + DAY))
    try:
        with warnings.catch_warnings():
            # dateutil warns of rules with both COUNT and UNTIL, and does what they say.
            warnings.simplefilter("ignore", DeprecationWarning)
            occurrences = [
                (entries[int(found[_SOURCE])], found["DTSTART"].dt, found["DTEND"].dt)
                for found in CalendarQuery(calendar).between(begin, end)
            ]
    except _LIBRARY_ERRORS as problem:
        raise _bad_rule(window.file, entries[0].part.line, "an invalid repetition") from problem
    return occurrences, steps


def _check_steps(window: Window, steps: float) -> None:
    if steps > _MOST_STEPS_ALTOGETHER:
        expected = f"rules with fewer than {_MOST_STEPS_ALTOGETHER:,} repetitions in total"
        raise bad_file(window.file, 0, "too many repeating events", expected, SHORTEN)


def _component(entry: Entry, rules: Iterable[vRecur], number: int) -> Event:
    """Return the event for recurring-ical-events, with nothing in it that it does not need."""
    event = Event()
    event["UID"] = entry.uid
    event["SEQUENCE"] = entry.sequence
    event[_SOURCE] = str(number)
    event["DTSTART"] = vDDDTypes(entry.start)
    event["DTEND"] = vDDDTypes(entry.end)
    for rule in rules:
        event.add("RRULE", rule)
    for name in _LISTS:
        if listed := list(_listed(entry, name)):
            event[name] = vDDDLists(listed)
    if entry.recurrence_id is not None:
        moved = vDDDTypes(entry.recurrence_id)
        prop = entry.part.first("RECURRENCE-ID")
        if prop is not None and (prop.parameter("RANGE") or "").upper() == "THISANDFUTURE":
            moved.params["RANGE"] = "THISANDFUTURE"
        event["RECURRENCE-ID"] = moved
    return event


def _listed(entry: Entry, name: str) -> Iterator[date | datetime | tuple[datetime, datetime | timedelta]]:
    """Iterate over the days and times of an RDATE or EXDATE."""
    for prop, value in _times(entry, name):
        begins, _, ends = value.partition("/")
        start = entry.moments.read_value(prop, begins)
        if not ends:
            yield start
        elif ends.upper().startswith(("P", "+P")):
            yield entry.moments.aware(start), entry.moments.duration(prop._replace(value=ends))
        else:
            yield entry.moments.aware(start), entry.moments.aware(entry.moments.read_value(prop, ends))


def _times(entry: Entry, name: str) -> list[tuple[Property, str]]:
    """Return the values of an RDATE or EXDATE as written, each with its property."""
    return [
        (prop, value.strip())
        for prop in entry.part.every(name)
        for value in prop.value.split(",")
        if value.partition("/")[0].strip()
    ]


def _rule(file: str, prop: Property) -> vRecur:
    """Return the rule of an RRULE, if it can be followed."""
    try:
        rule = _rule_of(prop.value.strip())
        frequency = str(rule["FREQ"][0]).upper()
        interval = int(rule.get("INTERVAL", [1])[0])
        count = int(rule.get("COUNT", [1])[0])
        per_day = _PER_DAY[frequency]
        clocks_are_right = all(
            0 <= int(value) <= most for part, (most, _) in _CLOCK_PARTS.items() for value in rule.get(part, ())
        )
        rule.pop("RSCALE", None)
        rule.pop("SKIP", None)
    except _LIBRARY_ERRORS as problem:
        raise _bad_rule(file, prop.line, shown(prop.value)) from problem
    asks_for_times = any(part in rule and _PER_DAY[unit] <= per_day for part, (_, unit) in _CLOCK_PARTS.items())
    # Steps that do not divide a day may never fall on both a given day and a given time.
    rare = per_day > 1 and (interval > per_day or (asks_for_times and per_day % max(interval, 1)))
    hopeless = (rare and _DAY_PARTS & set(rule)) or _FOREIGN_SCALE.search(prop.value)
    if interval < 1 or count < 1 or not clocks_are_right or hopeless:
        raise _bad_rule(file, prop.line, shown(prop.value))
    return rule


def _bad_rule(file: str, line: int, found: str) -> BadFileError:
    return bad_file(file, line, found, "a supported rule, such as FREQ=WEEKLY;BYDAY=MO,WE", REPAIR, "RRULE")


def _is_over(window: Window, entry: Entry, rules: Sequence[vRecur]) -> bool:
    """Return whether an event is after the window, or its repetitions ended before it."""
    if entry.part.first("RDATE") is not None:
        return False
    if _day(entry.start) > window.last + timedelta(days=2):
        return True
    if not rules:
        return False
    length = _day(entry.end) - _day(entry.start)
    return all("UNTIL" in rule and (window.first - _day(rule["UNTIL"][0])).days > length.days + 2 for rule in rules)


def _is_far(window: Window, entry: Entry) -> bool:
    """Return whether an exception is outside the window and takes no occurrence out of it."""
    prop = entry.part.first("RECURRENCE-ID")
    if entry.recurrence_id is None or (prop is not None and prop.parameter("RANGE") is not None):
        return False
    early, late = window.first - timedelta(days=2), window.last + timedelta(days=2)
    length = _day(entry.end) - _day(entry.start)
    original = _day(entry.recurrence_id)
    # The original may be longer than the exception, hence the wide margin before the window.
    near = early - timedelta(days=400) <= original <= late
    return not near and (_day(entry.start) > late or _day(entry.start) + length < early)


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _begun_later(window: Window, entry: Entry, rule: vRecur) -> Entry:
    """Return the event with a start nearer to the window, from which the rule gives the same occurrences there.

    A whole number of intervals is skipped: of weeks for WEEKLY, of days for what repeats more often, and four years at
    a time otherwise, so that 29 February stays itself. With COUNT every occurrence counts, and none is skipped.
    """
    if "COUNT" in rule:
        return entry
    interval = int(rule.get("INTERVAL", [1])[0])
    frequency = str(rule["FREQ"][0]).upper()
    length = _day(entry.end) - _day(entry.start)
    ahead = (window.first - _day(entry.start) - length).days - 4
    if frequency in ("MONTHLY", "YEARLY"):
        years = 4 * interval
        skipped = (ahead - 366) // 366 // years * years
        while skipped > 0:
            try:
                start = entry.start.replace(year=entry.start.year + skipped)
                return replace(entry, start=start, end=entry.end + (_day(start) - _day(entry.start)))
            except (ValueError, TypeError, OverflowError):
                skipped -= years  # 1900 and 2100 have no 29 February
        return entry
    days = interval * (7 if frequency == "WEEKLY" else 1)
    skipped = (ahead - days) // days * days
    if skipped <= 0:
        return entry
    skip = timedelta(days=skipped)
    return replace(entry, start=entry.start + skip, end=entry.end + skip)


def _steps(window: Window, entry: Entry, rule: vRecur) -> float:
    """Return roughly how many steps expanding takes from the event's start to the window's end.

    Raises:
        BadFileError: far too many.
    """
    frequency = str(rule["FREQ"][0]).upper()
    per_day = _PER_DAY[frequency] / int(rule.get("INTERVAL", [1])[0])
    if set(rule) & {"BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"}:
        per_day *= {"WEEKLY": 7, "MONTHLY": 5, "YEARLY": 12}.get(frequency, 1)
    for part, (_, unit) in _CLOCK_PARTS.items():
        if _PER_DAY[frequency] < _PER_DAY[unit]:
            per_day *= len(rule.get(part, [0]))
    days = max(1, (window.last - _day(entry.start)).days + 3)
    steps = days * per_day
    if "COUNT" in rule and not any(part.startswith("BY") for part in rule):
        steps = min(steps, int(rule["COUNT"][0]))
    if steps > _MOST_STEPS:
        often = f"an event that repeats about {round(per_day)} times a day"
        found = often if per_day >= 2 else f"a repetition over {days // 365} years"
        expected = f"a rule with fewer than {_MOST_STEPS:,} repetitions until the plan's end"
        prop = entry.part.first("RRULE")
        line = entry.part.line if prop is None else prop.line
        raise bad_file(window.file, line, found, expected, REPAIR, "RRULE")
    return steps


def _can_happen(entry: Entry, rule: vRecur) -> bool:
    """Return whether any day fits the rule; dateutil would look for 30 February until the year 9999.

    So dateutil starts shortly before that year, late enough to finish and early enough for every kind of year, and
    looks for days alone. Only BYSETPOS depends on times of day, and not on days if it counts within an hour or less.
    """
    frequency = str(rule["FREQ"][0]).upper()
    finer = [part for part, (_, unit) in _CLOCK_PARTS.items() if part in rule and _PER_DAY[unit] > _PER_DAY[frequency]]
    positions = [abs(int(position)) for position in rule.get("BYSETPOS", ())]
    if _PER_DAY[frequency] > 1 and positions and min(positions) > prod(len(set(rule[part])) for part in finer):
        return False
    parts = set(rule) & _DAY_PARTS
    if not parts - {"BYDAY"}:
        return True
    kept = {*parts, "WKST", *(finer if positions else ())}
    asked = vRecur({key: value for key, value in rule.items() if key in kept})
    asked["FREQ"] = [frequency if _PER_DAY[frequency] < 1 else "DAILY"]
    if _PER_DAY[frequency] > 1:
        for part in ("BYSETPOS", *finer):
            asked.pop(part, None)
        if not set(asked) & (_DAY_PARTS - {"BYSETPOS"}):
            return True
    begins = datetime(_LEAP_YEAR_NEAR_THE_LAST, entry.start.month, entry.start.day)  # noqa: DTZ001 - a day
    try:
        return next(iter(rrulestr(_text_of(asked).decode(), dtstart=begins)), None) is not None
    except _LIBRARY_ERRORS:
        return True  # the expansion will fail, too, and say so

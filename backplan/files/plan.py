"""Plan files, JSON or YAML, read as a `Plan` (contract section 4).

Reading looks at the values only, which is quick. Where something is wrong, the text is gone through once more for lines
and columns, and everything that is wrong is said at once.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import PurePath
from typing import Annotated, ClassVar, NamedTuple, TypeVar, get_origin
from zoneinfo import ZoneInfo

from pydantic import ConfigDict, Field, GetCoreSchemaHandler, ValidationError, ValidationInfo
from pydantic_core import CoreSchema, ErrorDetails, core_schema

from backplan.errors import MISSING_KEY, BadFileError, Fault
from backplan.files.documents import Document, model_at
from backplan.files.plan_writing import FORMAT
from backplan.files.yaml_source import (
    KeyPath,
    Node,
    Place,
    Source,
    decoded,
    described,
    megabytes,
    quoted,
    raise_faults,
    read_source,
)
from backplan.language.reading import DATE_RANGE, QuantityError, date_range
from backplan.language.suggest import ZONE_NAME, iana_zone, nearest, nearest_zone
from backplan.language.wording import UNFIT
from backplan.model.finding import Finding, Severity
from backplan.model.plan import Cost, MadeFrom, Plan, Session
from backplan.model.profile import DateRange
from backplan.model.time import MINUTE, YEARS, Interval, instant

LARGEST_FILE = 8_000_000
"""Bytes. A year of many sessions takes less than two million; reading more would take longer than anybody waits."""
MOST_VALUES = 400_000
"""A plan of that size has fewer."""

_MOST_WEEKS = 5_200
_LARGEST_COST = 10**15
_LONGEST_LIST = 50_000
# Of what is wrong; more than are shown anyway.
_ENOUGH_PROBLEMS = 200
_NAMES_COMPARED = 1_000

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?([+-][0-9]{2}:[0-9]{2}(:[0-9]{2})?|Z)"
)
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")

_A_MOMENT = "a time with its offset from UTC, such as '2026-11-23T18:30:00+01:00'"
_TWO_TIMES = "two times, such as ['2026-11-23T17:00:00Z', '2026-11-23T19:00:00Z'], the earlier one first"
_THE_YEARS = f"the years go from {YEARS[0]} to {YEARS[-1]}"
_RIGHT_FILE = "is it the right file?"


def parse_plan(data: bytes, file: str) -> Plan:
    """Reads a plan that backplan wrote and a person may have changed.

    Sessions come back ordered, their times in the plan's zone. Keys that are not known are passed over. Only what
    the document itself contradicts is a fault; whether the plan keeps its limits is the checker's to say.

    Args:
        data: the file's content; JSON where it begins with a brace or the file's suffix is `.json`, else YAML.
        file: the file's name for messages.

    Raises:
        BadFileError: with everything that is wrong, each with line and column.
    """
    if len(data) > LARGEST_FILE:
        found = f"a file of {len(data) / 1_000_000:.1f} MB"
        raise _whole_file(file, found, f"a plan of at most {megabytes(LARGEST_FILE)}", _RIGHT_FILE)
    suffix = PurePath(file).suffix.lower()
    if suffix not in {".yaml", ".yml"} and (suffix == ".json" or _begins_with_brace(data)):
        return _parse_json(data, file)
    source = read_source(data, file, "plan", largest=LARGEST_FILE)
    reading = _Reading(text_only=True)
    plan = reading.plan(_with_nulls(source.root))
    raise_faults([*source.faults, *reading.faults(source)])
    assert plan is not None
    return plan


def _begins_with_brace(data: bytes) -> bool:
    return data[:1_000].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00")[:1] == b"{"


def _whole_file(file: str, found: str, expected: str, hint: str) -> BadFileError:
    return BadFileError((Fault(file, 0, 0, "", found, expected, hint),))


def _with_nulls(node: Node) -> object:
    """The node's value, where what stands for nothing in YAML, and is not in quotes, is None."""
    if isinstance(node.content, dict):
        return {key: _with_nulls(value) for key, value in node.content.items()}
    if isinstance(node.content, list):
        return [_with_nulls(item) for item in node.content]
    return None if node.content in {"~", "null", "Null", "NULL"} and not node.quoted else node.content


# --- JSON -----------------------------------------------------------------------------------------------------


def _parse_json(data: bytes, file: str) -> Plan:
    # UTF-16 is what a redirection in Windows PowerShell makes of it.
    text = decoded(data, file, "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    # What JSON takes in memory is counted by its values, and each has a comma or a bracket before it.
    if sum(map(text.count, ",{[")) > MOST_VALUES:
        raise _whole_file(file, f"more than {MOST_VALUES:,} values", "a plan, which has fewer", _RIGHT_FILE)
    repeated = False

    def group(pairs: list[tuple[str, object]]) -> dict[str, object]:
        nonlocal repeated
        values = dict(pairs)
        repeated = repeated or len(values) < len(pairs)
        return values

    try:
        value: object = json.JSONDecoder(parse_int=_whole_number, object_pairs_hook=group).decode(text)
    except json.JSONDecodeError as error:
        raise BadFileError((_json_fault(error, text, file),)) from None
    except RecursionError:
        raise _whole_file(file, "brackets inside brackets without end", "a plan", _RIGHT_FILE) from None
    reading = _Reading(text_only=False)
    plan = reading.plan(value)
    if plan is None or repeated:
        source = _json_places(text, file)
        raise_faults([*source.faults, *reading.faults(source)])
    assert plan is not None
    return plan


def _whole_number(digits: str) -> int | float:
    # Python refuses to read integers of thousands of digits; none of ours has so many.
    return int(digits) if len(digits) <= 18 else float(digits)


def _json_fault(error: json.JSONDecodeError, text: str, file: str) -> Fault:
    again = "make the plan again, or mend the file here"
    if not text.strip():
        return Fault(file, 0, 0, "", "an empty file", "a plan", "make the plan again")
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        found, expected = "the end of the file, or a quote that is never closed", "the rest of the plan"
        return Fault(file, error.lineno, error.colno, "", found, expected, again)
    expected = error.msg[0].lower() + error.msg[1:]
    expected = expected.removeprefix("expecting ") if expected.startswith("expecting ") else f"JSON ({expected})"
    line = text[error.pos : error.pos + 60].split("\n", 1)[0].strip()
    return Fault(file, error.lineno, error.colno, "", quoted(line) if line else "nothing", expected, again)


def _json_places(text: str, file: str) -> Source:
    """Where the values of a JSON text stand, which is right as JSON; as faults, the keys that occur twice.

    JSON is YAML but for what strings may hold, and tabs between them: with one harmless character for each of these,
    every value has its own place.
    """
    for unlike, like in (("\\\\", "¦¦"), ('\\"', "¦¦"), ("\\", "¦"), ("\t", " ")):
        text = text.replace(unlike, like)
    text = re.sub("[\u2028\u2029]", "¦", UNFIT.sub("¦", text))
    try:
        return read_source(text.encode(), file, "plan", largest=4 * LARGEST_FILE)
    except BadFileError:
        # A list of nothing but plans, keys of a thousand letters, brackets two dozen deep.
        return Source(file, Node(Place(1, 1)), {}, [])


# --- What the values say --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Context:
    """How values are to be read.

    Attributes:
        text_only: numbers, true and false come as texts, as from YAML.
        zone: the plan's; None as long as it is not known.
    """

    text_only: bool
    zone: ZoneInfo | None = None


@dataclass(frozen=True)
class _Value:
    """How the value of a key is read.

    Attributes:
        read: raises QuantityError, which says what was expected; what is no JSON value at all is wrong everywhere.
    """

    read: Callable[[object, _Context], object]

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Validates with `read` alone; the annotated type is what `read` returns."""
        return core_schema.with_info_plain_validator_function(self._validate)

    def _validate(self, value: object, info: ValidationInfo) -> object:
        assert isinstance(info.context, _Context)
        return self.read(value, info.context)


def _text(expected: str = "a text", *, empty: bool = True, null: bool = False) -> _Value:
    def read(value: object, _: _Context) -> str | None:
        if value is None and null:
            return None
        if not isinstance(value, str) or not (value or empty):
            raise QuantityError(expected)
        # A plan may come from somebody else.
        if unfit := UNFIT.search(value):
            raise QuantityError("text that can be seen", found=f"the invisible character U+{ord(unfit[0]):04X}")
        return value

    return _Value(read)


def _whole(least: int, most: int) -> _Value:
    expected = f"a whole number from {least} on"

    def read(value: object, context: _Context) -> int:
        in_digits = isinstance(value, str) and _INTEGER.fullmatch(value)
        if in_digits and context.text_only:
            value = int(str(value))
        if not isinstance(value, int) or isinstance(value, bool):
            raise QuantityError(expected, "write it without quotes" if in_digits else "")
        if not least <= value <= most:
            raise QuantityError(f"a whole number from {least} to {most}", found=str(value))
        return value

    return _Value(read)


def _flag(value: object, context: _Context) -> bool:
    if context.text_only and isinstance(value, str):
        value = {"true": True, "false": False}.get(value.lower())
    if isinstance(value, bool):
        return value
    raise QuantityError("true or false")


def _day(value: object, _: _Context) -> date:
    hint = ""
    if isinstance(value, str) and _DATE.fullmatch(value):
        with suppress(ValueError):
            day = date.fromisoformat(value)
            if day.year in YEARS:
                return day
            hint = _THE_YEARS
    raise QuantityError("a date, such as '2026-11-23'", hint)


def _moment(value: object, context: _Context) -> datetime:
    """An aware time in the plan's zone; its offset must be the one that the zone's clocks have then."""
    written = None
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        with suppress(ValueError):
            written = datetime.fromisoformat(value)
    if written is None or written.year not in YEARS:
        raise QuantityError(_A_MOMENT, "" if written is None else _THE_YEARS)
    zone = context.zone
    if zone is None:
        return written
    shown = written.astimezone(zone)
    if shown.utcoffset() != written.utcoffset():
        expected = f"the offset of the time zone {zone.key} at that time"
        raise QuantityError(expected, _right_offset(written, zone))
    return shown


def _right_offset(written: datetime, zone: ZoneInfo) -> str:
    """What to write in place of a time whose offset is not the zone's."""
    clock = written.replace(tzinfo=zone)
    if clock.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != clock.replace(tzinfo=None):
        return "the clocks skip that time; choose another"
    return f"for that time on the clock write '{clock.isoformat()}'"


def _zone(value: object, _: _Context) -> ZoneInfo:
    zone = iana_zone(value) if isinstance(value, str) else None
    if zone is None:
        raise QuantityError(ZONE_NAME, nearest_zone(value) if isinstance(value, str) else "")
    return zone


def _severity(value: object, _: _Context) -> Severity:
    names = [kind.value for kind in Severity]
    if isinstance(value, str) and value in names:
        return Severity(value)
    raise QuantityError(" or ".join(names), nearest(value, names) if isinstance(value, str) else "")


def _days_away(value: object, _: _Context) -> DateRange:
    if isinstance(value, str):
        return date_range(value)
    raise QuantityError(DATE_RANGE)


def _span(value: object, _: _Context) -> Interval:
    if isinstance(value, list) and len(value) == 2:
        with suppress(ValueError, OverflowError):
            begins, ends = (datetime.fromisoformat(str(part)) for part in value)
            if begins.tzinfo and ends.tzinfo and begins < ends and {begins.year, ends.year} <= set(YEARS):
                return Interval(instant(begins), instant(ends))
    raise QuantityError(_TWO_TIMES)


_Text = Annotated[str, _text()]
_Name = Annotated[str, _text("a text that is not empty", empty=False)]
_TextOrNull = Annotated[str | None, _text("a text, or null", null=True)]
_Texts = Annotated[tuple[_Text, ...], Field(max_length=_LONGEST_LIST)]
_File = _text("the text of a YAML file, or null", null=True)
_Flag = Annotated[bool, _Value(_flag)]
_Moment = Annotated[datetime, _Value(_moment)]
_RegimenWeek = Annotated[int, _whole(0, 20 * _MOST_WEEKS)]
_OneCost = Annotated[int, _whole(0, _LARGEST_COST)]


class _Part(Document):
    """A group of keys of a plan; keys that are not known are passed over. Lists of groups are read one by one."""

    what: ClassVar[str] = "a plan"
    model_config = ConfigDict(extra="ignore")


class _RegimenPart(_Part):
    id: _Text
    title: _Text


class _CostPart(_Part):
    shortfall: _OneCost
    missed: _OneCost
    unevenness: _OneCost
    preference: _OneCost
    load: _OneCost


class _MadeFromPart(_Part):
    regimen: Annotated[str | None, _File] = None
    profile: Annotated[str | None, _File] = None
    away: Annotated[tuple[Annotated[DateRange, _Value(_days_away)], ...], Field(max_length=_LONGEST_LIST)]
    busy: Annotated[tuple[Annotated[Interval, _Value(_span)], ...], Field(max_length=_LONGEST_LIST)]
    history: list[object]
    late: _Flag


class _PlanPart(_Part):
    regimen: _RegimenPart
    start: Annotated[date, _Value(_day)]
    weeks: Annotated[int, _whole(1, _MOST_WEEKS)]
    first_week: _RegimenWeek
    timezone: Annotated[ZoneInfo, _Value(_zone)]
    sessions: list[object]
    cost: _CostPart
    proven: _Flag = True
    findings: list[object]
    made_from: _MadeFromPart | None = None


class _SessionPart(_Part):
    id: _Name
    activity: _Name
    title: _Text
    choice: _TextOrNull = None
    start: _Moment
    end: _Moment
    minutes: Annotated[int, _whole(1, 100_000)]
    week: _RegimenWeek
    fixed: _Flag


class _FindingPart(_Part):
    severity: Annotated[Severity, _Value(_severity)]
    rule: _Text
    activity: _TextOrNull = None
    days: Annotated[tuple[Annotated[date, _Value(_day)], ...], Field(max_length=_LONGEST_LIST)]
    message: _Text
    because: _Texts = ()
    suggestions: _Texts = ()
    sessions: _Texts = ()


_AnyPart = TypeVar("_AnyPart", bound=_Part)


class _Problem(NamedTuple):
    """A fault whose place is not known yet."""

    path: KeyPath
    found: str
    expected: str
    hint: str = ""


class _Reading:
    """Turns plain values into a plan and collects what is wrong with them.

    Args:
        text_only: numbers, true and false come as texts, as from YAML.
    """

    def __init__(self, *, text_only: bool) -> None:
        self._context = _Context(text_only)
        self._problems: list[_Problem] = []

    def faults(self, source: Source) -> list[Fault | None]:
        """What was wrong, with its places."""
        return [source.fault(*problem) for problem in self._problems]

    def plan(self, value: object) -> Plan | None:
        """The plan; None where there are problems, and only there."""
        if not isinstance(value, dict):
            self._problem((), _described(value), "a plan: keys such as 'format' and 'kind'")
            return None
        if not self._is_plan(value):
            return None
        top = self._part(_PlanPart, value, ())
        with suppress(QuantityError):
            self._context = _Context(self._context.text_only, _zone(value.get("timezone"), self._context))
        sessions = self._sessions(value, ("sessions",))
        findings = [Finding(**dict(part)) for part, _ in self._parts(_FindingPart, value, ("findings",))]
        made_from = value.get("made_from")
        history = self._sessions(made_from, ("made_from", "history")) if isinstance(made_from, dict) else ()
        if top is None or self._problems:
            return None
        came_from = top.made_from
        return Plan(
            top.regimen.id,
            top.regimen.title,
            top.start,
            top.weeks,
            top.first_week,
            top.timezone.key,
            tuple(sorted(sessions, key=lambda session: instant(session.start))),
            Cost(**dict(top.cost)),
            tuple(findings),
            top.proven,
            came_from.away if came_from else (),
            MadeFrom(came_from.regimen or "", came_from.profile, came_from.busy, history, late=came_from.late)
            if came_from
            else None,
        )

    def _is_plan(self, value: dict[str, object]) -> bool:
        """Whether this is a plan in our format; where it is not, what else is wrong with it is no news."""
        kind, number = value.get("kind", MISSING_KEY), value.get("format", MISSING_KEY)
        if kind != "plan":
            hint = ""
            if {"activities", "phases"} & value.keys():
                hint = "this is a regimen; 'backplan plan' makes a plan of it"
            elif {"available", "anchors", "prefer", "appointments"} & value.keys():
                hint = "this is a profile; give it with --profile"
            self._problem(("kind",), _described(kind), "'plan'", hint)
            return False
        if (number == FORMAT and number is not True) or (self._context.text_only and number == str(FORMAT)):
            return True
        hint = "a newer backplan may have written it; update backplan"
        self._problem(("format",), _described(number), str(FORMAT), hint)
        return False

    def _sessions(self, group: dict[str, object], path: KeyPath) -> tuple[Session, ...]:
        sessions: list[Session] = []
        ids: set[str] = set()
        for part, at in self._parts(_SessionPart, group, path):
            seconds = instant(part.end) - instant(part.start)
            if seconds <= 0:
                self._problem((*at, "end"), quoted(part.end.isoformat()), "a time after the session's start")
            elif seconds != part.minutes * MINUTE:
                expected = f"{seconds / MINUTE:g}, the minutes from start to end"
                hint = "change the minutes, the start or the end"
                self._problem((*at, "minutes"), str(part.minutes), expected, hint)
            if part.id in ids:
                self._problem((*at, "id"), "the id of an earlier session", "an id that no other session has")
            ids.add(part.id)
            sessions.append(Session(**dict(part)))
        return tuple(sessions)

    def _parts(
        self, model: type[_AnyPart], group: dict[str, object], path: KeyPath
    ) -> Iterator[tuple[_AnyPart, KeyPath]]:
        """The groups of keys in the list at a path, each with its own; none after the first many problems."""
        items = group.get(str(path[-1]))
        for number, item in enumerate(items if isinstance(items, list) else ()):
            if len(self._problems) > _ENOUGH_PROBLEMS:
                return
            part = self._part(model, item, (*path, number))
            if part is not None:
                yield part, (*path, number)

    def _part(self, model: type[_AnyPart], value: object, path: KeyPath) -> _AnyPart | None:
        try:
            return model.model_validate(value, context=self._context)
        except ValidationError as error:
            for details in error.errors(include_url=False):
                self._note(model, path, details)
            return None

    def _note(self, model: type[_Part], path: KeyPath, details: ErrorDetails) -> None:
        place, value = details["loc"], details["input"]
        error = details.get("ctx", {}).get("error")
        if details["type"] == "missing":
            key = str(place[-1])
            near = nearest(key, islice(value, _NAMES_COMPARED))
            self._problem((*path, *place), MISSING_KEY, _expected(model, place, self._context), near)
        elif isinstance(error, QuantityError):
            self._problem((*path, *place), error.found or _described(value), error.expected, error.hint)
        elif details["type"] == "too_long":
            self._problem((*path, *place), f"more than {_LONGEST_LIST:,} items", "fewer", _RIGHT_FILE)
        else:
            listed = details["type"] in {"list_type", "tuple_type"}
            self._problem((*path, *place), _described(value), "a list" if listed else "a group of keys")

    def _problem(self, path: KeyPath, found: str, expected: str, hint: str = "") -> None:
        self._problems.append(_Problem(path, found, expected, hint))


def _expected(model: type[_Part], place: Sequence[str | int], context: _Context) -> str:
    """What stands at a place of a model, in a few words."""
    owner = model_at(model, tuple(place[:-1]))
    assert owner is not None
    field = owner.model_fields[str(place[-1])]
    for how in field.metadata:
        if isinstance(how, _Value):
            try:
                how.read(object(), context)
            except QuantityError as error:
                return error.expected
    return "a list" if get_origin(field.annotation) in {list, tuple} else "a group of keys"


def _described(value: object) -> str:
    if value is MISSING_KEY:
        return MISSING_KEY
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"the number {value}" if isinstance(value, int | float) else described(value)

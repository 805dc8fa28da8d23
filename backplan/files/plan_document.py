"""The keys of a plan file and how their values are read (contract section 4).

Values are JSON's, or YAML's, whose numbers and words are all text.
"""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from typing import Annotated, NamedTuple, TypeVar, get_origin
from zoneinfo import ZoneInfo

from pydantic import ConfigDict, Field, GetCoreSchemaHandler, ValidationError, ValidationInfo
from pydantic_core import CoreSchema, ErrorDetails, core_schema

from backplan.errors import MISSING_KEY
from backplan.files.documents import Document, model_at
from backplan.files.source import RIGHT_FILE, KeyPath, described
from backplan.language.did_you_mean import ZONE_NAME, iana_zone, nearest, nearest_zone
from backplan.language.reading import DATE_RANGE, QuantityError, date_range
from backplan.language.wording import UNFIT
from backplan.model.finding import Severity
from backplan.model.profile import DateRange
from backplan.model.request import MOST_WEEKS
from backplan.model.time import YEARS, Interval, instant

LONGEST_LIST = 50_000
"""Days, texts or busy times, in one list."""
_LARGEST_COST = 10**15
_NAMES_COMPARED = 1_000

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?([+-][0-9]{2}:[0-9]{2}(:[0-9]{2})?|Z)"
)
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")

_A_MOMENT = "a time with its offset from UTC, such as '2026-11-23T18:30:00+01:00'"
_TWO_TIMES = "two times, such as ['2026-11-23T17:00:00Z', '2026-11-23T19:00:00Z'], the earlier one first"
_THE_YEARS = f"use a year from {YEARS[0]} to {YEARS[-1]}"


@dataclass(frozen=True)
class Context:
    """How to read values.

    Attributes:
        text_only: numbers, true and false come as text, as from YAML.
        zone: the plan's; None if it is not known yet.
    """

    text_only: bool
    zone: ZoneInfo | None = None


@dataclass(frozen=True)
class Value:
    """How the value of a key is read: `read` raises QuantityError, which says what was expected."""

    read: Callable[[object, Context], object]

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Validate with `read` alone; the annotated type is what `read` returns."""
        return core_schema.with_info_plain_validator_function(self._validate)

    def _validate(self, value: object, info: ValidationInfo) -> object:
        assert isinstance(info.context, Context)
        return self.read(value, info.context)


def _text(expected: str = "text", *, empty: bool = True, null: bool = False) -> Value:
    def read(value: object, _: Context) -> str | None:
        if value is None and null:
            return None
        if not isinstance(value, str) or not (value or empty):
            raise QuantityError(expected)
        # The plan may be from someone else.
        if unfit := UNFIT.search(value):
            raise QuantityError("visible text", found=f"an invisible character (U+{ord(unfit[0]):04X})")
        return value

    return Value(read)


def whole(least: int, most: int) -> Value:
    """Return how to read a whole number from `least` to `most`."""
    expected = f"a whole number of at least {least}"

    def read(value: object, context: Context) -> int:
        in_digits = isinstance(value, str) and _INTEGER.fullmatch(value)
        if in_digits and context.text_only:
            value = int(str(value))
        if not isinstance(value, int) or isinstance(value, bool):
            raise QuantityError(expected, "write it without quotes" if in_digits else "")
        if not least <= value <= most:
            raise QuantityError(f"a whole number from {least} to {most}", found=str(value))
        return value

    return Value(read)


def _flag(value: object, context: Context) -> bool:
    if context.text_only and isinstance(value, str):
        value = {"true": True, "false": False}.get(value.lower())
    if isinstance(value, bool):
        return value
    raise QuantityError("true or false")


def _day(value: object, _: Context) -> date:
    hint = ""
    if isinstance(value, str) and _DATE.fullmatch(value):
        with suppress(ValueError):
            day = date.fromisoformat(value)
            if day.year in YEARS:
                return day
            hint = _THE_YEARS
    raise QuantityError("a date, such as '2026-11-23'", hint)


def _moment(value: object, context: Context) -> datetime:
    """Return an aware time in the plan's zone; its offset must be the one that the zone's clocks have then."""
    written = None
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        with suppress(ValueError):
            written = datetime.fromisoformat(value)
    if written is None or written.year not in YEARS:
        raise QuantityError(_A_MOMENT, "" if written is None else _THE_YEARS)
    if context.zone is None:
        return written
    shown = written.astimezone(context.zone)
    if shown.utcoffset() != written.utcoffset():
        expected = f"the offset of the time zone {context.zone.key} at that time"
        raise QuantityError(expected, _right_offset(written, context.zone))
    return shown


def _right_offset(written: datetime, zone: ZoneInfo) -> str:
    """Return what to write instead of a time whose offset is not the zone's."""
    clock = written.replace(tzinfo=zone)
    if clock.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != clock.replace(tzinfo=None):
        return "the clocks skip that time; choose another"
    return f"for that time on the clock write '{clock.isoformat()}'"


def zone(value: object, _: Context) -> ZoneInfo:
    """Return a time zone by its name."""
    known = iana_zone(value) if isinstance(value, str) else None
    if known is None:
        raise QuantityError(ZONE_NAME, nearest_zone(value) if isinstance(value, str) else "")
    return known


def _severity(value: object, _: Context) -> Severity:
    names = list(Severity)
    if isinstance(value, str) and value in names:
        return Severity(value)
    raise QuantityError(" or ".join(names), nearest(value, names) if isinstance(value, str) else "")


def _days_away(value: object, _: Context) -> DateRange:
    if isinstance(value, str):
        return date_range(value)
    raise QuantityError(DATE_RANGE)


def _span(value: object, _: Context) -> Interval:
    if isinstance(value, list) and len(value) == 2:
        with suppress(ValueError, OverflowError):
            begins, ends = (datetime.fromisoformat(str(part)) for part in value)
            if begins.tzinfo and ends.tzinfo and begins < ends and {begins.year, ends.year} <= set(YEARS):
                return Interval(instant(begins), instant(ends))
    raise QuantityError(_TWO_TIMES)


Text = Annotated[str, _text()]
Day = Annotated[date, Value(_day)]
_Name = Annotated[str, _text("text that is not empty", empty=False)]
TextOrNull = Annotated[str | None, _text("text, or null", null=True)]
_Texts = Annotated[tuple[Text, ...], Field(max_length=LONGEST_LIST)]
_File = _text("the text of a YAML file, or null", null=True)
Flag = Annotated[bool, Value(_flag)]
Moment = Annotated[datetime, Value(_moment)]
Zone = Annotated[ZoneInfo, Value(zone)]
RegimenWeek = Annotated[int, whole(0, 20 * MOST_WEEKS)]
_OneCost = Annotated[int, whole(0, _LARGEST_COST)]


class Part(Document, what="a plan"):
    """A group of keys of a plan; unknown keys are ignored. Lists of groups are read one by one."""

    model_config = ConfigDict(extra="ignore")


class _RegimenPart(Part):
    id: Text
    title: Text


class CostPart(Part):
    """The costs of a plan."""

    shortfall: _OneCost
    missed: _OneCost
    unevenness: _OneCost
    preference: _OneCost
    load: _OneCost


class _MadeFromPart(Part):
    regimen: Annotated[str | None, _File] = None
    profile: Annotated[str | None, _File] = None
    away: Annotated[tuple[Annotated[DateRange, Value(_days_away)], ...], Field(max_length=LONGEST_LIST)]
    busy: Annotated[tuple[Annotated[Interval, Value(_span)], ...], Field(max_length=LONGEST_LIST)]
    history: list[object]
    late: Flag


class PlanPart(Part):
    """A whole plan."""

    regimen: _RegimenPart
    start: Day
    weeks: Annotated[int, whole(1, MOST_WEEKS)]
    first_week: RegimenWeek
    timezone: Zone
    sessions: list[object]
    cost: CostPart
    proven: Flag = True
    findings: list[object]
    made_from: _MadeFromPart | None = None


class SessionPart(Part):
    """A session of the plan or from before its start."""

    id: _Name
    activity: _Name
    title: Text
    choice: TextOrNull = None
    start: Moment
    end: Moment
    minutes: Annotated[int, whole(1, 100_000)]
    week: RegimenWeek
    fixed: Flag


class FindingPart(Part):
    """A finding in a plan that was checked."""

    severity: Annotated[Severity, Value(_severity)]
    rule: Text
    activity: TextOrNull = None
    days: Annotated[tuple[Day, ...], Field(max_length=LONGEST_LIST)]
    message: Text
    because: _Texts = ()
    suggestions: _Texts = ()
    sessions: _Texts = ()


AnyPart = TypeVar("AnyPart", bound=Part)


class Problem(NamedTuple):
    """A fault whose place is not known yet."""

    path: KeyPath
    found: str
    expected: str
    hint: str = ""


def read_part(model: type[AnyPart], value: object, context: Context) -> tuple[AnyPart | None, list[Problem]]:
    """Read a group of keys; return it, or None and everything that is wrong with it."""
    try:
        return model.model_validate(value, context=context), []
    except ValidationError as error:
        return None, [_problem(model, details, context) for details in error.errors(include_url=False)]


def _problem(model: type[Part], details: ErrorDetails, context: Context) -> Problem:
    place, value, kind = details["loc"], details["input"], details["type"]
    error = details.get("ctx", {}).get("error")
    if kind == "missing":
        near = nearest(str(place[-1]), islice(value, _NAMES_COMPARED))
        return Problem(place, MISSING_KEY, _expected(model, place, context), near)
    if isinstance(error, QuantityError):
        return Problem(place, error.found or described_value(value), error.expected, error.hint)
    if kind == "too_long":
        return Problem(place, f"more than {LONGEST_LIST:,} items", "fewer", RIGHT_FILE)
    expected = "a list" if kind in {"list_type", "tuple_type"} else "a group of keys"
    return Problem(place, described_value(value), expected)


def _expected(model: type[Part], place: Sequence[str | int], context: Context) -> str:
    """Return what belongs at a place of a model, in a few words."""
    owner = model_at(model, tuple(place[:-1]))
    assert owner is not None
    field = owner.model_fields[str(place[-1])]
    for how in field.metadata:
        if isinstance(how, Value):
            try:
                how.read(object(), context)
            except QuantityError as error:
                return error.expected
    return "a list" if get_origin(field.annotation) in {list, tuple} else "a group of keys"


def described_value(value: object) -> str:
    """Return what a value of a plan is, in a few words."""
    if value is MISSING_KEY:
        return MISSING_KEY
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"the number {value}" if isinstance(value, int | float) else described(value)

"""Values from the words of the command line.

Each parser returns a value or says what was expected, so the body of a command gets values only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

from backplan.errors import UsageError
from backplan.language.did_you_mean import SURELY, nearest
from backplan.language.reading import FIRST_YEAR, LAST_YEAR, QuantityError, calendar_date, date_range, zone_name
from backplan.language.wording import WEEKDAYS, full_date, listed
from backplan.model.plan_format import PlanFormat
from backplan.model.request import MOST_WEEKS

if TYPE_CHECKING:
    from collections.abc import Callable

SUFFIXES = {
    ".ics": PlanFormat.ICS,
    ".json": PlanFormat.JSON,
    ".yaml": PlanFormat.YAML,
    ".yml": PlanFormat.YAML,
    ".md": PlanFormat.MARKDOWN,
    ".csv": PlanFormat.CSV,
    ".pdf": PlanFormat.PDF,
}
LONGEST_NAME = 200
"""Characters of a name to print."""
_Value = TypeVar("_Value")
_DAYS = tuple(name.lower() for name in WEEKDAYS)


@dataclass(frozen=True, slots=True)
class StartDay:
    """The day that `--start` means, once today's date in the plan's zone is known.

    Attributes:
        day: a date, or None.
        weekday: the coming one, today included, 0 for Monday; or None.
        ahead: days after today, if neither of the others is given.
    """

    day: date | None = None
    weekday: int | None = None
    ahead: int = 0

    def on(self, today: date) -> date:
        """Return the day itself."""
        if self.day is not None:
            return self.day
        ahead = self.ahead if self.weekday is None else (self.weekday - today.weekday()) % 7
        return today + timedelta(days=ahead)


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file to write, and its format."""

    path: Path
    plan_format: PlanFormat


def parse_start(text: str) -> StartDay:
    """Read `2026-11-23`, `today`, `tomorrow`, `monday`, `mon`, or a date as people write it: `23 Nov 2026`."""
    word = text.strip().lower()
    if word in {"today", "tomorrow"}:
        return StartDay(ahead=("today", "tomorrow").index(word))
    if word in _DAYS or (len(word) == 3 and word in {name[:3] for name in _DAYS}):
        return StartDay(weekday=[name[:3] for name in _DAYS].index(word[:3]))
    return StartDay(day=_written_date(text.strip()))


def _written_date(text: str) -> date:
    """Read a date that can be meant in only one way."""
    try:
        return calendar_date(text)
    except QuantityError as error:
        as_written = error
    # A slip in an ISO date must not be read as another day: 2026-13-01 is not 13 January.
    readings = [] if re.match(r"\d+-\d+-\d+", text) else sorted(_readings(text))
    if not readings:
        hint = nearest(text, ("today", "tomorrow", *_DAYS), SURELY) or as_written.hint
        raise typer.BadParameter(
            f"'{text}' is not a day; use a date such as 2026-11-23, or today, tomorrow or monday"
            + (f"; {hint}" if hint else "")
        )
    if len(readings) > 1:
        raise typer.BadParameter(
            f"'{text}' could mean {listed(map(full_date, readings), 'or')};"
            f" write {listed((day.isoformat() for day in readings), 'or')}"
        )
    (day,) = readings
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise typer.BadParameter(f"{full_date(day)} is outside the years {FIRST_YEAR} to {LAST_YEAR}")
    words = {word[:3].lower() for word in re.split(r"[\s,.]+", text) if word.isalpha()}
    named = [number for number, name in enumerate(_DAYS) if name[:3] in words]
    if named and day.weekday() not in named:
        raise typer.BadParameter(
            f"{full_date(day)} is a {WEEKDAYS[day.weekday()]}, not a {WEEKDAYS[named[0]]};"
            f" write {day.isoformat()} if you mean that date"
        )
    return day


def _readings(text: str) -> set[date]:
    """Return every date that dateutil can read in a text; none if the year, month or day is missing."""
    from dateutil import parser  # needed only for dates that are not ISO's

    # What the text leaves out comes from the default, so two defaults show whether something is left out.
    defaults = (datetime(2000, 1, 1), datetime(2001, 2, 2))  # noqa: DTZ001 - only the dates are used
    readings: set[date] = set()
    for day_first, year_first in ((True, True), (True, False), (False, True), (False, False)):
        try:
            moments = {
                parser.parse(text, default=default, dayfirst=day_first, yearfirst=year_first, ignoretz=True)
                for default in defaults
            }
        except (ValueError, OverflowError):
            continue
        if len(moments) == 1 and (moment := moments.pop()).time() == time.min:
            readings.add(moment.date())
    return readings


def parse_weeks(text: str | int) -> int:
    """Read a whole number of weeks."""
    # Typer sends the default through here too, and that is already a number.
    digits = str(text).strip()
    if not re.fullmatch("[+-]?[0-9]+", digits):
        raise typer.BadParameter(f"'{text}' is not a whole number; write one from 1 to {MOST_WEEKS}")
    # Python refuses to read very long numbers, and they are out of range anyway.
    weeks = int(digits[:9])
    if weeks < 1:
        raise typer.BadParameter(f"{digits} is too few weeks; the minimum is 1")
    if weeks > MOST_WEEKS:
        raise typer.BadParameter(f"{digits} is too many weeks; the maximum is {MOST_WEEKS} (ten years)")
    return weeks


def _parser(read: Callable[[str], _Value]) -> Callable[[str], _Value]:
    def parse(text: str) -> _Value:
        try:
            return read(text)
        except QuantityError as error:
            hint = f"; {error.hint}" if error.hint else ""
            raise typer.BadParameter(f"found '{text}', expected {error.expected}{hint}") from error

    return parse


parse_timezone = _parser(zone_name)
parse_away = _parser(date_range)


def parse_output(text: str) -> OutputFile:
    """Read the path of a file whose suffix sets the format."""
    path = Path(text)
    suffix = path.suffix.lower()
    if suffix in SUFFIXES:
        return OutputFile(path, SUFFIXES[suffix])
    problem = f"unknown suffix '{suffix}'" if suffix else f"'{text}' has no suffix"
    raise typer.BadParameter(f"{problem}; use {listed(SUFFIXES, 'or')}")


def parse_name(text: str) -> str:
    """Read a name to print, and refuse one that is too long for a sheet."""
    if len(text) > LONGEST_NAME:
        raise UsageError(f"The name after --for has {len(text):,} characters.", f"Use at most {LONGEST_NAME}.")
    return text

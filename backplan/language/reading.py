"""What people write for amounts, times and dates, read as values.

One pure function per quantity (contract sections 1.1, 1.2 and 2). Every function first normalizes case, spacing and
dashes. It raises `QuantityError`, which says what was expected, for any text that it does not understand and any value
out of bounds: a typo such as `time: 999999 min` is an error here, not a plan that never ends.

The module is long because it is a list of short, independent functions.
"""

from __future__ import annotations

import difflib
import re
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from backplan.language.did_you_mean import ZONE_NAME, is_zone_name, nearest, nearest_zone
from backplan.model.frequency import Cap, Daily, Every, Frequency, Weekly
from backplan.model.profile import DateRange
from backplan.model.regimen import Preferred, TimeOfDay
from backplan.model.time import DAY_MINUTES, Interval, clock_text

if TYPE_CHECKING:
    from collections.abc import Mapping

FREQUENCY = "how often, such as '1-2 per day', '3 per week', 'every other day' or 'at most 3 per year'"
TIME_RANGE = "minutes, such as '15-20 min', '30 min' or '1 h 15 min'"
MINUTES = "a length of time, such as '15 min', '6 h' or '1 h 15 min'"
SECONDS = "a length of time, such as '20 s' or '1 min'"
PROGRESSION = "minutes a week, such as '2 min per week'"
CLOCK_TIME = "a clock time, such as '07:30'"
CLOCK_WINDOW = "a window of clock times, such as '06:30-08:00'"
PREFERRED = "morning, midday, afternoon, evening or a clock time, such as '17:45'"
DATE = "a date, such as '2026-12-24'"
DATE_RANGE = "a date or a range of dates, such as '2026-12-24 to 2026-12-26'"
WEEKDAY = "a day of the week, such as 'mon' or 'monday'"
DAY_GROUP = "a day of the week, 'weekdays', 'weekends' or 'daily'"
ACTIVITY_ID = "an id made of a-z, 0-9 and '-', such as 'hamstring-stretch'"

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY_GROUPS = {"weekdays": (0, 1, 2, 3, 4), "weekends": (5, 6), "daily": (0, 1, 2, 3, 4, 5, 6)}
ID_PATTERN = "^[a-z0-9][a-z0-9-]{0,63}$"
"""Also used by editors, in the JSON Schema of regimens."""

LONGEST_TEXT = 200
"""Characters; longer texts are rejected at once, which keeps every pattern below quick."""
MOST_SECONDS = 3_600
MOST_PER_DAY = 24
MOST_DAYS_BETWEEN = 365
FIRST_YEAR, LAST_YEAR = 1970, 2200


class QuantityError(ValueError):
    """A text does not say what it should.

    Attributes:
        expected: what was expected.
        hint: the next thing to try; may be empty.
        found: what was found, if quoting the text would not help.
    """

    def __init__(self, expected: str, hint: str = "", found: str = "") -> None:
        super().__init__(expected)
        self.expected = expected
        self.hint = hint
        self.found = found


class TimeRange(NamedTuple):
    """Minutes of a session, at first and at the end of its progression."""

    shortest: int
    longest: int


# --- How often (contract section 1.1) -------------------------------------------------------------------------

_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: number for number, word in enumerate(_WORDS, start=1)} | {"once": 1, "twice": 2, "thrice": 3}
_ORDINALS = {"other": 2, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7}
_PERIOD_DAYS = {"week": 7, "month": 30, "year": 365}

_NUMBER = rf"(?:[0-9]+|{'|'.join(_WORDS)})"
_COUNT = rf"(?:{_NUMBER}|once|twice|thrice)"
_DASH = r"(?: ?- ?| (?:or|to) )"
_TIMES = r"(?: ?(?:times?|x))?"
_PERIOD = (
    r"(?:(?: ?/ ?| (?:per|a|each|every) )(?P<period>day|week|month|year)"
    r"| (?P<adverb>dai|week|month|year)ly)"
)
_OFTEN = re.compile(rf"(?P<low>{_COUNT})(?:{_DASH}(?P<high>{_COUNT}))?{_TIMES}{_PERIOD}")
_AT_MOST = re.compile(rf"at most (?P<low>{_COUNT}){_TIMES}{_PERIOD}")
_UP_TO = re.compile(rf"up to (?P<most>{_COUNT})(?P<rest>{_TIMES}{_PERIOD})")
_EVERY = re.compile(
    rf"(?:once )?every (?:(?P<ordinal>{'|'.join(_ORDINALS)}|[0-9]+(?:st|nd|rd|th)) (?P<unit>day|week)"
    rf"|(?P<low>{_NUMBER})(?:{_DASH}(?P<high>{_NUMBER}))? (?P<units>day|week)s?)"
)
_PLAIN: Mapping[str, Frequency] = {
    "daily": Daily(1, 1),
    "every day": Daily(1, 1),
    "each day": Daily(1, 1),
    "weekly": Weekly(1, 1),
    "every week": Weekly(1, 1),
    "each week": Weekly(1, 1),
}
_FREQUENCY_WORDS = (
    *_NUMBERS,
    *_ORDINALS,
    *("daily", "weekly", "monthly", "yearly", "day", "days", "week", "month", "year", "every", "each"),
    *("per", "times", "at", "most", "or", "to"),
)


def frequency(text: str) -> Frequency:
    """Return how often something is done, written in any of the ways of contract section 1.1."""
    normal = _normalized(text)
    how_often = _frequency(normal)
    if how_often is None:
        raise QuantityError(FREQUENCY, _respelled(normal))
    return how_often


def _frequency(text: str) -> Frequency | None:
    plain = _PLAIN.get(text)
    if plain is not None:
        return plain
    if match := _OFTEN.fullmatch(text):
        return _counted(match)
    if match := _EVERY.fullmatch(text):
        return _spaced(match)
    if match := _AT_MOST.fullmatch(text):
        return _capped(match)
    return None


def _respelled(text: str) -> str:
    """Return `did you mean '3 per week'?` for `3 per weak`: words close to known ones are corrected."""
    if text.removeprefix("on ") == "alternate days":
        return "write 'every other day'"
    if match := _UP_TO.fullmatch(text):
        # Whether no session at all is enough makes a difference to the plan, so the person has to choose.
        ranges = [f"{least}-{_count(match['most'])}{match['rest']}" for least in (0, 1)]
        return f"say '{ranges[0]}' or '{ranges[1]}'" if all(map(_understood, ranges)) else ""
    words = [
        word
        if word in _FREQUENCY_WORDS or not word.isalpha()
        else next(iter(difflib.get_close_matches(word, _FREQUENCY_WORDS, n=1)), word)
        for word in text.split()
    ]
    better = " ".join(words)
    return f"did you mean '{better}'?" if better != text and _understood(better) else ""


def _understood(text: str) -> bool:
    try:
        return _frequency(text) is not None
    except QuantityError:
        return False


def _count(written: str) -> int:
    """Return a matched number; one that is absurdly long is cut to one that every bound rejects."""
    return _NUMBERS[written] if written in _NUMBERS else int(written[:9])


def _low_high(match: re.Match[str]) -> tuple[int, int]:
    low = _count(match["low"])
    high = low if match["high"] is None else _count(match["high"])
    if high < low:
        raise QuantityError("the smaller number first", f"did you mean '{high}-{low}'?")
    return low, high


def _period(match: re.Match[str]) -> str:
    if match["period"]:
        return match["period"]
    return "day" if match["adverb"] == "dai" else match["adverb"]


def _counted(match: re.Match[str]) -> Daily | Weekly:
    low, high = _low_high(match)
    period = _period(match)
    if period == "day":
        if not 1 <= high <= MOST_PER_DAY:
            raise QuantityError(f"from 1 to {MOST_PER_DAY} times per day")
        return Daily(low, high)
    if period == "week":
        if high > 7:
            raise QuantityError(
                "at most 7 per week, because '... per week' means at most one session per day",
                "for more than one per day, write it per day, such as '1-2 per day'",
            )
        if high < 1:
            raise QuantityError("from 1 to 7 times per week")
        return Weekly(low, high)
    raise QuantityError(FREQUENCY, f"write how often per day or week, or a limit such as 'at most {high} per {period}'")


def _spaced(match: re.Match[str]) -> Every:
    if match["ordinal"]:
        ordinal = match["ordinal"]
        low = high = _ORDINALS[ordinal] if ordinal in _ORDINALS else _count(ordinal[:-2])
    else:
        low, high = _low_high(match)
    if "week" in (match["unit"], match["units"]):
        days = f"{low * 7}" if low == high else f"{low * 7}-{high * 7}"
        raise QuantityError(FREQUENCY, f"use days: 'every {days} days'")
    if low < 1 or high > MOST_DAYS_BETWEEN:
        raise QuantityError(f"from 1 to {MOST_DAYS_BETWEEN} days")
    return Every(low, high)


def _capped(match: re.Match[str]) -> Cap:
    most, period = _count(match["low"]), _period(match)
    if period == "day":
        raise QuantityError(
            "a limit per week, month or year, such as 'at most 3 per year'",
            f"for a limit per day, use the high end of a range, such as '1-{most} per day'",
        )
    if not 1 <= most <= _PERIOD_DAYS[period] * MOST_PER_DAY:
        raise QuantityError(f"from 1 to {_PERIOD_DAYS[period] * MOST_PER_DAY} times per {period}")
    return Cap(most, _PERIOD_DAYS[period])


# --- How long (contract section 1.2) --------------------------------------------------------------------------

_UNIT_SECONDS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), 60),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 3_600),
}
_AMOUNT = re.compile(r"([0-9]+) ?([a-z]+)\.?")
_AMOUNTS = re.compile(rf"{_AMOUNT.pattern}(?: ?(?:and )?{_AMOUNT.pattern})?")
_RANGE_DASH = re.compile(r" ?- ?| (?:or|to) ")
_PER_WEEK = re.compile(r"(?P<length>.+?)(?:(?: ?/ ?| (?:per|a|each|every) )week| weekly)")


def time_range(text: str) -> TimeRange:
    """Return the minutes of a session, such as `15-20 min` or `1 h 15 min`; at least 1, at most a day."""
    normal = _normalized(text)
    sides = _RANGE_DASH.split(normal)
    if len(sides) > 2:
        raise QuantityError(TIME_RANGE)
    low_text, high_text = sides[0], sides[-1]
    if low_text.isdigit() and (last := _AMOUNT.fullmatch(high_text)):
        # In `15-20 min` the unit is for both numbers.
        low_text = f"{low_text} {last[2]}"
    low, high = _length(low_text, finest=60), _length(high_text, finest=60)
    if low is None or high is None:
        bare = re.fullmatch(r"[0-9]+(?:-[0-9]+)?", normal.replace(" ", ""))
        raise QuantityError(TIME_RANGE, f"add the unit: '{bare[0]} min'" if bare else "")
    if high < low:
        raise QuantityError("the shorter time first")
    if low < 60 or high > DAY_MINUTES * 60:
        raise QuantityError(f"from 1 to {DAY_MINUTES} minutes")
    return TimeRange(low // 60, high // 60)


def minutes(text: str, least: int = 0, most: int = DAY_MINUTES) -> int:
    """Return a length of time such as `6 h` or `60 min`, in minutes."""
    return _bounded_length(text, 60, MINUTES, "min", range(least, most + 1))


def counted_minutes(text: str, least: int, most: int = DAY_MINUTES) -> int:
    """Return a number of minutes for a key whose name says so: `60`; `60 min` and `1 h` work too."""
    normal = _normalized(text)
    if normal.isdigit() or not _AMOUNTS.fullmatch(normal):
        return whole_number(text, least, most)
    return minutes(text, least, most)


def seconds(text: str, least: int = 1) -> int:
    """Return a length of time such as `20 s` or `1 min`, in seconds; at most an hour."""
    return _bounded_length(text, 1, SECONDS, "s", range(least, MOST_SECONDS + 1))


def progression(text: str) -> int:
    """Return how much longer sessions get, such as `2 min per week`, in minutes per week; at most a day."""
    match = _PER_WEEK.fullmatch(_normalized(text))
    if match is None:
        length = _length(_normalized(text), finest=60)
        hint = "" if length is None else f"'{length // 60} min per week'"
        # The example in what was expected may be the very same.
        raise QuantityError(PROGRESSION, f"say {hint}" if hint and hint not in PROGRESSION else "")
    try:
        return minutes(match["length"])
    except QuantityError as error:
        raise QuantityError(error.expected if error.expected != MINUTES else PROGRESSION) from None


def _length(text: str, finest: int) -> int | None:
    """Return the seconds of `1 h 15 min`; None if it is no length, or has a unit shorter than `finest` seconds."""
    if not _AMOUNTS.fullmatch(text):
        return None
    amounts = _AMOUNT.findall(text)
    units = [_UNIT_SECONDS.get(unit, 0) for _, unit in amounts]
    if min(units) < finest or any(larger <= smaller for larger, smaller in pairwise(units)):
        return None
    return sum(int(number[:9]) * unit for (number, _), unit in zip(amounts, units, strict=True))


def _bounded_length(text: str, finest: int, expected: str, unit: str, bounds: range) -> int:
    normal = _normalized(text)
    length = _length(normal, finest)
    if length is None:
        raise QuantityError(expected, f"add the unit: '{normal} {unit}'" if normal.isdigit() else "")
    if length // finest not in bounds:
        raise QuantityError(f"from {bounds[0]} to {bounds[-1]} {'seconds' if finest == 1 else 'minutes'}")
    return length // finest


def whole_number(text: str, least: int, most: int) -> int:
    """Return a whole number from `least` to `most`."""
    normal = _normalized(text)
    if not re.fullmatch(r"[0-9]+", normal) or len(normal) > 9 or not least <= int(normal) <= most:
        raise QuantityError(f"a whole number from {least} to {most}")
    return int(normal)


# --- When (contract sections 1 and 2) -------------------------------------------------------------------------

_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})")
_TWELVE_HOURS = re.compile(r"([0-9]{1,2})(?::([0-9]{2}))? ?([ap])\.?m\.?")
# By its letters, `noon` is closest to `afternoon`, which is hours later.
_OTHER_NAMES = {"noon": TimeOfDay.MIDDAY, "lunch": TimeOfDay.MIDDAY, "night": TimeOfDay.EVENING}


def clock_time(text: str) -> int:
    """Return a time of day from `00:00` to `23:59`, in minutes since 00:00."""
    return _clock(_normalized(text), CLOCK_TIME, DAY_MINUTES - 1)


def _clock(text: str, expected: str, most: int) -> int:
    match = _CLOCK.fullmatch(text)
    if match is None:
        raise QuantityError(expected, _on_24_hour_clock(text))
    clock_minute = int(match[1]) * 60 + int(match[2])
    if int(match[2]) > 59 or clock_minute > most:
        raise QuantityError(f"a clock time from 00:00 to {clock_text(most)}")
    return clock_minute


def _on_24_hour_clock(text: str) -> str:
    match = _TWELVE_HOURS.fullmatch(text)
    if match is None or not 1 <= int(match[1]) <= 12 or int(match[2] or 0) > 59:
        return ""
    hour = int(match[1]) % 12 + (12 if match[3] == "p" else 0)
    return f"on the 24-hour clock that is '{clock_text(hour * 60 + int(match[2] or 0))}'"


def clock_window(text: str) -> Interval:
    """Return a part of a day such as `06:30-08:00`, in clock minutes; it may end at `24:00`, not later."""
    sides = _RANGE_DASH.split(_normalized(text))
    if len(sides) != 2:
        raise QuantityError(CLOCK_WINDOW)
    start, end = _clock(sides[0], CLOCK_WINDOW, DAY_MINUTES - 1), _clock(sides[1], CLOCK_WINDOW, DAY_MINUTES)
    if end == 0:
        raise QuantityError("an end after the start", f"midnight is '{clock_text(start)}-24:00'")
    if end == start:
        raise QuantityError("an end after the start")
    if end < start:
        raise QuantityError(
            "an end after the start",
            f"a window cannot cross midnight: write two, '{clock_text(start)}-24:00' on this day "
            f"and '00:00-{clock_text(end)}' on the next",
        )
    return Interval(start, end)


def preferred_time(text: str) -> Preferred:
    """Return a named time of day, or a clock time in minutes since 00:00."""
    normal = _normalized(text)
    if normal in list(TimeOfDay):
        return TimeOfDay(normal)
    if normal[:1].isdigit():
        return _clock(normal, PREFERRED, DAY_MINUTES - 1)
    if normal in _OTHER_NAMES:
        raise QuantityError(PREFERRED, f"did you mean '{_OTHER_NAMES[normal]}'?")
    raise QuantityError(PREFERRED, _listed(text) or nearest(normal, list(TimeOfDay)))


_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DATES = re.compile(rf"(?P<first>{_DATE.pattern})(?: ?(?:-|to|until|/|\.\.) ?(?P<last>{_DATE.pattern}))?")


def calendar_date(text: str) -> date:
    """Return a date written as in ISO 8601, `2026-12-24`, in the years 1970 to 2200."""
    return _date(_normalized(text), DATE)


def _date(text: str, expected: str) -> date:
    match = _DATE.fullmatch(text)
    if match is None:
        numbers = re.fullmatch(r"[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4}", text)
        raise QuantityError(expected, "write year, month and day with two hyphens" if numbers else "")
    year, month, day = (int(part) for part in match.groups())
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise QuantityError(f"a date in the years {FIRST_YEAR} to {LAST_YEAR}")
    try:
        return date(year, month, day)
    except ValueError:
        raise QuantityError("a date that exists") from None


def date_range(text: str) -> DateRange:
    """Return days such as `2026-12-24 to 2026-12-26`, both included, or a single one."""
    normal = _normalized(text)
    match = _DATES.fullmatch(normal)
    if match is None:
        day = _date(normal, DATE_RANGE)
        return DateRange(day, day)
    first, last = _date(match["first"], DATE_RANGE), _date(match["last"] or match["first"], DATE_RANGE)
    if last < first:
        raise QuantityError("the earlier date first", f"did you mean '{last} to {first}'?")
    return DateRange(first, last)


def weekday(text: str) -> int:
    """Return 0 for Monday to 6 for Sunday, written as a name or its first letters (three or more)."""
    normal = _normalized(text)
    if len(normal) >= 3:
        for number, name in enumerate(WEEKDAYS):
            if name.startswith(normal):
                return number
    raise QuantityError(WEEKDAY, _listed(text) or nearest(normal, WEEKDAYS))


def day_group(text: str) -> tuple[int, ...]:
    """Return the weekdays of a key of `available`: one day, `weekdays`, `weekends` or `daily`."""
    normal = _normalized(text)
    if normal in DAY_GROUPS:
        return DAY_GROUPS[normal]
    try:
        return (weekday(normal),)
    except QuantityError:
        raise QuantityError(DAY_GROUP, nearest(normal, (*WEEKDAYS, *DAY_GROUPS))) from None


def is_activity_id(text: str) -> bool:
    """Return whether a text can be an activity's id: a-z, 0-9 and '-', no '-' in front, at most 64 characters."""
    return re.fullmatch(ID_PATTERN, text) is not None


def activity_id(text: str) -> str:
    """Return an activity's id unchanged."""
    if is_activity_id(text):
        return text
    better = re.sub(r"[^a-z0-9]+", "-", text[:64].lower()).strip("-")
    raise QuantityError(ACTIVITY_ID, f"did you mean '{better}'?" if better else "")


def zone_name(text: str) -> str:
    """Return the IANA name of a time zone that this computer knows."""
    name = text.strip()
    if is_zone_name(name):
        return name
    raise QuantityError(ZONE_NAME, nearest_zone(name))


# --- Shared by all --------------------------------------------------------------------------------------------

_DASHES: Mapping[int, str] = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")


def _normalized(text: str) -> str:
    """Return the text in lower case, with single spaces and plain hyphens; empty if it is too long to be meant."""
    if len(text) > LONGEST_TEXT:
        return ""
    return " ".join(text.lower().translate(_DASHES).split())


def _listed(text: str) -> str:
    """Return a hint for `mon, wed, fri` without brackets, which YAML reads as a single text."""
    parts = [part.strip() for part in text.split(",")]
    return f"write a list: [{', '.join(parts)}]" if len(parts) > 1 and len(text) <= LONGEST_TEXT else ""

"""Dates and times of other people's calendars (RFC 5545 sections 3.2.19, 3.3.4, 3.3.5, 3.6.5).

A time zone is looked up by its IANA name, then by its Windows name, then in the file's own VTIMEZONE, and finally by
the end of a name such as `/citadel.org/20260101_1/Europe/Berlin`. icalendar does nearly the same, but remembers zones
from one file to the next, so of two calendars with a "Customized Time Zone" each, the second would get the first one's.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from io import StringIO
from typing import TYPE_CHECKING

from dateutil.tz import tzical
from icalendar.prop import vDDDTypes, vDuration
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from backplan.calendars.lines import REPAIR, SHORTEN, bad_file, bad_value, shown
from backplan.language.did_you_mean import iana_zone

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo
    from zoneinfo import ZoneInfo

    from backplan.calendars.lines import Component, Property

ZONE_NAMES = frozenset({"TZID", "DTSTART", "RRULE", "RDATE", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME"})
"""The properties of a VTIMEZONE."""

# icalendar gives these two no types.
_moment_of: Callable[[str], object] = vDDDTypes.from_ical
_duration_of: Callable[[str], object] = vDuration.from_ical

_MOST_OBSERVANCES = 50_000
"""Of custom zones, gone through for the times of a file. Nearly all zones are known by their names."""
_OBSERVANCES_FOR_BUILDING = 50
"""Building one takes as long as going through so many."""
_FIRST_RULED_YEAR = "1968"
"""A leap year from which yearly rules are followed: Outlook's begin in 1601, before any plan."""
_YEARLY = re.compile(r"(?!.*BY(HOUR|MINUTE|SECOND)=)(.*;)?FREQ=YEARLY(;|$)", re.IGNORECASE)
_ENDLESS_AND_EVERY_YEAR = re.compile(r"(?!.*(COUNT|UNTIL|INTERVAL)=)", re.IGNORECASE)


class Moments:
    """Reads the dates and times of one calendar; `floating` is the zone of times without one."""

    def __init__(self, file: str, calendar: Component, floating: ZoneInfo) -> None:
        self._file = file
        self._floating = floating
        self._zones: dict[str, tzinfo] = {}
        self._observances: dict[str, int] = {}
        self._asked = 0
        self._described = {
            named.text: part for part in calendar.children("VTIMEZONE") if (named := part.first("TZID")) is not None
        }

    def read(self, prop: Property) -> date | datetime:
        """Return the day or time of a property with one value; a floating time stays without a zone.

        Raises:
            BadFileError: it is neither, or its zone is unknown.
        """
        return self.read_value(prop, prop.value.strip())

    def read_value(self, prop: Property, value: str) -> date | datetime:
        """Return the day or time of one of a property's values, as `read` does."""
        try:
            # 23:59:60 is allowed (RFC 5545 section 3.3.12), and Python has no such second.
            moment = _moment_of(value[:13] + "59" + value[15:] if value[13:15] == "60" else value)
        except (ValueError, TypeError):
            moment = None
        if isinstance(moment, datetime):
            if moment.tzinfo is not None:
                return moment
            name = prop.parameter("TZID")
            return moment if name is None else moment.replace(tzinfo=self.zone(name, prop.line))
        if isinstance(moment, date):
            return moment
        expected = "a day such as 20261123 or a time such as 20261123T180000"
        raise bad_value(self._file, prop._replace(value=value), expected, REPAIR)

    def duration(self, prop: Property) -> timedelta:
        """Return the length of a DURATION.

        Raises:
            BadFileError: it is none.
        """
        try:
            moment = _duration_of(prop.value.strip())
        except (ValueError, TypeError, OverflowError):
            moment = None
        if isinstance(moment, timedelta):
            return moment
        raise bad_value(self._file, prop, "a length such as PT30M", REPAIR)

    def aware(self, moment: date | datetime) -> datetime:
        """Return a time with its zone; a floating one is in the floating zone, a day is at its 00:00 there."""
        if not isinstance(moment, datetime):
            return datetime(moment.year, moment.month, moment.day, tzinfo=self._floating)
        return moment if moment.tzinfo is not None else moment.replace(tzinfo=self._floating)

    def zone(self, name: str, line: int) -> tzinfo:
        """Return the zone of a TZID on `line`.

        Raises:
            BadFileError: nothing says which zone that is.
        """
        if name not in self._zones:
            self._zones[name] = self._looked_up(name, line)
        self._ask(name, line)
        return self._zones[name]

    def _ask(self, name: str, line: int, times: int = 1) -> None:
        """Count the steps of finding offsets in a custom zone: dateutil goes through all its past."""
        self._asked += times * self._observances.get(name, 0)
        if self._asked > _MOST_OBSERVANCES:
            found, expected = "too many times in custom time zones", "IANA names of zones, such as Europe/Berlin"
            raise bad_file(self._file, line, found, expected, SHORTEN, "TZID")

    def _looked_up(self, name: str, line: int) -> tzinfo:
        plain = name.strip("/")
        for candidate in (plain, WINDOWS_TO_OLSON.get(plain)):
            zone = iana_zone(candidate) if candidate else None
            if zone is not None:
                return zone
        if name in self._described:
            part = self._described[name]
            self._observances[name] = len(part.components)
            self._ask(name, line, _OBSERVANCES_FOR_BUILDING)
            return self._built(part)
        parts = plain.split("/")
        for first in range(1, len(parts)):
            zone = iana_zone("/".join(parts[first:]))
            if zone is not None:
                return zone
        expected = "an IANA name such as Europe/Berlin, or a VTIMEZONE in the file that describes it"
        hint = "export the calendar again with its time zones, or set the event's time zone again"
        raise bad_file(self._file, line, f"the time zone {shown(name)}", expected, hint, "TZID")

    def _built(self, part: Component) -> tzinfo:
        """Return the zone of a VTIMEZONE, built from its essentials alone: dateutil rejects other properties."""
        lines = ["BEGIN:VTIMEZONE", "TZID:described"]
        for observance in (*part.children("STANDARD"), *part.children("DAYLIGHT")):
            lines.append(f"BEGIN:{observance.name}")
            rule = observance.first("RRULE")
            for known in observance.properties:
                if known.name == "RRULE" and not _YEARLY.match(known.value.strip()):
                    raise self._bad_zone(part, known.line)
                if known.name != "TZID" and known.value.strip():
                    value = known.value.strip()
                    if known.name == "DTSTART" and rule is not None and _ENDLESS_AND_EVERY_YEAR.match(rule.value):
                        value = max(value[:4], _FIRST_RULED_YEAR) + value[4:]
                    lines.append(f"{known.name}:{value}")
            lines.append(f"END:{observance.name}")
        lines.append("END:VTIMEZONE")
        try:
            zone = tzical(StringIO("\n".join(lines))).get()
            if zone is not None:
                datetime(2026, 1, 1, tzinfo=zone).utcoffset()
                return zone
        except (ValueError, TypeError, LookupError, ArithmeticError, AttributeError):
            pass  # dateutil checks nothing on purpose; whatever it raises, the description is at fault
        raise self._bad_zone(part, part.line)

    def _bad_zone(self, part: Component, line: int) -> Exception:
        named = part.first("TZID")
        found = "a VTIMEZONE without an offset" if named is None else f"a broken VTIMEZONE for {shown(named.text)}"
        expected = "blocks of STANDARD and DAYLIGHT with DTSTART, TZOFFSETFROM, TZOFFSETTO and yearly rules"
        hint = "export the calendar again, or set the events' time zone again"
        return bad_file(self._file, line, found, expected, hint, "VTIMEZONE")

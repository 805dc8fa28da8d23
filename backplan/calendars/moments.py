"""What the dates and times of somebody else's calendar mean (RFC 5545 sections 3.2.19, 3.3.4, 3.3.5, 3.6.5).

A time zone is looked up by its IANA name first, then by its Windows name, then in the file's own VTIMEZONE, and at
last by the end of a name such as `/citadel.org/20260101_1/Europe/Berlin`. icalendar does nearly the same, but keeps
what it has learnt from one file for the next, so that two calendars with a "Customized Time Zone" each would share
the first one's.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from io import StringIO
from typing import TYPE_CHECKING

from dateutil.tz import tzical
from icalendar.prop import vDDDTypes, vDuration
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from backplan.calendars.lines import bad_file, shown
from backplan.language.suggest import iana_zone

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo
    from zoneinfo import ZoneInfo

    from backplan.calendars.lines import Component, Property

ZONE_NAMES = frozenset({"TZID", "DTSTART", "RRULE", "RDATE", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME"})
"""The properties that a VTIMEZONE is read from."""

# icalendar gives these two no types.
_moment_of: Callable[[str], object] = vDDDTypes.from_ical
_duration_of: Callable[[str], object] = vDuration.from_ical

_MOST_OBSERVANCES = 50_000
"""Of described zones, that may have to be asked for a file's times. Nearly all zones are known by their names."""
_OBSERVANCES_FOR_BUILDING = 50
"""As many of them may be asked in the time that it takes to build one."""
_FIRST_RULED_YEAR = "1968"
"""A leap year, from which yearly rules are followed: Outlook's begin in 1601, and no plan is as old."""
_YEARLY = re.compile(r"(?!.*BY(HOUR|MINUTE|SECOND)=)(.*;)?FREQ=YEARLY(;|$)", re.IGNORECASE)
_ENDLESS_AND_EVERY_YEAR = re.compile(r"(?!.*(COUNT|UNTIL|INTERVAL)=)", re.IGNORECASE)


class Moments:
    """Reads the dates and times of one calendar.

    Args:
        file: its name as the person gave it.
        calendar: the VCALENDAR whose VTIMEZONEs count.
        floating: the zone of times that name none.
    """

    def __init__(self, file: str, calendar: Component, floating: ZoneInfo) -> None:
        self._file = file
        self._floating = floating
        self._zones: dict[str, tzinfo] = {}
        self._observances: dict[str, int] = {}
        self._asked = 0
        self._described = {
            named.text: part for part in calendar.children("VTIMEZONE") if (named := part.first("TZID")) is not None
        }

    def read(self, found: Property) -> date | datetime:
        """The day or the time that a property with one value says; a floating time stays without a zone.

        Raises:
            BadFileError: it is neither, or its zone is unknown.
        """
        return self.read_value(found, found.value.strip())

    def read_value(self, found: Property, value: str) -> date | datetime:
        """The day or the time that one of a property's values says.

        Raises:
            BadFileError: it is neither, or its zone is unknown.
        """
        try:
            # 23:59:60 is allowed (RFC 5545 section 3.3.12), and Python has no such second.
            said = _moment_of(value[:13] + "59" + value[15:] if value[13:15] == "60" else value)
        except (ValueError, TypeError):
            said = None
        if isinstance(said, datetime):
            if said.tzinfo is not None:
                return said
            name = found.parameter("TZID")
            return said if name is None else said.replace(tzinfo=self.zone(name, found.line))
        if isinstance(said, date):
            return said
        raise bad_file(
            self._file,
            found.line,
            shown(value),
            "a day such as 20261123 or a time such as 20261123T180000",
            "fix or delete that event, then export the calendar again",
            found.name,
        )

    def duration(self, found: Property) -> timedelta:
        """The length that a DURATION says.

        Raises:
            BadFileError: it is none.
        """
        try:
            said = _duration_of(found.value.strip())
        except (ValueError, TypeError, OverflowError):
            said = None
        if isinstance(said, timedelta):
            return said
        raise bad_file(
            self._file,
            found.line,
            shown(found.value),
            "a length such as PT30M",
            "fix or delete that event, then export the calendar again",
            found.name,
        )

    def aware(self, said: date | datetime) -> datetime:
        """The time with its zone; a floating one is read in the floating zone, a day at its 00:00 there."""
        if not isinstance(said, datetime):
            return datetime(said.year, said.month, said.day, tzinfo=self._floating)
        return said if said.tzinfo is not None else said.replace(tzinfo=self._floating)

    def zone(self, name: str, line: int) -> tzinfo:
        """The zone that a TZID names; `line` is where it stands.

        Raises:
            BadFileError: nothing says what zone that is.
        """
        known = self._zones.get(name)
        if known is None:
            known = self._zones[name] = self._looked_up(name, line)
        self._ask(name, line)
        return known

    def _ask(self, name: str, line: int, times: int = 1) -> None:
        """Counts what it takes to find offsets in a described zone, since dateutil goes through all its past."""
        self._asked += times * self._observances.get(name, 0)
        if self._asked > _MOST_OBSERVANCES:
            raise bad_file(
                self._file,
                line,
                "too many times in custom time zones",
                "zones known by their IANA names, such as Europe/Berlin",
                "export a shorter span, or fewer calendars at once",
                "TZID",
            )

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
        raise bad_file(
            self._file,
            line,
            f"the time zone {shown(name)}",
            "an IANA name such as Europe/Berlin, or a VTIMEZONE in the file that describes it",
            "export the calendar again with its time zones, or set the event's time zone again",
            "TZID",
        )

    def _built(self, part: Component) -> tzinfo:
        """The zone that a VTIMEZONE describes, by its essentials alone: other properties make dateutil refuse it."""
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
            # dateutil checks nothing on purpose; whatever it stumbles over, the description is at fault.
            pass
        raise self._bad_zone(part, part.line)

    def _bad_zone(self, part: Component, line: int) -> Exception:
        named = part.first("TZID")
        return bad_file(
            self._file,
            line,
            "a VTIMEZONE without an offset" if named is None else f"a broken VTIMEZONE for {shown(named.text)}",
            "blocks of STANDARD and DAYLIGHT with DTSTART, TZOFFSETFROM, TZOFFSETTO and yearly rules",
            "export the calendar again, or set the events' time zone again",
            "VTIMEZONE",
        )

"""The VTIMEZONE of a zone (RFC 5545 section 3.6.5), built from the zone's own data.

Many programs trust the file's VTIMEZONE before their own data, and several misread one made of RDATE. So it is made of
yearly rules (`FREQ=YEARLY` with BYMONTH and BYDAY), each checked against every year that it is used for. Where no
yearly rule fits (Africa/Casablanca follows the moon), there is one block per change. icalendar 7.3 writes RDATE lists,
and spring onsets an hour late.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from backplan.model.time import DAY, instant, moment, offset_changes

if TYPE_CHECKING:
    from collections.abc import Sequence

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_EARLIEST = 1970


@dataclass(frozen=True, slots=True)
class _Change:
    """One clock change.

    Attributes:
        onset: what the clocks showed when they were changed, in the offset `before`.
        before: the offset until then.
        after: the offset from then on.
        name: the new time's name.
    """

    onset: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def daylight(self) -> bool:
        """Whether the new time is the later one of the two.

        Ireland's law calls its winter time the exception, Morocco's the month of Ramadan; readers do not expect that.
        """
        return self.after > self.before

    @property
    def kind(self) -> tuple[int, timedelta, timedelta, timedelta]:
        """What changes by the same yearly rule have in common: month, time of day and both offsets."""
        time_of_day = self.onset - datetime.combine(self.onset.date(), datetime.min.time())
        return self.onset.month, time_of_day, self.before, self.after


def vtimezone_lines(zone_name: str, first: date, last: date) -> tuple[str, ...]:
    """Return the content lines of a VTIMEZONE that is right from `first` to `last`, and a year beyond on both sides.

    `zone_name` is an IANA name and becomes the TZID.

    Raises:
        zoneinfo.ZoneInfoNotFoundError: there is no such zone.
    """
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone_name}"]
    years = range(max(first.year - 1, 2), min(last.year + 1, 9998) + 1)
    changes = _changes(zone_name, years[0], years[-1])
    blocks = _yearly_blocks(zone_name, years, changes) if changes else None
    if blocks is None:
        blocks = [_base(zone_name, years[0], single=not changes)]
        blocks += [_block(change) for change in changes]
    return (*lines, *chain.from_iterable(blocks), "END:VTIMEZONE")


def _base(zone_name: str, year: int, *, single: bool) -> list[str]:
    """Return the block for the time before the first change, or for all time if there is none."""
    at = datetime(year, 1, 1, tzinfo=UTC).astimezone(ZoneInfo(zone_name))
    offset = at.utcoffset() or timedelta()
    onset = datetime(_EARLIEST, 1, 1) if single else datetime(year - 1, 1, 1)  # noqa: DTZ001 - what a clock shows
    # Always STANDARD: some readers reject a VTIMEZONE without such a block.
    return _block(_Change(onset, offset, offset, at.tzname() or zone_name))


def _yearly_blocks(zone_name: str, years: range, changes: Sequence[_Change]) -> list[list[str]] | None:
    """Return two blocks with yearly rules, or None where no such rules describe the zone in these years."""
    kinds = list(dict.fromkeys(change.kind for change in changes))
    if len(kinds) != 2 or len(changes) != 2 * len(years):
        return None
    if {change.daylight for change in changes} != {True, False}:
        return None
    rules: dict[tuple[int, timedelta, timedelta, timedelta], tuple[str, int]] = {}
    # A rule that was right in years before the plan is more likely the real one, and the same zone then has the same
    # block in most plans.
    past = _changes(zone_name, _EARLIEST, years[0] - 1) if years[0] > _EARLIEST else ()
    for kind in kinds:
        days = [change.onset.date() for change in changes if change.kind == kind]
        if [day.year for day in days] != list(years):
            return None
        fitting = [rule for rule in _rules(days[0]) if all(rule in _rules(day) for day in days)]
        if not fitting:
            return None
        reach = [(_since(rule, kind, past, years[0]), rule) for rule in fitting]
        earliest, rule = min(reach, key=lambda since_and_rule: since_and_rule[0])
        rules[kind] = (rule, earliest)
    since = max(earliest for _, earliest in rules.values())
    known = [change for change in (*past, *changes) if change.onset.year == since]
    return [_block(change, rules[change.kind][0]) for change in sorted(known, key=lambda change: change.onset)]


def _since(rule: str, kind: tuple[int, timedelta, timedelta, timedelta], past: Sequence[_Change], year: int) -> int:
    """Return the first of the unbroken years up to `year` in which the rule gave the zone's one change of this kind."""
    while True:
        before = [change for change in past if change.onset.year == year - 1]
        same = [change for change in before if change.kind == kind]
        if len(before) != 2 or len(same) != 1 or rule not in _rules(same[0].onset.date()):
            return year
        year -= 1


def _rules(day: date) -> tuple[str, ...]:
    """Return the yearly rules that a day may follow, the likelier first: last weekday of the month, or its n-th."""
    weekday = _WEEKDAYS[day.weekday()]
    nth = f"FREQ=YEARLY;BYMONTH={day.month};BYDAY={(day.day - 1) // 7 + 1}{weekday}"
    if (day + timedelta(days=7)).month != day.month:
        return f"FREQ=YEARLY;BYMONTH={day.month};BYDAY=-1{weekday}", nth
    return (nth,)


def _block(change: _Change, rule: str = "") -> list[str]:
    kind = "DAYLIGHT" if change.daylight else "STANDARD"
    # %Y would have no leading zeros on every system.
    lines = [f"BEGIN:{kind}", f"DTSTART:{change.onset.isoformat().replace('-', '').replace(':', '')}"]
    if rule:
        lines.append(f"RRULE:{rule}")
    lines += [
        f"TZOFFSETFROM:{_offset_text(change.before)}",
        f"TZOFFSETTO:{_offset_text(change.after)}",
        f"TZNAME:{change.name}",
        f"END:{kind}",
    ]
    return lines


def _offset_text(offset: timedelta) -> str:
    seconds = abs(int(offset.total_seconds()))
    sign = "-" if offset < timedelta() else "+"
    text = f"{sign}{seconds // 3600:02d}{seconds % 3600 // 60:02d}"
    return text + (f"{seconds % 60:02d}" if seconds % 60 else "")


@lru_cache(maxsize=64)
def _changes(zone_name: str, first_year: int, last_year: int) -> tuple[_Change, ...]:
    """Return the changes of a zone's offset whose onsets are in these years, in order."""
    zone = ZoneInfo(zone_name)
    start = datetime(first_year, 1, 1, tzinfo=UTC) - timedelta(days=2)
    end = datetime(last_year, 12, 31, tzinfo=UTC) + timedelta(days=2)
    changes = []
    # Ramadan's pause lasts about thirty days, so steps of four days miss no change.
    for at in offset_changes(zone, instant(start), instant(end), 4 * DAY):
        shown = moment(at, zone)
        before = moment(at - 1, zone).utcoffset() or timedelta()
        onset = (shown.astimezone(UTC) + before).replace(tzinfo=None)
        if first_year <= onset.year <= last_year:
            changes.append(_Change(onset, before, shown.utcoffset() or timedelta(), shown.tzname() or zone_name))
    return tuple(changes)

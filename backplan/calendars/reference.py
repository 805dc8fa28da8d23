"""The last lines of an event's description: which plan and which sessions it is of, in plain words.

Google and Outlook drop properties that they do not know and may give an event a new UID when it is imported, but no
program drops the text. So the text says once more what backplan's own properties say, and both ways are here:

    Plan low-back from 2026-11-23 in Europe/Berlin, weeks 1 to 4:
    aerobics (walking), week 1, session 2

Weeks are counted through the calendar, weeks away included; the first line names those (`weeks 1 to 4, away in 3:`).
A session of an event that holds a whole day also says when in it it lies and how long it is.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from html import unescape as without_entities
from typing import TYPE_CHECKING

from backplan.language.suggest import iana_zone
from backplan.language.wording import UNFIT
from backplan.model.plan import Plan, Session, session_id
from backplan.model.profile import DateRange
from backplan.model.time import MINUTE, YEARS, instant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_HEAD = re.compile(
    r"Plan (?P<regimen>\S.*) from (?P<start>\d{4}-\d\d-\d\d) in (?P<zone>\S+), "
    r"weeks? (?P<first>\d{1,4})(?: to (?P<last>\d{1,4}))?(?:, away in (?P<away>\d{1,4}(?:[ ,]+\d{1,4})*))?:"
)
_ENTRY = re.compile(
    r"(?P<activity>\S+?)(?: \((?P<choice>.+)\))?, week (?P<week>\d{1,4}), session (?P<session>[^,]+)"
    r"(?P<fixed>, appointment)?(?:, after (?P<after>\d{1,4}) min for (?P<minutes>\d{1,4}) min)?"
)
_BREAKING_TAG = re.compile(r"<(?:br|/p|/div|/li)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Reference:
    """A session that an event is of.

    Attributes:
        id: the session's.
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


@dataclass(frozen=True, slots=True)
class References:
    """What the last lines of a description say; the plan has neither sessions nor a title of its own."""

    plan: Plan
    sessions: tuple[Reference, ...]


class ReferenceWriter:
    """Writes the last lines of the descriptions of one plan."""

    def __init__(self, plan: Plan) -> None:
        """Takes the plan, whose sessions are numbered."""
        first, last = plan.first_week + 1, plan.first_week + plan.weeks
        weeks = f"week {first}" if first == last else f"weeks {first} to {last}"
        away = ", ".join(str(first + week) for week in sorted(plan.weeks_away))
        weeks += f", away in {away}" if away else ""
        self._head = f"Plan {_one_line(plan.regimen_id)} from {plan.start.isoformat()} in {plan.timezone}, {weeks}:"
        self._plan = plan
        self._numbers = _numbers(plan)

    def session_lines(self, session: Session) -> str:
        """The lines for an event of one session."""
        return f"{self._head}\n{self._entry(session)}"

    def day_lines(self, sessions: Sequence[Session]) -> str:
        """The lines for an event of a day."""
        if len(sessions) == 1:
            return self.session_lines(sessions[0])
        begins = min(instant(session.start) for session in sessions)
        entries = (
            f"{self._entry(session)}, after {(instant(session.start) - begins) // MINUTE} min for {session.minutes} min"
            for session in sessions
        )
        return "\n".join([self._head, *entries])

    def _entry(self, session: Session) -> str:
        choice = f" ({_one_line(session.choice)})" if session.choice else ""
        week, named = self._numbers.get(session.id, (_own_week(self._plan, session), session.id))
        fixed = ", appointment" if session.fixed else ""
        return f"{session.activity}{choice}, week {self._plan.first_week + week + 1}, session {named}{fixed}"


def _numbers(plan: Plan) -> Mapping[str, tuple[int, str]]:
    """Return the week and the number that each id was made of; a plan from elsewhere may have other ids."""
    most: dict[str, int] = {}
    for (activity, _), count in Counter((one.activity, _own_week(plan, one)) for one in plan.sessions).items():
        most[activity] = max(count, most.get(activity, 0))
    return {
        session_id(plan.regimen_id, plan.start, activity, week, number): (week, str(number + 1))
        for activity, count in most.items()
        for week in range(plan.weeks)
        for number in range(count)
    }


def _own_week(plan: Plan, session: Session) -> int:
    return max(0, (session.start.date() - plan.start).days // 7)


def references(description: str) -> References | None:
    """What a description says of its event; None where it says nothing.

    Programs that show descriptions as web pages give them back with tags, or with blank lines in between.
    """
    for text in (description, _without_tags(description)):
        lines = [line.replace("\xa0", " ").strip() for line in text.splitlines()]
        lines = [line for line in lines if line]
        for number, line in enumerate(lines):
            plan = _plan(line)
            if plan is not None and (found := tuple(_entries(plan, lines[number + 1 :]))):
                return References(plan, _placed(found))
    return None


def _placed(found: Sequence[Reference]) -> tuple[Reference, ...]:
    """The sessions that have a place in their event: it is the only one's own, and several each say theirs."""
    if len(found) == 1:
        return (replace(found[0], after=None, seconds=0),)
    return tuple(replace(one, after=one.after or 0) for one in found if one.seconds > 0)


def _without_tags(description: str) -> str:
    return without_entities(_TAG.sub("", _BREAKING_TAG.sub("\n", description)))


def _plan(line: str) -> Plan | None:
    found = _HEAD.fullmatch(line)
    if found is None or UNFIT.search(line) or iana_zone(found["zone"]) is None:
        return None
    first, last = int(found["first"]), int(found["last"] or found["first"])
    try:
        start = date.fromisoformat(found["start"])
    except ValueError:
        return None
    if not 1 <= first <= last or start.year not in YEARS:
        return None
    name, weeks = found["regimen"], last - first + 1
    numbers = {int(number) - first for number in re.findall(r"\d+", found["away"] or "")}
    if not numbers.issubset(range(weeks)):
        return None
    return Plan(name, name, start, weeks, first - 1, found["zone"], (), away=whole_weeks(start, numbers))


def whole_weeks(start: date, numbers: Iterable[int]) -> tuple[DateRange, ...]:
    """Return the days of some of a plan's weeks, counted from 0."""
    firsts = (start + timedelta(weeks=number) for number in sorted(numbers))
    return tuple(DateRange(first, first + timedelta(days=6)) for first in firsts)


def _entries(plan: Plan, lines: Sequence[str]) -> Iterator[Reference]:
    for line in lines:
        found = _ENTRY.fullmatch(line)
        if found is None or int(found["week"]) < 1 or UNFIT.search(line):
            return
        activity, week, named = found["activity"], int(found["week"]) - 1 - plan.first_week, found["session"]
        if week < 0:
            return
        if named.isdecimal() and 0 < len(named) < 5:
            named = session_id(plan.regimen_id, plan.start, activity, week, int(named) - 1)
        after = found["after"]
        yield Reference(
            id=named,
            activity=activity,
            title=None,
            choice=found["choice"],
            week=plan.regimen_week(week),
            fixed=found["fixed"] is not None,
            after=None if after is None else int(after) * MINUTE,
            seconds=int(found["minutes"] or 0) * MINUTE,
        )


def _one_line(text: str) -> str:
    return " ".join(text.split())

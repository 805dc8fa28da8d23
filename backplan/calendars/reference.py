"""The last lines of an event's description: its plan and its sessions, in plain words.

Google and Outlook drop properties that they do not know and may give an imported event a new UID, but no program drops
the text. So the text repeats what backplan's own properties say, and is both written and read here:

    Plan low-back from 2026-11-23 in Europe/Berlin, weeks 1 to 4:
    aerobics (walking), week 1, session 2

Weeks are counted through the calendar, weeks away included; the first line names those (`weeks 1 to 4, away in 3:`). A
session of an event for a whole day also says when it begins within the event and how long it is.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from html import unescape as without_entities
from typing import TYPE_CHECKING

from backplan.language.did_you_mean import iana_zone
from backplan.language.wording import UNFIT, one_line
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
        title: the activity's title as exported; None if it is not in the file.
        week: counted from 0 at the regimen's beginning.
        after: seconds from the event's start to the session's, in an event of several; None in an event of one.
        seconds: the session's length in an event of several; 0 in an event of one, which is as long.
    """

    id: str
    activity: str
    title: str | None
    choice: str | None
    week: int
    fixed: bool
    after: int | None
    seconds: int


class ReferenceWriter:
    """Writes the last lines of the descriptions of one plan."""

    def __init__(self, plan: Plan) -> None:
        first, last = plan.first_week + 1, plan.first_week + plan.weeks
        weeks = f"week {first}" if first == last else f"weeks {first} to {last}"
        away = ", ".join(str(first + week) for week in sorted(plan.weeks_away))
        weeks += f", away in {away}" if away else ""
        self._head = f"Plan {one_line(plan.regimen_id)} from {plan.start.isoformat()} in {plan.timezone}, {weeks}:"
        self._plan = plan
        self._numbers = _numbers(plan)

    def session_lines(self, session: Session) -> str:
        """Return the lines for an event of one session."""
        return f"{self._head}\n{self._entry(session)}"

    def day_lines(self, sessions: Sequence[Session]) -> str:
        """Return the lines for an event of a day."""
        if len(sessions) == 1:
            return self.session_lines(sessions[0])
        begins = min(instant(session.start) for session in sessions)
        entries = (
            f"{self._entry(session)}, after {(instant(session.start) - begins) // MINUTE} min for {session.minutes} min"
            for session in sessions
        )
        return "\n".join([self._head, *entries])

    def _entry(self, session: Session) -> str:
        choice = f" ({one_line(session.choice)})" if session.choice else ""
        week, named = self._numbers.get(session.id, (_own_week(self._plan, session), session.id))
        fixed = ", appointment" if session.fixed else ""
        return f"{session.activity}{choice}, week {self._plan.first_week + week + 1}, session {named}{fixed}"


def _numbers(plan: Plan) -> Mapping[str, tuple[int, str]]:
    """Return the week and the number that each id was made of; a plan from elsewhere may have other ids."""
    most: dict[str, int] = {}
    for (activity, _), count in Counter(
        (session.activity, _own_week(plan, session)) for session in plan.sessions
    ).items():
        most[activity] = max(count, most.get(activity, 0))
    return {
        session_id(plan.regimen_id, plan.start, activity, week, number): (week, str(number + 1))
        for activity, count in most.items()
        for week in range(plan.weeks)
        for number in range(count)
    }


def _own_week(plan: Plan, session: Session) -> int:
    return max(0, (session.start.date() - plan.start).days // 7)


def references(description: str) -> tuple[Plan, tuple[Reference, ...]] | None:
    """Return the plan (without sessions) and the sessions of an event with this description; None if it has none.

    Programs that show descriptions as web pages return them with tags, or with blank lines in between.
    """
    for text in (description, _without_tags(description)):
        stripped = (line.replace("\xa0", " ").strip() for line in text.splitlines())
        lines = [line for line in stripped if line]
        for number, line in enumerate(lines):
            plan = _plan(line)
            if plan is not None and (sessions := tuple(_entries(plan, lines[number + 1 :]))):
                return plan, _placed(sessions)
    return None


def _placed(sessions: Sequence[Reference]) -> tuple[Reference, ...]:
    """Return the sessions with a place in their event: the only one has it all, several need their own."""
    if len(sessions) == 1:
        return (replace(sessions[0], after=None, seconds=0),)
    return tuple(replace(session, after=session.after or 0) for session in sessions if session.seconds > 0)


def _without_tags(description: str) -> str:
    return without_entities(_TAG.sub("", _BREAKING_TAG.sub("\n", description)))


def _plan(line: str) -> Plan | None:
    head = _HEAD.fullmatch(line)
    if head is None or UNFIT.search(line) or iana_zone(head["zone"]) is None:
        return None
    first, last = int(head["first"]), int(head["last"] or head["first"])
    try:
        start = date.fromisoformat(head["start"])
    except ValueError:
        return None
    if not 1 <= first <= last or start.year not in YEARS:
        return None
    name, weeks = head["regimen"], last - first + 1
    numbers = {int(number) - first for number in re.findall(r"\d+", head["away"] or "")}
    if not numbers.issubset(range(weeks)):
        return None
    return Plan(name, name, start, weeks, first - 1, head["zone"], (), away=whole_weeks(start, numbers))


def whole_weeks(start: date, numbers: Iterable[int]) -> tuple[DateRange, ...]:
    """Return the days of some of a plan's weeks, counted from 0."""
    firsts = (start + timedelta(weeks=number) for number in sorted(numbers))
    return tuple(DateRange(first, first + timedelta(days=6)) for first in firsts)


def _entries(plan: Plan, lines: Sequence[str]) -> Iterator[Reference]:
    for line in lines:
        entry = _ENTRY.fullmatch(line)
        if entry is None or int(entry["week"]) < 1 or UNFIT.search(line):
            return
        activity, week, named = entry["activity"], int(entry["week"]) - 1 - plan.first_week, entry["session"]
        if week < 0:
            return
        if named.isdecimal() and 0 < len(named) < 5:
            named = session_id(plan.regimen_id, plan.start, activity, week, int(named) - 1)
        after = entry["after"]
        yield Reference(
            id=named,
            activity=activity,
            title=None,
            choice=entry["choice"],
            week=plan.regimen_week(week),
            fixed=entry["fixed"] is not None,
            after=None if after is None else int(after) * MINUTE,
            seconds=int(entry["minutes"] or 0) * MINUTE,
        )

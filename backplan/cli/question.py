"""What somebody asks about a plan, read from a few words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from backplan.cli.values import parse_start
from backplan.errors import UsageError
from backplan.language.reading import QuantityError, clock_time
from backplan.language.suggest import nearest
from backplan.language.wording import WEEKDAYS, capitalized, counted, listed
from backplan.model.question import Question

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from backplan.model.plan import Plan, Session
    from backplan.model.regimen import Activity, Regimen

SHORTEST_ID = 6
"""Characters of a session's id that are enough where no other session's begins with them."""

HOW = "Ask like this: backplan why my-plan.ics aerobics tuesday"


def parted(words: Sequence[str]) -> tuple[Path, Sequence[str]]:
    """Return the plan's file and the words of the question; whether there is a `not` before them, the plan tells.

    Raises:
        UsageError: there is no question.
    """
    file, *asked = (words[1:] if words[0].lower() == "not" else words) or [""]
    if not asked:
        raise UsageError("Which session do you mean?", HOW)
    return Path(file), asked


def questions(plan: Plan, regimen: Regimen, asked: Sequence[str], today: date) -> tuple[Question, ...]:
    """Return what the words ask; about a session by its id, why its day and then why its time.

    Raises:
        UsageError: the words do not say which session is meant.
    """
    if len(asked) == 1:
        return _about_session(plan, _session(plan, regimen, asked[0]))
    if len(asked) > 3:
        raise UsageError(
            f"An activity, a day and a time are enough, and there are {counted(len(asked), 'word')}.",
            f"Put what belongs together in quotes. {HOW}",
        )
    activity = _activity(regimen, asked[0])
    on = _day(plan, asked[1], today)
    return (Question(activity, on, _time(asked[2]) if len(asked) == 3 else None),)


def _about_session(plan: Plan, session: Session) -> tuple[Question, ...]:
    day = session.start.date()
    minute = session.clock_minute
    at = Question(session.activity, day, minute, again=bool(session.start.fold))
    if session.fixed:
        return (at,)
    beside = [one for one in plan.sessions if one.activity == session.activity and one.start.date() == day]
    return Question(session.activity, day, fewer=len(beside) > 1), at


def _session(plan: Plan, regimen: Regimen, text: str) -> Session:
    given = text.strip().lower()
    found = [one for one in plan.sessions if one.id.lower() == given]
    if not found and len(given) >= SHORTEST_ID:
        found = [one for one in plan.sessions if one.id.lower().startswith(given)]
    if len(found) == 1:
        return found[0]
    if _activities(regimen, given):
        raise UsageError(f"On which day do you mean '{text}'?", HOW)
    raise UsageError(f"No session of this plan has the id '{text}'.", f"An activity needs a day as well. {HOW}")


def _activity(regimen: Regimen, text: str) -> str:
    found = _activities(regimen, text.strip().lower())
    if len(found) == 1:
        return found[0]
    names = [f"{activity} ({regimen.title_of(activity)})" for activity in found or regimen.activity_ids]
    if found:
        raise UsageError(f"'{text}' may mean {listed(names, 'or')}.", "Write a longer part of the name.")
    near = ""
    for names_of in (_names_of, _called):
        parts = {
            part for one in regimen.activity_ids for name in names_of(regimen, one) for part in (name, *name.split())
        }
        near = near or nearest(text.replace("-", " "), parts)
    hint = f"{capitalized(near)} " if near else ""
    raise UsageError(f"'{regimen.title}' has no activity '{text}'.", f"{hint}It has {listed(names)}.")


def _activities(regimen: Regimen, text: str) -> tuple[str, ...]:
    """Return the ids that a text means: one whose id or title it is, or else all that have it as a part.

    Where there is none, what a calendar calls a session is looked for: the choice whose turn it is, or the type.
    """
    sought = _plain(text.partition("(")[0])
    ids = regimen.activity_ids
    if not sought:
        return ()
    for names_of in (_names_of, _called):
        exact = tuple(one for one in ids if sought in names_of(regimen, one))
        found = exact or tuple(one for one in ids if any(sought in name for name in names_of(regimen, one)))
        if found:
            return found
    return ()


def _names_of(regimen: Regimen, activity: str) -> tuple[str, ...]:
    """Return an activity's id and its titles in all phases, all in the spelling of titles."""
    return tuple(map(_plain, (activity, *(one.title for one in _parts(regimen, activity)))))


def _called(regimen: Regimen, activity: str) -> tuple[str, ...]:
    """Return an activity's choices and its type in all phases, all in the spelling of titles."""
    return tuple(_plain(name) for one in _parts(regimen, activity) for name in (*one.choose, one.type.value))


def _parts(regimen: Regimen, activity: str) -> tuple[Activity, ...]:
    return tuple(one for phase in regimen.phases for one in phase.activities if one.id == activity)


def _plain(name: str) -> str:
    return " ".join(name.lower().replace("-", " ").split())


def _day(plan: Plan, text: str, today: date) -> date:
    """Return the day that is meant; a weekday's name is the coming one in it, today included, or its only one."""
    meant = parse_start(text)
    if meant.weekday is None:
        return meant.on(today)
    days = [day for day in plan.days if day.weekday() == meant.weekday]
    coming = [day for day in days if day >= today]
    if len(days) > 1 and not coming:
        raise UsageError(
            f"This plan has {len(days)} {WEEKDAYS[meant.weekday]}s, and all are over.",
            f"Write a date, such as {days[-1].isoformat()}.",
        )
    return (coming or days)[0]


def _time(text: str) -> int:
    try:
        return clock_time(text)
    except QuantityError as error:
        hint = capitalized(error.hint) or HOW
        raise UsageError(f"'{text}' is not a time of day; write one such as 18:00.", hint) from None

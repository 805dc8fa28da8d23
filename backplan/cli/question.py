"""Questions about a plan, read from a few words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from backplan.cli.values import parse_start
from backplan.errors import UsageError
from backplan.language.did_you_mean import nearest
from backplan.language.reading import QuantityError, clock_time
from backplan.language.wording import WEEKDAYS, capitalized, listed
from backplan.model.question import Question

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from backplan.model.plan import Plan, Session
    from backplan.model.regimen import Regimen

SHORTEST_ID = 6
"""Characters of a session's id that are enough if no other session's id begins with them."""

EXAMPLE = "For example: backplan why my-plan.ics aerobics tuesday"


def file_and_words(words: Sequence[str]) -> tuple[Path, Sequence[str]]:
    """Return the plan's file and the words of the question; a `not` in front is dropped, since the plan shows it.

    Raises:
        UsageError: there is no question.
    """
    file, *question = (words[1:] if words[0].lower() == "not" else words) or [""]
    if not question:
        raise UsageError("Which session do you mean?", EXAMPLE)
    return Path(file), question


def questions(plan: Plan, regimen: Regimen, words: Sequence[str], today: date) -> tuple[Question, ...]:
    """Return the question in the words; for a session's id, two: why its day and why its time.

    Raises:
        UsageError: the words do not say which session is meant.
    """
    if len(words) == 1:
        return _about_session(plan, _session(plan, regimen, words[0]))
    if len(words) > 3:
        raise UsageError(
            f"Too many words ({len(words)}): an activity, a day and a time are enough.",
            f"Put names with spaces in quotes. {EXAMPLE}",
        )
    activity = _activity(regimen, words[0])
    day = _day(plan, words[1], today)
    return (Question(activity, day, _time(words[2]) if len(words) == 3 else None),)


def _about_session(plan: Plan, session: Session) -> tuple[Question, ...]:
    day = session.start.date()
    at = Question(session.activity, day, session.clock_minute, again=bool(session.start.fold))
    if session.fixed:
        return (at,)
    same_day = [other for other in plan.sessions if other.activity == session.activity and other.start.date() == day]
    return Question(session.activity, day, fewer=len(same_day) > 1), at


def _session(plan: Plan, regimen: Regimen, text: str) -> Session:
    sought = text.strip().lower()
    matches = [session for session in plan.sessions if session.id.lower() == sought]
    if not matches and len(sought) >= SHORTEST_ID:
        matches = [session for session in plan.sessions if session.id.lower().startswith(sought)]
    if len(matches) == 1:
        return matches[0]
    if _activities(regimen, sought):
        raise UsageError(f"Which day? ('{text}' is an activity.)", f"Add a day after the activity. {EXAMPLE}")
    raise UsageError(f"No session of this plan has the id '{text}'.", f"For an activity, add a day. {EXAMPLE}")


def _activity(regimen: Regimen, text: str) -> str:
    matches = _activities(regimen, text)
    if len(matches) == 1:
        return matches[0]
    titles = [f"{activity} ({regimen.title_of(activity)})" for activity in matches or regimen.activity_ids]
    if matches:
        raise UsageError(f"'{text}' could mean {listed(titles, 'or')}.", "Write more of the name.")
    near = ""
    for names_of in _names(regimen):
        parts = {part for names in names_of.values() for name in names for part in (name, *name.split())}
        near = near or nearest(text.replace("-", " "), parts)
    hint = f"{capitalized(near)} " if near else ""
    raise UsageError(f"'{regimen.title}' has no activity '{text}'.", f"{hint}It has {listed(titles)}.")


def _activities(regimen: Regimen, text: str) -> tuple[str, ...]:
    """Return the ids that a text can mean: of the activities with exactly this name, or of all that contain it."""
    sought = _plain(text.partition("(")[0])
    if not sought:
        return ()
    for names_of in _names(regimen):
        exact = tuple(activity for activity, names in names_of.items() if sought in names)
        partial = tuple(activity for activity, names in names_of.items() if any(sought in name for name in names))
        if partial:
            return exact or partial
    return ()


def _names(regimen: Regimen) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Return the names of each activity in all phases: its id and titles; and what calendars call it: choices, type."""
    names = {activity: {_plain(activity)} for activity in regimen.activity_ids}
    in_calendars: dict[str, set[str]] = {activity: set() for activity in regimen.activity_ids}
    for phase in regimen.phases:
        for activity in phase.activities:
            names[activity.id].add(_plain(activity.title))
            in_calendars[activity.id].update(map(_plain, (*activity.choose, activity.type.value)))
    return names, in_calendars


def _plain(name: str) -> str:
    return " ".join(name.lower().replace("-", " ").split())


def _day(plan: Plan, text: str, today: date) -> date:
    """Return the day that is meant; a weekday is the coming one in the plan, today included, or its only one."""
    meant = parse_start(text)
    if meant.weekday is None:
        return meant.on(today)
    days = [day for day in plan.days if day.weekday() == meant.weekday]
    coming = [day for day in days if day >= today]
    if len(days) > 1 and not coming:
        raise UsageError(
            f"The {len(days)} {WEEKDAYS[meant.weekday]}s of this plan are all in the past.",
            f"Give a date, such as {days[-1].isoformat()}.",
        )
    return (coming or days)[0]


def _time(text: str) -> int:
    try:
        return clock_time(text)
    except QuantityError as error:
        hint = capitalized(error.hint) or EXAMPLE
        raise UsageError(f"'{text}' is not a time of day; write one such as 18:00.", hint) from None

"""The titles of events, which say what kind of activity and how long, and recognizing such titles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backplan.language.wording import capitalized, one_line
from backplan.model.prescribed import activity_of, folded
from backplan.model.regimen import ActivityType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backplan.model.plan import Session
    from backplan.model.regimen import Regimen

_LONGEST_CHOICE = 40
_KINDS = {
    ActivityType.STRETCHING: "Stretching",
    ActivityType.STRENGTHENING: "Strengthening",
    ActivityType.MOBILITY: "Mobility",
    ActivityType.CARE: "Care",
    ActivityType.AEROBIC: "Aerobic exercise",
}
_APPOINTMENT = "Appointment"
_EXERCISES = "Exercises"
_MADE_HERE = re.compile(r"(?P<kind>.+) \((?:\d+ sessions?, )?\d+ min\)")


def session_summary(regimen: Regimen, session: Session) -> str:
    """Return a session's title for a lock screen: what kind of activity and how long, but nothing about the body."""
    activity = activity_of(regimen, session)
    if session.fixed:
        kind = _APPOINTMENT
    elif activity is None:
        kind = _EXERCISES
    elif activity.type is ActivityType.AEROBIC and session.choice and session.choice.strip():
        kind = _shown_choice(session.choice)
    else:
        kind = _KINDS[activity.type]
    return f"{kind} ({session.minutes} min)"


def day_summary(sessions: Sequence[Session]) -> str:
    """Return the title of a day's event."""
    minutes = sum(session.minutes for session in sessions)
    count = "1 session" if len(sessions) == 1 else f"{len(sessions)} sessions"
    return f"{_EXERCISES} ({count}, {minutes} min)"


def activities_like(regimen: Regimen, titles: Sequence[str]) -> tuple[str, ...] | None:
    """Return the activities that an event with this title and these categories may be of.

    None of them named means any of them may be meant; None means that the event is something else.
    """
    wanted = {folded(title) for title in titles} - {""}
    known = [activity for phase in regimen.phases for activity in phase.activities]
    like = [activity.id for activity in known if folded(activity.title) in wanted]
    kinds = {folded(match["kind"]) for title in titles if (match := _MADE_HERE.fullmatch(title.strip()))}
    for activity in known:
        own = {_KINDS[activity.type]}
        if activity.type is ActivityType.AEROBIC:
            own |= {_shown_choice(choice) for choice in activity.choose}
        if kinds & {folded(kind) for kind in own}:
            like.append(activity.id)
    if like:
        return tuple(dict.fromkeys(like))
    return () if kinds & {folded(_APPOINTMENT), folded(_EXERCISES)} else None


def _shown_choice(choice: str) -> str:
    plain = one_line(choice)
    if len(plain) > _LONGEST_CHOICE:
        plain = plain[: _LONGEST_CHOICE - 1].rstrip() + "…"
    return capitalized(plain)

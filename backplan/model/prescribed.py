"""What a regimen prescribes for a session: its activity, its choice, and the exercises of that choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backplan.model.plan import Session
    from backplan.model.regimen import Activity, Exercise, Regimen


def activity_of(regimen: Regimen, session: Session) -> Activity | None:
    """Return the activity in the session's week; from any phase, for an appointment outside the activity's own."""
    found = regimen.activity_at(session.activity, session.week)
    return found[0] if found else next(regimen.versions(session.activity), None)


def exercises_of(regimen: Regimen, session: Session) -> tuple[Exercise, ...]:
    """Return the exercises of a session, in the regimen's order.

    A session with a choice has the exercises whose names contain it, in any case: on a swimming day nobody needs to
    read how to ride a bicycle. If no name does, the alternatives are not exercises (but places, say), and all of them
    count.
    """
    activity = activity_of(regimen, session)
    if activity is None:
        return ()
    choice = folded(session.choice or "")
    chosen = tuple(exercise for exercise in activity.exercises if choice in folded(exercise.name))
    return chosen or activity.exercises


def prescribed_choice(alternatives: Iterable[str], text: str) -> str | None:
    """Return the prescribed alternative that `text` means, ignoring case and spaces, or None."""
    return {folded(alternative): alternative for alternative in alternatives}.get(folded(text))


def title_in_week(regimen: Regimen, activity_id: str, week: int) -> str:
    """Return an activity's title in a week; from any phase where it takes no part; the id where it is unknown."""
    found = regimen.activity_at(activity_id, week)
    return found[0].title if found else regimen.title_of(activity_id)


def folded(text: str) -> str:
    """Return the text for comparison, without differences in case and spaces."""
    return " ".join(text.casefold().split())

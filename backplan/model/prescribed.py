"""What a regimen prescribes for a session of a plan: its activity, its choice, and the exercises of that choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backplan.model.plan import Session
    from backplan.model.regimen import Activity, Exercise, Regimen


def activity_of(regimen: Regimen, session: Session) -> Activity | None:
    """The activity as it is in the session's week; as it is anywhere, for an appointment outside its phase."""
    found = regimen.activity_at(session.activity, session.week)
    if found is not None:
        return found[0]
    for phase in regimen.phases:
        for activity in phase.activities:
            if activity.id == session.activity:
                return activity
    return None


def exercises_of(regimen: Regimen, session: Session) -> tuple[Exercise, ...]:
    """The exercises of a session, in the regimen's order.

    A session that is one of several alternatives has the exercises whose names are the alternative's or contain it,
    whatever their capitals: on the day of swimming nobody needs to read how to ride a bicycle. Where no name matches,
    the alternatives are something else than names of exercises (places, say), and all of them count.
    """
    activity = activity_of(regimen, session)
    if activity is None:
        return ()
    choice = _folded(session.choice or "")
    chosen = tuple(exercise for exercise in activity.exercises if choice in _folded(exercise.name))
    return chosen or activity.exercises


def prescribed_choice(alternatives: Iterable[str], said: str) -> str | None:
    """The alternative that somebody means, as it is spelt in the regimen; None where it is not among them.

    Capitals and spaces make no difference.
    """
    return {_folded(one): one for one in alternatives}.get(_folded(said))


def title_in_week(regimen: Regimen, activity_id: str, week: int) -> str:
    """An activity's title as it is in a week; as it is anywhere where it takes no part; the id where it is unknown."""
    found = regimen.activity_at(activity_id, week)
    return regimen.title_of(activity_id) if found is None else found[0].title


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())

"""How long the exercises of a session take, as far as their doses say.

An exercise takes sets x repetitions x (hold + movement) x sides, the rests between its sets and the time to get
ready. The hold and the numbers are the prescription's; what it leaves open is reckoned as follows, none of it from a
trial:

- 3 seconds to move into a repetition and out of it: an assumption, between the fast and the slow of common leaflets;
- 30 seconds of rest between sets where none is given: an assumption, the short end of the 30 to 60 seconds that
  clinics' programmes leave;
- 20 seconds to read the card and get into position: an assumption.

A set and a repetition are one where they are not given, and sides count twice where both take part. `tempo` is free
text and is not read. What gives neither repetitions nor a hold, such as a walk, cannot be reckoned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backplan.model.regimen import Sides

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backplan.model.regimen import Activity, Exercise

MOVEMENT = 3
"""Seconds that it takes to move into a repetition and out of it."""

REST = 30
"""Seconds of rest between two sets where the exercise gives none."""

SET_UP = 20
"""Seconds to get ready for an exercise."""

TOLERANCE = 120
"""Seconds by which exercises and session may always differ: the reckoning is no finer."""

TOLERANCE_PERCENT = 20
"""The same for long sessions, in per cent of the session."""


def exercise_seconds(exercise: Exercise) -> int | None:
    """How long an exercise takes, in seconds; None where it gives neither repetitions nor a hold."""
    if exercise.reps is None and exercise.hold is None:
        return None
    sets = exercise.sets or 1
    sides = 2 if exercise.sides in {Sides.BOTH, Sides.ALTERNATE} else 1
    rest = REST if exercise.rest is None else exercise.rest
    return sets * (exercise.reps or 1) * ((exercise.hold or 0) + MOVEMENT) * sides + (sets - 1) * rest + SET_UP


def exercises_seconds(exercises: Sequence[Exercise]) -> int | None:
    """How long exercises take one after another; None where there are none, or one of them cannot be reckoned."""
    known = [seconds for one in exercises if (seconds := exercise_seconds(one)) is not None]
    return sum(known) if known and len(known) == len(exercises) else None


def one_session(activity: Activity) -> tuple[tuple[Exercise, ...], ...]:
    """The exercises of one session, once for each alternative of `choose` that is an exercise itself.

    Exercises that no alternative names belong to every session.
    """
    chosen = {choice.casefold() for choice in activity.choose}
    always = tuple(one for one in activity.exercises if one.name.casefold() not in chosen)
    if len(always) == len(activity.exercises):
        return (always,)
    return tuple(
        tuple(one for one in activity.exercises if one in always or one.name.casefold() == choice)
        for choice in dict.fromkeys(choice.casefold() for choice in activity.choose)
    )


def tolerance(minutes: int) -> int:
    """By how many seconds the exercises of a session of some minutes may miss its length without a word."""
    return max(TOLERANCE, minutes * 60 * TOLERANCE_PERCENT // 100)

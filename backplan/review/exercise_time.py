"""How long the exercises of a session take, as far as their doses say.

An exercise takes sets x repetitions x (hold + movement) x sides, plus the rests between its sets and the time to get
ready. The hold and the numbers are prescribed. The rest is assumed, none of it from a trial:

- 3 seconds to move into a repetition and out of it: between the fast and the slow of common leaflets;
- 30 seconds of rest between sets if none is given: the short end of the 30 to 60 seconds in clinics' programmes;
- 20 seconds to read the card and get into position.

A missing number of sets or repetitions counts as one, and sides count twice if both take part. `tempo` is free text and
is not read. An exercise without repetitions and hold, such as a walk, has no known time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backplan.model.regimen import Sides

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backplan.model.regimen import Activity, Exercise

MOVEMENT = 3
"""Seconds to move into a repetition and out of it."""

REST = 30
"""Seconds of rest between two sets if the exercise gives none."""

SET_UP = 20
"""Seconds to get ready for an exercise."""

TOLERANCE = 120
"""Seconds by which exercises and session may always differ: the estimate is no finer."""

TOLERANCE_PERCENT = 20
"""The same for long sessions, in per cent of the session."""


def exercise_seconds(exercise: Exercise) -> int | None:
    """Return how long an exercise takes, in seconds; None if it has neither repetitions nor a hold."""
    if exercise.reps is None and exercise.hold is None:
        return None
    sets = exercise.sets or 1
    sides = 2 if exercise.sides in {Sides.BOTH, Sides.ALTERNATE} else 1
    rest = REST if exercise.rest is None else exercise.rest
    return sets * (exercise.reps or 1) * ((exercise.hold or 0) + MOVEMENT) * sides + (sets - 1) * rest + SET_UP


def exercises_seconds(exercises: Sequence[Exercise]) -> int | None:
    """Return how long exercises take one after another, in seconds; None if there are none, or one is not known."""
    known = [seconds for exercise in exercises if (seconds := exercise_seconds(exercise)) is not None]
    return sum(known) if known and len(known) == len(exercises) else None


def one_session(activity: Activity) -> tuple[tuple[Exercise, ...], ...]:
    """Return the exercises of a session, once for each alternative of `choose` that is itself an exercise.

    Exercises that are not alternatives belong to every session.
    """
    choices = tuple(dict.fromkeys(choice.casefold() for choice in activity.choose))
    always = tuple(exercise for exercise in activity.exercises if exercise.name.casefold() not in choices)
    if len(always) == len(activity.exercises):
        return (always,)
    return tuple(
        tuple(exercise for exercise in activity.exercises if exercise in always or exercise.name.casefold() == choice)
        for choice in choices
    )


def tolerance(minutes: int) -> int:
    """Return by how many seconds the exercises may differ from a session of some minutes without advice."""
    return max(TOLERANCE, minutes * 60 * TOLERANCE_PERCENT // 100)

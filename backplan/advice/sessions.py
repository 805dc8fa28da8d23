"""Advice about an activity's sessions: how many exercises, whether they fill the time, and how the time grows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backplan.advice.findings import advice
from backplan.language.wording import counted, listed, minutes, seconds
from backplan.model.frequency import Cap
from backplan.model.regimen import ActivityType, Sides

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backplan.model.finding import Finding
    from backplan.model.regimen import Activity, Exercise, Phase

MOST_EXERCISES = 4
"""Exercises per session that most people keep up."""

STEP_PERCENT = 10
"""How much a session may grow each week, in per cent of its initial length."""

AEROBIC_STEP = 2
"""Minutes by which an aerobic session may always grow each week, as in the walking programme that is cited."""

MOVEMENT = 3
"""Seconds to move into a repetition and out of it; assumed: between the fast and the slow of common leaflets."""

REST = 30
"""Seconds of rest between two sets if none is given; assumed: the short end of the 30 to 60 in clinics' programmes."""

SET_UP = 20
"""Seconds to read the card and get into position; assumed."""

TOLERANCE = 120
"""Seconds by which exercises and session may always differ: the estimate is no finer."""

TOLERANCE_PERCENT = 20
"""The same for long sessions, in per cent of the session."""

_SOLDIERS = (
    "among 155 soldiers, those with four or more exercises kept them up less than those with two or fewer "
    "(Home exercise program compliance of service members, Mil Med 2015)"
)
_FEWER = (
    "a review of 14 studies recommends fewer than four "
    "(Recommendations for improving adherence to home-based exercise, 2018)"
)
_ESTIMATE = (
    f"the time of an exercise is sets x repetitions x (hold + {seconds(MOVEMENT)} of movement) per side, plus rest "
    f"between sets ({seconds(REST)} if none is given) and {seconds(SET_UP)} to get ready"
)
_TENTH = (
    f"pain programmes increase the amount by about {STEP_PERCENT} % per week "
    "(How do I pace, I-Engage; Pacing, Oakville Pain)"
)
_WALKS = f"walks get about {minutes(AEROBIC_STEP)} longer per week (12-week walk plan, NHLBI)"


def sessions_advice(phase: Phase, weeks: int | None) -> Iterator[Finding]:
    """Yield advice about the sessions of a phase's activities; `weeks` is how many it has, or None if not known."""
    for activity in phase.activities:
        if isinstance(activity.frequency, Cap):  # never planned, so nothing is kept up, filled or grown
            continue
        yield from _number(activity)
        yield from _time(activity)
        yield from _progression(activity, weeks)


def _number(activity: Activity) -> Iterator[Finding]:
    number = max(len(exercises) for exercises in one_session(activity))
    if number > MOST_EXERCISES:
        yield advice(
            "exercises",
            f"{activity.title}: {number} exercises in a session.",
            activity=activity.id,
            because=(_SOLDIERS, _FEWER),
            suggestions=(f"keep {MOST_EXERCISES} exercises, or move some to a separate activity",),
        )


def _time(activity: Activity) -> Iterator[Finding]:
    """Yield advice if the exercises do not fit the shortest session; of alternatives, the one that fits worst."""
    session = activity.shortest * 60
    estimates = [
        (taken, exercises) for exercises in one_session(activity) if (taken := exercises_seconds(exercises)) is not None
    ]
    if not estimates:
        return
    taken, exercises = max(estimates, key=lambda pair: abs(pair[0] - session))
    if abs(taken - session) <= tolerance(activity.shortest):
        return
    needed = -(-taken // 60)
    if taken > session:
        written = _time_text(needed, max(needed, activity.longest))
        other = "remove exercises, sets or repetitions"
    else:
        written = _time_text(needed, needed + activity.longest - activity.shortest)
        other = "add sets, repetitions or an exercise"
    # If most of the time is empty, exercises are missing; the session is not too long.
    suggestions = (other,) if 2 * taken < session else (f"write `time: {written}`", other)
    breakdown = listed(f"{exercise.name} takes {seconds(exercise_seconds(exercise) or 0)}" for exercise in exercises)
    yield advice(
        "time",
        f"{activity.title}: sessions start at {minutes(activity.shortest)}, "
        f"but their exercises take about {minutes(round(taken / 60) or 1)}.",
        activity=activity.id,
        because=(breakdown, _ESTIMATE),
        suggestions=suggestions,
    )


def _time_text(shortest: int, longest: int) -> str:
    return f"{shortest} min" if shortest == longest else f"{shortest}-{longest} min"


def gentle_step(activity: Activity) -> int:
    """Return the most minutes by which sessions should grow each week: a tenth of the first, in whole minutes."""
    # Rounded up, since no smaller step can be written.
    tenth = -(-activity.shortest * STEP_PERCENT // 100)
    return max(tenth, AEROBIC_STEP if activity.type is ActivityType.AEROBIC else 1)


def _progression(activity: Activity, weeks: int | None) -> Iterator[Finding]:
    shortest, longest, step = activity.shortest, activity.longest, activity.progression
    gentle = gentle_step(activity)

    def about(message: str, because: Sequence[str], suggestions: Sequence[str]) -> Finding:
        return advice(
            "progression",
            f"{activity.title}: sessions {message}.",
            activity=activity.id,
            because=because,
            suggestions=suggestions,
        )

    if shortest == longest:
        if step:
            yield about(
                f"have a progression, but always last {minutes(shortest)}",
                ("sessions grow from the low end of `time` to its high end, but here the two are the same",),
                (f"write `time: {_time_text(shortest, shortest + 5 * min(step, gentle))}`", "remove `progression`"),
            )
        return
    if not step:
        yield about(
            f"stay at {minutes(shortest)} and never reach {minutes(longest)}",
            ("without `progression`, sessions stay at the low end of `time`",),
            (f"add `progression: {min(gentle, longest - shortest)} min per week`", f"write `time: {shortest} min`"),
        )
        return
    growth = longest - shortest
    if min(step, growth) > gentle:
        percent = round(100 * min(step, growth) / shortest)
        yield about(
            f"grow by {minutes(min(step, growth))} per week, which is {percent} % of the initial {minutes(shortest)}",
            (_TENTH, _WALKS) if activity.type is ActivityType.AEROBIC else (_TENTH,),
            (f"write `progression: {gentle} min per week`",),
        )
    if weeks is not None and (reached := activity.minutes(weeks - 1)) < longest:
        suggestions = [
            f"write `time: {_time_text(shortest, reached)}`",
            f"make it last {counted(-(-growth // step) + 1, 'week')}",
        ]
        # Nothing faster than a gentle step is suggested.
        if weeks > 1 and (faster := -(-growth // (weeks - 1))) <= gentle:
            suggestions.insert(0, f"write `progression: {faster} min per week`")
        yield about(
            f"reach {minutes(reached)} in {counted(weeks, 'week')}, not {minutes(longest)}",
            (f"they start at {minutes(shortest)} and grow by {minutes(step)} per week",),
            suggestions,
        )


# --- Estimates ------------------------------------------------------------------------------------------------


def exercise_seconds(exercise: Exercise) -> int | None:
    """Estimate how long an exercise takes, in seconds; None if it has neither repetitions nor a hold, such as a walk.

    A missing number of sets or repetitions counts as one, and sides count twice if both take part. `tempo` is free
    text and is not read.
    """
    if exercise.reps is None and exercise.hold is None:
        return None
    sets = exercise.sets or 1
    sides = 2 if exercise.sides in {Sides.BOTH, Sides.ALTERNATE} else 1
    rest = REST if exercise.rest is None else exercise.rest
    return sets * (exercise.reps or 1) * ((exercise.hold or 0) + MOVEMENT) * sides + (sets - 1) * rest + SET_UP


def exercises_seconds(exercises: Sequence[Exercise]) -> int | None:
    """Return how long exercises take one after another, in seconds; None if there are none, or one is not known."""
    known = [taken for exercise in exercises if (taken := exercise_seconds(exercise)) is not None]
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


def tolerance(length: int) -> int:
    """Return by how many seconds the exercises may differ from a session of some minutes without advice."""
    return max(TOLERANCE, length * 60 * TOLERANCE_PERCENT // 100)

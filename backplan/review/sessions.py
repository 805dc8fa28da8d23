"""Advice about an activity's sessions: how many exercises, whether they fill the time, and how the time grows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backplan.language.wording import counted, listed, minutes, seconds
from backplan.model.frequency import Cap
from backplan.model.regimen import ActivityType
from backplan.review.advice import advice
from backplan.review.exercise_time import (
    MOVEMENT,
    REST,
    SET_UP,
    exercise_seconds,
    exercises_seconds,
    one_session,
    tolerance,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backplan.model.finding import Finding
    from backplan.model.regimen import Activity, Exercise, Phase

MOST_EXERCISES = 4
"""Exercises of a session that most people keep up with."""

STEP_PERCENT = 10
"""By how much a session may grow each week, in per cent of its first length."""

AEROBIC_STEP = 2
"""Minutes that an aerobic session may always grow each week, as the walking programme that is cited does."""

_FEWER = (
    (
        "of 155 soldiers, those with four or more exercises kept up with them less than those with two or fewer "
        "(Home exercise program compliance of service members, Mil Med 2015)"
    ),
    (
        "a review of 14 studies recommends fewer than four "
        "(Recommendations for improving adherence to home-based exercise, 2018)"
    ),
)
_RECKONING = (
    f"each exercise is reckoned as sets x repetitions x (hold + {seconds(MOVEMENT)} of movement), for each side, with "
    f"{seconds(REST)} of rest between sets where none is given and {seconds(SET_UP)} to get ready"
)
_TENTH = (
    f"programmes for pain raise what is done by about {STEP_PERCENT} % a week "
    "(How do I pace, I-Engage; Pacing, Oakville Pain)"
)
_WALKS = f"walks are lengthened by about {minutes(AEROBIC_STEP)} a week (12-week walk plan, NHLBI)"


def sessions_advice(phase: Phase, weeks: int | None) -> Iterator[Finding]:
    """What could be better about the sessions of a phase's activities.

    Args:
        phase: the phase.
        weeks: how many weeks of it there are, or None where that is not known.
    """
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
            because=_FEWER,
            suggestions=(f"keep {MOST_EXERCISES} exercises, or give some of them an activity of their own",),
        )


def _time(activity: Activity) -> Iterator[Finding]:
    """Whether the exercises fill the session at its shortest, of the alternatives that which fits worst."""
    session = activity.shortest * 60
    judged = [(taken, one) for one in one_session(activity) if (taken := exercises_seconds(one)) is not None]
    if not judged:
        return
    taken, exercises = max(judged, key=lambda pair: abs(pair[0] - session))
    if abs(taken - session) <= tolerance(activity.shortest):
        return
    needed = -(-taken // 60)
    if taken > session:
        written = _time_text(needed, max(needed, activity.longest))
        other = "leave out exercises, sets or repetitions"
    else:
        written = _time_text(needed, needed + activity.longest - activity.shortest)
        other = "add sets, repetitions or an exercise"
    # Where most of the time is empty, the exercises are what is missing, and not the session too long.
    suggestions = (other,) if 2 * taken < session else (f"write `time: {written}`", other)
    yield advice(
        "time",
        f"{activity.title}: sessions last {minutes(activity.shortest)} at first, "
        f"but their exercises take about {minutes(round(taken / 60) or 1)}.",
        activity=activity.id,
        because=(_breakdown(exercises), _RECKONING),
        suggestions=suggestions,
    )


def _breakdown(exercises: tuple[Exercise, ...]) -> str:
    return listed(f"{one.name} takes {seconds(exercise_seconds(one) or 0)}" for one in exercises)


def _time_text(shortest: int, longest: int) -> str:
    return f"{shortest} min" if shortest == longest else f"{shortest}-{longest} min"


def gentle_step(activity: Activity) -> int:
    """The most minutes by which an activity's sessions should grow each week.

    A tenth of the first session, rounded up to a whole minute, since no smaller step can be written.
    """
    tenth = -(-activity.shortest * STEP_PERCENT // 100)
    return max(tenth, AEROBIC_STEP if activity.type is ActivityType.AEROBIC else 1)


def _progression(activity: Activity, weeks: int | None) -> Iterator[Finding]:
    if activity.shortest == activity.longest:
        if activity.progression:
            longest = activity.shortest + 5 * min(activity.progression, gentle_step(activity))
            yield advice(
                "progression",
                f"{activity.title}: sessions have a progression, but always last {minutes(activity.shortest)}.",
                activity=activity.id,
                because=("sessions grow from the low end of `time` to its high end, and here the two are the same",),
                suggestions=(f"write `time: {_time_text(activity.shortest, longest)}`", "leave `progression` out"),
            )
        return
    if not activity.progression:
        yield advice(
            "progression",
            f"{activity.title}: sessions stay at {minutes(activity.shortest)} and never reach "
            f"{minutes(activity.longest)}.",
            activity=activity.id,
            because=("without `progression`, sessions last the low end of `time`",),
            suggestions=(
                f"write `progression: {min(gentle_step(activity), activity.longest - activity.shortest)} min per week`",
                f"write `time: {activity.shortest} min`",
            ),
        )
        return
    yield from _steep(activity)
    if weeks is not None:
        yield from _unreached(activity, weeks)


def _steep(activity: Activity) -> Iterator[Finding]:
    step, gentle = min(activity.progression, activity.longest - activity.shortest), gentle_step(activity)
    if step > gentle:
        yield advice(
            "progression",
            f"{activity.title}: sessions grow by {minutes(step)} a week, "
            f"{round(100 * step / activity.shortest)} % of the first "
            f"{minutes(activity.shortest)}.",
            activity=activity.id,
            because=(_TENTH, _WALKS) if activity.type is ActivityType.AEROBIC else (_TENTH,),
            suggestions=(f"write `progression: {gentle} min per week`",),
        )


def _unreached(activity: Activity, weeks: int) -> Iterator[Finding]:
    """A progression that the weeks end before it is done; nothing faster than a gentle step is suggested."""
    reached, growth = activity.minutes(weeks - 1), activity.longest - activity.shortest
    if reached == activity.longest:
        return
    suggestions = [f"write `time: {_time_text(activity.shortest, reached)}`"]
    if weeks > 1 and (step := -(-growth // (weeks - 1))) <= gentle_step(activity):
        suggestions.insert(0, f"write `progression: {step} min per week`")
    suggestions.append(f"let it go on for {counted(-(-growth // activity.progression) + 1, 'week')}")
    yield advice(
        "progression",
        f"{activity.title}: sessions reach {minutes(reached)} in {counted(weeks, 'week')}, "
        f"not {minutes(activity.longest)}.",
        activity=activity.id,
        because=(
            f"they start at {minutes(activity.shortest)} and grow by {minutes(activity.progression)} from week to week",
        ),
        suggestions=tuple(suggestions),
    )

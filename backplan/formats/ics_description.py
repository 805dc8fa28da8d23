"""What an event says about its sessions: what to do, how, and when to stop, in plain text.

Calendars show the first two lines before anything is opened, so these carry the essentials. Everything has to fit
into a length that the writer sets, since Google refuses files over 1 MB.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backplan.model.regimen import Sides

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backplan.model.plan import Session
    from backplan.model.regimen import Activity, Exercise, Regimen

_SIDES = {
    Sides.BOTH: "Both sides.",
    Sides.LEFT: "Left side.",
    Sides.RIGHT: "Right side.",
    Sides.ALTERNATE: "Alternate sides.",
}
_CUT = "… The printed plan says the rest."
_SENTENCE_END = re.compile(r"(?<=[.!?。！？])(?<!\d\.)\s|\n")


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


def session_description(regimen: Regimen, session: Session, most: int) -> str:
    """The text of one session's event, of at most `most` characters or little more."""
    activity = activity_of(regimen, session)
    return _within(_essentials(session, activity), _how(activity), _precautions(regimen), most)


def day_description(regimen: Regimen, sessions: Sequence[Session], most: int) -> str:
    """The text of a day's event: its sessions with their times, then each activity once."""
    essentials = "\n".join(
        f"{session.start:%H:%M}-{session.end:%H:%M} {_one_line(session.title)} ({session.minutes} min)"
        + (f": {_one_line(session.choice)}" if session.choice else "")
        for session in sessions
    )
    activities = {session.activity: (session.title, activity_of(regimen, session)) for session in sessions}
    parts = []
    for title, activity in activities.values():
        intensity = f"Intensity: {_sentence(activity.intensity)}" if activity and activity.intensity else ""
        details = "\n".join(part for part in (intensity, _how(activity)) if part)
        if details:
            parts.append(f"{_one_line(title)}\n{details}")
    return _within(essentials, "\n\n".join(parts), _precautions(regimen), most)


def dose_words(exercise: Exercise) -> str:
    """An exercise's dose in words, such as `2 sets of 10. Hold 5 seconds. Both sides.`; may be empty."""
    said = []
    if exercise.sets and exercise.reps:
        said.append(f"{_counted(exercise.sets, 'set')} of {exercise.reps}.")
    elif exercise.sets:
        said.append(f"{_counted(exercise.sets, 'set')}.")
    elif exercise.reps:
        said.append(f"{_counted(exercise.reps, 'time')}.")
    if exercise.hold:
        said.append(f"Hold {_counted(exercise.hold, 'second')}.")
    if exercise.rest:
        said.append(f"Rest {_counted(exercise.rest, 'second')}.")
    if exercise.sides is not None:
        said.append(_SIDES[exercise.sides])
    if exercise.tempo:
        said.append(f"Tempo: {_sentence(exercise.tempo)}")
    if exercise.equipment:
        said.append(f"Equipment: {_sentence(exercise.equipment)}")
    return " ".join(said)


def _essentials(session: Session, activity: Activity | None) -> str:
    said = [f"{session.minutes} min."]
    if session.choice:
        choice = _sentence(session.choice)
        said.append(choice[:1].upper() + choice[1:])
    if activity is not None and activity.intensity:
        said.append(f"Intensity: {_sentence(activity.intensity)}")
    return f"{_one_line(session.title)}\n{' '.join(said)}"


def _how(activity: Activity | None) -> str:
    return "\n\n".join(_exercise(exercise) for exercise in activity.exercises) if activity is not None else ""


def _exercise(exercise: Exercise) -> str:
    dose = dose_words(exercise)
    lines = [f"{_one_line(exercise.name)}: {dose}" if dose else _one_line(exercise.name)]
    lines += [f"{number}. {_sentence(step)}" for number, step in enumerate(exercise.steps, 1)]
    if exercise.stop_if:
        lines.append(f"Stop if: {'; '.join(_one_line(sign).rstrip('.;') for sign in exercise.stop_if)}.")
    return "\n".join(lines)


def _precautions(regimen: Regimen) -> str:
    if not regimen.precautions:
        return ""
    return "\n".join(["Take care:", *(f"- {_sentence(text)}" for text in regimen.precautions)])


def _within(essentials: str, how: str, precautions: str, most: int) -> str:
    """The parts, one under the other, shortened to fit.

    The exercises give way first: a person has them on paper too, and the precautions are why somebody stops in time.
    """
    essentials = _shortened(essentials, most)
    left = most - len(essentials)
    precautions = _shortened(precautions, max(left // 2, left - len(how) - 4))
    how = _shortened(how, left - len(precautions) - 4)
    return "\n\n".join(part for part in (essentials, how, precautions) if part)


def _shortened(text: str, most: int) -> str:
    """The text cut after a sentence or a line, with a word about it; nothing where not even one sentence fits."""
    if len(text) <= most:
        return text
    room = most - len(_CUT) - 1
    ends = [found.start() for found in _SENTENCE_END.finditer(text, 0, max(room, 0) + 1) if found.start() <= room]
    return f"{text[: ends[-1]].rstrip()}\n{_CUT}" if ends else ""


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _sentence(text: str) -> str:
    plain = _one_line(text)
    return plain if plain.endswith((".", "!", "?", "…", "。")) else f"{plain}."

"""What an event says about its sessions: what to do, how, and when to stop, in plain text.

Calendars show the first two lines before anything is opened, so these have the essentials. Google rejects files over 1
MB, so the writer limits the length. What is left out first is what a person can best do without on that day: hints,
then steps, then equipment, then the regimen's precautions, then an exercise's signs to stop. The exercises' names and
doses always stay: half of a list would mean half of the exercises. So do the emergencies.
"""

from __future__ import annotations

import re
import shlex
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backplan.language import precautions
from backplan.language.precautions import Level
from backplan.language.wording import capitalized, exercise_words, one_line, sentence
from backplan.model.prescribed import activity_of, exercises_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backplan.language.wording import ExerciseWords
    from backplan.model.plan import Session
    from backplan.model.regimen import Exercise, Regimen

_GAP = "\n\n"
_SENTENCE_END = re.compile(r"(?<=[.!?。！？])(?<!\d\.)\s|\n")


@dataclass(frozen=True, slots=True)
class _Part:
    """The exercises of one activity; `heading` is empty if the event has no other activity."""

    heading: str
    exercises: tuple[ExerciseWords, ...]


@dataclass(frozen=True, slots=True)
class _Detail:
    """How much to say about every exercise besides its name and dose.

    Attributes:
        steps: the most steps, the same number for every exercise so that none takes another's space.
        hints: include cues and an easier way.
        needs: include tempo and equipment.
        signs: include the signs to stop.
    """

    steps: int
    hints: bool = True
    needs: bool = True
    signs: bool = True


def session_description(regimen: Regimen, session: Session, most: int) -> str:
    """Return the text of one session's event: up to `most` characters, or names and doses alone if these are more."""
    activity = activity_of(regimen, session)
    dose = [f"{session.minutes} min."]
    if session.choice:
        dose.append(capitalized(sentence(session.choice)))
    if activity is not None and activity.intensity:
        dose.append(f"Intensity: {sentence(activity.intensity)}")
    essentials = f"{one_line(session.title)}\n{' '.join(dose)}"
    return _fitted(regimen, essentials, [_Part("", _in_words(exercises_of(regimen, session)))], most)


def day_description(regimen: Regimen, sessions: Sequence[Session], most: int) -> str:
    """Return the text of a day's event: its sessions with their times, then each activity once."""
    essentials = "\n".join(
        f"{session.start:%H:%M}-{session.end:%H:%M} {one_line(session.title)} ({session.minutes} min)"
        + (f": {one_line(session.choice)}" if session.choice else "")
        for session in sessions
    )
    headings: dict[str, str] = {}
    exercises: dict[str, list[Exercise]] = {}
    for session in sessions:
        activity = activity_of(regimen, session)
        intensity = f"\nIntensity: {sentence(activity.intensity)}" if activity and activity.intensity else ""
        headings.setdefault(session.activity, one_line(session.title) + intensity)
        exercises.setdefault(session.activity, []).extend(exercises_of(regimen, session))
    parts = [
        _Part(heading, _in_words(exercises[activity_id]))
        for activity_id, heading in headings.items()
        if exercises[activity_id] or "\n" in heading
    ]
    return _fitted(regimen, essentials, parts, most)


def _in_words(exercises: Sequence[Exercise]) -> tuple[ExerciseWords, ...]:
    return tuple(exercise_words(exercise) for exercise in dict.fromkeys(exercises))


def _fitted(regimen: Regimen, essentials: str, parts: Sequence[_Part], most: int) -> str:
    """Return the whole text, or the most of it that fits into `most` characters and where to find the rest."""
    emergencies, others = _signs_of(Level.EMERGENCY, regimen), _other_precautions(regimen)
    longest = max((len(exercise.steps) for part in parts for exercise in part.exercises), default=0)
    whole = _joined(essentials, *_exercises(parts, _Detail(longest)), emergencies, others)
    if len(whole) <= most:
        return whole
    command = f"`backplan regimens {shlex.quote(regimen.id)}`"
    more = f"For the full text, see your therapist's sheet, or run {command} on your computer."
    details = [_Detail(steps, hints=False) for steps in range(longest, -1, -1)]
    details.append(replace(details[-1], needs=False))

    def text(detail: _Detail, others: str) -> str:
        return _joined(essentials, *_exercises(parts, detail), emergencies, others, more)

    # Each of these makes a shorter text than the one before.
    first = bisect_left(details, True, key=lambda detail: len(text(detail, others)) <= most)
    if first < len(details):
        return text(details[first], others)
    shortest = details[-1]
    room = most - len(text(shortest, "")) - len(_GAP)
    if room < 0:
        shortest = replace(shortest, signs=False)
        room = 0
    text_left = text(shortest, _shortened(others, room))
    # An event that has nothing but names and doses has no rest.
    return text_left if text_left.removesuffix(_GAP + more) != whole else whole


def _exercises(parts: Sequence[_Part], detail: _Detail) -> list[str]:
    texts = []
    for part in parts:
        blocks = [_exercise(exercise, detail) for exercise in part.exercises]
        gap = _GAP if any("\n" in block for block in blocks) else "\n"
        texts.append("\n".join(text for text in (part.heading, gap.join(blocks)) if text))
    return texts


def _exercise(exercise: ExerciseWords, detail: _Detail) -> str:
    lines = [f"{exercise.name}: {exercise.dose}" if exercise.dose else exercise.name]
    if detail.needs:
        lines += exercise.needs
    lines += [f"{number}. {step}" for number, step in enumerate(exercise.steps[: detail.steps], 1)]
    if 0 < detail.steps < len(exercise.steps):
        # The reader must know that there are more steps.
        lines[-1] += " …"
    if detail.hints:
        lines.append(exercise.remember)
    if detail.signs:
        lines.append(exercise.stop_if)
    if detail.hints:
        lines.append(exercise.easier)
    return "\n".join(line for line in lines if line)


def _other_precautions(regimen: Regimen) -> str:
    others = [f"- {sentence(text)}" for text in precautions.others(regimen.precautions)]
    return _joined(
        _signs_of(Level.STOP, regimen),
        _signs_of(Level.DOCTOR, regimen),
        "\n".join([f"{precautions.OTHERS}:", *others]) if others else "",
    )


def _signs_of(level: Level, regimen: Regimen) -> str:
    lines = []
    for group in precautions.grouped(level, precautions.signs_of(level, regimen.precautions)):
        lines += [group.heading] if group.heading else []
        lines += [f"- {line}" for line in group.lines]
    return "\n".join(map(one_line, lines))


def _shortened(text: str, most: int) -> str:
    """Return the text cut after a sentence or a line, without a heading at its end; empty if no sentence fits."""
    if len(text) <= most:
        return text
    ends = [match.start() for match in _SENTENCE_END.finditer(text, 0, most + 1) if match.start() <= most]
    lines = text[: ends[-1] if ends else 0].rstrip().split("\n")
    while lines and (not lines[-1] or lines[-1].endswith(":")):
        lines.pop()
    return "\n".join(lines)


def _joined(*parts: str) -> str:
    return _GAP.join(part for part in parts if part)

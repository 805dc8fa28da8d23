"""A regimen in words: what `backplan regimens NAME` shows before anybody plans with it.

It says what a printed sheet of the regimen says, in the same order: whose it is, when to stop, then what to do. When to
stop comes first, because it is what a person must have read, whatever else they skip. An exercise that an earlier part
explains is not explained again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backplan.language import precautions, wording
from backplan.model.frequency import Cap
from backplan.model.profile import Profile
from backplan.render.page import Block, Row, Tone, plain_lines
from backplan.rules.catalog import rules_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backplan.model.regimen import Activity, Exercise, Phase, Regimen


def regimen_text(regimen: Regimen) -> str:
    """Return the regimen as plain lines; ends with a line break."""
    return "".join(f"{line.rstrip()}\n" for line in plain_lines(regimen_blocks(regimen)))


def regimen_blocks(regimen: Regimen) -> Iterator[Block]:
    """Yield the blocks of a regimen's page."""
    about = [Row(regimen.summary)] if regimen.summary else []
    if regimen.prescriber:
        about.append(Row(f"Prescribed by {regimen.prescriber}"))
    yield Block(tuple(about), regimen.title, Tone.TITLE)
    if when_to_stop := tuple(_when_to_stop(regimen)):
        yield Block(when_to_stop, precautions.WHEN_TO_STOP, Tone.BAD, framed=True)
    if others := precautions.others(regimen.precautions):
        yield Block(_bullets(others), precautions.OTHERS)
    first_week = 1
    explained: set[Exercise] = set()
    for phase in regimen.phases:
        if phase.title or len(regimen.phases) > 1:
            yield Block((), _phase_heading(phase, first_week))
        first_week += phase.weeks or 0
        for activity in phase.activities:
            yield from _activity(regimen, activity, explained)
    if regimen.sources:
        yield Block(_bullets(regimen.sources), "Sources", depth=1)


def _when_to_stop(regimen: Regimen) -> Iterator[Row]:
    for level in precautions.Level:
        tone = Tone.BAD if level is precautions.Level.EMERGENCY else Tone.PLAIN
        for group in precautions.grouped(level, precautions.signs_of(level, regimen.precautions)):
            if group.heading:
                yield Row(group.heading, tone=Tone.BAD if tone is Tone.BAD else Tone.HEADING)
            yield from (Row(line, "-", tone) for line in group.lines)


def _phase_heading(phase: Phase, first_week: int) -> str:
    span = wording.weeks_of_phase(phase, first_week)
    return f"Phase: {phase.title}, {span}" if phase.title else f"Phase: {span}"


def _activity(regimen: Regimen, activity: Activity, explained: set[Exercise]) -> Iterator[Block]:
    """Yield the activity and its exercises; adds these, without their doses, to `explained`."""
    rows = [Row(activity_dose(activity)), *(Row(rule) for rule in activity_rules(regimen, activity))]
    if activity.intensity:
        rows.append(Row(f"Effort: {wording.sentence(activity.intensity)}"))
    yield Block(tuple(rows), f"{activity.title} ({activity.type.value})", depth=1)
    for exercise in activity.exercises:
        how = without_dose(exercise)
        yield Block(tuple(_exercise(exercise, again=bool(exercise.steps) and how in explained)), exercise.name, depth=2)
        explained.add(how)


def activity_dose(activity: Activity) -> str:
    """Return how often and how long, as a sentence."""
    often = wording.frequency(activity.frequency)
    if isinstance(activity.frequency, Cap):
        return f"{wording.capitalized(often)}. Never planned, only counted."
    return f"{wording.capitalized(often)}, {wording.session_time(activity)}."


def activity_rules(regimen: Regimen, activity: Activity) -> tuple[str, ...]:
    """Return what else is asked of an activity's days and times, a sentence each."""
    rules = rules_of(activity, regimen, Profile())
    asked = (rule.asked() for rule in rules if not rule.in_dose)
    return tuple(f"{wording.capitalized(words)}." for words in asked if words)


def _exercise(exercise: Exercise, *, again: bool) -> Iterator[Row]:
    dose = wording.exercise_dose(exercise)
    if dose:
        yield Row(dose)
    if again:
        yield Row("Do it as explained above.")
        return
    words = wording.exercise_words(exercise)
    feelings, cues = wording.feelings_first(exercise.cues)
    yield from map(Row, words.needs)
    yield from (Row(step, f"{number}.") for number, step in enumerate(words.steps, 1))
    yield from map(Row, feelings)
    if cues:
        yield Row(" ".join(cues), "Remember:")
    yield from (Row(wording.sentence(sign), "Stop if:", Tone.BAD) for sign in exercise.stop_if)
    for label, text in (("Easier:", exercise.easier), ("Harder:", exercise.harder)):
        if text:
            yield Row(wording.sentence(text), label)
    if exercise.source:
        yield Row(exercise.source, "Source:", Tone.QUIET)


def without_dose(exercise: Exercise) -> Exercise:
    """Return how an exercise is done, however often and long."""
    return replace(exercise, sets=None, reps=None, hold=None, rest=None)


def _bullets(texts: Iterable[str]) -> tuple[Row, ...]:
    return tuple(Row(text, "-") for text in texts)

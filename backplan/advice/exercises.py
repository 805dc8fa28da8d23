"""Advice about how exercises are written: what a handout must say, and how long its sentences may be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from backplan.advice.findings import advice, names
from backplan.files.bundled import figure_names
from backplan.language.did_you_mean import nearest
from backplan.model.regimen import ActivityType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backplan.model.finding import Finding
    from backplan.model.regimen import Activity, Exercise, Regimen

MOST_WORDS = 15
"""Words of a sentence that patients read without losing the thread."""

MOVING_REPETITIONS = 6
"""Repetitions from which a stretch without a hold is a movement: stretches that are held are repeated 2 to 4 times."""

SENTENCES = 3
"""Long sentences that are named; whoever shortens these has found the rest."""

FIRST_WORDS = 6
"""Words of a sentence that are quoted."""

SHORT_SENTENCES = (
    "shorter sentences (under 15 words) and fewer long words lowered a leaflet's reading grade from 10.4 to 3.8 "
    "(PMC3318988)"
)
_HOLDS = (
    "most adults do well with stretches held for 10 to 30 seconds, older ones with 30 to 60 "
    "(Stretching and flexibility guideline update 2021, ACSM blog)"
)
_ONE_SIDED_FIGURES = {
    *("supine-hamstring-towel", "seated-hamstring", "hamstring-wall", "hip-flexor-kneeling", "single-knee-to-chest"),
    *("bird-dog", "bird-dog-leg", "dead-bug", "march", "heel-slide", "curl-up-one-knee"),
    *("side-plank-knees", "side-plank"),
}
# An arm "by your side" and "one hand on your belly" say nothing of sides, so these words are few.
_ONE_SIDED_WORDS = re.compile(
    r"\b(?:other|that|top|opposite|left|right) (?:arm|foot|hip|knee|leg|side)\b|\bone (?:foot|knee|leg)\b"
    r"|\bon your (?:left |right )?side\b|\b(?:change|switch|alternate|both|each) sides?\b",
    re.IGNORECASE,
)
_HELD = re.compile(
    r"\bhold (?:still|here|there|for|(?:it|them) there|(?:the|this|that) (?:position|pose|stretch))\b", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


class _Named(NamedTuple):
    """Some exercises: their names in words, whether there are several, and the id of the activity that they share."""

    words: str
    several: bool
    activity: str | None


def exercises_advice(regimen: Regimen) -> Iterator[Finding]:
    """Yield what the exercises of a regimen leave open, and which of their sentences are too long; each thing once."""
    pairs = [
        (activity, exercise)
        for phase in regimen.phases
        for activity in phase.activities
        for exercise in activity.exercises
    ]
    if lacking := _named(pair for pair in pairs if _lacks_sides(*pair)):
        open_sides = "do not say which side they are for" if lacking.several else "does not say which side it is for"
        yield advice(
            "sides",
            f"{lacking.words} {open_sides}.",
            activity=lacking.activity,
            because=("without it, a patient may do only one side, or both when one was meant",),
            suggestions=("add `sides: both`, `alternate`, `left` or `right`",),
        )
    if lacking := _named(pair for pair in pairs if _lacks_hold(*pair)):
        yield advice(
            "hold",
            f"{lacking.words} {'do' if lacking.several else 'does'} not say how long to hold.",
            activity=lacking.activity,
            because=(_HOLDS,),
            suggestions=("add `hold: 30 s`",),
        )
    if lacking := _named(pair for pair in pairs if not pair[1].stop_if):
        yield advice(
            "stop_if",
            f"{lacking.words} {'do' if lacking.several else 'does'} not say when to stop.",
            activity=lacking.activity,
            because=("a patient who exercises alone needs to know which signs are not normal",),
            suggestions=('add `stop_if: ["Your pain gets worse."]`',),
        )
    yield from _figures(pairs)
    if wordy := _named(pair for pair in pairs if too_long(_texts(pair[1]))):
        has_long = "have sentences" if wordy.several else "has a sentence"
        yield advice(
            "steps",
            f"{wordy.words} {has_long} of more than {MOST_WORDS} words.",
            activity=wordy.activity,
            because=(SHORT_SENTENCES,),
            suggestions=shortened(text for _, exercise in pairs for text in _texts(exercise)),
        )


def _figures(pairs: Iterable[tuple[Activity, Exercise]]) -> Iterator[Finding]:
    known = figure_names()
    unknown: dict[str, list[tuple[Activity, Exercise]]] = {}
    for activity, exercise in pairs:
        if exercise.figure and exercise.figure not in known:
            unknown.setdefault(exercise.figure, []).append((activity, exercise))
    for name, same in unknown.items():
        if named := _named(same):
            yield advice(
                "figure",
                f"{named.words} {'refer' if named.several else 'refers'} to a drawing '{name}' that does not exist.",
                activity=named.activity,
                because=("a drawing makes a card easier to understand; a card without one is fine too",),
                suggestions=(nearest(name, known) or "remove `figure`, or choose one from `backplan figure`",),
            )


def _named(pairs: Iterable[tuple[Activity, Exercise]]) -> _Named | None:
    exercises = tuple(pairs)
    if not exercises:
        return None
    activities = {activity.id for activity, _ in exercises}
    shared = activities.pop() if len(activities) == 1 else None
    return _Named(*names(exercise.name for _, exercise in exercises), shared)


def too_long(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the sentences that are too long for a handout, each once."""
    sentences = (sentence for text in texts for sentence in _SENTENCE_END.split(text.strip()))
    return tuple(dict.fromkeys(sentence for sentence in sentences if len(sentence.split()) > MOST_WORDS))


def shortened(texts: Iterable[str]) -> tuple[str, ...]:
    """Return what to do about each of the first few sentences that are too long."""
    return tuple(
        f"split the sentence of {len(words)} words that begins “{' '.join(words[:FIRST_WORDS])} …”"
        for words in (sentence.split() for sentence in too_long(texts)[:SENTENCES])
    )


def _texts(exercise: Exercise) -> tuple[str, ...]:
    return (*exercise.steps, *exercise.cues, *exercise.stop_if, exercise.easier, exercise.harder)


def _lacks_sides(activity: Activity, exercise: Exercise) -> bool:
    if exercise.sides is not None or activity.type is ActivityType.AEROBIC:
        return False
    words = " ".join((exercise.name, *exercise.steps, *exercise.cues))
    return exercise.figure in _ONE_SIDED_FIGURES or _ONE_SIDED_WORDS.search(words) is not None


def _lacks_hold(activity: Activity, exercise: Exercise) -> bool:
    if exercise.hold is not None or activity.type is ActivityType.AEROBIC:
        return False
    if _HELD.search(" ".join(exercise.steps)):
        return True
    moves = (exercise.reps or 0) >= MOVING_REPETITIONS or bool(exercise.tempo)
    return activity.type is ActivityType.STRETCHING and not moves

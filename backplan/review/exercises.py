"""Advice about how exercises are written: what a handout must not leave open, and how long its sentences are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from backplan.files.bundled import figure_names
from backplan.language.suggest import nearest
from backplan.model.regimen import ActivityType
from backplan.review.advice import advice, names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backplan.model.finding import Finding
    from backplan.model.regimen import Activity, Exercise, Regimen

MOST_WORDS = 15
"""Words of a sentence that patients read without losing the thread."""

MOVING_REPETITIONS = 6
"""Repetitions from which a stretch without a hold is a movement: stretches that are held are repeated 2 to 4 times."""

SENTENCES = 3
"""Sentences that are named; whoever shortens these has found the rest."""

FIRST_WORDS = 6
"""Words of a sentence by which it is known."""

SHORT_SENTENCES = (
    "sentences under 15 words and fewer long words brought a leaflet from reading grade 10.4 to 3.8 (PMC3318988)"
)
_HOLDS = (
    "most adults do well with stretches held for 10 to 30 seconds, older ones with 30 to 60 "
    "(Stretching and flexibility guideline update 2021, ACSM blog)"
)
_ONE_SIDED_FIGURES = {
    *(
        "supine-hamstring-towel",
        "seated-hamstring",
        "hamstring-wall",
        "hip-flexor-kneeling",
        "single-knee-to-chest",
    ),
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
    """Exercises with the same omission.

    Attributes:
        words: their names.
        several: there are two or more of them.
        activity: the activity's id where they share one.
    """

    words: str
    several: bool
    activity: str | None


def exercises_advice(regimen: Regimen) -> Iterator[Finding]:
    """What the exercises of a regimen leave open, and which of their sentences are too long; each thing once."""
    pairs = [(activity, one) for phase in regimen.phases for activity in phase.activities for one in activity.exercises]
    if found := _named((activity, one) for activity, one in pairs if _lacks_sides(activity, one)):
        said = "do not say for which side they are" if found.several else "does not say for which side it is"
        yield advice(
            "sides",
            f"{found.words} {said}.",
            activity=found.activity,
            because=("a patient who is not told does one side only, or both where one was meant",),
            suggestions=("write `sides: both`, `alternate`, `left` or `right`",),
        )
    if found := _named((activity, one) for activity, one in pairs if _lacks_hold(activity, one)):
        yield advice(
            "hold",
            f"{found.words} {'do' if found.several else 'does'} not say how long to hold.",
            activity=found.activity,
            because=(_HOLDS,),
            suggestions=("write `hold: 30 s`",),
        )
    if found := _named((activity, one) for activity, one in pairs if not one.stop_if):
        yield advice(
            "stop_if",
            f"{found.words} {'do' if found.several else 'does'} not say when to stop.",
            activity=found.activity,
            because=("whoever exercises alone needs to know which signs are no part of the exercise",),
            suggestions=('write `stop_if: ["Your pain gets worse."]`',),
        )
    yield from _figures(pairs)
    if found := _named((activity, one) for activity, one in pairs if too_long(_texts(one))):
        said = "have sentences" if found.several else "has a sentence"
        yield advice(
            "steps",
            f"{found.words} {said} of more than {MOST_WORDS} words.",
            activity=found.activity,
            because=(SHORT_SENTENCES,),
            suggestions=shortened(text for _, one in pairs for text in _texts(one)),
        )


def _figures(pairs: Iterable[tuple[Activity, Exercise]]) -> Iterator[Finding]:
    """Each name of a drawing that there is not, once."""
    wanted: dict[str, list[tuple[Activity, Exercise]]] = {}
    for activity, one in pairs:
        if one.figure:
            wanted.setdefault(one.figure, []).append((activity, one))
    known = figure_names() if wanted else ()
    for name, those in wanted.items():
        if name not in known and (found := _named(those)):
            yield advice(
                "figure",
                f"{found.words} {'ask' if found.several else 'asks'} for the drawing '{name}', which there is not.",
                activity=found.activity,
                because=("a card with a drawing is understood sooner; without one it is plain, which is fine",),
                suggestions=(
                    nearest(name, known) or "leave `figure` out, or choose one of those that `backplan figure` lists",
                ),
            )


def _named(pairs: Iterable[tuple[Activity, Exercise]]) -> _Named | None:
    found = tuple(pairs)
    if not found:
        return None
    words, several = names(one.name for _, one in found)
    activities = {activity.id for activity, _ in found}
    return _Named(words, several, activities.pop() if len(activities) == 1 else None)


def too_long(texts: Iterable[str]) -> tuple[str, ...]:
    """The sentences that are too long for a handout, each once."""
    sentences = (sentence for text in texts for sentence in _SENTENCE_END.split(text.strip()))
    return tuple(dict.fromkeys(one for one in sentences if len(one.split()) > MOST_WORDS))


def shortened(texts: Iterable[str]) -> tuple[str, ...]:
    """What to do about each sentence that is too long, of the first few."""
    return tuple(
        f"make two of the {len(words)} words “{' '.join(words[:FIRST_WORDS])} …”"
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
